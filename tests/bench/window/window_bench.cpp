// The window's figures, on the real engine and the real window, one JSON line a figure:
//
//   bench_window empty  --since NS                    first paint of an empty QMainWindow
//   bench_window start  --data-dir DIR --since NS     first paint of the console, then memory once it rests
//   bench_window fill   --data-dir DIR --rows N       fills the store (run `start` on the folder before)
//   bench_window scroll --data-dir DIR                frames of every long list that the docks show
//   bench_window late   --data-dir DIR --seconds S    how late posted events reach the GUI thread; prints the
//                                                     receiver's address first, so that load can be sent to it
//   bench_window streams --data-dir DIR --model URL --model-key KEY --way door|router --streams N --between MS
//                                                     the same while N answers of language models stream at once (streams.h)
//
// NS: nanoseconds of the steady clock from before the process was started. run.py drives all of it.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QScrollBar>
#include <QTimer>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "resources/resources.h"
#include "tests/bench/window/desk.h"
#include "tests/bench/window/fill.h"
#include "tests/bench/window/streams.h"
#include "tests/bench/window/timing.h"
#include "ui/dock_catalog.h"
#include "ui/main_window.h"

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
    bench::StreamsOptions streams;
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
        else if (name == "--model")
            options.streams.model.url = argv[i + 1];
        else if (name == "--model-key")
            options.streams.model.key = argv[i + 1];
        else if (name == "--way")
            options.streams.way = argv[i + 1];
        else if (name == "--streams")
            options.streams.streams = std::stoi(argv[i + 1]);
        else if (name == "--between")
            options.streams.model.between = std::chrono::milliseconds(std::stoi(argv[i + 1]));
    }
    options.streams.dataDir = options.dataDir;
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
    bench::Desk desk(options.dataDir);
    auto &window = desk.console().window();
    window.resize(1440, 900);
    desk.console().show();
    bench::run(1500ms);
    for (const auto &entry : ui::dockCatalog()) {
        window.stage().showDock(entry.id);
        bench::run(700ms);
        for (auto *list : window.findChildren<QAbstractItemView *>())
            if (list->isVisible() && list->model() && list->model()->rowCount() > 20 && list->verticalScrollBar()->maximum() > 0)
                frames(entry.id.toStdString() + "/" + (list->accessibleName().isEmpty() ? list->objectName() : list->accessibleName()).toStdString(), *list);
    }
    figure("memory after all docks", memoryMib("Pss"), "MiB");
    return 0;
}

int late(const Options &options, bench::TimedApplication &application)
{
    bench::Desk desk(options.dataDir);
    desk.console().window().resize(1440, 900);
    desk.console().show();
    bench::run(1500ms);
    std::printf("{\"url\":\"%s\"}\n", desk.host().url().c_str());
    std::fflush(stdout);
    bench::Lateness lateness;
    application.setTiming(true);
    bench::run(std::chrono::milliseconds(std::int64_t(options.seconds * 1000)));
    application.setTiming(false);
    lateness.report();
    application.report();
    return 0;
}

int start(const Options &options)
{
    bench::Desk desk(options.dataDir);
    auto &window = desk.console().window();
    window.resize(1440, 900);
    FirstPaint paint(window, options.since);
    desk.console().show();
    bench::run(3s);
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
    bench::run(300ms);
    figure("memory at rest", memoryMib("Pss"), "MiB");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = parse(argc, argv);
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bench")); // standard output holds figures alone
    bench::TimedApplication application(argc, argv);
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
    if (options.mode == "streams")
        return bench::streams(options.streams, application);
    if (options.mode == "fill") {
        if (const auto filled = bench::fill(options.dataDir, options.rows); !filled) {
            std::fprintf(stderr, "%s\n", describe(filled.error()).c_str());
            return 1;
        }
        return 0;
    }
    std::fprintf(stderr, "usage: %s empty|start|fill|scroll|late|streams [--data-dir DIR] [--since NS] [--rows N] [--seconds S]; streams: see its source\n", argv[0]);
    return 2;
}
