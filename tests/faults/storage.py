"""What can go wrong under the store, seen from outside: a full disk, a folder that cannot be written, a damaged file, a
database of a newer version, a second process. Senders get 503 and come again, nothing acknowledged is lost, and
whoever starts the console reads one line that says what is wrong, where, and how to mend it."""

import contextlib
import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
import senders  # noqa: E402
from console_process import Console  # noqa: E402


class Volume:
    """A small file system of our own, where the system lets us have one."""

    def __init__(self, folder, size):
        self.path = Path(folder) / "volume"
        self.path.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%s" % size, "tmpfs", str(self.path)], capture_output=True, text=True)
        if done.returncode != 0:
            raise unittest.SkipTest("no file system of our own can be mounted here: " + done.stderr.strip())

    def read_only(self, yes):
        subprocess.run(["mount", "-o", "remount," + ("ro" if yes else "rw"), str(self.path)], check=True)

    def close(self):
        subprocess.run(["umount", "-l", str(self.path)], check=True)


def hashes(folder):
    """Every file and what is in it."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


class Storage(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def studio(self):
        """A data folder that a console has worked in."""
        data = Path(self.folder.name) / "studio"
        with Console(data) as c:
            self.assertEqual(c.deliver("typeform", senders.delivery("typeform", 1)[0])[0], 202)
            c.idle()
        return data

    def does_not_start(self, console, words):
        """It ends with 1, says exactly this on one line and nothing on stdout."""
        console.launch()
        out = console.process.stdout.read()
        self.assertEqual(console.process.wait(timeout=30), 1)
        console._closed()
        said = [line for line in console.errors.splitlines() if line.startswith("higherself-console: ")]
        self.assertEqual((out, said), ("", ["higherself-console: " + words]))

    def deliver_until(self, c, number, statuses, kept, seconds=60):
        """Sends new deliveries until one is answered with one of `statuses`; remembers what was acknowledged."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            number += 1
            document, headers = senders.delivery("generic", number)
            document["data"]["text"] = "What are your opening hours? " + "Please. " * 400
            status, answer, headers = c.deliver("generic", document, headers)
            if status == 202:
                kept.add("g-%d" % number)
            if status in statuses:
                return number, status, answer, headers
        self.fail("no answer %s within %d s" % (statuses, seconds))

    def full_disk(self, data, fill, empty, message, preexec=None):
        """The whole of it: full, refused, said, found well again, nothing lost."""
        data.mkdir(exist_ok=True)
        (data / "console.json").write_text('{"receiver": {"perMinute": 0, "sources": {"generic": {"perMinute": 0}}}}')
        c = Console(data, preexec=preexec)
        c.make_key()
        kept = set()
        with c:
            number = self.deliver_until(c, 0, {202}, kept)[0]
            c.idle()
            fill(c)
            number, _, answer, headers = self.deliver_until(c, number, {503}, kept)
            self.assertEqual(answer["error"]["message"], message)
            self.assertTrue(answer["error"]["details"]["mend"])
            self.assertGreaterEqual(int(headers["Retry-After"]), 1)

            def down():
                # Room that the log gives back may let a small write pass: then it is truly well until the next one.
                nonlocal number
                number = self.deliver_until(c, number, {503}, kept)[0]
                return c.request("GET", "/health")[1]["status"] == "down"
            c.until(down, "a full disk to be seen", 60)
            status, health, _ = c.request("GET", "/health")
            if status == 503:
                self.assertEqual((health["components"]["store"]["status"], health["components"]["store"]["detail"]), ("down", message))
            self.assertEqual(c.api("GET", "/events?limit=1")[0], 200, "reading goes on")
            self.assertEqual(c.api("POST", "/requests", {"text": "What are your opening hours?"})[0], 503, "people are told as well")
            empty(c)
            # By itself: nobody has to write first.
            c.until(lambda: c.request("GET", "/health")[0] == 200, "the console to find the space", 30)
            self.assertEqual(c.request("GET", "/health")[1]["status"], "ok")
            number = self.deliver_until(c, number, {202}, kept)[0]
            c.idle()
            self.assertEqual(c.stop(), 0)
        with c:
            c.idle()
            stored = {row[0].split("|")[0] for row in c.rows("SELECT dedupe FROM inbox WHERE state = 2")}
            self.assertEqual(kept - stored, set(), "acknowledged and lost")
            self.assertEqual(c.rows("SELECT dedupe FROM inbox GROUP BY dedupe HAVING count(*) > 1"), [])
        self.assertEqual(c.command("check")[0:2], (0, ""))

    def test_the_disk_is_full(self):
        volume = Volume(self.folder.name, "12m")
        self.addCleanup(volume.close)
        ballast = volume.path / "ballast"

        def fill(_):
            with open(ballast, "wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 65536):
                        pass
                except OSError:
                    pass

        self.full_disk(volume.path / "studio", fill, lambda _: ballast.unlink(), "the disk is full")

    def test_files_may_not_grow(self):
        """The same by a limit of the process, so that it is tested also where nothing can be mounted."""
        data = Path(self.folder.name) / "studio"
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

        def fill(c):
            # The log: the database, longer than it, then cannot grow either.
            size = (data / "console.db-wal").stat().st_size
            resource.prlimit(c.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        self.full_disk(data, fill, lambda c: resource.prlimit(c.process.pid, resource.RLIMIT_FSIZE, unlimited),
                       "the disk reported an error: disk I/O error",
                       preexec=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))

    def test_a_full_disk_at_the_start(self):
        volume = Volume(self.folder.name, "64k")
        self.addCleanup(volume.close)
        self.does_not_start(Console(volume.path / "studio"), "the disk is full (console.db, migration 1): free some space; the console goes on by itself")

    def test_a_folder_that_cannot_be_written(self):
        volume = Volume(self.folder.name, "12m")
        self.addCleanup(volume.close)
        mend = "make it writable for this user, or choose another with --data-dir"
        data = volume.path / "studio"
        volume.read_only(True)
        self.does_not_start(Console(data), "the data folder cannot be written: Read-only file system (%s): %s" % (data, mend))
        volume.read_only(False)
        shutil.copytree(self.studio(), data)
        before = hashes(data)
        volume.read_only(True)
        self.does_not_start(Console(data), "the data folder cannot be written (%s): %s" % (data, mend))
        code, out, err = Console(data).command("api-key", "create", "x", "--role", "admin")
        self.assertEqual((code, out, err), (2, "", "higherself-console: the data folder cannot be written (%s): %s\n" % (data, mend)))
        volume.read_only(False)
        self.assertEqual(hashes(data), before)

    def test_a_path_that_is_no_folder(self):
        path = Path(self.folder.name) / "file"
        path.write_text("I am not a folder")
        self.does_not_start(Console(path), "the data folder cannot be written: Not a directory (%s): make it writable for this user, or choose another with --data-dir" % path)
        self.assertEqual(path.read_text(), "I am not a folder")

    def test_a_database_that_is_none(self):
        data = self.studio()
        for content in (b"These are not the pages you are looking for.\n" * 2000, b"SQLite format 3\0" + os.urandom(20000)):
            (data / "console.db").write_bytes(content)
            self.does_not_start(Console(data), "the database file is damaged: file is not a database (console.db): restore the newest file of the backups folder")
            self.assertEqual((data / "console.db").read_bytes(), content, "nothing was changed")
            code, out, _ = Console(data).command("check")
            self.assertEqual((code, out), (2, "the database file is damaged: file is not a database (console.db): restore the newest file of the backups folder\n"))

    def test_a_damaged_page(self):
        data = self.studio()
        file = data / "console.db"
        with contextlib.closing(sqlite3.connect(file)) as connection:
            size = connection.execute("PRAGMA page_size").fetchone()[0]
            root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'inbox'").fetchone()[0]
        pages = file.read_bytes()
        file.write_bytes(pages[:(root - 1) * size] + b"\xff" * size + pages[root * size:])
        mend = "restore the newest file of the backups folder"
        code, out, _ = Console(data).command("check")
        self.assertEqual(code, 2)
        self.assertIn("console.db: ", out)
        # The other pages are good, so it may start; but it acknowledges nothing that it cannot keep, and says why.
        with Console(data) as c:
            status, answer, _ = c.deliver("typeform", senders.delivery("typeform", 2)[0])
            self.assertEqual(status, 503, answer)
            self.assertTrue(answer["error"]["message"].startswith("the database file is damaged: "), answer)
            self.assertEqual(answer["error"]["details"]["mend"], mend)
            status, health, _ = c.request("GET", "/health")
            self.assertEqual((status, health["status"]), (503, "down"))
            self.assertTrue(health["components"]["store"]["detail"].startswith("the database file is damaged: "), health)

    def test_a_database_of_a_newer_version(self):
        data = self.studio()
        connection = sqlite3.connect(data / "console.db")
        known = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA user_version = %d" % (known + 1))
        connection.commit()
        connection.close()
        before = hashes(data)
        words = "the database is of version %d, this program knows versions up to %d (console.db): start the newer console, or restore a backup made before the upgrade" % (known + 1, known)
        self.does_not_start(Console(data), words)
        after = hashes(data)
        for name in ("console.db", "console.db.lock"):
            self.assertEqual(after.get(name), before.get(name), name)
        self.assertEqual(Console(data).command("check")[:2], (2, words + "\n"))
        for call in (("workflow", "list"), ("api-key", "create", "x", "--role", "admin")):
            self.assertEqual(Console(data).command(*call)[::2], (2, "higherself-console: " + words + "\n"))

    def test_a_second_process_on_the_folder(self):
        data = Path(self.folder.name) / "studio"
        with Console(data) as c:
            words = "process %d works on this data folder (%s): close it, or choose another folder with --data-dir" % (c.process.pid, data)
            self.does_not_start(Console(data), words)
            for call in (("api-key", "create", "x", "--role", "admin"), ("api-key", "revoke", "x"), ("secret", "remove", "X")):
                self.assertEqual(c.command(*call), (2, "", "higherself-console: " + words + "\n"))
            self.assertEqual(c.command("secret", "set", "X", stdin="y"), (2, "", "higherself-console: " + words + "\n"))
            # Looking is free.
            for call in (("check",), ("workflow", "list")):
                self.assertEqual(c.command(*call), (0, "", ""))
            self.assertEqual(c.deliver("typeform", senders.delivery("typeform", 1)[0])[0], 202, "the first one works on")
            pid = c.process.pid
            c.kill()
        # The lock of a process that was killed holds nobody up.
        with Console(data) as c:
            self.assertNotEqual(c.process.pid, pid)
            self.assertEqual(c.deliver("typeform", senders.delivery("typeform", 1)[0])[0], 200)

    def test_a_port_that_is_taken(self):
        with Console(Path(self.folder.name) / "one") as first:
            second = Console(Path(self.folder.name) / "two", arguments=("--port", str(first.port)))
            self.does_not_start(second, "the port is taken by another program (127.0.0.1:%d): choose another port, or 0 for any free one" % first.port)


if __name__ == "__main__":
    unittest.main(verbosity=2)
