#include "engine/vocabulary/work_thread.h"

#include <utility>

namespace hs {

WorkThread::WorkThread() : m_thread([this] { run(); }) {}

WorkThread::~WorkThread()
{
    stop();
}

void WorkThread::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped)
            return;
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void WorkThread::stop()
{
    std::vector<Task> dropped; // destroyed without the lock: a task may own what posts
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        dropped.swap(m_tasks);
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void WorkThread::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopped || !m_tasks.empty(); });
        if (m_stopped)
            return;
        auto tasks = std::exchange(m_tasks, {});
        lock.unlock();
        for (auto &task : tasks)
            task();
        tasks.clear();
        lock.lock();
    }
}

} // namespace hs
