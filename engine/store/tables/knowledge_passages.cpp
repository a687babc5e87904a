#include <algorithm>
#include <map>

#include "engine/store/tables/knowledge.h"

namespace hs::store::knowledge {

namespace {

const std::string PassageColumns = "p.id, p.document, p.ordinal, p.page, p.kind, p.confidence, p.heading, p.body, p.stems, p.start, p.end, p.hash";

Passage readPassage(const Row &row)
{
    Passage passage;
    passage.id = row.integer(0);
    passage.document = row.integer(1);
    passage.ordinal = int(row.integer(2));
    passage.page = int(row.integer(3));
    passage.kind = int(row.integer(4));
    passage.confidence = int(row.integer(5));
    passage.heading = row.text(6);
    passage.body = row.text(7);
    passage.indexed = row.text(8);
    passage.start = row.integer(9);
    passage.end = row.integer(10);
    passage.hash = row.blob(11);
    return passage;
}

std::int64_t readId(const Row &row)
{
    return row.integer(0);
}

void index(Transaction &tx, const Passage &passage)
{
    tx.exec("INSERT INTO knowledge_words(rowid, heading, body, stems) VALUES(?, ?, ?, ?)",
            {passage.id, passage.heading, passage.body, passage.indexed});
}

/// An index over somebody else's content is told what stood there; what it is told must be what it was given.
void unindex(Transaction &tx, const Passage &passage)
{
    tx.exec("INSERT INTO knowledge_words(knowledge_words, rowid, heading, body, stems) VALUES('delete', ?, ?, ?, ?)",
            {passage.id, passage.heading, passage.body, passage.indexed});
}

std::vector<Passage> passagesOf(const ReadSql &sql, std::int64_t document, bool hidden)
{
    return sql.list<Passage>("SELECT " + PassageColumns + " FROM knowledge_passages p WHERE p.document = ? AND p.hidden = ? ORDER BY p.ordinal",
                             {document, hidden}, readPassage);
}

void remove(Transaction &tx, const Passage &passage)
{
    tx.exec("DELETE FROM knowledge_vectors WHERE passage = ? AND model IN (SELECT row FROM knowledge_models)", {passage.id});
    tx.exec("DELETE FROM knowledge_passages WHERE id = ?", {passage.id});
}

/// Conditions over a document `d`, each beginning with AND.
std::string conditions(const Scope &scope, Args &args)
{
    std::string text;
    const auto oneOf = [&](const std::vector<std::string> &values, const std::string &column) {
        if (values.empty())
            return;
        text += " AND " + column + " IN (";
        for (const auto &value : values) {
            text += text.back() == '(' ? "?" : ", ?";
            args.emplace_back(value);
        }
        text += ")";
    };
    const auto anyLike = [&](const std::vector<std::string> &values, const std::vector<std::string> &columns) {
        if (values.empty())
            return;
        text += " AND (0";
        for (const auto &value : values) {
            for (const auto &column : columns) {
                text += " OR " + column + " LIKE ? ESCAPE '\\'";
                args.emplace_back(likeAnywhere(value));
            }
        }
        text += ")";
    };
    oneOf(scope.sources, "d.source");
    anyLike(scope.types, {"d.type"});
    oneOf(scope.databases, "d.db");
    oneOf(scope.languages, "d.language");
    anyLike(scope.authors, {"d.author"});
    anyLike(scope.sourceTitles, {"d.title", "(SELECT s.title FROM knowledge_sources s WHERE s.id = d.source)"});
    if (!scope.entities.empty()) {
        auto withEverybodys = scope.entities;
        withEverybodys.emplace_back();
        oneOf(withEverybodys, "d.entity");
    }
    if (scope.after) {
        text += " AND coalesce(d.changed_at, d.read_at) >= ?";
        args.emplace_back(*scope.after);
    }
    if (scope.before) {
        text += " AND coalesce(d.changed_at, d.read_at) < ?";
        args.emplace_back(*scope.before);
    }
    return text;
}

} // namespace

bool Scope::empty() const
{
    return sources.empty() && types.empty() && databases.empty() && authors.empty() && languages.empty() && sourceTitles.empty() && entities.empty() && !after
        && !before;
}

std::vector<std::int64_t> write(Transaction &tx, Document &document, std::string_view text, const std::vector<Part> &parts, std::vector<Passage> &passages)
{
    touch(tx, document);
    std::string places = "[";
    for (const auto &part : parts)
        places += (places.size() > 1 ? ",[" : "[") + std::to_string(part.kind) + "," + std::to_string(part.level) + "," + std::to_string(part.start) + ","
            + std::to_string(part.end) + "," + std::to_string(part.page) + "]";
    tx.exec("INSERT INTO knowledge_texts(document, text, parts) VALUES(?, ?, ?)"
            " ON CONFLICT(document) DO UPDATE SET text = excluded.text, parts = excluded.parts",
            {document.row, text, places + "]"});

    std::multimap<std::string, Passage> before;
    for (auto &old : passagesOf(tx, document.row, false)) {
        auto hash = old.hash;
        before.emplace(std::move(hash), std::move(old));
    }
    for (auto &old : passagesOf(tx, document.row, true))
        remove(tx, old);
    for (auto &passage : passages) {
        passage.document = document.row;
        const auto known = before.find(passage.hash);
        // What the index was given must stay what the row says, so a kept passage keeps all its words.
        if (known != before.end() && known->second.heading == passage.heading && known->second.body == passage.body && known->second.indexed == passage.indexed) {
            passage.id = known->second.id;
            before.erase(known);
            tx.exec("UPDATE knowledge_passages SET ordinal = ?, page = ?, kind = ?, confidence = ?, start = ?, end = ? WHERE id = ?",
                    {passage.ordinal, passage.page, passage.kind, passage.confidence, passage.start, passage.end, passage.id});
            continue;
        }
        tx.exec("INSERT INTO knowledge_passages(document, ordinal, page, kind, confidence, heading, body, stems, start, end, hash)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                {passage.document, passage.ordinal, passage.page, passage.kind, passage.confidence, passage.heading, passage.body, passage.indexed,
                 passage.start, passage.end, Blob{passage.hash}});
        passage.id = tx.integer("SELECT last_insert_rowid()").value_or(0);
        index(tx, passage);
    }
    std::vector<std::int64_t> gone;
    for (const auto &[hash, old] : before) {
        unindex(tx, old);
        remove(tx, old);
        gone.push_back(old.id);
    }
    return gone;
}

std::vector<std::int64_t> hide(Transaction &tx, const Document &document, Timestamp now)
{
    std::vector<std::int64_t> ids;
    for (const auto &passage : passagesOf(tx, document.row, false)) {
        unindex(tx, passage);
        ids.push_back(passage.id);
    }
    tx.exec("UPDATE knowledge_passages SET hidden = 1 WHERE document = ?", {document.row});
    tx.exec("UPDATE knowledge_documents SET state = 2, gone_at = ? WHERE row = ?", {now, document.row});
    tx.touch(Topic::Knowledge, document.source);
    return ids;
}

std::vector<std::int64_t> unhide(Transaction &tx, const Document &document)
{
    std::vector<std::int64_t> ids;
    for (const auto &passage : passagesOf(tx, document.row, true)) {
        index(tx, passage);
        ids.push_back(passage.id);
    }
    tx.exec("UPDATE knowledge_passages SET hidden = 0 WHERE document = ?", {document.row});
    tx.exec("UPDATE knowledge_documents SET state = 0, gone_at = NULL WHERE row = ?", {document.row});
    tx.touch(Topic::Knowledge, document.source);
    return ids;
}

void drop(Transaction &tx, const Document &document)
{
    for (const auto &passage : passagesOf(tx, document.row, false)) {
        unindex(tx, passage);
        remove(tx, passage);
    }
    for (const auto &passage : passagesOf(tx, document.row, true))
        remove(tx, passage);
    tx.exec("DELETE FROM knowledge_texts WHERE document = ?", {document.row});
    tx.exec("DELETE FROM knowledge_documents WHERE row = ?", {document.row});
    tx.touch(Topic::Knowledge, document.source);
}

std::vector<Passage> passagesOf(const ReadSql &sql, std::int64_t document)
{
    return passagesOf(sql, document, false);
}

std::optional<Passage> findPassage(const ReadSql &sql, std::int64_t id)
{
    return sql.one<Passage>("SELECT " + PassageColumns + " FROM knowledge_passages p WHERE p.id = ?", {id}, readPassage);
}

void eachPassage(const ReadSql &sql, std::int64_t after, int limit, const std::function<void(const Passage &, std::string_view)> &visit)
{
    sql.each("SELECT " + PassageColumns + ", d.language FROM knowledge_passages p JOIN knowledge_documents d ON d.row = p.document"
             " WHERE p.id > ? AND p.hidden = 0 ORDER BY p.id LIMIT ?",
             {after, limit}, [&](const Row &row) {
                 constexpr int LanguageColumn = 12;
                 visit(readPassage(row), row.text(LanguageColumn));
             });
}

std::vector<std::int64_t> passageIds(const ReadSql &sql)
{
    return sql.list<std::int64_t>("SELECT id FROM knowledge_passages WHERE hidden = 0 ORDER BY id", {}, readId);
}

std::vector<std::int64_t> passagesIn(const ReadSql &sql, const Scope &scope)
{
    Args args;
    const auto where = conditions(scope, args);
    return sql.list<std::int64_t>("SELECT p.id FROM knowledge_documents d CROSS JOIN knowledge_passages p ON p.document = d.row"
                                  " WHERE d.state <> 2 AND p.hidden = 0" + where, args, readId);
}

void reindexWords(Transaction &tx)
{
    tx.exec("INSERT INTO knowledge_words(knowledge_words) VALUES('rebuild')");
}

std::vector<Match> matches(const ReadSql &sql, std::string_view match, const Scope &scope, int limit, std::int64_t mostLookedAt)
{
    std::vector<Match> found;
    Args args{match};
    std::string text;
    // The rank is worked out for what the inner select gives and for nothing else.
    if (scope.empty()) {
        text = "SELECT id, score FROM (SELECT rowid AS id, rank AS score FROM knowledge_words WHERE knowledge_words MATCH ?";
    } else {
        text = "SELECT id, score FROM (SELECT w.rowid AS id, w.rank AS score FROM knowledge_words w JOIN knowledge_passages p ON p.id = w.rowid"
               " JOIN knowledge_documents d ON d.row = p.document WHERE w.knowledge_words MATCH ?" + conditions(scope, args);
    }
    text += " ORDER BY id DESC LIMIT ?) ORDER BY score, id LIMIT ?";
    args.emplace_back(mostLookedAt);
    args.emplace_back(limit);
    sql.each(text, args, [&](const Row &row) { found.push_back({row.integer(0), -row.real(1)}); });
    return found;
}

std::int64_t passagesWith(const ReadSql &sql, std::string_view stem)
{
    return sql.integer("SELECT doc FROM knowledge_vocabulary WHERE term = ?", {stem}).value_or(0);
}

std::int64_t roughlyMatching(const ReadSql &sql, std::string_view match, std::int64_t counted)
{
    struct First {
        std::int64_t count = 0, lastId = 0;
    };
    const auto first = sql.one<First>("SELECT count(*), max(id) FROM (SELECT rowid AS id FROM knowledge_words WHERE knowledge_words MATCH ? ORDER BY rowid LIMIT ?)",
                                      {match, counted}, [](const Row &row) { return First{row.integer(0), row.integer(1)}; }).value_or(First());
    if (first.count < counted)
        return first.count;
    const auto last = sql.integer("SELECT max(id) FROM knowledge_passages").value_or(0);
    return std::max(counted, std::int64_t(double(counted) * double(last) / double(std::max<std::int64_t>(1, first.lastId))));
}

void eachStem(const ReadSql &sql, std::string_view prefix, const std::function<void(std::string_view, std::int64_t)> &visit)
{
    // Words of the index are lower-case UTF-8: what begins so lies before its successor.
    sql.each("SELECT term, doc FROM knowledge_vocabulary WHERE term >= ? AND term < ?", {prefix, std::string(prefix) + "\xf4\x8f\xbf\xbf"},
             [&](const Row &row) {
                 const auto term = row.text(0);
                 visit(term, row.integer(1));
             });
}

} // namespace hs::store::knowledge
