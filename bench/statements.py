"""How well statements are found: content, cue and speaker against public corpora, and documents per CPU second.

Measures: content is compared on its characters, without white space, quotation marks, stops and dashes. `exact`:
the same characters; `overlap`: matched one to one, best first, with a character F1 of at least 0.5; `char`: all
attributed characters together; `speaker`: of matched statements whose gold names a speaker, those whose predicted
speaker shares a letter with it; `end to end`: matched, and the speaker shares a letter, or both name none.

`--damage` measures the same documents with one quotation mark of each deleted, mixed with another style, closed by
a wrong mark, or followed by a space.

    python bench/statements.py [--corpus gnqa_dev …] [--errors N] [--damage] [--json]
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from lagebild.core import Context, Document, Marks, Part, Reading, Span, Statement
from lagebild.mark.hedges import HEDGES
from lagebild.mark.sentences import SENTENCES
from lagebild.mark.statements import STATEMENTS

CORPORA = ("gnqa_dev", "gnqa_train", "polnear_dev", "gepade_train")
OWN = ("own_train_de", "own_train_en", "own_test_de", "own_test_en")
"""This project's own items; the parts called test are for measuring only."""
_IGNORED = frozenset(" \t\n\r\u00a0\"'„“”‚‘’«»‹›`´.,;:!?-–—()[]…")
Chars = frozenset[int]


class Item(NamedTuple):
    """A statement as the measures see it: positions of its letters."""

    kind: str
    content: Chars
    speaker: Chars
    cue: Chars


def folder() -> Path:
    """Where the corpora lie."""
    return Path(os.environ.get("LAGEBILD_DATA", "../shared/data")) / "statements"


def letters(text: str, spans: Iterable[Iterable[int]]) -> Chars:
    """The positions that count."""
    return frozenset(i for a, b in spans for i in range(a, min(b, len(text))) if text[i] not in _IGNORED)


def gold(document: dict[str, Any]) -> list[Item]:
    """The annotated statements of a corpus document."""
    text, found = document["text"], []
    for quote in document["quotes"]:
        spans = quote.get("parts") or [[quote["start"], quote["end"]]]

        def of(key: str, quote: dict[str, Any] = quote) -> Chars:
            return letters(text, quote.get(f"{key}_parts") or ([quote[key]] if quote.get(key) else []))

        content = letters(text, spans)
        if content:
            found.append(Item(quote["kind"], content, of("speaker"), of("cue")))
    return found


def read(document: dict[str, Any]) -> Marks:
    """The marks of a corpus document, by the fast way."""
    text, language = document["text"], document["lang"]
    parts = (Part(Span(0, len(text)), "body", language),) if text else ()
    reading = Reading(Document(id=document["id"]), 1, text, parts, language)
    marks, context = Marks(), Context(language=language)
    for annotator in (SENTENCES, HEDGES, STATEMENTS):
        marks = marks + annotator(reading, marks, context)
    return marks


def items(text: str, statements: Iterable[Statement]) -> list[Item]:
    """Predicted statements as the measures see them."""
    found = [Item(s.kind, letters(text, s.spans), letters(text, s.speaker), letters(text, s.cue)) for s in statements]
    return [i for i in found if i.content]


def f1(a: Chars, b: Chars) -> float:
    """Harmonic mean of precision and recall of two sets."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def match(wanted: list[Item], got: list[Item], least: float) -> list[tuple[int, int]]:
    """One-to-one pairs with an F1 of at least `least`, the best first."""
    pairs = sorted(
        ((f1(g.content, p.content), i, j) for i, g in enumerate(wanted) for j, p in enumerate(got)), reverse=True
    )
    left, right, found = set(), set(), []
    for score, i, j in pairs:
        if score < least or score == 0:
            break
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def measure(pairs: Iterable[tuple[list[Item], list[Item]]]) -> dict[str, Any]:
    """All figures, in per cent, over (gold, predicted) of each document."""
    n: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for wanted, got in pairs:
        n["gold"] += len(wanted)
        n["found"] += len(got)
        for g in wanted:
            kinds[g.kind]["n"] += 1
        for i, _ in match(wanted, got, 1.0):
            n["exact"] += 1
            kinds[wanted[i].kind]["exact"] += 1
        for i, j in match(wanted, got, 0.5):
            _pair(wanted[i], got[j], n, kinds[wanted[i].kind])
        left = frozenset[int]().union(*(g.content for g in wanted))
        right = frozenset[int]().union(*(p.content for p in got))
        n["chars"] += len(left & right)
        n["chars gold"] += len(left)
        n["chars found"] += len(right)
    return {
        "gold": n["gold"],
        "found": n["found"],
        "overlap": _prf(n["overlap"], n["found"], n["gold"]),
        "exact": _prf(n["exact"], n["found"], n["gold"]),
        "char": _prf(n["chars"], n["chars found"], n["chars gold"]),
        "speaker": _share(n["speaker"], n["speakers"]),
        "cue": _share(n["cue"], n["cues"]),
        "end to end": _prf(n["both"], n["found"], n["gold"]),
        "kinds": {
            kind: {
                "n": c["n"],
                **{k: _share(c[k], c["n"]) for k in ("overlap", "exact")},
                "speaker": _share(c["speaker"], c["speakers"]),
            }
            for kind, c in sorted(kinds.items())
        },
    }


def _pair(g: Item, p: Item, n: Counter[str], kind: Counter[str]) -> None:
    n["overlap"] += 1
    kind["overlap"] += 1
    if g.speaker:
        hit = bool(g.speaker & p.speaker)
        n["speakers"] += 1
        kind["speakers"] += 1
        n["speaker"] += hit
        kind["speaker"] += hit
        n["both"] += hit
    else:
        n["both"] += not p.speaker
    if g.cue:
        n["cues"] += 1
        n["cue"] += bool(g.cue & p.cue)


def _prf(hits: int, found: int, wanted: int) -> tuple[float, float, float]:
    precision, recall = _share(hits, found), _share(hits, wanted)
    total = found + wanted
    return precision, recall, round(200 * hits / total, 1) if total else 0.0


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def load(name: str) -> list[dict[str, Any]]:
    """A corpus by its name. Raises FileNotFoundError where it is absent."""
    if name in OWN:
        _, split, language = name.split("_")
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        return importlib.import_module("training.statements.corpus").load(split, language)  # type: ignore[no-any-return]
    with (folder() / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def run(name: str) -> tuple[dict[str, Any], list[tuple[dict[str, Any], list[Item], list[Item]]]]:
    """The figures of one corpus, with speed, and what was wanted and found in each document."""
    documents = load(name)
    read(documents[0])
    begin = time.process_time()
    marked = [read(d) for d in documents]
    seconds = time.process_time() - begin
    rows = [(d, gold(d), items(d["text"], m.statements)) for d, m in zip(documents, marked, strict=True)]
    figures = measure((wanted, got) for _, wanted, got in rows)
    size = sum(len(d["text"]) for d in documents)
    figures["documents per CPU second"] = round(len(documents) / seconds)
    figures["1.6 kB documents per CPU second"] = round(size / 1600 / seconds)
    return figures, rows


DAMAGES = ("deleted", "mixed", "wrong closing mark", "space after the mark")
_OPENING, _CLOSING, _STYLES = '„“»"', '“”«"', '„“”»«"'


def damaged(document: dict[str, Any], kind: str, seed: int) -> dict[str, Any]:
    """The document with one of its quotation marks damaged, the gold moved along; itself where it has none."""
    text, chance = document["text"], random.Random(f"{document['id']} {kind} {seed}")
    wanted = {"wrong closing mark": _CLOSING, "space after the mark": _OPENING}.get(kind, _STYLES)
    places = [i for i, c in enumerate(text) if c in wanted]
    if not places:
        return document
    at = chance.choice(places)
    new = {
        "deleted": "",
        "mixed": chance.choice([c for c in _STYLES if c != text[at]]),
        "wrong closing mark": chance.choice("‘’»'"),
        "space after the mark": f"{text[at]} ",
    }[kind]
    shift = len(new) - 1

    def moved(value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value + shift if value > at else value
        return [moved(v) for v in value] if isinstance(value, list) else value

    quotes = [{k: moved(v) for k, v in q.items()} for q in document["quotes"]]
    return {**document, "text": text[:at] + new + text[at + 1 :], "quotes": quotes}


def damage(name: str, seed: int = 7) -> dict[str, dict[str, Any]]:
    """The figures of a corpus, unharmed and by kind of damage, over the documents that hold quotation marks."""
    documents = [d for d in load(name) if any(c in _STYLES for c in d["text"])]
    sets = {"unharmed": documents} | {k: [damaged(d, k, seed) for d in documents] for k in DAMAGES}
    return {
        kind: measure((gold(d), items(d["text"], read(d).statements)) for d in changed)
        for kind, changed in sets.items()
    }


def textacy(name: str) -> dict[str, Any] | None:
    """What textacy's direct quotations reach on the same documents, where it and spaCy's model are installed; a
    document on which it raises counts as one where it found nothing."""
    model = {"gnqa": "de_core_news_sm", "poln": "en_core_web_sm"}.get(name[:4])
    if model is None or any(importlib.util.find_spec(m) is None for m in ("textacy", "spacy", model)):
        return None
    language = importlib.import_module("spacy").load(model)
    quotations = importlib.import_module("textacy.extract.triples").direct_quotations
    pairs, raised = [], 0
    for document in load(name):
        text, got = document["text"], []
        try:
            for found in quotations(language(text)):
                spans = [(found.content.start_char, found.content.end_char)]
                who = [(t.idx, t.idx + len(t)) for t in found.speaker]
                said = [(t.idx, t.idx + len(t)) for t in found.cue]
                got.append(Item("direct", letters(text, spans), letters(text, who), letters(text, said)))
        except (IndexError, KeyError, TypeError, ValueError):
            raised += 1
            got = []
        pairs.append((gold(document), [i for i in got if i.content]))
    figures = measure(pairs)
    return {k: figures[k][2] for k in ("overlap", "exact", "end to end")} | {"raised on": raised}


def errors(rows: list[tuple[dict[str, Any], list[Item], list[Item]]], count: int, seed: int = 7) -> Iterable[str]:
    """A sample of what was missed, wrongly found, or given to the wrong speaker."""
    found: list[str] = []
    for document, wanted, got in rows:
        text = document["text"]
        pairs = match(wanted, got, 0.5)
        left, right = {i for i, _ in pairs}, {j for _, j in pairs}

        def say(item: Item, text: str = text) -> str:
            return text[min(item.content) : max(item.content) + 1]

        def who(item: Item, text: str = text) -> str:
            return text[min(item.speaker) : max(item.speaker) + 1] if item.speaker else "nobody"

        for i, g in enumerate(wanted):
            if i not in left:
                a, b = min(g.content), max(g.content) + 1
                found.append(f"MISSED {g.kind}: {text[max(0, a - 90) : a]}[[{say(g)}]]{text[b : b + 60]} — {who(g)}")
        for j, p in enumerate(got):
            if j not in right:
                a, b = min(p.content), max(p.content) + 1
                found.append(f"WRONG {p.kind}: {text[max(0, a - 90) : a]}[[{say(p)}]]{text[b : b + 60]} — {who(p)}")
        for i, j in pairs:
            if wanted[i].speaker and not wanted[i].speaker & got[j].speaker:
                found.append(f"SPEAKER {wanted[i].kind}: [[{say(got[j])}]] — {who(got[j])} for {who(wanted[i])}")
            if wanted[i].content != got[j].content:
                found.append(f"EDGES {wanted[i].kind}: [[{say(got[j])}]] for [[{say(wanted[i])}]]")
    random.Random(seed).shuffle(found)
    return (line.replace("\n", " ⏎ ") for line in found[:count])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", action="append", choices=CORPORA + OWN)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N sampled errors")
    parser.add_argument("--damage", action="store_true", help="measure with damaged quotation marks")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    for name in options.corpus or CORPORA + OWN:
        if options.damage and (folder() / f"{name}.jsonl").exists():
            for kind, row in damage(name).items():
                line = "  ".join(f"{k} {row[k][2]}" for k in ("overlap", "exact", "end to end"))
                print(f"{name} {kind:24}{line}")
            continue
        try:
            figures, rows = run(name)
        except FileNotFoundError:
            print(f"{name}: not there; set LAGEBILD_DATA to the folder of the corpora", file=sys.stderr)
            continue
        if options.json:
            print(json.dumps({name: figures}, ensure_ascii=False))
        else:
            print(f"\n{name}")
            for key, value in figures.items():
                if key == "kinds":
                    for kind, row in value.items():
                        print(f"    {kind:24}" + "  ".join(f"{k} {v}" for k, v in row.items()))
                else:
                    print(f"  {key:34}{value}")
        if not options.json and (peer := textacy(name)) is not None:
            print("  textacy  " + "  ".join(f"{k} {v}" for k, v in peer.items()))
        for line in errors(rows, options.errors):
            print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
