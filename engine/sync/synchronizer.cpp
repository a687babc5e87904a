#include "engine/sync/synchronizer.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/store/tables/meta.h"

namespace hs::sync {

namespace table = hs::store::notion;
using namespace std::chrono_literals;

namespace {

constexpr auto Tick = 500ms;
constexpr std::size_t PullsAtOnce = 8; // three ask, the others are read or wait for the writer: the more wait, the more share a flush
constexpr std::int64_t MuchWaits = 60;  // changes of people and agents; then pulls give way
constexpr int GivesWay = 4;             // how much rarer they are then
constexpr auto SweepLeast = 30min;      // between two comparisons of all ids of a database
constexpr int SweepShare = 20;          // a comparison may take one twentieth of the budget
constexpr http::RetryPolicy SetUpAgain{.base = 5s, .cap = 5min, .jitter = 0};
constexpr auto StartsNow = 0ms;

tl::unexpected<Error> notConnected()
{
    return fail(Errc::BadInput, "Notion is not connected: there is no token", "NOTION_API_TOKEN", "create a connection in Notion and set its token");
}

const std::string Connection;           // what troubles of no single part are about
constexpr std::string_view LearnedKey = "notion.budget"; // in `meta`: {"perMinute", "triedMoreAt"}

} // namespace

bool operator==(const Wishes &one, const Wishes &other)
{
    return one.enabled == other.enabled && one.paused == other.paused && one.parentPage == other.parentPage && one.pullEvery == other.pullEvery
        && one.access.base == other.access.base && one.access.version == other.access.version && one.access.token.reveal() == other.access.token.reveal()
        && one.access.rules.perMinute == other.access.rules.perMinute && one.access.atOnce == other.access.atOnce;
}

std::string_view name(Standing standing)
{
    switch (standing) {
    case Standing::Off:
        return "off";
    case Standing::Paused:
        return "paused";
    case Standing::SettingUp:
        return "setting_up";
    case Standing::Working:
        return "working";
    case Standing::NeedsSignIn:
        return "needs_sign_in";
    case Standing::NeedsPerson:
        return "needs_person";
    case Standing::Blocked:
        return "blocked";
    case Standing::Down:
        return "down";
    }
    return "off";
}

struct Synchronizer::Pass {
    bool full = false;
    std::function<void(Result<PassReport>)> done;
    PassReport report;
    std::vector<std::string> toPull, toSweep;
    int pulling = 0;
    std::int64_t pushedBefore = 0;
    bool pushing = false; ///< properties
    bool writing = false; ///< texts
};

Synchronizer::Synchronizer(http::Transport &transport, store::Store &store, const records::Hub &hub, RecordWriter &writer, const Clock &clock, Mailbox &home,
                           double pace)
    : m_clock(clock), m_store(store), m_home(home), m_wire(transport, clock, pace), m_workspace(m_wire, store, hub, writer, clock, home), m_setUp(m_workspace),
      m_puller(m_workspace), m_pusher(m_workspace), m_sweeper(m_workspace, m_puller), m_rehearsal(m_workspace, m_sweeper), m_condenser(m_workspace),
      m_texts(m_workspace), m_hints(m_workspace, m_puller, [this] { return m_started || m_pass; })
{
    takeLearned();
    m_tick.setInterval(Tick);
    connect(&m_tick, &QTimer::timeout, this, &Synchronizer::tick);
    connect(&m_wire, &Wire::changed, this, &Synchronizer::tell);
    m_setUp.setOnProgress([this](int done, int of, const std::string &title) {
        {
            const std::lock_guard lock(m_mutex);
            m_status.setUpDone = done;
            m_status.setUpOf = of;
            m_status.setUpNow = title;
        }
        tell();
    });
    m_hints.setOnSchema([this](const std::string &db) { refreshSchema(db); });
    m_hints.setOnFetched([this](const PullCounts &counts) {
        const std::lock_guard lock(m_mutex);
        m_status.pulled += counts;
    });
    m_hints.setOnDone([this] { wake(); });
    m_pusher.setOnSchema([this](const std::string &db) { refreshSchema(db); });
    m_pusher.setOnIdle([this] {
        if (m_pass && m_pass->pushing)
            passPush(m_pass);
    });
    m_texts.setOnIdle([this] {
        if (m_pass && m_pass->writing)
            passEnd(m_pass);
    });
}

Synchronizer::~Synchronizer() = default;

/// What Notion bears is found out slowly, so it outlives a restart.
void Synchronizer::takeLearned()
{
    const auto learned = m_store.readNow<std::optional<std::string>>(
        [](const store::ReadSql &sql) -> Result<std::optional<std::string>> { return store::meta::get(sql, LearnedKey); });
    const Json kept = learned && *learned ? parseJson(**learned).value_or(Json()) : Json();
    if (number(kept, "perMinute") > 0) {
        m_learned = int(number(kept, "perMinute"));
        m_wire.budget().setLearned({m_learned, fromMillis(std::int64_t(number(kept, "triedMoreAt")))});
    }
}

void Synchronizer::setWishes(const Wishes &wishes)
{
    if (wishes == m_wishes)
        return;
    const bool other = wishes.access.token.reveal() != m_wishes.access.token.reveal() || wishes.access.base != m_wishes.access.base
        || wishes.parentPage != m_wishes.parentPage || wishes.enabled != m_wishes.enabled;
    m_wishes = wishes;
    m_enabled = wishes.enabled;
    m_wire.setAccess(wishes.access);
    m_wire.pause(wishes.paused);
    if (other) {
        m_ready = false;
        m_setUpAt.reset();
        m_setUpTries = 0;
    }
    tell();
    if (m_started)
        tick();
}

void Synchronizer::start()
{
    m_started = true;
    if (const auto loaded = m_workspace.reload(); !loaded)
        trouble(Connection, loaded.error());
    m_tick.start();
    tick();
}

void Synchronizer::keepLearned()
{
    const auto &learned = m_wire.budget().learned();
    if (learned.perMinute == m_learned)
        return;
    m_learned = learned.perMinute;
    m_store.write<void>(
        store::Urgency::Normal,
        [kept = dump(Json{{"perMinute", learned.perMinute}, {"triedMoreAt", toMillis(learned.triedMoreAt)}})](store::Transaction &tx) -> Result<void> {
            store::meta::set(tx, LearnedKey, kept);
            return {};
        },
        [](Result<void> kept) {
            if (!kept)
                spdlog::warn("what Notion allows a minute was not kept: {}", describe(kept.error()));
        });
}

void Synchronizer::stop()
{
    m_started = false;
    m_tick.stop();
    m_pusher.stop();
    m_texts.stop();
    m_wire.close();
}

void Synchronizer::wake()
{
    if (m_enabled && !m_woken.exchange(true))
        m_home.post([this] {
            m_woken = false;
            if (!m_started || !m_ready || m_wishes.paused || m_pass)
                return;
            m_hints.take();
            m_pusher.wake();
            m_texts.wake();
        });
}

Status Synchronizer::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void Synchronizer::tell()
{
    keepLearned();
    {
        const std::lock_guard lock(m_mutex);
        const auto whole = m_troubles.find(Connection);
        m_status.trouble = m_troubles.empty() ? Error{} : whole != m_troubles.end() ? whole->second : m_troubles.begin()->second;
        m_status.budget = m_wire.budget().figures();
        m_status.breaker = std::string(http::name(m_wire.breaker()));
        m_status.lastAnswer = m_wire.lastAnswer();
        m_status.retryAt = m_wire.opensAt();
        m_status.usual = m_wire.usual();
        m_status.skew = m_wire.skew();
        m_status.pushed = m_pusher.done();
        m_status.pulling.assign(m_pulling.begin(), m_pulling.end());
        auto &standing = m_status.standing;
        if (!m_wishes.enabled)
            standing = Standing::Off;
        else if (m_wishes.paused)
            standing = Standing::Paused;
        else if (m_settingUp)
            standing = Standing::SettingUp;
        else if (!m_status.budget.blocked.empty())
            standing = Standing::Blocked;
        else if (m_status.trouble.code == Errc::Unauthorized)
            standing = Standing::NeedsSignIn;
        else if (m_wire.breaker() == http::Breaker::State::Open)
            standing = Standing::Down;
        else if (!m_ready && !m_status.trouble.what.empty())
            standing = m_status.trouble.code == Errc::Unavailable || m_status.trouble.code == Errc::Timeout ? Standing::Down : Standing::NeedsPerson;
        else
            standing = m_ready ? Standing::Working : Standing::SettingUp;
    }
    if (m_onChange)
        m_onChange();
}

void Synchronizer::trouble(const std::string &about, const Error &error)
{
    m_troubles[about] = error;
    tell();
}

/// A trouble goes when the part that had it does well again, and not before.
void Synchronizer::well(const std::string &about)
{
    if (about == Connection)
        m_troubles.clear();
    else
        m_troubles.erase(about);
    tell();
}

void Synchronizer::tick()
{
    if (!m_started || !m_wishes.enabled || m_wishes.paused)
        return;
    if (!m_ready)
        return setUpNow();
    pullDue();
    m_hints.take();
    sweepDue();
    condenseDue();
    m_pusher.wake();
    m_texts.wake();
    m_workspace.read<std::int64_t>([](const store::ReadSql &sql) -> Result<std::int64_t> { return table::hurried(sql); },
                                   [this](Result<std::int64_t> waiting) { m_backlog = waiting.value_or(0); });
}

// ---- setting up --------------------------------------------------------------

void Synchronizer::setUpNow()
{
    if (m_settingUp || (m_setUpAt && *m_setUpAt > m_clock.now()))
        return;
    connectWith({m_wishes.parentPage, {}, false}, [](Result<SetupPlan>) {});
}

void Synchronizer::connectWith(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done)
{
    if (m_settingUp)
        return done(fail(Errc::Conflict, "the databases are being set up already"));
    m_settingUp = true;
    tell();
    auto wanted = order;
    if (wanted.parentPage.empty())
        wanted.parentPage = m_wishes.parentPage;
    m_setUp.run(wanted, [this, done = std::move(done)](Result<SetupPlan> plan) {
        m_settingUp = false;
        {
            const std::lock_guard lock(m_mutex);
            m_status.setUpDone = m_status.setUpOf = 0;
            m_status.setUpNow.clear();
        }
        if (plan) {
            {
                const std::lock_guard lock(m_mutex);
                m_status.workspace = plan->workspace;
            }
            m_ready = true;
            m_setUpTries = 0;
            well(Connection);
            m_home.post([this] { tick(); });
        } else {
            ++m_setUpTries;
            m_setUpAt = m_clock.now() + std::max(m_wire.paced(http::backoff(SetUpAgain, m_setUpTries + 1, 0)), plan.error().retryAfter.value_or(StartsNow));
            spdlog::warn("Notion is not set up: {}", describe(plan.error()));
            trouble(Connection, plan.error());
        }
        done(std::move(plan));
    });
}

void Synchronizer::preview(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done)
{
    auto wanted = order;
    if (wanted.parentPage.empty())
        wanted.parentPage = m_wishes.parentPage;
    m_setUp.preview(wanted, std::move(done));
}

void Synchronizer::refreshSchema(const std::string &db)
{
    if (!m_refreshing.insert(db).second)
        return;
    m_setUp.refresh(db, [this, db](Result<void> done) {
        m_refreshing.erase(db);
        if (!done)
            trouble(db + "/schema", done.error());
        else
            well(db + "/schema");
    });
}

// ---- fetching ------------------------------------------------------------------

std::chrono::milliseconds Synchronizer::interval() const
{
    return m_backlog > MuchWaits ? m_wishes.pullEvery * GivesWay : m_wishes.pullEvery;
}

void Synchronizer::pullDue()
{
    const auto now = m_clock.now();
    std::vector<std::pair<Timestamp, std::string>> due;
    for (const auto &one : m_workspace.ready()) {
        const auto &db = one->database->key;
        const auto last = m_pulledAt.find(db);
        if (!m_pulling.contains(db) && (last == m_pulledAt.end() || now - last->second >= interval()))
            due.emplace_back(last == m_pulledAt.end() ? Timestamp{} : last->second, db);
    }
    std::stable_sort(due.begin(), due.end(), [](const auto &one, const auto &other) { return one.first < other.first; });
    for (const auto &entry : due) {
        if (m_pulling.size() >= PullsAtOnce)
            break;
        pullOne(entry.second, notion::Lane::Pull, false, [](Result<PullCounts>) {});
    }
}

void Synchronizer::pullOne(const std::string &db, notion::Lane lane, bool whole, std::function<void(Result<PullCounts>)> then)
{
    m_pulledAt[db] = m_clock.now();
    m_pulling.insert(db);
    m_workspace.read<OnlyHere>([db](const store::ReadSql &sql) -> Result<OnlyHere> { return table::onlyHere(sql, db); },
                               [this, db, lane, whole, then = std::move(then)](Result<OnlyHere> onlyHere) {
                                   if (!onlyHere)
                                       return pulled(db, tl::make_unexpected(onlyHere.error()), {}, then);
                                   m_puller.pull(db, lane, whole, [this, db, then, onlyHere = std::move(*onlyHere)](const Result<PullCounts> &counts) {
                                       pulled(db, counts, onlyHere, then);
                                   });
                               });
}

void Synchronizer::pulled(const std::string &db, const Result<PullCounts> &counts, const OnlyHere &onlyHere, const std::function<void(Result<PullCounts>)> &then)
{
    m_pulling.erase(db);
    if (counts) {
        {
            const std::lock_guard lock(m_mutex);
            m_status.pulled += *counts;
        }
        well(db);
        if (onlyHere)
            queueOnlyHere(db, *onlyHere, [then, counts] { then(counts); });
        else
            then(counts);
    } else {
        const auto &error = counts.error();
        m_store.write<void>(
            store::Urgency::Normal,
            [db, text = describe(error)](store::Transaction &tx) -> Result<void> {
                if (auto base = table::base(tx, db); base && base->error != text) {
                    base->error = text;
                    table::putBase(tx, *base);
                }
                return {};
            },
            [](Result<void>) {}); // the next pull tells again
        if (error.code == Errc::BadInput)
            refreshSchema(db);
        trouble(db, error);
        then(counts);
    }
    if (m_started && !m_pass)
        pullDue();
}

/// Records from before the connection leave once everything that is there has come.
void Synchronizer::queueOnlyHere(const std::string &db, const std::vector<std::string> &records, std::function<void()> then)
{
    m_workspace.write<std::int64_t>(
        store::Urgency::Normal,
        [db, records, now = m_clock.now()](store::Transaction &tx) -> Result<std::int64_t> { return table::queueOnlyHere(tx, db, records, now); },
        [this, then = std::move(then)](const Result<std::int64_t> &queued) {
            if (!queued)
                spdlog::error("records could not be put into the queue for Notion: {}", describe(queued.error()));
            else if (*queued > 0)
                wake();
            then();
        });
}

void Synchronizer::pullNow(const std::string &db)
{
    for (const auto &one : m_workspace.ready())
        if ((db.empty() || one->database->key == db) && !m_pulling.contains(one->database->key))
            pullOne(one->database->key, notion::Lane::People, false, [](Result<PullCounts>) {});
}

// ---- what is gone ----------------------------------------------------------------

void Synchronizer::sweepDue()
{
    if (m_sweeping || m_backlog > MuchWaits || m_pass)
        return;
    const auto now = m_clock.now();
    for (const auto &one : m_workspace.ready()) {
        const auto &db = one->database->key;
        if (!m_sweptAt.contains(db)) { // the first pull has just seen all that is there
            m_sweptAt[db] = now;
            continue;
        }
        if (m_pulling.contains(db) || now - m_sweptAt[db] < SweepLeast)
            continue;
        m_sweeping = true;
        m_sweeper.sweep(db, [this, db, began = now](Result<Sweeper::Swept> swept) {
            m_sweeping = false;
            const auto took = m_clock.now() - began;
            m_sweptAt[db] = m_clock.now() + took * SweepShare;
            if (!swept)
                trouble(db + "/ids", swept.error());
            else
                well(db + "/ids");
        });
        return;
    }
}

/// Messages between agents, in the budget that is left.
void Synchronizer::condenseDue()
{
    const auto now = m_clock.now();
    if (m_condenser.running() || (m_condensedAt && now - *m_condensedAt < Condenser::Every))
        return;
    m_condensedAt = now;
    m_condenser.run([this](Result<std::int64_t> pages) {
        if (!pages)
            trouble("messages", pages.error());
        else
            well("messages");
    });
}

void Synchronizer::readText(const std::string &record, std::function<void(Result<void>)> done)
{
    if (!m_wishes.enabled)
        return done(notConnected());
    m_texts.read(record, notion::Lane::People, std::move(done));
}

void Synchronizer::rehearse(std::function<void(Result<Rehearsed>)> done)
{
    if (!m_wishes.enabled)
        return done(notConnected());
    if (m_workspace.ready().empty())
        if (const auto loaded = m_workspace.reload(); !loaded)
            return done(tl::make_unexpected(loaded.error()));
    m_rehearsal.run(std::move(done));
}

void Synchronizer::decideGone(const std::string &db, bool believe, std::function<void(Result<void>)> done)
{
    m_sweeper.decide(db, believe, [this, done = std::move(done)](Result<Sweeper::Swept> swept) {
        tell();
        done(swept ? Result<void>() : tl::make_unexpected(swept.error()));
    });
}

// ---- one whole pass --------------------------------------------------------------------

void Synchronizer::pass(const PassOrder &order, std::function<void(Result<PassReport>)> done)
{
    if (!m_wishes.enabled)
        return done(notConnected());
    if (m_pass)
        return done(fail(Errc::Conflict, "a pass is under way already"));
    if (const auto loaded = m_workspace.reload(); !loaded)
        return done(tl::make_unexpected(loaded.error()));
    m_tick.stop(); // nothing goes on beside it
    auto pass = std::make_shared<Pass>();
    pass->full = order.full;
    pass->done = std::move(done);
    m_pass = pass;
    const auto begin = [this, pass] {
        for (const auto &one : m_workspace.ready()) {
            pass->toPull.push_back(one->database->key);
            if (pass->full)
                pass->toSweep.push_back(one->database->key);
        }
        passPull(pass);
    };
    if (m_ready)
        return begin();
    connectWith({m_wishes.parentPage, {}, order.takeOver}, [this, pass, begin](Result<SetupPlan> plan) {
        if (plan)
            return begin();
        m_pass.reset();
        if (m_started)
            m_tick.start();
        pass->done(tl::make_unexpected(plan.error()));
    });
}

void Synchronizer::passPull(std::shared_ptr<Pass> pass)
{
    while (!pass->toPull.empty() && pass->pulling < int(PullsAtOnce)) {
        const auto db = pass->toPull.front();
        pass->toPull.erase(pass->toPull.begin());
        ++pass->pulling;
        pullOne(db, notion::Lane::Pull, pass->full, [this, pass, db](Result<PullCounts> counts) {
            --pass->pulling;
            if (counts)
                pass->report.pulled += *counts;
            else
                pass->report.troubles.push_back(db + ": " + describe(counts.error()));
            passPull(pass);
        });
    }
    if (pass->pulling > 0 || !pass->toPull.empty())
        return;
    if (!pass->toSweep.empty()) {
        const auto db = pass->toSweep.front();
        pass->toSweep.erase(pass->toSweep.begin());
        return m_sweeper.sweep(db, [this, pass, db](Result<Sweeper::Swept> swept) {
            if (swept) {
                pass->report.removed += swept->removed;
                pass->report.aside += swept->aside;
            } else {
                pass->report.troubles.push_back(db + ": " + describe(swept.error()));
            }
            passPull(pass);
        });
    }
    m_condenser.run([this, pass](Result<std::int64_t> pages) {
        if (pages)
            pass->report.digests = *pages;
        else
            pass->report.troubles.push_back("messages: " + describe(pages.error()));
        pass->pushing = true;
        pass->pushedBefore = m_pusher.done();
        m_hints.take();
        m_pusher.setGather(false);
        m_pusher.wake();
    });
}

/// The pusher has nothing more that is due: what is left waits for something, or was put off.
void Synchronizer::passPush(std::shared_ptr<Pass> pass)
{
    m_workspace.read<bool>(
        [now = m_clock.now()](const store::ReadSql &sql) -> Result<bool> {
            return !table::hints(sql, 1).empty() || table::toLookAtAgain(sql) || !table::due(sql, now, 1).empty();
        },
        [this, pass](Result<bool> more) {
            if (m_pass != pass)
                return;
            if (more.value_or(false)) {
                m_hints.take();
                return m_pusher.wake();
            }
            pass->pushing = false;
            pass->writing = true;
            m_texts.setHurry(pass->full);
            m_texts.wake();
        });
}

void Synchronizer::passEnd(std::shared_ptr<Pass> pass)
{
    struct Left {
        table::Backlog backlog;
        store::texts::Backlog texts;
    };
    m_workspace.read<Left>([](const store::ReadSql &sql) -> Result<Left> { return Left{table::backlog(sql), store::texts::backlog(sql)}; },
                           [this, pass](Result<Left> left) {
                               if (m_pass != pass)
                                   return;
                               pass->report.pushed = m_pusher.done() - pass->pushedBefore;
                               if (left) {
                                   pass->report.waiting = left->backlog.waiting + left->texts.waiting;
                                   pass->report.parked = left->backlog.parked + left->texts.parked;
                               }
                               m_pass.reset();
                               m_pusher.setGather(true);
                               m_texts.setHurry(false);
                               if (m_started)
                                   m_tick.start();
                               pass->done(pass->report);
                           });
}

} // namespace hs::sync
