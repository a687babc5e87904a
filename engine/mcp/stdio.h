#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "engine/mcp/server.h"

namespace hs::mcp {

/// Serves one peer over lines of JSON, as the protocol has it on standard input and output: one message a line, nothing else.
/// Two threads of its own, one that reads and one that writes, so that neither a slow peer nor a slow answer stops the other.
///
/// At the end of the input, answers still under way are waited for (at most ten seconds) and written; then `ended` is called
/// once, from a thread of the face. It is not called when the face is destroyed first.
class StdioFace {
public:
    struct Streams {
        int in = 0;  ///< file descriptors; stay the caller's
        int out = 1;
    };

    /// `server` outlives the face. `caller` asks for everything that comes in.
    StdioFace(McpServer &server, api::Caller caller, Streams streams, std::function<void()> ended);
    ~StdioFace(); ///< ends at once; not from `ended`
    StdioFace(const StdioFace &) = delete;
    StdioFace &operator=(const StdioFace &) = delete;

private:
    struct Home;
    std::shared_ptr<Home> m_home;
    std::thread m_reader, m_writer;
};

} // namespace hs::mcp
