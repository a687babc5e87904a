#include "ui/widgets/flow_layout.h"

#include <QLabel>
#include <QTest>

using namespace hs::ui;

namespace {

QWidget *box(QWidget *parent, int width, int height)
{
    auto *widget = new QWidget(parent);
    widget->setFixedSize(width, height);
    return widget;
}

} // namespace

class FlowLayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsALineWhereThereIsNoMoreRoom_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("all in one line") << 320 << 20;
        QTest::newRow("two lines") << 215 << 46;
        QTest::newRow("each its own line") << 100 << 72;
    }
    void beginsALineWhereThereIsNoMoreRoom()
    {
        QFETCH(int, width);
        QWidget host;
        auto *flow = new FlowLayout(&host, 6, 6);
        for (int i = 0; i < 3; ++i)
            flow->addWidget(box(&host, 100, 20));
        QTEST(flow->heightForWidth(width), "height");
    }

    void hiddenWidgetsTakeNoRoom()
    {
        QWidget host;
        auto *flow = new FlowLayout(&host, 6, 6);
        flow->addWidget(box(&host, 100, 20));
        QWidget *second = box(&host, 100, 20);
        flow->addWidget(second);
        second->hide();
        QCOMPARE(flow->heightForWidth(110), 20);
    }

    void runsWithTheReadingDirection()
    {
        QWidget host;
        auto *flow = new FlowLayout(&host, 6, 6);
        QWidget *first = box(&host, 40, 20);
        QWidget *second = box(&host, 40, 20);
        flow->addWidget(first);
        flow->addWidget(second);
        host.resize(200, 40);
        host.show();
        QVERIFY(QTest::qWaitForWindowExposed(&host));
        QVERIFY(first->x() < second->x());
        host.setLayoutDirection(Qt::RightToLeft);
        flow->setGeometry(host.rect());
        QVERIFY(first->x() > second->x());
        QCOMPARE(first->geometry().right(), host.width() - 1);
    }

    void columnsShareTheRoom()
    {
        QWidget host;
        auto *flow = new FlowLayout(&host, 8, 8);
        flow->setLeastColumn(100);
        for (int i = 0; i < 3; ++i)
            flow->addWidget(new QLabel(QStringLiteral("x"), &host));
        QCOMPARE(flow->columnsAt(99), 1);
        QCOMPARE(flow->columnsAt(207), 1);
        QCOMPARE(flow->columnsAt(208), 2);
        host.resize(308, 200);
        host.show();
        QVERIFY(QTest::qWaitForWindowExposed(&host));
        QCOMPARE(flow->itemAt(0)->geometry().width(), 150);
        QCOMPARE(flow->itemAt(1)->geometry().x(), 158);
        QVERIFY(flow->itemAt(2)->geometry().y() > flow->itemAt(0)->geometry().y());
    }
};

QTEST_MAIN(FlowLayoutTest)
#include "flow_layout_test.moc"
