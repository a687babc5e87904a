#include "tests/fakes/notion/query.h"

#include <algorithm>
#include <set>

#include "tests/fakes/notion/filters.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/paging.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

constexpr std::size_t KeptResults = 64;

using KeyReader = std::function<SortKey(const Page &)>;

SortKey numberKey(double number)
{
    return {false, number, {}};
}

KeyReader timeKey(bool created)
{
    return [created](const Page &page) { return numberKey(double(toMillis(toMinute(created ? page.created : page.edited)))); };
}

KeyReader propertyKey(Workspace &space, DataSource &table, const Property &property)
{
    if (property.type == "created_time" || property.type == "last_edited_time")
        return timeKey(property.type == "created_time");
    if (property.type == "select" || property.type == "status") // in the order of the options
        return [&property](const Page &page) {
            const Json &kept = keptValue(page, property);
            for (std::size_t i = 0; i < property.options.size(); ++i)
                if (kept == property.options[i].id)
                    return numberKey(double(i));
            return SortKey{};
        };
    return [&space, &table, &property](const Page &page) {
        const Json value = plainValue(space, table, property, page);
        if (value.is_number())
            return numberKey(value.get<double>());
        if (value.is_boolean())
            return numberKey(value.get<bool>() ? 1 : 0);
        const auto text = scalarText(value);
        return SortKey{text.empty(), 0, text};
    };
}

std::vector<KeyReader> readSorts(Workspace &space, DataSource &table, const Json &sorts, std::vector<bool> &descending)
{
    std::vector<KeyReader> keys;
    if (sorts.is_null())
        return keys;
    if (!sorts.is_array() || sorts.size() > 100)
        refuse("body failed validation: body.sorts should be an array of at most 100.");
    for (const Json &sort : sorts) {
        const auto direction = text(sort, "direction");
        if (direction != "ascending" && direction != "descending")
            refuse("body failed validation: body.sorts.direction should be ascending or descending.");
        descending.push_back(direction == "descending");
        if (const auto which = text(sort, "timestamp"); !which.empty()) {
            if (which != "created_time" && which != "last_edited_time")
                refuse("body failed validation: body.sorts.timestamp should be created_time or last_edited_time.");
            keys.push_back(timeKey(which == "created_time"));
            continue;
        }
        const auto name = text(sort, "property");
        const Property *property = findProperty(table, name);
        if (!property)
            refuse("Could not find sort property with name or id: " + name);
        keys.push_back(propertyKey(space, table, *property));
    }
    return keys;
}

int compare(const SortKey &a, const SortKey &b, bool descending)
{
    if (a.empty || b.empty)
        return a.empty == b.empty ? 0 : a.empty ? 1 : -1;
    const int order = a.number < b.number ? -1 : a.number > b.number ? 1 : a.text.compare(b.text);
    return descending ? -order : order;
}

// Equal keys, and no keys at all, are ordered by what nobody can guess but stays the same.
bool comesBefore(const QueryRow &a, const QueryRow &b, const std::vector<bool> &descending)
{
    for (std::size_t i = 0; i < a.keys.size() && i < b.keys.size(); ++i)
        if (const int order = compare(a.keys[i], b.keys[i], descending[i]); order != 0)
            return order < 0;
    return a.page->shuffle != b.page->shuffle ? a.page->shuffle < b.page->shuffle : a.page->order < b.page->order;
}

void checkBody(const Call &call)
{
    static const std::set<std::string> Known{"filter",   "sorts",    "start_cursor", "page_size", "result_type",
                                             "in_trash", "archived", "is_archived"};
    if (call.body.is_null())
        return;
    if (!call.body.is_object())
        refuse("body failed validation: body should be an object.");
    for (const auto &[key, value] : call.body.items())
        if (Known.count(key) == 0 || (key == "archived" && call.version == Version::V2026_03_11))
            refuse("body failed validation: body." + key + " should be not present.");
    if (const auto type = text(call.body, "result_type"); !type.empty() && type != "page" && type != "data_source")
        refuse("body failed validation: body.result_type should be page or data_source.");
}

} // namespace

std::shared_ptr<const QueryCache::Result> QueryCache::result(Workspace &space, DataSource &table, const Json &body, const std::string &query)
{
    const Json &filter = member(body, "filter");
    const std::uint64_t key = looksElsewhere(table) ? space.revision : table.revision;
    auto &kept = m_results[query];
    if (kept && kept->key == key && !dependsOnTime(filter))
        return kept;
    auto made = std::make_shared<Result>();
    made->key = key;
    const auto condition = readFilter(space, table, filter);
    const auto keys = readSorts(space, table, member(body, "sorts"), made->descending);
    const bool archived = boolean(body, "is_archived");
    for (Page *page : table.pages) {
        if (page->inTrash || page->isArchived != archived || (condition && !condition(*page)))
            continue;
        if (!space.unshared.empty() && space.unshared.count(page->id) != 0)
            continue;
        QueryRow row{page, {}};
        row.keys.reserve(keys.size());
        for (const auto &read : keys)
            row.keys.push_back(read(*page));
        made->rows.push_back(std::move(row));
    }
    std::sort(made->rows.begin(), made->rows.end(), [&](const QueryRow &a, const QueryRow &b) { return comesBefore(a, b, made->descending); });
    if (m_results.size() > KeptResults) {
        m_results.clear();
        return m_results[query] = std::move(made);
    }
    return kept = std::move(made);
}

std::string QueryCache::remember(Workspace &space, Cursor cursor)
{
    const auto token = space.ids.uuid();
    m_cursors[token] = std::move(cursor);
    return token;
}

const QueryCache::Cursor *QueryCache::cursor(const std::string &token) const
{
    const auto found = m_cursors.find(token);
    return found == m_cursors.end() ? nullptr : &found->second;
}

Answer queryDataSource(Call &call)
{
    Workspace &space = call.space;
    DataSource &table = space.dataSource(call.ids[0]);
    checkBody(call);
    if (table.inTrash)
        refuse("Can't query a data source that is in the trash.");
    Json shape = call.body.is_object() ? call.body : Json::object();
    shape.erase("start_cursor");
    shape.erase("page_size");
    const auto query = table.id + dump(shape);
    const auto size = pageSizeOf(call);
    const auto wanted = wantedProperties(table, call.all("filter_properties"));
    const auto result = call.queries.result(space, table, shape, query);
    const auto &rows = result->rows;

    std::size_t from = 0, given = 0;
    if (const auto token = cursorOf(call); !token.empty()) {
        const auto *cursor = call.queries.cursor(token);
        if (!cursor || cursor->query != query)
            refuse("The start_cursor provided is invalid: " + token);
        given = cursor->given;
        const auto behind = std::upper_bound(rows.begin(), rows.end(), cursor->last,
                                             [&](const QueryRow &a, const QueryRow &b) { return comesBefore(a, b, result->descending); });
        from = space.options.offsetCursors ? std::min(given, rows.size()) : std::size_t(behind - rows.begin());
    }
    const auto room = space.options.queryCap > given ? space.options.queryCap - given : 0;
    const auto to = std::min(from + std::min(size, room), rows.size());
    const bool capped = to < rows.size() && given + (to - from) >= space.options.queryCap;
    const bool more = to < rows.size() && !capped;

    Answer answer;
    answer.body.add(R"({"object":"list","results":[)");
    static const auto comma = std::make_shared<const std::string>(",");
    for (auto i = from; i < to; ++i) {
        if (i > from)
            answer.body.add(comma);
        if (wanted)
            answer.body.add(dump(pageJson(space, *rows[i].page, call.version, wanted)));
        else
            answer.body.add(pageText(space, *rows[i].page, call.version));
    }
    std::string tail = R"(],"next_cursor":)";
    tail += more ? "\"" + call.queries.remember(space, {query, given + (to - from), rows[to - 1]}) + "\"" : "null";
    tail += more ? R"(,"has_more":true)" : R"(,"has_more":false)";
    if (capped)
        tail += R"(,"request_status":{"type":"incomplete","incomplete_reason":"query_result_limit_reached"})";
    answer.body.add(tail + R"(,"type":"page_or_data_source","page_or_data_source":{}})");
    return answer;
}

} // namespace hs::test::notion
