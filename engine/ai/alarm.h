#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include <QTimer>

namespace hs::ai {

/// Calls back at times of the steady clock; one timer for all of them. Lives in one thread with an event loop.
class Alarm {
public:
    using Moment = std::chrono::steady_clock::time_point;
    using Ring = std::function<void()>;
    using Handle = std::multimap<Moment, Ring>::iterator;

    Alarm();
    [[nodiscard]] Handle at(Moment moment, Ring ring); ///< `ring` comes once, not before `moment`, later
    void cancel(Handle handle);                        ///< of one that has not rung; not heard any more
    [[nodiscard]] std::size_t waiting() const { return m_rings.size(); }

private:
    void ring();
    void wind();

    std::multimap<Moment, Ring> m_rings;
    QTimer m_timer; ///< the last member: nothing rings into what is gone
};

/// One alarm that may be set and is taken back by itself.
class Reminder {
public:
    explicit Reminder(Alarm &alarm) : m_alarm(alarm) {}
    Reminder(const Reminder &) = delete;
    Reminder &operator=(const Reminder &) = delete;
    ~Reminder() { clear(); }
    void set(Alarm::Moment moment, Alarm::Ring ring)
    {
        clear();
        m_handle = m_alarm.at(moment, [this, ring = std::move(ring)] {
            m_handle.reset();
            ring(); // the last thing: it may set this reminder again, or end its owner
        });
    }
    void clear()
    {
        if (m_handle)
            m_alarm.cancel(*m_handle);
        m_handle.reset();
    }
    [[nodiscard]] bool isSet() const { return m_handle.has_value(); }

private:
    Alarm &m_alarm;
    std::optional<Alarm::Handle> m_handle;
};

} // namespace hs::ai
