#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// A command that a workflow's task may name: `<prefix>.<name>`, as in "nyra.qualify".
struct CommandSpec {
    std::string name;
    std::string usage;       ///< "nyra.qualify"
    std::string description;
    std::string risk;        ///< low, medium, high: what a mistake would cost
    Json input;              ///< JSON Schema of the input
    Json output;             ///< JSON Schema of Plan::output
    bool apart = false;      ///< takes long: looks and thinks outside the writer, only its plan is written there
    bool worded = false;     ///< its plan may hold a text that a model writes better (Plan::wording)
};

/// Words that the agent understands in a conversation with an operator.
struct TalkSpec {
    std::string name;        ///< "score"
    std::string usage;       ///< "score name@example.com"
    std::string description;
};

/// How an agent writes. Every list may be empty.
struct Voice {
    std::string opensWith;
    std::vector<std::string> words;
    std::vector<std::string> avoids;
    std::string closesWith;
};

/// An agent as data: resources/agents/<key>.json.
struct AgentCard {
    std::string key;    ///< "grace-fields": messages, avatars, tokens
    std::string prefix; ///< "grace": of the commands in workflow definitions
    std::string id;     ///< "GRACE_ORCHESTRATOR": in the hub's Agent Registry
    std::string name;
    std::string role;
    std::string tone;
    Voice voice;
    std::vector<std::string> capabilities;
    std::vector<std::string> handsTo;   ///< keys
    std::vector<std::string> fallbacks; ///< keys, in order
    std::vector<std::string> handles;   ///< event types
    std::vector<std::string> listensTo; ///< types of bus messages it subscribes to, as descriptors ("event_result.*")
    std::vector<std::string> services;
    std::vector<CommandSpec> commands;
    std::vector<TalkSpec> talk;
    std::vector<std::string> rules;     ///< in plain words, for people
    bool duty = false;                  ///< false: takes no work yet
};

/// All agents of the console. Immutable after loading; any thread.
class AgentCatalog {
public:
    /// One JSON text per agent, each with a name for error messages. Fails with
    /// BadInput, naming file and field, on unknown or missing fields, on a key or
    /// prefix used twice and on a reference to an agent that does not exist.
    struct Source {
        std::string name;
        std::string_view text;
    };
    [[nodiscard]] static Result<AgentCatalog> load(const std::vector<Source> &sources);

    [[nodiscard]] const std::vector<AgentCard> &agents() const { return m_agents; } ///< in the order of loading
    /// By key or prefix ("grace-fields", "grace", "grace_fields"), in any case; null when there is none.
    [[nodiscard]] const AgentCard *find(std::string_view name) const;
    /// The command behind an invoke source ("nyra.qualify"); null when agent or command is unknown.
    [[nodiscard]] const CommandSpec *command(std::string_view src) const;

private:
    std::vector<AgentCard> m_agents;
};

} // namespace hs::agents
