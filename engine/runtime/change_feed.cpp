#include "engine/runtime/change_feed.h"

namespace hs::runtime {

ChangeFeed::ChangeFeed() : m_thread([this] { run(); }) {}

ChangeFeed::~ChangeFeed()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void ChangeFeed::committed(const std::vector<store::Transaction::Touched> &touched)
{
    bool news = false; // of a topic that the thread does not wait for yet: under load most commits need not wake it
    {
        const std::lock_guard lock(m_mutex);
        ++m_revision;
        for (const auto &[topic, id] : touched) {
            auto &pending = m_pending[std::size_t(topic)];
            news = news || !pending.waiting;
            pending.waiting = true;
            if (id.empty() || pending.ids.size() >= MaxIds)
                pending.tooMany = true;
            else
                pending.ids.insert(id);
        }
    }
    if (news)
        m_wake.notify_one();
}

void ChangeFeed::announce(Topic topic)
{
    committed({{topic, {}}});
}

std::shared_ptr<void> ChangeFeed::subscribe(std::function<void(const api::Change &)> listener)
{
    auto held = std::make_shared<Listener>(std::move(listener));
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_listeners, [](const auto &known) { return known.expired(); });
    m_listeners.push_back(held);
    return held;
}

quint64 ChangeFeed::revision() const
{
    const std::lock_guard lock(m_mutex);
    return m_revision;
}

void ChangeFeed::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto now = std::chrono::steady_clock::now();
        auto nextWake = std::chrono::steady_clock::time_point::max();
        std::vector<api::Change> due;
        for (int topic = 0; topic < TopicCount; ++topic) {
            auto &pending = m_pending[std::size_t(topic)];
            if (!pending.waiting)
                continue;
            if (now - pending.lastTold < Interval) {
                nextWake = std::min(nextWake, pending.lastTold + Interval);
                continue;
            }
            api::Change change;
            change.topic = Topic(topic);
            change.revision = m_revision;
            if (!pending.tooMany)
                for (const auto &id : pending.ids)
                    change.ids.push_back(QString::fromStdString(id));
            pending = {};
            pending.lastTold = now;
            due.push_back(std::move(change));
        }
        if (!due.empty()) {
            const auto listeners = m_listeners;
            lock.unlock();
            for (const auto &listener : listeners)
                if (const auto alive = listener.lock())
                    for (const auto &change : due)
                        (*alive)(change);
            lock.lock();
            continue;
        }
        if (nextWake == std::chrono::steady_clock::time_point::max())
            m_wake.wait(lock);
        else
            m_wake.wait_until(lock, nextWake);
    }
}

} // namespace hs::runtime
