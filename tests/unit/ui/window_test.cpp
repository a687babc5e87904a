#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

#include "tests/flow/ui/sample_studio.h"
#include "ui/console_window.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/shell_parts.h"
#include "ui/window/banner.h"
#include "ui/window/demo_tour.h"
#include "ui/window/rail.h"
#include "ui/window/toast_host.h"

using namespace hs;
using namespace hs::ui;

namespace {

/// Focusable things without a name, as a screen reader would meet them.
void findNameless(QAccessibleInterface *node, const QString &path, QStringList &found, int &visited, int depth = 0)
{
    if (!node || !node->isValid() || depth > 40)
        return;
    ++visited;
    const QAccessible::State state = node->state();
    const QString kind = node->object() ? QString::fromLatin1(node->object()->metaObject()->className()) : QString::number(int(node->role()));
    const QString here = path + QLatin1Char('/') + kind;
    const bool rows = node->role() == QAccessible::ListItem || node->role() == QAccessible::Cell || node->role() == QAccessible::TreeItem;
    // Qt's own inner parts: the view inside a combo box, the edit inside a spin box, the buttons of a tab bar.
    static const QStringList inner = {QStringLiteral("QComboBoxListView"), QStringLiteral("QComboBoxPrivateContainer"), QStringLiteral("CloseButton")};
    const bool spinEdit = node->object() && node->object()->objectName() == QLatin1String("qt_spinbox_lineedit");
    if (!state.invisible && (state.focusable || rows) && node->role() != QAccessible::Window && node->role() != QAccessible::Client
        && node->text(QAccessible::Name).trimmed().isEmpty() && !inner.contains(kind) && !spinEdit)
        found << here;
    if (state.invisible)
        return;
    const int children = std::min(node->childCount(), 200);
    for (int i = 0; i < children; ++i)
        findNameless(node->child(i), here, found, visited, depth + 1);
}

struct Walk {
    explicit Walk(QObject *root) { findNameless(QAccessible::queryAccessibleInterface(root), {}, nameless, visited); }
    QStringList nameless;
    int visited = 0;
};

/// A walk once answers have come and rows are there: the tree has stood still for a while.
Walk walkWhenStill(QObject *root)
{
    int before = -1;
    int still = 0;
    (void)QTest::qWaitFor([&] {
        const int now = Walk(root).visited;
        still = now == before ? still + 1 : 0;
        before = now;
        return still >= 8;
    }, 20'000);
    return Walk(root);
}

} // namespace

class WindowTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillSampleStudio(*m_door, m_clock);
        auto made = Console::create(*m_door, m_clock, {});
        QVERIFY2(made, describe(made).c_str());
        m_console = std::move(*made);
        m_console->context().preferences.setValue(QStringLiteral("operator/id"), QStringLiteral("op_mk"));
        m_console->window().resize(1680, 1050);
        m_console->show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_console->window()));
        QTRY_COMPARE(m_console->context().engine.caller().id, QStringLiteral("op_mk"));
    }
    void cleanup()
    {
        m_console.reset();
        m_door.reset();
    }

    void everyActionIsRegistered()
    {
        for (ConsoleDock *dock : m_console->window().stage().docks())
            dock->ensureView();
        const QStringList missing = m_console->context().actions.unregistered(&m_console->window());
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }

    void noTwoKeysCollide()
    {
        for (ConsoleDock *dock : m_console->window().stage().docks())
            dock->ensureView();
        ActionRegistry &actions = m_console->context().actions;
        QStringList clashes;
        for (const ActionRegistry::Item &item : actions.items()) {
            const QString other = actions.conflictOf(item.spec.id, actions.shortcut(item.spec.id));
            if (!other.isEmpty())
                clashes << item.spec.id + QStringLiteral(" and ") + other;
        }
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(QLatin1Char('\n'))));
    }

    void everythingFocusableHasAName_data()
    {
        QTest::addColumn<QString>("perspective");
        for (const Perspective &place : builtinPerspectives())
            QTest::newRow(qPrintable(place.id)) << place.id;
    }
    void everythingFocusableHasAName()
    {
        QFETCH(QString, perspective);
        m_console->window().stage().applyPerspective(perspective);
        if (perspective == QLatin1String("triage"))
            m_console->context().navigator.open(QStringLiteral("escalation"), QStringLiteral("esc_2"));
        if (perspective == QLatin1String("conversations"))
            m_console->context().navigator.open(QStringLiteral("thread"), QStringLiteral("thr_1"));
        const Walk walk = walkWhenStill(&m_console->window());
        QVERIFY2(walk.visited > 100, qPrintable(QStringLiteral("only %1 nodes").arg(walk.visited)));
        QVERIFY2(walk.nameless.isEmpty(), qPrintable(walk.nameless.join(QLatin1Char('\n'))));
    }

    void theWalkMeetsANamelessButtonInAnyDock()
    {
        ConsoleDock *dock = m_console->window().stage().dock(QStringLiteral("escalations"));
        auto *button = new QPushButton(dock->ensureView());
        button->show();
        const Walk walk = walkWhenStill(&m_console->window());
        QCOMPARE(walk.nameless.size(), 1);
        QVERIFY2(walk.nameless.first().endsWith(QLatin1String("QPushButton")), qPrintable(walk.nameless.first()));
    }

    void theSettingsAreNamedToo_data()
    {
        QTest::addColumn<QString>("page");
        for (const SettingsPlace &place : settingsPlaces())
            QTest::newRow(qPrintable(place.id)) << place.id;
    }
    void theSettingsAreNamedToo()
    {
        QFETCH(QString, page);
        m_console->context().navigator.open(QStringLiteral("setting"), page);
        QWidget *settings = m_console->window().findChild<QDialog *>(QStringLiteral("SettingsWindow"));
        QVERIFY(settings);
        const Walk walk = walkWhenStill(settings);
        QVERIFY(walk.visited > 10);
        QVERIFY2(walk.nameless.isEmpty(), qPrintable(walk.nameless.join(QLatin1Char('\n'))));
    }

    void thePaletteGoesToEveryPartOfTheSettings()
    {
        for (const SettingsPlace &place : settingsPlaces()) {
            QAction *action = m_console->context().actions.find(QStringLiteral("settings.") + place.id);
            QVERIFY2(action, qPrintable(place.id));
            action->trigger();
            const auto *settings = m_console->window().findChild<QDialog *>(QStringLiteral("SettingsWindow"));
            QVERIFY(settings && settings->isVisible());
            const auto *page = qobject_cast<SettingsPage *>(settings->findChild<QStackedWidget *>()->currentWidget());
            QVERIFY(page);
            QCOMPARE(page->place().id, place.id);
            QVERIFY(!page->place().icon.isEmpty());
        }
    }

    void noDockReachesOutOfTheWindow_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("scale");
        for (const int width : {960, 1199, 1200, 1280, 1599, 1600, 1920})
            for (const int scale : {80, 100, 150, 200})
                QTest::newRow(qPrintable(QStringLiteral("%1 pixels, text at %2 %").arg(width).arg(scale))) << width << scale;
    }
    void noDockReachesOutOfTheWindow()
    {
        QFETCH(int, width);
        QFETCH(int, scale);
        MainWindow &window = m_console->window();
        m_console->context().theme.setTextScale(scale);
        window.resize(width, 700);
        QTRY_COMPARE(window.width(), width); // nothing in it asks for more
        for (const Perspective &place : builtinPerspectives()) {
            window.stage().applyPerspective(place.id);
            QCoreApplication::processEvents();
            for (const ConsoleDock *dock : window.stage().visibleDocks())
                QVERIFY2(window.rect().contains(dock->geometry()),
                         qPrintable(QStringLiteral("%1 in %2: %3 to %4").arg(dock->entry().id, place.id).arg(dock->x()).arg(dock->geometry().right())));
        }
    }

    void aNoticeStandsOverTheDocksAlsoAfterOneCameToTheFront()
    {
        MainWindow &window = m_console->window();
        window.resize(1280, 800);
        window.stage().applyPerspective(QStringLiteral("overview"));
        m_console->context().toasts.show(QStringLiteral("The address is copied."), Tone::Ok);
        const auto *host = window.findChild<ToastHost *>();
        QVERIFY(host && host->isVisible());
        QVERIFY(host->geometry().bottom() < window.height() / 3); // away from the buttons that decide
        const auto isOnTop = [&] { return host->isAncestorOf(window.childAt(host->geometry().center())) || window.childAt(host->geometry().center()) == host; };
        QTRY_VERIFY(isOnTop());
        for (const char *dock : {"knowledge", "conversations", "escalations"}) {
            window.stage().showDock(QString::fromLatin1(dock));
            QTRY_VERIFY2(isOnTop(), dock);
        }
    }

    void badgesSayWhatNeedsSomebody()
    {
        const RailButton *escalations = m_console->window().rail().button(QStringLiteral("escalations"));
        QTRY_VERIFY(escalations->accessibleName().contains(QLatin1Char('5')));
    }

    void thePaletteFindsPassages()
    {
        m_door->onQuery<api::KnowledgeSearchQuery>([](const auto &query, const auto &) -> Result<api::KnowledgeFound> {
            api::KnowledgeFound found;
            api::KnowledgePassage passage;
            passage.id = QStringLiteral("psg_1");
            passage.document = QStringLiteral("doc_1");
            passage.title = QStringLiteral("Policy about ") + query.text;
            passage.text = QStringLiteral("A full refund is due.");
            passage.start = 10;
            passage.end = 31;
            found.passages.push_back(passage);
            return found;
        });
        MainWindow &window = m_console->window();
        window.palette().open(QStringLiteral("?refunds"));
        PaletteModel &model = window.palette().model();
        const auto passage = [&]() -> const PaletteItem * {
            for (int row = 0; row < model.rowCount(); ++row) {
                const PaletteItem *item = model.itemAt(row);
                if (item && item->text == QLatin1String("Policy about refunds"))
                    return item;
            }
            return nullptr;
        };
        QTRY_VERIFY(passage());
        QVERIFY(model.itemAt(model.firstItem())->text.contains(QLatin1String("refunds"))); // asking comes first
        QSignalSpy opened(&m_console->context().navigator, &Navigator::requested);
        passage()->run();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("knowledge"));
        QCOMPARE(opened[0][1].toString(), QStringLiteral("doc_1@1#10-31"));
    }

    void thePaletteRunsAndGivesTheFocusBack()
    {
        MainWindow &window = m_console->window();
        window.stage().showDock(QStringLiteral("escalations"));
        QWidget *before = window.focusWidget();
        QVERIFY(before);
        window.palette().open(QStringLiteral("> monitor"));
        QVERIFY(window.palette().isVisible());
        QVERIFY(window.palette().model().firstItem() >= 0);
        QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
        QVERIFY(!window.palette().isVisible());
        QCOMPARE(window.focusWidget(), before);
        window.palette().open(QStringLiteral("> go to monitor"));
        QTest::keyClick(window.focusWidget(), Qt::Key_Return);
        QCOMPARE(window.stage().perspective(), QStringLiteral("monitor"));
    }

    void thePaletteFindsRecords()
    {
        MainWindow &window = m_console->window();
        window.palette().open(QStringLiteral("ashworth"));
        const auto found = [&window] {
            PaletteModel &model = window.palette().model();
            for (int row = 0; row < model.rowCount(); ++row)
                if (model.itemAt(row) && model.itemAt(row)->key.startsWith(QLatin1String("thread:")))
                    return true;
            return false;
        };
        QTRY_VERIFY(found());
        QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
    }

    void claimNextOpensTheCase()
    {
        m_door->onCommand<api::ClaimNext>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{QStringLiteral("esc_3"), {}, {}}; });
        m_console->context().actions.find(QStringLiteral("escalations.claimNext"))->trigger();
        ConsoleDock *detail = m_console->window().stage().dock(QStringLiteral("escalation"));
        QVERIFY(detail);
        // In front, not only somewhere behind a tab.
        QTRY_VERIFY(m_console->window().stage().visibleDocks().contains(detail));
        QTRY_COMPARE(m_console->window().stage().focusedDock(), detail);
    }

    void claimNextBringsADetailBehindATabToTheFront()
    {
        m_door->onCommand<api::ClaimNext>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{QStringLiteral("esc_3"), {}, {}}; });
        DockStage &stage = m_console->window().stage();
        m_console->window().resize(1300, 800);
        stage.applyPerspective(QStringLiteral("triage"));
        stage.showDock(QStringLiteral("knowledge")); // tabbed with the detail there
        ConsoleDock *detail = stage.dock(QStringLiteral("escalation"));
        QTRY_VERIFY(!stage.visibleDocks().contains(detail));
        m_console->context().actions.find(QStringLiteral("escalations.claimNext"))->trigger();
        QTRY_VERIFY(stage.visibleDocks().contains(detail));
    }

    void pausingAllAsksFirst()
    {
        m_door->forgetCalls();
        m_console->context().actions.find(QStringLiteral("agents.pauseAll"))->trigger();
        QMessageBox *question = nullptr;
        QTRY_VERIFY((question = m_console->window().findChild<QMessageBox *>()));
        QVERIFY(!m_door->lastCommand<api::PauseAgent>());
        QTest::mouseClick(question->buttons().first(), Qt::LeftButton);
        QTRY_VERIFY(m_door->lastCommand<api::PauseAgent>());
        QCOMPARE(m_door->lastCommand<api::PauseAgent>()->agent, QString());
    }

    void anEngineThatDoesNotAnswerIsTold()
    {
        m_door->failAll(Error{Errc::Unavailable, "busy", {}, {}, std::nullopt});
        m_console->window().status().refresh();
        QTRY_VERIFY(m_console->window().banner().isVisible());
        m_door->failAll(std::nullopt);
        m_console->window().status().refresh();
        QTRY_VERIFY(!m_console->window().banner().isVisible());
    }

    void theDemosStepsAreTickedByWhatTheAuditShows()
    {
        auto *tour = m_console->window().findChild<DemoTour *>();
        QVERIFY(tour && !tour->isVisible());
        bool demo = true;
        QString act = QStringLiteral("escalation.claimed");
        QString person = QStringLiteral("op_other");
        m_door->onQuery<api::StatusQuery>([&](const auto &, const auto &) -> Result<api::Status> {
            api::Status status;
            status.demo = demo;
            return status;
        });
        m_door->onQuery<api::AuditQuery>([&](const auto &query, const auto &) -> Result<api::Page<api::AuditRow>> {
            api::Page<api::AuditRow> page;
            if (query.actor == person)
                page.rows.push_back({.seq = 1, .actor = person, .action = act});
            return page;
        });
        m_door->announce({api::Topic::Status, {}, 1});
        QTRY_VERIFY(tour->isVisible());
        QCOMPARE(tour->text(), QStringLiteral("Demo · 0 of 4 tried"));
        m_door->forgetCalls();
        m_door->announce({api::Topic::Audit, {}, 2});
        QTRY_VERIFY(m_door->lastQuery<api::AuditQuery>());
        QCoreApplication::processEvents();
        QCOMPARE(tour->tried(), 0); // that was somebody else
        person = QStringLiteral("op_mk");
        quint64 revision = 3;
        for (const auto &[what, tried] : std::initializer_list<std::pair<const char *, int>>{
                 {"escalation.claimed", 1}, {"escalation.claimed", 1}, {"workflow.cancelled", 1}, {"workflow.moved", 2}, {"agent.paused", 3}, {"escalation.decided", 4}}) {
            act = QLatin1String(what);
            m_door->forgetCalls();
            m_door->announce({api::Topic::Audit, {}, revision++});
            QTRY_VERIFY(m_door->lastQuery<api::AuditQuery>());
            QTRY_COMPARE(tour->tried(), tried);
        }
        QCOMPARE(tour->text(), QStringLiteral("Demo"));
        demo = false;
        m_door->announce({api::Topic::Status, {}, revision++});
        QTRY_VERIFY(!tour->isVisible());
    }

    void textGrowsOnDemand()
    {
        const int before = m_console->context().theme.textScale();
        m_console->context().actions.find(QStringLiteral("view.larger"))->trigger();
        QCOMPARE(m_console->context().theme.textScale(), before + 10);
        m_console->context().actions.find(QStringLiteral("view.normal"))->trigger();
        QCOMPARE(m_console->context().theme.textScale(), 100);
    }

    void anAddressOpensButNeverActs()
    {
        m_door->forgetCalls();
        m_console->openAddress(QStringLiteral("higherself-console:thread/thr_1"));
        ConsoleDock *conversations = m_console->window().stage().dock(QStringLiteral("conversations"));
        QTRY_VERIFY(!conversations->isHidden());
        m_console->openAddress(QStringLiteral("higherself-console:quit"));
        m_console->openAddress(QStringLiteral("https://elsewhere.example"));
        QVERIFY(m_console->window().isVisible());
        QVERIFY(!m_door->lastCommand<api::DecideEscalation>());
    }

    void theFirstRunMakesTheOperator()
    {
        test::FakeDoor door;
        door.onCommand<api::AddOperator>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{QStringLiteral("op_1"), {}, {}}; });
        door.onCommand<api::SignIn>([](const auto &, const auto &) -> Result<api::Receipt> {
            return api::Receipt{QStringLiteral("op_1"), {}, {{QStringLiteral("name"), QStringLiteral("Ada")}, {QStringLiteral("initials"), QStringLiteral("A")}, {QStringLiteral("role"), QStringLiteral("admin")}}};
        });
        auto second = Console::create(door, m_clock, {});
        QVERIFY(second);
        (*second)->show();
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = (*second)->window().findChild<QDialog *>(QStringLiteral("FirstRun"))));
        const auto press = [dialog](const QString &text) {
            for (QPushButton *button : dialog->findChildren<QPushButton *>())
                if (button->text() == text && button->isVisible())
                    return button->click();
        };
        press(QStringLiteral("Continue"));
        QVERIFY(!door.lastCommand<api::AddOperator>()); // a name is needed
        for (QLineEdit *edit : dialog->findChildren<QLineEdit *>())
            if (edit->accessibleName() == QLatin1String("Name"))
                QTest::keyClicks(edit, QStringLiteral("Ada Weiss"));
        press(QStringLiteral("Continue"));
        QTRY_VERIFY(door.lastCommand<api::SignIn>());
        QCOMPARE(door.lastCommand<api::AddOperator>()->initials, QStringLiteral("AW"));
        QTRY_COMPARE((*second)->context().engine.caller().role, api::Role::Admin);
        dialog->close();
    }

private:
    test::FakeClock m_clock;
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<Console> m_console;
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
