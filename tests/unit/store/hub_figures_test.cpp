#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/dialect.h"
#include "engine/store/schema.h"
#include "engine/store/store.h"
#include "engine/store/tables/hub_figures.h"
#include "engine/store/tables/meta.h"

using namespace hs;
using namespace hs::store;

/// What the hub counts of an older store, and what runs once a commit.
class HubFiguresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOlderStoreIsCountedOnce();
    void aFollowerRunsOnceACommitAndInIt();
    void whatAFailedJobTouchedIsNotFollowed();
};

void HubFiguresTest::anOlderStoreIsCountedOnce()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "console.db";
    {
        auto connection = dialect::open(file, "older", false);
        QVERIFY2(connection.has_value(), describe(connection).c_str());
        for (int version = 0; version < 3; ++version)
            QVERIFY(dialect::run(*connection, schema::versions()[std::size_t(version)]));
        QVERIFY(dialect::setSchemaVersion(*connection, 3));
        std::vector<std::string> rows{"INSERT INTO definitions(id, version, hash, source, title, published_at) VALUES('lead', '1', 'h', '{}', 'Lead', 0)"};
        for (int i = 0; i < 5; ++i) // two came to their end, after one and three hours; one stands with an error
            rows.push_back("INSERT INTO instances(id, number, definition, version, title, status, state, column_key, priority, snapshot, started_at,"
                           " updated_at, entered_at, correlation) VALUES('wf_" + std::to_string(i) + "', 'LC', 'lead', '1', 'Old', " + (i < 2 ? "3" : i == 2 ? "2" : "0")
                           + ", 'new', 'new', 1, '{}', 0, " + (i == 0 ? "3600000" : "10800000") + ", 0, 'c')");
        const auto letter = [&](const std::string &id, const std::string &key, int state, int sent) {
            rows.push_back("INSERT INTO outbox(id, idem_key, kind, target, summary, body, state, created_at, sent_at, correlation) VALUES('" + id + "', '" + key
                           + "', 'mail', 'a', 's', '{}', " + std::to_string(state) + ", 0, " + (sent > 0 ? std::to_string(sent) : "NULL") + ", 'c')");
        };
        letter("eff_1", "evt_1/effect/sage.welcome:rec_1", 4, 1000);
        letter("eff_2", "evt_2/effect/sage.welcome:rec_2", 4, 2000);
        letter("eff_3", "evt_3/effect/sage.welcome:rec_3", 0, 0);
        letter("eff_4", "evt_4/effect/newsletter:rec_3", 4, 3000);
        const auto written = dialect::run(*connection, rows);
        QVERIFY2(written.has_value(), describe(written).c_str());
        dialect::close(*connection);
    }
    auto opened = Store::open({folder.path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    auto &store = **opened;
    const auto runs = [&] { return store.readNow<figures::Runs>([](const ReadSql &sql) -> Result<figures::Runs> { return figures::runs(sql, "lead"); }).value(); };
    QCOMPARE(runs().open, std::int64_t(3));
    QCOMPARE(runs().total, std::int64_t(5));
    QCOMPARE(runs().completed, std::int64_t(2));
    QCOMPARE(runs().inError, std::int64_t(1));
    QCOMPARE(runs().timed, std::int64_t(2));
    QCOMPARE(runs().millis, std::int64_t(4 * 3'600'000));
    const auto sends = [&](const std::string &letter) {
        return store.readNow<std::int64_t>([&](const ReadSql &sql) -> Result<std::int64_t> {
            const auto found = figures::sends(sql, letter);
            return found ? found->count * 10'000 + toMillis(found->last) : 0;
        }).value();
    };
    QCOMPARE(sends("sage.welcome/en"), std::int64_t(22'000));
    QCOMPARE(sends("newsletter/en"), std::int64_t(0));

    // From now on by each change; one that is taken back is taken back here too.
    const auto exec = [&](const std::string &sql) {
        QVERIFY(store.writeNow<void>([&](Transaction &tx) -> Result<void> {
            tx.exec(sql);
            return {};
        }));
    };
    exec("UPDATE instances SET status = 3, updated_at = 7200000 WHERE id = 'wf_3'");
    exec("UPDATE instances SET status = 3 WHERE id = 'wf_3'"); // said twice
    QCOMPARE(runs().timed, std::int64_t(3));
    QCOMPARE(runs().millis, std::int64_t(6 * 3'600'000));
    exec("UPDATE instances SET status = 0 WHERE id = 'wf_3'");
    QCOMPARE(runs().timed, std::int64_t(2));
    QCOMPARE(runs().millis, std::int64_t(4 * 3'600'000));
    exec("UPDATE outbox SET state = 4, sent_at = 5000 WHERE id = 'eff_3'");
    QCOMPARE(sends("sage.welcome/en"), std::int64_t(35'000));
    opened->reset(); // before its folder goes
}

void HubFiguresTest::aFollowerRunsOnceACommitAndInIt()
{
    const QTemporaryDir folder;
    auto opened = Store::open({folder.path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    auto &store = **opened;
    int ran = 0;
    store.beforeCommit([&](Transaction &tx) {
        ++ran;
        meta::set(tx, "followed", std::to_string(tx.touched().size()));
        const auto part = tx.part<void>([&]() -> Result<void> { // what fails is taken back alone
            meta::set(tx, "lost", "1");
            tx.exec("INSERT INTO nowhere(a) VALUES(1)");
            return {};
        });
        QVERIFY(!part);
    });
    QVERIFY(store.writeNow<void>([](Transaction &tx) -> Result<void> {
        tx.touch(Topic::Records, "rec_1");
        tx.touch(Topic::Records, "rec_1");
        tx.touch(Topic::Tasks, "rec_1");
        return {};
    }));
    QCOMPARE(ran, 1);
    const auto kept = [&](const char *key) {
        return store.readNow<std::string>([&](const ReadSql &sql) -> Result<std::string> { return meta::get(sql, key).value_or(""); }).value();
    };
    QCOMPARE(kept("followed"), std::string("2"));
    QCOMPARE(kept("lost"), std::string());
    QVERIFY(store.writeNow<void>([](Transaction &tx) -> Result<void> { // nothing touched, nothing follows
        meta::set(tx, "other", "1");
        return {};
    }));
    QCOMPARE(ran, 1);
    opened->reset();
}

void HubFiguresTest::whatAFailedJobTouchedIsNotFollowed()
{
    const QTemporaryDir folder;
    auto opened = Store::open({folder.path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    auto &store = **opened;
    int ran = 0;
    store.beforeCommit([&](Transaction &) { ++ran; });
    QVERIFY(!store.writeNow<void>([](Transaction &tx) -> Result<void> {
        tx.touch(Topic::Messages, "msg_1");
        return fail(Errc::Conflict, "on purpose");
    }));
    QCOMPARE(ran, 0);
    opened->reset();
}

QTEST_GUILESS_MAIN(HubFiguresTest)
#include "hub_figures_test.moc"
