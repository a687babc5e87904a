#pragma once

#include "ui/activity/activity_models.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/pager.h"

class QComboBox;
class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

class SearchField;

/// The inbox: every delivery, its state, what it caused; retry and replay.
class EventPage final : public ActivityPage {
    Q_OBJECT
public:
    explicit EventPage(ViewContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void find() override;
    void showObject(const QString &id) override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

protected:
    void showState() override;
    void currentChanged() override;

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    void ask();
    void loadDetail(const QString &id);
    void showDetail(const api::EventDetail &detail);
    void run(const api::Command &command, const QString &success, const QString &failure);

    EventModel m_model;
    Pager<api::EventQuery, api::EventRow> m_pager;
    QString m_shown;  ///< id in the detail pane
    api::EventRow m_row;
    QString m_wanted; ///< asked for from outside
    SearchField *m_search = nullptr;
    QComboBox *m_state = nullptr;
    QLabel *m_head = nullptr;
    QLabel *m_error = nullptr;
    QPlainTextEdit *m_body = nullptr;
    QListWidget *m_chain = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_replay = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace hs::ui
