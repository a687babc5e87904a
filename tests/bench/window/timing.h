#pragma once

#include <atomic>
#include <chrono>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <QApplication>

/// Clocks and waits of the window's figures. GUI thread.
namespace hs::bench {

/// Of the processor, in this thread.
[[nodiscard]] double threadSeconds();

/// What a figure line ends with: `,"way":"door"`; nothing for no way.
[[nodiscard]] std::string wayOf(std::string_view way);

/// Lets events be handled for so long.
void run(std::chrono::milliseconds time);
/// Handles events until it is so; false: it was not within the time.
[[nodiscard]] bool until(const std::function<bool()> &itIsSo, std::chrono::milliseconds within);

/// Times every event that the GUI thread handles, by the thread's own processor time, so that what other threads
/// took of a core is not counted. Nested events count for the outermost.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;
    void setTiming(bool on) { m_timing = on; }
    void report(std::string_view way = {}) const;

private:
    bool m_timing = false;
    int m_depth = 0;
    double m_longest = 0;
    std::string m_longestName;
    std::vector<double> m_times;
};

/// Posts an event to the GUI thread every two milliseconds, from its beginning to `report`, and notes how late each comes. Beside
/// it stands the share of that time in which this thread could have run and had no core: a sum, not of single events.
class Lateness {
public:
    Lateness();
    ~Lateness();
    Lateness(const Lateness &) = delete;
    Lateness &operator=(const Lateness &) = delete;
    void report(std::string_view way = {});

private:
    void end();

    const std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    const std::clock_t m_processor = std::clock();
    const double m_waited;
    std::vector<double> m_late; ///< ms
    std::atomic<bool> m_over{false};
    QObject m_target;
    std::thread m_probe;
};

} // namespace hs::bench
