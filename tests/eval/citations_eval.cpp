#include "engine/agents/text/citation_check.h"
#include "tests/eval/sections.h"

namespace hs::eval {

Result<Section> citations(const std::filesystem::path &folder)
{
    const auto rows = readRows(folder / "citations.jsonl");
    if (!rows)
        return tl::make_unexpected(rows.error());
    Measure verdict{"holds or not", 1, {}, {}}, list{"the same findings", 1, {}, {}}, sources{"sources read", 1, {}, {}};
    Section section;
    section.name = "Citations";
    for (const auto &row : *rows) {
        const auto answer = agents::checkCitations(text(row.data, "text"));
        std::vector<std::string> got;
        for (const auto &finding : answer.findings)
            got.push_back(finding.rule);
        const auto expected = textList(member(row.data, "expect"));
        verdict.add(row, expected.empty() == answer.holds());
        list.add(row, expected == got);
        const auto wanted = static_cast<std::size_t>(integer(row.data, "sources"));
        sources.add(row, answer.sources.size() == wanted);
        const auto told = [](const std::vector<std::string> &findings, std::size_t count) {
            return joined(findings) + ", " + std::to_string(count) + " sources";
        };
        if (expected != got || answer.sources.size() != wanted)
            section.miss(row, "citations", told(expected, wanted), told(got, answer.sources.size()) + ": " + text(row.data, "text"));
    }
    section.measures = {verdict, list, sources};
    return section;
}

} // namespace hs::eval
