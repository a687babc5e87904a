#include "engine/store/tables/fresh_records.h"

#include <algorithm>

namespace hs::store::records {

bool isFree(const ReadSql &sql, const Fresh &record)
{
    const auto taken = [&](const auto &one) {
        return sql.integer("SELECT 1 FROM record_keys WHERE db = ? AND property = ? AND value = ? LIMIT 1",
                           {Arg::lent(record.database), Arg::lent(one.first), Arg::lent(one.second)})
            .has_value();
    };
    return std::none_of(record.single.begin(), record.single.end(), taken);
}

void add(Transaction &tx, const Fresh &record, const FreshText &text)
{
    const auto entity = text.entity.empty() ? Arg(nullptr) : Arg::lent(text.entity);
    tx.exec("INSERT INTO records(id, db, title, entity, fields, etag, created_at, updated_at, updated_by, search) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {Arg::lent(record.id), Arg::lent(record.database), Arg::lent(record.title), entity, Arg::lent(text.fields), Arg::lent(text.etag), text.now, text.now,
             Arg::lent(text.by), Arg::lent(record.search)});
    for (const auto &[property, value] : record.keys)
        tx.exec("INSERT INTO record_keys(db, property, value, record) VALUES(?, ?, ?, ?)",
                {Arg::lent(record.database), Arg::lent(property), Arg::lent(value), Arg::lent(record.id)});
    tx.touch(Topic::Records, record.id);
    if (record.task) {
        auto task = *record.task;
        task.entity = text.entity;
        task.createdAt = text.now;
        putTask(tx, task);
    }
}

} // namespace hs::store::records
