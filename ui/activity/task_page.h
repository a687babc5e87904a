#pragma once

#include "ui/activity/activity_models.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/pager.h"

class QComboBox;
class QDateTimeEdit;
class QLabel;
class QPushButton;

namespace hs::ui {

class SearchField;

/// Tasks of people and agents: state, priority, due time and assignee can be changed here.
class TaskPage final : public ActivityPage {
    Q_OBJECT
public:
    explicit TaskPage(ViewContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void find() override;
    void showObject(const QString &id) override;

protected:
    void showState() override;
    void currentChanged() override;

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    void ask();
    void loadPeople();
    void changeState(int index);
    void send(const api::UpdateTask &change);

    TaskModel m_model;
    Pager<api::TaskQuery, api::TaskRow> m_pager;
    std::vector<api::OperatorRow> m_people;
    QString m_wanted;
    bool m_filling = false;
    SearchField *m_search = nullptr;
    QPushButton *m_openOnly = nullptr;
    QPushButton *m_mine = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QComboBox *m_state = nullptr;
    QComboBox *m_priority = nullptr;
    QComboBox *m_assignee = nullptr;
    QDateTimeEdit *m_due = nullptr;
    QPushButton *m_setDue = nullptr;
    QPushButton *m_why = nullptr;
};

} // namespace hs::ui
