"""Kills the console with SIGKILL at random moments while it reads a folder that changes. Afterwards every passage of every file is there
once, words and vectors belong to passages that are there, and the index is sound."""

import argparse
import atexit
import json
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "flow"))
from console_process import Console  # noqa: E402

WORDS = "lantern garden price retreat key door evening candle river oil room guest".split()


def text(chance, number):
    parts = ["# Paper %d" % number]
    for part in range(chance.randint(1, 5)):
        parts.append("## Part %d" % part)
        parts.append(" ".join(chance.choice(WORDS) for _ in range(chance.randint(5, 60))) + ".")
    return "\n\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print("seed", options.seed)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder, "papers")
        papers.mkdir()
        data = Path(folder, "data")
        data.mkdir()
        (data / "console.json").write_text(json.dumps({"knowledge": {"folderMinutes": 1}}))
        console = Console(str(data))
        atexit.register(lambda: console.process and console.process.poll() is None and console.process.kill())  # also when a check fails
        console.make_key()
        (papers / "first.md").write_text(text(chance, 0))
        code, _, errors = console.command("knowledge", "add", str(papers))
        assert code == 0, errors
        for number in range(40):
            (papers / ("p%d.md" % number)).write_text(text(chance, number))
        for _ in range(options.kills):
            console.start()
            deadline = time.monotonic() + chance.uniform(0.05, 1.5)
            while time.monotonic() < deadline:
                paper = papers / ("p%d.md" % chance.randrange(60))
                if chance.random() < 0.2 and paper.exists():
                    paper.unlink()
                else:
                    paper.write_text(text(chance, chance.randrange(60)))
                time.sleep(0.01)
            console.kill()
        (papers / "last.md").write_text("# Last\n\nThe very last lantern.\n")
        console.start()
        files = {path.name for path in papers.iterdir()}
        rows = lambda sql: console.rows(sql)  # noqa: E731
        console.until(lambda: {row[0] for row in rows("SELECT external FROM knowledge_documents WHERE source LIKE 'src_0%' AND state = 0")} == files or None,
                      "every file to be read", 120)
        console.until(lambda: rows("SELECT count(*) FROM knowledge_passages p WHERE hidden = 0 AND NOT EXISTS (SELECT 1 FROM knowledge_vectors v"
                                   " JOIN knowledge_models m ON m.row = v.model WHERE m.fingerprint = 'atlas-local-1/a' AND v.passage = p.id)")[0][0] == 0,
                      "the vectors", 120)
        console.stop()
        store = sqlite3.connect(data / "console.db")
        store.execute("INSERT INTO knowledge_words(knowledge_words, rank) VALUES('integrity-check', 1)")  # raises where words and passages differ
        twice = store.execute("SELECT document, ordinal, count(*) FROM knowledge_passages GROUP BY 1, 2 HAVING count(*) > 1").fetchall()
        assert not twice, twice
        strays = store.execute("SELECT count(*) FROM knowledge_vectors WHERE passage NOT IN (SELECT id FROM knowledge_passages)").fetchone()[0]
        assert strays == 0, strays
        for document, external in store.execute("SELECT row, external FROM knowledge_documents WHERE state = 0 AND source LIKE 'src_0%'").fetchall():
            kept = store.execute("SELECT text FROM knowledge_texts WHERE document = ?", (document,)).fetchone()[0]
            for body in (row[0] for row in store.execute("SELECT body FROM knowledge_passages WHERE document = ?", (document,))):
                assert body in kept, (external, body)
            for word in (papers / external).read_text().replace("#", " ").split():
                assert word.strip(".") in kept, (external, word)
        missing = store.execute("SELECT count(*) FROM knowledge_passages p WHERE hidden = 0 AND NOT EXISTS (SELECT 1 FROM knowledge_vectors v"
                                " JOIN knowledge_models m ON m.row = v.model WHERE m.fingerprint = 'atlas-local-1/a' AND v.passage = p.id)").fetchone()[0]
        assert missing == 0, missing
        store.close()
    print("whole after %d kills, %d files" % (options.kills, len(files)))


if __name__ == "__main__":
    main()
