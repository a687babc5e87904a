#include "engine/store/migrations.h"

#include <string>
#include <vector>

#include "engine/store/dialect.h"
#include "engine/store/schema.h"

namespace hs::store::migrations {

namespace {

Result<void> refuseNewer(int version)
{
    return fail(Errc::BadInput,
                "the database is of version " + std::to_string(version) + ", this program knows versions up to "
                    + std::to_string(latest()),
                "console.db", "start the newer console, or restore a backup made before the upgrade");
}

} // namespace

int latest()
{
    return int(schema::versions().size());
}

Result<void> apply(const QSqlDatabase &connection, const std::filesystem::path &backups)
{
    const auto found = dialect::schemaVersion(connection);
    if (!found)
        return tl::make_unexpected(found.error());
    if (*found > latest())
        return refuseNewer(*found);
    if (*found == latest())
        return {};
    if (*found > 0) {
        const auto target = backups / ("before-v" + std::to_string(latest()) + ".db");
        std::error_code ignored; // a copy left by an upgrade that was cut off is of no use
        std::filesystem::remove(target, ignored);
        HS_TRY(dialect::copyTo(connection, target));
    }
    for (int version = *found + 1; version <= latest(); ++version) {
        HS_TRY(dialect::run(connection, {"BEGIN IMMEDIATE"}));
        auto done = dialect::run(connection, schema::versions()[std::size_t(version - 1)]);
        if (done)
            done = dialect::setSchemaVersion(connection, version);
        if (done)
            done = dialect::run(connection, {"COMMIT"});
        if (!done) {
            // The failure that is told is the first one; rolling back ends what it left open.
            [[maybe_unused]] const auto undone = dialect::run(connection, {"ROLLBACK"});
            auto error = done.error();
            error.where = "console.db, migration " + std::to_string(version);
            return tl::make_unexpected(std::move(error));
        }
    }
    return {};
}

Result<void> checkVersion(const QSqlDatabase &connection)
{
    const auto found = dialect::schemaVersion(connection);
    if (!found)
        return tl::make_unexpected(found.error());
    if (*found > latest())
        return refuseNewer(*found);
    if (*found < latest())
        return fail(Errc::Conflict, "the database is of the older version " + std::to_string(*found), "console.db",
                    "start the console once to bring it up to date");
    return {};
}

} // namespace hs::store::migrations
