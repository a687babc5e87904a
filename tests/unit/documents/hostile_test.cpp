#include <random>

#include <QBuffer>
#include <QElapsedTimer>
#include <QImage>
#include <QTest>

#include "engine/documents/reader_process.h"
#include "tests/unit/documents/makers.h"

using namespace hs;
using namespace hs::documents;
using namespace std::chrono_literals;

namespace {

constexpr int Mutations = 300;

std::string repeated(const std::string &text, std::size_t times)
{
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

std::string encodedPicture(const char *format)
{
    QImage picture(40, 30, QImage::Format_Grayscale8);
    picture.fill(255);
    for (int x = 5; x < 30; ++x)
        picture.scanLine(15)[x] = 0;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, format);
    return bytes.toStdString();
}

/// A picture that says it is as large as this, and holds nothing.
std::string hollowTiff(unsigned width, unsigned height)
{
    std::string bytes("II*\0\x08\0\0\0", 8);
    const auto number = [&](std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i)
            bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
    };
    const std::vector<std::pair<int, unsigned>> fields{
        {256, width}, {257, height}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {277, 1}, {278, height}, {279, 100}};
    number(fields.size(), 2);
    for (const auto &[tag, value] : fields) {
        number(std::uint64_t(tag), 2);
        number(4, 2);
        number(1, 4);
        number(value, 4);
    }
    number(0, 4);
    return bytes;
}

std::string hollowPng(unsigned width, unsigned height)
{
    auto bytes = encodedPicture("PNG");
    for (int i = 0; i < 4; ++i) {
        bytes[std::size_t(16 + i)] = static_cast<char>(static_cast<unsigned char>(width >> (24 - 8 * i)));
        bytes[std::size_t(20 + i)] = static_cast<char>(static_cast<unsigned char>(height >> (24 - 8 * i)));
    }
    return bytes;
}

std::string samplePdf()
{
    making::PdfPage page;
    double y = 700;
    making::addLines(page, y, 20, {"A title"});
    making::addLines(page, y, 11, {"Some words in a line of text,", "and in another one."});
    page.picture = {.width = 8, .height = 8, .grey = std::string(64, '\x40')};
    return making::pdf({page, page}, {.title = "Sample", .author = "Ann Example", .outline = {{"A title", 0}}});
}

std::string sampleMail()
{
    return "From: a@example.com\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\nDate: Wed, 1 May 2024 12:00:00 "
           "+0200\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
           "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 "
           "=\nmore\n--x\nContent-Type: text/csv\n"
           "Content-Disposition: attachment; filename*0=a; filename*1=.csv\nContent-Transfer-Encoding: "
           "base64\n\nYSxiCjEsMgo=\n--x--\n";
}

std::string sampleWord()
{
    return making::docx("<w:p><w:pPr><w:pStyle "
                        "w:val='H1'/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p><w:p><w:r><w:t>Text</w:t></w:r></"
                        "w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a"
                        "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                        "<w:style w:styleId='H1'><w:name w:val='heading 1'/><w:basedOn w:val='H1'/></w:style>");
}

} // namespace

class DocumentsHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mutations_data();
    void mutations();
    void traps_data();
    void traps();
    void largeButHarmless_data();
    void largeButHarmless();

private:
    ReaderProcess m_reader{{HS_READER_CHILD}};
};

void DocumentsHostileTest::mutations_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const char *name, std::string bytes) {
        QTest::newRow(name) << std::string(name) << std::move(bytes);
    };
    row("a.pdf", samplePdf());
    row("a.docx", sampleWord());
    row("b.docx",
        making::archive({{"[Content_Types].xml", "<Types/>"},
                         {"word/document.xml",
                          "<w:document><w:body><w:p><w:r><w:t>not packed</w:t></w:r></w:p></w:body></w:document>"}},
                        false));
    row("a.odt",
        making::odt(
            "<text:h>Title</text:h><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"));
    row("a.xlsx", making::xlsx("<row><c r='A1' t='s'><v>0</v></c><c r='B1'><v>1</v></c></row>", "<si><t>x</t></si>"));
    row("a.html", "<!DOCTYPE html><html lang=en><head><title>T</title></head><body><main><h1>T</h1><p>a &amp; "
                  "b</p><ul><li>x</ul><table><tr><th>a<td>b</table></main></body></html>");
    row("a.md", "---\ntitle: x\n---\n# T\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n&amp; "
                "<b>x</b>\n");
    row("a.txt", "Title\n=====\n\n1. One\n\nText\n\n2. Two\n\n- \xc3\xa4\n- b\n");
    row("a.csv", "a,b\n\"x \"\"y\"\"\",2\n");
    row("a.eml", sampleMail());
    row("a.png", encodedPicture("PNG"));
    row("a.jpg", encodedPicture("JPG"));
    row("a.tif", hollowTiff(4, 4) + std::string(100, 'x'));
}

void DocumentsHostileTest::mutations()
{
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    Limits limits;
    limits.whole = 20s;
    limits.recognise = false;
    std::mt19937 random(4711); // the same ones each time
    int read = 0, refused = 0, broken = 0;
    for (int i = 0; i < Mutations; ++i) {
        auto changed = bytes;
        const auto place = [&] { return std::size_t(random() % std::max<std::size_t>(changed.size(), 1)); };
        if (i % 5 == 0)
            changed.resize(place());
        else if (i % 5 == 1 && changed.size() > 1) {
            const auto from = place();
            changed.insert(place(), bytes.substr(from, std::size_t(random() % 64)));
        } else {
            for (auto flips = 1 + random() % 4; flips > 0 && !changed.empty(); --flips)
                changed[place()] ^= static_cast<char>(1U << (random() % 8));
        }
        Source source;
        source.bytes = changed;
        source.name = name;
        const auto document = m_reader.read(source, limits);
        if (document) {
            ++read;
            const auto fault = making::faultOf(*document);
            QVERIFY2(fault.empty(), (std::to_string(i) + ": " + fault).c_str());
            continue;
        }
        const auto &error = document.error();
        ++refused;
        broken += error.what == "the file broke its reader" ? 1 : 0;
        QVERIFY2(error.code == Errc::BadInput || error.code == Errc::NotFound || error.code == Errc::Timeout,
                 (std::to_string(i) + ": " + describe(error)).c_str());
        QVERIFY2(!error.what.empty() && error.where.starts_with(name) && !error.mend.empty(),
                 describe(error).c_str());
    }
    qInfo("%d read, %d refused, %d of them broke their reader", read, refused, broken);
    Source good;
    good.bytes = bytes;
    good.name = name;
    const auto next = m_reader.read(good, limits);
    QVERIFY2(next, describe(next).c_str());
}

void DocumentsHostileTest::traps_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("what"); // the beginning of the error
    const auto row = [](const char *title, const char *name, std::string bytes, const char *what) {
        QTest::newRow(title) << std::string(name) << std::move(bytes) << std::string(what);
    };
    const std::size_t much = 1024U * 1024 * 1024;
    const making::Entries word{{"[Content_Types].xml", "<Types/>"}, {"word/styles.xml", "<w:styles/>"}};
    row("a gigabyte of zeros", "a.docx", making::bomb("word/document.xml", much, word),
        "what is packed in it is larger than");
    row("100 MiB of zeros", "a.docx",
        making::bomb("word/document.xml", much / 10 / (1024 * 1024) * (1024 * 1024), word),
        "it is packed more than 200 to 1");
    making::Entries many{{"[Content_Types].xml", "<Types/>"},
                         {"word/document.xml", "<w:document><w:body/></w:document>"}};
    for (int i = 0; i < 2'100; ++i)
        many.emplace_back("word/" + std::to_string(i), "");
    row("too many entries", "a.docx", making::archive(many, false), "it is an archive of more than 2000 entries");
    const auto part = [](const std::string &xml) {
        return making::archive({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", xml}});
    };
    row("entities", "a.docx",
        part("<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
             "SYSTEM 'file:///etc/passwd'>]><w:document><w:body><w:p><w:r>"
             "<w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"),
        "it declares entities of its own");
    row("deep XML", "a.docx",
        part("<w:document><w:body>" + repeated("<w:x>", 50'000) + repeated("</w:x>", 50'000) +
             "</w:body></w:document>"),
        "its elements are nested deeper than 200");
    row("no main part", "a.docx", making::archive({{"[Content_Types].xml", "<Types/>"}, {"word/styles.xml", "<x/>"}}),
        "the document is damaged");
    std::string secret("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    for (const char c : std::string("EncryptedPackage"))
        secret += {c, '\0'};
    row("encrypted DOCX", "a.docx", secret, "the document is encrypted");
    row("old DOC", "a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "it is an office file of before 2007");
    row("encrypted ODT", "a.odt",
        making::odt("<text:p>x</text:p>", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        "the document is encrypted");
    row("deep HTML", "a.html", repeated("<div>", 100'000) + "x", "its elements are nested deeper than 200");
    row("deep HTML, misnested", "a.html", repeated("<div><span></div>", 1'000) + repeated("<section>", 100'000),
        "its elements are nested deeper than 200");
    row(
        "formats that are opened again", "a.html",
        [] {
            std::string html;
            for (int i = 0; i < 5'000; ++i)
                html += "<div><font size=" + std::to_string(i) + ">x</div>";
            return html;
        }(),
        "its elements are nested deeper than 200");
    row(
        "deep lists", "a.md",
        [] {
            std::string text;
            for (int i = 0; i < 400; ++i)
                text += "- ";
            return text + "x";
        }(),
        "its lists are nested deeper than 200");
    std::string letter = "From: a@example.com\nContent-Type: multipart/mixed; boundary=b0\n\n";
    for (int i = 0; i < 1'000; ++i)
        letter += "--b" + std::to_string(i) + "\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) +
                  "\n\n";
    row("deep letter", "a.eml", letter, "its parts are nested deeper than 200");
    row("no letter", "a.eml", "this is no letter\n", "the letter is damaged");
    row("endless TIFF", "a.tif", hollowTiff(1'000'000, 1'000'000), "the picture has more than 60 million points");
    row("endless PNG", "a.png", hollowPng(200'000, 200'000), "the picture has more than 60 million points");
    row("many blocks", "a.csv", repeated("a,b\n", 300'000), "it holds more than 200000 paragraphs");
    row("much text", "a.txt", std::string(21 * 1024 * 1024, 'x'), "it holds more than 20 MiB of text");
    row("large", "a.txt", std::string(51 * 1024 * 1024, 'x'), "it is larger than 50 MiB");
}

void DocumentsHostileTest::traps()
{
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    QFETCH(std::string, what);
    QElapsedTimer timer;
    timer.start();
    Source source;
    source.bytes = bytes;
    source.name = name;
    const auto document = m_reader.read(source, {});
    QVERIFY(!document);
    QVERIFY2(document.error().what.starts_with(what), describe(document).c_str());
    QVERIFY2(document.error().where.starts_with(name), describe(document).c_str());
    QVERIFY(!document.error().mend.empty());
    QVERIFY2(timer.elapsed() < 30'000, "it took too long to see through it");
    source.bytes = "fine";
    source.name = "a.txt";
    const auto next = m_reader.read(source, {});
    QVERIFY2(next, describe(next).c_str());
}

void DocumentsHostileTest::largeButHarmless_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const char *title, const char *name, std::string bytes) {
        QTest::newRow(title) << std::string(name) << std::move(bytes);
    };
    row("a field of 1 MB", "a.csv", "name,text\nx,\"" + std::string(1'000'000, 'y') + "\"\n");
    row("a quote that never ends", "a.csv", "name,text\nx,\"" + repeated("y\n", 100'000));
    row("a line of 5 MB", "a.txt", repeated("word ", 1'000'000));
    row("paragraphs that are never closed", "a.html", repeated("<p>one <li>two ", 20'000));
    row("signs of emphasis", "a.md", repeated("*_[a](", 50'000));
    row("signs of tags", "a.html", repeated("<", 200'000) + "<p>x");
    row("references", "a.md", repeated("&amp &#x; &nonsense; ", 20'000));
    row("an encoded word that never ends", "a.eml",
        "Subject: =?utf-8?Q?" + repeated("=?x", 20'000) + "\nFrom: a@example.com\n\nText");
    row("boundaries", "a.eml",
        "From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\n" + repeated("--x\n\nText\n", 450));
}

void DocumentsHostileTest::largeButHarmless()
{
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    QElapsedTimer timer;
    timer.start();
    Source source;
    source.bytes = bytes;
    source.name = name;
    const auto document = m_reader.read(source, {});
    QVERIFY2(document, describe(document).c_str());
    const auto fault = making::faultOf(*document);
    QVERIFY2(fault.empty(), fault.c_str());
    QVERIFY(!document->text.empty());
    QVERIFY2(timer.elapsed() < 20'000, "it took too long");
}

QTEST_GUILESS_MAIN(DocumentsHostileTest)
#include "hostile_test.moc"
