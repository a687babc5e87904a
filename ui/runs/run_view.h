#pragma once

#include "ui/lists/directory.h"
#include "ui/runs/run_compare_page.h"
#include "ui/runs/run_history_page.h"
#include "ui/runs/run_now_page.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"

class QPushButton;
class QStackedWidget;

namespace hs::ui {

/// The run of one workflow: where it stands, every step it took, and beside another run.
class RunView final : public DockView {
    Q_OBJECT
public:
    enum class Page { Now, History, Compare };

    explicit RunView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    /// `kind` "run" shows the history, any other where it stands.
    void showObject(const QString &kind, const QString &id) override;

    void showPage(Page page);
    [[nodiscard]] Page page() const;
    /// The history as it stood after a step.
    void lookBack(qint64 seq);
    [[nodiscard]] RunHistoryPage &history() { return *m_history; }
    [[nodiscard]] RunComparePage &compare() { return *m_compare; }
    [[nodiscard]] const api::WorkflowDetail &detail() const { return m_detail; }

private:
    void makeActions();
    void makeHead(QWidget *page);
    void ask();
    void askTasks();
    void fill();
    void fillHead();
    void fitTabs();
    void carryOut(RunOffer::Kind kind);

    Directory m_directory;
    api::Id m_id;
    api::WorkflowDetail m_detail;
    std::vector<api::ColumnInfo> m_columns; ///< titles of the states
    std::vector<api::TaskRow> m_tasks;
    bool m_answered = false;

    ContentStates *m_states;
    ElidedLabel *m_number = nullptr;
    QLabel *m_name = nullptr;
    ElidedLabel *m_about = nullptr;
    Chip *m_status = nullptr;
    Chip *m_agent = nullptr;
    std::vector<QPushButton *> m_tabs; ///< by Page
    QWidget *m_tabBar;
    QWidget *m_tabLine;
    QStackedWidget *m_pages;
    RunNowPage *m_now;
    RunHistoryPage *m_history;
    RunComparePage *m_compare;
};

} // namespace hs::ui
