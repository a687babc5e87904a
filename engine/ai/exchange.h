#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// What is said to a language model, and what it answers: one request and one answer for every provider.
namespace hs::ai {

/// What a call is for. Providers are chosen by it (domain.md §7).
enum class Purpose {
    Classify,   ///< a short verdict, as data
    Extract,    ///< facts out of a text, as data
    Summarise,
    Translate,
    Draft,      ///< words for a person to read before they leave
    Converse,   ///< an answer to somebody who waits, with tools
    Plan,       ///< several steps, with tools
};
inline constexpr int Purposes = 7;
[[nodiscard]] std::string_view name(Purpose purpose); ///< "classify"
[[nodiscard]] std::optional<Purpose> purposeFrom(std::string_view name);

/// The model wants a tool to be used.
struct ToolCall {
    std::string id;   ///< the provider's; made up where it has none
    std::string name;
    Json arguments;   ///< an object; null when what came is no JSON: `raw` then holds it
    std::string raw;
};

struct Message {
    enum class Role { User, Assistant, Tool };
    Role role = Role::User;
    std::string text;
    std::vector<ToolCall> calls; ///< of an assistant
    std::string callId;          ///< of a tool: the call it answers
    std::string tool;            ///< its name
    bool failed = false;         ///< the tool did not work; `text` says why
};

/// A tool as the model sees it. Names are 1 to 64 of [A-Za-z0-9_-]: what every provider takes.
struct ToolSpec {
    std::string name;
    std::string description;
    Json input; ///< JSON Schema of an object
};

struct Request {
    Purpose purpose = Purpose::Converse;
    std::string system;
    std::vector<Message> messages;
    std::vector<ToolSpec> tools;
    Json schema;             ///< JSON Schema that the answer must be by; null: free text
    std::string schemaName;  ///< 1 to 64 of [A-Za-z0-9_-], when there is a schema
    int maxTokens = 1000;    ///< of the answer
    std::optional<double> temperature;
    std::string provider, model; ///< wished for; empty: the router chooses
    std::chrono::milliseconds timeout{600'000};
    std::chrono::milliseconds idleTimeout{120'000}; ///< without a byte of a stream
    bool cloud = true;       ///< false: nothing may leave this machine (the entity's policy)
    bool cacheable = false;  ///< the same question may get the same answer again

    // Who asks and why: recorded with the call, sent to nobody.
    std::string agent, entity, task, why, correlation;
};

struct Usage {
    std::int64_t input = 0;  ///< tokens, those read from a cache included
    std::int64_t cached = 0; ///< of them, read from the provider's prompt cache
    std::int64_t written = 0; ///< of them, written to it
    std::int64_t output = 0;
    bool estimated = false;  ///< the provider told none: counted from the bytes
};

enum class Finish { Stop, Length, Tools, Refused };
[[nodiscard]] std::string_view name(Finish finish);

struct Answer {
    std::string text;
    std::vector<ToolCall> calls;
    Json data;               ///< what `text` holds when a schema was asked for; null when it is no JSON
    Finish finish = Finish::Stop;
    Usage usage;
    std::string provider, model; ///< who answered
    std::string requestId;   ///< of the provider, for its support
    std::chrono::milliseconds latency{0};    ///< to the last byte
    std::chrono::milliseconds firstToken{0}; ///< to the first one
    double cost = 0;         ///< in US dollars, by the price table
    bool fromCache = false;  ///< the answer was kept from an earlier call
    int attempts = 1;        ///< over all providers
};

/// A further part of the answer's text, as it is made.
using OnText = std::function<void(std::string_view part)>;

} // namespace hs::ai
