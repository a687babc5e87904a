#include "engine/store/sqlite_library.h"

#include <mutex>

#include <sqlite3.h>

#include <QSqlDriver>
#include <QSqlQuery>
#include <QVariant>

namespace hs::store::sqlite {

namespace {

constexpr int BlockBytes = 2048; // a row of most tables fits
constexpr int Blocks = 200;

} // namespace

void prepare()
{
    static std::once_flag once;
    // Refused when somebody has begun to use the library already: then it counts, and all works as well.
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

sqlite3 *behind(const QSqlDatabase &connection)
{
    const auto handle = connection.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    // The same type may still be of another copy of the library, whose inside differs.
    static const bool same = [&] {
        QSqlQuery query(connection);
        return query.exec(QStringLiteral("SELECT sqlite_source_id()")) && query.next() && query.value(0).toString() == QLatin1String(sqlite3_sourceid());
    }();
    return same ? *static_cast<sqlite3 *const *>(handle.data()) : nullptr;
}

void widenLookaside(const QSqlDatabase &connection)
{
    // Refused while blocks are in use: the connection then keeps what it has.
    if (auto *database = behind(connection))
        sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, nullptr, BlockBytes, Blocks);
}

} // namespace hs::store::sqlite
