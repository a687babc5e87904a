#pragma once

#include <chrono>
#include <cstddef>

namespace hs::httpd {

/// What the server takes from one client, and from all together. Every limit
/// protects the process; what goes over it gets the status named beside it.
struct Limits {
    std::size_t headBytes = 16 * 1024;               ///< request line and headers; 431
    std::size_t bodyBytes = 1024 * 1024;             ///< where a handler sets no other; 413
    std::size_t bodyBytesInAll = 64 * 1024 * 1024;   ///< bodies being read at the same time; 503
    std::size_t connections = 1024;                  ///< past it the oldest silent one is dropped

    std::chrono::milliseconds handshakeTime{10'000}; ///< TLS; then closed
    std::chrono::milliseconds headTime{10'000};      ///< from a request's first byte to the end of its head; 408
    std::chrono::milliseconds bodyTime{30'000};      ///< from the end of the head to the end of the body; 408
    std::chrono::milliseconds idleTime{60'000};      ///< between requests; then closed
    std::chrono::milliseconds answerTime{30'000};    ///< for the handler's answer; 504
    std::chrono::milliseconds writeTime{30'000};     ///< for the client to take the answer; then closed
    std::chrono::milliseconds heartbeatTime{15'000}; ///< without a piece of a body that comes piece by piece; then its heartbeat is sent
    std::chrono::milliseconds lingerTime{2'000};     ///< for the client to read an answer given before its body was read
    std::chrono::milliseconds drainTime{5'000};      ///< at stop, for answers under way
};

} // namespace hs::httpd
