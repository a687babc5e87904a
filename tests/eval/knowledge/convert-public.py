#!/usr/bin/env python3
"""Turns a public test collection that lies on the disk into the form of this evaluation. It fetches nothing.

    convert-public.py smart DOCUMENTS QUERIES JUDGEMENTS FOLDER    (Cranfield, CISI, CACM: fields .I .T .A .B .W)
    convert-public.py beir SOURCE FOLDER [SPLIT]                   (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv; SPLIT is test)

FOLDER is made and gets corpus/ and questions.jsonl. Rows have the kind "public" and no answer phrase; they are all marked as kept
apart, since nobody tunes for them. Keep FOLDER outside the repository: the collections have their own licences.
"""

import json
import pathlib
import re
import sys


def smart_records(path):
    """(number, {field: text}) of a file in the SMART form."""
    number, fields, field = None, {}, None
    for line in pathlib.Path(path).read_text(encoding="utf-8", errors="replace").splitlines():
        start = re.match(r"\.I\s+(\d+)", line)
        mark = re.match(r"\.([A-Z])\s*$", line)
        if start:
            if number is not None:
                yield number, fields
            number, fields, field = start[1], {}, None
        elif mark:
            field = mark[1]
        elif field:
            fields[field] = (fields.get(field, "") + " " + line.strip()).strip()
    if number is not None:
        yield number, fields


def smart(documents, queries, judgements):
    docs = {number: (fields.get("T", ""), fields.get("W", "")) for number, fields in smart_records(documents)}
    asked = [(number, fields.get("W", "")) for number, fields in smart_records(queries)]
    # Cranfield counts its queries in the judgements by their place and not by their number.
    if any(int(number) > len(asked) for number, _ in asked):
        asked = [(str(place), text) for place, (_, text) in enumerate(asked, 1)]
    right = {}
    for line in pathlib.Path(judgements).read_text(encoding="utf-8").splitlines():
        columns = line.split()
        # Cranfield has a grade in its third column, below 1 meaning no interest; the others have zeros there for everything.
        if len(columns) >= 2 and not (len(columns) == 3 and int(columns[2]) < 1):
            right.setdefault(str(int(columns[0])), []).append(str(int(columns[1])))
    return docs, asked, right


def beir(source, split="test"):
    source = pathlib.Path(source)

    def lines(name):
        with open(source / name, encoding="utf-8") as opened:
            return [json.loads(line) for line in opened if line.strip()]

    docs = {row["_id"]: (row.get("title", ""), row["text"]) for row in lines("corpus.jsonl")}
    asked = [(row["_id"], row["text"]) for row in lines("queries.jsonl")]
    right = {}
    for line in (source / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            right.setdefault(query, []).append(document)
    return docs, asked, right


def write(docs, asked, right, folder):
    names = {key: "d-" + (re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-") or "0") for key in docs}
    if len(set(names.values())) != len(names):
        names = {key: f"d-{place}" for place, key in enumerate(docs, 1)}
    corpus = pathlib.Path(folder) / "corpus"
    corpus.mkdir(parents=True)
    for key, (title, text) in docs.items():
        title = " ".join(title.split()).replace('"', "'")
        # A line that begins with a number sign would become a heading.
        text = re.sub(r"^#", r"\\#", text.strip(), flags=re.M)
        (corpus / f"{names[key]}.md").write_text(f'---\ntitle: "{title}"\nauthor: public collection\ndate: 1970-01-01\nlang: en\n---\n\n'
                                                 + (f"# {title}\n\n" if title else "") + f"{text}\n", encoding="utf-8")
    rows = 0
    with open(pathlib.Path(folder) / "questions.jsonl", "w", encoding="utf-8") as out:
        for key, text in asked:
            found = [names[document] for document in dict.fromkeys(right.get(key, [])) if document in names]
            if found:
                rows += 1
                out.write(json.dumps({"id": f"public/{key}", "question": text, "lang": "en", "documents": found, "answer": "",
                                      "kind": "public", "held": True}, ensure_ascii=False) + "\n")
    print(f"{len(docs)} documents, {rows} questions with right documents of {len(asked)}")


def main(arguments):
    if len(arguments) == 5 and arguments[0] == "smart":
        write(*smart(*arguments[1:4]), arguments[4])
    elif len(arguments) in (3, 4) and arguments[0] == "beir":
        write(*beir(arguments[1], *arguments[3:]), arguments[2])
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
