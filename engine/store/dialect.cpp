#include "engine/store/dialect.h"

#include <QSqlQuery>
#include <QVariant>

#include "engine/store/sqlite_library.h"

namespace hs::store::dialect {

namespace {

// Primary result codes, https://www.sqlite.org/rescode.html
constexpr int Busy = 5;
constexpr int ReadOnly = 8;
constexpr int IoError = 10;
constexpr int Corrupt = 11;
constexpr int Full = 13;
constexpr int CannotOpen = 14;
constexpr int Constraint = 19;
constexpr int NotADatabase = 26;

Result<void> exec(const QSqlDatabase &connection, const QString &sql)
{
    QSqlQuery query(connection);
    if (!query.exec(sql))
        return tl::make_unexpected(toError(query.lastError()));
    return {};
}

} // namespace

Error toError(const QSqlError &error)
{
    const auto text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return toError(error.nativeErrorCode().toInt(), text.toStdString());
}

Error toError(int code, const std::string &text)
{
    switch (code & 0xff) {
    case Full:
        return {Errc::StorageFull, "the disk is full", "console.db", "free some space; the console goes on by itself"};
    case Corrupt:
    case NotADatabase:
        return {Errc::Corrupt, "the database file is damaged: " + text, "console.db",
                "restore the newest file of the backups folder"};
    case ReadOnly:
        return {Errc::Unavailable, "the database cannot be written: " + text, "console.db",
                "make the data folder writable for this user"};
    case IoError:
        return {Errc::Unavailable, "the disk reported an error: " + text, "console.db", "check the disk"};
    case CannotOpen:
        return {Errc::Unavailable, "the database cannot be opened: " + text, "console.db",
                "check that the data folder exists and belongs to this user"};
    case Busy:
        return {Errc::Unavailable, "the database is busy", "console.db", "close other programs that use it"};
    case Constraint:
        return {Errc::Conflict, text, "console.db", {}};
    default:
        return {Errc::Internal, text, "console.db", {}};
    }
}

Result<QSqlDatabase> open(const std::filesystem::path &file, const std::string &name, bool readOnly)
{
    sqlite::prepare();
    auto connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QString::fromStdString(name));
    if (!connection.isValid())
        return fail(Errc::Internal, "the SQLite driver of Qt is missing", {}, "install libqt6sql6-sqlite");
    connection.setDatabaseName(QString::fromStdString(file.string()));
    connection.setConnectOptions(readOnly ? QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000")
                                          : QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
    if (!connection.open()) {
        auto error = toError(connection.lastError());
        close(connection);
        return tl::make_unexpected(std::move(error));
    }
    if (!readOnly)
        sqlite::widenLookaside(connection);
    // In KiB. The writer comes back to the same leaves with every commit; readers pass by, and the system keeps the file.
    std::vector<std::string> pragmas{"PRAGMA foreign_keys = ON", "PRAGMA temp_store = MEMORY",
                                     readOnly ? "PRAGMA cache_size = -2000" : "PRAGMA cache_size = -8000"};
    if (!readOnly) {
        pragmas.insert(pragmas.begin(), "PRAGMA journal_mode = WAL");
        pragmas.emplace_back("PRAGMA synchronous = FULL");
        pragmas.emplace_back("PRAGMA wal_autocheckpoint = 0"); // runs off the writer's turn, see Store::checkpointerLoop
        // A log that begins anew keeps this much of its file: writing over it is cheaper than making a file grow.
        pragmas.emplace_back("PRAGMA journal_size_limit = 16777216");
    }
    if (auto done = run(connection, pragmas); !done) {
        close(connection);
        return tl::make_unexpected(std::move(done).error());
    }
    return connection;
}

void close(QSqlDatabase &connection)
{
    const QString name = connection.connectionName();
    connection.close();
    connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

Result<void> run(const QSqlDatabase &connection, const std::vector<std::string> &statements)
{
    for (const auto &statement : statements)
        HS_TRY(exec(connection, QString::fromStdString(statement)));
    return {};
}

Result<int> schemaVersion(const QSqlDatabase &connection)
{
    QSqlQuery query(connection);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return tl::make_unexpected(toError(query.lastError()));
    return query.value(0).toInt();
}

Result<void> setSchemaVersion(const QSqlDatabase &connection, int version)
{
    return exec(connection, QStringLiteral("PRAGMA user_version = %1").arg(version));
}

Result<std::vector<std::string>> integrityFindings(const QSqlDatabase &connection)
{
    QSqlQuery query(connection);
    std::vector<std::string> findings;
    for (const auto *pragma : {"PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"}) {
        if (!query.exec(QString::fromLatin1(pragma)))
            return tl::make_unexpected(toError(query.lastError()));
        while (query.next()) {
            const auto text = query.value(0).toString().toStdString();
            if (text != "ok")
                findings.push_back(text);
        }
    }
    return findings;
}

Result<void> copyTo(const QSqlDatabase &connection, const std::filesystem::path &target)
{
    QSqlQuery query(connection);
    query.prepare(QStringLiteral("VACUUM INTO ?"));
    query.bindValue(0, QString::fromStdString(target.string()));
    if (!query.exec())
        return tl::make_unexpected(toError(query.lastError()));

    auto copy = open(target, "verify " + target.string(), true);
    if (!copy)
        return tl::make_unexpected(std::move(copy).error());
    const auto findings = integrityFindings(*copy);
    close(*copy);
    if (!findings)
        return tl::make_unexpected(findings.error());
    if (!findings->empty())
        return fail(Errc::Corrupt, "the copy is damaged: " + findings->front(), target.string());
    return {};
}

std::string mergedJson(const std::string &column)
{
    return "json_patch(" + column + ", ?)";
}

std::string jsonMember(const std::string &column, const std::string &name)
{
    return "json_extract(" + column + ", '$." + name + "')";
}

Result<std::int64_t> checkpoint(const QSqlDatabase &connection, Checkpoint kind)
{
    QSqlQuery query(connection);
    const auto sql = kind == Checkpoint::Truncate ? QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")
                                                  : QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)");
    if (!query.exec(sql) || !query.next())
        return tl::make_unexpected(toError(query.lastError()));
    return query.value(1).toLongLong() - query.value(2).toLongLong();
}

} // namespace hs::store::dialect
