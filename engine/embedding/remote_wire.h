#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/embedding/remote_provider.h"
#include "engine/http/transport.h"
#include "engine/vocabulary/result.h"

/// What goes to a service that makes vectors and what comes back, by integrations.md §3.1, §3.3, §3.4. Pure; inside of
/// engine/embedding only.
namespace hs::embedding::remote {

/// About how many tokens a text is, rather too many than too few: a letter a quarter, a digit or sign a half, a character beyond ASCII one.
[[nodiscard]] std::size_t roughTokens(std::string_view text);
/// The beginning of a text that is about so many tokens; whole characters.
[[nodiscard]] std::string_view firstTokens(std::string_view text, std::size_t tokens);

/// The request for these texts. The key is in a secret header. BadInput: no address, no model, an unknown dialect.
[[nodiscard]] Result<http::Request> requestFor(const RemoteSettings &settings, const std::vector<std::string_view> &texts);

/// The vectors of an answer, in the order of the texts, each of length 1, all of one dimension. Corrupt: no JSON, another number of
/// vectors, of dimensions (`settings.dimensions`, where it says any), numbers that are none, a vector of zeros.
[[nodiscard]] Result<std::vector<std::vector<float>>> readVectors(const RemoteSettings &settings, std::string_view body, std::size_t count);

/// What an answer that is no success means.
struct Trouble {
    Error error;           ///< its `what` holds the service's words, unless they repeat the key or a piece of the texts
    bool tooLarge = false; ///< fewer or shorter texts may be taken
    double fits = 0;       ///< share of what was sent that would have been taken, where the service says it; else 0
    bool again = true;     ///< false: the same request will not do better later, whatever the status
    std::chrono::milliseconds wait{0}; ///< what it asks for beside Retry-After (retry-after-ms, RateLimit, estimated_time)
};
[[nodiscard]] Trouble troubleOf(const RemoteSettings &settings, const http::Response &response, const std::vector<std::string_view> &texts);

} // namespace hs::embedding::remote
