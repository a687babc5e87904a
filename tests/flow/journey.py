"""The main journey through the real process: signed deliveries of every source, a lead that becomes a scored contact
with a workflow and tasks, an escalation that a person claims and decides over the API, its hold, a restart, the
mail that a real SMTP server receives once, and the audit chain at the end."""

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from console_process import Console, typeform

SINK = Path(__file__).resolve().parent.parent / "fakes" / "smtp_sink.py"


class MailSink:
    """A real SMTP server on loopback that writes what it receives to a file."""

    def __init__(self, folder):
        self.file = Path(folder) / "mails.jsonl"
        # The system's Python: that is where Debian puts aiosmtpd. The sink ends when its stdin does.
        self.process = subprocess.Popen(["/usr/bin/python3", str(SINK), "--out", str(self.file)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]

    def mails(self):
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


class Journey(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "studio"
        self.data.mkdir()
        self.sink = MailSink(self.folder.name)
        (self.data / "console.json").write_text(json.dumps({"holds": {"replySeconds": 2}, "mail": {"from": "Studio <studio@lindenhof.example>"}}))
        self.console = Console(self.data, {"SMTP_URL": "smtp://127.0.0.1:%d" % self.sink.port})
        code, out, err = self.console.command("api-key", "create", "tests", "--role", "admin")
        self.assertEqual(code, 0, err)
        self.console.key = out.strip()

    def tearDown(self):
        if self.console.process and self.console.process.poll() is None:
            self.console.stop()
        self.sink.close()
        self.folder.cleanup()

    def test_a_lead_becomes_a_contact_a_workflow_and_tasks(self):
        with self.console as c:
            body = typeform(1, "Helene Sturm", "helene@sturm.example", "I would like to book a consultation today, what is the price? My budget is 2,000.")
            status, answer, _ = c.deliver("typeform", body)
            self.assertEqual(status, 202, answer)
            self.assertFalse(answer["duplicate"])
            status, again, _ = c.deliver("typeform", body)
            self.assertEqual((status, again["duplicate"], again["id"]), (200, True, answer["id"]))
            c.idle()
            event = c.api("GET", "/events/" + answer["id"])[1]
            self.assertEqual(event["state"], "done", event)
            contacts = c.api("GET", "/records/contacts-profiles")[1]["items"]
            self.assertEqual([one["fields"]["Email"] for one in contacts], ["helene@sturm.example"])
            self.assertGreater(contacts[0]["fields"]["Lead Score"], 0)
            workflows = c.api("GET", "/workflows")[1]["items"]
            self.assertEqual([one["definition"] for one in workflows], ["lead-to-client"])
            self.assertTrue(c.api("GET", "/workflows/%s/history" % workflows[0]["id"])[1]["items"])
            self.assertTrue(c.api("GET", "/tasks")[1]["items"], "Ruvo plans the follow-up")
            self.assertTrue(c.api("GET", "/messages")[1]["items"])

    def test_every_source_is_taken_with_its_real_signature(self):
        deliveries = {
            "typeform": (typeform(2, "Ada Lind", "ada@lind.example", "Interested in a visit"), {}),
            "woocommerce": ({"id": 501, "number": "501", "status": "processing", "total": "120.00", "currency": "EUR",
                             "billing": {"first_name": "Tom", "last_name": "Ek", "email": "tom@ek.example"},
                             "line_items": [{"product_id": 7, "sku": "YOGA", "name": "Yoga class", "quantity": 1, "total": "120.00"}]},
                            {"X-WC-Webhook-Topic": "order.created", "X-WC-Webhook-Resource": "order", "X-WC-Webhook-Event": "created",
                             "X-WC-Webhook-Delivery-ID": "d-501", "X-WC-Webhook-ID": "1", "X-WC-Webhook-Source": "https://shop.example/"}),
            "stripe": ({"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": int(time.time()),
                        "data": {"object": {"id": "pi_1", "object": "payment_intent", "amount": 12000, "currency": "eur", "status": "succeeded",
                                            "metadata": {"order_id": "501"}}}}, {}),
            "website-form": ({"form_id": "contact", "form_data": {"name": "Mia Sol", "email": "mia@sol.example", "message": "Tell me more"}}, {}),
            "generic": ({"type": "customer_request", "data": {"text": "What are your opening hours?"}}, {"X-Event-Type": "customer_request", "X-Delivery-Id": "g-1"}),
            "notion": ({"id": "367cba44-b6f3-4c92-81e7-6a2e9659efd4", "timestamp": "2026-11-23T08:00:00.000Z", "type": "page.created", "attempt_number": 1,
                        "entity": {"id": "153104cd-477e-809d-8dc4-ff2d96ae3090", "type": "page"}}, {}),
            "standard-webhooks": ({"type": "contact.created", "data": {"email": "no@one.example"}}, {"webhook-id": "msg_42"}),
        }
        with self.console as c:
            for source, (body, headers) in deliveries.items():
                with self.subTest(source=source):
                    status, answer, _ = c.deliver(source, body, headers)
                    self.assertEqual(status, 202, answer)
                    status, answer, _ = c.request("POST", "/webhooks/" + source, body, {"Content-Type": "application/json", **headers})
                    self.assertEqual(status, 401, answer)
            c.idle()
            stored = {one["source"] for one in c.api("GET", "/events")[1]["items"]}
            self.assertEqual(stored, set(deliveries))
            self.assertTrue(c.rows("SELECT 1 FROM refusals WHERE status = 401"))

    def test_an_escalation_is_claimed_decided_held_and_sent_once(self):
        with self.console as c:
            status, contact, _ = c.api("POST", "/records/contacts-profiles", {"fields": {
                "Full Name": "Ines Okafor", "Email": "ines@okafor.example", "Contact Type": "Client", "Status": "Active Client"}})
            self.assertEqual(status, 201, contact)
            status, answer, _ = c.api("POST", "/requests", {"text": "My lawyer will write to you about the commission contract.",
                                                            "contact": contact["id"], "channel": "email"})
            self.assertIn(status, (200, 201, 202), answer)
            self.assertEqual(answer["level"], 4, answer)
            cases = c.api("GET", "/escalations")[1]["items"]
            self.assertEqual([one["reason_class"] for one in cases], ["legal_compliance"])
            case = cases[0]["id"]
            self.assertEqual(c.api("POST", "/escalations/%s/claim" % case)[0], 200)
            code, out, err = Console.command(c, "api-key", "create", "other", "--role", "reviewer")
            self.assertNotEqual(code, 0, "the console holds the folder, so a second process must not write")
            self.assertIn(str(c.process.pid), err)
            status, refused, _ = c.api("POST", "/escalations/%s/decide" % case, {"decision": "reject"})
            self.assertEqual(status, 400, refused)
            decide = {"decision": "edit", "reply": "Dear Ines, a person has read this and will call you. Warm regards."}
            status, held, _ = c.api("POST", "/escalations/%s/decide" % case, decide)
            self.assertEqual(status, 200, held)
            self.assertEqual(self.sink.mails(), [], "nothing leaves while it is held")

        # Stopped during the hold: the decision and its hold are kept.
        with self.console as c:
            c.until(lambda: self.sink.mails(), "the mail", 30)
            mails = self.sink.mails()
            self.assertEqual(len(mails), 1)
            self.assertIn("ines@okafor.example", json.dumps(mails[0]))
            c.until(lambda: c.api("GET", "/escalations/" + case)[1]["status"] == "done", "the case to be done")
            audit = [one["action"] for one in c.api("GET", "/audit?limit=200")[1]["items"]]
            for action in ("escalation.opened", "escalation.claimed", "escalation.decided", "escalation.closed"):
                self.assertIn(action, audit)
        self.assertEqual(self.console.command("check")[0:2], (0, ""))
        self.assertEqual(len(self.sink.mails()), 1, "sent once, also after the restart")

    def test_without_a_mail_server_the_reply_waits_as_a_draft(self):
        self.console.environment.pop("SMTP_URL")
        with self.console as c:
            contact = c.api("POST", "/records/contacts-profiles", {"fields": {
                "Full Name": "Noor Haas", "Email": "noor@haas.example", "Contact Type": "Client", "Status": "Active Client"}})[1]
            c.api("POST", "/requests", {"text": "Fix this or I post it on every review site", "contact": contact["id"], "channel": "email"})
            case = c.api("GET", "/escalations")[1]["items"][0]["id"]
            c.api("POST", "/escalations/%s/claim" % case)
            self.assertEqual(c.api("POST", "/escalations/%s/decide" % case, {"decision": "edit", "reply": "We are sorry."})[0], 200)
            states = c.rows("SELECT state, why FROM outbox WHERE escalation = ?", case)
            self.assertEqual(states, [(0, "no outgoing mail is set up")])

    def test_the_program_tells_what_is_wrong(self):
        c = self.console
        self.assertEqual(c.command("--nonsense")[0], 64)
        self.assertEqual(c.command("frobnicate")[0], 64)
        self.assertEqual(c.command("workflow", "trace")[0], 64)
        code, out, _ = c.command("route", stdin=json.dumps({"text": "Which GDPR duties and what liability come with our data?"}))
        self.assertEqual((code, json.loads(out)["level"]), (0, 4))
        (self.data / "console.json").write_text('{"receiver": {"port": "eighty"}}')
        code, out, _ = c.command("check")
        self.assertEqual(code, 2)
        self.assertIn("/receiver/port", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
