// How the console behaves on a desktop: closing, quitting, a second start, what comes back after a good end and a bad one.
#include <thread>

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/flow/ui/sample_studio.h"
#include "ui/console_window.h"
#include "ui/main_window.h"
#include "ui/shell/shell_parts.h"
#include "ui/shell/single_instance.h"
#include "ui/window/banner.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

class DeskMannersTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_door = std::make_unique<test::FakeDoor>();
        test::fillSampleStudio(*m_door, m_clock);
        keep(u"operator/id"_s, u"op_mk"_s);
    }
    void cleanup()
    {
        m_console.reset();
        m_door.reset();
        m_folder.reset();
    }

    // ---- closing and quitting, where there is no tray (as here, and on plain GNOME) ----
    void closingAsksOnceAndThenRemembers()
    {
        open();
        window().close();
        QTRY_VERIFY(question());
        QVERIFY(window().isVisible());
        press(u"Minimise"_s);
        QTRY_VERIFY(window().isMinimized());
        window().showNormal();
        QTRY_VERIFY(!question());
        window().close();
        QTRY_VERIFY(window().isMinimized());
        QVERIFY(!question());
    }

    void cancellingTheQuestionChangesNothing()
    {
        open();
        window().close();
        QTRY_VERIFY(question());
        press(u"Cancel"_s);
        QTRY_VERIFY(!question());
        QVERIFY(window().isVisible());
        QVERIFY(!window().isMinimized());
        window().close();
        QTRY_VERIFY(question()); // it was not an answer, so it is asked again
    }

    void quittingEndsTheProgramAndTheNextTimeToo()
    {
        open();
        QSignalSpy ended(qApp, &QCoreApplication::aboutToQuit);
        window().close();
        QTRY_VERIFY(question());
        QTimer::singleShot(0, this, [this] { press(u"Quit"_s); });
        QCOMPARE(QCoreApplication::exec(), 0); // ends only by the answer
        QCOMPARE(ended.count(), 1);
        m_console.reset();
        open();
        QTimer::singleShot(0, this, [this] { window().close(); });
        QCOMPARE(QCoreApplication::exec(), 0);
    }

    // ---- one instance ----
    void aSecondStartRaisesTheFirstAndOpensWhatItNames()
    {
        open();
        SingleInstance instance(m_folder->path());
        QCOMPARE(instance.claim({}), SingleInstance::Outcome::First);
        m_console->listenTo(instance);
        window().showMinimized();
        QTRY_VERIFY(window().isMinimized());
        std::thread second([folder = m_folder->path()] {
            SingleInstance late(folder);
            (void)late.claim({u"higherself-console"_s, u"higherself-console:record/rec_1"_s});
        });
        QTRY_VERIFY(!window().isMinimized());
        second.join();
        ConsoleDock *records = window().stage().dock(u"record"_s);
        QTRY_VERIFY(records->isVisible() && !records->visibleRegion().isEmpty());
    }

    // ---- what comes back ----
    void theLayoutComesBack()
    {
        open();
        window().stage().applyPerspective(u"boards"_s);
        window().stage().showDock(u"activity"_s);
        window().resize(1500, 850);
        QTRY_COMPARE(window().size(), QSize(1500, 850));
        QStringList before = shown();
        m_console.reset();
        open(false);
        QTRY_COMPARE(window().size(), QSize(1500, 850));
        QCOMPARE(window().stage().perspective(), u"boards"_s);
        QCOMPARE(shown(), before);
        QVERIFY(!window().banner().has(u"lastRun"_s)); // it ended well
    }

    void afterACrashTheLayoutIsBackAndTheStandardOneOffered()
    {
        keep(u"session/open"_s, true); // as a run leaves it that did not come to its end
        keep(u"window/perspective"_s, u"monitor"_s);
        open();
        QVERIFY(window().banner().has(u"lastRun"_s));
        QCOMPARE(window().stage().perspective(), u"monitor"_s);
        QVERIFY(!m_door->lastCommand<api::PauseAgent>());
        for (QPushButton *button : window().banner().findChildren<QPushButton *>()) {
            if (button->text() == u"Use the standard layout"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(!window().banner().has(u"lastRun"_s));
    }

    void afterTwoCrashesTheAgentsArePaused()
    {
        keep(u"session/open"_s, true);
        keep(u"session/crashes"_s, 1);
        keep(u"perspective/overview.wide"_s, QByteArray("a layout that brought it down"));
        open();
        QVERIFY(window().banner().has(u"lastRun"_s));
        QTRY_VERIFY(m_door->lastCommand<api::PauseAgent>());
        QCOMPARE(m_door->lastCommand<api::PauseAgent>()->agent, QString());
        m_console.reset();
        m_door->forgetCalls();
        open(); // that run ended well, so the count begins anew
        QVERIFY(!window().banner().has(u"lastRun"_s));
        QVERIFY(!m_door->lastCommand<api::PauseAgent>());
    }

    // ---- text size ----
    void textGrowsAndShrinksWithinItsBounds()
    {
        open();
        Theme &theme = m_console->context().theme;
        const auto act = [this](const char *id, int times) {
            for (int i = 0; i < times; ++i)
                m_console->context().actions.find(QString::fromLatin1(id))->trigger();
        };
        act("view.larger", 15);
        QCOMPARE(theme.textScale(), 200);
        act("view.smaller", 15);
        QCOMPARE(theme.textScale(), 80);
        m_console.reset();
        open(false);
        QCOMPARE(m_console->context().theme.textScale(), 80);
        act("view.normal", 1);
        QCOMPARE(m_console->context().theme.textScale(), 100);
    }

    // ---- going round by keys ----
    void f6GoesRoundTheDocksInReadingOrder()
    {
        open();
        window().stage().applyPerspective(u"overview"_s);
        const auto docks = window().stage().visibleDocks();
        QCOMPARE(docks.size(), 5);
        window().stage().showDock(docks.first()->entry().id);
        QAction *next = m_console->context().actions.find(u"dock.next"_s);
        QAction *back = m_console->context().actions.find(u"dock.previous"_s);
        for (qsizetype i = 1; i <= docks.size(); ++i) {
            next->trigger();
            QCOMPARE(window().stage().focusedDock()->entry().id, docks[i % docks.size()]->entry().id);
            QVERIFY(docks[i % docks.size()]->isAncestorOf(window().focusWidget()));
        }
        back->trigger();
        QCOMPARE(window().stage().focusedDock()->entry().id, docks.last()->entry().id);
    }

    void docksAreShownAndHiddenFromTheMenu()
    {
        open();
        window().stage().applyPerspective(u"overview"_s);
        QAction *board = m_console->context().actions.find(u"view.dock.board"_s);
        QVERIFY(board->isChecked());
        board->trigger();
        QTRY_VERIFY(window().stage().dock(u"board"_s)->isHidden());
        QVERIFY(!board->isChecked());
        board->trigger();
        QTRY_VERIFY(!window().stage().dock(u"board"_s)->isHidden());
        QVERIFY(board->isChecked());
    }

private:
    void keep(const QString &key, const QVariant &value)
    {
        Preferences preferences(m_folder->filePath(u"window.ini"_s));
        preferences.setValue(key, value);
        preferences.save();
    }
    void open(bool resize = true)
    {
        Console::Options options;
        options.dataDir = m_folder->path();
        auto made = Console::create(*m_door, m_clock, std::move(options));
        QVERIFY2(made, describe(made).c_str());
        m_console = std::move(*made);
        if (resize)
            window().resize(1680, 1050);
        m_console->show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
        QTRY_COMPARE(m_console->context().engine.caller().id, u"op_mk"_s);
    }
    MainWindow &window() { return m_console->window(); }
    QMessageBox *question()
    {
        for (QMessageBox *box : window().findChildren<QMessageBox *>()) {
            if (box->isVisible())
                return box;
        }
        return nullptr;
    }
    void press(const QString &text)
    {
        for (QAbstractButton *button : question()->buttons()) {
            if (button->text().remove(u'&') == text)
                return button->click();
        }
        QFAIL("there is no such button");
    }
    QStringList shown()
    {
        QStringList ids;
        for (const ConsoleDock *dock : window().stage().docks()) {
            if (!dock->isHidden())
                ids << dock->entry().id;
        }
        return ids;
    }

    test::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<Console> m_console;
};

QTEST_MAIN(DeskMannersTest)
#include "desk_manners_test.moc"
