#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QtTest>

#include "ui/lists/virtual_list.h"

using namespace hs::ui;

namespace {

class Rows final : public QAbstractListModel {
public:
    std::vector<int> heights; // at width 200; half as wide is twice as high
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(heights.size()); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::UserRole ? QVariant(heights[std::size_t(index.row())]) : QVariant();
    }
    void insert(int row, std::vector<int> more)
    {
        beginInsertRows({}, row, row + int(more.size()) - 1);
        heights.insert(heights.begin() + row, more.begin(), more.end());
        endInsertRows();
    }
    void remove(int row, int count)
    {
        beginRemoveRows({}, row, row + count - 1);
        heights.erase(heights.begin() + row, heights.begin() + row + count);
        endRemoveRows();
    }
};

class Heights final : public QStyledItemDelegate {
public:
    mutable int measured = 0;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++measured;
        return {option.rect.width(), index.data(Qt::UserRole).toInt() * 200 / std::max(1, option.rect.width())};
    }
    void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override {}
};

} // namespace

class VirtualListTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_rows = std::make_unique<Rows>();
        m_list = std::make_unique<VirtualList>();
        m_delegate = std::make_unique<Heights>();
        m_list->setItemDelegate(m_delegate.get());
        m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_list->resize(200, 300);
    }
    void cleanup() { m_list.reset(); }

    void onlyVisibleRowsAreMeasured()
    {
        m_rows->heights.assign(100'000, 50);
        QElapsedTimer timer;
        timer.start();
        m_list->setModel(m_rows.get());
        m_list->show();
        QVERIFY2(m_delegate->measured < 200, qPrintable(QString::number(m_delegate->measured)));
        m_list->verticalScrollBar()->setValue(m_list->verticalScrollBar()->maximum());
        QVERIFY(m_list->atEnd());
        QCOMPARE(m_list->lastVisible(), 99'999);
        QVERIFY2(timer.elapsed() < 2000, "a hundred thousand rows must not be measured");
        QVERIFY(m_delegate->measured < 400);
    }
    void rowsNeverOverlapAfterANewWidth()
    {
        for (int i = 0; i < 300; ++i)
            m_rows->heights.push_back(30 + i % 7 * 13);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_list->verticalScrollBar()->setValue(2000);
        const int first = m_list->firstVisible();
        m_list->resize(100, 300);
        QCOMPARE(m_list->firstVisible(), first); // the reader stays where they were
        for (int row = m_list->firstVisible(); row < m_list->lastVisible(); ++row) {
            const QRect a = m_list->visualRect(m_rows->index(row));
            const QRect b = m_list->visualRect(m_rows->index(row + 1));
            QCOMPARE(a.bottom() + 1, b.top());
            QCOMPARE(a.height(), m_rows->heights[std::size_t(row)] * 2);
        }
    }
    void rowsPutInFrontDoNotMoveTheReader()
    {
        m_rows->heights.assign(200, 40);
        m_list->setAnchor(VirtualList::Anchor::Bottom);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_list->verticalScrollBar()->setValue(500);
        const int row = m_list->firstVisible();
        const int y = m_list->visualRect(m_rows->index(row)).top();
        m_rows->insert(0, std::vector<int>(100, 70));
        QCOMPARE(m_list->firstVisible(), row + 100);
        QCOMPARE(m_list->visualRect(m_rows->index(row + 100)).top(), y);
    }
    void aListAtItsEndStaysThere()
    {
        m_rows->heights.assign(50, 40);
        m_list->setAnchor(VirtualList::Anchor::Bottom);
        m_list->setModel(m_rows.get());
        m_list->show();
        QCOMPARE(m_list->lastVisible(), 49);
        m_rows->insert(50, {90, 200});
        QCOMPARE(m_list->lastVisible(), 51);
        QVERIFY(m_list->atEnd());
    }
    void atTheTopANewFirstRowIsSeen()
    {
        m_rows->heights.assign(50, 40);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_rows->insert(0, {40});
        QCOMPARE(m_list->firstVisible(), 0);
        QCOMPARE(m_list->visualRect(m_rows->index(0)).top(), 0);
    }
    void removingRowsAboveDoesNotMoveTheReader()
    {
        m_rows->heights.assign(200, 40);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_list->verticalScrollBar()->setValue(4000);
        const int row = m_list->firstVisible();
        m_rows->remove(10, 20);
        QCOMPARE(m_list->firstVisible(), row - 20);
        QVERIFY(m_list->indexAt(m_list->visualRect(m_rows->index(row - 20)).center()).row() == row - 20);
    }
    void whoLeavesHasNoSuccessor_data()
    {
        QTest::addColumn<bool>("letsGo");
        QTest::newRow("the neighbour takes its place") << false;
        QTest::newRow("nobody does") << true;
    }
    void whoLeavesHasNoSuccessor()
    {
        QFETCH(bool, letsGo);
        m_rows->heights.assign(20, 50);
        m_list->setLetsGo(letsGo);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_list->setCurrentIndex(m_rows->index(19, 0));
        std::vector<int> chosen;
        connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [&](const QModelIndex &now) { chosen.push_back(now.row()); });
        m_rows->insert(0, {50, 50});
        m_rows->remove(18, 2); // others
        QVERIFY(chosen.empty());
        m_rows->remove(19, 1);
        QCOMPARE(chosen, std::vector<int>{letsGo ? -1 : 18});
        QCOMPARE(m_list->currentIndex().isValid(), !letsGo);
        QCOMPARE(m_list->selectionModel()->hasSelection(), !letsGo);
    }
    void arrowsAndLettersWalk()
    {
        m_rows->heights.assign(30, 40);
        m_list->setModel(m_rows.get());
        m_list->show();
        m_list->setCurrentIndex(m_rows->index(0));
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QCOMPARE(m_list->currentIndex().row(), 1);
        QTest::keyClick(m_list.get(), Qt::Key_J);
        QCOMPARE(m_list->currentIndex().row(), 2);
        QTest::keyClick(m_list.get(), Qt::Key_K);
        QCOMPARE(m_list->currentIndex().row(), 1);
        QTest::keyClick(m_list.get(), Qt::Key_End);
        QCOMPARE(m_list->currentIndex().row(), 29);
        QVERIFY(m_list->viewport()->rect().contains(m_list->visualRect(m_rows->index(29)).center()));
    }

private:
    std::unique_ptr<Rows> m_rows;
    std::unique_ptr<Heights> m_delegate;
    std::unique_ptr<VirtualList> m_list;
};

QTEST_MAIN(VirtualListTest)
#include "virtual_list_test.moc"
