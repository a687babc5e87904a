// The Knowledge dock's sources and its quality page: adding, dropping, removing, paging, and what a change of settings would do.

#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSlider>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_knowledge/knowledge_desk.h"
#include "ui/knowledge/check_dialog.h"
#include "ui/knowledge/drop_veil.h"
#include "ui/knowledge/passage_preview.h"
#include "ui/knowledge/quality_model.h"
#include "ui/knowledge/quality_page.h"
#include "ui/knowledge/search_options.h"
#include "ui/knowledge/source_models.h"
#include "ui/lists/virtual_list.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int ManyDocuments = 100'000;

/// Documents 0 to `count`, page by page.
void fillDocuments(test::FakeDoor &door, int count)
{
    door.onQuery<api::KnowledgeDocumentQuery>([count](const auto &query, const auto &) -> Result<api::Page<api::KnowledgeDocument>> {
        api::Page<api::KnowledgeDocument> page;
        int at = query.window.after.toInt();
        for (; at < count && int(page.rows.size()) < query.window.limit; ++at) {
            const bool failed = at % 10 == 3;
            if (query.failedOnly && !failed)
                continue;
            api::KnowledgeDocument document;
            document.id = u"doc_%1"_s.arg(at);
            document.source = query.source;
            document.title = u"Document %1"_s.arg(at);
            document.type = u"application/pdf"_s;
            document.state = failed ? u"failed"_s : u"ready"_s;
            document.trouble = failed ? u"the file is encrypted"_s : QString();
            document.pages = 3;
            document.passages = document.embedded = failed ? 0 : 9;
            document.changedAt = test::deskNow().addDays(-at % 100);
            page.rows.push_back(std::move(document));
        }
        if (at < count)
            page.next = QString::number(at);
        page.total = count;
        return page;
    });
}

int documentQuestions(const test::FakeDoor &door)
{
    int count = 0;
    for (const auto &call : door.queries())
        count += std::holds_alternative<api::KnowledgeDocumentQuery>(call.query) ? 1 : 0;
    return count;
}

void drop(QWidget &on, QMimeData &data, bool letGo)
{
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&on, &enter);
    if (!letGo)
        return;
    QDropEvent dropped(QPointF(20, 20), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&on, &dropped);
}

} // namespace

class KnowledgeSourcesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void sourcesComeWorstFirstAndSayWhatIsWrong()
    {
        test::KnowledgeDesk desk;
        api::KnowledgeSource failing = test::source(u"src_web"_s, api::KnowledgeKind::Web, u"Help pages"_s, u"failing"_s);
        failing.trouble = u"the server does not answer"_s;
        desk.sources.push_back(failing);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 4);
        QCOMPARE(desk.view->sources().model().at(0).id, u"src_web"_s);
        QCOMPARE(desk.view->sources().model().at(3).kind, api::KnowledgeKind::Hub);
        const QString said = desk.view->sources().model().index(0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(u"Failing"_s) && said.contains(u"The server does not answer"_s), qPrintable(said));
        QCOMPARE(test::nameless(*desk.view).join(u'\n'), QString());
    }

    void theStudioFilterFiltersSourcesToo()
    {
        test::KnowledgeDesk desk;
        desk.sources[1].entity = u"rec_a"_s;
        desk.sources[2].entity = u"rec_b"_s;
        desk.parts->studio.setEntities({{u"rec_a"_s, u"Lumen"_s}, {u"rec_b"_s, u"Stillwater"_s}});
        desk.open();
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.parts->studio.setEntity(u"rec_a"_s);
        QTRY_COMPARE(desk.view->sources().model().size(), 2); // that of everybody too
    }

    void whatIsDroppedBecomesASource()
    {
        test::KnowledgeDesk desk;
        desk.open();
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"handbook.md"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("words");
        file.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(folder.path()), QUrl::fromLocalFile(file.fileName()), QUrl(u"https://studio.example/help"_s),
                      QUrl::fromLocalFile(u"/nowhere/gone.pdf"_s)});
        drop(*desk.view, data, false);
        QVERIFY(desk.view->veil().isVisible());
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(desk.view.get(), &leave);
        QVERIFY(!desk.view->veil().isVisible());
        drop(*desk.view, data, true);
        QVERIFY(!desk.view->veil().isVisible());
        std::vector<api::AddKnowledgeSource> added;
        for (const auto &call : desk.door.commands()) {
            if (const auto *command = std::get_if<api::AddKnowledgeSource>(&call.command))
                added.push_back(*command);
        }
        QCOMPARE(added.size(), std::size_t(3));
        QCOMPARE(added[0].kind, api::KnowledgeKind::Folder);
        QCOMPARE(added[0].place, QFileInfo(folder.path()).absoluteFilePath());
        QCOMPARE(added[1].kind, api::KnowledgeKind::File);
        QCOMPARE(added[2].kind, api::KnowledgeKind::Web);
        QCOMPARE(added[2].place, u"https://studio.example/help"_s);
        QTRY_COMPARE(desk.view->page(), KnowledgeView::Page::Sources);
    }

    void otherThingsAreNotTaken()
    {
        test::KnowledgeDesk desk;
        desk.open();
        QMimeData words;
        words.setText(u"just words"_s);
        drop(*desk.view, words, false);
        QVERIFY(!desk.view->veil().isVisible());
        QMimeData script;
        script.setUrls({QUrl(u"javascript:alert(1)"_s)});
        drop(*desk.view, script, true);
        QVERIFY(!desk.door.lastCommand<api::AddKnowledgeSource>().has_value());
    }

    void whoOnlyLooksCannotDrop()
    {
        test::KnowledgeDesk desk;
        desk.parts->engine.setCaller({.id = u"op_v"_s, .name = u"Visitor"_s, .role = api::Role::Viewer});
        desk.open();
        QMimeData data;
        data.setUrls({QUrl(u"https://studio.example/help"_s)});
        drop(*desk.view, data, true);
        QVERIFY(!desk.view->veil().isVisible());
        QVERIFY(!desk.door.lastCommand<api::AddKnowledgeSource>().has_value());
        QVERIFY(!desk.parts->actions.find(u"knowledge.add_folder"_s)->isEnabled());
    }

    void theBusinessIsAskedWhereThereAreSeveral()
    {
        test::KnowledgeDesk desk;
        desk.parts->studio.setEntities({{u"rec_a"_s, u"Lumen"_s}, {u"rec_b"_s, u"Stillwater"_s}});
        desk.open();
        QMimeData data;
        data.setUrls({QUrl(u"https://studio.example/help"_s)});
        drop(*desk.view, data, true);
        QVERIFY(!desk.door.lastCommand<api::AddKnowledgeSource>().has_value());
        QTRY_VERIFY(desk.dialog());
        auto *box = desk.dialog()->findChild<QComboBox *>();
        QCOMPARE(box->count(), 3);
        box->setCurrentIndex(box->findData(u"rec_b"_s));
        desk.dialog()->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::AddKnowledgeSource>().has_value());
        QCOMPARE(desk.door.lastCommand<api::AddKnowledgeSource>()->entity, u"rec_b"_s);
    }

    void aSourceThatIsThereAlreadyIsTold()
    {
        test::KnowledgeDesk desk;
        desk.door.onCommand<api::AddKnowledgeSource>(
            [](const auto &, const auto &) -> Result<api::Receipt> { return fail(Errc::Conflict, "it is a source already"); });
        desk.open();
        QMimeData data;
        data.setText(u"https://studio.example/help"_s);
        drop(*desk.view, data, true);
        QTRY_VERIFY(!desk.toasts.empty());
        QVERIFY(desk.toasts.back().text.contains(u"is a source already"_s));
    }

    void removalCanBeUndone()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.view->sources().openSource(u"src_guides"_s);
        desk.view->sources().removeButton()->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RemoveKnowledgeSource>().has_value());
        QCOMPARE(desk.door.lastCommand<api::RemoveKnowledgeSource>()->source, u"src_guides"_s);
        QTRY_VERIFY(desk.parts->undo.top());
        QVERIFY(desk.parts->undo.top()->text.contains(u"Guides"_s));
        QCOMPARE(desk.parts->undo.top()->until, test::deskNow().addSecs(SourcesPage::UndoSeconds));
        QVERIFY(!desk.toasts.empty() && desk.toasts.back().actionText == u"Undo"_s);
        desk.parts->undo.undoLast();
        QTRY_VERIFY(desk.door.lastCommand<api::RestoreKnowledgeSource>().has_value());
        QCOMPARE(desk.door.lastCommand<api::RestoreKnowledgeSource>()->source, u"src_guides"_s);
        QVERIFY(!desk.parts->undo.top());
    }

    void theHubCannotBeRemoved()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.view->sources().openSource(u"src_hub"_s);
        QVERIFY(!desk.view->sources().removeButton()->isVisible());
    }

    void aHundredThousandDocumentsComeInPages()
    {
        test::KnowledgeDesk desk;
        fillDocuments(desk.door, ManyDocuments);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.view->sources().openSource(u"src_guides"_s);
        DocumentModel &documents = desk.view->sources().documents();
        QTRY_COMPARE(documents.size(), DocumentModel::PageRows);
        QTest::qWait(30);
        QCOMPARE(documentQuestions(desk.door), 1);
        QCOMPARE(documents.total(), qint64(ManyDocuments));
        QScrollBar *bar = desk.view->sources().documentList().verticalScrollBar();
        for (int page = 2; page <= 5; ++page) {
            bar->setValue(bar->maximum());
            QTRY_COMPARE(documents.size(), DocumentModel::PageRows * page);
        }
        QCOMPARE(documents.at(450).title, u"Document 450"_s);
        desk.view->sources().refresh(); // a change does not throw away what was loaded
        QTest::qWait(50);
        QCOMPARE(documents.size(), DocumentModel::PageRows * 5);
        QVERIFY(documentQuestions(desk.door) <= 7);
    }

    void failedDocumentsSayWhy()
    {
        test::KnowledgeDesk desk;
        desk.sources[2].failed = 2;
        fillDocuments(desk.door, 20);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.view->sources().openSource(u"src_guides"_s);
        QTRY_COMPARE(desk.view->sources().documents().size(), 20);
        QVERIFY(desk.view->sources().failedChip()->isVisible());
        desk.view->sources().failedChip()->click();
        QTRY_COMPARE(desk.view->sources().documents().size(), 2);
        QVERIFY(desk.door.lastQuery<api::KnowledgeDocumentQuery>()->failedOnly);
        const QString said = desk.view->sources().documents().index(0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(u"The file is encrypted"_s), qPrintable(said));
    }

    void aDocumentShowsItsText()
    {
        test::KnowledgeDesk desk;
        fillDocuments(desk.door, 5);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
        desk.view->sources().openSource(u"src_guides"_s);
        QTRY_COMPARE(desk.view->sources().documents().size(), 5);
        VirtualList &list = desk.view->sources().documentList();
        list.setFocus();
        list.setCurrentIndex(desk.view->sources().documents().index(1));
        QTest::keyClick(&list, Qt::Key_Return);
        QTRY_COMPARE(desk.view->page(), KnowledgeView::Page::Search);
        QTRY_VERIFY(desk.door.lastQuery<api::KnowledgeTextQuery>().has_value());
        QCOMPARE(desk.door.lastQuery<api::KnowledgeTextQuery>()->document, u"doc_1"_s);
        QTRY_VERIFY(desk.view->search().preview().text().has_value());
    }

    void aNoteBecomesADocument()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.parts->actions.find(u"knowledge.add_note"_s)->trigger();
        QDialog *dialog = desk.dialog();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(u"Parking"_s);
        dialog->findChild<QPlainTextEdit *>()->setPlainText(u"Clients park behind the house."_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::AddKnowledgeDocument>().has_value());
        QCOMPARE(desk.door.lastCommand<api::AddKnowledgeDocument>()->title, u"Parking"_s);
        QCOMPARE(desk.door.lastCommand<api::AddKnowledgeDocument>()->bytes, QByteArray("Clients park behind the house."));
        QCOMPARE(desk.door.lastCommand<api::AddKnowledgeDocument>()->author, u"Mira Kovac"_s);
    }

    void aWebAddressIsAsked()
    {
        test::KnowledgeDesk desk;
        desk.open();
        desk.parts->actions.find(u"knowledge.add_web"_s)->trigger();
        QDialog *dialog = desk.dialog();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(u"studio.example/help"_s);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::AddKnowledgeSource>().has_value());
        QCOMPARE(desk.door.lastCommand<api::AddKnowledgeSource>()->place, u"https://studio.example/help"_s);
    }

    void failureOfTheSourcesOffersAnotherTry()
    {
        test::KnowledgeDesk desk;
        desk.door.failAll(Error{Errc::Unavailable, "the index is closed", {}, {}, std::nullopt});
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Sources);
        QTRY_VERIFY(desk.shows(u"The sources could not be read."_s));
        desk.door.failAll(std::nullopt);
        desk.button(u"Try again"_s)->click();
        QTRY_COMPARE(desk.view->sources().model().size(), 3);
    }

    void qualityComparesBeforeAnythingChanges()
    {
        test::KnowledgeDesk desk;
        fillChecks(desk.door);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Quality);
        QualityPage &page = desk.view->quality();
        QTRY_COMPARE(page.model().size(), 2);
        page.slider()->setValue(70);
        page.runButton()->click();
        QTRY_COMPARE(page.figure(0, 0), u"0.610"_s);
        QTRY_VERIFY(page.figure(0, 1).endsWith(u"0.720"_s));
        QVERIFY(page.figure(0, 1).startsWith(u"▲"_s)); // better, without colour too
        QVERIFY(page.figure(4, 1).startsWith(u"▼"_s)); // more is wrongly refused: worse
        const QString first = page.model().index(0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(first.contains(u"now place 5"_s) && first.contains(u"changed place 1"_s), qPrintable(first));
        const QString second = page.model().index(1).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(second.contains(u"should have been refused"_s), qPrintable(second));
        QCOMPARE(desk.view->search().options().meaningShare(), 0.5); // nothing was changed
        QVERIFY(page.applyButton()->isEnabled());
        page.applyButton()->click();
        QCOMPARE(desk.view->search().options().meaningShare(), 0.7);
        QVERIFY(!page.applyButton()->isEnabled());
        QVERIFY(desk.parts->undo.undoLast());
        QCOMPARE(desk.view->search().options().meaningShare(), 0.5);
    }

    void aTrialCanBeGivenUp()
    {
        test::KnowledgeDesk desk;
        fillChecks(desk.door);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Quality);
        QualityPage &page = desk.view->quality();
        QTRY_COMPARE(page.model().size(), 2);
        desk.door.setReply(test::FakeDoor::Reply::Held);
        page.runButton()->click();
        QVERIFY(!page.runButton()->isEnabled());
        page.cancel();
        desk.door.release();
        QTest::qWait(30);
        QVERIFY(page.runButton()->isEnabled());
        QCOMPARE(page.figure(0, 0), u"–"_s);
    }

    void questionsAreAddedAndDeleted()
    {
        test::KnowledgeDesk desk;
        fillChecks(desk.door);
        fillDocuments(desk.door, 5);
        desk.open();
        desk.view->showPage(KnowledgeView::Page::Quality);
        QualityPage &page = desk.view->quality();
        QTRY_COMPARE(page.model().size(), 2);
        page.addCheck();
        auto *dialog = qobject_cast<CheckDialog *>(desk.dialog());
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->documents()->count(), 5);
        dialog->question()->setText(u"Where do clients park?"_s);
        dialog->documents()->setCurrentRow(2);
        dialog->accept();
        QTRY_VERIFY(desk.door.lastCommand<api::SaveKnowledgeCheck>().has_value());
        QCOMPARE(desk.door.lastCommand<api::SaveKnowledgeCheck>()->check.question, u"Where do clients park?"_s);
        QCOMPARE(desk.door.lastCommand<api::SaveKnowledgeCheck>()->check.document, u"doc_2"_s);
        page.list().setCurrentIndex(page.model().index(0));
        page.removeCheck();
        QTRY_VERIFY(desk.door.lastCommand<api::DeleteKnowledgeCheck>().has_value());
        QCOMPARE(desk.door.lastCommand<api::DeleteKnowledgeCheck>()->check, u"chk_1"_s);
        QTRY_VERIFY(desk.parts->undo.top());
        desk.parts->undo.undoLast();
        QTRY_COMPARE(desk.door.lastCommand<api::SaveKnowledgeCheck>()->check.question, u"Who gets a refund?"_s);
    }

private:
    static void fillChecks(test::FakeDoor &door)
    {
        door.onQuery<api::KnowledgeCheckQuery>([](const auto &, const auto &) -> Result<std::vector<api::KnowledgeCheck>> {
            return std::vector<api::KnowledgeCheck>{{u"chk_1"_s, u"Who gets a refund?"_s, u"doc_policy"_s, u"Cancellation policy"_s},
                                                    {u"chk_2"_s, u"What is the weather?"_s, {}, {}}};
        });
        door.onQuery<api::KnowledgeQualityQuery>([](const auto &query, const auto &) -> Result<api::KnowledgeQuality> {
            const bool changed = query.meaningShare > 0.6;
            api::KnowledgeQuality quality;
            quality.rows = {{u"chk_1"_s, u"Who gets a refund?"_s, changed ? 1 : 5, false}, {u"chk_2"_s, u"What is the weather?"_s, 0, false}};
            quality.ndcg = changed ? 0.72 : 0.61;
            quality.recall = 0.9;
            quality.mrr = changed ? 0.8 : 0.5;
            quality.refusedWrongly = changed ? 0.2 : 0.1;
            quality.usualMillis = 24;
            return quality;
        });
    }
};

QTEST_MAIN(KnowledgeSourcesTest)
#include "knowledge_sources_test.moc"
