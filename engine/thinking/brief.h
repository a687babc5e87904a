#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/agents/catalog.h"
#include "engine/ai/masking.h"
#include "engine/tools/policy.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

/// What one task of thinking works with, and what comes of it. Values; any thread.
namespace hs::thinking {

/// Something that was said in the conversation.
struct Said {
    std::string kind; ///< client, agent, colleague, note
    std::string name, text;
    Timestamp at{};
};

/// Something the answer may stand on: "[2]" in the words means the second of them.
struct Source {
    std::string title;
    std::string kind; ///< record, thread, escalation, task, workflow, knowledge, tool
    std::string id;   ///< empty: there is no page of it
};

/// What one task may use up.
struct Limits {
    int steps = 8; ///< turns of the model, and uses of tools
    std::chrono::seconds time{120};
    double dollars = 0.25; ///< 0: no limit
};

/// A fact that stands in the prompt, with its source. `untrusted`: strangers wrote it.
struct Material {
    Source source;
    std::string text;
    bool untrusted = false;
};

enum class Kind {
    Answer,  ///< to an operator's words, with tools
    Draft,   ///< a reply to a client, for a person to send
    Proposal ///< another wording for a case
};

struct Brief {
    std::string id;
    Kind kind = Kind::Answer;
    const agents::AgentCard *card = nullptr; ///< of the registry, which outlives the task
    std::string entity, entityName, entityKind, studioName;
    std::string thread, escalation, correlation;
    std::string asker, askerName; ///< who asked: operator, or empty
    std::string words;            ///< what was asked, or a remark about the draft
    std::string language;         ///< of the answer: "en"
    std::string today;            ///< "Monday, 30 November 2026, 14:05 (Europe/Berlin)"
    std::vector<Said> said;       ///< oldest first
    std::vector<Material> material;
    std::string earlier;          ///< of a proposal: the words there are

    std::vector<ai::Masker::Known> known; ///< personal data that is known from the records
    ai::PrivacyPolicy privacy;
    bool consent = false;         ///< the client agreed to be spoken of

    api::Autonomy autonomy = api::Autonomy::DraftsOnly;
    tools::ToolPolicy policy;
    Limits limits;
};

/// A tool that a person is asked about.
struct Asked {
    std::string key; ///< of the thought, the tool and its arguments: the same question is asked once
    std::string tool, title, why, effect;
    Json arguments;
    api::Risk risk = api::Risk::Change;
    bool untrusted = false;
};

struct Outcome {
    enum class How { Model, Rules, Stopped };
    How how = How::Rules;
    std::string text;
    std::vector<std::pair<int, Source>> citations; ///< that the words name
    double confidence = 0;   ///< of a draft, 0 to 1
    std::string why;         ///< one sentence: what was done, or why rules had to do it
    std::string model;       ///< "anthropic · claude-…"
    double dollars = 0;
    Json steps = Json::array(); ///< {kind, what, result, leave, ms, failed, input, output}
    bool untrusted = false;  ///< strangers' words took part
    std::string sent;        ///< the last that left to a model, as it left
};

} // namespace hs::thinking
