#pragma once

#include "ui/activity/pager.h"
#include "ui/escalations/escalation_commands.h"
#include "ui/escalations/escalation_delegate.h"
#include "ui/escalations/escalation_list.h"
#include "ui/shell/dock_view.h"

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;

namespace hs::ui {

class ContentStates;
class SearchField;

/// The queue: what needs a person, the clock that ends first on top, and what was decided today.
class EscalationsView final : public DockView {
    Q_OBJECT
public:
    explicit EscalationsView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override;
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

    [[nodiscard]] EscalationList *list() const { return m_list; }
    [[nodiscard]] const EscalationModel &model() const { return m_model; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    using Filter = api::EscalationQuery::Filter;

    QWidget *makeCounts();
    QWidget *makeFilters();
    QWidget *makeBulkBar();
    QWidget *makeDecided();
    void makeActions();
    void ask();
    void takePage(const api::EscalationPage &page);
    void showState();
    void selectionChanged();
    void updateActions();
    void fillEntities();
    void fitLists();
    void openCurrent();
    void followSelection();
    void showMenu(const QPoint &pos);
    void showDecidedMenu(const QPoint &pos);
    [[nodiscard]] std::vector<api::EscalationRow> selectedRows() const;
    [[nodiscard]] const api::EscalationRow *current() const;
    [[nodiscard]] bool isFiltered() const;
    void clearFilters();
    void offerUndoOf(const std::vector<api::EscalationRow> &decided);

    EscalationCommands m_commands;
    EscalationModel m_model;
    DecidedModel m_decided;
    Pager<api::EscalationQuery, api::EscalationRow> m_pager;
    api::EscalationCounts m_counts;
    QString m_selectAfterLoad;
    QTimer m_following; // the detail pane follows when walking pauses

    QLabel *m_overdue = nullptr;
    QLabel *m_dueSoon = nullptr;
    QLabel *m_onTrack = nullptr;
    QLabel *m_median = nullptr;
    QWidget *m_filterPanel = nullptr;
    QPushButton *m_all = nullptr;
    QPushButton *m_mine = nullptr;
    SearchField *m_search = nullptr;
    QComboBox *m_class = nullptr;
    QComboBox *m_entity = nullptr;
    QWidget *m_bulkBar = nullptr;
    QLabel *m_bulkText = nullptr;
    ContentStates *m_states = nullptr;
    QWidget *m_body = nullptr;
    EscalationDelegate *m_delegate = nullptr;
    DecidedDelegate *m_decidedDelegate = nullptr;
    EscalationList *m_list = nullptr;
    QWidget *m_decidedBox = nullptr;
    QLabel *m_decidedTitle = nullptr;
    EscalationList *m_decidedList = nullptr;

    QAction *m_filterAction = nullptr;
    QAction *m_claimNext = nullptr;
    QAction *m_open = nullptr;
    QAction *m_claim = nullptr;
    QAction *m_release = nullptr;
    QAction *m_takeOver = nullptr;
    QAction *m_assign = nullptr;
    QAction *m_snooze = nullptr;
    QAction *m_wait = nullptr;
    QAction *m_copyLink = nullptr;
};

} // namespace hs::ui
