#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

#include "tests/flow/ui/sample_studio.h"
#include "ui/console_window.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/shell/shell_parts.h"
#include "ui/window/banner.h"
#include "ui/window/rail.h"

using namespace hs;
using namespace hs::ui;

namespace {

/// Focusable things without a name, as a screen reader would meet them.
void findNameless(QAccessibleInterface *node, const QString &path, QStringList &found, int depth = 0)
{
    if (!node || !node->isValid() || depth > 40)
        return;
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
        findNameless(node->child(i), here, found, depth + 1);
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
        QTest::qWait(300);
        QStringList nameless;
        findNameless(QAccessible::queryAccessibleInterface(&m_console->window()), {}, nameless);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void theSettingsAreNamedToo_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : {"general", "studio", "people", "agents", "escalation", "receiver", "channels", "notifications", "appearance", "keyboard", "backup", "advanced"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void theSettingsAreNamedToo()
    {
        QFETCH(QString, page);
        m_console->context().navigator.open(QStringLiteral("setting"), page);
        QTest::qWait(100);
        QWidget *settings = m_console->window().findChild<QDialog *>(QStringLiteral("SettingsWindow"));
        QVERIFY(settings);
        QStringList nameless;
        findNameless(QAccessible::queryAccessibleInterface(settings), {}, nameless);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void badgesSayWhatNeedsSomebody()
    {
        const RailButton *escalations = m_console->window().rail().button(QStringLiteral("escalations"));
        QTRY_VERIFY(escalations->accessibleName().contains(QLatin1Char('5')));
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
        QTRY_VERIFY(!detail->isHidden());
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
