"""Kills the real headless process with SIGKILL at random moments under load, starts it again, and at the end compares
every delivery that was acknowledged with the store: each is there once and was applied once.

    HS_CONSOLE=build/release/app/higherself-console python3 tests/faults/kill9.py [--kills 200] [--seed 7]
"""

import argparse
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
from console_process import Console, sign  # noqa: E402


class Sender(threading.Thread):
    """Posts forms of ever new people over one connection until it breaks; remembers what was acknowledged."""

    def __init__(self, console, worker, numbers, acknowledged, sent):
        super().__init__(daemon=True)
        self.console, self.worker, self.numbers, self.acknowledged, self.sent = console, worker, numbers, acknowledged, sent
        self.stopping = False

    def run(self):
        connection = self.console.connect(timeout=5)
        while not self.stopping:
            number = next(self.numbers)
            body = json.dumps({"form_id": "contact", "submission_id": "sub-%d" % number,
                               "form_data": {"name": "Guest %d" % number, "email": "guest%d@load.example" % number,
                                             "message": "I am interested in a visit, please send details."}}).encode()
            headers = {"Content-Type": "application/json", "X-Delivery-Id": "d-%d" % number, **sign("website-form", body, {})}
            self.sent.add(number)
            try:
                connection.request("POST", "/webhooks/website-form", body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return  # the process is gone; whether this one arrived is not known
            if answer.status in (200, 202):
                self.acknowledged.add(number)
            elif answer.status == 429:
                time.sleep(0.01)


def numbers():
    lock = threading.Lock()
    state = [0]

    class Numbers:
        def __next__(self):
            with lock:
                state[0] += 1
                return state[0]
    return Numbers()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    print("seed", seed, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "studio"
        data.mkdir()
        (data / "console.json").write_text(json.dumps({"receiver": {"perMinute": 0}}))
        acknowledged, sent, serial = set(), set(), numbers()
        for kill in range(options.kills):
            console = Console(data).start()
            senders = [Sender(console, worker, serial, acknowledged, sent) for worker in range(2)]
            for sender in senders:
                sender.start()
            # Some die right after they are ready, most while they are busy.
            before = len(acknowledged)
            deadline = time.monotonic() + 5
            while chance.random() > 0.2 and len(acknowledged) == before and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(chance.uniform(0.0, 0.15))
            console.kill()
            for sender in senders:
                sender.stopping = True
                sender.join(timeout=10)
            if (kill + 1) % 50 == 0:
                print("%d kills, %d acknowledged" % (kill + 1, len(acknowledged)), flush=True)

        console = Console(data).start()
        console.idle(seconds=600)
        problems = []

        def expect_empty(rows, what):
            if rows:
                problems.append("%s: %s" % (what, rows[:3]))

        stored = {row[0] for row in console.rows("SELECT json_extract(CAST(body AS TEXT), '$.submission_id') FROM inbox")}
        lost = [number for number in acknowledged if "sub-%d" % number not in stored]
        expect_empty(lost, "acknowledged and lost")
        expect_empty([one for one in stored if int(one[4:]) not in sent], "stored and never sent")
        expect_empty(console.rows("SELECT dedupe, count(*) FROM inbox GROUP BY source, dedupe HAVING count(*) > 1"), "stored twice")
        expect_empty(console.rows("SELECT id, state, error FROM inbox WHERE state <> 2"), "not handled")
        expect_empty(console.rows("SELECT value, count(*) FROM record_keys WHERE db = 'contacts-profiles' AND property = 'Email' GROUP BY value HAVING count(*) > 1"),
                     "a contact made twice")
        contacts = console.rows("SELECT count(*) FROM records WHERE db = 'contacts-profiles'")[0][0]
        if contacts != len(stored):
            problems.append("%d deliveries made %d contacts" % (len(stored), contacts))
        expect_empty(console.rows("SELECT contact, count(*) FROM instances GROUP BY contact HAVING count(*) > 1"), "a workflow started twice")
        expect_empty(console.rows("SELECT i.id FROM instances i WHERE (SELECT count(*) FROM history h WHERE h.instance = i.id) <> i.steps + 1"),
                     "a history with a gap")
        expect_empty(console.rows("SELECT idem_key, count(*) FROM tasks WHERE idem_key IS NOT NULL GROUP BY idem_key HAVING count(*) > 1"), "a task made twice")
        console.stop()
        code, out, _ = console.command("check")
        if code != 0:
            problems.append("check: " + out[:500])
        print("%d kills, %d sent, %d acknowledged, %d stored" % (options.kills, len(sent), len(acknowledged), len(stored)))
        for problem in problems:
            print("FAILED:", problem)
        if len(acknowledged) < options.kills:
            print("FAILED: too little load to mean anything")
            return 1
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
