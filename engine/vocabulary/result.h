#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace hs {

/// One value per different reaction of the caller, not per cause.
enum class Errc {
    BadInput,     ///< mend the input; trying again is useless
    Unauthorized, ///< who are you? (401)
    Forbidden,    ///< we know you, and you may not (403)
    NotFound,
    Conflict,     ///< the world changed; read again
    RateLimited,  ///< wait `retryAfter`
    Unavailable,  ///< try again later
    Timeout,
    Cancelled,
    StorageFull,
    Corrupt,
    Internal
};

/// The stable name of a code, as it stands in HTTP answers and logs ("bad_input").
[[nodiscard]] std::string_view name(Errc code);

/// One failure, told so that a person can mend it. It is logged, so it never
/// holds a secret or a customer's text.
struct Error {
    Errc code = Errc::Internal;
    std::string what;  ///< "the port is not a number"
    std::string where; ///< "console.json:/http/port (line 4)"
    std::string mend;  ///< "use a number from 0 to 65535"
    std::optional<std::chrono::milliseconds> retryAfter;

    friend bool operator==(const Error &, const Error &) = default;
};

/// "what (where): mend", for logs and the command line.
[[nodiscard]] std::string describe(const Error &error);

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] tl::unexpected<Error> fail(Errc code, std::string what, std::string where = {}, std::string mend = {});

/// Describes the failure of a result, or says that it is none. For test messages.
template <typename T>
[[nodiscard]] std::string describe(const Result<T> &result)
{
    return result ? std::string("no error") : describe(result.error());
}

} // namespace hs

/// Hands a failure of `expression` to the caller, else goes on.
#define HS_TRY(expression)                                                                                           \
    do {                                                                                                             \
        if (auto hs_try_result = (expression); !hs_try_result)                                                       \
            return tl::make_unexpected(std::move(hs_try_result).error());                                            \
    } while (false)
