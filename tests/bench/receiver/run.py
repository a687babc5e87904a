#!/usr/bin/env python3
"""The receiver against its yardsticks, in one run: the real program, the least that does the same work
(bare_receiver), FastAPI + uvicorn, nginx answering 200. Each round starts all of them in turn on new
folders, so that a change of the machine's speed meets them alike; compare the ratios, not the numbers.

    run.py --build build/release --rounds 5 --seconds 5

One JSON line a figure goes to standard output, the course of the rounds to standard error. The yardsticks
that are not ours are left out when they are missing: Debian's python3-fastapi, python3-uvicorn (with
python3-uvloop and python3-httptools) and nginx-light, installed by hand for this purpose.

After each round the rows of the store are counted against the answers. The last round of the console ends
with SIGKILL under load: every answered delivery must then be in the store.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECRET = "bench-secret"
HERE = Path(__file__).resolve().parent


def figure(name, values, unit, **more):
    """One JSON line: median, least and most of the rounds."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    line = {"figure": name, "median": round(statistics.median(values), 3), "min": round(min(values), 3),
            "max": round(max(values), 3), "unit": unit, "rounds": len(values)}
    line.update(more)
    print(json.dumps(line), flush=True)
    return line


def flush_micros(folder, count=200):
    """The median time of writing 4 KiB and flushing it, over a file that has its size already."""
    path = Path(folder) / "flush"
    block = os.urandom(4096)
    file = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        os.pwrite(file, block * 64, 0)
        os.fdatasync(file)
        times = []
        for i in range(count):
            begun = time.perf_counter()
            os.pwrite(file, block, (i % 64) * 4096)
            os.fdatasync(file)
            times.append(time.perf_counter() - begun)
        return statistics.median(times) * 1e6
    finally:
        os.close(file)
        path.unlink()


def memory_kib(pid, field="Pss"):
    for line in Path("/proc/%d/smaps_rollup" % pid).read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise ValueError(field)


def cpu_seconds(pid):
    fields = Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError("nothing listens on port %d" % port)


class Contestant:
    """A server on a folder of its own; `ready_ms` is the time from its start to its listening."""

    def __init__(self, options, folder):
        self.options, self.folder = options, Path(folder)
        self.process = None

    def __enter__(self):
        begun = time.perf_counter()
        self.start()
        self.ready_ms = (time.perf_counter() - begun) * 1e3
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def spawn(self, command, **more):
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, **more)

    def rows(self, sql="SELECT count(*) FROM inbox"):
        if not self.database().exists():
            return None
        connection = sqlite3.connect("file:%s?mode=ro" % self.database(), uri=True, timeout=30)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def database(self):
        return self.folder / "bench.db"


class Console(Contestant):
    name = "console"

    def start(self):
        # The limit of one sender is for senders; a benchmark is none.
        (self.folder / "console.json").write_text(json.dumps({"receiver": {"sources": {"generic": {"perMinute": 0}}}}))
        environment = dict(os.environ, WEBHOOK_SECRET_GENERIC=SECRET, QT_QPA_PLATFORM="offscreen")
        self.spawn([self.options.build / "app" / "higherself-console", "--headless", "--offline", "--port", "0",
                    "--data-dir", self.folder], env=environment)
        self.port = int(json.loads(self.process.stdout.readline())["http"].rsplit(":", 1)[1])

    def database(self):
        return self.folder / "console.db"

    def rows(self, sql="SELECT count(*) FROM inbox WHERE source = 'generic'"):
        return super().rows(sql)


class Bare(Contestant):
    name = "bare"

    def start(self):
        self.spawn([self.options.build / "tests" / "bench" / "bench_bare_receiver", self.database(), SECRET])
        self.port = json.loads(self.process.stdout.readline())["port"]


class FastApi(Contestant):
    name = "fastapi"

    def start(self):
        self.port = free_port()
        self.spawn(["/usr/bin/python3", HERE / "fastapi_receiver.py", self.database(), SECRET, self.port])
        wait_for_port(self.port)

    @staticmethod
    def missing():
        return subprocess.run(["/usr/bin/python3", "-c", "import fastapi, uvicorn"], capture_output=True).returncode != 0


class Nginx(Contestant):
    name = "nginx"

    def start(self):
        self.port = free_port()
        config = self.folder / "nginx.conf"
        config.write_text("""daemon off; worker_processes 1; pid %s/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000;
 client_body_temp_path %s/body; proxy_temp_path %s/proxy; fastcgi_temp_path %s/fcgi; uwsgi_temp_path %s/uwsgi; scgi_temp_path %s/scgi;
 server { listen 127.0.0.1:%d; location / { return 200 "ok"; } } }
""" % (*[self.folder] * 6, self.port))
        self.spawn(["nginx", "-c", config, "-p", self.folder])
        wait_for_port(self.port)

    @staticmethod
    def missing():
        return shutil.which("nginx") is None


def load(options, contestant, connections, **more):
    command = [options.build / "tests" / "bench" / "bench_load", "--port", contestant.port, "--connections", connections,
               "--seconds", options.seconds, "--warmup", 1, "--secret", SECRET]
    for name, value in more.items():
        command += ["--" + name.replace("_", "-"), value]
    cpu = cpu_seconds(contestant.process.pid)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    answer["pss_kib"] = memory_kib(contestant.process.pid)
    answer["rss_kib"] = memory_kib(contestant.process.pid, "Rss")
    answer["cpu_us"] = (cpu_seconds(contestant.process.pid) - cpu) * 1e6 / max(1, answer["sent"])
    return answer


def measure(options, kind, connections, **more):
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        flush = flush_micros(folder)
        with kind(options, folder) as contestant:
            answer = load(options, contestant, connections, **more)
            rows = contestant.rows()
        answered = answer["accepted"] + answer["repeated"]
        if answer["refused"] or answer["unanswered"] or answer["rate"] == 0:
            raise SystemExit("%s did not answer every delivery: %s" % (kind.name, answer))
        if rows is not None and rows != answered:
            raise SystemExit("%s answered %d deliveries and holds %d" % (kind.name, answered, rows))
        answer.update(flush_us=flush, ready_ms=contestant.ready_ms, load=os.getloadavg()[0])
        print("%-8s %4d connections: %8.0f/s  p50 %6d us  p99 %6d us  cpu %5.1f us  Pss %5.1f MiB  flush %6.0f us  load %.1f"
              % (kind.name, connections, answer["rate"], answer["p50_us"], answer["p99_us"], answer["cpu_us"],
                 answer["pss_kib"] / 1024, flush, answer["load"]), file=sys.stderr)
        return answer


def survives_a_kill(options):
    """SIGKILL under load: what was answered must be in the store; what was not may be."""
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        with Console(options, folder) as contestant:
            command = [options.build / "tests" / "bench" / "bench_load", "--port", contestant.port, "--connections", 64,
                       "--seconds", 60, "--warmup", 0, "--secret", SECRET]
            loader = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
            time.sleep(2)
            contestant.process.send_signal(signal.SIGKILL)
            answer = json.loads(loader.communicate(timeout=60)[0])
            contestant.process.wait()
        with Console(options, folder) as again: # recovers its log
            numbers = {int(row[0][1:]) for row in sqlite3.connect("file:%s?mode=ro" % again.database(), uri=True, timeout=30)
                       .execute("SELECT dedupe FROM inbox WHERE source = 'generic'")}
        lost = set(range(answer["sent"])) - set(answer["unanswered"]) - numbers
        print(json.dumps({"figure": "answered deliveries lost by SIGKILL under load", "value": len(lost),
                          "answered": answer["accepted"], "unit": "deliveries"}), flush=True)
        if lost:
            raise SystemExit("lost: %s" % sorted(lost)[:20])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--only", nargs="+", default=["console", "bare", "fastapi", "nginx"])
    parser.add_argument("--half-open", type=int, default=500)
    parser.add_argument("--folder", help="where the databases lie; decides the disk", default=None)
    options = parser.parse_args()
    options.build = options.build.resolve()

    kinds = [Console, Bare]
    for kind in (FastApi, Nginx):
        if kind.name in options.only and kind.missing():
            print("%s is not installed and left out" % kind.name, file=sys.stderr)
        else:
            kinds.append(kind)
    kinds = [kind for kind in kinds if kind.name in options.only]
    print(json.dumps({"figure": "machine", "cores": os.cpu_count(), "load": os.getloadavg()[0]}), flush=True)

    results = {}
    for _ in range(options.rounds):
        for connections in options.connections:
            for kind in kinds:
                if kind in (FastApi, Nginx) and connections != max(options.connections):
                    continue
                results.setdefault((kind, connections), []).append(measure(options, kind, connections))
        if options.half_open and Console in kinds:
            results.setdefault((Console, "half"), []).append(
                measure(options, Console, max(options.connections), half_open=options.half_open))

    for (kind, connections), rounds in results.items():
        where = {"connections": connections, "flush_us": round(statistics.median(one["flush_us"] for one in rounds))}
        if connections == "half":
            where.update(connections=max(options.connections), half_open=options.half_open)
        for key, unit in (("rate", "deliveries/s"), ("p50_us", "us"), ("p99_us", "us"), ("cpu_us", "us of processor a delivery")):
            figure("%s %s" % (kind.name, key), [one[key] for one in rounds], unit, **where)
        figure("%s pss" % kind.name, [one["pss_kib"] / 1024 for one in rounds], "MiB", **where)
        figure("%s ready" % kind.name, [one["ready_ms"] for one in rounds], "ms", **where)

    def ratio(name, over, under, key="rate"):
        if over in results and under in results: # round by round, so that the machine's mood cancels out
            figure(name, [a[key] / b[key] for a, b in zip(results[over], results[under])], "ratio", connections=results[over][0]["connections"])

    most = max(options.connections)
    for connections in options.connections:
        ratio("console / bare", (Console, connections), (Bare, connections))
    ratio("console / fastapi", (Console, most), (FastApi, most))
    ratio("console memory / fastapi memory", (Console, most), (FastApi, most), "pss_kib")
    ratio("console / nginx", (Console, most), (Nginx, most))
    ratio("console with half-open / without", (Console, "half"), (Console, most))
    if (Console, 1) in results:
        figure("console p50 beyond one flush", [one["p50_us"] - one["flush_us"] for one in results[(Console, 1)]], "us", connections=1)
    if Console in kinds:
        survives_a_kill(options)


if __name__ == "__main__":
    main()
