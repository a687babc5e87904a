// What the engine says of knowledge has a form in the window, whole: its own functions say it here, and its sources are
// looked through for sentences that no form knows.

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTranslator>
#include <QtTest>

#include "engine/documents/reader_frames.h"
#include "engine/documents/reader_process.h"
#include "engine/documents/reading.h"
#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/remote_wire.h"
#include "engine/knowledge/answering.h"
#include "engine/knowledge/folder_scan.h"
#include "engine/knowledge/query_syntax.h"
#include "engine/knowledge/web_address.h"
#include "engine/knowledge/web_client.h"
#include "engine/store/dialect.h"
#include "tests/unit/documents/makers.h"
#include "ui/text/agent_forms.h"
#include "ui/text/document_forms.h"
#include "ui/text/engine_words.h"
#include "ui/text/knowledge_forms.h"
#include "ui/text/thinking_forms.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;
namespace making = hs::documents::making;

namespace {

/// Marks every form, so that a test sees what was known and what was not.
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

QString q(const std::string &text)
{
    return QString::fromStdString(text);
}

/// Whether a form has all of it.
bool isKnown(const std::string &english)
{
    const QString said = engineWords(q(english));
    return said.startsWith(u'<') && said.endsWith(u'>');
}

documents::Limits quickly()
{
    documents::Limits limits;
    limits.recognise = false;
    return limits;
}

/// A page of which somebody made a picture.
QImage scanned(const QString &text)
{
    QImage image(600, 200, QImage::Format_Grayscale8);
    image.fill(Qt::white);
    QPainter painter(&image);
    QFont font = painter.font();
    font.setPixelSize(48);
    painter.setFont(font);
    painter.drawText(image.rect(), Qt::AlignCenter, text);
    return image;
}

std::string picture(const QImage &letter = scanned({}))
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    letter.save(&buffer, "PNG");
    return bytes.toStdString();
}

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

class KnowledgeFormsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findingsOfAQuestion_data();
    void findingsOfAQuestion();
    void documentsThatCannotBeRead_data();
    void documentsThatCannotBeRead();
    void notesOfDocuments();
    void theProcessThatReads();
    void foldersAndAddresses();
    void servicesThatCompare_data();
    void servicesThatCompare();
    void answersOfServices();
    void theStore();
    void warningsOfAnswers();
    void partsOfAnErrorAreKnown_data();
    void partsOfAnErrorAreKnown();
    void notesAreToldOneByOne();
    void everySentenceHasAForm_data();
    void everySentenceHasAForm();
};

void KnowledgeFormsTest::findingsOfAQuestion_data()
{
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, std::string typed, const QString &said) { QTest::newRow(name) << std::move(typed) << said; };
    row("long", repeated("a ", 2'100), u"<only the first 4,000 bytes of the question are read>"_s);
    row("no time between", "rent after:2026-02-01 before:2026-01-01",
        u"<after: is not earlier than before:, so nothing can be found: swap them>"_s);
    row("open quotes", "rent \"of the hall", u"<a quotation mark is not closed: what follows it is taken as single words>"_s);
    std::string excluded = "rent", phrases = "rent", values = "rent by:", words;
    for (int i = 0; i < 17; ++i) {
        excluded += " -word" + std::string(1, char('a' + i));
        phrases += " \"two word" + std::string(1, char('a' + i)) + "\"";
        values += (i > 0 ? ",name" : "name") + std::string(1, char('a' + i));
    }
    for (char a = 'a'; a <= 'i'; ++a)
        for (char b = 'a'; b <= 'i'; ++b)
            words += std::string("zx") + a + b + std::string("q ");
    row("much excluded", excluded, u"<only 16 words can be excluded: -wordq is left out>"_s);
    row("many phrases", phrases, u"<only 8 phrases in quotes are looked for: \"two wordi\" is taken as single words>"_s);
    row("a long phrase", "\"" + repeated("some ", 17) + "\"",
        u"<only the first 16 words of a phrase in quotes are looked for: \""_s + QString::fromStdString(repeated("some ", 17)).left(37));
    row("no filter", "sorce:drive", u"<sorce: is no filter, did you mean source:? There are source:, by:, "_s);
    row("a filter excluded", "rent -by:mira", u"<a filter cannot be excluded: -by:mira is taken as words>"_s);
    row("no value", "rent by:", u"<by: has no value: write by:name without a blank behind the colon>"_s);
    row("no date after the colon", "rent after:", u"<after: has no value: write after:2026-03-01 without a blank behind the colon>"_s);
    row("no date", "rent after:soon",
        u"<after:soon is no date: write after:2026-03-01, after:2026-03, after:yesterday or after:7d>"_s);
    row("two dates", "rent after:2026-01-01 after:2026-01-02", u"<after: stands more than once: the last one counts>"_s);
    row("many values", values, u"<only 16 values of by: are looked for: nameq is left out>"_s);
    row("many words", words, u"<only the first 64 words of the question are looked for>"_s);
}

void KnowledgeFormsTest::findingsOfAQuestion()
{
    QFETCH(std::string, typed);
    QFETCH(QString, said);
    const Marking language;
    const auto findings = knowledge::parseQuery(typed, 1'772'000'000'000).findings;
    QVERIFY(!findings.empty());
    bool found = false;
    for (const auto &finding : findings) {
        QVERIFY2(isKnown(finding), finding.c_str());
        found = found || engineWords(q(finding)).startsWith(said);
    }
    QVERIFY2(found, findings.front().c_str());
}

void KnowledgeFormsTest::documentsThatCannotBeRead_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<documents::Limits>("limits");
    QTest::addColumn<QString>("what");
    const auto row = [](const char *name, std::string bytes, const char *what, const documents::Limits &limits = quickly()) {
        QTest::addRow("%s, %s", name, what) << std::string(name) << std::move(bytes) << limits << QString::fromUtf8(what);
    };
    const auto with = [](auto change) {
        auto limits = quickly();
        change(limits);
        return limits;
    };
    row("a.pdf", "%PDF-1.4\nnothing of one", "the PDF is damaged");
    row("a.pdf", making::pdf({{}}, {.title = {}, .author = {}, .outline = {}, .encrypted = true}), "the PDF is encrypted");
    row("a.pdf", making::pdf({{}, {}, {}}), "it has %1 pages, more than %2", with([](auto &limits) { limits.pages = 2; }));
    row("a.docx", making::archive({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w:document><w:bo"}}), "the document is damaged");
    row("a.docx", making::archive({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w:document/>"}}), "the document is damaged");
    row("a.odt", making::archive({{"mimetype", "application/vnd.oasis.opendocument.text"}}, false), "the document is damaged");
    row("a.docx", making::docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>"), "what is packed in it is larger than %1 MiB",
        with([](auto &limits) { limits.unpacked = 10; }));
    row("a.docx", making::docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>"), "it is an archive of more than %1 entries",
        with([](auto &limits) { limits.entries = 1; }));
    row("a.docx", making::bomb("word/document.xml", 8U * 1024 * 1024, {{"[Content_Types].xml", "<Types/>"}}),
        "it is packed more than %1 to 1, which only a trap is");
    row("a.docx", making::docx(repeated("<w:p>", 300) + repeated("</w:p>", 300)), "its elements are nested deeper than %1");
    row("a.docx",
        making::archive({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document/>"}}),
        "it declares entities of its own, which no office program does");
    row("a.html", "<html><body>" + repeated("<div>", 600) + "x", "its elements are nested deeper than %1");
    row("a.md", repeated("- ", 300) + "x", "its lists are nested deeper than %1");
    row("a.png", picture().substr(0, 20), "the picture is damaged");
    row("a.eml", "no letter at all", "the letter is damaged");
    row("a.bin", std::string(64, '\0'), "it is of a kind that is not read");
    row("a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'), "it is an office file of before 2007, which is not read");
    row("a.txt", std::string(100, 'x'), "it is larger than %1 MiB", with([](auto &limits) { limits.bytes = 10; }));
    row("a.txt", "Some words.\n\nAnd more.\n", "it holds more than %1 MiB of text", with([](auto &limits) { limits.text = 5; }));
    row("a.txt", "Some words.\n\nAnd more.\n\nAnd more.\n", "it holds more than %1 paragraphs, rows and the like",
        with([](auto &limits) { limits.blocks = 1; }));
    row("a.txt", "Some words.", "it took too long to read", with([](auto &limits) { limits.whole = std::chrono::seconds(0); }));
}

void KnowledgeFormsTest::documentsThatCannotBeRead()
{
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    QFETCH(documents::Limits, limits);
    QFETCH(QString, what);
    const auto read = documents::read({bytes, name, {}, {}}, limits);
    QVERIFY(!read);
    const auto &error = read.error();
    const Marking language;
    const QString form = u"<"_s + what + u">"_s;
    QVERIFY2(isKnown(error.what), describe(error).c_str());
    QVERIFY2(error.mend.empty() || isKnown(error.mend), describe(error).c_str());
    const QStringList pieces = form.split(QRegularExpression(u"%[1-9]"_s));
    QVERIFY2(engineWords(q(error.what)).startsWith(pieces.front()) && engineWords(q(error.what)).endsWith(pieces.back()), describe(error).c_str());
    // As the library keeps it, and the window gets it.
    const QString said = engineWords(q(describe(error)));
    QVERIFY2(said.startsWith(engineWords(q(error.what)) + u" ("_s + q(name)), qPrintable(said));
    QVERIFY2(said.endsWith(u"): "_s + engineWords(q(error.mend))), qPrintable(said));
}

void KnowledgeFormsTest::notesOfDocuments()
{
    const Marking language;
    const auto notesOf = [](const std::string &name, std::string bytes, const documents::Limits &limits) {
        const auto read = documents::read({std::move(bytes), name, {}, {}}, limits);
        return read ? read->notes : std::vector<std::string>{read.error().what}; // where nothing recognises, that is what is said
    };
    const std::string attached = "\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment";
    const std::string letter = "From: a@example.com\nSubject: Prices\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHello" + attached
                               + "; filename=\"prices; old.pdf\"\n\n%PDF-1.4 nothing" + attached + "\n\n%PDF-1.4 nothing\n--x--\n";
    std::vector<std::string> all = notesOf("a.png", picture(), quickly());
    QCOMPARE(all.size(), std::size_t(1));
    for (const auto &note : notesOf("a.eml", letter, quickly()))
        all.push_back(note);
    QCOMPARE(all.size(), std::size_t(3));
    auto recognising = quickly();
    recognising.recognise = true;
    for (const QString &text : {QString(), u"Opening hours"_s}) {
        const QImage image = scanned(text);
        making::PdfPage page;
        page.picture = {.width = image.width(), .height = image.height(), .grey = {}};
        for (int line = 0; line < image.height(); ++line)
            page.picture.grey.append(reinterpret_cast<const char *>(image.constScanLine(line)), std::size_t(image.width()));
        for (const auto &notes : {notesOf("a.png", picture(image), recognising), notesOf("a.pdf", making::pdf({page}), recognising)})
            all.insert(all.end(), notes.begin(), notes.end());
    }
    QVERIFY(all.size() >= 5);
    for (const auto &note : all)
        QVERIFY2(isKnown(note), note.c_str());
}

void KnowledgeFormsTest::theProcessThatReads()
{
    const Marking language;
    documents::ReaderProcess reader({QDir::tempPath().toStdString() + "/no such program"});
    const auto read = reader.read({"words", "a.txt", {}, {}}, quickly());
    QVERIFY(!read);
    QVERIFY2(isKnown(read.error().what) && isKnown(read.error().mend), describe(read.error()).c_str());
    const auto senseless = documents::decodeAnswer("no answer");
    QVERIFY(!senseless);
    QVERIFY2(isKnown(senseless.error().what) && isKnown(senseless.error().mend), describe(senseless.error()).c_str());
}

void KnowledgeFormsTest::foldersAndAddresses()
{
    const Marking language;
    QTemporaryDir folder;
    const auto gone = knowledge::scan(folder.path().toStdString() + "/of (old) — texts", 10, {});
    QVERIFY(!gone);
    QCOMPARE(engineWords(q(describe(gone.error()))),
             u"<it is not there> ("_s + folder.path() + u"/of (old) — texts): <bring it back, or remove the source>"_s);
    for (const std::string &address : {"https://" + std::string(2'100, 'a'), std::string("http://[x"), std::string("ftp://a.example"),
                                      std::string("https://me:secret@a.example"), std::string("https:///x")}) {
        const auto read = knowledge::webAddress(address);
        QVERIFY(!read);
        QVERIFY2(isKnown(read.error().what) && isKnown(read.error().mend), describe(read.error()).c_str());
    }
    for (const int status : {200, 401, 429, 500}) {
        http::Response response;
        response.status = status;
        response.body = "no answer";
        const auto page = knowledge::readCrawl(response);
        QVERIFY(!page);
        QVERIFY2(isKnown(page.error().what) && (page.error().mend.empty() || isKnown(page.error().mend)), describe(page.error()).c_str());
    }
}

void KnowledgeFormsTest::servicesThatCompare_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("body");
    for (const int status : {301, 400, 401, 402, 403, 404, 408, 413, 429, 500}) {
        QTest::addRow("%d", status) << status << std::string();
        QTest::addRow("%d, with words", status) << status << std::string(R"({"error": {"message": "ask another day"}})");
    }
}

void KnowledgeFormsTest::servicesThatCompare()
{
    QFETCH(int, status);
    QFETCH(std::string, body);
    const Marking language;
    embedding::RemoteSettings settings;
    settings.name = "a service";
    http::Response response;
    response.status = status;
    response.body = body;
    const auto error = embedding::remote::troubleOf(settings, response, {}).error;
    QVERIFY2(isKnown(error.what), describe(error).c_str());
    QVERIFY2(error.mend.empty() || isKnown(error.mend), describe(error).c_str());
    const QString said = engineWords(q(describe(error)));
    QVERIFY2(said.contains(u"a service, HTTP "_s + QString::number(status)), qPrintable(said));
    QVERIFY2(error.mend.empty() || said.contains(engineWords(q(error.mend))), qPrintable(said));
    const auto trouble = "the service that compares meanings does not answer, so this computer did: " + error.what;
    QCOMPARE(engineWords(q(trouble)),
             u"<the service that compares meanings does not answer, so this computer did: "_s + engineWords(q(error.what)) + u">"_s);
}

void KnowledgeFormsTest::answersOfServices()
{
    const Marking language;
    embedding::RemoteSettings settings;
    settings.dimensions = 2;
    for (const std::string body : {"no JSON", "{}", R"({"data": [{"embedding": [1, 0]}, {"embedding": [1, 0]}]})", R"([[1, 0, 0]])", R"([["x", 0]])",
                                   R"([[0, 0]])", R"([{"index": 7, "embedding": [1, 0]}])"}) {
        const auto read = embedding::remote::readVectors(settings, body, 1);
        QVERIFY2(!read, body.c_str());
        QVERIFY2(isKnown(read.error().what) && (read.error().mend.empty() || isKnown(read.error().mend)), describe(read.error()).c_str());
    }
    const std::string address = "https://a.example";
    for (const auto &[base, dialect, model] : {std::tuple(std::string(), "openai", "m"), std::tuple(address, "other", "m"),
                                               std::tuple(address, "huggingface", "a/.."), std::tuple(address, "openai", "")}) {
        settings.base = base;
        settings.dialect = dialect;
        settings.model = model;
        const auto request = embedding::remote::requestFor(settings, {"words"});
        QVERIFY(!request);
        QVERIFY2(isKnown(request.error().what) && isKnown(request.error().mend), describe(request.error()).c_str());
    }
    const auto fitted = embedding::CorpusBasis::fit(0, [](std::size_t) { return embedding::CorpusBasis::Passage{}; });
    QVERIFY(!fitted);
    QVERIFY2(isKnown(fitted.error().what), describe(fitted.error()).c_str());
    const auto empty = embedding::CorpusBasis::fit(20, [](std::size_t) { return embedding::CorpusBasis::Passage{}; });
    QVERIFY(!empty);
    QVERIFY2(isKnown(empty.error().what), describe(empty.error()).c_str());
}

void KnowledgeFormsTest::theStore()
{
    const Marking language;
    for (const int code : {5, 8, 10, 11, 13, 14}) { // of SQLite
        const auto error = store::dialect::toError(code, "in its own words");
        QVERIFY2(isKnown(error.what) && isKnown(error.mend), describe(error).c_str());
    }
}

void KnowledgeFormsTest::warningsOfAnswers()
{
    const Marking language;
    knowledge::SearchResult result;
    for (int i = 0; i < 2; ++i) {
        knowledge::Found found;
        found.document.row = i + 1;
        found.document.title = i == 0 ? "Prices — 2020" : "Prices — 2026";
        found.document.language = "en";
        found.document.changedAt = fromMillis(1'000'000);
        found.passage.body = i == 0 ? "The garden hall costs 300 euros for an evening." : "The garden hall costs 400 euros for an evening.";
        result.found.push_back(std::move(found));
    }
    result.asked = knowledge::parseQuery("what does the garden hall cost", 0);
    const auto warnings = knowledge::warningsOf(result, {1}, fromMillis(1'772'000'000'000));
    QCOMPARE(warnings.size(), std::size_t(2));
    QCOMPARE(engineWords(q(warnings[0])), u"<\"Prices — 2020\" was last changed more than three years ago>"_s);
    QVERIFY2(isKnown(warnings[1]), warnings[1].c_str());
    result.found[0].document.reported = "the new list is out";
    QVERIFY(isKnown(knowledge::warningsOf(result, {1}, fromMillis(0)).front()));
    const auto nothing = knowledge::answerByExtraction({}, {}, {});
    QVERIFY2(isKnown(nothing.refusal), nothing.refusal.c_str());
}

void KnowledgeFormsTest::partsOfAnErrorAreKnown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QString &text, const QString &said) { QTest::newRow(name) << text << said; };
    const QString again = u"save it again with the program it comes from"_s;
    row("a page", u"the picture is damaged (scan.tif, page 3): "_s + again, u"<the picture is damaged> (scan.tif, <page 3>): <"_s + again + u">"_s);
    row("a part", u"the document is damaged (a.docx, its part word/document.xml, byte 12): "_s + again,
        u"<the document is damaged> (a.docx, <its part word/document.xml, byte 12>): <"_s + again + u">"_s);
    row("brackets and commas in a name", u"the PDF is damaged (Prices, line 2 (2): new.pdf): "_s + again,
        u"<the PDF is damaged> (Prices, line 2 (2): new.pdf): <"_s + again + u">"_s);
    row("no mend", u"the site does not give the page (https://a.example/x, HTTP 500)"_s,
        u"<the site does not give the page> (https://a.example/x, HTTP 500)"_s);
    row("no place", u"the knowledge is not open: start the console as a whole"_s, u"<the knowledge is not open>: <start the console as a whole>"_s);
    row("a reason of the system", u"it cannot be read: Permission denied (/srv/a — b): give the console the right to read it"_s,
        u"<it cannot be read: <Permission denied>> (/srv/a — b): <give the console the right to read it>"_s);
    row("a mend alone", u"something new (a.pdf): "_s + again, u"something new (a.pdf): <"_s + again + u">"_s);
    row("nothing of it", u"something (new): and more"_s, u"something (new): and more"_s);
    row("a dash in a title", u"\"Prices — 2026\" was added to the sources"_s, u"<\"Prices — 2026\" was added to the sources>"_s);
}

void KnowledgeFormsTest::partsOfAnErrorAreKnown()
{
    QFETCH(QString, text);
    QFETCH(QString, said);
    QCOMPARE(engineWords(text), text); // in English nothing changes
    const Marking language;
    QCOMPARE(engineWords(text), said);
    QCOMPARE(knownEngineWords(text).has_value(), said != text);
}

void KnowledgeFormsTest::notesAreToldOneByOne()
{
    const QString notes = u"the text of page 1 was recognised, 54 % sure; the attachment prices; old.pdf was not read: the PDF is damaged; "
                          u"something new; the text of page 2 was recognised, 90 % sure"_s;
    QCOMPARE(engineNotes(notes), u"T"_s + notes.mid(1));
    const Marking language;
    QCOMPARE(engineNotes(notes),
             u"<the text of page 1 was recognised, 54 % sure>; <the attachment prices; old.pdf was not read: <the PDF is damaged>>; "
             u"something new; <the text of page 2 was recognised, 90 % sure>"_s);
    QCOMPARE(engineNotes(notes, 1), u"<the text of page 1 was recognised, 54 % sure>; …"_s);
    QCOMPARE(engineNotes(QString()), QString());
}

void KnowledgeFormsTest::everySentenceHasAForm_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("unseen");
    const auto row = [](const QString &file, const QStringList &unseen = {}) { QTest::newRow(qPrintable(file)) << file << unseen; };
    // What reaches no window: for models, for the log, for those who call functions, of what was taken back.
    const QStringList cancelled{u"reading was cancelled"_s, u"read it again"_s};
    for (const char *file : {"archive", "builder", "csv", "docx", "html", "html_tree", "mail", "markdown", "odt", "pdf", "picture", "plain_text",
                             "reading", "recognition", "sheets", "xml"})
        row(u"engine/documents/"_s + QString::fromLatin1(file) + u".cpp"_s);
    row(u"engine/documents/work.h"_s);
    row(u"engine/documents/reader_frames.cpp"_s, {u"the reader was asked nothing that it understands"_s});
    row(u"engine/documents/reader_process.cpp"_s, cancelled);
    for (const char *file : {"query_syntax", "search", "folder_scan", "source_looks", "source_reader", "vector_keeper", "remote_keeper", "library",
                             "web_address", "web_answers", "web_client", "web_source"})
        row(u"engine/knowledge/"_s + QString::fromLatin1(file) + u".cpp"_s);
    row(u"engine/knowledge/web_reader.cpp"_s, {u"the reading of the site was broken off"_s});
    row(u"engine/knowledge/answering.cpp"_s,
        {u"a sentence of the answer "_s, u"], which was not given"_s, u", which what it cites does not"_s,
         u"quotes words that do not stand in what it cites"_s,
         u"say only what the passages say, and end every sentence with the numbers of those that say it"_s,
         u"the answer is empty"_s, u"answer in one to five sentences"_s});
    row(u"engine/embedding/remote_wire.cpp"_s, {u"as they are sent"_s});
    row(u"engine/embedding/remote_provider.cpp"_s, {u"the vectors are not wanted any more"_s, u"the service is not asked any more"_s});
    row(u"engine/runtime/commands_knowledge.cpp"_s);
    row(u"engine/runtime/queries_knowledge.cpp"_s);
    row(u"engine/runtime/host_knowledge.cpp"_s,
        {u"what compares meanings cannot be read: {}"_s, u"the knowledge cannot be opened: {}"_s, u"the index of words could not be made anew: {}"_s,
         u"the engine stops"_s});
}

void KnowledgeFormsTest::everySentenceHasAForm()
{
    QFETCH(QString, file);
    QFETCH(QStringList, unseen);
    const QString root = QString::fromLocal8Bit(qgetenv("HS_SOURCE_DIR"));
    if (root.isEmpty())
        QSKIP("HS_SOURCE_DIR names the sources");
    QFile source(root + u'/' + file);
    QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(source.fileName()));
    static const QRegularExpression hole(u"%[1-9]"_s);
    QStringList forms;
    std::vector<QRegularExpression> patterns;
    for (const auto &list : {agentForms(), thinkingForms(), knowledgeForms(), documentForms(), placeForms()}) {
        for (const char *form : list) {
            forms << QString::fromUtf8(form);
            QString pattern = u"^"_s;
            for (const QString &piece : forms.back().split(hole))
                pattern += (pattern.size() > 1 ? u".+"_s : QString()) + QRegularExpression::escape(piece);
            patterns.emplace_back(pattern + u'$');
        }
    }
    // A piece of a sentence: three words or more of plain letters, and nothing that is written for a model.
    static const QRegularExpression literal(uR"lit("((?:[^"\\\n]|\\.)*)")lit"_s), plain(u"[a-z]+[,:;]? [a-z]+[,:;]? [a-z]+"_s);
    bool model = false;
    for (const QString &line : QString::fromUtf8(source.readAll()).split(u'\n')) {
        model = line.startsWith(u"ai::Request requestFor"_s) || (model && !line.startsWith(u'}'));
        if (model || line.trimmed().startsWith(u"//"_s))
            continue;
        const QString code = line.section(u" // "_s, 0, 0);
        for (auto at = literal.globalMatch(code); at.hasNext();) {
            const QString piece = at.next().captured(1).replace(u"\\\""_s, u"\""_s);
            if (!plain.match(piece).hasMatch() || unseen.contains(piece))
                continue;
            const bool known = std::any_of(forms.begin(), forms.end(), [&](const QString &form) { return form.contains(piece); })
                || std::any_of(patterns.begin(), patterns.end(), [&](const auto &pattern) { return pattern.match(piece).hasMatch(); });
            QVERIFY2(known, qPrintable(u"no form has: "_s + piece));
        }
    }
}

QTEST_MAIN(KnowledgeFormsTest)
#include "knowledge_forms_test.moc"
