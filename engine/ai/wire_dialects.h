#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ai/wire.h"

/// What each dialect brings, and what they share to write requests. Inside of engine/ai only.
namespace hs::ai {

inline constexpr std::string_view AnthropicVersion = "2026-10-21"; ///< when the endpoint names none

/// How calls are named on the wire, message by message: of an assistant's message the ids of its calls, of a tool's the id
/// of the call it answers.
using CallIds = std::vector<std::vector<std::string>>;

/// Whether every provider can be told this: sizes, names, and that each call of a tool has its result behind it. Ids that a
/// provider would refuse (another one made them, or two calls share one) get new ones. BadInput says what is wrong.
[[nodiscard]] Result<CallIds> checkConversation(const std::string &model, const Request &request);

[[nodiscard]] Json chatBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids);
[[nodiscard]] Json responsesBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids);
[[nodiscard]] Json anthropicBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids);

[[nodiscard]] std::unique_ptr<Reader> chatReader();
[[nodiscard]] std::unique_ptr<Reader> responsesReader();
[[nodiscard]] std::unique_ptr<Reader> anthropicReader();

/// Whether the endpoint is OpenAI's own (or Azure's copy of it), which knows less than those that imitate it.
[[nodiscard]] bool isOpenAiItself(const Endpoint &endpoint);
/// Whether a temperature may be sent. OpenAI's reasoning models refuse a request that holds one; a request without one is
/// taken by all, so at OpenAI only families known to take it get it.
[[nodiscard]] bool takesTemperature(const Endpoint &endpoint, std::string_view model);

/// What a provider gets to see of a call: a name it takes, and always an object.
[[nodiscard]] std::string wireName(const std::string &name);
[[nodiscard]] Json wireArguments(const ToolCall &call);
/// The result of a tool where the dialect has no mark for a failure.
[[nodiscard]] std::string wireResult(const Message &message);

/// Whether OpenAI's strict mode takes the schema as it is: every object closed, every property required, known keywords only.
[[nodiscard]] bool fitsStrict(const Json &schema);
/// The schema as Anthropic's structured outputs take it: without the bounds it does not know (the answer is checked by the
/// whole schema afterwards), objects closed. Nothing when it cannot be said so: objects of any shape, references.
[[nodiscard]] std::optional<Json> narrowedSchema(const Json &schema);
/// Asks for the schema in words, where no parameter can.
[[nodiscard]] std::string schemaInWords(const Json &schema);

} // namespace hs::ai
