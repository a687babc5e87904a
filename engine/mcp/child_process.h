#pragma once

// Inside of the module. Not for other modules.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <QSocketNotifier>
#include <QTimer>

#include "engine/vocabulary/result.h"

namespace hs::mcp {

/// A program of its own with pipes to its input and from its output and error output, in a process group of its own, so that
/// what it starts itself ends with it. Started by posix_spawn: the process that starts it has many threads, and QProcess's
/// clone() is none that thread sanitizers can follow. Lives in one thread with an event loop; nothing here waits, but for
/// `waitForEnd` and the destructor.
class ChildProcess {
public:
    struct Start {
        std::string command; ///< looked up in our PATH
        std::vector<std::string> arguments;
        std::vector<std::string> environment; ///< "NAME=value"; all that it gets
        std::string folder;                   ///< empty: ours
    };

    ChildProcess() = default;
    ~ChildProcess(); ///< kills it
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    /// Once. Unavailable: it cannot be started.
    [[nodiscard]] Result<void> start(const Start &start);
    [[nodiscard]] bool runs() const { return m_pid > 0; }

    void write(std::string_view bytes);                                      ///< kept until it takes them
    [[nodiscard]] std::size_t unwritten() const { return m_unwritten.size(); } ///< bytes
    void closeInput();                                                       ///< behind what is still to be written
    void signalGroup(int signal) const;
    /// Blocks. False: it still runs. Its end is told as ever.
    [[nodiscard]] bool waitForEnd(std::chrono::milliseconds patience);

    // Told in the event loop (the end also by waitForEnd), never from inside `start` or `write`.
    std::function<void(std::string_view bytes)> onOutput, onErrors;
    /// Behind the last of its output. `code` is below 0 when a signal ended it.
    std::function<void(int code)> onEnd;

private:
    using Notifier = std::unique_ptr<QSocketNotifier>;
    void writeOn();
    /// Everything that is there now; false: the other end is closed.
    [[nodiscard]] bool readOn(int fd, const std::function<void(std::string_view)> &tell);
    void lookForEnd();
    void shut(int &fd, Notifier &notifier);

    pid_t m_pid = -1;
    int m_in = -1, m_out = -1, m_err = -1, m_end = -1;
    Notifier m_inReady, m_outReady, m_errReady, m_ended;
    QTimer m_endTimer; ///< where the kernel cannot tell of the end by itself
    std::string m_unwritten;
    bool m_closing = false;
};

} // namespace hs::mcp
