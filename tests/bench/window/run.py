#!/usr/bin/env python3
"""The window's figures: first paint beside an empty QMainWindow's, in turn; memory with many records; frames of
the long lists; lateness of posted events with the engine idle, while deliveries come in, and while 200 answers of
language models stream at once.

    run.py --build build/release --rounds 5 --rows 100000
    run.py --build build/release --rounds 3 --only streams

Offscreen by default (QT_QPA_PLATFORM decides). One JSON line a figure.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECRET = "bench-secret"
# No budget ends the streams, no draft adds one; everything else is as shipped.
STREAMS = {"ai": {"draftReplies": False, "wordContent": False, "limits": {"dollars": 0}, "budget": {"daySoft": 0, "dayHard": 0}}}


def figure(name, values, unit, **more):
    line = {"figure": name, "median": round(statistics.median(values), 3), "min": round(min(values), 3),
            "max": round(max(values), 3), "unit": unit, "rounds": len(values)}
    line.update(more)
    print(json.dumps(line), flush=True)


class Bench:
    def __init__(self, options):
        self.folder = options.build.resolve() / "tests" / "bench"
        self.environment = dict(os.environ, WEBHOOK_SECRET_GENERIC=SECRET)
        self.environment.setdefault("QT_QPA_PLATFORM", "offscreen")

    def window(self, mode, *arguments):
        command = [self.folder / "bench_window", mode, *arguments, "--since", time.clock_gettime_ns(time.CLOCK_MONOTONIC)]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=self.environment)
        if done.returncode != 0:
            raise SystemExit("%s ended with %d:\n%s" % (mode, done.returncode, done.stderr))
        return {line["figure"]: line for line in map(json.loads, done.stdout.splitlines())}

    def lateness(self, data_dir, seconds, rate):
        """While the window is open, `rate` deliveries a second come in; 0: none."""
        command = [self.folder / "bench_window", "late", "--data-dir", data_dir, "--seconds", seconds]
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env=self.environment)
        port = json.loads(process.stdout.readline())["url"].rsplit(":", 1)[1]
        loader = None
        if rate:
            loader = subprocess.Popen([str(part) for part in (self.folder / "bench_load", "--port", port, "--connections", 16, "--warmup", 0,
                                       "--seconds", seconds, "--rate", rate, "--secret", SECRET, "--prefix", "w%d" % time.time())],
                                      stdout=subprocess.PIPE, text=True)
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.wait()
        if loader:
            answer = json.loads(loader.communicate()[0])
            for line in lines:
                line["answered"] = answer["accepted"]
        return lines

    def streams(self, way, options):
        """Answers of a model that a process of its own plays; each round on a new folder."""
        fake = None
        url, key = options.model, options.model_key
        if not url:
            fake = subprocess.Popen([str(self.folder.parent / "fakes" / "ai" / "fake_ai"), "--until-eof"], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, text=True)
            ready = json.loads(fake.stdout.readline())
            url, key = ready["url"], ready["key"]
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            (Path(folder) / "console.json").write_text(json.dumps(STREAMS))
            command = [self.folder / "bench_window", "streams", "--data-dir", folder, "--model", url, "--model-key", key, "--way", way,
                       "--streams", options.streams, "--between", options.between]
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=self.environment)
        if fake:
            fake.stdin.close()
            fake.wait()
        if done.returncode != 0:
            raise SystemExit("streams by the %s ended with %d:\n%s%s" % (way, done.returncode, done.stdout, done.stderr))
        return [json.loads(line) for line in done.stdout.splitlines()]


def streams(bench, options):
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder: # the machine's mood, beside which the others are to be read
            for line in bench.lateness(folder, options.seconds, 0):
                line.update(way="none", load=os.getloadavg()[0])
                print(json.dumps(line), flush=True)
        for way in ("door", "router"):
            for line in bench.streams(way, options):
                line.update(between_ms=options.between, load=os.getloadavg()[0])
                print(json.dumps(line), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rate", type=int, default=500, help="deliveries a second while lateness is measured")
    parser.add_argument("--folder", default=None)
    parser.add_argument("--only", choices=["streams"], help="these figures alone")
    parser.add_argument("--streams", type=int, default=200, help="answers of language models at once")
    parser.add_argument("--between", type=int, default=50, help="milliseconds between the parts of each")
    parser.add_argument("--model", help="address of a running fake_ai; else one is started for each round")
    parser.add_argument("--model-key", default="sk-fake-1")
    options = parser.parse_args()
    bench = Bench(options)
    if options.only == "streams":
        streams(bench, options)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        # No limit for the benchmark's sender.
        (Path(folder) / "console.json").write_text(json.dumps({"receiver": {"sources": {"generic": {"perMinute": 0}}}}))
        bench.window("start", "--data-dir", folder) # makes the store, and warms up
        empty, small = [], []
        for _ in range(options.rounds):
            empty.append(bench.window("empty"))
            small.append(bench.window("start", "--data-dir", folder))
        bench.window("fill", "--data-dir", folder, "--rows", options.rows)
        full = [bench.window("start", "--data-dir", folder) for _ in range(options.rounds)]

        paints = lambda rounds, key="value": [one["first paint"][key] for one in rounds]
        figure("first paint, empty window", paints(empty), "ms")
        figure("first paint, console", paints(small), "ms")
        figure("first paint, console / empty window", [a / b for a, b in zip(paints(small), paints(empty))], "ratio")
        figure("processor until first paint, empty window", paints(empty, "cpu_ms"), "ms")
        figure("processor until first paint, console", paints(small, "cpu_ms"), "ms")
        figure("first paint, console with many rows", paints(full), "ms", rows=options.rows)
        figure("processor until first paint, console with many rows", paints(full, "cpu_ms"), "ms", rows=options.rows)
        for name, rounds in (("few", small), ("many", full)):
            figure("memory at rest, %s rows" % name, [one["memory at rest"]["value"] for one in rounds], "MiB")

        for line in bench.window("scroll", "--data-dir", folder).values():
            print(json.dumps(line), flush=True)
        for _ in range(options.rounds):
            for rate in (0, options.rate):
                for line in bench.lateness(folder, options.seconds, rate):
                    line.update(rate=rate, load=os.getloadavg()[0])
                    print(json.dumps(line), flush=True)
    streams(bench, options)


if __name__ == "__main__":
    sys.exit(main())
