#include "engine/store/tables/knowledge.h"

#include "engine/vocabulary/json.h"

namespace hs::store::knowledge {

namespace {

const std::string SelectSource = "SELECT id, kind, place, title, entity, state, trouble, checked_at, next_at, removed_at, added_by, at FROM knowledge_sources";
const std::string SelectDocument = "SELECT row, id, source, external, title, place, type, db, author, language, entity, state, trouble, notes, reported, bytes,"
                                   " pages, version, changed_at, gone_at, read_at, checked_at, mark, hash, text_hash, likeness FROM knowledge_documents";

Source readSource(const Row &row)
{
    Source source;
    source.id = row.text(0);
    source.kind = int(row.integer(1));
    source.place = row.text(2);
    source.title = row.text(3);
    source.entity = row.text(4);
    source.state = SourceState(row.integer(5));
    source.trouble = row.text(6);
    source.checkedAt = row.maybeTime(7);
    source.nextAt = row.maybeTime(8);
    source.removedAt = row.maybeTime(9);
    source.addedBy = row.text(10);
    source.at = row.time(11);
    return source;
}

Document readDocument(const Row &row)
{
    Document document;
    document.row = row.integer(0);
    document.id = row.text(1);
    document.source = row.text(2);
    document.external = row.text(3);
    document.title = row.text(4);
    document.place = row.text(5);
    document.type = row.text(6);
    document.database = row.text(7);
    document.author = row.text(8);
    document.language = row.text(9);
    document.entity = row.text(10);
    document.state = DocumentState(row.integer(11));
    document.trouble = row.text(12);
    document.notes = row.text(13);
    document.reported = row.text(14);
    document.bytes = row.integer(15);
    document.pages = int(row.integer(16));
    document.version = int(row.integer(17));
    document.changedAt = row.maybeTime(18);
    document.goneAt = row.maybeTime(19);
    document.readAt = row.time(20);
    document.checkedAt = row.time(21);
    document.mark = row.text(22);
    document.hash = row.blob(23);
    document.textHash = row.blob(24);
    document.likeness = row.integer(25);
    return document;
}

Check readCheck(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2)};
}

} // namespace

void put(Transaction &tx, const Source &source)
{
    tx.exec("INSERT INTO knowledge_sources(id, kind, place, title, entity, state, trouble, checked_at, next_at, removed_at, added_by, at)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET title = excluded.title, entity = excluded.entity, state = excluded.state, trouble = excluded.trouble,"
            " checked_at = excluded.checked_at, next_at = excluded.next_at, removed_at = excluded.removed_at",
            {source.id, source.kind, source.place, source.title, source.entity, int(source.state), source.trouble, source.checkedAt, source.nextAt,
             source.removedAt, source.addedBy, source.at});
    tx.touch(Topic::Knowledge, source.id);
}

std::vector<Source> sources(const ReadSql &sql, bool removedToo)
{
    return sql.list<Source>(SelectSource + (removedToo ? " ORDER BY id" : " WHERE removed_at IS NULL ORDER BY id"), {}, readSource);
}

std::optional<Source> findSource(const ReadSql &sql, std::string_view id)
{
    return sql.one<Source>(SelectSource + " WHERE id = ?", {id}, readSource);
}

std::optional<Source> sourceOf(const ReadSql &sql, int kind, std::string_view place)
{
    return sql.one<Source>(SelectSource + " WHERE kind = ? AND place = ? AND removed_at IS NULL", {kind, place}, readSource);
}

SourceCounts counts(const ReadSql &sql, std::string_view source)
{
    SourceCounts counts;
    sql.each("SELECT count(*), coalesce(sum(state = 1), 0), max(changed_at) FROM knowledge_documents WHERE source = ? AND state <> 2", {source},
             [&](const Row &row) {
                 counts.documents = row.integer(0);
                 counts.failed = row.integer(1);
                 counts.changedAt = row.maybeTime(2);
             });
    counts.passages = sql.integer("SELECT count(*) FROM knowledge_passages p JOIN knowledge_documents d ON d.row = p.document"
                                  " WHERE d.source = ? AND p.hidden = 0", {source}).value_or(0);
    return counts;
}

void forget(Transaction &tx, const Source &source)
{
    for (;;) {
        constexpr int Some = 100;
        const auto documents = tx.list<Document>(SelectDocument + " WHERE source = ? LIMIT ?", {source.id, Some}, readDocument);
        if (documents.empty())
            break;
        for (const auto &document : documents)
            drop(tx, document);
    }
    tx.exec("DELETE FROM knowledge_sources WHERE id = ?", {source.id});
    tx.touch(Topic::Knowledge, source.id);
}

std::optional<Document> findDocument(const ReadSql &sql, std::string_view id)
{
    return sql.one<Document>(SelectDocument + " WHERE id = ?", {id}, readDocument);
}

std::optional<Document> findByRow(const ReadSql &sql, std::int64_t row)
{
    return sql.one<Document>(SelectDocument + " WHERE row = ?", {row}, readDocument);
}

std::optional<Document> findExternal(const ReadSql &sql, std::string_view source, std::string_view external)
{
    return sql.one<Document>(SelectDocument + " WHERE source = ? AND external = ?", {source, external}, readDocument);
}

std::vector<std::pair<std::string, std::string>> marks(const ReadSql &sql, std::string_view source)
{
    std::vector<std::pair<std::string, std::string>> marks;
    sql.each("SELECT external, mark FROM knowledge_documents WHERE source = ? AND state <> 2", {source},
             [&](const Row &row) { marks.emplace_back(row.text(0), row.text(1)); });
    return marks;
}

Sliced<Document> documents(const ReadSql &sql, const DocumentFilter &filter, const Slice &slice)
{
    std::string where = " WHERE state <> 2";
    Args args;
    const auto narrow = [&](const char *condition, const Arg &value) {
        where += condition;
        args.push_back(value);
    };
    if (filter.failedOnly)
        where = " WHERE state = 1";
    if (!filter.source.empty())
        narrow(" AND source = ?", filter.source);
    if (!filter.text.empty()) {
        narrow(" AND (title LIKE ? ESCAPE '\\'", likeAnywhere(filter.text));
        narrow(" OR place LIKE ? ESCAPE '\\')", likeAnywhere(filter.text));
    }
    if (const auto gap = slice.after.find('.'); gap != std::string::npos) {
        narrow(" AND (read_at, row) < (?,", asNumber(slice.after.substr(0, gap)));
        narrow(" ?)", asNumber(slice.after.substr(gap + 1)));
    }
    args.push_back(slice.limit + 1);
    return cut(sql.list<Document>(SelectDocument + where + " ORDER BY read_at DESC, row DESC LIMIT ?", args, readDocument), slice.limit,
               [](const Document &last) { return std::to_string(toMillis(last.readAt)) + "." + std::to_string(last.row); });
}

std::string textOf(const ReadSql &sql, std::int64_t document)
{
    return sql.text("SELECT text FROM knowledge_texts WHERE document = ?", {document}).value_or(std::string());
}

std::vector<Part> partsOf(const ReadSql &sql, std::int64_t document)
{
    std::vector<Part> parts;
    const auto text = sql.text("SELECT parts FROM knowledge_texts WHERE document = ?", {document});
    const auto rows = text ? parseJson(*text) : Result<Json>(Json::array());
    constexpr std::size_t Fields = 5;
    for (const auto &row : rows ? *rows : Json::array()) {
        if (!row.is_array() || row.size() != Fields)
            continue;
        const auto number = [&](std::size_t at) { return row[at].is_number_integer() ? row[at].get<std::int64_t>() : 0; };
        parts.push_back({int(number(0)), int(number(1)), number(2), number(3), int(number(4))});
    }
    return parts;
}

std::vector<std::string> alike(const ReadSql &sql, const Document &document, int limit)
{
    return sql.list<std::string>("SELECT title FROM knowledge_documents WHERE text_hash = ? AND row <> ? AND state = 0 ORDER BY row LIMIT ?",
                                 {Blob{document.textHash}, document.row, limit}, firstText);
}

void touch(Transaction &tx, Document &document)
{
    if (document.row == 0) {
        document.row = tx.integer("SELECT coalesce(max(row), 0) + 1 FROM knowledge_documents").value_or(1);
        tx.exec("INSERT INTO knowledge_documents(row, id, source, external, title, place, type, db, author, language, entity, state, trouble, notes,"
                " reported, bytes, pages, version, changed_at, gone_at, read_at, checked_at, mark, hash, text_hash, likeness)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                {document.row, document.id, document.source, document.external, document.title, document.place, document.type, document.database,
                 document.author, document.language, document.entity, int(document.state), document.trouble, document.notes, document.reported,
                 document.bytes, document.pages, document.version, document.changedAt, document.goneAt, document.readAt, document.checkedAt,
                 document.mark, Blob{document.hash}, Blob{document.textHash}, document.likeness});
    } else {
        tx.exec("UPDATE knowledge_documents SET title = ?, place = ?, type = ?, db = ?, author = ?, language = ?, entity = ?, state = ?, trouble = ?,"
                " notes = ?, reported = ?, bytes = ?, pages = ?, version = ?, changed_at = ?, gone_at = ?, read_at = ?, checked_at = ?, mark = ?, hash = ?,"
                " text_hash = ?, likeness = ? WHERE row = ?",
                {document.title, document.place, document.type, document.database, document.author, document.language, document.entity,
                 int(document.state), document.trouble, document.notes, document.reported, document.bytes, document.pages, document.version,
                 document.changedAt, document.goneAt, document.readAt, document.checkedAt, document.mark, Blob{document.hash},
                 Blob{document.textHash}, document.likeness, document.row});
    }
    tx.touch(Topic::Knowledge, document.source);
}

std::vector<Document> goneBefore(const ReadSql &sql, Timestamp before, int limit)
{
    return sql.list<Document>(SelectDocument + " WHERE gone_at IS NOT NULL AND gone_at < ? ORDER BY gone_at LIMIT ?", {before, limit}, readDocument);
}

std::vector<Document> ofSource(const ReadSql &sql, std::string_view source, bool gone, std::int64_t afterRow, int limit)
{
    return sql.list<Document>(SelectDocument + " WHERE source = ? AND row > ? AND " + (gone ? "state = 2" : "state <> 2") + " ORDER BY row LIMIT ?",
                              {source, afterRow, limit}, readDocument);
}

Totals totals(const ReadSql &sql)
{
    Totals totals;
    totals.documents = sql.integer("SELECT count(*) FROM knowledge_documents WHERE state <> 2").value_or(0);
    totals.failed = sql.integer("SELECT count(*) FROM knowledge_documents WHERE state = 1").value_or(0);
    totals.passages = sql.integer("SELECT count(*) FROM knowledge_passages WHERE hidden = 0").value_or(0);
    return totals;
}

void put(Transaction &tx, const Check &check)
{
    tx.exec("INSERT INTO knowledge_checks(id, question, document) VALUES(?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET question = excluded.question, document = excluded.document",
            {check.id, check.question, check.document});
    tx.touch(Topic::Knowledge, check.id);
}

bool dropCheck(Transaction &tx, std::string_view id)
{
    tx.touch(Topic::Knowledge, id);
    return tx.exec("DELETE FROM knowledge_checks WHERE id = ?", {id}) > 0;
}

std::vector<Check> checks(const ReadSql &sql)
{
    return sql.list<Check>("SELECT id, question, document FROM knowledge_checks ORDER BY id", {}, readCheck);
}

} // namespace hs::store::knowledge
