"""The knowledge through the real program: sources from the command line, search and answers over HTTP, documents added and removed,
a question that a model answers, and one that it answers with words that do not stand in the sources."""

import http.server
import json
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from console_process import Console, binary
from thinking import Models

HOUSE = """# House rules

## Animals

Dogs are welcome on the ground floor. Cats stay at home.

## Keys

A lost key costs 35 euros, and the lock is changed within one day.
"""


class Knowledge(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "data"
        self.data.mkdir()
        self.papers = Path(self.folder.name) / "papers"
        self.papers.mkdir()
        (self.papers / "house.md").write_text(HOUSE)
        (self.papers / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")

    def tearDown(self):
        self.folder.cleanup()

    def command(self, *words):
        return subprocess.run([binary(), "--data-dir", str(self.data), *words], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    def until_found(self, console, words, what):
        """Looks into the store: the interface allows a stranger only so many questions a minute."""
        console.until(lambda: console.rows("SELECT 1 FROM knowledge_words WHERE knowledge_words MATCH ?", words), what, 60)

    def test_from_the_command_line(self):
        added = self.command("knowledge", "add", str(self.papers))
        self.assertEqual(added.returncode, 2, added.stderr)  # one of its files is broken
        self.assertTrue(added.stdout.startswith("src_"), added.stdout)
        self.assertIn("broken.pdf", added.stderr)
        again = self.command("knowledge", "add", str(self.papers))
        self.assertEqual(again.returncode, 2)
        self.assertIn("a source already", again.stderr)
        found = self.command("knowledge", "search", "are", "dogs", "allowed", "--json", "--limit", "3")
        self.assertEqual(found.returncode, 0, found.stderr)
        passages = json.loads(found.stdout)["passages"]
        self.assertEqual(passages[0]["heading"], "House rules › Animals")
        self.assertIn("Dogs are welcome", passages[0]["text"])
        plain = self.command("knowledge", "search", "lost key", "--mode", "text")
        self.assertIn("35 euros", plain.stdout)
        self.assertEqual(self.command("knowledge", "search", "x", "--limit", "0").returncode, 64)
        self.assertEqual(self.command("knowledge", "add", "/nowhere/at/all").returncode, 2)
        self.assertEqual(self.command("knowledge", "reindex").returncode, 2)  # it reads, and the same file is still broken

    def test_over_http(self):
        console = Console(self.data)
        console.make_key()
        with console:
            status, receipt, _ = console.api("POST", "/knowledge/documents", {"name": "prices.md", "text": "# Prices\n\nAn evening in the gallery costs 480 dollars.\n",
                                                                                "title": "Price list"})
            self.assertEqual(status, 200, receipt)
            document = receipt["id"]
            self.until_found(console, "480", "the price list")
            status, found, _ = console.api("POST", "/knowledge/search", {"query": "What does an evening cost?", "types": ["markdown"]})
            self.assertEqual(status, 200, found)
            self.assertEqual(found["passages"][0]["document"], document)
            self.assertEqual(found["passages"][0]["title"], "Price list")
            status, answer, _ = console.api("POST", "/knowledge/ask", {"question": "How many dollars does an evening in the gallery cost?"})
            self.assertTrue(answer["answered"], answer)
            self.assertEqual(answer["by"], "rules")
            self.assertEqual(answer["sentences"][0]["text"], "An evening in the gallery costs 480 dollars.")
            self.assertEqual(answer["sentences"][0]["cites"], [1])
            status, answer, _ = console.api("POST", "/knowledge/ask", {"question": "Who won the football cup?"})
            self.assertFalse(answer["answered"])
            self.assertEqual(answer["sentences"], [])
            # A second version under the same name takes the place of the first.
            console.api("POST", "/knowledge/documents", {"name": "prices.md", "text": "# Prices\n\nAn evening in the gallery costs 520 dollars.\n"})
            self.until_found(console, "520", "the second version")
            self.assertIn("520", console.api("POST", "/knowledge/search", {"query": "evening gallery"})[1]["passages"][0]["text"])
            self.assertEqual(len(console.api("GET", "/knowledge/documents?source=src_notes")[1]["items"]), 1)
            for body, where in (({"query": "x", "limit": 500}, "limit"), ({"query": "  "}, "query"), ({"query": "x", "mode": "magic"}, "mode")):
                status, refusal, _ = console.api("POST", "/knowledge/search", body)
                self.assertEqual(status, 400, (body, refusal))
                self.assertIn(where, json.dumps(refusal))
            self.assertEqual(console.api("POST", "/knowledge/documents", {"name": "x.exe", "text": "x"})[0], 400)
            self.assertEqual(console.api("DELETE", "/knowledge/documents/" + document)[0], 200)
            self.assertEqual(console.api("DELETE", "/knowledge/documents/" + document)[0], 404)
            left = console.api("POST", "/knowledge/search", {"query": "evening gallery"})[1]["passages"]
            self.assertNotIn(document, [passage["document"] for passage in left])

    def test_records_are_found(self):
        console = Console(self.data)
        console.make_key()
        with console:
            status, record, _ = console.api("POST", "/records/products-services", {"fields": {
                "Name": "Lantern walk", "Type": "Service", "Status": "Active", "Price": 20, "Description": "A walk with paper lanterns along the river."}})
            self.assertIn(status, (200, 201), record)
            self.until_found(console, "lanterns", "the record")
            passages = console.api("POST", "/knowledge/search", {"query": "lanterns along the river"})[1]["passages"]
            self.assertEqual((passages[0]["title"], passages[0]["database"]), ("Lantern walk", "products-services"))

    def test_pages_of_the_web(self):
        pages = {"/": b"<html lang=en><title>House</title><main><h1>House</h1><p>The reading room opens at seven.</p><a href='/deep'>more</a></main></html>",
                 "/deep": b"<html lang=en><title>Deep</title><main><h1>Cellar</h1><p>The wine cellar holds ninety bottles of elderberry wine.</p></main></html>",
                 "/secret": b"<main><p>Nobody may read of the marzipan.</p></main>",
                 "/robots.txt": b"User-agent: *\nDisallow: /secret\n"}

        class Site(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = pages.get(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        address = "http://127.0.0.1:%d/" % site.server_port
        try:
            refused = self.command("knowledge", "add", address)  # of this machine: not unless the studio says so
            self.assertIn("src_", refused.stdout)
            self.assertEqual(json.loads(self.command("knowledge", "search", "elderberry", "--mode", "text", "--json").stdout)["passages"], [])
            (self.data / "console.json").write_text(json.dumps({"knowledge": {"web": {"privateAddresses": True}}}))
            self.assertEqual(self.command("knowledge", "reindex").returncode, 0)
            passages = json.loads(self.command("knowledge", "search", "elderberry wine", "--json").stdout)["passages"]
            self.assertEqual((passages[0]["place"], passages[0]["heading"]), (address + "deep", "Cellar"))
            self.assertEqual(json.loads(self.command("knowledge", "search", "marzipan", "--mode", "text", "--json").stdout)["passages"], [])
        finally:
            site.shutdown()
            site.server_close()

    def test_a_service_compares_meanings(self):
        with Models() as models:
            (self.data / "console.json").write_text(json.dumps({"ai": {"secondOpinion": False, "draftReplies": False}, "knowledge": {"embedding": {
                "provider": "openai", "model": "text-embedding-3-small", "mayLeave": True}}}))
            console = Console(self.data, {"OPENAI_API_KEY": models.ready["key"], "OPENAI_BASE_URL": models.ready["bases"]["openai"]})
            console.make_key()
            console.command("knowledge", "add", str(self.papers))
            with console:
                console.until(lambda: console.api("GET", "/knowledge")[1].get("model") == "openai · text-embedding-3-small", "the service's vectors", 60)
                found = console.api("POST", "/knowledge/search", {"query": "dogs on the ground floor"})[1]
                self.assertEqual(found["meaning"], "openai · text-embedding-3-small")
                self.assertIn("Dogs", found["passages"][0]["text"])
                # When it fails, this computer compares, and says so.
                models.script(*[{"status": 500, "body": "{}"}] * 8)
                found = console.api("POST", "/knowledge/search", {"query": "what becomes of a key that is lost"})[1]
                self.assertEqual(found["meaning"], "atlas-local-1", found)
                self.assertIn("does not answer", found["meaning_trouble"])
                self.assertIn("35 euros", found["passages"][0]["text"])
            log = "".join(path.read_text() for path in (self.data / "logs").glob("*"))
            self.assertNotIn(models.ready["key"], log + console.errors)

    def test_a_model_says_it(self):
        with Models() as models:
            models.script({"text": "A lost key costs 35 euros [1]."}, {"text": "It costs 99 euros [1]."}, {"text": "It costs 99 euros [1]."})
            self.command("knowledge", "add", str(self.papers))
            (self.data / "console.json").write_text(json.dumps({"ai": {"secondOpinion": False, "draftReplies": False}}))
            console = Console(self.data, models.environment())
            console.make_key()
            with console:
                answer = console.api("POST", "/knowledge/ask", {"question": "What do I pay for a lost key?"})[1]
                self.assertTrue(answer["by"].startswith("anthropic"), answer)
                self.assertEqual([(one["text"], one["cites"]) for one in answer["sentences"]], [("A lost key costs 35 euros.", [1])])
                # What does not stand in the source is not said, also the second time: the words of the source are.
                answer = console.api("POST", "/knowledge/ask", {"question": "What is the price of a lost key?"})[1]
                self.assertEqual(answer["by"], "rules", answer)
                self.assertNotIn("99", json.dumps(answer["sentences"]))


if __name__ == "__main__":
    unittest.main()
