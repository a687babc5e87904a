#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/http/server.h"
#include "engine/mcp/server.h"

namespace hs::mcp {

struct HttpFaceOptions {
    const Clock *clock = nullptr;               ///< null: the system's. Outlives the face
    std::size_t sessions = 64;                  ///< of the legacy era, in all; past it the one that was silent longest ends
    std::size_t sessionsAKey = 8;
    std::size_t streams = 64;                   ///< of subscriptions/listen, in all; more are refused
    std::size_t streamsAKey = 8;
    std::chrono::milliseconds sessionIdle{30 * 60'000};
    int perMinute = 600;                        ///< requests of one key a minute; 0: no limit
    int burst = 100;                            ///< of them at once
};

/// The server's endpoint /mcp over HTTP, in both eras: POST of one message; of a legacy session also GET, the stream of its
/// notifications (a later one takes the place of an earlier, Last-Event-ID goes on where it broke), and DELETE. Answers are
/// JSON, but to subscriptions/listen a stream of events, which lasts until the client closes it. Every request carries an API
/// key; origins of browsers other than this machine's and the receiver's own are refused. Lives in the server's thread;
/// documents are read in a thread of its own.
class HttpFace final : public httpd::Handler {
public:
    /// `door` and `server` outlive this object; the door's answers may come later still.
    HttpFace(api::Door &door, McpServer &server, HttpFaceOptions options = {});
    ~HttpFace() override;

    /// Any thread. "https://hooks.studio.example": its origin is let in; empty: none.
    void setPublicUrl(const std::string &url);
    /// Any thread. Ends all open streams, since a key was revoked: whose key is good opens them again, and misses nothing of a session.
    void endStreams();
    /// Any thread. Whether it answers at all; else every path is somebody else's.
    void setServing(bool serving);

    [[nodiscard]] bool owns(std::string_view path) const override;
    [[nodiscard]] httpd::Admission admit(const httpd::Request &head) override;
    void handle(httpd::Request request, httpd::Respond respond) override;

private:
    struct Home;
    std::shared_ptr<Home> m_home;
};

/// A header's value decoded as the protocol has it: "=?base64?…?=" or plain. Nothing: it is broken.
[[nodiscard]] std::optional<std::string> decodedHeader(std::string_view value);
/// The other way: plain where that is safe.
[[nodiscard]] std::string encodedHeader(std::string_view value);
/// "https://host:8443/path" → "https://host:8443", in lower case, without the scheme's own port; empty: it is no web address.
[[nodiscard]] std::string originOf(std::string_view url);

} // namespace hs::mcp
