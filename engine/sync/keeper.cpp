#include "engine/sync/keeper.h"

#include <algorithm>

#include "engine/store/tables/record_changes.h"

namespace hs::sync {

namespace table = store::notion;

namespace {

constexpr const char *LastSynced = "Last Synced";
constexpr std::string_view DigestPrefix = "dig_"; // Condenser::Prefix
constexpr int MaxMisfits = 60; // properties of one page that the hub refuses one after the other

bool isLink(const records::Property &property)
{
    return property.type == records::PropertyType::Relation || property.type == records::PropertyType::People;
}

bool sameTo(const records::Database &database, const std::string &name, const Json &one, const Json &other)
{
    const auto *property = database.find(name);
    return sameValue(one, other) || (property && notion::sameInNotion(*property, one, other));
}

Editor editorOf(const Setting &setting, const notion::Page &page)
{
    const auto known = setting.names.find(page.editedBy);
    return {page.editedBy, known == setting.names.end() || known->second.empty() ? "Notion" : known->second + " (Notion)"};
}

/// The page's values in the hub's form as far as ids are known, and what remains beside them.
struct Understood {
    Json fields = Json::object();
    Json open = Json::object();    ///< property → all ids, where some are not known
    Json foreign = Json::object(); ///< property → {"raw", "why"}
    Json extra = Json::object();
    std::set<std::string> unknown; ///< properties of which nothing can be said
};

/// Whether a value means that something has changed: what is computed or drawn on reading does not.
bool isCompared(const Setting &setting, const std::string &name)
{
    const auto *property = setting.database.find(name);
    if (!property || property->type == records::PropertyType::Formula || name == LastSynced)
        return false;
    const auto drawn = setting.writer.drawnNames(setting.database.key);
    return std::find(drawn.begin(), drawn.end(), name) == drawn.end();
}

Understood understand(const Remote &remote, const Setting &setting, const StoreDirectory &directory)
{
    const auto &database = setting.database;
    Understood u;
    u.fields = remote.page.fields;
    for (const auto &name : remote.page.absent)
        u.unknown.insert(name);
    for (const auto &note : remote.page.notes) {
        if (!note.property)
            continue;
        const auto &name = note.property->name;
        if (note.reading.derived)
            u.fields.erase(name);
        if (note.reading.foreign) {
            u.foreign[name] = {{"raw", note.reading.raw}, {"why", note.reading.why}};
            u.unknown.insert(name);
        }
        if (note.reading.truncated && !remote.links.contains(name))
            u.unknown.insert(name);
    }
    for (const auto &[name, ids] : remote.links) {
        const auto *property = database.find(name);
        if (!property)
            continue;
        Json known = Json::array();
        for (const auto &id : ids) {
            const auto mine = property->type == records::PropertyType::Relation ? directory.recordOf(id) : directory.operatorOf(id);
            if (mine)
                known.push_back(*mine);
        }
        if (known.size() < ids.size())
            u.open[name] = ids;
        setValue(u.fields, name, known.empty() ? Json() : known);
    }
    for (auto field = u.fields.begin(); field != u.fields.end();)
        field = isCompared(setting, field.key()) ? std::next(field) : u.fields.erase(field);
    for (const auto &extra : remote.page.extras)
        u.extra[extra.name] = extra.raw;
    return u;
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

/// No base is kept where it would say what the record says.
std::optional<Json> baseIfDifferent(const Setting &setting, const Json &base, const Json &fields)
{
    for (const auto *side : {&base, &fields})
        for (const auto &entry : side->items())
            if (isCompared(setting, entry.key()) && !sameTo(setting.database, entry.key(), valueOf(base, entry.key()), valueOf(fields, entry.key())))
                return base;
    return std::nullopt;
}

Json orNothing(Json object)
{
    return object.empty() ? Json() : object;
}

/// Who waited for this page or this record to be linked goes on.
void announce(store::Transaction &tx, const Setting &setting, const std::string &page, const std::string &record)
{
    for (const auto &waiting : table::linked(tx, page))
        table::hint(tx, "relink", waiting, setting.now);
    (void)table::linked(tx, record); // their items are awake now, which is all
}

void waitForPages(store::Transaction &tx, const records::Database &database, const Understood &u, const StoreDirectory &directory, const std::string &record)
{
    for (const auto &[name, ids] : u.open.items()) {
        const auto *property = database.find(name);
        if (property && property->type == records::PropertyType::Relation)
            for (const auto &id : textList(ids))
                if (!directory.recordOf(id))
                    table::waitFor(tx, id, record);
    }
}

/// What Notion has not got: the console's own properties as they are, people's as the merge says.
std::set<std::string> lacking(const Setting &setting, const Json &fields, const Json &remote, const std::set<std::string> &unknown)
{
    std::set<std::string> names;
    for (const auto &property : setting.database.properties)
        if (isCompared(setting, property.name) && !unknown.contains(property.name)
            && !sameTo(setting.database, property.name, valueOf(fields, property.name), valueOf(remote, property.name)))
            names.insert(property.name);
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
            return setting.writer.create(tx, database.key, id, wanted, editorOf(setting, remote.page), false);
        const table::Quiet quiet(tx); // tells no agent, so no other record changes with it
        return setting.writer.create(tx, database.key, id, wanted, editorOf(setting, remote.page), true);
    };
    auto record = writeWithout(fields, u, create);
    if (!record)
        return tl::make_unexpected(std::move(record).error());
    const Json base = u.fields;
    table::Link link{record->id, database.key, remote.page.id, remote.page.editedAt, baseIfDifferent(setting, base, record->fields), orNothing(u.extra),
                     orNothing(u.foreign), orNothing(u.open), false};
    table::putLink(tx, link);
    waitForPages(tx, database, u, directory, record->id);
    announce(tx, setting, remote.page.id, record->id);
    TakenPage taken{Taken::Created, record->id, lacking(setting, record->fields, base, u.unknown), 0};
    if (!setting.first)
        table::drop(tx, record->id);
    if (!taken.toWrite.empty()) {
        if (!link.base) {
            link.base = base;
            table::putLink(tx, link);
        }
        table::queue(tx, record->id, database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    }
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
        conflict.remoteBy = editorOf(setting, remote.page).name;
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
                      [&](const std::string &name, const Json &one, const Json &other) { return sameTo(database, name, one, other); },
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
        auto written = writeWithout(patch, u, [&](const Json &wanted) { return setting.writer.change(tx, before, wanted, editorOf(setting, remote.page), revive); });
        if (!written)
            return tl::make_unexpected(std::move(written).error());
        for (const auto &name : u.unknown)
            setValue(u.fields, name, valueOf(base, name));
        after = std::move(*written);
        if (!revive)
            taken.what = Taken::Changed;
    }
    taken.toWrite = lacking(setting, after.fields, u.fields, {}); // what is not known counts as it was: a change here is still to be sent
    const bool queued = table::item(tx, before.id).has_value();
    table::Link now{before.id, database.key, remote.page.id, remote.page.editedAt, {}, orNothing(u.extra), orNothing(u.foreign), orNothing(u.open), false};
    now.base = taken.toWrite.empty() ? baseIfDifferent(setting, u.fields, after.fields) : std::optional(u.fields);
    table::putLink(tx, now);
    waitForPages(tx, database, u, directory, before.id);
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
    return lacking(setting, record.fields, u.fields, u.unknown).empty();
}

/// A record that was removed here, while its page was still changed there. True: the page is the later word.
bool outlives(const Setting &setting, const table::Item &item, const table::Link &link, const Remote &remote)
{
    return remote.page.editedAt > link.edited && item.since + setting.skew < remote.page.editedAt;
}

/// What Notion cannot hold, or holds in another form than it was given, is not sent again until it changes.
void accept(store::Transaction &tx, const Setting &setting, const Outgoing &sent, std::set<std::string> &left)
{
    const auto record = store::records::find(tx, setting.database.key, sent.record);
    auto link = table::link(tx, sent.record);
    if (!record || !link)
        return;
    Json known = link->base.value_or(record->fields);
    const auto settle = [&](const std::string &name) {
        setValue(known, name, valueOf(record->fields, name));
        left.erase(name);
    };
    for (const auto &[name, why] : sent.unfit) {
        link->foreign[name] = {{"raw", ""}, {"why", why}};
        settle(name);
    }
    for (const auto &name : sent.dead)
        settle(name);
    for (const auto &[name, value] : sent.fields.items()) {
        if (!left.contains(name) || valueOf(record->fields, name) != value)
            continue;
        link->foreign[name] = {{"raw", ""}, {"why", "Notion holds it in another form"}};
        settle(name);
    }
    link->base = baseIfDifferent(setting, known, record->fields);
    table::putLink(tx, *link);
}

/// Its relations wait for pages that are not made yet; when they have come meanwhile, it goes once more.
void waitOrRepeat(store::Transaction &tx, const Outgoing &sent)
{
    const bool waits = std::any_of(sent.waitsFor.begin(), sent.waitsFor.end(), [&](const auto &target) { return !table::pageOfRecord(tx, target); });
    const auto item = table::item(tx, sent.record);
    if (!waits || !item || item->version != sent.version) {
        (void)table::settled(tx, sent.record, -1); // as it now is
        return;
    }
    for (const auto &target : sent.waitsFor)
        table::waitFor(tx, target, sent.record);
    table::waitForLinks(tx, sent.record);
}

} // namespace

std::optional<std::string> StoreDirectory::pageOf(std::string_view recordId) const
{
    return table::pageOfRecord(m_sql, recordId);
}

std::optional<std::string> StoreDirectory::recordOf(std::string_view pageId) const
{
    return table::recordOfPage(m_sql, pageId);
}

std::optional<std::string> StoreDirectory::userOf(std::string_view operatorId) const
{
    for (const auto &entry : m_users)
        if (entry.second == operatorId)
            return entry.first;
    return {};
}

std::optional<std::string> StoreDirectory::operatorOf(std::string_view userId) const
{
    const auto found = m_users.find(userId);
    return found == m_users.end() ? std::nullopt : std::optional(found->second);
}

Remote remoteOf(notion::Page page)
{
    Remote remote;
    for (const auto &note : page.notes)
        if (note.property && isLink(*note.property) && !note.reading.truncated && !note.reading.unknown.empty())
            remote.links[note.property->name] = note.reading.unknown;
    remote.page = std::move(page);
    return remote;
}

bool isShared(const records::Property &property)
{
    return !property.systemOnly && property.type != records::PropertyType::Formula;
}

Result<TakenPage> take(store::Transaction &tx, const Setting &setting, const Remote &remote)
{
    if (remote.page.inTrash)
        return takeGone(tx, setting, remote.page.id);
    const StoreDirectory directory(tx, setting.users);
    auto u = understand(remote, setting, directory);
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
        HS_TRY(setting.writer.remove(tx, *record, {{}, "Notion"}));
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
        for (const auto &id : ids) {
            const auto mine = property && property->type == records::PropertyType::Relation ? directory.recordOf(id) : directory.operatorOf(id);
            if (mine)
                known.push_back(*mine);
        }
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
    const auto after = setting.writer.change(tx, *before, patch, {{}, "Notion"}, false);
    if (!after)
        return tl::make_unexpected(after.error());
    link->open = orNothing(link->open);
    link->base = baseIfDifferent(setting, base, after->fields);
    table::putLink(tx, *link);
    if (!link->base)
        table::drop(tx, record);
    return {};
}

Result<Outgoing> outgoing(const store::ReadSql &sql, const Setting &setting, const notion::PropertyMap &map, const table::Item &item, const std::string &lastSynced)
{
    Outgoing out;
    out.record = item.record;
    out.version = item.version;
    out.values = Json::object();
    out.fields = Json::object();
    const auto record = store::records::find(sql, item.db, item.record);
    auto link = table::link(sql, item.record);
    if (link)
        out.page = link->page;
    if (record && link && link->trashed)
        link.reset(); // it came back here alone: it gets a new page
    if (!record) {
        out.what = link && !link->trashed ? Outgoing::What::Trash : !link && item.asked ? Outgoing::What::Find : Outgoing::What::Nothing;
        return out;
    }
    if (!link && item.asked) {
        out.what = Outgoing::What::Find;
        return out;
    }
    const bool create = !link;
    const Json base = create ? Json::object() : link->base.value_or(record->fields);
    const StoreDirectory directory(sql, setting.users);
    out.shared = false;
    for (const auto &slot : map.slots()) {
        if (slot.role != notion::PropertyMap::Role::Ours || !slot.writable || !isCompared(setting, slot.property->name))
            continue;
        const auto &name = slot.property->name;
        const Json &value = valueOf(record->fields, name);
        if (sameTo(setting.database, name, value, valueOf(base, name)))
            continue;
        // Pages and people that nobody here knows stay in the list.
        std::vector<std::string> keep;
        if (link && link->open.is_object())
            for (const auto &id : textList(member(link->open, name)))
                if (!(slot.property->type == records::PropertyType::Relation ? directory.recordOf(id) : directory.operatorOf(id)))
                    keep.push_back(id);
        const auto written = notion::toNotion(*slot.property, value, directory, keep);
        if (written.kind == notion::Written::Kind::ReadOnly)
            continue;
        if (written.kind == notion::Written::Kind::Unfit) {
            out.unfit[name] = written.why;
            continue;
        }
        out.shared = out.shared || isShared(*slot.property);
        Json given = value;
        if (written.kind == notion::Written::Kind::Waits) {
            for (const auto &id : written.unresolved) {
                if (slot.property->type == records::PropertyType::Relation && store::records::findAny(sql, id))
                    out.waitsFor.push_back(id);
                else
                    out.dead.insert(name); // a record that is gone, a person whom Notion does not know
                given.erase(std::remove(given.begin(), given.end(), Json(id)), given.end());
            }
            if (sameTo(setting.database, name, given.empty() ? Json() : given, valueOf(base, name)) && !out.dead.contains(name))
                continue; // nothing new can be said yet
        }
        out.values[slot.id] = written.value;
        out.fields[name] = given;
    }
    if (out.values.empty() && !create) {
        out.what = Outgoing::What::Nothing;
        return out;
    }
    const Json drawn = setting.writer.drawn(sql, *record);
    for (const auto &[name, value] : drawn.items())
        if (const auto *slot = map.slotOf(name))
            if (const auto written = notion::toNotion(*slot->property, value, directory); !written.value.is_null())
                out.values[slot->id] = written.value;
    if (const auto *slot = map.slotOf(LastSynced))
        out.values[slot->id] = notion::toNotion(*slot->property, lastSynced, directory).value;
    out.what = create ? Outgoing::What::Create : Outgoing::What::Patch;
    return out;
}

Result<void> confirm(store::Transaction &tx, const Setting &setting, const Outgoing &sent, const Remote &answer)
{
    auto link = table::link(tx, sent.record);
    const bool isNew = !link || link->trashed;
    const auto record = store::records::find(tx, setting.database.key, sent.record);
    if (isNew)
        link = table::Link{sent.record, setting.database.key, answer.page.id, answer.page.editedAt, Json::object(), {}, {}, {}, false};
    Json base = link->base ? *link->base : record ? record->fields : Json::object();
    for (const auto &[name, value] : sent.fields.items())
        setValue(base, name, value.is_array() && value.empty() ? Json() : value);
    link->base = base;
    table::putLink(tx, *link);
    if (isNew)
        announce(tx, setting, answer.page.id, sent.record);
    if (!record) // removed meanwhile: the trigger has put it into the queue as that
        return {};
    const auto taken = take(tx, setting, answer);
    if (!taken)
        return tl::make_unexpected(taken.error());
    auto left = taken->toWrite;
    accept(tx, setting, sent, left);
    if (left.empty()) {
        table::drop(tx, sent.record);
        return {};
    }
    waitOrRepeat(tx, sent);
    return {};
}

Result<void> settleWithout(store::Transaction &tx, const Setting &setting, const Outgoing &nothing)
{
    const auto item = table::item(tx, nothing.record);
    if (!item || item->version != nothing.version)
        return {}; // it changed meanwhile and is looked at again
    std::set<std::string> left;
    accept(tx, setting, nothing, left);
    if (nothing.waitsFor.empty())
        table::drop(tx, nothing.record);
    else
        waitOrRepeat(tx, nothing);
    return {};
}

} // namespace hs::sync
