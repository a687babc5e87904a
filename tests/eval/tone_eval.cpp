#include <set>

#include "engine/agents/text/voice_check.h"
#include "tests/eval/sections.h"

namespace hs::eval {

using namespace agents;

namespace {

/// What a text breaks: the voice of its agent and the brand rules of its business.
std::set<std::string> brokenRules(const Books &books, const Json &row)
{
    const auto words = text(row, "text");
    const auto agent = text(row, "agent");
    std::set<std::string> rules;
    for (const auto &finding : checkVoice(words, agent, books.lexicon))
        rules.insert(finding.rule);
    BrandScope scope;
    scope.voice = agent;
    scope.kind = text(row, "kind");
    for (const auto &finding : books.brand.check(words, scope)) {
        // "[1]" is a source of Atlas, and "TASK" the beginning of a number of the hub: neither is what the brand rules mean.
        const auto isSource = agent == "atlas" && finding.rule == "placeholder"
            && finding.text.find_first_not_of("[]0123456789, ") == std::string::npos;
        const auto isNumber = finding.rule == "capitals" && words.substr(finding.span.end, 1) == "-";
        if (!isSource && !isNumber)
            rules.insert(finding.rule);
    }
    return rules;
}

} // namespace

Result<Section> tone(const Books &books, const std::filesystem::path &folder)
{
    const auto rows = readRows(folder / "tone.jsonl");
    if (!rows)
        return tl::make_unexpected(rows.error());
    Measure verdict{"fit to send or not", 0.95, {}, {}}, set{"the same broken rules", 0.95, {}, {}};
    Breakdown byAgent;
    Section section;
    section.name = "Tone of texts";
    for (const auto &row : *rows) {
        const auto list = textList(member(row.data, "expect"));
        const std::set<std::string> expected(list.begin(), list.end());
        const auto got = brokenRules(books, row.data);
        verdict.add(row, expected.empty() == got.empty());
        set.add(row, expected == got);
        byAgent[text(row.data, "agent")].add(row, expected == got);
        if (expected != got)
            section.miss(row, "tone", joined({expected.begin(), expected.end()}), joined({got.begin(), got.end()}) + ": " + text(row.data, "text"));
    }
    section.measures = {verdict, set};
    section.tables = tableOf("The same broken rules, by agent", byAgent);
    return section;
}

} // namespace hs::eval
