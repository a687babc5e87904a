#pragma once

#include <functional>
#include <memory>

#include <QSocketNotifier>

#include "engine/vocabulary/result.h"

namespace hs::app {

/// SIGTERM and SIGINT as a call in the event loop, where anything may be done: the way a session manager or a
/// shell ends the program, which is no crash. One object a process; the signals stay taken after it is gone.
class StopSignals {
public:
    [[nodiscard]] static Result<std::unique_ptr<StopSignals>> listen(std::function<void()> stop);
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

private:
    explicit StopSignals(std::function<void()> stop);
    QSocketNotifier m_notifier;
};

} // namespace hs::app
