#include <random>

#include <QTest>

#include "engine/notion/content.h"
#include "engine/notion/lists.h"
#include "engine/notion/rich_text.h"
#include "tests/unit/notion/sample_pages.h"

using namespace hs;
using namespace hs::notion;
using B = QByteArray;

namespace {

Json words(const std::string &text)
{
    return Json::array({{{"type", "text"}, {"plain_text", text}}});
}

Json block(int number, const std::string &type, const Json &content, bool children = false)
{
    return {{"object", "block"}, {"id", dashed(test::madeId('e', std::size_t(number)))}, {"type", type}, {"has_children", children}, {"in_trash", false}, {type, content}};
}

std::vector<Block> blocksOf(const Json &results)
{
    const auto list = parseBlocks(dump({{"object", "list"}, {"results", results}}));
    return list ? list->blocks : std::vector<Block>();
}

/// Blocks as written, the way Notion gives them back.
std::vector<Block> asRead(const Json &written)
{
    Json results = Json::array();
    int number = 0;
    for (auto item : written) {
        item["id"] = test::madeId('e', std::size_t(++number));
        results.push_back(item);
    }
    return blocksOf(results);
}

} // namespace

class ContentTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void blocksAreShownAsText_data();
    void blocksAreShownAsText();
    void childrenAreIndented();
    void tablesAndNumbersStayTogether();
    void trashIsLeftOut();
    void aSyncedBlockShowsAnother();
    void textBecomesBlocksAndComesBack();
    void codeKeepsItsLines();
    void longTextsFit();
    void anyTextMakesSoundBlocks();
    void chunksAreSmallEnough();
    void thePageTextNamesWhatIsMissing();
    void answersAboutPeople();
    void whatWasFound();
    void answersThatAreNone();
};

void ContentTest::blocksAreShownAsText_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("text");
    const B rt = R"("rich_text":[{"plain_text":"Hello"}])";
    const auto row = [](const char *type, const QByteArray &content, const char *text) {
        QTest::newRow(type) << B(type) << B("{" + content + "}") << B(text);
    };
    row("paragraph", rt, "Hello");
    row("heading_1", rt, "# Hello");
    row("heading_2", rt, "## Hello");
    row("heading_3", rt, "### Hello");
    row("heading_4", rt, "#### Hello");
    row("bulleted_list_item", rt, "- Hello");
    row("numbered_list_item", rt, "1. Hello");
    row("to_do", rt + R"(,"checked":true)", "- [x] Hello");
    row("toggle", rt, "- Hello");
    row("quote", rt, "> Hello");
    row("callout", rt, "> Hello");
    row("template", rt, "Hello");
    row("code", rt + R"(,"language":"json","caption":[{"plain_text":"c"}])", "```json\nHello\n```\nc");
    row("equation", R"("expression":"x^2")", "x^2");
    row("child_page", R"("title":"Sub")", "Sub");
    row("child_database", R"("title":"List")", "List");
    row("bookmark", R"("url":"https://a.example","caption":[])", "https://a.example");
    row("embed", R"("url":"https://a.example","caption":[{"plain_text":"c"}])", "c https://a.example");
    row("image", R"("caption":[{"plain_text":"Front"}],"type":"external","external":{"url":"https://a.example/f.jpg"})", "Front https://a.example/f.jpg");
    row("file", R"("caption":[],"name":"a.pdf","type":"file","file":{"url":"https://a.example/?sign=1"})", "a.pdf");
    row("divider", "", "---");
    row("table_of_contents", "", "");
    row("unsupported", "", "");
    row("breadcrumb", "", "");
}

void ContentTest::blocksAreShownAsText()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, text);
    const auto blocks = blocksOf(Json::array({block(1, type.toStdString(), *parseJson(content.toStdString()))}));
    QCOMPARE(blocks.size(), std::size_t(1));
    QCOMPARE(B::fromStdString(toText(blocks)), text);
}

void ContentTest::childrenAreIndented()
{
    auto blocks = blocksOf(Json::array({block(1, "bulleted_list_item", {{"rich_text", words("a")}}, true), block(2, "paragraph", {{"rich_text", words("end")}}),
                                        block(3, "child_page", {{"title", "Sub"}}, true)}));
    QVERIFY(blocks[0].hasChildren && blocks[2].isPage());
    blocks[0].children = blocksOf(Json::array({block(4, "to_do", {{"rich_text", words("b\nc")}})}));
    blocks[2].children = blocksOf(Json::array({block(5, "paragraph", {{"rich_text", words("of another page")}})}));
    QCOMPARE(B::fromStdString(toText(blocks)), B("- a\n  - [ ] b\n  c\n\nend\n\nSub"));
    Block deep = blocks[0];
    for (int i = 0; i < 1000; ++i) {
        Block outer;
        outer.type = "column";
        outer.children.push_back(std::move(deep));
        deep = std::move(outer);
    }
    QCOMPARE(toText({deep}), std::string());
}

void ContentTest::tablesAndNumbersStayTogether()
{
    auto table = blocksOf(Json::array({block(1, "table", {{"table_width", 2}}, true)}));
    table[0].children = blocksOf(Json::array({block(2, "table_row", {{"cells", {words("a"), words("b")}}}), block(3, "table_row", {{"cells", {words("1"), words("2")}}})}));
    QCOMPARE(B::fromStdString(toText(table)), B("| a | b |\n| 1 | 2 |"));
    const auto numbered = blocksOf(Json::array({block(1, "numbered_list_item", {{"rich_text", words("a")}}), block(2, "numbered_list_item", {{"rich_text", words("b")}}),
                                                block(3, "paragraph", {{"rich_text", words("x")}}), block(4, "numbered_list_item", {{"rich_text", words("c")}})}));
    QCOMPARE(B::fromStdString(toText(numbered)), B("1. a\n2. b\n\nx\n\n1. c"));
}

void ContentTest::trashIsLeftOut()
{
    auto gone = block(1, "paragraph", {{"rich_text", words("gone")}});
    gone["in_trash"] = true;
    auto goneBefore = block(2, "paragraph", {{"rich_text", words("gone")}});
    goneBefore["archived"] = true;
    QVERIFY(blocksOf(Json::array({gone, goneBefore, nullptr, 7})).empty());
}

void ContentTest::aSyncedBlockShowsAnother()
{
    const auto blocks = blocksOf(Json::array({block(1, "synced_block", {{"synced_from", {{"type", "block_id"}, {"block_id", test::madeId('e', 9)}}}}, true),
                                              block(2, "synced_block", {{"synced_from", nullptr}}, true)}));
    QCOMPARE(blocks[0].childrenOf, test::madeId('e', 9));
    QCOMPARE(blocks[1].childrenOf, test::madeId('e', 2));
}

void ContentTest::textBecomesBlocksAndComesBack()
{
    const std::string text = "# Plan\n\nFirst line\nsecond line\n\n## Steps\n\n1. look\n2. write\n\n- a\n- b\n- [ ] open\n- [x] done\n\n> said\n\n---\n\n### End\n\nlast 🌸";
    const auto blocks = toBlocks(text);
    QCOMPARE(B::fromStdString(toText(asRead(blocks))), B::fromStdString(text));
    QCOMPARE(blocks[1], Json({{"type", "paragraph"}, {"paragraph", {{"rich_text", {{{"type", "text"}, {"text", {{"content", "First line\nsecond line"}}}}}}}}}));
    QVERIFY(toBlocks("").empty());
    QVERIFY(toBlocks("\n \r\n").empty());
}

void ContentTest::codeKeepsItsLines()
{
    const std::string text = "```json\n{\n\n  \"a\": 1\n}\n```";
    QCOMPARE(B::fromStdString(toText(asRead(toBlocks(text)))), B::fromStdString(text));
    QCOMPARE(toBlocks("```klingon\nx\n```")[0]["code"]["language"], Json("plain text"));
    QCOMPARE(toBlocks("```\nnever closed").size(), std::size_t(1));
}

void ContentTest::longTextsFit()
{
    std::string text;
    for (int i = 0; i < 150'000; ++i)
        text += "ä";
    const auto blocks = toBlocks(text);
    QCOMPARE(blocks.size(), std::size_t(2));
    std::string joined;
    for (const auto &b : blocks) {
        QVERIFY(b["paragraph"]["rich_text"].size() <= MaxItems);
        joined += plainText(b["paragraph"]["rich_text"]);
    }
    QVERIFY(joined == text);
}

void ContentTest::anyTextMakesSoundBlocks()
{
    std::mt19937 random(5);
    const std::vector<std::string> pieces{"# ", "- ", "- [ ] ", "1. ", "> ", "```", "---", "\n", "\n\n", "a", "🌸", " ", "\xff", "|", "\t", "\r"};
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (auto n = random() % 60; n > 0; --n)
            text += pieces[random() % pieces.size()];
        const auto blocks = toBlocks(text);
        static_cast<void>(blocks.dump()); // strict: throws on anything that is not UTF-8
        for (const auto &b : blocks) {
            const auto type = b["type"].get<std::string>();
            QVERIFY(b[type].is_object());
        }
        static_cast<void>(toText(asRead(blocks)));
    }
}

void ContentTest::chunksAreSmallEnough()
{
    std::string text;
    for (int i = 0; i < 250; ++i)
        text += "- entry\n";
    const auto small = chunks(toBlocks(text));
    QCOMPARE(small.size(), std::size_t(3));
    QCOMPARE(small[2].size(), std::size_t(50));
    std::string large;
    for (int i = 0; i < 9; ++i)
        large.append(180'000, 'a').append("\n\n");
    for (const auto &part : chunks(toBlocks(large)))
        QVERIFY(dump(part).size() < 495'000);
    QVERIFY(chunks(Json::array()).empty());
}

void ContentTest::thePageTextNamesWhatIsMissing()
{
    const auto page = parsePageText(dump({{"object", "page_markdown"}, {"id", dashed(test::madeId('a', 1))}, {"markdown", "# a"}, {"truncated", true}, {"unknown_block_ids", {dashed(test::madeId('e', 3)), "x"}}}));
    QVERIFY(page);
    QCOMPARE(page->id, test::madeId('a', 1));
    QCOMPARE(page->markdown, std::string("# a"));
    QVERIFY(page->truncated);
    QCOMPARE(page->unknownBlocks, std::vector<std::string>{test::madeId('e', 3)});
}

void ContentTest::answersAboutPeople()
{
    const Json bot = {{"object", "user"}, {"id", dashed(test::madeId('b', 1))}, {"name", "Console"}, {"type", "bot"}, {"bot", {{"workspace_name", "Studio"}, {"workspace_id", dashed(test::madeId('f', 2))}}}};
    const auto me = parseUser(dump(bot));
    QVERIFY(me && me->bot);
    QCOMPARE(me->workspace, std::string("Studio"));
    QCOMPARE(me->workspaceId, test::madeId('f', 2));
    const Json person = {{"object", "user"}, {"id", test::madeId('b', 2)}, {"name", "Mara"}, {"type", "person"}, {"person", {{"email", "Mara@Studio.example"}}}};
    const Json partial = {{"object", "user"}, {"id", test::madeId('b', 3)}};
    const auto users = parseUsers(dump({{"results", {bot, person, partial, nullptr}}, {"has_more", true}, {"next_cursor", "c"}}));
    QVERIFY(users);
    QCOMPARE(users->users.size(), std::size_t(3));
    QCOMPARE(users->users[1].email, std::string("mara@studio.example"));
    QVERIFY(!users->users[1].bot && users->users[2].name.empty());
    QCOMPARE(users->nextCursor, std::string("c"));
}

void ContentTest::whatWasFound()
{
    const Json page = {{"object", "page"}, {"id", test::madeId('a', 1)}, {"url", "https://www.notion.so/x"}, {"parent", {{"type", "workspace"}, {"workspace", true}}}, {"properties", {{"title", {{"type", "title"}, {"title", words("Hub")}}}}}};
    const Json source = {{"object", "data_source"}, {"id", test::madeId('d', 1)}, {"title", words("Contacts")}, {"parent", {{"type", "database_id"}, {"database_id", dashed(test::madeId('c', 1))}}}, {"in_trash", true}};
    const auto list = parseSearch(dump({{"results", {page, source}}, {"has_more", false}, {"next_cursor", nullptr}}));
    QVERIFY(list);
    QCOMPARE(list->found.size(), std::size_t(2));
    QCOMPARE(list->found[0].title, std::string("Hub"));
    QCOMPARE(list->found[0].parentKind, std::string("workspace"));
    QCOMPARE(list->found[1].title, std::string("Contacts"));
    QCOMPARE(list->found[1].parent, test::madeId('c', 1));
    QVERIFY(list->found[1].inTrash && list->nextCursor.empty());
}

void ContentTest::answersThatAreNone()
{
    for (const auto *body : {"", "7", "[]", "null", "<html>", R"({"object":"error"})", R"({"results":7})", R"({"object":"user","id":"x"})"}) {
        QVERIFY2(!parseBlocks(body), body);
        QVERIFY2(!parsePageText(body), body);
        QVERIFY2(!parseUser(body), body);
        QVERIFY2(!parseUsers(body), body);
        QVERIFY2(!parseSearch(body), body);
    }
}

QTEST_APPLESS_MAIN(ContentTest)
#include "content_test.moc"
