"""The main journey through the real process: signed deliveries over a socket, a lead that becomes a scored contact with
a workflow and tasks, an escalation that people claim, decide, take back and decide again over the API, its hold, a
restart in between, the mail and the chat message that real servers receive once, and the audit chain at the end."""

import json
import shutil
import sqlite3
import tempfile
import unittest
from pathlib import Path

import senders
from console_process import Console
from senders import typeform
from sinks import ChatSink, MailSink

LEGAL = "My lawyer will write to you about the commission contract."


class Journey(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "studio"
        self.data.mkdir()
        self.mail = MailSink(self.folder.name)
        self.chat = ChatSink(self.folder.name)
        self.settings({"replySeconds": 2})
        self.console = Console(self.data, {"SMTP_URL": "smtp://127.0.0.1:%d" % self.mail.port, "SLACK_WEBHOOK_URL": self.chat.url("/echo?secret=T0K3N")})
        self.console.make_key("tests")

    def settings(self, holds):
        (self.data / "console.json").write_text(json.dumps({"holds": holds, "mail": {"from": "Studio <studio@lindenhof.example>"}}))

    def tearDown(self):
        if self.console.process and self.console.process.poll() is None:
            self.console.stop()
        self.mail.close()
        self.chat.close()
        self.folder.cleanup()

    # ---- words of this test ----
    def person(self, c, name, email):
        status, contact, _ = c.api("POST", "/records/contacts-profiles", {"fields": {
            "Full Name": name, "Email": email, "Contact Type": "Client", "Status": "Active Client"}})
        self.assertEqual(status, 201, contact)
        return contact["id"]

    def case(self, c, words, name="Ines Okafor", email="ines@okafor.example"):
        """A request that only a person may decide; the id of its case."""
        status, answer, _ = c.api("POST", "/requests", {"text": words, "contact": self.person(c, name, email), "channel": "email"})
        self.assertIn(status, (200, 201, 202), answer)
        self.assertEqual(answer["level"], 4, answer)
        return c.api("GET", "/escalations")[1]["items"][0]["id"]

    def act(self, c, case, verb, body=None, key=None, status=200):
        got, answer, _ = c.api("POST", "/escalations/%s/%s" % (case, verb), body, key=key)
        self.assertEqual(got, status, answer)
        return answer if status == 200 else answer["error"]["message"]

    def state(self, c, case):
        return c.api("GET", "/escalations/" + case)[1]

    def actions(self, c, case):
        """What the audit says of the case, oldest first."""
        rows = c.api("GET", "/audit?limit=200&object=" + case)[1]["items"]
        return [row["action"].removeprefix("escalation.") for row in reversed(rows)]

    # ---- the journey ----
    def test_a_lead_becomes_a_contact_a_workflow_and_tasks(self):
        with self.console as c:
            body = typeform(1, "Helene Sturm", "helene@sturm.example", "I would like to book a consultation today, what is the price? My budget is 2,000.")
            status, answer, headers = c.deliver("typeform", body, {"X-Request-Id": "req-of-the-form"})
            self.assertEqual(status, 202, answer)
            self.assertFalse(answer["duplicate"])
            self.assertEqual(headers["X-Request-Id"], "req-of-the-form")
            c.idle()
            event = c.api("GET", "/events/" + answer["id"])[1]
            self.assertEqual(event["state"], "done", event)
            self.assertEqual(event["correlation_id"], "req-of-the-form")
            contacts = c.api("GET", "/records/contacts-profiles")[1]["items"]
            self.assertEqual([one["fields"]["Email"] for one in contacts], ["helene@sturm.example"])
            self.assertGreater(contacts[0]["fields"]["Lead Score"], 0)
            workflows = c.api("GET", "/workflows")[1]["items"]
            self.assertEqual([one["definition"] for one in workflows], ["lead-to-client"])
            history = c.api("GET", "/workflows/%s/history" % workflows[0]["id"])[1]["items"]
            self.assertEqual([row["seq"] for row in history], list(range(len(history))))
            tasks = c.api("GET", "/tasks")[1]["items"]
            self.assertTrue(tasks, "Ruvo plans the follow-up")
            self.assertEqual({one["contact"] for one in tasks}, {contacts[0]["id"]})
            # One thread of causes from the delivery to its last effect.
            self.assertEqual({item["kind"] for item in event["chain"]}, {"message", "audit", "effect", "task", "workflow"})
            self.assertTrue({workflows[0]["id"], tasks[0]["id"]} <= {item["id"] for item in event["chain"]}, event["chain"])
            self.assertTrue(c.api("GET", "/messages?correlation_id=req-of-the-form")[1]["items"])
            self.assertTrue(c.api("GET", "/audit?correlation_id=req-of-the-form")[1]["items"])
            # The same person again: no second contact, no second workflow.
            self.assertEqual(c.deliver("typeform", typeform(2, "Helene Sturm", "helene@sturm.example", "Is Tuesday possible?"))[0], 202)
            c.idle()
            self.assertEqual(len(c.api("GET", "/records/contacts-profiles")[1]["items"]), 1)
            self.assertEqual(len(c.api("GET", "/workflows")[1]["items"]), 1)

    def test_an_order_is_paid_over_two_sources(self):
        with self.console as c:
            order, headers = senders.delivery("woocommerce", 1)
            order.update(status="pending")
            self.assertEqual(c.deliver("woocommerce", order, headers)[0], 202)
            c.idle()
            workflow = c.api("GET", "/workflows?definition=order")[1]["items"]
            self.assertEqual([one["state"] for one in workflow], ["payment_pending"], workflow)
            payment, _ = senders.delivery("stripe", 1)
            self.assertEqual(c.deliver("stripe", payment)[0], 202)
            c.idle()
            after = c.api("GET", "/workflows/" + workflow[0]["id"])[1]
            self.assertNotEqual(after["state"], "payment_pending", after)

    def test_decided_taken_back_and_decided_again(self):
        reviewer = self.console.make_key("ruth", "reviewer")
        other = self.console.make_key("oskar", "reviewer")
        viewer = self.console.make_key("vera", "viewer")
        self.settings({"replySeconds": 600})
        with self.console as c:
            case = self.case(c, LEGAL)
            self.assertEqual(self.state(c, case)["reason_class"], "legal_compliance")
            proposal = self.state(c, case)["proposal"]
            # Nobody who may only look may act, and nobody decides what another holds.
            self.assertEqual(self.act(c, case, "claim", key=viewer, status=403), "this needs the role reviewer")
            self.act(c, case, "claim", key=reviewer)
            self.assertRegex(self.act(c, case, "claim", key=other, status=409), r"^ruth claimed this \d+ s ago$")
            self.assertEqual(self.act(c, case, "decide", {"decision": "edit", "reply": "x"}, key=other, status=409), "ruth has claimed E-1001")
            self.assertEqual(self.act(c, case, "release", key=other, status=409), "ruth has claimed E-1001")
            # Taken over with a reason: the first one's claim is lost.
            self.assertEqual(self.act(c, case, "claim", {"take_over": True}, key=other, status=400), "taking over a case needs a reason")
            seen = self.state(c, case)["version"]
            self.act(c, case, "claim", {"take_over": True, "reason": "Ruth is at lunch"}, key=other)
            self.assertEqual(self.act(c, case, "decide", {"decision": "approve"}, key=reviewer, status=409), "oskar has claimed E-1001")
            # What was seen is no longer how it is.
            self.assertEqual(self.act(c, case, "decide", {"decision": "edit", "reply": "x", "version": seen}, key=other, status=409),
                             "E-1001 has changed since you looked at it")
            # Each decision asks for what it needs.
            for body, message in (({"decision": "edit"}, "the edited reply is empty"),
                                  ({"decision": "reject"}, "this decision needs a reason"),
                                  ({"decision": "hand_back", "reason": ""}, "this decision needs a reason")):
                self.assertEqual(self.act(c, case, "decide", body, key=other, status=400), message)

            first = "Dear Ines, a person has read this and will call you. Warm regards."
            self.act(c, case, "decide", {"decision": "edit", "reply": first, "version": self.state(c, case)["version"]}, key=other)
            held = self.state(c, case)
            self.assertEqual((held["status"], held["decision"], held["decided_by"]), ("held", "edit", "oskar"))
            self.assertEqual(c.rows("SELECT state FROM outbox WHERE escalation = ? AND kind = 'mail'", case), [(1,)], "held")
            self.assertEqual(self.act(c, case, "decide", {"decision": "reject", "reason": "no"}, key=other, status=409), "E-1001 is already decided (edit)")

            self.act(c, case, "undo", key=other)
            undone = self.state(c, case)
            self.assertEqual((undone["status"], undone["decision"], undone["claimant_name"]), ("claimed", "", "oskar"))
            self.assertEqual({row[0] for row in c.rows("SELECT state FROM outbox WHERE escalation = ?", case)}, {7}, "cancelled")
            self.assertEqual(self.act(c, case, "undo", key=other, status=409), "the time to undo the decision on E-1001 is over")

            self.assertEqual(c.stop(), 0)
            self.settings({"replySeconds": 1})
            c.start()
            second = "Dear Ines, our director will call you at noon. Warm regards."
            self.act(c, case, "decide", {"decision": "edit", "reply": second}, key=other)
            c.until(self.mail.mails, "the mail", 30)
            c.until(lambda: self.state(c, case)["status"] == "done", "the case to be done")
            self.assertEqual(self.act(c, case, "undo", key=other, status=409), "the time to undo the decision on E-1001 is over")
            mails = self.mail.mails()
            self.assertEqual([(one["to"], one["text"].strip()) for one in mails], [(["ines@okafor.example"], second)])
            decisions = c.rows("SELECT decision, reply, difference, operator_name, undone_at IS NOT NULL FROM decisions ORDER BY id")
            self.assertEqual([(d[0], d[1], d[3], d[4]) for d in decisions], [("edit", first, "oskar", 1), ("edit", second, "oskar", 0)])
            self.assertEqual(json.loads(decisions[1][2]), {"proposed": proposal, "sent": second}, "the difference is kept")
            self.assertEqual(self.actions(c, case), ["opened", "claimed", "taken_over", "decided", "undone", "decided", "closed"])
            decided = [row for row in c.api("GET", "/audit?limit=200&object=" + case)[1]["items"] if row["action"] == "escalation.decided"]
            self.assertEqual({(row["actor"], row["actor_kind"]) for row in decided}, {("oskar", "key")})
        self.assertEqual(self.console.command("check")[0:2], (0, ""))

    def test_stopped_during_the_hold_and_sent_once(self):
        with self.console as c:
            case = self.case(c, LEGAL)
            self.act(c, case, "claim")
            code, _, err = c.command("api-key", "create", "other", "--role", "reviewer")
            self.assertEqual((code, err), (2, "higherself-console: process %d works on this data folder (%s): close it, or choose another folder with --data-dir\n"
                                           % (c.process.pid, self.data)), "a second process must not write")
            self.act(c, case, "decide", {"decision": "edit", "reply": "Dear Ines, we call you. Warm regards."})
            self.assertEqual(self.mail.mails(), [], "nothing leaves while it is held")
        # The decision and its hold are kept.
        with self.console as c:
            c.until(self.mail.mails, "the mail", 30)
            c.until(lambda: self.state(c, case)["status"] == "done", "the case to be done")
            self.assertEqual(self.actions(c, case), ["opened", "claimed", "decided", "closed"])
        with self.console as c:
            c.idle()
            self.assertEqual(c.rows("SELECT state, attempts FROM outbox WHERE escalation = ? AND kind = 'mail'", case), [(4, 1)])
        self.assertEqual(self.console.command("check")[0:2], (0, ""))
        mails = self.mail.mails()
        self.assertEqual([one["to"] for one in mails], [["ines@okafor.example"]], "sent once, also after two restarts")
        self.assertTrue(mails[0]["message_id"])

    def test_a_mail_server_that_fails_first_gets_it_later_once(self):
        self.settings({"replySeconds": 0})
        with self.console as c:
            case = self.case(c, LEGAL)
            self.mail.mode("data 451")
            self.act(c, case, "claim")
            self.act(c, case, "decide", {"decision": "edit", "reply": "Dear Ines, we call you."})
            failed = c.until(lambda: c.rows("SELECT attempts, error FROM outbox WHERE escalation = ? AND kind = 'mail' AND state = 5", case), "the first try to fail")
            self.assertEqual(failed[0][0], 1)
            self.assertIn("451", failed[0][1])
            self.mail.mode("ok")
            c.until(self.mail.mails, "the mail after the pause", 30)
            c.until(lambda: c.rows("SELECT 1 FROM outbox WHERE escalation = ? AND kind = 'mail' AND state = 4", case), "the effect to be done")
            self.assertEqual(len(self.mail.mails()), 1)

    def test_rejected_and_handed_back(self):
        self.settings({"replySeconds": 0})
        with self.console as c:
            rejected = self.case(c, LEGAL)
            self.act(c, rejected, "claim")
            self.act(c, rejected, "decide", {"decision": "reject", "reason": "Spam of a competitor", "reject_to": "close"})
            c.until(lambda: self.state(c, rejected)["status"] == "done", "the rejected case to be done")
            handed = self.case(c, "Fix this or I post it on every review site", "Noor Haas", "noor@haas.example")
            self.assertNotEqual(handed, rejected)
            self.act(c, handed, "claim")
            self.act(c, handed, "decide", {"decision": "hand_back", "reason": "Offer another date and apologise"})
            c.until(lambda: self.state(c, handed)["status"] == "done", "the handed back case to be done")
            c.idle()
            self.assertEqual(c.rows("SELECT decision, reason FROM decisions ORDER BY id"),
                             [("reject", "Spam of a competitor"), ("hand_back", "Offer another date and apologise")])
            told = c.rows("SELECT recipient, payload FROM messages WHERE type = 'escalation_handed_back'")
            self.assertEqual([(row[0], json.loads(row[1])["instruction"]) for row in told],
                             [(self.state(c, handed)["agent"], "Offer another date and apologise")], "the reason becomes the agent's instruction")
            self.assertEqual(c.rows("SELECT count(*) FROM outbox WHERE kind = 'mail' AND escalation IS NOT NULL"), [(0,)])
            self.assertEqual(self.mail.mails(), [])
            reasons = {row["action"]: row["reason"] for row in c.api("GET", "/audit?limit=200&object=" + handed)[1]["items"]}
            self.assertEqual(reasons["escalation.decided"], "Offer another date and apologise")

    def test_the_chat_is_told_once_and_its_address_is_not_shown(self):
        with self.console as c:
            words = "We have 40,000 euros for a commission of six works for our new house. Can we start in May?"
            body = {"type": "customer_request", "data": {"text": words, "contact": {"name": "Viktor Halloran", "email": "viktor@halloran.example"}}}
            headers = {"X-Event-Type": "customer_request", "X-Delivery-Id": "g-big"}
            self.assertEqual(c.deliver("generic", body, headers)[0], 202)
            self.assertEqual(c.deliver("generic", body, headers)[0], 200)
            c.idle()
            c.until(self.chat.received, "the chat message", 30)
            c.until(lambda: c.rows("SELECT 1 FROM outbox WHERE kind = 'slack' AND state = 4"), "the effect to be done")
            told = self.chat.received()
            self.assertEqual(len(told), 1)
            self.assertIn("Viktor Halloran", json.loads(told[0]["body"])["text"])
            keys = {name.lower(): value for name, value in told[0]["headers"]}
            self.assertEqual([keys["idempotency-key"]], [row[0] for row in c.rows("SELECT idem_key FROM outbox WHERE kind = 'slack'")])
            shown = json.dumps([c.api("GET", path)[1] for path in ("/integrations", "/audit?limit=200", "/messages?limit=200")])
            self.assertNotIn("T0K3N", shown)
            self.assertEqual(c.stop(), 0)
            self.assertNotIn("T0K3N", c.errors)
        self.assertNotIn("T0K3N", (self.data / "logs" / "console.jsonl").read_text())

    def test_without_channels_effects_wait_as_drafts(self):
        self.console.environment.pop("SMTP_URL")
        self.console.environment.pop("SLACK_WEBHOOK_URL")
        self.settings({"replySeconds": 0})
        with self.console as c:
            case = self.case(c, "Fix this or I post it on every review site")
            self.act(c, case, "claim")
            self.act(c, case, "decide", {"decision": "edit", "reply": "We are sorry."})
            drafts = lambda: c.rows("SELECT state, why FROM outbox WHERE escalation = ?", case)  # noqa: E731
            self.assertEqual(drafts(), [(0, "no outgoing mail is set up")])
            c.until(lambda: self.state(c, case)["status"] == "done", "the case to be done")
            body = {"type": "customer_request", "data": {"text": "We have 40,000 euros for a commission of six works for our new house."}}
            self.assertEqual(c.deliver("generic", body, {"X-Event-Type": "customer_request"})[0], 202)
            c.idle()
            self.assertEqual(c.rows("SELECT state, why FROM outbox WHERE kind = 'slack'"), [(0, "no Slack channel is set up")])
        with self.console as c:
            c.idle()
            self.assertEqual(drafts(), [(0, "no outgoing mail is set up")], "it neither vanishes nor is it shown as sent")
        self.assertEqual((self.mail.mails(), self.chat.received()), ([], []))

    def test_a_touched_audit_is_found(self):
        with self.console as c:
            case = self.case(c, LEGAL)
            self.act(c, case, "claim")
            self.act(c, case, "release")
        self.assertEqual(self.console.command("check")[0:2], (0, ""))
        last = self.console.rows("SELECT max(seq) FROM audit")[0][0]
        self.assertGreater(last, 4)
        cases = (
            ("UPDATE audit SET summary = summary || '.' WHERE seq = 2", ["audit row 2 was changed"]),
            ("UPDATE audit SET actor_name = 'Somebody' WHERE seq = %d" % last, ["audit row %d was changed" % last]),
            ("UPDATE audit SET at = at + 1 WHERE seq = 3", ["audit row 3 was changed"]),
            ("DELETE FROM audit WHERE seq = 2", ["audit row 2 is missing"]),
            ("DELETE FROM audit WHERE seq IN (2, 3)", ["audit rows 2 to 3 are missing"]),
            ("DELETE FROM audit WHERE seq = %d" % last, ["the audit ends at row %d, but %d were written" % (last - 1, last)]),
        )
        for sql, findings in cases:
            with self.subTest(sql=sql):
                copy = Path(self.folder.name) / "copy"
                shutil.copytree(self.data, copy)
                try:
                    connection = sqlite3.connect(copy / "console.db")
                    with self.assertRaisesRegex(sqlite3.IntegrityError, "the audit is append-only"):
                        connection.execute(sql)
                    connection.executescript("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;")
                    connection.execute(sql)
                    connection.commit()
                    connection.close()
                    code, out, _ = Console(copy).command("check")
                    self.assertEqual((code, out.splitlines()), (2, findings))
                finally:
                    shutil.rmtree(copy)


if __name__ == "__main__":
    unittest.main(verbosity=2)
