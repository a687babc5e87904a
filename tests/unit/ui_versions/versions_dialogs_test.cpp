#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeView>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/shell/shell_parts.h"
#include "ui/versions/fork_dialog.h"
#include "ui/versions/migration_dialog.h"
#include "ui/versions/versions_dialog.h"
#include "ui/versions/what_if_dialog.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

api::DefinitionVersionRow version(const char *number, bool current, std::vector<api::StateCount> states)
{
    api::DefinitionVersionRow row;
    row.definition = s("house");
    row.version = s(number);
    row.current = current;
    row.open = states.empty() ? 0 : states.front().instances;
    row.states = std::move(states);
    return row;
}

api::MigrationRow moved(const char *number, bool possible)
{
    api::MigrationRow row;
    row.workflow = s("wf_") + s(number);
    row.number = s(number);
    row.title = s("A visit");
    row.stateBefore = s("hall");
    row.possible = possible;
    if (possible) {
        row.stateAfter = s("porch");
        row.timersStarted.append(QJsonObject{});
    } else {
        row.reasons = QStringList{s("active state \"house.hall\" has no target in 2.0.0")};
    }
    return row;
}

} // namespace

/// The dialogs about versions: what they ask the engine, and what they show of its answers.
class VersionsDialogsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        m_clock = std::make_unique<test::FakeClock>();
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
        m_door->onQuery<api::DefinitionVersionsQuery>([](const auto &, const auto &) -> Result<std::vector<api::DefinitionVersionRow>> {
            return std::vector{version("2.0.0", true, {{s("house"), 1}, {s("house.porch"), 1}, {s("house.room"), 0}}),
                               version("1.0.0", false, {{s("house"), 3}, {s("house.hall"), 2}, {s("house.room"), 1}})};
        });
        m_door->onQuery<api::MigrationPreviewQuery>([](const auto &query, const auto &) -> Result<api::Page<api::MigrationRow>> {
            api::Page<api::MigrationRow> page;
            const bool mapped = query.states.value(QStringLiteral("house.hall")) == QStringLiteral("house.porch");
            page.rows = {moved("HO-101", mapped), moved("HO-102", mapped)};
            if (query.window.after.isEmpty())
                page.next = s("more");
            return page;
        });
    }
    void cleanup()
    {
        m_dialog.reset();
        m_parts.reset();
        m_door.reset();
    }

    void V3_statesThatAreGoneAreMappedAndPreviewed()
    {
        MigrationDialog &dialog = migration();
        QTRY_COMPARE(rows(dialog), 2);
        QCOMPARE(box(dialog, "From version")->currentData().toString(), s("1.0.0"));
        QCOMPARE(box(dialog, "To version")->currentData().toString(), s("2.0.0"));
        QComboBox *hall = box(dialog, "What becomes of house.hall");
        QVERIFY(hall);
        QVERIFY(!box(dialog, "What becomes of house.room")); // it is there in both
        QCOMPARE(shown(dialog, 0, MigrationModel::After), s("Stays where it is"));
        QVERIFY(shown(dialog, 0, MigrationModel::Changes).contains(s("has no target in 2.0.0")));
        choose(hall, "house.porch");
        QTRY_COMPARE(shown(dialog, 0, MigrationModel::After), s("porch"));
        QCOMPARE(rows(dialog), 2); // the old answer is gone
        QPushButton *more = button(dialog, "Show more");
        QVERIFY(more->isVisibleTo(&dialog));
        more->click();
        QTRY_COMPARE(rows(dialog), 4);
        QVERIFY(!more->isVisibleTo(&dialog));
    }
    void V3_theMoveNeedsAReasonAndGoesOnToTheEnd()
    {
        m_door->onCommand<api::MigrateWorkflows>([](const auto &command, const auto &) -> Result<api::Receipt> {
            api::Receipt receipt;
            receipt.data = {{QStringLiteral("migrated"), 200}, {QStringLiteral("refused"), command.after.isEmpty() ? 0 : 3},
                            {QStringLiteral("next"), command.after.isEmpty() ? QStringLiteral("wf_7") : QString()}};
            return receipt;
        });
        MigrationDialog &dialog = migration();
        QTRY_COMPARE(rows(dialog), 2);
        choose(box(dialog, "What becomes of house.hall"), "house.porch");
        QPushButton *move = button(dialog, "Move them");
        QTRY_VERIFY(!shown(dialog, 0, MigrationModel::After).isEmpty());
        QVERIFY(!move->isEnabled());
        auto *reason = dialog.findChild<QLineEdit *>();
        reason->setText(s("  "));
        QVERIFY(!move->isEnabled());
        reason->setText(s("the porch is built"));
        QTRY_VERIFY(move->isEnabled());
        move->click();
        QTRY_COMPARE(m_door->commands().size(), std::size_t(2));
        const auto last = m_door->lastCommand<api::MigrateWorkflows>();
        QCOMPARE(last->after, s("wf_7"));
        QCOMPARE(last->reason, s("the porch is built"));
        QCOMPARE(last->from, s("1.0.0"));
        QCOMPARE(last->to, s("2.0.0"));
        QCOMPARE(last->states.value(s("house.hall")).toString(), s("house.porch"));
        QTRY_VERIFY(said(dialog, "400 moved, 3 stay where they are."));
        QTRY_VERIFY(reason->text().isEmpty());
    }
    void V3_aRefusedMoveIsTold()
    {
        m_door->onCommand<api::MigrateWorkflows>([](const auto &, const auto &) -> Result<api::Receipt> { return fail(Errc::Forbidden, "this needs the role admin"); });
        MigrationDialog &dialog = migration();
        QTRY_COMPARE(rows(dialog), 2);
        choose(box(dialog, "What becomes of house.hall"), "house.porch");
        dialog.findChild<QLineEdit *>()->setText(s("why not"));
        QTRY_VERIFY(button(dialog, "Move them")->isEnabled());
        const int before = int(dialog.findChildren<QLabel *>().size());
        button(dialog, "Move them")->click();
        QTRY_VERIFY(m_door->lastCommand<api::MigrateWorkflows>());
        QTRY_VERIFY(button(dialog, "Move them")->isEnabled()); // and may be tried again
        QCOMPARE(int(dialog.findChildren<QLabel *>().size()), before);
    }
    void oneVersionAloneLeavesNothingToMove()
    {
        m_door->onQuery<api::DefinitionVersionsQuery>([](const auto &, const auto &) -> Result<std::vector<api::DefinitionVersionRow>> {
            return std::vector{version("1.0.0", true, {{s("house"), 3}})};
        });
        MigrationDialog &dialog = migration();
        QTRY_VERIFY(said(dialog, "There is only one version."));
        dialog.findChild<QLineEdit *>()->setText(s("why"));
        QVERIFY(!button(dialog, "Move them")->isEnabled());
    }

    void V2_retiringSaysWhatItComesToAndIsTakenBack()
    {
        m_parts->engine.setCaller({s("op_1"), s("Mira"), api::Role::Admin, api::Caller::Via::Console, {}});
        auto &dialog = versions();
        QTRY_COMPARE(rows(dialog), 2);
        auto *view = dialog.findChild<QTreeView *>();
        QCOMPARE(view->currentIndex().row(), 0); // the current one
        QPushButton *use = button(dialog, "Retire version…");
        QVERIFY(use->isEnabled());
        QVERIFY(said(dialog, "If it is retired: New runs begin with 1.0.0 from then on. 1 run(s) on it go on to their end, unless somebody moves them. It can be brought back at any time."));
        use->click();
        auto *question = dialog.findChild<QDialog *>();
        QVERIFY(question && question->isVisible());
        question->findChild<QLineEdit *>()->setText(s("too strict"));
        button(*question, "Retire it")->click();
        QTRY_VERIFY(m_door->lastCommand<api::RetireDefinition>());
        const auto retired = *m_door->lastCommand<api::RetireDefinition>();
        QCOMPARE(retired.version, s("2.0.0"));
        QVERIFY(retired.retired);
        QCOMPARE(retired.reason, s("too strict"));
        QTRY_VERIFY(m_parts->undo.top());
        QCOMPARE(m_parts->undo.top()->text, s("Version 2.0.0 is retired."));
        QVERIFY(m_parts->undo.undoLast());
        QTRY_COMPARE(m_door->commands().size(), std::size_t(2));
        QVERIFY(!m_door->lastCommand<api::RetireDefinition>()->retired);
    }
    void V2_theLastVersionThatGoesIsToldOf()
    {
        auto retired = version("2.0.0", false, {});
        retired.retired = true;
        const std::vector<api::DefinitionVersionRow> all{retired, version("1.0.0", true, {})};
        QVERIFY(retirementWords(all, all[1], true).startsWith(s("No version is left then")));
        QVERIFY(retirementWords(all, all[0], false).startsWith(s("New runs begin with 2.0.0 from then on.")));
        const std::vector<api::DefinitionVersionRow> three{version("3.0.0", true, {}), version("2.0.0", false, {}), version("1.0.0", false, {})};
        QVERIFY(retirementWords(three, three[2], true).startsWith(s("New runs begin with 3.0.0, as before.")));
    }
    void V2_onlyAnAdministratorRetires()
    {
        m_parts->engine.setCaller({s("op_1"), s("Mira"), api::Role::Reviewer, api::Caller::Via::Console, {}});
        auto &dialog = versions();
        QTRY_COMPARE(rows(dialog), 2);
        QVERIFY(!button(dialog, "Retire version…")->isEnabled());
        QVERIFY(said(dialog, "Only an administrator can retire a version or bring it back."));
    }

    void O1_aForkSaysWhatHappensAndMapsStates()
    {
        m_door->onCommand<api::ForkWorkflow>([](const auto &command, const auto &) -> Result<api::Receipt> {
            if (command.reason == s("refuse"))
                return fail(Errc::Conflict, "HO-101 at step 4 cannot go on in 2.0.0", "states", "map the states");
            api::Receipt receipt;
            receipt.id = s("wf_new");
            receipt.data = {{QStringLiteral("number"), QStringLiteral("HO-140")}};
            return receipt;
        });
        api::WorkflowRow run;
        run.id = s("wf_101");
        run.number = s("HO-101");
        run.definition = s("house");
        api::RunStanding standing;
        standing.state = s("hall");
        standing.active = QStringList{s("house.hall")};
        standing.waitingOn = s("task");
        standing.tasks.emplace_back().src = s("nyra.qualify");
        standing.timers.resize(2);
        auto *dialog = new ForkDialog(m_parts->context(), run, 4, standing, nullptr);
        m_dialog.reset(dialog);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false); // it is looked at when it is over
        dialog->show();
        QVERIFY(said(*dialog, "A new run begins there. HO-101 stays as it is, and what it sent stays sent. The tasks that were open begin anew, with all they do outside: nyra.qualify."
                              " 2 timer(s) go on with the time they had left then."));
        QComboBox *versions = box(*dialog, "Version of the new run");
        QTRY_COMPARE(versions->count(), 3);
        QPushButton *begin = button(*dialog, "Begin the new run");
        QVERIFY(!begin->isEnabled());
        dialog->findChild<QLineEdit *>()->setText(s("try the other way"));
        QVERIFY(begin->isEnabled());
        versions->setCurrentIndex(versions->findData(s("2.0.0")));
        QVERIFY(!begin->isEnabled()); // the hall is not there any more
        QComboBox *hall = box(*dialog, "What becomes of house.hall");
        QVERIFY(hall);
        hall->setCurrentIndex(hall->findData(s("house.porch")));
        QVERIFY(begin->isEnabled());
        dialog->findChild<QLineEdit *>()->setText(s("refuse"));
        begin->click();
        QTRY_VERIFY(begin->isEnabled() && dialog->isVisible()); // a refusal stands in the dialog, nothing that was chosen is lost
        bool told = false;
        for (const auto *label : dialog->findChildren<QLabel *>())
            told = told || label->text().contains(s("cannot go on in 2.0.0"));
        QVERIFY(told);
        dialog->findChild<QLineEdit *>()->setText(s("try the other way"));
        begin->click();
        QTRY_VERIFY(!dialog->isVisible());
        const auto fork = *m_door->lastCommand<api::ForkWorkflow>();
        QCOMPARE(fork.workflow, s("wf_101"));
        QCOMPARE(fork.seq, qint64(4));
        QCOMPARE(fork.version, s("2.0.0"));
        QCOMPARE(fork.states.value(s("house.hall")).toString(), s("house.porch"));
        QCOMPARE(fork.reason, s("try the other way"));
    }

    void whatIfGoesOnPageByPage()
    {
        m_door->onQuery<api::DefinitionTextQuery>([](const auto &, const auto &) -> Result<api::DefinitionText> {
            api::DefinitionText text;
            text.text = s("{\"id\": \"house\"}");
            return text;
        });
        m_door->onQuery<api::WhatIfQuery>([](const auto &query, const auto &) -> Result<api::WhatIfReport> {
            api::WhatIfReport report;
            report.looked = 50;
            report.same = 49;
            api::WhatIfRow row;
            row.number = s("HO-101");
            row.seq = 3;
            row.input = s("enter");
            row.then = s("went from hall to room");
            row.now = s("ignored it in hall");
            report.rows = {row};
            if (query.after.isEmpty())
                report.next = s("wf_7");
            return report;
        });
        WhatIfDialog &dialog = whatIf();
        auto *text = dialog.findChild<QPlainTextEdit *>();
        QTRY_COMPARE(text->toPlainText(), s("{\"id\": \"house\"}"));
        text->setPlainText(s("{\"id\": \"house\", \"version\": \"2.0.0\"}"));
        button(dialog, "Try it on the past")->click();
        QTRY_COMPARE(rows(dialog), 2);
        QVERIFY(said(dialog, "2 of 100 workflows would have gone another way."));
        QCOMPARE(shown(dialog, 1, WhatIfModel::Step), s("3: enter"));
        QCOMPARE(shown(dialog, 1, WhatIfModel::Now), s("ignored it in hall"));
        QCOMPARE(m_door->lastQuery<api::WhatIfQuery>()->after, s("wf_7"));
        QCOMPARE(m_door->lastQuery<api::WhatIfQuery>()->text, text->toPlainText());
        QVERIFY(m_door->commands().empty());
    }
    void whatIfCanBeStopped()
    {
        m_door->onQuery<api::WhatIfQuery>([](const auto &, const auto &) -> Result<api::WhatIfReport> {
            api::WhatIfReport report;
            report.looked = report.same = 50;
            report.next = s("wf_7"); // it would never end
            return report;
        });
        m_door->setReply(test::FakeDoor::Reply::Held);
        WhatIfDialog &dialog = whatIf(s("{}"));
        button(dialog, "Try it on the past")->click();
        QTRY_VERIFY(m_door->held() > 0);
        m_door->release();
        QTRY_VERIFY(said(dialog, "0 of 50 workflows would have gone another way."));
        button(dialog, "Stop")->click();
        QVERIFY(said(dialog, "Stopped after 50 workflow(s)."));
        const auto asked = m_door->queries().size();
        m_door->release();
        QTRY_COMPARE(m_door->held(), 0);
        QVERIFY(button(dialog, "Try it on the past")->isEnabled());
        QVERIFY(said(dialog, "Stopped after 50 workflow(s)."));
        QCOMPARE(m_door->queries().size(), asked);
    }
    void whatIfTellsWhatIsWrongWithTheText()
    {
        m_door->onQuery<api::WhatIfQuery>([](const auto &, const auto &) -> Result<api::WhatIfReport> {
            api::WhatIfReport report;
            report.findings = {{{}, s("W201"), false, {}, 1, 1, s("a warning"), {}}, {{}, s("E001"), true, {}, 4, 7, s("not JSON"), {}}};
            return report;
        });
        WhatIfDialog &dialog = whatIf(s("{"));
        button(dialog, "Try it on the past")->click();
        QTRY_VERIFY(said(dialog, "Line 4, column 7: not JSON"));
        QVERIFY(button(dialog, "Try it on the past")->isEnabled());
    }

private:
    VersionsDialog &versions()
    {
        auto *dialog = new VersionsDialog(m_parts->context(), s("house"), s("Houses"), {}, nullptr);
        m_dialog.reset(dialog);
        dialog->show();
        return *dialog;
    }
    MigrationDialog &migration()
    {
        auto *dialog = new MigrationDialog(m_parts->context(), s("house"), s("Houses"), nullptr);
        m_dialog.reset(dialog);
        dialog->show();
        return *dialog;
    }
    WhatIfDialog &whatIf(const QString &text = {})
    {
        auto *dialog = new WhatIfDialog(m_parts->context(), s("house"), s("Houses"), text, nullptr);
        m_dialog.reset(dialog);
        dialog->show();
        return *dialog;
    }
    static QComboBox *box(const QDialog &dialog, const char *name)
    {
        for (auto *one : dialog.findChildren<QComboBox *>())
            if (one->accessibleName() == s(name))
                return one;
        return nullptr;
    }
    static void choose(QComboBox *box, const char *value)
    {
        box->setCurrentIndex(box->findData(s(value)));
        Q_EMIT box->activated(box->currentIndex());
    }
    static QPushButton *button(const QDialog &dialog, const char *text)
    {
        for (auto *one : dialog.findChildren<QPushButton *>())
            if (one->text() == s(text))
                return one;
        qFatal("there is no button %s", text);
    }
    static bool said(const QDialog &dialog, const char *text)
    {
        const auto labels = dialog.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == s(text); });
    }
    static int rows(const QDialog &dialog) { return dialog.findChild<QTreeView *>()->model()->rowCount(); }
    static QString shown(const QDialog &dialog, int row, int column)
    {
        const auto *model = dialog.findChild<QTreeView *>()->model();
        return model->index(row, column).data().toString();
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<QDialog> m_dialog;
};

QTEST_MAIN(VersionsDialogsTest)
#include "versions_dialogs_test.moc"
