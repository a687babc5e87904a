#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/knowledge/answering.h"
#include "engine/knowledge/library.h"
#include "engine/knowledge/support.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/knowledge_rows.h"
#include "engine/runtime/queries.h"
#include "engine/store/tables/knowledge.h"

namespace hs::runtime {

using rows::q;
namespace table = store::knowledge;

namespace {

constexpr auto MayBeOutdated = std::chrono::days(365);
constexpr int DepthOfQuality = 10;

std::vector<std::string> texts(const QStringList &list)
{
    std::vector<std::string> values;
    for (const auto &one : list)
        values.push_back(one.toStdString());
    return values;
}

/// UTF-16 units of the first bytes of a text.
int unitsTo(std::string_view text, std::size_t bytes)
{
    return int(q(text.substr(0, bytes)).size());
}

QString stateName(table::SourceState state, bool paused)
{
    if (paused && (state == table::SourceState::Waiting || state == table::SourceState::Reading))
        return QStringLiteral("paused");
    static constexpr const char *Names[] = {"ready", "waiting", "reading", "failing", "gone"};
    return QString::fromLatin1(Names[std::clamp(int(state), 0, 4)]);
}

QString kindName(int kind)
{
    static constexpr const char *Names[] = {"heading", "paragraph", "list", "table", "code"};
    return QString::fromLatin1(Names[std::clamp(kind, 0, 4)]);
}

QString sourceTitle(const store::ReadSql &sql, const std::string &id)
{
    const auto source = table::findSource(sql, id);
    return source ? q(source->title) : q(id);
}

api::KnowledgeDocument documentRow(const QueryContext &c, const table::Document &document)
{
    api::KnowledgeDocument row;
    row.id = q(document.id);
    row.source = q(document.source);
    row.sourceTitle = sourceTitle(c.sql, document.source);
    row.title = q(document.title);
    row.place = q(document.place);
    row.type = q(document.type);
    row.database = q(document.database);
    row.author = q(document.author);
    row.language = q(document.language);
    row.entity = q(document.entity);
    row.state = document.state == table::DocumentState::Failed ? QStringLiteral("failed") : document.state == table::DocumentState::Gone ? QStringLiteral("gone") : QStringLiteral("ready");
    row.trouble = q(document.trouble);
    row.notes = q(document.notes);
    row.bytes = document.bytes;
    for (const auto &passage : table::passagesOf(c.sql, document.row)) {
        ++row.passages;
        row.embedded += c.state.library && c.state.library->meanings()->index->has(passage.id) ? 1 : 0;
    }
    row.pages = document.pages;
    row.version = document.version;
    row.changedAt = rows::time(document.changedAt);
    row.readAt = rows::time(document.readAt);
    row.reported = q(document.reported);
    return row;
}

Result<const knowledge::Library *> library(const QueryContext &c)
{
    if (!c.state.library)
        return fail(Errc::Unavailable, "the knowledge is not open", {}, "start the console as a whole");
    return c.state.library;
}

knowledge::Ask askOf(const QueryContext &c, const QString &text, const api::KnowledgeFilter &filter)
{
    knowledge::Ask ask;
    ask.text = text.toStdString();
    ask.scope = scopeOf(filter);
    ask.now = c.now;
    return ask;
}

} // namespace

store::knowledge::Scope scopeOf(const api::KnowledgeFilter &filter)
{
    table::Scope scope;
    scope.sources = texts(filter.sources);
    scope.types = texts(filter.types);
    scope.databases = texts(filter.databases);
    scope.entities = texts(filter.entities);
    scope.authors = texts(filter.authors);
    scope.languages = texts(filter.languages);
    scope.after = rows::time(filter.after);
    scope.before = rows::time(filter.before);
    return scope;
}

api::KnowledgeFound foundRow(const store::ReadSql &sql, const knowledge::SearchResult &result, Timestamp now)
{
    api::KnowledgeFound row;
    row.evidence = result.evidence == knowledge::Evidence::None   ? api::KnowledgeEvidence::None
                   : result.evidence == knowledge::Evidence::Weak ? api::KnowledgeEvidence::Weak
                                                                  : api::KnowledgeEvidence::Good;
    row.correction = q(result.correction);
    row.corrected = result.corrected;
    row.meaning = q(result.meaning);
    row.meaningTrouble = q(result.meaningTrouble);
    row.findings = rows::list(result.asked.findings);
    row.candidates = qint64(result.candidates);
    std::map<std::string, table::Source> sources;
    for (const auto &found : result.found) {
        auto source = sources.find(found.document.source);
        if (source == sources.end())
            source = sources.emplace(found.document.source, table::findSource(sql, found.document.source).value_or(table::Source())).first;
        api::KnowledgePassage passage;
        passage.id = QStringLiteral("psg_%1.%2").arg(found.passage.id).arg(found.document.version);
        passage.document = q(found.document.id);
        passage.source = q(found.document.source);
        passage.sourceTitle = q(source->second.title);
        passage.title = q(found.document.title);
        passage.place = q(found.document.place);
        passage.heading = q(found.passage.heading);
        passage.type = q(found.document.type);
        passage.database = q(found.document.database);
        passage.author = q(found.document.author);
        passage.language = q(found.document.language);
        passage.entity = q(found.document.entity);
        passage.page = found.passage.page;
        passage.version = found.document.version;
        passage.text = q(found.passage.body);
        passage.start = found.passage.start;
        passage.end = found.passage.end;
        for (const auto &mark : found.marks) {
            const int start = unitsTo(found.passage.body, mark.start);
            passage.marks.push_back({start, unitsTo(found.passage.body, mark.end) - start, mark.meaning});
        }
        passage.score = found.score;
        passage.changedAt = rows::time(found.document.changedAt);
        passage.checkedAt = rows::time(std::max(found.document.checkedAt, source->second.checkedAt.value_or(Timestamp{})));
        passage.mayBeOutdated = (found.document.changedAt && *found.document.changedAt + MayBeOutdated < now && found.document.database.empty())
            || (source->second.nextAt && *source->second.nextAt + std::chrono::hours(1) < now) || source->second.state == table::SourceState::Gone;
        passage.reported = q(found.document.reported);
        passage.alsoIn = rows::list(found.alsoIn);
        for (const auto &title : table::alike(sql, found.document, 3))
            if (!passage.alsoIn.contains(q(title)))
                passage.alsoIn.append(q(title));
        passage.wordRank = found.rank.wordRank;
        passage.bm25 = found.rank.bm25;
        passage.words = rows::list(found.words);
        passage.cosine = found.rank.cosine;
        passage.fused = found.rank.fused;
        const auto facet = std::find_if(row.facets.begin(), row.facets.end(), [&](const auto &one) { return one.source == passage.source; });
        if (facet == row.facets.end())
            row.facets.push_back({passage.source, passage.sourceTitle, 1});
        else
            ++facet->passages;
        row.passages.push_back(std::move(passage));
    }
    return row;
}

api::KnowledgeAnswer answerRow(const store::ReadSql &sql, const knowledge::SearchResult &result, const knowledge::Composed &composed, Timestamp now)
{
    api::KnowledgeAnswer answer;
    answer.answered = composed.answered;
    for (const auto &sentence : composed.sentences)
        answer.sentences.push_back({q(sentence.text), sentence.cites});
    answer.by = QStringLiteral("rules");
    answer.refusal = q(composed.refusal);
    answer.warnings = rows::list(composed.warnings);
    answer.found = foundRow(sql, result, now);
    return answer;
}

namespace queries {

Result<std::vector<api::KnowledgeSource>> ask(const QueryContext &c, const api::KnowledgeSourceQuery &)
{
    std::vector<api::KnowledgeSource> list;
    const auto reading = c.state.library ? c.state.library->reading() : knowledge::SourceReader::Progress();
    for (const auto &source : table::sources(c.sql)) {
        const auto counts = table::counts(c.sql, source.id);
        api::KnowledgeSource row;
        row.id = q(source.id);
        row.kind = api::KnowledgeKind(std::clamp(source.kind, 0, 4));
        row.title = q(source.title);
        row.place = q(source.place);
        row.entity = q(source.entity);
        row.state = stateName(source.id == reading.source ? table::SourceState::Reading : source.state, reading.paused);
        row.trouble = q(source.trouble);
        row.documents = counts.documents;
        row.failed = counts.failed;
        row.passages = counts.passages;
        row.checkedAt = rows::time(source.checkedAt);
        row.changedAt = rows::time(counts.changedAt);
        row.nextAt = rows::time(source.nextAt);
        row.removable = source.id != knowledge::HubSource && source.id != knowledge::NoteSource;
        list.push_back(std::move(row));
    }
    return list;
}

Result<api::Page<api::KnowledgeDocument>> ask(const QueryContext &c, const api::KnowledgeDocumentQuery &query)
{
    const table::DocumentFilter filter{query.source.toStdString(), query.text.toStdString(), query.failedOnly};
    return rows::page<api::KnowledgeDocument>(table::documents(c.sql, filter, rows::slice(query.window)),
                                              [&](const table::Document &document) { return documentRow(c, document); });
}

Result<api::KnowledgeText> ask(const QueryContext &c, const api::KnowledgeTextQuery &query)
{
    const auto document = table::findDocument(c.sql, query.document.toStdString());
    if (!document)
        return fail(Errc::NotFound, "there is no such document", query.document.toStdString(), "search again: it may have been removed");
    api::KnowledgeText row;
    row.document = documentRow(c, *document);
    row.text = q(table::textOf(c.sql, document->row));
    for (const auto &part : table::partsOf(c.sql, document->row))
        row.parts.push_back({kindName(part.kind), part.level, part.start, part.end, part.page});
    return row;
}

Result<api::KnowledgeFound> ask(const QueryContext &c, const api::KnowledgeSearchQuery &query)
{
    const auto open = library(c);
    if (!open)
        return tl::make_unexpected(open.error());
    if (query.limit < 1 || query.limit > 100)
        return fail(Errc::BadInput, "the limit is not a number from 1 to 100", "limit", "ask for 1 to 100 passages");
    const auto begun = std::chrono::steady_clock::now();
    auto ask = askOf(c, query.text, query.filter);
    ask.mode = query.mode == api::KnowledgeMode::Meaning ? knowledge::Mode::Meaning : query.mode == api::KnowledgeMode::Words ? knowledge::Mode::Words : knowledge::Mode::Hybrid;
    ask.limit = query.limit;
    ask.share = query.meaningShare;
    ask.minScore = query.minScore;
    auto row = foundRow(c.sql, (*open)->search(c.sql, ask, c.state.questionVector, c.state.questionTrouble), c.now);
    row.millis = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    return row;
}

Result<api::KnowledgeAnswer> ask(const QueryContext &c, const api::KnowledgeAskQuery &query)
{
    const auto open = library(c);
    if (!open)
        return tl::make_unexpected(open.error());
    if (query.text.trimmed().isEmpty())
        return fail(Errc::BadInput, "nothing is asked", "text", "write a question");
    const auto begun = std::chrono::steady_clock::now();
    const auto result = (*open)->search(c.sql, askOf(c, query.text, query.filter), c.state.questionVector, c.state.questionTrouble);
    auto answer = answerRow(c.sql, result, knowledge::answerByExtraction(result, (*open)->meanings()->local, c.now), c.now);
    answer.found.millis = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    return answer;
}

Result<api::KnowledgeStatus> ask(const QueryContext &c, const api::KnowledgeStatusQuery &)
{
    api::KnowledgeStatus row;
    const auto totals = table::totals(c.sql);
    row.sources = qint64(table::sources(c.sql).size());
    row.documents = totals.documents;
    row.failed = totals.failed;
    row.passages = totals.passages;
    if (!c.state.library)
        return row;
    const auto reading = c.state.library->reading();
    const auto learning = c.state.library->learning();
    row.embedded = std::min<qint64>(learning.embedded, totals.passages);
    row.waiting = reading.waiting;
    row.reading = q(reading.reading);
    row.paused = reading.paused;
    row.busy = !c.state.library->idle();
    row.model = q(c.state.library->meanings()->name);
    row.trouble = q(learning.trouble);
    if (const auto outside = c.state.library->outside()) {
        (outside->complete ? row.model : row.nextModel) = q(outside->name);
        row.nextShare = outside->complete ? 0 : outside->share;
        if (row.trouble.isEmpty())
            row.trouble = q(outside->trouble);
    }
    row.learning = learning.learning;
    row.learnedFrom = learning.learnedFrom;
    return row;
}

Result<std::vector<api::KnowledgeCheck>> ask(const QueryContext &c, const api::KnowledgeCheckQuery &)
{
    std::vector<api::KnowledgeCheck> list;
    for (const auto &check : table::checks(c.sql)) {
        const auto document = table::findDocument(c.sql, check.document);
        list.push_back({q(check.id), q(check.question), q(check.document), document ? q(document->title) : QString()});
    }
    return list;
}

Result<api::KnowledgeQuality> ask(const QueryContext &c, const api::KnowledgeQualityQuery &query)
{
    const auto open = library(c);
    if (!open)
        return tl::make_unexpected(open.error());
    api::KnowledgeQuality quality;
    std::vector<double> millis;
    int answerable = 0, refusable = 0;
    for (const auto &check : table::checks(c.sql)) {
        const auto begun = std::chrono::steady_clock::now();
        knowledge::Ask ask;
        ask.text = check.question;
        ask.mode = query.mode == api::KnowledgeMode::Meaning ? knowledge::Mode::Meaning : query.mode == api::KnowledgeMode::Words ? knowledge::Mode::Words : knowledge::Mode::Hybrid;
        ask.share = query.meaningShare;
        ask.limit = 3 * DepthOfQuality; // passages; documents are counted
        ask.now = c.now;
        ask.marks = false;
        const auto result = (*open)->search(c.sql, ask);
        api::KnowledgeQuality::Row row{q(check.id), q(check.question), 0, false};
        std::vector<std::string> documents;
        for (const auto &found : result.found)
            if (std::find(documents.begin(), documents.end(), found.document.id) == documents.end())
                documents.push_back(found.document.id);
        for (std::size_t at = 0; at < std::min<std::size_t>(documents.size(), DepthOfQuality); ++at)
            if (!check.document.empty() && documents[at] == check.document)
                row.rank = int(at) + 1;
        row.refused = knowledge::support(result) < knowledge::AnswerAt;
        if (check.document.empty()) {
            ++refusable;
            quality.refusedRightly += row.refused ? 1 : 0;
        } else {
            ++answerable;
            quality.refusedWrongly += row.refused ? 1 : 0;
            quality.recall += row.rank > 0 ? 1 : 0;
            quality.mrr += row.rank > 0 ? 1.0 / row.rank : 0;
            quality.ndcg += row.rank > 0 ? 1 / std::log2(double(row.rank) + 1) : 0; // one document is right: the ideal is 1
        }
        quality.rows.push_back(std::move(row));
        millis.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    if (answerable > 0) {
        quality.recall /= answerable;
        quality.mrr /= answerable;
        quality.ndcg /= answerable;
        quality.refusedWrongly /= answerable;
    }
    if (refusable > 0)
        quality.refusedRightly /= refusable;
    if (!millis.empty()) {
        std::sort(millis.begin(), millis.end());
        quality.usualMillis = millis[millis.size() / 2];
    }
    return quality;
}

} // namespace queries

} // namespace hs::runtime
