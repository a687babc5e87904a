#include <random>

#include <QFile>
#include <QTest>

#include "engine/designer/chart_reader.h"
#include "engine/designer/definition_edit.h"
#include "resources/resources.h"

using namespace hs;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(hs::api::DefinitionEdit)

namespace {

const QString Small = uR"({
  "id": "m",
  "version": "1.0.0",
  "initial": "a",
  "states": {
    "a": {
      "on": { "go": "b", "stop": "#m.c.x" }
    },
    "b": { "on": { "back": [{ "guard": { "type": "stateIn", "params": { "state": "c.x" } }, "target": "a" }, { "target": "c.x" }] } },
    "c": {
      "initial": "x",
      "states": {
        "x": {},
        "h": { "type": "history", "target": "x" }
      }
    }
  }
}
)"_s;

QString lineOf(const QString &text, const QString &part)
{
    for (const QString &line : text.split(u'\n'))
        if (line.contains(part))
            return line;
    return u"(no line with "_s + part + u')';
}

/// Every character of the one stands in the other, in the same order.
bool isWithin(const QString &few, const QString &many)
{
    qsizetype at = 0;
    for (const QChar c : few) {
        at = many.indexOf(c, at);
        if (at < 0)
            return false;
        ++at;
    }
    return true;
}

QString shipped(const QString &name)
{
    QFile file(u":/workflows/"_s + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

api::Chart chartOf(const QString &text)
{
    return designer::readChart(text, {});
}

QString edited(const QString &text, const api::DefinitionEdit &edit)
{
    const auto result = designer::editDefinition(text, edit);
    return result ? result->text : u"refused: "_s + QString::fromStdString(describe(result.error()));
}

} // namespace

/// Changes of a definition's text from the picture.
class DefinitionEditTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void oneLineChanges_data();
    void oneLineChanges();
    void F7_renamingTakesEveryNameWithIt();
    void renamedGuardsActionsAndDelaysAreFollowed();
    void whatIsLeftEmptyOfSetupGoes();
    void removingAStateTakesWhatLeadsToIt();
    void removingTheLastStateLeavesAnAtomicOne();
    void otherMannersOfWriting_data();
    void otherMannersOfWriting();
    void whatCannotBeDoneIsRefused_data();
    void whatCannotBeDoneIsRefused();
    void F2_movingChangesOnlyTheOrder();
    void thereAndBackGivesTheSameBytes();
    void randomEditsKeepEverythingElse();
};

void DefinitionEditTest::oneLineChanges_data()
{
    QTest::addColumn<api::DefinitionEdit>("edit");
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("pointer");
    using E = api::DefinitionEdit;
    using Kind = api::ChartTransition::Kind;
    QTest::newRow("a state joins the others on a line of its own")
        << E(api::AddState{{}, u"d"_s, api::StateKind::Final}) << u"\"d\""_s << u"    \"d\": { \"type\": \"final\" }"_s << u"/states/d"_s;
    QTest::newRow("a transition joins a line of transitions")
        << E(api::AddTransition{u"/states/a"_s, Kind::Event, u"more"_s, u"/states/c"_s, {}, {}}) << u"\"more\""_s
        << u"      \"on\": { \"go\": \"b\", \"stop\": \"#m.c.x\", \"more\": \"c\" }"_s << u"/states/a/on/more"_s;
    QTest::newRow("a second one for the same event makes an array, the guarded one first")
        << E(api::AddTransition{u"/states/a"_s, Kind::Event, u"go"_s, u"/states/c"_s, u"\"vip\""_s, {}}) << u"\"go\""_s
        << u"      \"on\": { \"go\": [{ \"guard\": \"vip\", \"target\": \"c\" }, \"b\"], \"stop\": \"#m.c.x\" }"_s << u"/states/a/on/go/0"_s;
    QTest::newRow("a guarded one goes before the one without guard")
        << E(api::AddTransition{u"/states/b"_s, Kind::Event, u"back"_s, u"/states/c"_s, u"\"vip\""_s, {}}) << u"\"back\""_s
        << u"    \"b\": { \"on\": { \"back\": [{ \"guard\": { \"type\": \"stateIn\", \"params\": { \"state\": \"c.x\" } }, \"target\": \"a\" }, { \"guard\": \"vip\", \"target\": \"c\" }, { \"target\": \"c.x\" }] } },"_s
        << u"/states/b/on/back/1"_s;
    QTest::newRow("a delay makes its own key")
        << E(api::AddTransition{u"/states/a"_s, Kind::After, u"PT1H"_s, u"/states/b"_s, {}, {}}) << u"after"_s
        << u"      \"after\": { \"PT1H\": \"b\" }"_s << u"/states/a/after/PT1H"_s;
    QTest::newRow("another target of a plain one")
        << E(api::ChangeTransition{u"/states/a/on/go"_s, {}, u"/states/c/states/x"_s, {}, {}, {}, {}}) << u"\"go\""_s
        << u"      \"on\": { \"go\": \"c.x\", \"stop\": \"#m.c.x\" }"_s << u"/states/a/on/go"_s;
    QTest::newRow("a guard makes an object of a plain target")
        << E(api::ChangeTransition{u"/states/a/on/go"_s, {}, {}, u"\"vip\""_s, {}, {}, {}}) << u"\"go\""_s
        << u"      \"on\": { \"go\": { \"guard\": \"vip\", \"target\": \"b\" }, \"stop\": \"#m.c.x\" }"_s << u"/states/a/on/go"_s;
    QTest::newRow("another event renames the key")
        << E(api::ChangeTransition{u"/states/a/on/go"_s, u"run"_s, {}, {}, {}, {}, {}}) << u"\"run\""_s
        << u"      \"on\": { \"run\": \"b\", \"stop\": \"#m.c.x\" }"_s << u"/states/a/on/run"_s;
    QTest::newRow("an event that is there already takes it in")
        << E(api::ChangeTransition{u"/states/a/on/go"_s, u"stop"_s, {}, {}, {}, {}, {}}) << u"\"stop\""_s
        << u"      \"on\": { \"stop\": [\"#m.c.x\", \"b\"] }"_s << u"/states/a/on/stop/1"_s;
    QTest::newRow("a transition goes with its comma")
        << E(api::RemoveTransition{u"/states/a/on/stop"_s}) << u"\"go\""_s << u"      \"on\": { \"go\": \"b\" }"_s << u"/states/a"_s;
    QTest::newRow("a task")
        << E(api::AddInvoke{u"/states/c/states/x"_s, u"nyra.qualify"_s, u"score"_s}) << u"nyra"_s
        << u"          \"invoke\": { \"id\": \"score\", \"src\": \"nyra.qualify\" }"_s << u"/states/c/states/x/invoke"_s;
    QTest::newRow("a column in meta that is not there yet")
        << E(api::SetMember{u"/states/c/meta"_s, u"column"_s, u"\"Open\""_s}) << u"meta"_s << u"      \"meta\": { \"column\": \"Open\" }"_s << u"/states/c/meta"_s;
    QTest::newRow("tags of a state")
        << E(api::SetMember{u"/states/c"_s, u"tags"_s, u"[\"vip\", \"late\"]"_s}) << u"tags"_s << u"      \"tags\": [\"vip\", \"late\"]"_s << u"/states/c"_s;
    QTest::newRow("an answer time makes its notes")
        << E(api::SetMember{u"/states/c/meta/sla"_s, u"warn"_s, u"\"PT4H\""_s}) << u"meta"_s << u"      \"meta\": { \"sla\": { \"warn\": \"PT4H\" } }"_s
        << u"/states/c/meta/sla"_s;
    QTest::newRow("a first guard makes its setup")
        << E(api::SetMember{u"/setup/guards"_s, u"vip"_s, u"true"_s}) << u"setup"_s << u"  \"setup\": { \"guards\": { \"vip\": true } }"_s << u"/setup/guards"_s;
    QTest::newRow("a raised version")
        << E(api::SetMember{{}, u"version"_s, u"\"1.0.1\""_s}) << u"version"_s << u"  \"version\": \"1.0.1\","_s << QString();
}

void DefinitionEditTest::oneLineChanges()
{
    QFETCH(api::DefinitionEdit, edit);
    QFETCH(QString, part);
    const auto result = designer::editDefinition(Small, edit);
    QVERIFY2(result.has_value(), describe(result).c_str());
    QTEST(lineOf(result->text, part), "line");
    QTEST(result->pointer, "pointer");
    // Nothing but that line, its comma and its neighbours' is another.
    const QStringList before = Small.split(u'\n');
    int others = 0;
    for (const QString &line : result->text.split(u'\n'))
        others += before.contains(line) ? 0 : 1;
    QVERIFY2(others <= 4, qPrintable(result->text));
}

void DefinitionEditTest::F7_renamingTakesEveryNameWithIt()
{
    const QString inner = edited(Small, api::RenameState{u"/states/c/states/x"_s, u"open"_s});
    QString wanted = Small;
    wanted.replace(u"#m.c.x"_s, u"#m.c.open"_s).replace(u"\"c.x\""_s, u"\"c.open\""_s).replace(u"\"x\""_s, u"\"open\""_s);
    QCOMPARE(inner, wanted);
    const QString outer = edited(Small, api::RenameState{u"/states/c"_s, u"z"_s});
    wanted = Small;
    wanted.replace(u"#m.c.x"_s, u"#m.z.x"_s).replace(u"\"c.x\""_s, u"\"z.x\""_s).replace(u"\"c\""_s, u"\"z\""_s);
    QCOMPARE(outer, wanted);
    const QString root = edited(Small, api::RenameState{{}, u"mm"_s});
    wanted = Small;
    wanted.replace(u"#m.c.x"_s, u"#mm.c.x"_s).replace(u"\"id\": \"m\""_s, u"\"id\": \"mm\""_s);
    QCOMPARE(root, wanted);
}

void DefinitionEditTest::renamedGuardsActionsAndDelaysAreFollowed()
{
    const QString text = uR"({
  "id": "m",
  "setup": {
    "guards": { "vip": true, "rich": true },
    "actions": { "tell": { "agent": "ruvo", "command": "notify" } },
    "delays": { "soon": "PT1H" },
    "actors": { "nyra.qualify": { "timeout": "PT1M" } }
  },
  "initial": "vip",
  "states": {
    "vip": {
      "entry": ["tell", { "type": "raise", "params": { "event": "tell", "delay": "soon" } }],
      "exit": { "type": "tell" },
      "invoke": { "src": "nyra.qualify" },
      "on": { "vip": [{ "guard": { "type": "and", "params": { "guards": ["vip", { "type": "not", "params": { "guard": { "type": "vip" } } }] } }, "actions": "tell" }, { "guard": "rich" }] },
      "after": { "soon": "soon" }
    },
    "soon": { "after": { "soon": "vip", "PT2H": "vip" } }
  }
}
)"_s;
    QString wanted = text;
    wanted.replace(u"{ \"vip\": true"_s, u"{ \"known\": true"_s).replace(u"[\"vip\","_s, u"[\"known\","_s).replace(u"\"type\": \"vip\""_s, u"\"type\": \"known\""_s);
    QCOMPARE(edited(text, api::RenameSetup{u"/setup/guards/vip"_s, u"known"_s}), wanted);
    wanted = text;
    wanted.replace(u"\"tell\": {"_s, u"\"say\": {"_s).replace(u"[\"tell\","_s, u"[\"say\","_s).replace(u"\"type\": \"tell\""_s, u"\"type\": \"say\""_s)
        .replace(u"\"actions\": \"tell\""_s, u"\"actions\": \"say\""_s);
    QCOMPARE(edited(text, api::RenameSetup{u"/setup/actions/tell"_s, u"say"_s}), wanted);
    wanted = text;
    wanted.replace(u"{ \"soon\": \"PT1H\""_s, u"{ \"later\": \"PT1H\""_s).replace(u"\"delay\": \"soon\""_s, u"\"delay\": \"later\""_s)
        .replace(u"\"after\": { \"soon\""_s, u"\"after\": { \"later\""_s);
    QCOMPARE(edited(text, api::RenameSetup{u"/setup/delays/soon"_s, u"later"_s}), wanted);
    // Back again gives the same bytes; a name that stands there is not taken from another.
    QCOMPARE(edited(wanted, api::RenameSetup{u"/setup/delays/later"_s, u"soon"_s}), text);
    QVERIFY(edited(text, api::RenameSetup{u"/setup/guards/vip"_s, u"rich"_s}).startsWith(u"refused"_s));
    QVERIFY(edited(text, api::RenameSetup{u"/setup/delays/soon"_s, u"PT2H"_s}).startsWith(u"refused"_s));
    const auto setup = chartOf(text).setup;
    QCOMPARE(setup.size(), std::size_t(5));
    QCOMPARE(setup[0].name, u"vip"_s);
    QCOMPARE(setup[0].uses, 2);
    QCOMPARE(setup[1].uses, 1);
    QCOMPARE(setup[2].name, u"tell"_s);
    QCOMPARE(setup[2].uses, 3);
    QCOMPARE(setup[3].name, u"nyra.qualify"_s);
    QCOMPARE(setup[3].uses, 1);
    QCOMPARE(setup[4].uses, 3);
    QCOMPARE(setup[4].source, u"\"PT1H\""_s);
}

void DefinitionEditTest::whatIsLeftEmptyOfSetupGoes()
{
    QString text = edited(Small, api::SetMember{u"/setup/guards"_s, u"vip"_s, u"true"_s});
    text = edited(text, api::SetMember{u"/setup/delays"_s, u"soon"_s, u"\"PT1H\""_s});
    QVERIFY2(text.contains(u"\"delays\""_s), qPrintable(text));
    text = edited(text, api::SetMember{u"/setup/guards"_s, u"vip"_s, {}});
    QVERIFY2(!text.contains(u"guards"_s) && text.contains(u"soon"_s), qPrintable(text));
    QCOMPARE(edited(text, api::SetMember{u"/setup/delays"_s, u"soon"_s, {}}), Small);
}

void DefinitionEditTest::removingAStateTakesWhatLeadsToIt()
{
    QString wanted = Small;
    wanted.replace(u", \"stop\": \"#m.c.x\""_s, QString()).replace(u", { \"target\": \"c.x\" }"_s, QString());
    wanted.remove(wanted.indexOf(u",\n    \"c\""_s), wanted.indexOf(u"\n  }\n}"_s) - wanted.indexOf(u",\n    \"c\""_s));
    QCOMPARE(edited(Small, api::RemoveState{u"/states/c"_s}), wanted);
    // The initial state hands its place on.
    const QString without = edited(Small, api::RemoveState{u"/states/a"_s});
    QVERIFY2(without.contains(u"\"initial\": \"b\""_s), qPrintable(without));
    QVERIFY(!without.contains(u"\"a\""_s));
}

void DefinitionEditTest::removingTheLastStateLeavesAnAtomicOne()
{
    const QString noHistory = edited(Small, api::RemoveState{u"/states/c/states/h"_s});
    const QString empty = edited(noHistory, api::RemoveState{u"/states/c/states/x"_s});
    QVERIFY2(empty.contains(u"\"c\": {}"_s), qPrintable(empty));
}

void DefinitionEditTest::otherMannersOfWriting_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("after");
    QTest::newRow("without any space") << u"{\"id\":\"m\",\"states\":{\"a\":{}}}"_s << u"{\"id\":\"m\",\"states\":{\"a\":{},\"b\":{\"type\":\"final\"}}}"_s;
    QTest::newRow("tabs and carriage returns") << u"{\r\n\t\"id\": \"m\",\r\n\t\"states\": {\r\n\t\t\"a\": {}\r\n\t}\r\n}"_s
                                               << u"{\r\n\t\"id\": \"m\",\r\n\t\"states\": {\r\n\t\t\"a\": {},\r\n\t\t\"b\": { \"type\": \"final\" }\r\n\t}\r\n}"_s;
    QTest::newRow("no states yet") << u"{\n    \"id\": \"m\"\n}\n"_s
                                   << u"{\n    \"id\": \"m\",\n    \"initial\": \"b\",\n    \"states\": {\n        \"b\": { \"type\": \"final\" }\n    }\n}\n"_s;
}

void DefinitionEditTest::otherMannersOfWriting()
{
    QFETCH(QString, text);
    QTEST(edited(text, api::AddState{{}, u"b"_s, api::StateKind::Final}), "after");
}

void DefinitionEditTest::whatCannotBeDoneIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<api::DefinitionEdit>("edit");
    using E = api::DefinitionEdit;
    using Kind = api::ChartTransition::Kind;
    QTest::newRow("no JSON") << u"{"_s << E(api::AddState{});
    QTest::newRow("a key twice") << u"{\"id\": \"m\", \"id\": \"n\"}"_s << E(api::AddState{{}, u"x"_s, {}});
    QTest::newRow("a name that is none") << Small << E(api::AddState{{}, u"9 lives"_s, {}});
    QTest::newRow("a name that is taken") << Small << E(api::AddState{{}, u"a"_s, {}});
    QTest::newRow("a new name that is taken") << Small << E(api::RenameState{u"/states/a"_s, u"b"_s});
    QTest::newRow("a state that is gone") << Small << E(api::RenameState{u"/states/q"_s, u"b"_s});
    QTest::newRow("states in a history state") << Small << E(api::AddState{u"/states/c/states/h"_s, u"y"_s, {}});
    QTest::newRow("the root cannot go") << Small << E(api::RemoveState{{}});
    QTest::newRow("a guard that is no JSON") << Small << E(api::ChangeTransition{u"/states/a/on/go"_s, {}, {}, u"vip"_s, {}, {}, {}});
    QTest::newRow("no event") << Small << E(api::AddTransition{u"/states/a"_s, Kind::Event, {}, u"/states/b"_s, {}, {}});
    QTest::newRow("notes of a state that is gone") << Small << E(api::SetMember{u"/states/q/meta"_s, u"column"_s, u"\"Open\""_s});
    QTest::newRow("a name that is not in setup") << Small << E(api::RenameSetup{u"/setup/guards/vip"_s, u"rich"_s});
    QTest::newRow("no such task") << Small << E(api::AddTransition{u"/states/a"_s, Kind::TaskDone, u"t"_s, u"/states/b"_s, {}, {}});
}

void DefinitionEditTest::whatCannotBeDoneIsRefused()
{
    QFETCH(QString, text);
    QFETCH(api::DefinitionEdit, edit);
    const auto result = designer::editDefinition(text, edit);
    QVERIFY(!result.has_value());
    QCOMPARE(int(result.error().code), int(Errc::BadInput));
    QVERIFY(!result.error().what.empty());
}

void DefinitionEditTest::F2_movingChangesOnlyTheOrder()
{
    const QString once = edited(Small, api::MoveItem{u"/states/a"_s, 1});
    QVERIFY(once.indexOf(u"\"b\": {"_s) < once.indexOf(u"\"a\": {"_s));
    QCOMPARE(once.size(), Small.size());
    QCOMPARE(edited(once, api::MoveItem{u"/states/a"_s, -1}), Small);
    const QString swapped = edited(Small, api::MoveItem{u"/states/b/on/back/0"_s, 1});
    QVERIFY(swapped.contains(u"[{ \"target\": \"c.x\" }, { \"guard\""_s));
    QCOMPARE(edited(Small, api::MoveItem{u"/states/c"_s, 5}), Small);
}

void DefinitionEditTest::thereAndBackGivesTheSameBytes()
{
    for (const QString &name : {u"lead-to-client.json"_s, u"order.json"_s}) {
        const QString text = shipped(name);
        const api::Chart chart = chartOf(text);
        for (const auto &state : chart.states) {
            const auto renamed = designer::editDefinition(text, api::RenameState{state.pointer, u"quite_another"_s});
            QVERIFY2(renamed.has_value(), qPrintable(state.pointer));
            QVERIFY2(chartOf(renamed->text).sound, qPrintable(state.pointer));
            QCOMPARE(edited(renamed->text, api::RenameState{renamed->pointer, state.parent < 0 ? state.id : state.key}), text);
            if (state.kind == api::StateKind::Final || state.kind == api::StateKind::History)
                continue;
            const auto more = designer::editDefinition(text, api::AddTransition{state.pointer, api::ChartTransition::Kind::Event, u"fresh.event"_s,
                                                                                  chart.states.back().pointer, {}, {}});
            QVERIFY(more.has_value());
            QVERIFY2(isWithin(text, more->text), qPrintable(state.pointer));
            QCOMPARE(edited(more->text, api::RemoveTransition{more->pointer}), text);
            if (state.kind == api::StateKind::Atomic)
                continue;
            const auto child = designer::editDefinition(text, api::AddState{state.pointer, u"fresh"_s, api::StateKind::Parallel});
            QVERIFY(child.has_value());
            QVERIFY(isWithin(text, child->text));
            QCOMPARE(edited(child->text, api::RemoveState{child->pointer}), text);
        }
    }
}

void DefinitionEditTest::randomEditsKeepEverythingElse()
{
    std::mt19937 random(20260301);
    const auto pick = [&random](std::size_t count) { return std::size_t(random() % count); };
    const QString guards[] = {QString(), u"\"scoreIsHigh\""_s, u"{\"type\": \"jsonlogic\", \"params\": {\"rule\": {\"var\": \"context.n\"}}}"_s};
    int carriedOut = 0;
    for (int run = 0; run < 6; ++run) {
        QString text = shipped(run % 2 ? u"order.json"_s : u"lead-to-client.json"_s);
        for (int step = 0; step < 25; ++step) {
            const api::Chart chart = chartOf(text);
            QVERIFY(chart.readable);
            const auto &state = chart.states[pick(chart.states.size())];
            const auto &other = chart.states[pick(chart.states.size())];
            const QString name = u"s"_s + QString::number(run) + u'_' + QString::number(step);
            const auto *transition = chart.transitions.empty() ? nullptr : &chart.transitions[pick(chart.transitions.size())];
            api::DefinitionEdit edit = api::RenameState{state.pointer, name};
            bool grows = false;
            bool shrinks = false;
            switch (pick(8)) {
            case 0: edit = api::AddState{state.pointer, name, api::StateKind(int(pick(5)))}; grows = !state.pointer.isEmpty() && state.kind == api::StateKind::Compound; break;
            case 1: edit = api::AddTransition{state.pointer, api::ChartTransition::Kind::Event, u"ev."_s + name, other.pointer, guards[pick(3)], {}}; grows = true; break;
            case 2: edit = api::AddInvoke{state.pointer, u"nyra.qualify"_s, name}; grows = true; break;
            case 3: if (step % 5 == 4) { edit = api::RemoveState{state.pointer}; } break;
            case 4: if (transition) { edit = api::RemoveTransition{transition->pointer}; shrinks = true; } break;
            case 5: if (transition) { edit = api::ChangeTransition{transition->pointer, {}, other.pointer, guards[pick(3)], u"\"log\""_s, true, u"why"_s}; } break;
            case 6: edit = api::MoveItem{state.pointer, int(pick(3)) - 1}; break;
            default: break;
            }
            const auto result = designer::editDefinition(text, edit);
            if (!result)
                continue;
            ++carriedOut;
            const api::Chart after = chartOf(result->text);
            QVERIFY2(after.readable, qPrintable(result->text));
            QVERIFY(std::none_of(after.findings.begin(), after.findings.end(), [](const auto &finding) { return finding.code == u"E003"_s || finding.code == u"E013"_s; }));
            QVERIFY2(!grows || isWithin(text, result->text), qPrintable(result->text));
            QVERIFY2(!shrinks || isWithin(result->text, text), qPrintable(result->text));
            text = result->text;
        }
    }
    QVERIFY(carriedOut > 70);
}

QTEST_GUILESS_MAIN(DefinitionEditTest)
#include "definition_edit_test.moc"
