#include "engine/sync/fresh_page.h"

#include <algorithm>

#include "engine/records/text.h"
#include "engine/records/value.h"
#include "engine/sync/understanding.h"
#include "engine/vocabulary/json_text.h"

namespace hs::sync {

namespace table = store::notion;

namespace {

std::string textOrNothing(const Json &object)
{
    return object.empty() ? std::string() : dump(object);
}

/// Knows people alone: records are looked up when the page is taken.
class PeopleDirectory final : public NoDirectory {
public:
    explicit PeopleDirectory(const StoreDirectory::Users &users) : m_users(users) {}
    [[nodiscard]] std::optional<std::string> operatorOf(std::string_view userId) const override
    {
        const auto found = m_users.find(userId);
        return found == m_users.end() ? std::nullopt : std::optional(found->second);
    }

private:
    const StoreDirectory::Users &m_users;
};

/// People at once, relations to be looked up later. False: the hub would refuse one.
bool readLinks(const Remote &remote, const Setting &setting, Understood &u, FreshPage &fresh)
{
    const PeopleDirectory people(setting.users);
    for (const auto &[name, pages] : remote.links) {
        const auto *property = setting.database.find(name);
        if (!property)
            continue;
        if (property->type != records::PropertyType::Relation) {
            fresh.people[name] = pages;
            resolveLink(u, *property, pages, setting, people);
            if (const Json &ours = valueOf(u.fields, name); !ours.is_null() && !records::normaliseValue(*property, ours))
                return false;
            continue;
        }
        if (pages.size() > (property->limit > 0 ? std::size_t(property->limit) : records::MaxEntries) || !property->defaultValue.is_null())
            return false;
        fresh.relations.push_back({name, pages, isKept(setting, name)});
    }
    return true;
}

/// As the hub takes them in a relation.
bool isRecordId(std::string_view id)
{
    constexpr std::size_t Longest = 64;
    return id.starts_with("rec_") && id.size() <= Longest;
}

/// The values of a page, taken out to be worked with: copying them costs as much as all the rest. They are put back less what `understand`
/// leaves out in any case.
class Borrowed {
public:
    Borrowed(Remote &from, const Setting &setting) : m_from(from), m_understood(understand(from, setting, std::exchange(from.page.fields, Json::object()))) {}
    ~Borrowed() { m_from.page.fields = std::move(m_understood.fields); }
    Borrowed(const Borrowed &) = delete;
    Borrowed &operator=(const Borrowed &) = delete;
    [[nodiscard]] Understood &understood() { return m_understood; }

private:
    Remote &m_from;
    Understood m_understood;
};

/// The members of an object, parted where relations belong among them.
std::vector<std::string> parted(const Json &fields, const std::vector<FreshPage::Relation> &relations)
{
    std::vector<std::string> parts(1);
    for (const auto &[name, value] : fields.items()) {
        while (parts.size() <= relations.size() && relations[parts.size() - 1].name < name)
            parts.emplace_back();
        appendKey(parts.back(), name);
        appendJson(parts.back(), value);
    }
    parts.resize(relations.size() + 1);
    return parts;
}

/// Further members of an object that is being written.
void join(std::string &object, std::string_view members)
{
    if (!members.empty() && object.back() != '{')
        object += ',';
    object += members;
}

/// See table::NewLink: the common version lacks what the page does not hold.
std::string basePatch(const FreshPage &fresh, bool late)
{
    if (fresh.alike && !late)
        return {};
    std::string patch = "{";
    const auto without = [&patch](const std::string &name) {
        appendKey(patch, name);
        patch += "null";
    };
    for (const auto &name : fresh.added)
        without(name);
    if (late)
        without(fresh.late.first);
    return patch + "}";
}

} // namespace

std::optional<FreshPage> freshPage(Remote &remote, const Setting &setting)
{
    if (remote.page.inTrash)
        return {};
    Borrowed borrowed(remote, setting);
    auto &u = borrowed.understood();
    FreshPage fresh;
    const auto id = text(u.fields, ConsoleId);
    if ((!id.empty() && !isRecordId(id)) || !readLinks(remote, setting, u, fresh))
        return {};
    auto draft = setting.writer.draft(setting.database.key, id, u.fields);
    if (!draft)
        return {};
    const auto name = [](const FreshPage::Relation &relation) { return relation.name; };
    if (const auto &late = draft->late.first; !late.empty() && std::ranges::find(fresh.relations, late, name) == fresh.relations.end())
        fresh.relations.insert(std::ranges::lower_bound(fresh.relations, late, {}, name), {late, {}, true});
    fresh.fields = parted(u.fields, fresh.relations);
    fresh.late = std::move(draft->late);
    for (const auto &added : draft->added) {
        if (const auto *property = setting.database.find(added); property && isKept(setting, added) && !same(*property, Json(), valueOf(u.fields, added))) {
            fresh.alike = false;
            fresh.toWrite = fresh.toWrite || !u.unknown.contains(added);
        }
        u.fields.erase(added);
    }
    fresh.added = std::move(draft->added);
    fresh.page = remote.page.id;
    fresh.editor = remote.page.editedBy;
    fresh.edited = remote.page.editedAt;
    fresh.known = !id.empty();
    fresh.extra = textOrNothing(u.extra);
    fresh.foreign = textOrNothing(u.foreign);
    fresh.unknown.assign(u.unknown.begin(), u.unknown.end());
    fresh.open = std::move(u.open);
    fresh.record = std::move(draft->record);
    fresh.record.search.shrink_to_fit(); // many wait for the writer at a time
    for (auto &part : fresh.fields)
        part.shrink_to_fit();
    return fresh;
}

Remote remoteOf(const FreshPage &fresh, const records::Database &database)
{
    Remote remote;
    remote.page.id = fresh.page;
    remote.page.editedBy = fresh.editor;
    remote.page.editedAt = fresh.edited;
    remote.page.absent = fresh.unknown;
    std::string fields = "{";
    for (const auto &part : fresh.fields)
        join(fields, part);
    remote.page.fields = parseJson(fields + "}").value_or(Json::object()); // our own text
    for (const auto &name : fresh.added)
        remote.page.fields.erase(name);
    const auto extra = parseJson(fresh.extra).value_or(Json::object()), foreign = parseJson(fresh.foreign).value_or(Json::object());
    for (const auto &[name, raw] : extra.items())
        remote.page.extras.push_back({{}, name, {}, raw.get<std::string>()});
    for (const auto &[name, value] : foreign.items()) {
        notion::Page::Note note;
        note.property = database.find(name);
        note.reading.foreign = true;
        note.reading.raw = text(value, "raw");
        note.reading.why = text(value, "why");
        remote.page.notes.push_back(std::move(note));
    }
    remote.links = fresh.people;
    for (const auto &relation : fresh.relations)
        remote.links[relation.name] = relation.pages;
    return remote;
}

bool takeFresh(store::Transaction &tx, const Setting &setting, const FreshPage &fresh, bool awaited)
{
    const auto &record = fresh.record;
    if (table::recordOfPage(tx, fresh.page) || !store::records::isFree(tx, record))
        return false;
    if (fresh.known && (store::records::known(tx, record.id) || table::link(tx, record.id)))
        return false;
    Json open = fresh.open;
    std::vector<std::vector<std::string>> known; // by relation
    for (const auto &relation : fresh.relations) {
        auto &mine = known.emplace_back();
        for (const auto &page : relation.pages)
            if (auto one = table::recordOfPage(tx, page))
                mine.push_back(std::move(*one));
        if (!std::all_of(mine.begin(), mine.end(), isRecordId))
            return false;
        if (mine.size() < relation.pages.size())
            open[relation.name] = relation.pages;
    }
    std::string fields = "{" + fresh.fields.front(), entity;
    bool late = false;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto &relation = fresh.relations[i];
        auto &mine = known[i];
        if (relation.name == fresh.late.first)
            if (auto given = setting.writer.late(tx, record.id, fresh.late.second); mine.empty() && !given.empty()) {
                late = true;
                mine = std::move(given);
            }
        if (!mine.empty() && relation.kept) {
            if (relation.name == records::EntityProperty)
                entity = mine.front();
            appendKey(fields, relation.name);
            appendTexts(fields, mine);
        }
        join(fields, fresh.fields[i + 1]);
    }
    fields += '}';
    const auto unresolved = textOrNothing(open);
    const auto by = editorOf(setting, fresh.editor);
    store::records::add(tx, record, {fields, entity, records::etagOfText(fields, setting.now), by, setting.now});
    table::addLink(tx, {record.id, setting.database.key, fresh.page, fresh.edited, basePatch(fresh, late), fresh.extra, fresh.foreign, unresolved});
    if (awaited)
        announce(tx, setting, fresh.page, fresh.known ? record.id : std::string());
    if (fresh.toWrite || (late && std::ranges::find(fresh.unknown, fresh.late.first) == fresh.unknown.end()))
        table::queue(tx, record.id, setting.database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    return true;
}

} // namespace hs::sync
