#include "engine/store/statement.h"

#include <sqlite3.h>

#include <QSqlQuery>
#include <QVariant>

#include "engine/store/dialect.h"
#include "engine/store/sqlite_library.h"

namespace hs::store {

namespace {

class SqliteStatement final : public Statement {
public:
    SqliteStatement(sqlite3 *database, sqlite3_stmt *statement) : m_database(database), m_statement(statement) {}
    ~SqliteStatement() override { sqlite3_finalize(m_statement); }
    SqliteStatement(const SqliteStatement &) = delete;
    SqliteStatement &operator=(const SqliteStatement &) = delete;

    Result<void> run(const Args &args) override
    {
        sqlite3_reset(m_statement);
        int at = 0;
        for (const auto &arg : args) {
            ++at;
            std::visit(
                [&](const auto &value) {
                    using T = std::decay_t<decltype(value)>;
                    if constexpr (std::is_same_v<T, std::nullptr_t>)
                        sqlite3_bind_null(m_statement, at);
                    else if constexpr (std::is_same_v<T, std::int64_t>)
                        sqlite3_bind_int64(m_statement, at, value);
                    else if constexpr (std::is_same_v<T, double>)
                        sqlite3_bind_double(m_statement, at, value);
                    else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) // a view of nothing is no NULL
                        sqlite3_bind_text64(m_statement, at, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
                    else
                        sqlite3_bind_blob64(m_statement, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
                },
                arg.value());
        }
        m_ahead = sqlite3_step(m_statement);
        if (m_ahead != SQLITE_ROW && m_ahead != SQLITE_DONE)
            return tl::make_unexpected(failure());
        m_changed = sqlite3_column_count(m_statement) == 0 ? sqlite3_changes64(m_database) : 0;
        return {};
    }
    Result<bool> next() override
    {
        if (m_ahead == 0)
            m_ahead = sqlite3_step(m_statement);
        const int got = std::exchange(m_ahead, 0);
        if (got == SQLITE_ROW)
            return true;
        m_ahead = SQLITE_DONE;
        if (got == SQLITE_DONE)
            return false;
        return tl::make_unexpected(failure());
    }
    void finish() override
    {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
        m_ahead = SQLITE_DONE;
    }
    std::int64_t changed() const override { return m_changed; }
    bool isNull(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(m_statement, column); }
    double real(int column) const override { return sqlite3_column_double(m_statement, column); }
    std::string_view bytes(int column) const override
    {
        const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return data ? std::string_view(data, std::size_t(sqlite3_column_bytes(m_statement, column))) : std::string_view();
    }

private:
    Error failure() { return dialect::toError(sqlite3_extended_errcode(m_database), sqlite3_errmsg(m_database)); }

    sqlite3 *m_database;
    sqlite3_stmt *m_statement;
    int m_ahead = SQLITE_DONE; ///< what the last step gave and nobody has asked for yet; 0: nothing
    std::int64_t m_changed = 0;
};

class QtStatement final : public Statement {
public:
    QtStatement(const QSqlDatabase &connection) : m_query(connection) { m_query.setForwardOnly(true); }

    Result<void> prepare(std::string_view sql)
    {
        if (!m_query.prepare(QString::fromUtf8(sql.data(), qsizetype(sql.size()))))
            return tl::make_unexpected(dialect::toError(m_query.lastError()));
        return {};
    }
    Result<void> run(const Args &args) override
    {
        for (std::size_t i = 0; i < args.size(); ++i)
            m_query.bindValue(int(i), variantOf(args[i]));
        if (m_query.exec())
            return {};
        auto error = dialect::toError(m_query.lastError());
        m_query.finish();
        return tl::make_unexpected(std::move(error));
    }
    Result<bool> next() override
    {
        if (m_query.next())
            return true;
        if (m_query.lastError().isValid())
            return tl::make_unexpected(dialect::toError(m_query.lastError()));
        return false;
    }
    void finish() override { m_query.finish(); }
    std::int64_t changed() const override { return m_query.numRowsAffected(); }
    bool isNull(int column) const override { return m_query.isNull(column); }
    std::int64_t integer(int column) const override { return m_query.value(column).toLongLong(); }
    double real(int column) const override { return m_query.value(column).toDouble(); }
    std::string_view bytes(int column) const override
    {
        const auto value = m_query.value(column);
        m_bytes = value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
        return {m_bytes.constData(), std::size_t(m_bytes.size())};
    }

private:
    static QVariant variantOf(const Arg &arg)
    {
        return std::visit(
            [](const auto &value) -> QVariant {
                using T = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<T, std::nullptr_t>)
                    return {};
                else if constexpr (std::is_same_v<T, std::int64_t>)
                    return QVariant::fromValue(qint64(value));
                else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) // an empty text is a text: a null QString would be bound as NULL
                    return value.empty() ? QString(QLatin1String("")) : QString::fromUtf8(value.data(), qsizetype(value.size()));
                else if constexpr (std::is_same_v<T, Arg::Bytes>)
                    return QByteArray(value.bytes.data(), qsizetype(value.bytes.size()));
                else
                    return value;
            },
            arg.value());
    }

    QSqlQuery m_query;
    mutable QByteArray m_bytes; ///< of the column that was asked for last
};

} // namespace

Result<std::unique_ptr<Statement>> Statement::prepare(const QSqlDatabase &connection, std::string_view sql)
{
    if (auto *database = sqlite::behind(connection)) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v3(database, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            return tl::make_unexpected(dialect::toError(sqlite3_extended_errcode(database), sqlite3_errmsg(database)));
        return std::make_unique<SqliteStatement>(database, statement);
    }
    auto statement = std::make_unique<QtStatement>(connection);
    HS_TRY(statement->prepare(sql));
    return statement;
}

} // namespace hs::store
