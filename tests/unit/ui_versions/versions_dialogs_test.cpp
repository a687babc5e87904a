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
#include "ui/versions/migration_dialog.h"
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
