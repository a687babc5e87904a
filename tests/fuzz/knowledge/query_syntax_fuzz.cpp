#include <cstdint>
#include <cstdlib>

#include "engine/knowledge/query_syntax.h"
#include "engine/vocabulary/utf8.h"
#include "tests/unit/knowledge/match_index.h"

using namespace hs;
using namespace hs::knowledge;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

/// Input: what somebody types. Whatever it is, the full-text index understands what is made of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const test::MatchIndex index;
    const std::string_view typed(reinterpret_cast<const char *>(data), size);
    const auto words = parseQuery(typed, 1'773'576'000'000);
    check(isUtf8(words.text) && words.text.size() <= 4'000);
    check(words.terms.size() <= 64 && words.phrases.size() <= 8 && words.excluded.size() <= 16 && words.findings.size() <= 8);
    for (const auto &finding : words.findings)
        check(isUtf8(finding));
    for (const auto *values : {&words.sources, &words.authors, &words.types, &words.databases, &words.entities, &words.languages}) {
        check(values->size() <= 16);
        for (const auto &value : *values)
            check(!value.empty() && isUtf8(value));
    }
    for (const auto &leaveOut : {std::vector<std::size_t>{}, std::vector<std::size_t>{0, 2}}) {
        const auto match = matchText(words, leaveOut);
        check(isUtf8(match));
        check(!index.find(match).starts_with("error"));
    }
    const auto better = correction(typed.substr(0, 200), [&](std::string_view prefix, const auto &visit) {
        for (const auto &term : words.terms) {
            if (term.folded.starts_with(prefix))
                visit(term.folded, 1);
        }
    });
    check(!better || *better != typed);
    return 0;
}
