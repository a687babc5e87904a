#include <cstdint>

#include "engine/workflow/ordered_parse.h"
#include "engine/workflow/rule.h"
#include "engine/workflow/trace.h"
#include "tests/fuzz/workflow/expect.h"

using namespace hs;
using namespace hs::workflow;

/// Any bytes as a line of `workflow eval`: one line comes back. Any JSON as a rule over itself: twice the same
/// result, and what is found wrong in it has a place inside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::string answer = evalLine(text);
    fuzz::expect(!answer.empty() && answer.find('\n') == std::string::npos && OrderedJson::accept(answer));
    const auto json = parseJson(text);
    if (!json)
        return 0;
    const auto rule = parseOrdered(text);
    fuzz::expect(rule.has_value());
    for (const RuleProblem &problem : checkRule(*rule, {}))
        fuzz::expect(problem.pointer.empty() || rule->contains(OrderedJson::json_pointer(problem.pointer)));
    const Rule ready(*rule);
    std::size_t cost = 0;
    std::size_t again = 0;
    const Scope scope{{"context", &*rule}, {"event", &*rule}};
    const auto once = ready.evaluate(scope, cost);
    const auto twice = ready.evaluate(scope, again);
    fuzz::expect(cost == again && once.has_value() == twice.has_value());
    if (once)
        fuzz::expect(*once == *twice && ready.holds(scope, cost).has_value());
    return 0;
}
