#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Sage and the members of the community: who joins, who changes. Pure; any thread.
namespace hs::agents {

/// The option that is meant, in its own spelling; empty when it is none. Letters and digits decide, so "circleso" is Circle.so.
[[nodiscard]] std::string optionOf(std::span<const std::string_view> options, std::string_view wanted);
[[nodiscard]] Plan sageNoted(const Event &event); ///< nothing follows from it
[[nodiscard]] std::string dayText(Timestamp at); ///< "2026-11-24", UTC

[[nodiscard]] std::optional<RecordView> memberByEmail(const View &view, const std::string &email);
[[nodiscard]] std::optional<RecordView> memberOf(const View &view, const Contact &contact);
/// The address of the person whom an event of a platform is about, folded; empty: it names none.
[[nodiscard]] std::string emailIn(const Json &data);

/// Something came for an address that no member has: a person looks.
[[nodiscard]] Result<Plan> unknownMember(const Books &books, const Event &event, const std::string &email, const View &view);
[[nodiscard]] Result<Plan> onboard(const Books &books, const Command &command, const View &view);
[[nodiscard]] Result<Plan> newMember(const Books &books, const Event &event, const View &view);
/// A colleague changed a contact: the member follows; who became an Active Client becomes a member.
[[nodiscard]] Result<Plan> memberFollows(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> milestone(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
