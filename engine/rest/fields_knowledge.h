#pragma once

#include "engine/api/knowledge.h"
#include "engine/rest/fields.h"

/// Documents about the knowledge.
namespace hs::rest {

#define HS_ENUM_NAMES(Enum, ...)                                                                                     \
    template <>                                                                                                      \
    struct EnumNames<Enum> {                                                                                         \
        static constexpr std::array Names{__VA_ARGS__};                                                              \
    }
HS_ENUM_NAMES(api::KnowledgeKind, "folder", "file", "web", "hub", "note");
HS_ENUM_NAMES(api::KnowledgeMode, "hybrid", "semantic", "text");
HS_ENUM_NAMES(api::KnowledgeEvidence, "none", "weak", "good");
#undef HS_ENUM_NAMES

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::KnowledgeSource, "KnowledgeSource");
HS_SCHEMA(api::KnowledgeDocument, "KnowledgeDocument");
HS_SCHEMA(api::KnowledgeRange, "KnowledgeRange");
HS_SCHEMA(api::KnowledgePassage, "KnowledgePassage");
HS_SCHEMA(api::KnowledgeFacet, "KnowledgeFacet");
HS_SCHEMA(api::KnowledgeFound, "KnowledgeFound");
HS_SCHEMA(api::KnowledgeSentence, "KnowledgeSentence");
HS_SCHEMA(api::KnowledgeAnswer, "KnowledgeAnswer");
HS_SCHEMA(api::KnowledgeStatus, "KnowledgeStatus");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::KnowledgeSource &source)
{
    v("id", source.id);
    v("kind", source.kind);
    v("title", source.title);
    v("place", source.place);
    v("entity", source.entity);
    v("state", source.state);
    v("trouble", source.trouble);
    v("documents", source.documents);
    v("failed", source.failed);
    v("passages", source.passages);
    v("checked_at", source.checkedAt);
    v("changed_at", source.changedAt);
    v("next_at", source.nextAt);
}

template <typename V>
void fields(V &v, const api::KnowledgeDocument &document)
{
    v("id", document.id);
    v("source", document.source);
    v("title", document.title);
    v("place", document.place);
    v("type", document.type);
    v("database", document.database);
    v("author", document.author);
    v("language", document.language);
    v("entity", document.entity);
    v("state", document.state);
    v("trouble", document.trouble);
    v("notes", document.notes);
    v("bytes", document.bytes);
    v("passages", document.passages);
    v("embedded", document.embedded);
    v("pages", document.pages);
    v("version", document.version);
    v("changed_at", document.changedAt);
    v("read_at", document.readAt);
    v("reported", document.reported);
}

template <typename V>
void fields(V &v, const api::KnowledgeRange &range)
{
    v("start", range.start);
    v("length", range.length);
    v("meaning", range.meaning);
}

template <typename V>
void fields(V &v, const api::KnowledgePassage &passage)
{
    v("id", passage.id);
    v("document", passage.document);
    v("source", passage.source);
    v("source_title", passage.sourceTitle);
    v("title", passage.title);
    v("place", passage.place);
    v("heading", passage.heading);
    v("type", passage.type);
    v("database", passage.database);
    v("author", passage.author);
    v("language", passage.language);
    v("entity", passage.entity);
    v("page", passage.page);
    v("version", passage.version);
    v("text", passage.text);
    v("start", passage.start);
    v("end", passage.end);
    v("marks", passage.marks);
    v("score", passage.score);
    v("changed_at", passage.changedAt);
    v("checked_at", passage.checkedAt);
    v("may_be_outdated", passage.mayBeOutdated);
    v("reported", passage.reported);
    v("also_in", passage.alsoIn);
    v("word_rank", passage.wordRank);
    v("bm25", passage.bm25);
    v("words", passage.words);
    v("cosine", passage.cosine);
    v("fused", passage.fused);
}

template <typename V>
void fields(V &v, const api::KnowledgeFacet &facet)
{
    v("source", facet.source);
    v("title", facet.title);
    v("passages", facet.passages);
}

template <typename V>
void fields(V &v, const api::KnowledgeFound &found)
{
    v("passages", found.passages);
    v("evidence", found.evidence);
    v("correction", found.correction);
    v("corrected", found.corrected);
    v("meaning", found.meaning);
    v("meaning_trouble", found.meaningTrouble);
    v("facets", found.facets);
    v("findings", found.findings);
    v("candidates", found.candidates);
    v("millis", found.millis);
}

template <typename V>
void fields(V &v, const api::KnowledgeSentence &sentence)
{
    v("text", sentence.text);
    v("cites", std::vector<qint64>(sentence.cites.begin(), sentence.cites.end()));
}

template <typename V>
void fields(V &v, const api::KnowledgeAnswer &answer)
{
    v("answered", answer.answered);
    v("sentences", answer.sentences);
    v("by", answer.by);
    v("refusal", answer.refusal);
    v("warnings", answer.warnings);
    v("found", answer.found);
}

template <typename V>
void fields(V &v, const api::KnowledgeStatus &status)
{
    v("sources", status.sources);
    v("documents", status.documents);
    v("failed", status.failed);
    v("passages", status.passages);
    v("embedded", status.embedded);
    v("waiting", status.waiting);
    v("reading", status.reading);
    v("paused", status.paused);
    v("busy", status.busy);
    v("model", status.model);
    v("trouble", status.trouble);
    v("learning", status.learning);
    v("learned_from", status.learnedFrom);
}

} // namespace hs::rest
