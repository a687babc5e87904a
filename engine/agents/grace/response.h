#pragma once

#include <optional>
#include <string>

#include "engine/agents/grace/router.h"
#include "engine/agents/studio.h"

namespace hs::agents {

/// A client's words, and who wrote them.
struct Said {
    Request request;
    std::optional<Contact> contact; ///< empty: nobody knows them yet
    std::string contactId;          ///< of a contact that the same plan creates; else the contact's
    std::string name, email;        ///< as told; of the contact when empty
    std::string cause;              ///< event or thread id; the reference is made of it
    std::string thread;             ///< the conversation it was said in; empty: the client's
    std::string entity;             ///< already known; empty: the router chooses
    std::string phone;
    std::vector<Evidence> tried;    ///< what was tried before, and how it ended
    Json opinion = nullptr;         ///< of a model (opinion.h)
};

/// Routes what was said. Pure.
[[nodiscard]] Decision decide(const Books &books, const View &view, const Said &said);

/// Grace's whole answer to a decision: the words in the conversation, one acknowledgement, messages to the chosen
/// agents, and the start of the definition "customer-service" with all that was decided; at level 4 with the case.
/// The definition makes tasks and cases and tells the studio. Adds to `plan`. `keepWords` false: the caller has posted the words.
[[nodiscard]] Result<void> respond(const Books &books, const View &view, const Said &said, const Decision &decision, Plan &plan, bool keepWords = true);

/// The case for a person, with facts, risk and draft reply.
[[nodiscard]] Result<EscalationWish> caseFor(const Books &books, const View &view, const Said &said, const Decision &decision);

/// What is known of a client, each with where it comes from: [{name, value, evidence}].
[[nodiscard]] Json factsOf(const View &view, const std::optional<Contact> &contact, const Business &business, const std::string &sentiment);

} // namespace hs::agents
