#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/fakes/notion/call.h"

namespace hs::test::notion {

/// One thing to sort by; what is empty comes last in either direction.
struct SortKey {
    bool empty = true;
    double number = 0;
    std::string text;
};

struct QueryRow {
    Page *page = nullptr;
    std::vector<SortKey> keys;
};

/// Queries worked out, so that paging through one does not filter and sort all pages for each answer, and the cursors that
/// were given out. A result is worked out again once anything in the data source has changed.
class QueryCache {
public:
    struct Result {
        std::uint64_t key = 0;
        std::vector<bool> descending;
        std::vector<QueryRow> rows;
    };
    struct Cursor {
        std::string query;      ///< which it belongs to
        std::size_t given = 0;  ///< results before it
        QueryRow last;          ///< what was given last
    };
    [[nodiscard]] std::shared_ptr<const Result> result(Workspace &space, DataSource &table, const Json &body, const std::string &query);
    std::string remember(Workspace &space, Cursor cursor);
    [[nodiscard]] const Cursor *cursor(const std::string &token) const;

private:
    std::unordered_map<std::string, std::shared_ptr<const Result>> m_results;
    std::unordered_map<std::string, Cursor> m_cursors;
};

/// POST /data_sources/{id}/query (integrations.md §2.8).
[[nodiscard]] Answer queryDataSource(Call &call);

} // namespace hs::test::notion
