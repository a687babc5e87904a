// A record by its types: each edited as what it is, with its history and its page in Notion.

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sample_notion.h"
#include "tests/unit/ui_boards/nameless.h"
#include "ui/records/entry_editor.h"
#include "ui/records/record_picker.h"
#include "ui/records/record_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    explicit Desk(int changes = 7, test::SampleNotion with = {})
    {
        resources::init();
        sample = with;
        sample.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
        test::serveMirroredRecords(door, sample, changes);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = api::Role::Operator});
        parts->navigator.setKnownKinds({u"record"_s});
        view = std::make_unique<RecordView>(parts->context());
        view->resize(860, 900);
        view->show();
        view->showObject(u"contact"_s, u"rec_1"_s);
    }
    RecordForm &form() { return view->form(); }
    template <typename Editor>
    Editor *editor(const QString &property)
    {
        return qobject_cast<Editor *>(form().editor(property));
    }
    QLineEdit *line(const QString &property) { return form().editor(property)->findChild<QLineEdit *>(); }
    QPushButton *button(const QString &text, QWidget *root = nullptr)
    {
        for (QPushButton *candidate : (root ? root : view.get())->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    bool shows(const QString &text)
    {
        const auto labels = view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    test::FakeClock clock;
    test::FakeDoor door;
    test::SampleNotion sample;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<RecordView> view;
};

} // namespace

class RecordMirrorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsChangedByLookingAtIt()
    {
        Desk desk;
        QTRY_VERIFY(desk.form().editor(u"Email"_s));
        QVERIFY(!desk.form().isDirty());
        for (const api::PropertyInfo &property : desk.form().database().properties) {
            FieldEditor *editor = desk.form().editor(property.name);
            QCOMPARE(!editor, property.systemOnly);
            if (!editor)
                continue;
            QString why;
            const auto value = editor->value(&why); // what is shown is the value again
            QVERIFY2(value, qPrintable(property.name + why));
            QCOMPARE(*value, desk.sample.record().fields.value(property.name));
        }
        QVERIFY(desk.shows(u"The console alone writes it"_s));
        QVERIFY(desk.shows(u"Computed from other fields"_s));
    }

    void eachTypeTakesItsOwnValues_data()
    {
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QJsonValue>("value"); // undefined: refused
        const QJsonValue refused(QJsonValue::Undefined);
        QTest::newRow("money") << u"Budget"_s << u"2500.5"_s << QJsonValue(2500.5);
        QTest::newRow("percent") << u"Discount"_s << u"15%"_s << QJsonValue(15);
        QTest::newRow("a number with its unit") << u"Visit"_s << u"60 min"_s << QJsonValue(60);
        QTest::newRow("a day") << u"Birthday"_s << u"1974-03-10"_s << QJsonValue(u"1974-03-10"_s);
        QTest::newRow("a day is no moment") << u"Follow up"_s << u"2026-11-28"_s << refused;
        QTest::newRow("a phone number") << u"Phone"_s << u"+49 30 1234567"_s << QJsonValue(u"+49 30 1234567"_s);
        QTest::newRow("words are no phone number") << u"Phone"_s << u"ask the office"_s << refused;
        QTest::newRow("an address") << u"Website"_s << u"https://a.example/b"_s << QJsonValue(u"https://a.example/b"_s);
        QTest::newRow("a name is no address") << u"Website"_s << u"a.example"_s << refused;
        QTest::newRow("emptied") << u"Website"_s << QString() << QJsonValue(QJsonValue::Null);
    }
    void eachTypeTakesItsOwnValues()
    {
        QFETCH(QString, property);
        QFETCH(QString, typed);
        QFETCH(QJsonValue, value);
        Desk desk;
        QTRY_VERIFY(desk.form().editor(property));
        desk.line(property)->setText(typed);
        QString why;
        const auto got = desk.form().editor(property)->value(&why);
        if (value.isUndefined()) {
            QVERIFY(!got);
            QVERIFY2(why.contains(property), qPrintable(why));
        } else {
            QVERIFY2(got, qPrintable(why));
            QCOMPARE(*got, value);
        }
    }

    void aMomentIsOfThisComputersZone()
    {
        Desk desk;
        QTRY_VERIFY(desk.form().editor(u"Follow up"_s));
        desk.line(u"Follow up"_s)->setText(u"2026-11-28 10:15"_s);
        QString why;
        const auto got = desk.form().editor(u"Follow up"_s)->value(&why);
        QVERIFY2(got, qPrintable(why));
        QCOMPARE(QDateTime::fromString(got->toString(), Qt::ISODateWithMs).toLocalTime(), QDateTime(QDate(2026, 11, 28), QTime(10, 15)));
    }

    void choicesPeopleAndFilesAreLists()
    {
        Desk desk;
        QTRY_VERIFY(desk.editor<EntryEditor>(u"Tags"_s));
        auto *tags = desk.editor<EntryEditor>(u"Tags"_s);
        auto *options = tags->findChild<QComboBox *>();
        QCOMPARE(options->count(), 3); // "add", and what is not chosen yet
        options->setCurrentIndex(1);
        Q_EMIT options->activated(1);
        QCOMPARE(tags->entries(), (QJsonArray{u"VIP"_s, u"Member"_s, u"Trade"_s}));
        QTRY_COMPARE(tags->findChildren<QToolButton *>().size(), 3);
        tags->findChildren<QToolButton *>().front()->click();
        QCOMPARE(tags->entries(), (QJsonArray{u"Member"_s, u"Trade"_s}));
        auto *owner = desk.editor<EntryEditor>(u"Owner"_s);
        auto *people = owner->findChild<QComboBox *>();
        QTRY_COMPARE(people->count(), 2); // who is not chosen yet
        Q_EMIT people->activated(1);
        QCOMPARE(owner->entries(), (QJsonArray{u"op_mk"_s, u"op_do"_s}));
        auto *files = desk.editor<EntryEditor>(u"Contract"_s);
        const auto fields = files->findChildren<QLineEdit *>();
        fields[1]->setText(u"front.jpg"_s);
        QString why;
        QVERIFY(!files->value(&why)); // typed, but not added
        desk.button(u"Add the file"_s)->click();
        QCOMPARE(files->entries().size(), 1); // that is no address
        fields[1]->setText(u"https://studio.example/front.jpg"_s);
        desk.button(u"Add the file"_s)->click();
        QCOMPARE(files->entries().last().toObject(), (QJsonObject{{u"name"_s, u"front.jpg"_s}, {u"url"_s, u"https://studio.example/front.jpg"_s}}));
        desk.form().save();
        QTRY_VERIFY(desk.door.lastCommand<api::PutRecord>());
        QCOMPARE(desk.door.lastCommand<api::PutRecord>()->fields.keys(), (QStringList{u"Contract"_s, u"Owner"_s, u"Tags"_s}));
    }

    void aRelatedRecordIsFoundAmongManyWithoutReadingAll()
    {
        Desk desk;
        QTRY_VERIFY(desk.editor<EntryEditor>(u"Business"_s));
        auto *business = desk.editor<EntryEditor>(u"Business"_s);
        QTRY_VERIFY(desk.button(u"Business 2"_s, business)); // by its title, not its id
        desk.button(u"Add a record…"_s, business)->click();
        RecordPicker *picker = nullptr;
        QTRY_VERIFY((picker = business->findChild<RecordPicker *>()));
        QTRY_VERIFY(picker->model().size() > 0);
        QCOMPARE(picker->model().total(), 100'000);
        auto *list = picker->findChild<VirtualList *>();
        for (int page = 0; page < 3; ++page) {
            const int before = picker->model().size();
            list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum());
            QTRY_VERIFY(picker->model().size() > before);
        }
        QVERIFY(picker->model().size() <= 1'000);
        auto *search = picker->findChild<QLineEdit *>();
        search->setText(u"Ferreira"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(picker->model().size(), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(business->entries(), (QJsonArray{u"rec_b2"_s, u"rec_b0"_s}));
        QTRY_VERIFY(desk.button(u"Business of Ferreira"_s, business));
        QVERIFY(desk.form().isDirty());
    }

    void anErrorOfTheEngineStandsAtItsField()
    {
        Desk desk;
        desk.door.onCommand<api::PutRecord>([](const auto &, const auto &) -> Result<api::Receipt> {
            return fail(Errc::BadInput, "must be 0 to 100, found 900", "contacts-profiles, \"Discount\"", "give a number in that range");
        });
        QTRY_VERIFY(desk.form().editor(u"Discount"_s));
        desk.line(u"Discount"_s)->setText(u"900"_s);
        desk.form().save();
        QTRY_VERIFY(desk.shows(u"“Discount” must be 0 to 100, found 900. Give a number in that range."_s));
        QVERIFY(!desk.shows(u"were not saved"_s)); // not above all, too
        QCOMPARE(desk.line(u"Discount"_s)->text(), u"900"_s);
    }

    void readingAgainKeepsWhatWasTyped()
    {
        Desk desk;
        QTRY_VERIFY(desk.form().editor(u"Email"_s));
        desk.line(u"Email"_s)->setText(u"mine@ashworth.example"_s);
        api::RecordRow theirs = desk.sample.record();
        theirs.etag = u"\"8\""_s;
        theirs.updatedBy = u"Dan Osei"_s;
        theirs.fields[u"Phone"_s] = u"+49 30 7654321"_s;
        desk.door.onQuery<api::RecordDetailQuery>([theirs](const auto &, const auto &) -> Result<api::RecordRow> { return theirs; });
        desk.form().noticeChange(theirs);
        QVERIFY(desk.shows(u"Dan Osei changed this record just now"_s));
        desk.button(u"Read again and keep what I typed"_s)->click();
        QTRY_COMPARE(desk.line(u"Phone"_s)->text(), u"+49 30 7654321"_s);
        QCOMPARE(desk.line(u"Email"_s)->text(), u"mine@ashworth.example"_s);
        desk.form().save();
        QTRY_VERIFY(desk.door.lastCommand<api::PutRecord>());
        QCOMPARE(desk.door.lastCommand<api::PutRecord>()->ifMatch, u"\"8\""_s);
        QCOMPARE(desk.door.lastCommand<api::PutRecord>()->fields, (QJsonObject{{u"Email"_s, u"mine@ashworth.example"_s}}));
    }

    void aChangeInTheHistoryIsUndone()
    {
        Desk desk(5'000);
        QTRY_VERIFY(desk.form().editor(u"Email"_s));
        QVERIFY(!desk.door.lastQuery<api::PropertyHistoryQuery>()); // not before somebody looks
        desk.view->pages().showPage(RecordPages::Page::History);
        RecordHistory &history = desk.view->pages().history();
        QTRY_VERIFY(history.model().rowCount() > 0);
        QVERIFY(history.model().rowCount() <= 200); // of 5,000
        history.choose(0);
        QTRY_VERIFY(desk.shows(u"Before: h.ashworth@old.example"_s));
        QVERIFY(desk.shows(u"After: helen@ashworth.example"_s));
        QVERIFY(desk.shows(u"Dan Osei (Notion), from outside"_s));
        desk.button(u"Undo this change"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::UndoPropertyChange>());
        QCOMPARE(desk.door.lastCommand<api::UndoPropertyChange>()->record, u"rec_1"_s);
        QCOMPARE(desk.door.lastCommand<api::UndoPropertyChange>()->seq, 10'000);
        auto *property = history.findChild<QComboBox *>();
        property->setCurrentIndex(property->findData(u"Notes"_s));
        Q_EMIT property->activated(property->currentIndex());
        QTRY_COMPARE(desk.door.lastQuery<api::PropertyHistoryQuery>()->property, u"Notes"_s);
        QTRY_VERIFY(desk.shows(u"Never changed"_s));
    }

    void thePageInNotionIsTold()
    {
        Desk desk;
        QTRY_VERIFY(desk.form().editor(u"Email"_s));
        desk.view->pages().showPage(RecordPages::Page::Notion);
        QTRY_VERIFY(desk.shows(u"Changes wait to be uploaded since"_s));
        QVERIFY(desk.button(u"Open in Notion"_s));
        QVERIFY(!desk.button(u"Try again"_s));
        QTRY_VERIFY(desk.shows(u"Favourite artist"_s) && desk.shows(u"Okafor"_s));
        QVERIFY(desk.shows(u"ask the office"_s) && desk.shows(u"Is not a phone number"_s));
        api::RecordMirror parked = desk.sample.mirror();
        parked.state = u"parked"_s;
        parked.error = u"Notion does not take the value of \"Website\""_s;
        desk.door.onQuery<api::RecordMirrorQuery>([parked](const auto &, const auto &) -> Result<api::RecordMirror> { return parked; });
        desk.view->pages().mirror().refresh();
        QTRY_VERIFY(desk.button(u"Try again"_s));
        QVERIFY(desk.shows(u"Notion does not take the value of"_s));
        desk.button(u"Try again"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RetryNotionItem>());
        QCOMPARE(desk.door.lastCommand<api::RetryNotionItem>()->record, u"rec_1"_s);
    }

    void everyFocusableHasANameInANarrowDockToo()
    {
        Desk desk;
        desk.view->resize(320, 800);
        QTRY_VERIFY(desk.form().editor(u"Email"_s));
        for (const auto page : {RecordPages::Page::Fields, RecordPages::Page::Text, RecordPages::Page::History, RecordPages::Page::Notion}) {
            desk.view->pages().showPage(page);
            QVERIFY2(test::nameless(*desk.view).isEmpty(), qPrintable(test::nameless(*desk.view).join(u", "_s)));
            QVERIFY2(desk.view->minimumSizeHint().width() <= 320, qPrintable(QString::number(desk.view->minimumSizeHint().width())));
        }
        QCOMPARE(desk.parts->actions.unregistered(desk.view.get()), QStringList());
    }
};

QTEST_MAIN(RecordMirrorTest)
#include "record_mirror_test.moc"
