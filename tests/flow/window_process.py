"""The program with its window, as a process: one instance on a data folder, the end of a session, a crash, the demo."""

import configparser
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

BINARY = os.environ["HS_CONSOLE"]
PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Window:
    """One start with a window, ready when its receiver answers."""

    def __init__(self, folder, *arguments):
        self.port = free_port()
        self.process = subprocess.Popen([BINARY, "--data-dir", str(folder), "--port", str(self.port), *arguments], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ready(self):
        def answers():
            if self.process.poll() is not None:
                raise AssertionError("it ended with %d: %s" % (self.process.returncode, self.process.stderr.read()))
            try:
                return self.get("/health")[0] == 200
            except OSError:
                return False
        until(answers, "the window's receiver")
        return self

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=PATIENCE)
        errors = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return code, errors


def until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.02)


class WindowProcess(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name) / "studio"
        self.folder.mkdir()
        self.windows = []

    def tearDown(self):
        for window in self.windows:
            if window.process.poll() is None:
                window.end(signal.SIGKILL)
        self.scratch.cleanup()

    def start(self, *arguments):
        window = Window(self.folder, *arguments)
        self.windows.append(window)
        return window.ready()

    def await_marker(self, running, crashes):
        """Waits for what the marker of the session should say: the receiver answers before the window writes it."""
        kept = configparser.ConfigParser(strict=False)
        expected = (running, str(crashes))
        until(lambda: kept.read(self.folder / "window.ini") and "session" in kept and (kept["session"]["open"], kept["session"]["crashes"]) == expected,
              "a session that is open: %s, after %s crashes" % expected)

    def test_a_second_start_hands_over_and_ends(self):
        first = self.start()
        second = subprocess.run([BINARY, "--data-dir", str(self.folder), "higherself-console:record/rec_1"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual((second.returncode, second.stderr), (0, ""))
        self.assertIsNone(first.process.poll())
        # Without a window there is nothing to raise: the folder is named as taken, and by whom.
        headless = subprocess.run([BINARY, "--headless", "--data-dir", str(self.folder), "--port", "0"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertNotEqual(headless.returncode, 0)
        self.assertIn(str(first.process.pid), headless.stderr)

    def test_the_end_of_a_session_is_no_crash_and_a_kill_is_one(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            window = self.start()
            self.await_marker("true", 0)
            code, errors = window.end(how)
            self.assertEqual(code, 0, errors)
            self.await_marker("false", 0)
        for crashes in range(2):
            window = self.start()
            self.await_marker("true", crashes)
            window.end(signal.SIGKILL)
        window = self.start()  # the lock of a dead process holds nobody up
        self.await_marker("true", 2)
        self.assertEqual(window.end()[0], 0)
        self.await_marker("false", 0)

    def test_the_demo_plays_in_its_own_folder(self):
        window = self.start("--demo", "--pace", "200")
        self.folder = self.folder / "demo"
        self.assertTrue((self.folder / "console.db").exists())
        self.assertFalse((self.folder.parent / "console.db").exists())

        def taken():
            store = sqlite3.connect("file:%s?mode=ro" % (self.folder / "console.db"), uri=True, timeout=10)
            try:
                return store.execute("SELECT count(*) FROM inbox").fetchone()[0] >= 10
            finally:
                store.close()
        until(taken, "ten events of the demo")
        self.assertEqual(window.end()[0], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
