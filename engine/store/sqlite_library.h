#pragma once

#include <QSqlDatabase>

struct sqlite3;

/// SQLite's library below Qt's driver: what Qt Sql gives no way to set, and the connection that both share.
namespace hs::store::sqlite {

/// Before the first connection of the process; later calls do nothing. The library then keeps no count of its memory,
/// which would be one lock for every allocation of every thread.
void prepare();

/// The library's own connection behind one of Qt Sql; null for another driver and for a SQLite inside Qt's own.
[[nodiscard]] sqlite3 *behind(const QSqlDatabase &connection);

/// Gives a connection that has run nothing yet a store of small blocks of its own, so that a step of the writer rarely asks
/// the system for memory. https://www.sqlite.org/malloc.html#lookaside
void widenLookaside(const QSqlDatabase &connection);

} // namespace hs::store::sqlite
