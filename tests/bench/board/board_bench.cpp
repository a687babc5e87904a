// The board with many cards, on the real engine and the real view, one JSON line a figure:
//
//   bench_board --data-dir DIR [--rows N] [--rounds R]
//
// Fills an empty folder with N cards of one workflow over all its columns, agents, people and priorities, then measures,
// A B A B in one run:
//   first page of the board, from making the view to the paint that shows cards  | a plain QTableView on N rows in memory
//   what a change costs the readers: the board and its lanes asked again          | counting the instances themselves
//   a cell of a lane with few cards in a long column
//   a filter by words                                                             | a LIKE scan of the same table
//   writes of cards that change their column                                      | the same without the kept counts
//   frames while the longest column is scrolled, without lanes and in lanes
// Run by hand, offscreen by default.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <QAbstractTableModel>
#include <QApplication>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/runtime/engine_host.h"
#include "engine/store/store.h"
#include "engine/store/tables/board.h"
#include "engine/vocabulary/id.h"
#include "resources/resources.h"
#include "ui/boards/board_view.h"
#include "ui/shell/shell_parts.h"

namespace {

using namespace hs;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
namespace table = store::workflows;

constexpr const char *Board = "lead-to-client";

struct Options {
    std::string dataDir;
    int rows = 100'000;
    int rounds = 7;
};

double since(Steady::time_point begun)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - begun).count();
}

void figure(const char *name, std::vector<double> values, const char *unit)
{
    std::sort(values.begin(), values.end());
    std::printf("{\"figure\":\"%s\",\"median\":%.3f,\"min\":%.3f,\"max\":%.3f,\"unit\":\"%s\",\"rounds\":%zu}\n", name, values[values.size() / 2],
                values.front(), values.back(), unit, values.size());
    std::fflush(stdout);
}

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
        std::exit(1);
    }
    return std::move(*result);
}

std::unique_ptr<runtime::EngineHost> openEngine(const Options &options)
{
    runtime::HostOptions host;
    host.dataDir = options.dataDir;
    host.receiver = false;
    host.offline = true;
    return must(runtime::EngineHost::start(std::move(host)));
}

template <typename Q>
typename Q::Answer ask(runtime::EngineHost &host, Q query)
{
    return std::get<typename Q::Answer>(must(host.queryNow(runtime::engineCaller(), std::move(query))));
}

/// Half of all cards stand in the first column; one of each thousand has somebody.
void fill(const Options &options, const std::vector<api::ColumnInfo> &columns, const std::string &version)
{
    auto opened = must(store::Store::open({options.dataDir, false, 1}));
    const SystemClock clock;
    IdMaker ids(clock);
    const Timestamp now = clock.now();
    constexpr const char *Agents[] = {"nyra", "solari", "ruvo", "grace-fields", "atlas"};
    constexpr int RowsACommit = 1000;
    for (int begin = 0; begin < options.rows; begin += RowsACommit) {
        must(opened->writeNow<int>([&](store::Transaction &tx) -> Result<int> {
            for (int i = begin; i < std::min(begin + RowsACommit, options.rows); ++i) {
                table::Instance one;
                one.id = ids.make("wf");
                one.number = "LC-" + std::to_string(i + 1);
                one.definition = Board;
                one.version = version;
                one.title = "Person " + std::to_string(i) + " would like to see two works";
                one.status = table::Status::Completed; // nothing is to run behind the measurement
                one.column = columns[i % 2 == 0 ? 0 : std::size_t(i / 2) % columns.size()].key.toStdString();
                one.state = one.column;
                one.priority = i % 4;
                one.agent = Agents[i % 5];
                if (i % 1000 == 0)
                    one.assignee = "op_" + std::to_string(i / 1000 % 7);
                one.person = "Person " + std::to_string(i);
                one.snapshot = "{\"padding\":\"" + std::string(1500, 'x') + "\"}";
                one.startedAt = one.updatedAt = one.enteredAt = now - std::chrono::seconds(options.rows - i);
                one.correlation = "bench";
                table::insert(tx, one);
            }
            return 0;
        }));
    }
}

/// Rows in memory, as the yardstick's model holds them.
class PlainRows final : public QAbstractTableModel {
public:
    explicit PlainRows(int rows) : m_rows(rows) {}
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 5; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("Row %1, column %2").arg(index.row()).arg(index.column())) : QVariant();
    }

private:
    int m_rows;
};

void waitFor(const std::function<bool()> &done)
{
    const auto begun = Steady::now();
    while (!done() && since(begun) < 20'000)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
}

double tablePage(int rows)
{
    const auto begun = Steady::now();
    PlainRows model(rows);
    QTableView view;
    view.setModel(&model);
    view.resize(1000, 800);
    view.show();
    QCoreApplication::processEvents();
    view.viewport()->repaint();
    return since(begun);
}

double boardPage(ui::ShellParts &parts, api::BoardGrouping grouping)
{
    const auto begun = Steady::now();
    ui::BoardView view(parts.context());
    ui::BoardState state;
    state.layout.filter.definition = QString::fromLatin1(Board);
    state.layout.filter.grouping = grouping;
    view.restoreState(state.toBytes());
    view.resize(1000, 800);
    view.show();
    waitFor([&] {
        for (ui::BoardLane *lane : view.lanes())
            if (lane->model().hasAnswer() && lane->model().total() > 0)
                return true;
        return false;
    });
    view.repaint();
    return since(begun);
}

void frames(ui::ShellParts &parts, api::BoardGrouping grouping, const char *name)
{
    ui::BoardView view(parts.context());
    ui::BoardState state;
    state.layout.filter.definition = QString::fromLatin1(Board);
    state.layout.filter.grouping = grouping;
    view.restoreState(state.toBytes());
    view.resize(1000, 800);
    view.show();
    waitFor([&] { return !view.lanes().empty() && view.lanes().front()->model().hasAnswer(); });
    QCoreApplication::processEvents();
    ui::ColumnList &list = view.lanes().front()->columns().front()->list();
    std::vector<double> times;
    for (int i = 0; i < 400; ++i) {
        const auto begun = Steady::now();
        list.verticalScrollBar()->setValue(list.verticalScrollBar()->value() + 60);
        list.viewport()->repaint();
        times.push_back(since(begun));
        QCoreApplication::processEvents(); // pages that were asked for arrive between frames
    }
    const double over = double(std::count_if(times.begin(), times.end(), [](double one) { return one > 16; }));
    figure(name, times, "ms");
    figure((std::string(name) + ", frames over 16 ms").c_str(), {over}, "frames");
}

/// Moves the first `count` cards of one column into another, all in one commit.
double moveCards(store::Store &store, const std::string &from, const std::string &to, int count)
{
    const auto begun = Steady::now();
    must(store.writeNow<int>([&](store::Transaction &tx) -> Result<int> {
        store::board::Filter filter;
        filter.definition = Board;
        for (auto &one : store::board::cell(tx, filter, {}, from, {{}, count}).rows) {
            one.column = to;
            table::update(tx, one);
        }
        return 0;
    }));
    return since(begun);
}

int run(const Options &options)
{
    std::string version;
    std::vector<api::ColumnInfo> columns;
    {
        const auto host = openEngine(options); // makes the store and publishes the workflows
        for (const auto &definition : ask(*host, api::DefinitionQuery{}))
            if (definition.id == QLatin1String(Board)) {
                columns = definition.columns;
                version = definition.version.toStdString();
            }
        host->stop();
    }
    fill(options, columns, version);

    const auto timed = [&](const std::function<void()> &what) {
        const auto begun = Steady::now();
        what();
        return since(begun);
    };
    {
        const auto copy = std::filesystem::path(options.dataDir) / "without-counts";
        std::filesystem::create_directories(copy);
        std::filesystem::copy_file(std::filesystem::path(options.dataDir) / "console.db", copy / "console.db");
        auto without = must(store::Store::open({copy.string(), false, 1}));
        must(without->writeNow<int>([](store::Transaction &tx) -> Result<int> {
            tx.exec("DROP TRIGGER board_counts_update");
            return 0;
        }));
        auto opened = must(store::Store::open({options.dataDir, false, 2}));
        const auto read = [&](const std::function<void(const store::ReadSql &)> &look) {
            return timed([&] {
                must(opened->readNow<int>([&](const store::ReadSql &sql) -> Result<int> {
                    look(sql);
                    return 0;
                }));
            });
        };
        store::board::Filter all;
        all.definition = Board;
        store::board::Filter words = all;
        words.text = "son 99999";
        std::vector<double> kept, counted, sparse, sought, scanned, moved, bare;
        const std::string first = columns.front().key.toStdString();
        const std::string second = columns[1].key.toStdString();
        for (int round = 0; round < options.rounds; ++round) {
            kept.push_back(read([&](const auto &sql) { (void)store::board::counts(sql, all, store::board::Grouping::Agent); }));
            counted.push_back(read([](const auto &sql) {
                sql.each("SELECT agent, column_key, count(*) FROM instances WHERE definition = ? GROUP BY 1, 2", {Board}, [](const store::Row &) {});
            }));
            sparse.push_back(read([&](const auto &sql) {
                (void)store::board::cell(sql, all, {store::board::Grouping::Person, "op_3"}, first, {{}, 30});
            }));
            sought.push_back(read([&](const auto &sql) {
                (void)store::board::counts(sql, words, store::board::Grouping::None);
                (void)store::board::cell(sql, words, {}, first, {{}, 100});
            }));
            scanned.push_back(read([](const auto &sql) {
                sql.each("SELECT id FROM instances WHERE definition = ? AND (title LIKE ? OR number LIKE ? OR person LIKE ?)",
                         {Board, "%son 99999%", "%son 99999%", "%son 99999%"}, [](const store::Row &) {});
            }));
            moved.push_back(moveCards(*opened, first, second, 1000) / 1000);
            bare.push_back(moveCards(*without, first, second, 1000) / 1000);
        }
        figure("counts by lane and column, as kept", kept, "ms");
        figure("counts by lane and column, counted", counted, "ms");
        figure("cell of a lane with few cards in the longest column", sparse, "ms");
        figure("filter by words: counts and a page", sought, "ms");
        figure("filter by words: LIKE scan of the instances", scanned, "ms");
        figure("a card that changes its column, with kept counts", moved, "ms");
        figure("a card that changes its column, without", bare, "ms");
    }
    const auto host = openEngine(options);
    {
        std::vector<double> board, lanes;
        for (int round = 0; round < options.rounds; ++round) {
            board.push_back(timed([&] {
                api::BoardQuery query;
                query.definition = QString::fromLatin1(Board);
                query.window.limit = 100;
                (void)ask(*host, query);
            }));
            lanes.push_back(timed([&] {
                api::BoardLanesQuery query;
                query.definition = QString::fromLatin1(Board);
                query.grouping = api::BoardGrouping::Agent;
                (void)ask(*host, query);
            }));
        }
        figure("the door answers the board, 100 cards a column", board, "ms");
        figure("the door answers its lanes", lanes, "ms");
        const SystemClock clock;
        ui::ShellParts parts(*host, clock, must(ui::TokenSet::shipped()));
        parts.theme.applyTo(*qApp);
        std::vector<double> plain, whole, laned;
        boardPage(parts, api::BoardGrouping::None); // fonts and icons are loaded once
        tablePage(options.rows);
        for (int round = 0; round < options.rounds; ++round) {
            plain.push_back(tablePage(options.rows));
            whole.push_back(boardPage(parts, api::BoardGrouping::None));
            laned.push_back(boardPage(parts, api::BoardGrouping::Agent));
        }
        figure("first page, QTableView", plain, "ms");
        figure("first page, board", whole, "ms");
        figure("first page, board in lanes", laned, "ms");
        frames(parts, api::BoardGrouping::None, "scroll frame of the longest column");
        frames(parts, api::BoardGrouping::Agent, "scroll frame of the longest column in a lane");
    }
    host->stop();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bench")); // standard output holds figures alone
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    resources::init();
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--data-dir")
            options.dataDir = argv[i + 1];
        else if (name == "--rows")
            options.rows = std::stoi(argv[i + 1]);
        else if (name == "--rounds")
            options.rounds = std::stoi(argv[i + 1]);
    }
    if (options.dataDir.empty()) {
        std::fprintf(stderr, "usage: %s --data-dir EMPTY_FOLDER [--rows N] [--rounds R]\n", argv[0]);
        return 2;
    }
    return run(options);
}
