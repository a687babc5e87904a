#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hs {

/// One thread that runs what is posted, in order: for work, such as reading and writing documents, that neither a server's thread
/// nor the engine's should wait for.
class WorkThread {
public:
    using Task = std::function<void()>;

    WorkThread();
    ~WorkThread(); ///< stops

    void post(Task task); ///< any thread; dropped once stopped
    void stop();          ///< finishes what it has taken up, drops the rest; not from a task

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Task> m_tasks;
    bool m_stopped = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace hs
