#include "ui/activity/row_model.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/fakes/fake_door.h"
#include "ui/activity/pager.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

class Events final : public RowModel<api::EventRow> {
public:
    using RowModel::RowModel;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole && index.isValid() ? QVariant(at(index.row())->id) : QVariant();
    }
    QString text() const
    {
        QStringList ids;
        for (const auto &row : rows())
            ids << row.id;
        return ids.join(u' ');
    }

protected:
    QString keyOf(const api::EventRow &row) const override { return row.id; }
};

std::vector<api::EventRow> rowsOf(const QString &ids)
{
    std::vector<api::EventRow> rows;
    for (const QString &id : ids.split(u' ', Qt::SkipEmptyParts))
        rows.push_back({.id = id});
    return rows;
}

using EventPager = Pager<api::EventQuery, api::EventRow>;

} // namespace

class RowModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mergeShowsTheNewList_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("nothing changed") << u"a b c"_s << u"a b c"_s;
        QTest::newRow("first rows") << u""_s << u"a b"_s;
        QTest::newRow("all gone") << u"a b"_s << u""_s;
        QTest::newRow("one new on top") << u"b c"_s << u"a b c"_s;
        QTest::newRow("one new inside") << u"a c"_s << u"a b c"_s;
        QTest::newRow("one gone inside") << u"a b c"_s << u"a c"_s;
        QTest::newRow("turned round") << u"a b c d"_s << u"d c b a"_s;
        QTest::newRow("gone, new and moved at once") << u"a b c d e"_s << u"x e y c a z"_s;
        QTest::newRow("nothing in common") << u"a b"_s << u"c d e"_s;
    }
    void mergeShowsTheNewList()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.replace(rowsOf(before));
        QList<QPersistentModelIndex> kept;
        QStringList names;
        for (int i = 0; i < model.rowCount(); ++i) {
            kept << QPersistentModelIndex(model.index(i, 0));
            names << model.at(i)->id;
        }
        model.merge(rowsOf(after));
        QCOMPARE(model.text(), after);
        // What was selected before is selected after, or gone.
        for (qsizetype i = 0; i < kept.size(); ++i) {
            const bool stays = after.split(u' ').contains(names.at(i));
            QCOMPARE(kept.at(i).isValid(), stays);
            if (stays)
                QCOMPARE(kept.at(i).data().toString(), names.at(i));
        }
    }

    void mergeIsRightForManyLists()
    {
        quint32 seed = 3;
        const auto next = [&](quint32 bound) {
            seed = seed * 1664525u + 1013904223u;
            return (seed >> 12) % bound;
        };
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int round = 0; round < 300; ++round) {
            QStringList ids;
            for (quint32 i = next(12); i > 0; --i) {
                const QString id = QString(QChar(char16_t(u'a' + next(16))));
                if (!ids.contains(id))
                    ids << id;
            }
            model.merge(rowsOf(ids.join(u' ')));
            QCOMPARE(model.text(), ids.join(u' '));
        }
    }

    void headPageMovesOnlyTheHead_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("page");
        QTest::addColumn<bool>("fits");
        QTest::addColumn<QString>("after");
        QTest::newRow("two arrived") << u"c d e f"_s << u"a b c d"_s << true << u"a b c d e f"_s;
        QTest::newRow("more arrived than a page holds") << u"x y"_s << u"a b c"_s << false << u"x y"_s;
        QTest::newRow("one of the head is gone") << u"a b c d"_s << u"a c"_s << true << u"a c d"_s;
        QTest::newRow("nothing is left") << u""_s << u""_s << true << u""_s;
    }
    void headPageMovesOnlyTheHead()
    {
        QFETCH(QString, before);
        QFETCH(QString, page);
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.replace(rowsOf(before));
        const bool fits = model.mergeHead(rowsOf(page));
        QTEST(fits, "fits");
        QTEST(model.text(), "after");
    }

    void appendDoublesNothing()
    {
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.replace(rowsOf(u"a b"_s));
        model.append(rowsOf(u"b c"_s));
        QCOMPARE(model.text(), u"a b c"_s);
    }

    void pagesComeOnlyWhenWanted()
    {
        test::FakeDoor door;
        door.onQuery<api::EventQuery>([](const auto &query, const auto &) -> Result<api::Page<api::EventRow>> {
            api::Page<api::EventRow> page;
            const int first = query.window.after.toInt();
            for (int i = first; i < std::min(first + query.window.limit, 2'500); ++i)
                page.rows.push_back({.id = QString::number(i)});
            const int next = first + int(page.rows.size());
            page.next = next < 2'500 ? QString::number(next) : QString();
            page.total = 2'500;
            return page;
        });
        api::Engine engine(door);
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        EventPager pager(engine, model, EventPager::Order::NewestFirst);
        pager.setQuery({});
        QTRY_COMPARE(model.rowCount(), 200);
        QCOMPARE(pager.total(), 2'500);
        QVERIFY(model.hasMore());
        model.fetchNext();
        QTRY_COMPARE(model.rowCount(), 1'200);
        model.fetchNext();
        model.fetchNext(); // a second wish while one is under way asks no second time
        QTRY_COMPARE(model.rowCount(), 2'200);
        QTRY_VERIFY(model.hasMore());
        model.fetchNext();
        QTRY_COMPARE(model.rowCount(), 2'500);
        QVERIFY(!model.hasMore());
        QCOMPARE(door.queries().size(), size_t(4));
    }

    void answerOfAnOldQuestionIsDropped()
    {
        test::FakeDoor door(test::FakeDoor::Reply::Held);
        door.onQuery<api::EventQuery>([](const auto &query, const auto &) -> Result<api::Page<api::EventRow>> {
            api::Page<api::EventRow> page;
            page.rows.push_back({.id = query.source});
            return page;
        });
        api::Engine engine(door);
        Events model;
        EventPager pager(engine, model, EventPager::Order::NewestFirst);
        pager.setQuery({.source = u"old"_s});
        pager.setQuery({.source = u"new"_s});
        QSignalSpy loaded(&pager, &PagerBase::loaded);
        door.release();
        QTRY_COMPARE(door.held(), 1);
        QCOMPARE(model.rowCount(), 0);
        door.release();
        QTRY_COMPARE(loaded.count(), 1);
        QCOMPARE(model.text(), u"new"_s);
    }

    void liveTailKeepsWhatIsLoaded()
    {
        int newest = 1'000;
        test::FakeDoor door;
        door.onQuery<api::EventQuery>([&](const auto &query, const auto &) -> Result<api::Page<api::EventRow>> {
            api::Page<api::EventRow> page;
            int at = query.window.after.isEmpty() ? newest : query.window.after.toInt();
            for (int i = 0; i < query.window.limit && at > 0; ++i, --at)
                page.rows.push_back({.id = QString::number(at)});
            page.next = at > 0 ? QString::number(at) : QString();
            return page;
        });
        api::Engine engine(door);
        Events model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        EventPager pager(engine, model, EventPager::Order::NewestFirst);
        pager.setQuery({});
        QTRY_COMPARE(model.rowCount(), 200);
        model.fetchNext();
        QTRY_COMPARE(model.rowCount(), 1'000);
        const QPersistentModelIndex reading(model.index(500, 0));
        newest = 1'003;
        pager.refresh();
        QTRY_COMPARE(model.rowCount(), 1'003);
        QCOMPARE(reading.row(), 503);
        QCOMPARE(reading.data().toString(), u"500"_s);
        newest = 5'000; // more than a page: the list begins anew
        pager.refresh();
        QTRY_COMPARE(model.rowCount(), 200);
        QCOMPARE(model.at(0)->id, u"5000"_s);
        QVERIFY(model.hasMore());
    }

    void rowsThatAreNotAcceptedAreReadPast()
    {
        test::FakeDoor door;
        door.onQuery<api::EventQuery>([](const auto &query, const auto &) -> Result<api::Page<api::EventRow>> {
            api::Page<api::EventRow> page;
            const int first = query.window.after.toInt();
            for (int i = first; i < std::min(first + query.window.limit, 1'000); ++i)
                page.rows.push_back({.id = QString::number(i), .source = i % 100 == 0 ? u"rare"_s : u"common"_s});
            const int next = first + int(page.rows.size());
            page.next = next < 1'000 ? QString::number(next) : QString();
            return page;
        });
        api::Engine engine(door);
        Events model;
        EventPager pager(engine, model, EventPager::Order::Moving);
        pager.accepts = [](const api::EventRow &row) { return row.source == u"rare"_s; };
        pager.setQuery({});
        QTRY_COMPARE(model.rowCount(), 10);
        QVERIFY(!model.hasMore());
    }

    void failureIsToldAndTheRowsStay()
    {
        test::FakeDoor door;
        door.onQuery<api::EventQuery>([](const auto &, const auto &) -> Result<api::Page<api::EventRow>> {
            api::Page<api::EventRow> page;
            page.rows.push_back({.id = u"a"_s});
            return page;
        });
        api::Engine engine(door);
        Events model;
        EventPager pager(engine, model, EventPager::Order::NewestFirst);
        pager.setQuery({});
        QTRY_COMPARE(model.rowCount(), 1);
        door.failAll(Error{Errc::Unavailable, "the store is closed", "console.db", "try again", std::nullopt});
        QSignalSpy failed(&pager, &PagerBase::failed);
        pager.refresh();
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!pager.loading());
    }
};

QTEST_GUILESS_MAIN(RowModelTest)
#include "row_model_test.moc"
