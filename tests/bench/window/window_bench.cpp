// The window's figures, on the real engine and the real window, one JSON line a figure:
//
//   bench_window empty  --since NS                    first paint of an empty QMainWindow
//   bench_window start  --data-dir DIR --since NS     first paint of the console, then memory once it rests
//   bench_window fill   --data-dir DIR --rows N       fills the store (run `start` on the folder before)
//   bench_window scroll --data-dir DIR                frames of every long list that the docks show
//   bench_window late   --data-dir DIR --seconds S    how late posted events reach the GUI thread; prints the
//                                                     receiver's address first, so that load can be sent to it
//
// NS: nanoseconds of the steady clock from before the process was started. run.py drives all of it.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>

#include <QAbstractItemView>
#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QScrollBar>
#include <QThread>
#include <QTimer>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/runtime/engine_host.h"
#include "engine/settings/secrets.h"
#include "resources/resources.h"
#include "tests/bench/window/fill.h"
#include "ui/console_window.h"
#include "ui/dock_catalog.h"
#include "ui/main_window.h"
#include "ui/shell/shell_parts.h"
#include "ui/shell/view_context.h"

namespace {

using namespace hs;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

struct Options {
    std::string mode;
    std::string dataDir;
    std::int64_t since = 0;
    int rows = 100'000;
    double seconds = 5;
};

Options parse(int argc, char **argv)
{
    Options options;
    options.mode = argc > 1 ? argv[1] : "";
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--data-dir")
            options.dataDir = argv[i + 1];
        else if (name == "--since")
            options.since = std::stoll(argv[i + 1]);
        else if (name == "--rows")
            options.rows = std::stoi(argv[i + 1]);
        else if (name == "--seconds")
            options.seconds = std::stod(argv[i + 1]);
    }
    return options;
}

void figure(const char *name, double value, const char *unit)
{
    std::printf("{\"figure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}\n", name, value, unit);
    std::fflush(stdout);
}

double memoryMib(const std::string &field)
{
    std::ifstream file("/proc/self/smaps_rollup");
    std::string line;
    while (std::getline(file, line))
        if (line.starts_with(field + ":"))
            return std::stod(line.substr(field.size() + 1)) / 1024;
    return 0;
}

void run(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Times every event that the GUI thread handles, by the thread's own processor time, so that what other threads
/// took of a core is not counted. Nested events count for the outermost.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (!m_timing || m_depth > 0 || QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        const std::string name = std::string(receiver->metaObject()->className()) + "/" + std::to_string(int(event->type()));
        ++m_depth;
        const double before = threadMs();
        const bool handled = QApplication::notify(receiver, event);
        const double took = threadMs() - before;
        --m_depth;
        m_times.push_back(took);
        if (took > m_longest) {
            m_longest = took;
            m_longestName = name;
        }
        return handled;
    }
    void setTiming(bool on) { m_timing = on; }
    void report()
    {
        const auto over = std::count_if(m_times.begin(), m_times.end(), [](double one) { return one > 8; });
        std::printf("{\"figure\":\"longest event of the GUI thread\",\"value\":%.2f,\"unit\":\"ms of processor\",\"events\":%zu,\"over_8_ms\":%td,"
                    "\"of\":\"%s\"}\n",
                    m_longest, m_times.size(), over, m_longestName.c_str());
        std::fflush(stdout);
    }

private:
    static double threadMs()
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    bool m_timing = false;
    int m_depth = 0;
    double m_longest = 0;
    std::string m_longestName;
    std::vector<double> m_times;
};

/// Stamps the first paint of a window: once its paint event and the flush behind it are over.
class FirstPaint final : public QObject {
public:
    FirstPaint(QWidget &window, std::int64_t since) : m_since(since) { window.installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_seen) {
            m_seen = true;
            QTimer::singleShot(0, this, [this] {
                const auto now = Steady::now().time_since_epoch();
                std::printf("{\"figure\":\"first paint\",\"value\":%.3f,\"cpu_ms\":%.3f,\"unit\":\"ms\"}\n",
                            double(std::chrono::nanoseconds(now).count() - m_since) / 1e6, double(std::clock()) / CLOCKS_PER_SEC * 1e3);
            });
        }
        return false;
    }

private:
    std::int64_t m_since;
    bool m_seen = false;
};

/// The engine and the window over it, as `app` joins them.
class Desk {
public:
    explicit Desk(const Options &options)
    {
        runtime::HostOptions host;
        host.dataDir = options.dataDir;
        host.port = 0;
        host.offline = true;
        host.environment = settings::processEnvironment();
        auto started = runtime::EngineHost::start(std::move(host));
        if (!started)
            qFatal("%s", describe(started.error()).c_str());
        m_host = std::move(*started);
        ui::Console::Options console;
        console.dataDir = QString::fromStdString(options.dataDir);
        auto made = ui::Console::create(*m_host, m_clock, std::move(console));
        if (!made)
            qFatal("%s", describe(made.error()).c_str());
        m_console = std::move(*made);
    }
    ~Desk()
    {
        m_console.reset();
        m_host->stop();
    }
    ui::Console &console() { return *m_console; }
    runtime::EngineHost &host() { return *m_host; }

private:
    SystemClock m_clock;
    std::unique_ptr<runtime::EngineHost> m_host;
    std::unique_ptr<ui::Console> m_console;
};

void frames(const std::string &name, QAbstractItemView &list)
{
    QScrollBar *bar = list.verticalScrollBar();
    std::vector<double> times;
    const auto frame = [&](int value) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(value);
        list.viewport()->repaint();
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
        QCoreApplication::processEvents(); // pages that were asked for arrive between frames
    };
    for (int i = 0; i < 240; ++i) // by the wheel
        frame(bar->value() + 60);
    for (int i = 0; i < 60; ++i) // by the thumb
        frame(int(std::int64_t(bar->maximum()) * i / 60));
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[std::min(times.size() - 1, std::size_t(double(times.size()) * share))]; };
    std::printf("{\"figure\":\"scroll frame of %s\",\"rows\":%d,\"p50\":%.2f,\"p95\":%.2f,\"max\":%.2f,\"unit\":\"ms\"}\n", name.c_str(),
                list.model()->rowCount(), at(0.5), at(0.95), times.back());
    std::fflush(stdout);
}

int scroll(const Options &options)
{
    Desk desk(options);
    auto &window = desk.console().window();
    window.resize(1440, 900);
    desk.console().show();
    run(1500ms);
    for (const auto &entry : ui::dockCatalog()) {
        window.stage().showDock(entry.id);
        run(700ms);
        for (auto *list : window.findChildren<QAbstractItemView *>())
            if (list->isVisible() && list->model() && list->model()->rowCount() > 20 && list->verticalScrollBar()->maximum() > 0)
                frames(entry.id.toStdString() + "/" + (list->accessibleName().isEmpty() ? list->objectName() : list->accessibleName()).toStdString(), *list);
    }
    figure("memory after all docks", memoryMib("Pss"), "MiB");
    return 0;
}

int late(const Options &options, TimedApplication &application)
{
    Desk desk(options);
    desk.console().window().resize(1440, 900);
    desk.console().show();
    run(1500ms);
    std::printf("{\"url\":\"%s\"}\n", desk.host().url().c_str());
    std::fflush(stdout);
    std::vector<double> lateness;
    std::atomic<bool> over{false};
    QObject target;
    std::thread probe([&] {
        while (!over) {
            const auto posted = Steady::now();
            QMetaObject::invokeMethod(&target, [&lateness, posted] {
                lateness.push_back(std::chrono::duration<double, std::milli>(Steady::now() - posted).count());
            }, Qt::QueuedConnection);
            std::this_thread::sleep_for(2ms);
        }
    });
    const auto cpuBefore = std::clock();
    application.setTiming(true);
    run(std::chrono::milliseconds(std::int64_t(options.seconds * 1000)));
    application.setTiming(false);
    over = true;
    probe.join();
    const double cpu = double(std::clock() - cpuBefore) / CLOCKS_PER_SEC;
    std::sort(lateness.begin(), lateness.end());
    const auto at = [&](double share) { return lateness.empty() ? 0 : lateness[std::min(lateness.size() - 1, std::size_t(double(lateness.size()) * share))]; };
    std::printf("{\"figure\":\"lateness of posted events\",\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f,\"unit\":\"ms\",\"count\":%zu,\"process_cpu\":%.2f}\n",
                at(0.5), at(0.99), at(1), lateness.size(), cpu / options.seconds);
    application.report();
    return 0;
}

int start(const Options &options)
{
    Desk desk(options);
    auto &window = desk.console().window();
    window.resize(1440, 900);
    FirstPaint paint(window, options.since);
    desk.console().show();
    run(3s);
    figure("memory at rest", memoryMib("Pss"), "MiB");
    figure("resident at rest", memoryMib("Rss"), "MiB");
    return 0;
}

int empty(const Options &options)
{
    QMainWindow window;
    window.resize(1440, 900);
    FirstPaint paint(window, options.since);
    window.show();
    run(300ms);
    figure("memory at rest", memoryMib("Pss"), "MiB");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = parse(argc, argv);
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bench")); // standard output holds figures alone
    TimedApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("higherself-console"));
    resources::init();
    if (options.mode == "empty")
        return empty(options);
    if (options.mode == "start")
        return start(options);
    if (options.mode == "scroll")
        return scroll(options);
    if (options.mode == "late")
        return late(options, application);
    if (options.mode == "fill") {
        if (const auto filled = bench::fill(options.dataDir, options.rows); !filled) {
            std::fprintf(stderr, "%s\n", describe(filled.error()).c_str());
            return 1;
        }
        return 0;
    }
    std::fprintf(stderr, "usage: %s empty|start|fill|scroll|late [--data-dir DIR] [--since NS] [--rows N] [--seconds S]\n", argv[0]);
    return 2;
}
