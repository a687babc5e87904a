#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "tests/eval/asked.h"
#include "tests/eval/sections.h"

namespace hs::eval {

using namespace agents;

namespace {

/// Who needs a person reaches one. At requests of others (README.md) what was reached is asserted, so that it cannot get worse unseen.
constexpr double RecallGate = 1;
constexpr double RecallOfOthers = 0.94;

/// F1 of two sets: 1 when they are equal, 0 when nothing is common.
double f1(const std::set<std::string> &expected, const std::set<std::string> &got)
{
    const auto common = std::count_if(got.begin(), got.end(), [&](const auto &item) { return expected.contains(item); });
    const auto all = expected.size() + got.size();
    return all == 0 ? 1 : 2.0 * static_cast<double>(common) / static_cast<double>(all);
}

/// Rows by the level they should have, columns by the level they got; one matrix for each part.
class Confusion {
public:
    void add(const Row &row, int expected, int got)
    {
        if (expected >= 1 && expected <= 4 && got >= 1 && got <= 4)
            ++m_counts[row.heldOut ? 1 : 0][static_cast<std::size_t>(expected) - 1][static_cast<std::size_t>(got) - 1];
    }
    [[nodiscard]] std::string table() const
    {
        std::string out = "\nLevels: rows are expected, columns are got (tune | held out)\n"
                          "             1     2     3     4  |     1     2     3     4\n";
        std::array<char, 32> cell{};
        for (std::size_t expected = 0; expected < 4; ++expected) {
            out += "  level " + std::to_string(expected + 1);
            for (const auto &part : m_counts) {
                for (const auto count : part[expected]) {
                    std::snprintf(cell.data(), cell.size(), "%6d", count);
                    out += cell.data();
                }
                out += &part == &m_counts.front() ? "  |" : "\n";
            }
        }
        return out;
    }

private:
    std::array<std::array<std::array<int, 4>, 4>, 2> m_counts{};
};

} // namespace

Result<Section> routing(const Books &books, const std::filesystem::path &folder, const std::string &set)
{
    const auto rows = readRows(folder / set);
    if (!rows)
        return tl::make_unexpected(rows.error());
    const auto studio = readStudio(folder / "studio.json");
    if (!studio)
        return tl::make_unexpected(studio.error());

    Measure level{"level", 0.95, {}, {}}, recall{"recall of must-escalate", RecallGate, {}, {}}, precision{"level 4 only where it must", 0, {}, {}};
    Measure team{"team, F1 of the set", 0.9, {}, {}}, wholeTeam{"team, the same set", 0, {}, {}}, mainAgent{"team, main agent", 0, {}, {}};
    Measure implied{"implied: level", 0, {}, {}}, impliedRecall{"implied: recall of must-escalate", 0, {}, {}};
    Measure entity{"entity", 0.95, {}, {}}, reason{"reason class", 0.95, {}, {}};
    Measure priority{"priority", 0.95, {}, {}}, rule{"rule", 0, {}, {}};
    Breakdown byKind, byLanguage, byRule;
    Confusion confusion;
    Section section;
    const bool ours = set == "requests";
    section.name = ours ? "Grace's routing" : set == "blind" ? "Grace's routing, requests of somebody else" : "Grace's routing, requests of others (" + set + ")";

    const Router router(books.lexicon, books.rules);
    for (const auto &row : *rows) {
        const auto &expect = member(row.data, "expect");
        const auto decision = router.route(requestOf(row.data), factsOf(row.data, *studio));
        const auto wanted = static_cast<int>(integer(expect, "level"));
        const auto isRight = decision.level == wanted;
        if (boolean(row.data, "implied")) { // only the meaning tells: beyond rules of words, so it is told and not asserted
            implied.add(row, isRight);
            if (boolean(expect, "must_escalate"))
                impliedRecall.add(row, decision.level == 4);
            continue;
        }
        level.add(row, isRight);
        confusion.add(row, wanted, decision.level);
        byKind[text(row.data, "kind")].add(row, isRight);
        byLanguage[text(row.data, "language")].add(row, isRight);
        if (!row.heldOut) // by kind and by rule together would tell which row of the part kept apart went wrong
            byRule[text(expect, "rule")].add(row, isRight);
        const auto said = decision.rule + " " + std::to_string(decision.level) + " (" + joined(decision.agents) + ")";
        if (!isRight)
            section.miss(row, "level", text(expect, "rule") + " " + std::to_string(wanted), said + ": " + text(row.data, "text"));

        if (boolean(expect, "must_escalate")) {
            recall.add(row, decision.level == 4);
            const auto sameReason = decision.reason == text(expect, "reason");
            reason.add(row, sameReason);
            if (!sameReason && isRight)
                section.miss(row, "reason", text(expect, "reason"), decision.rule + " " + decision.reason + ": " + text(row.data, "text"));
        } else {
            precision.add(row, decision.level != 4);
            const auto list = textList(member(expect, "team"));
            const std::set<std::string> expected(list.begin(), list.end());
            const std::set<std::string> got(decision.agents.begin(), decision.agents.end());
            team.add(row, f1(expected, got));
            wholeTeam.add(row, expected == got);
            mainAgent.add(row, !list.empty() && !decision.agents.empty() && list.front() == decision.agents.front());
            if (expected != got && isRight)
                section.miss(row, "team", joined(list), joined(decision.agents) + ": " + text(row.data, "text"));
        }
        rule.add(row, decision.rule == text(expect, "rule"));

        const auto key = studio->keys.find(decision.entity.id);
        const auto chosen = decision.entity.how == "default" ? "default" : key == studio->keys.end() ? decision.entity.id : key->second;
        entity.add(row, chosen == text(expect, "entity"));
        if (chosen != text(expect, "entity"))
            section.miss(row, "entity", text(expect, "entity"), chosen);
        priority.add(row, decision.priority == text(expect, "priority"));
        if (decision.priority != text(expect, "priority") && isRight)
            section.miss(row, "priority", text(expect, "priority"), decision.priority + ": " + text(row.data, "text"));
    }
    section.measures = {level, recall, precision, team, wholeTeam, mainAgent, entity, reason, priority, rule, implied, impliedRecall};
    if (!ours)
        for (auto &measure : section.measures)
            measure.threshold = measure.name == recall.name ? RecallOfOthers : 0;
    section.tables = confusion.table() + tableOf("Level, by kind of business", byKind) + tableOf("Level, by language", byLanguage)
        + tableOf("Level, by rule (tune only)", byRule);
    return section;
}

} // namespace hs::eval
