"""Kills the real headless process with SIGKILL at random moments: while it starts, while it takes deliveries, while
agents, workflows, timers and effects are under way. Senders behave as the real ones do: what was not acknowledged they
send again. At the end every acknowledged delivery is in the store, each was applied once with all that it causes,
every effect has left under one idempotency key, and the audit chain is whole.

    HS_CONSOLE=build/release/app/higherself-console python3 tests/faults/kill9.py [--kills 200] [--seed 7]

Take --kills 5000 for a longer run; the seed is printed, and the same seed gives the same moments.
"""

import argparse
import collections
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
import senders  # noqa: E402
from console_process import Console  # noqa: E402
from sinks import ChatSink  # noqa: E402

WORKERS = 2
MOST_A_ROUND = 24   # so that the backlog of all rounds stays small beside what a round can do
DURING_START = 0.15 # share of the kills that do not wait until it is ready

# Two timers in a row, short enough to fall due in the middle of everything.
CLOCK = {
    "id": "clock", "version": "1.0.0", "description": "Two timers in a row", "meta": {"title": "Clock", "level": 1},
    "initial": "first",
    "states": {
        "first": {"meta": {"column": "First"}, "after": {"PT0.05S": "second"}},
        "second": {"meta": {"column": "Second"}, "after": {"PT0.05S": "done"}},
        "done": {"meta": {"column": "Done"}, "type": "final"}}}

LEAD, BIG, TIMED = "lead", "big", "timed"


class Load:
    """What is to be sent, what was sent, and what the console has acknowledged."""

    def __init__(self):
        self.lock = threading.Lock()
        self.number = 0
        self.again = collections.deque()  # sent, and no answer came
        self.sent, self.acknowledged = set(), set()

    def take(self):
        with self.lock:
            if self.again:
                return self.again.popleft()
            self.number += 1
            kind = (LEAD, LEAD, LEAD, BIG, TIMED)[self.number % 5]
            self.sent.add((kind, self.number))
            return kind, self.number

    def done(self, one, acknowledged):
        with self.lock:
            if acknowledged:
                self.acknowledged.add(one)
            elif one[0] != TIMED:  # starting a workflow has no delivery id: its caller would have to look first
                self.again.append(one)

    def of(self, kind, among):
        return {number for one, number in among if one == kind}


def request(kind, number, key):
    """Method, path, body and headers of one delivery; the same bytes whenever it is sent."""
    if kind == TIMED:
        body = json.dumps({"definition": "clock", "key": "clock-%d" % number, "title": "Clock %d" % number}).encode()
        return "/api/v1/workflows", body, {"Content-Type": "application/json", "Authorization": "Bearer " + key}
    if kind == BIG:
        source = "generic"
        document = {"type": "customer_request", "data": {
            "text": "We have 40,000 euros for a commission of six works for our new house. Can we start in May?",
            "contact": {"name": "Viktor %d" % number, "email": "viktor%d@load.example" % number}}}
        headers = {"X-Event-Type": "customer_request", "X-Delivery-Id": "d-%d" % number}
    else:
        source = "website-form"
        document = {"form_id": "contact", "submission_id": "d-%d" % number,
                    "form_data": {"name": "Guest %d" % number, "email": "guest%d@load.example" % number,
                                  "message": "I am interested in a visit, please send details."}}
        headers = {}
    body = json.dumps(document).encode()
    return ("/webhooks/" + source, body,
            {"Content-Type": "application/json", **headers, **senders.signature(source, senders.SECRETS[source][0], body)})


def send(console, load, rights, busy):
    """Sends over one connection until it breaks or the round has had enough."""
    connection = console.connect(timeout=10)
    while rights.acquire(blocking=False):
        one = load.take()
        path, body, headers = request(*one, console.key)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            load.done(one, False)
            return  # the process is gone; whether this one arrived is not known
        load.done(one, answer.status in (200, 201, 202))
        busy.set()
        if answer.status not in (200, 201, 202):
            print("unexpected answer", answer.status, "to", one, flush=True)


def one_round(console, load, chance):
    console.launch()
    if chance.random() < DURING_START:
        time.sleep(chance.uniform(0.0, 0.25))
        return console.kill()
    console.greet()
    rights = threading.Semaphore(MOST_A_ROUND)
    busy = threading.Event()
    workers = [threading.Thread(target=send, args=(console, load, rights, busy), daemon=True) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    # Some die right after they are ready, most while they are busy, a few when all has been taken.
    if chance.random() < 0.85:
        busy.wait(timeout=10)
    time.sleep(chance.uniform(0.0, 0.15))
    console.kill()
    for worker in workers:
        worker.join(timeout=20)
    return None


class Findings:
    def __init__(self, console):
        self.console, self.problems = console, []

    def none(self, rows, what):
        rows = list(rows)
        if rows:
            self.problems.append("%s: %d, such as %s" % (what, len(rows), rows[:3]))

    def query(self, sql, what):
        self.none(self.console.rows(sql), what)

    def alike(self, sql, what):
        """Everything that the same input causes is there in the same number."""
        counts = collections.Counter(row[1] for row in self.console.rows(sql))
        if len(counts) > 1:
            self.problems.append("%s differ: %s" % (what, dict(counts)))
        return sum(counts.values())


def compare(console, load, chat):
    found = Findings(console)
    console.idle(seconds=600)
    console.until(lambda: not console.rows("SELECT 1 FROM timers t JOIN instances i ON i.id = t.instance WHERE i.definition = 'clock'"), "the clocks to run down", 120)
    console.until(lambda: not console.rows("SELECT 1 FROM outbox WHERE state IN (1, 2, 3, 5)"), "the effects to leave", 120)

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
    found.query("SELECT i.id, i.steps, count(h.seq) FROM instances i LEFT JOIN history h ON h.instance = i.id GROUP BY i.id HAVING count(h.seq) <> i.steps + 1"
                " OR max(h.seq) <> i.steps OR min(h.seq) <> 0", "a history with a gap or a repeat")
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

    # Effects: one for each large request; what left twice, because the process died before it could write that it had
    # left, did so under the same key, by which the receiver knows it.
    effects = console.rows("SELECT idem_key, state FROM outbox WHERE kind = 'slack'")
    found.none([effect for effect in effects if effect[1] != 4], "an effect that has not left")
    if len(effects) != len(load.of(BIG, stored)):
        found.problems.append("%d effects for %d large requests" % (len(effects), len(load.of(BIG, stored))))
    left = collections.Counter(dict((name.lower(), value) for name, value in one["headers"])["idempotency-key"] for one in chat.received())
    found.none({key for key, _ in effects} ^ set(left), "effects said to have left and not received, or the other way round")

    console.stop()
    code, out, _ = console.command("check")
    if code != 0:
        found.problems.append("check: " + out[:500])
    print("%d sent, %d acknowledged, %d stored, %d clocks, %d effects, %d of them once more after a kill"
          % (len(load.sent), len(load.acknowledged), len(stored), len(clocks), len(effects), sum(count > 1 for count in left.values())))
    return found.problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    print("seed", seed, flush=True)
    began = time.monotonic()

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "studio"
        (data / "workflows").mkdir(parents=True)
        (data / "workflows" / "clock.json").write_text(json.dumps(CLOCK))
        (data / "console.json").write_text(json.dumps({"receiver": {"perMinute": 0, "sources": {source: {"perMinute": 0} for source in ("website-form", "generic")}}}))
        chat = ChatSink(folder)
        try:
            console = Console(data, {"SLACK_WEBHOOK_URL": chat.url()}, arguments=("--log-level", "warn"))
            console.make_key()
            load = Load()
            for kill in range(options.kills):
                one_round(console, load, chance)
                if (kill + 1) % 50 == 0:
                    print("%d kills in %d s, %d acknowledged" % (kill + 1, time.monotonic() - began, len(load.acknowledged)), flush=True)
            console.start()
            problems = compare(console, load, chat)
        finally:
            chat.close()
    print("%d kills in %d s" % (options.kills, time.monotonic() - began))
    for kind in (LEAD, BIG, TIMED):
        if len(load.of(kind, load.acknowledged)) < options.kills / 4:
            problems.append("too little load of kind \"%s\" to mean anything: %d" % (kind, len(load.of(kind, load.acknowledged))))
    for problem in problems:
        print("FAILED:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
