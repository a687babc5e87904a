#pragma once

#include <vector>

#include <QDialog>

#include "engine/api/runs.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace hs::ui {

/// Begins a new run where another one stood after a step: says what will happen, lets a version be chosen and, where that
/// one has other states, what they become. Needs a reason.
class ForkDialog final : public QDialog {
    Q_OBJECT
public:
    /// `standing`: how the run stood after step `seq`.
    ForkDialog(ViewContext &context, const api::WorkflowRow &run, qint64 seq, api::RunStanding standing, QWidget *parent);

private:
    void askVersions();
    void showStates();
    void submit();
    void tell(const QString &sentence, bool trouble = false);
    void updateButtons();
    [[nodiscard]] QString consequence() const;
    [[nodiscard]] QJsonObject mapping() const;

    ViewContext &m_context;
    const api::WorkflowRow m_run;
    const qint64 m_seq;
    const api::RunStanding m_standing;
    std::vector<api::DefinitionVersionRow> m_versions;
    QComboBox *m_version;
    QWidget *m_statesBox;
    QFormLayout *m_states;
    QLabel *m_statesNote;
    QLabel *m_told;
    QLineEdit *m_reason;
    QPushButton *m_fork;
    bool m_underWay = false;
};

} // namespace hs::ui
