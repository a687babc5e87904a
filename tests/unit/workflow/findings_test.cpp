#include "tests/unit/workflow/findings_check.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;

/// Codes E001 to E048: what does not read, and states and targets that do not fit. Exact texts and places.
class FindingsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reading_data();
    void reading() { test::checkFindings(); }
    void states_data();
    void states() { test::checkFindings(); }
    void bytesThatAreNoText();
};

void FindingsTest::bytesThatAreNoText()
{
    const auto parsed = parseDefinition("{\n\"id\": \"\xff\"}", studio(Mode::Trace));
    QCOMPARE(parsed.findings.size(), std::size_t(1));
    QCOMPARE(parsed.findings[0].code, std::string("E001"));
    QCOMPARE(parsed.findings[0].line, std::size_t(2));
    QCOMPARE(parsed.findings[0].column, std::size_t(8));
    QVERIFY(parsed.findings[0].message.starts_with("line 2, column 8: not JSON: invalid string: ill-formed UTF-8 byte"));
}

void FindingsTest::reading_data()
{
    findingColumns();
    row("a sound definition has no findings", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"()");
    row("E001 a brace is missing", Mode::Trace,
        R"({"id": "m",
 "version": )",
        R"(E001  2:13 line 2, column 13: not JSON: unexpected end of input; expected '[', '{', or a literal)");
    row("E001 a stray word", Mode::Trace,
        R"({"id": "m",
 "states": {yes}})",
        R"(E001  2:13 line 2, column 13: not JSON: invalid literal; last read: '"states": {y'; expected string literal)");
    row("E003 a key twice", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"},
  "on": {"y": "b"}}, "b": {"type": "final"}}})",
        R"(E003 /states/a/on 4:3 key "on" appears twice)");
    row("E003 a key twice under another spelling", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "initi\u0061l": "a", "states": {"a": {"type": "final"}}})",
        R"(E003 /initial 2:18 key "initial" appears twice)");
    row("E010 no id", Mode::Trace,
        R"({"version": "1.0.0", "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(E010  1:1 "id" is missing)");
    row("E010 no version where it shall run", Mode::Run,
        R"({"id": "m", "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(E010  1:1 "version" is missing)");
    row("E012 half a version", Mode::Trace,
        R"({"id": "m",
 "version": "1.2", "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(E012 /version 2:13 "version" is not semver: "1.2")");
    row("E012 a leading zero", Mode::Trace,
        R"({"id": "m", "version": "1.02.0", "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(E012 /version 1:24 "version" is not semver: "1.02.0")");
    row("F3 E013 an unknown key in a state", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "entyr": []},
  "b": {"type": "final"}}})",
        R"(E013 /states/a/entyr 3:37 unknown key "entyr" in a state; did you mean "entry"?)");
    row("E013 an unknown key in a transition", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"taget": "b", "target": "b"}}},
  "b": {"type": "final"}}})",
        R"(E013 /states/a/on/x/taget 3:32 unknown key "taget" in a transition; did you mean "target"?)");
    row("E013 an unknown key in an invoke", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "human.input", "onDone": "b", "onError": "b", "inputs": {}}},
  "b": {"type": "final"}}})",
        R"(E013 /states/a/invoke/inputs 3:83 unknown key "inputs" in an invoke; did you mean "input"?)");
    row("E013 an unknown key in setup", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"gards": {}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E013 /setup/gards 2:28 unknown key "gards" in setup; did you mean "guards"?)");
    row("E013 an unknown key in an action", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"target": "b", "actions": {"type": "log", "params": {"message": "a", "level": 1}}}}},
  "b": {"type": "final"}}})",
        R"(E013 /states/a/on/x/actions/params/level 3:101 unknown key "level" in an action)");
    row("E014 the document is no object", Mode::Trace,
        R"([1])",
        R"(E014  1:1 "definition" must be an object, found an array)");
    row("E014 states is a list", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": [1]})",
        R"(E014 /states 2:28 "states" must be an object, found an array)");
    row("E014 a state is null", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": null, "b": {"type": "final"}}})",
        R"(E014 /states/a 2:34 "a" must be an object, found null)");
    row("E014 a transition is a number", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": 5}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/on/x 3:31 "x" must be a transition (a target or an object), found a number)");
    row("E014 an unknown type", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"type": "paralel", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/type 3:27 "type" must be atomic, compound, parallel, final or history, found "paralel")");
    row("E014 a history that is neither", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "h"}}, "h": {"type": "history", "history": true}, "b": {"type": "final"}}})",
        R"(E043 /states/a/on/x 2:47 "a" targets history "h" of its own ancestor "m"; target "m" or move the transition outside)"
            R"(|E014 /states/h/history 2:90 "history" must be shallow or deep, found true)");
    row("E014 reenter as text", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"target": "b", "reenter": "yes"}}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/on/x/reenter 3:58 "reenter" must be true or false, found a string)");
    row("E014 no targets in the list", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"target": []}, "y": "b"}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/on/x/target 3:42 "target" must be a string or an array of strings, found an empty array)");
    row("E014 an invoke without src", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/invoke 3:29 "src" must be a string, found nothing)");
    row("E015 snapshots of children", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "human.input", "onDone": "b", "onError": "b",
 "onSnapshot": "b", "systemId": "s"}},
  "b": {"type": "final"}}})",
        R"(E015 /states/a/invoke/onSnapshot 4:2 "onSnapshot" is an XState feature this engine does not run)"
            R"(|E015 /states/a/invoke/systemId 4:21 "systemId" is an XState feature this engine does not run)");
    row("E015 routes", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "route": {}},
  "b": {"type": "final"}}})",
        R"(E015 /states/a/route 3:37 "route" is an XState feature this engine does not run)");
    row("E015 actions that spawn", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "entry": {"type": "spawnChild", "params": {}}},
  "b": {"type": "final"}}})",
        R"(E015 /states/a/entry/type 3:55 "spawnChild" is an XState feature this engine does not run)");
    row("E015 an action that was a function", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "entry": [{"type": "xstate.assign"}]},
  "b": {"type": "final"}}})",
        R"(E015 /states/a/entry/0/type 3:56 "xstate.assign" is an XState feature this engine does not run)");
    row("T1 maxRunning is a count", Mode::Run,
        R"({"id": "m", "version": "1.0.0", "meta": {"maxRunning": 0},
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E014 /meta/maxRunning 1:56 "maxRunning" must be a whole number from 1 to 1000000, found a number)");
    row("T1 maxRunning is no text", Mode::Run,
        R"({"id": "m", "version": "1.0.0", "meta": {"maxRunning": "3"},
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E014 /meta/maxRunning 1:56 "maxRunning" must be a whole number from 1 to 1000000, found a string)");
    row("T10 sla is an object", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": "PT1H"}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/meta/sla 3:53 "sla" must be an object, found a string)");
    row("T10 sla with neither", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": {"calendar": "entity"}}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/meta/sla 3:53 "sla" must be an object with "warn" or "breach", found neither)");
    row("T10 sla with an unknown key", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": {"warn": "PT1H", "breech": "PT2H"}}},
  "b": {"type": "final"}}})",
        R"(E013 /states/a/meta/sla/breech 3:70 unknown key "breech" in meta.sla; did you mean "breach"?)");
    row("T10 sla without a length", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": {"warn": "soon"}}},
  "b": {"type": "final"}}})",
        R"(E071 /states/a/meta/sla/warn 3:62 "soon" is not a duration or milliseconds)");
    row("T10 sla warns before it breaches", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": {"warn": "PT2H", "breach": 3600000}}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/meta/sla/warn 3:62 "warn" must be shorter than "breach", found "PT2H" and 3600000)");
    row("T10 sla with a calendar without a name", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b"}, "meta": {"sla": {"warn": "PT2H", "calendar": ""}}},
  "b": {"type": "final"}}})",
        R"(E014 /states/a/meta/sla/calendar 3:82 "calendar" must be entity, studio or the name of a business, found "")");
    row("T8 schedules are sound", Mode::Run,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"schedules": [{"cron": "0 9 * * 1", "timezone": "Europe/Berlin", "event": {"type": "digest.due"}}]},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        "");
}

void FindingsTest::states_data()
{
    findingColumns();
    row("E020 a compound state without states", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"type": "compound", "initial": "c", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E020 /states/a 3:18 a compound state needs states)");
    row("E020 a parallel state without states", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"type": "parallel", "states": {}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E020 /states/a 3:18 a parallel state needs states)");
    row("E021 no initial", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "states": {"a": {"type": "final"}}})",
        R"(E021  1:1 a compound state needs "initial")");
    row("E022 initial names no child", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "preparin",
 "states": {"triage": {"on": {"x": "b"}}, "preparing": {}, "b": {"type": "final"}}})",
        R"(E022 /initial 2:13 "initial" names "preparin", which is not a child: triage, preparing, b; did you mean "preparing"?)");
    row("E022 initial names a history state", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "h",
 "states": {"a": {"type": "final"}, "h": {"type": "history"}}})",
        R"(E022 /initial 2:13 "initial" names "h", which is not a child: a)");
    row("F4 E024 a name that begins with a digit", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b"}},
 "2nd": {}, "b": {"type": "final"}}})",
        R"(E024 /states/2nd 3:2 bad name "2nd": letters, digits, _ and -, not starting with a digit)");
    row("F4 E024 an id with a dot", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"id": "a.b", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E024 /states/a/id 3:25 bad name "a.b": letters, digits, _ and -, not starting with a digit)");
    row("E024 the root's id", Mode::Trace,
        R"({"id": "my machine", "version": "1.0.0", "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(E024 /id 1:8 bad name "my machine": letters, digits, _ and -, not starting with a digit)");
    row("E025 an id twice", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"id": "one", "on": {"x": "b"}},
 "b": {"id": "one", "type": "final"}}})",
        R"(E025 /states/b/id 3:14 id "one" is used twice, first at /states/a/id)");
    row("F5 E026 a final state with transitions", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b"}},
 "b": {"type": "final", "on": {"y": "a"}, "invoke": {"src": "human.input"}}}})",
        R"(E026 /states/b/on 3:25 a final state cannot have "on")"
            R"(|E026 /states/b/invoke 3:43 a final state cannot have "invoke")");
    row("F5 E026 a history state with entry actions", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "h", "y": "b"}},
 "b": {"type": "final"}, "h": {"type": "history", "entry": []}}})",
        R"(E043 /states/a/on/x 2:47 "a" targets history "h" of its own ancestor "m"; target "m" or move the transition outside)"
            R"(|E026 /states/h/entry 3:51 a history state cannot have "entry")");
    row("F5 E026 a parallel state with initial", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "type": "parallel", "initial": "a", "states": {"a": {"type": "final"}}})",
        R"(E026 /initial 2:22 a parallel state cannot have "initial")");
    row("F5 E026 an atomic state with a target", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"target": "b", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E026 /states/a/target 3:19 an atomic state cannot have "target")");
    row("E030 a default outside", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "p.h"}},
 "p": {"initial": "q", "states": {"q": {"on": {"y": "#b"}}, "h": {"type": "history", "target": "#b"}}}, "b": {"id": "b", "type": "final"}}})",
        R"(E030 /states/p/states/h/target 3:96 default of history "p.h" must be inside "p")");
    row("E040 no such sibling", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "triage", "states": {
 "triage": {"on": {"x": "prepared", "y": "done"}}, "preparing": {}, "done": {"type": "final"}}})",
        R"(E040 /states/triage/on/x 3:25 target "prepared" of "triage": no such sibling; siblings are triage, preparing, done)");
    row("E040 no such child", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": ".c", "y": "b"}},
  "b": {"type": "final"}}})",
        R"(E040 /states/a/on/x 3:31 target ".c" of "a": no such child; there are none)");
    row("E040 no such child of a sibling", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": "b.c", "y": "b"}},
  "b": {"type": "final"}}})",
        R"(E040 /states/a/on/x 3:31 target "b.c" of "a": no such child; there are none)");
    row("E040 the root has no siblings", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "on": {"x": "b"},
 "states": {"a": {}, "b": {"type": "final"}}})",
        R"(E040 /on/x 2:30 target "b" of "m": no such sibling; the root has none, use ".b")");
    row("E041 no such id", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": {"target": "#reservd"}}},
 "b": {"id": "reserved", "type": "final"}}})",
        R"(E041 /states/a/on/x/target 2:58 no state has the id "reservd"; did you mean "reserved"?)");
    row("E041 stateIn without such a state", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"target": "b", "guard": {"type": "stateIn", "params": {"state": "c"}}}}},
  "b": {"type": "final"}}})",
        R"(E041 /states/a/on/x/guard/params/state 3:96 no state has the id "c")");
    row("E042 two states of one region", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "p", "states": {"p": {"type": "parallel", "states": {
 "r": {"initial": "a", "states": {"a": {}, "b": {}}}, "s": {}}, "on": {"x": {"target": [".r.a", ".r.b"]}, "y": "f"}}, "f": {"type": "final"}}})",
        R"(E042 /states/p/on/x/target 3:88 targets ".r.a" and ".r.b" are not in different regions of one parallel state)");
    row("E042 a region and its own child", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "p", "states": {"p": {"type": "parallel", "states": {
 "r": {"initial": "a", "states": {"a": {}, "b": {}}}, "s": {}}, "on": {"x": {"target": [".r", ".r.b"]}, "y": "f"}}, "f": {"type": "final"}}})",
        R"(E042 /states/p/on/x/target 3:88 targets ".r" and ".r.b" are not in different regions of one parallel state)");
    row("F8 E043 history of one's own parent", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "p", "states": {"p": {"initial": "a",
 "states": {"a": {"on": {"x": "h", "y": "#f"}}, "h": {"type": "history"}}}, "f": {"id": "f", "type": "final"}}})",
        R"(E043 /states/p/states/a/on/x 3:31 "p.a" targets history "p.h" of its own ancestor "p"; target "p" or move the transition outside)");
    row("E044 always without target", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"always": {"actions": {"type": "log", "params": {"message": "a"}}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E044 /states/a/always 3:29 an always transition needs a target)");
    row("E047 raising a reserved type", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "raise", "params": {"event": {"type": "xstate.init"}}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E047 /states/a/entry/params/event/type 3:75 event types cannot start with "xstate." here)");
    row("E047 a trigger on a reserved type", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"triggers": [{"event": "xstate.done", "key": "k"}]},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E047 /setup/triggers/0/event 2:51 event types cannot start with "xstate." here)");
    row("E048 a star in the middle", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"a.*.b": "b", "a*": "b"}},
  "b": {"type": "final"}}})",
        R"(E048 /states/a/on/a.*.b 3:26 "*" only as the last token)"
            R"(|E048 /states/a/on/a* 3:40 "*" only as the last token)");
}

QTEST_GUILESS_MAIN(FindingsTest)
#include "findings_test.moc"
