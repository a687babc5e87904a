#include "engine/store/tables/macros.h"

namespace hs::store::macros {

namespace {

Macro readMacro(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4) != 0, row.time(5)};
}

} // namespace

void put(Transaction &tx, const Macro &macro)
{
    tx.exec("INSERT INTO macros(id, title, text, entity, note, changed_at) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET title = excluded.title,"
            " text = excluded.text, entity = excluded.entity, note = excluded.note, changed_at = excluded.changed_at",
            {macro.id, macro.title, macro.text, macro.entity, macro.note, macro.changedAt});
    tx.touch(Topic::Settings, macro.id);
}

bool drop(Transaction &tx, std::string_view id)
{
    tx.touch(Topic::Settings, id);
    return tx.exec("DELETE FROM macros WHERE id = ?", {id}) > 0;
}

std::vector<Macro> all(const ReadSql &sql, std::string_view entity)
{
    return sql.list<Macro>("SELECT id, title, text, entity, note, changed_at FROM macros WHERE ? = '' OR entity = '' OR entity = ? ORDER BY title COLLATE NOCASE, id",
                           {entity, entity}, readMacro);
}

} // namespace hs::store::macros
