#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/text/lexicon.h"

// Whether a text sounds like the agent that signs it: the rules of the agents' voices that words can show. What every
// text of the house must keep (hype, pressure, exclamation marks, …) is BrandRules' matter. Pure; any thread.
namespace hs::agents {

struct VoiceFinding {
    /// length, opens, closes, jargon, level_number, blame, lead_word, two_questions, hedging, adjective, apology, script,
    /// urgency, baseless, unsourced
    std::string rule;
    Span span;        ///< bytes of the text; the whole text for what it lacks
    std::string text;
};

inline constexpr std::size_t MostVoiceWords = 120;

/// `agent` is the key of a card ("grace-fields"); an unknown one keeps the length alone. The words are the groups
/// "voice.<rule>" of the lexicon; "opens" and "closes" look at the first two and the last two sentences without greeting
/// and signature:
/// - all: at most 120 words (the list of sources not counted).
/// - grace-fields: opens with who takes care; no jargon, no level numbers, no blame; closes with a time.
/// - nyra: opens with thanks; no "lead", one question at most; closes with one step.
/// - solari: opens with a date, time or sum, or what is confirmed; no hedging; closes with a date, time or sum.
/// - ruvo: opens with the number of a task and its state; no adjectives, no apologies; closes with owner and due date.
/// - liora: opens with the purpose; closes with the measure of success.
/// - sage: opens with something remembered; no scripts, no urgency; closes with an invitation.
/// - elan: closes with a choice.
/// - zevi: opens with a number; base and period stand in the text (else "baseless"); closes with an advice.
/// - atlas: everything is sourced (see citation_check.h), else "unsourced".
/// In the order of the text. O(n).
[[nodiscard]] std::vector<VoiceFinding> checkVoice(std::string_view text, std::string_view agent, const Lexicon &lexicon);

} // namespace hs::agents
