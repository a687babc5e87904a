#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/notion/remote_schema.h"
#include "engine/notion/values.h"

/// Pages as they come in answers, read straight into the hub's values: some 40 µs a page. Any thread; parsing
/// keeps a buffer for each thread.
namespace hs::notion {

struct Page {
    /// A property whose value is not simply in `fields`.
    struct Note {
        const records::Property *property = nullptr;
        std::string propertyId; ///< in Notion
        Reading reading;        ///< foreign, truncated, with unknown ids, or fitted; its value is in `fields`
    };
    /// A property that the hub does not know.
    struct Extra {
        std::string id, name, type;
        std::string raw; ///< {"type": …, …} as it came, less signatures of addresses; `readableText` (foreign.h) shows it
    };

    std::string id;         ///< normalised, as all ids here
    std::string dataSource; ///< empty: the page stands in no data source
    std::string database;
    Timestamp createdAt;
    Timestamp editedAt; ///< cut to the minute by Notion
    std::string createdBy, editedBy; ///< ids of users
    bool inTrash = false;            ///< also when the answer says "archived" of old versions
    bool archived = false;           ///< a state of its own: put away, not in the trash
    bool locked = false;
    std::string url;
    Json fields = Json::object();    ///< hub values by hub names, no nulls
    std::vector<Note> notes;         ///< in the order of the page
    std::vector<Extra> extras;
    std::vector<std::string> absent; ///< hub properties that the answer did not hold: nothing is known of them

    [[nodiscard]] const Note *note(std::string_view hubProperty) const;
};

struct PageList {
    std::vector<Page> pages;
    std::string nextCursor;       ///< empty: the last answer
    bool hasMore = false;
    std::string incompleteReason; ///< "query_result_limit_reached": Notion gives no more than 10,000; ask by windows of time
};

/// One page (`GET`, `POST` and `PATCH /pages`). Fails with Corrupt when it is none.
[[nodiscard]] Result<Page> parsePage(std::string_view body, const PropertyMap &map, const Directory &directory);

/// An answer of `POST /data_sources/{id}/query`. What is no page (a data source in a wiki) is left out.
[[nodiscard]] Result<PageList> parseQuery(std::string_view body, const PropertyMap &map, const Directory &directory);

/// The same, a page at a time, so that they need not stand in memory together; the list comes without them.
[[nodiscard]] Result<PageList> parseQuery(std::string_view body, const PropertyMap &map, const Directory &directory, const std::function<void(Page)> &each);

/// What every page has, without its properties: for finding deletions, and pages of unknown places.
[[nodiscard]] Result<Page> parsePageHead(std::string_view body);

/// One answer of `GET /pages/{id}/properties/{id}`: a part of a list, or a single value.
struct PropertyItems {
    std::string type;             ///< "relation", "people", "rich_text", "title", "rollup", "number" …
    std::vector<std::string> ids; ///< relation, people: ids, normalised
    Json items = Json::array();   ///< what stands under the type, one each
    std::string nextCursor;
    bool hasMore = false;
};
[[nodiscard]] Result<PropertyItems> parsePropertyItems(std::string_view body);
/// The value of a property whose parts were all fetched, in order.
[[nodiscard]] Reading readWhole(const records::Property &property, const std::vector<PropertyItems> &parts,
                                const Directory &directory);

} // namespace hs::notion
