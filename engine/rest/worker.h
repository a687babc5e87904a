#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hs::rest {

/// One thread that runs what is posted, in order: documents are read and written here,
/// so neither the server's thread nor the engine's waits for that.
class Worker {
public:
    using Task = std::function<void()>;

    Worker();
    ~Worker(); ///< stops

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

} // namespace hs::rest
