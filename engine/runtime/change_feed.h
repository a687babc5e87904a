#pragma once

#include <array>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/api/values.h"
#include "engine/store/sql.h"

namespace hs::runtime {

/// Tells listeners that something changed: at most one Change in 100 ms for each
/// topic, however many commits there were. Thread-safe.
class ChangeFeed {
public:
    static constexpr std::chrono::milliseconds Interval{100};
    static constexpr std::size_t MaxIds = 64; ///< more: "too many to name"

    ChangeFeed();
    ~ChangeFeed();

    /// From the writer's thread, after a commit.
    void committed(const std::vector<store::Transaction::Touched> &touched);
    /// Something that is not in the store changed (receiver state, configuration).
    void announce(Topic topic);

    [[nodiscard]] std::shared_ptr<void> subscribe(std::function<void(const api::Change &)> listener);
    [[nodiscard]] quint64 revision() const;

private:
    using Listener = std::function<void(const api::Change &)>;
    struct Pending {
        bool waiting = false;
        bool tooMany = false;
        std::set<std::string, std::less<>> ids;
        std::chrono::steady_clock::time_point lastTold;
    };
    void run();

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::array<Pending, TopicCount> m_pending;
    std::vector<std::weak_ptr<Listener>> m_listeners;
    quint64 m_revision = 0;
    bool m_stopping = false;
    std::thread m_thread; // last: uses the rest
};

} // namespace hs::runtime
