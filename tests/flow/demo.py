"""The demo studio on the real process at a faster pace: a folder of its own, its life posted over real HTTP with valid
signatures, every class of escalation, and the failures that a studio sees. What each event should lead to stands
in the script itself, and that is what is looked for here."""

import collections
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from console_process import Console, binary

SCRIPT = Path(__file__).resolve().parent.parent.parent / "resources" / "demo" / "script.json"
CLASSES = {"legal_compliance", "vip_concern", "complex_dispute", "human_judgement"}


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.script = json.loads(SCRIPT.read_text())
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def demo(self, name, *arguments):
        studio = Path(self.folder.name) / name
        console = Console(studio, secrets=False, arguments=("--demo", *arguments))
        return studio, console

    def test_the_whole_life_of_the_studio(self):
        events = self.script["events"]
        wanted = collections.Counter(event["expect"]["status"] for event in events)
        self.assertEqual({event["expect"].get("reason") for event in events if event["expect"].get("reason")}, CLASSES, "the script has every class")
        self.assertTrue({400, 401} <= set(wanted), "and some failures")

        studio, c = self.demo("fast", "--pace", "4000")
        with c:
            self.assertEqual(Path(c.ready["data_dir"]), studio / "demo", "it never touches the studio's own data")
            c.data_dir = studio / "demo"  # for looking into it
            new = wanted[202]
            c.until(lambda: c.rows("SELECT count(*) FROM inbox WHERE source <> 'bus'")[0][0] == new, "all %d deliveries of the script" % new, 60)
            c.idle()

            self.assertEqual(collections.Counter(row[0] for row in c.rows("SELECT source FROM inbox WHERE source <> 'bus'")),
                             collections.Counter(event["source"] for event in events if event["expect"]["status"] == 202))
            self.assertEqual(c.rows("SELECT id, error FROM inbox WHERE state <> 2"), [], "each is understood")
            self.assertEqual(c.rows("SELECT sum(duplicates) FROM inbox")[0][0], wanted[200], "the repeat is seen as one")
            self.assertEqual(c.rows("SELECT count(*) FROM refusals WHERE status = 401")[0][0], wanted[401], "so is the forgery")
            self.assertEqual(c.rows("SELECT count(*) FROM refusals WHERE status = 400")[0][0], wanted[400], "and half a document")

            reasons = collections.Counter(event["expect"]["reason"] for event in events if event["expect"].get("reason"))
            self.assertEqual(collections.Counter(row[0] for row in c.rows("SELECT reason_class FROM escalations")), reasons)
            self.assertEqual(set(reasons), CLASSES)
            for definition in ("lead-to-client", "order"):
                started = sum(event["expect"].get("workflow") == definition for event in events)
                self.assertGreaterEqual(c.rows("SELECT count(*) FROM instances WHERE definition = ?", definition)[0][0], started, definition)

            # An engine with nothing left to do does nothing: it neither writes nor looks for work all the time.
            commits = lambda: re.search(r"^higherself_store_commits (\S+)$", c.request("GET", "/metrics")[1], re.M).group(1)  # noqa: E731
            c.until(lambda: c.rows("SELECT count(*) FROM knowledge_documents WHERE source = 'src_notes' AND version > 0")[0][0] > 0, "the studio's papers")
            seen = collections.deque(maxlen=25)

            def rests():
                seen.append(commits())
                return len(seen) == seen.maxlen and len(set(seen)) == 1

            c.until(rests, "the engine to rest", 60)
            before = commits()
            for _ in range(50):
                c.request("GET", "/health")
            self.assertEqual(commits(), before)

            # Every dock has something to show.
            for table in ("threads", "escalations", "instances", "tasks", "inbox", "audit", "messages", "outbox", "operators"):
                self.assertGreater(c.rows("SELECT count(*) FROM %s" % table)[0][0], 0, table)
            self.assertEqual(c.rows("SELECT count(*) FROM outbox WHERE state = 4")[0][0], 0, "nothing leaves: the demo has no channel")
            self.assertEqual(c.rows("SELECT count(*) FROM operators")[0][0], len(self.script["operators"]))
            self.assertEqual(c.stop(), 0)
        self.assertNotIn("was answered with", c.errors, "every answer was the expected one")
        self.assertNotIn("demo record", c.errors)
        self.assertEqual(sorted(path.name for path in studio.iterdir()), ["demo"])

        # A second start on the same folder: the people and records are there, and its life begins anew.
        before = c.rows("SELECT count(*) FROM records WHERE db = 'products-services'")
        c.data_dir = studio
        with c:
            c.data_dir = studio / "demo"
            c.until(lambda: c.rows("SELECT count(*) FROM inbox WHERE source <> 'bus'")[0][0] == 2 * new, "the second life", 60)
            c.idle()
            self.assertEqual(c.rows("SELECT count(*) FROM records WHERE db = 'products-services'"), before)
            self.assertEqual(c.rows("SELECT count(*) FROM operators")[0][0], len(self.script["operators"]))
        self.assertNotIn("demo record", c.errors)

    def test_real_time_is_the_default(self):
        studio, c = self.demo("real")
        due = sum(event["at"] <= 1 for event in self.script["events"])
        with c:
            c.data_dir = studio / "demo"
            c.until(lambda: c.rows("SELECT count(*) FROM inbox WHERE source <> 'bus'")[0][0] >= due, "the first event, a second after the start", 20)
            self.assertLess(c.rows("SELECT count(*) FROM inbox WHERE source <> 'bus'")[0][0], 5, "the others come in their own time")

    def test_a_pace_that_is_none(self):
        for pace, words in (("0", '"0" is not a value for --pace'), ("fast", '"fast" is not a value for --pace'), ("1e9", '"1e9" is not a value for --pace')):
            done = subprocess.run([binary(), "--demo", "--headless", "--pace", pace], capture_output=True, text=True, timeout=30, env=dict(os.environ))
            self.assertEqual((done.returncode, done.stdout), (64, ""))
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
