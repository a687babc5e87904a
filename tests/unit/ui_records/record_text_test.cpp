// The text inside a record's page: read, written, kept while others write, told as it stands with Notion.

#include <functional>

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sample_notion.h"
#include "tests/unit/ui_boards/nameless.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/records/page_preview.h"
#include "ui/records/record_view.h"
#include "ui/records/text_conflict.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

const QString Mine = u"She likes evenings by now.\n"_s;
const QString Theirs = u"She likes noon.\n"_s;

struct Desk {
    explicit Desk(test::SampleNotion with = {}, api::Role role = api::Role::Operator, const std::function<void(test::FakeDoor &)> &prepare = {})
    {
        resources::init();
        sample = with;
        sample.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
        test::serveMirroredRecords(door, sample);
        if (prepare)
            prepare(door);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = role});
        parts->navigator.setKnownKinds({u"record"_s});
        view = std::make_unique<RecordView>(parts->context());
        view->resize(860, 900);
        view->show();
        view->showObject(u"contact"_s, u"rec_1"_s);
        view->pages().showPage(RecordPages::Page::Text);
    }
    RecordTextPanel &panel() { return view->pages().text(); }
    QString written() { return panel().editor()->toPlainText(); }
    void type(const QString &text)
    {
        panel().editor()->selectAll();
        panel().editor()->insertPlainText(text);
    }
    QPushButton *button(const QString &text)
    {
        for (QPushButton *candidate : view->findChildren<QPushButton *>()) {
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
    template <typename Command>
    int sent()
    {
        const auto all = door.commands();
        return int(std::count_if(all.begin(), all.end(), [](const auto &one) { return std::holds_alternative<Command>(one.command); }));
    }
    /// Somebody else wrote it; the engine takes nothing that was written over another text.
    void wroteElsewhere(const QString &text)
    {
        api::RecordText other = sample.text();
        other.text = text;
        other.changedBy = u"Dan Osei"_s;
        door.onQuery<api::RecordTextQuery>([other](const auto &, const auto &) -> Result<api::RecordText> { return other; });
        door.onCommand<api::WriteRecordText>([text](const api::WriteRecordText &command, const auto &) -> Result<api::Receipt> {
            if (command.seen != text)
                return fail(Errc::Conflict, "the text was changed meanwhile");
            return api::Receipt{};
        });
    }
    void announce(const QString &record) { door.announce({api::Topic::Records, {record}, 1}); }

    test::FakeClock clock;
    test::FakeDoor door;
    test::SampleNotion sample;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<RecordView> view;
};

test::SampleNotion standing(const QString &state)
{
    test::SampleNotion sample;
    sample.textState = state;
    return sample;
}

} // namespace

class RecordTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsShownAsWrittenAndAsItReads()
    {
        Desk desk;
        QTRY_COMPARE(desk.written(), desk.sample.text().text);
        QVERIFY(!desk.panel().isDirty());
        QVERIFY(desk.shows(u"The same in Notion."_s));
        QVERIFY(desk.shows(u" by nyra · "_s) && desk.shows(u"read in Notion"_s));
        QVERIFY(!desk.button(u"Save"_s)->isEnabled());
        desk.button(u"Preview"_s)->click();
        QVERIFY(desk.panel().preview()->isVisible());
        const QString read = desk.panel().preview()->toPlainText();
        QVERIFY2(read.contains(u"Visit in spring"_s) && !read.contains(u"**"_s) && !read.contains(u'#'), qPrintable(read));
        QVERIFY2(read.contains(u"[Picture: The hall]"_s), qPrintable(read)); // and nothing is loaded for it
        for (QTextBlock block = desk.panel().preview()->document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it)
                QVERIFY(!it.fragment().charFormat().isImageFormat());
        }
        desk.button(u"Preview"_s)->click();
        QVERIFY(desk.panel().editor()->isVisible());
    }

    void aLinkOpensOnlyOnceSomebodySaysYes()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        QStringList told;
        connect(&desk.parts->toasts, &Toasts::shown, this, [&](const Toast &toast) { told << toast.text; });
        desk.panel().showPreview(true);
        Q_EMIT desk.panel().preview()->anchorClicked(QUrl(u"file:///etc/passwd"_s));
        QVERIFY(told.join(u' ').contains(u"Only web and mail addresses"_s));
        QVERIFY(!desk.shows(u"It leads to:"_s));
        Q_EMIT desk.panel().preview()->anchorClicked(QUrl(u"https://ashworth.example"_s));
        QTRY_VERIFY(desk.shows(u"https://ashworth.example"_s)); // it is asked first
    }

    void savingSaysWhatWasSeen()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        QVERIFY(desk.panel().isDirty());
        QCOMPARE(desk.view->workInHand().size(), 1);
        desk.button(u"Save"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::WriteRecordText>());
        const auto command = *desk.door.lastCommand<api::WriteRecordText>();
        QCOMPARE(command.record, u"rec_1"_s);
        QCOMPARE(command.text, Mine);
        QCOMPARE(command.seen, desk.sample.text().text);
        QTRY_VERIFY(desk.shows(u"Waits to be uploaded."_s));
        QVERIFY(desk.shows(u"by Mira Kovac"_s));
        QVERIFY(!desk.panel().isDirty());
        QVERIFY(desk.view->workInHand().isEmpty());
        QCOMPARE(desk.written(), Mine);
    }

    void theKeyOfTheRecordSavesItToo()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.parts->actions.find(u"record.save"_s)->trigger();
        QVERIFY(!desk.door.lastCommand<api::WriteRecordText>()); // nothing is changed
        desk.type(Mine);
        desk.parts->actions.find(u"record.save"_s)->trigger();
        QTRY_COMPARE(desk.sent<api::WriteRecordText>(), 1);
        QVERIFY(!desk.door.lastCommand<api::PutRecord>());
    }

    void whatIsTypedCanBeThrownAwayAndComesBack()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.button(u"Discard"_s)->click();
        QCOMPARE(desk.written(), desk.sample.text().text);
        QVERIFY(!desk.panel().isDirty());
        desk.panel().editor()->undo();
        QCOMPARE(desk.written(), Mine);
        QVERIFY(desk.panel().isDirty());
        QCOMPARE(desk.sent<api::WriteRecordText>(), 0);
    }

    void lettersThatAnEditorWouldChangeStay()
    {
        const QString stored = u"10\u00a0km\r\nand back"_s;
        Desk desk({}, api::Role::Operator, [&](test::FakeDoor &door) {
            door.onQuery<api::RecordTextQuery>([stored](const auto &, const auto &) -> Result<api::RecordText> {
                return api::RecordText{.text = stored, .state = u"alike"_s};
            });
        });
        QTRY_VERIFY(!desk.written().isEmpty());
        QVERIFY(!desk.panel().isDirty()); // nobody typed anything
        desk.panel().editor()->moveCursor(QTextCursor::End);
        desk.panel().editor()->insertPlainText(u"!"_s);
        desk.panel().save();
        QTRY_VERIFY(desk.door.lastCommand<api::WriteRecordText>());
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->seen, stored);
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->text, u"10\u00a0km\nand back!"_s);
    }

    void bothTextsOfAConflictAreThere()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.wroteElsewhere(Theirs);
        desk.panel().save();
        QTRY_VERIFY(desk.button(u"Keep mine"_s));
        QVERIFY(desk.shows(u"Dan Osei changed the page content while you did"_s));
        QVERIFY(!desk.button(u"Take theirs"_s)); // not before it was seen
        QCOMPARE(desk.written(), Mine);
        desk.button(u"Show theirs"_s)->click();
        auto *box = desk.panel().findChild<TextConflictBox *>();
        QVERIFY(box->findChild<QPlainTextEdit *>()->isVisible());
        QCOMPARE(box->findChild<QPlainTextEdit *>()->toPlainText(), Theirs);
        QVERIFY(desk.button(u"Take theirs"_s));
        QCOMPARE(test::nameless(*desk.view), QStringList());
        desk.button(u"Keep mine"_s)->click();
        QTRY_COMPARE(desk.sent<api::WriteRecordText>(), 2);
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->text, Mine);
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->seen, Theirs); // over what was looked at, and nothing else
        QTRY_VERIFY(!desk.button(u"Keep mine"_s));
    }

    void theirsCanBeTaken()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.wroteElsewhere(Theirs);
        desk.panel().save();
        QTRY_VERIFY(desk.button(u"Show theirs"_s));
        desk.button(u"Show theirs"_s)->click();
        desk.button(u"Take theirs"_s)->click();
        QTRY_COMPARE(desk.written(), Theirs);
        QVERIFY(!desk.panel().isDirty());
        QCOMPARE(desk.sent<api::WriteRecordText>(), 1);
    }

    void theSameWrittenByBothIsNoConflict()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.wroteElsewhere(Mine);
        desk.panel().save();
        QTRY_VERIFY(!desk.panel().isDirty());
        QVERIFY(!desk.button(u"Keep mine"_s));
        QCOMPARE(desk.written(), Mine);
    }

    void aChangeFromElsewhereNeverOverwritesWhatIsTyped()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.wroteElsewhere(Theirs);
        desk.announce(u"rec_1"_s);
        QTRY_COMPARE(desk.written(), Theirs); // nothing was typed
        desk.type(Mine);
        desk.wroteElsewhere(u"And another one.\n"_s);
        desk.announce(u"rec_1"_s);
        QTRY_VERIFY(desk.shows(u"Dan Osei changed the page content just now. What you typed is kept"_s));
        QCOMPARE(desk.written(), Mine);
        desk.panel().save();
        QTRY_VERIFY(desk.button(u"Keep mine"_s));
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->seen, Theirs);
    }

    void whatIsTypedWaitsWhileAnotherRecordIsLookedAt()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.view->showObject(u"record"_s, u"business-entities-registry/rec_b2"_s);
        QTRY_COMPARE(desk.panel().record(), u"rec_b2"_s);
        QTRY_VERIFY(desk.shows(u"Nothing written yet."_s));
        QCOMPARE(desk.written(), QString());
        QCOMPARE(desk.view->workInHand().size(), 1);
        QVERIFY(desk.view->workInHand().front().contains(u"Helen Ashworth"_s));
        desk.view->showObject(u"record"_s, u"contacts-profiles/rec_1"_s);
        QTRY_COMPARE(desk.written(), Mine);
        QTRY_VERIFY(desk.button(u"Save"_s)->isEnabled());
        desk.panel().save();
        QTRY_VERIFY(desk.door.lastCommand<api::WriteRecordText>());
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->seen, desk.sample.text().text);
        QTRY_VERIFY(desk.view->workInHand().isEmpty());
    }

    void aPageThatMayHaveChangedIsReadOnce()
    {
        Desk desk(standing(u"unread"_s));
        QTRY_COMPARE(desk.sent<api::ReadRecordText>(), 1);
        QCOMPARE(desk.door.lastCommand<api::ReadRecordText>()->record, u"rec_1"_s);
        QTRY_VERIFY(desk.shows(u"The same in Notion."_s));

        test::SampleNotion away = standing(u"unread"_s);
        away.textIsRead = false;
        Desk offline(away);
        QTRY_VERIFY(offline.shows(u"The page in Notion could not be read."_s));
        QVERIFY(offline.shows(u"Notion cannot be reached"_s));
        QTRY_VERIFY(offline.shows(u"The page in Notion may have changed since it was read."_s));
        QTRY_VERIFY(offline.button(u"Read from Notion"_s)->isEnabled());
        offline.door.forgetCalls();
        offline.panel().refresh();
        QTRY_VERIFY(offline.door.lastQuery<api::RecordTextQuery>());
        QTest::qWait(20);
        QCOMPARE(offline.sent<api::ReadRecordText>(), 0); // once, and not again and again
        offline.button(u"Read from Notion"_s)->click();
        QTRY_COMPARE(offline.sent<api::ReadRecordText>(), 1);
    }

    void withoutAPageThereIsNothingToRead()
    {
        Desk desk(standing(u"none"_s));
        QTRY_VERIFY(desk.shows(u"Nothing written yet."_s));
        QVERIFY(!desk.button(u"Read from Notion"_s)->isEnabled());
        QCOMPARE(desk.button(u"Read from Notion"_s)->toolTip(), u"This record has no page in Notion."_s);
        desk.type(Mine); // it has a text without Notion, too
        desk.panel().save();
        QTRY_VERIFY(desk.door.lastCommand<api::WriteRecordText>());
        QCOMPARE(desk.door.lastCommand<api::WriteRecordText>()->seen, QString());
        QTRY_VERIFY(desk.shows(u"Kept here alone: the record has no page in Notion."_s));
        QVERIFY(!desk.button(u"Read from Notion"_s)->isEnabled());
    }

    void whatCouldNotBeUploadedSaysHowToMendIt()
    {
        Desk desk(standing(u"parked"_s));
        QTRY_VERIFY(desk.shows(u"Could not be uploaded."_s));
        QVERIFY(desk.shows(u"Notion finds a mistake in what was sent"_s));
        QVERIFY(desk.shows(u"To mend it: shorten it"_s));
    }

    void whoMayNotChangeItIsToldWhy()
    {
        Desk closed({}, api::Role::Operator, [](test::FakeDoor &door) {
            door.onQuery<api::RecordTextQuery>([](const auto &, const auto &) -> Result<api::RecordText> {
                return api::RecordText{.text = u"kept by the console"_s, .state = u"alike"_s, .readOnly = u"the console alone writes it"_s};
            });
        });
        QTRY_VERIFY(closed.shows(u"The console alone writes it."_s));
        QVERIFY(closed.panel().editor()->isReadOnly());
        QVERIFY(!closed.button(u"Save"_s));
        // It may become so while somebody writes: that is no conflict, and nothing is lost.
        Desk late;
        QTRY_VERIFY(!late.written().isEmpty());
        late.type(Mine);
        api::RecordText shut = late.sample.text();
        shut.readOnly = u"Notion does not give the whole text of this page: it can only be changed there"_s;
        late.door.onQuery<api::RecordTextQuery>([shut](const auto &, const auto &) -> Result<api::RecordText> { return shut; });
        late.door.onCommand<api::WriteRecordText>([shut](const auto &, const auto &) -> Result<api::Receipt> {
            return fail(Errc::Conflict, shut.readOnly.toStdString(), "Helen Ashworth", "open the page in Notion");
        });
        late.panel().save();
        QTRY_VERIFY(late.shows(u"it can only be changed there. Open the page in Notion."_s));
        QVERIFY(!late.button(u"Keep mine"_s));
        QCOMPARE(late.written(), Mine);
        QVERIFY(late.panel().editor()->isReadOnly());
        Desk visitor(standing(u"unread"_s), api::Role::Viewer);
        QTRY_VERIFY(visitor.shows(u"Changing it needs the role operator."_s));
        QVERIFY(visitor.panel().editor()->isReadOnly());
        QVERIFY(!visitor.button(u"Read from Notion"_s)->isEnabled());
        QCOMPARE(visitor.sent<api::ReadRecordText>(), 0);
    }

    void aFailureKeepsWhatIsTyped()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.door.failAll(Error{Errc::Unavailable, "the store is busy", {}, {}, std::nullopt});
        desk.panel().save();
        QTRY_VERIFY(desk.shows(u"The page content was not saved. The store is busy."_s));
        QCOMPARE(desk.written(), Mine);
        desk.panel().refresh();
        QTRY_VERIFY(desk.shows(u"The page content could not be read."_s));
        QCOMPARE(desk.written(), Mine);
        desk.door.failAll(std::nullopt);
        desk.panel().save();
        QTRY_VERIFY(!desk.panel().isDirty());
    }

    void aDeletedRecordLeavesNothingInHand()
    {
        Desk desk;
        QTRY_VERIFY(!desk.written().isEmpty());
        desk.type(Mine);
        desk.view->deleteShown();
        QTRY_VERIFY(desk.door.lastCommand<api::DeleteRecord>());
        QTRY_VERIFY(desk.view->workInHand().isEmpty());
    }

    void aLongTextIsShortInTheHistory()
    {
        const QString longText = u"A line of the page. "_s.repeated(20'000);
        Desk desk({}, api::Role::Operator, [&](test::FakeDoor &door) {
            door.onQuery<api::PropertyHistoryQuery>([longText](const auto &, const auto &) -> Result<api::Page<api::PropertyChangeRow>> {
                api::Page<api::PropertyChangeRow> page;
                page.rows.push_back({7, u"Page content"_s, QDateTime::currentDateTimeUtc(), u"person"_s, u"op_mk"_s, u"before"_s, longText});
                return page;
            });
        });
        desk.view->pages().showPage(RecordPages::Page::History);
        RecordHistory &history = desk.view->pages().history();
        QTRY_COMPARE(history.model().rowCount(), 1);
        const QModelIndex row = history.model().index(0, 0);
        QCOMPARE(row.data().toString(), u"Page content"_s);
        for (const int role : {int(FactSecond), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
            const QString text = row.data(role).toString();
            QVERIFY2(text.contains(u"A line of the page."_s) && text.contains(u"…"_s) && text.size() < 400, qPrintable(QString::number(text.size())));
        }
        history.choose(0);
        QTRY_VERIFY(desk.shows(u"After: A line of the page."_s));
        for (const QLabel *label : history.findChildren<QLabel *>())
            QVERIFY(label->text().size() < 1'500);
    }
};

QTEST_MAIN(RecordTextTest)
#include "record_text_test.moc"
