#pragma once

#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/hub_follow.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/pipeline.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/flow_operators.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/schedules.h"
#include "engine/runtime/start_queue.h"
#include "engine/runtime/state_clocks.h"
#include "engine/runtime/studio.h"
#include "engine/runtime/task_queue.h"
#include "engine/runtime/troubles.h"
#include "engine/runtime/waiting_events.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/services/source_catalog.h"
#include "engine/store/store.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/outbox.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/threads.h"
#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"

namespace hs::test {

/// The engine's desks over a real store and a clock that stands still, without threads of their own: each test says
/// what happens next. It is Monday, 2026-11-23, 09:00 UTC, in a studio with one business that is open from 10 to 18.
class RuntimeBench {
public:
    RuntimeBench() : ids(clock), policy(std::make_shared<runtime::Policy>())
    {
        resources::init();
        auto shipped = runtime::loadProgramData();
        if (!shipped)
            qFatal("%s", describe(shipped.error()).c_str());
        data = std::make_unique<runtime::ProgramData>(std::move(*shipped));
        auto opened = store::Store::open({dir.path().toStdString(), false, 1});
        if (!opened)
            qFatal("%s", describe(opened.error()).c_str());
        store = std::move(*opened);
        store->beforeCommit([this](store::Transaction &tx) { runtime::mirror::follow(tx, studio()); });
        for (const auto &path : resources::list("workflows"))
            define(resources::read(path).value());
        policy->studioName = "Studio Morgenlicht";
        business = record("business-entities-registry", {{"Name", "Studio Morgenlicht"}, {"Entity Type", "WELLNESS_CENTER"}, {"Integration Status", "Active"}});
    }

    /// Publishes a definition, as this version would run it.
    void define(const std::string &text)
    {
        const auto parsed = workflow::parseDefinition(text, runtime::runCatalog(data->agents.catalog()));
        if (!parsed.definition)
            qFatal("%s", parsed.findings.empty() ? "no definition" : workflow::describe(parsed.findings.front()).c_str());
        const auto &made = *parsed.definition;
        const auto published = store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            store::workflows::publish(tx, {made.id(), made.version(), made.hash(), made.text(), made.id(), clock.now(), false});
            return {};
        });
        if (!published)
            qFatal("%s", describe(published.error()).c_str());
        shelf.add(parsed.definition);
        must<void>(runtime::engineActor(), [&](runtime::Deed &deed) -> Result<void> {
            runtime::schedules::follow(deed, made);
            return {};
        });
    }
    [[nodiscard]] runtime::Studio studio() { return {clock, ids, data->agents, data->hub, loaded ? *loaded : shelf, policy}; }

    /// One transaction in somebody's name.
    template <typename T>
    [[nodiscard]] Result<T> attempt(runtime::Actor actor, std::function<Result<T>(runtime::Deed &)> work)
    {
        const auto now = studio();
        return store->writeNow<T>([&](store::Transaction &tx) -> Result<T> {
            runtime::Deed deed{tx, now, clock.now(), "req_test", cause.empty() ? ids.make("cmd") : cause, actor};
            return work(deed);
        });
    }
    template <typename T>
    T must(runtime::Actor actor, std::function<Result<T>(runtime::Deed &)> work)
    {
        auto result = attempt<T>(std::move(actor), std::move(work));
        if (!result)
            qFatal("%s", describe(result.error()).c_str());
        if constexpr (!std::is_void_v<T>)
            return std::move(*result);
    }
    template <typename T>
    [[nodiscard]] T read(std::function<T(const store::ReadSql &)> look)
    {
        auto result = store->readNow<T>([&](const store::ReadSql &sql) -> Result<T> { return look(sql); });
        if (!result)
            qFatal("%s", describe(result.error()).c_str());
        return std::move(*result);
    }
    [[nodiscard]] Result<void> step(std::function<Result<void>(store::Transaction &, const runtime::Studio &)> work)
    {
        const auto now = studio();
        return store->writeNow<void>([&](store::Transaction &tx) { return work(tx, now); });
    }

    std::string record(const std::string &database, const Json &fields)
    {
        return must<store::records::Record>(runtime::engineActor(), [&](runtime::Deed &deed) {
                   runtime::hub::Write write;
                   write.database = database;
                   write.fields = fields;
                   write.mode = records::WriteMode::Create;
                   write.writer = records::Writer::Engine;
                   return runtime::hub::write(deed, write);
               })
            .id;
    }
    std::string contact(const std::string &name, const std::string &email, Json more = Json::object())
    {
        Json fields{{"Full Name", name}, {"Email", email}, {"Contact Type", "Lead"}, {"Status", "Active Lead"}, {"Business Entity", Json::array({business})}};
        fields.merge_patch(more);
        return record("contacts-profiles", fields);
    }
    [[nodiscard]] Json fields(const std::string &database, const std::string &id)
    {
        return read<Json>([&](const store::ReadSql &sql) {
            const auto found = store::records::find(sql, database, id);
            return found ? found->fields : Json();
        });
    }
    runtime::Actor person(const std::string &name, int role = 2)
    {
        const auto id = ids.make("op");
        must<void>(runtime::engineActor(), [&](runtime::Deed &deed) -> Result<void> {
            store::people::add(deed.tx, {id, name, name.substr(0, 2), role, {}, deed.now, {}});
            return {};
        });
        return {"person", id, name, role};
    }

    /// Stores an event in the domain's own words; handles nothing.
    std::string event(const std::string &type, const Json &eventData, const std::string &text = {}, const std::string &source = "form")
    {
        return must<store::inbox::Added>(runtime::engineActor(), [&](runtime::Deed &deed) -> Result<store::inbox::Added> {
                   return runtime::pipeline::addInternal(deed, source, type, eventData, text, business, {});
               })
            .id;
    }
    [[nodiscard]] Result<void> handle(const std::string &id)
    {
        return step([&](store::Transaction &tx, const runtime::Studio &now) { return runtime::pipeline::event(tx, now, sources, id); });
    }
    [[nodiscard]] store::inbox::Event eventRow(const std::string &id)
    {
        return read<std::optional<store::inbox::Event>>([&](const store::ReadSql &sql) { return store::inbox::find(sql, id); }).value();
    }

    /// Does what is ready, as the worker would, until nothing is. Errors of steps are written down as the worker does.
    void settle()
    {
        for (int round = 0; round < 100; ++round) {
            bool found = false;
            const auto now = clock.now();
            const auto each = [&](auto list, auto work, auto failed) {
                for (const auto &one : list) {
                    found = true;
                    const auto done = step([&](store::Transaction &tx, const runtime::Studio &here) { return work(tx, here, one); });
                    if (!done) {
                        const auto noted = step([&](store::Transaction &tx, const runtime::Studio &here) { return failed(tx, here, one, done.error()); });
                        if (!noted)
                            qFatal("%s", describe(noted.error()).c_str());
                    }
                }
            };
            each(read<std::vector<std::string>>([&](const auto &sql) { return store::inbox::openIds(sql, now, 64); }),
                 [&](auto &tx, const auto &here, const auto &one) { return runtime::pipeline::event(tx, here, sources, one); },
                 [](auto &tx, const auto &here, const auto &one, const Error &error) { return runtime::pipeline::eventFailed(tx, here, one, error); });
            each(read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::due(sql, now, 64); }),
                 [](auto &tx, const auto &here, const auto &one) {
                     runtime::Deed deed{tx, here, here.clock.now(), one.instance, one.id, runtime::engineActor()};
                     return runtime::flow::fire(deed, one);
                 },
                 [](auto &, const auto &, const auto &, const Error &error) -> Result<void> { return tl::make_unexpected(error); });
            const auto pass = [](auto &, const auto &, const auto &, const Error &error) -> Result<void> { return tl::make_unexpected(error); };
            each(read<std::vector<std::string>>([&](const auto &sql) { return store::workflows::withWaitingInputs(sql, 64); }),
                 [](auto &tx, const auto &here, const auto &one) {
                     runtime::Deed deed{tx, here, here.clock.now(), one, one, runtime::engineActor()};
                     return runtime::flow::drain(deed, one);
                 },
                 pass);
            const auto studioThen = studio();
            each(read<std::vector<std::string>>([&](const auto &sql) { return runtime::starts::ready(sql, studioThen, now, 64); }),
                 [](auto &tx, const auto &here, const auto &one) {
                     runtime::Deed deed{tx, here, here.clock.now(), one, one, runtime::engineActor()};
                     return runtime::starts::begin(deed, one);
                 },
                 [](auto &tx, const auto &here, const auto &one, const Error &error) {
                     runtime::Deed deed{tx, here, here.clock.now(), one, one, runtime::engineActor()};
                     return runtime::starts::beginFailed(deed, one, error);
                 });
            each(read<std::vector<std::string>>([&](const auto &sql) { return store::workflows::pastDeadline(sql, now, 64); }),
                 [](auto &tx, const auto &here, const auto &one) {
                     runtime::Deed deed{tx, here, here.clock.now(), one, one, runtime::engineActor()};
                     return runtime::flow::timeOut(deed, one);
                 },
                 pass);
            const auto studioNow = studio();
            const auto open = read<std::vector<store::workflows::Queued>>([&](const auto &sql) {
                return runtime::queue::ready(sql, studioNow, now, 64);
            });
            each(open, [](auto &tx, const auto &here, const auto &one) { return runtime::pipeline::invocation(tx, here, one.key); },
                 [](auto &tx, const auto &here, const auto &one, const Error &error) { return runtime::pipeline::invocationFailed(tx, here, one.key, error); });
            each(read<std::vector<store::messages::Waiting>>([&](const auto &sql) { return store::messages::waiting(sql, now, 64); }),
                 [](auto &tx, const auto &here, const auto &one) { return runtime::pipeline::message(tx, here, one.message.id, one.subscriber); },
                 [](auto &tx, const auto &here, const auto &one, const Error &error) {
                     return runtime::pipeline::messageFailed(tx, here, one.message.id, one.subscriber, one.attempts, error);
                 });
            const auto deedOf = [](auto &tx, const auto &here, const std::string &about) {
                return runtime::Deed{tx, here, here.clock.now(), "req_clock", about, runtime::engineActor()};
            };
            each(read<std::vector<store::schedules::Schedule>>([&](const auto &sql) { return store::schedules::ready(sql, now, 64); }),
                 [&](auto &tx, const auto &here, const auto &one) {
                     auto deed = deedOf(tx, here, one.name);
                     return runtime::schedules::run(deed, one.definition, one.name);
                 },
                 [&](auto &tx, const auto &here, const auto &one, const Error &error) {
                     auto deed = deedOf(tx, here, one.name);
                     return runtime::schedules::failed(deed, one.definition, one.name, error);
                 });
            each(read<std::vector<store::clocks::Clock>>([&](const auto &sql) { return store::clocks::due(sql, now, 64); }),
                 [&](auto &tx, const auto &here, const auto &one) {
                     auto deed = deedOf(tx, here, one.instance);
                     return runtime::stateclocks::ring(deed, one.instance, one.state);
                 },
                 [&](auto &tx, const auto &here, const auto &one, const Error &error) {
                     auto deed = deedOf(tx, here, one.instance);
                     return runtime::stateclocks::ringFailed(deed, one.instance, one.state, error);
                 });
            if (const auto expiry = read<std::optional<Timestamp>>([](const auto &sql) { return runtime::triggers::nextExpiry(sql); }); expiry && *expiry <= now) {
                found = true;
                must<void>(runtime::engineActor(), [](runtime::Deed &deed) -> Result<void> {
                    runtime::triggers::expireWaiting(deed);
                    return {};
                });
            }
            if (const auto check = read<std::optional<Timestamp>>([](const auto &sql) { return runtime::troubles::nextCheck(sql); }); check && *check <= now) {
                found = true;
                must<void>(runtime::engineActor(), [](runtime::Deed &deed) -> Result<void> {
                    runtime::troubles::check(deed);
                    return {};
                });
            }
            if (!found)
                return;
        }
        qFatal("the engine does not come to rest");
    }

    /// Begins an instance, also beside an open one with the same key; of the bench's business, unless it says otherwise.
    std::string begin(const std::string &definition, const Json &input = Json::object(), const std::string &key = {})
    {
        runtime::flow::Start wish;
        wish.definition = definition;
        wish.input = input;
        wish.key = key;
        wish.entity = business;
        wish.evenIfOpen = true;
        return must<std::string>(runtime::engineActor(), [&](runtime::Deed &deed) { return runtime::flow::start(deed, wish); });
    }
    runtime::flow::Sent send(const std::string &instance, const std::string &type, const Json &eventData = Json::object(), const std::string &eventId = {})
    {
        return must<runtime::flow::Sent>(runtime::engineActor(),
                                         [&](runtime::Deed &deed) { return runtime::flow::send(deed, {instance, type, eventData, eventId, {}}); });
    }
    [[nodiscard]] store::workflows::Instance instance(const std::string &id)
    {
        return read<std::optional<store::workflows::Instance>>([&](const auto &sql) { return store::workflows::find(sql, id); }).value();
    }
    [[nodiscard]] Json contextOf(const std::string &id) { return Json(workflow::parseSnapshot(instance(id).snapshot).value().context); }
    [[nodiscard]] std::vector<store::workflows::Invocation> openTasks(const std::string &id)
    {
        return read<std::vector<store::workflows::Invocation>>([&](const auto &sql) { return store::workflows::invocations(sql, id); });
    }
    [[nodiscard]] std::vector<store::troubles::Trouble> openTroubles()
    {
        return read<std::vector<store::troubles::Trouble>>([](const auto &sql) { return store::troubles::open(sql); });
    }
    [[nodiscard]] std::vector<store::workflows::Instance> instances()
    {
        return read<std::vector<store::workflows::Instance>>([](const auto &sql) { return store::workflows::page(sql, {}, {{}, 200}).rows; });
    }
    [[nodiscard]] std::vector<store::records::Task> tasks()
    {
        return read<std::vector<store::records::Task>>([](const auto &sql) { return store::records::tasks(sql, {}, {{}, 200}).rows; });
    }
    [[nodiscard]] std::vector<store::outbox::Effect> effects()
    {
        return read<std::vector<store::outbox::Effect>>([](const auto &sql) { return store::outbox::page(sql, {}, {{}, 200}).rows; });
    }
    [[nodiscard]] std::vector<store::messages::Message> messages(const std::string &type)
    {
        return read<std::vector<store::messages::Message>>([&](const auto &sql) { return store::messages::page(sql, {{}, type, {}, false}, {{}, 200}).rows; });
    }
    /// Actions of the audit about one object, oldest first.
    [[nodiscard]] std::vector<std::string> audited(const std::string &object)
    {
        return read<std::vector<std::string>>([&](const store::ReadSql &sql) {
            std::vector<std::string> actions;
            store::audit::Filter filter;
            filter.object = object;
            for (const auto &row : store::audit::page(sql, filter, {{}, 500}).rows)
                actions.insert(actions.begin(), row.action);
            return actions;
        });
    }

    QTemporaryDir dir;
    FakeClock clock;
    IdMaker ids;
    std::unique_ptr<runtime::ProgramData> data;
    runtime::DefinitionShelf shelf;
    const runtime::DefinitionShelf *loaded = nullptr; ///< what a program that understands less has; null: `shelf`
    services::SourceCatalog sources;
    std::shared_ptr<runtime::Policy> policy;
    std::unique_ptr<store::Store> store;
    std::string business; ///< record id
    std::string cause;    ///< of the next deeds; empty: each has its own
};

} // namespace hs::test
