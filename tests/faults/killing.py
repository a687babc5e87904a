"""What the tests share that kill the real headless process with SIGKILL at random moments: senders that behave as real
ones do (what was not acknowledged they send again), the rounds, and how what is left behind is judged."""

import argparse
import collections
import hashlib
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
DURING_START = 0.15 # share of the kills that do not wait until it is ready


def webhook(source, document, headers=None):
    """Path, body and headers of a signed delivery; the same bytes whenever it is sent."""
    body = json.dumps(document).encode()
    return ("/webhooks/" + source, body,
            {"Content-Type": "application/json", **(headers or {}), **senders.signature(source, senders.SECRETS[source][0], body)})


class Load:
    """What is to be sent, what was sent, and what the console has acknowledged. `request` makes path, body and headers of
    (kind, number, key); the kinds come in turn, those of `once` are not sent again when no answer came."""

    def __init__(self, kinds, request, once=()):
        self.kinds, self.request, self.once = kinds, request, once
        self.lock = threading.Lock()
        self.number = 0
        self.again = collections.deque()  # sent, and no answer came
        self.sent, self.acknowledged = set(), set()

    def take(self):
        with self.lock:
            if self.again:
                return self.again.popleft()
            self.number += 1
            kind = self.kinds[self.number % len(self.kinds)]
            self.sent.add((kind, self.number))
            return kind, self.number

    def done(self, one, acknowledged):
        with self.lock:
            if acknowledged:
                self.acknowledged.add(one)
            elif one[0] not in self.once:
                self.again.append(one)

    def of(self, kind, among):
        return {number for one, number in among if one == kind}


def send(console, load, rights, busy):
    """Sends over one connection until it breaks or the round has had enough."""
    connection = console.connect(timeout=10)
    while rights.acquire(blocking=False):
        one = load.take()
        path, body, headers = load.request(*one, console.key)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            load.done(one, False)
            return  # the process is gone; whether this one arrived is not known
        good = answer.status in (200, 201, 202)
        load.done(one, good)
        busy.set()
        if not good:
            print("unexpected answer", answer.status, "to", one, flush=True)


def one_round(console, load, chance, most, meanwhile):
    console.launch()
    if chance.random() < DURING_START:
        time.sleep(chance.uniform(0.0, 0.25))
        return console.kill()
    console.greet()
    rights = threading.Semaphore(most)
    busy = threading.Event()
    workers = [threading.Thread(target=send, args=(console, load, rights, busy), daemon=True) for _ in range(WORKERS)]
    if meanwhile:
        workers.append(threading.Thread(target=meanwhile, args=(console,), daemon=True))
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


def snapshot_hash(text):
    """SHA-256 of its canonical form (RFC 8785), as history rows keep it."""
    def number(digits):
        value = float(digits)
        return int(value) if value.is_integer() else value
    return hashlib.sha256(json.dumps(json.loads(text, parse_float=number), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


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

    def each(self, rows, wanted, what):
        """Every row is (name, value), and the value is the wanted one."""
        self.none([row for row in rows if row[1] != wanted], what)

    def histories(self):
        """Every instance has taken each of its steps once, and what is stored of it is what they lead to."""
        self.query("SELECT i.id, i.steps, count(h.seq) FROM instances i LEFT JOIN history h ON h.instance = i.id GROUP BY i.id HAVING count(h.seq) <> i.steps + 1"
                   " OR max(h.seq) <> i.steps OR min(h.seq) <> 0", "a history with a gap or a repeat")
        instances = self.console.rows("SELECT i.id, i.snapshot, h.record FROM instances i JOIN history h ON h.instance = i.id AND h.seq = i.steps")
        connection = self.console.connect(timeout=60)
        unequal, elsewhere = [], []
        for instance, snapshot, record in instances:
            connection.request("GET", "/api/v1/workflows/%s/replay" % instance, headers={"Authorization": "Bearer " + self.console.key})
            answer = connection.getresponse()
            replay = json.loads(answer.read())
            if answer.status != 200 or not replay["equal"]:
                unequal.append(replay)
            # What a person did stands in a row without a hash.
            if json.loads(record).get("hash", "") not in ("", snapshot_hash(snapshot)):
                elsewhere.append(instance)
        connection.close()
        self.none(unequal, "a history that does not play again")
        self.none(elsewhere, "an instance that stands elsewhere than its history says")
        return len(instances)

    def effects(self, chat):
        """All have left. What left twice, because the process died before it could write that it had left, did so under the
        same key, by which the receiver knows it. Answers how many did."""
        effects = self.console.rows("SELECT idem_key, state FROM outbox WHERE kind = 'slack'")
        self.none([effect for effect in effects if effect[1] != 4], "an effect that has not left")
        left = collections.Counter(dict((name.lower(), value) for name, value in one["headers"])["idempotency-key"] for one in chat.received())
        self.none({key for key, _ in effects} ^ set(left), "effects said to have left and not received, or the other way round")
        return len(effects), sum(count > 1 for count in left.values())


def rest(console, seconds=600):
    """Waits until the engine has done all that it will do by itself in the next minutes."""
    console.idle(seconds)
    soon = (time.time() + 300) * 1000
    console.until(lambda: not console.rows("SELECT 1 FROM timers WHERE due < ? UNION ALL SELECT 1 FROM invocations WHERE status IN (5, 7)", soon),
                  "the timers to run down", 120)
    console.idle(seconds)
    console.until(lambda: not console.rows("SELECT 1 FROM outbox WHERE state IN (1, 2, 3, 5)"), "the effects to leave", 120)


def run(kills, load, compare, definitions=(), sources=("generic",), most=10, prepare=None, meanwhile=None, between=None):
    """The whole test; answers its exit code. `prepare` sees the console before the first kill, `meanwhile` has a thread of its
    own in each round, `between` sees the data folder while no process runs on it. `compare` answers what is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    print("seed", seed, flush=True)
    began = time.monotonic()

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "studio"
        (data / "workflows").mkdir(parents=True)
        for definition in definitions:
            (data / "workflows" / (definition["id"] + ".json")).write_text(json.dumps(definition))
        (data / "console.json").write_text(json.dumps({"receiver": {"perMinute": 0, "sources": {source: {"perMinute": 0} for source in sources}}}))
        chat = ChatSink(folder)
        try:
            console = Console(data, {"SLACK_WEBHOOK_URL": chat.url()}, arguments=("--log-level", "warn"))
            console.make_key()
            if prepare:
                prepare(console)
            for kill in range(options.kills):
                if between:
                    between(data)
                one_round(console, load, chance, most, meanwhile)
                if (kill + 1) % 50 == 0:
                    print("%d kills in %d s, %d acknowledged" % (kill + 1, time.monotonic() - began, len(load.acknowledged)), flush=True)
            console.start()
            found = Findings(console)
            compare(found, console, load, chat)
            console.stop()
            code, out, _ = console.command("check")
            if code != 0:
                found.problems.append("check: " + out[:500])
        finally:
            chat.close()
    print("%d kills in %d s" % (options.kills, time.monotonic() - began))
    for kind in sorted(set(load.kinds)):
        if len(load.of(kind, load.acknowledged)) < options.kills / 4:
            found.problems.append("too little load of kind \"%s\" to mean anything: %d" % (kind, len(load.of(kind, load.acknowledged))))
    for problem in found.problems:
        print("FAILED:", problem)
    return 1 if found.problems else 0
