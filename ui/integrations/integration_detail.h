#pragma once

#include <QWidget>

#include "ui/activity/pager.h"
#include "ui/integrations/integration_models.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;
class ContentStates;
class RowView;

/// One integration: state, address, secret, the last deliveries with replay, or
/// for a channel what it has sent and has still to send, with undo, retry and
/// cancel. GUI thread.
class IntegrationDetail final : public QWidget {
    Q_OBJECT
public:
    explicit IntegrationDetail(ViewContext &context, QWidget *parent = nullptr);

    void setCard(const api::IntegrationCard &card);
    [[nodiscard]] const api::IntegrationCard &card() const { return m_card; }
    void refresh();
    void tick();
    [[nodiscard]] QWidget *firstFocus() const;

Q_SIGNALS:
    void backWanted();
    void checkWanted(const QString &name);
    void pauseWanted(const QString &name, bool paused);
    void secretWanted(const QString &name);

private:
    void makeHead();
    void makeTables();
    void ask();
    void showState();
    void updateButtons();
    void replay();
    void sendNow();
    void undo();
    void cancel();
    void submit(const api::Command &command, const QString &success, const QString &failure);
    [[nodiscard]] bool isChannel() const { return m_card.kind == QLatin1String("channel"); }
    [[nodiscard]] const api::DeliveryRow *delivery() const;
    [[nodiscard]] const api::EffectRow *effect() const;
    void showFailure(const QString &what, const Error &error);

    ViewContext &m_context;
    api::IntegrationCard m_card;
    DeliveryModel m_deliveries;
    EffectModel m_effects;
    Pager<api::DeliveryQuery, api::DeliveryRow> m_deliveryPager;
    Pager<api::EffectQuery, api::EffectRow> m_effectPager;

    QVBoxLayout *m_column = nullptr;
    QPushButton *m_back = nullptr;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    Chip *m_state = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_error = nullptr;
    QLabel *m_address = nullptr;
    QWidget *m_addressRow = nullptr;
    QPushButton *m_check = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_secret = nullptr;
    QLabel *m_listTitle = nullptr;
    QComboBox *m_filter = nullptr;
    ContentStates *m_states = nullptr;
    RowView *m_list = nullptr;
    QLabel *m_hold = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_replay = nullptr;
    QPushButton *m_openEvent = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace hs::ui
