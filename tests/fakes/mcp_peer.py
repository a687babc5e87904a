#!/usr/bin/python3
"""A small server of tools that speaks the Model Context Protocol and misbehaves as it is told.

On stdin and stdout, or with --http on a port of the loopback (it then prints {"port": N} and ends when stdin ends).
  --era modern|legacy   the one era it speaks (modern: 2026-07-28, legacy: 2025-11-25)
  --tools N             how many tools it lists beside its own, four a page
  --crash-after N       ends with code 3 on call N
  --slow MS             answers calls after that time
  --garbage             writes lines that are no messages between its answers
  --noise               writes nothing but such lines
  --huge                answers a call with more than four million bytes
  --silent              does not answer what it does not know (legacy), not even with an error
  --exit-on-greeting    ends when it is greeted in the modern way (legacy)
  --deaf                goes on when its input ends, and passes over SIGTERM
  --sse                 over HTTP: answers as a stream of events, with a notification first
  --forget              over HTTP, legacy: forgets its sessions after the first call
  --key KEY             over HTTP: refuses whoever does not send it as Bearer
Tools: echo {text}; environment {} (what it finds in its own); fail {} (isError); wrong {} (an error of the protocol);
grow {} (one tool more, and the client is told); again {} (input_required with state, once); ask {} (input_required of a person);
headers {region} (over HTTP: the Mcp- headers of the call); pid {}.
"""

import argparse
import json
import os
import queue
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODERN = "2026-07-28"
LEGACY = "2025-11-25"
META = "io.modelcontextprotocol/"


class Peer:
    def __init__(self, options):
        self.options = options
        self.modern = options.era == "modern"
        self.calls = 0
        self.extra = options.tools
        self.listeners = []  # ids of streams on which changes of tools are told
        self.cancelled = set()
        self.tell = lambda message: None

    def tools(self):
        text = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
        nothing = {"type": "object", "additionalProperties": False}
        region = {"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}}
        own = [("echo", text), ("environment", nothing), ("fail", nothing), ("wrong", nothing), ("grow", nothing), ("again", nothing),
               ("ask", nothing), ("headers", region), ("pid", nothing), ("bad.header", {"type": "object", "properties": {
                   "a": {"type": "number", "x-mcp-header": "A"}}})]
        listed = [{"name": name, "description": "does " + name, "inputSchema": schema, "annotations": {"readOnlyHint": name == "echo"}}
                  for name, schema in own]
        listed += [{"name": "more %d" % i, "inputSchema": nothing} for i in range(self.extra)]
        return listed

    def page(self, cursor):
        listed, size = self.tools(), 4
        first = int(cursor or 0)
        result = {"tools": listed[first:first + size]}
        if first + size < len(listed):
            result["nextCursor"] = str(first + size)
        return result

    def answer(self, message, headers=None):
        """The answer to a request, or None where none is due."""
        method, params = message.get("method"), message.get("params") or {}
        if "id" not in message:
            if method == "notifications/cancelled":
                self.cancelled.add(params.get("requestId"))
            return None
        try:
            result = self.result(method, params, message["id"], headers or {})
        except LookupError as unknown:
            if self.options.silent and unknown.args[0] == -32601:
                return None
            return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": unknown.args[0], "message": unknown.args[1]}}
        if result is None:
            return None
        if self.modern:
            result.setdefault("resultType", "complete")
        return {"jsonrpc": "2.0", "id": message["id"], "result": result}

    def result(self, method, params, request, headers):
        if self.modern:
            meta = params.get("_meta") or {}
            if meta.get(META + "protocolVersion") != MODERN or META + "clientCapabilities" not in meta:
                raise LookupError(-32602, "the _meta is not whole")
            if method == "server/discover":
                return {"supportedVersions": [MODERN], "capabilities": {"tools": {"listChanged": True}}, "ttlMs": 0, "cacheScope": "public"}
            if method == "subscriptions/listen":
                self.listeners.append(request)
                self.tell({"jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
                           "params": {"_meta": {META + "subscriptionId": request}, "notifications": {"toolsListChanged": True}}})
                return None
        else:
            if method == "initialize":
                return {"protocolVersion": LEGACY, "capabilities": {"tools": {"listChanged": True}}, "serverInfo": {"name": "peer", "version": "1"}}
            if method == "server/discover" and self.options.exit_on_greeting:
                os._exit(7)
        if method == "tools/list":
            return self.page(params.get("cursor"))
        if method == "tools/call":
            return self.call(params, headers)
        raise LookupError(-32601, "no such method")

    def call(self, params, headers):
        self.calls += 1
        if self.options.crash_after and self.calls >= self.options.crash_after:
            sys.stderr.write("about to crash\n")
            sys.stderr.flush()
            os._exit(3)
        time.sleep(self.options.slow / 1000)
        name, arguments = params.get("name"), params.get("arguments") or {}
        if self.options.huge:
            return {"content": [{"type": "text", "text": "x" * (4 * 1024 * 1024 + 100)}]}
        if name == "fail":
            return {"content": [{"type": "text", "text": "it did not work"}], "isError": True}
        if name == "again":
            if params.get("requestState") != "halfway":
                return {"resultType": "input_required", "requestState": "halfway"}
            return self.said("done")
        if name == "ask":
            return {"resultType": "input_required", "inputRequests": {"who": {"method": "elicitation/create", "params": {}}}}
        if name == "grow":
            self.extra += 1
            for request in self.listeners or [None]:
                changed = {"jsonrpc": "2.0", "method": "notifications/tools/list_changed"}
                if request is not None:
                    changed["params"] = {"_meta": {META + "subscriptionId": request}}
                self.tell(changed)
            return self.said("grown")
        if name == "echo":
            return self.said(arguments.get("text", ""), {"echo": arguments.get("text", "")})
        if name == "environment":
            return self.said("", dict(os.environ))
        if name == "headers":
            return self.said("", {key.lower(): value for key, value in headers.items() if key.lower().startswith("mcp-")})
        if name == "pid":
            return self.said("", {"pid": os.getpid(), "cancelled": len(self.cancelled)})
        raise LookupError(-32602, "no such tool: " + str(name))

    @staticmethod
    def said(text, structured=None):
        result = {"content": [{"type": "text", "text": text}]}
        if structured is not None:
            result["structuredContent"] = structured
        return result


def serve_lines(peer):
    lock = threading.Lock()

    def write(message):
        with lock:
            if peer.options.garbage:
                sys.stdout.write("a line that is no message\n[1, 2]\n{\"half\": \n")
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()

    def handle(message):
        answer = peer.answer(message)
        if answer is not None:
            write(answer)

    peer.tell = write
    if peer.options.deaf:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for line in sys.stdin:
        if peer.options.noise:
            for _ in range(200):
                sys.stdout.write("noise\n")
            sys.stdout.flush()
            continue
        message = json.loads(line)
        if message.get("method") == "tools/call":  # others are answered in order
            threading.Thread(target=handle, args=(message,), daemon=True).start()
        else:
            handle(message)
    while peer.options.deaf:
        time.sleep(60)


def serve_http(peer):
    sessions = set()
    streams = []  # queues of those who listen

    def tell(message):
        for stream in list(streams):
            stream.put(message)

    peer.tell = tell

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args):
            pass

        def give(self, status, body=b"", kind="application/json", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            if body:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def begin_stream(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.close_connection = True

        def event(self, message):
            self.wfile.write((": a comment\r\nevent: message\r\ndata: %s\r\n\r\n" % json.dumps(message)).encode())
            self.wfile.flush()

        def stream(self, message):
            """Events up to the answer; the connection stays open behind it for a while."""
            self.begin_stream()
            self.event({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": 1, "progress": 1}})
            self.event(message)
            if message["id"] > 1:
                time.sleep(0.3)

        def listen(self, message):
            """A stream of notifications, until the client leaves."""
            self.begin_stream()
            mine = queue.Queue()
            streams.append(mine)
            peer.answer(message, self.headers)
            try:
                while True:
                    self.event(mine.get())
            except OSError:
                streams.remove(mine)

        def do_DELETE(self):
            sessions.discard(self.headers.get("MCP-Session-Id"))
            self.give(204)

        def do_POST(self):
            message = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            if peer.options.key and self.headers.get("Authorization") != "Bearer " + peer.options.key:
                return self.give(401, b'{"error": "who are you?"}')
            more = {}
            if not peer.modern:
                if message.get("method") == "initialize":
                    session = "session-%d" % (len(sessions) + 1)
                    sessions.add(session)
                    more["Mcp_Session_Id"] = session
                elif self.headers.get("MCP-Session-Id") is None:
                    return self.give(400, b"Bad Request: no session", "text/plain")
                elif self.headers.get("MCP-Session-Id") not in sessions:
                    return self.give(404, b"no such session", "text/plain")
                elif peer.options.forget and message.get("method") == "tools/call":
                    sessions.clear()
            elif "method" in message and (self.headers.get("Mcp-Method") != message["method"] or self.headers.get("MCP-Protocol-Version") != MODERN):
                return self.give(400, json.dumps({"jsonrpc": "2.0", "id": message.get("id"), "error": {"code": -32020, "message": "headers"}}).encode())
            if peer.modern and message.get("method") == "subscriptions/listen":
                return self.listen(message)
            answer = peer.answer(message, self.headers)
            if answer is None:
                return self.give(202, **more)
            if peer.options.sse and "Mcp_Session_Id" not in more:
                return self.stream(answer)
            status = 404 if peer.modern and answer.get("error", {}).get("code") == -32601 else 200
            self.give(status, json.dumps(answer).encode(), **more)

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args):  # clients may leave
            pass

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    sys.stdin.read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--era", choices=["modern", "legacy"], default="modern")
    parser.add_argument("--key", default="")
    for name in ("--tools", "--crash-after", "--slow"):
        parser.add_argument(name, type=int, default=0)
    for name in ("--garbage", "--noise", "--huge", "--silent", "--exit-on-greeting", "--deaf", "--sse", "--forget", "--http"):
        parser.add_argument(name, action="store_true")
    peer = Peer(parser.parse_args())
    (serve_http if peer.options.http else serve_lines)(peer)


if __name__ == "__main__":
    main()
