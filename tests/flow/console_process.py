"""Drives the real program: starts it headless on a data folder of its own, signs deliveries as the
senders do, and talks to its HTTP API. Standard library only; loopback only."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

SECRETS = {
    "WEBHOOK_SECRET_TYPEFORM": "typeform-secret",
    "WEBHOOK_SECRET_WOOCOMMERCE": "woocommerce-secret",
    "WEBHOOK_SECRET_GENERIC": "generic-secret",
    "WEBHOOK_SECRET_STRIPE": "whsec_stripe-secret",
    "WEBHOOK_SECRET_WEBSITE_FORM": "website-form-secret",
    "WEBHOOK_SECRET_STANDARD_WEBHOOKS": "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
    "WEBHOOK_SECRET_NOTION": "secret_notion-token",
}


def binary():
    return os.environ["HS_CONSOLE"]


class Console:
    """One run of the headless process."""

    def __init__(self, data_dir, environment=None, arguments=()):
        self.data_dir = Path(data_dir)
        self.environment = dict(os.environ)
        self.environment.update(SECRETS)
        self.environment.update(environment or {})
        self.arguments = list(arguments)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [binary(), "--headless", "--data-dir", str(self.data_dir), "--port", "0", *self.arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("it did not start: " + self.process.stderr.read())
        ready = json.loads(line)
        assert ready["ready"] and ready["pid"] == self.process.pid
        self.host, self.port = ready["http"].removeprefix("http://").split(":")
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.errors = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    # ---- HTTP ----
    def connect(self, timeout=10):
        return http.client.HTTPConnection(self.host, int(self.port), timeout=timeout)

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

    def deliver(self, source, body, headers=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = {"Content-Type": "application/json"}
        signed.update(headers or {})
        signed.update(sign(source, data, signed))
        return self.request("POST", "/webhooks/" + source, data, signed)

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


def mac(secret, data):
    return hmac.new(secret.encode(), data, hashlib.sha256)


def sign(source, data, headers):
    """The signature headers of each sender (integrations.md §1)."""
    now = str(int(time.time()))
    if source == "typeform":
        return {"Typeform-Signature": "sha256=" + base64.b64encode(mac("typeform-secret", data).digest()).decode()}
    if source == "woocommerce":
        return {"X-WC-Webhook-Signature": base64.b64encode(mac("woocommerce-secret", data).digest()).decode()}
    if source == "generic":
        return {"X-Signature": "sha256=" + mac("generic-secret", data).hexdigest()}
    if source == "stripe":
        return {"Stripe-Signature": "t=%s,v1=%s" % (now, mac("whsec_stripe-secret", now.encode() + b"." + data).hexdigest())}
    if source == "website-form":
        return {"X-Webhook-Secret": "website-form-secret"}
    if source == "notion":
        return {"X-Notion-Signature": "sha256=" + mac("secret_notion-token", data).hexdigest()}
    if source == "standard-webhooks":
        identity = headers.get("webhook-id", "msg_1")
        signed = hmac.new(b"0123456789abcdef0123456789abcdef", ("%s.%s." % (identity, now)).encode() + data, hashlib.sha256)
        return {"webhook-id": identity, "webhook-timestamp": now, "webhook-signature": "v1," + base64.b64encode(signed.digest()).decode()}
    raise ValueError(source)


def typeform(number, name, email, words, event=None):
    return {
        "event_id": event or "evt-%s" % number, "event_type": "form_response",
        "form_response": {
            "form_id": "lT4Z3j", "token": "token-%s" % number, "submitted_at": "2026-11-23T09:00:00Z",
            "definition": {"id": "lT4Z3j", "title": "Visit us", "fields": [
                {"id": "a", "ref": "name", "type": "short_text", "title": "Your name"},
                {"id": "b", "ref": "email", "type": "email", "title": "Your e-mail"},
                {"id": "c", "ref": "message", "type": "long_text", "title": "What can we do for you?"}]},
            "answers": [
                {"type": "text", "text": name, "field": {"id": "a", "type": "short_text", "ref": "name"}},
                {"type": "email", "email": email, "field": {"id": "b", "type": "email", "ref": "email"}},
                {"type": "text", "text": words, "field": {"id": "c", "type": "long_text", "ref": "message"}}]}}
