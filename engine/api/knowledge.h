#pragma once

#include "engine/api/values.h"

/// Knowledge: sources that are read, passages that are found, answers that cite them.
namespace hs::api {

enum class KnowledgeKind {
    Folder, ///< watched, with all below it
    File,
    Web,    ///< an address, and what it leads to on the same site
    Hub,    ///< the hub's records and the texts of their pages; always there, one
    Note,   ///< words that people gave: typed, dictated
};

struct KnowledgeSource {
    Id id;               ///< src_
    KnowledgeKind kind = KnowledgeKind::Folder;
    QString title;
    QString place;       ///< path or address; empty for hub and notes
    QString entity;      ///< record id of the business it belongs to; empty: everybody's
    QString state;       ///< ready, waiting, reading, failing, paused, gone
    QString trouble;     ///< in plain words; empty: well
    qint64 documents = 0, failed = 0, passages = 0;
    QDateTime checkedAt, changedAt; ///< last looked at; newest change of a document
    QDateTime nextAt;    ///< of the next look; invalid: when it changes
    bool removable = true;
};
struct KnowledgeSourceQuery {
    using Answer = std::vector<KnowledgeSource>;
};

struct KnowledgeDocument {
    Id id;               ///< doc_
    Id source;
    QString sourceTitle;
    QString title;
    QString place;       ///< path, address or record id: what opens it
    QString type;        ///< "application/pdf"; of a record: "record"
    QString database;    ///< key of the hub's database; empty: no record
    QString author, language, entity;
    QString state;       ///< ready, failed, gone
    QString trouble;     ///< why it could not be read
    QString notes;       ///< "the text of page 3 was recognised, 54 % sure"
    qint64 bytes = 0, passages = 0, embedded = 0; ///< passages; of them with a vector
    int pages = 0;
    int version = 1;     ///< rises with each change of its text
    QDateTime changedAt, readAt;
    QString reported;    ///< why somebody says that it is outdated; empty: nobody does
};
struct KnowledgeDocumentQuery {
    using Answer = Page<KnowledgeDocument>;
    Id source;           ///< empty: all
    bool failedOnly = false;
    QString text;        ///< in title or place
    Window window;       // newest reading first
};

/// A document's own text, for the preview.
struct KnowledgeText {
    KnowledgeDocument document;
    QString text;
    struct Part {
        QString kind;    ///< heading, paragraph, list, table, code
        int level = 0;
        qint64 start = 0, end = 0; ///< characters (UTF-16) of `text`
        int page = 0;
    };
    std::vector<Part> parts;
};
struct KnowledgeTextQuery {
    using Answer = KnowledgeText;
    Id document;
};

struct KnowledgeRange {
    int start = 0, length = 0; ///< UTF-16 units of the passage's text
    bool meaning = false;      ///< the sentence that is nearest in meaning; else a word that was asked for
};

/// One passage that was found.
struct KnowledgePassage {
    Id id;               ///< "psg_…": stands for this text of this version for ever
    Id document;
    Id source;
    QString sourceTitle, title, place, heading, type, database, author, language, entity;
    int page = 0;        ///< 0: no pages
    int version = 1;
    QString text;        ///< the exact slice of the document
    qint64 start = 0, end = 0; ///< UTF-16 units of the document's text
    std::vector<KnowledgeRange> marks;
    int score = 0;       ///< 0 to 100
    QDateTime changedAt, checkedAt;
    bool mayBeOutdated = false; ///< its source was not looked at in its time, or the text is old for its kind
    QString reported;    ///< why somebody says that it is outdated
    QStringList alsoIn;  ///< titles of documents with the same text
    // Why it was found.
    int wordRank = 0;    ///< place by words, from 1; 0: not among them
    double bm25 = 0;     ///< as a positive number: more is better
    QStringList words;   ///< asked words that stand in it
    double cosine = -2;  ///< -2: not compared
    double fused = 0;
};

enum class KnowledgeMode { Hybrid, Meaning, Words };
enum class KnowledgeEvidence { None, Weak, Good };

struct KnowledgeFilter {
    QStringList sources;   ///< ids
    QStringList types, databases, entities, authors, languages;
    QDateTime after, before;
};
struct KnowledgeFacet {
    Id source;
    QString title;
    int passages = 0;
};
struct KnowledgeFound {
    std::vector<KnowledgePassage> passages;
    KnowledgeEvidence evidence = KnowledgeEvidence::None;
    QString correction;  ///< the question with mistyped words mended; empty: nothing to mend. Results are for the mended words where the typed ones found nothing.
    bool corrected = false; ///< the results are for `correction`
    QString meaning;     ///< who compared meanings: "atlas-local-1"; empty: nobody
    QString meaningTrouble; ///< why meaning was not compared though it was asked; empty: all is well
    std::vector<KnowledgeFacet> facets;
    QStringList findings;///< of the typed text
    qint64 candidates = 0;
    double millis = 0;
};
/// `text` knows the syntax of the search box: "phrase", -word, source:, by:, type:, in:, entity:, lang:, after:, before:.
struct KnowledgeSearchQuery {
    using Answer = KnowledgeFound;
    QString text;
    KnowledgeMode mode = KnowledgeMode::Hybrid;
    int limit = 10;      ///< 1 to 100
    KnowledgeFilter filter;
    double meaningShare = 0.5; ///< 0.2 to 0.8
    int minScore = 0;    ///< 0 to 100
};

struct KnowledgeSentence {
    QString text;
    std::vector<int> cites; ///< numbers of passages, from 1
};
struct KnowledgeAnswer {
    bool answered = false;
    std::vector<KnowledgeSentence> sentences;
    QString by;          ///< "rules", or "provider · model"
    QString refusal;     ///< why nothing is answered, in plain words
    QStringList warnings;///< contradictory or outdated sources
    KnowledgeFound found;///< what was looked at; citations count its passages from 1
};
struct KnowledgeAskQuery {
    using Answer = KnowledgeAnswer;
    QString text;
    KnowledgeFilter filter;
    bool byModel = true; ///< where one is configured and may be asked
};

struct KnowledgeStatus {
    qint64 sources = 0, documents = 0, failed = 0, passages = 0;
    qint64 embedded = 0;     ///< passages with a vector of the model in use
    qint64 waiting = 0;      ///< documents still to be read
    QString reading;         ///< title of what is being read now; empty: nothing
    bool paused = false;     ///< somebody stopped it
    bool busy = false;       ///< something is left to read, to compare or to learn
    QString model;           ///< "atlas-local-1"
    QString nextModel;       ///< being filled in the background; empty: none
    double nextShare = 0;    ///< 0 to 1
    QString trouble;
    bool learning = false;   ///< the studio's own words are being learned
    qint64 learnedFrom = 0;  ///< passages
};
struct KnowledgeStatusQuery {
    using Answer = KnowledgeStatus;
};

/// Questions of one's own, each with the document that answers it: shows what a change of settings would do.
struct KnowledgeCheck {
    Id id;               ///< empty: a new one
    QString question;
    Id document;         ///< empty: no source answers it, and it should be refused
    QString documentTitle;
};
struct KnowledgeCheckQuery {
    using Answer = std::vector<KnowledgeCheck>;
};
struct KnowledgeQuality {
    struct Row {
        Id check;
        QString question;
        int rank = 0;    ///< place of its document, from 1; 0: not among the first ten
        bool refused = false;
    };
    std::vector<Row> rows;
    double ndcg = 0, recall = 0, mrr = 0; ///< at 10, 0 to 1, over questions that have a document
    double refusedRightly = 0, refusedWrongly = 0; ///< 0 to 1
    double usualMillis = 0;
};
struct KnowledgeQualityQuery {
    using Answer = KnowledgeQuality;
    KnowledgeMode mode = KnowledgeMode::Hybrid;
    double meaningShare = 0.5;
};

// ---- commands ----
/// Folder, File or Web. `place` must be there; Conflict when it is a source already. Receipt::id (operator)
struct AddKnowledgeSource { KnowledgeKind kind = KnowledgeKind::Folder; QString place; QString title; QString entity; };
/// Words or bytes of one document, kept in the store: at most 50 MiB. Again with the same name and source: a new version. Receipt::id = doc_ (operator)
struct AddKnowledgeDocument { QString name; QString title; QString type; QByteArray bytes; QString entity; QString author; };
struct RemoveKnowledgeSource { Id source; };     ///< its documents with it; RestoreKnowledgeSource brings them back for 30 days (operator)
struct RemoveKnowledgeDocument { Id document; }; ///< of Note; others come back as long as their source has them (operator)
struct RestoreKnowledgeSource { Id source; };    ///< operator
struct RefreshKnowledge { Id source; bool again = false; }; ///< empty: all. `again`: also what has not changed (operator)
struct PauseKnowledge { bool paused = true; };   ///< reading and learning; what is there is still found (operator)
struct ReportKnowledge { Id document; QString why; }; ///< outdated; empty: not so (operator)
struct SaveKnowledgeCheck { KnowledgeCheck check; }; ///< Receipt::id (operator)
struct DeleteKnowledgeCheck { Id check; };       ///< operator

} // namespace hs::api
