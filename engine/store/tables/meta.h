#pragma once

#include "engine/store/sql.h"

/// Single values of the store: counters and marks.
namespace hs::store::meta {

[[nodiscard]] std::optional<std::string> get(const ReadSql &sql, std::string_view key);
void set(Transaction &tx, std::string_view key, std::string_view value);
void remove(Transaction &tx, std::string_view key);
/// The next number of a counter: 1, 2, … or from `first` on.
[[nodiscard]] std::int64_t next(Transaction &tx, std::string_view counter, std::int64_t first = 1);

} // namespace hs::store::meta
