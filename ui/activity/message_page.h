#pragma once

#include <QTimer>

#include "ui/activity/activity_models.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/pager.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

/// What agents tell each other, and the letters that could not be delivered, which a
/// person may have delivered once more.
class MessagePage final : public ActivityPage {
    Q_OBJECT
public:
    explicit MessagePage(ViewContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void find() override;
    void showObject(const QString &id) override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

    /// How many letters lie undelivered; at most `Countable`, which means "so many or more".
    [[nodiscard]] int deadLetters() const { return m_dead; }
    static constexpr int Countable = 100;

Q_SIGNALS:
    void deadLettersChanged();

protected:
    void showState() override;
    void currentChanged() override;

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    void ask();
    void askAgents();
    void countDead();
    void retry();

    MessageModel m_model;
    Pager<api::MessageQuery, api::MessageRow> m_pager;
    QTimer m_count; ///< counts again, not faster than once a second
    int m_dead = 0;
    QString m_chain;  ///< correlation whose messages alone are shown; empty: all
    QString m_agentWanted; ///< restored before the agents were known
    QString m_wanted; ///< asked for from outside
    QComboBox *m_which = nullptr;
    QComboBox *m_agent = nullptr;
    QPushButton *m_chainChip = nullptr;
    QLabel *m_head = nullptr;
    QLabel *m_about = nullptr;
    QPlainTextEdit *m_body = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_showChain = nullptr;
    QPushButton *m_why = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace hs::ui
