#pragma once

#include <vector>

#include <QDialog>

#include "ui/shell/view_context.h"
#include "ui/versions/migration_model.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace hs::ui {

/// Moves running workflows to another version: which version, what becomes of states that it has not, what would
/// change for each, and only then, with a reason, the move itself.
class MigrationDialog final : public QDialog {
    Q_OBJECT
public:
    /// `title`: of the definition, for people.
    MigrationDialog(ViewContext &context, QString definition, const QString &title, QWidget *parent);

private:
    void askVersions();
    void showVersions();
    void showStates();
    void preview();
    void askPage();
    void move(const QString &after);
    void tell(const QString &sentence, bool trouble = false);
    void updateButtons();
    [[nodiscard]] const api::DefinitionVersionRow *chosen(const QComboBox *box) const;
    [[nodiscard]] QJsonObject mapping() const;

    ViewContext &m_context;
    const QString m_definition;
    std::vector<api::DefinitionVersionRow> m_versions;
    MigrationModel *m_model;
    QComboBox *m_from;
    QComboBox *m_to;
    QWidget *m_statesBox;
    QFormLayout *m_states;
    QLabel *m_statesNote;
    QLabel *m_summary;
    QPushButton *m_more;
    QLineEdit *m_reason;
    QPushButton *m_move;
    QString m_next;         ///< the preview's following page
    quint64 m_asked = 0;    ///< of the latest preview: answers to older ones are dropped
    bool m_moving = false;
    bool m_toldResult = false; ///< what was done stands there, and is not written over by what is left
    int m_moved = 0, m_refused = 0;
};

} // namespace hs::ui
