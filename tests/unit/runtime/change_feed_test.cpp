#include "engine/runtime/change_feed.h"

#include <atomic>

#include <QElapsedTimer>
#include <QTest>

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

/// At most ten changes a second and topic, however many commits there are.
class ChangeFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyCommitsAreFewChanges();
    void topicsDoNotWaitForOneAnother();
    void idsAreNamedWhileTheyAreFew();
    void theLastCommitIsAlwaysTold();
    void whoLeftHearsNothing();

private:
    struct Heard {
        std::mutex mutex;
        std::vector<api::Change> changes;
        std::vector<std::chrono::steady_clock::time_point> at;
        void take(const api::Change &change)
        {
            const std::lock_guard lock(mutex);
            changes.push_back(change);
            at.push_back(std::chrono::steady_clock::now());
        }
        std::size_t count()
        {
            const std::lock_guard lock(mutex);
            return changes.size();
        }
    };
};

void ChangeFeedTest::manyCommitsAreFewChanges()
{
    ChangeFeed feed;
    Heard heard;
    const auto ear = feed.subscribe([&](const api::Change &change) { heard.take(change); });
    QElapsedTimer clock;
    clock.start();
    int commits = 0;
    while (clock.elapsed() < 550) {
        feed.committed({{Topic::Tasks, "tsk_" + std::to_string(commits % 10)}});
        ++commits;
        std::this_thread::yield();
    }
    const auto expected = std::size_t(clock.elapsed()) / 100 + 1;
    QVERIFY(commits > 100);
    QTRY_VERIFY(heard.count() >= 4);
    QVERIFY2(heard.count() <= expected + 1, qPrintable(QString::number(heard.count())));
    const std::lock_guard lock(heard.mutex);
    for (std::size_t i = 1; i < heard.at.size(); ++i)
        QVERIFY(heard.at[i] - heard.at[i - 1] >= 95ms);
    for (std::size_t i = 1; i < heard.changes.size(); ++i)
        QVERIFY(heard.changes[i].revision > heard.changes[i - 1].revision);
}

void ChangeFeedTest::topicsDoNotWaitForOneAnother()
{
    ChangeFeed feed;
    Heard heard;
    const auto ear = feed.subscribe([&](const api::Change &change) { heard.take(change); });
    feed.committed({{Topic::Tasks, "a"}});
    QTRY_COMPARE(heard.count(), std::size_t(1));
    feed.announce(Topic::Settings);
    QTRY_COMPARE(heard.count(), std::size_t(2));
    const std::lock_guard lock(heard.mutex);
    QVERIFY(heard.at[1] - heard.at[0] < 1s);
    QCOMPARE(heard.changes[1].topic, Topic::Settings);
    QVERIFY(heard.changes[1].ids.empty());
}

void ChangeFeedTest::idsAreNamedWhileTheyAreFew()
{
    ChangeFeed feed;
    Heard heard;
    const auto ear = feed.subscribe([&](const api::Change &change) { heard.take(change); });
    feed.committed({{Topic::Records, "rec_2"}, {Topic::Records, "rec_1"}, {Topic::Records, "rec_2"}});
    QTRY_COMPARE(heard.count(), std::size_t(1));
    std::vector<store::Transaction::Touched> many;
    for (std::size_t i = 0; i <= ChangeFeed::MaxIds; ++i)
        many.push_back({Topic::Records, "rec_" + std::to_string(i)});
    feed.committed(many);
    QTRY_COMPARE(heard.count(), std::size_t(2));
    const std::lock_guard lock(heard.mutex);
    QCOMPARE(heard.changes[0].ids, (std::vector<QString>{QStringLiteral("rec_1"), QStringLiteral("rec_2")}));
    QVERIFY(heard.changes[1].ids.empty());
}

void ChangeFeedTest::theLastCommitIsAlwaysTold()
{
    ChangeFeed feed;
    Heard heard;
    const auto ear = feed.subscribe([&](const api::Change &change) { heard.take(change); });
    feed.committed({{Topic::Tasks, "first"}});
    QTRY_COMPARE(heard.count(), std::size_t(1));
    feed.committed({{Topic::Tasks, "last"}}); // within the same tenth of a second
    QTRY_COMPARE(heard.count(), std::size_t(2));
    const std::lock_guard lock(heard.mutex);
    QCOMPARE(heard.changes[1].ids, (std::vector<QString>{QStringLiteral("last")}));
    QCOMPARE(heard.changes[1].revision, feed.revision());
}

void ChangeFeedTest::whoLeftHearsNothing()
{
    ChangeFeed feed;
    Heard gone, stays;
    auto ear = feed.subscribe([&](const api::Change &change) { gone.take(change); });
    const auto other = feed.subscribe([&](const api::Change &change) { stays.take(change); });
    ear.reset();
    feed.announce(Topic::Status);
    QTRY_COMPARE(stays.count(), std::size_t(1));
    QCOMPARE(gone.count(), std::size_t(0));
}

QTEST_GUILESS_MAIN(ChangeFeedTest)
#include "change_feed_test.moc"
