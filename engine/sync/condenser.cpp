#include "engine/sync/condenser.h"

#include <algorithm>
#include <charconv>

#include "engine/crypto/hash.h"
#include "engine/notion/content.h"
#include "engine/store/tables/meta.h"

namespace hs::sync {

namespace digests = hs::store::digests;

namespace {

constexpr const char *Log = "agent-communication";
constexpr std::string_view Upto = "notion.digests.upto";
constexpr int AtOnce = 2'000;     // messages that are looked at together
constexpr std::size_t LinesABlock = 15; // a paragraph holds so many lines and stays under its limit of text
constexpr std::size_t IdDigits = 26;

/// Worst first.
constexpr std::array<std::string_view, 5> Outcomes{"dead", "failed", "timed out", "late", "answered"};

std::string worst(const std::vector<digests::Line> &lines)
{
    for (const auto outcome : Outcomes)
        if (std::any_of(lines.begin(), lines.end(), [&](const auto &line) { return line.outcome == outcome; }))
            return outcome == "dead" ? "failed" : outcome == "late" ? "timed out" : std::string(outcome);
    return "delivered";
}

std::optional<std::string> agentRecord(const store::ReadSql &sql, const std::string &agent)
{
    const auto found = store::records::byKey(sql, "agent-registry", "Agent ID", agent, 1);
    return found.empty() ? std::nullopt : std::optional(found.front().id);
}

/// The page's properties in the hub's form.
Json fieldsOf(const store::ReadSql &sql, const std::vector<digests::Line> &lines, const std::string &id)
{
    std::map<std::string, int> senders;
    for (const auto &line : lines)
        ++senders[line.sender];
    Json sources = Json::array();
    std::string names;
    for (const auto &[sender, count] : senders) {
        if (const auto record = agentRecord(sql, sender))
            sources.push_back(*record);
        names += (names.empty() ? "" : ", ") + sender;
    }
    const auto &first = lines.front();
    Json fields{{"Console ID", id},
                {"Subject", lines.size() == 1 ? first.type + ": " + first.sender + " → " + first.recipient
                                              : std::to_string(lines.size()) + " messages: " + names},
                {"Kind", "Message"},
                {"Protocol", "Message Queue"},
                {"Message Type", lines.size() == 1 ? first.type : "digest"},
                {"Correlation ID", first.thread},
                {"Sent", toRfc3339(first.at)},
                {"Outcome", worst(lines)}};
    if (!sources.empty())
        fields["Source Agent"] = std::move(sources);
    if (lines.size() == 1)
        fields["Message ID"] = first.id;
    return fields;
}

Json valuesOf(const Json &fields, const notion::PropertyMap &map, const notion::Directory &directory)
{
    Json values = Json::object();
    for (const auto &[name, value] : fields.items())
        if (const auto *slot = map.slotOf(name)) {
            const auto written = notion::toNotion(*slot->property, value, directory);
            if (!written.value.is_null())
                values[slot->id] = written.value;
        }
    return values;
}

/// "14:03:12 nyra → ruvo: task_wanted, delivered (msg_…)"
std::string textOf(const std::vector<digests::Line> &lines)
{
    std::string text;
    std::size_t inBlock = 0;
    for (const auto &line : lines) {
        text += toRfc3339(line.at).substr(11, 8) + " " + line.sender + " → " + line.recipient + ": " + line.type + ", " + line.outcome + " (" + line.id + ")\n";
        if (++inBlock % LinesABlock == 0)
            text += "\n";
    }
    return text;
}

} // namespace

struct Condenser::Run {
    std::function<void(Result<std::int64_t>)> done;
    Workspace::TablePtr table;
    std::set<std::pair<std::string, std::int64_t>> groups; ///< thread, hour
    std::int64_t last = 0;                                  ///< of the messages that were gathered
    bool more = false;
    digests::Digest digest;
    Json values;               ///< of the page
    std::int64_t newest = 0;   ///< of its messages
    std::vector<digests::Line> fresh; ///< messages that are not known to stand in it
    std::vector<Json> parts;   ///< of their text
    std::int64_t written = 0;
};

std::string Condenser::idOf(std::string_view thread, std::int64_t hour)
{
    return std::string(DigestPrefix) + crypto::toHex(crypto::sha256(std::string(thread) + "/" + std::to_string(hour))).substr(0, IdDigits);
}

void Condenser::run(std::function<void(Result<std::int64_t>)> done)
{
    auto run = std::make_shared<Run>();
    run->done = std::move(done);
    run->table = m_workspace.table(Log);
    if (m_running || !run->table || !run->table->map)
        return run->done(0);
    m_running = true;
    gather(run);
}

void Condenser::failed(const std::shared_ptr<Run> &run, const Error &error)
{
    m_running = false;
    run->done(tl::make_unexpected(error));
}

void Condenser::gather(std::shared_ptr<Run> run)
{
    m_workspace.read<std::vector<digests::Line>>(
        [](const store::ReadSql &sql) -> Result<std::vector<digests::Line>> {
            const auto kept = store::meta::get(sql, Upto).value_or("");
            std::int64_t upto = 0;
            std::from_chars(kept.data(), kept.data() + kept.size(), upto);
            return digests::after(sql, upto, AtOnce);
        },
        [this, run](Result<std::vector<digests::Line>> lines) {
            if (!lines)
                return failed(run, lines.error());
            run->more = int(lines->size()) == AtOnce;
            for (const auto &line : *lines) {
                run->groups.emplace(line.thread, digests::hourOf(line.at));
                run->last = line.seq;
            }
            next(run);
        });
}

void Condenser::next(std::shared_ptr<Run> run)
{
    if (!run->groups.empty()) {
        const auto group = *run->groups.begin();
        run->groups.erase(run->groups.begin());
        run->digest = {group.first, group.second, {}, false, 0};
        return look(run);
    }
    if (run->last == 0) {
        m_running = false;
        return run->done(run->written);
    }
    m_workspace.write<void>(
        store::Urgency::Normal,
        [last = run->last](store::Transaction &tx) -> Result<void> {
            store::meta::set(tx, Upto, std::to_string(last));
            return {};
        },
        [this, run](Result<void> kept) {
            if (!kept)
                return failed(run, kept.error());
            run->last = 0;
            if (run->more)
                return gather(run);
            m_running = false;
            run->done(run->written);
        });
}

void Condenser::look(std::shared_ptr<Run> run)
{
    struct Seen {
        digests::Digest digest;
        Json values;
        std::vector<digests::Line> fresh;
    };
    m_workspace.read<Seen>(
        [run, job = m_workspace.job(run->table)](const store::ReadSql &sql) -> Result<Seen> {
            Seen seen;
            seen.digest = digests::find(sql, run->digest.thread, run->digest.hour).value_or(run->digest);
            const auto lines = digests::of(sql, run->digest.thread, run->digest.hour);
            std::copy_if(lines.begin(), lines.end(), std::back_inserter(seen.fresh), [&](const auto &line) { return line.seq > seen.digest.upto; });
            if (seen.fresh.empty())
                return seen;
            seen.values = valuesOf(fieldsOf(sql, lines, idOf(run->digest.thread, run->digest.hour)), *job.table->map, StoreDirectory(sql, job.people->users));
            return seen;
        },
        [this, run](Result<Seen> seen) {
            if (!seen)
                return failed(run, seen.error());
            if (seen->fresh.empty())
                return next(run);
            run->digest = seen->digest;
            run->values = seen->values;
            run->newest = seen->fresh.back().seq;
            run->fresh = std::move(seen->fresh);
            run->parts = notion::chunks(notion::toBlocks(textOf(run->fresh)));
            if (run->digest.asked) // an earlier answer is missing
                return run->digest.page.empty() ? find(run) : recall(run);
            run->digest.asked = true;
            keep(run, [this, run] { run->digest.page.empty() ? make(run) : append(run, 0); });
        });
}

void Condenser::find(std::shared_ptr<Run> run)
{
    const auto *slot = run->table->map->slotOf(ConsoleId);
    if (!slot)
        return failed(run, Error{Errc::BadInput, "the database has no property \"Console ID\" in Notion", run->table->database->title, "let the console add what is missing", {}});
    notion::Query query;
    query.filter = notion::textEquals(slot->id, idOf(run->digest.thread, run->digest.hour));
    query.pageSize = 2;
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Push, wire.calls().query(run->table->dataSource, query), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        const auto list = notion::parseQuery(answer.body, *run->table->map, NoDirectory());
        if (!list)
            return failed(run, list.error());
        if (list->pages.empty())
            return make(run);
        run->digest.page = list->pages.front().id;
        recall(run);
    });
}

/// Whether lines were added is seen in the page itself: each names its message.
void Condenser::recall(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Push, wire.calls().markdown(run->digest.page), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        const auto text = notion::parsePageText(answer.body);
        if (!text)
            return failed(run, text.error());
        std::erase_if(run->fresh, [&](const digests::Line &line) { return text->markdown.find(line.id) != std::string::npos; });
        run->parts = notion::chunks(notion::toBlocks(textOf(run->fresh)));
        append(run, 0);
    });
}

void Condenser::make(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Push, wire.calls().createPage(run->table->dataSource, run->values, run->parts.empty() ? Json::array() : run->parts.front()),
              [this, run](const Wire::Answer &answer) {
                  if (!answer.outcome.done())
                      return failed(run, errorOf(answer.outcome)); // it is looked for the next time
                  const auto page = notion::parsePageHead(answer.body);
                  if (!page)
                      return failed(run, page.error());
                  run->digest.page = page->id;
                  keep(run, [this, run] { append(run, 1); });
              });
}

/// Lines that came since.
void Condenser::append(std::shared_ptr<Run> run, std::size_t part)
{
    if (part >= run->parts.size())
        return head(run);
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Push, wire.calls().appendChildren(run->digest.page, run->parts[part]), [this, run, part](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        append(run, part + 1);
    });
}

void Condenser::head(std::shared_ptr<Run> run)
{
    const bool fresh = run->digest.upto == 0;
    const auto finish = [this, run] {
        run->digest.upto = run->newest;
        run->digest.asked = false;
        ++run->written;
        keep(run, [this, run] { next(run); });
    };
    if (fresh)
        return finish(); // its properties are of this moment
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Push, wire.calls().patchPage(run->digest.page, run->values), [this, run, finish](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        finish();
    });
}

void Condenser::keep(std::shared_ptr<Run> run, std::function<void()> then)
{
    m_workspace.write<void>(
        store::Urgency::Normal,
        [digest = run->digest](store::Transaction &tx) -> Result<void> {
            digests::put(tx, digest);
            return {};
        },
        [this, run, then = std::move(then)](Result<void> kept) {
            if (!kept)
                return failed(run, kept.error());
            then();
        });
}

} // namespace hs::sync
