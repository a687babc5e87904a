#include "tests/bench/window/timing.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QThread>
#include <QTimer>

namespace hs::bench {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

/// Seconds in which this thread was ready and another had the core; 0 where the system does not count them.
double waitedForCore()
{
    std::ifstream file("/proc/thread-self/schedstat");
    double ran = 0, waited = 0; // ns
    file >> ran >> waited;
    return waited / 1e9;
}

} // namespace

double threadSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

std::string wayOf(std::string_view way)
{
    return way.empty() ? std::string() : ",\"way\":\"" + std::string(way) + "\"";
}

void run(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

bool until(const std::function<bool()> &itIsSo, std::chrono::milliseconds within)
{
    const QDeadlineTimer deadline(within);
    QTimer end; // an event at the deadline, so that the loop wakes
    end.setSingleShot(true);
    end.start(within);
    while (!itIsSo()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

bool TimedApplication::notify(QObject *receiver, QEvent *event)
{
    if (!m_timing || m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const std::string name = std::string(receiver->metaObject()->className()) + "/" + std::to_string(int(event->type()));
    ++m_depth;
    const double before = threadSeconds();
    const bool handled = QApplication::notify(receiver, event);
    const double took = (threadSeconds() - before) * 1e3; // ms
    --m_depth;
    m_times.push_back(took);
    if (took > m_longest) {
        m_longest = took;
        m_longestName = name;
    }
    return handled;
}

void TimedApplication::report(std::string_view way) const
{
    const auto over = std::count_if(m_times.begin(), m_times.end(), [](double one) { return one > 8; });
    std::printf("{\"figure\":\"longest event of the GUI thread\",\"value\":%.2f,\"unit\":\"ms of processor\",\"events\":%zu,\"over_8_ms\":%td,"
                "\"of\":\"%s\"%s}\n",
                m_longest, m_times.size(), over, m_longestName.c_str(), wayOf(way).c_str());
    std::fflush(stdout);
}

Lateness::Lateness()
    : m_waited(waitedForCore()), m_probe([this] {
          while (!m_over) {
              const auto posted = Steady::now();
              QMetaObject::invokeMethod(&m_target, [this, posted] {
                  m_late.push_back(std::chrono::duration<double, std::milli>(Steady::now() - posted).count());
              }, Qt::QueuedConnection);
              std::this_thread::sleep_for(2ms);
          }
      })
{
}

Lateness::~Lateness()
{
    end();
}

void Lateness::end()
{
    m_over = true;
    if (m_probe.joinable())
        m_probe.join();
}

void Lateness::report(std::string_view way)
{
    const double seconds = std::chrono::duration<double>(Steady::now() - m_begin).count();
    const double processor = double(std::clock() - m_processor) / CLOCKS_PER_SEC;
    const double waited = waitedForCore() - m_waited;
    end();
    std::sort(m_late.begin(), m_late.end());
    const auto at = [this](double share) {
        return m_late.empty() ? 0 : m_late[std::min(m_late.size() - 1, std::size_t(double(m_late.size()) * share))];
    };
    std::printf("{\"figure\":\"lateness of posted events\",\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f,\"unit\":\"ms\",\"count\":%zu,\"process_cpu\":%.2f,"
                "\"waited_for_core\":%.3f%s}\n",
                at(0.5), at(0.99), at(1), m_late.size(), processor / seconds, waited / seconds, wayOf(way).c_str());
    std::fflush(stdout);
}

} // namespace hs::bench
