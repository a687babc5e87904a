#include "engine/sync/hints.h"

#include <spdlog/spdlog.h>

#include "engine/sync/taking.h"

namespace hs::sync {

namespace table = hs::store::notion;

namespace {

constexpr int HintsAtOnce = 200;
constexpr int RelinksAtOnce = 100;

} // namespace

Hints::Hints(Workspace &workspace, Puller &puller, std::function<bool()> going) : m_workspace(workspace), m_puller(puller), m_going(std::move(going)) {}

void Hints::take()
{
    if (m_reading)
        return;
    m_reading = true;
    struct Waiting {
        std::vector<table::Hint> hints;
        bool openLinks = false;
    };
    m_workspace.read<Waiting>(
        [](const store::ReadSql &sql) -> Result<Waiting> { return Waiting{table::hints(sql, HintsAtOnce), table::toLookAtAgain(sql).has_value()}; },
        [this](const Result<Waiting> &waiting) {
            m_reading = false;
            if (!waiting || !m_going())
                return;
            std::vector<table::Hint> relinks;
            for (const auto &hint : waiting->hints)
                if (m_underWay.insert(hint.object + "/" + hint.id).second) {
                    if (hint.object == "relink")
                        relinks.push_back(hint);
                    else
                        follow(hint);
                }
            if (!relinks.empty())
                relinkAll(std::move(relinks));
            if (waiting->openLinks && !m_relinking && !m_puller.pullsFirst())
                relinkOpen();
        });
}

void Hints::follow(const table::Hint &hint)
{
    if (hint.object != "page") {
        if (const auto one = m_workspace.tableOfSource(hint.id))
            m_onSchema(one->database->key);
        return heard(hint, false);
    }
    m_puller.fetch(hint.id, notion::Lane::People, [this, hint](Result<PullCounts> counts) {
        if (counts)
            m_onFetched(*counts);
        heard(hint, !counts);
    });
}

/// Looks at the relations of records again, as many as may be done in one turn of the writer's.
void Hints::relink(store::Transaction &tx, const std::vector<std::string> &records, const Jobs &jobs) const
{
    for (const auto &record : records) {
        const auto link = table::link(tx, record);
        const auto job = link ? jobs.find(link->db) : jobs.end();
        if (job == jobs.end())
            continue;
        const auto done = tx.part<void>([&] { return sync::relink(tx, job->second.setting(m_workspace), record); });
        if (!done)
            spdlog::warn("a relation from Notion could not be taken over: {}", describe(done.error()));
    }
}

Hints::Jobs Hints::jobs() const
{
    Jobs jobs;
    for (const auto &one : m_workspace.ready())
        jobs.emplace(one->database->key, m_workspace.job(one));
    return jobs;
}

void Hints::relinkAll(std::vector<table::Hint> hints)
{
    m_workspace.write<void>(
        store::Urgency::Normal,
        [this, jobs = jobs(), hints](store::Transaction &tx) -> Result<void> {
            std::vector<std::string> records;
            for (const auto &hint : hints)
                records.push_back(hint.id);
            relink(tx, records, jobs);
            for (const auto &hint : hints)
                table::hintDone(tx, hint);
            return {};
        },
        [this, hints](Result<void> done) {
            for (const auto &hint : hints)
                m_underWay.erase(hint.object + "/" + hint.id);
            if (!done)
                spdlog::warn("relations from Notion could not be taken over: {}", describe(done.error()));
            else
                m_onDone();
        });
}

/// What first pulls have left: the next records with open relations.
void Hints::relinkOpen()
{
    m_relinking = true;
    m_workspace.write<void>(
        store::Urgency::Normal,
        [this, jobs = jobs()](store::Transaction &tx) -> Result<void> {
            const auto behind = table::toLookAtAgain(tx);
            if (!behind)
                return {};
            const auto records = table::withOpenLinks(tx, *behind, RelinksAtOnce);
            relink(tx, records, jobs);
            if (records.size() < std::size_t(RelinksAtOnce))
                table::lookedAtAll(tx);
            else
                table::lookAgain(tx, records.back());
            return {};
        },
        [this](const Result<void> &done) {
            m_relinking = false;
            if (!done)
                spdlog::warn("relations from Notion could not be taken over: {}", describe(done.error()));
            else
                m_onDone();
        });
}

void Hints::heard(const table::Hint &hint, bool again)
{
    m_underWay.erase(hint.object + "/" + hint.id);
    if (again)
        return; // it stays, and the polls will find what it spoke of as well
    m_workspace.write<void>(
        store::Urgency::Normal,
        [hint](store::Transaction &tx) -> Result<void> {
            table::hintDone(tx, hint);
            return {};
        },
        [this](Result<void>) { m_onDone(); });
}

} // namespace hs::sync
