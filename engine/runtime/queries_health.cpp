#include <algorithm>

#include <QTimeZone>

#include "engine/agents/registry.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/effects_desk.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/vault.h"
#include "engine/services/source_catalog.h"
#include "engine/store/tables/people.h"

namespace hs::runtime::queries {

using namespace rows;
using api::Health;

namespace {

Timestamp midnight(const QueryContext &c)
{
    const auto here = QDateTime::fromMSecsSinceEpoch(toMillis(c.now), QTimeZone(QByteArray::fromStdString(c.studio.policy->timeZone)));
    return fromMillis(here.date().startOfDay(here.timeZone()).toMSecsSinceEpoch());
}

/// Worst of an hour: refusals weigh more than nothing arriving.
std::vector<Health> beatsOf(const std::vector<store::inbox::Hour> &hours)
{
    std::vector<Health> beats;
    for (const auto &hour : hours)
        beats.push_back(hour.refused == 0          ? Health::Healthy
                        : hour.accepted >= hour.refused ? Health::Slow
                        : hour.accepted > 0        ? Health::Failing
                                                   : Health::Down);
    return beats;
}

std::string settingText(const QueryContext &c, const std::string &pointer)
{
    for (const auto &setting : c.state.settings)
        if (setting.key == q(pointer))
            return setting.value.toVariant().toString().toStdString();
    return {};
}

api::IntegrationCard receiverCard(const QueryContext &c)
{
    api::IntegrationCard card;
    card.name = QStringLiteral("receiver");
    card.title = QStringLiteral("Webhook receiver");
    card.kind = QStringLiteral("receiver");
    card.address = q(c.state.publicUrl.empty() ? c.state.receiverUrl : c.state.publicUrl);
    const auto since = midnight(c);
    card.today = store::inbox::countSince(c.sql, {}, since);
    card.rejectedToday = store::inbox::refusedSince(c.sql, {}, since);
    card.spark = store::inbox::perMinute(c.sql, {}, c.now);
    card.beats = beatsOf(store::inbox::perHour(c.sql, {}, c.now));
    card.mainValue = q(std::to_string(card.today) + " today");
    if (!c.state.receiverError.empty() || c.state.receiverUrl.empty()) {
        card.health = Health::Down;
        card.sentence = QStringLiteral("Not listening");
        card.lastError = q(c.state.receiverError);
    } else if (c.state.storeTrouble) {
        card.health = Health::Down;
        card.sentence = QStringLiteral("Senders are asked to try again");
        card.lastError = q(describe(*c.state.storeTrouble));
    } else {
        card.health = Health::Healthy;
        card.sentence = q(std::to_string(card.rejectedToday) + " rejected");
    }
    return card;
}

api::IntegrationCard sourceCard(const QueryContext &c, const services::Source &source, const std::vector<std::string> &paused)
{
    const std::string name(source.name());
    api::IntegrationCard card;
    card.name = q(name);
    card.title = q(source.title());
    card.kind = QStringLiteral("source");
    const auto since = midnight(c);
    card.today = store::inbox::countSince(c.sql, name, since);
    card.rejectedToday = store::inbox::refusedSince(c.sql, name, since);
    card.spark = store::inbox::perMinute(c.sql, name, c.now);
    card.beats = beatsOf(store::inbox::perHour(c.sql, name, c.now));
    card.mainValue = q(std::to_string(card.today) + " today");
    const auto base = c.state.publicUrl.empty() ? c.state.receiverUrl : c.state.publicUrl;
    if (!base.empty())
        card.address = q(base + "/webhooks/" + name);
    const auto variable = services::secretVariable(name);
    card.secrets = int(c.vault.values(variable).size());
    card.secretSource = c.vault.fromEnvironment(variable) ? QStringLiteral("environment") : card.secrets > 0 ? QStringLiteral("store") : QString();
    if (card.secrets == 0 && !c.vault.value("WEBHOOK_SECRET").empty()) {
        card.secrets = 1;
        card.secretSource = QStringLiteral("default");
    }
    card.hasSecret = card.secrets > 0;
    const auto perMinute = settingText(c, "/receiver/perMinute");
    if (!perMinute.empty() && !card.spark.empty())
        card.rate = q(std::to_string(int(card.spark.back())) + " of " + perMinute + " a minute");
    for (const auto state : {store::inbox::State::Dead, store::inbox::State::Failed})
        card.failedItems += store::inbox::count(c.sql, {{}, name, {}, state});
    const auto last = store::inbox::deliveries(c.sql, name, false, {{}, 1}).rows;
    if (!last.empty()) {
        card.lastAt = time(fromMillis(last.front().at));
        card.lastError = q(last.front().error);
    }
    const bool isPaused = std::find(paused.begin(), paused.end(), name) != paused.end();
    const bool refusedLast = !last.empty() && last.front().status >= 400;
    if (isPaused) {
        card.health = Health::Paused;
        card.sentence = QStringLiteral("Paused: senders are asked to try again later");
    } else if (!card.hasSecret && source.needsSecret()) {
        card.health = Health::NotSetUp;
        card.sentence = QStringLiteral("No secret is set yet");
    } else if (card.failedItems > 0) {
        card.health = Health::Failing;
        card.sentence = q(std::to_string(card.failedItems) + " deliveries could not be handled");
    } else if (refusedLast) {
        card.health = Health::Failing;
        card.sentence = QStringLiteral("The last delivery was refused");
    } else if (last.empty()) {
        card.health = Health::NotSetUp;
        card.sentence = QStringLiteral("Waiting for the first delivery");
    } else {
        card.health = Health::Healthy;
        card.sentence = q(std::to_string(card.rejectedToday) + " rejected");
    }
    return card;
}

api::IntegrationCard channelCard(const QueryContext &c, const char *kind, const char *title)
{
    using State = store::outbox::State;
    api::IntegrationCard card;
    card.name = QString::fromLatin1(kind);
    card.title = QString::fromLatin1(title);
    card.kind = QStringLiteral("channel");
    const auto since = midnight(c);
    std::int64_t waiting = 0;
    std::int64_t drafts = 0;
    std::int64_t failing = 0;
    card.spark.assign(60, 0);
    card.beats.assign(24, Health::Healthy);
    for (const auto &figure : store::outbox::figures(c.sql, kind, since)) {
        if (figure.state == State::Sent) {
            card.today += figure.count;
            card.lastAt = time(figure.lastSent);
        } else if (figure.state == State::Draft) {
            drafts += figure.count;
        } else if (figure.state == State::Failed) {
            failing += figure.count;
        } else if (figure.state == State::Dead) {
            card.failedItems += figure.count;
        } else if (figure.state != State::Cancelled) {
            waiting += figure.count;
        }
    }
    card.mainValue = q(std::to_string(card.today) + " sent today");
    const auto why = effects::notReady(*c.studio.policy, kind);
    card.hasSecret = why.empty();
    if (!why.empty()) {
        card.health = Health::NotSetUp;
        card.sentence = q(drafts > 0 ? std::to_string(drafts) + " drafts wait for a channel" : "Not set up");
    } else if (card.failedItems > 0) {
        card.health = Health::Failing;
        card.sentence = q(std::to_string(card.failedItems) + " could not be sent");
    } else if (failing > 0) {
        card.health = Health::Slow;
        card.sentence = q(std::to_string(failing) + " are tried again");
    } else {
        card.health = Health::Healthy;
        card.sentence = q(std::to_string(waiting) + " on their way, " + std::to_string(drafts) + " drafts");
    }
    return card;
}

int badness(Health health)
{
    switch (health) {
    case Health::Down:
        return 0;
    case Health::Failing:
        return 1;
    case Health::NeedsSignIn:
        return 2;
    case Health::Slow:
        return 3;
    case Health::Paused:
        return 4;
    case Health::Healthy:
        return 5;
    case Health::NotSetUp:
        return 6;
    }
    return 6;
}

} // namespace

std::vector<api::IntegrationCard> integrationCards(const QueryContext &c)
{
    std::vector<api::IntegrationCard> cards;
    cards.push_back(receiverCard(c));
    const auto paused = store::people::pausedSources(c.sql);
    for (const auto &source : c.sources.all())
        cards.push_back(sourceCard(c, *source, paused));
    cards.push_back(channelCard(c, "mail", "Outgoing mail"));
    cards.push_back(channelCard(c, "slack", "Slack"));
    cards.push_back(notionCard(c));
    for (auto &card : thinkingCards(c))
        cards.push_back(std::move(card));
    std::stable_sort(cards.begin(), cards.end(), [](const auto &a, const auto &b) { return badness(a.health) < badness(b.health); });
    return cards;
}

Result<std::vector<api::IntegrationCard>> ask(const QueryContext &c, const api::IntegrationQuery &)
{
    return integrationCards(c);
}

Result<api::Status> ask(const QueryContext &c, const api::StatusQuery &)
{
    api::Status status;
    status.version = q(c.state.version);
    status.dataDir = q(c.state.dataDir);
    status.demo = c.state.demo;
    status.offline = c.state.offline;
    status.storeWritable = !c.state.storeTrouble;
    if (c.state.storeTrouble)
        status.storeDetail = q(describe(*c.state.storeTrouble));
    status.receiverUrl = q(c.state.receiverUrl);
    status.receiverError = q(c.state.receiverError);
    status.eventsToday = store::inbox::countSince(c.sql, {}, midnight(c));
    status.eventsWaiting = store::inbox::count(c.sql, {{}, {}, {}, store::inbox::State::Received});
    status.workflowsActive = store::workflows::countOpen(c.sql);
    int paused = 0;
    int working = 0;
    bool autopilot = false;
    for (const auto &card : c.studio.agents.catalog().agents()) {
        ++status.agents;
        if (!card.duty)
            continue;
        ++working;
        const auto switches = store::people::agent(c.sql, card.key, dayOf(c.now));
        paused += switches.paused ? 1 : 0;
        autopilot = autopilot || switches.autopilot;
    }
    status.autonomy = paused == working ? QStringLiteral("paused") : autopilot ? QStringLiteral("autopilot") : QStringLiteral("drafts_only");
    status.openEscalations = store::escalations::count(c.sql, {store::escalations::Filter::Kind::Open, {}, {}, {}});
    store::threads::Filter threads;
    threads.kind = store::threads::Filter::Kind::NeedsReply;
    threads.now = c.now;
    status.needsReply = store::threads::count(c.sql, threads);
    for (const auto &card : integrationCards(c))
        if (card.health == Health::Down || card.health == Health::Failing || card.health == Health::Slow || card.health == Health::NeedsSignIn)
            ++status.degraded;
    status.draftsWaiting = store::outbox::count(c.sql, store::outbox::State::Draft);
    status.tasksOpen = store::records::openTasks(c.sql);
    status.lastBackup = time(c.state.lastBackup);
    status.notices = c.state.notices;
    for (const auto &entity : StoreView(c.sql, c.studio, c.now).entities())
        status.entities.emplace_back(q(entity.id), q(entity.title));
    status.revision = c.state.revision;
    return status;
}

} // namespace hs::runtime::queries
