#include "engine/vocabulary/mailbox.h"

namespace hs {

Mailbox::Mailbox(QObject *parent) : QObject(parent)
{
    // Queued and without arguments: the signal only wakes, the tasks travel under the mutex.
    connect(this, &Mailbox::woken, this, &Mailbox::run, Qt::QueuedConnection);
}

Mailbox::~Mailbox() = default;

void Mailbox::post(Task task)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        wake = m_tasks.empty();
        m_tasks.push_back(std::move(task));
    }
    if (wake)
        Q_EMIT woken();
}

void Mailbox::run()
{
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_tasks);
    }
    for (auto &task : tasks)
        task();
}

} // namespace hs
