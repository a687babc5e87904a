"""Kills the console with SIGKILL at random moments while it sets up Notion and synchronises, and both sides edit. Afterwards
both sides are equal, no database and no page is there twice, and the last edit of either side stands or is kept."""

import argparse
import atexit
import json
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
from console_process import Console  # noqa: E402
from notion_server import Notion, plain, text  # noqa: E402

TASKS = "master-tasks"


class Editors:
    """A person in Notion and one at the console."""

    def __init__(self, notion, console, seed):
        self.notion, self.console, self.random, self.number = notion, console, random.Random(seed), 0
        self.here, self.there = {}, {}

    def word(self):
        self.number += 1
        return "w%d" % self.number

    def step(self):
        self.at_the_console() if self.random.random() < 0.5 else self.in_notion()

    def at_the_console(self):
        word = self.word()
        try:
            status, page, _ = self.console.api("GET", "/records/%s?limit=50" % TASKS)
            records = page["items"] if status == 200 else []
            if not records or self.random.random() < 0.4:
                self.console.api("POST", "/records/" + TASKS, {"fields": {"Task Name": word, "Status": "To Do", "Priority": "Low"}})
                return
            record = self.random.choice(records)["id"]
            status, _, _ = self.console.api("PATCH", "/records/%s/%s" % (TASKS, record), {"fields": {"Notes": word}})
            if status == 200:
                self.here[record] = word
        except OSError:
            pass  # it was killed meanwhile: what was not acknowledged may be lost

    def in_notion(self):
        word = self.word()
        source, pages = self.notion.tasks()
        if not source:
            return
        if not pages or self.random.random() < 0.3:
            self.notion.person("POST", "/v1/pages", {"parent": {"type": "data_source_id", "data_source_id": source},
                                                     "properties": {"Task Name": {"title": text(word)}}})
            return
        page = self.random.choice(pages)["id"]
        self.notion.person("PATCH", "/v1/pages/" + page, {"properties": {"Notes": {"rich_text": text(word)}}})
        self.there[page] = word


def judge(notion, console, editors):
    titles = [one["title"][0]["plain_text"] for one in notion.databases()]
    assert len(titles) == 16 and len(set(titles)) == 16, sorted(titles)
    _, pages = notion.tasks()
    records = {row[0]: json.loads(row[1]) for row in console.rows("SELECT id, fields FROM records WHERE db = ? AND deleted_at IS NULL", TASKS)}
    by_record = {}
    for page in pages:
        record = plain(page, "Console ID")
        assert record not in by_record, "two pages of " + record
        by_record[record] = page
    assert set(by_record) == set(records), set(by_record) ^ set(records)
    for record, fields in records.items():
        for name in ("Task Name", "Notes", "Task ID"):
            assert fields.get(name, "") == plain(by_record[record], name), (record, name, fields.get(name), plain(by_record[record], name))
    kept = " ".join(row[0] or "" for row in console.rows("SELECT local FROM notion_conflicts UNION ALL SELECT remote FROM notion_conflicts"
                                                         " UNION ALL SELECT new FROM record_changes UNION ALL SELECT old FROM record_changes"))
    notes = {plain(page, "Notes") for page in pages}
    for word in list(editors.here.values()) + list(editors.there.values()):
        assert word in notes or '"%s"' % word in kept, word + " is nowhere"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print("seed", options.seed)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, Notion() as notion:
        Path(folder, "console.json").write_text(json.dumps({"notion": {"perMinute": 6_000_000, "pullSeconds": 1}}))
        console = Console(folder, {"NOTION_API_TOKEN": notion.token, "NOTION_PARENT_PAGE_ID": notion.root, "NOTION_BASE_URL": notion.url + "/v1"})
        atexit.register(lambda: console.process and console.process.poll() is None and console.process.kill()) # also when a check fails
        console.make_key()
        editors = Editors(notion, console, options.seed)
        for _ in range(options.kills):
            console.start()
            deadline = time.monotonic() + chance.uniform(0.02, 1.2)
            while time.monotonic() < deadline:
                editors.step()
            console.kill()
        console.start()
        quiet = lambda: (console.rows("SELECT count(*) FROM notion_databases WHERE all_queued = 1")[0][0] == 16  # noqa: E731
                         and console.rows("SELECT count(*) FROM notion_queue")[0][0] == 0 and console.rows("SELECT count(*) FROM notion_hints")[0][0] == 0)
        console.until(quiet, "the queue to become empty", 120)
        # One more edit in Notion shows that every earlier one has come as well: polls go by time of edit.
        editors.in_notion()
        last = "w%d" % editors.number
        console.until(lambda: console.rows("SELECT count(*) FROM records WHERE fields LIKE ?", '%"' + last + '"%')[0][0] > 0, "the last edit", 60)
        console.until(quiet, "the queue to become empty", 60)
        judge(notion, console, editors)
        console.stop()
    print("equal after %d kills, %d edits" % (options.kills, editors.number))


if __name__ == "__main__":
    main()
