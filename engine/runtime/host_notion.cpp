#include <future>

#include "engine/notion/ids.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/host_core.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace {

constexpr int RequestsAtOnce = 3;

std::string_view name(sync::PlanRow::Action action)
{
    switch (action) {
    case sync::PlanRow::Action::Connected:
        return "connected";
    case sync::PlanRow::Action::Create:
        return "create";
    case sync::PlanRow::Action::Adopt:
        return "adopt";
    case sync::PlanRow::Action::Choose:
        return "choose";
    }
    return "create";
}

Json toJson(const sync::SetupPlan &plan)
{
    Json rows = Json::array();
    for (const auto &row : plan.rows)
        rows.push_back({{"database", row.db}, {"title", row.title}, {"action", name(row.action)}, {"remote", row.database}, {"differences", row.differences},
                        {"hindered", row.hindered}});
    return {{"workspace", plan.workspace}, {"rows", rows}};
}

std::string_view name(sync::RehearsedRow::What what)
{
    using What = sync::RehearsedRow::What;
    switch (what) {
    case What::Create:
        return "create";
    case What::Change:
        return "change";
    case What::Remove:
        return "remove";
    case What::Restore:
        return "restore";
    case What::Conflict:
        return "conflict";
    case What::Aside:
        return "aside";
    }
    return "change";
}

Json toJson(const sync::Rehearsed &rehearsed)
{
    Json rows = Json::array();
    for (const auto &row : rehearsed.rows)
        rows.push_back({{"upload", row.upload}, {"database", row.db}, {"record", row.record}, {"title", row.title}, {"what", name(row.what)},
                        {"properties", row.properties}});
    return {{"rows", rows}, {"more", rehearsed.more}, {"troubles", rehearsed.troubles}};
}

Json toJson(const sync::PassReport &report)
{
    return {{"pulled", {{"pages", report.pulled.pages}, {"created", report.pulled.created}, {"changed", report.pulled.changed},
                        {"removed", report.pulled.removed + report.removed}, {"conflicts", report.pulled.conflicts}}},
            {"pushed", report.pushed}, {"digests", report.digests}, {"waiting", report.waiting}, {"parked", report.parked}, {"gone", report.aside}, {"troubles", report.troubles}};
}

/// Has the engine thread ask, and waits for the answer, as JSON.
template <typename T>
Result<Json> answerOf(Mailbox &engine, std::function<void(std::function<void(Result<T>)>)> ask)
{
    auto answer = std::make_shared<std::promise<Result<Json>>>();
    auto done = answer->get_future();
    engine.post([answer, ask = std::move(ask)] {
        ask([answer](Result<T> what) { answer->set_value(what ? Result<Json>(toJson(*what)) : tl::make_unexpected(what.error())); });
    });
    return done.get();
}

} // namespace

void EngineHost::Core::applyNotion()
{
    const auto settings = m_settings.settings();
    sync::Wishes wishes;
    wishes.access.token = m_vault.value("NOTION_API_TOKEN");
    wishes.enabled = !wishes.access.token.empty() && !m_options.offline;
    wishes.access.base = settings->text("/notion/baseUrl");
    wishes.access.version = notion::parseVersion(settings->text("/notion/version")).value_or(notion::DefaultVersion);
    wishes.access.atOnce = RequestsAtOnce;
    const auto perMinute = int(settings->integer("/notion/perMinute"));
    wishes.access.rules.perMinute = perMinute > 0 ? std::optional(perMinute) : std::nullopt;
    wishes.pullEvery = std::chrono::seconds(settings->integer("/notion/pullSeconds"));
    const auto parent = settings->text("/notion/parentPage");
    const auto id = parent.empty() ? Result<std::string>(std::string()) : notion::idFromAddress(parent);
    wishes.parentPage = id.value_or(std::string());
    const auto paused = m_store->readNow<std::vector<std::string>>(
        [](const store::ReadSql &sql) -> Result<std::vector<std::string>> { return store::people::pausedSources(sql); });
    wishes.paused = paused && std::find(paused->begin(), paused->end(), NotionHub) != paused->end();
    {
        const std::lock_guard lock(m_mutex);
        m_notionParent = parent;
        m_notionFinding = id ? std::nullopt : std::optional(id.error());
    }
    m_sync->setWishes(wishes);
}

void EngineHost::Core::connectNotion(const api::Caller &caller, const api::ConnectNotion &command, std::function<void(Result<api::Receipt>)> reply)
{
    sync::SetupOrder order;
    order.seen = true; // whoever sends this has looked at the plan
    if (!command.parentPage.isEmpty()) {
        const auto id = notion::idFromAddress(command.parentPage.toStdString());
        if (!id)
            return reply(tl::make_unexpected(id.error()));
        order.parentPage = *id;
    }
    for (auto wanted = command.adopt.begin(); wanted != command.adopt.end(); ++wanted) {
        const auto text = wanted->toString().toStdString();
        const auto id = text.empty() ? Result<std::string>(std::string()) : notion::idFromAddress(text);
        if (!id)
            return reply(tl::make_unexpected(id.error()));
        order.adopt[wanted.key().toStdString()] = *id;
    }
    if (m_vault.value("NOTION_API_TOKEN").empty())
        return reply(fail(Errc::BadInput, "there is no token for Notion", "NOTION_API_TOKEN", "create a connection in Notion and paste its token"));
    if (command.preview)
        return m_sync->preview(order, [reply = std::move(reply)](Result<sync::SetupPlan> plan) {
            if (!plan)
                return reply(tl::make_unexpected(plan.error()));
            reply(api::Receipt{rows::q(NotionHub), QStringLiteral("what setting up would do"), rows::object(toJson(*plan))});
        });
    if (!order.parentPage.empty() && order.parentPage != m_settings.settings()->text("/notion/parentPage")) {
        const auto kept = changeSettings(caller, {QJsonObject{{QStringLiteral("/notion/parentPage"), rows::q(order.parentPage)}}});
        if (!kept)
            return reply(tl::make_unexpected(kept.error()));
    }
    audit(caller, "notion.connect", "integration", std::string(NotionHub), "The databases are set up in Notion");
    m_sync->connectWith(order, [reply = std::move(reply)](Result<sync::SetupPlan> plan) {
        if (!plan)
            return reply(tl::make_unexpected(plan.error()));
        reply(api::Receipt{rows::q(NotionHub), QStringLiteral("the databases are set up"), rows::object(toJson(*plan))});
    });
}

void EngineHost::Core::decideNotionGone(const api::Caller &caller, const api::DecideNotionGone &command, std::function<void(Result<api::Receipt>)> reply)
{
    audit(caller, command.gone ? "notion.gone" : "notion.not_gone", "integration", std::string(NotionHub),
          command.database.toStdString() + (command.gone ? ": what is missing in Notion is removed here too" : ": what is missing in Notion stays here"));
    m_sync->decideGone(command.database.toStdString(), command.gone, [command, reply = std::move(reply)](Result<void> done) {
        if (!done)
            return reply(tl::make_unexpected(done.error()));
        reply(api::Receipt{command.database, command.gone ? QStringLiteral("removed here too") : QStringLiteral("kept"), {}});
    });
}

void EngineHost::Core::rehearseNotion(std::function<void(Result<api::Receipt>)> reply)
{
    m_sync->rehearse([reply = std::move(reply)](Result<sync::Rehearsed> rehearsed) {
        if (!rehearsed)
            return reply(tl::make_unexpected(rehearsed.error()));
        reply(api::Receipt{rows::q(NotionHub), QStringLiteral("what would happen"), rows::object(toJson(*rehearsed))});
    });
}

Result<Json> EngineHost::rehearseSync()
{
    return answerOf<sync::Rehearsed>(*m_core->m_mailbox, [this](auto then) { m_core->m_sync->rehearse(std::move(then)); });
}

Result<Json> EngineHost::syncNow(bool full, bool takeOver)
{
    return answerOf<sync::PassReport>(*m_core->m_mailbox, [this, full, takeOver](auto then) { m_core->m_sync->pass({full, takeOver}, std::move(then)); });
}

} // namespace hs::runtime
