"""SIGTERM in the middle of a load: the process stops taking, finishes what it has in hand, flushes and ends with 0.
Every delivery that was answered with 2xx is in the store, every answer that began is whole, and those that came too
late were told to come again."""

import contextlib
import http.client
import json
import signal
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
import senders  # noqa: E402
from console_process import Console  # noqa: E402

ROUNDS = 5
WORKERS = 8


class StopUnderLoad(unittest.TestCase):
    def test_every_answer_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "studio"
            data.mkdir()
            (data / "console.json").write_text('{"receiver": {"perMinute": 0, "sources": {"generic": {"perMinute": 0}}}}')
            taken, statuses, broken = set(), set(), []
            for number in range(ROUNDS):
                self.one_round(Console(data), number, taken, statuses, broken)
            self.assertEqual(broken, [], "answers that began and did not end")
            self.assertLessEqual(statuses, {202, 503}, "taken, or told to come again")
            with Console(data) as c:
                c.idle()
                stored = {row[0] for row in c.rows("SELECT dedupe FROM inbox WHERE state = 2")}
                self.assertEqual(taken - stored, set(), "acknowledged and lost")
                self.assertGreater(len(taken), ROUNDS * WORKERS, "too little load to mean anything")
            self.assertEqual(c.command("check")[:2], (0, ""))

    def one_round(self, console, number, taken, statuses, broken):
        console.start()
        busy = threading.Barrier(WORKERS + 1)

        def work(worker):
            with contextlib.closing(console.connect()) as connection:
                send(worker, connection)

        def send(worker, connection):
            for i in range(100_000):
                name = "r%d-w%d-%d" % (number, worker, i)
                body = json.dumps({"type": "customer_request", "data": {"text": "What are your opening hours?"}}).encode()
                headers = {"Content-Type": "application/json", "X-Delivery-Id": name, **senders.signature("generic", senders.SECRETS["generic"][0], body)}
                try:
                    connection.request("POST", "/webhooks/generic", body, headers)
                    answer = connection.getresponse()
                except (OSError, http.client.HTTPException):
                    return  # closed before an answer began: the sender knows nothing and sends it again
                try:
                    answer.read()
                except (OSError, http.client.HTTPException) as error:
                    broken.append((name, repr(error)))
                    return
                statuses.add(answer.status)
                if answer.status == 202:
                    taken.add(name)
                if i == 4:
                    busy.wait(timeout=30)
            raise AssertionError("it was never stopped")

        workers = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in range(WORKERS)]
        for worker in workers:
            worker.start()
        busy.wait(timeout=30)  # all of them are in the middle of it
        console.process.send_signal(signal.SIGTERM if number % 2 else signal.SIGINT)
        self.assertEqual(console.process.wait(timeout=30), 0)
        console._closed()
        for worker in workers:
            worker.join(timeout=30)
            self.assertFalse(worker.is_alive())
        self.assertNotIn("[error]", console.errors)


if __name__ == "__main__":
    unittest.main(verbosity=2)
