#!/usr/bin/env python3
"""Fits the curves of knowledge::support (engine/knowledge/support.cpp) to what hs_eval_knowledge --rows prints.

    hs_eval_knowledge --rows > all.rows
    hs_eval_knowledge --rows still- fern- maison- haus- casa- > houses.rows      and other parts of the collection
    fit.py all.rows houses.rows …

One logistic curve for English and one for the other languages, L2-regularised, over the part that is not kept apart. Every file is a studio of
its own, small or large, and counts as much as the others; so do answerable and foreign questions in it. The constant is moved so that at most
one of twenty answerable questions is below AnswerAt, in the first file and in all together. Says first, by leaving out one part of five of
the questions in turn, what can be expected of strangers. Needs nothing but python3.
"""
import collections
import math
import random
import sys

ANSWER_AT = 0.4
LOST = 0.05
TERMS = 8
FEWEST, MOST = 50, 1000  # passages
COLUMNS = ("cosine", "strength", "unknown", "coverage", "terms", "usual", "elsewhere", "passages")
OTHERS = tuple(name for name in COLUMNS if name != "elsewhere")


def read(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 14 or fields[1] != "tune" or fields[2] == "near":
                continue
            values = dict(zip(COLUMNS, map(float, fields[4:12])))
            values["terms"] = min(values["terms"], TERMS)
            values["passages"] = math.log10(min(max(values["passages"], FEWEST), MOST))
            rows.append({"studio": path, "id": fields[0], "foreign": fields[2] == "foreign", "english": fields[3] == "en", "values": values})
    return rows


def shares(rows):
    """What each row counts: studios alike, and in them answerable and foreign questions."""
    many = collections.Counter((row["studio"], row["foreign"]) for row in rows)
    return [1 / (len(many) * many[row["studio"], row["foreign"]]) for row in rows]


def fit(rows, names, rounds=1000, rate=1.0):
    """(constant, weights) of the logistic curve."""
    table = [[row["values"][name] for name in names] for row in rows]
    middle = [sum(column) / len(table) for column in zip(*table)]
    spread = [max(1e-9, math.sqrt(sum((value - m) ** 2 for value in column) / len(table))) for column, m in zip(zip(*table), middle)]
    scaled = [[(value - m) / s for value, m, s in zip(row, middle, spread)] for row in table]
    counts = shares(rows)
    weights, constant = [0.0] * len(names), 0.0
    for _ in range(rounds):
        down, shift = [weight / len(rows) for weight in weights], 0.0
        for values, row, count in zip(scaled, rows, counts):
            error = (1 / (1 + math.exp(-constant - sum(w * x for w, x in zip(weights, values)))) - (not row["foreign"])) * count
            shift += error
            for at, value in enumerate(values):
                down[at] += error * value
        weights = [weight - rate * step for weight, step in zip(weights, down)]
        constant -= rate * shift
    real = [weight / s for weight, s in zip(weights, spread)]
    return constant - sum(weight * m for weight, m in zip(real, middle)), real


def scores(rows, names, curve):
    return [curve[0] + sum(weight * row["values"][name] for weight, name in zip(curve[1], names)) for row in rows]


def limit(rows, values):
    """Below it LOST of the answerable questions are."""
    lost = 0.0
    answerable = sorted((value, count) for value, count, row in zip(values, shares(rows), rows) if not row["foreign"])
    whole = sum(count for _, count in answerable)
    for value, count in answerable:
        lost += count / whole
        if lost > LOST:
            return value
    return answerable[-1][0]


def strangers(rows, names):
    """Of every studio the shares of answerable and of foreign questions that are refused, each judged by a curve that has not seen it."""
    ids = sorted({row["id"] for row in rows})
    random.Random(1).shuffle(ids)
    part = {id: at % 5 for at, id in enumerate(ids)}
    values = [0.0] * len(rows)
    for left_out in range(5):
        seen = [row for row in rows if part[row["id"]] != left_out]
        curve = fit(seen, names, rounds=300)
        for at, value in enumerate(scores(rows, names, curve)):
            if part[rows[at]["id"]] == left_out:
                values[at] = value
    below = limit(rows, values)
    counts = collections.defaultdict(lambda: [0, 0])
    for row, value in zip(rows, values):
        count = counts[row["studio"], row["foreign"]]
        count[0] += value < below
        count[1] += 1
    return counts


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tuned = [row for path in sys.argv[1:] for row in read(path)]
    for title, english, names in (("English", True, COLUMNS), ("other languages", False, OTHERS)):
        rows = [row for row in tuned if row["english"] == english]
        print(f"{title}; refused when left out:")
        for (studio, foreign), (refused, count) in sorted(strangers(rows, names).items()):
            print(f"  {studio:24} {'foreign' if foreign else 'answerable':10} {count:4} {refused / count:.2f}")
        curve = fit(rows, names)
        first = [row for row in rows if row["studio"] == sys.argv[1]]
        below = min(limit(part, scores(part, names, curve)) for part in (rows, first))
        constant = curve[0] - below + math.log(ANSWER_AT / (1 - ANSWER_AT))
        print("  constant " + f"{constant:.2f}, " + ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, curve[1])))


main()
