#pragma once

#include <functional>
#include <random>

#include "tests/unit/workflow/machines.h"

namespace hs::workflow::test {

/// Two top states with nested and parallel ones, history, timers and tasks at random places. The events e0 to e3 lead
/// from anywhere to either top state, e4 to e7 are taken without effect.
inline std::shared_ptr<const Definition> randomMachine(std::mt19937 &random)
{
    const auto pick = [&](int below) { return int(random() % unsigned(below)); };
    int invokes = 0;
    std::function<std::string(int)> body = [&](int depth) {
        const int kind = depth >= 3 ? 0 : pick(3);
        std::string text = "{";
        text += R"("on": {"e)" + std::to_string(pick(4)) + R"(": "#top)" + std::to_string(pick(2)) + R"(", "e)" + std::to_string(4 + pick(4))
                + R"(": {"actions": {"type": "assign", "params": {"assignment": {"n": {"+": [{"var": "context.n"}, 1]}}}}}})";
        if (pick(3) == 0)
            text += R"(, "after": {")" + std::to_string(1000 * (1 + pick(9))) + R"(": {}, "PT1H": {}})";
        if (pick(3) == 0)
            text += R"(, "invoke": {"id": "t)" + std::to_string(++invokes) + R"(", "src": "a.b", "input": {"n": {"var": "context.n"}}, "onDone": {}, "onError": {}})";
        if (kind > 0) {
            text += kind == 1 ? R"(, "initial": "s0")" : R"(, "type": "parallel")";
            text += R"(, "states": {)";
            const int children = 1 + pick(3);
            for (int i = 0; i < children; ++i)
                text += (i > 0 ? ", " : "") + ('"' + std::string("s") + std::to_string(i) + "\": ") + body(depth + 1);
            if (pick(2) == 0)
                text += R"(, "h": {"type": "history", "history": ")" + std::string(pick(2) == 0 ? "deep" : "shallow") + R"("})";
            text += '}';
        }
        return text + '}';
    };
    auto first = body(0), second = body(0);
    const auto definition = definitionOf(R"({"id": "m", "version": "1.0.0", "context": {"n": 0}, "initial": "a", "states": {"a": {"id": "top0", )" + first.substr(1)
                                         + R"(, "b": {"id": "top1", )" + second.substr(1) + "}}");
    if (!definition)
        qFatal("the random definition is not sound");
    return definition;
}

} // namespace hs::workflow::test
