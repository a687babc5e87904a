#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/http/transport.h"
#include "engine/notion/version.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

/// Every call that the console makes to Notion (integrations.md §2.5). Ids may have dashes or not; one that is none
/// gives an empty path, which `toRequest` refuses. Pure, any thread.
namespace hs::notion {

inline constexpr std::size_t MaxBodyBytes = 500'000;
inline constexpr int MaxPageSize = 100;
inline constexpr std::string_view DefaultBase = "https://api.notion.com/v1";

struct Call {
    std::string method;
    std::string path;        ///< behind the base: "/pages/0123…?filter_properties=title"
    std::string body;        ///< JSON, or empty
    bool repeatable = false; ///< asking twice does no harm: reading, and moving to the trash
    bool creates = false;    ///< each success makes something new
    std::string purpose;     ///< for people: "read the schema of a database"
    std::string endpoint;    ///< for limits of one endpoint: "POST /data_sources/{id}/query"
};

struct Sort {
    std::string property;  ///< name or id; empty: by `timestamp`
    std::string timestamp = "last_edited_time"; ///< or "created_time"
    bool descending = false;
};
struct Query {
    Json filter;                                ///< null: none; see the makers below
    std::vector<Sort> sorts;                    ///< none: no order is promised
    std::string cursor;
    int pageSize = MaxPageSize;
    std::vector<std::string> onlyProperties;    ///< ids, as they came; empty: all
};
[[nodiscard]] Json editedSince(Timestamp at);   ///< a filter: last edited at `at` or later
[[nodiscard]] Json createdFrom(Timestamp from, std::optional<Timestamp> before); ///< a filter: created in [from, before)
[[nodiscard]] Json textEquals(std::string_view property, std::string_view text); ///< a filter on a rich_text
[[nodiscard]] Json both(Json a, Json b);        ///< null stands for no condition

struct Search {
    std::string text;
    std::string kind; ///< "page", "data_source" or empty: both
    std::string cursor;
    int pageSize = MaxPageSize;
};

/// Builds the calls of one API version.
class Calls {
public:
    explicit Calls(ApiVersion version = DefaultVersion) : m_version(version) {}
    [[nodiscard]] ApiVersion version() const { return m_version; }

    [[nodiscard]] Call me() const;
    [[nodiscard]] Call users(std::string_view cursor = {}) const;
    [[nodiscard]] Call user(std::string_view id) const;
    [[nodiscard]] Call search(const Search &search) const;

    [[nodiscard]] Call createDatabase(const Json &body) const; ///< schema.h: createBody
    [[nodiscard]] Call database(std::string_view id) const;
    [[nodiscard]] Call patchDatabase(std::string_view id, const Json &body) const;
    [[nodiscard]] Call createDataSource(std::string_view databaseId, const Json &properties, std::string_view title) const;
    [[nodiscard]] Call dataSource(std::string_view id) const;
    [[nodiscard]] Call patchDataSource(std::string_view id, const Json &properties) const;
    [[nodiscard]] Call query(std::string_view dataSourceId, const Query &query) const;

    /// `properties` by id or name in Notion; `children` are blocks (content.h), at most 100.
    [[nodiscard]] Call createPage(std::string_view dataSourceId, const Json &properties,
                                  const Json &children = Json::array()) const;
    [[nodiscard]] Call page(std::string_view id) const;
    [[nodiscard]] Call patchPage(std::string_view id, const Json &properties) const;
    [[nodiscard]] Call trashPage(std::string_view id) const;
    [[nodiscard]] Call restorePage(std::string_view id) const;
    /// `propertyId` as it came (already percent-encoded).
    [[nodiscard]] Call propertyItems(std::string_view pageId, std::string_view propertyId, std::string_view cursor = {}) const;

    [[nodiscard]] Call children(std::string_view blockId, std::string_view cursor = {}) const;
    /// At the end, or behind the block `after`.
    [[nodiscard]] Call appendChildren(std::string_view blockId, const Json &blocks, std::string_view after = {}) const;
    [[nodiscard]] Call deleteBlock(std::string_view blockId) const;
    [[nodiscard]] Call markdown(std::string_view pageId) const;
    [[nodiscard]] Call replaceMarkdown(std::string_view pageId, std::string_view markdown) const;

private:
    [[nodiscard]] Call setTrash(std::string_view id, bool trash) const;
    ApiVersion m_version;
};

/// Properties cut into parts whose bodies each stay under Notion's limit: the first goes with the create, the rest are
/// patched. One part in nearly all cases.
[[nodiscard]] std::vector<Json> splitProperties(const Json &properties);

/// The request to send. Fails with BadInput when an id was none, or the body is over Notion's limit.
[[nodiscard]] Result<http::Request> toRequest(const Call &call, std::string_view base, ApiVersion version,
                                              const Secret &token);

} // namespace hs::notion
