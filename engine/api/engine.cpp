#include "engine/api/engine.h"

namespace hs::api {

/// Where answers are handed to the face's thread. The mutex keeps a late answer
/// from reaching a mailbox that is just going.
struct Engine::Home {
    std::mutex mutex;
    Mailbox *mailbox = nullptr; // null once the face is gone

    void post(Mailbox::Task task)
    {
        const std::lock_guard lock(mutex);
        if (mailbox)
            mailbox->post(std::move(task));
    }
};

Engine::Engine(Door &door, QObject *parent) : QObject(parent), m_home(std::make_shared<Home>()), m_door(door)
{
    m_home->mailbox = new Mailbox(this);
    m_subscription = m_door.subscribe([home = m_home, self = this](const Change &change) {
        // `self` is touched only by the mailbox, which dies with it.
        home->post([self, change] { Q_EMIT self->changed(change); });
    });
}

Engine::~Engine()
{
    m_subscription.reset();
    const std::lock_guard lock(m_home->mutex);
    m_home->mailbox = nullptr;
}

void Engine::setCaller(Caller caller)
{
    m_caller = std::move(caller);
    Q_EMIT callerChanged(m_caller);
}

void Engine::askAny(Query query, QObject *receiver, Then<Answer> then)
{
    m_door.query(m_caller, std::move(query),
                 [home = m_home, receiver = QPointer(receiver), then = std::move(then)](Result<Answer> answer) mutable {
                     home->post([receiver, then = std::move(then), answer = std::move(answer)]() mutable {
                         if (receiver)
                             then(std::move(answer));
                     });
                 });
}

void Engine::submit(Command command, QObject *receiver, Then<Receipt> then)
{
    m_door.submit(m_caller, std::move(command),
                  [home = m_home, receiver = QPointer(receiver), then = std::move(then)](Result<Receipt> receipt) mutable {
                      home->post([receiver, then = std::move(then), receipt = std::move(receipt)]() mutable {
                          if (receiver)
                              then(std::move(receipt));
                      });
                  });
}

} // namespace hs::api
