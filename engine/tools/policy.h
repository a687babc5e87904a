#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/api/thinking.h"

namespace hs::tools {

/// What agents may do alone. Immutable value; any thread.
///
/// The rule, first that applies: an irreversible tool is a person's (Ask, or Never where somebody said so); what the studio
/// set for agent, entity and risk; for agent and risk; what the agent's autonomy says:
/// drafts only: Look and Note alone, Speak as a draft, Change asks; autopilot: Look, Note and Change alone, Speak alone (held
/// by the outbox as ever). Under the influence of strangers' words (`untrusted`) Alone becomes Ask for Change, and Draft for
/// Speak, whatever was set.
class ToolPolicy {
public:
    struct Key {
        std::string agent, entity; ///< entity empty: every business
        api::Risk risk = api::Risk::Change;
        friend auto operator<=>(const Key &, const Key &) = default;
    };
    std::map<Key, api::Leave> set;

    [[nodiscard]] api::Leave leave(const std::string &agent, const std::string &entity, api::Risk risk, api::Autonomy autonomy, bool untrusted) const;
    /// Where the answer comes from: "rule", "settings", "autonomy", "untrusted".
    [[nodiscard]] std::string source(const std::string &agent, const std::string &entity, api::Risk risk, api::Autonomy autonomy, bool untrusted) const;
};

[[nodiscard]] std::string_view name(api::Risk risk);   ///< "look", "note", "change", "speak", "irreversible"
[[nodiscard]] std::string_view name(api::Leave leave); ///< "alone", "draft", "ask", "never"
[[nodiscard]] std::optional<api::Risk> riskFrom(std::string_view name);
[[nodiscard]] std::optional<api::Leave> leaveFrom(std::string_view name);

} // namespace hs::tools
