#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// What the search reads: sources, their documents, and the passages these were cut into. Words are indexed by FTS5 in the same
/// transaction as the passages they are of, so both are always of one version. Passages of what is gone stay for a while, unindexed.
namespace hs::store::knowledge {

// ---- sources ----
enum class SourceState { Ready = 0, Waiting = 1, Reading = 2, Failing = 3, Gone = 4 };
struct Source {
    std::string id, title, place, entity;
    int kind = 0; ///< api::KnowledgeKind
    SourceState state = SourceState::Waiting;
    std::string trouble;
    std::optional<Timestamp> checkedAt, nextAt, removedAt;
    std::string addedBy;
    Timestamp at{};
};
struct SourceCounts {
    std::int64_t documents = 0, failed = 0, passages = 0;
    std::optional<Timestamp> changedAt;
};
void put(Transaction &tx, const Source &source);
[[nodiscard]] std::vector<Source> sources(const ReadSql &sql, bool removedToo = false); ///< in the order they were added
[[nodiscard]] std::optional<Source> findSource(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Source> sourceOf(const ReadSql &sql, int kind, std::string_view place); ///< not a removed one
[[nodiscard]] SourceCounts counts(const ReadSql &sql, std::string_view source);
void forget(Transaction &tx, const Source &source); ///< with all of its documents, for good

// ---- documents ----
enum class DocumentState { Ready = 0, Failed = 1, Gone = 2 };
struct Document {
    std::int64_t row = 0; ///< 0: new
    std::string id, source;
    std::string external; ///< what the source calls it: a path below it, an address, a record's id
    std::string title, place, type, database, author, language, entity;
    DocumentState state = DocumentState::Ready;
    std::string trouble, notes, reported;
    std::int64_t bytes = 0;
    int pages = 0, version = 1;
    std::optional<Timestamp> changedAt, goneAt;
    Timestamp readAt{}, checkedAt{};
    std::string mark;     ///< tells without reading whether it changed: size and time, an ETag
    std::string hash;     ///< of the bytes, 32 of them
    std::string textHash; ///< of the text, folded
    std::int64_t likeness = 0; ///< 64-bit SimHash of the text's words
};
/// One part of the text: kind of block, level, from and to as Qt counts characters (UTF-16 units), page.
struct Part {
    int kind = 0, level = 0;
    std::int64_t start = 0, end = 0;
    int page = 0;
};
struct Passage {
    std::int64_t id = 0; ///< 0: new
    std::int64_t document = 0;
    int ordinal = 0, page = 0, kind = 0, confidence = 100;
    std::string heading, body;
    std::string indexed; ///< what the full-text index has beside the body: stems, and the head of its table
    std::int64_t start = 0, end = 0; ///< UTF-16 units of the document's text
    std::string hash;    ///< of heading and body, 16 bytes
};
[[nodiscard]] std::optional<Document> findDocument(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Document> findByRow(const ReadSql &sql, std::int64_t row);
[[nodiscard]] std::optional<Document> findExternal(const ReadSql &sql, std::string_view source, std::string_view external);
/// external → mark, of all that are not gone.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> marks(const ReadSql &sql, std::string_view source);
struct DocumentFilter {
    std::string source, text;
    bool failedOnly = false;
};
[[nodiscard]] Sliced<Document> documents(const ReadSql &sql, const DocumentFilter &filter, const Slice &slice); ///< newest reading first
[[nodiscard]] std::string textOf(const ReadSql &sql, std::int64_t document);
[[nodiscard]] std::vector<Part> partsOf(const ReadSql &sql, std::int64_t document);
/// Titles of other documents with the same text.
[[nodiscard]] std::vector<std::string> alike(const ReadSql &sql, const Document &document, int limit);

/// A document as it was read now: the row, its text, and its passages. Those whose hash is there already keep their id (and with it their
/// vectors); `document.row` and the ids of `passages` are set. What it had beside is dropped. The ids that went.
std::vector<std::int64_t> write(Transaction &tx, Document &document, std::string_view text, const std::vector<Part> &parts, std::vector<Passage> &passages);
/// The row alone: looked at and unchanged, or it could not be read (what was read of it before stays found).
void touch(Transaction &tx, Document &document);
/// No longer found, its passages kept for restoring; or found again. The ids of its passages.
std::vector<std::int64_t> hide(Transaction &tx, const Document &document, Timestamp now);
std::vector<std::int64_t> unhide(Transaction &tx, const Document &document);
void drop(Transaction &tx, const Document &document); ///< for good
/// Documents that are gone since before `before`, for dropping.
[[nodiscard]] std::vector<Document> goneBefore(const ReadSql &sql, Timestamp before, int limit);
[[nodiscard]] std::vector<Document> ofSource(const ReadSql &sql, std::string_view source, bool gone, std::int64_t afterRow, int limit);

struct Totals {
    std::int64_t documents = 0, failed = 0, passages = 0;
};
[[nodiscard]] Totals totals(const ReadSql &sql);

// ---- passages ----
[[nodiscard]] std::vector<Passage> passagesOf(const ReadSql &sql, std::int64_t document);
[[nodiscard]] std::optional<Passage> findPassage(const ReadSql &sql, std::int64_t id);
/// Indexed ones behind an id, in order.
void eachPassage(const ReadSql &sql, std::int64_t after, int limit, const std::function<void(const Passage &, std::string_view language)> &visit);
void reindexWords(Transaction &tx); ///< the full-text index anew from the passages, where it may be damaged
[[nodiscard]] std::vector<std::int64_t> passageIds(const ReadSql &sql); ///< of all that are indexed, rising

/// Which passages a search may find at all: conditions that are empty are none.
struct Scope {
    std::vector<std::string> sources, types, databases, authors, languages; ///< authors: any part of the name, case-insensitive
    std::vector<std::string> sourceTitles; ///< any part of a source's or a document's title
    std::vector<std::string> entities;     ///< of one of these, or everybody's
    std::optional<Timestamp> after, before; ///< of the document's own change
    [[nodiscard]] bool empty() const;
};
[[nodiscard]] std::vector<std::int64_t> passagesIn(const ReadSql &sql, const Scope &scope);

struct Match {
    std::int64_t passage = 0;
    double bm25 = 0; ///< positive, more is better
};
/// The best by words of the `mostLookedAt` newest passages that match. `match` is an FTS5 expression.
[[nodiscard]] std::vector<Match> matches(const ReadSql &sql, std::string_view match, const Scope &scope, int limit, std::int64_t mostLookedAt);
/// In how many passages a stem of the index stands.
[[nodiscard]] std::int64_t passagesWith(const ReadSql &sql, std::string_view stem); ///< takes the time of reading all of them
/// How many passages match, exactly up to `counted`; of more, by how densely the first of them lie.
[[nodiscard]] std::int64_t roughlyMatching(const ReadSql &sql, std::string_view match, std::int64_t counted);
void eachStem(const ReadSql &sql, std::string_view prefix, const std::function<void(std::string_view stem, std::int64_t passages)> &visit);

// ---- vectors ----
struct Model {
    std::int64_t row = 0;
    std::string fingerprint;
    int dimensions = 0;
    std::string basis;       ///< what it needs to make vectors of questions; empty: nothing
    double none = 0, weak = 0; ///< best cosine below which nothing answers, and little does; 0: by the model's rule
    bool active = false;
};
[[nodiscard]] std::vector<Model> models(const ReadSql &sql);
void put(Transaction &tx, Model &model); ///< `row` is set
void dropModel(Transaction &tx, std::int64_t model);
struct Vector {
    std::int64_t passage = 0;
    double scale = 0;
    std::string values;
};
/// Of passages that are still there; others are passed over.
void put(Transaction &tx, std::int64_t model, const std::vector<Vector> &vectors);
void eachVector(const ReadSql &sql, std::int64_t model, const std::function<void(std::int64_t passage, double scale, std::string_view values)> &visit);
/// The vectors of two models of one passage, side by side; nothing where one has none. The values last as long as the visit.
struct VectorPair {
    struct Part {
        double scale = 0;
        std::string_view values;
    };
    std::int64_t passage = 0;
    std::optional<Part> a, b;
    std::string language; ///< of its document
};
/// Of indexed passages that have at least one of them, in order.
void eachVectorPair(const ReadSql &sql, std::int64_t modelA, std::int64_t modelB, const std::function<void(const VectorPair &pair)> &visit);
[[nodiscard]] std::optional<Vector> vector(const ReadSql &sql, std::int64_t model, std::int64_t passage);
[[nodiscard]] std::int64_t vectorCount(const ReadSql &sql, std::int64_t model); ///< of indexed passages
/// Indexed passages behind `after` that have no vector of the model, with their language and one whose vector can be taken over (same text), in order.
struct Unembedded {
    Passage passage;
    std::string language;
    std::optional<Vector> same;
};
[[nodiscard]] std::vector<Unembedded> unembedded(const ReadSql &sql, std::int64_t model, std::int64_t after, int limit);

// ---- the studio's own questions ----
struct Check {
    std::string id, question, document;
};
void put(Transaction &tx, const Check &check);
bool dropCheck(Transaction &tx, std::string_view id);
[[nodiscard]] std::vector<Check> checks(const ReadSql &sql);

} // namespace hs::store::knowledge
