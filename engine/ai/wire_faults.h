#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// What providers say when something goes wrong, and what it means here. Inside of engine/ai only.
namespace hs::ai {

/// What a provider said of a failure, in whichever of their shapes.
struct Fault {
    int status = 0; ///< of HTTP; 0: it came within a stream
    std::string type, code, message;
};

/// Reads {"error": text or object or list}, {"type": "error", "message": …}, {"message": …}, {"detail": …}.
/// All empty when it is none of these.
[[nodiscard]] Fault faultIn(const Json &body);

/// What it means for the caller, without `retryAfter`. The provider's words are in it, shortened and without anything that
/// looks like a key; those about a refused key are left out.
[[nodiscard]] Error errorFrom(const Fault &fault);

/// Words of a provider made fit for an error: one line, at most `limit` bytes, nothing in it that looks like a key.
[[nodiscard]] std::string plainWords(std::string_view text, std::size_t limit = 300);

} // namespace hs::ai
