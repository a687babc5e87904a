#!/usr/bin/env python3
"""Steps a second of the workflow engine and of XState 5, on the same machines and events, in one run: each round
plays all of them in turn, so that a change of the machine's speed meets them alike; compare the ratios.

    HS_XSTATE_DIR=FOLDER run.py --build build/release --rounds 7 --seconds 2

One JSON line a figure goes to standard output. `memory` keeps an instance and steps it; `stored` reads its
snapshot's text, steps, and writes the next, which is what the durable path pays beside the database. XState keeps
its actor in memory, with guards and assigns as JavaScript. Without node, or xstate 5 below HS_XSTATE_DIR
(npm install xstate@5), its lines are left out. Before the clock starts both play the same 100 rounds of events and
must end in the same context.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
MACHINES = HERE / "machines.json"


def figure(name, values, unit, **more):
    line = {"figure": name, "median": round(statistics.median(values), 3), "min": round(min(values), 3),
            "max": round(max(values), 3), "unit": unit, "rounds": len(values)}
    line.update(more)
    print(json.dumps(line), flush=True)


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit("%s ended with %d:\n%s" % (command[0], done.returncode, done.stderr))
    return json.loads(done.stdout)


def has_xstate():
    folder = Path(os.environ.get("HS_XSTATE_DIR", os.getcwd()))
    return shutil.which("node") is not None and (folder / "node_modules" / "xstate").is_dir()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each player in a round")
    options = parser.parse_args()
    engine = options.build.resolve() / "tests" / "bench" / "bench_workflow"
    xstate = has_xstate()
    print(json.dumps({"figure": "machine", "cores": os.cpu_count(), "load": os.getloadavg()[0], "xstate": xstate}), flush=True)

    for name, machine in json.loads(MACHINES.read_text()).items():
        players = {"memory": [engine, MACHINES, name, "memory"], "stored": [engine, MACHINES, name, "stored"]}
        if xstate:
            players["xstate"] = ["node", HERE / "xstate_steps.mjs", MACHINES, name]
        ends = {player: run([*command, 0])["end"] for player, command in players.items()}
        for player, end in ends.items():
            if end != ends["memory"]:
                raise SystemExit("%s: %s ends with %s, memory with %s" % (name, player, end, ends["memory"]))
        rates = {player: [] for player in players}
        snapshot = 0
        for _ in range(options.rounds):
            for player, command in players.items():
                answer = run([*command, options.seconds])
                rates[player].append(answer["stepsPerSecond"])
                snapshot = max(snapshot, answer.get("snapshotBytes", 0))
        for player, values in rates.items():
            figure("%s %s" % (name, player), values, "steps/s")
        figure("%s snapshot" % name, [snapshot], "bytes", about=machine["about"])
        if xstate:
            for player in ("memory", "stored"):
                ratios = [ours / theirs for ours, theirs in zip(rates[player], rates["xstate"])]
                figure("%s %s / xstate" % (name, player), ratios, "ratio")


if __name__ == "__main__":
    main()
