#include "engine/store/tables/meta.h"

#include "engine/store/tables/paging.h"

namespace hs::store::meta {

std::optional<std::string> get(const ReadSql &sql, std::string_view key)
{
    return sql.text("SELECT value FROM meta WHERE key = ?", {key});
}

void set(Transaction &tx, std::string_view key, std::string_view value)
{
    tx.exec("INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", {key, value});
}

void remove(Transaction &tx, std::string_view key)
{
    tx.exec("DELETE FROM meta WHERE key = ?", {key});
}

std::int64_t next(Transaction &tx, std::string_view counter, std::int64_t first)
{
    const std::string key = "counter." + std::string(counter);
    const auto last = get(tx, key);
    const auto number = last ? asNumber(*last) + 1 : first;
    set(tx, key, std::to_string(number));
    return number;
}

} // namespace hs::store::meta
