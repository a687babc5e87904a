#pragma once

#include "engine/store/tables/records.h"

/// Records that are new for certain and many at a time, made away from the store: what is written of them is text already, and
/// nothing of an earlier row is looked for.
namespace hs::store::records {

struct Fresh {
    std::string id, database, title;
    std::string search;
    std::vector<std::pair<std::string, std::string>> keys;   ///< property, folded value: what it is looked up by
    std::vector<std::pair<std::string, std::string>> single; ///< of those, the ones that no other record of the database may have
    std::optional<TaskIndex> task;
};
/// No other record has one of its single values.
[[nodiscard]] bool isFree(const ReadSql &sql, const Fresh &record);

struct FreshText {
    std::string_view fields; ///< with relations
    std::string_view entity, etag, by;
    Timestamp now;
};
/// A record that is free, with an id that no record ever had.
void add(Transaction &tx, const Fresh &record, const FreshText &text);

} // namespace hs::store::records
