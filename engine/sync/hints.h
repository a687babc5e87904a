#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/sync/puller.h"
#include "engine/sync/workspace.h"

namespace hs::sync {

/// Follows what Notion spoke of by its webhooks, and sets relations that waited for the pages they lead to. Lives in the engine thread.
class Hints {
public:
    /// All outlive it. `going`: whether what was read in the meantime is still wanted.
    Hints(Workspace &workspace, Puller &puller, std::function<bool()> going);

    void setOnSchema(std::function<void(const std::string &db)> onSchema) { m_onSchema = std::move(onSchema); }
    void setOnFetched(std::function<void(const PullCounts &)> onFetched) { m_onFetched = std::move(onFetched); }
    /// Something was done: changes may wait to leave.
    void setOnDone(std::function<void()> onDone) { m_onDone = std::move(onDone); }

    /// Those that wait, as many as may be under way. Does nothing while it reads.
    void take();

private:
    using Jobs = std::map<std::string, Workspace::Job>;
    void follow(const store::notion::Hint &hint);
    void heard(const store::notion::Hint &hint, bool again);
    void relinkAll(std::vector<store::notion::Hint> hints);
    void relinkOpen();
    void relink(store::Transaction &tx, const std::vector<std::string> &records, const Jobs &jobs) const;
    [[nodiscard]] Jobs jobs() const;

    Workspace &m_workspace;
    Puller &m_puller;
    std::function<bool()> m_going;
    std::function<void(const std::string &)> m_onSchema;
    std::function<void(const PullCounts &)> m_onFetched;
    std::function<void()> m_onDone;
    bool m_reading = false, m_relinking = false;
    std::set<std::string, std::less<>> m_underWay;
};

} // namespace hs::sync
