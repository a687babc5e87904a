#include "tests/unit/workflow/findings_check.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;

/// Codes E060 to E092 and the warnings: names, rules, agents and what they mean. Exact texts and places.
class MeaningTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void meaning_data();
    void meaning() { test::checkFindings(); }
    void warnings_data();
    void warnings() { test::checkFindings(); }
};

void MeaningTest::meaning_data()
{
    findingColumns();
    row("E060 no such guard", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"guards": {"paidInFull": true}},
 "states": {"a": {"on": {"x": {"target": "b", "guard": "paidInFul"}}},
  "b": {"type": "final"}}})",
        R"(W207 /setup/guards/paidInFull 2:39 guard "paidInFull" is never used)"
            R"(|E060 /states/a/on/x/guard 3:56 no guard "paidInFul" in setup.guards; did you mean "paidInFull"?)");
    row("E060 inside not", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": {"target": "b", "guard": {"type": "not", "params": {"guard": "nope"}}}}},
  "b": {"type": "final"}}})",
        R"(E060 /states/a/on/x/guard/params/guard 3:92 no guard "nope" in setup.guards)");
    row("E061 no such action", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actions": {"notify": {"agent": "ruvo", "command": "notify"}}},
 "states": {"a": {"entry": ["notifi", "notify"], "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E061 /states/a/entry/0 3:29 no action "notifi" in setup.actions; did you mean "notify"?)");
    row("E062 assign without assignment", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": "assign", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E062 /states/a/entry 3:28 "assignment" of action "assign" is missing (must be an object))");
    row("E062 raise without event", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "raise", "params": {}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E062 /states/a/entry/params 3:56 "event" of action "raise" is missing (must be an object with "type"))");
    row("E062 an event without type", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "emit", "params": {"event": {}}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E062 /states/a/entry/params/event 3:65 "type" of action "emit" is missing (must be a string))");
    row("E062 sendTo, cancel and log without what they need", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": ["sendTo", "cancel", "log"], "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E062 /states/a/entry/0 3:29 "to" of action "sendTo" is missing (must be a string))"
            R"(|E062 /states/a/entry/0 3:29 "event" of action "sendTo" is missing (must be an object with "type"))"
            R"(|E062 /states/a/entry/1 3:39 "id" of action "cancel" is missing (must be a string))"
            R"(|E062 /states/a/entry/2 3:49 "message" of action "log" is missing (must be a text or a rule))");
    row("E062 guards without what they need", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": [{"target": "b", "guard": "jsonlogic"}, {"target": "b", "guard": "and"}, {"target": "b", "guard": "stateIn"}, {"target": "b", "guard": {"type": "not"}}]}},
  "b": {"type": "final"}}})",
        R"(E062 /states/a/on/x/0/guard 3:57 "rule" of guard "jsonlogic" is missing (must be a JSONLogic rule))"
            R"(|E062 /states/a/on/x/1/guard 3:96 "guards" of guard "and" is missing (must be an array of guards))"
            R"(|E062 /states/a/on/x/2/guard 3:129 "state" of guard "stateIn" is missing (must be "#id" or a path from the root))"
            R"(|E062 /states/a/on/x/3/guard 3:166 "guard" of guard "not" is missing (must be a guard))");
    row("E064 an unknown operator", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "log", "params": {"message": {"contact": ["a"]}}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E064 /states/a/entry/params/message 3:66 JSONLogic has no operator "contact")");
    row("E065 a var of nowhere", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"guards": {"g": {"var": "guests"}}},
 "states": {"a": {"on": {"x": {"target": "b", "guard": "g"}}},
  "b": {"type": "final"}}})",
        R"(E065 /setup/guards/g/var 2:52 var "guests" must start with context, event or params)");
    row("E065 in an assignment, inside a rule", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "assign", "params": {"assignment": {"n": {"+": [{"var": "n"}, 1]}}}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E065 /states/a/entry/params/assignment/n/+/0/var 3:93 var "n" must start with context, event or params)");
    row("E070 no such delay", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"delays": {"holdExpires": 5}},
 "states": {"a": {"after": {"holdExpire": "b", "holdExpires": "b"}},
  "b": {"type": "final"}}})",
        R"(E070 /states/a/after/holdExpire 3:29 no delay "holdExpire" in setup.delays; did you mean "holdExpires"?)");
    row("E070 a raise after no such delay", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"entry": {"type": "raise", "params": {"event": {"type": "e"}, "delay": "later"}}, "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E070 /states/a/entry/params/delay 3:90 no delay "later" in setup.delays)");
    row("E071 a month is no duration", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"after": {"P1M": "b"}},
  "b": {"type": "final"}}})",
        R"(E071 /states/a/after/P1M 3:29 "P1M" is not a duration or milliseconds)");
    row("E071 words and signs", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"delays": {"a": "soon", "b": -1}},
 "states": {"a": {"after": {"1 hour": "b", "a": "b", "b": "b"}},
  "b": {"type": "final"}}})",
        R"(E071 /setup/delays/a 2:44 "soon" is not a duration or milliseconds)"
            R"(|E071 /setup/delays/b 2:57 "-1" is not a duration or milliseconds)"
            R"(|E071 /states/a/after/1 hour 3:29 "1 hour" is not a duration or milliseconds)");
    row("F12 E080 no such agent", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "solar.reserve_room", "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E080 /states/a/invoke/src 3:37 no agent "solar"; did you mean "solari"?)");
    row("F12 E080 no such command", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "solari.reserve_rom", "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E080 /states/a/invoke/src 3:37 no command "reserve_rom" of agent "solari"; did you mean "reserve_room"?)");
    row("F12 E080 no such built-in command", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "human.aprove", "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E080 /states/a/invoke/src 3:37 no command "aprove" of agent "human"; did you mean "approve"?)");
    row("F12 E080 no command at all", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "ruvo2", "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E080 /states/a/invoke/src 3:37 no agent "ruvo2"; did you mean "ruvo"?)");
    row("F12 E080 in setup", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actors": {"nobody.works": {}}, "actions": {"a": {"agent": "ruvo", "command": "shout"}}},
 "states": {"a": {"entry": "a", "on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E080 /setup/actors/nobody.works 2:55 no agent "nobody")"
            R"(|E080 /setup/actions/a/command 2:106 no command "shout" of agent "ruvo")");
    row("E081 an invoke id twice", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"invoke": {"id": "i", "src": "human.input", "onDone": "b", "onError": "b"}},
 "b": {"invoke": {"id": "i", "src": "human.input", "onDone": "c", "onError": "c"}}, "c": {"type": "final"}}})",
        R"(E081 /states/b/invoke/id 3:25 invoke id "i" is used twice)");
    row("E082 bad numbers", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actors": {"solari.reserve_room": {"retry": [{"errorEquals": ["timeout"], "maxAttempts": -1,
 "intervalSeconds": "2", "backoffRate": 0.5, "maxDelaySeconds": -1, "jitterStrategy": "SOME"}]}}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E082 /setup/actors/solari.reserve_room/retry/0/maxAttempts 2:117 retry: "maxAttempts" must be a whole number from 0)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/0/intervalSeconds 3:21 retry: "intervalSeconds" must be a number from 0)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/0/backoffRate 3:41 retry: "backoffRate" must be a number from 1)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/0/maxDelaySeconds 3:65 retry: "maxDelaySeconds" must be a number from 0)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/0/jitterStrategy 3:87 retry: "jitterStrategy" must be "FULL" or "NONE")");
    row("E082 no errors named", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actors": {"solari.reserve_room": {"retry": [{"maxAttempts": 1.5}, {"errorEquals": []}]}}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E082 /setup/actors/solari.reserve_room/retry/0 2:73 retry: "errorEquals" must be a list of error names)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/0/maxAttempts 2:89 retry: "maxAttempts" must be a whole number from 0)"
            R"(|E082 /setup/actors/solari.reserve_room/retry/1/errorEquals 2:111 retry: "errorEquals" must be a list of error names)");
    row("E082 the star in company", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actors": {"solari.reserve_room": {"retry": [{"errorEquals": ["timeout", "*"]}]}}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E082 /setup/actors/solari.reserve_room/retry/0/errorEquals/1 2:101 retry: "*" must stand alone in the last entry)");
    row("E082 the star before the end", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"actors": {"solari.reserve_room": {"retry": [{"errorEquals": ["*"]}, {"errorEquals": ["timeout"]}]}}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E082 /setup/actors/solari.reserve_room/retry/0/errorEquals/0 2:90 retry: "*" must stand alone in the last entry)");
    row("E085 a workflow invokes itself", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"id": "again", "src": "engine.workflow", "input": {"definition": "m"}, "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E085 /states/a/invoke 3:29 workflow "m" invokes itself through "again")");
    row("E085 through another one", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"src": "engine.workflow", "input": {"definition": "other"}, "onDone": "b", "onError": "b"}},
  "b": {"type": "final"}}})",
        R"(E085 /states/a/invoke 3:29 workflow "m" invokes itself through "other")");
    row("E090 a trigger without key", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"triggers": [{"event": "booking.requested", "mode": "start"}]},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E090 /setup/triggers/0 2:41 trigger needs "key")");
    row("E091 no cron expression", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"schedules": [{"cron": "0 25 * * 1-5",
 "event": {"type": "e"}}]},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E091 /setup/schedules/0/cron 2:51 not a cron expression: field 2 "25")");
    row("E092 no such time zone", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"schedules": [{"cron": "0 9 * * *", "timezone": "Europe/Berln", "event": {"type": "e"}}]},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(E092 /setup/schedules/0/timezone 2:76 unknown time zone "Europe/Berln")");
}

void MeaningTest::warnings_data()
{
    findingColumns();
    row("W201 a state without a way to it", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b"}},
 "lost": {"initial": "c", "states": {"c": {}}, "on": {"x": "b"}}, "b": {"type": "final"}}})",
        R"(W201 /states/lost 3:2 "lost" can never be reached)");
    row("W202 a dead end", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b", "y": "end"}},
 "end": {"on": {"x": {}}}, "b": {"type": "final"}}})",
        R"(W202 /states/end 3:2 no final state can be reached from "end")");
    row("W202 no final state at all", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"on": {"x": "a"}}}})",
        R"(W202  1:1 no final state can be reached from "m")");
    row("W203 a star beside a timer", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"*": "b"}, "after": {"1000": "b"}},
  "b": {"type": "final"}}})",
        R"(W203 /states/a/on/* 3:26 "*" in "a" also takes timer, done and error events of "a")");
    row("W203 not where nothing else happens", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"*": "b"}},
  "b": {"type": "final"}}})",
        R"()");
    row("W204 behind one without guard", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"on": {"x": ["b",
 "a"]}},
  "b": {"type": "final"}}})",
        R"(W204 /states/a/on/x/1 4:2 never reached: an earlier transition for "x" has no guard)");
    row("W204 after a guard that fell away", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"guards": {"g": true}},
 "states": {"a": {"always": [{"guard": "g", "target": "b"}, {"target": "b"}, {"target": "b"}]},
  "b": {"type": "final"}}})",
        R"(W204 /states/a/always/2 3:78 never reached: an earlier transition for "always" has no guard)");
    row("W205 no onError", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a",
 "states": {"a": {"invoke": {"id": "i", "src": "human.input", "onDone": "b"}},
  "b": {"type": "final"}}})",
        R"(W205 /states/a/invoke 3:29 invoke "i" has no onError; an error stops the instance for a person)");
    row("W205 not where an ancestor takes errors", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "on": {"xstate.error.*": ".b"}, "states": {"a": {"invoke": {"src": "human.input", "onDone": "b"}}, "b": {"type": "final"}}})",
        R"()");
    row("W206 another level", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "meta": {"level": 3},
 "states": {"a": {"invoke": {"src": "solari.reserve_room", "onDone": "b", "onError": "b"}}, "b": {"type": "final"}}})",
        R"(W206 /meta/level 2:36 meta.level is 3, agents used say 1)");
    row("W207 never used", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "a", "setup": {"guards": {"g": true}, "delays": {"d": 5}, "actions": {"n": {"agent": "ruvo", "command": "notify"}}},
 "states": {"a": {"on": {"x": "b"}},
  "b": {"type": "final"}}})",
        R"(W207 /setup/guards/g 2:39 guard "g" is never used)"
            R"(|W207 /setup/delays/d 2:62 delay "d" is never used)"
            R"(|W207 /setup/actions/n 2:83 action "n" is never used)");
    row("everything at once", Mode::Trace,
        R"({"id": "m", "version": "1.0.0",
 "initial": "x",
 "states": {"a": {"on": {"e": "c"}, "entry": "nope",
  "after": {"P1Y": "b"}}, "b": {"type": "finl"}}})",
        R"(E022 /initial 2:13 "initial" names "x", which is not a child: a, b)"
            R"(|E040 /states/a/on/e 3:31 target "c" of "a": no such sibling; siblings are a, b)"
            R"(|E061 /states/a/entry 3:46 no action "nope" in setup.actions)"
            R"(|E071 /states/a/after/P1Y 4:13 "P1Y" is not a duration or milliseconds)"
            R"(|E014 /states/b/type 4:41 "type" must be atomic, compound, parallel, final or history, found "finl")");
}

QTEST_GUILESS_MAIN(MeaningTest)
#include "meaning_test.moc"
