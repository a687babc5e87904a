#!/usr/bin/env python3
"""A million workflow instances that wait, a tenth of them for a timer: how long the start takes and what the process holds.

The console starts one instance by itself over its own API; its row, record and history are then copied in the database
with ids of their own, so that every copy is as the engine writes it. Then the console starts on that folder again: ready
time by its own ready line, memory (Pss) at rest, and how long one step takes then, beside the same with few instances.
"""
import argparse, json, os, shutil, signal, sqlite3, subprocess, sys, tempfile, time, urllib.request

DEFINITION = {
    "id": "waiting", "version": "1.0.0", "description": "Waits.", "context": {"count": 0},
    "initial": "waiting",
    "states": {
        "waiting": {"after": {"P400D": "done"}, "on": {"go": {"actions": {"type": "assign", "params": {"assignment": {"count": {"+": [{"var": "context.count"}, 1]}}}}}}},
        "done": {"type": "final"}}}


def start(console, folder):
    begun = time.monotonic()
    process = subprocess.Popen([console, "--headless", "--data-dir", folder, "--port", "0", "--offline", "--log-level", "warn"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = process.stdout.readline()
    if not line:
        sys.exit("the console did not come up")
    return process, json.loads(line), time.monotonic() - begun


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def call(ready, key, path, body=None):
    request = urllib.request.Request(ready["http"] + path, method="POST" if body is not None else "GET",
                                     data=None if body is None else json.dumps(body).encode(), headers={"Authorization": "Bearer " + key, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def pss_mb(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def columns(db, table):
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def multiply(folder, instance, count, timers):
    """Copies of one instance: rows of instances, history, records and, for some, timers."""
    db = sqlite3.connect(os.path.join(folder, "console.db"))
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY", "foreign_keys=OFF"):
        db.execute("PRAGMA " + pragma)
    suffix = f"'{instance[:-8]}' || printf('%08X', n)"
    record = "rec_" + instance.split("_", 1)[1]
    record_suffix = f"'{record[:-8]}' || printf('%08X', n)"
    rows = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) "

    def copy(table, key, new, where, limit=count, extra=None):
        names = columns(db, table)
        replaced = {key: new, **(extra or {})}
        picked = ", ".join(replaced.get(name, f"t.{name}") for name in names)
        db.execute(rows.replace(f"< {count}", f"< {limit}") + f"INSERT INTO {table}({', '.join(names)}) SELECT {picked} FROM c, {table} t WHERE {where}")

    copy("instances", "id", suffix, f"t.id = '{instance}'", extra={"number": "t.number || '-' || n", "business_key": "t.business_key || n"})
    copy("history", "instance", suffix, f"t.instance = '{instance}'")
    copy("records", "id", record_suffix, f"t.id = '{record}'")
    copy("timers", "instance", suffix, f"t.instance = '{instance}'", limit=timers)
    db.execute("DELETE FROM timers WHERE instance = ?", (instance,))
    db.commit()
    db.execute("PRAGMA journal_mode=WAL")
    db.close()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", default="build/release")
    options.add_argument("--folder", help="on which disk")
    options.add_argument("--instances", type=int, default=1_000_000)
    options.add_argument("--timers", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    console = os.path.join(options.build, "app", "higherself-console")
    folder = tempfile.mkdtemp(prefix="waiting-", dir=options.folder)
    try:
        os.makedirs(os.path.join(folder, "workflows"))
        with open(os.path.join(folder, "workflows", "waiting.json"), "w") as file:
            json.dump(DEFINITION, file)
        made = subprocess.run([console, "--data-dir", folder, "api-key", "create", "bench", "--role", "admin"], check=True, capture_output=True, text=True)
        key = made.stdout.split()[-1]
        process, ready, _ = start(console, folder)
        instance = call(ready, key, "/api/v1/workflows", {"definition": "waiting", "key": "k"})["id"]
        template = call(ready, key, "/api/v1/workflows", {"definition": "waiting", "key": "t"})["id"]

        def step(ready):
            times = []
            for _ in range(50):  # within the rate of a key
                begun = time.monotonic()
                call(ready, key, f"/api/v1/workflows/{instance}/events", {"type": "go"})
                times.append(time.monotonic() - begun)
            return sorted(times)[len(times) // 2]

        few = step(ready)
        few_memory = pss_mb(process.pid)
        stop(process)
        multiply(folder, template, options.instances, options.timers)
        size = os.path.getsize(os.path.join(folder, "console.db")) / 2**20
        for _ in range(options.rounds):
            process, ready, took = start(console, folder)
            time.sleep(3)  # what the start leaves to do is done
            memory = pss_mb(process.pid)
            many = step(ready)
            print(json.dumps({"instances": options.instances, "timers": options.timers, "ready_s": round(took, 3), "memory_mb": round(memory, 1), "memory_mb_few": round(few_memory, 1),
                              "step_ms": round(many * 1000, 3), "step_ms_few": round(few * 1000, 3), "database_mb": round(size)}), flush=True)
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
