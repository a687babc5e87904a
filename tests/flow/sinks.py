"""Real servers on loopback that take what the console sends: mail, and the webhook of a chat."""

import json
import subprocess
from pathlib import Path

FAKES = Path(__file__).resolve().parent.parent / "fakes"


class _Sink:
    """A fake in a process of its own that writes what it receives to a file and ends when its stdin does."""

    script = ""

    def __init__(self, folder, *arguments):
        self.file = Path(folder) / (self.script + ".jsonl")
        # The system's Python: that is where Debian puts aiosmtpd.
        self.process = subprocess.Popen(["/usr/bin/python3", str(FAKES / self.script), "--out", str(self.file), *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]

    def received(self):
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


class MailSink(_Sink):
    script = "smtp_sink.py"

    def mails(self):
        return self.received()

    def mode(self, mode):
        """Changes how it answers: see smtp_sink.py."""
        self.process.stdin.write(json.dumps({"mode": mode}) + "\n")
        self.process.stdin.flush()
        assert json.loads(self.process.stdout.readline())["mode"] == mode


class ChatSink(_Sink):
    script = "http_sink.py"

    def url(self, path="/echo"):
        return "http://127.0.0.1:%d%s" % (self.port, path)
