#include <fstream>
#include <set>
#include <sstream>

#include <QTest>

#include "engine/workflow/definition.h"
#include "engine/workflow/duration.h"
#include "engine/workflow/trace.h"
#include "resources/resources.h"

using namespace hs;

/// Journeys through the shipped definitions, one file a definition in journeys/. A line is what happens
/// (start INPUT; event TYPE DATA; done TASK OUTPUT; fail TASK; wait DURATION) and, behind =>, where the
/// instance stands then; "== " begins another journey with its title.
class WorkflowJourneysTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void journeys_data();
    void journeys();
    void everyStateIsVisited_data();
    void everyStateIsVisited();

private:
    struct Line {
        std::string text;
        OrderedJson step, expected;
    };
    struct Journey {
        std::string definition, title;
        std::vector<Line> lines; ///< the first is the start; its step is the input
    };
    void read(const std::string &definition);
    static OrderedJson stepOf(const std::string &text);
    std::vector<OrderedJson> played(const Journey &journey);

    std::vector<Journey> m_journeys;
    std::map<std::string, std::set<std::string>> m_visited; ///< ids of states by definition
};

namespace {

/// The definitions whose journeys stand in workflows_test.cpp.
const std::set<std::string> Elsewhere{"order"};

std::string textOf(const std::string &definition)
{
    return resources::read("workflows/" + definition + ".json").value_or("");
}

std::string definitionOf(const std::string &path)
{
    return path.substr(std::string("workflows/").size(), path.size() - std::string("workflows/.json").size());
}

/// Adds the states that a value of rule X3 names.
void visit(const OrderedJson &value, const std::string &at, std::set<std::string> &visited)
{
    if (value.is_string()) {
        visited.insert(at + "." + value.get<std::string>());
        return;
    }
    for (const auto &[key, inner] : value.items()) {
        visited.insert(at + "." + key);
        visit(inner, at + "." + key, visited);
    }
}

} // namespace

OrderedJson WorkflowJourneysTest::stepOf(const std::string &line)
{
    std::istringstream in(line);
    std::string verb, name, rest;
    in >> verb >> name;
    std::getline(in >> std::ws, rest);
    const OrderedJson data = rest.empty() ? OrderedJson::object() : OrderedJson::parse(rest);
    if (verb == "event") {
        OrderedJson event{{"type", name}};
        event.update(data);
        return {{"event", event}};
    }
    if (verb == "done")
        return {{"done", name}, {"output", data}};
    if (verb == "fail")
        return {{"fail", name}, {"error", {{"name", "agent.error"}, {"message", "it failed"}}}};
    const auto span = workflow::delayOf(name);
    if (verb != "wait" || !span)
        throw std::runtime_error("not a step: " + line);
    return {{"advance", span->count()}};
}

void WorkflowJourneysTest::read(const std::string &definition)
{
    std::ifstream file(std::string(HS_JOURNEYS) + "/" + definition + ".txt");
    QVERIFY2(file, ("no journeys for " + definition).c_str());
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("== ")) {
            m_journeys.push_back({definition, line.substr(3), {}});
        } else if (!line.empty()) {
            const auto arrow = line.rfind(" => ");
            QVERIFY2(arrow != std::string::npos && !m_journeys.empty(), line.c_str());
            Line one{line, {}, OrderedJson::parse(line.substr(arrow + 4))};
            const auto before = line.substr(0, arrow);
            one.step = before.starts_with("start ") ? OrderedJson::parse(before.substr(6)) : stepOf(before);
            m_journeys.back().lines.push_back(std::move(one));
        }
    }
}

void WorkflowJourneysTest::initTestCase()
{
    for (const auto &path : resources::list("workflows"))
        if (const auto definition = definitionOf(path); !Elsewhere.contains(definition))
            read(definition);
    QVERIFY(!m_journeys.empty());
}

std::vector<OrderedJson> WorkflowJourneysTest::played(const Journey &journey)
{
    OrderedJson script{{"input", journey.lines.front().step}, {"steps", OrderedJson::array()}};
    for (std::size_t i = 1; i < journey.lines.size(); ++i)
        script["steps"].push_back(journey.lines[i].step);
    const auto lines = workflow::trace(textOf(journey.definition), script.dump());
    std::vector<OrderedJson> out;
    if (!lines)
        return out;
    std::istringstream in(*lines);
    for (std::string line; std::getline(in, line);)
        out.push_back(OrderedJson::parse(line));
    return out;
}

void WorkflowJourneysTest::journeys_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_journeys.size(); ++i)
        QTest::newRow((m_journeys[i].definition + ": " + m_journeys[i].title).c_str()) << int(i);
}

void WorkflowJourneysTest::journeys()
{
    QFETCH(int, index);
    const auto &journey = m_journeys[std::size_t(index)];
    const auto lines = played(journey);
    QCOMPARE(lines.size(), journey.lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto what = journey.lines[i].text + "\n" + lines[i].dump();
        QVERIFY2(lines[i]["status"] != "error", what.c_str());
        QVERIFY2(lines[i]["value"] == journey.lines[i].expected, what.c_str());
        visit(lines[i]["value"], journey.definition, m_visited[journey.definition]);
    }
}

void WorkflowJourneysTest::everyStateIsVisited_data()
{
    QTest::addColumn<QString>("name");
    for (const auto &path : resources::list("workflows"))
        if (const auto definition = definitionOf(path); !Elsewhere.contains(definition))
            QTest::newRow(definition.c_str()) << QString::fromStdString(definition);
}

/// Except those that are left in the step that entered them: passing ones, and ends of regions that wait for each other.
void WorkflowJourneysTest::everyStateIsVisited()
{
    QFETCH(QString, name);
    const auto parsed = workflow::parseDefinition(textOf(name.toStdString()), workflow::AgentCatalog::anything());
    QVERIFY(parsed.definition);
    for (const auto &state : parsed.definition->states()) {
        const bool passing = !state.always.empty() && !state.always.back().guard;
        const bool joins = state.type == workflow::StateType::Final && state.parent != 0;
        if (state.parent != workflow::NoState && !passing && !joins)
            QVERIFY2(m_visited[name.toStdString()].contains(name.toStdString() + "." + state.path), (state.id + " is never visited").c_str());
    }
}

QTEST_GUILESS_MAIN(WorkflowJourneysTest)
#include "workflow_journeys_test.moc"
