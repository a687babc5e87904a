#pragma once

#include <string>

#include "engine/vocabulary/json.h"

namespace hs::test::notion {

/// What the API answers instead of doing what was asked (integrations.md §2.3). Thrown by whatever finds the fault and
/// caught where the request came in; it never leaves the fake.
struct Refusal {
    int status = 400;
    std::string code = "validation_error";
    std::string message;
    Json additional; ///< additional_data; null: none
};

[[noreturn]] inline void refuse(std::string message)
{
    throw Refusal{400, "validation_error", std::move(message), nullptr};
}
[[noreturn]] inline void refuseMissing(std::string_view what, std::string_view id)
{
    throw Refusal{404, "object_not_found",
                  "Could not find " + std::string(what) + " with ID: " + std::string(id)
                      + ". Make sure it is shared with this connection.",
                  nullptr};
}

} // namespace hs::test::notion
