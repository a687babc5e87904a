#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/records/record_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

template <typename Widget>
Widget *named(QWidget *root, const QString &words)
{
    for (Widget *widget : root->findChildren<Widget *>()) {
        if (widget->isVisibleTo(root) && widget->text().contains(words))
            return widget;
    }
    return nullptr;
}

} // namespace

class RecordViewsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillStudio(*m_door);
        m_clock = std::make_unique<test::FakeClock>(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
    }
    void cleanup()
    {
        m_parts.reset();
        m_door.reset();
    }

    void onlyWhatChangedIsSavedAgainstTheVersionRead()
    {
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        view.showObject(s("contact"), s("rec_1"));
        QLineEdit *email = nullptr;
        QTRY_VERIFY((email = field(view, s("Email"))));
        email->setText(s("priya@raman.example"));
        QVERIFY(view.form().isDirty());
        QVERIFY(!view.workInHand().isEmpty());
        view.form().save();
        QTRY_VERIFY(m_door->lastCommand<api::PutRecord>());
        const auto put = *m_door->lastCommand<api::PutRecord>();
        QCOMPARE(put.fields, (QJsonObject{{s("Email"), s("priya@raman.example")}}));
        QCOMPARE(put.ifMatch, s("\"7\""));
        QVERIFY(!put.replace);
    }
    void bothSidesOfAConflictAreShown()
    {
        m_door->onCommand<api::PutRecord>([](const api::PutRecord &put, const auto &) -> Result<api::Receipt> {
            if (put.ifMatch == s("\"7\""))
                return fail(Errc::Conflict, "the record changed");
            return api::Receipt{};
        });
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        view.showObject(s("contact"), s("rec_1"));
        QLineEdit *email = nullptr;
        QTRY_VERIFY((email = field(view, s("Email"))));
        email->setText(s("mine@raman.example"));
        m_door->onQuery<api::RecordDetailQuery>([](const auto &, const auto &) -> Result<api::RecordRow> {
            api::RecordRow row;
            row.id = s("rec_1");
            row.database = s("contacts-profiles");
            row.etag = s("\"8\"");
            row.updatedBy = s("Dan Osei");
            row.fields = {{s("Name"), s("Priya Raman")}, {s("Email"), s("theirs@raman.example")}};
            return row;
        });
        view.form().save();
        QTRY_VERIFY(named<QRadioButton>(&view, s("Theirs: theirs@raman.example")));
        QVERIFY(named<QRadioButton>(&view, s("Yours: mine@raman.example"))->isChecked());
        named<QPushButton>(&view, s("Save what is chosen"))->click();
        QTRY_COMPARE(m_door->lastCommand<api::PutRecord>()->ifMatch, s("\"8\""));
        QCOMPARE(m_door->lastCommand<api::PutRecord>()->fields.value(s("Email")).toString(), s("mine@raman.example"));
    }
    void aWrongValueIsSaidBesideItsField()
    {
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        view.showObject(s("contact"), s("rec_1"));
        QLineEdit *email = nullptr;
        QTRY_VERIFY((email = field(view, s("Email"))));
        email->setText(s("nothing"));
        view.form().save();
        QVERIFY(!m_door->lastCommand<api::PutRecord>());
        QVERIFY(named<QLabel>(&view, s("takes an e-mail address")));
    }
    void aNewRecordIsMadeOfWhatWasFilledIn()
    {
        m_parts->engine.setCaller({.id = s("op_mk"), .name = s("Mira Kovac"), .role = api::Role::Operator});
        m_door->onCommand<api::PutRecord>([](const api::PutRecord &, const auto &) -> Result<api::Receipt> {
            return api::Receipt{.id = s("rec_new")};
        });
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        QTRY_COMPARE(view.model().size(), 3);
        QTRY_VERIFY(m_parts->actions.find(s("record.new"))->isEnabled());
        m_parts->actions.find(s("record.new"))->trigger();
        QVERIFY(view.form().isNew());
        named<QPushButton>(&view, s("Create the record"))->click();
        QVERIFY(!m_door->lastCommand<api::PutRecord>()); // nothing is filled in
        field(view, s("Email"))->setText(s("new@client.example"));
        QCOMPARE(view.workInHand().size(), 1);
        if (QLineEdit *name = field(view, s("Name")))
            name->setText(s("New Client"));
        named<QPushButton>(&view, s("Create the record"))->click();
        QTRY_VERIFY(m_door->lastCommand<api::PutRecord>());
        const auto put = *m_door->lastCommand<api::PutRecord>();
        QVERIFY(put.id.isEmpty());
        QVERIFY(!put.mustExist);
        QCOMPARE(put.fields.value(s("Email")).toString(), s("new@client.example"));
        QTRY_VERIFY(m_door->lastQuery<api::RecordDetailQuery>()); // and it is opened
        QTRY_COMPARE(m_door->lastQuery<api::RecordDetailQuery>()->id, s("rec_new"));
        QVERIFY(!view.form().isNew());
    }
    void aNewRecordCanBeGivenUp()
    {
        m_parts->engine.setCaller({.id = s("op_mk"), .name = s("Mira Kovac"), .role = api::Role::Operator});
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        QTRY_COMPARE(view.model().size(), 3);
        view.startNew();
        field(view, s("Email"))->setText(s("new@client.example"));
        named<QPushButton>(&view, s("Do not create it"))->click();
        QVERIFY(!view.form().isNew());
        QVERIFY(view.workInHand().isEmpty());
        QVERIFY(named<QLabel>(&view, s("No record chosen")));
        QVERIFY(!m_door->lastCommand<api::PutRecord>());
    }
    void aDeletedRecordCanBeTakenBack()
    {
        m_parts->engine.setCaller({.id = s("op_mk"), .name = s("Mira Kovac"), .role = api::Role::Operator});
        RecordView view(m_parts->context());
        view.resize(800, 700);
        view.show();
        view.showObject(s("contact"), s("rec_1"));
        QTRY_VERIFY(field(view, s("Email")));
        QVERIFY(m_parts->actions.find(s("record.delete"))->isEnabled());
        view.askDelete();
        QTRY_VERIFY(named<QPushButton>(&view, s("Keep it"))); // nothing goes without a question
        named<QPushButton>(&view, s("Keep it"))->click();
        QVERIFY(!m_door->lastCommand<api::DeleteRecord>());
        view.askDelete();
        QTRY_VERIFY(named<QPushButton>(&view, s("Delete the record")));
        named<QPushButton>(&view, s("Delete the record"))->click();
        QTRY_VERIFY(m_door->lastCommand<api::DeleteRecord>());
        QCOMPARE(m_door->lastCommand<api::DeleteRecord>()->id, s("rec_1"));
        QCOMPARE(m_door->lastCommand<api::DeleteRecord>()->ifMatch, s("\"7\""));
        QTRY_VERIFY(named<QLabel>(&view, s("No record chosen")));
        QTRY_VERIFY(m_parts->undo.top());
        QVERIFY(m_parts->undo.undoLast());
        QTRY_VERIFY(m_door->lastCommand<api::PutRecord>());
        const auto back = *m_door->lastCommand<api::PutRecord>();
        QCOMPARE(back.id, s("rec_1"));
        QVERIFY(!back.mustExist);
        QVERIFY(back.fields.contains(s("Email")));
        for (const api::PropertyInfo &property : view.form().database().properties)
            QVERIFY2(!property.systemOnly || !back.fields.contains(property.name), qPrintable(property.name));
        QVERIFY(!m_parts->undo.top());
    }
    void whoMayOnlyLookCannotMakeOrDelete()
    {
        m_parts->engine.setCaller({.id = s("op_v"), .name = s("Visitor"), .role = api::Role::Viewer});
        RecordView view(m_parts->context());
        view.show();
        view.showObject(s("contact"), s("rec_1"));
        QTRY_VERIFY(field(view, s("Email")));
        for (const char *id : {"record.new", "record.delete"}) {
            QAction *action = m_parts->actions.find(s(id));
            QVERIFY(!action->isEnabled());
            QVERIFY(!ActionRegistry::disabledReason(action).isEmpty());
        }
    }
    void inANarrowDockListAndRecordTakeTurns()
    {
        RecordView view(m_parts->context());
        view.resize(360, 600);
        view.show();
        QTRY_COMPARE(view.model().size(), 3);
        QVERIFY(!named<QPushButton>(&view, s("All records")));
        view.showObject(s("contact"), s("rec_1"));
        QTRY_VERIFY(named<QPushButton>(&view, s("All records")));
        named<QPushButton>(&view, s("All records"))->click();
        QVERIFY(!named<QPushButton>(&view, s("All records")));
        QCOMPARE(m_parts->actions.unregistered(&view), QStringList());
    }

    void everyFocusableHasAName()
    {
        RecordView records(m_parts->context());
        records.resize(800, 700);
        records.show();
        records.showObject(s("contact"), s("rec_1"));
        QTRY_VERIFY(field(records, s("Email")));
        QCOMPARE(test::nameless(records), QStringList());
    }

private:
    static QLineEdit *field(RecordView &view, const QString &name)
    {
        for (QLineEdit *edit : view.form().findChildren<QLineEdit *>()) {
            if (edit->accessibleName().startsWith(name))
                return edit;
        }
        return nullptr;
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
};

QTEST_MAIN(RecordViewsTest)
#include "record_views_test.moc"
