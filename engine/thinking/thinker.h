#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include <QTimer>

#include "engine/api/rows.h"
#include "engine/thinking/loop.h"

namespace hs::thinking {

/// Takes tasks of thinking from the desk, one loop each, a few at a time, and tells what they do now. Lives in the engine's
/// thread; `live` and `wake` may be called from any.
class Thinker final : public QObject {
    Q_OBJECT
public:
    static constexpr int AtOnce = 8;
    /// `nonce` makes marks nobody can guess. `onChange` is called with the thread whose live words changed.
    Thinker(Loop::Parts parts, std::function<std::string()> nonce, std::function<void(const std::string &thread)> onChange,
            std::function<void(const std::string &task, const std::map<std::string, std::string> &masks)> onMasks);
    ~Thinker() override;

    void wake(); ///< something may wait
    /// Ends every task where it stands; they are found again by the next run.
    void close();
    /// A person's wish. NotFound: it is not under way.
    Result<void> stop(const std::string &thought);

    /// What is under way, each with its thread.
    [[nodiscard]] std::vector<std::pair<std::string, api::Thinking>> live() const;

private:
    void look();
    void begin(const std::string &id);
    void ended(const std::string &id, Outcome outcome);

    Loop::Parts m_parts;
    std::function<std::string()> m_nonce;
    std::function<void(const std::string &)> m_onChange;
    std::function<void(const std::string &, const std::map<std::string, std::string> &)> m_onMasks;
    std::map<std::string, std::shared_ptr<Loop>> m_loops; ///< null: being taken
    std::atomic<bool> m_woken{false};
    bool m_looking = false;
    bool m_closed = false;
    QTimer m_again; ///< after trouble
    const std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< asked by answers that may come after this object

    struct Shown {
        std::string thread;
        api::Thinking what;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Shown> m_live;
};

} // namespace hs::thinking
