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

QSqlQuery *ReadSql::run(std::string_view sql, const Args &args) const
{
    if (m_failure)
        return nullptr;
    const std::string key(sql);
    auto &query = m_prepared[key];
    if (!query) {
        query = std::make_unique<QSqlQuery>(m_connection);
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromStdString(key))) {
            m_failure = dialect::toError(query->lastError());
            query.reset();
            return nullptr;
        }
    }
    for (std::size_t i = 0; i < args.size(); ++i)
        query->bindValue(int(i), args[i].value());
    if (!query->exec()) {
        m_failure = dialect::toError(query->lastError());
        query->finish();
        return nullptr;
    }
    return query.get();
}

void ReadSql::each(std::string_view sql, const Args &args, const std::function<void(const Row &)> &row) const
{
    QSqlQuery *query = run(sql, args);
    if (!query)
        return;
    // A callback may run the same statement again, so rows are only handed out while it is ours:
    // statements used recursively must differ, which the tables keep.
    const Row current(*query);
    while (query->next())
        row(current);
    if (query->lastError().isValid())
        m_failure = dialect::toError(query->lastError());
    query->finish();
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
    QSqlQuery *query = run(sql, args);
    if (!query)
        return 0;
    const auto changed = query->numRowsAffected();
    query->finish();
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

void Transaction::backTo(Mark mark)
{
    m_touched.resize(mark.touched);
    m_afterCommit.resize(mark.afterCommit);
    clearFailure();
}

void Transaction::reset()
{
    m_touched.clear();
    m_afterCommit.clear();
    clearFailure();
}

} // namespace hs::store
