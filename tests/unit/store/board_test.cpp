#include <filesystem>
#include <map>
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/dialect.h"
#include "engine/store/schema.h"
#include "engine/store/store.h"
#include "engine/store/tables/board.h"
#include "engine/store/tables/invocations.h"

using namespace hs;
using namespace hs::store;

namespace {

const Timestamp Now = fromMillis(1795424400000); // 2026-11-23T09:00:00Z

using Counts = std::map<std::pair<std::string, std::string>, std::int64_t>; // by lane and column

} // namespace

/// What a board shows of the instances: counts kept by triggers, pages of cells, saved views.
class BoardStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void countsFollowEveryWrite();
    void lanesAreCountedByEachGrouping();
    void cellsArePagedWithoutGapOrRepeat();
    void eachFilterFindsItsCards_data();
    void eachFilterFindsItsCards();
    void aTextFindsTitleNumberAndPersonAlsoAfterAChange();
    void cardsThatWaitForAPersonAreFoundByTheirTasks();
    void countingLooksAtNoInstance();
    void viewsBelongToTheirOwner();
    void anOlderStoreIsCountedOnce();

private:
    workflows::Instance instance(int i) const;
    void write(const std::function<void(Transaction &)> &work)
    {
        const auto done = m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
            work(tx);
            return 0;
        });
        QVERIFY2(done.has_value(), describe(done).c_str());
    }
    template <typename T>
    T read(const std::function<T(const ReadSql &)> &look)
    {
        auto answer = m_store->readNow<T>([&](const ReadSql &sql) -> Result<T> { return look(sql); });
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::move(*answer);
    }
    Counts counts(const board::Filter &filter, board::Grouping grouping)
    {
        return read<Counts>([&](const ReadSql &sql) {
            Counts all;
            for (const auto &count : board::counts(sql, filter, grouping))
                all[{count.lane, count.column}] += count.cards;
            return all;
        });
    }
    std::vector<std::string> cell(const board::Filter &filter, const board::Lane &lane, const std::string &column, int limit = 100)
    {
        return read<std::vector<std::string>>([&](const ReadSql &sql) {
            std::vector<std::string> ids;
            Slice slice{{}, limit};
            do {
                const auto page = board::cell(sql, filter, lane, column, slice);
                for (const auto &one : page.rows)
                    ids.push_back(one.id);
                slice.after = page.next;
            } while (!slice.after.empty());
            return ids;
        });
    }
    static board::Filter leads()
    {
        board::Filter filter;
        filter.definition = "lead";
        return filter;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
};

workflows::Instance BoardStoreTest::instance(int i) const
{
    workflows::Instance one;
    one.id = "wf_" + std::to_string(1000 + i);
    one.number = "LC-" + std::to_string(i);
    one.definition = "lead";
    one.version = i % 2 == 0 ? "1" : "2";
    one.title = "Card " + std::to_string(i);
    one.state = one.column = i % 3 == 0 ? "new" : "open";
    one.priority = i % 4;
    one.agent = i % 5 == 0 ? "" : "nyra";
    one.assignee = i % 6 == 0 ? "op_a" : "";
    one.entity = i % 2 == 0 ? "ent_1" : "ent_2";
    one.tag = i % 7 == 0 ? "VIP" : "";
    one.status = workflows::Status(i % 4 == 3 ? 2 : i % 4 == 2 ? 1 : 0);
    one.snapshot = "{}";
    one.startedAt = one.updatedAt = Now;
    one.enteredAt = Now - std::chrono::minutes(i % 10); // many came at the same moment
    if (i % 2 == 1)
        one.dueAt = Now + std::chrono::hours(i - 10);
    one.correlation = "test";
    return one;
}

void BoardStoreTest::init()
{
    m_store.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    auto store = Store::open({m_dir->path().toStdString(), false, 2});
    QVERIFY2(store.has_value(), describe(store).c_str());
    m_store = std::move(*store);
    write([](Transaction &tx) {
        for (const char *version : {"1", "2"})
            workflows::publish(tx, {"lead", version, version, "{}", "Lead", Now, false});
        workflows::publish(tx, {"order", "1", "o", "{}", "Order", Now, false});
    });
}

void BoardStoreTest::countsFollowEveryWrite()
{
    // Random lives of 60 instances; after each round the kept counts are what counting the rows gives.
    std::mt19937 random(20261123);
    std::vector<workflows::Instance> all;
    for (int i = 0; i < 60; ++i)
        all.push_back(instance(i));
    write([&](Transaction &tx) {
        for (const auto &one : all)
            workflows::insert(tx, one);
    });
    for (int round = 0; round < 20; ++round) {
        write([&](Transaction &tx) {
            for (int i = 0; i < 12; ++i) {
                auto &one = all[random() % all.size()];
                switch (random() % 6) {
                case 0: one.column = random() % 2 == 0 ? "new" : "done"; break;
                case 1: one.assignee = random() % 2 == 0 ? "" : "op_b"; break;
                case 2: one.status = workflows::Status(random() % 6); break;
                case 3: one.agent = random() % 2 == 0 ? "solari" : ""; break;
                case 4: one.priority = int(random() % 4); break;
                default: one.tag = random() % 2 == 0 ? "" : "Trade"; break;
                }
                workflows::update(tx, one);
            }
        });
        Counts expected;
        for (const auto &one : all)
            ++expected[{one.assignee, one.column}];
        QCOMPARE(counts(leads(), board::Grouping::Person), expected);
        std::int64_t open = 0;
        for (const auto &one : all)
            open += int(one.status) < 3 ? 1 : 0;
        const auto totals = read<workflows::Counts>([](const ReadSql &sql) { return workflows::counts(sql, "lead"); });
        QCOMPARE(totals.open, open);
        QCOMPARE(totals.total, std::int64_t(60));
    }
    // What no instance has any more leaves no row behind.
    const auto rows = read<std::int64_t>([](const ReadSql &sql) { return sql.integer("SELECT count(*) FROM board_counts WHERE cards <= 0").value_or(-1); });
    QCOMPARE(rows, std::int64_t(0));
}

void BoardStoreTest::lanesAreCountedByEachGrouping()
{
    write([&](Transaction &tx) {
        for (int i = 0; i < 40; ++i)
            workflows::insert(tx, instance(i));
        auto other = instance(99);
        other.definition = "order";
        other.version = "1";
        workflows::insert(tx, other);
    });
    const auto laneOf = [](const workflows::Instance &one, board::Grouping grouping) -> std::string {
        switch (grouping) {
        case board::Grouping::None: return {};
        case board::Grouping::Agent: return one.agent;
        case board::Grouping::Person: return one.assignee;
        case board::Grouping::Entity: return one.entity;
        case board::Grouping::Priority: return std::to_string(one.priority);
        }
        return {};
    };
    for (const auto grouping : {board::Grouping::None, board::Grouping::Agent, board::Grouping::Person, board::Grouping::Entity, board::Grouping::Priority}) {
        Counts expected;
        for (int i = 0; i < 40; ++i)
            ++expected[{laneOf(instance(i), grouping), instance(i).column}];
        QCOMPARE(counts(leads(), grouping), expected);
        // The cells hold as many as were counted.
        for (const auto &[cellKey, number] : expected)
            QCOMPARE(std::int64_t(cell(leads(), {grouping, cellKey.first}, cellKey.second).size()), number);
    }
}

void BoardStoreTest::cellsArePagedWithoutGapOrRepeat()
{
    write([&](Transaction &tx) {
        for (int i = 0; i < 95; ++i)
            workflows::insert(tx, instance(i));
    });
    std::vector<std::pair<std::int64_t, std::string>> expected;
    for (int i = 0; i < 95; ++i)
        if (instance(i).column == "open" && instance(i).entity == "ent_2")
            expected.emplace_back(toMillis(instance(i).enteredAt), instance(i).id);
    std::sort(expected.begin(), expected.end());
    const auto ids = cell(leads(), {board::Grouping::Entity, "ent_2"}, "open", 7);
    QCOMPARE(ids.size(), expected.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(ids[i], expected[i].second);
}

void BoardStoreTest::eachFilterFindsItsCards_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("by agent") << 0;
    QTest::newRow("by person") << 1;
    QTest::newRow("by entity") << 2;
    QTest::newRow("by priority") << 3;
    QTest::newRow("by tag") << 4;
    QTest::newRow("by version") << 5;
    QTest::newRow("running") << 6;
    QTest::newRow("paused") << 7;
    QTest::newRow("blocked") << 8;
    QTest::newRow("overdue") << 9;
    QTest::newRow("due within a span") << 10;
    QTest::newRow("several at once") << 11;
}

void BoardStoreTest::eachFilterFindsItsCards()
{
    QFETCH(int, which);
    write([&](Transaction &tx) {
        for (int i = 0; i < 60; ++i) {
            workflows::insert(tx, instance(i));
        }
    });
    auto filter = leads();
    const Timestamp from = Now + std::chrono::hours(3);
    const Timestamp before = Now + std::chrono::hours(9);
    std::function<bool(const workflows::Instance &)> fits;
    switch (which) {
    case 0: filter.agent = "nyra"; fits = [](const auto &one) { return one.agent == "nyra"; }; break;
    case 1: filter.assignee = "op_a"; fits = [](const auto &one) { return one.assignee == "op_a"; }; break;
    case 2: filter.entity = "ent_1"; fits = [](const auto &one) { return one.entity == "ent_1"; }; break;
    case 3: filter.priority = 2; fits = [](const auto &one) { return one.priority == 2; }; break;
    case 4: filter.tag = "VIP"; fits = [](const auto &one) { return one.tag == "VIP"; }; break;
    case 5: filter.version = "2"; fits = [](const auto &one) { return one.version == "2"; }; break;
    case 6: filter.standing = board::Standing::Running; fits = [](const auto &one) { return one.status == workflows::Status::Running; }; break;
    case 7: filter.standing = board::Standing::Paused; fits = [](const auto &one) { return one.status == workflows::Status::Paused; }; break;
    case 8: filter.standing = board::Standing::Blocked; fits = [](const auto &one) { return one.status == workflows::Status::Incident; }; break;
    case 9: filter.dueBefore = Now; fits = [](const auto &one) { return one.dueAt && *one.dueAt < Now; }; break;
    case 10:
        filter.dueFrom = from;
        filter.dueBefore = before;
        fits = [from, before](const auto &one) { return one.dueAt && *one.dueAt >= from && *one.dueAt < before; };
        break;
    default:
        filter.agent = "nyra";
        filter.version = "1";
        filter.standing = board::Standing::Running;
        fits = [](const auto &one) { return one.agent == "nyra" && one.version == "1" && one.status == workflows::Status::Running; };
    }
    Counts expected;
    for (int i = 0; i < 60; ++i)
        if (fits(instance(i)))
            ++expected[{std::string(), instance(i).column}];
    QVERIFY(!expected.empty());
    QCOMPARE(counts(filter, board::Grouping::None), expected);
    for (const auto &[key, number] : expected) {
        const auto ids = cell(filter, {}, key.second, 4);
        QCOMPARE(std::int64_t(ids.size()), number);
        for (const auto &id : ids)
            QVERIFY(fits(instance(std::stoi(id.substr(3)) - 1000)));
    }
}

void BoardStoreTest::aTextFindsTitleNumberAndPersonAlsoAfterAChange()
{
    auto one = instance(1);
    one.title = "Loan of a 50%_diptych";
    one.person = "Priya Raman";
    write([&](Transaction &tx) {
        workflows::insert(tx, one);
        workflows::insert(tx, instance(2));
    });
    const auto found = [&](const std::string &text) {
        auto filter = leads();
        filter.text = text;
        const auto ids = cell(filter, {}, one.column);
        std::int64_t counted = 0;
        for (const auto &[key, number] : counts(filter, board::Grouping::None))
            counted += number;
        return int(ids.size()) == counted ? int(counted) : -1;
    };
    QCOMPARE(found("diptych"), 1);
    QCOMPARE(found("RAMAN"), 1);
    QCOMPARE(found("LC-1"), 1);
    QCOMPARE(found("50%_"), 1); // signs of LIKE are letters
    QCOMPARE(found("5_%"), 0);
    QCOMPARE(found("nothing"), 0);
    one.title = "Sold";
    write([&](Transaction &tx) { workflows::update(tx, one); });
    QCOMPARE(found("diptych"), 0);
    QCOMPARE(found("sold"), 1);
}

void BoardStoreTest::cardsThatWaitForAPersonAreFoundByTheirTasks()
{
    write([&](Transaction &tx) {
        for (int i = 0; i < 3; ++i) {
            auto one = instance(i);
            one.status = workflows::Status::Running;
            one.column = "open";
            workflows::insert(tx, one);
        }
        workflows::Invocation task;
        task.key = "wf_1001/ask/1";
        task.instance = "wf_1001";
        task.invoke = "ask";
        task.src = "human.approve";
        task.input = Json::object();
        task.status = workflows::InvocationStatus::WaitsForPerson;
        task.createdAt = Now;
        workflows::open(tx, task);
        task.key = "wf_1002/score/1";
        task.instance = "wf_1002";
        task.status = workflows::InvocationStatus::Ready;
        workflows::open(tx, task);
    });
    auto filter = leads();
    filter.standing = board::Standing::WaitsForPerson;
    QCOMPARE(cell(filter, {}, "open"), std::vector<std::string>{"wf_1001"});
    QCOMPARE(counts(filter, board::Grouping::None), (Counts{{{"", "open"}, 1}}));
}

void BoardStoreTest::countingLooksAtNoInstance()
{
    const auto plan = [&](const std::string &sql, const Args &args) {
        return read<std::string>([&](const ReadSql &reader) {
            std::string lines;
            reader.each("EXPLAIN QUERY PLAN " + sql, args, [&](const Row &row) { lines += row.text(3) + "\n"; });
            return lines;
        });
    };
    const auto counting = plan("SELECT column_key, sum(cards) FROM board_counts WHERE definition = ? GROUP BY 1", {"lead"});
    QVERIFY2(counting.find("SEARCH board_counts USING PRIMARY KEY") != std::string::npos, counting.c_str());
    // A page of a cell is found in the index alone, in its order.
    const auto paging = plan("SELECT id FROM instances WHERE definition = ? AND ifnull(agent, '') = ? AND column_key = ?"
                             " ORDER BY entered_at, id LIMIT 10",
                             {"lead", "nyra", "new"});
    QVERIFY2(paging.find("USING COVERING INDEX instances_board (definition=? AND column_key=?)") != std::string::npos, paging.c_str());
    QVERIFY2(paging.find("TEMP B-TREE") == std::string::npos, paging.c_str());
}

void BoardStoreTest::viewsBelongToTheirOwner()
{
    write([&](Transaction &tx) {
        board::put(tx, {"view_1", "lead", "Late ones", "op_a", false, {{"due", 1}}}, Now);
        board::put(tx, {"view_2", "lead", "everything", "op_b", true, Json::object()}, Now);
        board::put(tx, {"view_3", "order", "Mine", "op_a", false, Json::object()}, Now);
    });
    const auto names = [&](const char *definition, const char *owner) {
        return read<std::vector<std::string>>([&](const ReadSql &sql) {
            std::vector<std::string> all;
            for (const auto &view : board::views(sql, definition, owner))
                all.push_back(view.name);
            return all;
        });
    };
    QCOMPARE(names("lead", "op_a"), (std::vector<std::string>{"everything", "Late ones"}));
    QCOMPARE(names("lead", "op_b"), std::vector<std::string>{"everything"});
    QCOMPARE(names("", "op_a"), (std::vector<std::string>{"everything", "Late ones", "Mine"}));
    QVERIFY(read<bool>([](const ReadSql &sql) { return board::nameTaken(sql, {"view_9", "lead", "LATE ones", "op_a", false, {}}); }));
    QVERIFY(!read<bool>([](const ReadSql &sql) { return board::nameTaken(sql, {"view_1", "lead", "LATE ones", "op_a", false, {}}); })); // itself
    QVERIFY(!read<bool>([](const ReadSql &sql) { return board::nameTaken(sql, {"view_9", "order", "Late ones", "op_a", false, {}}); }));
    write([](Transaction &tx) { board::remove(tx, "view_2"); });
    QCOMPARE(names("lead", "op_b"), std::vector<std::string>{});
}

void BoardStoreTest::anOlderStoreIsCountedOnce()
{
    // A store of the version before, with instances that nobody has counted.
    const QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "console.db";
    {
        auto connection = dialect::open(file, "older", false);
        QVERIFY2(connection.has_value(), describe(connection).c_str());
        for (int version = 0; version < 2; ++version)
            QVERIFY(dialect::run(*connection, schema::versions()[std::size_t(version)]));
        QVERIFY(dialect::setSchemaVersion(*connection, 2));
        std::vector<std::string> rows{"INSERT INTO definitions(id, version, hash, source, title, published_at) VALUES('lead', '1', 'h', '{}', 'Lead', 0)"};
        for (int i = 0; i < 5; ++i)
            rows.push_back("INSERT INTO instances(id, number, definition, version, title, status, state, column_key, priority, assignee, snapshot, started_at,"
                           " updated_at, entered_at, correlation) VALUES('wf_" + std::to_string(i) + "', 'LC-" + std::to_string(i) + "', 'lead', '1', 'Old card', "
                           + (i == 0 ? "3" : "0") + ", 'new', 'new', 1, " + (i < 2 ? "'op_a'" : "NULL") + ", '{}', 0, 0, 0, 'c')");
        const auto written = dialect::run(*connection, rows);
        QVERIFY2(written.has_value(), describe(written).c_str());
        dialect::close(*connection);
    }
    auto opened = Store::open({folder.path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    m_store = std::move(*opened);
    QCOMPARE(counts(leads(), board::Grouping::Person), (Counts{{{"", "new"}, 3}, {{"op_a", "new"}, 2}}));
    const auto totals = read<workflows::Counts>([](const ReadSql &sql) { return workflows::counts(sql, "lead"); });
    QCOMPARE(totals.open, std::int64_t(4));
    auto filter = leads();
    filter.text = "old CARD";
    QCOMPARE(cell(filter, {}, "new").size(), std::size_t(5));
    m_store.reset(); // before its folder goes
}

QTEST_GUILESS_MAIN(BoardStoreTest)
#include "board_test.moc"
