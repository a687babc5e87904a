#pragma once

#include <QWidget>

#include "ui/activity/pager.h"
#include "ui/integrations/notion_models.h"
#include "ui/lists/virtual_list.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class ContentStates;

/// What the console and Notion did not agree on: both values, who wrote them and when, the rule that chose; a person
/// keeps what stands or takes the other value, and can take that back. Reads pages as they are scrolled to.
class NotionConflictList final : public QWidget {
    Q_OBJECT
public:
    NotionConflictList(ViewContext &context, const HubNames &names, QWidget *parent = nullptr);

    void refresh();
    void showNames(); ///< names of databases, people or records are known now
    [[nodiscard]] NotionConflictModel &model() { return m_model; }
    void choose(int row);

private:
    void makeDetail();
    void ask();
    void showState();
    void showConflict();
    void review(bool turn);
    void reopen(qint64 seq);
    [[nodiscard]] const api::NotionConflictRow *conflict() const;

    ViewContext &m_context;
    const HubNames &m_names;
    NotionConflictModel m_model;
    Pager<api::NotionConflictQuery, api::NotionConflictRow> m_pager;
    int m_next = -1; ///< row that is chosen once the list is read anew; -1: none
    QComboBox *m_filter;
    VirtualList *m_list;
    ContentStates *m_states;
    QWidget *m_detail = nullptr;
    QLabel *m_title = nullptr;
    QFrame *m_localBox = nullptr;
    QFrame *m_remoteBox = nullptr;
    QLabel *m_localHead = nullptr;
    QLabel *m_local = nullptr;
    QLabel *m_remoteHead = nullptr;
    QLabel *m_remote = nullptr;
    QLabel *m_before = nullptr;
    QLabel *m_rule = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_turn = nullptr;
    QPushButton *m_reopen = nullptr;
    QPushButton *m_open = nullptr;
};

/// Changes that could not be sent: why, how to mend it, and another try. Reads pages as they are scrolled to.
class NotionParkedList final : public QWidget {
    Q_OBJECT
public:
    NotionParkedList(ViewContext &context, const HubNames &names, QWidget *parent = nullptr);

    void refresh();
    void showNames();
    [[nodiscard]] NotionParkedModel &model() { return m_model; }
    void choose(int row);

private:
    void showState();
    void showItem();
    void retry(const QString &record);
    [[nodiscard]] const api::NotionParkedRow *item() const;

    ViewContext &m_context;
    const HubNames &m_names;
    NotionParkedModel m_model;
    Pager<api::NotionParkedQuery, api::NotionParkedRow> m_pager;
    VirtualList *m_list;
    ContentStates *m_states;
    QWidget *m_detail;
    QLabel *m_what;
    QLabel *m_where;
    QLabel *m_mend;
    QLabel *m_tries;
    QPushButton *m_retry;
    QPushButton *m_open;
    QPushButton *m_all;
};

} // namespace hs::ui
