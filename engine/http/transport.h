#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

namespace hs::http {

struct Header {
    std::string name;
    std::string value;
};

/// One outgoing HTTP request. `http` and `https` only; certificates are verified;
/// redirects are never followed (a 3xx is an answer).
struct Request {
    std::string method = "GET";
    std::string url;
    std::vector<Header> headers;
    std::vector<std::pair<std::string, Secret>> secretHeaders; ///< "Authorization" → "Bearer …"; never logged
    std::string body;
    std::chrono::milliseconds timeout{30'000};        ///< of the whole exchange, the wait for a free connection included
    std::chrono::milliseconds connectTimeout{10'000}; ///< name, TCP and TLS
    std::size_t maxBody = 8U * 1024 * 1024;           ///< of the answer, after decompression, in bytes
    bool pathIsSecret = false; ///< the path is a credential (Slack's incoming webhooks): errors then name the host alone
    /// A stream: parts of a 2xx answer's body as they come, in the thread of the transport's mailbox, all of them before
    /// `Done`, whose body is then empty. An answer of another status comes whole. Not called once the exchange is cancelled.
    std::function<void(std::string part)> onPart;
    std::chrono::milliseconds idleTimeout{0}; ///< no byte for so long ends the exchange as Timeout; whole seconds, 0: none
    /// Asked with the numeric address of the host once the connection stands, new or kept, before anything of the request is sent: a name
    /// may lead elsewhere than it did when somebody looked. False ends the exchange as Forbidden. In the transport's own thread. Not asked
    /// where the machine's settings name a proxy, which finds hosts by itself.
    std::function<bool(std::string_view address)> mayReach;
};

struct Response {
    int status = 0;
    std::vector<Header> headers; ///< in order of arrival, names as sent
    std::string body;

    [[nodiscard]] std::string_view header(std::string_view name) const; ///< first value, any case; empty when missing
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// Carries one HTTP exchange. Retry, rate and breaker live above it, once
/// (request_policy.h). Any thread may call `send`.
class Transport {
public:
    /// Runs exactly once, later, in the thread of the transport's mailbox, also when
    /// cancelled. A 4xx or 5xx is an answer, not an error. Errors:
    /// - BadInput: the request cannot be sent as it is, or the answer is larger than `maxBody`
    /// - Forbidden: nothing was sent; `mayReach` said no
    /// - Unavailable: nothing was sent (offline, no name, no connection, no trusted certificate)
    /// - Timeout: no whole answer came; the request may have been carried out
    /// - Corrupt: what came is not HTTP
    /// - Cancelled: the stop token was used, or the transport ended
    using Done = std::function<void(Result<Response>)>;

    Transport() = default;
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;
    virtual ~Transport() = default;
    virtual void send(Request request, std::stop_token cancel, Done done) = 0;
};

/// A URL for logs and error texts: without user, password, query and fragment;
/// with `hidePath` only scheme, host and port remain.
[[nodiscard]] std::string redactUrl(std::string_view url, bool hidePath = false);

/// Whether a header holds a credential, so that its value never goes to a log
/// (Authorization, Cookie, x-api-key and their kin).
[[nodiscard]] bool isSecretHeader(std::string_view name);

/// Percent-encodes all but letters, digits, "-._~" and the characters of `kept` (RFC 3986).
[[nodiscard]] std::string percentEncoded(std::string_view text, std::string_view kept = {});

/// A value made fit to stand between two slashes of a URL (percent-encoded).
/// Fails with BadInput when it is empty or tries to climb ("..", "%2e").
[[nodiscard]] Result<std::string> pathSegment(std::string_view value);

} // namespace hs::http
