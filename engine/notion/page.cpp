#include "engine/notion/page.h"

#include <algorithm>

#include "engine/notion/element.h"
#include "engine/notion/ids.h"

namespace hs::notion {

namespace {

simdjson::dom::parser &pageParser()
{
    thread_local simdjson::dom::parser parser; // it keeps its buffers; answers are limited by the transport
    return parser;
}

tl::unexpected<Error> notA(std::string_view what)
{
    return fail(Errc::Corrupt, "Notion's answer is not " + std::string(what), {}, "try again later");
}

Timestamp timeAt(const Element &value)
{
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS)
        return {};
    const auto at = parseRfc3339(text);
    return at ? *at : Timestamp();
}

/// Reads the properties of one page after another: they stand in the same order in each.
class PropertyReader {
public:
    PropertyReader(const PropertyMap &map, const Directory &directory) : m_map(map), m_directory(directory) {}

    void read(const simdjson::dom::object &properties, Page &page)
    {
        m_next = 0;
        m_seen.clear();
        auto &fields = page.fields.get_ref<Json::object_t &>();
        for (const auto [key, value] : properties) {
            const auto id = textOf(value, "id");
            const auto *slot = slotFor(key, id);
            if (!slot || slot->role == PropertyMap::Role::Extra) {
                const auto type = textOf(value, "type");
                page.extras.push_back({std::string(id), std::string(key), std::string(type), rawValue(type, value)});
                continue;
            }
            if (slot->role == PropertyMap::Role::Derived)
                continue;
            auto reading = readElement(*slot->property, value, m_directory);
            m_seen.push_back(slot->property);
            if (!reading.value.is_null())
                fields.insert_or_assign(slot->property->name, std::move(reading.value));
            if (reading.foreign || reading.truncated || !reading.unknown.empty() || !reading.why.empty())
                page.notes.push_back({slot->property, slot->id, std::move(reading)});
        }
        if (m_seen.size() == m_map.database().properties.size())
            return;
        for (const auto &property : m_map.database().properties)
            if (std::find(m_seen.begin(), m_seen.end(), &property) == m_seen.end())
                page.absent.push_back(property.name);
    }

private:
    const PropertyMap::Slot *slotFor(std::string_view key, std::string_view id)
    {
        const auto at = m_next++;
        if (at < m_order.size() && m_order[at] && m_order[at]->id == id)
            return m_order[at];
        const auto *slot = m_map.byId(id);
        if (!slot)
            slot = m_map.byName(key); // an answer that was cut or is of an old version may lack ids
        m_order.resize(std::max(m_order.size(), at + 1));
        m_order[at] = slot;
        return slot;
    }

    const PropertyMap &m_map;
    const Directory &m_directory;
    std::size_t m_next = 0;
    std::vector<const PropertyMap::Slot *> m_order; // of the page before
    std::vector<const records::Property *> m_seen;
};

void readParent(const Element &parent, Page &page)
{
    page.dataSource = idOf(parent, "data_source_id");
    page.database = idOf(parent, "database_id");
}

/// One page; `properties` null: its head alone. Empty when it is none.
std::optional<Page> readPage(const Element &element, PropertyReader *properties)
{
    simdjson::dom::object members;
    if (element.get(members) != simdjson::SUCCESS)
        return {};
    std::optional<Page> page(std::in_place);
    bool isPage = false;
    for (const auto [key, value] : members) {
        std::string_view text;
        if (key == "properties") {
            simdjson::dom::object values;
            if (properties && value.get(values) == simdjson::SUCCESS)
                properties->read(values, *page);
        } else if (key == "object") {
            isPage = value.get(text) == simdjson::SUCCESS && text == "page";
        } else if (key == "id") {
            if (value.get(text) == simdjson::SUCCESS)
                page->id = normaliseId(text).value_or(std::string());
        } else if (key == "created_time") {
            page->createdAt = timeAt(value);
        } else if (key == "last_edited_time") {
            page->editedAt = timeAt(value);
        } else if (key == "created_by") {
            page->createdBy = idOf(value, "id");
        } else if (key == "last_edited_by") {
            page->editedBy = idOf(value, "id");
        } else if (key == "in_trash" || key == "archived") { // the same of two versions; some answers carry both
            bool flag = false;
            page->inTrash = (value.get(flag) == simdjson::SUCCESS && flag) || page->inTrash;
        } else if (key == "is_archived") {
            bool flag = false;
            page->archived = value.get(flag) == simdjson::SUCCESS && flag;
        } else if (key == "is_locked") {
            bool flag = false;
            page->locked = value.get(flag) == simdjson::SUCCESS && flag;
        } else if (key == "url") {
            if (value.get(text) == simdjson::SUCCESS)
                page->url = text;
        } else if (key == "parent") {
            readParent(value, *page);
        }
    }
    if (!isPage || page->id.empty())
        return {};
    return page;
}

} // namespace

const Page::Note *Page::note(std::string_view hubProperty) const
{
    const auto found =
        std::find_if(notes.begin(), notes.end(), [&](const Note &n) { return n.property->name == hubProperty; });
    return found == notes.end() ? nullptr : &*found;
}

Result<Page> parsePage(std::string_view body, const PropertyMap &map, const Directory &directory)
{
    const auto root = parseElement(pageParser(), body);
    if (!root)
        return tl::make_unexpected(root.error());
    PropertyReader reader(map, directory);
    auto page = readPage(*root, &reader);
    if (!page)
        return notA("a page");
    return std::move(*page);
}

Result<PageList> parseQuery(std::string_view body, const PropertyMap &map, const Directory &directory)
{
    std::vector<Page> pages;
    auto list = parseQuery(body, map, directory, [&pages](Page page) { pages.push_back(std::move(page)); });
    if (list)
        list->pages = std::move(pages);
    return list;
}

Result<PageList> parseQuery(std::string_view body, const PropertyMap &map, const Directory &directory, const std::function<void(Page)> &each)
{
    const auto root = parseElement(pageParser(), body);
    if (!root)
        return tl::make_unexpected(root.error());
    simdjson::dom::array results;
    const auto found = memberOf(*root, "results");
    if (!found || found->get(results) != simdjson::SUCCESS)
        return notA("a list of pages");
    PageList list;
    PropertyReader reader(map, directory);
    for (const Element item : results)
        if (auto page = readPage(item, &reader))
            each(std::move(*page));
    list.nextCursor = textOf(*root, "next_cursor");
    list.hasMore = flagOf(*root, "has_more") && !list.nextCursor.empty();
    if (const auto status = memberOf(*root, "request_status"); status && textOf(*status, "type") == "incomplete") {
        list.incompleteReason = textOf(*status, "incomplete_reason");
        if (list.incompleteReason.empty())
            list.incompleteReason = "incomplete";
    }
    return list;
}

Result<Page> parsePageHead(std::string_view body)
{
    const auto root = parseElement(pageParser(), body);
    if (!root)
        return tl::make_unexpected(root.error());
    auto page = readPage(*root, nullptr);
    if (!page)
        return notA("a page");
    return std::move(*page);
}

Result<PropertyItems> parsePropertyItems(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return notA("JSON");
    PropertyItems parts;
    const auto add = [&parts](const Json &item) {
        const auto type = text(item, "type");
        const Json &inner = member(item, type);
        if (parts.type.empty())
            parts.type = type;
        if (type == "relation" || type == "people")
            if (auto id = normaliseId(text(inner, "id")))
                parts.ids.push_back(std::move(*id));
        parts.items.push_back(inner);
    };
    if (text(*answer, "object") == "property_item") {
        add(*answer);
        return parts;
    }
    const Json &results = member(*answer, "results");
    if (!results.is_array())
        return notA("a part of a property");
    parts.type = text(member(*answer, "property_item"), "type");
    for (const auto &item : results)
        add(item);
    parts.nextCursor = text(*answer, "next_cursor");
    parts.hasMore = boolean(*answer, "has_more") && !parts.nextCursor.empty();
    return parts;
}

Reading readWhole(const records::Property &property, const std::vector<PropertyItems> &parts, const Directory &directory)
{
    Json items = Json::array();
    std::string type;
    bool single = false;
    for (const auto &part : parts) {
        if (type.empty())
            type = part.type;
        single = single || (part.type != "relation" && part.type != "people" && part.type != "rich_text" &&
                            part.type != "title");
        for (const auto &item : part.items)
            items.push_back(item);
    }
    const Json inner = !single ? items : items.empty() ? Json() : items.front();
    auto reading = fromNotion(property, Json{{"type", type}, {type, inner}}, directory);
    reading.truncated = false; // these are all
    return reading;
}

} // namespace hs::notion
