#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hs::test {

/// One answer as it came over the wire. Header names are in lower case.
struct RawAnswer {
    int status = 0;
    std::string version; ///< "HTTP/1.1"
    std::map<std::string, std::string> headers;
    std::string body;
};

/// A client of the loopback that sends exactly the bytes it is told to. Waits at most
/// five seconds for anything. One thread.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;
    RawClient(RawClient &&other) noexcept;

    [[nodiscard]] bool connected() const { return m_socket >= 0; }
    bool send(std::string_view bytes); ///< false when the server has closed
    void endSending();                 ///< half-closes
    void leave();                      ///< closes at once, with a reset

    /// The next whole answer; nothing when the server closed or time ran out before it.
    /// `head`: the answer to HEAD, which has no body.
    [[nodiscard]] std::optional<RawAnswer> answer(bool head = false);
    /// What comes up to and with `mark`, as it came; nothing when the server closed or time ran out before it.
    [[nodiscard]] std::optional<std::string> until(std::string_view mark);
    /// Whether the server closes without sending anything more.
    [[nodiscard]] bool closedByServer();

private:
    bool more();
    int m_socket = -1;
    std::string m_in;
};

/// One request on a connection of its own; nothing when no answer came.
[[nodiscard]] std::optional<RawAnswer> exchange(std::uint16_t port, std::string_view bytes);

/// "POST /path HTTP/1.1", Host, the given header lines (each ended by CR LF), Content-Length and the body.
[[nodiscard]] std::string requestText(std::string_view method, std::string_view target, std::string_view headerLines = {},
                                      std::string_view body = {});

} // namespace hs::test
