#pragma once

#include <filesystem>

#include <QSqlDatabase>

#include "engine/vocabulary/result.h"

/// Forward migrations of the database, numbered from 1, each in one transaction.
namespace hs::store::migrations {

/// The version this program writes.
[[nodiscard]] int latest();

/// Brings the database to `latest()`. Before the first step on a database that
/// already holds data, a verified copy `before-v<N>.db` is put into `backups`.
/// Fails with BadInput on a database of a newer version; then nothing was touched.
[[nodiscard]] Result<void> apply(const QSqlDatabase &connection, const std::filesystem::path &backups);

/// For readers: fails unless the database has exactly the version of this program.
[[nodiscard]] Result<void> checkVersion(const QSqlDatabase &connection);

} // namespace hs::store::migrations
