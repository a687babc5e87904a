#include <QTest>

#include "engine/agents/text/citation_check.h"
#include "tests/unit/agents/duties.h"

using namespace hs;
using namespace hs::agents;

namespace {

const Agent &atlas()
{
    return *test::registry().agent("atlas");
}

/// A studio whose sources know one thing.
class Library final : public test::MemoryView {
public:
    mutable std::string asked, business;
    std::vector<std::string> warnings;
    [[nodiscard]] KnowledgeAnswer knowledge(std::string_view question, std::string_view entity) const override
    {
        asked = question;
        business = entity;
        KnowledgeAnswer answer;
        answer.nearest = {"House rules"};
        if (question.find("dog") == std::string_view::npos)
            return answer;
        answer.found = true;
        answer.text = "Dogs are welcome on the ground floor. [1]";
        answer.sources = {{"House rules", "document", "/papers/house.md", "Dogs are welcome on the ground floor.", "doc_1"}};
        answer.support = 0.9;
        answer.warnings = warnings;
        return answer;
    }
};

} // namespace

/// Answers that cite, and refusals.
class AtlasTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aQuestionIsAnsweredWithItsSources();
    void whatNoSourceSaysIsNotSaid();
    void aRequestIsAnsweredByMessage();
    void aCommandGivesData();
    void withoutAQuestionItSaysWhatIsMissing();
    void doubtsAreToldWithTheAnswer();
};

void AtlasTest::aQuestionIsAnsweredWithItsSources()
{
    Library view;
    const auto said = atlas().talk({"May I bring my dog?", {}, {}, {}, "rec_house"}, view);
    QVERIFY2(said, describe(said).c_str());
    const auto words = text(said->output, "answer");
    QCOMPARE(words, std::string("Dogs are welcome on the ground floor. [1]\n[1] House rules (document) – /papers/house.md"));
    QVERIFY(checkCitations(words).holds());
    QCOMPARE(view.business, std::string("rec_house"));
    QCOMPARE(said->evidence.front().ref, std::string("doc_1"));
}

void AtlasTest::whatNoSourceSaysIsNotSaid()
{
    Library view;
    const auto said = atlas().talk({"Who won the cup?", {}, {}, {}, {}}, view);
    QVERIFY(said);
    const auto words = text(said->output, "answer");
    QVERIFY(words.starts_with("The sources do not say this."));
    QVERIFY(words.find("House rules") != std::string::npos);
    QVERIFY(checkCitations(words).holds());
    QCOMPARE(said->rule, std::string("atlas.no_source"));
}

void AtlasTest::aRequestIsAnsweredByMessage()
{
    Library view;
    Event event;
    event.id = "msg_1";
    event.source = "bus";
    event.type = "knowledge_request";
    event.data = {{"question", "Are dogs allowed?"}};
    const auto plan = atlas().handle(event, view);
    QVERIFY(plan);
    QCOMPARE(plan->messages.size(), std::size_t(1));
    QCOMPARE(plan->messages.front().responseTo, std::string("msg_1"));
    QCOMPARE(plan->messages.front().type, std::string("knowledge_response"));
    QVERIFY(boolean(plan->messages.front().payload, "found"));
    event.source = "generic"; // whoever asks from outside is answered by the workflow that begins with the event
    QVERIFY(atlas().handle(event, view)->messages.empty());
}

void AtlasTest::aCommandGivesData()
{
    Library view;
    const auto plan = atlas().run({"answer", {{"question", "Are dogs allowed?"}, {"entity", "rec_b"}}, "wf_1", {}, "rec_a", "wf_1/x/1", {}}, view);
    QVERIFY(plan);
    QVERIFY(boolean(plan->output, "found"));
    QCOMPARE(view.business, std::string("rec_b"));
    QCOMPARE(text(plan->output, "answer"), std::string("Dogs are welcome on the ground floor. [1]"));
    QCOMPARE(member(plan->output, "sources").size(), std::size_t(1));
    const auto none = atlas().run({"answer", {{"question", "Who won the cup?"}}, "wf_1", {}, "rec_a", "wf_1/x/1", {}}, view);
    QVERIFY(none && !boolean(none->output, "found"));
    QCOMPARE(view.business, std::string("rec_a"));
    QCOMPARE(int(atlas().run({"sing", {}, {}, {}, {}, {}, {}}, view).error().code), int(Errc::NotFound));
}

void AtlasTest::withoutAQuestionItSaysWhatIsMissing()
{
    Library view;
    const auto plan = atlas().run({"answer", Json::object(), "wf_1", {}, {}, "wf_1/x/1", {}}, view);
    QCOMPARE(int(plan.error().code), int(Errc::BadInput));
    QCOMPARE(plan.error().where, std::string("question"));
    Event event;
    event.source = "bus";
    event.type = "semantic_search";
    QCOMPARE(int(atlas().handle(event, view).error().code), int(Errc::BadInput));
    QVERIFY(text(atlas().talk({"help", {}, {}, {}, {}}, view)->output, "answer").find("find") != std::string::npos);
}

void AtlasTest::doubtsAreToldWithTheAnswer()
{
    Library view;
    view.warnings = {"\"House rules\" was last changed more than three years ago"};
    const auto words = text(atlas().talk({"Are dogs allowed?", {}, {}, {}, {}}, view)->output, "answer");
    QVERIFY(words.find("more than three years ago") != std::string::npos);
    QVERIFY(checkCitations(words).holds());
}

QTEST_GUILESS_MAIN(AtlasTest)
#include "atlas_test.moc"
