#include "ui/integrations/integration_models.h"

#include <QLocale>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

// ---- health --------------------------------------------------------------

QString integrationIcon(const api::IntegrationCard &card)
{
    if (card.kind == QLatin1String("receiver"))
        return QStringLiteral("webhook");
    if (card.kind == QLatin1String("ai"))
        return card.name == QLatin1String("local") ? QStringLiteral("cpu") : QStringLiteral("sparkles");
    if (card.kind == QLatin1String("mcp"))
        return QStringLiteral("wrench");
    if (card.name == QLatin1String("mail"))
        return QStringLiteral("mail");
    if (card.name == QLatin1String("slack"))
        return QStringLiteral("message-square");
    if (card.name == QLatin1String("woocommerce"))
        return QStringLiteral("shopping-bag");
    if (card.name == QLatin1String("notion") || card.kind == QLatin1String("mirror"))
        return QStringLiteral("database");
    if (card.name == QLatin1String("typeform"))
        return QStringLiteral("clipboard-list");
    if (card.name == QLatin1String("stripe"))
        return QStringLiteral("credit-card");
    return card.kind == QLatin1String("channel") ? QStringLiteral("send") : QStringLiteral("webhook");
}

api::Health shownHealth(const api::IntegrationCard &card)
{
    return card.health == api::Health::Healthy && card.failedItems > 0 ? api::Health::Failing : card.health;
}

QString secretNameOf(const api::IntegrationCard &card)
{
    if (card.kind == QLatin1String("source"))
        return QStringLiteral("WEBHOOK_SECRET_") + QString(card.name).toUpper().replace(QLatin1Char('-'), QLatin1Char('_'));
    if (card.kind == QLatin1String("mirror"))
        return QStringLiteral("NOTION_API_TOKEN");
    if (card.kind == QLatin1String("ai") && card.name == QLatin1String("local"))
        return QStringLiteral("LOCAL_AI_API_KEY");
    if (card.kind == QLatin1String("ai"))
        return QString(card.name).toUpper().replace(QLatin1Char('-'), QLatin1Char('_')) + QStringLiteral("_API_KEY");
    if (card.kind == QLatin1String("mcp"))
        return {};
    if (card.name == QLatin1String("mail"))
        return QStringLiteral("SMTP_URL");
    if (card.name == QLatin1String("slack"))
        return QStringLiteral("SLACK_WEBHOOK_URL");
    return {};
}

QString IntegrationWords::mainValue(const api::IntegrationCard &card)
{
    if (card.kind == QLatin1String("channel"))
        return tr("%n sent", "messages today", int(card.today));
    if (card.kind == QLatin1String("receiver") && card.health == api::Health::Down)
        return tr("Not listening", "the webhook receiver");
    if (card.kind == QLatin1String("receiver") || card.kind == QLatin1String("source"))
        return tr("%n today", "deliveries", int(card.today));
    if (card.kind == QLatin1String("ai"))
        return tr("%n call(s) today", "of language models", int(card.today));
    if (card.kind == QLatin1String("mcp"))
        return tr("%n tool(s)", "of a server", card.mainValue.section(QLatin1Char(' '), 0, 0).toInt());
    return engineWords(card.mainValue);
}

QString IntegrationWords::sentence(const api::IntegrationCard &card)
{
    using api::Health;
    if (card.kind == QLatin1String("mirror") || card.kind == QLatin1String("ai") || card.kind == QLatin1String("mcp"))
        return engineSentence(card.sentence);
    const bool channel = card.kind == QLatin1String("channel");
    if (card.failedItems > 0)
        return channel ? tr("%n could not be sent", "messages", int(card.failedItems))
                       : tr("%n could not be handled", "deliveries", int(card.failedItems));
    switch (card.health) {
    case Health::Paused:
        return tr("Senders are asked to try again later");
    case Health::NotSetUp:
        if (channel)
            return tr("Messages wait as drafts");
        return card.hasSecret ? tr("Waiting for the first delivery") : tr("No secret is set yet");
    case Health::Failing:
        return channel ? card.sentence : tr("The last delivery was refused");
    case Health::Down:
        return card.lastError.isEmpty() ? tr("Senders are asked to try again") : engineSentence(card.lastError);
    case Health::Healthy:
        if (!channel)
            return tr("%n rejected", "deliveries today", int(card.rejectedToday));
        return tr("Ready to send");
    case Health::Slow:
        return channel ? tr("Some messages are tried again") : card.sentence;
    case Health::NeedsSignIn:
        break;
    }
    return card.sentence;
}

QString IntegrationWords::secrets(const api::IntegrationCard &card)
{
    if (!card.hasSecret)
        return tr("No secret is set");
    QString from;
    if (card.secretSource == QLatin1String("environment"))
        from = tr("from the environment");
    else if (card.secretSource == QLatin1String("default"))
        from = tr("the one for all sources");
    else if (card.secretSource == QLatin1String("store"))
        from = tr("stored here");
    const QString count = tr("%n secret(s) valid", nullptr, std::max(1, card.secrets));
    //: %1 is how many secrets are valid, %2 where they come from.
    return from.isEmpty() ? count : tr("%1, %2").arg(count, from);
}

// ---- deliveries ----------------------------------------------------------

QString DeliveryModel::statusText(const api::DeliveryRow &row)
{
    const QString number = QLocale().toString(row.status);
    if (row.duplicate)
        return tr("%1 repeat", "%1 is an HTTP status: a delivery that came before").arg(number);
    if (row.status >= 200 && row.status < 300)
        return tr("%1 accepted", "%1 is an HTTP status").arg(number);
    if (row.status >= 500)
        return tr("%1 not taken", "%1 is an HTTP status: the sender will try again").arg(number);
    return tr("%1 refused", "%1 is an HTTP status").arg(number);
}

QVariant DeliveryModel::data(const QModelIndex &index, int role) const
{
    const api::DeliveryRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    if (role == Qt::AccessibleTextRole) {
        //: A delivery, spoken. %1 type, %2 answer, %3 when, %4 error, if any.
        return tr("%1, %2, %3 %4").arg(row->type, statusText(*row), moment(row->at), engineSentence(row->error)).trimmed();
    }
    if (role == Qt::ToolTipRole)
        return engineSentence(row->error);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case Type:
        return row->type;
    case Status:
        return statusText(*row);
    case Took:
        return millisText(row->millis);
    case Note:
        return engineSentence(row->error);
    default:
        return {};
    }
}

QVariant DeliveryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Type:
        return tr("Event", "column head");
    case Status:
        return tr("Answer", "column head: what the receiver answered");
    case Took:
        return tr("Took", "column head: a duration");
    case Note:
        return tr("Note", "column head");
    default:
        return {};
    }
}

// ---- effects -------------------------------------------------------------

QString EffectModel::stateText(api::EffectState state)
{
    switch (state) {
    case api::EffectState::Draft:
        return tr("Draft", "state of an outgoing message: waits for a person");
    case api::EffectState::Held:
        return tr("On hold", "state of an outgoing message: may still be undone");
    case api::EffectState::Queued:
        return tr("Queued", "state of an outgoing message");
    case api::EffectState::Sending:
        return tr("Sending", "state of an outgoing message");
    case api::EffectState::Sent:
        return tr("Sent", "state of an outgoing message");
    case api::EffectState::Failed:
        return tr("Failed, tried again", "state of an outgoing message: it will be tried again");
    case api::EffectState::Dead:
        return tr("Given up", "state of an outgoing message: it failed too often");
    case api::EffectState::Cancelled:
        return tr("Cancelled", "state of an outgoing message");
    }
    return {};
}

bool EffectModel::canSend(const api::EffectRow &row)
{
    return row.state == api::EffectState::Draft || row.state == api::EffectState::Failed
        || row.state == api::EffectState::Dead;
}

bool EffectModel::canCancel(const api::EffectRow &row)
{
    return canSend(row) || row.state == api::EffectState::Held || row.state == api::EffectState::Queued;
}

QVariant EffectModel::data(const QModelIndex &index, int role) const
{
    const api::EffectRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString note = engineSentence(row->state == api::EffectState::Draft && row->error.isEmpty() ? row->why : row->error);
    if (role == Qt::AccessibleTextRole) {
        //: An outgoing message, spoken. %1 what, %2 to whom, %3 state, %4 why or error, if any.
        return tr("%1 to %2, %3 %4").arg(row->summary, row->target, stateText(row->state), note).trimmed();
    }
    if (role == Qt::ToolTipRole)
        return note.isEmpty() ? row->summary : note;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->createdAt);
    case Target:
        return row->target;
    case What:
        return row->summary;
    case State:
        return stateText(row->state);
    case Note:
        return note;
    default:
        return {};
    }
}

QVariant EffectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Target:
        return tr("To", "column head: whom a message goes to");
    case What:
        return tr("What", "column head");
    case State:
        return tr("State", "column head");
    case Note:
        return tr("Note", "column head");
    default:
        return {};
    }
}

} // namespace hs::ui
