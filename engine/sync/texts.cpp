#include "engine/sync/texts.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/http/request_policy.h"
#include "engine/notion/content.h"
#include "engine/notion/page.h"
#include "engine/sync/keeper.h"

namespace hs::sync {

namespace table = hs::store::notion;
namespace texts = hs::store::texts;
using notion::Outcome;

/// The page as it was just read.
struct SeenText {
    std::string text;
    bool whole = true;
    std::optional<Timestamp> editedAt; ///< asked for only where both sides changed
    std::string editedBy;
};

/// What is to be done next with a text.
struct NextOfText {
    enum class What { Done, AskWhen, Send };
    What what = What::Done;
    std::string text; ///< to send
    std::int64_t version = 0;
};

namespace {

constexpr http::RetryPolicy TextAgain{.base = std::chrono::seconds(5), .cap = std::chrono::minutes(10), .jitter = 0};
constexpr int MostTries = 12;         // then a person is asked
constexpr std::size_t MostParts = 50; // of a long page that are fetched one by one
constexpr const char *TooLong = "Notion does not give the whole text of this page: it can only be changed there";

/// Notion ends texts otherwise than people do.
std::string_view trimmed(std::string_view text)
{
    const auto end = text.find_last_not_of(" \t\r\n");
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

bool alike(std::string_view one, std::string_view other)
{
    return trimmed(one) == trimmed(other);
}

void settle(texts::Text &row)
{
    row.base.reset();
    row.state = texts::State::Alike;
    row.attempts = 0;
    row.since.reset();
    row.next.reset();
    row.error = {};
}

Result<void> takeText(store::Transaction &tx, const Setting &setting, const store::records::Record &record, texts::Text &row, const SeenText &seen)
{
    const auto before = row.text;
    row.text = seen.text;
    settle(row);
    return setting.writer.textChanged(tx, record, before, seen.text, editorOf(setting, seen.editedBy));
}

/// Both changed it since they were the same: the later edit wins, within Notion's minute Notion's.
bool localIsLater(const Setting &setting, const texts::Text &row, const SeenText &seen)
{
    return row.changedAt && seen.editedAt && *row.changedAt + setting.skew >= *seen.editedAt + std::chrono::minutes(1);
}

void keepConflict(store::Transaction &tx, const Setting &setting, const texts::Text &row, const SeenText &seen, bool keptLocal)
{
    table::Conflict conflict;
    conflict.record = row.record;
    conflict.db = setting.database.key;
    conflict.property = texts::Name;
    conflict.at = setting.now;
    conflict.base = row.base ? Json(*row.base) : Json();
    conflict.local = row.text;
    conflict.remote = seen.text;
    conflict.localAt = row.changedAt.value_or(setting.now);
    conflict.remoteAt = seen.editedAt.value_or(setting.now);
    conflict.localBy = row.changedBy.empty() ? "Console" : row.changedBy;
    conflict.remoteBy = editorOf(setting, seen.editedBy);
    conflict.kept = keptLocal ? "local" : "remote";
    conflict.rule = keptLocal ? "the later edit is kept: it was made in the console" : "the later edit is kept: it was made in Notion";
    const auto seq = table::addConflict(tx, conflict);
    setting.writer.note(tx, "sync.conflict", row.record, std::string("\"") + texts::Name + "\" was changed on both sides", conflict.rule,
                        {{"conflict", seq}, {"property", texts::Name}, {"console", row.text}, {"notion", seen.text}, {"kept", conflict.kept}});
}

Result<NextOfText> meetPage(store::Transaction &tx, const Setting &setting, const std::string &id, const SeenText &seen)
{
    const auto record = store::records::find(tx, setting.database.key, id);
    if (!record)
        return NextOfText{};
    auto row = texts::find(tx, id).value_or(texts::Text{});
    row.record = id;
    const bool waits = row.state != texts::State::Alike;
    // A text of before the connection has no common version: what stands in Notion is then nobody's change, unless it is something.
    const std::string base = row.base.value_or(row.readAt ? row.text : std::string());
    NextOfText next;
    const auto finish = [&]() -> Result<NextOfText> {
        row.readAt = setting.now;
        row.stale = false;
        row.readNext.reset();
        row.readOnly = seen.whole ? std::string() : std::string(TooLong);
        texts::put(tx, row);
        return next;
    };
    const auto toSend = [&] {
        row.base = seen.text;
        next = {NextOfText::What::Send, row.text, row.version};
    };
    if (alike(row.text, seen.text)) {
        settle(row);
        return finish();
    }
    if (!waits) {
        HS_TRY(takeText(tx, setting, *record, row, seen));
        return finish();
    }
    if (!seen.whole) { // written here before that was known: it stays as it is on both sides until a person decides
        row.state = texts::State::Parked;
        row.error = toJson(Error{Errc::Conflict, TooLong, record->title, "change it in Notion, then take what stands there", {}});
        return finish();
    }
    if (alike(base, seen.text)) {
        toSend();
        return finish();
    }
    if (!seen.editedAt)
        return NextOfText{NextOfText::What::AskWhen, {}, 0};
    const bool keepsLocal = localIsLater(setting, row, seen);
    keepConflict(tx, setting, row, seen, keepsLocal);
    if (keepsLocal)
        toSend();
    else
        HS_TRY(takeText(tx, setting, *record, row, seen));
    return finish();
}

/// The page now says what was sent, in Notion's own manner of writing it.
void confirm(store::Transaction &tx, const std::string &record, std::int64_t version, const std::string &sent, const std::string &came)
{
    auto row = texts::find(tx, record);
    if (!row)
        return;
    if (row->version != version) { // changed meanwhile: it goes once more
        row->base = came;
        row->attempts = 0;
    } else {
        row->text = alike(sent, came) ? row->text : came;
        settle(*row);
    }
    texts::put(tx, *row);
}

} // namespace

struct Texts::Run {
    std::string record, page;
    Workspace::TablePtr table;
    notion::Lane lane = notion::Lane::Pull;
    Done done;
    SeenText seen;
    std::vector<std::string> unknown; ///< parts that the first answer left out
    NextOfText next;
    int attempts = 0;
};

void Texts::read(const std::string &record, notion::Lane lane, Done done)
{
    auto run = std::make_shared<Run>();
    run->record = record;
    run->lane = lane;
    run->done = std::move(done);
    struct Known {
        std::optional<table::Link> link;
        int attempts = 0;
    };
    m_workspace.read<Known>(
        [record](const store::ReadSql &sql) -> Result<Known> {
            const auto row = texts::find(sql, record);
            return Known{table::link(sql, record), row ? row->attempts : 0};
        },
        [this, run](Result<Known> known) {
            if (!known)
                return run->done(tl::make_unexpected(known.error()));
            if (known->link && !known->link->trashed)
                run->table = m_workspace.table(known->link->db);
            if (!run->table)
                return run->done(fail(Errc::NotFound, "the record has no page in Notion", run->record));
            run->page = known->link->page;
            run->attempts = known->attempts;
            fetch(run, 0);
        });
}

/// `unknown`: how many of the parts that were left out have been fetched; the first request is the page itself.
void Texts::fetch(std::shared_ptr<Run> run, std::size_t unknown)
{
    auto &wire = m_workspace.wire();
    const bool first = run->unknown.empty();
    wire.send(run->lane, wire.calls().markdown(first ? run->page : run->unknown[unknown]), [this, run, first, unknown](const Wire::Answer &answer) {
        if (!answer.outcome.done() && first)
            return failed(run, answer.outcome);
        const auto text = answer.outcome.done() ? notion::parsePageText(answer.body) : Result<notion::PageText>(notion::PageText{});
        if (!text)
            return put(run, text.error(), false);
        run->seen.text += (run->seen.text.empty() || text->markdown.empty() ? "" : "\n") + text->markdown;
        if (first && text->truncated) {
            run->seen.whole = false;
            run->unknown = text->unknownBlocks;
            run->unknown.resize(std::min(run->unknown.size(), MostParts));
            return run->unknown.empty() ? meet(run) : fetch(run, 0);
        }
        if (!first && unknown + 1 < run->unknown.size())
            return fetch(run, unknown + 1);
        meet(run);
    });
}

void Texts::meet(std::shared_ptr<Run> run)
{
    m_workspace.write<NextOfText>(
        store::Urgency::Normal,
        [this, job = m_workspace.job(run->table), record = run->record, seen = run->seen](store::Transaction &tx) -> Result<NextOfText> {
            return meetPage(tx, job.setting(m_workspace), record, seen);
        },
        [this, run](Result<NextOfText> next) {
            if (!next)
                return run->done(tl::make_unexpected(next.error()));
            run->next = *next;
            switch (next->what) {
            case NextOfText::What::Done:
                return run->done({});
            case NextOfText::What::AskWhen:
                return editedWhen(run);
            case NextOfText::What::Send:
                return send(run);
            }
        });
}

void Texts::editedWhen(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(run->lane, wire.calls().page(run->page), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, answer.outcome);
        const auto head = notion::parsePageHead(answer.body);
        if (!head)
            return put(run, head.error(), false);
        run->seen.editedAt = head->editedAt;
        run->seen.editedBy = head->editedBy;
        meet(run);
    });
}

void Texts::send(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(run->lane, wire.calls().replaceMarkdown(run->page, run->next.text), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, answer.outcome); // when it was carried out all the same, the next reading finds both alike
        const auto came = notion::parsePageText(answer.body);
        m_workspace.write<void>(
            store::Urgency::Normal,
            [record = run->record, next = run->next, came = came ? came->markdown : run->next.text](store::Transaction &tx) -> Result<void> {
                confirm(tx, record, next.version, next.text, came);
                return {};
            },
            [run](Result<void> kept) { run->done(std::move(kept)); });
    });
}

void Texts::failed(std::shared_ptr<Run> run, const Outcome &outcome)
{
    if (outcome.kind == Outcome::Kind::Cancelled)
        return run->done(tl::make_unexpected(errorOf(outcome)));
    put(run, errorOf(outcome), outcome.kind == Outcome::Kind::Refused || outcome.kind == Outcome::Kind::NotFound);
}

/// Not now (again after a while), or not without a person.
void Texts::put(std::shared_ptr<Run> run, const Error &error, bool parks)
{
    const auto wait = m_workspace.wire().paced(std::max(error.retryAfter.value_or(std::chrono::milliseconds(0)), http::backoff(TextAgain, run->attempts + 2, 0)));
    m_workspace.write<void>(
        store::Urgency::Normal,
        [record = run->record, failure = toJson(error), parks, next = m_workspace.clock().now() + wait](store::Transaction &tx) -> Result<void> {
            auto row = texts::find(tx, record);
            if (!row || (row->state == texts::State::Alike && !row->stale))
                return {};
            const bool gaveUp = parks || row->attempts + 1 >= MostTries;
            row->error = failure;
            row->next = row->readNext = next;
            ++row->attempts;
            if (gaveUp && row->state == texts::State::Waiting)
                row->state = texts::State::Parked;
            if (gaveUp)
                row->stale = false;
            texts::put(tx, *row);
            return {};
        },
        [run, error](Result<void> kept) {
            if (!kept)
                spdlog::error("the text of a page could not be put off: {}", describe(kept.error()));
            run->done(tl::make_unexpected(error));
        });
}

void Texts::wake()
{
    if (m_stopped)
        return;
    if (m_busy) {
        m_again = true;
        return;
    }
    m_busy = true;
    struct Due {
        std::string record;
        notion::Lane lane = notion::Lane::Push;
    };
    m_workspace.read<std::optional<Due>>(
        [now = m_hurry ? Timestamp::max() : m_workspace.clock().now()](const store::ReadSql &sql) -> Result<std::optional<Due>> {
            if (const auto due = texts::due(sql, now, 1); !due.empty())
                return Due{due.front().record, notion::Lane::Push};
            if (const auto stale = texts::oneStale(sql, now))
                return Due{*stale, notion::Lane::Pull};
            return std::optional<Due>();
        },
        [this](Result<std::optional<Due>> due) {
            const auto over = [this](bool more) {
                m_busy = false;
                if (std::exchange(m_again, false) || more)
                    wake();
                else if (m_onIdle)
                    m_onIdle();
            };
            if (!due || !*due || m_stopped) {
                if (!due)
                    spdlog::error("texts of pages cannot be read from the store: {}", describe(due.error()));
                return over(false);
            }
            read((*due)->record, (*due)->lane, [over](Result<void> done) {
                if (!done)
                    spdlog::info("the text of a page was put off: {}", describe(done.error()));
                over(done.has_value());
            });
        });
}

} // namespace hs::sync
