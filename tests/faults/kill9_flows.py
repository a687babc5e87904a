"""Kills the real headless process with SIGKILL at random moments while it works on what workflows may begin: children,
lists, tasks that are tried again, rollback by the definition and by cancelling, runs by the clock. At the end each child
has ended once and its parent gone on once, each item of a list was done once and its effect left under one key, what was
undone was undone backwards and once, each due time has started one run, and what is stored of every instance is what its
history leads to when it is played again.

    HS_CONSOLE=build/release/app/higherself-console python3 tests/faults/kill9_flows.py [--kills 80] [--seed 7]

Take --kills 2000 for a longer run; the seed is printed, and the same seed gives the same moments.
"""

import collections
import contextlib
import datetime
import http.client
import json
import sqlite3
import sys
import time

import killing

TRIP, VOYAGE, FLEET, CALLS, STUBBORN = KINDS = ("trip", "voyage", "fleet", "calls", "stubborn")
LEGS, NAMES, FAILURES, AT_ONCE = 3, ("Ada", "Ben", "Cleo", "Dora", "Emil"), 3, 2
MORNINGS, MINUTES = "morning", "minute"
COMPLETED, CANCELLED, DONE = 3, 5, 2


def definition(name, states, initial, triggered=True, **more):
    setup = more.pop("setup", {})
    if triggered:
        setup["triggers"] = [{"event": name + "_wanted", "mode": "start", "key": {"var": "event.name"}}]
    return {"id": name, "version": "1.0.0", "description": "A workflow of the kill test", "meta": {"title": name.capitalize(), "level": 1},
            "setup": setup, "initial": initial, "states": states, **more}


def keep(name, value, target):
    return {"target": target, "actions": {"type": "assign", "params": {"assignment": {name: {"var": value}}}}}


def task(name, then, invoke="ruvo.create_task"):
    return {"invoke": {"id": name, "src": invoke, "input": {"title": name}, "onDone": then, "onError": "lost"}}


def journey(name, resting):
    """Three tasks that can each be undone by telling somebody."""
    undo = {"src": "ruvo.notify", "input": {"text": {"cat": ["undo ", {"var": "input.title"}, " of ", {"var": "context.name"}]}}}
    return definition(name, {
        "leaving": task("flight", "arriving"), "arriving": task("hotel", "looking"), "looking": task("tour", "resting"), "resting": resting,
        "undoing": {"invoke": {"id": "undo", "src": "engine.compensate", "onDone": keep("undone", "event.output.undone", "home"), "onError": "lost"}},
        "home": {"type": "final"}, "lost": {"on": {"found": "home"}}}, "leaving",
        context={"name": "", "undone": None}, setup={"actors": {"ruvo.create_task": {"compensate": undo}}})


def tells(due):
    return {"invoke": {"id": "tell", "src": "ruvo.notify", "input": {"text": {"cat": ["due ", {"var": due}]}}, "onDone": "told", "onError": "lost"}}


def by_clock(name, cron, **policy):
    return definition(name, {"telling": tells("context.due"), "told": {"type": "final"}, "lost": {"on": {"found": "told"}}}, "telling", triggered=False,
                      context={"due": None}, setup={"schedules": [{"cron": cron, "timezone": "UTC", "event": {"type": name + ".due"}, **policy}]})


DEFINITIONS = (
    journey(TRIP, {"after": {"PT0.03S": "undoing"}}),
    journey(VOYAGE, {"on": {"over": "undoing"}}),
    definition("leg", {"sailing": task("sail", "waiting"), "waiting": {"after": {"PT0.02S": "there"}}, "there": {"type": "final"}, "lost": {"on": {"found": "there"}}},
               "sailing", triggered=False, context={"n": 0}, output={"twice": {"*": [2, {"var": "context.n"}]}}),
    # A list of children, then one more child.
    definition(FLEET, {
        "sailing": {"invoke": {"id": "legs", "src": "engine.foreach", "input": {"src": "engine.workflow", "maxConcurrent": AT_ONCE,
                    "items": {"preserve": [{"definition": "leg", "input": {"n": number}} for number in range(LEGS)]}},
                    "onDone": keep("legs", "event.output", "returning"), "onError": "lost"}},
        "returning": {"invoke": {"id": "back", "src": "engine.workflow", "input": {"definition": "leg", "input": {"preserve": {"n": LEGS}}},
                      "onDone": keep("back", "event.output.twice", "home"), "onError": "lost"}},
        "home": {"type": "final"}, "lost": {"on": {"found": "home"}}}, "sailing", context={"name": "", "legs": None, "back": None}),
    definition(CALLS, {
        "calling": {"invoke": {"id": "all", "src": "engine.foreach", "input": {"src": "ruvo.notify", "maxConcurrent": AT_ONCE,
                    "items": {"preserve": [{"text": "Call " + name} for name in NAMES]}}, "onDone": keep("results", "event.output", "home"), "onError": "lost"}},
        "home": {"type": "final"}, "lost": {"on": {"found": "home"}}}, "calling", context={"name": "", "results": None}),
    # A task without a title fails; when it is out of retries, another takes its place.
    definition(STUBBORN, {
        "trying": {"invoke": {"id": "try", "src": "ruvo.create_task", "input": {}, "onDone": "lost", "onError": keep("why", "event.error.name", "mending"),
                   "retry": [{"errorEquals": ["*"], "intervalSeconds": 0.03, "backoffRate": 1, "maxAttempts": FAILURES - 1, "jitterStrategy": "NONE"}]}},
        "mending": task("mend", "home"), "home": {"type": "final"}, "lost": {"on": {"found": "home"}}}, "trying", context={"name": "", "why": None}),
    by_clock(MORNINGS, "0 9 * * *", catchup="P3000D"),
    by_clock(MINUTES, "* * * * *", overlap="allow"),
)


def request(kind, number, key):
    return killing.webhook("generic", {"type": kind + "_wanted", "data": {"name": "%s-%d" % (kind, number)}},
                           {"X-Event-Type": kind + "_wanted", "X-Delivery-Id": "d-%d" % number})


RESTING = "SELECT id FROM instances WHERE definition = 'voyage' AND state = 'resting' AND status = 0 AND ending = 0 ORDER BY id"


def cancel(console, voyages):
    """Cancels them with rollback. Whether one that got no answer is cancelled is seen the next time."""
    connection = console.connect(timeout=10)
    with contextlib.suppress(OSError, http.client.HTTPException):
        for voyage in voyages:
            connection.request("POST", "/api/v1/workflows/%s/cancel" % voyage, json.dumps({"reason": "they changed their mind", "rollback": True}),
                               {"Content-Type": "application/json", "Authorization": "Bearer " + console.key})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status not in (200, 202):
                print("unexpected answer", answer.status, "to cancelling", voyage, text, flush=True)
    connection.close()


def cancel_some(console):
    cancel(console, [row[0] for row in console.rows(RESTING)[:4]])


class Mornings:
    """The clock of the wall does not wait for a test, so the days pass in the store: between two runs of the process a
    morning becomes due that it has missed, another each time."""

    def __init__(self):
        self.day = datetime.datetime.now(datetime.timezone.utc).replace(hour=9, minute=0, second=0, microsecond=0) - datetime.timedelta(days=1)
        self.due = []
        self.first_minute = 0

    def prepare(self, console):
        """The present minute is due as well, so that there is one however short the test."""
        console.start()
        console.stop()
        with contextlib.closing(sqlite3.connect(console.data_dir / "console.db")) as connection, connection:
            connection.execute("UPDATE schedules SET next_due = next_due - 60000 WHERE definition = ? AND last_due IS NULL", (MINUTES,))
            self.first_minute = connection.execute("SELECT coalesce(last_due, next_due) FROM schedules WHERE definition = ?", (MINUTES,)).fetchone()[0]

    def pass_one(self, data):
        with contextlib.closing(sqlite3.connect(data / "console.db")) as connection, connection:
            done = connection.execute("UPDATE schedules SET next_due = ? WHERE definition = ? AND next_due > ? AND NOT EXISTS"
                                      " (SELECT 1 FROM instances WHERE definition = ? AND status < 3)",
                                      (self.day.timestamp() * 1000, MORNINGS, time.time() * 1000, MORNINGS))
            if done.rowcount == 1:
                self.due.append(self.day)
                self.day -= datetime.timedelta(days=1)


def undone(console, kind):
    """Of each instance what was undone, in order: by the audit and by the effects."""
    audit, effects = collections.defaultdict(list), collections.defaultdict(list)
    for instance, summary in console.rows("SELECT i.id, a.summary FROM instances i JOIN audit a ON a.object = i.id WHERE i.definition = ?"
                                          " AND a.action = 'workflow.step_undone' ORDER BY a.seq", kind):
        audit[instance].append(summary.split()[-1])
    for instance, key, body in console.rows("SELECT i.id, o.idem_key, o.body FROM instances i JOIN outbox o ON o.idem_key > i.id || '/' AND o.idem_key < i.id || '0'"
                                            " WHERE i.definition = ? ORDER BY o.seq", kind):
        effects[instance].append((key[len(instance):].split("/")[:3], json.loads(body)["text"].split()[1]))
    return audit, effects


def context_of(console, kind):
    return [(key, json.loads(snapshot)["context"]) for key, snapshot in console.rows("SELECT business_key, snapshot FROM instances WHERE definition = ?", kind)]


def compare(found, console, load, chat, mornings):
    killing.rest(console)
    cancel(console, [row[0] for row in console.rows(RESTING)])
    killing.rest(console)

    # Each acknowledged delivery is there and has started one instance, and every instance has come to its end.
    stored = {dedupe: state for dedupe, state in console.rows("SELECT dedupe, state FROM inbox WHERE source = 'generic'")}
    found.none({number for _, number in load.acknowledged if "d-%d" % number not in stored}, "acknowledged and lost")
    found.none([one for one in stored.items() if one[1] != 2], "not handled")
    started = collections.Counter(row[0] for kind in KINDS for row in console.rows("SELECT business_key FROM instances WHERE definition = ?", kind))
    wanted = {"%s-%d" % one for one in load.sent if "d-%d" % one[1] in stored}
    found.none(wanted ^ set(started), "instances that are missing or too many")
    found.none([one for one in started.items() if one[1] != 1], "a workflow started twice")
    found.query("SELECT definition, business_key, status, state, error FROM instances WHERE status <> CASE definition WHEN 'voyage' THEN %d ELSE %d END"
                % (CANCELLED, COMPLETED), "an instance that did not come to its end")
    found.query("SELECT key, status FROM invocations", "a task that nobody waits for")
    # No definition here asks for the same twice, so no result may come twice.
    found.query("SELECT instance, input, count(*) FROM history WHERE input LIKE 'done: %' OR input LIKE 'failed: %' OR input LIKE 'xstate.after.%'"
                " GROUP BY 1, 2 HAVING count(*) > 1", "a result or a timer that was taken twice")
    replayed = found.histories()
    for kind in (*KINDS, "leg"):
        steps = "instances i WHERE i.definition = '%s'" % kind
        found.alike("SELECT i.id, i.steps FROM " + steps, "steps of a " + kind)
        found.alike("SELECT i.id, (SELECT count(*) FROM audit a WHERE a.object = i.id) FROM " + steps, "audit rows of a " + kind)
        wanted = {TRIP: 3, VOYAGE: 3, STUBBORN: 1, "leg": 1}.get(kind, 0)
        found.each(console.rows("SELECT i.id, (SELECT count(*) FROM tasks t WHERE t.workflow = i.id) FROM " + steps), wanted, "tasks of a " + kind)

    # Rollback: backwards, each once; what was undone so stays undone.
    for kind in (TRIP, VOYAGE):
        audit, effects = undone(console, kind)
        instances = [row[0] for row in console.rows("SELECT id FROM instances WHERE definition = ?", kind)]
        found.each([(one, audit[one]) for one in instances], ["tour", "hotel", "flight"], "a rollback of a %s that was not backwards and once" % kind)
        found.each([(one, effects[one]) for one in instances], [(["", "compensate", str(number)], what) for number, what in ((3, "tour"), (2, "hotel"), (1, "flight"))],
                   "effects of a rollback of a %s that are not backwards and once" % kind)
    found.query("SELECT instance, seq, status FROM compensations WHERE status <> %d" % DONE, "something that was not undone")
    found.each([(key, context["undone"]) for key, context in context_of(console, TRIP)], 3, "a trip that was told otherwise what was undone")

    # Children and lists: one child for each task, results once and in order.
    found.query("SELECT parent, count(*) FROM instances WHERE parent IS NOT NULL GROUP BY parent HAVING count(*) > 1", "a child started twice")
    fleets = context_of(console, FLEET)
    found.each([(key, context["legs"]) for key, context in fleets], [{"twice": 2 * number} for number in range(LEGS)], "a fleet with other results")
    found.each([(key, context["back"]) for key, context in fleets], 2 * LEGS, "a fleet with another last result")
    found.each(console.rows("SELECT i.id, (SELECT count(*) FROM instances c WHERE c.parent > i.id || '/' AND c.parent < i.id || '0') FROM instances i"
                            " WHERE i.definition = 'fleet'"), LEGS + 1, "a fleet with more or fewer children")
    items = collections.defaultdict(list)
    for instance, body in console.rows("SELECT i.id, o.body FROM instances i JOIN outbox o ON o.idem_key > i.id || '/all/' AND o.idem_key < i.id || '/all0'"
                                       " WHERE i.definition = 'calls'"):
        items[instance].append(json.loads(body)["text"])
    found.each([(row[0], sorted(items[row[0]])) for row in console.rows("SELECT id FROM instances WHERE definition = 'calls'")], ["Call " + name for name in NAMES],
               "a list whose items were not done once each")
    found.each([(key, [one["text"] for one in context["results"]]) for key, context in context_of(console, CALLS)], ["Call " + name for name in NAMES], "results out of order")

    # Retries: as many attempts as the policy says, each once, then the error.
    tries = collections.defaultdict(list)
    for key, attempt in console.rows("SELECT task, attempt FROM failed_tries ORDER BY task, attempt"):
        tries[key].append(attempt)
    found.none({row[0] + "/try/1" for row in console.rows("SELECT id FROM instances WHERE definition = 'stubborn'")} ^ set(tries), "tasks that failed and should not, or the other way round")
    found.each(tries.items(), list(range(1, FAILURES + 1)), "attempts that are missing or too many")
    found.each([(key, context["why"]) for key, context in context_of(console, STUBBORN)], "agent.error", "another error")

    # Schedules: one run for each due time.
    runs = {kind: collections.Counter(context["due"] for _, context in context_of(console, kind)) for kind in (MORNINGS, MINUTES)}
    next_minute = console.rows("SELECT next_due FROM schedules WHERE definition = ?", MINUTES)[0][0]
    minutes = [datetime.datetime.fromtimestamp(at / 1000, datetime.timezone.utc) for at in range(mornings.first_minute, next_minute, 60_000)]
    for kind, due in ((MORNINGS, mornings.due), (MINUTES, minutes)):
        due = {at.strftime("%Y-%m-%dT%H:%M:%S.000Z") for at in due}
        found.none(due ^ set(runs[kind]), "due times of \"%s\" without a run, or the other way round" % kind)
        found.none([one for one in runs[kind].items() if one[1] != 1], "a due time of \"%s\" with two runs" % kind)

    effects, twice = found.effects(chat)
    print("%d sent, %d acknowledged, %d instances replayed, %d effects, %d of them once more after a kill, %d mornings, %d minutes"
          % (len(load.sent), len(load.acknowledged), replayed, effects, twice, len(mornings.due), len(minutes)))
    if len(mornings.due) < 3:
        found.problems.append("too few due times to mean anything: %d" % len(mornings.due))


if __name__ == "__main__":
    passing = Mornings()
    sys.exit(killing.run(80, killing.Load(KINDS, request), lambda *given: compare(*given, passing), definitions=DEFINITIONS, most=8,
                         prepare=passing.prepare, meanwhile=cancel_some, between=passing.pass_one))
