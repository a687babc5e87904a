#include "engine/sync/fresh_page.h"

#include <algorithm>

#include "engine/records/text.h"
#include "engine/records/value.h"
#include "engine/sync/understanding.h"
#include "engine/vocabulary/json_text.h"

namespace hs::sync {

namespace table = store::notion;

namespace {

std::string openText(const Json &object)
{
    auto text = dump(object);
    text.pop_back();
    return text;
}

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

} // namespace

std::optional<FreshPage> freshPage(const Remote &remote, const Setting &setting)
{
    if (remote.page.inTrash)
        return {};
    auto u = understand(remote, setting);
    FreshPage fresh;
    const auto id = text(u.fields, ConsoleId);
    if ((!id.empty() && !isRecordId(id)) || !readLinks(remote, setting, u, fresh.relations))
        return {};
    auto record = setting.writer.draft(setting.database.key, id, u.fields);
    if (!record)
        return {};
    const auto differs = differing(setting, u.fields, record->fields);
    fresh.page = remote.page.id;
    fresh.by = editorOf(setting, remote.page.editedBy);
    fresh.edited = remote.page.editedAt;
    fresh.known = !id.empty();
    fresh.fields = openText(record->fields);
    if (!differs.empty())
        fresh.base = openText(u.fields);
    fresh.extra = textOrNothing(u.extra);
    fresh.foreign = textOrNothing(u.foreign);
    fresh.open = std::move(u.open);
    fresh.toWrite = std::any_of(differs.begin(), differs.end(), [&](const auto &name) { return !u.unknown.contains(name); });
    fresh.record = std::move(*record);
    fresh.record.fields = Json::object(); // its text is made
    return fresh;
}

bool takeFresh(store::Transaction &tx, const Setting &setting, const FreshPage &fresh)
{
    const auto &record = fresh.record;
    if (table::recordOfPage(tx, fresh.page) || !store::records::isFree(tx, record))
        return false;
    if (fresh.known && (store::records::known(tx, record.id) || table::link(tx, record.id)))
        return false;
    std::string relations, entity;
    std::vector<std::string> strangers;
    Json open = fresh.open;
    for (const auto &relation : fresh.relations) {
        std::vector<std::string> mine;
        const auto before = strangers.size();
        for (const auto &page : relation.pages) {
            auto one = table::recordOfPage(tx, page);
            if (!one)
                strangers.push_back(page);
            else if (!isRecordId(*one))
                return false;
            else
                mine.push_back(std::move(*one));
        }
        if (strangers.size() > before)
            open[relation.name] = relation.pages;
        if (mine.empty() || !relation.kept)
            continue;
        if (relation.name == records::EntityProperty)
            entity = mine.front();
        appendKey(relations, relation.name);
        appendTexts(relations, mine);
    }
    const auto closed = [&](std::string text) {
        if (!relations.empty() && text.back() != '{')
            text += ',';
        return (text += relations) += '}';
    };
    const auto fields = closed(fresh.fields);
    const auto base = fresh.base.empty() ? std::string() : closed(fresh.base);
    const auto unresolved = textOrNothing(open);
    store::records::add(tx, record, {fields, entity, records::etagOfText(fields, setting.now), fresh.by, setting.now});
    table::addLink(tx, {record.id, setting.database.key, fresh.page, fresh.edited, base, fresh.extra, fresh.foreign, unresolved});
    for (const auto &page : strangers)
        table::waitFor(tx, page, record.id);
    announce(tx, setting, fresh.page, fresh.known ? record.id : std::string());
    if (fresh.toWrite)
        table::queue(tx, record.id, setting.database.key, table::Kind::Write, table::Lane::Engine, setting.now);
    return true;
}

} // namespace hs::sync
