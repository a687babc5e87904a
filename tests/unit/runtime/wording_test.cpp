#include "tests/unit/runtime/thinking_bench.h"

#include <algorithm>
#include <filesystem>

using namespace hs;
using namespace hs::test;
using api::Role;

namespace {

constexpr const char *Definition = R"({
  "id": "words", "version": "1.0.0",
  "setup": { "actors": { "elan.draft": { "timeout": "PT2M", "idempotent": true } } },
  "context": { "facts": null, "written": null },
  "initial": "writing",
  "states": {
    "writing": { "invoke": { "id": "draft", "src": "elan.draft",
      "input": { "type": "social_media", "topic": "Light on paper", "facts": { "var": "context.facts" }, "call": "Come by." },
      "onDone": { "target": "written", "actions": { "type": "assign", "params": { "assignment": { "written": { "var": "event.output" } } } } } } },
    "written": {}
  }
})";

} // namespace

/// Content that rules draft and a model writes better, through the whole engine.
class WordingTest : public ThinkingBench {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void init()
    {
        prepare();
        const auto folder = std::filesystem::path(m_dir->path().toStdString()) / "workflows";
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "words.json") << Definition;
    }
    void cleanup()
    {
        m_host.reset();
        m_ai.reset();
    }

    void aModelWordsWhatRulesHaveDrafted();
    void whatItAddsKeepsTheDraft();
    void withoutAnAnswerTheDraftStands();
    void theStudioMaySayNo();

private:
    QString begin(const char *fact = "The room is open on Friday 13 March from 18:00.")
    {
        return order(api::StartWorkflow{s("words"), {{s("facts"), QJsonArray{s(fact)}}}, {}, {}, s("Light")}).id;
    }
    QJsonObject written(const QString &id) { return ask(api::WorkflowDetailQuery{id, -1}).context.value(s("written")).toObject(); }
    /// Without the look at which models there are.
    std::size_t asked() const
    {
        const auto all = m_ai->requests();
        return std::size_t(std::count_if(all.begin(), all.end(), [](const auto &one) { return one.method == "POST"; }));
    }
    static AiReply words(const char *text) { return AiReply::answer({{"title", "Light on paper"}, {"text", text}}); }
};

#define WRITTEN(id) QTRY_VERIFY_WITH_TIMEOUT(!written(id).isEmpty(), 20'000)

void WordingTest::aModelWordsWhatRulesHaveDrafted()
{
    start();
    m_ai->script(words("Paper holds the light. On Friday 13 March the room is open from 18:00. Come by."));
    const auto id = begin();
    WRITTEN(id);
    const auto output = written(id);
    QCOMPARE(output.value(s("draft")).toString(), s("Paper holds the light. On Friday 13 March the room is open from 18:00. Come by."));
    QVERIFY2(output.value(s("by")).toString().startsWith(s("anthropic")), qPrintable(output.value(s("by")).toString()));
    QVERIFY(output.value(s("passed")).toBool());
    QCOMPARE(output.value(s("words")).toInt(), 17); // a time of day counts as two
    const auto said = heard(*m_ai);
    QVERIFY(said.find("You are Elan") != std::string::npos && said.find("The room is open on Friday 13 March") != std::string::npos);
    // Asked once, and written down for whom.
    const auto calls = ask(api::AiCallQuery{});
    QCOMPARE(calls.rows.size(), std::size_t(1));
    QCOMPARE(calls.rows[0].agent, s("elan"));
}

void WordingTest::whatItAddsKeepsTheDraft()
{
    start();
    m_ai->script(words("Paper holds the light. On Friday 13 March the room is open from 18:00 to 21:00. Come by."));
    const auto id = begin();
    WRITTEN(id);
    const auto output = written(id);
    QVERIFY(output.value(s("draft")).toString().startsWith(s("Light on paper.")));
    QCOMPARE(output.value(s("by")).toString(), s("rules"));
    QCOMPARE(asked(), std::size_t(1));
}

void WordingTest::withoutAnAnswerTheDraftStands()
{
    start();
    m_ai->script(AiReply::fail(500, {}, 0));
    const auto id = begin();
    WRITTEN(id);
    QCOMPARE(written(id).value(s("by")).toString(), s("rules"));
    QVERIFY(written(id).value(s("draft")).toString().contains(s("18:00")));
}

void WordingTest::theStudioMaySayNo()
{
    m_settings["ai"]["wordContent"] = false;
    start();
    const auto id = begin();
    WRITTEN(id);
    QCOMPARE(written(id).value(s("by")).toString(), s("rules"));
    QCOMPARE(asked(), std::size_t(0));
}

QTEST_GUILESS_MAIN(WordingTest)
#include "wording_test.moc"
