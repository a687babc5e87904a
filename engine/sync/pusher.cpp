#include "engine/sync/pusher.h"

#include <spdlog/spdlog.h>

#include "engine/sync/taking.h"

namespace hs::sync {

namespace table = hs::store::notion;
using notion::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr http::RetryPolicy Again{.base = 5s, .cap = 10min, .jitter = 0};
constexpr int MaxTries = 12; // then a person is asked
constexpr int SchemaTries = 3;
constexpr auto SchemaWait = 3s;

notion::Lane laneOf(table::Lane lane)
{
    return lane == table::Lane::Person ? notion::Lane::People : notion::Lane::Push;
}

} // namespace

struct Pusher::Run {
    table::Item item;
    Workspace::TablePtr table;
    Outgoing out;
    std::vector<Json> parts; ///< bodies of the writes
    bool merged = false;     ///< the page was just read
};

void Pusher::wake()
{
    if (m_stopped)
        return;
    if (m_looking) {
        m_again = true;
        return;
    }
    if (int(m_underWay.size()) >= AtOnce)
        return;
    m_looking = true;
    const auto now = m_workspace.clock().now();
    m_workspace.read<std::vector<table::Item>>(
        [now, limit = AtOnce * 4](const store::ReadSql &sql) -> Result<std::vector<table::Item>> { return table::due(sql, now, limit); },
        [this, now](Result<std::vector<table::Item>> due) {
            m_looking = false;
            if (!due)
                spdlog::error("what waits for Notion cannot be read: {}", describe(due.error()));
            else if (!m_stopped)
                for (const auto &item : *due) {
                    if (int(m_underWay.size()) >= AtOnce)
                        break;
                    const bool gathers = m_gather && item.lane == table::Lane::Engine && now - item.since < Gather && item.attempts == 0;
                    if (!gathers && !m_underWay.contains(item.record) && m_workspace.table(item.db))
                        begin(item);
                }
            if (std::exchange(m_again, false))
                wake();
            else if (idle() && m_onIdle)
                m_onIdle();
        });
}

void Pusher::begin(const table::Item &item)
{
    auto run = std::make_shared<Run>();
    run->item = item;
    run->table = m_workspace.table(item.db);
    if (!run->table->map)
        return;
    m_underWay.insert(item.record);
    decide(run);
}

void Pusher::decide(std::shared_ptr<Run> run)
{
    m_workspace.read<Outgoing>(
        [this, run, job = m_workspace.job(run->table)](const store::ReadSql &sql) -> Result<Outgoing> {
            const auto item = table::item(sql, run->item.record);
            if (!item)
                return Outgoing{};
            const auto setting = job.setting(m_workspace);
            return outgoing(sql, setting, *run->table->map, *item, toRfc3339(setting.now));
        },
        [this, run](Result<Outgoing> out) {
            if (!out)
                return later(run, out.error());
            run->out = *out;
            act(run);
        });
}

void Pusher::act(std::shared_ptr<Run> run)
{
    using What = Outgoing::What;
    switch (run->out.what) {
    case What::Nothing:
        if (run->out.record.empty())
            return ended(run); // taken back meanwhile
        // Nothing to say: what differs cannot be written now, or nothing differs.
        return write(run, [this, run, job = m_workspace.job(run->table)](store::Transaction &tx) { return settleWithout(tx, job.setting(m_workspace), run->out); },
                     [this, run] { ended(run); });
    case What::Find:
        return find(run);
    case What::Create:
        return write(run,
                     [record = run->item.record](store::Transaction &tx) -> Result<void> {
                         table::asking(tx, record);
                         return {};
                     },
                     [this, run] { create(run); });
    case What::Patch:
        if (run->out.shared && !run->merged)
            return readFirst(run);
        run->parts = notion::splitProperties(run->out.values);
        return patch(run, 0);
    case What::Trash:
        return trash(run);
    }
}

/// A page may have been made for it: it is known by the id that the console gave it.
void Pusher::find(std::shared_ptr<Run> run)
{
    const auto *slot = run->table->map->slotOf(ConsoleId);
    if (!slot)
        return put(run, Error{Errc::BadInput, "the database has no property \"Console ID\" in Notion", run->table->database->title, "let the console add what is missing", {}}, false, {});
    notion::Query query;
    query.filter = notion::textEquals(slot->id, run->item.record);
    query.pageSize = 2;
    auto &wire = m_workspace.wire();
    wire.send(laneOf(run->item.lane), wire.calls().query(run->table->dataSource, query), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return went(run, answer.outcome);
        const auto list = notion::parseQuery(answer.body, *run->table->map, NoDirectory());
        if (!list)
            return later(run, list.error());
        if (list->pages.empty()) {
            // None was made: from here it is as if it had never been asked for.
            return write(run,
                         [record = run->item.record](store::Transaction &tx) -> Result<void> {
                             table::notAsked(tx, record);
                             return {};
                         },
                         [this, run] { decide(run); });
        }
        auto remote = std::make_shared<Remote>(remoteOf(list->pages.front()));
        write(run,
              [this, run, remote, job = m_workspace.job(run->table)](store::Transaction &tx) -> Result<void> {
                  Outgoing found;
                  found.record = run->item.record;
                  found.version = run->item.version;
                  found.fields = Json::object();
                  return confirm(tx, job.setting(m_workspace), found, *remote);
              },
              [this, run] { ended(run); });
    });
}

void Pusher::create(std::shared_ptr<Run> run)
{
    run->parts = notion::splitProperties(run->out.values);
    auto &wire = m_workspace.wire();
    wire.send(laneOf(run->item.lane), wire.calls().createPage(run->table->dataSource, run->parts.empty() ? Json::object() : run->parts.front()),
              [this, run](const Wire::Answer &answer) {
                  if (!answer.outcome.done())
                      return went(run, answer.outcome);
                  if (run->parts.size() < 2)
                      return confirmed(run, answer.body);
                  const auto page = notion::parsePageHead(answer.body);
                  if (!page)
                      return later(run, page.error());
                  run->out.page = page->id;
                  patch(run, 1);
              });
}

void Pusher::readFirst(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(laneOf(run->item.lane), wire.calls().page(run->out.page), [this, run](const Wire::Answer &answer) {
        const bool missing = answer.outcome.kind == Outcome::Kind::NotFound;
        if (!missing && !answer.outcome.done())
            return went(run, answer.outcome);
        std::shared_ptr<Remote> remote;
        if (!missing) {
            auto page = notion::parsePage(answer.body, *run->table->map, NoDirectory());
            if (!page)
                return later(run, page.error());
            if (page->dataSource == run->table->dataSource)
                remote = std::make_shared<Remote>(remoteOf(std::move(*page)));
        }
        write(run,
              [this, run, remote, job = m_workspace.job(run->table)](store::Transaction &tx) -> Result<void> {
                  const auto taken = remote ? take(tx, job.setting(m_workspace), *remote) : takeGone(tx, job.setting(m_workspace), run->out.page);
                  return taken ? Result<void>() : tl::make_unexpected(taken.error());
              },
              [this, run] {
                  run->merged = true;
                  decide(run);
              });
    });
}

void Pusher::patch(std::shared_ptr<Run> run, std::size_t part)
{
    auto &wire = m_workspace.wire();
    wire.send(laneOf(run->item.lane), wire.calls().patchPage(run->out.page, run->parts[part]), [this, run, part](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return went(run, answer.outcome);
        if (part + 1 < run->parts.size())
            return patch(run, part + 1);
        confirmed(run, answer.body);
    });
}

void Pusher::trash(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(laneOf(run->item.lane), wire.calls().trashPage(run->out.page), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done() && answer.outcome.kind != Outcome::Kind::NotFound)
            return went(run, answer.outcome);
        write(run,
              [record = run->item.record](store::Transaction &tx) -> Result<void> {
                  if (auto link = table::link(tx, record)) {
                      link->trashed = true;
                      table::putLink(tx, *link);
                  }
                  table::drop(tx, record);
                  return {};
              },
              [this, run] { ended(run); });
    });
}

void Pusher::confirmed(std::shared_ptr<Run> run, const std::string &body)
{
    auto page = notion::parsePage(body, *run->table->map, NoDirectory());
    if (!page)
        return later(run, page.error());
    auto remote = std::make_shared<Remote>(remoteOf(std::move(*page)));
    write(run,
          [this, run, remote, job = m_workspace.job(run->table)](store::Transaction &tx) -> Result<void> { return confirm(tx, job.setting(m_workspace), run->out, *remote); },
          [this, run] {
              ++m_done;
              ended(run);
          });
}

void Pusher::write(std::shared_ptr<Run> run, std::function<Result<void>(store::Transaction &)> work, std::function<void()> then)
{
    m_workspace.write<void>(store::Urgency::Normal, std::move(work), [this, run, then = std::move(then)](Result<void> written) {
        if (!written)
            return later(run, written.error());
        then();
    });
}

void Pusher::went(std::shared_ptr<Run> run, const Outcome &outcome)
{
    using Kind = Outcome::Kind;
    if (outcome.schemaChanged && m_onSchema)
        m_onSchema(run->item.db);
    switch (outcome.kind) {
    case Kind::Refused:
        // The table was changed in Notion: its schema is read again, what it lacks is added, and then it may well go.
        return put(run, errorOf(outcome), outcome.schemaChanged && run->item.attempts < SchemaTries, m_workspace.wire().paced(SchemaWait));
    case Kind::Conflict:
        return put(run, errorOf(outcome), true, m_workspace.wire().paced(1s));
    case Kind::Cancelled:
        return ended(run);
    case Kind::NotFound:
        // The page is gone: reading it says what became of it.
        if (run->out.what == Outgoing::What::Patch && !run->merged)
            return readFirst(run);
        return put(run, errorOf(outcome), true, m_workspace.wire().paced(Again.cap)); // the table is gone or no longer shared: no record's fault
    case Kind::Done:
    case Kind::Again:
    case Kind::Wait:
    case Kind::Blocked:
    case Kind::Unauthorized:
    case Kind::MaybeDone:
        break;
    }
    later(run, errorOf(outcome), outcome.after);
}

/// Once more, after the longer the oftener it was tried; not before `least`.
void Pusher::later(std::shared_ptr<Run> run, const Error &error, std::chrono::milliseconds least)
{
    put(run, error, true, m_workspace.wire().paced(std::max(least, http::backoff(Again, run->item.attempts + 2, 0))));
}

/// Not now, or not without a person.
void Pusher::put(std::shared_ptr<Run> run, const Error &error, bool again, std::chrono::milliseconds after)
{
    const bool lost = error.code == Errc::Unauthorized || error.code == Errc::Forbidden || error.code == Errc::Unavailable || error.code == Errc::RateLimited
        || error.code == Errc::Timeout; // the line's fault, not the record's
    const bool parks = !again || (!lost && run->item.attempts + 1 >= MaxTries);
    m_workspace.write<void>(
        store::Urgency::Normal,
        [record = run->item.record, failure = toJson(error), parks, next = m_workspace.clock().now() + after](store::Transaction &tx) -> Result<void> {
            if (parks)
                table::park(tx, record, failure);
            else
                table::again(tx, record, next, failure);
            return {};
        },
        [this, run](Result<void> noted) {
            if (!noted)
                spdlog::error("a change for Notion could not be put off: {}", describe(noted.error()));
            ended(run);
        });
}

void Pusher::ended(const std::shared_ptr<Run> &run)
{
    m_underWay.erase(run->item.record);
    wake();
}

} // namespace hs::sync
