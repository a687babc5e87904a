#!/usr/bin/env python3
"""An independent comparison for the knowledge search: what SQLite's full-text index alone makes of the collection.

    baseline.py [--part all|tune|held] [--collection FOLDER]

Paragraphs are packed into passages of at most 250 words that never cross a heading, and indexed with the tokenizer
"porter unicode61 remove_diacritics 2" in the columns heading and text; bm25 counts the heading twice. A document stands where
its best passage stands. Three ways of asking:

    AND, all words      the question as it is: every word must occur in one passage (SQLite's own default)
    AND, content words  the same without function words
    OR, content words   any of the content words

Relevance is per document and yes or no. nDCG@10 = sum of 1/log2(rank + 1) of the right documents among the first ten, divided
by the best possible sum; recall@10 = share of the right documents among the first ten; MRR = mean of 1/rank of the first right
document among the first hundred, 0 without one. Questions without a document are left out of these figures: below them stands
how well the best raw bm25 score tells answerable from unanswerable questions (the probability that an answerable one scores
higher than an unanswerable one: 1 is perfect, 0.5 is chance).

FOLDER holds corpus/ and questions.jsonl; a converted public set (convert-public.py) has the same form.
"""

import argparse
import math
import pathlib
import re
import sqlite3

import collection

LIMIT = 250
HEADING_WEIGHT = 2.0
DEEP = 100


def passages(body):
    """(heading path, text) of at most LIMIT words; longer paragraphs are cut at sentences."""
    for heading, paragraphs in collection.sections(body):
        packed, count = [], 0
        for paragraph in paragraphs:
            for piece in pieces(paragraph):
                length = len(piece.split())
                if packed and count + length > LIMIT:
                    yield heading, "\n\n".join(packed)
                    packed, count = [], 0
                packed.append(piece)
                count += length
        if packed:
            yield heading, "\n\n".join(packed)


def pieces(paragraph):
    if len(paragraph.split()) <= LIMIT:
        return [paragraph]
    cut, current = [], []
    for sentence in re.split(r"(?<=[.!?])\s+|\n", paragraph):
        if current and len(" ".join(current + [sentence]).split()) > LIMIT:
            cut.append(" ".join(current))
            current = []
        current.append(sentence)
    return cut + [" ".join(current)]


def build(docs):
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE passage USING fts5(document UNINDEXED, heading, text, "
                  "tokenize = 'porter unicode61 remove_diacritics 2')")
    for name, (_, body) in docs.items():
        index.executemany("INSERT INTO passage VALUES (?, ?, ?)", ((name, heading, text) for heading, text in passages(body)))
    return index


def search(index, terms, joined_by):
    """Documents, best first, each with the score of its best passage."""
    query = joined_by.join(f'"{term}"' for term in dict.fromkeys(terms))
    if not query:
        return []
    best = {}
    for name, score in index.execute(f"SELECT document, -bm25(passage, 0, {HEADING_WEIGHT}, 1.0) AS score FROM passage "
                                     "WHERE passage MATCH ? ORDER BY score DESC, rowid", (query,)):
        best.setdefault(name, score)
    return list(best.items())


WAYS = {
    "AND, all words": lambda index, row: search(index, collection.words(row["question"]), " AND "),
    "AND, content words": lambda index, row: search(index, collection.content_words(row["question"], row["lang"]), " AND "),
    "OR, content words": lambda index, row: search(index, collection.content_words(row["question"], row["lang"]), " OR "),
}


def measure(found, right):
    """nDCG@10, recall@10, reciprocal rank."""
    ranks = [rank for rank, (name, _) in enumerate(found[:DEEP], 1) if name in right]
    gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(right)) + 1))
    return gain / best, sum(rank <= 10 for rank in ranks) / len(right), 1 / ranks[0] if ranks else 0.0


def separation(high, low):
    if not high or not low:
        return float("nan")
    return sum((a > b) + (a == b) / 2 for a in high for b in low) / (len(high) * len(low))


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--part", choices=("all", "tune", "held"), default="all")
    reader.add_argument("--collection", type=pathlib.Path, default=collection.HOME)
    options = reader.parse_args()
    docs = collection.documents(options.collection / "corpus")
    rows = [row for row in collection.questions(options.collection / "questions.jsonl")
            if options.part == "all" or row["held"] == (options.part == "held")]
    good = [row for row in rows if row["documents"]]
    index = build(docs)
    count = index.execute("SELECT count(*) FROM passage").fetchone()[0]
    print(f"{len(docs)} documents, {count} passages, {len(good)} answerable questions, part: {options.part}\n")

    groups = [("all", good)]
    groups += [(language, [row for row in good if row["lang"] == language]) for language in collection.LANGUAGES]
    groups += [(kind, [row for row in good if row["kind"] == kind]) for kind in collection.KINDS]
    found = {way: {row["id"]: ask(index, row) for row in rows} for way, ask in WAYS.items()}
    print(f"{'':<17} {'':>5}" + "".join(f" | {way:^24}" for way in WAYS))
    print(f"{'':<17} {'rows':>5}" + " |  nDCG@10 recall@10   MRR" * len(WAYS))
    for name, part in groups:
        if not part:
            continue
        line = f"{name:<17} {len(part):>5}"
        for way in WAYS:
            figures = [measure(found[way][row["id"]], set(row["documents"])) for row in part]
            ndcg, recall, mrr = (sum(column) / len(part) for column in zip(*figures))
            line += f" |    {ndcg:.3f}     {recall:.3f} {mrr:.3f}"
        print(line)

    top = {row["id"]: hits[0][1] if (hits := found["OR, content words"][row["id"]]) else 0.0 for row in rows}
    answered = [top[row["id"]] for row in good]
    told = [(kind, [top[row["id"]] for row in rows if row["kind"] == kind]) for kind in collection.EMPTY_KINDS]
    if any(scores for _, scores in told):
        print("\nanswerable above unanswerable by the best bm25 score: "
              + ", ".join(f"{kind} {separation(answered, scores):.3f} ({len(scores)})" for kind, scores in told))


if __name__ == "__main__":
    main()
