#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

namespace hs::store {

/// A part of a long list: at most `limit` rows behind the row that `after` names.
struct Slice {
    std::string after; ///< `next` of the slice before; empty: from the start
    int limit = 50;
};

template <typename Row>
struct Sliced {
    std::vector<Row> rows;
    std::string next; ///< empty: nothing follows
};

/// Cuts the one row too many that tells whether there is more.
template <typename Row, typename Key>
[[nodiscard]] Sliced<Row> cut(std::vector<Row> rows, int limit, Key key)
{
    Sliced<Row> sliced;
    if (int(rows.size()) > limit) {
        rows.resize(std::size_t(limit));
        sliced.next = key(rows.back());
    }
    sliced.rows = std::move(rows);
    return sliced;
}

/// A `next` that is a number; 0 for anything else, which starts from the beginning.
[[nodiscard]] inline std::int64_t asNumber(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Text for LIKE with ESCAPE '\': finds `text` anywhere.
[[nodiscard]] inline std::string likeAnywhere(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

} // namespace hs::store
