// The pieces of the Knowledge dock that can be looked at alone: places, words, marks, documents laid out, pages of PDF files.

#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextTable>
#include <QTranslator>
#include <QUrl>
#include <QtTest>

#include "resources/resources.h"
#include "ui/knowledge/document_text.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/marked_text.h"
#include "ui/knowledge/pdf_pages.h"
#include "ui/knowledge/pdf_view.h"
#include "ui/knowledge/source_adding.h"
#include "ui/knowledge/source_models.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/text/engine_error_text.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

const QString Sentence = u"A medical cancellation receives a full refund."_s;

/// Marks what the engine says, so that a test sees that it can be translated.
class Marking final : public QTranslator {
public:
    Marking() { QCoreApplication::installTranslator(this); }
    ~Marking() override { QCoreApplication::removeTranslator(this); }
    Q_DISABLE_COPY_MOVE(Marking)
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int) const override
    {
        return QLatin1String(context) == QLatin1String("hs::ui::EngineWords") ? u"<"_s + QString::fromUtf8(source) + u">"_s : QString();
    }
};

QString writePdf(const QTemporaryDir &folder)
{
    const QString path = folder.filePath(u"policy.pdf"_s);
    QPdfWriter writer(path);
    writer.setResolution(100);
    QPainter painter(&writer);
    painter.setFont(QFont(u"Inter"_s, 12));
    painter.drawText(60, 80, u"First page, nothing here"_s);
    writer.newPage();
    painter.drawText(60, 80, u"Second page"_s);
    painter.drawText(60, 200, Sentence);
    painter.end();
    return path;
}

} // namespace

class KnowledgePartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        loadShippedFonts();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }

    void whatFailedIsSaidInTheEnginesWordsWhereTheyAreKnown()
    {
        const Error known{Errc::BadInput, "the console's own data cannot be a source", "/srv/data", "choose a folder beside it", {}};
        QCOMPARE(failureSentence(known), u"The console's own data cannot be a source. Choose a folder beside it."_s);
        const Error unknown{Errc::BadInput, "something nobody foresaw", {}, "choose a folder beside it", {}};
        QCOMPARE(failureSentence(unknown), errorSentence(unknown));
        const Marking language;
        QCOMPARE(failureSentence(known), u"<the console's own data cannot be a source>. <choose a folder beside it>."_s);
    }

    void whatTheEngineSaysOfSourcesCanBeTranslated()
    {
        const Marking language;
        api::KnowledgeSource hub;
        hub.id = u"src_hub"_s;
        hub.kind = api::KnowledgeKind::Hub;
        hub.title = u"The hub's records"_s;
        QCOMPARE(sourceTitle(hub), u"<The hub's records>"_s);
        api::KnowledgeSource folder;
        folder.id = u"src_01h"_s;
        folder.title = u"Notes and dictation"_s; // called so by somebody: their words
        QCOMPARE(sourceTitle(folder), u"Notes and dictation"_s);
        const SystemClock clock;
        const Ticker ticker(clock);
        SourceModel sources(ticker);
        folder.trouble = u"it is not there (/srv/texts): bring it back, or remove the source"_s;
        sources.setSources({folder}, {});
        QCOMPARE(sources.index(0, 0).data(FactThird).toString(), u"<it is not there> (/srv/texts): <bring it back, or remove the source>"_s);
    }

    void placesAreReadAndWritten_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("place");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<int>("version");
        QTest::newRow("document") << u"doc_01h"_s << true << qint64(-1) << 0;
        QTest::newRow("slice") << u"doc_01h#100-240"_s << true << qint64(100) << 0;
        QTest::newRow("slice of a version") << u"doc_01h@3#100-240"_s << true << qint64(100) << 3;
        QTest::newRow("passage") << u"psg_01h"_s << false << qint64(0) << 0;
        QTest::newRow("question") << u"doc_01h says what?"_s << false << qint64(0) << 0;
        QTest::newRow("half") << u"doc_01h#100"_s << false << qint64(0) << 0;
        QTest::newRow("endless") << u"doc_01h#99999999999999999999-1"_s << false << qint64(0) << 0;
        QTest::newRow("way out") << u"doc_../etc"_s << false << qint64(0) << 0;
    }
    void placesAreReadAndWritten()
    {
        QFETCH(QString, id);
        QFETCH(bool, place);
        QFETCH(qint64, start);
        QFETCH(int, version);
        const auto read = knowledgePlaceOf(id);
        QCOMPARE(read.has_value(), place);
        if (!place)
            return;
        QCOMPARE(read->start, start);
        QCOMPARE(read->version, version);
        QCOMPARE(idOf(*read), id);
    }

    void theIndexLineSaysWhatIsMissing()
    {
        api::KnowledgeStatus status;
        status.passages = 12480;
        status.embedded = 12480;
        QCOMPARE(indexLine(status), u"12,480 passage(s)"_s);
        QCOMPARE(indexShare(status), 1.0);
        status.waiting = 3;
        status.documents = 9;
        status.embedded = 12479;
        const QString line = indexLine(status);
        QVERIFY(line.contains(u"3 document(s) waiting"_s));
        QVERIFY2(line.contains(u"meanings 99 %"_s), qPrintable(line)); // never all while one is missing
        QVERIFY(indexShare(status) < 1 && indexShare(status) > 0.5);
        QCOMPARE(percentText(0), u"0 %"_s);
        QCOMPARE(percentText(0.001), u"1 %"_s);
    }

    void quotesAreCutAndCited()
    {
        api::KnowledgePassage passage;
        passage.document = u"doc_1"_s;
        passage.title = u"Handbook"_s;
        passage.page = 4;
        passage.text = u"word "_s.repeated(2000);
        const QString quote = quoteOf(passage);
        QVERIFY(quote.size() < 1300);
        QVERIFY(quote.contains(u"…” (Handbook, page 4)"_s));
        QVERIFY(noteOf(passage).contains(u"[doc_1@1#0-0]"_s));
    }

    void webAddressesAreTakenOnlyWhole_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("whole") << u"https://studio.example/help"_s << u"https://studio.example/help"_s;
        QTest::newRow("without a scheme") << u" studio.example/help "_s << u"https://studio.example/help"_s;
        QTest::newRow("words") << u"our help pages"_s << QString();
        QTest::newRow("script") << u"javascript:alert(1)"_s << QString();
        QTest::newRow("file") << u"file:///etc/passwd"_s << QString();
        QTest::newRow("password in it") << u"https://me:secret@studio.example"_s << QString();
        QTest::newRow("one word") << u"help"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void webAddressesAreTakenOnlyWhole()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        QCOMPARE(webAddressOf(typed), address);
    }

    void marksOutsideOfTheTextAreLeftOut()
    {
        const Theme theme(*TokenSet::shipped());
        const std::vector<api::KnowledgeRange> marks = {{2, 3, false}, {8, 100, true}, {-4, 3, false}, {10, 2, false}, {3, 0, false}};
        const auto formats = markFormats(marks, 10, theme);
        QCOMPARE(formats.size(), 2);
        QCOMPARE(formats[0].start, 8); // the sentence comes first, the words over it
        QCOMPARE(formats[0].length, 2);
        QCOMPARE(formats[0].format.underlineStyle(), QTextCharFormat::DashUnderline);
        QCOMPARE(formats[1].start, 2);
        QCOMPARE(formats[1].format.fontWeight(), int(QFont::DemiBold));
        QVERIFY(!formats[0].format.hasProperty(QTextFormat::FontWeight)); // told apart without colour
    }

    void aLongPassageIsShownAboutItsFirstMark()
    {
        const Theme theme(*TokenSet::shipped());
        MarkedTextCache cache(theme);
        api::KnowledgePassage passage;
        passage.id = u"psg_1"_s;
        passage.text = u"some words before "_s.repeated(60) + u"refund"_s + u" and words behind"_s.repeated(60);
        passage.marks = {{int(passage.text.indexOf(u"refund"_s)), 6, false}};
        const auto laid = cache.laid(passage, 300, 4, Qt::LeftToRight);
        QCOMPARE(laid->lines, 4);
        QVERIFY(laid->firstLine > 3);
        const int start = laid->layout.lineAt(laid->firstLine).textStart();
        const QTextLine last = laid->layout.lineAt(laid->firstLine + 3);
        QVERIFY(passage.marks[0].start >= start && passage.marks[0].start < last.textStart() + last.textLength());
        QCOMPARE(cache.laid(passage, 300, 4, Qt::LeftToRight), laid);
        passage.marks.clear(); // another question marks other words of the same passage
        QCOMPARE(cache.laid(passage, 300, 4, Qt::LeftToRight)->firstLine, 0);
    }

    void aDocumentIsLaidOutWithItsStructure()
    {
        const Theme theme(*TokenSet::shipped());
        api::KnowledgeText text;
        text.text = u"Prices\nPrivate viewing\tone hour\nFrame | thirty days\nfirst point\nint main();\nThe <b>end</b>."_s;
        qint64 at = 0;
        const auto part = [&](const QString &kind, int level) {
            const qint64 end = text.text.indexOf(u'\n', at) < 0 ? text.text.size() : text.text.indexOf(u'\n', at);
            text.parts.push_back({kind, level, at, end, 0});
            at = end + 1;
        };
        part(u"heading"_s, 1);
        part(u"table"_s, 1);
        part(u"table"_s, 0);
        part(u"list"_s, 1);
        part(u"code"_s, 0);
        part(u"paragraph"_s, 0);
        QTextDocument document;
        DocumentText writer;
        DocumentText::Mark mark;
        mark.start = text.text.indexOf(u"one hour"_s);
        mark.end = text.text.indexOf(u" point"_s);
        writer.write(text, mark, mark.start, theme, document);
        QVERIFY(document.toPlainText().contains(u"<b>end</b>"_s)); // text, not markup
        QTextTable *table = nullptr;
        for (QTextFrame *frame : document.rootFrame()->childFrames())
            table = table ? table : qobject_cast<QTextTable *>(frame);
        QVERIFY(table);
        QCOMPARE(table->rows(), 2);
        QCOMPARE(table->columns(), 2);
        QCOMPARE(table->cellAt(0, 1).firstCursorPosition().block().text(), u"one hour"_s);
        QCOMPARE(table->cellAt(1, 1).firstCursorPosition().block().text(), u"thirty days"_s);
        for (const QString &words : {u"Prices"_s, u"Private"_s, u"thirty"_s, u"first point"_s, u"int main"_s, u"The <b>"_s}) {
            const int position = writer.positionOf(text.text.indexOf(words));
            QTextCursor cursor(&document);
            cursor.setPosition(position);
            cursor.setPosition(position + int(words.size()), QTextCursor::KeepAnchor);
            QCOMPARE(cursor.selectedText(), words);
        }
        // The mark reaches over cells and blocks, and no further.
        QTextCursor in(&document);
        in.setPosition(writer.positionOf(text.text.indexOf(u"thirty"_s)) + 1);
        QCOMPARE(in.charFormat().background().color(), theme.color(Token::WarnSoft));
        in.setPosition(writer.positionOf(text.text.indexOf(u"Private"_s)) + 1);
        QVERIFY(in.charFormat().background().style() == Qt::NoBrush);
        QVERIFY(!writer.cutBefore() && !writer.cutAfter());
    }

    void aLongDocumentIsLaidOutInPart()
    {
        const Theme theme(*TokenSet::shipped());
        api::KnowledgeText text;
        for (int i = 0; i < 20'000; ++i) {
            const qint64 start = text.text.size();
            text.text += u"Paragraph %1 says something about refunds.\n"_s.arg(i);
            text.parts.push_back({u"paragraph"_s, 0, start, text.text.size() - 1, 0});
        }
        QTextDocument document;
        DocumentText writer;
        DocumentText::Mark mark;
        mark.start = text.text.indexOf(u"Paragraph 15000 "_s);
        mark.end = mark.start + 20;
        QElapsedTimer time;
        time.start();
        writer.write(text, mark, mark.start, theme, document);
        QVERIFY2(time.elapsed() < 3000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(writer.cutBefore() && writer.cutAfter());
        QVERIFY(document.toPlainText().contains(u"Paragraph 15000 "_s));
        QVERIFY(document.characterCount() < 2 * DocumentText::MostUnits);
        QCOMPARE(writer.positionOf(0), -1);
        writer.write(text, mark, 0, theme, document);
        QVERIFY(!writer.cutBefore() && writer.cutAfter());
        QVERIFY(document.toPlainText().startsWith(u"Paragraph 0 "_s));
    }

    void brokenPartsDoNoHarm()
    {
        const Theme theme(*TokenSet::shipped());
        api::KnowledgeText text;
        text.text = u"short"_s;
        text.parts = {{u"paragraph"_s, 0, -10, 3, 0}, {u"table"_s, 0, 2, 900, 0}, {u"list"_s, 99, 4, 2, 0}};
        QTextDocument document;
        DocumentText writer;
        writer.write(text, {-5, 4000, {{-3, 9, false}, {2, 100'000, true}}}, 5000, theme, document);
        QVERIFY(document.toPlainText().contains(u"sho"_s));
    }

    void passagesAreFoundInPages_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("passage");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("as it is") << u"before A full refund. after"_s << u"A full refund."_s << QStringList{u"A full refund."_s};
        QTest::newRow("broken lines") << u"A full\r\nrefund  is\r\ndue."_s << u"A full refund is due."_s
                                      << QStringList{u"A full\r\nrefund  is\r\ndue."_s};
        QTest::newRow("broken word") << u"medical cancel-\r\nlation is free"_s << u"medical cancellation is"_s
                                     << QStringList{u"medical cancel-\r\nlation is"_s};
        QTest::newRow("goes on elsewhere") << u"The first sentence stands here."_s
                                           << u"The first sentence stands here. The second one is on the next page."_s
                                           << QStringList{u"The first sentence stands here."_s};
        QTest::newRow("not there") << u"something else"_s << u"A full refund is due."_s << QStringList();
        QTest::newRow("nothing") << QString() << QString() << QStringList();
    }
    void passagesAreFoundInPages()
    {
        QFETCH(QString, page);
        QFETCH(QString, passage);
        QFETCH(QStringList, found);
        QStringList words;
        for (const auto &run : passageInPage(page, passage))
            words << page.mid(run.first, run.second);
        QCOMPARE(words, found);
    }

    void aPageOfAPdfIsShownWithThePassageMarked()
    {
        const QTemporaryDir folder;
        const QString path = writePdf(folder);
        const Theme theme(*TokenSet::shipped());
        PdfView view(theme);
        view.resize(500, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy opened(&view, &PdfView::opened);
        view.open(path, 2, Sentence, u"Policy"_s);
        QVERIFY(!view.hasPicture()); // it comes later, from another thread
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
        QCOMPARE(view.pages(), 2);
        QCOMPARE(view.page(), 2);
        QVERIFY(view.boxes() > 0);
        view.turn(-1);
        QTRY_COMPARE_WITH_TIMEOUT(view.boxes(), 0, 20'000);
        QCOMPARE(view.page(), 1);
        view.turn(-1); // there is none before
        QCOMPARE(view.page(), 1);
    }

    void whatIsNoPdfFails()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"broken.pdf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("%PDF-1.7 and then nothing");
        file.close();
        const Theme theme(*TokenSet::shipped());
        PdfView view(theme);
        QSignalSpy failed(&view, &PdfView::failed);
        view.open(file.fileName(), 1, {}, u"Broken"_s);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        view.open(folder.filePath(u"none.pdf"_s), 1, {}, u"None"_s);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20'000);
    }
};

QTEST_MAIN(KnowledgePartsTest)
#include "knowledge_parts_test.moc"
