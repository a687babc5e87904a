#pragma once

#include "ui/lists/directory.h"
#include "ui/lists/virtual_list.h"
#include "ui/records/history_model.h"
#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"

class QFormLayout;
class QFrame;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace hs::ui {

/// The run of one workflow: where it stands, what it knows, which moves are open,
/// what it waits for, and every step it took. Any step can be looked back to.
class RunView final : public DockView {
    Q_OBJECT
public:
    explicit RunView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    /// `kind` "run" shows the history, any other the overview.
    void showObject(const QString &kind, const QString &id) override;

    void showHistory(bool history);
    /// The overview as it stood after a step; -1: now.
    void lookBack(qint64 seq);
    [[nodiscard]] HistoryModel &history() { return m_history; }
    [[nodiscard]] const api::WorkflowDetail &detail() const { return m_detail; }

private:
    void makeActions();
    void ask();
    void fill();
    void fillHead();
    void fillMoves();
    void fillWork();
    void fillFields();
    void clearBody();
    QVBoxLayout *addSection(const QString &title);
    void addRow(QVBoxLayout *into, const QString &name, const QString &value, bool mono = false);
    void move(const api::LegalMove &move);
    void retryIncident();
    void cancel();
    void askTasks();
    void toggleStep(const QModelIndex &index);
    void stepMenu(const QPoint &position);
    void tellFailure(const QString &what, const Error &error);

    Directory m_directory;
    HistoryModel m_history;
    api::Id m_id;
    api::WorkflowDetail m_detail;
    std::vector<api::ColumnInfo> m_columns; ///< titles of the states
    std::vector<api::TaskRow> m_tasks;
    qint64 m_atSeq = -1;
    bool m_answered = false;

    ContentStates *m_states;
    ElidedLabel *m_number;
    QLabel *m_name;
    ElidedLabel *m_about;
    Chip *m_status;
    Chip *m_agent;
    QPushButton *m_overviewTab;
    QPushButton *m_historyTab;
    QStackedWidget *m_pages;
    QScrollArea *m_scroll;
    QWidget *m_body = nullptr;
    QVBoxLayout *m_bodyLayout = nullptr;
    VirtualList *m_steps;
    ContentStates *m_stepStates;
};

} // namespace hs::ui
