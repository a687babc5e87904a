#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include <QObject>

namespace hs {

/// The one way from thread to thread: tasks posted from any thread run in
/// order in the thread in which the mailbox lives, from its event loop.
/// Tasks still waiting when the mailbox is destroyed are dropped.
class Mailbox final : public QObject {
    Q_OBJECT
public:
    using Task = std::function<void()>;

    explicit Mailbox(QObject *parent = nullptr);
    ~Mailbox() override;

    void post(Task task); ///< any thread

Q_SIGNALS:
    void woken();

private:
    void run();

    std::mutex m_mutex;
    std::vector<Task> m_tasks;
};

} // namespace hs
