"""Drives the real program: starts it headless on a data folder of its own, signs deliveries as the
senders do, and talks to its HTTP API. Standard library only; loopback only."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

import senders
from senders import typeform  # noqa: F401  (tests take it from here)


def binary():
    return os.environ["HS_CONSOLE"]


class Console:
    """One run of the headless process."""

    def __init__(self, data_dir, environment=None, arguments=(), secrets=True, preexec=None):
        self.data_dir = Path(data_dir)
        # No secret of this machine, and no bus: a keychain of the session is not the test's to write into.
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("WEBHOOK_SECRET") and name not in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        self.environment.update(senders.environment() if secrets else {})
        self.environment.update(environment or {})
        self.arguments = list(arguments)
        self.preexec = preexec
        self.program = binary()
        self.process = None
        self.key = None
        self.certificate = None
        self.errors = ""

    def launch(self):
        """Starts it without waiting until it is ready."""
        # A file, not a pipe: nobody reads while it runs, and a full pipe would hold it up.
        self._stderr = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [self.program, "--headless", "--data-dir", str(self.data_dir), "--port", "0", *self.arguments],
            stdout=subprocess.PIPE, stderr=self._stderr, env=self.environment, text=True, preexec_fn=self.preexec)
        return self

    def start(self):
        return self.launch().greet()

    def greet(self):
        """Waits until it says that it is ready."""
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self._closed()
            raise RuntimeError("it did not start: " + self.errors)
        self.ready = json.loads(line)
        assert self.ready["ready"] and self.ready["pid"] == self.process.pid
        self.scheme, address = self.ready["http"].split("://")
        self.host, port = address.rsplit(":", 1)
        self.port = int(port)
        return self

    def _closed(self):
        self._stderr.seek(0)
        self.errors = self._stderr.read()
        self._stderr.close()
        self.process.stdout.close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._closed()

    def stop(self, seconds=30):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=seconds)
        self._closed()
        return code

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    # ---- HTTP ----
    def connect(self, timeout=10):
        if self.scheme == "https":
            return http.client.HTTPSConnection(self.host, self.port, timeout=timeout, context=ssl.create_default_context(cafile=self.certificate))
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def socket(self, timeout=10):
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def request(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
            headers = dict(headers or {})
            if isinstance(body, (dict, list)):
                headers.setdefault("Content-Type", "application/json")
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, (json.loads(text) if text[:1] in (b"{", b"[") else text.decode()), answer.headers
        finally:
            connection.close()

    def api(self, method, path, body=None, key=None, headers=None):
        headers = dict(headers or {})
        headers["Authorization"] = "Bearer " + (key or self.key)
        return self.request(method, "/api/v1" + path, body, headers)

    def deliver(self, source, body, headers=None, secret=None, at=None, path=None):
        """Posts it signed with `secret` (the source's first)."""
        data = senders.encoded(body)
        signed = {"Content-Type": "application/json"}
        signed.update(headers or {})
        signed.update(senders.signature(source, secret or senders.SECRETS[source][0], data, signed, at))
        return self.request("POST", path or "/webhooks/" + source, data, signed)

    def make_key(self, name="tests", role="admin"):
        """Makes an API key while the console is stopped; the first one is the one that `api` uses."""
        code, out, err = self.command("api-key", "create", name, "--role", role)
        assert code == 0, err
        self.key = self.key or out.strip()
        return out.strip()

    # ---- command line ----
    def command(self, *arguments, stdin=None):
        done = subprocess.run([binary(), *arguments, "--data-dir", str(self.data_dir)], input=stdin, env=self.environment,
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def rows(self, sql, *values):
        """Looks into the store from outside, as a reader beside the running process."""
        connection = sqlite3.connect("file:%s?mode=ro" % (self.data_dir / "console.db"), uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def until(self, condition, what, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            value = condition()
            if value:
                return value
            time.sleep(0.02)
        raise AssertionError("waited in vain for " + what)

    def idle(self, seconds=60):
        self.until(lambda: self.rows("SELECT count(*) FROM inbox WHERE state IN (0, 1, 3)")[0][0] == 0
                   and self.rows("SELECT count(*) FROM invocations WHERE status = 0")[0][0] == 0
                   and self.rows("SELECT count(*) FROM bus_deliveries WHERE state = 0")[0][0] == 0,
                   "the engine to have nothing left to do", seconds)


def sign(source, data, headers):
    """The signature headers of each sender with its first secret."""
    return senders.signature(source, senders.SECRETS[source][0], data, headers)
