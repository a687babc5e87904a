#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/http/body_stream.h"
#include "engine/http/request.h"
#include "engine/vocabulary/json.h"

namespace hs::httpd {

struct Response {
    int status = 200;
    std::string body;
    std::string contentType = "application/json"; ///< empty: no such header
    std::vector<std::pair<std::string, std::string>> headers; ///< besides the server's own
    bool close = false; ///< end the connection after it
    std::shared_ptr<BodyStream> stream; ///< BodyStream::reader of a body that comes piece by piece; `body` is not sent
};

/// Takes the answer to one request: from any thread, once. A second call, and one
/// for a client that has gone or a server that has stopped, does nothing.
using Respond = std::function<void(Response)>;

/// The one mapping of failures to statuses.
[[nodiscard]] int statusOf(Errc code);

/// `{"error":{"code":…,"message":…,"details":{…}}}`, the body of every answer from 400 up.
[[nodiscard]] Response errorResponse(int status, std::string_view code, std::string_view message,
                                     const Json &details = Json::object());
/// The same of an error value; `where` and `mend` go into the details, `retryAfter` into Retry-After.
/// What a caller cannot mend (Internal, Corrupt) is told without its inner details.
[[nodiscard]] Response errorResponse(const Error &error);

/// Adds Retry-After in whole seconds, at least 1.
void setRetryAfter(Response &response, std::chrono::milliseconds wait);

/// "Accepted" of 202; empty of a status without a name here.
[[nodiscard]] std::string_view reasonPhrase(int status);

/// What stands in an answer's head besides the response's own.
struct ResponseFrame {
    int version = 11;
    bool keepAlive = true;
    bool head = false;            ///< answer to HEAD: the length is told, the body left out
    bool chunked = false;         ///< the body's length is not known: it comes in chunks (RFC 9112 §7.1), or ends with the connection
    std::string_view requestId;
    std::string_view date;        ///< IMF-fixdate
};
/// Appends status line, headers and the blank line to `out`; of CR and LF in values nothing is left.
void appendHead(std::string &out, const Response &response, const ResponseFrame &frame);

} // namespace hs::httpd
