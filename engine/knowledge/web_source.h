#pragma once

#include <map>
#include <memory>

#include "engine/knowledge/source_reader.h"
#include "engine/knowledge/web_reader.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::knowledge {

/// Sources on the web, between two threads: the walk asks for pages in the mailbox's, the SourceReader reads and writes them in its own.
/// Lives in the mailbox's thread and ends there, after the SourceReader has been stopped.
class WebSources {
public:
    /// All outlive it. `options` is asked for each walk, in the mailbox's thread.
    WebSources(http::Transport &transport, const Clock &clock, std::shared_ptr<Mailbox> mailbox, std::function<WebOptions()> options);
    ~WebSources();

    /// SourceReader::Options::web. In the reader's thread; returns when the walk has ended or `stop` is used.
    void read(SourceReader &reader, const store::knowledge::Source &source, std::stop_token stop);

private:
    struct Pages; ///< on their way from one thread to the other
    void begin(int number, const std::string &address, std::map<std::string, WebMark> known, std::stop_token stop, std::shared_ptr<Pages> pages);

    http::Transport &m_transport;
    const Clock &m_clock;
    std::shared_ptr<Mailbox> m_mailbox;
    std::function<WebOptions()> m_options;
    int m_numbers = 0; ///< of the reader's thread
    std::map<int, std::unique_ptr<WebWalk>> m_walks;
};

} // namespace hs::knowledge
