#include <QAbstractItemModelTester>
#include <QtTest>

#include "tests/fakes/fake_door.h"
#include "ui/conversations/thread_list_model.h"
#include "ui/conversations/thread_model.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

/// Threads as the engine pages them: latest first, by a descending number.
struct MemoryThreads {
    std::vector<api::ThreadRow> rows; // latest first

    static api::ThreadRow make(int number)
    {
        api::ThreadRow row;
        row.id = QStringLiteral("thr_%1").arg(number, 6, 10, QLatin1Char('0'));
        row.title = QStringLiteral("Person %1").arg(number);
        row.lastLine = s("Hello");
        return row;
    }
    api::Page<api::ThreadRow> answer(const api::Window &window) const
    {
        api::Page<api::ThreadRow> page;
        page.total = qint64(rows.size());
        bool begun = window.after.isEmpty();
        for (const api::ThreadRow &row : rows) {
            if (begun && int(page.rows.size()) == window.limit) {
                page.next = page.rows.back().id;
                break;
            }
            if (begun)
                page.rows.push_back(row);
            begun = begun || row.id == window.after;
        }
        return page;
    }
};

api::ThreadItem itemOf(int number)
{
    api::ThreadItem item;
    item.id = QStringLiteral("itm_%1").arg(number, 6, 10, QLatin1Char('0'));
    item.kind = s("client");
    item.authorName = s("Priya Raman");
    item.text = QStringLiteral("Message %1").arg(number);
    return item;
}

/// The page of a thread with `total` items that ends before `older` (a number; empty: at the newest).
api::ThreadDetail pageOf(const api::ThreadDetailQuery &query, int total)
{
    api::ThreadDetail detail;
    detail.row.id = query.id;
    detail.version = total;
    const int end = query.window.after.isEmpty() ? total : query.window.after.toInt();
    const int begin = std::max(0, end - query.window.limit);
    for (int i = begin; i < end; ++i)
        detail.items.push_back(itemOf(i));
    if (begin > 0)
        detail.older = QString::number(begin);
    return detail;
}

} // namespace

class ThreadModelsTest : public QObject {
    Q_OBJECT

    test::FakeDoor m_door;
    api::Engine m_engine{m_door};
    MemoryThreads m_threads;
    int m_total = 0;

private Q_SLOTS:
    void init()
    {
        m_threads = {};
        m_door.onQuery<api::ThreadQuery>([this](const auto &query, const auto &) -> Result<api::Page<api::ThreadRow>> {
            return m_threads.answer(query.window);
        });
        m_door.onQuery<api::ThreadDetailQuery>([this](const auto &query, const auto &) -> Result<api::ThreadDetail> {
            return pageOf(query, m_total);
        });
        m_door.forgetCalls();
    }

    void theListLoadsPagesOfAHundred()
    {
        for (int i = 0; i < 260; ++i)
            m_threads.rows.push_back(MemoryThreads::make(1000 - i));
        ThreadListModel model(m_engine); // without the model tester, which reads on by itself
        model.show({});
        QTRY_COMPARE(model.size(), 100);
        QCOMPARE(model.total(), 260);
        model.loadMore();
        QTRY_COMPARE(model.size(), 200);
        model.loadMore();
        QTRY_COMPARE(model.size(), 260);
        QVERIFY(!model.canFetchMore({}));
        QCOMPARE(m_door.lastQuery<api::ThreadQuery>()->window.limit, 100);
    }
    void aThreadWithNewsMovesToTheTop()
    {
        for (int i = 0; i < 5; ++i)
            m_threads.rows.push_back(MemoryThreads::make(5 - i));
        ThreadListModel model(m_engine);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show({});
        QTRY_COMPARE(model.size(), 5);
        const QPersistentModelIndex selected(model.index(3));
        const QString title = selected.data().toString();
        std::rotate(m_threads.rows.begin(), m_threads.rows.begin() + 3, m_threads.rows.begin() + 4);
        m_threads.rows.front().lastLine = s("News");
        m_door.announce({api::Topic::Threads, {m_threads.rows.front().id}, 2});
        QTRY_COMPARE(selected.row(), 0);
        QCOMPARE(selected.data().toString(), title);
        QCOMPARE(model.at(0).lastLine, s("News"));
    }
    void loadedPagesSurviveARefresh()
    {
        for (int i = 0; i < 900; ++i)
            m_threads.rows.push_back(MemoryThreads::make(2000 - i));
        ThreadListModel model(m_engine);
        model.show({});
        QTRY_COMPARE(model.size(), 100);
        while (model.size() < 900) {
            const int before = model.size();
            model.loadMore();
            QTRY_VERIFY(model.size() > before);
        }
        m_threads.rows.insert(m_threads.rows.begin(), MemoryThreads::make(3000));
        m_door.announce({api::Topic::Threads, {s("thr_003000")}, 3});
        QTRY_COMPARE(model.size(), 901);
        QCOMPARE(model.at(0).title, s("Person 3000"));
        QCOMPARE(model.at(900).title, s("Person 1101"));
    }
    void anAnswerOfAnotherFilterIsDropped()
    {
        m_threads.rows.push_back(MemoryThreads::make(1));
        ThreadListModel model(m_engine);
        m_door.setReply(test::FakeDoor::Reply::Held);
        model.show({});
        api::ThreadQuery mine;
        mine.filter = api::ThreadQuery::Filter::Mine;
        model.show(mine);
        QSignalSpy loaded(&model, &ThreadListModel::loaded);
        m_door.release();
        QTRY_COMPARE(loaded.size(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(loaded.size(), 1);
        m_door.setReply(test::FakeDoor::Reply::AtOnce);
    }
    void aThreadOpensAtItsNewestItems()
    {
        m_total = 350;
        ThreadModel model(m_engine);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.open(s("thr_1"));
        QTRY_COMPARE(model.size(), 100);
        QCOMPARE(model.at(99).text, s("Message 349"));
        QVERIFY(model.hasOlder());
        model.loadOlder();
        QTRY_COMPARE(model.size(), 200);
        QCOMPARE(model.at(0).text, s("Message 150"));
    }
    void newItemsComeBehindTheLoadedPages()
    {
        m_total = 250;
        ThreadModel model(m_engine);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.open(s("thr_1"));
        QTRY_COMPARE(model.size(), 100);
        model.loadOlder();
        QTRY_COMPARE(model.size(), 200);
        m_total = 253;
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        m_door.announce({api::Topic::Threads, {s("thr_1")}, 4});
        QTRY_COMPARE(model.size(), 203);
        QCOMPARE(model.at(202).text, s("Message 252"));
        QCOMPARE(model.at(0).text, s("Message 50"));
        QCOMPARE(reset.size(), 0);
    }
    void aGapAfterALongAbsenceIsNotHidden()
    {
        m_total = 120;
        ThreadModel model(m_engine);
        model.open(s("thr_1"));
        QTRY_COMPARE(model.size(), 100);
        m_total = 500; // more than a page came at once
        model.refresh();
        QTRY_COMPARE(model.at(0).text, s("Message 400"));
        QCOMPARE(model.size(), 100);
        QVERIFY(model.hasOlder());
    }
    void changesOfOtherThreadsAskNothing()
    {
        m_total = 3;
        ThreadModel model(m_engine);
        model.open(s("thr_1"));
        QTRY_COMPARE(model.size(), 3);
        m_door.forgetCalls();
        m_door.announce({api::Topic::Threads, {s("thr_2")}, 5});
        QCoreApplication::processEvents();
        QVERIFY(!m_door.lastQuery<api::ThreadDetailQuery>());
    }
    void rowsSpeakInWholeSentences()
    {
        api::ThreadRow row = MemoryThreads::make(1);
        row.chip = s("needs_reply");
        row.unread = true;
        QCOMPARE(threadSentence(row), s("Person 1, Needs reply, unread, Hello."));
        api::ThreadItem note = itemOf(1);
        note.kind = s("note");
        QVERIFY(itemSentence(note).startsWith(s("Internal note by Priya Raman")));
        api::ThreadItem failed = itemOf(1);
        failed.delivery = s("failed");
        QVERIFY(itemSentence(failed).contains(s("could not be sent")));
    }
};

QTEST_GUILESS_MAIN(ThreadModelsTest)
#include "thread_models_test.moc"
