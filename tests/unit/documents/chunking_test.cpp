#include <cmath>

#include <QTest>

#include "tests/unit/documents/chunk_faults.h"
#include "tests/unit/documents/random_document.h"

using namespace hs;
using namespace hs::documents;

namespace {

/// A document that is written down block by block.
class Writing {
public:
    Writing &add(BlockKind kind, const std::string &text, int level = 0, int table = 0)
    {
        Block block;
        block.kind = kind;
        block.level = level;
        block.table = table;
        block.page = m_page;
        block.start = m_document.text.size();
        m_document.text += text;
        block.end = m_document.text.size();
        m_document.text += "\n\n";
        m_document.blocks.push_back(block);
        return *this;
    }
    Writing &heading(const std::string &text, int level = 1) { return add(BlockKind::Heading, text, level); }
    Writing &paragraph(const std::string &text) { return add(BlockKind::Paragraph, text); }
    Writing &item(const std::string &text) { return add(BlockKind::ListItem, text, 1); }
    Writing &row(const std::string &text, int level = 0, int table = 1) { return add(BlockKind::TableRow, text, level, table); }
    Writing &page(int page)
    {
        m_page = page;
        return *this;
    }
    Document done() const { return m_document; }

private:
    Document m_document;
    int m_page = 1;
};

/// `count` words in sentences of ten, each word once in the text.
std::string prose(int count, const std::string &word = "word")
{
    std::string text;
    for (int i = 1; i <= count; ++i)
        text += (i > 1 ? " " : "") + (i % 10 == 1 ? "The" + word : word) + std::to_string(i) + (i % 10 == 0 || i == count ? "." : "");
    return text;
}

std::string_view textOf(const Document &document, const Chunk &chunk)
{
    return std::string_view(document.text).substr(chunk.start, chunk.end - chunk.start);
}

std::size_t wordsOf(const Document &document, const Chunk &chunk)
{
    return language::wordSpans(textOf(document, chunk)).size();
}

const std::vector<Strategy> everyStrategy{Strategy::Paragraph, Strategy::Sentence, Strategy::Simple, Strategy::Semantic};

} // namespace

class ChunkingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void defaults();
    void nothingGivesNothing();
    void paragraphsAreGathered();
    void longParagraphsAreCutAtSentences();
    void aTailJoinsThePassageBefore();
    void headingsBreakAndAreKept();
    void headingsAloneWaitForTheirText();
    void aListStaysWithItsLeadIn();
    void rowsAreNotCutAndKeepTheirHead();
    void codeIsKeptWhole();
    void sentencesOverlap();
    void windowsOverlap();
    void subjectsAreParted();
    void likenessIsAsked();
    void pagesKindsAndConfidence();
    void overlapDoesNotCrossHeadings();
    void wordsWithoutEndAreCut();
    void hostileOptionsAreBounded();
    void everyPromiseHoldsForRandomDocuments();
};

void ChunkingTest::defaults()
{
    QCOMPARE(ChunkOptions::of(Strategy::Paragraph).size, 250);
    QCOMPARE(ChunkOptions::of(Strategy::Paragraph).overlap, 0.0);
    QCOMPARE(ChunkOptions::of(Strategy::Sentence).size, 120);
    QCOMPARE(ChunkOptions::of(Strategy::Sentence).overlap, 0.3);
    QCOMPARE(ChunkOptions::of(Strategy::Simple).size, 200);
    QCOMPARE(ChunkOptions::of(Strategy::Simple).overlap, 0.2);
    QCOMPARE(ChunkOptions::of(Strategy::Semantic).size, 300);
    QCOMPARE(ChunkOptions::of(Strategy::Semantic).overlap, 0.0);
}

void ChunkingTest::nothingGivesNothing()
{
    for (const auto strategy : everyStrategy) {
        QVERIFY(chunk({}, ChunkOptions::of(strategy), "en").empty());
        QVERIFY(chunk(Writing().paragraph(" \n ").heading("\t").done(), ChunkOptions::of(strategy), "en").empty());
    }
}

void ChunkingTest::paragraphsAreGathered()
{
    const auto document = Writing().paragraph(prose(100)).paragraph(prose(100)).paragraph(prose(100)).done();
    const auto chunks = chunk(document, {}, "en");
    QCOMPARE(chunks.size(), 2U);
    QCOMPARE(chunks[0].start, document.blocks[0].start);
    QCOMPARE(chunks[0].end, document.blocks[1].end);
    QCOMPARE(chunks[1].start, document.blocks[2].start);
    QCOMPARE(chunks[1].ordinal, 1);
}

void ChunkingTest::longParagraphsAreCutAtSentences()
{
    const auto document = Writing().paragraph(prose(600)).done();
    const auto chunks = chunk(document, {}, "en");
    QCOMPARE(chunks.size(), 3U);
    for (const auto &one : chunks) {
        QVERIFY(wordsOf(document, one) <= 250);
        QVERIFY(textOf(document, one).starts_with("The"));
        QVERIFY(textOf(document, one).ends_with("."));
    }
    // A sentence that is longer than a passage is cut between words.
    std::string endless = "endless";
    for (int i = 0; i < 700; ++i)
        endless += " and" + std::to_string(i);
    const auto cut = Writing().paragraph(endless).done();
    const auto pieces = chunk(cut, {}, "en");
    QCOMPARE(pieces.size(), 3U);
    QVERIFY(textOf(cut, pieces[1]).starts_with("and249 "));
}

void ChunkingTest::aTailJoinsThePassageBefore()
{
    const auto joins = Writing().paragraph(prose(240)).paragraph(prose(39)).heading("Next").paragraph(prose(20)).done();
    const auto chunks = chunk(joins, {}, "en");
    QCOMPARE(chunks.size(), 2U); // a tail never joins across a heading
    QCOMPARE(wordsOf(joins, chunks[0]), 279U);
    const auto stays = Writing().paragraph(prose(240)).paragraph(prose(41)).done();
    QCOMPARE(chunk(stays, {}, "en").size(), 2U);
}

void ChunkingTest::headingsBreakAndAreKept()
{
    const auto document = Writing().paragraph("Before all.").heading("Guide").paragraph("About it.").heading("Fees", 2).paragraph("What it costs.")
                              .heading("Late  \n fees", 3).paragraph("More.").heading("Rooms", 2).paragraph("Two.").done();
    for (const auto strategy : everyStrategy) {
        const auto chunks = chunk(document, ChunkOptions::of(strategy), "en");
        QCOMPARE(chunks.size(), 5U);
        QCOMPARE(chunks[0].heading, std::string());
        QCOMPARE(chunks[1].heading, std::string("Guide"));
        QCOMPARE(std::string(textOf(document, chunks[1])), std::string("Guide\n\nAbout it."));
        QCOMPARE(chunks[2].heading, std::string("Guide › Fees"));
        QCOMPARE(chunks[3].heading, std::string("Guide › Fees › Late fees"));
        QCOMPARE(chunks[4].heading, std::string("Guide › Rooms"));
    }
}

void ChunkingTest::headingsAloneWaitForTheirText()
{
    const auto document = Writing().heading("Guide").heading("Fees", 2).paragraph("What it costs.").heading("Appendix").heading("Index", 2).done();
    const auto chunks = chunk(document, {}, "en");
    QCOMPARE(chunks.size(), 2U);
    QCOMPARE(chunks[0].start, 0U);
    QCOMPARE(chunks[0].heading, std::string("Guide › Fees"));
    QCOMPARE(chunks[0].kind, BlockKind::Paragraph);
    QCOMPARE(std::string(textOf(document, chunks[1])), std::string("Appendix\n\nIndex"));
    QCOMPARE(chunks[1].kind, BlockKind::Heading);
    // A page of nothing but headings is no single passage.
    Writing many;
    for (int i = 0; i < 400; ++i)
        many.heading("Chapter number " + std::to_string(i));
    const auto contents = many.paragraph("The end.").done();
    const auto pieces = chunk(contents, {}, "en");
    QVERIFY(pieces.size() >= 5);
    QCOMPARE(test::faultOf(contents, {}, pieces, true), std::string());
}

void ChunkingTest::aListStaysWithItsLeadIn()
{
    Writing writing;
    writing.paragraph(prose(200)).paragraph("Please bring these with you:");
    for (int i = 0; i < 10; ++i)
        writing.item(prose(12, "item"));
    const auto document = writing.done();
    for (const auto strategy : {Strategy::Paragraph, Strategy::Sentence, Strategy::Semantic}) {
        const auto chunks = chunk(document, {strategy, 205, 0}, "en");
        bool together = false;
        for (const auto &one : chunks)
            together = together || (one.start <= document.blocks[1].start && one.end >= document.blocks[2].end);
        QVERIFY(together);
    }
    const auto chunks = chunk(document, {Strategy::Paragraph, 205, 0}, "en");
    QCOMPARE(chunks.size(), 2U);
    QCOMPARE(chunks[1].start, document.blocks[1].start);
}

void ChunkingTest::rowsAreNotCutAndKeepTheirHead()
{
    Writing writing;
    writing.heading("Prices").row("Service | Price", 1);
    for (int i = 0; i < 40; ++i)
        writing.row("Session number " + std::to_string(i) + " | " + std::to_string(i * 10));
    writing.row(prose(100)).row("Other | Head", 1, 2).row("a | b", 0, 2);
    const auto document = writing.done();
    for (const auto strategy : everyStrategy) {
        const ChunkOptions options{strategy, 50, 0.2};
        const auto chunks = chunk(document, options, "en");
        QVERIFY(chunks.size() > 3);
        QCOMPARE(test::faultOf(document, options, chunks, true), std::string());
        QCOMPARE(chunks[0].prefix, std::string());
        QCOMPARE(chunks[0].kind, BlockKind::TableRow);
        QCOMPARE(chunks[1].prefix, std::string("Service | Price"));
        QCOMPARE(chunks[2].prefix, std::string("Service | Price"));
    }
}

void ChunkingTest::codeIsKeptWhole()
{
    const auto code = [](int lines) {
        std::string text = "    first indented\n";
        for (int i = 1; i < lines; ++i)
            text += "    call(one, two, three);\n";
        return text;
    };
    const auto small = Writing().paragraph(prose(20)).add(BlockKind::Code, code(90)).paragraph(prose(60)).done();
    const auto chunks = chunk(small, {}, "en");
    QCOMPARE(chunks.size(), 3U);
    QCOMPARE(chunks[1].kind, BlockKind::Code);
    QVERIFY(textOf(small, chunks[1]).starts_with("    first"));
    QCOMPARE(wordsOf(small, chunks[1]), 2U + 89 * 4);
    const auto large = Writing().add(BlockKind::Code, code(300)).done();
    const auto pieces = chunk(large, {}, "en");
    QVERIFY(pieces.size() >= 4);
    for (const auto &piece : pieces) {
        QVERIFY(wordsOf(large, piece) <= 250 + 40);
        QVERIFY(textOf(large, piece).starts_with("    "));
    }
}

void ChunkingTest::sentencesOverlap()
{
    const auto document = Writing().paragraph(prose(300)).paragraph(prose(100)).done();
    const ChunkOptions options{Strategy::Sentence, 100, 0.3};
    const auto chunks = chunk(document, options, "en");
    QVERIFY(chunks.size() >= 5);
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        QVERIFY(wordsOf(document, chunks[i]) <= 100);
        QVERIFY(textOf(document, chunks[i]).starts_with("The"));
        if (i > 0) {
            const auto shared = std::string_view(document.text).substr(chunks[i].start, chunks[i - 1].end - chunks[i].start);
            QCOMPARE(language::wordSpans(shared).size(), 30U);
        }
    }
}

void ChunkingTest::windowsOverlap()
{
    const auto document = Writing().paragraph(prose(500)).done();
    const auto chunks = chunk(document, ChunkOptions::of(Strategy::Simple), "en");
    QCOMPARE(chunks.size(), 3U);
    QCOMPARE(wordsOf(document, chunks[0]), 200U);
    QVERIFY(textOf(document, chunks[1]).starts_with("Theword161 "));
    QCOMPARE(wordsOf(document, chunks[1]), 200U);
    QCOMPARE(chunks[2].end, document.blocks[0].end);
}

void ChunkingTest::subjectsAreParted()
{
    std::string text;
    for (int i = 0; i < 10; ++i)
        text += "The kiln fires clay with glaze and heat every day. ";
    const auto border = text.size();
    for (int i = 0; i < 10; ++i)
        text += "A refund is paid when the booking was cancelled early. ";
    const auto document = Writing().paragraph(text).done();
    const auto chunks = chunk(document, ChunkOptions::of(Strategy::Semantic), "en");
    QCOMPARE(chunks.size(), 2U);
    QCOMPARE(chunks[1].start, border);
    // Nothing that changes: only the size cuts.
    const auto even = Writing().paragraph(prose(700)).done();
    for (const auto &one : chunk(even, ChunkOptions::of(Strategy::Semantic), "en"))
        QVERIFY(wordsOf(even, one) <= 340);
}

void ChunkingTest::likenessIsAsked()
{
    const auto document = Writing().paragraph(prose(300)).done();
    int asked = 0;
    const Likeness likeness = [&](std::string_view before, std::string_view after) {
        ++asked;
        const bool here = after.starts_with("Theword151 ");
        return before.empty() ? 0 : here ? 0.1 : 0.9;
    };
    const auto chunks = chunk(document, ChunkOptions::of(Strategy::Semantic), "en", likeness);
    QCOMPARE(asked, 29);
    QCOMPARE(chunks.size(), 2U);
    QVERIFY(textOf(document, chunks[1]).starts_with("Theword151 "));
    // What is no number changes nothing.
    const auto broken = chunk(document, ChunkOptions::of(Strategy::Semantic), "en", [](std::string_view, std::string_view) { return std::nan(""); });
    QCOMPARE(broken.size(), 1U);
}

void ChunkingTest::pagesKindsAndConfidence()
{
    auto document = Writing().heading("Scan").page(2).paragraph(prose(200)).page(3).item(prose(200)).done();
    document.blocks[1].confidence = 54;
    const auto chunks = chunk(document, {}, "en");
    QCOMPARE(chunks.size(), 2U);
    QCOMPARE(chunks[0].page, 1);
    QCOMPARE(chunks[0].confidence, 54);
    QCOMPARE(chunks[0].kind, BlockKind::Paragraph);
    QCOMPARE(chunks[1].page, 3);
    QCOMPARE(chunks[1].confidence, 100);
    QCOMPARE(chunks[1].kind, BlockKind::ListItem);
}

void ChunkingTest::overlapDoesNotCrossHeadings()
{
    const auto document = Writing().paragraph(prose(90)).heading("Next").paragraph(prose(90)).done();
    for (const auto strategy : everyStrategy) {
        const auto chunks = chunk(document, {strategy, 30, 0.5}, "en");
        for (const auto &one : chunks)
            QVERIFY(one.end <= document.blocks[0].end || one.start >= document.blocks[1].start);
    }
}

void ChunkingTest::wordsWithoutEndAreCut()
{
    for (const auto &word : {std::string("x"), std::string("文"), std::string("🙂"), std::string("…"), std::string("."), std::string("\xFF")}) {
        std::string text;
        for (int i = 0; i < 60'000; ++i)
            text += word;
        const auto document = Writing().paragraph(text).done();
        for (const auto strategy : everyStrategy) {
            const auto options = ChunkOptions::of(strategy);
            const auto chunks = chunk(document, options, "en");
            QVERIFY(chunks.size() > 5);
            const auto fault = test::faultOf(document, options, chunks, true);
            QVERIFY2(fault.empty(), fault.c_str());
        }
    }
}

void ChunkingTest::hostileOptionsAreBounded()
{
    const auto document = Writing().paragraph(prose(3'000)).done();
    for (const auto strategy : everyStrategy) {
        for (const int size : {-5, 0, 1'000'000'000}) {
            for (const double overlap : {-1.0, 5.0, std::nan("")}) {
                const ChunkOptions options{strategy, size, overlap};
                const auto chunks = chunk(document, options, "xx");
                QVERIFY(chunks.size() >= 3);
                QCOMPARE(test::faultOf(document, options, chunks, true), std::string());
            }
        }
    }
}

void ChunkingTest::everyPromiseHoldsForRandomDocuments()
{
    test::RandomText random(41);
    const std::vector<std::string> languages{"en", "de", "ja", ""};
    for (int i = 0; i < 600; ++i) {
        const bool tidy = i % 3 != 0;
        const auto document = test::randomDocument(random, tidy);
        for (const auto strategy : everyStrategy) {
            const ChunkOptions options{strategy, 20 + static_cast<int>(random.below(300)), random.below(2) == 0 ? 0 : random.below(6) / 10.0};
            const auto &spoken = languages[random.below(4)];
            const auto chunks = chunk(document, options, spoken);
            const auto fault = test::faultOf(document, options, chunks, tidy);
            QVERIFY2(fault.empty(),
                (fault + " in document " + std::to_string(i) + ", strategy " + std::to_string(static_cast<int>(strategy)) + ", size "
                    + std::to_string(options.size))
                    .c_str());
            const auto again = chunk(document, options, spoken);
            QVERIFY(std::equal(chunks.begin(), chunks.end(), again.begin(), again.end(), [](const Chunk &a, const Chunk &b) {
                return a.start == b.start && a.end == b.end && a.heading == b.heading && a.prefix == b.prefix;
            }));
        }
    }
}

QTEST_GUILESS_MAIN(ChunkingTest)
#include "chunking_test.moc"
