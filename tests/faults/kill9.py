"""Kills the real headless process with SIGKILL at random moments: while it starts, while it takes deliveries, while
agents, workflows, timers and effects are under way. Senders behave as the real ones do: what was not acknowledged they
send again. At the end every acknowledged delivery is in the store, each was applied once with all that it causes,
every effect has left under one idempotency key, and the audit chain is whole.

    HS_CONSOLE=build/release/app/higherself-console python3 tests/faults/kill9.py [--kills 200] [--seed 7]

Take --kills 5000 for a longer run; the seed is printed, and the same seed gives the same moments.
"""

import json
import sys

import killing

# Two timers in a row, short enough to fall due in the middle of everything.
CLOCK = {
    "id": "clock", "version": "1.0.0", "description": "Two timers in a row", "meta": {"title": "Clock", "level": 1},
    "initial": "first",
    "states": {
        "first": {"meta": {"column": "First"}, "after": {"PT0.05S": "second"}},
        "second": {"meta": {"column": "Second"}, "after": {"PT0.05S": "done"}},
        "done": {"meta": {"column": "Done"}, "type": "final"}}}

LEAD, BIG, TIMED = "lead", "big", "timed"


def request(kind, number, key):
    if kind == TIMED:
        body = json.dumps({"definition": "clock", "key": "clock-%d" % number, "title": "Clock %d" % number}).encode()
        return "/api/v1/workflows", body, {"Content-Type": "application/json", "Authorization": "Bearer " + key}
    if kind == BIG:
        return killing.webhook("generic", {"type": "customer_request", "data": {
            "text": "We have 40,000 euros for a commission of six works for our new house. Can we start in May?",
            "contact": {"name": "Viktor %d" % number, "email": "viktor%d@load.example" % number}}},
            {"X-Event-Type": "customer_request", "X-Delivery-Id": "d-%d" % number})
    return killing.webhook("website-form", {
        "form_id": "contact", "submission_id": "d-%d" % number,
        "form_data": {"name": "Guest %d" % number, "email": "guest%d@load.example" % number, "message": "I am interested in a visit, please send details."}})


def compare(found, console, load, chat):
    killing.rest(console)

    # Deliveries: acknowledged ones are there, each once, and handled.
    events = console.rows("SELECT source, dedupe, state, body FROM inbox WHERE source <> 'bus'")
    stored = {(LEAD if source == "website-form" else BIG,
               int(json.loads(body)["submission_id"][2:]) if source == "website-form" else int(dedupe[2:])) for source, dedupe, _, body in events}
    found.none({one for one in load.acknowledged if one[0] != TIMED} - stored, "acknowledged and lost")
    found.none(stored - load.sent, "stored and never sent")
    found.none([event[1] for event in events if event[2] != 2], "not handled")
    if len(events) != len(stored):
        found.problems.append("%d rows in the inbox for %d deliveries" % (len(events), len(stored)))

    # What they caused, once.
    found.query("SELECT value, count(*) FROM record_keys WHERE db = 'contacts-profiles' AND property = 'Email' GROUP BY value HAVING count(*) > 1", "a contact made twice")
    contacts = {row[0] for row in console.rows("SELECT value FROM record_keys WHERE db = 'contacts-profiles' AND property = 'Email'")}
    wanted = {"%s%d@load.example" % ("guest" if kind == LEAD else "viktor", number) for kind, number in stored}
    found.none(wanted ^ contacts, "contacts that are missing or too many")
    found.query("SELECT contact, count(*) FROM instances WHERE definition = 'lead-to-client' GROUP BY contact HAVING count(*) > 1", "a workflow started twice")
    replayed = found.histories()
    leads = "SELECT i.contact, (SELECT count(*) FROM %s) FROM instances i WHERE i.definition = 'lead-to-client'"
    for table, what in (("tasks t WHERE t.contact = i.contact", "tasks of a lead"),
                        ("history h WHERE h.instance = i.id", "steps of a lead"),
                        ("messages m WHERE m.correlation = i.correlation", "messages about a lead"),
                        ("invocations v WHERE v.instance = i.id", "invocations of a lead"),
                        ("audit a WHERE a.correlation = i.correlation", "audit rows of a lead"),
                        ("outbox o WHERE o.correlation = i.correlation", "effects of a lead")):
        found.alike(leads % table, what)
    # Whoever finds no free time any more gets one task more, to find one by hand; the other three are everybody's.
    viktor = "contact IN (SELECT record FROM record_keys WHERE value LIKE 'viktor%')"
    found.alike("SELECT contact, count(*) FROM tasks WHERE " + viktor + " AND (idem_key LIKE '%/accompany/%' OR idem_key LIKE '%/beginRelationship/%'"
                " OR idem_key LIKE '%/planTimeline/%') GROUP BY contact", "tasks of a large request")
    found.query("SELECT t.contact, r.title, count(*) FROM tasks t JOIN records r ON r.id = t.id WHERE t." + viktor + " GROUP BY 1, 2 HAVING count(*) > 1",
                "a task of a large request made twice")

    # Timers: every workflow that was said to be started has run through both of them, once.
    clocks = {row[0]: row[1:] for row in console.rows("SELECT business_key, status, steps, count(*) FROM instances WHERE definition = 'clock' GROUP BY business_key")}
    found.none({number for number in load.of(TIMED, load.acknowledged) if "clock-%d" % number not in clocks}, "a workflow that was acknowledged and lost")
    found.none({key: clock for key, clock in clocks.items() if clock != (3, 2, 1)}.items(), "a clock that did not run through two timers once")

    # Effects: one for each large request.
    effects, twice = found.effects(chat)
    if effects != len(load.of(BIG, stored)):
        found.problems.append("%d effects for %d large requests" % (effects, len(load.of(BIG, stored))))
    print("%d sent, %d acknowledged, %d stored, %d clocks, %d instances replayed, %d effects, %d of them once more after a kill"
          % (len(load.sent), len(load.acknowledged), len(stored), len(clocks), replayed, effects, twice))


if __name__ == "__main__":
    # Starting a workflow has no delivery id: its caller would have to look first.
    work = killing.Load((LEAD, LEAD, LEAD, BIG, TIMED), request, once=(TIMED,))
    sys.exit(killing.run(200, work, compare, definitions=(CLOCK,), sources=("website-form", "generic")))
