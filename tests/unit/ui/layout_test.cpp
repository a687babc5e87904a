#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/shell/shell_parts.h"
#include "ui/states/content_states.h"
#include "ui/window/banner.h"
#include "ui/window/dock_stage.h"

using namespace hs;
using namespace hs::ui;

namespace {

class PlainView final : public DockView {
public:
    PlainView(ViewContext &context, QWidget *parent, QString id) : DockView(context, parent), m_id(std::move(id)) { setFocusPolicy(Qt::StrongFocus); }
    [[nodiscard]] QString title() const override { return m_id; }

private:
    QString m_id;
};

std::vector<DockEntry> entries(const QStringList &ids)
{
    std::vector<DockEntry> all;
    for (const QString &id : ids)
        all.push_back({id, id, QStringLiteral("square"), 180, {id},
                       [id](ViewContext &context, QWidget *parent) -> DockView * { return new PlainView(context, parent, id); }});
    return all;
}

const QStringList Nine = {QStringLiteral("conversations"), QStringLiteral("board"), QStringLiteral("knowledge"),
                          QStringLiteral("integrations"), QStringLiteral("escalations"), QStringLiteral("escalation"),
                          QStringLiteral("activity"), QStringLiteral("run"), QStringLiteral("record")};

struct Window {
    explicit Window(ViewContext &context, const QStringList &ids = Nine, QSize size = {1700, 1000})
    {
        frame.setMinimumSize(600, 400);
        frame.resize(size);
        stage = new DockStage(entries(ids), context, &frame);
        stage->setWidth(size.width());
        frame.show();
    }
    ~Window() { delete stage; }
    /// Where each shown dock stands; nowhere for one behind another's tab: where Qt keeps it is Qt's affair.
    [[nodiscard]] QMap<QString, QRect> places() const
    {
        const QList<ConsoleDock *> seen = stage->visibleDocks();
        QMap<QString, QRect> all;
        for (ConsoleDock *dock : stage->docks()) {
            if (!dock->isHidden())
                all.insert(dock->entry().id, seen.contains(dock) ? dock->geometry() : QRect());
        }
        return all;
    }
    QMainWindow frame;
    DockStage *stage = nullptr;
};

} // namespace

class LayoutTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        m_parts = std::make_unique<ShellParts>(*m_door, m_clock, *TokenSet::shipped());
    }
    void cleanup()
    {
        m_parts.reset();
        m_door.reset();
    }

    void everyPerspectiveShowsItsDocks_data()
    {
        QTest::addColumn<QString>("perspective");
        QTest::addColumn<int>("width");
        for (const Perspective &place : builtinPerspectives())
            for (const int width : {1000, 1300, 1700})
                QTest::newRow(qPrintable(QStringLiteral("%1 at %2").arg(place.id).arg(width))) << place.id << width;
    }
    void everyPerspectiveShowsItsDocks()
    {
        QFETCH(QString, perspective);
        QFETCH(int, width);
        Window window(m_parts->context(), Nine, {width, 900});
        window.stage->applyPerspective(perspective);
        const QStringList wanted = builtinArrangement(perspective, widthClassOf(width)).docks();
        QStringList shown = window.places().keys();
        QStringList expected = wanted;
        std::sort(shown.begin(), shown.end());
        std::sort(expected.begin(), expected.end());
        QCOMPARE(shown, expected);
        if (width < 1200)
            QCOMPARE(window.stage->visibleDocks().size(), 1); // one group of tabs
    }

    void aBannersButtonIsAsWideAsItsWords()
    {
        Banner banner(m_parts->context(), nullptr);
        banner.resize(1200, 40);
        banner.put({QStringLiteral("nobody"), Tone::Info, QStringLiteral("Nobody is set up."), QStringLiteral("Set up"), [] {}, true});
        QVERIFY(QTest::qWaitForWindowExposed(&banner));
        auto *button = banner.findChild<QPushButton *>();
        QCOMPARE(button->text(), QStringLiteral("Set up"));
        banner.put({QStringLiteral("engine"), Tone::Danger, QStringLiteral("The engine does not answer."), QStringLiteral("Try it once more, please"), [] {}, false});
        QCOMPARE(button->text(), QStringLiteral("Try it once more, please"));
        QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(QString::number(button->width())));
    }
    void anEmptyViewCutsNothing()
    {
        QWidget dock; // a window of its own would not become so low
        ContentStates &states = *new ContentStates(m_parts->theme, new QWidget, &dock);
        states.resize(500, 400);
        dock.resize(500, 400);
        dock.show();
        const QString sentence = QStringLiteral("Connect a form, a shop or a mailbox; what comes in appears here, and what it causes stands beside it.");
        states.showEmpty({QStringLiteral("plug"), QStringLiteral("Nothing is set up yet"), sentence, QStringLiteral("Open settings"), [] {}, Tone::Accent});
        const auto label = [&](const QString &text) {
            for (QLabel *one : states.findChildren<QLabel *>())
                if (one->text() == text)
                    return one;
            return static_cast<QLabel *>(nullptr);
        };
        const auto wholly = [&](const QWidget *part) {
            const QRect place(part->mapTo(&states, QPoint()), part->size());
            return states.rect().contains(place) && (!part->hasHeightForWidth() || part->height() >= part->heightForWidth(part->width()));
        };
        for (const QSize size : {QSize(500, 400), QSize(500, 130), QSize(400, 80), QSize(500, 60)}) {
            states.resize(size);
            QCoreApplication::processEvents();
            QVERIFY(label(QStringLiteral("Nothing is set up yet"))->isVisible());
            for (const QWidget *part : {static_cast<const QWidget *>(label(sentence)), static_cast<const QWidget *>(label(QStringLiteral("Nothing is set up yet"))),
                                        static_cast<const QWidget *>(states.findChild<QPushButton *>())})
                QVERIFY2(!part->isVisible() || wholly(part), qPrintable(QStringLiteral("%1 × %2").arg(size.width()).arg(size.height())));
        }
        QVERIFY(!label(sentence)->isVisible()); // it is told when pointed at
        states.resize(64, 400);                 // a list that is folded to its pictures
        QCoreApplication::processEvents();
        QVERIFY(!label(sentence)->isVisible());
        for (const QLabel *one : states.findChildren<QLabel *>())
            QVERIFY(!one->isVisible() || wholly(one));
    }

    void aLayoutComesBackToThePixel()
    {
        QMap<QString, QRect> before;
        {
            Window window(m_parts->context());
            window.stage->applyPerspective(QStringLiteral("overview"));
            window.frame.resizeDocks({window.stage->dock(QStringLiteral("conversations")), window.stage->dock(QStringLiteral("board"))}, {500, 700}, Qt::Horizontal);
            window.stage->dock(QStringLiteral("integrations"))->close();
            window.stage->showDock(QStringLiteral("activity"));
            QCoreApplication::processEvents();
            before = window.places();
            QVERIFY(before.size() == 5);
            window.stage->keep();
        }
        Window again(m_parts->context());
        QVERIFY(again.stage->restore());
        QCoreApplication::processEvents();
        QCOMPARE(again.places(), before);
    }

    void aHiddenDockStaysHiddenAfterRestore()
    {
        QByteArray state;
        {
            // As an older version with fewer docks would have saved it.
            Window old(m_parts->context(), Nine.mid(0, 5));
            old.stage->applyPerspective(QStringLiteral("overview"));
            state = old.stage->snapshot();
        }
        Window now(m_parts->context());
        QVERIFY(now.stage->restoreSnapshot(state));
        QCOMPARE(now.places().size(), 5);
        QVERIFY(now.stage->dock(QStringLiteral("record"))->isHidden());
    }

    void badStatesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("state");
        test::FakeDoor door; // data is made before init()
        ShellParts parts(door, m_clock, *TokenSet::shipped());
        Window window(parts.context());
        window.stage->applyPerspective(QStringLiteral("overview"));
        const QByteArray good = window.stage->snapshot();
        QByteArray otherVersion = good;
        otherVersion[7] = char(99);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("garbage") << QByteArray("not a layout at all, but long enough to be read as one");
        QTest::newRow("cut in the middle") << good.left(good.size() / 2);
        QTest::newRow("another version") << otherVersion;
    }
    void badStatesAreRefused()
    {
        QFETCH(QByteArray, state);
        m_parts->preferences.setValue(QStringLiteral("perspective/overview.wide"), state);
        Window window(m_parts->context());
        QVERIFY(!window.stage->restoreSnapshot(state));
        window.stage->restore();
        QCOMPARE(window.places().size(), 5); // the built-in one
    }

    void aStateWithADockThatIsGoneStillWorks()
    {
        QByteArray state;
        {
            QStringList more = Nine;
            more << QStringLiteral("weather");
            Window old(m_parts->context(), more);
            old.stage->applyPerspective(QStringLiteral("overview"));
            old.stage->showDock(QStringLiteral("weather"));
            state = old.stage->snapshot();
        }
        Window now(m_parts->context());
        QVERIFY(now.stage->restoreSnapshot(state));
        QCOMPARE(now.places().size(), 5);
    }

    void expandingShowsOneAndGoesBack()
    {
        Window window(m_parts->context());
        window.stage->applyPerspective(QStringLiteral("overview"));
        QCoreApplication::processEvents();
        const auto before = window.places();
        window.stage->toggleExpanded(window.stage->dock(QStringLiteral("board")));
        QCOMPARE(window.places().keys(), QStringList{QStringLiteral("board")});
        window.stage->toggleExpanded(window.stage->dock(QStringLiteral("board")));
        QCoreApplication::processEvents();
        QCOMPARE(window.places(), before);
    }

    void whatTheUserMadeOfAPerspectiveIsKeptUntilReset()
    {
        Window window(m_parts->context());
        window.stage->applyPerspective(QStringLiteral("overview"));
        window.stage->dock(QStringLiteral("knowledge"))->close();
        window.stage->applyPerspective(QStringLiteral("boards"));
        window.stage->applyPerspective(QStringLiteral("overview"));
        QVERIFY(window.stage->dock(QStringLiteral("knowledge"))->isHidden());
        window.stage->resetLayout();
        QVERIFY(!window.stage->dock(QStringLiteral("knowledge"))->isHidden());
    }

    void noEmptyTabBarStandsOverTheDocks()
    {
        Window window(m_parts->context());
        const auto shown = [&window] {
            int bars = 0;
            for (const QTabBar *bar : window.frame.findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly))
                if (bar->isVisible() && window.frame.rect().intersects(bar->geometry()))
                    ++bars;
            return bars;
        };
        window.stage->applyPerspective(QStringLiteral("boards")); // two docks share tabs there
        QTRY_COMPARE(shown(), 1);
        window.stage->applyPerspective(QStringLiteral("overview")); // none do here
        QTRY_COMPARE(shown(), 0);
        window.stage->applyPerspective(QStringLiteral("boards"));
        QTRY_COMPARE(shown(), 1);
        // Tabs made by hand have their bar too, also after one was hidden.
        window.stage->applyPerspective(QStringLiteral("overview"));
        QTRY_COMPARE(shown(), 0);
        window.frame.tabifyDockWidget(window.stage->dock(QStringLiteral("board")), window.stage->dock(QStringLiteral("integrations")));
        QTRY_COMPARE(shown(), 1);
    }

    void onesOwnPerspectiveCanBeKeptAndRemoved()
    {
        Window window(m_parts->context());
        window.stage->applyPerspective(QStringLiteral("overview"));
        window.stage->dock(QStringLiteral("board"))->close();
        const QString own = window.stage->keepAsOwn(QStringLiteral("Without board"));
        QCOMPARE(window.stage->ownPerspectives().size(), std::size_t(1));
        window.stage->applyPerspective(QStringLiteral("monitor"));
        window.stage->applyPerspective(own);
        QVERIFY(window.stage->dock(QStringLiteral("board"))->isHidden());
        window.stage->removeOwn(own);
        QVERIFY(window.stage->ownPerspectives().empty());
        QCOMPARE(window.stage->perspective(), QStringLiteral("overview"));
    }

    void crossingAWidthRearranges()
    {
        Window window(m_parts->context(), Nine, {1700, 900});
        window.stage->applyPerspective(QStringLiteral("overview"));
        QVERIFY(window.stage->visibleDocks().size() == 5);
        window.frame.resize(1000, 900);
        window.stage->setWidth(1000);
        QCOMPARE(window.stage->visibleDocks().size(), 1);
        QCOMPARE(window.stage->visibleDocks().first()->entry().id, QStringLiteral("escalations"));
        window.frame.resize(1700, 900);
        window.stage->setWidth(1700);
        QVERIFY(window.stage->visibleDocks().size() == 5);
    }

private:
    test::FakeClock m_clock;
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<ShellParts> m_parts;
};

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
