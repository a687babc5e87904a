#include "engine/store/tables/records.h"

#include "engine/store/dialect.h"

#include <algorithm>

namespace hs::store::records {

namespace {

constexpr std::string_view Columns = "r.id, r.db, r.title, r.entity, r.fields, r.etag, r.created_at, r.updated_at, r.updated_by";

Record readAt(const Row &row, int first)
{
    Record record;
    record.id = row.text(first);
    record.database = row.text(first + 1);
    record.title = row.text(first + 2);
    record.entity = row.text(first + 3);
    record.fields = row.json(first + 4);
    record.etag = row.text(first + 5);
    record.createdAt = row.time(first + 6);
    record.updatedAt = row.time(first + 7);
    record.updatedBy = row.text(first + 8);
    return record;
}

Record read(const Row &row)
{
    return readAt(row, 0);
}

std::string select()
{
    return "SELECT " + std::string(Columns) + " FROM records r";
}

std::string where(const Filter &filter, Args &args)
{
    std::string sql = " WHERE r.deleted_at IS NULL AND r.db = ?";
    args.emplace_back(filter.database);
    if (!filter.entity.empty()) {
        sql += " AND r.entity = ?";
        args.emplace_back(filter.entity);
    }
    if (!filter.text.empty()) {
        sql += " AND r.search LIKE ? ESCAPE '\\'";
        args.emplace_back(likeAnywhere(filter.text));
    }
    return sql;
}

const std::string TaskSelect = "SELECT t.id, t.status, t.priority, t.due_at, t.assignee, t.workflow, t.contact, t.entity, t.minutes,"
                               " t.created_at, t.idem_key, " + std::string(Columns) + " FROM tasks t JOIN records r ON r.id = t.id";

Task readTask(const Row &row)
{
    Task task;
    task.index.id = row.text(0);
    task.index.status = row.text(1);
    task.index.priority = int(row.integer(2));
    task.index.due = row.maybeTime(3);
    task.index.assignee = row.text(4);
    task.index.workflow = row.text(5);
    task.index.contact = row.text(6);
    task.index.entity = row.text(7);
    task.index.minutes = int(row.integer(8));
    task.index.createdAt = row.time(9);
    task.index.key = row.text(10);
    task.record = readAt(row, 11);
    return task;
}

} // namespace

std::string folded(std::string_view value)
{
    // Lookup values are e-mail addresses, numbers and titles; ASCII folding is what the sources promise.
    std::string lower(value);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

void put(Transaction &tx, const Record &record)
{
    tx.exec("INSERT INTO records(id, db, title, entity, fields, etag, created_at, updated_at, updated_by, search)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET title = excluded.title, entity = excluded.entity,"
            " fields = excluded.fields, etag = excluded.etag, updated_at = excluded.updated_at, updated_by = excluded.updated_by,"
            " search = excluded.search, deleted_at = NULL",
            {record.id, record.database, record.title, orNull(record.entity), record.fields, record.etag, record.createdAt,
             record.updatedAt, record.updatedBy, record.search});
    if (!record.sameKeys) {
        tx.exec("DELETE FROM record_keys WHERE record = ?", {record.id});
        for (const auto &[property, value] : record.keys) {
            if (!value.empty())
                tx.exec("INSERT INTO record_keys(db, property, value, record) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        {record.database, property, folded(value), record.id});
        }
    }
    tx.touch(Topic::Records, record.id);
}

bool patch(Transaction &tx, std::string_view id, std::string_view fields, std::string_view etag, Timestamp now, std::string_view by)
{
    static const std::string Update = "UPDATE records SET fields = " + dialect::mergedJson("fields") + ", etag = ?, updated_at = ?, updated_by = ?"
                                      " WHERE id = ? AND deleted_at IS NULL";
    if (tx.exec(Update, {fields, etag, now, by, id}) == 0)
        return false;
    tx.touch(Topic::Records, id);
    return true;
}

void remove(Transaction &tx, std::string_view id, Timestamp now)
{
    tx.exec("DELETE FROM record_keys WHERE record = ?", {id});
    tx.exec("UPDATE records SET deleted_at = ? WHERE id = ?", {now, id});
    tx.exec("DELETE FROM tasks WHERE id = ?", {id});
    tx.touch(Topic::Records, id);
}

bool known(const ReadSql &sql, std::string_view id)
{
    return sql.integer("SELECT 1 FROM records WHERE id = ?", {id}).has_value();
}

std::optional<Record> find(const ReadSql &sql, std::string_view database, std::string_view id)
{
    return sql.one<Record>(select() + " WHERE r.id = ? AND r.db = ? AND r.deleted_at IS NULL", {id, database}, read);
}

std::optional<Record> findAny(const ReadSql &sql, std::string_view id)
{
    return sql.one<Record>(select() + " WHERE r.id = ? AND r.deleted_at IS NULL", {id}, read);
}

std::optional<Record> findRemoved(const ReadSql &sql, std::string_view id)
{
    return sql.one<Record>(select() + " WHERE r.id = ? AND r.deleted_at IS NOT NULL", {id}, read);
}

std::vector<std::string> idsByKey(const ReadSql &sql, std::string_view database, std::string_view property, std::string_view value, int limit)
{
    return sql.list<std::string>("SELECT record FROM record_keys WHERE db = ? AND property = ? AND value = ? ORDER BY record DESC LIMIT ?",
                                 {database, property, folded(value), limit}, firstText);
}

std::vector<Record> byKey(const ReadSql &sql, std::string_view database, std::string_view property, std::string_view value, int limit)
{
    return sql.list<Record>(select() + " JOIN record_keys k ON k.record = r.id WHERE k.db = ? AND k.property = ? AND k.value = ?"
                                       " ORDER BY r.id DESC LIMIT ?",
                            {database, property, folded(value), limit}, read);
}

std::vector<Record> inOrder(const ReadSql &sql, std::string_view database, std::string_view after, int limit)
{
    return sql.list<Record>(select() + " WHERE r.deleted_at IS NULL AND r.db = ? AND r.id > ? ORDER BY r.id LIMIT ?", {database, after, limit}, read);
}

std::vector<std::string> idsBehind(const ReadSql &sql, std::string_view after, int limit)
{
    return sql.list<std::string>("SELECT id FROM records WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT ?", {after, limit}, firstText);
}

Sliced<Record> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string statement = select() + where(filter, args);
    if (!slice.after.empty()) {
        statement += " AND r.id < ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Record>(statement + " ORDER BY r.id DESC LIMIT ?", args, read), slice.limit,
               [](const Record &record) { return record.id; });
}

std::int64_t count(const ReadSql &sql, const Filter &filter)
{
    Args args;
    const auto condition = where(filter, args);
    return sql.integer("SELECT count(*) FROM records r" + condition, args).value_or(0);
}

void putTask(Transaction &tx, const TaskIndex &task)
{
    tx.exec("INSERT INTO tasks(id, status, priority, due_at, assignee, workflow, contact, entity, minutes, created_at, idem_key, remind_at)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET status = excluded.status,"
            " priority = excluded.priority, remind_at = CASE WHEN due_at IS excluded.due_at THEN remind_at ELSE excluded.due_at END,"
            " due_at = excluded.due_at, assignee = excluded.assignee, minutes = excluded.minutes, entity = excluded.entity,"
            " contact = excluded.contact, workflow = excluded.workflow",
            {task.id, task.status, task.priority, task.due, orNull(task.assignee), orNull(task.workflow), orNull(task.contact),
             orNull(task.entity), task.minutes, task.createdAt, orNull(task.key), task.due});
    tx.touch(Topic::Tasks, task.id);
}

std::optional<std::string> taskByKey(const ReadSql &sql, std::string_view key)
{
    return sql.text("SELECT id FROM tasks WHERE idem_key = ?", {key});
}

Sliced<Task> tasks(const ReadSql &sql, const TaskFilter &filter, const Slice &slice)
{
    Args args;
    std::string statement = TaskSelect + " WHERE r.deleted_at IS NULL";
    const auto equal = [&](const char *column, const std::string &value) {
        if (!value.empty()) {
            statement += std::string(" AND ") + column + " = ?";
            args.emplace_back(value);
        }
    };
    equal("t.status", filter.status);
    equal("t.assignee", filter.assignee);
    equal("t.entity", filter.entity);
    equal("t.workflow", filter.workflow);
    if (filter.openOnly)
        statement += " AND t.status NOT IN ('Done', 'Cancelled')";
    if (!filter.text.empty()) {
        statement += " AND r.search LIKE ? ESCAPE '\\'";
        args.emplace_back(likeAnywhere(filter.text));
    }
    if (!slice.after.empty()) {
        statement += " AND t.id < ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Task>(statement + " ORDER BY t.id DESC LIMIT ?", args, readTask), slice.limit,
               [](const Task &task) { return task.index.id; });
}

std::optional<Task> task(const ReadSql &sql, std::string_view id)
{
    return sql.one<Task>(TaskSelect + " WHERE t.id = ? AND r.deleted_at IS NULL", {id}, readTask);
}

std::int64_t openTasks(const ReadSql &sql)
{
    return sql.integer("SELECT count(*) FROM tasks WHERE status NOT IN ('Done', 'Cancelled')").value_or(0);
}

std::vector<Load> loads(const ReadSql &sql)
{
    std::vector<Load> loads;
    sql.each("SELECT assignee, sum(CASE WHEN status IN ('Done', 'Cancelled') THEN 0 ELSE minutes END), max(created_at) FROM tasks"
             " WHERE assignee IS NOT NULL GROUP BY assignee", {},
             [&](const Row &row) { loads.push_back({row.text(0), row.integer(1), row.maybeTime(2)}); });
    return loads;
}

std::vector<Task> toRemindOf(const ReadSql &sql, Timestamp until, int limit)
{
    return sql.list<Task>(TaskSelect + " WHERE t.status NOT IN ('Done', 'Cancelled') AND t.remind_at <= ? ORDER BY t.remind_at LIMIT ?", {until, limit}, readTask);
}

std::optional<Timestamp> nextReminder(const ReadSql &sql)
{
    return maybeMoment(sql.integer("SELECT min(remind_at) FROM tasks WHERE status NOT IN ('Done', 'Cancelled') AND remind_at IS NOT NULL"));
}

void reminded(Transaction &tx, std::string_view id, std::optional<Timestamp> again)
{
    tx.exec("UPDATE tasks SET remind_at = ? WHERE id = ?", {again, id});
}

} // namespace hs::store::records
