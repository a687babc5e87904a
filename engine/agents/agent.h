#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/plan.h"
#include "engine/agents/view.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// An event as the router hands it to an agent.
struct Event {
    std::string id;
    std::string source; ///< "typeform"; "console" and "api" for people
    std::string type;   ///< the domain's name: typeform_webhook, order_created, …
    std::string entity; ///< record id of the business, resolved by the entity router
    bool entityUnsure = false;
    Json data;          ///< as mapped by the source
    std::string text;   ///< free words of the person
    Timestamp receivedAt;
    std::string correlation;
    Json opinion = nullptr; ///< of a model on a client's request (grace/opinion.h); null: there is none
};

/// A command of a workflow's task: `nyra.qualify` is command "qualify" of agent "nyra".
struct Command {
    std::string name;
    Json input;
    std::string workflow; ///< instance id
    std::string contact;
    std::string entity;
    std::string taskKey;  ///< idempotency key (D5)
    std::string correlation;
    Json progress = nullptr; ///< what the plan before left (Plan::progress); null: the first run
    Json words = nullptr;    ///< what a model made of Plan::wording (wording.h); null: rules write alone
};

/// Words of an operator to the agent.
struct Talk {
    std::string text;
    std::string operatorId, operatorName;
    std::string thread;
    std::string entity;
};

/// An agent that works by rules alone. Pure: reads the view, returns a plan.
/// Errors: Errc::BadInput when the input lacks what is needed (goes to a person),
/// Errc::NotFound for a command it does not know.
class Agent {
public:
    virtual ~Agent() = default;
    [[nodiscard]] virtual std::string_view key() const = 0; ///< "nyra", "grace-fields"
    [[nodiscard]] virtual Result<Plan> handle(const Event &event, const View &view) const = 0;
    [[nodiscard]] virtual Result<Plan> run(const Command &command, const View &view) const = 0;
    /// Plan::output["answer"] is the reply, in the agent's voice.
    [[nodiscard]] virtual Result<Plan> talk(const Talk &talk, const View &view) const = 0;
};

} // namespace hs::agents
