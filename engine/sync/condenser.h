#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "engine/store/tables/notion_digests.h"
#include "engine/sync/workspace.h"

namespace hs::sync {

/// Messages between agents are more than a budget of requests bears (50,000 a day), so the mirror tells of them by thread and hour:
///
/// - All messages of one correlation within one hour (UTC) are one page of Agent Communication. Its properties say how many
///   there were, who spoke, since when, and the worst outcome; a line for each message stands in the page.
/// - A page is made when the first message of its hour is `Every` old at most, and gets the lines that came since at each
///   further look; so no message is missing there for longer than an hour.
/// - Payloads stay in the console, under the message's id, which its line names.
///
/// A page is known again by its Console ID, DigestPrefix and 26 digits of thread and hour, when an answer was lost.
/// Lives in the engine thread.
class Condenser {
public:
    static constexpr std::chrono::milliseconds Every{15 * 60'000};

    explicit Condenser(Workspace &workspace) : m_workspace(workspace) {}
    /// Tells of all that is new. `done`: pages written, or what went wrong; then it goes on there the next time.
    void run(std::function<void(Result<std::int64_t>)> done);
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] static std::string idOf(std::string_view thread, std::int64_t hour);

private:
    struct Run;
    void gather(std::shared_ptr<Run> run);
    void next(std::shared_ptr<Run> run);
    void look(std::shared_ptr<Run> run);
    void find(std::shared_ptr<Run> run);
    void recall(std::shared_ptr<Run> run);
    void make(std::shared_ptr<Run> run);
    void append(std::shared_ptr<Run> run, std::size_t part);
    void head(std::shared_ptr<Run> run);
    void keep(std::shared_ptr<Run> run, std::function<void()> then);
    void failed(const std::shared_ptr<Run> &run, const Error &error);

    Workspace &m_workspace;
    bool m_running = false;
};

} // namespace hs::sync
