// The Knowledge dock's search: what is typed and asked, what is shown of the answers, and what can be done with a passage.

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QtTest>

#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_knowledge/knowledge_desk.h"
#include "ui/knowledge/answer_card.h"
#include "ui/knowledge/facet_row.h"
#include "ui/knowledge/index_state.h"
#include "ui/knowledge/passage_model.h"
#include "ui/knowledge/passage_preview.h"
#include "ui/knowledge/search_options.h"
#include "ui/knowledge/two_panes.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/thinking/fold_box.h"
#include "ui/widgets/search_field.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

template <typename Q>
int asked(const test::FakeDoor &door)
{
    int count = 0;
    for (const auto &call : door.queries())
        count += std::holds_alternative<Q>(call.query) ? 1 : 0;
    return count;
}

/// The characters of the preview that lie on a marked ground.
QString markedGround(const PassagePreview &preview, const QColor &ground)
{
    QString found;
    for (QTextBlock block = preview.browser().document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            if (it.fragment().charFormat().background().color() == ground)
                found += it.fragment().text();
        }
    }
    return found;
}

} // namespace

class KnowledgeViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void typingSearches()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"medical refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QCOMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->text, u"medical refund"_s);
        QCOMPARE(asked<api::KnowledgeSearchQuery>(desk.door), 1); // not one a letter
        QCOMPARE(asked<api::KnowledgeAskQuery>(desk.door), 0);
        QVERIFY(desk.view->search().facets().summary().contains(u"2 result"_s));
        QVERIFY(desk.view->search().card().isHidden());
        QVERIFY(!desk.view->search().model().numbered());
    }

    void enterAsks()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"who gets a refund?"_s);
        desk.enter();
        QTRY_VERIFY(!desk.view->search().card().isHidden() && !desk.view->search().card().isThinking());
        QCOMPARE(desk.door.lastQuery<api::KnowledgeAskQuery>()->text, u"who gets a refund?"_s);
        const AnswerCard &card = desk.view->search().card();
        QCOMPARE(card.words(), u"A full refund is due until seven days before the start. [1] A note may follow within thirty days. [1] [2]"_s);
        QCOMPARE(card.citations().size(), std::size_t(2));
        QVERIFY(desk.shows(u"Atlas answers"_s));
        QVERIFY(desk.shows(u"By rules"_s));
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QVERIFY(desk.view->search().model().numbered());
        const QString row = desk.view->search().model().index(0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(row.startsWith(u"Citation 1: Cancellation policy"_s), qPrintable(row));
    }

    void aModelIsNamed()
    {
        test::KnowledgeDesk desk;
        desk.answer.by = u"local · small-8b"_s;
        desk.open();
        desk.type(u"refund?"_s);
        desk.enter();
        QTRY_VERIFY(desk.shows(u"In the words of local · small-8b"_s));
    }

    void lateAnswersToOlderWordsAreDropped()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QTRY_VERIFY(desk.view->search().states().showsContent() || desk.shows(u"Ask the studio"_s));
        desk.door.setReply(test::FakeDoor::Reply::Held);
        desk.type(u"old words"_s);
        QTRY_COMPARE(asked<api::KnowledgeSearchQuery>(desk.door), 1);
        desk.view->search().field().clear();
        desk.door.release();
        QTest::qWait(50);
        QCOMPARE(desk.view->search().model().size(), 0);

        desk.type(u"old question"_s);
        desk.enter();
        QTRY_COMPARE(asked<api::KnowledgeAskQuery>(desk.door), 1);
        QVERIFY(desk.view->search().card().isThinking());
        desk.view->search().search(u"new words"_s);
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->text, u"new words"_s);
        desk.door.release();
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QVERIFY(desk.view->search().card().isHidden());
        QVERIFY(!desk.view->search().asked());
    }

    void anAnswerCanBeGivenUp()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QTRY_VERIFY(asked<api::KnowledgeSourceQuery>(desk.door) > 0);
        desk.door.setReply(test::FakeDoor::Reply::Held);
        desk.type(u"slow question"_s);
        desk.enter();
        QTRY_VERIFY(desk.view->search().card().isThinking());
        QVERIFY(desk.view->search().card().cancelButton()->isHidden()); // not offered in the first second
        QTRY_VERIFY_WITH_TIMEOUT(desk.view->search().card().cancelButton()->isVisible(), 3000);
        desk.view->search().card().cancelButton()->click();
        desk.door.release();
        QTRY_COMPARE(desk.view->search().model().size(), 2); // the passages come all the same
        QVERIFY(desk.view->search().card().isHidden());
    }

    void citationChipSelectsItsPassage()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund?"_s);
        desk.enter();
        QTRY_COMPARE(desk.view->search().card().citations().size(), std::size_t(2));
        desk.view->search().card().citations()[1]->click();
        QCOMPARE(desk.view->search().list().currentIndex().row(), 1);
        QVERIFY(desk.view->search().panes().isOpen());
        QCOMPARE(desk.view->search().preview().passage()->id, u"psg_2"_s);
        QTRY_VERIFY(desk.door.lastQuery<api::KnowledgeTextQuery>().has_value());
        QCOMPARE(desk.door.lastQuery<api::KnowledgeTextQuery>()->document, u"doc_2"_s);
    }

    void refusalSaysWhyAndShowsTheNearest()
    {
        test::KnowledgeDesk desk;
        desk.answer.answered = false;
        desk.answer.sentences.clear();
        desk.answer.refusal = u"the sources speak of refunds, but not of gift cards"_s;
        desk.answer.found.evidence = api::KnowledgeEvidence::Weak;
        desk.open();
        desk.type(u"how long is a gift card good?"_s);
        desk.enter();
        QTRY_VERIFY(desk.shows(u"No source answers this"_s));
        QVERIFY(desk.shows(u"but not of gift cards"_s));
        QVERIFY(desk.shows(u"Nearest passages"_s));
        QVERIFY(desk.view->search().card().citations().empty());
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QVERIFY(!desk.view->search().model().numbered());
    }

    void warningsStandOnTheCard()
    {
        test::KnowledgeDesk desk;
        desk.answer.warnings = {u"two sources contradict each other: 7 days and 14 days"_s};
        desk.open();
        desk.type(u"refund?"_s);
        desk.enter();
        QTRY_VERIFY(desk.shows(u"contradict each other"_s));
    }

    void aQuestionThatFailsSaysSo()
    {
        test::KnowledgeDesk desk;
        desk.door.onQuery<api::KnowledgeAskQuery>(
            [](const auto &, const auto &) -> Result<api::KnowledgeAnswer> { return fail(Errc::Timeout, "too slow"); });
        desk.open();
        desk.type(u"refund?"_s);
        desk.enter();
        QTRY_VERIFY(desk.shows(u"The question could not be answered"_s));
        QTRY_COMPARE(desk.view->search().model().size(), 2); // what was found for the words stays
    }

    void mendedWordsAndFindingsAreTold()
    {
        test::KnowledgeDesk desk;
        desk.found.correction = u"medical refund"_s;
        desk.found.corrected = true;
        desk.found.findings = {u"after:soon is no date: write after:2026-03-01"_s};
        desk.open();
        desk.type(u"medcal refnd"_s);
        QTRY_VERIFY(desk.view->search().noteWords().contains(u"Searching for “medical refund” instead of “medcal refnd”."_s));
        QVERIFY(desk.view->search().noteWords().contains(u"is no date"_s));
        desk.found.corrected = false;
        desk.found.findings.clear();
        desk.type(u" x"_s);
        QTRY_COMPARE(desk.view->search().noteWords(), u"Did you mean “medical refund”?"_s);
        desk.view->search().correctionButton()->click();
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->text, u"medical refund"_s);
        QCOMPARE(desk.view->search().field().text(), u"medical refund"_s);
        QTRY_COMPARE(desk.view->search().noteWords(), QString());
    }

    void facetsFilter()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_VERIFY(desk.view->search().facets().chip(u"src_guides"_s));
        QPushButton *guides = desk.view->search().facets().chip(u"src_guides"_s);
        QVERIFY(desk.view->search().facets().chip(QString())->text().contains(u"17"_s));
        guides->click();
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->filter.sources, QStringList{u"src_guides"_s});
        QCOMPARE(desk.view->search().facets().chip(u"src_guides"_s), guides); // whoever stands on it stays on it
        QVERIFY(guides->isChecked());
        desk.view->search().facets().chip(u"src_policies"_s)->click();
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->filter.sources.size(), 2);
        desk.view->search().facets().chip(QString())->click();
        QTRY_VERIFY(desk.door.lastQuery<api::KnowledgeSearchQuery>()->filter.sources.isEmpty());
    }

    void nothingInTheChosenSourcesLeadsBackToAll()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_VERIFY(desk.view->search().facets().chip(u"src_guides"_s));
        desk.found.passages.clear();
        desk.found.facets.clear();
        desk.view->search().facets().choose(u"src_guides"_s, true);
        QTRY_VERIFY(desk.shows(u"Nothing in the chosen sources"_s));
        QVERIFY(desk.view->search().facets().chip(u"src_guides"_s)); // it can be pressed off again
        desk.found = test::foundTwo();
        desk.button(u"Search all sources"_s)->click();
        QTRY_COMPARE(desk.view->search().model().size(), 2);
    }

    void theStudioFilterFilters()
    {
        test::KnowledgeDesk desk;
        desk.parts->studio.setEntities({{u"rec_a"_s, u"Lumen"_s}, {u"rec_b"_s, u"Stillwater"_s}});
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.parts->studio.setEntity(u"rec_b"_s);
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->filter.entities, QStringList{u"rec_b"_s});
    }

    void optionsChangeTheQuery()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QVERIFY(desk.view->search().options().isHidden());
        desk.view->search().optionsButton()->click();
        QVERIFY(desk.view->search().options().isVisible());
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QCOMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->mode, api::KnowledgeMode::Hybrid);
        desk.view->search().options().slider()->setValue(70);
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->meaningShare, 0.7);
        desk.view->search().options().modeButton(api::KnowledgeMode::Words)->click();
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->mode, api::KnowledgeMode::Words);
        QVERIFY(!desk.view->search().options().slider()->isEnabled());
        KnowledgeView again(desk.parts->context()); // kept for the next time
        QCOMPARE(again.search().options().mode(), api::KnowledgeMode::Words);
        QCOMPARE(again.search().options().meaningShare(), 0.7);
    }

    void withoutSourcesThereIsOneNextStep()
    {
        test::KnowledgeDesk desk;
        desk.sources = {test::source(u"src_hub"_s, api::KnowledgeKind::Hub, u"Records"_s)};
        desk.open();
        QTRY_VERIFY(desk.shows(u"No sources yet"_s));
        QVERIFY(desk.shows(u"The hub's records are searched already"_s));
        QVERIFY(desk.button(u"Add a folder"_s));
    }

    void withSourcesTheStartSaysWhatCanBeDone()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QTRY_VERIFY(desk.shows(u"Ask the studio's documents"_s));
        desk.button(u"Show the sources"_s)->click();
        QCOMPARE(desk.view->page(), KnowledgeView::Page::Sources);
    }

    void nothingFoundSaysWhetherReadingIsUnderWay()
    {
        test::KnowledgeDesk desk;
        desk.found.passages.clear();
        desk.open();
        desk.type(u"gift cards"_s);
        QTRY_VERIFY(desk.shows(u"Nothing found"_s));
        desk.status.waiting = 3;
        desk.door.announce({api::Topic::Knowledge, {}, 1});
        QTRY_COMPARE(desk.view->index().status().waiting, qint64(3));
        desk.view->search().refresh();
        QTRY_VERIFY(desk.shows(u"Nothing found yet"_s));
        desk.found = test::foundTwo(); // once it is read, it is found without another key press
        desk.door.announce({api::Topic::Knowledge, {}, 2});
        QTRY_COMPARE_WITH_TIMEOUT(desk.view->search().model().size(), 2, 8000);
    }

    void failureKeepsWhatWasFoundAndOffersAnotherTry()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.door.failAll(Error{Errc::Unavailable, "the index is being rebuilt", {}, {}, std::nullopt});
        desk.type(u" medical"_s);
        QTRY_VERIFY(desk.shows(u"Knowledge could not be searched."_s));
        QCOMPARE(desk.view->search().model().size(), 2);
        desk.door.failAll(std::nullopt);
        desk.button(u"Try again"_s)->click();
        QTRY_VERIFY(!desk.shows(u"Knowledge could not be searched."_s));
    }

    void troubleOfTheMeaningIsNamed()
    {
        test::KnowledgeDesk desk;
        desk.found.meaningTrouble = u"the model is still being loaded"_s;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_VERIFY(desk.shows(u"Found by words alone."_s));
    }

    void keysLeadFromTheFieldToThePassageAndBack()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QTest::keyClick(&desk.view->search().field(), Qt::Key_Down);
        VirtualList &list = desk.view->search().list();
        QTRY_VERIFY(list.hasFocus());
        QCOMPARE(list.currentIndex().row(), 0);
        QTest::keyClick(&list, Qt::Key_Down);
        QCOMPARE(list.currentIndex().row(), 1);
        QTRY_VERIFY(desk.view->search().panes().isOpen()); // beside the list there is room for it
        QTest::keyClick(&list, Qt::Key_Return);
        QTRY_VERIFY(desk.view->search().preview().browser().hasFocus());
        QTest::keyClick(&desk.view->search().preview().browser(), Qt::Key_Escape);
        QTRY_VERIFY(list.hasFocus());
        QVERIFY(!desk.view->search().panes().isOpen());
        QTest::keyClick(&list, Qt::Key_Up);
        QTest::keyClick(&list, Qt::Key_Up);
        QTRY_VERIFY(desk.view->search().field().hasFocus());
    }

    void findAlwaysLeadsToTheField()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Quality);
        desk.view->find();
        QCOMPARE(desk.view->page(), KnowledgeView::Page::Search);
        QTRY_VERIFY(desk.view->search().field().hasFocus());
    }

    void inANarrowDockThePreviewStandsInPlaceOfTheList()
    {
        test::KnowledgeDesk desk;
        desk.open(340, 420);
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        QCOMPARE(desk.view->search().panes().mode(), TwoPanes::Mode::Over);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QTest::qWait(100);
        QVERIFY(!desk.view->search().panes().isOpen()); // walking through the list does not hide it
        QTest::keyClick(&desk.view->search().list(), Qt::Key_Return);
        QTRY_VERIFY(desk.view->search().preview().isVisible());
        QVERIFY(!desk.view->search().list().isVisible());
        Q_EMIT desk.view->search().preview().closeAsked();
        QTRY_VERIFY(desk.view->search().list().isVisible());
        desk.view->resize(900, 800);
        QTRY_COMPARE(desk.view->search().panes().mode(), TwoPanes::Mode::Beside);
    }

    void thePassageIsMarkedWhereItStands()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        const PassagePreview &preview = desk.view->search().preview();
        QTRY_VERIFY(preview.text().has_value());
        QTRY_VERIFY(preview.browser().toPlainText().contains(u"Deposits are kept"_s));
        // All of it but the asked word, which has a ground of its own.
        const QString ground = markedGround(preview, desk.parts->theme.color(Token::WarnSoft));
        QString rest = test::policyPassage().text;
        rest.remove(rest.indexOf(u"refund"_s), 6);
        QCOMPARE(ground, rest);
        QCOMPARE(markedGround(preview, desk.parts->theme.color(Token::AccentSoft)), u"refund"_s);
        QVERIFY(preview.notice().isEmpty());
    }

    void aChangedSourceIsNamed()
    {
        test::KnowledgeDesk desk;
        desk.version = 4;
        desk.open();
        desk.view->showObject(u"knowledge"_s, u"doc_policy@3#20-40"_s);
        QTRY_VERIFY(desk.view->search().preview().notice().contains(u"The source changed since this was cited"_s));
        desk.version = 3;
        desk.view->search().preview().refresh();
        QTRY_VERIFY(desk.view->search().preview().notice().isEmpty());
    }

    void whyTellsRanksAndAge()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QTRY_VERIFY(desk.view->search().panes().isOpen());
        QVERIFY(!desk.shows(u"By words: place 1"_s));
        desk.view->search().toggleWhy();
        QTRY_VERIFY(desk.shows(u"By words: place 1"_s));
        QVERIFY(desk.shows(u"compared by atlas-local-1"_s));
        QVERIFY(desk.shows(u"Age of the text: 19 day"_s));
    }

    void theNavigatorOpensPlacesAndQuestions()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.view->showObject(u"knowledge"_s, u"doc_policy@3#20-40"_s);
        QTRY_VERIFY(desk.view->search().preview().passage().has_value());
        QCOMPARE(desk.view->search().preview().passage()->text, test::policyText().mid(20, 20));
        QVERIFY(!desk.view->search().list().isVisible()); // there is nothing in it
        desk.view->showObject(u"knowledge"_s, u"psg_1"_s);
        QTRY_COMPARE(desk.view->search().preview().passage()->id, u"psg_1"_s);
        desk.view->showObject(u"knowledge"_s, u"who gets a refund?"_s);
        QTRY_COMPARE(desk.door.lastQuery<api::KnowledgeAskQuery>()->text, u"who gets a refund?"_s);
        QCOMPARE(desk.view->search().field().text(), u"who gets a refund?"_s);
        const int before = asked<api::KnowledgeAskQuery>(desk.door);
        desk.view->showObject(u"knowledge"_s, {});
        QCOMPARE(asked<api::KnowledgeAskQuery>(desk.door), before);
    }

    void quotingNeedsAnOpenConversation()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QAction *quote = desk.parts->actions.find(u"knowledge.quote"_s);
        QVERIFY(quote && !quote->isEnabled());
        QCOMPARE(ActionRegistry::disabledReason(quote), u"Choose a passage first."_s);
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QVERIFY(!quote->isEnabled());
        QCOMPARE(ActionRegistry::disabledReason(quote), u"No conversation with a client is open."_s);
        desk.parts->reply.setOpen(u"thr_1"_s, u"Priya Raman"_s);
        QVERIFY(quote->isEnabled());
        QSignalSpy inserted(&desk.parts->reply, &ReplyDesk::insertAsked);
        quote->trigger();
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted[0][0].toString(), u"thr_1"_s);
        QVERIFY2(inserted[0][1].toString().startsWith(u"“A client who cancels for a medical reason"_s), qPrintable(inserted[0][1].toString()));
        QVERIFY(inserted[0][1].toString().trimmed().endsWith(u"(Cancellation policy)"_s));
    }

    void pinningWritesANoteWithItsCitation()
    {
        test::KnowledgeDesk desk;
        desk.parts->reply.setOpen(u"thr_1"_s, u"Priya Raman"_s);
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        desk.parts->actions.find(u"knowledge.pin"_s)->trigger();
        QTRY_VERIFY(desk.door.lastCommand<api::AddNote>().has_value());
        const api::AddNote note = *desk.door.lastCommand<api::AddNote>();
        QCOMPARE(note.thread, u"thr_1"_s);
        QVERIFY(note.text.contains(u"within thirty days"_s));
        QVERIFY2(note.text.contains(u"[doc_policy@3#20-"_s), qPrintable(note.text));
        QTRY_VERIFY(!desk.toasts.empty());
        QVERIFY(desk.toasts.back().text.contains(u"Priya Raman"_s));
    }

    void copyingTakesTheCitationAlong()
    {
        test::KnowledgeDesk desk;
        desk.found.passages[0].page = 4;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        desk.parts->actions.find(u"knowledge.copy"_s)->trigger();
        QVERIFY(QApplication::clipboard()->text().endsWith(u"(Cancellation policy, page 4)"_s));
    }

    void reportingAsksWhyAndCanBeUndone()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        desk.parts->actions.find(u"knowledge.report"_s)->trigger();
        QDialog *dialog = desk.dialog();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(u"the deadline is ten days now"_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::ReportKnowledge>().has_value());
        QCOMPARE(desk.door.lastCommand<api::ReportKnowledge>()->document, u"doc_policy"_s);
        QCOMPARE(desk.door.lastCommand<api::ReportKnowledge>()->why, u"the deadline is ten days now"_s);
        QTRY_COMPARE(desk.view->search().model().at(0).reported, u"the deadline is ten days now"_s);
        QTRY_VERIFY(desk.parts->undo.top());
        desk.parts->undo.undoLast();
        QTRY_VERIFY(desk.door.lastCommand<api::ReportKnowledge>()->why.isEmpty());
        QTRY_VERIFY(desk.view->search().model().at(0).reported.isEmpty());
    }

    void aReportedDocumentCanBeClearedAgain()
    {
        test::KnowledgeDesk desk;
        desk.found.passages[0].reported = u"old"_s;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QAction *report = desk.parts->actions.find(u"knowledge.report"_s);
        QCOMPARE(report->text(), u"It is not outdated"_s);
        report->trigger();
        QVERIFY(!desk.dialog());
        QTRY_VERIFY(desk.door.lastCommand<api::ReportKnowledge>().has_value());
        QVERIFY(desk.door.lastCommand<api::ReportKnowledge>()->why.isEmpty());
    }

    void recordsOpenInTheirDock()
    {
        test::KnowledgeDesk desk;
        desk.found.passages[0].type = u"record"_s;
        desk.found.passages[0].database = u"contacts-profiles"_s;
        desk.found.passages[0].place = u"rec_7"_s;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.parts->actions.find(u"knowledge.open_source"_s)->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), u"record"_s);
        QCOMPARE(opened[0][1].toString(), u"contacts-profiles/rec_7"_s);
    }

    void onlyFilesAndWebAddressesOpenOutside_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("opens");
        QTest::newRow("web") << u"https://studio.example/help"_s << true;
        QTest::newRow("script") << u"javascript:alert(1)"_s << false;
        QTest::newRow("program of the system") << u"higherself-console:record/1"_s << false;
        QTest::newRow("resource") << u":/theme/tokens.json"_s << false;
        QTest::newRow("note") << QString() << false;
    }
    void onlyFilesAndWebAddressesOpenOutside()
    {
        QFETCH(QString, place);
        QFETCH(bool, opens);
        test::KnowledgeDesk desk;
        desk.found.passages[0].place = place;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().list().setCurrentIndex(desk.view->search().model().index(0));
        QCOMPARE(desk.parts->actions.find(u"knowledge.open_source"_s)->isEnabled(), opens);
    }

    void morePassagesComeWithScrolling()
    {
        test::KnowledgeDesk desk;
        desk.door.onQuery<api::KnowledgeSearchQuery>([](const auto &query, const auto &) -> Result<api::KnowledgeFound> {
            api::KnowledgeFound found;
            for (int i = 1; i <= query.limit; ++i)
                found.passages.push_back(test::otherPassage(i));
            return found;
        });
        desk.open(500, 500);
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), SearchPage::FirstLimit);
        QTest::qWait(50);
        QCOMPARE(asked<api::KnowledgeSearchQuery>(desk.door), 1);
        QScrollBar *bar = desk.view->search().list().verticalScrollBar();
        bar->setValue(bar->maximum());
        QTRY_COMPARE(desk.view->search().model().size(), SearchPage::MostPassages);
        for (int i = 0; i < 40; ++i) { // whoever scrolls waits for nothing
            bar->setValue(bar->maximum() * i / 40);
            QCoreApplication::processEvents();
        }
        QVERIFY(asked<api::KnowledgeSearchQuery>(desk.door) <= 2);
    }

    void whatIsTypedAndChosenSurvivesARestart()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.type(u"refund"_s);
        QTRY_COMPARE(desk.view->search().model().size(), 2);
        desk.view->search().facets().choose(u"src_guides"_s, true);
        const QByteArray state = desk.view->saveState();
        desk.door.forgetCalls();
        KnowledgeView again(desk.parts->context());
        again.restoreState(state);
        QTRY_COMPARE(again.search().model().size(), 2);
        QCOMPARE(again.search().field().text(), u"refund"_s);
        QCOMPARE(desk.door.lastQuery<api::KnowledgeSearchQuery>()->filter.sources, QStringList{u"src_guides"_s});
        QCOMPARE(asked<api::KnowledgeAskQuery>(desk.door), 0);
        again.restoreState("garbage");
        QCOMPARE(again.search().field().text(), u"refund"_s);
    }

    void nothingWaitsForTheEngine()
    {
        test::KnowledgeDesk desk;
        desk.door.setReply(test::FakeDoor::Reply::Held);
        QElapsedTimer time;
        time.start();
        desk.open();
        desk.type(u"refund"_s);
        desk.enter();
        desk.view->showPage(KnowledgeView::Page::Sources);
        desk.view->showPage(KnowledgeView::Page::Quality);
        desk.view->showPage(KnowledgeView::Page::Search);
        desk.view->refresh();
        QVERIFY2(time.elapsed() < 5000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(desk.door.held() > 0);
        desk.door.release();
        desk.view.reset(); // answers under way have nobody left to go to
        QCoreApplication::processEvents();
    }

    void everythingHasANameAndAKey_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("scale");
        QTest::newRow("wide") << 1000 << 100;
        QTest::newRow("narrow") << 320 << 100;
        QTest::newRow("large letters") << 480 << 200;
    }
    void everythingHasANameAndAKey()
    {
        QFETCH(int, width);
        QFETCH(int, scale);
        test::KnowledgeDesk desk;
        desk.parts->theme.setTextScale(scale);
        desk.parts->theme.applyTo(*qApp);
        desk.status.waiting = 2;
        desk.open(width, 900);
        desk.view->search().optionsButton()->click();
        desk.type(u"refund?"_s);
        desk.enter();
        QTRY_COMPARE(desk.view->search().card().citations().size(), std::size_t(2));
        desk.view->search().card().citations()[0]->click();
        QTRY_VERIFY(desk.view->search().preview().text().has_value());
        for (const auto page : {KnowledgeView::Page::Search, KnowledgeView::Page::Sources, KnowledgeView::Page::Quality}) {
            desk.view->showPage(page);
            QTest::qWait(20);
            const QString without = test::nameless(*desk.view).join(u'\n');
            QVERIFY2(without.isEmpty(), qPrintable(without));
            QVERIFY2(desk.view->minimumSizeHint().width() <= width, qPrintable(QString::number(desk.view->minimumSizeHint().width())));
            QVERIFY2(scale > 100 || desk.view->minimumSizeHint().height() <= 340, qPrintable(QString::number(desk.view->minimumSizeHint().height())));
        }
        const QString missing = desk.parts->actions.unregistered(desk.view.get()).join(u'\n');
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        desk.parts->theme.setTextScale(100);
        desk.parts->theme.applyTo(*qApp);
    }

    void pausingStopsReading()
    {
        test::KnowledgeDesk desk;
        desk.status.waiting = 3;
        desk.status.embedded = 10234;
        desk.open();
        QTRY_VERIFY(desk.view->index().words().contains(u"3 document"_s));
        QVERIFY2(desk.view->index().words().contains(u"meanings 82 %"_s), qPrintable(desk.view->index().words()));
        QVERIFY(desk.view->index().words().contains(u"12,480"_s));
        QVERIFY(desk.view->index().showsProgress());
        QVERIFY(desk.view->badge().contains(u"1,284"_s));
        desk.view->index().pauseButton()->click();
        QTRY_VERIFY(desk.door.lastCommand<api::PauseKnowledge>().has_value());
        QVERIFY(desk.door.lastCommand<api::PauseKnowledge>()->paused);
        desk.status.paused = true;
        desk.door.announce({api::Topic::Knowledge, {}, 1});
        QTRY_VERIFY(desk.view->index().words().contains(u"paused"_s));
        desk.view->index().pauseButton()->click();
        QTRY_VERIFY(!desk.door.lastCommand<api::PauseKnowledge>()->paused);
    }
};

QTEST_MAIN(KnowledgeViewTest)
#include "knowledge_view_test.moc"
