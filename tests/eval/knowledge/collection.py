"""Reads the evaluation collection: the documents below corpus/ and the rows of questions.jsonl (see README.md)."""

import hashlib
import json
import pathlib
import re
import unicodedata

HOME = pathlib.Path(__file__).resolve().parent
LANGUAGES = ("en", "de", "fr", "es")
KINDS = ("literal", "reworded", "code", "typo", "crosslingual-not")
EMPTY_KINDS = ("foreign", "near")

# Words that say how a question is asked and not what it is about. The lists are short on purpose: the score of a word that every
# document holds is small anyway.
FUNCTION_WORDS = {
    "en": """a about after again all also am an and any anybody anyone anything are as at be been before by can could did do does done
        during each else ever every for from get gets give had has have he her here him his how i if in into is it its just let like
        long many may me might mine much must my no not now of off on one only or our ours out over own s same shall she should so
        some somebody someone something still such t than that the their them then there these they this those to too under until up
        us very was we were what when where which while who whom whose why will with without would you your yours""",
    "de": """aber alle alles als am an auch auf aus bei beim bekomme bekommt bin bis bist da dabei damit dann darf das dass dem den denn der
        des die dies diese dieser dieses doch du durch ein eine einem einen einer eines er es etwas euch euer für gibt hab habe haben
        hat hätte ich ihr ihre ihrem ihren im in ins ist jede jemand jetzt kann kein keine kommt können lange man mehr mein meine
        meinem meinen meiner mich mir mit muss nach nicht noch nun nur ob oder ohne schon sein seine sich sie sind so soll über um
        und uns unser unsere unter viel viele vom von vor wann war warum was weil welche welchem welchen welcher welches wem wen wenn
        wer werden wie wieder will wir wird wo wofür worüber wurde zu zum zur""",
    "fr": """a à ai ainsi alors après as au aucun aussi autre aux avant avec avez avoir avons bien c ce ceci cela celle celui ces cet
        cette chaque chez combien comme comment d dans de depuis des dès dois doit donc du elle elles en encore entre es est et été
        être eu fait faire faut font il ils j je jusqu l la le les leur leurs lui m ma mais me même mes mon n ne ni nos notre nous on
        ont ou où par pas peu peut peuvent plus pour pourquoi puis puisse qu quand que quel quelle quelles quels qui quoi s sa sans se
        ses si son sont sous suis sur t te tes ton tous tout toute très tu un une va vais vers veut vos votre vous y""",
    "es": """a al algo alguien ante antes así aún aunque bien cada casi como cómo con cual cuál cuándo cuando cuánta cuanto cuánto cuántos
        de del desde donde dónde e el él ella en entre era es esa ese eso esta está están este esto fue ha hace hacen hacer hago han
        hasta hay he la las le les lo los más me mi mis muy nada ni no nos nosotros o os otra otro para pasa pero poco podemos por
        porque puede pueden puedo que qué quien quién se sea ser si sí sin sobre son soy su sus tal también tan te tengo tiene todo
        tu un una unas uno unos ya yo""",
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}

# Three of ten, the same rule as in the other parts of the evaluation.
HELD_BELOW = 77


def held(row_id):
    """Whether a row is kept apart; only renaming it can change that."""
    return hashlib.sha256(row_id.encode("utf-8")).digest()[0] < HELD_BELOW


def words(text):
    """Lower-case runs of letters and digits, as the tokenizer of the index sees them but with their accents."""
    return re.findall(r"[^\W_]+", text.lower())


def content_words(text, language):
    """Words that are not function words; all words when nothing else is left."""
    every = words(text)
    return [word for word in every if word not in FUNCTION_WORDS[language]] or every


def fold(word):
    """Without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def front_matter(text):
    """The values between the two lines of three dashes, and what follows them."""
    match = re.match(r"---\n(.*?)\n---\n", text, re.S)
    if not match:
        return {}, text
    values = {}
    for line in match[1].splitlines():
        key, _, value = line.partition(":")
        values[key.strip()] = value.strip().strip('"')
    return values, text[match.end():]


def documents(folder=HOME / "corpus"):
    """Id (file name without ending) to (front matter, body)."""
    return {path.stem: front_matter(path.read_text(encoding="utf-8")) for path in sorted(pathlib.Path(folder).glob("*.md"))}


def questions(path=HOME / "questions.jsonl"):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def sections(body):
    """(heading path, paragraphs) in the order of the text."""
    path, paragraphs, found = [], [], []
    for block in re.split(r"\n\s*\n", body):
        lines = block.strip("\n").splitlines()
        while lines and re.match(r"#{1,6} ", lines[0]):
            if paragraphs:
                found.append((" > ".join(path), paragraphs))
                paragraphs = []
            depth = len(lines[0]) - len(lines[0].lstrip("#"))
            path = path[:depth - 1] + [lines[0].lstrip("# ").strip()]
            lines = lines[1:]
        if lines:
            paragraphs.append("\n".join(lines))
    if paragraphs:
        found.append((" > ".join(path), paragraphs))
    return found
