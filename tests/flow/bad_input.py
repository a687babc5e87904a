"""For each interface a table of bad cases with the exact words that tell of them: the command line, console.json, the
receiver, the API, workflow definitions, routing, secrets and keys. All through the real program. A text says what is
wrong, where, and how to mend it, and nothing is changed by any of them."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import senders
from console_process import Console, binary

HELP = ": see higherself-console --help"


def run(*arguments, stdin=None, environment=None):
    done = subprocess.run([binary(), *arguments], input=stdin, capture_output=True, text=isinstance(stdin, str) or stdin is None,
                          timeout=60, env={**os.environ, **(environment or {})})
    return done.returncode, done.stdout, done.stderr


class CommandLine(unittest.TestCase):
    """Usage errors end with 64 and one line on stderr, and do nothing."""

    CASES = (
        # (arguments, what stands behind "higherself-console: ")
        (["--nonsense"], 'unknown option "--nonsense"' + HELP),
        (["--headles"], 'unknown option "--headles": did you mean "--headless"?'),
        (["--headless=yes"], "--headless takes no value" + HELP),
        (["-p", "80"], 'unknown option "-p"' + HELP),
        (["--port"], "--port needs a value" + HELP),
        (["--port", "eighty"], '"eighty" is not a value for --port: use 0 to 65535; 0 takes any free one'),
        (["--port=-1"], '"-1" is not a value for --port: use 0 to 65535; 0 takes any free one'),
        (["--port", "65536"], '"65536" is not a value for --port: use 0 to 65535; 0 takes any free one'),
        (["--data-dir"], "--data-dir needs a value" + HELP),
        (["--config"], "--config needs a value" + HELP),
        (["--listen"], "--listen needs a value" + HELP),
        (["--log-level"], "--log-level needs a value" + HELP),
        (["--log-level", "loud", "check"], '"loud" is not a value for --log-level: use one of "trace", "debug", "info", "warn", "error"'),
        (["--demo", "--pace", "0"], '"0" is not a value for --pace: use a factor above 0 and up to 100000'),
        (["--demo", "--pace", "often"], '"often" is not a value for --pace: use a factor above 0 and up to 100000'),
        (["frobnicate"], 'unknown command "frobnicate"' + HELP),
        (["chekc"], 'unknown command "chekc": did you mean "check"?'),
        (["workflow"], 'unknown command "workflow": use one of "workflow validate", "workflow trace", "workflow eval", "workflow list", "workflow show", "workflow replay"'),
        (["workflow", "walidate"], 'unknown command "workflow walidate": did you mean "workflow validate"?'),
        (["--headless", "check"], "--headless goes with no command" + HELP),
        (["check", "everything"], "use: higherself-console check" + HELP),
        (["route", "now"], "use: higherself-console route" + HELP),
        (["workflow", "validate"], "use: higherself-console workflow validate FILE..." + HELP),
        (["workflow", "trace"], "workflow trace needs --definition FILE and --script FILE" + HELP),
        (["workflow", "trace", "--definition", "a.json"], "workflow trace needs --definition FILE and --script FILE" + HELP),
        (["workflow", "eval", "1"], "use: higherself-console workflow eval" + HELP),
        (["workflow", "show"], "use: higherself-console workflow show ID [--at SEQ]" + HELP),
        (["workflow", "show", "a", "b"], "use: higherself-console workflow show ID [--at SEQ]" + HELP),
        (["workflow", "show", "a", "--at", "yesterday"], '"yesterday" is not a value for --at: use the number of a row of the history'),
        (["workflow", "show", "a", "--at", "-1"], '"-1" is not a value for --at: use the number of a row of the history'),
        (["secret"], 'unknown command "secret": use one of "secret set", "secret list", "secret remove"'),
        (["secret", "set"], "use: higherself-console secret set NAME [--keep-old]" + HELP),
        (["secret", "set", "A", "value"], "use: higherself-console secret set NAME [--keep-old]" + HELP),
        (["secret", "remove"], "use: higherself-console secret remove NAME" + HELP),
        (["api-key", "create"], "use: higherself-console api-key create NAME --role ROLE" + HELP),
        (["api-key", "create", "a"], "api-key create needs --role viewer, operator, reviewer or admin" + HELP),
        (["api-key", "create", "a", "--role"], "--role needs a value" + HELP),
        (["api-key", "create", "a", "--role", "king"], '"king" is not a value for --role: use one of "viewer", "operator", "reviewer", "admin"'),
        (["check", "--role", "admin"], '--role does not belong to "check"' + HELP),
        (["--keep-old"], "--keep-old needs a command that it belongs to" + HELP),
        (["api-key", "revoke"], "use: higherself-console api-key revoke NAME" + HELP),
    )

    def test_usage(self):
        with tempfile.TemporaryDirectory() as folder:
            for arguments, words in self.CASES:
                with self.subTest(" ".join(arguments)):
                    self.assertEqual(run(*arguments, environment={"HIGHERSELF_DATA_DIR": folder}), (64, "", "higherself-console: %s\n" % words))
            self.assertEqual(os.listdir(folder), [], "a usage error leaves no trace")

    def test_no_screen(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
            done = subprocess.run([binary(), "--data-dir", folder], capture_output=True, text=True, timeout=60, env=environment)
            self.assertEqual((done.returncode, done.stdout, done.stderr.splitlines()[-1]),
                             (1, "", "higherself-console: there is no display for the window: use --headless for the service without one"))

    def test_help_is_for_people(self):
        code, out, err = run("--help")
        self.assertEqual((code, err), (0, ""))
        for word in ("--headless", "--demo", "check", "workflow validate", "secret set NAME [--keep-old]", "api-key create NAME --role ROLE"):
            self.assertIn(word, out)
        self.assertEqual(run("secret", "set", "--help")[1].splitlines()[0], "higherself-console secret set NAME [--keep-old]")


class Settings(unittest.TestCase):
    """console.json: `check` says it with pointer and line and ends with 2; the running console keeps what it had."""

    CASES = (
        # (the file, what is said of it)
        ('{\n  "receiver": {\n    "prot": 8787\n  }\n}', 'unknown key (console.json:/receiver/prot (line 3)): did you mean "port"?'),
        ('{\n  "recever": {}\n}', 'unknown key (console.json:/recever (line 2)): did you mean "receiver"?'),
        ('{"receiver": {"port": "eighty"}}', "must be a whole number, found a text (console.json:/receiver/port (line 1)): write it without quotes"),
        ('{\n\n"receiver": {"port": 70000}}', "must be 0 to 65535, found 70000 (console.json:/receiver/port (line 3)): use a number in that range"),
        ('{"receiver": {"port": 1.5}}', "must be a whole number, found 1.5 (console.json:/receiver/port (line 1)): leave out the fraction"),
        ('{"receiver": {"port": null}}', "must be a whole number, found nothing (console.json:/receiver/port (line 1)): use a number of 0 to 65535"),
        ('{"receiver": []}', "must be an object, found a list (console.json:/receiver (line 1)): write it in braces"),
        ('{"receiver": {"sources": {"Type Form": {}}}}', "unknown key (console.json:/receiver/sources/Type Form (line 1)): use a name of small letters, digits and -"),
        ('{"receiver": {"sources": {"typeform": {"secret": "hush"}}}}',
         "a secret does not belong into this file (console.json:/receiver/sources/typeform/secret (line 1)): remove it, and set the variable "
         "WEBHOOK_SECRET_TYPEFORM or run: higherself-console secret set WEBHOOK_SECRET_TYPEFORM"),
        ('{"receiver": {"publicUrl": "hooks.example"}}', "is not a web address (console.json:/receiver/publicUrl (line 1)): write it as https://hooks.studio.example"),
        ('{"studio": {"timezone": "Berlin time"}}', "is not a time zone (console.json:/studio/timezone (line 1)): use an IANA name, such as Europe/Berlin"),
        ('{"studio": {"openingHours": "always"}}',
         "cannot be read as opening hours (console.json:/studio/openingHours (line 1)): write them as Mon-Fri 10:00-18:00; Sat 10:00-13:00, 14:00-17:00"),
        ('{"studio": {"holidays": ["25.12.2026"]}}', "is not a date (console.json:/studio/holidays/0 (line 1)): write days as 2026-12-25"),
        ('{"mail": {"smtpUrl": "http://mail.example"}}', "is not the address of a mail server (console.json:/mail/smtpUrl (line 1)): write it as smtp://user@mail.example:587"),
        ('{"mail": {"smtpUrl": "smtp://me:hush@mail.example"}}',
         "a password does not belong into this file (console.json:/mail/smtpUrl (line 1)): leave it out here, and set the variable SMTP_URL or run: higherself-console secret set SMTP_URL"),
        ('{"mail": {"from": "the studio"}}', "is not a sender of mail (console.json:/mail/from (line 1)): write it as Studio <hello@studio.example>"),
        ('{"holds": {"replySeconds": -1}}', "must be 0 to 3600, found -1 (console.json:/holds/replySeconds (line 1)): use a number in that range"),
        ('{"holds": {"replySeconds": 5},\n"holds": {"replySeconds": 6}}', "the key stands here a second time (console.json:/holds (line 2)): keep one of them"),
        ('{"holds": {"replySeconds": 5},}', "not JSON (console.json:line 1): look at column 31: a comma, a brace or a quote may be missing or too many"),
        ('{"holds": {', "not JSON (console.json:line 1): look at column 12: a comma, a brace or a quote may be missing or too many"),
        ("[]", "must be an object, found a list (console.json:line 1): write it in braces"),
    )

    def test_findings(self):
        for text, words in self.CASES:
            with self.subTest(text), tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "console.json").write_text(text)
                code, out, _ = Console(folder).command("check")
                self.assertEqual((code, out.splitlines()), (2, [words]))
                self.assertEqual(os.listdir(folder), ["console.json"], "looking changes nothing")

    def test_several_at_once_and_comments(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "console.json"
            file.write_text('{\n// the receiver\n"receiver": {"port": 0},\n"log": {"level": "wran"},\n"holds": {"years": 1}\n}')
            code, out, _ = Console(folder).command("check")
            self.assertEqual((code, out.splitlines()), (2, [
                '"wran" is not an option (console.json:/log/level (line 4)): did you mean "warn"? use one of "debug", "info", "warn", "error"',
                'unknown key (console.json:/holds/years (line 5)): use one of "replySeconds", "moneySeconds"']))
            file.write_text('{\n// the receiver\n"receiver": {"port": 0} /* any */\n}')
            self.assertEqual(Console(folder).command("check")[:2], (0, ""))
            file.unlink()
            self.assertEqual(Console(folder).command("check")[:2], (0, ""), "no file means the defaults")
            code, out, err = Console(folder).command("check", "--config", folder + "/none.json")
            self.assertEqual((code, out), (64, ""))
            self.assertEqual(err, "higherself-console: the file given with --config does not exist: %s/none.json\n" % folder)

    def test_a_bad_file_keeps_the_old_settings_and_is_shown(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "console.json"
            file.write_text('{"receiver": {"sources": {"generic": {"maxBodyBytes": 2048}}}}')
            with Console(folder) as c:
                long = lambda: c.request("POST", "/webhooks/generic", b" " * 3000, {"Content-Type": "application/json"})[0]  # noqa: E731
                self.assertEqual(long(), 413)
                file.write_text('{"receiver": {"sources": {"generic": {"maxBodyBites": 4096}}}}')
                c.until(lambda: c.request("GET", "/health")[1]["status"] == "degraded", "the finding")
                self.assertEqual(long(), 413, "the old settings stay")
                file.write_text('{"receiver": {"sources": {"generic": {"maxBodyBytes": 4096}}}}')
                c.until(lambda: c.request("GET", "/health")[1]["status"] == "ok", "the mended file")
                c.until(lambda: long() == 401, "the new settings")


class Commands(unittest.TestCase):
    """What subcommands say of what they are given: 2, nothing on stdout, one line on stderr."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = Path(self.folder.name) / "studio"
        self.console = Console(self.data)

    def says(self, words, *arguments, stdin=None):
        code, out, err = self.console.command(*arguments, stdin=stdin)
        self.assertEqual((code, out, err), (2, "", "higherself-console: %s\n" % words))

    def test_secrets(self):
        locked = "this session has no keychain: there is no D-Bus session bus: set HIGHERSELF_PASSPHRASE before starting, or unlock the keychain of this session"
        c = self.console
        self.says(locked, "secret", "set", "WEBHOOK_SECRET_OTHER", stdin="hush")
        c.environment["HIGHERSELF_PASSPHRASE"] = "a passphrase of this test"
        for name in ("typeform", "A-B", "a", "WEBHOOK SECRET", "É", "X" * 81):
            self.says('"%s" is not a name for a secret (name): use capitals, digits and _, such as WEBHOOK_SECRET_TYPEFORM' % name[:40], "secret", "set", name, stdin="hush")
        self.says("the secret is empty (value): paste it again", "secret", "set", "OPENAI_API_KEY", stdin="\n")
        self.says("WEBHOOK_SECRET_TYPEFORM is set in the environment, which wins (name): change it there", "secret", "set", "WEBHOOK_SECRET_TYPEFORM", stdin="hush")
        self.says("WEBHOOK_SECRET_TYPEFORM is set in the environment (name): remove it there", "secret", "remove", "WEBHOOK_SECRET_TYPEFORM")
        self.says('there is no secret "OPENAI_API_KEY" (name): see higherself-console secret list', "secret", "remove", "OPENAI_API_KEY")
        for source in ("STANDARD_WEBHOOKS", "TYPEFORM"):
            c.environment.pop("WEBHOOK_SECRET_" + source)
        whole = "copy the whole text beginning with whsec_ (or whpk_) from the sender"
        self.says("the secret is not base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS): " + whole, "secret", "set", "WEBHOOK_SECRET_STANDARD_WEBHOOKS", stdin="whsec_??")
        self.says("the public key is not 32 bytes in base 64 (WEBHOOK_SECRET_STANDARD_WEBHOOKS): " + whole, "secret", "set", "WEBHOOK_SECRET_STANDARD_WEBHOOKS", stdin="whpk_AAAA")
        self.says("the secret begins or ends with a blank or a line break (WEBHOOK_SECRET_TYPEFORM): enter it without", "secret", "set", "WEBHOOK_SECRET_TYPEFORM", stdin=" hush")
        self.assertEqual(c.command("secret", "set", "WEBHOOK_SECRET_TYPEFORM", stdin="hush\n"), (0, "", ""))
        self.assertNotIn("hush", "".join(c.command("secret", "list")[1:]))
        # Under another passphrase it stays shut, and that is told.
        c.environment["HIGHERSELF_PASSPHRASE"] = "another passphrase"
        with c:
            c.until(lambda: c.request("GET", "/health")[0] == 200, "it to run")
            status, answer, _ = c.deliver("typeform", senders.delivery("typeform", 1)[0], secret="hush")
            self.assertEqual((status, answer["error"]["message"]), (401, "no secret is set for typeform"))

    def test_keys(self):
        made = self.console.make_key("shop", "operator")
        self.assertRegex(made, r"^hsk_[A-Za-z0-9_-]{43}$")
        self.says("there is a key of this name (name): revoke it first, or choose another name", "api-key", "create", "shop", "--role", "viewer")
        for name in ("", "   ", "x" * 81):
            self.says("a key needs a name of 1 to 80 characters (name): name it after the program that uses it", "api-key", "create", name, "--role", "viewer")
        self.says('there is no valid key "till" (name): see the keys in Settings', "api-key", "revoke", "till")
        self.assertEqual(self.console.command("api-key", "revoke", "shop"), (0, "", ""))
        self.says('there is no valid key "shop" (name): see the keys in Settings', "api-key", "revoke", "shop")
        with self.console as c:
            self.assertEqual(c.api("GET", "/events", key=made)[0], 401)

    def test_routing(self):
        for stdin, words in (
                ("", "not JSON (line 1, column 1): send one JSON object, such as {\"text\": \"…\"}"),
                ("hello", "not JSON (line 1, column 1): send one JSON object, such as {\"text\": \"…\"}"),
                ('{"text": "a",\n}', "not JSON (line 2, column 1): send one JSON object, such as {\"text\": \"…\"}"),
                ("[]", "the request is a list, not an object: send one JSON object, such as {\"text\": \"…\"}"),
                ("{}", "the request has no text (/text): send the customer's words"),
                ('{"text": "  "}', "the request has no text (/text): send the customer's words"),
                ('{"text": 5}', "must be a text, found a number (/text): write it in quotes"),
                ('{"text": "a", "channel": []}', "must be a text, found a list (/channel): write it in quotes"),
                ('{"text": "a", "colour": "red"}', 'unknown member "colour" (/colour): use text, entity, contact and channel')):
            with self.subTest(stdin):
                self.says(words, "route", stdin=stdin)
        self.assertFalse(self.data.exists(), "routing changes nothing")

    def test_workflow_files(self):
        bad = Path(self.folder.name) / "bad.json"

        def validate(text):
            bad.write_text(text)
            code, out, err = self.console.command("workflow", "validate", str(bad))
            self.assertEqual((code, err), (2, ""))
            return [(one["code"], one["severity"], one["pointer"], one["line"], one["message"]) for one in json.loads(out)]

        self.says("the file cannot be read (%s/none.json): check its name and its rights" % self.folder.name, "workflow", "validate", self.folder.name + "/none.json")
        frame = '{"id": "m", "version": "1.0.0",\n "initial": "a", "states": {"a": %s, "b": {"type": "final"}}}'
        for text, finding in (
                ("", ("E001", "error", "", 1, "line 1, column 1: not JSON: unexpected end of input; expected '[', '{', or a literal")),
                ("[]", ("E014", "error", "", 1, '"definition" must be an object, found an array')),
                (frame % '{"on": {"x": "c"}}', ("E040", "error", "/states/a/on/x", 2, 'target "c" of "a": no such sibling; siblings are a, b')),
                (frame % '{"on": {"x": "b"}, "entyr": []}', ("E013", "error", "/states/a/entyr", 2, 'unknown key "entyr" in a state; did you mean "entry"?')),
                (frame % '{"after": {"soon": "b"}}', ("E070", "error", "/states/a/after/soon", 2, 'no delay "soon" in setup.delays'))):
            with self.subTest(text):
                self.assertIn(finding, validate(text))
        self.says("there is no console database yet (%s): start the console once" % self.data, "workflow", "show", "wf_none")
        with self.console:
            self.says('there is no workflow "wf_none"', "workflow", "show", "wf_none")
        code, out, _ = self.console.command("workflow", "eval", stdin='{"rule": {"bogus": [1]}, "data": {}}\nnonsense\n')
        self.assertEqual((code, len(out.splitlines())), (2, 2))


HUB = ("business-entities-registry", "contacts-profiles", "community-hub", "products-services", "active-workflows", "marketing-campaigns",
       "master-tasks", "feedback-surveys", "rewards-bounties", "agent-communication", "agent-registry", "api-integrations",
       "data-transformations", "notification-templates", "use-cases-library", "workflows-library")


class Api(unittest.TestCase):
    """/api/v1: status, code, message and where it is; what the tables of each route refuse is tested beside them."""

    def test_refusals(self):
        with tempfile.TemporaryDirectory() as folder:
            c = Console(Path(folder) / "studio")
            c.make_key("admin", "admin")
            viewer = c.make_key("viewer", "viewer")
            operator = c.make_key("operator", "operator")
            with c:
                status, contact, headers = c.api("POST", "/records/contacts-profiles", {"fields": {"Full Name": "Mia Sol", "Email": "mia@sol.example"}})
                self.assertEqual(status, 201, contact)
                self.cases(c, viewer, operator, contact["id"])
                self.assertEqual(c.rows("SELECT count(*) FROM escalations"), [(0,)])

    def cases(self, c, viewer, operator, contact):
        event = c.deliver("typeform", senders.delivery("typeform", 1)[0])[1]["id"]
        c.idle()
        record = "/records/contacts-profiles/" + contact
        for method, path, body, key, status, message, details in (
                ("GET", "/nothing", None, None, 404, "there is no such route", {"mend": "see GET /openapi.json for all routes"}),
                ("DELETE", "/events", None, None, 405, "this route does not take this method", {"allow": "GET, HEAD"}),
                ("GET", "/events", None, "", 401, 'Authorization is not "Bearer KEY"', {"mend": "send an API key that is valid: Authorization: Bearer KEY"}),
                ("GET", "/events", None, "hsk_wrong", 401, "the API key is not valid", {"mend": "send an API key that is valid: Authorization: Bearer KEY"}),
                ("POST", "/requests", {"text": "hello"}, viewer, 403, "this needs the role operator", {"mend": "ask somebody who has it"}),
                ("POST", "/escalations/esc_1/claim", None, operator, 403, "this needs the role reviewer", {"mend": "ask somebody who has it"}),
                ("GET", "/events/evt_none", None, None, 404, 'there is no event "evt_none"', {}),
                ("POST", "/events/evt_none/retry", None, None, 404, 'there is no event "evt_none"', {}),
                ("POST", "/events/%s/retry" % event, None, None, 409, "the event has not failed", {"where": event, "mend": "replay it to process it once more"}),
                ("GET", "/records/nothing", None, None, 404, 'there is no database "nothing"', {"where": "hub", "mend": "use one of " + ", ".join('"%s"' % name for name in HUB)}),
                ("GET", "/records/contacts-profiles/rec_none", None, None, 404, 'there is no record "rec_none" in contacts-profiles', {}),
                ("POST", "/records/contacts-profiles", {"fields": {"Ful Name": "Mia"}}, None, 400, "there is no such property", {"where": 'contacts-profiles, "Ful Name"', "mend": 'did you mean "Full Name"?'}),
                ("POST", "/records/contacts-profiles", {"fields": {"Full Name": 5}}, None, 400, "must be a text, found a number", {"where": 'contacts-profiles, "Full Name"', "mend": "write it in quotes"}),
                ("POST", "/records/contacts-profiles", {"fields": {"Full Name": "Mia", "Email": "nowhere"}}, None, 400,
                 "is not an e-mail address", {"where": 'contacts-profiles, "Email"', "mend": "write it as name@domain.example"}),
                ("POST", "/records/contacts-profiles", {"fields": {"Full Name": "Mia", "Status": "Cloudy"}}, None, 400, '"Cloudy" is not an option',
                 {"where": 'contacts-profiles, "Status"', "mend": 'use one of "Active Lead", "Qualified Lead", "Active Client", "Former Client", "Inactive", "Do Not Contact"'}),
                ("POST", "/records/contacts-profiles", {"fields": {"Full Name": "Mia again", "Email": "mia@sol.example"}}, None, 409,
                 "another record has this value", {"where": 'contacts-profiles, "Email"', "mend": "change record %s instead" % contact}),
                ("PUT", "/records/contacts-profiles/me", {"fields": {"Full Name": "Mia"}}, None, 404, 'there is no record "me" in contacts-profiles', {}),
                ("PATCH", "/records/contacts-profiles/rec_none", {"fields": {"Full Name": "Mia"}}, None, 404, 'there is no record "rec_none" in contacts-profiles', {}),
                ("POST", "/workflows", {"definition": "nothing"}, None, 404, 'there is no workflow definition "nothing"', {"where": "definition", "mend": "use the key of a workflow that has a board"}),
                ("GET", "/workflows/wf_none", None, None, 404, 'there is no workflow \"wf_none\"', {}),
                ("GET", "/workflows/wf_none/history", None, None, 404, 'there is no workflow \"wf_none\"', {}),
                ("POST", "/workflows/wf_none/events", {"type": "x"}, None, 404, 'there is no workflow \"wf_none\"', {}),
                ("POST", "/workflows/wf_none/cancel", None, None, 404, 'there is no workflow \"wf_none\"', {}),
                ("PATCH", "/tasks/rec_none", {"status": "done"}, None, 404, 'there is no task "rec_none"', {}),
                ("GET", "/agents/hal", None, None, 404, "there is no agent of this name", {"mend": "see GET /api/v1/agents for their keys"}),
                ("POST", "/agents/hal/messages", {"text": "hello"}, None, 404, 'there is no agent "hal"', {"where": "agent", "mend": "see GET /agents"}),
                ("GET", "/escalations/esc_none", None, None, 404, 'there is no escalation \"esc_none\"', {}),
                ("POST", "/escalations/esc_none/claim", None, None, 404, 'there is no escalation \"esc_none\"', {}),
                ("POST", "/escalations/esc_none/release", None, None, 404, 'there is no escalation \"esc_none\"', {}),
                ("POST", "/escalations/esc_none/decide", {"decision": "approve"}, None, 404, 'there is no escalation \"esc_none\"', {}),
                ("POST", "/escalations/esc_none/undo", None, None, 404, 'there is no escalation \"esc_none\"', {}),
                ("POST", "/integrations/fax/check", None, None, 404, 'there is no integration "fax"', {"where": "name", "mend": "see GET /integrations"})):
            with self.subTest(method + " " + path, body=body):
                got, answer, _ = c.request(method, "/api/v1" + path, body, {"Authorization": "Bearer " + (c.key if key is None else key)})
                error = answer["error"]
                self.assertEqual((got, error["message"], error["details"]), (status, message, details))
        self.assertEqual(c.request("GET", "/api/v1/events")[1]["error"]["message"], "an API key is needed")
        status, answer, _ = c.api("PUT", record, {"fields": {"Full Name": "Mia Sol"}}, headers={"If-Match": '"old"'})
        self.assertEqual((status, answer["error"]["code"]), (412, "precondition_failed"))
        self.assertRegex(answer["error"]["message"], r"^the record was changed by (admin|Nyra|Zevi) at \d{4}-\d\d-\d\dT")


if __name__ == "__main__":
    unittest.main(verbosity=2)
