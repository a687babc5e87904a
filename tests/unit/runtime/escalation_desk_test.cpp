#include "engine/runtime/escalation_desk.h"

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::escalations::Escalation;
using store::escalations::Status;

/// Level 4 cases from their opening to their end, by the clock.
class EscalationDeskTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void deadlinesCountOpenHours_data();
    void deadlinesCountOpenHours();
    void theBusinessHasHoursOfItsOwn();
    void T2_aClaimAnswersAndALateOneIsTheLosers();
    void takingOverNeedsAReason();
    void anIdleLeaseComesBack();
    void workRenewsTheLease();
    void clocksStandStillWhileTheClientIsAsked();
    void aNewPriorityKeepsThePause();
    void aSnoozedCaseWakes();
    void aMissedDeadlineCallsTheBackupThenEveryone();
    void badVerdicts_data();
    void badVerdicts();
    void anApprovedReplyIsHeldThenDone();
    void anEditKeepsTheDifference();
    void aDecisionIsTakenBackWhileItIsHeld();
    void nothingIsTakenBackOnceItHasLeft();
    void whatWasHandedBackDoesNotFireAgain();
    void aRejectedCaseGoesToSomebodyOrEnds();
    void theNextCaseIsTheOneWhoseClockEndsFirst();
    void assigningNamesThePerson();

private:
    agents::EscalationWish wish(const std::string &priority = "High");
    Escalation open(const agents::EscalationWish &wish);
    Escalation now(const std::string &id);
    template <typename T>
    Result<T> as(const Actor &actor, std::function<Result<T>(Deed &)> work)
    {
        return m_bench->attempt<T>(actor, std::move(work));
    }
    Escalation decided(const Actor &actor, const std::string &id, desk::Verdict verdict);
    void tick();
    std::optional<desk::Settled> finish(const std::string &id);
    static QByteArray text(Timestamp at) { return QByteArray::fromStdString(toRfc3339(at)); }

    std::unique_ptr<test::RuntimeBench> m_bench;
    Actor m_ada, m_ben;
    std::string m_contact;
};

void EscalationDeskTest::init()
{
    m_bench = std::make_unique<test::RuntimeBench>();
    m_bench->policy->mailReady = true;
    m_ada = m_bench->person("Ada");
    m_ben = m_bench->person("Ben");
    m_contact = m_bench->contact("Helene Falk", "helene@example.com");
}

agents::EscalationWish EscalationDeskTest::wish(const std::string &priority)
{
    agents::EscalationWish wish;
    wish.title = "The bronze is said to be a copy";
    wish.reasonClass = "complex_dispute";
    wish.category = "customer_service";
    wish.priority = priority;
    wish.rule = "R4";
    wish.summary = "She wants her money back.";
    wish.request = "It is not genuine, take it back.";
    wish.proposal = "We take this seriously and call you today.";
    wish.contact = m_contact;
    wish.entity = m_bench->business;
    return wish;
}

Escalation EscalationDeskTest::open(const agents::EscalationWish &wish)
{
    const auto opened = m_bench->must<std::optional<Escalation>>(engineActor(), [&](Deed &deed) -> Result<std::optional<Escalation>> { return desk::open(deed, wish, "grace-fields"); });
    if (!opened)
        qFatal("no case was opened");
    return *opened;
}

Escalation EscalationDeskTest::now(const std::string &id)
{
    return m_bench->read<std::optional<Escalation>>([&](const store::ReadSql &sql) { return store::escalations::find(sql, id); }).value();
}

Escalation EscalationDeskTest::decided(const Actor &actor, const std::string &id, desk::Verdict verdict)
{
    return m_bench->must<Escalation>(actor, [&](Deed &deed) { return desk::decide(deed, id, verdict); });
}

void EscalationDeskTest::tick()
{
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        desk::tick(deed);
        return {};
    });
}

std::optional<desk::Settled> EscalationDeskTest::finish(const std::string &id)
{
    return m_bench->must<std::optional<desk::Settled>>(engineActor(), [&](Deed &deed) -> Result<std::optional<desk::Settled>> { return desk::finish(deed, now(id)); });
}

void EscalationDeskTest::deadlinesCountOpenHours_data()
{
    QTest::addColumn<QByteArray>("opened");
    QTest::addColumn<QByteArray>("priority");
    QTest::addColumn<QByteArray>("respond");
    QTest::addColumn<QByteArray>("decide");
    // Open Mon-Fri 10-18, Sat 10-17; what is urgent counts round the clock.
    QTest::newRow("before opening") << QByteArray("2026-11-23T09:00:00Z") << QByteArray("High") << QByteArray("2026-11-23T11:00:00.000Z") << QByteArray("2026-11-23T12:00:00.000Z");
    QTest::newRow("over the evening") << QByteArray("2026-11-23T17:30:00Z") << QByteArray("High") << QByteArray("2026-11-24T10:30:00.000Z") << QByteArray("2026-11-24T11:30:00.000Z");
    QTest::newRow("over Sunday") << QByteArray("2026-11-28T16:00:00Z") << QByteArray("Medium") << QByteArray("2026-11-30T11:00:00.000Z") << QByteArray("2026-11-30T13:00:00.000Z");
    QTest::newRow("a working day") << QByteArray("2026-11-23T12:00:00Z") << QByteArray("Low") << QByteArray("2026-11-23T16:00:00.000Z") << QByteArray("2026-11-24T12:00:00.000Z");
    QTest::newRow("at night, urgent") << QByteArray("2026-11-23T23:00:00Z") << QByteArray("Urgent") << QByteArray("2026-11-23T23:30:00.000Z") << QByteArray("2026-11-24T00:00:00.000Z");
}

void EscalationDeskTest::deadlinesCountOpenHours()
{
    QFETCH(QByteArray, opened);
    QFETCH(QByteArray, priority);
    m_bench->clock.set(*parseRfc3339(opened.toStdString()));
    const auto e = open(wish(priority.toStdString()));
    QTEST(text(e.respondDue), "respond");
    QTEST(text(e.decideDue), "decide");
}

void EscalationDeskTest::theBusinessHasHoursOfItsOwn()
{
    m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
        hub::Write write;
        write.database = "business-entities-registry";
        write.id = m_bench->business;
        write.writer = records::Writer::Engine;
        write.fields = {{"Business Hours", "Mon-Fri 8-12, Sat 10-17"}, {"Time Zone", "Europe/Berlin"}};
        return hub::write(deed, write);
    });
    m_bench->policy->holidays = {"2026-11-24"};
    // 12:00 in Berlin: closed until Wednesday, for Tuesday is a holiday.
    m_bench->clock.set(*parseRfc3339("2026-11-23T11:00:00Z"));
    QCOMPARE(text(open(wish()).respondDue), QByteArray("2026-11-25T08:00:00.000Z"));
}

void EscalationDeskTest::T2_aClaimAnswersAndALateOneIsTheLosers()
{
    const auto e = open(wish());
    m_bench->clock.advance(5min);
    const auto claimed = m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    QCOMPARE(claimed.status, Status::Claimed);
    QCOMPARE(claimed.claimant, m_ada.id);
    QCOMPARE(*claimed.respondedAt, m_bench->clock.now());
    QCOMPARE(*claimed.leaseUntil, m_bench->clock.now() + 30min);
    m_bench->clock.advance(40s);
    const auto late = as<Escalation>(m_ben, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    QVERIFY(!late);
    QCOMPARE(late.error().code, Errc::Conflict);
    QCOMPARE(late.error().what, std::string("Ada claimed this 40 s ago"));
    QCOMPARE(now(e.id).claimant, m_ada.id);
    // Released, it is anybody's again.
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::release(deed, e.id); });
    QCOMPARE(now(e.id).status, Status::Waiting);
    QVERIFY(as<Escalation>(m_ben, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); }).has_value());
}

void EscalationDeskTest::takingOverNeedsAReason()
{
    const auto e = open(wish());
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    const auto silent = as<Escalation>(m_ben, [&](Deed &deed) { return desk::claim(deed, e.id, true, {}); });
    QVERIFY(!silent && silent.error().code == Errc::BadInput);
    m_bench->must<Escalation>(m_ben, [&](Deed &deed) { return desk::claim(deed, e.id, true, "she is ill"); });
    QCOMPARE(now(e.id).claimant, m_ben.id);
    QCOMPARE(m_bench->audited(e.id), (std::vector<std::string>{"escalation.opened", "escalation.claimed", "escalation.taken_over"}));
}

void EscalationDeskTest::anIdleLeaseComesBack()
{
    const auto e = open(wish());
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    m_bench->clock.advance(30min - 1ms);
    tick();
    QCOMPARE(now(e.id).claimant, m_ada.id);
    m_bench->clock.advance(1ms);
    tick();
    QCOMPARE(now(e.id).status, Status::Waiting);
    QVERIFY(now(e.id).claimant.empty());
    QVERIFY(now(e.id).respondedAt.has_value()); // that it was answered stays true
    QCOMPARE(m_bench->audited(e.id).back(), std::string("escalation.lease_over"));
}

void EscalationDeskTest::workRenewsTheLease()
{
    const auto e = open(wish());
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    m_bench->clock.advance(20min);
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::touchLease(deed, e.id); });
    m_bench->clock.advance(20min);
    tick();
    QCOMPARE(now(e.id).claimant, m_ada.id);
    const auto foreign = as<void>(m_ben, [&](Deed &deed) { return desk::touchLease(deed, e.id); });
    QVERIFY(!foreign && foreign.error().what == "Ada has claimed " + desk::numberOf(e));
}

void EscalationDeskTest::clocksStandStillWhileTheClientIsAsked()
{
    const auto e = open(wish("Urgent"));
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::waitOnClient(deed, e.id, true); });
    QCOMPARE(now(e.id).status, Status::WaitingOnClient);
    m_bench->clock.advance(3h); // three times the deadline
    tick();
    QVERIFY(!now(e.id).backupCalled && !now(e.id).halfTold);
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::waitOnClient(deed, e.id, false); });
    QCOMPARE(now(e.id).decideDue, e.decideDue + 3h);
    QCOMPARE(now(e.id).pausedMs, std::int64_t(3 * 3'600'000));
    m_bench->clock.advance(60min);
    tick();
    QVERIFY(now(e.id).backupCalled.has_value());
}

void EscalationDeskTest::aNewPriorityKeepsThePause()
{
    const auto e = open(wish("High"));
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::waitOnClient(deed, e.id, true); });
    m_bench->clock.advance(10min);
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::waitOnClient(deed, e.id, false); });
    const auto silent = as<void>(m_ada, [&](Deed &deed) { return desk::setPriority(deed, e.id, 3, {}); });
    QVERIFY(!silent && silent.error().code == Errc::BadInput);
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::setPriority(deed, e.id, 3, "a lawyer wrote"); });
    QCOMPARE(now(e.id).decideDue, e.openedAt + 60min + 10min);
}

void EscalationDeskTest::aSnoozedCaseWakes()
{
    const auto e = open(wish());
    const auto past = as<void>(m_ada, [&](Deed &deed) { return desk::snooze(deed, e.id, m_bench->clock.now()); });
    QVERIFY(!past && past.error().code == Errc::BadInput);
    const auto until = m_bench->clock.now() + 20min;
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::snooze(deed, e.id, until); });
    QCOMPARE(now(e.id).status, Status::Snoozed);
    QCOMPARE(m_bench->read<std::optional<Timestamp>>([](const store::ReadSql &sql) { return desk::nextTick(sql); }), std::optional(until));
    m_bench->clock.set(until);
    tick();
    QCOMPARE(now(e.id).status, Status::Waiting);
}

void EscalationDeskTest::aMissedDeadlineCallsTheBackupThenEveryone()
{
    m_bench->policy->backupOperator = m_ben.id;
    const auto e = open(wish("Urgent")); // answer in 30 min, decide in 60
    m_bench->clock.advance(15min);
    tick();
    QCOMPARE(m_bench->audited(e.id).back(), std::string("escalation.half_time"));
    tick(); // told once
    QCOMPARE(m_bench->audited(e.id).size(), std::size_t(2));
    m_bench->clock.advance(15min);
    tick();
    QCOMPARE(m_bench->audited(e.id).back(), std::string("escalation.overdue"));
    const auto summary = m_bench->read<std::string>([&](const store::ReadSql &sql) { return store::audit::page(sql, {{}, {}, e.id, {}}, {{}, 1}).rows.front().summary; });
    QCOMPARE(summary, desk::numberOf(e) + " is overdue; called Ben");
    m_bench->clock.advance(30min);
    tick();
    tick();
    QCOMPARE(m_bench->audited(e.id), (std::vector<std::string>{"escalation.opened", "escalation.half_time", "escalation.overdue", "escalation.everyone_called"}));
    QVERIFY(!m_bench->read<std::optional<Timestamp>>([](const store::ReadSql &sql) { return desk::nextTick(sql); }));
}

void EscalationDeskTest::badVerdicts_data()
{
    QTest::addColumn<QByteArray>("decision");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<int>("versionBehind");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("what");
    const auto row = [](const char *name, const char *decision, const char *reason, const char *reply, int behind, Errc code, const char *what) {
        QTest::newRow(name) << QByteArray(decision) << QByteArray(reason) << QByteArray(reply) << behind << int(code) << QByteArray(what);
    };
    row("no decision", "ignore", "", "", 0, Errc::BadInput, "\"ignore\" is not a decision");
    row("reject without reason", "reject", "", "", 0, Errc::BadInput, "this decision needs a reason");
    row("handed back without reason", "hand_back", "", "", 0, Errc::BadInput, "this decision needs a reason");
    row("an empty edit", "edit", "", "", 0, Errc::BadInput, "the edited reply is empty");
    row("a stale version", "approve", "", "", 1, Errc::Conflict, "E-1001 has changed since you looked at it");
}

void EscalationDeskTest::badVerdicts()
{
    QFETCH(QByteArray, decision);
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, reply);
    QFETCH(int, versionBehind);
    QFETCH(int, code);
    const auto e = open(wish());
    const auto claimed = m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    desk::Verdict verdict{decision.toStdString(), reason.toStdString(), reply.toStdString(), {}, claimed.version - versionBehind, "console"};
    const auto outcome = as<Escalation>(m_ada, [&](Deed &deed) { return desk::decide(deed, e.id, verdict); });
    QVERIFY(!outcome);
    QCOMPARE(int(outcome.error().code), code);
    QTEST(QByteArray::fromStdString(outcome.error().what), "what");
    QCOMPARE(now(e.id).status, Status::Claimed);
    QVERIFY(m_bench->effects().empty());
}

void EscalationDeskTest::anApprovedReplyIsHeldThenDone()
{
    const auto e = open(wish());
    const auto other = as<Escalation>(m_ben, [&](Deed &deed) { return desk::decide(deed, "esc_none", {"approve", {}, {}, {}, -1, {}}); });
    QVERIFY(!other && other.error().code == Errc::NotFound);
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); });
    const auto foreign = as<Escalation>(m_ben, [&](Deed &deed) { return desk::decide(deed, e.id, {"approve", {}, {}, {}, -1, {}}); });
    QVERIFY(!foreign && foreign.error().what == "Ada has claimed E-1001");
    const auto held = decided(m_ada, e.id, {"approve", {}, {}, {}, -1, "console"});
    QCOMPARE(held.status, Status::Held);
    QCOMPARE(*held.holdUntil, m_bench->clock.now() + 30s);
    const auto mails = m_bench->effects();
    QCOMPARE(mails.size(), std::size_t(1));
    QCOMPARE(mails.front().target, std::string("helene@example.com"));
    QCOMPARE(mails.front().state, store::outbox::State::Held);
    QCOMPARE(hs::text(mails.front().body, "text"), std::string("We take this seriously and call you today."));
    const auto again = as<Escalation>(m_ada, [&](Deed &deed) { return desk::decide(deed, e.id, {"reject", "no", {}, {}, -1, {}}); });
    QVERIFY(!again && again.error().what == "E-1001 is already decided (approve)");
    QVERIFY(m_bench->read<std::vector<Escalation>>([&](const store::ReadSql &sql) { return store::escalations::holdOver(sql, m_bench->clock.now()); }).empty());
    m_bench->clock.advance(30s);
    QCOMPARE(m_bench->read<std::vector<Escalation>>([&](const store::ReadSql &sql) { return store::escalations::holdOver(sql, m_bench->clock.now()); }).size(), std::size_t(1));
    QVERIFY(!finish(e.id)); // no workflow waits for it
    QCOMPARE(now(e.id).status, Status::Done);
    const auto late = as<Escalation>(m_ada, [&](Deed &deed) { return desk::undo(deed, e.id); });
    QVERIFY(!late && late.error().code == Errc::Conflict);
}

void EscalationDeskTest::anEditKeepsTheDifference()
{
    const auto e = open(wish());
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::saveDraft(deed, e.id, "half a thought"); });
    decided(m_ada, e.id, {"edit", {}, "We call you at four.", {}, -1, "http"});
    const auto decision = m_bench->read<std::optional<store::escalations::Decision>>([&](const store::ReadSql &sql) { return store::escalations::lastDecision(sql, e.id); });
    QCOMPARE(decision->reply, std::string("We call you at four."));
    QCOMPARE(hs::text(decision->difference, "proposed"), std::string("We take this seriously and call you today."));
    QCOMPARE(hs::text(decision->difference, "sent"), std::string("We call you at four."));
    m_bench->clock.advance(30s);
    finish(e.id);
    QVERIFY(!m_bench->read<std::optional<std::string>>([&](const store::ReadSql &sql) { return store::escalations::draft(sql, e.id, m_ada.id); }));
}

void EscalationDeskTest::aDecisionIsTakenBackWhileItIsHeld()
{
    const auto e = open(wish());
    decided(m_ada, e.id, {"approve", {}, {}, {}, -1, {}});
    m_bench->clock.advance(29s);
    const auto back = m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::undo(deed, e.id); });
    QCOMPARE(back.status, Status::Claimed);
    QVERIFY(back.decision.empty());
    QCOMPARE(m_bench->effects().front().state, store::outbox::State::Cancelled);
    // And another decision follows, with effects of its own.
    decided(m_ada, e.id, {"edit", {}, "We refund you.", {}, -1, {}});
    QCOMPARE(m_bench->effects().size(), std::size_t(2));
    QCOMPARE(m_bench->effects().front().state, store::outbox::State::Held);
    QCOMPARE(m_bench->audited(e.id), (std::vector<std::string>{"escalation.opened", "escalation.decided", "escalation.undone", "escalation.decided"}));
}

void EscalationDeskTest::nothingIsTakenBackOnceItHasLeft()
{
    m_bench->policy->moneyHold = 300s;
    auto refund = wish();
    agents::EffectWish money;
    money.kind = "mail";
    money.target = "bank@example.com";
    money.summary = "Refunds 60 EUR";
    money.body = {{"amount", 60}};
    money.keyPart = "refund";
    refund.effects = {money};
    const auto e = open(refund);
    const auto held = decided(m_ada, e.id, {"approve", {}, {}, {}, -1, {}});
    QCOMPARE(*held.holdUntil, m_bench->clock.now() + 300s); // as long as the longest of its effects
    m_bench->clock.advance(31s);
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        for (const auto &effect : store::outbox::take(deed.tx, deed.now, {{"mail", 10}, {"slack", 10}}, "run"))
            store::outbox::sent(deed.tx, effect, deed.now);
        return {};
    });
    const auto late = as<Escalation>(m_ada, [&](Deed &deed) { return desk::undo(deed, e.id); });
    QVERIFY(!late);
    QCOMPARE(late.error().what, std::string("\"Sends the reply to Helene Falk by e-mail\" has already left"));
    QCOMPARE(now(e.id).status, Status::Held); // nothing of the undo stands
    for (const auto &effect : m_bench->effects())
        QVERIFY(effect.state != store::outbox::State::Cancelled);
}

void EscalationDeskTest::whatWasHandedBackDoesNotFireAgain()
{
    const auto e = open(wish());
    decided(m_ada, e.id, {"hand_back", "answer her by phone", {}, {}, -1, {}});
    m_bench->clock.advance(30s);
    finish(e.id);
    const auto again = m_bench->must<std::optional<Escalation>>(engineActor(), [&](Deed &deed) -> Result<std::optional<Escalation>> { return desk::open(deed, wish(), "grace-fields"); });
    QVERIFY(!again);
    auto news = wish();
    news.request = "Now my lawyer writes.";
    QVERIFY(open(news).id != e.id); // other facts are another case
    const auto told = m_bench->messages("escalation_handed_back");
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(hs::text(told.front().payload, "instruction"), std::string("answer her by phone"));
}

void EscalationDeskTest::aRejectedCaseGoesToSomebodyOrEnds()
{
    auto one = wish();
    one.thread = m_bench->must<std::string>(engineActor(), [&](Deed &deed) -> Result<std::string> {
        store::threads::Thread thread;
        thread.id = "thr_1";
        thread.title = "Helene Falk";
        thread.agent = "grace-fields";
        thread.channel = "email";
        thread.lastAt = deed.now;
        store::threads::insert(deed.tx, thread);
        return thread.id;
    });
    const auto thread = [&] { return m_bench->read<std::optional<store::threads::Thread>>([](const store::ReadSql &sql) { return store::threads::find(sql, "thr_1"); }).value(); };
    const auto e = open(one);
    QCOMPARE(thread().chip, std::string("escalated"));
    decided(m_ada, e.id, {"reject", "I write myself", {}, "by_hand", -1, {}});
    finish(e.id);
    QCOMPARE(thread().chip, std::string("needs_reply"));
    QCOMPARE(thread().assignee, m_ada.id);
    one.request = "Something else";
    const auto next = open(one);
    decided(m_ada, next.id, {"reject", "spam", {}, "close", -1, {}});
    finish(next.id);
    QVERIFY(thread().closed);
}

void EscalationDeskTest::theNextCaseIsTheOneWhoseClockEndsFirst()
{
    const auto low = open(wish("Low"));
    auto urgent = wish("Urgent");
    urgent.request = "Fire";
    const auto first = open(urgent);
    const auto taken = m_bench->must<Escalation>(m_ada, [](Deed &deed) { return desk::claimNext(deed, {}); });
    QCOMPARE(taken.id, first.id);
    QCOMPARE(m_bench->must<Escalation>(m_ben, [](Deed &deed) { return desk::claimNext(deed, {}); }).id, low.id);
    const auto none = as<Escalation>(m_ben, [](Deed &deed) { return desk::claimNext(deed, {}); });
    QVERIFY(!none && none.error().code == Errc::NotFound);
}

void EscalationDeskTest::assigningNamesThePerson()
{
    const auto e = open(wish());
    const auto nobody = as<void>(m_ada, [&](Deed &deed) { return desk::assign(deed, e.id, "op_none", {}); });
    QVERIFY(!nobody && nobody.error().code == Errc::NotFound);
    m_bench->must<void>(m_ada, [&](Deed &deed) { return desk::assign(deed, e.id, m_ben.id, "he knows her"); });
    QCOMPARE(now(e.id).claimant, m_ben.id);
    QCOMPARE(now(e.id).status, Status::Claimed);
}

QTEST_GUILESS_MAIN(EscalationDeskTest)
#include "escalation_desk_test.moc"
