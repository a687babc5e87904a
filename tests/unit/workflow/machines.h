#pragma once

#include <regex>
#include <string>
#include <vector>

#include <QByteArray>

#include "engine/vocabulary/json.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/interpreter.h"
#include "engine/workflow/trace.h"

// Short hand for definitions in tests.
namespace hs::workflow::test {

/// `$log(x)`, `$set(key,value)`, `$add(key)`, `$raise(event)` stand for those actions, `$if(key)` for a
/// guard that asks whether context.key is true, `$rule(…)` for an inline guard.
inline std::string expanded(const QByteArray &text)
{
    std::string out = text.toStdString();
    const auto replace = [&](const char *pattern, const char *with) {
        out = std::regex_replace(out, std::regex(pattern), with);
    };
    replace(R"(\$log\(([^)]*)\))", R"({"type":"log","params":{"message":"$1"}})");
    replace(R"(\$set\((\w+),([^)]*)\))", R"({"type":"assign","params":{"assignment":{"$1":$2}}})");
    replace(R"(\$add\((\w+)\))", R"({"type":"assign","params":{"assignment":{"$1":{"+":[{"var":"context.$1"},1]}}}})");
    replace(R"(\$raise\(([^)]*)\))", R"({"type":"raise","params":{"event":{"type":"$1"}}})");
    replace(R"(\$if\((\w+)\))", R"({"type":"jsonlogic","params":{"rule":{"var":"context.$1"}}})");
    return out;
}

/// A definition around the given members: `"id": "m", "version": "1.0.0"` are added.
inline std::string machine(const QByteArray &members)
{
    return R"({"id": "m", "version": "1.0.0", )" + expanded(members) + '}';
}

inline std::shared_ptr<const Definition> definitionOf(const std::string &text)
{
    const Parsed parsed = parseDefinition(text, AgentCatalog::anything());
    for (const auto &finding : parsed.findings) {
        if (finding.severity == Severity::Error)
            qWarning("%s", describe(finding).c_str());
    }
    return parsed.definition;
}

inline EventInput sent(const std::string &type)
{
    return {{{"type", type}}};
}

/// The messages of log actions, in order.
template <typename Actions>
std::string logged(const Actions &actions)
{
    std::string out;
    for (const Action &action : actions) {
        if (action.type == "log")
            out += (out.empty() ? "" : " ") + action.params["message"].template get<std::string>();
    }
    return out;
}

} // namespace hs::workflow::test
