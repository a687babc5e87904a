#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/door.h"
#include "engine/api/thinking.h"
#include "engine/vocabulary/json.h"

/// The engine's own commands and questions as tools: for agents that think, and for assistants outside (MCP). Everything goes
/// through the door, so roles, checks and the audit are the same as for people.
namespace hs::tools {

struct Tool {
    std::string name;        ///< snake_case, 1 to 64 of [a-z0-9_]
    std::string title;       ///< for people: "Find records"
    std::string description; ///< for a model: what it does, when to use it, what it answers
    Json input;              ///< JSON Schema of an object; unknown members are refused
    api::Risk risk = api::Risk::Look;
    api::Role role = api::Role::Viewer; ///< that the door will ask for
    bool untrusted = false;  ///< what it answers holds words of strangers (forms, mails, pages)
    /// Carries it out. `arguments` fit `input`. `done` comes once, on a thread of the door; an object.
    std::function<void(api::Door &door, const api::Caller &caller, const Json &arguments, std::function<void(Result<Json>)> done)> run;
    /// What will happen, in plain words, for the person who is asked; null: the title and the arguments say it.
    std::function<std::string(const Json &arguments)> effect;
};

/// All tools of the console, in a stable order. Immutable; any thread.
class ToolCatalog {
public:
    ToolCatalog();
    [[nodiscard]] const std::vector<Tool> &tools() const { return m_tools; }
    [[nodiscard]] const Tool *find(std::string_view name) const;

private:
    std::vector<Tool> m_tools;
};

/// Checks arguments against the tool's schema. BadInput names the argument in `where`.
[[nodiscard]] Result<void> checkArguments(const Tool &tool, const Json &arguments);

} // namespace hs::tools
