#include <QTest>

#include "engine/documents/reading.h"
#include "tests/unit/documents/makers.h"

using namespace hs;
using namespace hs::documents;

Q_DECLARE_METATYPE(std::string)

namespace {

constexpr std::int64_t FirstOfMay = 1'714'557'600'000; // 2024-05-01 10:00 UTC

Document readNamed(const std::string &bytes, const std::string &name, const std::string &mediaType = {})
{
    Source source;
    source.bytes = bytes;
    source.name = name;
    source.mediaType = mediaType;
    source.address = "https://example.com/guide/start.html";
    auto document = read(source, {});
    if (!document) {
        qWarning("%s", describe(document).c_str());
        return {};
    }
    if (const auto fault = making::faultOf(*document); !fault.empty())
        qFatal("%s: %s", name.c_str(), fault.c_str());
    return *document;
}

std::string paragraph(const std::string &style, const std::string &text, const std::string &more = {})
{
    return "<w:p><w:pPr>" + (style.empty() ? "" : "<w:pStyle w:val=\"" + style + "\"/>") + more +
           "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

} // namespace

class DocumentsFormatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void types();
    void encodings_data();
    void encodings();
    void structure_data();
    void structure();
    void markdownSaysWhatItIs();
    void pagesOfTheWeb();
    void wordFiles();
    void openDocuments();
    void sheets();
    void letters();
    void lettersWithAttachments();
};

void DocumentsFormatsTest::types_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("declared");
    QTest::addColumn<std::string>("type");
    const std::string text = "some text\n";
    QTest::newRow("pdf, whatever its name")
        << std::string("%PDF-1.7\n%") << std::string("a.txt") << std::string() << std::string("application/pdf");
    QTest::newRow("name") << text << std::string("a.MD") << std::string("text/plain") << std::string("text/markdown");
    QTest::newRow("address") << text << std::string("https://example.com/a.csv?x=y.pdf#z") << std::string()
                             << std::string("text/csv");
    QTest::newRow("declared") << text << std::string("a") << std::string("text/html; charset=utf-8")
                              << std::string("text/html");
    QTest::newRow("html, whatever it says") << std::string("\n<!-- x --><!DOCTYPE html><p>x")
                                            << std::string("README.md") << std::string() << std::string("text/html");
    QTest::newRow("letter") << std::string("Return-Path: <a@example.com>\nFrom: a@example.com\nSubject: x\n\nHello")
                            << std::string("a") << std::string() << std::string("message/rfc822");
    QTest::newRow("text with a colon") << std::string("Subject: x\nand more\n") << std::string() << std::string()
                                       << std::string("text/plain");
    QTest::newRow("binary") << std::string("\x7f"
                                           "ELF\0\0\0\1",
                                           8)
                            << std::string("a.txt") << std::string() << std::string("application/octet-stream");
    QTest::newRow("docx") << making::docx(paragraph("", "x")) << std::string("a.bin") << std::string()
                          << std::string("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    QTest::newRow("odt") << making::odt("<text:p>x</text:p>") << std::string() << std::string()
                         << std::string("application/vnd.oasis.opendocument.text");
    QTest::newRow("other archive") << making::archive({{"a.txt", "x"}}) << std::string("a.zip")
                                   << std::string("application/zip") << std::string("application/octet-stream");
    QTest::newRow("png") << std::string("\x89PNG\r\n\x1a\n") << std::string() << std::string()
                         << std::string("image/png");
    QTest::newRow("old office") << std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") << std::string("a.doc")
                                << std::string() << std::string("application/octet-stream");
}

void DocumentsFormatsTest::types()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, name);
    QFETCH(std::string, declared);
    QFETCH(std::string, type);
    QCOMPARE(typeOf({bytes, name, declared, {}}), type);
    for (const auto *const read : {"a.pdf", "b/c.DOCX", "x.odt", "x.html", "x.md", "x.txt", "x.csv", "x.eml", "x.png",
                                   "x.jpeg", "x.tif", "x.xlsx"})
        QVERIFY2(readsName(read), read);
    for (const auto *const other : {"a.exe", "pdf", "a.pdf/b", "a.doc", ""})
        QVERIFY2(!readsName(other), other);
}

void DocumentsFormatsTest::encodings_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("declared");
    QTest::addColumn<std::string>("text");
    const std::string text = "Gr\xc3\xbc\xc3\x9f"
                             "e";
    QTest::newRow("utf-8") << text << std::string() << text;
    QTest::newRow("utf-8, declared as another") << text << std::string("text/plain; charset=iso-8859-1") << text;
    QTest::newRow("mark") << "\xef\xbb\xbf" + text << std::string() << text;
    QTest::newRow("utf-16le") << std::string("\xff\xfeG\0r\0\xfc\0\xdf\0e\0", 12) << std::string() << text;
    QTest::newRow("utf-16be") << std::string("\xfe\xff\0G\0r\0\xfc\0\xdf\0e", 12) << std::string() << text;
    QTest::newRow("latin-1, declared") << std::string("Gr\xfc\xdf"
                                                      "e")
                                       << std::string("text/plain; charset=\"ISO-8859-1\"") << text;
    QTest::newRow("windows-1252, declared as latin-1")
        << std::string("\x80 5") << std::string("text/plain; charset=iso-8859-1") << std::string("\xe2\x82\xac 5");
    QTest::newRow("latin-1, guessed") << std::string("Die Stra\xdf"
                                                     "e f\xfchrt \xfc"
                                                     "ber die Br\xfc"
                                                     "cke in die M\xfchle, und die K\xfc"
                                                     "he schlafen.")
                                      << std::string()
                                      << std::string("Die Stra\xc3\x9f"
                                                     "e f\xc3\xbchrt \xc3\xbc"
                                                     "ber die Br\xc3\xbc"
                                                     "cke in die M\xc3\xbchle, und die K\xc3\xbc"
                                                     "he schlafen.");
    QTest::newRow("declared, unknown") << text << std::string("text/plain; charset=klingon") << text;
    QTest::newRow("declared utf-8, but not")
        << std::string("caf\xe9 au lait, d\xe9j\xe0 vu, gar\xe7on") << std::string("text/plain; charset=utf-8")
        << std::string("caf\xc3\xa9 au lait, d\xc3\xa9j\xc3\xa0 vu, gar\xc3\xa7on");
    QTest::newRow("controls") << std::string("a\x01"
                                             "b, and so on and so on, for a line or two of text\r\nc\rd")
                              << std::string()
                              << std::string("ab, and so on and so on, for a line or two of text\nc\nd");
}

void DocumentsFormatsTest::encodings()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, declared);
    QFETCH(std::string, text);
    QCOMPARE(readNamed(bytes, "a.txt", declared).text, text);
}

void DocumentsFormatsTest::structure_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("outline");
    const auto row = [](const char *title, const char *name, std::string bytes, std::string outline) {
        QTest::newRow(title) << std::string(name) << std::move(bytes) << std::move(outline);
    };
    row("text: paragraphs", "a.txt", "One line.\nIts second.\n\n\n  Another.\n",
        "Paragraph: One line.\\nIts second.\nParagraph: Another.\n");
    row("text: wrapped lines", "a.txt",
        "This line was wrapped by a program at about seventy letters\nand goes on like this for a while, as letters "
        "do in the\nend.\n",
        "Paragraph: This line was wrapped by a program at about seventy letters and goes on like this for a while, "
        "as letters do in the end.\n");
    row("text: underlines", "a.txt", "Title\n=====\nText.\n\nPart\n----\n\nMore.\n",
        "Heading1: Title\nParagraph: Text.\nHeading2: Part\nParagraph: More.\n");
    row("text: a rule is no underline", "a.txt", "Text.\n\n-----\n\nMore.\n",
        "Paragraph: Text.\nParagraph: -----\nParagraph: More.\n");
    row("text: numbers", "a.txt", "1. Scope\n\nThis is it.\n\n1.1 Terms\n\nWords.\n\n2. Duties\n\nAll of them.\n",
        "Heading1: 1. Scope\nParagraph: This is it.\nHeading2: 1.1 Terms\nParagraph: Words.\nHeading1: 2. "
        "Duties\nParagraph: All of them.\n");
    row("text: a list has no headings", "a.txt", "Bring:\n1. Apples\n2. Pears\n3. Plums\n",
        "Paragraph: Bring:\nItem1: 1. Apples\nItem1: 2. Pears\nItem1: 3. Plums\n");
    row("text: bullets", "a.txt", "- one\n- two\n  and more\n- three\n",
        "Item1: - one\nItem1: - two\\n  and more\nItem1: - three\n");
    row("markdown", "a.md",
        "# Title\n\nSome *text* with `code` &amp; [a link](https://example.com).\nGoes on.\n\n## Part ##\n\n- one\n  "
        "- deeper\n- [x] two\n\n3. three\n4. four\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```c\nint x;\n\n  y\n```\n\n> quoted\n\n<div>raw <b>html</b></div>\n",
        "Heading1: Title\nParagraph: Some text with code & a link. Goes on.\nHeading2: Part\nItem1: one\nItem2: "
        "deeper\nItem1: [x] two\nItem1: 3. three\n"
        "Item1: 4. four\nRow1: a | b\nRow: 1 | 2\nCode: int x;\\n\\n  y\nParagraph: quoted\nParagraph: raw html\n");
    row("csv", "a.csv", "name,price,note\n\"Lamp, red\",12,\"say \"\"hi\"\"\nthere\"\nChair,30,\n",
        "Row1: name | price | note\nRow: Lamp, red | 12 | say \"hi\" there\nRow: Chair | 30 | \n");
    row("csv: semicolons, no head", "a.csv", "1;2,5;x\n2;3,5;y\n", "Row: 1 | 2,5 | x\nRow: 2 | 3,5 | y\n");
    row("tsv", "a.tsv", "a\tb\n1\t2\n", "Row1: a | b\nRow: 1 | 2\n");
    row("html", "a.html",
        "<html><body><nav>Menu</nav><header>Logo</header><main><h1>Title &amp; more</h1><p>A <b>bold</b>\n "
        "word.<br>Next line.</p><ul><li>one<ul><li>deeper</ul>"
        "<li>two</ul><ol start=3><li>three</ol><table><tr><th>a<th>b<tr><td>1<td>2</table><pre>x\n  "
        "y</pre><script>evil()</script>"
        "<p style='display: "
        "none'>hidden</p><aside>ad</aside><form><input><label>Mail</label></form></main><footer>Foot</footer></"
        "body></html>",
        "Heading1: Title & more\nParagraph: A bold word.\\nNext line.\nItem1: one\nItem2: deeper\nItem1: two\nItem1: "
        "3. three\nRow1: a | b\nRow: 1 | 2\nCode: x\\n  y\n");
    row("html: the densest block", "a.html",
        "<body><div><a href=/1>Here</a> <a href=/2>There</a> <a "
        "href=/3>Everywhere</a></div><div><h2>Part</h2><p>This is the text of the page, and it is much longer "
        "than what surrounds it.</p><p>It has two paragraphs.</p></div></body>",
        "Heading2: Part\nParagraph: This is the text of the page, and it is much longer than what surrounds "
        "it.\nParagraph: It has two paragraphs.\n");
    row("html: a table for the layout", "a.html",
        "<table><tr><td><h1>T</h1><p>Left text</p></td><td><p>Right text</p></td></tr></table>",
        "Heading1: T\nParagraph: Left text\nParagraph: Right text\n");
    row("empty", "a.txt", "", "");
}

void DocumentsFormatsTest::structure()
{
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    QFETCH(std::string, outline);
    QCOMPARE(making::outlineOf(readNamed(bytes, name)), outline);
}

void DocumentsFormatsTest::markdownSaysWhatItIs()
{
    const auto document = readNamed("---\ntitle: \"The guide\"\nauthors:\n  - Ann Example\n  - Bob Example\ndate: "
                                    "2024-05-01T12:00:00+02:00 # then\nlang: de-AT\n---\n\n# Other\n\nText.\n",
                                    "a.md");
    QCOMPARE(document.title, std::string("The guide"));
    QCOMPARE(document.author, std::string("Ann Example"));
    QCOMPARE(document.language, std::string("de"));
    QCOMPARE(document.changedAt, FirstOfMay);
    QCOMPARE(making::outlineOf(document), std::string("Heading1: Other\nParagraph: Text.\n"));
    QCOMPARE(readNamed("# The title\n\nText", "a.md").title, std::string("The title"));
    QCOMPARE(making::outlineOf(readNamed("---\n\nA rule, and no end of it.\n", "a.md")),
             std::string("Paragraph: A rule, and no end of it.\n"));
}

void DocumentsFormatsTest::pagesOfTheWeb()
{
    const auto document =
        readNamed("<!DOCTYPE html><html lang=\"en-GB\"><head><title> The\n page </title><meta name=author "
                  "content='Ann Example'><link rel=canonical href='/guide/'>"
                  "<meta property='article:modified_time' content='2024-05-01T10:00:00Z'></head><body><a "
                  "href='next.html#part'>Next</a><a href='next.html'>again</a>"
                  "<a href='//other.example/x'>o</a><a href='mailto:a@example.com'>m</a><a "
                  "href='javascript:x()'>j</a><p>Text</p></body></html>",
                  "a.html");
    QCOMPARE(document.title, std::string("The page"));
    QCOMPARE(document.author, std::string("Ann Example"));
    QCOMPARE(document.language, std::string("en"));
    QCOMPARE(document.canonical, std::string("https://example.com/guide/"));
    QCOMPARE(document.changedAt, FirstOfMay);
    QCOMPARE(document.mediaType, std::string("text/html"));
    QCOMPARE(document.links,
             (std::vector<std::string>{"https://example.com/guide/next.html", "https://other.example/x"}));
    // The encoding stands in the page.
    QCOMPARE(readNamed("<html><head><meta charset='windows-1252'></head><p>\x80 5</p></html>", "a.html").text,
             std::string("\xe2\x82\xac 5"));
}

void DocumentsFormatsTest::wordFiles()
{
    const std::string styles = "<w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style><w:style "
                               "w:styleId='Mine'><w:basedOn w:val='berschrift1'/>"
                               "<w:name w:val='Mine'/></w:style><w:style w:styleId='Deep'><w:name "
                               "w:val='Deep'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
                               "<w:style w:styleId='Verz1'><w:name w:val='toc 1'/></w:style>";
    const auto cell = [](const std::string &text) { return "<w:tc>" + paragraph("", text) + "</w:tc>"; };
    const auto document = readNamed(
        making::docx(paragraph("Verz1", "Contents 1") + paragraph("berschrift1", "First") +
                         paragraph("", "Text with<w:br/>") + paragraph("Mine", "Second") +
                         paragraph("Deep", "Third") +
                         "<w:p><w:r><w:t xml:space='preserve'>two "
                         "</w:t></w:r><w:hyperlink><w:r><w:t>runs</w:t></w:r></"
                         "w:hyperlink><w:del><w:r><w:delText>gone</w:delText>"
                         "</w:r></w:del><w:r><w:tab/><w:t>and a tab</w:t><w:br/><w:t>line</w:t></w:r></w:p>" +
                         paragraph("", "item", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>") +
                         "<w:tbl><w:tblPr/><w:tr>" + cell("Name") + cell("Price") + "</w:tr><w:tr>" + cell("Lamp") +
                         cell("12") + "</w:tr></w:tbl><w:sdt><w:sdtContent>" + paragraph("", "wrapped") +
                         "</w:sdtContent></w:sdt>",
                     styles),
        "a.docx");
    QCOMPARE(making::outlineOf(document),
             std::string("Heading1: First\nParagraph: Text with\nHeading1: Second\nHeading3: Third\nParagraph: two "
                         "runs and a tab\\nline\n"
                         "Item2: item\nRow1: Name | Price\nRow: Lamp | 12\nParagraph: wrapped\n"));
    QCOMPARE(document.title, std::string("House rules"));
    QCOMPARE(document.author, std::string("Ann Example"));
    QCOMPARE(document.language, std::string("de"));
    QCOMPARE(document.changedAt, FirstOfMay);
}

void DocumentsFormatsTest::openDocuments()
{
    const auto document = readNamed(
        making::odt(
            "<text:p text:style-name='P1'>The title</text:p><text:h text:outline-level='2'>Part</text:h><text:p>Some "
            "<text:span>text</text:span><text:s text:c='999999999'/>"
            "here<text:line-break/>and<office:annotation><text:p>comment</text:p></office:annotation> "
            "there</text:p><text:list><text:list-item><text:p>one</text:p><text:list>"
            "<text:list-item><text:p>deeper</text:p></text:list-item></text:list></text:list-item></"
            "text:list><table:table><table:table-header-rows><table:table-row>"
            "<table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>2023</text:p></"
            "table:table-cell></table:table-row></table:table-header-rows>"
            "<table:table-row><table:table-cell><text:p>Lamp</text:p></"
            "table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></"
            "table:table>"),
        "a.odt");
    QCOMPARE(making::outlineOf(document),
             std::string("Heading1: The title\nHeading2: Part\nParagraph: Some text here\\nand there\nItem1: "
                         "one\nItem2: deeper\nRow1: Name | 2023\nRow: Lamp | 12\n"));
    QCOMPARE(document.title, std::string("The title"));
    QCOMPARE(document.author, std::string("Ann Example"));
    QCOMPARE(document.language, std::string("fr"));
    QCOMPARE(document.changedAt, FirstOfMay);
}

void DocumentsFormatsTest::sheets()
{
    const auto document =
        readNamed(making::xlsx("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row><row "
                               "r='2'><c r='A2' t='inlineStr'><is><t>Lamp</t></is></c>"
                               "<c r='C2' s='1'><v>45413</v></c><c r='D2'><v>12.5</v></c></row>",
                               "<si><t>Name</t></si><si><r><t>Since</t></r><r><t> when</t></r></si>"),
                  "a.xlsx");
    QCOMPARE(making::outlineOf(document),
             std::string("Heading1: Prices\nRow1: Name | Since when\nRow: Lamp |  | 2024-05-01 | 12.5\n"));
    const auto open =
        readNamed(making::archive(
                      {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                       {"content.xml",
                        "<office:document-content><office:body><office:spreadsheet><table:table "
                        "table:name='Prices'><table:table-row>"
                        "<table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Price</"
                        "text:p></table:table-cell>"
                        "<table:table-cell "
                        "table:number-columns-repeated='16000'/></table:table-row><table:table-row><table:table-cell>"
                        "<text:p>Lamp</text:p></table:table-cell><table:table-cell><text:p>12</text:p></"
                        "table:table-cell></table:table-row>"
                        "</table:table></office:spreadsheet></office:body></office:document-content>"}}),
                  "a.ods");
    QCOMPARE(making::outlineOf(open), std::string("Heading1: Prices\nRow1: Name | Price\nRow: Lamp | 12\n"));
}

void DocumentsFormatsTest::letters()
{
    const auto document = readNamed(
        "From: =?utf-8?Q?Ann_Ex=C3=A4?= =?utf-8?Q?mple?= <ann@example.com>\r\nTo: Bob <bob@example.com>\r\nSubject: "
        "=?ISO-8859-1?B?R3L832U=?= to\r\n all\r\n"
        "Date: Wed, 1 May 2024 12:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
        "boundary=\"b1\"\r\n\r\npreamble\r\n--b1\r\n"
        "Content-Type: text/html; charset=utf-8\r\n\r\n<p>not this one</p>\r\n--b1\r\nContent-Type: text/plain; "
        "charset=iso-8859-1\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nDear Bob,\r\n\r\nthe caf=E9 is =\r\nopen.\r\n--b1--\r\n",
        "a.eml");
    QCOMPARE(document.title, std::string("Gr\xc3\xbc\xc3\x9f"
                                         "e to all"));
    QCOMPARE(document.author, std::string("Ann Ex\xc3\xa4mple <ann@example.com>"));
    QCOMPARE(document.changedAt, FirstOfMay);
    QCOMPARE(making::outlineOf(document),
             std::string("Heading1: Gr\xc3\xbc\xc3\x9f"
                         "e to all\nParagraph: From: Ann Ex\xc3\xa4mple <ann@example.com>\\nTo: Bob "
                         "<bob@example.com>\\nDate: Wed, 1 May 2024 12:00:00 +0200\n"
                         "Paragraph: Dear Bob,\nParagraph: the caf\xc3\xa9 is open.\n"));
    QCOMPARE(
        making::outlineOf(readNamed(
            "Subject: Plain\nFrom: a@example.com\nContent-Transfer-Encoding: base64\n\nSGVsbG8gdGhlcmUh\n", "a.eml")),
        std::string("Heading1: Plain\nParagraph: From: a@example.com\nParagraph: Hello there!\n"));
}

void DocumentsFormatsTest::lettersWithAttachments()
{
    const auto document = readNamed(
        "From: a@example.com\nSubject: Papers\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: "
        "text/html\n\n<p>See below.</p>\n--x\n"
        "Content-Type: text/markdown\nContent-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne.md\n\n# "
        "Plan\n\nDo it.\n--x\n"
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"a.exe\"\n\nMZ\n--x\n"
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename=broken.pdf\n\n%PDF-1.4 and nothing "
        "more\n--x\n"
        "Content-Type: message/rfc822\n\nFrom: b@example.com\nSubject: Inner\n\nInner text.\n--x--\n",
        "a.eml");
    QCOMPARE(
        making::outlineOf(document),
        std::string("Heading1: Papers\nParagraph: From: a@example.com\nParagraph: See below.\nHeading2: "
                    "Pl\xc3\xa4ne.md\nHeading3: Plan\n"
                    "Paragraph: Do it.\nHeading2: Inner\nParagraph: From: b@example.com\nParagraph: Inner text.\n"));
    QCOMPARE(document.notes,
             (std::vector<std::string>{"the attachment broken.pdf was not read: the PDF is damaged"}));
}

QTEST_GUILESS_MAIN(DocumentsFormatsTest)
#include "formats_test.moc"
