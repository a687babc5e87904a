#include "engine/store/tables/workflows.h"

namespace hs::store::workflows {

namespace {

const std::string InstanceSelect =
    "SELECT id, number, definition, version, title, status, state, column_key, priority, agent, entity, contact, person, assignee,"
    " business_key, snapshot, started_at, updated_at, entered_at, due_at, tag, error, parked, steps, correlation, parent, depth, queued, ending FROM instances";

Instance readInstance(const Row &row)
{
    Instance instance;
    instance.id = row.text(0);
    instance.number = row.text(1);
    instance.definition = row.text(2);
    instance.version = row.text(3);
    instance.title = row.text(4);
    instance.status = Status(row.integer(5));
    instance.state = row.text(6);
    instance.column = row.text(7);
    instance.priority = int(row.integer(8));
    instance.agent = row.text(9);
    instance.entity = row.text(10);
    instance.contact = row.text(11);
    instance.person = row.text(12);
    instance.assignee = row.text(13);
    instance.key = row.text(14);
    instance.snapshot = row.text(15);
    instance.startedAt = row.time(16);
    instance.updatedAt = row.time(17);
    instance.enteredAt = row.time(18);
    instance.dueAt = row.maybeTime(19);
    instance.tag = row.text(20);
    instance.error = row.text(21);
    instance.parked = row.text(22);
    instance.steps = row.integer(23);
    instance.correlation = row.text(24);
    instance.parent = row.text(25);
    instance.depth = int(row.integer(26));
    instance.queued = row.integer(27);
    instance.ending = row.integer(28) != 0;
    return instance;
}

Definition readDefinition(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.time(5), row.integer(6) != 0, row.text(7)};
}

const std::string DefinitionSelect = "SELECT id, version, hash, source, title, published_at, retired, canonical FROM definitions";

Timer readTimer(const Row &row)
{
    return {row.text(0), row.text(1), row.time(2), row.integer(3)};
}

} // namespace

Published publish(Transaction &tx, const Definition &definition)
{
    const auto known = workflows::definition(tx, definition.id, definition.version);
    if (known)
        return known->hash == definition.hash ? Published::Same : Published::Different;
    tx.exec("INSERT INTO definitions(id, version, hash, source, title, published_at, canonical) VALUES(?, ?, ?, ?, ?, ?, ?)",
            {definition.id, definition.version, definition.hash, definition.source, definition.title, definition.publishedAt, definition.canonical});
    tx.touch(Topic::Workflows, definition.id);
    return Published::New;
}

std::optional<Definition> definition(const ReadSql &sql, std::string_view id, std::string_view version)
{
    return sql.one<Definition>(DefinitionSelect + " WHERE id = ? AND version = ?", {id, version}, readDefinition);
}

std::vector<Definition> definitions(const ReadSql &sql)
{
    return sql.list<Definition>(DefinitionSelect + " ORDER BY published_at, id, version", {}, readDefinition);
}

void insert(Transaction &tx, const Instance &instance)
{
    tx.exec("INSERT INTO instances(id, number, definition, version, title, status, state, column_key, priority, agent, entity, contact,"
            " person, assignee, business_key, snapshot, started_at, updated_at, entered_at, due_at, tag, error, parked, steps, correlation, parent, depth)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {instance.id, instance.number, instance.definition, instance.version, instance.title, int(instance.status), instance.state,
             instance.column, instance.priority, orNull(instance.agent), orNull(instance.entity), orNull(instance.contact),
             orNull(instance.person), orNull(instance.assignee), orNull(instance.key), instance.snapshot, instance.startedAt,
             instance.updatedAt, instance.enteredAt, instance.dueAt, orNull(instance.tag), orNull(instance.error),
             orNull(instance.parked), instance.steps, instance.correlation, orNull(instance.parent), instance.depth});
    tx.touch(Topic::Workflows, instance.id);
}

void update(Transaction &tx, const Instance &instance)
{
    tx.exec("UPDATE instances SET title = ?, status = ?, state = ?, column_key = ?, priority = ?, agent = ?, entity = ?, contact = ?,"
            " person = ?, assignee = ?, snapshot = ?, updated_at = ?, entered_at = ?, due_at = ?, tag = ?, error = ?, parked = ?,"
            " steps = ?, queued = ?, ending = ? WHERE id = ?",
            {instance.title, int(instance.status), instance.state, instance.column, instance.priority, orNull(instance.agent),
             orNull(instance.entity), orNull(instance.contact), orNull(instance.person), orNull(instance.assignee), instance.snapshot,
             instance.updatedAt, instance.enteredAt, instance.dueAt, orNull(instance.tag), orNull(instance.error),
             orNull(instance.parked), instance.steps, instance.queued,
             instance.ending, instance.id});
    tx.touch(Topic::Workflows, instance.id);
}

void advance(Transaction &tx, const Instance &instance)
{
    tx.exec("UPDATE instances SET state = ?, column_key = ?, agent = ?, tag = ?, snapshot = ?, updated_at = ?, entered_at = ?, due_at = ?, steps = ? WHERE id = ?",
            {instance.state, instance.column, orNull(instance.agent), orNull(instance.tag), instance.snapshot, instance.updatedAt, instance.enteredAt,
             instance.dueAt, instance.steps, instance.id});
    tx.touch(Topic::Workflows, instance.id);
}

std::optional<Instance> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Instance>(InstanceSelect + " WHERE id = ?", {id}, readInstance);
}

std::vector<Instance> byKey(const ReadSql &sql, std::string_view definition, std::string_view key, bool openOnly)
{
    return sql.list<Instance>(InstanceSelect + " WHERE definition = ? AND business_key = ?" + (openOnly ? " AND status < 3" : "")
                                  + " ORDER BY id DESC",
                              {definition, key}, readInstance);
}

std::vector<Instance> openOfContact(const ReadSql &sql, std::string_view contact)
{
    return sql.list<Instance>(InstanceSelect + " WHERE contact = ? AND status < 3 ORDER BY id DESC", {contact}, readInstance);
}

Sliced<Instance> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = InstanceSelect + " WHERE 1 = 1";
    const auto equal = [&](const char *column, const std::string &value) {
        if (!value.empty()) {
            select += std::string(" AND ") + column + " = ?";
            args.emplace_back(value);
        }
    };
    equal("definition", filter.definition);
    equal("entity", filter.entity);
    equal("contact", filter.contact);
    if (filter.status) {
        select += *filter.status == Status::Running ? " AND status IN (-1, ?)" : " AND status = ?";
        args.emplace_back(int(*filter.status));
    }
    if (!filter.text.empty()) {
        select += " AND (title LIKE ? ESCAPE '\\' OR number LIKE ? ESCAPE '\\' OR person LIKE ? ESCAPE '\\')";
        for (int i = 0; i < 3; ++i)
            args.emplace_back(likeAnywhere(filter.text));
    }
    if (!slice.after.empty()) {
        select += " AND id < ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Instance>(select + " ORDER BY id DESC LIMIT ?", args, readInstance), slice.limit,
               [](const Instance &instance) { return instance.id; });
}

std::vector<std::string> versionsPaused(const ReadSql &sql, std::string_view definition)
{
    return sql.list<std::string>("SELECT DISTINCT version FROM instances WHERE definition = ? AND status = 1 ORDER BY version", {definition}, firstText);
}

std::vector<std::string> pausedBecause(const ReadSql &sql, std::string_view definition, std::string_view version, std::string_view error, int limit)
{
    return sql.list<std::string>("SELECT id FROM instances WHERE definition = ? AND version = ? AND status = 1 AND error = ? ORDER BY id LIMIT ?",
                                 {definition, version, error, limit}, firstText);
}

std::int64_t countOpen(const ReadSql &sql)
{
    return sql.integer("SELECT count(*) FROM instances WHERE status < 3").value_or(0);
}

Counts counts(const ReadSql &sql, std::string_view definition)
{
    Counts counts; // from what the board keeps, however many instances there are
    sql.each("SELECT ifnull(sum(cards) FILTER (WHERE status < 3), 0), ifnull(sum(cards), 0) FROM board_counts WHERE definition = ?", {definition},
             [&](const Row &row) { counts = {row.integer(0), row.integer(1)}; });
    return counts;
}

Step readStep(const Row &row)
{
    Step step;
    step.instance = row.text(0);
    step.seq = row.integer(1);
    step.at = row.time(2);
    step.input = row.text(3);
    step.actor = row.text(4);
    step.reason = row.text(5);
    step.record = row.json(6);
    step.snapshot = row.text(7);
    step.micros = row.integer(8);
    return step;
}

void addStep(Transaction &tx, const Step &step)
{
    addStep(tx, step, dump(step.record));
}

void addStep(Transaction &tx, const Step &step, std::string_view record)
{
    tx.exec("INSERT INTO history(instance, seq, at, input, actor, reason, record, snapshot, micros) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {step.instance, step.seq, step.at, step.input, step.actor, orNull(step.reason), record, step.snapshot, step.micros});
}

Sliced<Step> history(const ReadSql &sql, std::string_view instance, const Slice &slice)
{
    return cut(sql.list<Step>(StepSelect + " WHERE instance = ? AND seq > ? ORDER BY seq LIMIT ?",
                              {instance, slice.after.empty() ? std::int64_t(-1) : asNumber(slice.after), slice.limit + 1}, readStep),
               slice.limit, [](const Step &step) { return std::to_string(step.seq); });
}

std::optional<Step> step(const ReadSql &sql, std::string_view instance, std::int64_t seq)
{
    return sql.one<Step>(StepSelect + " WHERE instance = ? AND seq = ?", {instance, seq}, readStep);
}

bool firstTime(Transaction &tx, std::string_view instance, std::string_view event, Timestamp now)
{
    return tx.exec("INSERT INTO instance_events(instance, event, at) VALUES(?, ?, ?) ON CONFLICT DO NOTHING", {instance, event, now}) > 0;
}

void setTimer(Transaction &tx, const Timer &timer)
{
    tx.exec("INSERT INTO timers(instance, id, due, created) VALUES(?, ?, ?, ?) ON CONFLICT(instance, id) DO UPDATE SET due = excluded.due,"
            " created = excluded.created",
            {timer.instance, timer.id, timer.due, timer.created});
}

void cancelTimer(Transaction &tx, std::string_view instance, std::string_view id)
{
    tx.exec("DELETE FROM timers WHERE instance = ? AND id = ?", {instance, id});
}

void cancelTimers(Transaction &tx, std::string_view instance)
{
    tx.exec("DELETE FROM timers WHERE instance = ?", {instance});
}

std::vector<Timer> timers(const ReadSql &sql, std::string_view instance)
{
    return sql.list<Timer>("SELECT instance, id, due, created FROM timers WHERE instance = ? ORDER BY due, created", {instance}, readTimer);
}

void holdTimers(Transaction &tx, std::string_view instance, bool held)
{
    tx.exec("UPDATE timers SET held = ? WHERE instance = ? AND held <> ?", {held, instance, held});
}

std::vector<Timer> due(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Timer>("SELECT instance, id, due, created FROM timers WHERE held = 0 AND due <= ? ORDER BY due, created LIMIT ?", {now, limit},
                           readTimer);
}

std::optional<Timestamp> nextTimer(const ReadSql &sql)
{
    return maybeMoment(sql.integer("SELECT due FROM timers WHERE held = 0 ORDER BY due LIMIT 1"));
}

} // namespace hs::store::workflows
