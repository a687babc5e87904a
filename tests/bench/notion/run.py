#!/usr/bin/env python3
"""The first pull of 16 databases from a Notion on the loopback without a limit: the console beside the official JavaScript client
that keeps the same pages in SQLite (HS_NOTION_JS_DIR names a folder whose node_modules holds @notionhq/client and
node-sqlite3-wasm; without it the ratio is left out), in turn, several rounds. With --rate also how long it takes within a window of
that many requests a minute, against what the window allows."""

import argparse
import json
import math
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOKEN = "ntn_fake_token_for_tests"


class Fake:
    def __init__(self, build, pages, rate=0):
        self.process = subprocess.Popen([str(build / "tests/fakes/notion/fake_notion"), "--until-eof", "--no-log", "--hub", "--pages", str(pages), "--rate", str(rate)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self.ready

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=20)


def console_pull(build, ready, per_minute=6_000_000):
    """Starts a pass on an empty folder and waits until each database was pulled once. Pages a second between the first and the
    last answer that it kept; peak of its own memory in KiB."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "console.json").write_text(json.dumps({"notion": {"perMinute": per_minute}}))
        environment = {**os.environ, "NOTION_API_TOKEN": ready["token"], "NOTION_PARENT_PAGE_ID": ready["root"], "NOTION_BASE_URL": ready["url"] + "/v1"}
        process = subprocess.Popen([str(build / "app/higherself-console"), "sync", "--take-over", "--data-dir", folder], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not Path(folder, "console.db").exists():
            time.sleep(0.01)
        store = sqlite3.connect("file:%s/console.db?mode=ro" % folder, uri=True, timeout=10)
        one = lambda sql: store.execute(sql).fetchone()[0]  # noqa: E731
        while True:
            try:
                if one("SELECT count(*) FROM notion_pages") > 0:
                    break
            except sqlite3.OperationalError:
                pass # its tables are being made
            time.sleep(0.002)
        began, first = time.monotonic(), one("SELECT count(*) FROM notion_pages")
        while one("SELECT count(*) FROM notion_databases WHERE pulled_at IS NOT NULL") < 16:
            time.sleep(0.01)
        seconds = time.monotonic() - began
        pages = one("SELECT count(*) FROM notion_pages")
        status = Path("/proc/%d/status" % process.pid).read_text()
        peak = int(status.split("VmHWM:")[1].split()[0])
        store.close()
        process.terminate()
        process.wait(timeout=30)
        return {"pages": pages - first, "seconds": seconds, "rss_kb": peak}


def client_pull(ready):
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(["node", str(HERE / "pull_client.mjs"), os.environ["HS_NOTION_JS_DIR"], ready["url"], ready["token"], folder + "/pages.db",
                              *ready["data_sources"].values()], capture_output=True, text=True, check=True).stdout
        return json.loads(out)


def figure(name, values, unit):
    print(json.dumps({"figure": name, "median": round(statistics.median(values), 3), "least": round(min(values), 3), "most": round(max(values), 3), "unit": unit}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--pages", type=int, default=625, help="in each database")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=int, default=0)
    options = parser.parse_args()
    build = options.build.resolve()
    if options.rate:
        with Fake(build, options.pages, options.rate) as ready:
            began = time.monotonic()
            console_pull(build, ready, options.rate)
            requests = 16 * math.ceil(options.pages / 100)
            figure("pull_within_rate_seconds", [time.monotonic() - began], "s")
            print(json.dumps({"figure": "requests_of_the_pull_alone", "value": requests, "at_least_seconds": max(0, math.ceil(requests / options.rate) - 1) * 60}))
        return
    with_client = "HS_NOTION_JS_DIR" in os.environ
    console, client, ratios, memory = [], [], [], []
    with Fake(build, options.pages) as ready:
        for _ in range(options.rounds):
            mine = console_pull(build, ready)
            console.append(mine["pages"] / mine["seconds"])
            print("console", mine, file=sys.stderr)
            if with_client:
                theirs = client_pull(ready)
                print("client", theirs, file=sys.stderr)
                client.append(theirs["pages"] / theirs["seconds"])
                ratios.append(console[-1] / client[-1])
                memory.append(mine["rss_kb"] / theirs["rss_kb"])
    figure("console_pages", console, "pages/s")
    if with_client:
        figure("client_pages", client, "pages/s")
        figure("console_to_client", ratios, "ratio")
        figure("memory_to_client", memory, "ratio")


if __name__ == "__main__":
    main()
