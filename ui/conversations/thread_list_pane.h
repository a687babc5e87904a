#pragma once

#include <QWidget>

#include "ui/conversations/agent_strip.h"
#include "ui/conversations/thread_list_model.h"
#include "ui/conversations/thread_row_delegate.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/widgets/search_field.h"

class QButtonGroup;
class QPushButton;

namespace hs::ui {

/// The left half of the dock: agents, filters with counts, and the list. Folded,
/// only the avatars remain, and filter and agents move into one menu.
class ThreadListPane final : public QWidget {
    Q_OBJECT
public:
    ThreadListPane(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    [[nodiscard]] ThreadListModel &model() { return m_model; }
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] AgentStrip &strip() const { return *m_strip; }
    void setFolded(bool folded);
    [[nodiscard]] bool isFolded() const { return m_folded; }
    void showSearch();
    void refresh();
    void setFilter(api::ThreadQuery::Filter filter);
    [[nodiscard]] api::ThreadQuery::Filter filter() const { return m_filter; }
    void setAgent(const QString &agent);
    [[nodiscard]] QString agent() const { return m_strip->chosen(); }
    /// Marks the row of a thread, where it is loaded.
    void select(const api::Id &thread);
    void tick();
    /// All open conversations, as far as the engine counted them; -1: not known.
    [[nodiscard]] qint64 allCount() const { return m_counts[0]; }

Q_SIGNALS:
    void threadChosen(const QString &thread);
    void countsChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void apply();
    void askCounts();
    void updateTabs();
    void updateStates();
    void fitTabs();
    void showFilterMenu(QWidget *at);
    [[nodiscard]] QString tabText(int filter, bool withCount) const;

    ViewContext &m_context;
    ThreadListModel m_model;
    ThreadRowDelegate *m_delegate;
    AgentStrip *m_strip;
    QWidget *m_tabBar;
    QToolButton *m_foldedMenu;
    QToolButton *m_moreTabs;
    QButtonGroup *m_tabs;
    QWidget *m_searchBox; ///< shown while it is used
    SearchField *m_search;
    ContentStates *m_states;
    VirtualList *m_list;
    api::ThreadQuery::Filter m_filter = api::ThreadQuery::Filter::All;
    qint64 m_counts[4] = {-1, -1, -1, -1};
    QTimer m_countTimer;
    QString m_selected;
    bool m_folded = false;
};

} // namespace hs::ui
