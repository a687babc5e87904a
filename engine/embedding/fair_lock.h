#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace hs::embedding {

/// Many readers or one writer, in the order they came. std::shared_mutex may let readers pass a waiting writer for ever; here a writer
/// waits for the readers before it, which run side by side, and a reader for the writers before it. Not recursive, not even for readers.
class FairLock {
public:
    void lock()
    {
        std::unique_lock hold(m_mutex);
        const std::uint64_t turn = m_next++;
        m_changed.wait(hold, [&] { return turn == m_turn && m_readers == 0; });
        // m_turn moves on in unlock: who comes later stays waiting.
    }
    void unlock()
    {
        const std::lock_guard hold(m_mutex);
        ++m_turn;
        m_changed.notify_all();
    }
    void lock_shared()
    {
        std::unique_lock hold(m_mutex);
        const std::uint64_t turn = m_next++;
        m_changed.wait(hold, [&] { return turn == m_turn; });
        ++m_turn;
        ++m_readers;
        m_changed.notify_all();
    }
    void unlock_shared()
    {
        const std::lock_guard hold(m_mutex);
        if (--m_readers == 0)
            m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_next = 0; ///< the turn of who comes next
    std::uint64_t m_turn = 0; ///< whose turn it is
    int m_readers = 0;
};

} // namespace hs::embedding
