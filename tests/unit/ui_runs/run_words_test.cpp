#include <QJsonDocument>
#include <QTest>

#include "tests/fakes/sample_run.h"
#include "ui/runs/context_diff.h"
#include "ui/runs/pair_words.h"
#include "ui/runs/run_offers.h"
#include "ui/runs/run_picture.h"
#include "ui/runs/run_words.h"
#include "ui/runs/step_details.h"
#include "ui/runs/timeline_scale.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

api::RunPage sample(test::SampleRun::Kind kind)
{
    test::SampleRun run;
    run.kind = kind;
    run.now = QDateTime::fromString(s("2026-03-12T11:08:00Z"), Qt::ISODate);
    return run.page(-1, 250);
}

} // namespace

/// What the history of a run says, and where its parts stand. All pure.
class RunWordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsReadAsSentences_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("text");
        using K = api::RunInput;
        QTest::newRow("the start") << int(K::Start) << QString() << s("Started");
        QTest::newRow("a timer") << int(K::Timer) << s("xstate.after.remind.viewing") << s("Timer “remind” ended");
        QTest::newRow("a delayed event") << int(K::Timer) << s("nudge") << s("Timer “nudge” ended");
        QTest::newRow("a task done") << int(K::TaskDone) << s("score") << s("Task “score” done");
        QTest::newRow("a task that failed") << int(K::TaskFailed) << s("0.lead.new") << s("Task “0.lead.new” failed");
        QTest::newRow("an event as it is") << int(K::Event) << s("lead.qualified") << s("lead.qualified");
        QTest::newRow("a move taken back") << int(K::Undo) << s("undo") << s("Move taken back");
        QTest::newRow("an operator's act") << int(K::Act) << s("pause") << s("Paused");
        QTest::newRow("an act of a newer engine") << int(K::Act) << s("fork") << s("fork");
    }
    void stepsReadAsSentences()
    {
        QFETCH(int, kind);
        QFETCH(QString, input);
        api::RunStep step;
        step.seq = 3;
        step.kind = api::RunInput(kind);
        step.input = input;
        QTEST(inputText(step.kind, step.input), "text");
        step.exited = {s("lead.new")};
        step.entered = {s("lead.qualified")};
        QCOMPARE(stepPath(step), s("new → qualified"));
        QVERIFY(stepSentence(step).startsWith(s("Step 3, ")));
    }
    void aSentenceTellsAllOfAStep()
    {
        api::RunStep step;
        step.seq = 1200;
        step.kind = api::RunInput::Event;
        step.input = s("room.assigned");
        step.actor = s("Mira Kovac");
        step.entered = {s("m.room.reserved")};
        step.tasksStarted = {s("letter")};
        step.tasksCancelled = {s("search")};
        step.changed = {s("room")};
        step.reason = s("free that week");
        const QString sentence = stepSentence(step);
        for (const char *part : {"1,200", "room.assigned", "by Mira Kovac", "into reserved", "began letter", "stopped search", "changed room", "free that week"})
            QVERIFY2(sentence.contains(s(part)), qPrintable(sentence));
    }

    void contextsAreComparedFieldByField_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("changes");
        QTest::newRow("nothing") << QByteArray(R"({"a":1})") << QByteArray(R"({"a":1})") << QStringList();
        QTest::newRow("a new field") << QByteArray("{}") << QByteArray(R"({"a":1})") << QStringList{s("a: new: 1")};
        QTest::newRow("another value") << QByteArray(R"({"a":1})") << QByteArray(R"({"a":2})") << QStringList{s("a: 1 → 2")};
        QTest::newRow("a field that is gone") << QByteArray(R"({"a":"x"})") << QByteArray("{}") << QStringList{s("a: removed, it was x")};
        QTest::newRow("within an object") << QByteArray(R"({"w":{"price":1,"name":"n"}})") << QByteArray(R"({"w":{"price":2,"name":"n"}})") << QStringList{s("w.price: 1 → 2")};
        QTest::newRow("emptied") << QByteArray(R"({"a":"x"})") << QByteArray(R"({"a":null})") << QStringList{s("a: x → nothing")};
        QTest::newRow("by name") << QByteArray("{}") << QByteArray(R"({"b":1,"a":1})") << QStringList{s("a: new: 1"), s("b: new: 1")};
    }
    void contextsAreComparedFieldByField()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const QJsonObject from = QJsonDocument::fromJson(before).object();
        const QJsonObject to = QJsonDocument::fromJson(after).object();
        QStringList lines;
        for (const ContextChange &change : contextChanges(from, to))
            lines << change.path + s(": ") + changeText(change);
        QTEST(lines, "changes");
        // The patch leads there, by the rules of RFC 7396.
        const std::function<QJsonObject(QJsonObject, const QJsonObject &)> merged = [&](QJsonObject target, const QJsonObject &patch) {
            for (auto it = patch.begin(); it != patch.end(); ++it) {
                if (it.value().isNull())
                    target.remove(it.key());
                else
                    target[it.key()] = it.value().isObject() ? QJsonValue(merged(target.value(it.key()).toObject(), it.value().toObject())) : it.value();
            }
            return target;
        };
        QJsonObject wanted = to;
        for (const QString &key : to.keys())
            if (to.value(key).isNull()) // a null in a patch removes
                wanted.remove(key);
        QCOMPARE(merged(from, contextPatch(from, to)), wanted);
    }

    void aLongPauseIsDrawnShortened()
    {
        const TimelineScale scale(TimelineScale::Mode::Time, {{0, 0}, {1, 1000}, {2, 2000}, {3, 500'000'000}, {4, 500'001'000}}, 100, 1, 16);
        QCOMPARE(scale.breaks().size(), std::size_t(1));
        QCOMPARE(scale.breaks()[0].millis, 499'998'000);
        QVERIFY(scale.breaks()[0].x > scale.xOf(2) && scale.breaks()[0].x < scale.xOf(3));
        QVERIFY(scale.xOf(3) - scale.xOf(2) < 10 * (scale.xOf(1) - scale.xOf(0))); // not half a million times as far
        QVERIFY(scale.xOf(3) - scale.xOf(2) > scale.xOf(1) - scale.xOf(0));
    }
    void theWholeRunFitsItsWindow()
    {
        std::vector<RunMoment> moments;
        for (int i = 0; i < 500; ++i)
            moments.push_back({i, i * 1000});
        const TimelineScale scale(TimelineScale::Mode::Fit, moments, 600, 1, 16);
        QCOMPARE(scale.width(), 600.0);
        QVERIFY(scale.xOf(499) < 600);
        for (int i = 1; i < 500; ++i)
            QVERIFY(scale.xOf(i) > scale.xOf(i - 1));
    }
    void eachStepHasTheSameWidth()
    {
        const TimelineScale scale(TimelineScale::Mode::Steps, {{10, 0}, {11, 5}, {12, 90'000}, {13, 90'001}}, 50, 2, 10);
        QCOMPARE(scale.xOf(11) - scale.xOf(10), 60.0);
        QCOMPARE(scale.xOf(13) - scale.xOf(12), 60.0);
        QVERIFY(scale.breaks().empty());
    }
    void placesAndStepsFindEachOther()
    {
        const TimelineScale scale(TimelineScale::Mode::Time, {{5, 0}, {6, 1000}, {7, 3000}}, 400, 1, 16);
        for (const qint64 seq : {5, 6, 7})
            QCOMPARE(scale.seqAt(scale.xOf(seq)), seq);
        QCOMPARE(scale.seqAt(-50), 5);
        QCOMPARE(scale.seqAt(9000), 7);
        QCOMPARE(scale.xOfTime(2000), (scale.xOf(6) + scale.xOf(7)) / 2);
        QCOMPARE(TimelineScale().seqAt(10), -1);
        const TimelineScale one(TimelineScale::Mode::Fit, {{0, 77}}, 300, 1, 16);
        QCOMPARE(one.seqAt(150), 0);
    }

    void pagesThatFollowEachOtherAreOnePicture()
    {
        test::SampleRun run;
        run.kind = test::SampleRun::Kind::Long;
        run.now = QDateTime::currentDateTimeUtc();
        const api::RunPage first = run.page(0, 250);
        const api::RunPage second = run.page(250, 250);
        const RunPicture picture = joinPages({&first, &second});
        QCOMPARE(picture.steps.size(), std::size_t(500));
        QCOMPARE(picture.bars.size(), std::size_t(500)); // the one across the seam is one
        int open = 0;
        for (const api::RunBar &bar : picture.bars)
            open += bar.to < 0 ? 1 : 0;
        QCOMPARE(open, 1);
        QCOMPARE(joinPages({}).steps.size(), std::size_t(0));
    }

    void offersSayWhatTheyWillDo_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("retry");
        QTest::addColumn<bool>("possible");
        using K = test::SampleRun::Kind;
        QTest::newRow("a stopped run") << int(K::Incident) << s("Handles “booking.cancelled” once more. Nothing of the failed try was kept.") << true;
        QTest::newRow("a run that moves") << int(K::OneStep) << s("No step of this run has failed.") << false;
        QTest::newRow("a run that has ended") << int(K::Done) << s("No step of this run has failed.") << false;
    }
    void offersSayWhatTheyWillDo()
    {
        QFETCH(int, kind);
        QFETCH(bool, possible);
        const auto offers = runOffers(sample(test::SampleRun::Kind(kind)), api::Role::Operator);
        const RunOffer *retry = findOffer(offers, RunOffer::Kind::Retry);
        QCOMPARE(retry->refused.isEmpty(), possible);
        QTEST(possible ? retry->consequence : retry->refused, "retry");
        const RunOffer *again = findOffer(offers, RunOffer::Kind::StartAgain);
        QCOMPARE(again->consequence, s("Starts a new run of retreat-booking 1.2.0 with the same first input. This one stays as it is."));
        QVERIFY(again->refused.isEmpty());
        for (const RunOffer &offer : offers)
            QVERIFY2(!offer.title.isEmpty() && !offer.icon.isEmpty() && !(offer.consequence + offer.refused).isEmpty(), qPrintable(offer.title));
    }
    void O1_whatIsNotPossibleSaysWhy()
    {
        api::RunPage run = sample(test::SampleRun::Kind::OneStep);
        QCOMPARE(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::Edit)->refused, s("The run is moving. Pause it first."));
        QVERIFY(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::Pause)->refused.isEmpty());
        for (const RunOffer &offer : runOffers(run, api::Role::Viewer))
            QVERIFY2(!offer.refused.isEmpty(), qPrintable(offer.title));
        run.row.status = api::WorkflowStatus::Paused;
        QVERIFY(!findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::Pause));
        QVERIFY(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::Resume)->refused.isEmpty());
        run.currentVersion.clear();
        QVERIFY(!findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::StartAgain)->refused.isEmpty());
        run.row.status = api::WorkflowStatus::Cancelled;
        QCOMPARE(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::Cancel)->refused, s("The run has ended."));
        for (const RunOffer &offer : runOffers(run, api::Role::Operator))
            QVERIFY(offer.wantsReason || offer.kind == RunOffer::Kind::Retry);
    }
    void D9_anUncertainTaskIsForAPersonToSettle()
    {
        api::RunPage run = sample(test::SampleRun::Kind::OneStep);
        QVERIFY(!findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::TryTask));
        run.openTasks = {{s("score"), s("nyra.score"), false, true, QDateTime::currentDateTimeUtc()}};
        QCOMPARE(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::TryTask)->task, s("score"));
        QVERIFY(!findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::TaskDone));
        run.openTasks[0].uncertain = true;
        QVERIFY(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::TaskDone));
        QVERIFY(findOffer(runOffers(run, api::Role::Operator), RunOffer::Kind::TaskFailed));
    }

    void waitsDifferWhenItMatters_data()
    {
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("second");
        QTest::addColumn<bool>("differ");
        QTest::newRow("the same") << qint64(5000) << qint64(5000) << false;
        QTest::newRow("a few milliseconds") << qint64(3) << qint64(900) << false;
        QTest::newRow("a third more") << qint64(60'000) << qint64(80'000) << false;
        QTest::newRow("twice as long") << qint64(60'000) << qint64(120'000) << true;
        QTest::newRow("either way round") << qint64(120'000) << qint64(60'000) << true;
    }
    void waitsDifferWhenItMatters()
    {
        QFETCH(qint64, first);
        QFETCH(qint64, second);
        QTEST(waitsDiffer(first, second), "differ");
    }
    void pairsSayHowTheyDiffer()
    {
        test::SampleRun run;
        run.now = QDateTime::currentDateTimeUtc();
        const api::RunComparison compared = run.comparedWith(run.otherRow());
        QCOMPARE(comparisonSentence(compared), s("Steps: 3 alike, 3 different, 2 only in RB-214, 1 only in RB-198."));
        QCOMPARE(pairKind(compared.pairs[2]), PairKind::OnlyFirst);
        QVERIFY(pairSentence(compared.pairs[2], s("RB-214"), s("RB-198")).startsWith(s("Only in RB-214: Step 2, page.visited")));
        QCOMPARE(pairDifferences(compared.pairs[1]), QStringList{s("score: 82, not 64")});
        QVERIFY(pairDifferences(compared.pairs[3]).value(0).startsWith(s("waited ")));
        QVERIFY(pairSentence(compared.pairs[1], s("RB-214"), s("RB-198")).contains(s("score: 82, not 64")));
        QCOMPARE(comparisonSentence({}), s("Both runs went the same way."));
    }
    void idsLeadToTheirKind()
    {
        QCOMPARE(kindOfId(s("rec_01")), s("record"));
        QCOMPARE(kindOfId(s("wf_01")), s("run"));
        QCOMPARE(kindOfId(s("msg_01")), s("message"));
        QVERIFY(kindOfId(s("text:3-9")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(RunWordsTest)
#include "run_words_test.moc"
