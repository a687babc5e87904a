#include <QFile>
#include <QTest>

#include "engine/designer/chart_reader.h"
#include "resources/resources.h"

using namespace hs;
using namespace Qt::StringLiterals;

namespace {

QString shipped(const QString &name)
{
    QFile file(u":/workflows/"_s + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

api::Chart chartOf(const QString &text)
{
    designer::Surroundings surroundings;
    surroundings.agentKeys = {{"nyra", "nyra"}, {"grace", "grace-fields"}};
    return designer::readChart(text, surroundings);
}

const api::ChartState *stateNamed(const api::Chart &chart, const QString &path)
{
    for (const auto &state : chart.states)
        if (state.path == path)
            return &state;
    return nullptr;
}

const api::ChartTransition *transitionAt(const api::Chart &chart, const QString &pointer)
{
    for (const auto &transition : chart.transitions)
        if (transition.pointer == pointer)
            return &transition;
    return nullptr;
}

} // namespace

/// A definition as it is drawn.
class ChartReaderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void theShippedDefinitions_data();
    void theShippedDefinitions();
    void kindsOfTransitions();
    void wordsOfGuardsAndActions_data();
    void wordsOfGuardsAndActions();
    void placesCountAsTheWindowCounts();
    void aTextWithErrorsIsDrawnAsFarAsItGoes();
    void aTextThatIsNoJsonHasOnlyFindings();
};

void ChartReaderTest::theShippedDefinitions_data()
{
    QTest::addColumn<QString>("file");
    for (const std::string &file : resources::list("workflows"))
        QTest::newRow(file.c_str()) << QString::fromStdString(file).section(u'/', -1);
}

void ChartReaderTest::theShippedDefinitions()
{
    QFETCH(QString, file);
    const QString text = shipped(file);
    const api::Chart chart = chartOf(text);
    QVERIFY(chart.readable);
    QVERIFY(chart.sound);
    QVERIFY(chart.states.size() > 5);
    QVERIFY(chart.transitions.size() > 5);
    for (const auto &transition : chart.transitions) {
        QVERIFY2(!transition.targets.empty() || transition.target.isEmpty(), qPrintable(transition.pointer));
        QVERIFY2(transition.range.length > 0, qPrintable(transition.pointer));
    }
    for (std::size_t i = 1; i < chart.states.size(); ++i) {
        const auto &state = chart.states[i];
        QVERIFY2(text.mid(state.range.offset, state.range.length).startsWith(u'"' + state.key + u'"'), qPrintable(state.pointer));
    }
}

void ChartReaderTest::kindsOfTransitions()
{
    const api::Chart chart = chartOf(uR"({"id": "m", "version": "1.0.0", "initial": "a", "states": {
        "a": {"on": {"go.now": ["b", {"guard": "g", "target": "c"}], "stay": {"actions": "log"}},
              "after": {"PT1H": "c"}, "always": [{"guard": "g", "target": "b"}],
              "invoke": {"src": "nyra.qualify", "timeout": "PT5M", "onDone": "b", "onError": {"target": "c", "reenter": true}}},
        "b": {"initial": "x", "states": {"x": {"type": "final"}, "h": {"type": "history", "history": "deep", "target": "x"}}, "onDone": "c"},
        "c": {"type": "final"}}})"_s);
    using Kind = api::ChartTransition::Kind;
    const auto kind = [&](const char *pointer) {
        const auto *found = transitionAt(chart, QString::fromLatin1(pointer));
        return found ? std::optional(found->kind) : std::nullopt;
    };
    QCOMPARE(chart.transitions.size(), std::size_t(8));
    QVERIFY(kind("/states/a/on/go.now/0") == Kind::Event);
    QVERIFY(kind("/states/a/on/go.now/1") == Kind::Event);
    QVERIFY(!transitionAt(chart, u"/states/a/on/go.now/1"_s)->alone);
    QVERIFY(transitionAt(chart, u"/states/a/on/stay"_s)->targets.empty());
    QVERIFY(kind("/states/a/after/PT1H") == Kind::After);
    QVERIFY(kind("/states/a/always/0") == Kind::Always);
    QVERIFY(kind("/states/a/invoke/onDone") == Kind::TaskDone);
    QVERIFY(kind("/states/a/invoke/onError") == Kind::TaskError);
    QVERIFY(transitionAt(chart, u"/states/a/invoke/onError"_s)->reenter);
    QVERIFY(kind("/states/b/onDone") == Kind::StateDone);
    const auto *a = stateNamed(chart, u"a"_s);
    QCOMPARE(a->invokes.size(), std::size_t(1));
    QCOMPARE(a->invokes.front().agent, u"nyra"_s);
    QCOMPARE(a->invokes.front().timeout, u"PT5M"_s);
    QCOMPARE(a->invokes.front().fullId, u"0.m.a"_s);
    const auto *history = stateNamed(chart, u"b.h"_s);
    QVERIFY(history->deep);
    QCOMPARE(chart.states[std::size_t(history->historyDefault.front())].path, u"b.x"_s);
    QCOMPARE(chart.states[std::size_t(chart.states.front().initial)].path, u"a"_s);
}

void ChartReaderTest::wordsOfGuardsAndActions_data()
{
    QTest::addColumn<QString>("transition");
    QTest::addColumn<QString>("guard");
    QTest::addColumn<QString>("actions");
    QTest::newRow("a name is its own word") << uR"({"guard": "paid", "actions": "log"})"_s << u"paid"_s << u"log"_s;
    QTest::newRow("parameters stand behind it")
        << uR"({"guard": {"type": "isLarge", "params": {"min": 8}}})"_s << u"isLarge (min: 8)"_s << QString();
    QTest::newRow("logic reads as a sum")
        << uR"({"guard": {"type": "jsonlogic", "params": {"rule": {"and": [{">=": [{"var": "context.n"}, 2]}, {"!": [{"var": "event.late"}]}]}}}})"_s
        << u"n >= 2 and not event.late"_s << QString();
    QTest::newRow("guards of guards")
        << uR"({"guard": {"type": "or", "params": {"guards": ["a", {"type": "not", "params": {"guard": "b"}}, {"type": "stateIn", "params": {"state": "#x"}}]}}})"_s
        << u"a or not b or in #x"_s << QString();
    QTest::newRow("what actions do")
        << uR"({"actions": [{"type": "assign", "params": {"assignment": {"a": 1, "b": 2}}}, {"type": "raise", "params": {"event": {"type": "go"}}}]})"_s
        << QString() << u"set a, b|raise go"_s;
}

void ChartReaderTest::wordsOfGuardsAndActions()
{
    QFETCH(QString, transition);
    const api::Chart chart = chartOf(uR"({"id": "m", "version": "1.0.0", "initial": "a", "states": {"a": {"on": {"go": %1}}}})"_s.arg(transition));
    QTEST(chart.transitions.front().guard, "guard");
    QTEST(chart.transitions.front().actions.join(u'|'), "actions");
}

void ChartReaderTest::placesCountAsTheWindowCounts()
{
    const QString text = u"{\"id\": \"m\", \"description\": \"Größe 𝄞\",\n \"initial\": \"ä\", \"states\": {\"b\": {}}}"_s;
    const api::Chart chart = chartOf(text);
    const auto *b = stateNamed(chart, u"b"_s);
    QVERIFY(b);
    QCOMPARE(text.mid(b->range.offset, b->range.length), u"\"b\": {}"_s);
    QCOMPARE(b->range.line, 2);
    bool seen = false;
    for (const auto &finding : chart.findings) {
        if (finding.code != u"E022"_s)
            continue;
        seen = true;
        QCOMPARE(text.mid(finding.range.offset, finding.range.length), u"\"ä\""_s);
    }
    QVERIFY(seen);
}

void ChartReaderTest::aTextWithErrorsIsDrawnAsFarAsItGoes()
{
    const api::Chart chart = chartOf(uR"({"id": "m", "version": "1", "initial": "a", "states": {"a": {"on": {"go": "nowhere", "ok": "b"}}, "b": 7}})"_s);
    QVERIFY(chart.readable);
    QVERIFY(!chart.sound);
    QCOMPARE(chart.states.size(), std::size_t(3));
    QVERIFY(transitionAt(chart, u"/states/a/on/go"_s)->targets.empty());
    QCOMPARE(transitionAt(chart, u"/states/a/on/go"_s)->target, u"nowhere"_s);
    QCOMPARE(transitionAt(chart, u"/states/a/on/ok"_s)->targets.size(), std::size_t(1));
    QVERIFY(std::any_of(chart.findings.begin(), chart.findings.end(), [](const auto &finding) { return finding.code == u"E040"_s; }));
}

void ChartReaderTest::aTextThatIsNoJsonHasOnlyFindings()
{
    const api::Chart chart = chartOf(u"{\"id\": \"m\",\n oops"_s);
    QVERIFY(!chart.readable);
    QVERIFY(chart.states.empty());
    QCOMPARE(chart.findings.size(), std::size_t(1));
    QCOMPARE(chart.findings.front().code, u"E001"_s);
    QCOMPARE(chart.findings.front().range.line, 2);
}

QTEST_GUILESS_MAIN(ChartReaderTest)
#include "chart_reader_test.moc"
