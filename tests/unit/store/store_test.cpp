#include <atomic>
#include <future>
#include <stdexcept>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/migrations.h"
#include "engine/store/store.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/outbox.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"

using namespace hs;
using namespace hs::store;

namespace {

const Timestamp Now = fromMillis(1795424400000); // 2026-11-23T09:00:00Z

} // namespace

class StoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void D6_aJobThatFailsTakesBackOnlyItself();
    void aFailureHasItsCommitRunAgainAndTellsOnce();
    void anExceptionEndsItsJobAlone();
    void D6_jobsThatWaitShareACommit();
    void D2_changesAreToldAfterTheCommit();
    void D7_theDatabaseKeepsWhatWasCommitted();
    void aRepeatedDeliveryIsStoredOnce();
    void eventsComeInOrderAndOnce();
    void acceptedAndRefusedDeliveriesMakeOneList();
    void effectsWaitForTheirHold();
    void anEffectOfAnEarlierRunIsSentAgain();
    void theSameKeyMakesOneEffect();
    void recordsAreFoundByTheirKeys();
    void listsArePagedWithoutGapOrRepeat();
    void theAuditChainHolds();
    void theQueueIsSortedByTheClockThatEndsFirst();
    void aConversationShowsTheBeginningOfItsLastWords();
    void aBackupIsWholeAndSound();

private:
    template <typename T>
    T must(Result<T> result)
    {
        if (!result)
            qFatal("%s", describe(result.error()).c_str());
        return *result;
    }
    void add(const std::string &id, const std::string &dedupe, const std::string &source = "generic");
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
};

void StoreTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    auto store = Store::open({m_dir->path().toStdString(), false, 2});
    QVERIFY2(store.has_value(), describe(store).c_str());
    m_store = std::move(*store);
}

void StoreTest::cleanup()
{
    m_store.reset();
    m_dir.reset();
}

void StoreTest::add(const std::string &id, const std::string &dedupe, const std::string &source)
{
    must(m_store->writeNow<inbox::Added>([&](Transaction &tx) -> Result<inbox::Added> {
        return inbox::add(tx, {id, source, "form_response", dedupe, "{}", "body", Now, "req_1"});
    }));
}

void StoreTest::D6_aJobThatFailsTakesBackOnlyItself()
{
    std::promise<void> all;
    std::atomic<int> open{3};
    std::array<std::optional<Error>, 3> outcomes;
    for (std::size_t i = 0; i < 3; ++i) {
        m_store->write<void>(
            Urgency::Normal,
            [i](Transaction &tx) -> Result<void> {
                meta::set(tx, "job" + std::to_string(i), "done");
                if (i == 1)
                    return fail(Errc::Conflict, "on purpose");
                return {};
            },
            [&, i](Result<void> result) {
                if (!result)
                    outcomes[i] = result.error();
                if (--open == 0)
                    all.set_value();
            });
    }
    all.get_future().wait();
    QVERIFY(!outcomes[0] && outcomes[1] && !outcomes[2]);
    const auto seen = must(m_store->readNow<std::vector<bool>>([](const ReadSql &sql) -> Result<std::vector<bool>> {
        return std::vector<bool>{meta::get(sql, "job0").has_value(), meta::get(sql, "job1").has_value(), meta::get(sql, "job2").has_value()};
    }));
    QCOMPARE(seen, (std::vector<bool>{true, false, true}));
}

/// The first failure of a commit has all its jobs run a second time: what they wrote and told the first time must not count.
void StoreTest::aFailureHasItsCommitRunAgainAndTellsOnce()
{
    struct Seen {
        std::atomic<int> runs{0}, told{0}, answers{0};
    } seen;
    std::atomic<int> open{2};
    std::promise<void> gate, all;
    const auto answered = [&](Result<void>) {
        ++seen.answers;
        if (--open == 0)
            all.set_value();
    };
    m_store->write<void>(Urgency::Normal, [opened = gate.get_future().share()](Transaction &) -> Result<void> {
        opened.wait();
        return {};
    }, [](Result<void>) {});
    m_store->write<void>(Urgency::Urgent, [&](Transaction &tx) -> Result<void> {
        ++seen.runs;
        meta::set(tx, "count", std::to_string(asNumber(meta::get(tx, "count").value_or("0")) + 1));
        audit::append(tx, {Now, "engine", "engine", "Engine", "test.done", "test", "one", "once", {}, {}, Json::array(), "req_1", Json::object()});
        tx.afterCommit([&] { ++seen.told; });
        return {};
    }, answered);
    m_store->write<void>(Urgency::Urgent, [](Transaction &tx) -> Result<void> {
        meta::set(tx, "count", "rubbish");
        return fail(Errc::Conflict, "on purpose");
    }, answered);
    gate.set_value();
    all.get_future().wait();
    QCOMPARE(seen.runs.load(), 2);
    QCOMPARE(seen.answers.load(), 2);
    const auto count = must(m_store->writeNow<std::string>( // a writer's job, so behind all that was told
        [](Transaction &tx) -> Result<std::string> { return meta::get(tx, "count").value_or("nothing"); }));
    QCOMPARE(count, std::string("1"));
    QCOMPARE(seen.told.load(), 1);
    const auto rows = must(m_store->readNow<std::int64_t>([](const ReadSql &sql) -> Result<std::int64_t> { return audit::count(sql); }));
    QCOMPARE(rows, 1);
    const auto findings = must(m_store->readNow<std::vector<std::string>>([](const ReadSql &sql) -> Result<std::vector<std::string>> { return audit::verify(sql); }));
    QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
}

void StoreTest::anExceptionEndsItsJobAlone()
{
    const auto broken = m_store->writeNow<void>([](Transaction &tx) -> Result<void> {
        meta::set(tx, "half", "written");
        throw std::runtime_error("a fault of ours");
    });
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, Errc::Internal);
    QCOMPARE(broken.error().what, std::string("a step of the engine failed: a fault of ours"));
    QVERIFY(!m_store->trouble());
    const auto half = must(m_store->readNow<std::optional<std::string>>(
        [](const ReadSql &sql) -> Result<std::optional<std::string>> { return meta::get(sql, "half"); }));
    QVERIFY(!half);
    add("evt_1", "d1"); // the writer goes on
}

void StoreTest::D6_jobsThatWaitShareACommit()
{
    constexpr int Jobs = 400;
    std::promise<void> gate;
    std::promise<void> all;
    std::atomic<int> open{Jobs};
    // The first job holds the writer, so that the others queue up behind it.
    m_store->write<void>(Urgency::Normal, [opened = gate.get_future().share()](Transaction &) -> Result<void> {
        opened.wait();
        return {};
    }, [](Result<void>) {});
    for (int i = 0; i < Jobs; ++i)
        m_store->write<void>(Urgency::Urgent, [i](Transaction &tx) -> Result<void> {
            meta::set(tx, "shared" + std::to_string(i), "x");
            return {};
        }, [&](Result<void> result) {
            QVERIFY(result.has_value());
            if (--open == 0)
                all.set_value();
        });
    const auto before = m_store->commits();
    gate.set_value();
    all.get_future().wait();
    QVERIFY2(m_store->commits() - before < Jobs / 4, qPrintable(QString::number(m_store->commits() - before)));
}

/// A loss of power takes nothing back that was answered.
void StoreTest::D7_theDatabaseKeepsWhatWasCommitted()
{
    const auto found = must(m_store->writeNow<std::vector<std::int64_t>>([](Transaction &tx) -> Result<std::vector<std::int64_t>> {
        return std::vector<std::int64_t>{tx.integer("PRAGMA synchronous").value_or(-1), tx.integer("PRAGMA foreign_keys").value_or(-1),
                                         tx.integer("PRAGMA user_version").value_or(-1)};
    }));
    QCOMPARE(found, (std::vector<std::int64_t>{2, 1, migrations::latest()}));
    QCOMPARE(must(m_store->readNow<std::string>([](const ReadSql &sql) -> Result<std::string> { return sql.text("PRAGMA journal_mode").value_or(""); })),
             std::string("wal"));
}

void StoreTest::D2_changesAreToldAfterTheCommit()
{
    std::promise<std::string> told;
    m_store->onCommit([&](const std::vector<Transaction::Touched> &touched) { told.set_value(touched.front().id); });
    add("evt_1", "a");
    QCOMPARE(told.get_future().get(), std::string("evt_1"));
    m_store->onCommit({});
}

void StoreTest::aRepeatedDeliveryIsStoredOnce()
{
    const auto addAgain = [&](const std::string &id) {
        return must(m_store->writeNow<inbox::Added>([&](Transaction &tx) -> Result<inbox::Added> {
            return inbox::add(tx, {id, "typeform", "form_response", "key", "{}", "body", Now, "req"});
        }));
    };
    QVERIFY(!addAgain("evt_1").duplicate);
    const auto again = addAgain("evt_2");
    QVERIFY(again.duplicate);
    QCOMPARE(again.id, std::string("evt_1"));
    add("evt_3", "key", "stripe"); // another source may use the same key
    const auto rows = must(m_store->readNow<std::vector<inbox::Event>>([](const ReadSql &sql) -> Result<std::vector<inbox::Event>> {
        return inbox::page(sql, {}, {{}, 10}).rows;
    }));
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows.back().duplicates, 1);
}

void StoreTest::eventsComeInOrderAndOnce()
{
    add("evt_1", "a");
    add("evt_2", "b");
    const auto open = [&](Timestamp now) {
        return must(m_store->readNow<std::vector<inbox::Event>>([now](const ReadSql &sql) -> Result<std::vector<inbox::Event>> {
            std::vector<inbox::Event> events;
            for (const auto &id : inbox::openIds(sql, now, 10))
                events.push_back(inbox::find(sql, id).value());
            return events;
        }));
    };
    auto events = open(Now);
    QCOMPARE(events.size(), std::size_t(2));
    QCOMPARE(events[0].id, std::string("evt_1"));
    QCOMPARE(events[1].id, std::string("evt_2"));
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        inbox::done(tx, events[0], "a contact", Now);
        inbox::failed(tx, events[1], "not now", Now + std::chrono::seconds(2));
        return 0;
    }));
    QCOMPARE(open(Now).size(), std::size_t(0));
    QCOMPARE(open(Now + std::chrono::seconds(2)).size(), std::size_t(1));
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        inbox::failed(tx, events[1], "never", std::nullopt);
        return 0;
    }));
    QCOMPARE(open(Now + std::chrono::hours(1)).size(), std::size_t(0));
    QVERIFY(must(m_store->writeNow<bool>([&](Transaction &tx) -> Result<bool> { return inbox::retry(tx, "evt_2"); })));
    QVERIFY(!must(m_store->writeNow<bool>([&](Transaction &tx) -> Result<bool> { return inbox::retry(tx, "evt_1"); })));
    QCOMPARE(open(Now).size(), std::size_t(1));
}

void StoreTest::acceptedAndRefusedDeliveriesMakeOneList()
{
    add("evt_1", "a");
    add("evt_2", "b");
    add("evt_3", "c", "stripe");
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        inbox::note(tx, {Now - std::chrono::seconds(1), "generic", 429, 1, {}, false, "rate_limited"});
        inbox::note(tx, {Now, "generic", 401, 1, {}, false, "unauthorized"});
        inbox::note(tx, {Now, "generic", 200, 1, "evt_1", true, {}});
        inbox::note(tx, {Now + std::chrono::seconds(1), "generic", 413, 1, {}, false, "body_too_large"});
        inbox::note(tx, {Now, "stripe", 401, 1, {}, false, "unauthorized"});
        return 0;
    }));
    const auto paged = [&](const std::string &source, bool failedOnly) {
        std::string seen;
        std::string after;
        do {
            const auto page = must(m_store->readNow<Sliced<inbox::Delivery>>(
                [&](const ReadSql &sql) -> Result<Sliced<inbox::Delivery>> { return inbox::deliveries(sql, source, failedOnly, {after, 2}); }));
            for (const auto &row : page.rows)
                seen += (seen.empty() ? "" : " ") + (row.status == 202 ? row.event : std::to_string(row.status));
            after = page.next;
        } while (!after.empty());
        return seen;
    };
    // Newest first; of one moment accepted ones first, each kind by its number.
    QCOMPARE(paged("generic", false), std::string("413 evt_2 evt_1 200 401 429"));
    QCOMPARE(paged("generic", true), std::string("413 401 429"));
    QCOMPARE(paged("stripe", false), std::string("evt_3 401"));
    QCOMPARE(paged("", true), std::string("413 401 401 429"));
    QCOMPARE(paged("unheard-of", false), std::string());
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        inbox::failed(tx, *inbox::find(tx, "evt_1"), "it broke", std::nullopt);
        return 0;
    }));
    QCOMPARE(paged("generic", true), std::string("413 evt_1 401 429"));
    const auto count = [&](inbox::State state, const std::string &source) {
        return must(m_store->readNow<std::int64_t>(
            [&](const ReadSql &sql) -> Result<std::int64_t> { return inbox::count(sql, {{}, source, {}, state}); }));
    };
    QCOMPARE(count(inbox::State::Dead, "generic"), std::int64_t(1));
    QCOMPARE(count(inbox::State::Failed, "generic"), std::int64_t(0));
    QCOMPARE(count(inbox::State::Received, {}), std::int64_t(2));
    QCOMPARE(count(inbox::State::Received, "stripe"), std::int64_t(1));
}

namespace {

outbox::Effect effect(const std::string &id, outbox::State state)
{
    outbox::Effect made;
    made.id = id;
    made.key = "key/" + id;
    made.kind = "mail";
    made.target = "a@b.example";
    made.body = Json::object();
    made.state = state;
    made.createdAt = Now;
    if (state == outbox::State::Held)
        made.holdUntil = Now + std::chrono::seconds(30);
    return made;
}

} // namespace

void StoreTest::effectsWaitForTheirHold()
{
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        outbox::add(tx, effect("eff_1", outbox::State::Held));
        outbox::add(tx, effect("eff_2", outbox::State::Draft));
        return 0;
    }));
    const auto take = [&](Timestamp now) {
        return must(m_store->writeNow<std::vector<outbox::Effect>>([now](Transaction &tx) -> Result<std::vector<outbox::Effect>> { return outbox::take(tx, now, {{"mail", 10}}, "run_1"); }));
    };
    QCOMPARE(take(Now + std::chrono::seconds(29)).size(), std::size_t(0));
    QCOMPARE(take(Now + std::chrono::seconds(30)).size(), std::size_t(1));
    QCOMPARE(take(Now + std::chrono::hours(9)).size(), std::size_t(0)); // taken once; a draft never goes by itself
}

void StoreTest::anEffectOfAnEarlierRunIsSentAgain()
{
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        outbox::add(tx, effect("eff_1", outbox::State::Queued));
        (void)outbox::take(tx, Now, {{"mail", 10}}, "run_1");
        return 0;
    }));
    const auto recover = [&](const char *run) {
        return must(m_store->writeNow<std::int64_t>([run](Transaction &tx) -> Result<std::int64_t> { return outbox::recover(tx, run); }));
    };
    QCOMPARE(recover("run_1"), std::int64_t(0));
    QCOMPARE(recover("run_2"), std::int64_t(1));
    const auto again = must(m_store->writeNow<std::vector<outbox::Effect>>([](Transaction &tx) -> Result<std::vector<outbox::Effect>> { return outbox::take(tx, Now, {{"mail", 10}}, "run_2"); }));
    QCOMPARE(again.size(), std::size_t(1));
    QCOMPARE(again[0].key, std::string("key/eff_1")); // the same key, so that a repeat is recognised outside
    QCOMPARE(again[0].attempts, 2);
}

void StoreTest::theSameKeyMakesOneEffect()
{
    const auto added = must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        auto first = effect("eff_1", outbox::State::Draft);
        auto second = effect("eff_2", outbox::State::Draft);
        second.key = first.key;
        return int(outbox::add(tx, first)) + int(outbox::add(tx, second));
    }));
    QCOMPARE(added, 1);
}

void StoreTest::recordsAreFoundByTheirKeys()
{
    records::Record record;
    record.id = "rec_1";
    record.database = "contacts-profiles";
    record.title = "Ada";
    record.fields = {{"Email", "ada@lind.example"}};
    record.etag = "1";
    record.search = "ada@lind.example";
    record.keys = {{"Email", "Ada@Lind.example"}};
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        records::put(tx, record);
        return 0;
    }));
    const auto find = [&](const std::string &value) {
        return must(m_store->readNow<std::size_t>([&](const ReadSql &sql) -> Result<std::size_t> { return records::byKey(sql, "contacts-profiles", "Email", value, 5).size(); }));
    };
    QCOMPARE(find("ADA@lind.example"), std::size_t(1));
    QCOMPARE(find("ada@lind"), std::size_t(0));
    record.keys = {{"Email", "new@lind.example"}};
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        records::put(tx, record);
        return 0;
    }));
    QCOMPARE(find("ada@lind.example"), std::size_t(0));
    must(m_store->writeNow<int>([&](Transaction &tx) -> Result<int> {
        records::remove(tx, "rec_1", Now);
        return 0;
    }));
    QCOMPARE(find("new@lind.example"), std::size_t(0));
}

void StoreTest::listsArePagedWithoutGapOrRepeat()
{
    for (int i = 0; i < 25; ++i)
        add("evt_" + std::to_string(100 + i), std::to_string(i));
    std::vector<std::string> seen;
    Slice slice{{}, 10};
    do {
        const auto page = must(m_store->readNow<Sliced<inbox::Event>>([&](const ReadSql &sql) -> Result<Sliced<inbox::Event>> { return inbox::page(sql, {}, slice); }));
        for (const auto &row : page.rows)
            seen.push_back(row.id);
        slice.after = page.next;
    } while (!slice.after.empty());
    QCOMPARE(seen.size(), std::size_t(25));
    QVERIFY(std::is_sorted(seen.rbegin(), seen.rend()));
    QCOMPARE(must(m_store->readNow<std::size_t>([](const ReadSql &sql) -> Result<std::size_t> { return inbox::deliveries(sql, {}, false, {{}, 100}).rows.size(); })), std::size_t(25));
}

void StoreTest::theAuditChainHolds()
{
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        for (int i = 0; i < 5; ++i) {
            audit::Entry entry;
            entry.at = Now;
            entry.action = "test.done";
            entry.summary = "row " + std::to_string(i);
            audit::append(tx, entry);
        }
        return 0;
    }));
    const auto verify = [&] {
        return must(m_store->readNow<std::vector<std::string>>([](const ReadSql &sql) -> Result<std::vector<std::string>> { return audit::verify(sql); }));
    };
    QCOMPARE(verify(), std::vector<std::string>());
    const auto forbidden = m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        tx.exec("UPDATE audit SET summary = 'another' WHERE seq = 3");
        return 0;
    });
    QVERIFY(!forbidden.has_value());
    // Somebody with a tool of their own drops the guard first.
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        tx.exec("DROP TRIGGER audit_no_update");
        tx.exec("DROP TRIGGER audit_no_delete");
        tx.exec("UPDATE audit SET summary = 'another' WHERE seq = 3");
        return 0;
    }));
    QCOMPARE(verify(), (std::vector<std::string>{"audit row 3 was changed"}));
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        tx.exec("DELETE FROM audit WHERE seq = 2");
        return 0;
    }));
    QCOMPARE(verify().front(), std::string("audit row 2 is missing"));
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        tx.exec("DELETE FROM audit WHERE seq = 5");
        return 0;
    }));
    QCOMPARE(verify().back(), std::string("the audit ends at row 4, but 5 were written"));
}

void StoreTest::theQueueIsSortedByTheClockThatEndsFirst()
{
    must(m_store->writeNow<int>([](Transaction &tx) -> Result<int> {
        for (int i = 0; i < 3; ++i) {
            escalations::Escalation e;
            e.id = "esc_" + std::to_string(i);
            e.number = i;
            e.respondDue = Now + std::chrono::minutes(30 - 10 * i);
            e.decideDue = Now + std::chrono::minutes(60);
            if (i == 2)
                e.respondedAt = Now;
            escalations::insert(tx, e);
            if (i == 2)
                escalations::update(tx, e);
        }
        return 0;
    }));
    const auto rows = must(m_store->readNow<std::vector<escalations::Escalation>>([](const ReadSql &sql) -> Result<std::vector<escalations::Escalation>> {
        return escalations::page(sql, {}, {{}, 10}).rows;
    }));
    QCOMPARE(rows.size(), std::size_t(3));
    QCOMPARE(rows[0].id, std::string("esc_1")); // 20 minutes
    QCOMPARE(rows[1].id, std::string("esc_0")); // 30 minutes
    QCOMPARE(rows[2].id, std::string("esc_2")); // answered: its decide clock, 60 minutes
}

void StoreTest::aConversationShowsTheBeginningOfItsLastWords()
{
    const auto lineOf = [&](const std::string &kind, const std::string &text) {
        return must(m_store->writeNow<std::string>([&](Transaction &tx) -> Result<std::string> {
            static int number = 0;
            threads::Thread thread;
            thread.id = "thr_" + std::to_string(++number);
            thread.lastLine = "before";
            thread.lastAt = Now;
            threads::insert(tx, thread);
            threads::Item item;
            item.id = "itm_" + std::to_string(number);
            item.thread = thread.id;
            item.kind = kind;
            item.text = text;
            item.at = Now;
            threads::addItem(tx, thread, item);
            return threads::find(tx, thread.id)->lastLine;
        }));
    };
    QCOMPARE(lineOf("agent", "\r\nDear Elif,\n\nthank  you\tfor writing.\n"), std::string("Dear Elif, thank you for writing."));
    QCOMPARE(lineOf("agent", ""), std::string());
    QCOMPARE(lineOf("tool", "looked up the order"), std::string("before"));
    std::string umlauts;
    for (int i = 0; i < 200; ++i)
        umlauts += "ü";
    QCOMPARE(lineOf("client", umlauts), umlauts.substr(0, 160)); // 80 whole ones, none cut in two
    QCOMPARE(lineOf("client", "x" + umlauts), "x" + umlauts.substr(0, 160));
}

void StoreTest::aBackupIsWholeAndSound()
{
    add("evt_1", "a");
    const auto file = std::filesystem::path(m_dir->path().toStdString()) / "backups" / "copy.db";
    const auto copied = m_store->copyTo(file);
    QVERIFY2(copied.has_value(), describe(copied).c_str());
    QVERIFY(std::filesystem::file_size(file) > 4096);
    QCOMPARE(must(m_store->integrityFindings()), std::vector<std::string>());
}

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
