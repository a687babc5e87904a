#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QSqlDatabase>
#include <QSqlError>

#include "engine/vocabulary/result.h"

/// All that differs from one Qt Sql driver to the next. Today: SQLite 3.40.
/// The statements of the tables keep to what SQLite and PostgreSQL share
/// (`ON CONFLICT`, `RETURNING`-free, `LIKE`), so that another driver is one more file here.
namespace hs::store::dialect {

/// Opens a connection for the calling thread. `name` is unique in the process.
[[nodiscard]] Result<QSqlDatabase> open(const std::filesystem::path &file, const std::string &name, bool readOnly);
/// Closes and forgets the connection. No statement of it may be alive.
void close(QSqlDatabase &connection);

/// The driver's failure as one of ours: StorageFull, Corrupt, Unavailable, Conflict or Internal.
[[nodiscard]] Error toError(const QSqlError &error);
/// The same from SQLite's own code and words.
[[nodiscard]] Error toError(int code, const std::string &text);

[[nodiscard]] Result<int> schemaVersion(const QSqlDatabase &connection);
[[nodiscard]] Result<void> setSchemaVersion(const QSqlDatabase &connection, int version);

/// Runs statements that return nothing, in order, until one fails.
[[nodiscard]] Result<void> run(const QSqlDatabase &connection, const std::vector<std::string> &statements);

/// A whole, consistent copy of the open database into a new file, then opened and checked.
[[nodiscard]] Result<void> copyTo(const QSqlDatabase &connection, const std::filesystem::path &target);
/// Empty when the file is sound, else the first findings.
[[nodiscard]] Result<std::vector<std::string>> integrityFindings(const QSqlDatabase &connection);

/// An expression: the JSON text in `column` with the JSON Merge Patch of the next argument applied (RFC 7396).
[[nodiscard]] std::string mergedJson(const std::string &column);

/// An expression: the member `name` of the JSON object in `column`, as JSON text or as a plain value.
[[nodiscard]] std::string jsonMember(const std::string &column, const std::string &name);

enum class Checkpoint {
    Passive, ///< as far as nobody is in the way
    Truncate ///< waits for a moment without readers, and leaves an empty log
};
/// Moves committed pages from the log into the database file. Answers the pages left in the log.
[[nodiscard]] Result<std::int64_t> checkpoint(const QSqlDatabase &connection, Checkpoint kind);

} // namespace hs::store::dialect
