#include "engine/agents/atlas/atlas.h"

#include <algorithm>

#include "engine/agents/studio.h"

namespace hs::agents {

namespace {

constexpr std::size_t NearestTold = 3;

/// The question of an event or a command, whatever its sender calls it.
std::string questionIn(const Json &data, const std::string &words)
{
    for (const char *name : {"question", "query", "text"}) {
        if (auto asked = text(data, name); !asked.empty())
            return asked;
    }
    return words;
}

Json sourcesJson(const KnowledgeAnswer &answer)
{
    auto list = Json::array();
    for (std::size_t at = 0; at < answer.sources.size(); ++at) {
        const auto &source = answer.sources[at];
        list.push_back("[" + std::to_string(at + 1) + "] " + source.title + " (" + source.kind + ") – " + source.link);
    }
    return list;
}

Json outputOf(const std::string &question, const KnowledgeAnswer &answer)
{
    return {{"found", answer.found}, {"question", question}, {"answer", answer.text}, {"similarity", answer.support}, {"sources", sourcesJson(answer)},
            {"warnings", answer.warnings}};
}

void addEvidence(Plan &plan, const KnowledgeAnswer &answer)
{
    for (const auto &source : answer.sources)
        plan.evidence.push_back({source.title + ": " + source.quote, source.ref});
    plan.rule = answer.found ? "atlas.answered" : "atlas.no_source";
}

/// As citation_check.h reads it: sentences with numbers, then a line for every source.
std::string spokenAnswer(const KnowledgeAnswer &answer)
{
    if (!answer.found) {
        std::string words = "The sources do not say this.";
        for (std::size_t at = 0; at < std::min(NearestTold, answer.nearest.size()); ++at)
            words += (at == 0 ? " Nothing was found that comes nearer than: " : "; ") + answer.nearest[at];
        return words + (answer.nearest.empty() ? "" : ".");
    }
    auto words = answer.text;
    for (const auto &warning : answer.warnings)
        words += "\nMissing: certainty, as " + warning + ".";
    for (const auto &line : sourcesJson(answer))
        words += "\n" + line.get<std::string>();
    return words;
}

class Atlas final : public Agent {
public:
    explicit Atlas(const Books &books) : m_books(books), m_card(*books.catalog.find("atlas")) {}

    [[nodiscard]] std::string_view key() const override { return "atlas"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.type == "knowledge_request" || event.type == "rag_completion" || event.type == "semantic_search")
            return asked(event, view);
        Plan plan;
        plan.rule = "atlas.noted";
        plan.summary = event.type == "crawl_and_index" ? "Atlas noted " + event.type + ": sources are added by people, under Knowledge." : "Atlas noted " + event.type + ".";
        return plan;
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name != "answer")
            return fail(Errc::NotFound, "atlas has no command \"" + command.name + "\"", "atlas." + command.name, "use one that his file names");
        const auto question = questionIn(command.input, {});
        if (question.empty())
            return fail(Errc::BadInput, "nothing is asked", "question", "give the question");
        const auto entity = text(command.input, "entity");
        const auto answer = view.knowledge(question, entity.empty() ? command.entity : entity);
        Plan plan;
        plan.output = outputOf(question, answer);
        plan.summary = answer.found ? "Atlas answered from " + std::to_string(answer.sources.size()) + " sources." : "Atlas found no source that answers.";
        addEvidence(plan, answer);
        return plan;
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "help" || talk.text.find_first_not_of(" \t\r\n") == std::string::npos)
            return understood(m_books, m_card, talk.text);
        const auto answer = view.knowledge(word == "find" ? rest : talk.text, talk.entity);
        auto plan = answered(spokenAnswer(answer));
        addEvidence(plan, answer);
        return plan;
    }

private:
    [[nodiscard]] Result<Plan> asked(const Event &event, const View &view) const
    {
        const auto question = questionIn(event.data, event.text);
        if (question.empty())
            return fail(Errc::BadInput, "the request asks nothing", event.type + "/question", "send the question with it");
        const auto answer = view.knowledge(question, event.entity);
        Plan plan;
        plan.summary = answer.found ? "Atlas answered \"" + aboutOf(question) + "\" from " + std::to_string(answer.sources.size()) + " sources."
                                    : "Atlas found no source that answers \"" + aboutOf(question) + "\".";
        addEvidence(plan, answer);
        if (event.source == "bus")
            plan.messages.push_back({.recipient = "grace-fields", .type = "knowledge_response", .payload = outputOf(question, answer), .responseTo = event.id});
        return plan;
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeAtlas(const Books &books)
{
    return std::make_unique<Atlas>(books);
}

} // namespace hs::agents
