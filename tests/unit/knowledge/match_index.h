#pragma once

#include <string>

#include <sqlite3.h>

#include "engine/language/words.h"

namespace hs::test {

/// A real full-text index as the library has it.
class MatchIndex {
public:
    MatchIndex()
    {
        sqlite3_open(":memory:", &m_database);
        run("CREATE VIRTUAL TABLE f USING fts5(heading, body, stems, tokenize=\"porter unicode61 remove_diacritics 2\")");
    }
    ~MatchIndex() { sqlite3_close(m_database); }
    MatchIndex(const MatchIndex &) = delete;
    MatchIndex &operator=(const MatchIndex &) = delete;

    void add(const std::string &heading, const std::string &body, const std::string &language)
    {
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(m_database, "INSERT INTO f(heading, body, stems) VALUES(?1, ?2, ?3)", -1, &statement, nullptr);
        const auto stems = language::stemmedText(heading + "\n" + body, language);
        sqlite3_bind_text(statement, 1, heading.data(), static_cast<int>(heading.size()), SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        sqlite3_bind_text(statement, 3, stems.data(), static_cast<int>(stems.size()), SQLITE_STATIC);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
    }
    /// Row numbers of the hits, in their order; the error's text where there is one.
    std::string find(const std::string &match) const
    {
        if (match.empty())
            return "nothing to match";
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(m_database, "SELECT rowid FROM f WHERE f MATCH ?1 ORDER BY rowid", -1, &statement, nullptr);
        sqlite3_bind_text(statement, 1, match.data(), static_cast<int>(match.size()), SQLITE_STATIC);
        std::string rows;
        int step = SQLITE_ROW;
        while ((step = sqlite3_step(statement)) == SQLITE_ROW)
            rows += (rows.empty() ? "" : ",") + std::to_string(sqlite3_column_int64(statement, 0));
        if (step != SQLITE_DONE)
            rows = std::string("error: ") + sqlite3_errmsg(m_database);
        sqlite3_finalize(statement);
        return rows;
    }

private:
    void run(const char *sql) const { sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr); }

    sqlite3 *m_database = nullptr;
};

} // namespace hs::test
