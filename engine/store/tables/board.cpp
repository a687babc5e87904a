#include "engine/store/tables/board.h"

#include <set>
#include <sstream>

namespace hs::store::board {

namespace {

/// The column that a grouping cuts by, as text; the same names in `instances` and `board_counts`.
const char *laneColumn(Grouping grouping)
{
    switch (grouping) {
    case Grouping::None: return "''";
    case Grouping::Agent: return "ifnull(agent, '')";
    case Grouping::Person: return "ifnull(assignee, '')";
    case Grouping::Entity: return "ifnull(entity, '')";
    case Grouping::Priority: return "CAST(priority AS TEXT)";
    }
    return "''";
}

/// Conditions that `instances` and `board_counts` understand alike.
std::string commonWhere(const Filter &filter, const Lane &lane, Args &args)
{
    std::string sql = " WHERE definition = ?";
    args.emplace_back(filter.definition);
    const auto equal = [&](const char *column, const std::string &value) {
        if (!value.empty()) {
            sql += std::string(" AND ") + column + " = ?";
            args.emplace_back(value);
        }
    };
    equal("entity", filter.entity);
    equal("agent", filter.agent);
    equal("assignee", filter.assignee);
    equal("version", filter.version);
    if (!filter.tag.empty()) { // one of those that stand there, a line each
        sql += " AND instr(char(10) || ifnull(tag, '') || char(10), char(10) || ? || char(10)) > 0";
        args.emplace_back(filter.tag);
    }
    if (filter.priority) {
        sql += " AND priority = ?";
        args.emplace_back(*filter.priority);
    }
    switch (filter.standing) {
    case Standing::Any: break;
    case Standing::Running:
    case Standing::WaitsForPerson:
    case Standing::WaitsForTask:
    case Standing::WaitsForTimer: sql += " AND status = 0"; break;
    case Standing::Paused: sql += " AND status = 1"; break;
    case Standing::Blocked: sql += " AND status = 2"; break;
    }
    if (lane.grouping != Grouping::None) {
        sql += std::string(" AND ") + laneColumn(lane.grouping) + " = ?";
        args.emplace_back(lane.key);
    }
    return sql;
}

bool needsInstances(const Filter &filter)
{
    return !filter.text.empty() || filter.dueFrom || filter.dueBefore || filter.standing == Standing::WaitsForPerson
           || filter.standing == Standing::WaitsForTask || filter.standing == Standing::WaitsForTimer;
}

/// All conditions, over `instances`.
std::string instancesWhere(const Filter &filter, const Lane &lane, Args &args)
{
    std::string sql = commonWhere(filter, lane, args);
    const std::string people = " IN (SELECT instance FROM invocations WHERE status IN (1, 2))";
    const std::string tasks = " IN (SELECT instance FROM invocations WHERE parent IS NULL)";
    if (filter.standing == Standing::WaitsForPerson)
        sql += " AND id" + people;
    else if (filter.standing == Standing::WaitsForTask)
        sql += " AND id" + tasks + " AND id NOT" + people;
    else if (filter.standing == Standing::WaitsForTimer)
        sql += " AND due_at IS NOT NULL AND id NOT" + tasks;
    if (filter.dueFrom || filter.dueBefore)
        sql += " AND due_at IS NOT NULL AND status < 3";
    if (filter.dueFrom) {
        sql += " AND due_at >= ?";
        args.emplace_back(*filter.dueFrom);
    }
    if (filter.dueBefore) {
        sql += " AND due_at < ?";
        args.emplace_back(*filter.dueBefore);
    }
    if (!filter.text.empty()) {
        sql += " AND id IN (SELECT instance FROM instance_words WHERE definition = ? AND words LIKE ? ESCAPE '\\')";
        args.emplace_back(filter.definition);
        args.emplace_back(likeAnywhere(filter.text));
    }
    return sql;
}

std::string readText(const Row &row)
{
    return row.text(0);
}

const std::string ViewSelect = "SELECT id, definition, name, owner, shared, layout FROM board_views";

View readView(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4) != 0, row.json(5)};
}

} // namespace

Sliced<workflows::Instance> cell(const ReadSql &sql, const Filter &filter, const Lane &lane, std::string_view column, const Slice &slice)
{
    // The ids come from the board's index alone, which holds all that is asked for; whole rows are read for these only.
    Args args;
    std::string select = "SELECT id FROM instances" + instancesWhere(filter, lane, args) + " AND column_key = ?";
    args.emplace_back(column);
    if (const auto bar = slice.after.find('|'); bar != std::string::npos) {
        select += " AND (entered_at, id) > (?, ?)";
        args.emplace_back(asNumber(slice.after));
        args.emplace_back(slice.after.substr(bar + 1));
    }
    args.emplace_back(slice.limit + 1);
    std::vector<workflows::Instance> rows;
    for (const auto &id : sql.list<std::string>(select + " ORDER BY entered_at, id LIMIT ?", args, readText))
        if (auto instance = workflows::find(sql, id))
            rows.push_back(std::move(*instance));
    return cut(std::move(rows), slice.limit,
               [](const workflows::Instance &instance) { return std::to_string(toMillis(instance.enteredAt)) + "|" + instance.id; });
}

std::vector<Count> counts(const ReadSql &sql, const Filter &filter, Grouping grouping)
{
    Args args;
    const bool scan = needsInstances(filter);
    const std::string source = scan ? "count(*) FROM instances" + instancesWhere(filter, {}, args)
                                    : "sum(cards) FROM board_counts" + commonWhere(filter, {}, args);
    std::vector<Count> counts;
    sql.each(std::string("SELECT ") + laneColumn(grouping) + ", column_key, " + source + " GROUP BY 1, 2", args, [&](const Row &row) {
        if (const auto cards = row.integer(2); cards > 0)
            counts.push_back({row.text(0), row.text(1), cards});
    });
    return counts;
}

std::vector<std::string> tags(const ReadSql &sql, std::string_view definition)
{
    std::set<std::string> names;
    for (const auto &several : sql.list<std::string>("SELECT DISTINCT tag FROM board_counts WHERE definition = ? AND tag <> '' AND cards > 0",
                                                     {definition}, readText)) {
        std::istringstream lines(several);
        for (std::string tag; std::getline(lines, tag);)
            names.insert(tag);
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> versions(const ReadSql &sql, std::string_view definition)
{
    return sql.list<std::string>("SELECT version FROM definitions d WHERE id = ? AND EXISTS (SELECT 1 FROM board_counts b WHERE b.definition = ?"
                                 " AND b.version = d.version AND b.cards > 0) ORDER BY published_at, version",
                                 {definition, definition}, readText);
}

std::optional<View> findView(const ReadSql &sql, std::string_view id)
{
    return sql.one<View>(ViewSelect + " WHERE id = ?", {id}, readView);
}

std::vector<View> views(const ReadSql &sql, std::string_view definition, std::string_view owner)
{
    return sql.list<View>(ViewSelect + " WHERE (owner = ? OR shared = 1) AND (? = '' OR definition = ?) ORDER BY lower(name), id",
                          {owner, definition, definition}, readView);
}

bool nameTaken(const ReadSql &sql, const View &view)
{
    return sql.integer("SELECT 1 FROM board_views WHERE owner = ? AND definition = ? AND lower(name) = lower(?) AND id <> ?",
                       {view.owner, view.definition, view.name, view.id})
        .has_value();
}

void put(Transaction &tx, const View &view, Timestamp now)
{
    tx.exec("INSERT INTO board_views(id, definition, name, owner, shared, layout, updated_at) VALUES(?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET name = excluded.name, shared = excluded.shared, layout = excluded.layout,"
            " updated_at = excluded.updated_at",
            {view.id, view.definition, view.name, view.owner, view.shared, view.layout, now});
    tx.touch(Topic::Settings, view.id);
}

void remove(Transaction &tx, std::string_view id)
{
    tx.exec("DELETE FROM board_views WHERE id = ?", {id});
    tx.touch(Topic::Settings, id);
}

} // namespace hs::store::board
