"""Every source through the real process: its own signature taken, every forgery refused with its exact words, two
secrets valid while one is exchanged for the other, repeats answered as duplicates, and the handshakes, pings and old
protocols that real senders bring. No secret and no token may be found afterwards in what the console has written."""

import base64
import json
import os
import secrets
import tempfile
import time
import unittest
from pathlib import Path

import senders
from console_process import Console

PASSPHRASE = {"HIGHERSELF_PASSPHRASE": "a passphrase of this test"}

# What tells of a wrong secret and of none: (message, where) for each way of signing.
NO_MATCH = "the signature does not match"
MISSING = "the signature is missing"
REFUSALS = {
    "typeform": ((NO_MATCH, "Typeform-Signature"), (MISSING, "Typeform-Signature")),
    "woocommerce": ((NO_MATCH, "X-WC-Webhook-Signature"), (MISSING, "X-WC-Webhook-Signature")),
    "generic": ((NO_MATCH, "X-Signature"), (MISSING, "X-Signature")),
    "stripe": ((NO_MATCH, "Stripe-Signature"), (MISSING, "Stripe-Signature")),
    "website-form": (("the secret is not the source's", "X-Webhook-Secret"), ("the secret is missing", "X-Webhook-Secret")),
    "standard-webhooks": ((NO_MATCH, "webhook-signature"), (MISSING, "webhook-signature")),
    "beehiiv": ((NO_MATCH, "webhook-signature"), (MISSING, "webhook-signature")),
    "pipit": ((NO_MATCH, "webhook-signature"), (MISSING, "webhook-signature")),
    "notion": ((NO_MATCH, "X-Notion-Signature"), (MISSING, "X-Notion-Signature")),
}


class Sources(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "studio"
        self.written = []  # secrets that nothing may show

    def tearDown(self):
        self.folder.cleanup()

    def console(self, environment=None, secrets=True):
        console = Console(self.data, environment, secrets=secrets)
        if not self.data.exists():
            console.make_key("tests")
            self.key = console.key
        console.key = self.key
        return console

    def assertRefused(self, answer, message, where, status=401):
        self.assertEqual((answer[0], answer[1].get("error", {}).get("message"), answer[1].get("error", {}).get("details", {}).get("where")),
                         (status, message, where), answer[1])

    def assertNothingShows(self, *texts):
        """Looks through every byte the console has written."""
        for path in self.data.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                for text in texts:
                    self.assertNotIn(text.encode(), content, "%s holds %s" % (path, text))

    def test_right_wrong_missing_changed_and_repeated(self):
        with self.console() as c:
            for source, ((wrong, where), (missing, missing_where)) in REFUSALS.items():
                with self.subTest(source=source):
                    document, headers = senders.delivery(source, 1)
                    status, taken, _ = c.deliver(source, document, headers)
                    self.assertEqual((status, taken.get("duplicate")), (202, False), taken)
                    self.assertTrue(taken["id"].startswith("evt_"))
                    status, again, _ = c.deliver(source, document, headers)
                    self.assertEqual((status, again), (200, {"id": taken["id"], "duplicate": True}))

                    other, headers = senders.delivery(source, 2)
                    self.assertRefused(c.deliver(source, other, headers, secret=senders.SECRETS[source][1]), wrong, where)
                    json_type = {"Content-Type": "application/json", **headers}
                    self.assertRefused(c.request("POST", "/webhooks/" + source, other, json_type), missing, missing_where)
                    if source != "website-form":  # its header proves the sender, not the body
                        data = senders.encoded(other)
                        signed = {**json_type, **senders.signature(source, senders.SECRETS[source][0], data, headers)}
                        changed = data.replace(b"}", b" }", 1)
                        self.assertRefused(c.request("POST", "/webhooks/" + source, changed, signed), wrong, where)
                    stored = c.rows("SELECT id, duplicates FROM inbox WHERE source = ?", source)
                    self.assertEqual(stored, [(taken["id"], 1)], "only the one that was proven is kept")
            c.idle()
            states = dict(c.rows("SELECT source, state FROM inbox WHERE source <> 'bus'"))
            self.assertEqual(states, {source: 2 for source in REFUSALS}, "all are handled")
            audited = lambda: {row[0] for row in c.rows("SELECT object FROM audit WHERE action = 'delivery.refused'")}  # noqa: E731
            c.until(lambda: audited() == set(REFUSALS), "every refusal in the audit")
            self.assertEqual(c.stop(), 0)
        self.assertNothingShows(*[one for both in senders.SECRETS.values() for one in both])

    def test_two_secrets_are_valid_while_one_is_exchanged(self):
        c = self.console(PASSPHRASE, secrets=False)
        sources = [source for source in REFUSALS if source != "notion"]  # it brings its own, see below
        number = 10

        def keep(source, secret, *options):
            code, out, err = c.command("secret", "set", senders.variable(source), *options, stdin=secret + "\n")
            self.assertEqual((code, out), (0, ""), err)

        def answers(old, new):
            nonlocal number
            for source in sources:
                for secret, status in zip(senders.SECRETS[source], (old, new)):
                    with self.subTest(source=source, secret=secret):
                        number += 1
                        document, headers = senders.delivery(source, number)
                        self.assertEqual(c.deliver(source, document, headers, secret=secret)[0], status)

        for source in sources:
            keep(source, senders.SECRETS[source][0])
        with c:
            answers(202, 401)
        for source in sources:
            keep(source, senders.SECRETS[source][1], "--keep-old")
        with c:
            answers(202, 202)
            cards = {one["name"]: one for one in c.api("GET", "/integrations")[1]["items"]}
            self.assertEqual([cards[source]["secrets"] for source in sources], [2] * len(sources))
        for source in sources:
            keep(source, senders.SECRETS[source][1])
        with c:
            answers(401, 202)
        code, out, _ = c.command("secret", "list")
        self.assertEqual(sorted(line for line in out.split() if line.startswith("WEBHOOK_")), sorted(senders.variable(source) for source in sources))
        self.assertNothingShows(*[one for both in senders.SECRETS.values() for one in both])
        code, _, err = c.command("secret", "remove", senders.variable("stripe"))
        self.assertEqual(code, 0, err)
        with c:
            document, headers = senders.delivery("stripe", 999)
            self.assertRefused(c.deliver("stripe", document, headers, secret=senders.SECRETS["stripe"][1]),
                               "no secret is set for stripe", "WEBHOOK_SECRET_STRIPE")

    def test_one_secret_for_all_sources_without_their_own(self):
        with self.console({"WEBHOOK_SECRET": "one for all"}, secrets=False) as c:
            document, headers = senders.delivery("typeform", 1)
            self.assertEqual(c.deliver("typeform", document, headers, secret="one for all")[0], 202)
            self.assertEqual(c.deliver("typeform", document, headers, secret="another")[0], 401)

    def test_stripe_believes_a_time_only_within_five_minutes(self):
        now = time.time()
        with self.console() as c:
            document, _ = senders.delivery("stripe", 1)
            late = "the signature is older than 300 seconds"
            early = "the signature lies more than 300 seconds in the future"
            self.assertRefused(c.deliver("stripe", document, at=now - 320), late, "Stripe-Signature")
            self.assertRefused(c.deliver("stripe", document, at=now + 320), early, "Stripe-Signature")
            self.assertEqual(c.deliver("stripe", document, at=now - 280)[0], 202)
            document, _ = senders.delivery("stripe", 2)
            self.assertEqual(c.deliver("stripe", document, at=now + 280)[0], 202)
            # An old signature under a new time is no signature.
            data = senders.encoded(senders.delivery("stripe", 3)[0])
            old = senders.signature("stripe", senders.SECRETS["stripe"][0], data, at=now - 3600)["Stripe-Signature"]
            forged = "t=%d,%s" % (now, old.split(",")[1])
            self.assertRefused(c.request("POST", "/webhooks/stripe", data, {"Content-Type": "application/json", "Stripe-Signature": forged}),
                               NO_MATCH, "Stripe-Signature")
            # While Stripe rolls a secret it signs with both; one that fits is enough.
            fits = senders.signature("stripe", senders.SECRETS["stripe"][0], data)["Stripe-Signature"]
            both = fits.replace("v1=", "v1=%s,v1=" % ("0" * 64))
            self.assertEqual(c.request("POST", "/webhooks/stripe", data, {"Content-Type": "application/json", "Stripe-Signature": both})[0], 202)
            for source in ("standard-webhooks", "beehiiv"):
                document, headers = senders.delivery(source, 1)
                self.assertRefused(c.deliver(source, document, headers, at=now - 320), late, "webhook-timestamp")
                self.assertRefused(c.deliver(source, document, headers, at=now + 320), early, "webhook-timestamp")
                self.assertEqual(c.deliver(source, document, headers, at=now - 280)[0], 202)

    def test_standard_webhooks_under_their_other_name(self):
        with self.console() as c:
            document, headers = senders.delivery("standard-webhooks", 1)
            data = senders.encoded(document)
            signed = senders.signature("standard-webhooks", senders.SECRETS["standard-webhooks"][0], data, headers)
            svix = {name.replace("webhook-", "svix-"): value for name, value in signed.items()}
            self.assertEqual(c.request("POST", "/webhooks/standard-webhooks", data, {"Content-Type": "application/json", **svix})[0], 202)

    def raw(self, c, text):
        with c.socket() as connection:
            connection.sendall(text)
            answer = b""
            while True:
                piece = connection.recv(65536)
                if not piece:
                    return answer
                answer += piece

    def test_woocommerce_speaks_http_1_0_and_pings(self):
        with self.console() as c:
            ping = b"webhook_id=7"
            head = b"POST /webhooks/woocommerce HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(ping)
            answer = self.raw(c, head + ping)
            self.assertTrue(answer.startswith(b"HTTP/1.0 200 OK\r\n"), answer)
            self.assertTrue(answer.endswith(b'\r\n\r\n{"status":"ok"}'), answer)
            self.assertEqual(c.rows("SELECT count(*) FROM inbox"), [(0,)], "a ping is no event")

            document, headers = senders.delivery("woocommerce", 1)
            data = senders.encoded(document)
            headers = {"Content-Type": "application/json", "Content-Length": str(len(data)), "Connection": "keep-alive", **headers,
                       **senders.signature("woocommerce", senders.SECRETS["woocommerce"][0], data)}
            request = "POST /webhooks/woocommerce HTTP/1.0\r\n" + "".join("%s: %s\r\n" % one for one in headers.items()) + "\r\n"
            for status, duplicate in ((b"202 Accepted", False), (b"200 OK", True)):
                answer = self.raw(c, request.encode() + data)  # read to its end: an HTTP/1.0 sender waits for the close
                self.assertTrue(answer.startswith(b"HTTP/1.0 " + status + b"\r\n"), answer)
                self.assertIs(json.loads(answer.split(b"\r\n\r\n", 1)[1])["duplicate"], duplicate)
            # A ping with more in it, or a signed one, is a delivery and must be proven.
            self.assertRefused(c.request("POST", "/webhooks/woocommerce", b"webhook_id=7&x=1", {"Content-Type": "application/x-www-form-urlencoded"}),
                               MISSING, "X-WC-Webhook-Signature")
            c.idle()
            self.assertEqual(sorted(c.rows("SELECT definition FROM instances")), [("client-retention",), ("order",)], "who pays is a client from now on")

    def test_bookings_and_orders_start_the_definitions_of_the_business(self):
        with self.console() as c:
            made = lambda database, fields: c.api("POST", "/records/" + database, {"fields": fields})  # noqa: E731
            houses = {}
            for name, kind in (("Still Waters", "WELLNESS_CENTER"), ("Gallery North", "ART_GALLERY")):
                status, answer, _ = made("business-entities-registry", {"Name": name, "Entity Type": kind, "Integration Status": "Active"})
                self.assertEqual(status, 201, answer)
                houses[name] = answer["id"]
            status, answer, _ = made("products-services", {"Name": "Heron", "Type": "Art Piece", "Price": 450, "Inventory Count": 1, "Status": "Active",
                                                           "External ID": "9", "Business Entity": [houses["Gallery North"]]})
            self.assertEqual(status, 201, answer)
            c.idle()
            running = lambda: {row[0]: row[1] for row in c.rows("SELECT definition, state FROM instances WHERE definition NOT IN ('nightly-rounds')")}  # noqa: E731
            self.assertEqual(running(), {"inventory-item": "item_registration"}, "a work that somebody enters is registered")

            def booking(number, kind, status, entity="Still Waters", **more):
                document = {"type": kind, "data": {"entity": houses[entity], "booking": {
                    "booking_id": 77, "status": status, "service_name": "Massage", "starts_at": "2099-06-01T10:00:00Z", "ends_at": "2099-06-01T11:00:00Z",
                    "customer_info": {"email": "ada@quinn.example", "name": "Ada Quinn"}, **more}}}
                answer = c.deliver("generic", document, {"X-Event-Type": kind, "X-Delivery-Id": "b-%d" % number})
                c.idle()
                return answer[0]

            self.assertEqual(booking(1, "new_booking", "approved", payment_info={"amount": 95}), 202)
            self.assertEqual(running()["wellness-booking"], "payment_pending.waiting")
            self.assertEqual(booking(1, "new_booking", "approved", payment_info={"amount": 95}), 200, "the same delivery once more")
            self.assertEqual(booking(2, "booking_status_update", "approved", payment_info={"amount": 95}), 202)
            self.assertEqual(booking(3, "booking_status_update", "paid"), 202)
            self.assertEqual(running()["wellness-booking"], "booking_confirmed")
            self.assertEqual(c.rows("SELECT count(*) FROM instances WHERE definition = 'wellness-booking'"), [(1,)])
            self.assertEqual(running()["nurture-sequence"], "waiting", "a first visit has its letters")
            self.assertEqual(booking(4, "booking_status_update", "canceled"), 202)
            self.assertEqual(running()["wellness-booking"], "canceled")

            words = "Extremely disappointed by the massage: cold room, wrong hour, a wasted day."
            feedback = {"type": "feedback", "data": {"entity": houses["Still Waters"], "email": "ada@quinn.example", "feedback": {"id": "f1", "rating": 1, "feedback_text": words}}}
            for expected in (202, 200):
                self.assertEqual(c.deliver("generic", feedback, {"X-Event-Type": "feedback", "X-Delivery-Id": "f-1"})[0], expected)
            c.idle()
            self.assertEqual(c.rows("SELECT count(*) FROM instances WHERE definition = 'service-recovery'"), [(1,)])
        # What was begun goes on after a restart, and the work that the shop sells is followed by its own workflow.
        with self.console() as c:
            item = c.rows("SELECT id FROM instances WHERE definition = 'inventory-item'")[0][0]
            for event in ("registration_complete", "quality_verified", "price_approved", "listing_published"):
                self.assertEqual(c.api("POST", "/workflows/%s/events" % item, {"type": event})[0] // 100, 2)
            document, headers = senders.delivery("woocommerce", 1)
            document["line_items"] = [{"product_id": 9, "name": "Heron", "quantity": 1, "total": "450.00"}]
            self.assertEqual(c.deliver("woocommerce", document, headers)[0], 202)
            c.idle()
            self.assertEqual(c.rows("SELECT state FROM instances WHERE definition = 'order'"), [("fulfilment",)])
            self.assertEqual(c.rows("SELECT id, state FROM instances WHERE definition = 'inventory-item'"), [(item, "sold.by_order")])
            self.assertEqual(c.stop(), 0)

    def test_notion_brings_its_own_secret(self):
        token = "secret_" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
        other = "secret_" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
        document, _ = senders.delivery("notion", 1)
        no_secret = ("no secret is set for notion", "WEBHOOK_SECRET_NOTION")
        shake = lambda c, value: c.request("POST", "/webhooks/notion", {"verification_token": value})  # noqa: E731

        # Where no secret can be kept the token is not confirmed, so that Notion's page does not say it was.
        with self.console(secrets=False) as c:
            status, answer, headers = shake(c, token)
            self.assertEqual((status, answer["error"]["message"]), (503, "this session has no keychain: there is no D-Bus session bus"))
            self.assertEqual(answer["error"]["details"]["mend"], "set HIGHERSELF_PASSPHRASE before starting, or unlock the keychain of this session")
            self.assertTrue(headers["Retry-After"])
            self.assertRefused(c.deliver("notion", document, secret=token), *no_secret)

        with self.console(PASSPHRASE, secrets=False) as c:
            self.assertRefused(c.deliver("notion", document, secret=token), *no_secret)
            self.assertEqual(shake(c, "short")[0], 400)
            self.assertEqual(shake(c, token)[:2], (200, {"status": "token received"}))
            self.assertEqual(c.deliver("notion", document, secret=token)[0], 202)
            self.assertEqual(c.deliver("notion", document, secret=token)[0], 200)
            self.assertRefused(c.deliver("notion", senders.delivery("notion", 2)[0], secret=other), NO_MATCH, "X-Notion-Signature")
            self.assertRefused(shake(c, other), "a verification token came, but none is awaited", "X-Notion-Signature")
        with self.console(PASSPHRASE, secrets=False) as c:
            self.assertEqual(c.deliver("notion", senders.delivery("notion", 3)[0], secret=token)[0], 202, "kept over the restart")
            self.assertRefused(shake(c, other), "a verification token came, but none is awaited", "X-Notion-Signature")
        self.assertNothingShows(token)

    def test_a_token_in_the_address(self):
        token, wrong = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        c = self.console(PASSPHRASE)
        code, _, err = c.command("secret", "set", "WEBHOOK_TOKEN_WEBSITE_FORM", stdin=token)
        self.assertEqual(code, 0, err)
        code, _, err = c.command("secret", "set", "WEBHOOK_TOKEN_BEEHIIV", stdin=token)
        self.assertEqual(code, 0, err)
        with c:
            for source in ("website-form", "beehiiv"):
                document, _ = senders.delivery(source, 1)
                status, taken, _ = c.request("POST", "/webhooks/%s/%s" % (source, token), document)
                self.assertEqual((status, taken["duplicate"]), (202, False))
                self.assertEqual(c.request("POST", "/webhooks/%s/%s" % (source, token), document)[:2], (200, {"id": taken["id"], "duplicate": True}))
                self.assertRefused(c.request("POST", "/webhooks/%s/%s" % (source, wrong), document), "the token of the address is not the source's", "the address")
                self.assertRefused(c.request("POST", "/webhooks/%s/short" % source, document), "the token of the address is shorter than 22 characters", "the address")
            # A plain form of a page, without any script: the visitor sees an error for every answer but 200.
            form = b"form_id=contact&name=Mia+Sol&email=mia%40sol.example&message=Tell+me+more"
            status, taken, _ = c.request("POST", "/webhooks/website-form/" + token, form, {"Content-Type": "application/x-www-form-urlencoded"})
            self.assertEqual((status, taken["duplicate"]), (200, False))
            # Senders that sign have no such address.
            status, answer, _ = c.request("POST", "/webhooks/typeform/" + token, b"{}")
            self.assertEqual((status, answer["error"]["message"]), (404, "this source signs its deliveries; it has no address with a token"))
            c.idle()
            shown = json.dumps([c.api("GET", path + "?limit=200")[1] for path in ("/events", "/audit", "/messages")])
            shown += json.dumps([c.api("GET", "/integrations")[1], c.request("GET", "/metrics")[1]])
            self.assertEqual(c.stop(), 0)
            for one in (token, wrong):
                self.assertNotIn(one, shown)
                self.assertNotIn(one, c.errors)
        self.assertNothingShows(token, wrong)


if __name__ == "__main__":
    unittest.main(verbosity=2)
