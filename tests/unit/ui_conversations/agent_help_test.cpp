// What agents that think add to a conversation: answers that grow, what they stand on, drafts, leave to use a tool, and why.

#include <QDialog>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/conversations/attachments.h"
#include "ui/conversations/conversations_view.h"
#include "ui/conversations/macros.h"
#include "ui/shell/shell_parts.h"
#include "ui/thinking/data_box.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/tool_request_card.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/search_field.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

api::ThreadItem item(const QString &id, const QString &kind, const QString &text)
{
    api::ThreadItem made;
    made.id = id;
    made.kind = kind;
    made.author = kind == u"client"_s ? QString() : u"solari"_s;
    made.authorName = kind == u"client"_s ? u"Priya Raman"_s : u"Solari"_s;
    made.text = text;
    made.at = test::pictureNow().addSecs(-600);
    return made;
}

api::ThreadItem toolItem()
{
    api::ThreadItem made = item(u"itm_tool"_s, u"tool"_s, {});
    made.tool = {{u"what"_s, u"find_records"_s},
                 {u"result"_s, u"3 found"_s},
                 {u"ms"_s, 240},
                 {u"input"_s, QJsonObject{{u"database"_s, u"contacts-profiles"_s}}},
                 {u"output"_s, QJsonObject{{u"rows"_s, QJsonArray{1, 2, 3}}}}};
    made.thought = u"tho_1"_s;
    return made;
}

QJsonArray sources()
{
    return {QJsonObject{
                {u"n"_s, 1}, {u"title"_s, u"Contacts & Profiles: Priya Raman"_s}, {u"kind"_s, u"record"_s}, {u"id"_s, u"contacts-profiles/rec_1"_s}},
            QJsonObject{{u"n"_s, 2}, {u"title"_s, u"House rules"_s}, {u"kind"_s, u"document"_s}, {u"id"_s, u"doc_1"_s}}};
}

api::ToolRequestRow request()
{
    api::ToolRequestRow row;
    row.id = u"req_1"_s;
    row.agent = u"solari"_s;
    row.tool = u"change_record"_s;
    row.title = u"Change a record"_s;
    row.arguments = {{u"id"_s, u"rec_1"_s}, {u"fields"_s, QJsonObject{{u"Tags"_s, u"VIP"_s}}}};
    row.risk = api::Risk::Change;
    row.why = u"She asked to be a member"_s;
    row.effect = u"\"Tags\" of Priya Raman becomes VIP"_s;
    row.thread = u"thr_1"_s;
    row.state = u"waiting"_s;
    row.untrusted = true;
    return row;
}

} // namespace

class AgentHelpTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillStudio(*m_door);
        m_detail = {};
        m_detail.row.id = u"thr_1"_s;
        m_detail.row.title = u"Priya Raman"_s;
        m_detail.row.agent = u"solari"_s;
        m_detail.row.channel = u"email"_s;
        m_detail.row.entity = u"lumen"_s;
        m_detail.version = 1;
        m_detail.modelReady = true;
        m_detail.items = {item(u"itm_1"_s, u"client"_s, u"Is Thursday free?"_s)};
        m_requests.clear();
        m_door->onQuery<api::ThreadDetailQuery>([this](const api::ThreadDetailQuery &query, const auto &) -> Result<api::ThreadDetail> {
            api::ThreadDetail detail = m_detail;
            detail.row.id = query.id;
            return detail;
        });
        m_door->onQuery<api::ToolRequestQuery>([this](const auto &, const auto &) -> Result<api::Page<api::ToolRequestRow>> {
            api::Page<api::ToolRequestRow> page;
            page.rows = m_requests;
            return page;
        });
        m_clock = std::make_unique<test::FakeClock>(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
        m_parts->navigator.setKnownKinds({u"record"_s, u"thread"_s, u"agent"_s, u"audit"_s});
        m_parts->studio.setEntities({{u"lumen"_s, u"Lumen Gallery"_s}, {u"stillwater"_s, u"Stillwater"_s}});
        m_parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = api::Role::Admin});
        m_view = std::make_unique<ConversationsView>(m_parts->context());
        m_view->resize(900, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_parts.reset();
        m_door.reset();
    }

    // ---- answers that grow ----
    void anAnswerGrowsAsItIsWritten()
    {
        open();
        think(u"Thursday at"_s);
        QTRY_COMPARE(pane().model().size(), 2);
        const int row = 1;
        QVERIFY(ThreadModel::isThinking(pane().model().at(row)));
        QCOMPARE(pane().model().at(row).text, u"Thursday at"_s);
        QVERIFY(pane().items().layouter().footerText(pane().model().at(row)).contains(u"Reading Contacts & Profiles"_s));
        const int before = pane().items().visualRect(pane().model().index(row)).height();
        QString longer = u"Thursday at four is free."_s;
        for (int i = 0; i < 40; ++i)
            longer += u"\n\nAnd another line of the answer."_s;
        QSignalSpy reset(&pane().model(), &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&pane().model(), &QAbstractItemModel::rowsInserted);
        think(longer);
        QTRY_COMPARE(pane().model().at(row).text, longer);
        QCOMPARE(reset.size(), 0); // the row grows in its place
        QCOMPARE(inserted.size(), 0);
        QTRY_VERIFY(pane().items().visualRect(pane().model().index(row)).height() > 2 * before);
        QTRY_VERIFY(pane().items().atEnd()); // whoever stands at the end goes along

        m_detail.thinking.clear();
        m_detail.items.push_back(item(u"itm_2"_s, u"agent"_s, longer));
        m_detail.version = 2;
        changed();
        QTRY_VERIFY(!ThreadModel::isThinking(pane().model().at(pane().model().size() - 1)));
        QCOMPARE(pane().model().size(), 2);
    }
    void aReaderAboveIsNotMoved()
    {
        for (int i = 0; i < 60; ++i)
            m_detail.items.push_back(item(u"itm_old_%1"_s.arg(i), u"client"_s, u"Message %1"_s.arg(i)));
        open();
        think(u"Word"_s);
        QTRY_COMPARE(pane().model().size(), 62);
        QScrollBar *bar = pane().items().verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum() / 3);
        const int place = pane().items().visualRect(pane().model().index(pane().items().firstVisible())).top();
        const int first = pane().items().firstVisible();
        think(QString(u"Word after word. "_s).repeated(200));
        QTRY_VERIFY(pane().model().at(61).text.size() > 1000);
        QCOMPARE(pane().items().firstVisible(), first);
        QCOMPARE(pane().items().visualRect(pane().model().index(first)).top(), place);
        QVERIFY(!pane().items().atEnd());
    }
    void stopIsAButtonOnTheAnswer()
    {
        open();
        think(u"Thursday"_s);
        QPushButton *stop = nullptr;
        QTRY_VERIFY((stop = rowButton(u"Stop"_s)));
        QVERIFY(stop->accessibleName().startsWith(u"Stop"_s));
        stop->click();
        QTRY_VERIFY(m_door->lastCommand<api::StopThinking>());
        QCOMPARE(m_door->lastCommand<api::StopThinking>()->thought, u"tho_9"_s);
        m_door->forgetCalls();
        QAction *action = m_parts->actions.find(u"conversations.stop"_s);
        QVERIFY(action->isEnabled());
        action->trigger();
        QTRY_VERIFY(m_door->lastCommand<api::StopThinking>());
        m_detail.thinking.clear();
        changed();
        QTRY_VERIFY(!action->isEnabled());
        QVERIFY(!ActionRegistry::disabledReason(action).isEmpty());
    }
    void anAnswerUnderWayIsNoNews()
    {
        open();
        QTest::keyClicks(&pane().composer().edit(), u"Yes"_s);
        think(u"Thursday"_s);
        QTRY_COMPARE(pane().model().size(), 2);
        QVERIFY(!shows(u"New since you began"_s)); // the version is the same
    }

    // ---- tools and sources ----
    void toolCallsOpenByKeyboard()
    {
        m_detail.items.push_back(toolItem());
        open();
        ThreadItemList &list = pane().items();
        list.setFocus(Qt::TabFocusReason);
        list.setCurrentIndex(pane().model().index(1));
        const int folded = list.visualRect(pane().model().index(1)).height();
        QTest::keyClick(&list, Qt::Key_Return);
        QVERIFY(pane().model().isOpen(u"itm_tool"_s));
        QTRY_VERIFY(list.visualRect(pane().model().index(1)).height() > folded + 40);
        QVERIFY(ItemLayouter::toolInput(pane().model().at(1)).contains(u"\"database\": \"contacts-profiles\""_s)); // as formatted JSON
        QTest::keyClick(&list, Qt::Key_Space);
        QVERIFY(!pane().model().isOpen(u"itm_tool"_s));
        const QString said = pane().model().index(1).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(u"Find records"_s) && said.contains(u"3 found"_s), qPrintable(said));
    }
    void dataThatIsTooLongSaysWhatIsLeftOut()
    {
        QCOMPARE(dataText(QJsonObject{{u"a"_s, 1}}), u"{\n    \"a\": 1\n}"_s);
        const QString cut = dataText(QString(50, u'x'), 10);
        QVERIFY(cut.startsWith(QString(10, u'x')));
        QVERIFY(cut.contains(u"40"_s));
    }
    void sourcesAreButtonsThatOpenWhatTheyName()
    {
        api::ThreadItem answer = item(u"itm_2"_s, u"agent"_s, u"Thursday at four is free [1]."_s);
        answer.citations = sources();
        m_detail.items.push_back(answer);
        open();
        QPushButton *record = nullptr;
        QTRY_VERIFY((record = rowButton(u"Source: 1 · Contacts & Profiles: Priya Raman"_s, true)));
        QVERIFY(record->text().contains(u"&&"_s)); // the ampersand is a letter, no mark of a key
        QSignalSpy opened(&m_parts->navigator, &Navigator::requested);
        record->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0], (QVariantList{u"record"_s, u"contacts-profiles/rec_1"_s}));
        QPushButton *document = rowButton(u"Source: 2 · House rules"_s, true);
        QVERIFY(document);
        QVERIFY(document->toolTip().contains(u"no page"_s));
        document->click();
        QCOMPARE(opened.size(), 1); // a tooltip alone
    }

    void buttonsStandOnlyOverWhatIsSeen()
    {
        for (int i = 0; i < 99; ++i) {
            api::ThreadItem answer = item(u"itm_a%1"_s.arg(i), u"agent"_s, u"Answer %1 [1]"_s.arg(i));
            answer.citations = sources();
            m_detail.items.push_back(answer);
        }
        open();
        ThreadItemList &list = pane().items();
        QTRY_VERIFY(rowButton(u"Why?"_s));
        const auto count = [&list] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return int(list.viewport()->findChildren<QPushButton *>().size());
        };
        const auto most = [&list] { return 3 * (list.lastVisible() - list.firstVisible() + 1); };
        QVERIFY2(count() > 0 && count() <= most(), qPrintable(QString::number(count())));
        for (int value = list.verticalScrollBar()->maximum(); value >= 0; value -= 200) {
            list.verticalScrollBar()->setValue(value);
            QVERIFY2(count() <= most(), qPrintable(QStringLiteral("%1 at %2").arg(count()).arg(value)));
        }
    }

    // ---- a draft for a person ----
    void aDraftIsAskedForWithARemark()
    {
        open();
        QVERIFY(pane().composer().draftButton()->isVisible());
        QCOMPARE(pane().composer().draftButton()->text(), u"Ask Solari to draft"_s);
        pane().composer().draftButton()->click();
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = pane().findChild<QDialog *>(u"DraftDialog"_s)));
        dialog->findChild<QLineEdit *>()->setText(u"  be brief "_s);
        dialog->accept();
        QTRY_VERIFY(m_door->lastCommand<api::AskForDraft>());
        QCOMPARE(m_door->lastCommand<api::AskForDraft>()->thread, u"thr_1"_s);
        QCOMPARE(m_door->lastCommand<api::AskForDraft>()->remark, u"be brief"_s);
        // While it thinks it is not asked once more.
        think({});
        QTRY_VERIFY(!pane().composer().draftButton()->isEnabled());
        QVERIFY(pane().composer().draftButton()->toolTip().contains(u"Solari"_s));
    }
    void aProposalIsUsedAsItIs()
    {
        propose();
        open();
        QTRY_VERIFY(pane().proposal().isVisible());
        QVERIFY(shows(u"Solari made a draft"_s));
        QTest::keyClicks(&pane().composer().edit(), u"my own words"_s);
        button(pane().proposal(), u"Use"_s)->click();
        QTRY_VERIFY(m_door->lastCommand<api::ReplyToThread>());
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->text, m_detail.proposal);
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->versionSeen, 1);
        QTRY_VERIFY(m_door->lastQuery<api::ThreadDetailQuery>());
        QCOMPARE(pane().composer().text(), u"my own words"_s); // stays
    }
    void aProposalIsChangedFirst()
    {
        propose();
        open();
        QTRY_VERIFY(pane().proposal().isVisible());
        pane().startNote();
        button(pane().proposal(), u"Change it first"_s)->click();
        QCOMPARE(pane().composer().text(), m_detail.proposal);
        QCOMPARE(int(pane().composer().mode()), int(Composer::Mode::Reply)); // never as a note by mistake
        QVERIFY(!pane().proposal().isVisible());
        QVERIFY(!m_door->lastCommand<api::ReplyToThread>());
    }
    void wordsOfAPersonAreNotReplacedWithoutAsking()
    {
        propose();
        open();
        QTest::keyClicks(&pane().composer().edit(), u"my own words"_s);
        QTRY_VERIFY(pane().proposal().isVisible());
        button(pane().proposal(), u"Change it first"_s)->click();
        QDialog *question = nullptr;
        QTRY_VERIFY((question = m_view->window()->findChild<QDialog *>()));
        QCOMPARE(pane().composer().text(), u"my own words"_s);
        question->accept();
        QTRY_COMPARE(pane().composer().text(), m_detail.proposal);
    }
    void aProposalIsDiscardedForEverybody()
    {
        propose();
        open();
        QTRY_VERIFY(pane().proposal().isVisible());
        button(pane().proposal(), u"Discard"_s)->click();
        QVERIFY(!pane().proposal().isVisible());
        QTRY_VERIFY(m_door->lastCommand<api::DiscardProposal>());
        QCOMPARE(m_door->lastCommand<api::DiscardProposal>()->thread, u"thr_1"_s);
        QCOMPARE(m_door->lastCommand<api::DiscardProposal>()->thought, m_detail.proposalThought);
        m_detail.proposalThought = u"tho_3"_s; // another one is shown
        changed();
        QTRY_VERIFY(pane().proposal().isVisible());
    }
    void aProposalOnAThreadThatChangedIsAskedAgain()
    {
        propose();
        open();
        QTest::keyClicks(&pane().composer().edit(), u"x"_s);
        m_detail.items.push_back(item(u"itm_2"_s, u"client"_s, u"Or Friday?"_s));
        m_detail.version = 2;
        changed();
        QTRY_COMPARE(pane().model().size(), 2);
        button(pane().proposal(), u"Use"_s)->click();
        QVERIFY(!m_door->lastCommand<api::ReplyToThread>());
        QVERIFY(shows(u"Read what is new"_s));
        button(pane().proposal(), u"Use"_s)->click();
        QTRY_VERIFY(m_door->lastCommand<api::ReplyToThread>());
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->versionSeen, 2);
    }
    void whyThereIsNoDraftIsToldWithWhatToDo()
    {
        m_detail.proposalTrouble = u"no source answers this"_s;
        m_detail.proposalThought = u"tho_1"_s;
        m_detail.modelReady = false;
        m_parts->navigator.setKnownKinds({u"setting"_s});
        open();
        QTRY_VERIFY(shows(u"No source answers this"_s));
        QVERIFY(shows(u"set up a language model"_s));
        QSignalSpy opened(&m_parts->navigator, &Navigator::requested);
        button(pane().proposal(), u"Set up a language model"_s)->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0], (QVariantList{u"setting"_s, u"ai"_s}));
        QVERIFY(!button(pane().proposal(), u"Use"_s)->isVisible());
    }

    // ---- macros ----
    void placeholdersAreFilledIn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("all known ones") << u"Dear {client_name}, {agent} of {studio}. {operator}, {today}"_s
                                        << u"Dear Priya {agent}, Solari of Lumen. Mira, 12 March"_s;
        QTest::newRow("unknown ones stay") << u"{price} for {client_name}"_s << u"{price} for Priya {agent}"_s;
        QTest::newRow("a brace alone") << u"{ {client_name"_s << u"{ {client_name"_s;
        QTest::newRow("nothing") << QString() << QString();
    }
    void placeholdersAreFilledIn()
    {
        QFETCH(QString, text);
        // A name that looks like a placeholder is not filled in once more.
        QTEST(filled(text, {u"Priya {agent}"_s, u"Solari"_s, u"Lumen"_s, u"Mira"_s, u"12 March"_s}), "expected");
    }
    void whatIsNotKnownStaysAPlaceholder()
    {
        QCOMPARE(filled(u"From {studio}"_s, {}), u"From {studio}"_s);
    }
    void aMacroIsInsertedAtTheCaret()
    {
        macros();
        open();
        ComposerEdit &edit = pane().composer().edit();
        edit.setPlainText(u"Hello. See you."_s);
        QTextCursor caret = edit.textCursor();
        caret.setPosition(7);
        edit.setTextCursor(caret);
        pane().chooseMacro();
        auto *popup = pane().findChild<MacroPopup *>();
        QVERIFY(popup);
        QTRY_COMPARE(popup->list().model()->rowCount(), 2);
        QCOMPARE(m_door->lastQuery<api::MacroQuery>()->entity, u"lumen"_s);
        popup->search().setText(u"directions"_s);
        QTRY_COMPARE(popup->list().model()->rowCount(), 1);
        QTest::keyClick(&popup->search(), Qt::Key_Return);
        QTRY_COMPARE(edit.toPlainText(), u"Hello. Priya Raman, Lumen Gallery is by the river. Mira KovacSee you."_s);
        QCOMPARE(int(pane().composer().mode()), int(Composer::Mode::Reply));
    }
    void aMacroForNotesNeverStandsInAReply()
    {
        macros();
        open();
        pane().chooseMacro();
        auto *popup = pane().findChild<MacroPopup *>();
        QTRY_COMPARE(popup->list().model()->rowCount(), 2);
        popup->search().setText(u"Careful"_s);
        QTRY_COMPARE(popup->list().model()->rowCount(), 1);
        QTest::keyClick(&popup->search(), Qt::Key_Return);
        QTRY_COMPARE(pane().composer().text(), u"Pays late"_s);
        QCOMPARE(int(pane().composer().mode()), int(Composer::Mode::Note));
    }
    void theKeyMOpensTheMacros()
    {
        macros();
        open();
        QAction *action = m_parts->actions.find(u"conversations.macro"_s);
        QCOMPARE(action->shortcut(), QKeySequence(Qt::Key_M));
        QCOMPARE(action->shortcutContext(), Qt::WidgetShortcut);
        QVERIFY(m_view->list().list().actions().contains(action));
        action->trigger();
        QVERIFY(pane().findChild<MacroPopup *>());
    }
    void macrosAreKeptAndDeleted()
    {
        macros();
        m_door->onCommand<api::SaveMacro>([](const auto &, const auto &) -> Result<api::Receipt> {
            api::Receipt receipt;
            receipt.id = u"mac_3"_s;
            return receipt;
        });
        MacroDialog dialog(m_parts->context(), m_view.get());
        dialog.show();
        QTRY_COMPARE(dialog.list().model()->rowCount(), 2);
        dialog.startNew();
        QVERIFY(!dialog.saveButton().isEnabled()); // nothing to keep yet
        QVERIFY(!dialog.deleteButton().isEnabled());
        dialog.titleField().setText(u"Thanks"_s);
        dialog.textField().setPlainText(u"Thank you, {client_name}"_s);
        QVERIFY(dialog.saveButton().isEnabled());
        dialog.saveButton().click();
        QTRY_VERIFY(m_door->lastCommand<api::SaveMacro>());
        QCOMPARE(m_door->lastCommand<api::SaveMacro>()->macro.title, u"Thanks"_s);
        QCOMPARE(m_door->lastCommand<api::SaveMacro>()->macro.id, QString());
        dialog.list().setCurrentIndex(dialog.list().model()->index(0, 0));
        QVERIFY(dialog.deleteButton().isEnabled());
        dialog.deleteButton().click();
        QDialog *question = nullptr;
        QTRY_VERIFY((question = dialog.findChild<QDialog *>()));
        QVERIFY(!m_door->lastCommand<api::DeleteMacro>());
        question->accept();
        QTRY_VERIFY(m_door->lastCommand<api::DeleteMacro>());
        QCOMPARE(test::nameless(dialog), QStringList());
    }

    // ---- files ----
    void aFileIsAttachedAndRemoved()
    {
        open();
        QTemporaryDir folder;
        const QString path = writeFile(folder, u"plan.txt"_s, 1200);
        pane().attachFiles({path});
        QTRY_VERIFY(m_door->lastCommand<api::AttachFile>());
        QCOMPARE(m_door->lastCommand<api::AttachFile>()->name, u"plan.txt"_s);
        QCOMPARE(m_door->lastCommand<api::AttachFile>()->type, u"text/plain"_s);
        QCOMPARE(m_door->lastCommand<api::AttachFile>()->bytes.size(), 1200);
        m_detail.attachments = {QJsonObject{{u"id"_s, u"att_1"_s}, {u"name"_s, u"plan.txt"_s}, {u"type"_s, u"text/plain"_s}, {u"size"_s, 1200}}};
        changed();
        QPushButton *chip = nullptr;
        QTRY_VERIFY((chip = named<QPushButton>(pane().composer(), u"Remove the attachment plan.txt"_s)));
        chip->click();
        QTRY_VERIFY(m_door->lastCommand<api::RemoveAttachment>());
        QCOMPARE(m_door->lastCommand<api::RemoveAttachment>()->attachment, u"att_1"_s);
    }
    void aFileThatIsTooLargeIsRefusedClearly()
    {
        open();
        QTemporaryDir folder;
        const QString large = folder.filePath(u"film.mov"_s);
        QFile file(large);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(LargestAttachment + 1));
        file.close();
        const QString small = writeFile(folder, u"note.txt"_s, 10);
        pane().attachFiles({large, folder.path(), small});
        // The others are taken all the same, one after the other.
        QTRY_VERIFY(m_door->lastCommand<api::AttachFile>());
        QCOMPARE(m_door->lastCommand<api::AttachFile>()->name, u"note.txt"_s);
        const auto commands = m_door->commands();
        QCOMPARE(int(std::count_if(commands.begin(), commands.end(),
                                   [](const auto &asked) { return std::holds_alternative<api::AttachFile>(asked.command); })),
                 1);
        pane().attachFiles({large});
        QTRY_VERIFY(shows(u"film.mov"_s));
        QVERIFY(shows(u"at most 10.0 MB can be attached"_s));
        QCOMPARE(pickFile(large).bytes.size(), 0);
        QVERIFY(!pickFile(folder.path()).trouble.isEmpty());
        QVERIFY(!pickFile(folder.filePath(u"gone.txt"_s)).trouble.isEmpty());
    }
    void exactlyTenMebibytesAreTaken()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"just.bin"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(LargestAttachment));
        file.close();
        QCOMPARE(pickFile(path).trouble, QString());
        QCOMPARE(pickFile(path).bytes.size(), LargestAttachment);
    }
    void droppedFilesAreTaken()
    {
        open();
        QTemporaryDir folder;
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(writeFile(folder, u"a.txt"_s, 5))});
        const QPoint at = pane().composer().rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QVERIFY(QCoreApplication::sendEvent(&pane().composer(), &enter) && enter.isAccepted());
        QDropEvent drop(QPointF(at), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane().composer(), &drop);
        QTRY_VERIFY(m_door->lastCommand<api::AttachFile>());
        QCOMPARE(pane().composer().text(), QString()); // the address is not written into the words
    }
    void aFileOfAMessageIsSaved()
    {
        api::ThreadItem sent = item(u"itm_2"_s, u"client"_s, u"See the plan"_s);
        sent.attachments = {QJsonObject{{u"id"_s, u"att_7"_s}, {u"name"_s, u"../plan.pdf"_s}, {u"type"_s, u"application/pdf"_s}, {u"size"_s, 4}}};
        m_detail.items.push_back(sent);
        open();
        QTRY_VERIFY(rowButton(u"Save the file"_s, true));
        m_door->onQuery<api::AttachmentQuery>([](const auto &query, const auto &) -> Result<api::AttachmentContent> {
            api::AttachmentContent content;
            content.id = query.id;
            content.bytes = "plan";
            return content;
        });
        QTemporaryDir folder;
        saveAttachmentTo(m_parts->context(), m_view.get(), attachmentOf(sent.attachments.at(0)), folder.filePath(u"out.pdf"_s));
        QFile out(folder.filePath(u"out.pdf"_s));
        QTRY_VERIFY(out.exists());
        QVERIFY(out.open(QIODevice::ReadOnly));
        QCOMPARE(out.readAll(), QByteArray("plan"));
        QCOMPARE(m_door->lastQuery<api::AttachmentQuery>()->id, u"att_7"_s);
    }
    void namesOfFilesLeadNowhere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("safe");
        QTest::newRow("an ordinary one") << u"plan.pdf"_s << u"plan.pdf"_s;
        QTest::newRow("folders above") << u"../../etc/passwd"_s << u"passwd"_s;
        QTest::newRow("of another system") << u"C:\\temp\\a?.txt"_s << u"a_.txt"_s;
        QTest::newRow("hidden") << u"..config"_s << u"config"_s;
        QTest::newRow("nothing left") << u".."_s << u"file"_s;
    }
    void namesOfFilesLeadNowhere()
    {
        QFETCH(QString, name);
        QTEST(safeFileName(name), "safe");
    }

    // ---- what an agent asks leave for ----
    void aRequestShowsItsEffectAndIsApproved()
    {
        m_requests = {request()};
        open();
        QTRY_COMPARE(int(pane().requests().cards().size()), 1);
        QCOMPARE(m_door->lastQuery<api::ToolRequestQuery>()->thread, u"thr_1"_s);
        QVERIFY(shows(u"Solari asks: Change a record"_s));
        QVERIFY(shows(u"\"Tags\" of Priya Raman becomes VIP"_s));
        QVERIFY(shows(u"Its reason: She asked to be a member"_s));
        QVERIFY(shows(u"Words from outside the studio led to this"_s));
        ToolRequestCard *card = pane().requests().cards().front();
        auto *arguments = card->findChild<FoldBox *>();
        QVERIFY(arguments && !arguments->isOpen());
        QTest::keyClick(arguments->button(), Qt::Key_Space);
        QVERIFY(arguments->isOpen());
        QVERIFY(card->findChild<DataBox *>()->toPlainText().contains(u"rec_1"_s));
        QAction *approve = m_parts->actions.find(u"conversations.approve"_s);
        QVERIFY(approve->isEnabled());
        approve->trigger();
        QTRY_VERIFY(m_door->lastCommand<api::DecideToolRequest>());
        QVERIFY(m_door->lastCommand<api::DecideToolRequest>()->approve);
        QCOMPARE(m_door->lastCommand<api::DecideToolRequest>()->request, u"req_1"_s);
        m_requests.clear();
        changed();
        QTRY_VERIFY(pane().requests().cards().empty());
        QTRY_VERIFY(!approve->isEnabled());
    }
    void aRefusalNeedsAReason()
    {
        m_requests = {request()};
        open();
        QTRY_COMPARE(int(pane().requests().cards().size()), 1);
        pane().requests().cards().front()->refuseButton()->click();
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_view->window()->findChild<QDialog *>()));
        QPushButton *yes = nullptr;
        for (QPushButton *candidate : dialog->findChildren<QPushButton *>()) {
            if (candidate->text() == u"Refuse"_s)
                yes = candidate;
        }
        QVERIFY(yes && !yes->isEnabled());
        dialog->findChild<QLineEdit *>()->setText(u"   "_s);
        QVERIFY(!yes->isEnabled());
        dialog->findChild<QLineEdit *>()->setText(u"she did not ask for it"_s);
        QVERIFY(yes->isEnabled());
        yes->click();
        QTRY_VERIFY(m_door->lastCommand<api::DecideToolRequest>());
        QVERIFY(!m_door->lastCommand<api::DecideToolRequest>()->approve);
        QCOMPARE(m_door->lastCommand<api::DecideToolRequest>()->reason, u"she did not ask for it"_s);
    }
    void whoMayNotDecideIsToldWhy()
    {
        m_parts->engine.setCaller({.id = u"op_x"_s, .name = u"Op"_s, .role = api::Role::Operator});
        m_requests = {request()};
        open();
        QTRY_COMPARE(int(pane().requests().cards().size()), 1);
        ToolRequestCard *card = pane().requests().cards().front();
        QVERIFY(!card->approveButton()->isEnabled());
        QVERIFY(card->approveButton()->toolTip().contains(u"reviewer"_s));
        card->approve();
        QVERIFY(!m_door->lastCommand<api::DecideToolRequest>());
    }
    void aLostRaceIsToldOnTheCard()
    {
        m_door->onCommand<api::DecideToolRequest>([](const auto &, const auto &) -> Result<api::Receipt> { return fail(Errc::Conflict, "decided"); });
        m_requests = {request()};
        open();
        QTRY_COMPARE(int(pane().requests().cards().size()), 1);
        pane().requests().cards().front()->approve();
        QTRY_VERIFY(shows(u"decided already"_s));
    }

    // ---- why ----
    void whyShowsRuleInputsEvidenceAndAlternatives()
    {
        m_detail.items.push_back(item(u"itm_2"_s, u"agent"_s, u"Thursday at four is free."_s));
        m_door->onQuery<api::ExplainQuery>([](const auto &, const auto &) -> Result<api::Explanation> {
            api::Explanation why;
            why.what = u"answered Priya Raman"_s;
            why.agent = u"solari"_s;
            why.by = u"model"_s;
            why.rule = u"R4"_s;
            why.ruleText = u"a booking is moved only within opening hours"_s;
            why.model = u"local · small-8b"_s;
            why.inputs = {{u"asked for"_s, u"Thursday 16:00"_s, u"her message"_s}};
            why.evidence = {QJsonObject{{u"text"_s, u"the room is free"_s}, {u"ref"_s, u"rec_9"_s}},
                            QJsonObject{{u"text"_s, u"open until 18:00"_s}, {u"ref"_s, u"hours"_s}}};
            why.alternatives = {{u"ask a person"_s, u"nothing was unclear"_s}};
            why.thought = u"tho_1"_s;
            why.correlation = u"evt_5"_s;
            return why;
        });
        m_door->onQuery<api::ThoughtQuery>([](const auto &query, const auto &) -> Result<api::Page<api::ThoughtRow>> {
            api::Page<api::ThoughtRow> page;
            api::ThoughtRow row;
            row.id = query.id;
            row.kind = u"answer"_s;
            row.state = u"done"_s;
            row.dollars = 0.0042;
            row.steps = {{u"model"_s, u"asked local · small-8b"_s, u"wants find_records"_s, {}, 900, false, {}, {}},
                         {u"tool"_s, u"find_records"_s, u"1 found"_s, u"alone"_s, 12, false, {{u"text"_s, u"room"_s}}, {{u"rows"_s, 1}}}};
            page.rows.push_back(row);
            return page;
        });
        m_door->onQuery<api::AiCallQuery>([](const auto &query, const auto &) -> Result<api::Page<api::AiCallRow>> {
            api::Page<api::AiCallRow> page;
            api::AiCallRow row;
            row.id = u"aic_1"_s;
            row.provider = u"local"_s;
            row.model = u"small-8b"_s;
            row.purpose = u"converse"_s;
            row.outcome = u"ok"_s;
            row.masked = u"Priya Raman → [PERSON_1]"_s;
            row.thought = query.thought;
            page.rows.push_back(row);
            return page;
        });
        open();
        QPushButton *why = nullptr;
        QTRY_VERIFY((why = rowButton(u"Why?"_s)));
        why->click();
        auto *dialog = m_view->window()->findChild<WhyDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->hasAnswer());
        QCOMPARE(m_door->lastQuery<api::ExplainQuery>()->id, u"itm_2"_s);
        for (const QString &words :
             {u"Answered Priya Raman"_s, u"by a language model"_s, u"R4: A booking is moved only within opening hours"_s, u"local · small-8b"_s,
              u"Asked for"_s, u"Thursday 16:00"_s, u"her message"_s, u"The room is free"_s, u"Open until 18:00"_s, u"Ask a person"_s,
              u"Not taken: nothing was unclear"_s, u"$0.0042"_s, u"Find records"_s, u"1 found"_s})
            QTRY_VERIFY2(said(*dialog, words), qPrintable(words));
        QCOMPARE(m_door->lastQuery<api::AiCallQuery>()->thought, u"tho_1"_s);
        QCOMPARE(test::nameless(*dialog), QStringList());
        // A tool's step opens to what went in and out.
        FoldBox *step = nullptr;
        for (FoldBox *box : dialog->findChildren<FoldBox *>()) {
            if (box->button()->accessibleName().contains(u"Find records"_s))
                step = box;
        }
        QVERIFY(step);
        QTest::keyClick(step->button(), Qt::Key_Space);
        QVERIFY(step->findChild<DataBox *>()->toPlainText().contains(u"\"room\""_s));
        QSignalSpy opened(&m_parts->navigator, &Navigator::requested);
        named<QPushButton>(*dialog, u"Open the evidence: The room is free"_s)->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0], (QVariantList{u"record"_s, u"rec_9"_s}));
    }
    void whatIsNotKeptIsSaid()
    {
        m_door->onQuery<api::ExplainQuery>([](const auto &, const auto &) -> Result<api::Explanation> { return fail(Errc::NotFound, "unknown"); });
        WhyDialog dialog(m_parts->context(), u"itm_9"_s, {}, m_view.get());
        dialog.show();
        QTRY_VERIFY(said(dialog, u"Nothing is kept about this"_s));
    }
    void whatWasThoughtSpeaksForAThingWithoutAnExplanation()
    {
        m_door->onQuery<api::ExplainQuery>([](const auto &, const auto &) -> Result<api::Explanation> { return fail(Errc::NotFound, "unknown"); });
        m_door->onQuery<api::ThoughtQuery>([](const auto &query, const auto &) -> Result<api::Page<api::ThoughtRow>> {
            api::Page<api::ThoughtRow> page;
            api::ThoughtRow row;
            row.id = query.id;
            row.outcome = u"made a draft"_s;
            row.state = u"by_rules"_s;
            page.rows.push_back(row);
            return page;
        });
        WhyDialog dialog(m_parts->context(), u"req_1"_s, u"tho_4"_s, m_view.get());
        dialog.show();
        QTRY_VERIFY(said(dialog, u"Made a draft"_s));
        QVERIFY(said(dialog, u"by a rule"_s));
    }

    // ---- beside others ----
    void whoWritesWhileOthersLookIsWarned()
    {
        m_detail.viewers = {u"Dan Osei"_s};
        open();
        QTRY_VERIFY(shows(u"Dan Osei is also viewing this"_s));
        QTest::keyClicks(&pane().composer().edit(), u"Yes"_s);
        QTRY_VERIFY(shows(u"Agree on who answers"_s));
    }

    // ---- everybody ----
    void everythingHasANameAndIsRegistered()
    {
        api::ThreadItem answer = item(u"itm_2"_s, u"agent"_s, u"Thursday at four is free [1]."_s);
        answer.citations = sources();
        answer.attachments = {QJsonObject{{u"id"_s, u"att_7"_s}, {u"name"_s, u"plan.pdf"_s}, {u"type"_s, u"application/pdf"_s}, {u"size"_s, 4}}};
        m_detail.items = {item(u"itm_1"_s, u"client"_s, u"Is Thursday free?"_s), toolItem(), answer};
        m_detail.attachments = answer.attachments;
        m_requests = {request()};
        propose();
        m_detail.thinking = {{u"tho_9"_s, u"solari"_s, u"writing"_s, u"Thursday"_s, test::pictureNow()}};
        m_view->resize(900, 1200);
        open();
        QTRY_VERIFY(pane().proposal().isVisible());
        QTRY_COMPARE(int(pane().requests().cards().size()), 1);
        QTRY_VERIFY(rowButton(u"Stop"_s));
        QCOMPARE(m_parts->actions.unregistered(m_view.get()), QStringList());
        QCOMPARE(test::nameless(*m_view), QStringList());
        // In a narrow dock the list folds, and nothing of the conversation sticks out.
        const auto folds = [this] {
            m_view->resize(540, 700);
            return m_view->list().isFolded();
        };
        QTRY_VERIFY(folds());
        QTRY_VERIFY2(m_view->minimumSizeHint().width() <= 360, qPrintable(QString::number(m_view->minimumSizeHint().width())));
        const auto fits = [this] {
            m_view->resize(360, 700);
            return m_view->width() == 360;
        };
        QTRY_VERIFY(fits());
        QCOMPARE(pane().composer().draftButton()->text(), QString()); // a sign alone, with its name for those who do not see it
        QCOMPARE(pane().composer().draftButton()->accessibleName(), u"Ask Solari to draft"_s);
    }

private:
    ThreadPane &pane() { return m_view->thread(); }
    void open()
    {
        m_view->openThread(u"thr_1"_s);
        QTRY_VERIFY(pane().model().hasAnswer());
        pane().composer().edit().setFocus();
    }
    void changed() { m_door->announce({api::Topic::Threads, {u"thr_1"_s}, 2}); }
    void think(const QString &text)
    {
        m_detail.thinking = {{u"tho_9"_s, u"solari"_s, u"reading Contacts & Profiles"_s, text, test::pictureNow().addSecs(-3)}};
        changed();
    }
    void propose()
    {
        m_detail.proposal = u"Dear Priya, Thursday at four is free."_s;
        m_detail.proposalAuthor = u"solari"_s;
        m_detail.proposalThought = u"tho_2"_s;
        m_detail.proposalCitations = sources();
    }
    void macros()
    {
        m_door->onQuery<api::MacroQuery>([](const auto &, const auto &) -> Result<std::vector<api::Macro>> {
            return std::vector<api::Macro>{{u"mac_1"_s, u"Directions"_s, u"{client_name}, {studio} is by the river. {operator}"_s, {}, false},
                                           {u"mac_2"_s, u"Careful"_s, u"Pays late"_s, u"lumen"_s, true}};
        });
    }
    static QString writeFile(const QTemporaryDir &folder, const QString &name, int bytes)
    {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray(bytes, 'a'));
        return file.fileName();
    }
    bool said(const QWidget &root, const QString &words)
    {
        const auto labels = root.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }
    bool shows(const QString &words) { return said(*m_view, words); }
    static QPushButton *button(const QWidget &root, const QString &text)
    {
        for (QPushButton *candidate : root.findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }
    template <typename Widget>
    static Widget *named(const QWidget &root, const QString &beginning)
    {
        for (Widget *candidate : root.findChildren<Widget *>()) {
            if (candidate->accessibleName().startsWith(beginning))
                return candidate;
        }
        return nullptr;
    }
    /// A button over a row, by its text or by the beginning of its name.
    QPushButton *rowButton(const QString &text, bool byName = false)
    {
        for (QPushButton *candidate : pane().items().viewport()->findChildren<QPushButton *>()) {
            if (candidate->isVisible() && (byName ? candidate->accessibleName().startsWith(text) : candidate->text() == text))
                return candidate;
        }
        return nullptr;
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<ConversationsView> m_view;
    api::ThreadDetail m_detail;
    std::vector<api::ToolRequestRow> m_requests;
};

QTEST_MAIN(AgentHelpTest)
#include "agent_help_test.moc"
