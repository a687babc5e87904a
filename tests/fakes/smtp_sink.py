#!/usr/bin/python3
"""A real mail server on loopback that keeps what it is given.

Prints {"port": N} when it listens. Every accepted mail becomes one JSON line in --out:
{"from", "to", "tls", "user", "subject", "header_from", "header_to", "message_id", "text", "raw"}.
How it answers is set by --mode and can be changed while it runs, by a JSON line on stdin:
  {"mode": "ok"}         takes everything
  {"mode": "rcpt 550"}   answers every recipient with that code
  {"mode": "data 451"}   answers the whole message with that code
  {"mode": "drop"}       closes the connection instead of confirming the message
  {"mode": "silent"}     keeps the message and never confirms it
Ends when stdin ends, so that it never outlives its test.
"""

import argparse
import asyncio
import email
import email.policy
import json
import logging
import ssl
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Sink:
    def __init__(self, out, mode, tls):
        self.out = out
        self.tls = tls  # from the first byte
        self.mode = mode

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode.startswith("rcpt "):
            return self.mode.split()[1] + " refused by the test"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode
        if mode == "drop":
            server.transport.abort()
            return "421 gone"
        if mode.startswith("data "):
            return mode.split()[1] + " refused by the test"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": self.tls or session.ssl is not None,
            "user": session.auth_data.login.decode() if session.authenticated else "",
            "subject": str(message["Subject"] or ""),
            "header_from": str(message["From"] or ""),
            "header_to": str(message["To"] or ""),
            "message_id": str(message["Message-ID"] or ""),
            "date": str(message["Date"] or ""),
            "in_reply_to": str(message["In-Reply-To"] or ""),
            "text": message.get_body(("plain",)).get_content().replace("\r\n", "\n") if message.get_body(("plain",)) else "",
            "raw": envelope.content.decode("latin-1"),
        }
        with open(self.out, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if mode == "silent":
            await asyncio.sleep(3600)
        return "250 kept"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="file that the mails are appended to")
    parser.add_argument("--mode", default="ok")
    parser.add_argument("--user", help="asks for this login")
    parser.add_argument("--password", default="")
    parser.add_argument("--cert", help="offers STARTTLS with this PEM certificate")
    parser.add_argument("--key")
    parser.add_argument("--tls", action="store_true", help="speaks TLS from the first byte (smtps)")
    options = parser.parse_args()

    # Broken connections and logins in the clear are what this server is for.
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sink = Sink(options.out, options.mode, options.tls)

    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.login.decode() == options.user and data.password.decode() == options.password
        return AuthResult(success=good, handled=False, auth_data=data)

    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)

    def session():
        return SMTP(sink, hostname="sink.example", enable_SMTPUTF8=True, auth_require_tls=False,
                    auth_required=options.user is not None, authenticator=authenticate if options.user else None,
                    tls_context=None if options.tls else context)

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(
        loop.create_server(session, "127.0.0.1", 0, ssl=context if options.tls else None))
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)

    def orders():
        for line in sys.stdin:
            sink.mode = json.loads(line)["mode"]
            print(json.dumps({"mode": sink.mode}), flush=True)
        loop.call_soon_threadsafe(loop.stop)

    threading.Thread(target=orders, daemon=True).start()
    loop.run_forever()


if __name__ == "__main__":
    main()
