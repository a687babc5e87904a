#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "engine/sync/giving.h"
#include "engine/sync/workspace.h"

namespace hs::sync {

/// Brings to Notion what waits in `notion_queue`: one record at a time as one request, its latest state, so that many changes of a
/// record are one write. Before a page is made, that is noted; when the answer is lost, the page is looked for by its Console ID
/// instead of made twice. Before properties are written that people edit in Notion too, the page is read and merged.
/// Lives in the engine thread.
class Pusher {
public:
    static constexpr int AtOnce = 3;
    /// How long a record of the engine's own waits after its first change, so that a busy workflow is one write.
    static constexpr std::chrono::milliseconds Gather{15'000};

    explicit Pusher(Workspace &workspace) : m_workspace(workspace) {}
    /// Takes what is due; told when one was settled, parked or put off. Again while it works: looks for more.
    void wake();
    void stop() { m_stopped = true; }
    void start() { m_stopped = false; }
    void setGather(bool gather) { m_gather = gather; } ///< false: nothing waits for more changes
    [[nodiscard]] bool idle() const { return m_underWay.empty() && !m_looking; }
    void setOnIdle(std::function<void()> onIdle) { m_onIdle = std::move(onIdle); }
    /// A property of a database is not as it was thought: its schema has to be read again.
    void setOnSchema(std::function<void(const std::string &)> onSchema) { m_onSchema = std::move(onSchema); }
    [[nodiscard]] std::int64_t done() const { return m_done; } ///< since the start

private:
    struct Run;
    void begin(const store::notion::Item &item);
    void decide(std::shared_ptr<Run> run);
    void act(std::shared_ptr<Run> run);
    void find(std::shared_ptr<Run> run);
    void create(std::shared_ptr<Run> run);
    void readFirst(std::shared_ptr<Run> run);
    void patch(std::shared_ptr<Run> run, std::size_t part);
    void trash(std::shared_ptr<Run> run);
    void confirmed(std::shared_ptr<Run> run, const std::string &body);
    void write(std::shared_ptr<Run> run, std::function<Result<void>(store::Transaction &)> work, std::function<void()> then);
    void went(std::shared_ptr<Run> run, const notion::Outcome &outcome);
    void later(std::shared_ptr<Run> run, const Error &error, std::chrono::milliseconds least = {});
    void put(std::shared_ptr<Run> run, const Error &error, bool again, std::chrono::milliseconds after);
    void ended(const std::shared_ptr<Run> &run);

    Workspace &m_workspace;
    std::set<std::string> m_underWay;
    bool m_looking = false, m_again = false, m_stopped = false, m_gather = true;
    std::int64_t m_done = 0;
    std::function<void()> m_onIdle;
    std::function<void(const std::string &)> m_onSchema;
};

} // namespace hs::sync
