#pragma once

#include <string_view>

namespace hs::workflow {

/// Rule M3: `order.paid` matches itself, `order.*` matches `order` and everything below it by
/// whole tokens, `*` matches all. Also used for triggers and bus subscriptions.
[[nodiscard]] bool matches(std::string_view descriptor, std::string_view eventType);

/// Rule F9: tokens joined by dots, none empty, `*` alone and last.
[[nodiscard]] bool isDescriptor(std::string_view text);

/// Types that the machine makes itself ("xstate.…"): they may be listened to, never sent.
[[nodiscard]] bool isReserved(std::string_view eventType);

} // namespace hs::workflow
