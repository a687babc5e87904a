"""Agents that think, through the real program: a question answered over HTTP by a model on the loopback, the program killed in
the middle of an answer, and assistants outside over standard input and over /mcp. HS_FAKE_AI names the fake providers."""

import json
import os
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

from console_process import Console, binary


class Models:
    """The fake providers as a process of their own."""

    def __init__(self):
        self.process = subprocess.Popen([os.environ["HS_FAKE_AI"], "--until-eof"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def control(self, method, what, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.ready["url"] + "/_control/" + what, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def script(self, *replies):
        self.control("POST", "script", list(replies))

    def environment(self):
        return {"ANTHROPIC_API_KEY": self.ready["key"], "ANTHROPIC_BASE_URL": self.ready["bases"]["anthropic"]}


class Thinking(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "data"
        self.data.mkdir()
        (self.data / "console.json").write_text(json.dumps({"ai": {"secondOpinion": False, "draftReplies": False}, "mcp": {"serve": True}}))

    def tearDown(self):
        self.folder.cleanup()

    def ended(self, console, thought):
        def look():
            for row in console.api("GET", "/thoughts")[1]["items"]:
                if row["id"] == thought and row["state"] not in ("waiting", "thinking"):
                    return row
            return None
        return console.until(look, "the end of a task of thinking")

    def test_a_question_over_http(self):
        with Models() as models:
            models.script({"calls": [{"name": "studio_status", "arguments": {}}]}, {"text": "All is calm."})
            console = Console(self.data, models.environment())
            console.make_key()
            with console:
                status, told, _ = console.api("POST", "/agents/grace-fields/messages", {"text": "How are we?"})
                self.assertEqual((status, told["detail"]), (200, "thinking"))
                row = self.ended(console, told["thought"])
                self.assertEqual(row["state"], "done", row)
                self.assertEqual([step["kind"] for step in row["steps"]], ["model", "tool", "model"])
                calls = console.api("GET", "/ai/calls?thought=" + told["thought"])[1]["items"]
                self.assertEqual([call["outcome"] for call in calls], ["ok", "ok"])
                said = console.rows("SELECT id, text FROM thread_items WHERE thought = ? AND kind = 'agent'", told["thought"])
                self.assertEqual([text for _, text in said], ["All is calm."])
                self.assertEqual(console.api("GET", "/explain/" + said[0][0])[1]["by"], "model")
                self.assertTrue(console.api("GET", "/ai")[1]["ready"])
            log = "".join(path.read_text() for path in (self.data / "logs").glob("*"))
            self.assertNotIn(models.ready["key"], log + console.errors)

    def test_killed_in_the_middle_it_answers_once(self):
        with Models() as models:
            models.script({"text": "One word after the other, slowly. " * 20, "between_ms": 100})
            console = Console(self.data, models.environment())
            console.make_key()
            console.start()
            told = console.api("POST", "/agents/nyra/messages", {"text": "Tell me a story"})[1]
            console.until(lambda: models.control("GET", "state")["under_way"] > 0, "the model to be asked")
            console.kill()
            models.control("DELETE", "script")
            models.script({"text": "The end."})
            with console:
                self.assertEqual(self.ended(console, told["thought"])["state"], "done")
                said = console.rows("SELECT kind, text FROM thread_items WHERE thread = ? ORDER BY id", told["id"])
                self.assertEqual(said, [("colleague", "Tell me a story"), ("agent", "The end.")])

    def test_an_assistant_on_standard_input(self):
        console = Console(self.data)
        program = subprocess.Popen([binary(), "mcp", "--data-dir", str(self.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, env=console.environment, text=True)

        def ask(method, params=None, number=1):
            program.stdin.write(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}) + "\n")
            program.stdin.flush()
            return json.loads(program.stdout.readline())

        greeted = ask("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}})
        self.assertEqual(greeted["result"]["protocolVersion"], "2025-11-25")
        program.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        names = [tool["name"] for tool in ask("tools/list", number=2)["result"]["tools"]]
        self.assertIn("find_records", names)
        made = ask("tools/call", {"name": "make_task", "arguments": {"title": "Water the plants"}}, 3)["result"]
        self.assertFalse(made.get("isError", False), made)
        listed = ask("tools/call", {"name": "list_tasks", "arguments": {}}, 4)["result"]
        self.assertIn("Water the plants", listed["content"][0]["text"])
        self.assertTrue(ask("tools/call", {"name": "find_records", "arguments": {"database": "no-such"}}, 5)["result"]["isError"])
        program.stdin.close()
        self.assertEqual(program.wait(timeout=30), 0)
        self.assertEqual(program.stdout.read(), "")
        program.stdout.close()

    def test_an_assistant_over_http(self):
        console = Console(self.data)
        console.make_key(role="viewer")
        with console:
            meta = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}

            def ask(method, params, key, name=None, origin=None):
                headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
                if key:
                    headers["Authorization"] = "Bearer " + key
                if name:
                    headers["Mcp-Name"] = name
                if origin:
                    headers["Origin"] = origin
                return console.request("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, **meta}}, headers)

            self.assertEqual(ask("tools/list", {}, None)[0], 401)
            self.assertEqual(ask("tools/list", {}, console.key, origin="https://evil.example")[0], 403)
            status, answer, _ = ask("tools/list", {}, console.key)
            self.assertEqual(status, 200, answer)
            names = [tool["name"] for tool in answer["result"]["tools"]]
            self.assertIn("find_records", names)
            self.assertNotIn("delete_record", names)  # not a viewer's
            status, answer, _ = ask("tools/call", {"name": "studio_status", "arguments": {}}, console.key, name="studio_status")
            self.assertEqual(status, 200, answer)


if __name__ == "__main__":
    unittest.main()
