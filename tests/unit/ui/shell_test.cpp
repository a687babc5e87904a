#include <thread>

#include <QDockWidget>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QWidget>

#include "tests/fakes/fake_clock.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/shell/preferences.h"
#include "ui/shell/session_marker.h"
#include "ui/shell/single_instance.h"
#include "ui/shell/studio_filter.h"
#include "ui/shell/undo_center.h"

using namespace hs;
using namespace hs::ui;
using namespace std::chrono_literals;

class ShellTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConflictIsNamedOnlyWhereBothAreHeard()
    {
        Preferences preferences;
        ActionRegistry actions(preferences);
        QObject owner;
        actions.add({QStringLiteral("a.refresh"), QStringLiteral("Refresh"), {}, QStringLiteral("global"), QKeySequence(QStringLiteral("Ctrl+R"))}, &owner);
        actions.add({QStringLiteral("list.claim"), QStringLiteral("Claim"), {}, QStringLiteral("escalations"), QKeySequence(QStringLiteral("C"))}, &owner);
        actions.add({QStringLiteral("board.copy"), QStringLiteral("Copy"), {}, QStringLiteral("board"), {}}, &owner);
        QCOMPARE(actions.conflictOf(QStringLiteral("board.copy"), QKeySequence(QStringLiteral("Ctrl+R"))), QStringLiteral("a.refresh"));
        QCOMPARE(actions.conflictOf(QStringLiteral("board.copy"), QKeySequence(QStringLiteral("C"))), QString());
        QCOMPARE(actions.conflictOf(QStringLiteral("a.refresh"), QKeySequence(QStringLiteral("Ctrl+R"))), QString());
    }

    void shortcutsOfOnesOwnAreKept()
    {
        Preferences preferences;
        QObject owner;
        {
            ActionRegistry actions(preferences);
            actions.add({QStringLiteral("x"), QStringLiteral("X"), {}, QStringLiteral("global"), QKeySequence(QStringLiteral("Ctrl+R"))}, &owner);
            actions.setShortcut(QStringLiteral("x"), QKeySequence(QStringLiteral("Ctrl+Alt+T")));
        }
        ActionRegistry again(preferences);
        QAction *action = again.add({QStringLiteral("x"), QStringLiteral("X"), {}, QStringLiteral("global"), QKeySequence(QStringLiteral("Ctrl+R"))}, &owner);
        QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+T")));
        again.resetShortcut(QStringLiteral("x"));
        QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+R")));
    }

    void singleLettersCanBeSwitchedOff()
    {
        Preferences preferences;
        ActionRegistry actions(preferences);
        QObject owner;
        QAction *claim = actions.add({QStringLiteral("c"), QStringLiteral("Claim"), {}, QStringLiteral("escalations"), QKeySequence(QStringLiteral("C")), {}, true}, &owner);
        QCOMPARE(claim->shortcut(), QKeySequence(QStringLiteral("C")));
        actions.setSingleKeys(false);
        QVERIFY(claim->shortcut().isEmpty());
        actions.setSingleKeys(true);
        QCOMPARE(claim->shortcut(), QKeySequence(QStringLiteral("C")));
    }

    void aGlobalActionAddedTwiceHasOneKey()
    {
        Preferences preferences;
        ActionRegistry actions(preferences);
        QObject owner;
        const ActionSpec spec{QStringLiteral("next"), QStringLiteral("Next"), {}, QStringLiteral("global"), QKeySequence(QStringLiteral("Ctrl+N"))};
        QAction *first = actions.add(spec, &owner);
        QAction *twin = actions.add(spec, &owner);
        QCOMPARE(first->shortcut(), QKeySequence(QStringLiteral("Ctrl+N")));
        QVERIFY(twin->shortcut().isEmpty());
        QCOMPARE(actions.find(QStringLiteral("next")), first);
        QCOMPARE(actions.items().size(), std::size_t(1));
        actions.setShortcut(QStringLiteral("next"), QKeySequence(QStringLiteral("Ctrl+M")));
        QVERIFY(twin->shortcut().isEmpty());
    }

    void anActionThatNobodyRegisteredIsFound()
    {
        Preferences preferences;
        ActionRegistry actions(preferences);
        QWidget window;
        actions.add({QStringLiteral("x"), QStringLiteral("X"), {}, QStringLiteral("global")}, &window);
        QVERIFY(actions.unregistered(&window).isEmpty());
        new QAction(QStringLiteral("Forgotten"), &window);
        QCOMPARE(actions.unregistered(&window).size(), 1);
        // What Qt puts into docks and bars by itself is no deed of ours; what we put there is.
        auto *dock = new QDockWidget(&window);
        new QToolBar(&window);
        QCOMPARE(actions.unregistered(&window).size(), 1);
        new QAction(QStringLiteral("Forgotten in a dock"), dock);
        QCOMPARE(actions.unregistered(&window).size(), 2);
    }

    void undoTakesBackTheLatestWhileItCan()
    {
        test::FakeClock clock;
        Ticker ticker(clock);
        UndoCenter undo(ticker);
        QStringList undone;
        undo.push({QStringLiteral("first"), {}, [&] { undone << QStringLiteral("first"); }, {}});
        undo.push({QStringLiteral("second"), ticker.now().addSecs(30), [&] { undone << QStringLiteral("second"); }, {}});
        undo.push({QStringLiteral("short"), ticker.now().addSecs(10), [&] { undone << QStringLiteral("short"); }, {}});
        clock.advance(10s);
        ticker.tick();
        QCOMPARE(undo.top()->text, QStringLiteral("second"));
        QVERIFY(undo.undoLast());
        QVERIFY(undo.undoLast());
        QVERIFY(!undo.undoLast());
        QCOMPARE(undone, QStringList({QStringLiteral("second"), QStringLiteral("first")}));
    }

    void aNewerEntryOfTheSameObjectReplacesTheOld()
    {
        test::FakeClock clock;
        Ticker ticker(clock);
        UndoCenter undo(ticker);
        undo.push({QStringLiteral("a"), {}, [] {}, QStringLiteral("card/1")});
        undo.push({QStringLiteral("b"), {}, [] {}, QStringLiteral("card/1")});
        QCOMPARE(undo.entries().size(), std::size_t(1));
        undo.removeKey(QStringLiteral("card/1"));
        QVERIFY(!undo.top());
    }

    void theTickerRestsWhileNothingIsSeen()
    {
        test::FakeClock clock;
        Ticker ticker(clock);
        QSignalSpy ticks(&ticker, &Ticker::ticked);
        ticker.setActive(false);
        QVERIFY(!ticker.isActive());
        clock.advance(5min);
        ticker.setActive(true);
        QCOMPARE(ticks.count(), 1); // at once, not a second later
        QCOMPARE(ticks.first().first().toDateTime().toMSecsSinceEpoch(), toMillis(clock.now()));
    }

    void anEntityThatIsGoneFallsBackToAll()
    {
        StudioFilter studio;
        studio.setEntities({{QStringLiteral("a"), QStringLiteral("Atelier")}, {QStringLiteral("b"), QStringLiteral("Baths")}});
        studio.setEntity(QStringLiteral("b"));
        QSignalSpy changed(&studio, &StudioFilter::changed);
        studio.setEntities({{QStringLiteral("a"), QStringLiteral("Atelier")}});
        QCOMPARE(studio.entity(), QString());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(studio.nameOf(QStringLiteral("a")), QStringLiteral("Atelier"));
    }

    void kindsThatNobodyShowsAreRefused()
    {
        Navigator navigator;
        navigator.setKnownKinds({QStringLiteral("thread")});
        QSignalSpy opened(&navigator, &Navigator::requested);
        QSignalSpy refused(&navigator, &Navigator::refused);
        navigator.open(QStringLiteral("thread"), QStringLiteral("thr_1"));
        navigator.open(QStringLiteral("planet"), QStringLiteral("mars"));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(refused.count(), 1);
    }

    void preferencesOutliveTheProgram()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("window.ini"));
        {
            Preferences preferences(file);
            preferences.setValue(QStringLiteral("window/geometry"), QByteArray("\0\1\2", 3));
            preferences.setValue(QStringLiteral("own/abc"), QStringLiteral("Mine"));
        }
        const Preferences again(file);
        QCOMPARE(again.value(QStringLiteral("window/geometry")).toByteArray(), QByteArray("\0\1\2", 3));
        QCOMPARE(again.keys(QStringLiteral("own/")), QStringList{QStringLiteral("own/abc")});
    }

    void aSecondStartHandsItsArgumentsOver()
    {
        QTemporaryDir folder;
        SingleInstance first(folder.path());
        QCOMPARE(first.claim({}), SingleInstance::Outcome::First);
        QSignalSpy called(&first, &SingleInstance::called);
        // The second start blocks for the answer, so the first answers from this thread's loop meanwhile.
        SingleInstance::Outcome outcome = SingleInstance::Outcome::Deaf;
        std::thread other([&] {
            SingleInstance second(folder.path());
            outcome = second.claim({QStringLiteral("higherself-console:thread/thr_1")});
        });
        QTRY_COMPARE(called.count(), 1);
        other.join();
        QCOMPARE(outcome, SingleInstance::Outcome::Handed);
        QCOMPARE(called.first().first().toStringList(), QStringList{QStringLiteral("higherself-console:thread/thr_1")});
    }

    void twoFoldersHaveTwoWindows()
    {
        QTemporaryDir a;
        QTemporaryDir b;
        SingleInstance first(a.path());
        SingleInstance second(b.path());
        QCOMPARE(first.claim({}), SingleInstance::Outcome::First);
        QCOMPARE(second.claim({}), SingleInstance::Outcome::First);
    }

    void aRunThatDidNotEndIsCounted()
    {
        Preferences preferences;
        QCOMPARE(SessionMarker(preferences).crashesBefore(), 0);
        QCOMPARE(SessionMarker(preferences).crashesBefore(), 1);
        SessionMarker third(preferences);
        QCOMPARE(third.crashesBefore(), 2);
        third.endOrderly();
        QCOMPARE(SessionMarker(preferences).crashesBefore(), 0);
    }
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
