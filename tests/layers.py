"""Holds every #include of the engine, the window and the program against the levels of the house:
a folder includes only itself and folders of a lower level; ui knows engine/api and engine/vocabulary alone;
the engine knows no widgets."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEVELS = {
    "vocabulary": 0, "crypto": 0,
    "api": 1, "store": 1, "http": 1, "settings": 1, "language": 1,
    "records": 2, "outbox": 2, "rest": 2, "ai": 2, "documents": 2, "embedding": 2,
    "workflow": 3, "services": 3, "notion": 3, "tools": 3, "knowledge": 3,
    "agents": 4, "designer": 4, "webhook": 4, "sync": 4, "mcp": 4,
    "thinking": 5,
    "runtime": 6,
}
INCLUDE = re.compile(r'^\s*#include\s+(?:"(engine|ui|app|tests)/([^"]+)"|<(Q\w+)>)', re.M)
WIDGETS = {"QWidget", "QMainWindow", "QDialog", "QApplication", "QPainter", "QDockWidget", "QtWidgets"}


def folder_of(path):
    return path.relative_to(ROOT / "engine").parts[0]


def main():
    problems = []

    def problem(path, text, what):
        problems.append("%s: %s: %s" % (path.relative_to(ROOT), text, what))

    for path in sorted((ROOT / "engine").rglob("*.[ch]*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        own = folder_of(path)
        if own not in LEVELS:
            problem(path, own, "this folder has no level yet")
            continue
        for top, rest, qt in INCLUDE.findall(path.read_text()):
            if qt in WIDGETS:
                problem(path, qt, "the engine knows no widgets")
            elif top in ("ui", "app", "tests"):
                problem(path, top + "/" + rest, "nothing points upwards")
            elif top == "engine":
                other = rest.split("/")[0]
                if other != own and LEVELS.get(other, 99) >= LEVELS[own]:
                    problem(path, "engine/" + rest, "level %d includes level %s" % (LEVELS[own], LEVELS.get(other)))
    for path in sorted((ROOT / "ui").rglob("*.[ch]*")):
        for top, rest, _ in INCLUDE.findall(path.read_text()):
            if top == "engine" and rest.split("/")[0] not in ("api", "vocabulary"):
                problem(path, "engine/" + rest, "ui reaches the engine only through its door")
            if top in ("app", "tests"):
                problem(path, top + "/" + rest, "nothing points upwards")
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
