#include "engine/rest/fields_knowledge.h"
#include "engine/tools/making.h"

namespace hs::tools {

using namespace api;

namespace {

constexpr int MostPassages = 20;
constexpr qsizetype LongestText = 20'000; // characters of a document that a model is shown

/// What a model needs to answer and to cite; why it was found is for people.
QJsonObject passageJson(const KnowledgePassage &passage)
{
    return {{QStringLiteral("id"), passage.document}, {QStringLiteral("title"), passage.title}, {QStringLiteral("heading"), passage.heading},
            {QStringLiteral("page"), passage.page > 0 ? QJsonValue(passage.page) : QJsonValue()}, {QStringLiteral("text"), passage.text},
            {QStringLiteral("score"), passage.score}, {QStringLiteral("changed_at"), rest::timeText(passage.changedAt)},
            {QStringLiteral("may_be_outdated"), passage.mayBeOutdated ? QJsonValue(true) : QJsonValue()}, {QStringLiteral("reported"), passage.reported}};
}

} // namespace

void addKnowledgeTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "search_knowledge", .title = "Search the knowledge",
                     .description = "Passages of the studio's own documents, pages and records that say what is asked, best first, by meaning and by word. Use it before "
                                    "you state a policy, a price or a fact. `evidence` none means that no source answers: say so. Answers {evidence, items}.",
                     .input = input({{"query", words("A question, or words to look for; \"phrases\" are required", 1'000, 1)},
                                     {"entity", words("Only this business's sources and everybody's: its record id", 128)},
                                     {"limit", whole("How many passages", 1, MostPassages)}}, {"query"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         KnowledgeSearchQuery query;
                         query.text = wordsOf(arguments, "query");
                         query.limit = int(integer(arguments, "limit", 6));
                         if (const auto entity = wordsOf(arguments, "entity"); !entity.isEmpty())
                             query.filter.entities = {entity};
                         ask(door, caller, std::move(query), std::move(done), [](const KnowledgeFound &found) {
                             auto json = itemsOf(found.passages, passageJson);
                             json.insert(QStringLiteral("evidence"), rest::enumText(found.evidence));
                             return json;
                         });
                     }});
    tools.push_back({.name = "read_document", .title = "Read a document",
                     .description = "The whole text of one document of the knowledge, by the id that search_knowledge gave.",
                     .input = input({{"document", idText("Document id: doc_…")}}, {"document"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         ask(door, caller, KnowledgeTextQuery{wordsOf(arguments, "document")}, std::move(done), [](const KnowledgeText &text) {
                             QJsonObject json{{QStringLiteral("id"), text.document.id}, {QStringLiteral("title"), text.document.title},
                                              {QStringLiteral("changed_at"), rest::timeText(text.document.changedAt)},
                                              {QStringLiteral("text"), text.text.left(LongestText)}};
                             if (text.text.size() > LongestText)
                                 json.insert(QStringLiteral("cut_from"), text.text.size());
                             return json;
                         });
                     }});
}

} // namespace hs::tools
