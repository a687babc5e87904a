#pragma once

#include "engine/runtime/escalation_desk.h"

/// Other wordings of a proposed reply, by rules alone.
namespace hs::runtime::proposals {

/// Asks the agent behind the case for another reply with a person's remark. The new proposal replaces the
/// old one, which the audit keeps. Unavailable when the agent has no other wording.
/// Other words in place of those proposed: by an agent's model, or as `another` found them.
struct Words {
    std::string text, author;
    double confidence = -1; ///< below 0: as before
    std::string remark;     ///< what the person wanted
};
Result<void> replace(Deed &deed, std::string_view escalation, const Words &words);

Result<desk::Escalation> another(Deed &deed, std::string_view escalation, std::string_view remark);

} // namespace hs::runtime::proposals
