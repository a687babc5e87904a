#pragma once

#include <QTimer>

#include "ui/activity/activity_models.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/pager.h"
#include "ui/widgets/search_field.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

/// What workflows could not take or carry out: events that somebody skipped, commands out of retries. A person may send
/// them again or drop them for good.
class LetterPage final : public ActivityPage {
    Q_OBJECT
public:
    explicit LetterPage(ViewContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void find() override;
    void showObject(const QString &id) override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

    /// How many lie there; at most `Countable`, which means "so many or more".
    [[nodiscard]] int lying() const { return m_lying; }
    static constexpr int Countable = 100;

Q_SIGNALS:
    void lyingChanged();

protected:
    void showState() override;
    void currentChanged() override;

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    void ask();
    void count();
    void clearFilters();
    void sendAgain();
    void discard();

    LetterModel m_model;
    Pager<api::DeadLetterQuery, api::DeadLetterRow> m_pager;
    QTimer m_count; ///< counts again, not faster than once a second
    int m_lying = 0;
    QString m_wanted; ///< asked for from outside
    SearchField *m_search = nullptr;
    QComboBox *m_which = nullptr;
    QLabel *m_head = nullptr;
    QLabel *m_about = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_consequence = nullptr;
    QPlainTextEdit *m_body = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace hs::ui
