"""The running console and Notion: what is written on one side is seen on the other without anybody asking, by polling and by
webhook; a person's change here leaves at once; offline everything waits and goes on; the key and the token are in no log. Prints
how long each way took; it is not judged by time."""

import atexit
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from console_process import Console  # noqa: E402
from notion_server import Notion, plain, text  # noqa: E402

CONTACTS, TITLE = "contacts-profiles", "Contacts & Profiles"


def took(began, what):
    print("%-40s %6.2f s" % (what, time.monotonic() - began))


def main():
    with tempfile.TemporaryDirectory() as folder, Notion() as notion:
        settings = Path(folder, "console.json")
        settings.write_text(json.dumps({"notion": {"perMinute": 600}}))
        console = Console(folder, {"NOTION_API_TOKEN": notion.token, "NOTION_PARENT_PAGE_ID": notion.root, "NOTION_BASE_URL": notion.url + "/v1",
                                   "HIGHERSELF_PASSPHRASE": "where the token of the webhooks is kept"}, secrets=False)
        atexit.register(lambda: console.process and console.process.poll() is None and console.process.kill()) # also when a check fails
        console.make_key()
        notion.control("POST", "rate", {"per_minute": 0})
        console.start()
        began = time.monotonic()
        console.until(lambda: console.rows("SELECT count(*) FROM notion_databases WHERE all_queued = 1")[0][0] == 16, "the set-up", 120)
        took(began, "16 databases are made and linked")

        # A person here.
        status, contact, _ = console.api("POST", "/records/" + CONTACTS, {"fields": {"Full Name": "Nora Field", "Email": "nora@field.example", "Contact Type": "Client",
                                                                           "Status": "Active Client"}})
        assert status in (200, 201), contact
        record = contact["id"]
        began = time.monotonic()
        page_of = lambda: next((page for page in notion.pages(TITLE)[1] if plain(page, "Console ID") == record), None)  # noqa: E731
        page = console.until(page_of, "the page of a new contact", 120)
        took(began, "a new contact is in Notion")

        # A person there, found by looking.
        began = time.monotonic()
        notion.person("PATCH", "/v1/pages/" + page["id"], {"properties": {"City": {"rich_text": text("Bergen")}}})
        city = lambda: console.rows("SELECT json_extract(fields, '$.City') FROM records WHERE id = ?", record)[0][0]  # noqa: E731
        console.until(lambda: city() == "Bergen", "an edit in Notion", 60)
        took(began, "an edit in Notion is here, by polling")

        # The same by webhook: the handshake, its token, a signed delivery.
        status, answer, _ = console.api("GET", "/integrations")
        names = [one["name"] for one in answer["items"]]
        assert "notion" in names and "notion-hub" in names, names
        made = notion.control("POST", "webhooks", {"url": "http://127.0.0.1:%d/webhooks/notion" % console.port})
        console.until(lambda: any(row["status"] == 200 for row in notion.control("GET", "webhooks")), "the handshake", 30)
        notion.control("POST", "webhooks/verify", {"id": made["id"], "token": made["token"]})
        began = time.monotonic()
        notion.person("PATCH", "/v1/pages/" + page["id"], {"properties": {"City": {"rich_text": text("Oslo")}}})
        notion.control("POST", "webhooks/hurry")
        console.until(lambda: city() == "Oslo", "an edit told by webhook", 60)
        took(began, "an edit in Notion is here, by webhook")
        console.until(lambda: console.rows("SELECT count(*) FROM inbox WHERE source = 'notion' AND type = 'hub.changed'")[0][0] > 0, "the delivery in the inbox", 30)

        # Notion is away: what is written waits, and the card says so.
        notion.control("POST", "faults", {"kind": "cut_before", "times": 0, "share": 1.0})
        console.api("PATCH", "/records/%s/%s" % (CONTACTS, record), {"fields": {"Company": "Field & Sons"}})
        card = lambda: next(one for one in console.api("GET", "/integrations")[1]["items"] if one["name"] == "notion-hub")  # noqa: E731
        console.until(lambda: notion.control("GET", "state")["faults_struck"] > 8, "some tries", 60) # the interface takes few questions a minute
        assert card()["health"] == "down", card()
        assert console.rows("SELECT count(*) FROM notion_queue")[0][0] > 0
        notion.control("DELETE", "faults")
        began = time.monotonic()
        console.until(lambda: plain(page_of(), "Company") == "Field & Sons", "what waited", 120)
        took(began, "what waited has left once Notion is back")
        console.stop()
        for log in Path(folder, "logs").glob("*"):
            written = log.read_text(errors="replace")
            assert notion.token not in written and console.key not in written, log


if __name__ == "__main__":
    main()
