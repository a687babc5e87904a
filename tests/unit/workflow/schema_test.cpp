#include <fstream>
#include <iterator>

#include <QObject>
#include <QTest>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "resources/resources.h"
#include "tests/property/workflow/random_machine.h"
#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;

using B = QByteArray;

// The published schema against the reader: editors must not cry at what runs, nor be silent at a bad form.
class SchemaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shippedDefinitions();
    void theReferenceExample();
    void whateverTheReaderTakes();
    void badForms_data();
    void badForms();

private:
    /// What is wrong with a text by the schema; empty when nothing is.
    [[nodiscard]] std::string problem(const std::string &text) const;

    valijson::Schema m_schema;
};

void SchemaTest::initTestCase()
{
    const auto text = resources::read("schema/workflow.schema.json");
    QVERIFY(text.has_value());
    const Json json = Json::parse(*text);
    valijson::adapters::NlohmannJsonAdapter adapter(json);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(adapter, m_schema);
}

std::string SchemaTest::problem(const std::string &text) const
{
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return "not JSON";
    valijson::adapters::NlohmannJsonAdapter adapter(json);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(m_schema, adapter, &results))
        return {};
    valijson::ValidationResults::Error error;
    std::string out;
    while (results.popError(error))
        out += (error.context.empty() ? std::string() : error.context.back() + ": ") + error.description + '\n';
    return out;
}

void SchemaTest::shippedDefinitions()
{
    const auto files = resources::list("workflows");
    QVERIFY(!files.empty());
    for (const auto &file : files) {
        const auto text = resources::read(file);
        QVERIFY(text.has_value());
        const std::string wrong = problem(*text);
        QVERIFY2(wrong.empty(), (file + '\n' + wrong).c_str());
    }
}

void SchemaTest::theReferenceExample()
{
    const B folder = qgetenv("HS_SOURCE_DIR");
    QVERIFY(!folder.isEmpty());
    std::ifstream file(folder.toStdString() + "/tests/unit/workflow/retreat_booking.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    QVERIFY(!text.empty());
    const std::string wrong = problem(text);
    QVERIFY2(wrong.empty(), wrong.c_str());
}

void SchemaTest::whateverTheReaderTakes()
{
    int taken = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        hs::test::Random random(seed);
        const std::string text = hs::test::randomDefinition(random).dump();
        if (!parseDefinition(text, AgentCatalog::anything()).definition)
            continue;
        ++taken;
        const std::string wrong = problem(text);
        QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + '\n' + wrong).c_str());
    }
    QVERIFY(taken > 150);
}

void SchemaTest::badForms_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *members) {
        QTest::newRow(name) << B(R"({"id": "m", "version": "1.0.0", )") + members + '}';
    };
    QTest::newRow("E010 no id") << B(R"({"version": "1.0.0"})");
    QTest::newRow("E012 a version of two numbers") << B(R"({"id": "m", "version": "1.0"})");
    QTest::newRow("E012 a version with a leading zero") << B(R"({"id": "m", "version": "1.02.0"})");
    QTest::newRow("E014 a definition that is a list") << B("[]");
    QTest::newRow("E024 an id with a space") << B(R"({"id": "my flow", "version": "1.0.0"})");
    row("E013 an unknown key in a state", R"("initial": "a", "states": {"a": {"onn": {}}})");
    row("E013 an unknown key in a transition", R"("on": {"x": {"to": "a"}})");
    row("E013 an unknown key in an invoke", R"("invoke": {"src": "ruvo.work", "when": 1})");
    row("E013 an unknown key in setup", R"("setup": {"guard": {}})");
    row("E013 an unknown key in an action", R"("entry": {"type": "log", "params": {"message": "x"}, "when": 1})");
    row("E013 an unknown key of a guard", R"("on": {"x": {"guard": {"type": "not", "params": {"guard": "stateIn", "guards": []}}}})");
    row("E013 a key of the root below it", R"("initial": "a", "states": {"a": {"context": {}}})");
    row("E014 states as a list", R"("initial": "a", "states": ["a"])");
    row("E014 context as a list", R"("context": [])");
    row("E014 reenter as text", R"("on": {"x": {"reenter": "yes"}})");
    row("E014 a target that is a number", R"("on": {"x": {"target": 7}})");
    row("E014 no targets", R"("on": {"x": {"target": []}})");
    row("E014 an action that is a number", R"("entry": 7)");
    row("E014 an unknown type", R"("initial": "a", "states": {"a": {"type": "choice"}})");
    row("E014 an unknown kind of history", R"("initial": "a", "states": {"a": {}, "h": {"type": "history", "history": "full"}})");
    row("E014 an invoke without src", R"("invoke": {"id": "x"})");
    row("E014 nothing may run", R"("meta": {"maxRunning": 0}, "initial": "a", "states": {"a": {}})");
    row("E015 a feature of code", R"("initial": "a", "states": {"a": {"systemId": "x"}})");
    row("E020 a parallel state without states", R"("type": "parallel")");
    row("E021 a compound state without initial", R"("states": {"a": {}})");
    row("E024 a state with a digit first", R"("initial": "1a", "states": {"1a": {}})");
    row("E026 a final state with transitions", R"("initial": "a", "states": {"a": {"type": "final", "on": {"x": "a"}}})");
    row("E026 a history state with actions", R"("initial": "a", "states": {"a": {}, "h": {"type": "history", "entry": []}})");
    row("E026 a parallel state with initial", R"("type": "parallel", "initial": "a", "states": {"a": {}})");
    row("E044 always without target", R"("initial": "a", "states": {"a": {"always": {"guard": {"type": "jsonlogic", "params": {"rule": true}}}}})");
    row("E047 a raise of a reserved type", R"("entry": {"type": "raise", "params": {"event": {"type": "xstate.init"}}})");
    row("E048 a star inside", R"("on": {"a.*.b": {}})");
    row("E062 assign without assignment", R"("entry": {"type": "assign", "params": {}})");
    row("E062 jsonlogic without rule", R"("on": {"x": {"guard": {"type": "jsonlogic", "params": {}}}})");
    row("E062 an action of setup without command", R"("setup": {"actions": {"note": {"agent": "ruvo"}}})");
    row("E071 a negative delay", R"("setup": {"delays": {"d": -1}})");
    row("E082 a retry without errors", R"("invoke": {"src": "ruvo.work", "retry": [{"maxAttempts": 1}]})");
    row("E082 a jitter of another kind", R"("invoke": {"src": "ruvo.work", "retry": [{"errorEquals": ["*"], "jitterStrategy": "HALF"}]})");
    row("E090 a trigger without key", R"("setup": {"triggers": [{"event": "x"}]})");
    row("E014 a schedule without cron", R"("setup": {"schedules": [{"event": {"type": "x"}}]})");
}

void SchemaTest::badForms()
{
    QFETCH(QByteArray, text);
    const auto parsed = parseDefinition(text.toStdString(), AgentCatalog::anything());
    const std::string code = B(QTest::currentDataTag()).left(4).toStdString();
    QVERIFY2(std::any_of(parsed.findings.begin(), parsed.findings.end(), [&](const Finding &finding) { return finding.code == code; }),
             "the reader does not refuse it so");
    QVERIFY2(!problem(text.toStdString()).empty(), "the schema takes it");
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema_test.moc"
