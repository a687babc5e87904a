"""Everything that a network and bad clients do to the receiver, done to the real process over real sockets: slow and
silent clients, floods, pipelining, chunks, wrong lengths, invalid UTF-8, deep JSON. Each has its status and its words,
and afterwards the same process still takes an ordinary delivery."""

import contextlib
import http.client
import json
import resource
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
import senders  # noqa: E402
from console_process import Console  # noqa: E402

SECRET = senders.SECRETS["generic"][0]
MIB = 1024 * 1024


def signed(body, **headers):
    lines = {"Host": "console.example", "Content-Type": "application/json", **senders.signature("generic", SECRET, body),
             **{name.replace("_", "-"): value for name, value in headers.items()}}
    return "".join("%s: %s\r\n" % line for line in lines.items()).encode()


def post(body, **headers):
    return b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Content_Length=len(body), **headers) + b"\r\n" + body


def chunked(body, size):
    pieces = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def read_to_end(connection):
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            data += piece
    return data


def answers(data):
    """Splits what came over one connection into (status, headers, body)."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        length = int(headers.get("content-length", "0"))
        found.append((int(lines[0].split()[1]), headers, rest[:length].decode()))
        data = rest[length:]
    return found


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
        cls.folder = tempfile.TemporaryDirectory()
        data = Path(cls.folder.name) / "studio"
        data.mkdir()
        (data / "console.json").write_text('{"receiver": {"perMinute": 0, "sources": {"generic": {"perMinute": 0}}}}')
        cls.console = Console(data)
        cls.console.make_key()
        cls.console.start()
        cls.number = 0

    @classmethod
    def tearDownClass(cls):
        code = cls.console.stop()
        cls.folder.cleanup()
        assert code == 0, cls.console.errors

    def tearDown(self):
        # Whatever was done to it: it lives, and it takes the next delivery.
        self.assertIsNone(self.console.process.poll(), "the process has ended")
        self.assertEqual(self.deliver()[0], 202)

    def deliver(self):
        type(self).number += 1
        document, headers = senders.delivery("generic", self.number)
        return self.console.deliver("generic", document, headers)

    def stored(self):
        return self.console.rows("SELECT count(*) FROM inbox")[0][0]

    def say(self, *pieces, end=True):
        """Sends the pieces, ends its side, and gives all answers until the server closes."""
        with self.console.socket(timeout=15) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    connection.sendall(piece)
                if end:
                    connection.shutdown(1)
            return answers(read_to_end(connection))

    def body(self, words="What are your opening hours?"):
        type(self).number += 1
        return json.dumps({"type": "customer_request", "id": "w-%d" % self.number, "data": {"text": words}}).encode()

    # ---- what is refused, each with its words ----
    def test_bad_requests(self):
        ok = self.body()
        deep = b'{"data":' + b"[" * 70 + b"]" * 70 + b"}"
        line = b"POST /webhooks/generic HTTP/1.1\r\n"
        cases = (
            # (what, bytes, status, message, details)
            ("no HTTP at all", b"hello, is this the console?\r\n\r\n", 400, "the request line does not begin with a method", {}),
            ("TLS on a plain port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 40, 400, "the request line does not begin with a method", {}),
            ("another version", b"POST /webhooks/generic HTTP/2.0\r\nHost: a\r\n\r\n", 505, "the request line does not end with HTTP/1.0 or HTTP/1.1", {}),
            ("no host", b"POST /webhooks/generic HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400, "the Host header is missing", {}),
            ("two hosts", line + b"Host: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n", 400, "there is more than one Host header", {}),
            ("a header without a name", line + b"Host: a\r\n: b\r\n\r\n", 400, "the name of a header is not valid", {}),
            ("a header with a control character", line + b"Host: a\r\nX-A: b\x01c\r\n\r\n", 400, "the value of a header is not valid", {}),
            ("headers without end", line + b"Host: a\r\n" + b"X-Filler: %s\r\n" % (b"y" * 1000) * 20, 431, "the request line and headers are longer than 16384 bytes", {"limit": 16384}),
            ("one endless header", line + b"X-A: " + b"y" * 20000, 431, "the request line and headers are longer than 16384 bytes", {"limit": 16384}),
            ("a length that is none", line + b"Host: a\r\nContent-Length: ten\r\n\r\n", 400, "Content-Length is not one whole number", {}),
            ("a negative length", line + b"Host: a\r\nContent-Length: -1\r\n\r\n", 400, "Content-Length is not one whole number", {}),
            ("a length with a sign", line + b"Host: a\r\nContent-Length: +5\r\n\r\nhello", 400, "Content-Length is not one whole number", {}),
            ("a length beyond all numbers", line + b"Host: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400, "Content-Length is not one whole number", {}),
            ("two lengths", line + b"Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400, "there is more than one Content-Length", {}),
            ("two ways to tell the length", line + b"Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
             "Transfer-Encoding stands beside Content-Length or another Transfer-Encoding", {}),
            ("another encoding", line + b"Host: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "the only Transfer-Encoding taken is chunked", {}),
            ("a broken chunk", line + signed(ok, Transfer_Encoding="chunked") + b"\r\nzzzz\r\n", 400, "a chunk of the body is broken", {}),
            ("a body announced too long", line + signed(ok, Content_Length=MIB + 1) + b"\r\n", 413, "the body is longer than 1048576 bytes", {"limit": MIB}),
            ("chunks that are too many", line + signed(ok, Transfer_Encoding="chunked") + b"\r\n" + chunked(b" " * (MIB + 1), 65536), 413, "the body is longer than 1048576 bytes", {"limit": MIB}),
            ("another expectation", line + signed(ok, Content_Length=len(ok), Expect="200-maybe") + b"\r\n" + ok, 417, "the only Expect taken is 100-continue", {}),
            ("a path that is not UTF-8", b"POST /webhooks/%ff HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 400, "the path is not percent-encoded UTF-8", {}),
            ("a slash in disguise", b"POST /webhooks%2fgeneric HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 400, "the path holds an encoded slash", {}),
            ("no such source", b"POST /webhooks/tiktok HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, "there is no source of this name", {"mend": "see GET /api/v1/integrations for the sources' names"}),
            ("no source", b"POST /webhooks HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, "a delivery goes to /webhooks/{source}", {}),
            ("too much path", b"POST /webhooks/generic/a/b HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, "a delivery goes to /webhooks/{source}", {}),
            ("another method", b"GET /webhooks/generic HTTP/1.1\r\nHost: a\r\n\r\n", 405, "deliveries are made with POST", {"allow": "POST"}),
            ("another content type", line + signed(ok, Content_Type="text/xml", Content_Length=len(ok)) + b"\r\n" + ok, 415, "this source does not deliver this content type",
             {"accepts": ["application/json", "application/x-www-form-urlencoded"]}),
            ("no JSON", post(b"hello"), 400, "the body is not JSON", {"where": "line 1, column 1"}),
            ("half a document", post(b'{"type": "x",\n "data": {'), 400, "the body is not JSON", {"where": "line 2, column 11"}),
            ("no object", post(b"[1, 2]"), 400, "the body is JSON, but not an object", {"where": "line 1, column 1"}),
            ("no body", post(b""), 400, "the body is not JSON", {"where": "line 1, column 1"}),
            ("invalid UTF-8", post(b'{"type": "\xff\xfe"}'), 400, "the body is not JSON", {"where": "line 1, column 11"}),
            ("deep JSON", post(deep), 400, "the body is nested deeper than 64 levels", {"where": "line 1, column 72"}),
            ("very deep JSON", post(b"[" * 500_000), 400, "the body is nested deeper than 64 levels", {"where": "line 1, column 65"}),
            ("a form that is not one", post(b"text=%zz", Content_Type="application/x-www-form-urlencoded"), 400,
             "a % in the form is not followed by two hexadecimal digits", {"where": "byte 5"}),
        )
        before = self.stored()
        for what, data, status, message, details in cases:
            with self.subTest(what):
                got = self.say(data)
                self.assertEqual(len(got), 1, got)
                error = json.loads(got[0][2])["error"]
                self.assertEqual((got[0][0], error["message"], error["details"]), (status, message, details))
                self.assertTrue(error["code"])
                self.assertTrue(got[0][1]["x-request-id"])
        self.assertEqual(self.stored(), before, "none of them was kept")

    def test_bodies_that_end_too_early_or_too_late(self):
        body = self.body()
        before = self.stored()
        for length in (len(body) + 1, len(body) + 5000):
            head = b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Content_Length=length) + b"\r\n"
            self.assertEqual(self.say(head + body), [], "the client went away in the middle; there is nobody to answer")
        half = b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Transfer_Encoding="chunked") + b"\r\n" + chunked(body, 50)[:-5]
        self.assertEqual(self.say(half), [])
        self.assertEqual(self.stored(), before)
        # Too short a length: the delivery does not fit its signature, and what is left is no request.
        short = b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Content_Length=len(body) - 5) + b"\r\n"
        got = self.say(short + body)
        self.assertEqual([one[0] for one in got], [401, 400], got)
        self.assertEqual(self.stored(), before)

    # ---- what is odd but right ----
    def test_chunks_of_every_size(self):
        for size in (1, 7, 100, 1000):
            body = self.body("x" * 700)
            head = b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Transfer_Encoding="chunked", Connection="close") + b"\r\n"
            got = self.say(head + chunked(body, size), end=False)
            self.assertEqual([one[0] for one in got], [202], got)
        self.assertEqual(self.console.rows("SELECT body FROM inbox ORDER BY seq DESC LIMIT 1"), [(body,)], "the raw bytes are kept")

    def test_byte_by_byte(self):
        body = self.body()
        request = post(body, Connection="close")
        got = self.say(*[request[i:i + 1] for i in range(len(request))], end=False)
        self.assertEqual([one[0] for one in got], [202])

    def test_continue_is_said_before_the_body(self):
        body = self.body()
        with self.console.socket() as connection:
            connection.sendall(b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Content_Length=len(body), Expect="100-continue", Connection="close") + b"\r\n")
            self.assertEqual(connection.recv(65536), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(body)
            self.assertEqual([one[0] for one in answers(read_to_end(connection))], [202])

    def test_pipelined_requests_are_answered_in_order(self):
        bodies = [self.body("number %d" % i) for i in range(20)]
        requests = [post(body, X_Request_Id="pipe-%d" % i) for i, body in enumerate(bodies)]
        requests.insert(7, b"GET /health HTTP/1.1\r\nHost: a\r\nX-Request-Id: pipe-health\r\n\r\n")
        requests.insert(13, post(bodies[0], X_Request_Id="pipe-again"))
        got = self.say(b"".join(requests))
        names = ["pipe-%d" % i for i in range(20)]
        names.insert(7, "pipe-health")
        names.insert(13, "pipe-again")
        self.assertEqual([one[1]["x-request-id"] for one in got], names)
        self.assertEqual([one[0] for one in got], [200 if name in ("pipe-health", "pipe-again") else 202 for name in names])
        for body in bodies:
            self.assertEqual(self.console.rows("SELECT count(*) FROM inbox WHERE body = ?", body), [(1,)])

    def test_ids_of_requests(self):
        for given, kept in (("abc.DEF-1_2", True), ("x" * 128, True), ("x" * 129, False), ("a b", False), ("a;b", False), ("", False)):
            headers = self.console.request("GET", "/health", headers={"X-Request-Id": given})[2]
            (self.assertEqual if kept else self.assertNotEqual)(headers["X-Request-Id"], given)

    # ---- the slow and the many ----
    def test_slow_clients(self):
        """The head must come within 10 s, the body within 30 s, however busily it drips."""
        body = self.body()
        head = b"POST /webhooks/generic HTTP/1.1\r\n" + signed(body, Content_Length=len(body)) + b"\r\n"
        results = {}

        def drip(name, first, drops):
            began = time.monotonic()
            with self.console.socket(timeout=45) as connection:
                connection.sendall(first)
                connection.settimeout(1)
                data = b""
                for drop in drops:
                    with contextlib.suppress(TimeoutError, ConnectionResetError, BrokenPipeError):
                        connection.sendall(drop)
                        data = connection.recv(65536)
                        break
                else:
                    connection.settimeout(45)
                    data = connection.recv(65536)
                results[name] = (time.monotonic() - began, answers(data))

        clients = [threading.Thread(target=drip, args=case) for case in (
            ("silent", b"", []),
            ("head", head[:40], [head[i:i + 1] for i in range(40, 80)]),
            ("body", head, [body[i:i + 1] for i in range(60)]))]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients):
            self.assertEqual(self.deliver()[0], 202, "the others are served meanwhile")
            clients[-1].join(timeout=0.5)
        seconds, got = results["silent"]
        self.assertEqual(got, [], "who says nothing is closed without a word")
        self.assertTrue(9.5 < seconds < 14, seconds)
        seconds, got = results["head"]
        self.assertEqual([(one[0], json.loads(one[2])["error"]["message"]) for one in got], [(408, "the headers came too slowly")])
        self.assertTrue(9.5 < seconds < 14, seconds)
        seconds, got = results["body"]
        self.assertEqual([(one[0], json.loads(one[2])["error"]["message"]) for one in got], [(408, "the body came too slowly")])
        self.assertTrue(29.5 < seconds < 36, seconds)

    def flood(self, count):
        """Half of them silent, half in the middle of a head."""
        held = contextlib.ExitStack()
        for i in range(count):
            connection = held.enter_context(self.console.socket())
            if i % 2:
                connection.sendall(b"POST /webhooks/generic HTTP/1.1\r\nHost: a\r\nX-Half: ")
        return held

    def test_a_flood_of_half_open_connections(self):
        for count in (500, 1500):  # below and above the number that the server keeps
            with self.subTest(count=count), self.flood(count):
                connection = http.client.HTTPConnection(self.console.host, self.console.port, timeout=10)
                slowest = 0
                for _ in range(50):
                    body = self.body()
                    began = time.monotonic()
                    connection.request("POST", "/webhooks/generic", body, {"Content-Type": "application/json", **senders.signature("generic", SECRET, body)})
                    answer = connection.getresponse()
                    answer.read()
                    slowest = max(slowest, time.monotonic() - began)
                    self.assertEqual(answer.status, 202)
                connection.close()
                self.assertEqual(self.deliver()[0], 202, "new connections find a place too")
                self.assertLess(slowest, 2)

    def test_clients_that_leave_before_the_answer(self):
        bodies = [self.body("gone %d" % i) for i in range(50)]
        for body in bodies:
            with self.console.socket() as connection:
                connection.sendall(post(body))
        # They were whole: they are kept, and the sender's repeat will be told so.
        self.console.until(lambda: all(self.console.rows("SELECT 1 FROM inbox WHERE body = ?", body) for body in bodies), "all of them in the inbox")
        self.assertEqual(self.console.request("POST", "/webhooks/generic", bodies[0], {"Content-Type": "application/json", **senders.signature("generic", SECRET, bodies[0])})[0], 200)

    def test_more_than_the_rate(self):
        data = Path(self.folder.name) / "limited"
        data.mkdir()
        (data / "console.json").write_text('{"receiver": {"sources": {"generic": {"perMinute": 5, "maxBodyBytes": 2048}}}}')
        with Console(data) as c:
            statuses = []
            for number in range(8):
                document, headers = senders.delivery("generic", number)
                status, answer, got = c.deliver("generic", document, headers)
                statuses.append(status)
            self.assertEqual(statuses, [202] * 5 + [429] * 3)
            self.assertEqual((answer["error"]["message"], answer["error"]["details"]), ("more than 5 deliveries a minute", {"per_minute": 5}))
            self.assertTrue(1 <= int(got["Retry-After"]) <= 60)
            self.assertEqual(c.deliver("typeform", senders.delivery("typeform", 1)[0])[0], 202, "other sources have their own measure")
            status, answer, _ = c.request("POST", "/webhooks/generic", b" " * 3000, {"Content-Type": "application/json"})
            self.assertEqual((status, answer["error"]["message"]), (413, "the body is longer than 2048 bytes"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
