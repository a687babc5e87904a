// A hundred thousand rows: what reading on, refreshing and scrolling touch does not grow with the length of the list.

#include <algorithm>

#include <QAbstractItemDelegate>
#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/activity_view.h"
#include "ui/activity/row_model.h"
#include "ui/activity/row_view.h"
#include "ui/boards/board_model.h"
#include "ui/boards/column_widget.h"
#include "ui/conversations/thread_list_model.h"
#include "ui/conversations/thread_row_delegate.h"
#include "ui/lists/keyed_list_model.h"
#include "ui/lists/virtual_list.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

constexpr int Rows = 100'000;

QString threadId(int number)
{
    return QStringLiteral("thr_%1").arg(number, 7, 10, QLatin1Char('0'));
}

/// Hands everything on to a list's own delegate and counts it: what a frame costs is how
/// many rows it paints and measures, on a busy machine as on an idle one.
class CountingDelegate final : public QAbstractItemDelegate {
public:
    explicit CountingDelegate(QAbstractItemDelegate &inner) : m_inner(inner) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++painted;
        m_inner.paint(painter, option, index);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++measured;
        return m_inner.sizeHint(option, index);
    }
    mutable int painted = 0;
    mutable int measured = 0;

private:
    QAbstractItemDelegate &m_inner;
};

/// Walks through the whole length of a list in jumps, and then up by the wheel. No frame
/// may touch more rows than some screens hold.
template <typename View>
void verifyFrames(View &list, int leastRowHeight)
{
    QAbstractItemDelegate *own = list.itemDelegate();
    CountingDelegate counter(*own);
    list.setItemDelegate(&counter);
    const int screen = (list.viewport()->height() / leastRowHeight + 2) * list.model()->columnCount();
    QScrollBar *bar = list.verticalScrollBar();
    int mostPainted = 0;
    int mostMeasured = 0;
    const auto frame = [&](int value) {
        counter.painted = counter.measured = 0;
        bar->setValue(value);
        list.viewport()->repaint();
        mostPainted = std::max(mostPainted, counter.painted);
        mostMeasured = std::max(mostMeasured, counter.measured);
    };
    bar->setValue(0);
    list.viewport()->repaint();
    for (int i = 0; i < 120; ++i)
        frame(int(qint64(bar->maximum()) * i / 120));
    for (int i = 0; i < 120; ++i)
        frame(bar->value() - 60);
    QVERIFY2(mostPainted > 0 && mostPainted <= 2 * screen, qPrintable(QStringLiteral("%1 painted").arg(mostPainted)));
    QVERIFY2(mostMeasured <= 3 * screen, qPrintable(QStringLiteral("%1 measured").arg(mostMeasured)));
    list.setItemDelegate(own);
}

/// Reads page after page until all is there. How long it may be is not the list's affair: only its pages count.
template <typename Model, typename More>
void readAll(Model &model, More more)
{
    while (model.rowCount() < Rows) {
        const int before = model.rowCount();
        more();
        QTRY_VERIFY_WITH_TIMEOUT(model.rowCount() > before, 10'000);
    }
}

api::Page<api::ThreadRow> threadPage(const api::Window &window)
{
    api::Page<api::ThreadRow> page;
    page.total = Rows;
    int number = window.after.isEmpty() ? Rows : window.after.toInt();
    while (number > 0 && int(page.rows.size()) < window.limit) {
        api::ThreadRow row;
        row.id = threadId(number);
        row.title = QStringLiteral("Person number %1 with a long name").arg(number);
        row.agent = QStringLiteral("solari");
        row.lastLine = QStringLiteral("The last line of conversation %1, too long for the row it stands in").arg(number);
        row.lastAt = QDateTime(QDate(2026, 3, 12), QTime(11, 0), Qt::UTC).addSecs(number - Rows);
        row.chip = QStringLiteral("needs_reply");
        row.entity = QStringLiteral("lumen");
        row.unread = number % 3 == 0;
        page.rows.push_back(std::move(row));
        --number;
    }
    if (number > 0)
        page.next = QString::number(number);
    return page;
}

api::Board boardPage(const api::BoardQuery &query)
{
    api::Board board;
    board.definition.id = query.definition;
    api::BoardColumn column;
    column.info.key = QStringLiteral("new");
    column.info.title = QStringLiteral("New");
    column.count = Rows;
    int number = query.window.after.toInt();
    while (number < Rows && int(column.cards.size()) < query.window.limit) {
        api::Card card;
        card.row.id = QStringLiteral("wf_%1").arg(number, 7, 10, QLatin1Char('0'));
        card.row.number = QStringLiteral("LC-%1").arg(number);
        card.row.title = QStringLiteral("A card with number %1 and a title that takes two lines").arg(number);
        card.row.column = QStringLiteral("new");
        card.row.agent = QStringLiteral("nyra");
        card.row.tags = {QStringLiteral("Trade")};
        card.row.enteredAt = QDateTime(QDate(2026, 3, 1), QTime(11, 0), Qt::UTC);
        if (number % 4 == 0) {
            card.bannerKind = QStringLiteral("waiting");
            card.bannerText = QStringLiteral("Waits for an answer");
        }
        column.cards.push_back(std::move(card));
        ++number;
    }
    if (number < Rows)
        column.next = QString::number(number);
    board.columns.push_back(std::move(column));
    return board;
}

} // namespace

class LongListTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void conversations();
    void aChangeAtTheFrontTouchesOnlyTheFront();
    void events();
    void cards();
};

void LongListTest::conversations()
{
    test::FakeDoor door;
    test::FakeClock clock;
    door.onQuery<api::ThreadQuery>([](const auto &query, const auto &) -> Result<api::Page<api::ThreadRow>> { return threadPage(query.window); });
    ShellParts parts(door, clock, *TokenSet::shipped());
    Directory directory(parts.engine);
    ThreadListModel model(parts.engine);
    ThreadRowDelegate delegate(parts.context(), directory);
    VirtualList list;
    list.setItemDelegate(&delegate);
    list.setModel(&model);
    list.resize(280, 700);
    list.show();
    model.show({});
    QTRY_VERIFY(model.size() > 0);
    readAll(model, [&] { model.loadMore(); });
    verifyFrames(list, 60);

    // One conversation changes: the head is looked at again, the rest stays.
    QSignalSpy loaded(&model, &ThreadListModel::loaded);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    door.announce({api::Topic::Threads, {QStringLiteral("thr_0099990")}, 2});
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(model.size(), Rows);
    QCOMPARE(removed.size(), 0);
    QCOMPARE(changed.size(), 0);
}

/// Counts how often a key is made: every row that a change looks at needs one.
class CountedThreads final : public KeyedListModel<api::ThreadRow> {
public:
    using KeyedListModel::append;
    using KeyedListModel::prepend;
    using KeyedListModel::removeOne;
    using KeyedListModel::replaceHead;
    using KeyedListModel::update;
    [[nodiscard]] QVariant data(const QModelIndex &, int) const override { return {}; }
    mutable int keys = 0;

protected:
    [[nodiscard]] QString keyOf(const api::ThreadRow &row) const override
    {
        ++keys;
        return row.id;
    }
    [[nodiscard]] bool same(const api::ThreadRow &a, const api::ThreadRow &b) const override { return a.lastLine == b.lastLine; }
};

void LongListTest::aChangeAtTheFrontTouchesOnlyTheFront()
{
    constexpr int Page = 100;
    CountedThreads model;
    api::Window window;
    for (window.limit = 1000; model.rowCount() < Rows;) {
        const auto page = threadPage(window);
        window.after = page.next;
        model.append(page.rows);
    }
    QCOMPARE(model.find(threadId(1)), Rows - 1); // the index stands

    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QPersistentModelIndex reader(model.index(50'000));
    window = {{}, Page};
    for (int round = 0; round < 20; ++round) {
        // The conversation on the 60th place comes to the front with a new line, and a new one begins.
        std::vector<api::ThreadRow> head = threadPage(window).rows;
        for (int i = 0; i < Page; ++i)
            head[std::size_t(i)] = model.at(i);
        std::rotate(head.begin(), head.begin() + 60, head.begin() + 61);
        head.front().lastLine = QStringLiteral("Round %1").arg(round);
        api::ThreadRow fresh = head.front();
        fresh.id = QStringLiteral("thr_9%1").arg(round, 6, 10, QLatin1Char('0'));
        head.insert(head.begin(), fresh);
        head.pop_back();
        model.keys = 0;
        QVERIFY(model.replaceHead(head));
        QVERIFY2(model.keys < 20 * Page, qPrintable(QString::number(model.keys)));
        QCOMPARE(model.rowCount(), Rows + round + 1);
        model.keys = 0;
        QCOMPARE(model.find(fresh.id), 0);
        QCOMPARE(model.find(head[1].id), 1);
        QCOMPARE(model.find(threadId(1)), Rows + round);
        QCOMPARE(model.keys, 0); // looking up makes no index anew
    }
    QCOMPARE(reader.row(), 50'020);
    QCOMPARE(model.find(model.at(reader.row()).id), reader.row());

    model.keys = 0;
    model.removeOne(3);
    model.removeOne(model.rowCount() - 4);
    QVERIFY2(model.keys < 50, qPrintable(QString::number(model.keys)));
    for (const int row : {0, 2, 3, 4, 60, 99, 49'000, model.rowCount() - 5, model.rowCount() - 1})
        QCOMPARE(model.find(model.at(row).id), row);
}

void LongListTest::events()
{
    test::FakeDoor door;
    test::FakeClock clock;
    int pages = 0;
    door.onQuery<api::EventQuery>([&](const auto &query, const auto &) -> Result<api::Page<api::EventRow>> {
        ++pages;
        api::Page<api::EventRow> page;
        int number = query.window.after.isEmpty() ? Rows : query.window.after.toInt();
        for (; number > 0 && int(page.rows.size()) < query.window.limit; --number) {
            page.rows.push_back({.id = QStringLiteral("evt_%1").arg(number, 7, 10, QLatin1Char('0')), .source = QStringLiteral("typeform"),
                                 .type = QStringLiteral("form_response"), .state = api::EventState::Done});
        }
        page.next = number > 0 ? QString::number(number) : QString();
        page.total = Rows;
        return page;
    });
    ShellParts parts(door, clock, *TokenSet::shipped());
    ActivityView view(parts.context());
    view.resize(700, 700);
    view.showPage(QStringLiteral("event"));
    view.show();
    RowView *list = view.page(QStringLiteral("event"))->list();
    auto *model = qobject_cast<RowModelBase *>(list->model());
    QTRY_VERIFY(model->rowCount() > 0);
    // No more than is about to be seen, however often the view lays itself out, shown or behind another tab.
    for (int i = 0; i < 60; ++i) {
        view.resize(700 + i, 700);
        view.setVisible(i % 8 != 7);
        list->doItemsLayout();
        QCoreApplication::processEvents();
    }
    view.show();
    QVERIFY2(pages <= 2, qPrintable(QString::number(pages)));
    QVERIFY2(model->rowCount() <= 1200, qPrintable(QString::number(model->rowCount())));
    readAll(*model, [&] { model->fetchNext(); });
    QVERIFY2(pages <= Rows / 1000 + 2, qPrintable(QString::number(pages)));
    verifyFrames(*list, 20);

    // Something came in: the head is read again and nothing else.
    pages = 0;
    door.announce({api::Topic::Events, {}, 2});
    QTRY_COMPARE(pages, 1);
    QCOMPARE(list->model()->rowCount(), Rows);
}

void LongListTest::cards()
{
    test::FakeDoor door;
    test::FakeClock clock;
    door.onQuery<api::BoardQuery>([](const auto &query, const auto &) -> Result<api::Board> { return boardPage(query); });
    ShellParts parts(door, clock, *TokenSet::shipped());
    Directory directory(parts.engine);
    BoardModel model(parts.engine);
    api::BoardQuery query;
    query.definition = QStringLiteral("lead-to-client");
    model.show(query);
    QTRY_COMPARE(int(model.columns().size()), 1);
    ColumnModel &column = *model.columns().front();
    readAll(column, [&] { column.fetchMore({}); });
    ColumnWidget widget(parts.context(), directory, column, 0, 1);
    widget.resize(190, 700);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    verifyFrames(widget.list(), 60);
}

QTEST_MAIN(LongListTest)
#include "long_list_test.moc"
