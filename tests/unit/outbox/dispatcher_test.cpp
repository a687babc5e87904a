#include "engine/outbox/dispatcher.h"

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/tables/meta.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::outbox;
using namespace std::chrono_literals;
namespace table = store::outbox;

namespace {

/// A way out that says what the test tells it to.
class ScriptedSender final : public Sender {
public:
    void send(const table::Effect &effect, std::function<void(Result<void>)> done) override
    {
        sent.push_back(effect.key);
        if (silent) {
            waiting.push_back(std::move(done));
            return;
        }
        if (answers.empty())
            return done({});
        auto answer = answers.front();
        answers.erase(answers.begin());
        done(std::move(answer));
    }
    std::vector<std::string> sent; ///< keys
    std::vector<Result<void>> answers; ///< of the next sendings; afterwards all succeed
    bool silent = false;
    std::vector<std::function<void(Result<void>)>> waiting;
};

} // namespace

/// Effects leave after their hold, are tried again, and end as dead letters; a crash sends again with the same key.
class DispatcherTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsQueuedLeaves();
    void whatIsHeldWaitsForItsHold();
    void draftsStay();
    void aCancelledOneStays();
    void aTemporaryFailureIsTriedAgain();
    void eachFailedAttemptIsToldWhereItIsWrittenDown();
    void theOtherSideSaysWhen();
    void afterTheLastTryItIsDead();
    void aRefusalIsFinal();
    void withoutAChannelItWaits();
    void aSlowServiceHoldsUpNoOther();
    void noMoreAtOnceThanTheServiceBears();
    void noMoreAMinuteThanTheServiceBears();
    void aServiceThatFailsIsLeftAloneAndThenTriedWithOne();
    void D4_aCrashBetweenSendingAndWritingItDownRepeatsTheKey();
    void stoppingWaitsForWhatIsUnderWay();
    void backoffDoublesUpToAnHour();

private:
    void start(const std::string &run = "run_1");
    void stop();
    table::Effect put(const std::string &key, table::State state = table::State::Queued, std::optional<Timestamp> hold = {}, const std::string &kind = "mail");
    table::Effect row(const std::string &key);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
    test::FakeClock m_clock;
    std::shared_ptr<ScriptedSender> m_sender;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

void DispatcherTest::init()
{
    m_clock.set(fromMillis(1795424400000));
    m_dir = std::make_unique<QTemporaryDir>();
    auto opened = store::Store::open({m_dir->path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    m_store = std::move(*opened);
    m_sender = std::make_shared<ScriptedSender>();
}

void DispatcherTest::cleanup()
{
    stop();
    m_store.reset();
}

void DispatcherTest::start(const std::string &run)
{
    m_dispatcher = std::make_unique<Dispatcher>(*m_store, m_clock, run);
    m_dispatcher->setSender("mail", m_sender);
    m_dispatcher->start();
}

void DispatcherTest::stop()
{
    if (!m_dispatcher)
        return;
    bool idle = false;
    m_dispatcher->stop([&] { idle = true; });
    QTRY_VERIFY(idle);
    m_dispatcher.reset();
}

table::Effect DispatcherTest::put(const std::string &key, table::State state, std::optional<Timestamp> hold, const std::string &kind)
{
    table::Effect effect;
    effect.id = "eff_" + key;
    effect.key = key;
    effect.kind = kind;
    effect.target = "ada@example.com";
    effect.summary = "A letter";
    effect.body = {{"text", "Hello"}};
    effect.state = state;
    effect.holdUntil = hold;
    effect.createdAt = m_clock.now();
    effect.correlation = "req_1";
    const auto added = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::add(tx, effect);
        return {};
    });
    if (!added)
        qFatal("%s", describe(added.error()).c_str());
    if (m_dispatcher)
        m_dispatcher->wake();
    return effect;
}

table::Effect DispatcherTest::row(const std::string &key)
{
    return m_store->readNow<table::Effect>([&](const store::ReadSql &sql) -> Result<table::Effect> { return table::findByKey(sql, key).value(); }).value();
}

void DispatcherTest::whatIsQueuedLeaves()
{
    start();
    put("one");
    QTRY_COMPARE(row("one").state, table::State::Sent);
    QCOMPARE(row("one").sentAt, std::optional(m_clock.now()));
    QCOMPARE(m_sender->sent, std::vector<std::string>{"one"});
}

void DispatcherTest::whatIsHeldWaitsForItsHold()
{
    start();
    put("held", table::State::Held, m_clock.now() + 30s);
    put("free");
    QTRY_COMPARE(row("free").state, table::State::Sent);
    QCOMPARE(row("held").state, table::State::Held);
    m_clock.advance(30s);
    m_dispatcher->wake();
    QTRY_COMPARE(row("held").state, table::State::Sent);
}

void DispatcherTest::draftsStay()
{
    start();
    put("draft", table::State::Draft);
    put("mark");
    QTRY_COMPARE(row("mark").state, table::State::Sent);
    m_clock.advance(24h);
    put("later");
    QTRY_COMPARE(row("later").state, table::State::Sent);
    QCOMPARE(row("draft").state, table::State::Draft);
}

void DispatcherTest::aCancelledOneStays()
{
    put("gone", table::State::Held, m_clock.now() + 30s);
    QVERIFY(m_store->writeNow<bool>([](store::Transaction &tx) -> Result<bool> { return table::move(tx, "eff_gone", {table::State::Held}, table::State::Cancelled, std::nullopt, "no"); }).value());
    m_clock.advance(1h);
    start();
    put("mark");
    QTRY_COMPARE(row("mark").state, table::State::Sent);
    QCOMPARE(row("gone").state, table::State::Cancelled);
    QCOMPARE(m_sender->sent, std::vector<std::string>{"mark"});
}

void DispatcherTest::aTemporaryFailureIsTriedAgain()
{
    m_sender->answers = {fail(Errc::Unavailable, "the server is away"), fail(Errc::Timeout, "no answer")};
    start();
    put("letter");
    QTRY_COMPARE(row("letter").state, table::State::Failed);
    QCOMPARE(row("letter").nextTry, std::optional(m_clock.now() + 5s));
    QVERIFY(row("letter").error.find("the server is away") != std::string::npos);
    m_clock.advance(5s);
    m_dispatcher->wake();
    QTRY_COMPARE(row("letter").attempts, 2);
    QTRY_COMPARE(row("letter").nextTry, std::optional(m_clock.now() + 10s));
    m_clock.advance(10s);
    m_dispatcher->wake();
    QTRY_COMPARE(row("letter").state, table::State::Sent);
    QCOMPARE(m_sender->sent, (std::vector<std::string>{"letter", "letter", "letter"}));
    QVERIFY(row("letter").error.empty());
}

void DispatcherTest::eachFailedAttemptIsToldWhereItIsWrittenDown()
{
    m_sender->answers = {fail(Errc::Timeout, "no answer"), {}};
    m_dispatcher = std::make_unique<Dispatcher>(*m_store, m_clock, "run_1");
    m_dispatcher->setSender("mail", m_sender);
    m_dispatcher->setOnFailure([](store::Transaction &tx, const table::Effect &effect, const Error &error) {
        store::meta::set(tx, "told", effect.key + " " + std::to_string(effect.attempts) + " " + error.what);
    });
    m_dispatcher->start();
    put("one");
    QTRY_COMPARE(row("one").state, table::State::Failed);
    const auto told = m_store->readNow<std::string>([](const store::ReadSql &sql) -> Result<std::string> { return store::meta::get(sql, "told").value_or(""); });
    QCOMPARE(*told, std::string("one 1 no answer"));
    m_clock.advance(1h);
    m_dispatcher->wake();
    QTRY_COMPARE(row("one").state, table::State::Sent); // that is told to nobody
    const auto after = m_store->readNow<std::string>([](const store::ReadSql &sql) -> Result<std::string> { return store::meta::get(sql, "told").value_or(""); });
    QCOMPARE(*after, std::string("one 1 no answer"));
}

void DispatcherTest::theOtherSideSaysWhen()
{
    Error busy{Errc::RateLimited, "too many letters", {}, {}, {}};
    busy.retryAfter = 90s;
    m_sender->answers = {tl::make_unexpected(busy)};
    start();
    put("letter");
    QTRY_COMPARE(row("letter").nextTry, std::optional(m_clock.now() + 90s));
}

void DispatcherTest::afterTheLastTryItIsDead()
{
    for (int i = 0; i < Dispatcher::MaxAttempts; ++i)
        m_sender->answers.push_back(fail(Errc::Unavailable, "the server is away"));
    start();
    put("letter");
    for (int i = 1; i <= Dispatcher::MaxAttempts; ++i) {
        QTRY_COMPARE(row("letter").attempts, i);
        QTRY_VERIFY(row("letter").state == (i < Dispatcher::MaxAttempts ? table::State::Failed : table::State::Dead));
        m_clock.advance(1h);
        m_dispatcher->wake();
    }
    put("mark");
    QTRY_COMPARE(row("mark").state, table::State::Sent);
    QCOMPARE(row("letter").state, table::State::Dead);
    QCOMPARE(m_sender->sent.size(), std::size_t(Dispatcher::MaxAttempts + 1));
}

void DispatcherTest::aRefusalIsFinal()
{
    m_sender->answers = {fail(Errc::BadInput, "there is no such mailbox")};
    start();
    put("letter");
    QTRY_COMPARE(row("letter").state, table::State::Dead);
    QVERIFY(!row("letter").nextTry);
}

void DispatcherTest::withoutAChannelItWaits()
{
    start();
    put("note", table::State::Queued, {}, "pigeon");
    QTRY_COMPARE(row("note").state, table::State::Failed);
    QVERIFY(row("note").error.find("no channel for \"pigeon\"") != std::string::npos);
    QVERIFY(row("note").nextTry.has_value());
}

void DispatcherTest::aSlowServiceHoldsUpNoOther()
{
    m_sender->silent = true;
    const auto quick = std::make_shared<ScriptedSender>();
    for (int i = 0; i < 20; ++i)
        put("slow" + std::to_string(i));
    put("quick", table::State::Queued, {}, "slack");
    start();
    m_dispatcher->setSender("slack", quick);
    QTRY_COMPARE(row("quick").state, table::State::Sent);
    QTRY_COMPARE(m_sender->waiting.size(), std::size_t(Limits().atOnce));
    put("late", table::State::Queued, {}, "slack"); // while the others are still under way
    QTRY_COMPARE(row("late").state, table::State::Sent);
    for (const auto &done : std::exchange(m_sender->waiting, {}))
        done({});
    m_sender->silent = false;
    QTRY_COMPARE(row("slow19").state, table::State::Sent);
}

void DispatcherTest::noMoreAtOnceThanTheServiceBears()
{
    m_sender->silent = true;
    start();
    m_dispatcher->setSender("mail", m_sender, {.atOnce = 2});
    for (int i = 0; i < 5; ++i)
        put("m" + std::to_string(i));
    QTRY_COMPARE(m_sender->waiting.size(), std::size_t(2));
    QCOMPARE(m_sender->sent, (std::vector<std::string>{"m0", "m1"}));
    m_sender->waiting.front()({});
    m_sender->waiting.erase(m_sender->waiting.begin());
    QTRY_COMPARE(m_sender->sent.size(), std::size_t(3)); // one ended, one follows
    QCOMPARE(row("m3").state, table::State::Queued);
    m_sender->silent = false;
    for (const auto &done : std::exchange(m_sender->waiting, {}))
        done({});
    QTRY_COMPARE(row("m4").state, table::State::Sent);
}

void DispatcherTest::noMoreAMinuteThanTheServiceBears()
{
    start();
    m_dispatcher->setSender("mail", m_sender, {.atOnce = 1, .perMinute = 60});
    for (int i = 0; i < 3; ++i)
        put("m" + std::to_string(i));
    QTRY_COMPARE(row("m0").state, table::State::Sent);
    QCOMPARE(row("m1").state, table::State::Queued);
    for (int i = 1; i < 3; ++i) {
        m_clock.advance(1s);
        m_dispatcher->wake();
        QTRY_COMPARE(row("m" + std::to_string(i)).state, table::State::Sent);
    }
    QCOMPARE(m_sender->sent.size(), std::size_t(3));
}

void DispatcherTest::aServiceThatFailsIsLeftAloneAndThenTriedWithOne()
{
    const auto down = [] { return Result<void>(fail(Errc::Unavailable, "no connection")); };
    m_sender->answers = {down(), down(), down(), down(), down()};
    start();
    m_dispatcher->setSender("mail", m_sender, {.atOnce = 1});
    for (int i = 0; i < 8; ++i)
        put("m" + std::to_string(i));
    QTRY_COMPARE(m_sender->sent.size(), std::size_t(5));
    QCOMPARE(row("m7").attempts, 0); // what was not tried has lost no attempt
    m_clock.advance(29s);
    m_dispatcher->wake();
    put("m8");
    QTRY_COMPARE(row("m0").state, table::State::Failed);
    QCOMPARE(m_sender->sent.size(), std::size_t(5));
    m_sender->silent = true;
    m_clock.advance(1s);
    m_dispatcher->wake();
    QTRY_COMPARE(m_sender->waiting.size(), std::size_t(1)); // one trial, though nine are ready
    m_sender->silent = false;
    std::exchange(m_sender->waiting, {}).front()({});
    for (int i = 0; i < 9; ++i)
        QTRY_COMPARE(row("m" + std::to_string(i)).state, table::State::Sent);
}

void DispatcherTest::D4_aCrashBetweenSendingAndWritingItDownRepeatsTheKey()
{
    put("letter");
    // An earlier run took it and gave it away; it ended before it could write that down.
    QCOMPARE(m_store->writeNow<std::size_t>([&](store::Transaction &tx) -> Result<std::size_t> { return table::take(tx, m_clock.now(), {{"mail", 10}}, "run_0").size(); }).value(), std::size_t(1));
    QCOMPARE(row("letter").state, table::State::Sending);
    start("run_1");
    QTRY_COMPARE(row("letter").state, table::State::Sent);
    QCOMPARE(m_sender->sent, std::vector<std::string>{"letter"}); // the same key, so the other side knows it
    stop();
    start("run_2");
    put("mark");
    QTRY_COMPARE(row("mark").state, table::State::Sent);
    QCOMPARE(m_sender->sent, (std::vector<std::string>{"letter", "mark"}));
}

void DispatcherTest::stoppingWaitsForWhatIsUnderWay()
{
    m_sender->silent = true;
    start();
    put("letter");
    QTRY_COMPARE(m_sender->waiting.size(), std::size_t(1));
    bool idle = false;
    m_dispatcher->stop([&] { idle = true; });
    put("later");
    QTest::qWait(20);
    QVERIFY(!idle);
    m_sender->waiting.front()({});
    QTRY_VERIFY(idle);
    QCOMPARE(row("letter").state, table::State::Sent);
    QCOMPARE(row("later").state, table::State::Queued); // taken by the next run
    m_dispatcher.reset();
}

void DispatcherTest::backoffDoublesUpToAnHour()
{
    QCOMPARE(Dispatcher::backoff(1).count(), 5'000);
    QCOMPARE(Dispatcher::backoff(2).count(), 10'000);
    QCOMPARE(Dispatcher::backoff(5).count(), 80'000);
    QCOMPARE(Dispatcher::backoff(12).count(), 3'600'000);
    QCOMPARE(Dispatcher::backoff(100).count(), 3'600'000);
}

QTEST_GUILESS_MAIN(DispatcherTest)
#include "dispatcher_test.moc"
