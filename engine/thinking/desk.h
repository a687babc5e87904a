#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/thinking/brief.h"
#include "engine/tools/tool.h"
#include "engine/vocabulary/result.h"

namespace hs::thinking {

/// Where tasks of thinking are kept. All answers come in the engine's thread, once each.
class Desk {
public:
    virtual ~Desk() = default;

    /// Ids of tasks that wait, or that an earlier run of the program left in the middle; oldest first.
    virtual void waiting(std::function<void(Result<std::vector<std::string>>)> done) = 0;
    /// Takes one for this run and gathers what it needs. Conflict: somebody else has it, or it has ended.
    virtual void take(const std::string &id, std::function<void(Result<Brief>)> done) = 0;
    /// Writes what came of it, in one transaction; by rules where no model did it.
    virtual void settle(const std::string &id, Outcome outcome, std::function<void(Result<void>)> done) = 0;

    /// A person is asked; the id of the question. The same key is asked once, however often the task is begun again.
    virtual void ask(const std::string &id, Asked asked, std::function<void(Result<std::string>)> done) = 0;
    /// Before a tool that changes something runs alone. A result: it ran before (in this task, perhaps before the program
    /// ended), and this is what came of it; nothing: go ahead. So nothing is done twice.
    virtual void begin(const std::string &id, Asked use, std::function<void(Result<std::optional<std::string>>)> done) = 0;
    virtual void ended(const std::string &id, const std::string &key, const Result<Json> &result, std::function<void()> done) = 0;
    /// Words for a person to send, instead of sending them.
    virtual void propose(const std::string &id, const std::string &text, std::function<void(Result<void>)> done) = 0;
};

/// Tools of servers outside (MCP).
class Outside {
public:
    struct Tool {
        std::string name; ///< "<server>__<tool>"
        std::string title, description;
        Json input;
        api::Risk risk = api::Risk::Change;
    };
    virtual ~Outside() = default;
    [[nodiscard]] virtual std::vector<Tool> toolsFor(const std::string &agent) const = 0;
    virtual void call(const std::string &name, const Json &arguments, std::stop_token cancel, std::function<void(Result<Json>)> done) = 0;
};

} // namespace hs::thinking
