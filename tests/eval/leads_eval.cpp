#include <cmath>

#include "engine/agents/nyra/scoring.h"
#include "tests/eval/sections.h"

namespace hs::eval {

using namespace agents;

namespace {

Contact contactOf(const Json &row)
{
    const auto &known = member(row, "contact");
    Contact contact;
    contact.email = text(row, "email");
    contact.phone = text(row, "phone");
    contact.company = text(row, "company");
    contact.status = text(known, "status");
    contact.tier = text(known, "tier");
    contact.leadSource = text(known, "lead_source");
    contact.profile = textList(member(known, "profile"));
    contact.lifetimeValue = number(known, "lifetime_value");
    contact.fields = {{"Job Title", text(known, "job_title")}};
    return contact;
}

} // namespace

Result<Section> leads(const Books &books, const std::filesystem::path &folder)
{
    const auto rows = readRows(folder / "leads.jsonl");
    if (!rows)
        return tl::make_unexpected(rows.error());
    Measure score{"general score", 1, {}, {}}, grade{"grade", 1, {}, {}}, business{"business score", 1, {}, {}}, path{"path", 1, {}, {}};
    Section section;
    section.name = "Nyra's scores of leads";
    for (const auto &row : *rows) {
        const auto &expect = member(row.data, "expect");
        const auto words = text(row.data, "words");
        const auto general = generalScore(books.lexicon, words, text(row.data, "email"), text(row.data, "phone"), text(row.data, "company"));
        const auto facts = businessFacts(contactOf(row.data), member(row.data, "answers"), words);
        const auto result = businessScore(text(row.data, "entity_type"), facts, general.score);
        const auto check = [&](Measure &measure, const std::string &expected, const std::string &got) {
            measure.add(row, expected == got);
            if (expected != got)
                section.miss(row, measure.name, expected + " (" + text(expect, "sum") + ")", got);
        };
        check(score, std::to_string(integer(expect, "general")), std::to_string(general.score));
        check(grade, text(expect, "grade"), general.grade);
        check(business, std::to_string(integer(expect, "business")), std::to_string(std::lround(result.score)));
        check(path, text(expect, "path"), result.path);
    }
    section.measures = {score, grade, business, path};
    return section;
}

} // namespace hs::eval
