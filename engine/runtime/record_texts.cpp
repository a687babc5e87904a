#include "engine/runtime/record_texts.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/hub_notices.h"
#include "engine/store/tables/record_changes.h"
#include "engine/store/tables/record_texts.h"
#include "engine/vocabulary/utf8.h"

namespace hs::runtime::hub {

namespace texts = store::texts;

namespace {

constexpr std::size_t MostBytes = 400'000; // of a text: Notion takes 500 KB a request, escapes included
constexpr std::size_t MostTold = 2'000;    // bytes of a text that agents are told; the whole is in the history

} // namespace

Result<void> writeText(Deed &deed, const std::string &record, const std::string &text, const std::optional<std::string> &seen)
{
    const auto owner = store::records::findAny(deed.tx, record);
    if (!owner)
        return fail(Errc::NotFound, "there is no record \"" + record + "\"");
    if (text.size() > MostBytes)
        return fail(Errc::BadInput, "the text is longer than a page of Notion takes: " + std::to_string(text.size()) + " of " + std::to_string(MostBytes) + " bytes",
                    owner->title, "make it shorter, or part it");
    auto row = texts::find(deed.tx, record).value_or(texts::Text{});
    row.record = record;
    if (!row.readOnly.empty())
        return fail(Errc::Conflict, row.readOnly, owner->title, "open the page in Notion");
    if (seen && *seen != row.text)
        return fail(Errc::Conflict, "the text was changed meanwhile" + (row.changedBy.empty() ? std::string() : " by " + row.changedBy), owner->title,
                    "look at what it says now, then change it again");
    if (row.text == text)
        return {};
    const auto before = row.text;
    if (row.state == texts::State::Alike && row.readAt)
        row.base = before;
    row.text = text;
    row.changedAt = deed.now;
    row.changedBy = deed.actor.name;
    if (!row.since || row.state == texts::State::Alike)
        row.since = deed.now;
    row.state = texts::State::Waiting;
    row.attempts = 0;
    row.next.reset();
    row.error = {};
    ++row.version;
    texts::put(deed.tx, row);
    return textChanged(deed, *owner, before, text);
}

Result<void> textChanged(Deed &deed, const store::records::Record &record, const std::string &before, const std::string &after)
{
    store::changes::add(deed.tx, {0, record.id, texts::Name, deed.now, deed.actor.kind, deed.actor.name, before, after, deed.correlation});
    auto was = record;
    auto is = record;
    was.fields[texts::Name] = shortened(before, MostTold);
    is.fields[texts::Name] = shortened(after, MostTold);
    HS_TRY(notices::changed(deed, &was, is));
    note(deed, {"record.text_changed", "record", record.id, record.title + ": the text of its page was changed", {}, {}, {},
                {{"database", record.database}, {"property", texts::Name}, {"bytes", after.size()}}});
    return {};
}

} // namespace hs::runtime::hub
