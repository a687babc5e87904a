#pragma once

#include <QDialog>

#include "ui/shell/view_context.h"
#include "ui/versions/version_list_model.h"

class QLabel;
class QPushButton;
class QTreeView;

namespace hs::ui {

/// All versions of one workflow: which runs begin with, how many are on each, and what can be done with one: retire it
/// or bring it back, draw it, move its runs.
class VersionsDialog final : public QDialog {
    Q_OBJECT
public:
    /// `title`: of the definition, for people. `version`: chosen first; empty: the current one.
    VersionsDialog(ViewContext &context, QString definition, QString title, const QString &version, QWidget *parent);

private:
    void ask();
    void takeVersions(std::vector<api::DefinitionVersionRow> rows);
    void changeUse();
    void openInDesigner();
    void updateButtons();
    void tell(const QString &sentence, bool trouble = false);
    [[nodiscard]] const api::DefinitionVersionRow *chosen() const;

    ViewContext &m_context;
    const QString m_definition;
    const QString m_title;
    QString m_wanted; ///< version to be chosen when the list is there
    VersionListModel *m_model;
    QTreeView *m_view;
    QLabel *m_consequence;
    QLabel *m_told;
    QPushButton *m_use;
    QPushButton *m_design;
    QPushButton *m_move;
};

/// Retires a version, or brings it back into use: says what that comes to, asks for a reason, does it, and offers the way
/// back. `rows`: all versions of the definition, the highest first. `done` runs when the engine has answered.
void askToRetire(ViewContext &context, QWidget *parent, const std::vector<api::DefinitionVersionRow> &rows, const api::DefinitionVersionRow &row,
                 bool retired, std::function<void()> done);
/// What that comes to, in sentences.
[[nodiscard]] QString retirementWords(const std::vector<api::DefinitionVersionRow> &rows, const api::DefinitionVersionRow &row, bool retired);
/// Why it can't be done; empty: it can.
[[nodiscard]] QString retirementRefused(const api::Caller &caller);

} // namespace hs::ui
