#!/usr/bin/env python3
"""Fits the curves of knowledge::support (engine/knowledge/answering.cpp) to what hs_eval_knowledge --rows prints.

    hs_eval_knowledge --rows > ROWS
    fit.py ROWS

One logistic curve for English and one for the other languages, L2-regularised, answerable and foreign questions weighed alike, over the part
that is not kept apart; the constant is moved so that one of twenty answerable questions is below AnswerAt. Says first, by leaving out one
part of five in turn, what can be expected of strangers. Needs nothing but python3.
"""
import math
import random
import sys

ANSWER_AT = 0.4
LOST = 0.05
TERMS = 8
COLUMNS = ("cosine", "strength", "unknown", "coverage", "terms", "usual", "elsewhere")
ENGLISH = COLUMNS
OTHERS = ("cosine", "strength", "unknown", "coverage", "terms", "usual")


def read(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 13 or not fields[0].startswith(("knowledge/", "no-answer/")):
                continue
            values = dict(zip(COLUMNS, map(float, fields[4:11])))
            values["terms"] = min(values["terms"], TERMS)
            rows.append({"part": fields[1], "kind": fields[2], "english": fields[3] == "en", "values": values})
    return rows


def fit(rows, names, rounds=1500, rate=1.0):
    """(constant, weights) of the logistic curve."""
    table = [[row["values"][name] for name in names] for row in rows]
    wanted = [row["kind"] != "foreign" for row in rows]
    middle = [sum(column) / len(table) for column in zip(*table)]
    spread = [max(1e-9, math.sqrt(sum((value - m) ** 2 for value in column) / len(table))) for column, m in zip(zip(*table), middle)]
    scaled = [[(value - m) / s for value, m, s in zip(row, middle, spread)] for row in table]
    share = {True: 0.5 / sum(wanted), False: 0.5 / (len(wanted) - sum(wanted))}
    weights, constant = [0.0] * len(names), 0.0
    for _ in range(rounds):
        down, shift = [weight / len(rows) for weight in weights], 0.0
        for row, want in zip(scaled, wanted):
            error = (1 / (1 + math.exp(-constant - sum(w * x for w, x in zip(weights, row)))) - want) * share[want]
            shift += error
            for at, value in enumerate(row):
                down[at] += error * value
        weights = [weight - rate * step for weight, step in zip(weights, down)]
        constant -= rate * shift
    real = [weight / s for weight, s in zip(weights, spread)]
    return constant - sum(weight * m for weight, m in zip(real, middle)), real


def score(row, names, curve):
    return curve[0] + sum(weight * row["values"][name] for weight, name in zip(curve[1], names))


def lost_at(scores):
    return sorted(scores)[int(LOST * len(scores))]


def strangers(rows, names):
    """Share of foreign questions refused where LOST of the answerable ones are, each judged by a curve that has not seen it."""
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    scores = {}
    for fold in range(5):
        left_out = set(order[fold::5])
        curve = fit([rows[at] for at in order if at not in left_out], names, rounds=400)
        for at in left_out:
            scores[at] = score(rows[at], names, curve)
    limit = lost_at([scores[at] for at in scores if rows[at]["kind"] != "foreign"])
    foreign = [scores[at] for at in scores if rows[at]["kind"] == "foreign"]
    return sum(value < limit for value in foreign) / len(foreign)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tuned = [row for row in read(sys.argv[1]) if row["part"] == "tune" and row["kind"] != "near"]
    for title, english, names in (("English", True, ENGLISH), ("other languages", False, OTHERS)):
        rows = [row for row in tuned if row["english"] == english]
        curve = fit(rows, names)
        limit = lost_at([score(row, names, curve) for row in rows if row["kind"] != "foreign"])
        constant = curve[0] - limit + math.log(ANSWER_AT / (1 - ANSWER_AT))
        print(f"{title}: {len(rows)} questions, of foreign ones {strangers(rows, names):.0%} refused when left out")
        print("  constant " + f"{constant:.2f}, " + ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, curve[1])))


main()
