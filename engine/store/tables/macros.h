#pragma once

#include "engine/store/sql.h"

/// Words that people use again in conversations.
namespace hs::store::macros {

struct Macro {
    std::string id, title, text, entity; ///< entity empty: every business
    bool note = false;
    Timestamp changedAt{};
};
void put(Transaction &tx, const Macro &macro);
bool drop(Transaction &tx, std::string_view id); ///< false: there was none
/// Those of a business and those of every one; with an empty entity all. By title.
[[nodiscard]] std::vector<Macro> all(const ReadSql &sql, std::string_view entity);

} // namespace hs::store::macros
