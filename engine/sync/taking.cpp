#include "engine/sync/taking.h"

#include <algorithm>

#include "engine/store/tables/record_changes.h"
#include "engine/store/tables/record_texts.h"
#include "engine/sync/understanding.h"

namespace hs::sync {

namespace table = store::notion;

namespace {

constexpr int MaxMisfits = 60; // properties of one page that the hub refuses one after the other

/// Somebody else edited the page, and what stands inside it may be another text by now. Notion tells edits by the minute, so one of
/// the minute in which the text was read may have come later; then it is read once more when that minute is over.
void noteTextMayDiffer(store::Transaction &tx, const Setting &setting, const Remote &remote, const std::string &record, bool edited)
{
    constexpr std::chrono::minutes Grain{1};
    if (setting.first || remote.page.editedBy == setting.self)
        return;
    const auto readAt = store::texts::readAt(tx, record);
    if (!readAt) {
        if (edited)
            store::texts::stale(tx, record);
        return;
    }
    const auto readIn = std::chrono::floor<std::chrono::minutes>(*readAt + setting.skew);
    if (remote.page.editedAt > readIn)
        store::texts::stale(tx, record);
    else if (remote.page.editedAt == readIn)
        store::texts::stale(tx, record, remote.page.editedAt + Grain - setting.skew);
}

/// The property that an error speaks of: `DATABASE, "PROPERTY"`.
std::string propertyIn(const std::string &where)
{
    const auto first = where.find('"');
    const auto last = where.rfind('"');
    return first == std::string::npos || last <= first ? std::string() : where.substr(first + 1, last - first - 1);
}

/// Writes, and lays aside whatever single value the hub refuses: it stays in Notion, and is shown with the reason.
template <typename Write>
Result<store::records::Record> writeWithout(Json &fields, Understood &u, const Write &write)
{
    for (int i = 0;; ++i) {
        auto record = write(fields);
        if (record || i >= MaxMisfits)
            return record;
        const auto code = record.error().code;
        const auto name = propertyIn(record.error().where);
        if ((code != Errc::BadInput && code != Errc::Conflict && code != Errc::Forbidden) || name.empty() || !fields.contains(name))
            return record;
        u.foreign[name] = {{"raw", dump(fields[name])}, {"why", record.error().what + (record.error().mend.empty() ? "" : ": " + record.error().mend)}};
        fields.erase(name);
        u.fields.erase(name);
        u.unknown.insert(name);
    }
}

void waitForPages(store::Transaction &tx, const Setting &setting, const Understood &u, const StoreDirectory &directory, const std::string &record)
{
    if (setting.first)
        return; // all of them are looked at again when the first pulls are over
    for (const auto &[name, ids] : u.open.items()) {
        const auto *property = setting.database.find(name);
        if (property && property->type == records::PropertyType::Relation)
            for (const auto &id : textList(ids))
                if (!directory.recordOf(id))
                    table::waitFor(tx, id, record);
    }
}

/// What Notion has not got of a record, as far as anything can be said.
std::set<std::string> notYetThere(const Setting &setting, const Json &fields, const Understood &u)
{
    auto names = differing(setting, fields, u.fields);
    std::erase_if(names, [&](const auto &name) { return u.unknown.contains(name); });
    return names;
}

/// A record that is the same thing, by a value that no two have; it has no page yet.
std::optional<store::records::Record> sameThing(store::Transaction &tx, const Setting &setting, const Json &fields)
{
    for (const auto &property : setting.database.properties) {
        if (!property.unique && property.name != setting.database.idProperty)
            continue;
        const auto value = text(fields, property.name);
        if (value.empty())
            continue;
        for (auto &record : store::records::byKey(tx, setting.database.key, property.name, value, 2))
            if (!table::link(tx, record.id))
                return record;
    }
    return {};
}

Result<TakenPage> takeNew(store::Transaction &tx, const Setting &setting, const Remote &remote, Understood &u, const StoreDirectory &directory)
{
    const auto &database = setting.database;
    std::string id = text(u.fields, ConsoleId);
    if (id.starts_with(DigestPrefix))
        return TakenPage{}; // our own account of many messages, which are records already
    if (!id.empty() && (!id.starts_with("rec_") || table::link(tx, id) || store::records::findAny(tx, id) || store::records::findRemoved(tx, id))) {
        // A page that was copied in Notion carries the ids of the one it was made of; its record is another.
        id.clear();
        u.fields.erase(ConsoleId);
        if (!database.idProperty.empty())
            u.fields.erase(database.idProperty);
    }
    Json fields = u.fields;
    const auto create = [&](const Json &wanted) {
        if (!setting.first)
            return setting.writer.create(tx, database.key, id, wanted, editorOf(setting, remote.page.editedBy), false);
        const table::Quiet quiet(tx); // tells no agent, so no other record changes with it
        return setting.writer.create(tx, database.key, id, wanted, editorOf(setting, remote.page.editedBy), true);
    };
    auto record = writeWithout(fields, u, create);
    if (!record)
        return tl::make_unexpected(std::move(record).error());
    table::putLink(tx, {record->id, database.key, remote.page.id, remote.page.editedAt, baseUnlessAlike(setting, u.fields, record->fields), orNothing(u.extra),
                        orNothing(u.foreign), orNothing(u.open), false});
    waitForPages(tx, setting, u, directory, record->id);
    announce(tx, setting, remote.page.id, record->id);
    noteTextMayDiffer(tx, setting, remote, record->id, true);
    TakenPage taken{Taken::Created, record->id, notYetThere(setting, record->fields, u), 0};
    if (!setting.first)
        table::drop(tx, record->id);
    if (!taken.toWrite.empty())
        table::queue(tx, record->id, database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    return taken;
}

void keepConflicts(store::Transaction &tx, const Setting &setting, const Remote &remote, const std::string &record, const std::vector<Disagreement> &conflicts)
{
    for (const auto &one : conflicts) {
        const auto latest = store::changes::latest(tx, record, one.property);
        table::Conflict conflict;
        conflict.record = record;
        conflict.db = setting.database.key;
        conflict.property = one.property;
        conflict.at = setting.now;
        conflict.base = one.base;
        conflict.local = one.local;
        conflict.remote = one.remote;
        conflict.localAt = one.writes.localAt - setting.skew;
        conflict.remoteAt = one.writes.remoteAt;
        conflict.localBy = latest ? latest->actor : std::string("Console");
        conflict.remoteBy = editorOf(setting, remote.page.editedBy);
        conflict.kept = one.keptLocal ? "local" : "remote";
        conflict.rule = one.rule;
        const auto seq = table::addConflict(tx, conflict);
        setting.writer.note(tx, "sync.conflict", record, "\"" + one.property + "\" was changed on both sides", one.rule,
                            {{"conflict", seq}, {"property", one.property}, {"base", one.base}, {"console", one.local}, {"notion", one.remote}, {"kept", conflict.kept}});
    }
}

Result<TakenPage> takeKnown(store::Transaction &tx, const Setting &setting, const Remote &remote, Understood &u, table::Link link, store::records::Record before,
                            const StoreDirectory &directory, bool revive)
{
    const auto &database = setting.database;
    Json base = link.base.value_or(before.fields);
    for (const auto &name : u.unknown)
        setValue(u.fields, name, valueOf(base, name)); // nothing is known of it, so nothing has changed
    for (const auto &property : database.properties)   // what Notion holds of the console's own counts as what it was given
        if (!isShared(property) && !u.unknown.contains(property.name))
            setValue(base, property.name, valueOf(u.fields, property.name));
    const Rules rules{[&](const std::string &name) {
                          const auto *property = database.find(name);
                          return property && isShared(*property);
                      },
                      [&](const std::string &name, const Json &one, const Json &other) {
                          const auto *property = database.find(name);
                          return property ? same(*property, one, other) : sameValue(one, other);
                      },
                      [&](const std::string &name) {
                          const auto latest = store::changes::latest(tx, before.id, name);
                          return Writes{(latest ? latest->at : before.updatedAt) + setting.skew, remote.page.editedAt};
                      },
                      [&](const std::string &name) {
                          const auto *property = database.find(name);
                          return property && property->type == records::PropertyType::Relation;
                      }};
    const auto merged = merge({base, before.fields, u.fields}, rules);
    TakenPage taken{revive ? Taken::Restored : Taken::Nothing, before.id, {}, int(merged.conflicts.size())};
    keepConflicts(tx, setting, remote, before.id, merged.conflicts);
    auto after = before;
    if (!merged.taken.empty() || revive) {
        Json patch = Json::object();
        for (const auto &name : merged.taken)
            patch[name] = valueOf(merged.fields, name);
        auto written = writeWithout(patch, u, [&](const Json &wanted) { return setting.writer.change(tx, before, wanted, editorOf(setting, remote.page.editedBy), revive); });
        if (!written)
            return tl::make_unexpected(std::move(written).error());
        for (const auto &name : u.unknown)
            setValue(u.fields, name, valueOf(base, name));
        after = std::move(*written);
        if (!revive)
            taken.what = Taken::Changed;
    }
    taken.toWrite = differing(setting, after.fields, u.fields); // what is not known counts as it was: a change here is still to be sent
    const bool queued = table::item(tx, before.id).has_value();
    table::putLink(tx, {before.id, database.key, remote.page.id, remote.page.editedAt, taken.toWrite.empty() ? std::nullopt : std::optional(u.fields),
                        orNothing(u.extra), orNothing(u.foreign), orNothing(u.open), false});
    waitForPages(tx, setting, u, directory, before.id);
    if (taken.toWrite.empty() && queued)
        table::drop(tx, before.id);
    else if (!taken.toWrite.empty() && !queued)
        table::queue(tx, before.id, database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    return taken;
}

/// The same page as last time: no work, which is how nearly every page of an overlap is.
bool isEcho(const Remote &remote, const Understood &u, const table::Link &link, const store::records::Record &record, const Setting &setting)
{
    if (link.trashed || link.base || remote.page.editedAt != link.edited || orNothing(u.extra) != link.extra || orNothing(u.foreign) != link.foreign
        || orNothing(u.open) != link.open)
        return false;
    return notYetThere(setting, record.fields, u).empty();
}

/// A record that was removed here, while its page was still changed there. True: the page is the later word.
bool outlives(const Setting &setting, const table::Item &item, const table::Link &link, const Remote &remote)
{
    return remote.page.editedAt > link.edited && item.since + setting.skew < remote.page.editedAt;
}

} // namespace

Result<TakenPage> take(store::Transaction &tx, const Setting &setting, const Remote &remote)
{
    if (remote.page.inTrash)
        return takeGone(tx, setting, remote.page.id);
    const StoreDirectory directory(tx, setting.users);
    auto u = understand(remote, setting, remote.page.fields);
    resolveLinks(u, remote, setting, directory);
    auto link = table::linkOfPage(tx, remote.page.id);
    if (!link) {
        const auto id = text(u.fields, ConsoleId);
        auto mine = id.empty() ? std::nullopt : store::records::find(tx, setting.database.key, id);
        if (mine && table::link(tx, id))
            mine.reset(); // a copy of its page
        else if (!mine)
            mine = sameThing(tx, setting, u.fields);
        if (!mine)
            return takeNew(tx, setting, remote, u, directory);
        // Our own page, whose making was answered by silence; one that an earlier installation made; or one that people had made.
        link = table::Link{mine->id, setting.database.key, remote.page.id, remote.page.editedAt, Json::object(), {}, {}, {}, false};
        table::putLink(tx, *link);
        announce(tx, setting, remote.page.id, mine->id);
        return takeKnown(tx, setting, remote, u, *link, *mine, directory, false);
    }
    if (const auto record = store::records::find(tx, link->db, link->record)) {
        noteTextMayDiffer(tx, setting, remote, record->id, remote.page.editedAt != link->edited);
        if (isEcho(remote, u, *link, *record, setting))
            return TakenPage{Taken::Nothing, record->id, {}, 0};
        return takeKnown(tx, setting, remote, u, *link, *record, directory, false);
    }
    const auto removed = store::records::findRemoved(tx, link->record);
    if (!removed)
        return fail(Errc::Internal, "the page belongs to a record that does not exist", link->record);
    if (const auto item = table::item(tx, link->record); item && item->kind == table::Kind::Trash && !outlives(setting, *item, *link, remote))
        return TakenPage{Taken::Nothing, link->record, {}, 0}; // it goes to the trash in its turn
    return takeKnown(tx, setting, remote, u, *link, *removed, directory, true);
}

Result<TakenPage> takeGone(store::Transaction &tx, const Setting &setting, const std::string &page)
{
    auto link = table::linkOfPage(tx, page);
    if (!link || link->trashed)
        return TakenPage{};
    const auto record = store::records::find(tx, link->db, link->record);
    const auto item = table::item(tx, link->record);
    if (record && item && item->kind == table::Kind::Write && link->base) {
        // Changed here since both sides were the same: the change is kept, and a new page made for it.
        table::Conflict conflict;
        conflict.record = record->id;
        conflict.db = link->db;
        conflict.at = conflict.remoteAt = setting.now;
        conflict.localAt = record->updatedAt;
        conflict.localBy = record->updatedBy;
        conflict.remoteBy = "Notion";
        conflict.base = *link->base;
        conflict.local = record->fields;
        conflict.kept = "local";
        conflict.rule = "the page was removed in Notion, but the record was changed here: it is kept, and gets a page again";
        const auto seq = table::addConflict(tx, conflict);
        setting.writer.note(tx, "sync.conflict", record->id, "removed in Notion, changed here", conflict.rule, {{"conflict", seq}, {"page", page}});
        table::removeLink(tx, record->id);
        table::queue(tx, record->id, link->db, table::Kind::Write, table::Lane::Agent, setting.now);
        return TakenPage{Taken::Nothing, record->id, {}, 1};
    }
    link->trashed = true;
    table::putLink(tx, *link);
    if (record)
        HS_TRY(setting.writer.remove(tx, *record, "Notion"));
    table::drop(tx, link->record);
    return TakenPage{record ? Taken::Removed : Taken::Nothing, link->record, {}, 0};
}

Result<void> relink(store::Transaction &tx, const Setting &setting, const std::string &record)
{
    auto link = table::link(tx, record);
    const auto before = store::records::find(tx, setting.database.key, record);
    if (!link || link->trashed || !before || !link->open.is_object())
        return {};
    const StoreDirectory directory(tx, setting.users);
    Json base = link->base.value_or(before->fields);
    Json patch = Json::object();
    for (auto open = link->open.begin(); open != link->open.end();) {
        const auto *property = setting.database.find(open.key());
        Json known = Json::array();
        const auto ids = textList(*open);
        for (const auto &id : ids)
            if (const auto mine = property ? mineOf(directory, *property, id) : std::nullopt)
                known.push_back(*mine);
            else if (property && property->type == records::PropertyType::Relation)
                table::waitFor(tx, id, record);
        // What was added or taken out here since stays so.
        const auto was = textList(valueOf(base, open.key()));
        auto is = textList(valueOf(before->fields, open.key()));
        for (const auto &id : textList(known))
            if (std::find(was.begin(), was.end(), id) == was.end() && std::find(is.begin(), is.end(), id) == is.end())
                is.push_back(id);
        setValue(base, open.key(), known.empty() ? Json() : known);
        patch[open.key()] = is;
        open = known.size() == ids.size() ? link->open.erase(open) : std::next(open);
    }
    const auto after = setting.writer.understood(tx, *before, patch);
    if (!after)
        return tl::make_unexpected(after.error());
    link->open = orNothing(link->open);
    link->base = baseUnlessAlike(setting, base, after->fields);
    table::putLink(tx, *link);
    if (!link->base)
        table::drop(tx, record);
    return {};
}

} // namespace hs::sync
