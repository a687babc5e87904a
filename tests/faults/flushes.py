"""Durable means flushed: looks with strace at the system calls of the real process. Every 202 leaves only after the log
of the database was flushed since the delivery came, and many senders at once share their flushes."""

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
import console_process  # noqa: E402
import senders  # noqa: E402
from console_process import Console  # noqa: E402

SENDERS = 32
EACH = 20


def traceable():
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else "strace may not trace here: " + tried.stderr.strip()


@unittest.skipIf(traceable(), traceable())
class Flushes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.trace = Path(self.folder.name) / "trace"
        self.data = Path(self.folder.name) / "studio"
        self.data.mkdir()
        (self.data / "console.json").write_text('{"receiver": {"perMinute": 0, "sources": {"generic": {"perMinute": 0}}}}')

    def traced(self, calls):
        """The console under strace, which writes the named calls of all threads in their order."""
        wrapper = Path(self.folder.name) / "traced"
        wrapper.write_text("#!/bin/sh\nexec strace -D -f -qq --seccomp-bpf -s 32 -e trace=%s -e signal=none -o '%s' '%s' \"$@\"\n"
                           % (calls, self.trace, console_process.binary()))
        wrapper.chmod(0o755)
        console = Console(self.data)
        console.program = str(wrapper)
        return console

    def deliver(self, connection, name):
        body = senders.encoded({"type": "customer_request", "data": {"text": "What are your opening hours?"}})
        connection.request("POST", "/webhooks/generic", body, {"Content-Type": "application/json", "X-Delivery-Id": name,
                                                               **senders.signature("generic", senders.SECRETS["generic"][0], body)})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def test_no_answer_before_the_flush(self):
        with self.traced("fdatasync,fsync,recvmsg,sendmsg") as c:
            connection = c.connect()
            for number in range(EACH):
                self.assertEqual(self.deliver(connection, "one-%d" % number), 202)
            connection.close()
        flushed, answers = False, 0
        for line in self.trace.read_text().splitlines():
            if "POST /webhooks/generic" in line:
                flushed = False
            elif re.search(r"f(data)?sync(\(| resumed).*= 0", line):
                flushed = True
            elif "sendmsg(" in line and "HTTP/1.1 202" in line:
                answers += 1
                self.assertTrue(flushed, "answer %d left before the log was flushed" % answers)
        self.assertEqual(answers, EACH)

    def test_many_senders_share_their_flushes(self):
        began = time.monotonic()
        with self.traced("fdatasync,fsync") as c:
            def work(worker):
                connection = c.connect()
                statuses.update(self.deliver(connection, "w%d-%d" % (worker, number)) for number in range(EACH))
                connection.close()
            statuses = set()
            workers = [threading.Thread(target=work, args=(worker,)) for worker in range(SENDERS)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            c.idle()
            commits = int(float(re.search(r"^higherself_store_commits (\S+)$", c.request("GET", "/metrics")[1], re.M).group(1)))
        self.assertEqual(statuses, {202})
        # What a flush is for: a commit, or moving the log into the database (at the start, once a second when the log
        # is long, at the end: the log and the database each).
        seconds = time.monotonic() - began
        flushes = len(re.findall(r"f(?:data)?sync(?:\(| resumed).*= 0", self.trace.read_text()))
        self.assertLess(flushes, commits + 30 + 3 * seconds, "a flush for every commit and little more")
        self.assertGreaterEqual(flushes, commits // 2, "and none is left out")
        self.assertLess(commits, SENDERS * EACH * 2, "commits are shared")
        print("%d deliveries, %d commits, %d flushes" % (SENDERS * EACH, commits, flushes), file=sys.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
