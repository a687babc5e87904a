#!/usr/bin/python3
"""A loopback HTTP server that answers as its path says and keeps what it was asked.

Prints {"port": N} when it listens. Every request becomes one JSON line in --out (if given):
{"method", "path", "headers", "body"}.
  /echo                        200, the request as JSON
  /status/CODE[?retry_after=X] that status, with a Retry-After header if asked
  /slow?ms=N                   200 after that time
  /big?bytes=N                 200 with that many bytes
  /zipped?bytes=N              200 with that many bytes, compressed
  /headers?bytes=N             200 with that much of headers
  /redirect                    302 to /echo
  /drop                        closes the connection without an answer
  /half                        closes the connection in the middle of an answer
  /garbage                     answers with something that is not HTTP
Ends when stdin ends, so that it never outlives its test.
"""

import argparse
import gzip
import json
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    out = None

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def hang_up(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        request = {"method": self.command, "path": self.path, "headers": list(self.headers.items()),
                   "body": body.decode("latin-1")}
        if self.out:
            with LOCK, open(self.out, "a", encoding="utf-8") as file:
                file.write(json.dumps(request) + "\n")
        path = url.path
        size = int(query.get("bytes", "0"))
        if path == "/echo":
            self.answer(200, json.dumps(request).encode(), Content_Type="application/json", X_Twice="a")
        elif path.startswith("/status/"):
            retry = {"Retry_After": query["retry_after"]} if "retry_after" in query else {}
            self.answer(int(path.split("/")[2]), b"no", **retry)
        elif path == "/slow":
            time.sleep(int(query["ms"]) / 1000)
            self.answer(200, b"late")
        elif path == "/big":
            self.answer(200, b"x" * size)
        elif path == "/zipped":
            self.answer(200, gzip.compress(b"x" * size), Content_Encoding="gzip")
        elif path == "/headers":
            self.answer(200, b"", **{f"X_{i}": "y" * 1000 for i in range(size // 1000)})
        elif path == "/redirect":
            self.answer(302, b"", Location="/echo")
        elif path == "/drop":
            self.hang_up()
        elif path == "/half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            self.hang_up()
        elif path == "/garbage":
            self.wfile.write(b"hello, this is no HTTP\r\n\r\n")
            self.hang_up()
        else:
            self.answer(404, b"")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass  # clients of these tests hang up on purpose


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out")
    parser.add_argument("--cert", help="speaks TLS with this PEM certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    Handler.out = options.out
    server = Server(("127.0.0.1", 0), Handler)
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
