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
class PeopleDirectory final : public notion::Directory {
public:
    explicit PeopleDirectory(const StoreDirectory::Users &users) : m_users(users) {}
    [[nodiscard]] std::optional<std::string> pageOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> recordOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> userOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> operatorOf(std::string_view userId) const override
    {
        const auto found = m_users.find(userId);
        return found == m_users.end() ? std::nullopt : std::optional(found->second);
    }

private:
    const StoreDirectory::Users &m_users;
};

/// People at once, relations to be looked up later. False: the hub would refuse one.
bool readLinks(const Remote &remote, const Setting &setting, Understood &u, std::vector<FreshPage::Relation> &relations)
{
    const PeopleDirectory people(setting.users);
    for (const auto &[name, pages] : remote.links) {
        const auto *property = setting.database.find(name);
        if (!property)
            continue;
        if (property->type != records::PropertyType::Relation) {
            resolveLink(u, *property, pages, setting, people);
            if (const Json &ours = valueOf(u.fields, name); !ours.is_null() && !records::normaliseValue(*property, ours))
                return false;
            continue;
        }
        if (pages.size() > (property->limit > 0 ? std::size_t(property->limit) : records::MaxEntries) || !property->defaultValue.is_null())
            return false;
        relations.push_back({name, pages, isKept(setting, name)});
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

} // namespace

std::optional<FreshPage> freshPage(Remote &remote, const Setting &setting)
{
    if (remote.page.inTrash)
        return {};
    Borrowed borrowed(remote, setting);
    auto &u = borrowed.understood();
    FreshPage fresh;
    const auto id = text(u.fields, ConsoleId);
    if ((!id.empty() && !isRecordId(id)) || !readLinks(remote, setting, u, fresh.relations))
        return {};
    auto draft = setting.writer.draft(setting.database.key, id, u.fields);
    if (!draft)
        return {};
    fresh.fields = parted(u.fields, fresh.relations);
    bool alike = true;
    std::string less = "{";
    for (const auto &name : draft->added) {
        appendKey(less, name);
        less += "null";
        if (const auto *property = setting.database.find(name); property && isKept(setting, name) && !same(*property, Json(), valueOf(u.fields, name))) {
            alike = false;
            fresh.toWrite = fresh.toWrite || !u.unknown.contains(name);
        }
        u.fields.erase(name);
    }
    if (!alike)
        fresh.basePatch = less + "}";
    fresh.page = remote.page.id;
    fresh.by = editorOf(setting, remote.page.editedBy);
    fresh.edited = remote.page.editedAt;
    fresh.known = !id.empty();
    fresh.extra = textOrNothing(u.extra);
    fresh.foreign = textOrNothing(u.foreign);
    fresh.open = std::move(u.open);
    fresh.record = std::move(draft->record);
    return fresh;
}

bool takeFresh(store::Transaction &tx, const Setting &setting, const FreshPage &fresh, bool awaited)
{
    const auto &record = fresh.record;
    if (table::recordOfPage(tx, fresh.page) || !store::records::isFree(tx, record))
        return false;
    if (fresh.known && (store::records::known(tx, record.id) || table::link(tx, record.id)))
        return false;
    std::string fields = "{" + fresh.fields.front(), entity;
    Json open = fresh.open;
    const auto join = [&fields](std::string_view members) {
        if (!members.empty() && fields.back() != '{')
            fields += ',';
        fields += members;
    };
    for (std::size_t i = 0; i < fresh.relations.size(); ++i) {
        const auto &relation = fresh.relations[i];
        std::vector<std::string> mine;
        for (const auto &page : relation.pages) {
            auto one = table::recordOfPage(tx, page);
            if (one && !isRecordId(*one))
                return false;
            if (one)
                mine.push_back(std::move(*one));
        }
        if (mine.size() < relation.pages.size())
            open[relation.name] = relation.pages;
        if (!mine.empty() && relation.kept) {
            if (relation.name == records::EntityProperty)
                entity = mine.front();
            appendKey(fields, relation.name);
            appendTexts(fields, mine);
        }
        join(fresh.fields[i + 1]);
    }
    fields += '}';
    const auto unresolved = textOrNothing(open);
    store::records::add(tx, record, {fields, entity, records::etagOfText(fields, setting.now), fresh.by, setting.now});
    table::addLink(tx, {record.id, setting.database.key, fresh.page, fresh.edited, fresh.basePatch, fresh.extra, fresh.foreign, unresolved});
    if (awaited)
        announce(tx, setting, fresh.page, fresh.known ? record.id : std::string());
    if (fresh.toWrite)
        table::queue(tx, record.id, setting.database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    return true;
}

} // namespace hs::sync
