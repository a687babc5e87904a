// The main job in the real window: engine, receiver, store and desk as the program joins them, events that
// come over a real socket with a valid signature, keys and clicks as a person gives them, and a real mail
// server at the end. Shown on a real screen where there is one (tests/run brings one).
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>

#include "engine/runtime/command_view.h"
#include "resources/resources.h"
#include "tests/fakes/program.h"
#include "tests/fakes/sink.h"
#include "tests/flow/ui/studio.h"
#include "ui/boards/board_view.h"
#include "ui/conversations/composer.h"
#include "ui/escalations/case_audit.h"
#include "ui/escalations/decision_panel.h"
#include "ui/escalations/escalation_detail_view.h"
#include "ui/escalations/escalation_list.h"
#include "ui/escalations/escalation_model.h"
#include "ui/escalations/escalations_view.h"
#include "ui/escalations/timer_label.h"
#include "ui/main_window.h"
#include "ui/shell/shell_parts.h"
#include "ui/window/banner.h"
#include "ui/window/toast_host.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int PatienceMs = 60'000; // for two busy cores; every wait ends with its condition
constexpr int ReachMs = 15'000;    // of one reach of the hand
constexpr int Reaches = 4;
constexpr const char *TypistFolder = "HS_TYPIST_FOLDER";
const QString Lawyer = u"My lawyer will write to you about the commission contract."_s;
const QString Words = u"A person has read this and will call you. "_s;

/// One person's window and what stands in it.
struct Desk {
    explicit Desk(std::unique_ptr<Console> made) : console(std::move(made)) {}

    MainWindow &window() { return console->window(); }
    ViewContext &context() { return console->context(); }
    QString me() { return context().engine.caller().id; }

    EscalationsView *queueView() { return window().findChild<EscalationsView *>(); }
    EscalationList *list() { return queueView() ? queueView()->findChild<EscalationList *>() : nullptr; }
    EscalationModel *queue() { return list() ? static_cast<EscalationModel *>(list()->model()) : nullptr; }
    /// The case on top of the queue; null: nothing waits.
    const api::EscalationRow *top() { return queue() ? queue()->at(0) : nullptr; }

    EscalationDetailView *detail() { return window().findChild<EscalationDetailView *>(); }
    DecisionPanel *panel() { return detail() ? detail()->findChild<DecisionPanel *>() : nullptr; }
    bool isIn(DecisionPanel::Mode mode) { return panel() && panel()->isVisible() && panel()->mode() == mode; }
    ReplyEditor *editor() { return panel() ? panel()->editor() : nullptr; }

    BoardLane *lane()
    {
        auto *board = window().findChild<BoardView *>();
        return board && !board->lanes().empty() ? board->lanes().front() : nullptr;
    }
    /// The column that holds the only card; null: none does.
    ColumnWidget *columnOfCard()
    {
        if (lane()) {
            for (ColumnWidget *column : lane()->columns()) {
                if (column->model().rowCount() > 0)
                    return column;
            }
        }
        return nullptr;
    }
    QString placeOfCard() { return columnOfCard() ? columnOfCard()->model().info().title : QString(); }
    QString card() { return columnOfCard() ? columnOfCard()->model().at(0).row.id : QString(); }

    /// Shows the window and waits until keys arrive in it.
    bool show()
    {
        window().resize(1700, 1000);
        console->show();
        return QTest::qWaitForWindowExposed(&window(), PatienceMs);
    }
    bool wake()
    {
        window().raise();
        window().activateWindow();
        return QTest::qWaitForWindowActive(&window(), PatienceMs);
    }
    /// On the keyboard of the screen: the single keys of lists are shortcuts of a part of the window, which are
    /// found for events of the screen only. What it does comes later.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QString name;
        if (modifiers & Qt::ControlModifier)
            name += u"ctrl+"_s;
        if (modifiers & Qt::AltModifier)
            name += u"alt+"_s;
        const QString symbol = QKeySequence(key).toString(QKeySequence::PortableText);
        name += symbol.size() == 1 ? symbol.toLower() : symbol;
        QCOMPARE(test::Program::run(u"xdotool"_s, {u"key"_s, u"--clearmodifiers"_s, name}), 0);
    }
    bool tells(const QString &words)
    {
        const auto labels = window().findChild<ToastHost *>()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }
    /// Goes to the queue by its key and chooses the first case.
    void chooseTop()
    {
        press(Qt::Key_5, Qt::AltModifier);
        press(Qt::Key_Home);
    }

    std::unique_ptr<Console> console;
};

/// Something that one thread waits for and another tells.
class Happened {
public:
    void tell()
    {
        const std::lock_guard lock(m_mutex);
        m_told = true;
        m_wake.notify_all();
    }
    [[nodiscard]] bool wait()
    {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::milliseconds(ReachMs), [this] { return m_told; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_told = false;
};

class Watcher final : public QObject {
public:
    Watcher(QEvent::Type type, std::function<void()> seen) : m_type(type), m_seen(std::move(seen)) {}
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == m_type)
            m_seen();
        return false;
    }

private:
    QEvent::Type m_type;
    std::function<void()> m_seen;
};

/// In a process of its own, which the test kills: claims the case, types, and says when the draft is kept.
int typeUntilKilled(const QString &folder)
{
    test::Studio studio(0, folder);
    if (const auto opened = studio.open(); !opened) {
        std::fprintf(stderr, "%s\n", describe(opened.error()).c_str());
        return 1;
    }
    Desk desk(studio.desk(qEnvironmentVariable("HS_TYPIST_PERSON")));
    if (!desk.console || !desk.show())
        return 2;
    if (!QTest::qWaitFor([&] { return !desk.me().isEmpty() && desk.top(); }, PatienceMs))
        return 3;
    const QString id = desk.top()->id;
    desk.context().navigator.open(u"escalation"_s, id);
    desk.context().engine.submit(api::ClaimEscalation{id, false, {}}, desk.console.get(), [](const auto &) {});
    if (!QTest::qWaitFor([&] { return desk.isIn(DecisionPanel::Mode::Editing); }, PatienceMs))
        return 4;
    auto *field = static_cast<QPlainTextEdit *>(desk.editor()->field());
    field->setFocus();
    field->moveCursor(QTextCursor::Start);
    QTest::keyClicks(field, Words);
    const auto kept = [&] {
        const auto labels = desk.panel()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().startsWith(u"Draft saved"_s); });
    };
    if (!QTest::qWaitFor(kept, PatienceMs))
        return 5;
    std::printf("kept\n");
    std::fflush(stdout);
    return QApplication::exec(); // until it is killed
}

} // namespace

class WindowJourneyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != u"xcb"_s || QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("needs a screen and xdotool");
    }

    void aDeliveryBecomesADecisionAndOneMail()
    {
        const test::Sink sink("smtp_sink.py");
        QVERIFY(sink.port() > 0);
        test::Studio studio(sink.port());
        const auto opened = studio.open();
        QVERIFY2(opened, describe(opened).c_str());
        Desk desk(studio.desk());
        QVERIFY(desk.console);
        QVERIFY(desk.show());

        // The first start asks who is there; the rest of it can be gone through.
        QDialog *welcome = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((welcome = desk.window().findChild<QDialog *>(u"FirstRun"_s)) && welcome->isVisible(), PatienceMs);
        QVERIFY(QTest::qWaitForWindowExposed(welcome, PatienceMs));
        for (QLineEdit *edit : welcome->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == u"Name"_s)
                QTest::keyClicks(edit, u"Mira Kovac"_s);
        }
        const QPointer<QDialog> guard(welcome);
        for (const QString &text : {u"Continue"_s, u"Continue"_s, u"Continue"_s, u"Continue"_s, u"Done"_s}) {
            QPushButton *next = nullptr;
            const auto found = [&] {
                for (QPushButton *button : welcome->findChildren<QPushButton *>()) {
                    if (button->text() == text && button->isVisible() && button->isEnabled())
                        next = button;
                }
                return next != nullptr;
            };
            QTRY_VERIFY_WITH_TIMEOUT(found(), PatienceMs);
            QTest::mouseClick(next, Qt::LeftButton);
            // The first step waits for the engine; the others are there at once.
            QTRY_VERIFY_WITH_TIMEOUT(!desk.me().isEmpty(), PatienceMs);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!guard, PatienceMs);
        QVERIFY(desk.wake());

        QCOMPARE(studio.request(u"Ines Okafor"_s, u"ines@okafor.example"_s, Lawyer), 202);
        QTRY_VERIFY_WITH_TIMEOUT(desk.top(), PatienceMs);
        QCOMPARE(desk.queue()->rowCount(), 1);
        QCOMPARE(desk.top()->reasonClass, u"legal_compliance"_s);

        desk.chooseTop();
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(), desk.list(), PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(desk.list()->currentIndex().isValid() && claimOf(desk)->isEnabled(), PatienceMs);
        desk.press(Qt::Key_C);
        QTRY_COMPARE_WITH_TIMEOUT(desk.top()->claimant, desk.me(), PatienceMs);
        desk.press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(desk.isIn(DecisionPanel::Mode::Editing), PatienceMs);

        write(desk);
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(desk.isIn(DecisionPanel::Mode::Held), PatienceMs);
        const auto *hold = desk.panel()->findChild<TimerLabel *>();
        QVERIFY(hold && hold->isVisible());
        const QString before = hold->text();
        QVERIFY2(before.contains(u':'), qPrintable(before));
        QTRY_VERIFY_WITH_TIMEOUT(hold->text() != before, PatienceMs); // it counts
        QVERIFY(sink.received().isEmpty());

        desk.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(desk.isIn(DecisionPanel::Mode::Editing), PatienceMs);
        QVERIFY(sink.received().isEmpty());
        QVERIFY2(desk.editor()->text().contains(Words), "what was written is still there after undo");

        // From here on nothing waits, so that the journey need not either.
        bool set = false;
        desk.context().engine.submit(api::ChangeSettings{QJsonObject{{u"/holds/replySeconds"_s, 0}}}, desk.console.get(), [&](const auto &receipt) { set = receipt.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(set, PatienceMs);
        desk.editor()->field()->setFocus();
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(sink.received().size(), 1, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(desk.isIn(DecisionPanel::Mode::Done), PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.top(), PatienceMs); // the queue is empty again
        const QJsonObject mail = sink.received().front();
        QVERIFY(mail.value("to"_L1).toArray().contains(u"ines@okafor.example"_s));
        QVERIFY2(mail.value("text"_L1).toString().contains(Words.trimmed()), qPrintable(mail.value("text"_L1).toString()));

        // All of it stands in the pane's audit, each act by its person.
        for (QPushButton *tab : desk.detail()->findChildren<QPushButton *>()) {
            if (tab->text() == u"Audit"_s)
                QTest::mouseClick(tab, Qt::LeftButton);
        }
        auto *audit = desk.detail()->findChild<CaseAudit *>();
        QVERIFY(audit && audit->isVisible());
        const auto *acts = static_cast<AuditModel *>(audit->findChild<QTreeView *>()->model());
        const auto count = [&](const char *action) {
            return std::count_if(acts->rows().begin(), acts->rows().end(), [&](const api::AuditRow &row) { return row.action == QLatin1String(action); });
        };
        QTRY_COMPARE_WITH_TIMEOUT(count("escalation.closed"), 1, PatienceMs);
        QCOMPARE(count("escalation.opened"), 1);
        QCOMPARE(count("escalation.claimed"), 1);
        QCOMPARE(count("escalation.decided"), 2);
        for (const api::AuditRow &row : acts->rows()) {
            if (row.action == u"escalation.decided"_s)
                QCOMPARE(row.actorName, u"Mira Kovac"_s);
        }
        desk.console.reset();
        const auto findings = runtime::check(studio.options()); // the chain of the audit among the rest
        QVERIFY2(findings.has_value(), describe(findings).c_str());
        QVERIFY2(findings->empty(), findings->empty() ? "" : findings->front().c_str());
        QCOMPARE(sink.received().size(), 1);
    }

    void aCardIsMovedByKeysAndTakenBack()
    {
        test::Studio studio;
        QVERIFY(studio.open());
        const QString mira = studio.addPerson(u"Mira Kovac"_s, u"MK"_s);
        Desk desk(studio.desk(mira));
        QVERIFY(desk.console && desk.show() && desk.wake());
        QCOMPARE(studio.lead(u"Helene Sturm"_s, u"helene@sturm.example"_s, u"I would like to book a consultation, my budget is 2,000. What is the price?"_s), 202);

        desk.press(Qt::Key_3, Qt::ControlModifier); // the Boards perspective
        const auto place = [&] { return desk.placeOfCard(); };
        QTRY_COMPARE_WITH_TIMEOUT(place(), u"Follow-up planned"_s, PatienceMs);

        desk.press(Qt::Key_2, Qt::AltModifier);
        desk.lane()->select(desk.card());
        ColumnList *cards = desk.lane()->currentList();
        QVERIFY(cards);
        cards->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(cards->hasFocus(), PatienceMs);
        desk.press(Qt::Key_Left, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(place(), u"Nurturing"_s, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(desk.context().undo.top(), PatienceMs); // the engine has agreed
        desk.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(place(), u"Follow-up planned"_s, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(desk.tells(u"is back where it was"_s), PatienceMs);
    }

    /// With the screen's own pointer: events made inside of Qt never complete a drag.
    void aCardIsDraggedByTheMouse()
    {
        const QString hand = QStandardPaths::findExecutable(u"xdotool"_s);
        test::Studio studio;
        QVERIFY(studio.open());
        const QString mira = studio.addPerson(u"Mira Kovac"_s, u"MK"_s);
        Desk desk(studio.desk(mira));
        QVERIFY(desk.console && desk.show() && desk.wake());
        QCOMPARE(studio.lead(u"Helene Sturm"_s, u"helene@sturm.example"_s, u"I would like to book a consultation, my budget is 2,000. What is the price?"_s), 202);
        desk.press(Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(desk.placeOfCard(), u"Follow-up planned"_s, PatienceMs);

        ColumnList &from = desk.columnOfCard()->list();
        ColumnWidget *to = nullptr;
        for (ColumnWidget *column : desk.lane()->columns()) {
            if (column->model().info().title == u"Nurturing"_s)
                to = column;
        }
        QVERIFY(to);
        QTRY_VERIFY_WITH_TIMEOUT(from.visualRect(from.model()->index(0, 0)).isValid() && from.isVisible(), PatienceMs);
        // A busy machine may lay the board out anew beneath the hand: it then misses, and reaches again as a person would.
        bool moved = false;
        for (int reach = 0; reach < Reaches && !moved; ++reach) {
            const QPoint start = from.viewport()->mapToGlobal(from.visualRect(from.model()->index(0, 0)).center());
            const QPoint end = to->list().viewport()->mapToGlobal(to->list().viewport()->rect().center());
            // The drag runs a loop of its own in this thread, so the hand has one too and waits for what it causes.
            Happened dragging;
            Happened over;
            QObject within;
            connect(&from, &ColumnList::dragStarted, &within, [&] { dragging.tell(); });
            Watcher watcher(QEvent::DragMove, [&] { over.tell(); });
            to->list().viewport()->installEventFilter(&watcher);
            std::atomic<bool> letGo{false};
            std::thread mover([&] {
                const auto move = [&](const QPoint &at) { test::Program::run(hand, {u"mousemove"_s, QString::number(at.x()), QString::number(at.y())}); };
                move(start);
                test::Program::run(hand, {u"mousedown"_s, u"1"_s});
                for (int step = 1; step <= 5; ++step)
                    move(start + QPoint(step * 4, 0));
                if (dragging.wait()) {
                    move(end - QPoint(6, 6));
                    move(end);
                    (void)over.wait();
                }
                test::Program::run(hand, {u"mouseup"_s, u"1"_s});
                letGo = true;
            });
            const auto there = [&] { return desk.placeOfCard() == u"Nurturing"_s; };
            const bool ended = QTest::qWaitFor([&] { return letGo.load(); }, PatienceMs);
            mover.join();
            QVERIFY(ended);
            moved = QTest::qWaitFor(there, ReachMs);
        }
        QVERIFY(moved);
        QTRY_VERIFY_WITH_TIMEOUT(desk.context().undo.top(), PatienceMs); // agreed by the engine, not only painted
        QCOMPARE(desk.placeOfCard(), u"Nurturing"_s);
    }

    void ofTwoWindowsOneClaimsAndTheOtherSeesWho()
    {
        test::Studio studio;
        QVERIFY(studio.open());
        const QString mira = studio.addPerson(u"Mira Kovac"_s, u"MK"_s);
        const QString dan = studio.addPerson(u"Dan Osei"_s, u"DO"_s);
        Desk first(studio.desk(mira, u"first"_s));
        Desk second(studio.desk(dan, u"second"_s));
        QVERIFY(first.console && first.show());
        QVERIFY(second.console && second.show());
        QCOMPARE(studio.request(u"Ines Okafor"_s, u"ines@okafor.example"_s, Lawyer), 202);
        for (Desk *desk : {&first, &second}) {
            QTRY_VERIFY_WITH_TIMEOUT(desk->top() && !desk->me().isEmpty(), PatienceMs);
            desk->list()->setCurrentIndex(desk->queue()->index(0, 0));
            QTRY_VERIFY_WITH_TIMEOUT(claimOf(*desk)->isEnabled(), PatienceMs);
        }
        // Both reach for it before either has heard of the other.
        claimOf(first)->trigger();
        claimOf(second)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!first.top()->claimant.isEmpty() && !second.top()->claimant.isEmpty(), PatienceMs);
        QCOMPARE(first.top()->claimant, second.top()->claimant);
        const bool miraHasIt = first.top()->claimant == mira;
        Desk &lost = miraHasIt ? second : first;
        const QString winner = miraHasIt ? u"Mira Kovac"_s : u"Dan Osei"_s;
        QTRY_VERIFY_WITH_TIMEOUT(lost.tells(winner + u" claimed this"_s), PatienceMs);
        // The loser can read along and not decide.
        lost.context().navigator.open(u"escalation"_s, lost.top()->id);
        QTRY_VERIFY_WITH_TIMEOUT(lost.isIn(DecisionPanel::Mode::Foreign), PatienceMs);
        const QAction *approve = lost.context().actions.find(u"escalation.approve"_s);
        QVERIFY(!approve->isEnabled());
        QVERIFY(!ActionRegistry::disabledReason(approve).isEmpty());
    }

    void aDraftOutlivesAKilledProcess()
    {
        QTemporaryDir folder;
        QString mira;
        {
            test::Studio studio(0, folder.path());
            QVERIFY(studio.open());
            mira = studio.addPerson(u"Mira Kovac"_s, u"MK"_s);
            QCOMPARE(studio.request(u"Ines Okafor"_s, u"ines@okafor.example"_s, Lawyer), 202);
            QTRY_COMPARE_WITH_TIMEOUT(openCases(studio), 1, PatienceMs);
        }
        {
            test::Program typist(QCoreApplication::applicationFilePath(), {},
                                 {QString::fromLatin1(TypistFolder) + u'=' + folder.path(), u"HS_TYPIST_PERSON="_s + mira, u"QT_QPA_PLATFORM=offscreen"_s});
            QVERIFY(typist.isStarted());
            QCOMPARE(typist.readLine(PatienceMs).trimmed(), QByteArray("kept"));
            typist.kill();
        }
        test::Studio studio(0, folder.path());
        const auto opened = studio.open();
        QVERIFY2(opened, describe(opened).c_str());
        Desk desk(studio.desk(mira));
        QVERIFY(desk.console && desk.show());
        QTRY_VERIFY_WITH_TIMEOUT(desk.window().banner().isVisible(), PatienceMs); // it says that the last run broke off
        QVERIFY(desk.window().banner().has(u"lastRun"_s));
        QTRY_VERIFY_WITH_TIMEOUT(desk.top() && !desk.me().isEmpty(), PatienceMs);
        desk.context().navigator.open(u"escalation"_s, desk.top()->id);
        QTRY_VERIFY_WITH_TIMEOUT(desk.isIn(DecisionPanel::Mode::Editing), PatienceMs); // the claim is kept, too
        QTRY_VERIFY_WITH_TIMEOUT(desk.editor()->text().contains(Words), PatienceMs);
    }

private:
    /// At the end of the text.
    static void write(Desk &desk)
    {
        auto *field = static_cast<QPlainTextEdit *>(desk.editor()->field());
        desk.press(Qt::Key_E);
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(), field, PatienceMs);
        field->moveCursor(QTextCursor::End);
        QTest::keyClicks(field, Words);
        QVERIFY(desk.editor()->text().endsWith(Words));
    }
    static QAction *claimOf(Desk &desk) { return desk.context().actions.find(u"escalations.claim"_s); }
    static int openCases(test::Studio &studio)
    {
        const auto answer = studio.engine().queryNow(runtime::engineCaller(), api::EscalationQuery{});
        return answer ? int(std::get<api::EscalationPage>(*answer).rows.size()) : -1;
    }
};

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", qEnvironmentVariableIsSet("DISPLAY") ? "xcb" : "offscreen");
    QApplication application(argc, argv);
    resources::init();
    if (qEnvironmentVariableIsSet(TypistFolder))
        return typeUntilKilled(qEnvironmentVariable(TypistFolder));
    WindowJourneyTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "window_journey_test.moc"
