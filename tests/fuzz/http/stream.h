#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/http/request_parser.h"

namespace hs::fuzz {

/// Feeds a stream to the parser in pieces of `size` bytes, as a socket would, and tells how it ended.
struct Reading {
    httpd::RequestParser parser{16 * 1024};
    std::size_t used = 0; ///< bytes of the stream that were taken

    void run(std::string_view stream, std::size_t size, const std::function<void(httpd::RequestParser &)> &headDone)
    {
        using State = httpd::RequestParser::State;
        std::size_t shown = 0; // how much of the stream has come
        while (parser.state() != State::Done && parser.state() != State::Failed) {
            const auto taken = parser.feed(stream.substr(used, shown - used));
            used += taken;
            if (parser.state() == State::HeadDone) {
                headDone(parser);
                if (parser.state() == State::Failed)
                    return;
                continue;
            }
            if (taken == 0 && parser.state() != State::Done && parser.state() != State::Failed) {
                if (shown == stream.size())
                    return; // the client has gone
                shown = std::min(stream.size(), shown + size);
            }
        }
    }
};

inline void expect(bool condition)
{
    if (!condition)
        __builtin_trap();
}

} // namespace hs::fuzz
