#include "ui/activity/activity_view.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "resources/resources.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/activity/activity_models.h"
#include "ui/activity/audit_page.h"
#include "ui/activity/row_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    Desk()
    {
        resources::init();
        test::fillDoor(door);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller(test::demoCaller());
        parts->navigator.setKnownKinds({u"escalation"_s, u"record"_s, u"workflow"_s, u"task"_s});
        view = std::make_unique<ActivityView>(parts->context());
        view->resize(800, 700);
        view->show();
    }
    ActivityPage &page(const char *key) { return *view->page(QLatin1String(key)); }
    AuditPage &audit() { return static_cast<AuditPage &>(page("audit")); }
    QPushButton *button(QWidget &within, const QString &text)
    {
        const auto buttons = within.findChildren<QPushButton *>();
        for (QPushButton *candidate : buttons) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }

    test::FakeClock clock;
    test::FakeDoor door;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<ActivityView> view;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ActivityViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void modelsKeepTheRules()
    {
        test::FakeClock clock;
        AuditModel audit(clock);
        EventModel events(clock);
        TaskModel tasks(clock);
        QAbstractItemModelTester a(&audit, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester e(&events, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester t(&tasks, QAbstractItemModelTester::FailureReportingMode::QtTest);
        audit.replace(test::demoAudit());
        events.replace(test::demoEvents());
        tasks.replace(test::demoTasks());
        QCOMPARE(events.index(4, EventModel::State).data().toString(), u"Given up"_s);
        QCOMPARE(events.index(4, EventModel::Summary).data().toString(), u"The order names no customer"_s);
        QVERIFY(tasks.index(0, 0).data(Qt::AccessibleTextRole).toString().startsWith(u"Check framing of the diptych, To do, priority High"_s));
        QVERIFY(audit.index(0, 0).data(Qt::AccessibleTextRole).toString().startsWith(u"Mira Kovac: Approved the refund"_s));
    }

    void detailTellsReasonRuleEvidenceAndHash()
    {
        Desk desk;
        QTRY_VERIFY(desk.page("audit").list()->currentIndex().isValid());
        const QString text = desk.page("audit").findChild<QPlainTextEdit *>()->toPlainText();
        for (const QString &part : {u"Reason: Policy allows it"_s, u"Rule: R4"_s, u"paid £640 on 4 Feb (order 20318)"_s, QString(u"Hash: "_s + QString(64, u'a'))})
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void objectOfAnActOpens()
    {
        Desk desk;
        QTRY_VERIFY(desk.page("audit").list()->currentIndex().isValid());
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.button(desk.page("audit"), u"Open object"_s)->click();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(0).toString(), u"escalation"_s);
    }

    void auditOfOneMatterIsAskedAndLeftAgain()
    {
        Desk desk;
        desk.view->showObject(u"audit"_s, u"correlation:evt_7"_s);
        QTRY_COMPARE(desk.door.lastQuery<api::AuditQuery>()->correlation, u"evt_7"_s);
        QCOMPARE(desk.door.lastQuery<api::AuditQuery>()->object, QString());
        QPushButton *chip = desk.button(desk.page("audit"), u"One matter only"_s);
        QVERIFY(chip->isVisible());
        chip->click();
        QTRY_COMPARE(desk.door.lastQuery<api::AuditQuery>()->correlation, QString());
        QVERIFY(!chip->isVisible());
    }
    void actsOfAgentsHaveAWhy()
    {
        Desk desk;
        QTRY_VERIFY(desk.page("audit").list()->currentIndex().isValid());
        QPushButton *why = desk.button(desk.page("audit"), u"Why?"_s);
        std::vector<api::AuditRow> rows = test::demoAudit();
        int agents = 0;
        for (int i = 0; i < int(rows.size()); ++i) {
            desk.page("audit").list()->setCurrentIndex(desk.page("audit").list()->model()->index(i, 0));
            const bool agent = rows[std::size_t(i)].actorKind == u"agent"_s;
            QCOMPARE(why->isVisible(), agent);
            if (!agent || agents++ > 0)
                continue;
            why->click();
            QTRY_VERIFY(desk.door.lastQuery<api::ExplainQuery>());
            QCOMPARE(desk.door.lastQuery<api::ExplainQuery>()->id, rows[std::size_t(i)].object);
        }
        QVERIFY(agents > 0);
    }

    void auditOfOneObjectIsAsked()
    {
        Desk desk;
        desk.view->showObject(u"audit"_s, u"esc_1042"_s);
        QTRY_COMPARE(desk.door.lastQuery<api::AuditQuery>()->object, u"esc_1042"_s);
    }

    void timeFilterStopsReadingAtItsEnd()
    {
        Desk desk;
        int pages = 0;
        desk.door.onQuery<api::AuditQuery>([&](const auto &query, const auto &) {
            ++pages;
            api::Page<api::AuditRow> page;
            int at = query.window.after.isEmpty() ? 100'000 : query.window.after.toInt();
            for (int i = 0; i < query.window.limit; ++i, --at) {
                api::AuditRow row;
                row.seq = at;
                row.at = test::demoNow().addSecs(-3600LL * (100'000 - at));
                page.rows.push_back(row);
            }
            page.next = QString::number(at);
            return Result<api::Page<api::AuditRow>>(page);
        });
        auto *time = desk.audit().findChild<QComboBox *>();
        time->setCurrentIndex(2);
        Q_EMIT time->activated(2);
        const auto *model = qobject_cast<RowModelBase *>(desk.audit().list()->model());
        QTRY_VERIFY(model->rowCount() > 24 && model->rowCount() <= 7 * 24);
        QCOMPARE(pages, 1);
        QVERIFY(!model->hasMore());
    }

    void exportWritesAllThatFits_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("lines");
        QTest::newRow("a table with a head") << int(AuditFormat::Csv) << 2501;
        QTest::newRow("JSON lines") << int(AuditFormat::JsonLines) << 2500;
    }
    void exportWritesAllThatFits()
    {
        QFETCH(int, format);
        QFETCH(int, lines);
        Desk desk;
        desk.door.onQuery<api::AuditQuery>([](const auto &query, const auto &) {
            api::Page<api::AuditRow> page;
            const int first = query.window.after.toInt();
            for (int i = first; i < std::min(first + query.window.limit, 2'500); ++i)
                page.rows.push_back({.seq = i});
            const int next = first + int(page.rows.size());
            page.next = next < 2'500 ? QString::number(next) : QString();
            return Result<api::Page<api::AuditRow>>(page);
        });
        QTemporaryDir folder;
        QSignalSpy done(&desk.audit(), &AuditPage::exported);
        const QString path = folder.filePath(u"audit"_s);
        desk.audit().exportTo(path, AuditFormat(format));
        QTRY_COMPARE(done.count(), 1);
        QCOMPARE(done.first().at(1).toLongLong(), 2'500);
        QCOMPARE(contentOf(path).count('\n'), lines);
    }

    void brokenExportLeavesNoFile()
    {
        Desk desk;
        QTRY_VERIFY(desk.page("audit").list()->currentIndex().isValid());
        QTemporaryDir folder;
        const QString path = folder.filePath(u"audit.csv"_s);
        desk.door.failAll(Error{Errc::Unavailable, "the store is closed", {}, {}, std::nullopt});
        QStringList told;
        connect(&desk.parts->toasts, &Toasts::shown, this, [&](const Toast &toast) { told << toast.text; });
        desk.audit().exportTo(path, AuditFormat::Csv);
        QTRY_VERIFY(!desk.audit().exporting());
        QVERIFY(!QFile::exists(path));
        QVERIFY(told.join(u' ').contains(u"not exported"_s));
    }

    void eventDetailShowsTheChain()
    {
        Desk desk;
        desk.view->showObject(u"event"_s, u"evt_496"_s);
        auto *chain = desk.page("event").findChild<QListWidget *>();
        QTRY_COMPARE(chain->count(), 3);
        QVERIFY(desk.page("event").findChild<QPlainTextEdit *>()->toPlainText().contains(u"Priya Raman"_s));
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        Q_EMIT chain->itemActivated(chain->item(1));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(1).toString(), u"wf_1"_s);
    }

    void onlyFailedEventsAreTriedAgain()
    {
        Desk desk;
        desk.view->showPage(u"event"_s);
        auto *list = desk.page("event").list();
        QTRY_COMPARE(list->model()->rowCount(), 50);
        QPushButton *retry = desk.button(desk.page("event"), u"Try again"_s);
        list->setCurrentIndex(list->model()->index(4, 0));
        QTRY_VERIFY(desk.page("event").findChild<QListWidget *>()->count() == 3);
        const auto retryOfPage = [&]() -> QPushButton * {
            const auto buttons = desk.page("event").findChildren<QPushButton *>();
            for (QPushButton *candidate : buttons) {
                if (candidate->text() == u"Try again"_s && candidate->toolTip().contains(u"failed event"_s))
                    return candidate;
            }
            return nullptr;
        };
        retry = retryOfPage();
        QVERIFY(retry);
        QTRY_VERIFY(retry->isVisible());
        retry->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RetryEvent>());
        QCOMPARE(desk.door.lastCommand<api::RetryEvent>()->event, u"evt_496"_s);
        list->setCurrentIndex(list->model()->index(10, 0));
        QTRY_VERIFY(!retry->isVisible());
        desk.button(desk.page("event"), u"Replay"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::ReplayEvent>());
    }

    void liveTailCanBeHeld()
    {
        Desk desk;
        QTRY_VERIFY(desk.page("audit").list()->currentIndex().isValid());
        const auto asked = [&] {
            int count = 0;
            for (const auto &query : desk.door.queries())
                count += std::holds_alternative<api::AuditQuery>(query.query) ? 1 : 0;
            return count;
        };
        const int before = asked();
        desk.door.announce({api::Topic::Audit, {}, 2});
        QTRY_COMPARE(asked(), before + 1);
        desk.button(desk.page("audit"), u"Live"_s)->setChecked(false);
        desk.door.announce({api::Topic::Audit, {}, 3});
        desk.door.announce({api::Topic::Events, {}, 3});
        QTest::qWait(0);
        QCOMPARE(asked(), before + 1);
    }

    void taskIsChangedByWhatIsSet()
    {
        Desk desk;
        desk.view->showPage(u"task"_s);
        auto *list = desk.page("task").list();
        QTRY_COMPARE(list->model()->rowCount(), 12);
        QTRY_VERIFY(list->currentIndex().isValid());
        const auto boxes = desk.page("task").findChildren<QComboBox *>();
        for (QComboBox *box : boxes) {
            if (box->accessibleName() == u"State"_s) {
                box->setCurrentIndex(1);
                Q_EMIT box->activated(1);
            }
        }
        QTRY_VERIFY(desk.door.lastCommand<api::UpdateTask>());
        QCOMPARE(int(*desk.door.lastCommand<api::UpdateTask>()->status), int(api::TaskStatus::InProgress));
        QVERIFY(!desk.door.lastCommand<api::UpdateTask>()->assignee);
        for (QComboBox *box : boxes) {
            if (box->accessibleName() == u"Assigned to"_s) {
                QTRY_COMPARE(box->count(), 4);
                box->setCurrentIndex(2);
                Q_EMIT box->activated(2);
            }
        }
        QTRY_VERIFY(desk.door.lastCommand<api::UpdateTask>()->assignee);
        QCOMPARE(*desk.door.lastCommand<api::UpdateTask>()->assignee, u"op_do"_s);
    }

    void deadLettersAreCountedShownAndDeliveredAgain()
    {
        Desk desk;
        bool mended = false;
        desk.door.onQuery<api::AgentQuery>([](const auto &, const auto &) -> Result<std::vector<api::AgentRow>> {
            return std::vector<api::AgentRow>{{.key = u"ruvo"_s, .name = u"Ruvo"_s}, {.key = u"nyra"_s, .name = u"Nyra"_s}};
        });
        desk.door.onQuery<api::MessageQuery>([&](const auto &query, const auto &) -> Result<api::Page<api::MessageRow>> {
            api::Page<api::MessageRow> page;
            const auto add = [&](const QString &id, const QString &to, const QString &outcome) {
                if (query.deadOnly && outcome != u"dead"_s)
                    return;
                page.rows.push_back({.id = id, .sender = u"nyra"_s, .recipient = to, .type = u"lead_scored"_s,
                                     .payload = {{u"score"_s, 71}}, .correlation = u"evt_1"_s, .outcome = outcome,
                                     .error = to == u"nobody"_s ? u"there is no agent \"nobody\""_s : QString(),
                                     .retryable = outcome == u"dead"_s && to != u"nobody"_s, .at = test::demoNow()});
            };
            add(u"msg_3"_s, u"ruvo"_s, mended ? u"waiting"_s : u"dead"_s);
            add(u"msg_2"_s, u"nobody"_s, u"dead"_s);
            add(u"msg_1"_s, u"broadcast"_s, u"delivered"_s);
            return page;
        });
        desk.door.announce({api::Topic::Agents, {}, 2});
        desk.view->showObject(u"message"_s, u"msg_3"_s);
        ActivityPage &page = desk.page("message");
        auto *list = page.list();
        QTRY_COMPARE(list->model()->rowCount(), 3);
        QTRY_COMPARE(list->currentIndex().row(), 0);
        page.refresh();
        QTRY_VERIFY(desk.button(*desk.view, u"Messages, 2 stuck"_s));
        QTRY_COMPARE(list->model()->index(0, MessageModel::Recipient).data().toString(), u"Ruvo"_s);
        QVERIFY(list->model()->index(2, 0).data(Qt::AccessibleTextRole).toString().startsWith(u"lead_scored from Nyra to All agents, Delivered"_s));
        QPushButton *retry = desk.button(page, u"Deliver again"_s);
        QVERIFY(retry->isVisible() && retry->isEnabled());
        list->setCurrentIndex(list->model()->index(1, 0));
        QVERIFY(retry->isVisible() && !retry->isEnabled()); // there is nobody to give it to
        QVERIFY(retry->toolTip().contains(u"nobody"_s));
        list->setCurrentIndex(list->model()->index(2, 0));
        QVERIFY(!retry->isVisible());
        list->setCurrentIndex(list->model()->index(0, 0));
        mended = true;
        retry->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RetryMessage>());
        QCOMPARE(desk.door.lastCommand<api::RetryMessage>()->message, u"msg_3"_s);
        QTRY_VERIFY(desk.button(*desk.view, u"Messages, 1 stuck"_s));
        QTRY_VERIFY(!retry->isVisible());
    }

    void D13_deadLettersAreShownSentAgainAndDiscarded()
    {
        Desk desk;
        bool lies = true;
        desk.door.onQuery<api::DeadLetterQuery>([&](const auto &query, const auto &) -> Result<api::Page<api::DeadLetterRow>> {
            api::Page<api::DeadLetterRow> page;
            const auto add = [&](const QString &id, const QString &kind, const QString &type, bool resendable) {
                api::DeadLetterRow row;
                row.id = id;
                row.kind = kind;
                row.workflow = u"wf_1"_s;
                row.number = u"LC-101"_s;
                row.title = u"A visit"_s;
                row.type = type;
                row.reason = u"delay: not a length of time"_s;
                row.at = test::demoNow();
                row.resendable = resendable;
                page.rows.push_back(row);
            };
            if (!query.text.isEmpty())
                return page;
            if (lies)
                add(u"evt_9"_s, u"input"_s, u"order.paid"_s, true);
            add(u"timer"_s, u"input"_s, u"patience"_s, false);
            return page;
        });
        desk.parts->navigator.setKnownKinds({u"run"_s, u"letter"_s});
        desk.view->showPage(u"letter"_s);
        ActivityPage &page = desk.page("letter");
        auto *list = page.list();
        page.refresh();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QTRY_VERIFY(desk.button(*desk.view, u"Dead letters, 2"_s));
        QCOMPARE(list->model()->index(0, LetterModel::Workflow).data().toString(), u"LC-101"_s);
        QVERIFY(list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().startsWith(u"order.paid of LC-101"_s));
        QTRY_COMPARE(list->currentIndex().row(), 0);
        QPushButton *send = desk.button(page, u"Send again"_s);
        QVERIFY(send->isEnabled());
        QVERIFY(send->accessibleDescription().contains(u"under the same number"_s)); // what will happen is said before
        list->setCurrentIndex(list->model()->index(1, 0));
        QVERIFY(!send->isEnabled());
        QVERIFY(send->toolTip().contains(u"can't be sent by itself"_s));
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.button(page, u"Show the run"_s)->click();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(1).toString(), u"wf_1"_s);
        // Discarding asks for a reason first.
        desk.button(page, u"Discard…"_s)->click();
        auto *dialog = desk.view->findChild<QDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(!desk.button(*dialog, u"Discard"_s)->isEnabled());
        dialog->findChild<QLineEdit *>()->setText(u"it is over"_s);
        desk.button(*dialog, u"Discard"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::DiscardDeadLetter>());
        QCOMPARE(desk.door.lastCommand<api::DiscardDeadLetter>()->letter, u"timer"_s);
        QCOMPARE(desk.door.lastCommand<api::DiscardDeadLetter>()->reason, u"it is over"_s);
        list->setCurrentIndex(list->model()->index(0, 0));
        lies = false;
        send->click();
        QTRY_VERIFY(desk.door.lastCommand<api::ResendDeadLetter>());
        QCOMPARE(desk.door.lastCommand<api::ResendDeadLetter>()->letter, u"evt_9"_s);
        QTRY_VERIFY(desk.button(*desk.view, u"Dead letters, 1"_s));
        // Who may only look is told so.
        auto viewer = test::demoCaller();
        viewer.role = api::Role::Viewer;
        desk.parts->engine.setCaller(viewer);
        QTRY_VERIFY(!desk.button(page, u"Discard…"_s)->isEnabled());
        page.findChild<QLineEdit *>()->setText(u"zebra"_s);
        QTest::keyClick(page.findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QVERIFY(desk.button(page, u"Clear filters"_s));
    }

    void chainOfAMessageIsAsked()
    {
        Desk desk;
        desk.door.onQuery<api::MessageQuery>([](const auto &, const auto &) -> Result<api::Page<api::MessageRow>> {
            api::Page<api::MessageRow> page;
            page.rows.push_back({.id = u"msg_1"_s, .sender = u"nyra"_s, .recipient = u"ruvo"_s, .type = u"lead_scored"_s,
                                 .correlation = u"evt_7"_s, .outcome = u"delivered"_s, .at = test::demoNow()});
            return page;
        });
        desk.view->showObject(u"message"_s, u"msg_1"_s);
        ActivityPage &page = desk.page("message");
        QTRY_COMPARE(page.list()->currentIndex().row(), 0);
        desk.button(page, u"Show its chain"_s)->click();
        QTRY_COMPARE(desk.door.lastQuery<api::MessageQuery>()->correlation, u"evt_7"_s);
        QPushButton *chip = desk.button(page, u"One chain only"_s);
        QVERIFY(chip->isVisible());
        chip->click();
        QTRY_COMPARE(desk.door.lastQuery<api::MessageQuery>()->correlation, QString());
    }

    void stateComesBack()
    {
        Desk desk;
        desk.view->showPage(u"event"_s);
        const QByteArray state = desk.view->saveState();
        ActivityView other(desk.parts->context());
        other.restoreState(QByteArray("garbage"));
        other.restoreState(state);
        QCOMPARE(other.firstFocus(), other.page(u"event"_s)->list());
    }
};

QTEST_MAIN(ActivityViewTest)
#include "activity_view_test.moc"
