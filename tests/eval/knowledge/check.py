#!/usr/bin/env python3
"""Checks the knowledge collection: documents, questions, answers, counts and shares. Ends with 1 when something is wrong.

    check.py [--overlap]    --overlap lists the reworded questions that share most words with their passage (tuned part only)
"""

import collections
import re
import sys

import collection

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def check_documents(docs):
    for name, (head, body) in docs.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            fault(name, "the id is made of small letters, digits and single hyphens")
        for key in ("title", "author", "date", "lang"):
            if not head.get(key):
                fault(name, f"front matter lacks {key}")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", head.get("date", "")):
            fault(name, "date is not a day (2025-01-31)")
        if head.get("lang") not in collection.LANGUAGES:
            fault(name, "lang is not one of " + ", ".join(collection.LANGUAGES))
        if f"\n# {head.get('title')}\n" not in body:
            fault(name, "the first heading is not the title")
        count = len(re.sub(r"^# .*$", "", body, count=1, flags=re.M).split())
        if not 150 <= count <= 900:
            fault(name, f"{count} words; 150 to 900 are asked for")
        for host in re.findall(r"(?:@|https?://)([\w.-]+\w)", body):
            if not host.endswith(".example"):
                fault(name, f"the host {host} is not below .example")
    shares("documents", [head.get("lang") for head, _ in docs.values()])
    if len(docs) < 120:
        fault("corpus", f"{len(docs)} documents, at least 120 are asked for")


def shares(what, languages):
    count = collections.Counter(languages)
    for language in collection.LANGUAGES:
        share = count[language] / max(1, len(languages))
        low, high = (0.65, 0.75) if language == "en" else (0.08, 0.12)
        if not low <= share <= high:
            fault(what, f"{language} has a share of {share:.1%}, {low:.0%} to {high:.0%} are asked for")


def passage(doc, answer):
    """Heading and paragraph that hold the answer."""
    for heading, paragraphs in collection.sections(doc[1]):
        for paragraph in paragraphs:
            if answer in paragraph:
                return heading, paragraph
    return (doc[0]["title"], doc[0]["title"]) if answer in doc[0]["title"] else None


def overlap(row, docs):
    """Share of the content words of the question that stand in the passage, compared by their first five letters."""
    heading, paragraph = passage(docs[row["documents"][0]], row["answer"])
    have = {collection.fold(word)[:5] for word in collection.words(heading + " " + paragraph)}
    asked = {collection.fold(word)[:5] for word in collection.content_words(row["question"], row["lang"])}
    return len(asked & have) / len(asked)


def check_questions(rows, docs):
    seen_ids, seen_questions = set(), {}
    for row in rows:
        where = row.get("id", "row without id")
        if set(row) != {"id", "question", "lang", "documents", "answer", "kind", "held"}:
            fault(where, "has other fields than id, question, lang, documents, answer, kind, held")
            continue
        if where in seen_ids:
            fault(where, "id is used twice")
        seen_ids.add(where)
        key = " ".join(collection.words(collection.fold(row["question"])))
        if key in seen_questions:
            fault(where, f"asks the same as {seen_questions[key]}")
        seen_questions[key] = where
        if row["held"] is not collection.held(where):
            fault(where, "held does not follow the hash of the id")
        kinds = collection.KINDS if row["documents"] else collection.EMPTY_KINDS
        if row["kind"] not in kinds:
            fault(where, "kind is not one of " + ", ".join(kinds))
        if bool(row["documents"]) is not bool(row["answer"]):
            fault(where, "has documents without an answer or an answer without documents")
        for name in row["documents"]:
            if name not in docs:
                fault(where, f"there is no document {name}")
            elif docs[name][0]["lang"] != row["lang"]:
                fault(where, f"is in another language than {name}")
            elif not passage(docs[name], row["answer"]):
                fault(where, f"{name} does not contain \"{row['answer']}\" within one paragraph")


def check_rewording(rows, docs):
    """A reworded question shares at most three fifths of its content words with the passage."""
    for row in rows:
        if row["kind"] == "reworded" and overlap(row, docs) > 0.6:
            fault(row["id"], "is called reworded and is made of the words of its passage")


def check_counts(rows, docs):
    good = [row for row in rows if row["documents"]]
    empty = [row for row in rows if not row["documents"]]
    for what, part, least in (("answerable", good, 320), ("unanswerable", empty, 120)):
        if len(part) < least:
            fault(what, f"{len(part)} questions, at least {least} are asked for")
        shares(what, [row["lang"] for row in part])
        share = sum(row["held"] for row in part) / len(part)
        if not 0.25 <= share <= 0.35:
            fault(what, f"{share:.1%} are kept apart, about 30 % are asked for")
    if sum(row["kind"] == "reworded" for row in good) * 2 < len(good):
        fault("answerable", "fewer than half are reworded")
    near = sum(row["kind"] == "near" for row in empty) / len(empty)
    if not 0.33 <= near <= 0.55:
        fault("unanswerable", f"{near:.1%} are near the corpus, a third to a half are asked for")
    for name in docs.keys() - {name for row in good for name in row["documents"]}:
        fault(name, "nobody asks for it")


def main():
    docs = collection.documents()
    rows = collection.questions()
    check_documents(docs)
    check_questions(rows, docs)
    if not faults:
        check_rewording(rows, docs)
        check_counts(rows, docs)
        shared = {kind: [overlap(row, docs) for row in rows if row["kind"] == kind] for kind in collection.KINDS}
        mean = {kind: sum(values) / len(values) for kind, values in shared.items()}
        if mean["reworded"] > 0.5 or mean["reworded"] > mean["literal"] - 0.2:
            fault("reworded", "the questions share too many words with their passages")
        lengths = [len(body.split()) for _, body in docs.values()]
        print(f"{len(docs)} documents, {sum(lengths)} words, {min(lengths)} to {max(lengths)} each")
        print("  " + ", ".join(f"{k} {n}" for k, n in collections.Counter(head["lang"] for head, _ in docs.values()).most_common()))
        for what, kinds in (("answerable", collection.KINDS), ("unanswerable", collection.EMPTY_KINDS)):
            part = [row for row in rows if row["kind"] in kinds]
            print(f"{len(part)} {what} questions, {sum(row['held'] for row in part)} kept apart")
            print("  " + ", ".join(f"{k} {n}" for k, n in collections.Counter(row["lang"] for row in part).most_common()))
            for kind in kinds:
                tail = f", {mean[kind]:.0%} of their content words stand in the passage" if kind in mean else ""
                print(f"  {kind} {sum(row['kind'] == kind for row in part)}{tail}")
        if "--overlap" in sys.argv:
            listed = sorted(((overlap(row, docs), row) for row in rows if row["kind"] == "reworded" and not row["held"]),
                            key=lambda pair: -pair[0])
            for share, row in listed[:40]:
                print(f"  {share:.2f} {row['id']} {row['question']}  [{row['answer']}]")
    for line in faults:
        print(line, file=sys.stderr)
    print("all checks passed" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
