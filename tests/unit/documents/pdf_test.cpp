#include <QBuffer>
#include <QImage>
#include <QPdfDocument>
#include <QTest>

#include "engine/documents/reader_process.h"
#include "engine/documents/reading.h"
#include "tests/unit/documents/makers.h"

using namespace hs;
using namespace hs::documents;

namespace {

Result<Document> readPdfBytes(const std::string &bytes, const Limits &limits = {})
{
    Source source;
    source.bytes = bytes;
    source.name = "a.pdf";
    auto document = read(source, limits);
    if (document)
        if (const auto fault = making::faultOf(*document); !fault.empty())
            qFatal("%s", fault.c_str());
    return document;
}

const std::vector<std::string> Letter{"The studio is open from Monday to Friday between nine and five,",
                                      "and on the first Saturday of every month as well.",
                                      "Whoever rents a room gets the key at the desk, and brings it",
                                      "back before the evening."};

/// A page with this letter as a picture of it.
QImage pictureOfLetter()
{
    making::PdfPage page;
    double y = 700;
    making::addLines(page, y, 15, Letter);
    auto bytes = QByteArray::fromStdString(making::pdf({page}));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QPdfDocument pdf;
    pdf.load(&buffer);
    const auto drawn = pdf.render(0, QSize(1275, 1650)); // 150 dpi
    QImage grey(drawn.size(), QImage::Format_Grayscale8);
    for (int line = 0; line < drawn.height(); ++line)
        for (int x = 0; x < drawn.width(); ++x) {
            const auto pixel = drawn.pixel(x, line);
            grey.scanLine(line)[x] = uchar(255 - qAlpha(pixel) * (255 - qGray(pixel)) / 255);
        }
    return grey;
}

making::PdfPage scannedPage()
{
    const auto image = pictureOfLetter();
    making::PdfPage page;
    page.picture.width = image.width();
    page.picture.height = image.height();
    for (int line = 0; line < image.height(); ++line)
        page.picture.grey.append(reinterpret_cast<const char *>(image.constScanLine(line)),
                                 std::size_t(image.width()));
    return page;
}

} // namespace

class DocumentsPdfTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headingsAndParagraphs();
    void headingsOfTheOutline();
    void runningTitlesAreLeftOut();
    void pagesAreLimited();
    void encryptedAndDamaged();
    void scannedPages();
    void scannedPagesWithoutRecognition();
    void pictures();
    void languagesThatAreNotInstalled();
    void recognitionTakesTooLong();
    void throughTheChild();
};

void DocumentsPdfTest::headingsAndParagraphs()
{
    making::PdfPage first, second;
    double y = 720;
    making::addLines(first, y, 22, {"The House Rules"});
    y -= 10;
    making::addLines(first, y, 11,
                     {"This is the first paragraph of the rules, which are kept short so that every-",
                      "body reads them, and which goes on in its third line with", "more words."});
    y -= 12;
    making::addLines(first, y, 11, {"A second paragraph stands below the first one."});
    y -= 12;
    making::addLines(first, y, 15, {"Keys and rooms"});
    y -= 4;
    making::addLines(first, y, 11, {"Keys are at the desk.", "- one for the door", "- one for the cupboard"});
    y = 720;
    making::addLines(second, y, 15, {"Money"});
    y -= 4;
    making::addLines(second, y, 11, {"It is paid in advance."});
    const auto document =
        readPdfBytes(making::pdf({first, second}, {.title = "Rules (short)", .author = "Ann Example"}));
    QVERIFY2(document, describe(document).c_str());
    QCOMPARE(making::outlineOf(*document),
             std::string("Heading1 p1: The House Rules\n"
                         "Paragraph p1: This is the first paragraph of the rules, which are kept short so that "
                         "everybody reads them, and which goes on in its third line with more words.\n"
                         "Paragraph p1: A second paragraph stands below the first one.\nHeading2 p1: Keys and "
                         "rooms\nParagraph p1: Keys are at the desk.\n"
                         "Item1 p1: - one for the door\nItem1 p1: - one for the cupboard\nHeading2 p2: "
                         "Money\nParagraph p2: It is paid in advance.\n"));
    QCOMPARE(document->title, std::string("Rules (short)"));
    QCOMPARE(document->author, std::string("Ann Example"));
    QCOMPARE(document->changedAt, std::int64_t(1'714'557'600'000));
    QCOMPARE(document->pages, 2);
    QVERIFY(document->notes.empty());
}

void DocumentsPdfTest::headingsOfTheOutline()
{
    making::PdfPage page;
    double y = 700;
    making::addLines(page, y, 11,
                     {"Scope of this paper", "It says what is said in it, and nothing that is not said in it.",
                      "Other things", "They are others."});
    const auto document = readPdfBytes(making::pdf(
        {page}, {.title = {}, .author = {}, .outline = {{"Scope of this paper", 0}, {"Other things", 0}}}));
    QVERIFY2(document, describe(document).c_str());
    QCOMPARE(making::outlineOf(*document),
             std::string("Heading1 p1: Scope of this paper\nParagraph p1: It says what is said in it, and nothing "
                         "that is not said in it.\n"
                         "Heading1 p1: Other things\nParagraph p1: They are others.\n"));
}

void DocumentsPdfTest::runningTitlesAreLeftOut()
{
    std::vector<making::PdfPage> pages(6);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        double y = 750;
        making::addLines(pages[i], y, 9, {"House rules of the studio"});
        y -= 20;
        making::addLines(pages[i], y, 11, {"What stands on page " + std::to_string(i + 1) + " is only there."});
        y = 40;
        making::addLines(pages[i], y, 9, {"Page " + std::to_string(i + 1) + " of 6"});
    }
    const auto document = readPdfBytes(making::pdf(pages));
    QVERIFY2(document, describe(document).c_str());
    QCOMPARE(document->blocks.size(), std::size_t(6));
    QCOMPARE(making::outlineOf(*document).substr(0, 48),
             std::string("Paragraph p1: What stands on page 1 is only ther"));
}

void DocumentsPdfTest::pagesAreLimited()
{
    making::PdfPage page;
    double y = 700;
    making::addLines(page, y, 11, {"One of many."});
    const auto many = readPdfBytes(making::pdf(std::vector(10'000, page)));
    QVERIFY(!many);
    QCOMPARE(many.error().code, Errc::BadInput);
    QCOMPARE(many.error().what, std::string("it has 10000 pages, more than 2000"));
    QCOMPARE(many.error().where, std::string("a.pdf"));
    const auto some = readPdfBytes(making::pdf(std::vector(300, page)));
    QVERIFY2(some, describe(some).c_str());
    QCOMPARE(some->pages, 300);
    QCOMPARE(some->blocks.back().page, 300);
}

void DocumentsPdfTest::encryptedAndDamaged()
{
    making::PdfPage page;
    double y = 700;
    making::addLines(page, y, 11, {"Secret."});
    const auto locked =
        readPdfBytes(making::pdf({page}, {.title = {}, .author = {}, .outline = {}, .encrypted = true}));
    QVERIFY(!locked);
    QCOMPARE(locked.error().code, Errc::BadInput);
    QCOMPARE(locked.error().what, std::string("the PDF is encrypted"));
    const auto broken = readPdfBytes("%PDF-1.7\nand nothing that is a PDF\n%%EOF");
    QVERIFY(!broken);
    QCOMPARE(broken.error().what, std::string("the PDF is damaged"));
    QVERIFY(!broken.error().mend.empty());
}

void DocumentsPdfTest::scannedPages()
{
    making::PdfPage title;
    double y = 400;
    making::addLines(title, y, 30, {"Opening hours"}); // few words, but no picture: it is read as it is
    const auto document = readPdfBytes(making::pdf({title, scannedPage()}));
    QVERIFY2(document, describe(document).c_str());
    QVERIFY(document->blocks.size() >= 2);
    QCOMPARE(document->blocks.front().confidence, 100);
    const auto &last = document->blocks.back();
    QCOMPARE(last.page, 2);
    QVERIFY(last.confidence < 100 && last.confidence > 60);
    QVERIFY2(document->text.find("gets the key at the desk") != std::string::npos, document->text.c_str());
    QCOMPARE(document->notes.size(), std::size_t(1));
    QVERIFY2(document->notes.front().starts_with("the text of page 2 was recognised, "),
             document->notes.front().c_str());
}

void DocumentsPdfTest::scannedPagesWithoutRecognition()
{
    Limits limits;
    limits.recognise = false;
    const auto document = readPdfBytes(making::pdf({scannedPage()}), limits);
    QVERIFY2(document, describe(document).c_str());
    QVERIFY(document->blocks.empty());
}

void DocumentsPdfTest::pictures()
{
    const auto picture = pictureOfLetter();
    for (const char *format : {"PNG", "JPG"}) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        if (!picture.save(&buffer, format, 90))
            continue; // a plugin that is not there
        Source source;
        source.bytes = bytes.toStdString();
        const auto document = read(source, {});
        QVERIFY2(document, describe(document).c_str());
        QVERIFY2(document->text.find("gets the key at the desk") != std::string::npos, document->text.c_str());
        QVERIFY(document->blocks.front().confidence < 100);
        QCOMPARE(document->pages, 1);
    }
}

void DocumentsPdfTest::languagesThatAreNotInstalled()
{
    const auto picture = pictureOfLetter();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    Source source;
    source.bytes = bytes.toStdString();
    Limits limits;
    limits.languages = "eng+xyz"; // what is not there is left out
    const auto some = read(source, limits);
    QVERIFY2(some, describe(some).c_str());
    QVERIFY(!some->text.empty());
    limits.languages = "xyz";
    const auto none = read(source, limits);
    QVERIFY(!none);
    QCOMPARE(none.error().code, Errc::Unavailable);
    QVERIFY(none.error().mend.find("tesseract-ocr") != std::string::npos);
}

void DocumentsPdfTest::recognitionTakesTooLong()
{
    Limits limits;
    limits.page = std::chrono::seconds(0);
    const auto nothing = readPdfBytes(making::pdf({scannedPage()}), limits);
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().code, Errc::Timeout);
    // Where other pages can be read, a note says which one was not.
    making::PdfPage text;
    double y = 700;
    making::addLines(text, y, 12, {"This page has a text of its own."});
    const auto some = readPdfBytes(making::pdf({text, scannedPage()}), limits);
    QVERIFY2(some, describe(some).c_str());
    QCOMPARE(making::outlineOf(*some), std::string("Paragraph p1: This page has a text of its own.\n"));
    QCOMPARE(some->notes, std::vector<std::string>{"page 2 is a picture whose text took too long to recognise"});
}

void DocumentsPdfTest::throughTheChild()
{
    ReaderProcess reader({HS_READER_CHILD});
    Source source;
    source.bytes = making::pdf({scannedPage()});
    source.name = "a.pdf";
    const auto document = reader.read(source, {});
    QVERIFY2(document, describe(document).c_str());
    QVERIFY2(document->text.find("gets the key at the desk") != std::string::npos, document->text.c_str());
    QVERIFY(document->blocks.front().confidence < 100);
}

QTEST_GUILESS_MAIN(DocumentsPdfTest)
#include "pdf_test.moc"
