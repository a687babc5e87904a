#include "engine/store/sql.h"

#include "engine/store/dialect.h"

namespace hs::store {

Json Row::json(int column) const
{
    const auto value = parseJson(text(column));
    return value ? *value : Json();
}

ReadSql::ReadSql(const QSqlDatabase &connection) : m_connection(connection) {}

ReadSql::~ReadSql() = default;

Statement *ReadSql::run(std::string_view sql, const Args &args) const
{
    if (m_failure)
        return nullptr;
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        auto prepared = Statement::prepare(m_connection, sql);
        if (!prepared) {
            m_failure = std::move(prepared).error();
            return nullptr;
        }
        found = m_prepared.emplace(std::string(sql), std::move(*prepared)).first;
    }
    auto &statement = *found->second;
    if (auto begun = statement.run(args); !begun) {
        m_failure = std::move(begun).error();
        statement.finish();
        return nullptr;
    }
    return &statement;
}

void ReadSql::each(std::string_view sql, const Args &args, const std::function<void(const Row &)> &row) const
{
    Statement *statement = run(sql, args);
    if (!statement)
        return;
    // A callback may run the same statement again, so rows are only handed out while it is ours:
    // statements used recursively must differ, which the tables keep.
    const Row current(*statement);
    while (true) {
        auto more = statement->next();
        if (!more)
            m_failure = std::move(more).error();
        if (!more || !*more)
            break;
        row(current);
    }
    statement->finish();
}

std::optional<std::int64_t> ReadSql::integer(std::string_view sql, const Args &args) const
{
    std::optional<std::int64_t> value;
    each(sql, args, [&](const Row &row) {
        if (!value && !row.isNull(0))
            value = row.integer(0);
    });
    return value;
}

std::optional<std::string> ReadSql::text(std::string_view sql, const Args &args) const
{
    std::optional<std::string> value;
    each(sql, args, [&](const Row &row) {
        if (!value && !row.isNull(0))
            value = row.text(0);
    });
    return value;
}

std::int64_t Transaction::exec(std::string_view sql, const Args &args)
{
    Statement *statement = run(sql, args);
    if (!statement)
        return 0;
    const auto changed = statement->changed();
    statement->finish();
    return changed;
}

void Transaction::touch(Topic topic, std::string_view id)
{
    for (const auto &seen : m_touched) {
        if (seen.topic == topic && seen.id == id)
            return;
        if (&seen - m_touched.data() > 64)
            break; // a long batch: telling twice is cheaper than searching
    }
    m_touched.push_back({topic, std::string(id)});
}

void Transaction::backTo(const Mark &mark)
{
    m_touched.resize(mark.touched);
    m_afterCommit.resize(mark.afterCommit);
    m_chain = mark.chain;
    if (m_memory && (m_memory.get() != mark.memory || m_memory->changes() != mark.changes))
        forget();
    clearFailure();
}

void Transaction::reset()
{
    m_touched.clear();
    m_afterCommit.clear();
    m_chain.reset();
    clearFailure();
}

} // namespace hs::store
