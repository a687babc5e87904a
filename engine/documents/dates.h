#pragma once

// Inside of the module. Not for other modules.

#include <cstdint>
#include <string_view>

/// Times as documents write them, in milliseconds since 1970; 0: not understood, or not between 1970 and 2199.
namespace hs::documents {

[[nodiscard]] std::int64_t
timeOfIso(std::string_view text); ///< ISO 8601: "2024-05-01", "2024-05-01T10:00:00.5+02:00"; without a zone: UTC
[[nodiscard]] std::int64_t timeOfMail(std::string_view text); ///< RFC 5322: "Wed, 1 May 2024 10:00:00 +0200"

} // namespace hs::documents
