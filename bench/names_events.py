"""Names, places and events against public corpora, and their speed.

    python bench/names_events.py            # all that is there, one JSON line a measure
    python bench/names_events.py --errors germeval2014_dev

Corpora are looked for in LAGEBILD_DATA (default ../shared/data): GermEval 2014 (CC BY 4.0), Universal NER English-EWT
(CC BY-SA 4.0), LGL and GeoWebNews (toponyms), Zero-Shot-PLOVER (sentences with actor, recipient and type).
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lagebild.core import Context, Document, Event, Marks, Part, Reading, Span
from lagebild.mark.events import EVENTS
from lagebild.mark.names import NAMES
from lagebild.mark.quantities import QUANTITIES
from lagebild.mark.sentences import SENTENCES
from lagebild.mark.words import words

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC", "country": "LOC"}
NER = {"germeval2014_dev": "de", "uner_ewt_en_dev": "en"}
NEWS = {"de": "statements/gnqa_dev.jsonl", "en": "statements/polnear_dev.jsonl"}
# A sentence that every list has to be loaded for.
LOADING = {
    "de": "Russische Truppen griffen am 7. Dezember Minsk an.",
    "en": "Russian troops attacked Minsk on 7 December.",
}
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a corpus."""
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def marked(text: str, language: str, *annotators: Any) -> Marks:
    """The marks on a bare text."""
    reading = Reading(Document("bench"), 1, text, (Part(Span(0, len(text)), "body", language),), language)
    marks, context = Marks(), Context(language=language)
    for annotator in (SENTENCES, *annotators):
        marks = marks + annotator(reading, marks, context)
    return marks


def bio_spans(tokens: list[str], tags: list[str]) -> tuple[str, set[tuple[int, int, str]]]:
    """The text with a space between tokens, and the gold spans (PER, ORG, LOC) in it."""
    spans: set[tuple[int, int, str]] = set()
    at, opened, kind, end = 0, -1, "", 0
    for token, tag in zip([*tokens, ""], [*tags, "O"], strict=True):
        if tag[:1] != "I" and opened >= 0:
            spans.add((opened, end, kind))
            opened = -1
        if tag[:1] == "B":
            opened, kind = at, tag[2:]
        end = at + len(token)
        at = end + 1
    return " ".join(tokens), {s for s in spans if s[2] in ("PER", "ORG", "LOC")}


def found_spans(marks: Marks) -> set[tuple[int, int, str]]:
    """Names as PER, ORG and LOC; of nested ones the outermost, without a leading adjective of a people."""
    spans = set()
    for name in marks.names:
        kind = KINDS.get(name.kind)
        outer = any(o is not name and o.span.holds(name.span) and o.kind in KINDS for o in marks.names)
        if kind is None or outer:
            continue
        start = name.span.start
        for inner in marks.names:
            if inner.kind in ("people", "country") and inner.span.start == start and inner.span.end < name.span.end:
                start = inner.span.end + 1
        spans.add((start, name.span.end, kind))
    return spans


def ner(name: str, *, show: int = 0) -> dict[str, Any]:
    """Exact span and kind: precision, recall, F1 together and F1 by kind."""
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    got: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows(f"names/{name}.jsonl"):
        text, truth = bio_spans(row["tokens"], row["tags"])
        found = found_spans(marked(text, NER[name], NAMES))
        right.update(k for *_, k in truth & found)
        gold.update(k for *_, k in truth)
        got.update(k for *_, k in found)
        if show:
            wrong.update(f"+ {text[s:e]} {k}" for s, e, k in found - truth)
            wrong.update(f"- {text[s:e]} {k}" for s, e, k in truth - found)
    for line, count in wrong.most_common(show):
        print(count, line, file=sys.stderr)
    return _prf(name, right, gold, got)


def _prf(name: str, right: Counter[str], gold: Counter[str], got: Counter[str]) -> dict[str, Any]:
    tp, ng, np = right.total(), gold.total(), got.total()
    result: dict[str, Any] = {"set": name, "P": _div(tp, np), "R": _div(tp, ng), "F1": _div(2 * tp, np + ng)}
    for kind in sorted(gold):
        result[kind] = _div(2 * right[kind], gold[kind] + got[kind])
    return result


def _div(a: float, b: float) -> float:
    return round(a / b, 3) if b else 0.0


def toponyms(name: str) -> dict[str, Any]:
    """Recognition of toponyms, exact and by overlap (one to one)."""
    exact = overlap = gold = got = 0
    for row in rows(f"places/{name}.jsonl"):
        truth = [(t["start"], t["end"]) for t in row["toponyms"]]
        marks = marked(row["text"], "en", NAMES)
        found = [tuple(n.span) for n in marks.names if n.kind in ("place", "country")]
        exact += len(set(truth) & set(found))
        free = list(found)
        for start, end in truth:
            hit = next((f for f in free if f[0] < end and start < f[1]), None)
            if hit is not None:
                free.remove(hit)
                overlap += 1
        gold, got = gold + len(truth), got + len(found)
    return {"set": name, "exact_F1": _div(2 * exact, gold + got), "overlap_F1": _div(2 * overlap, gold + got)}


def plover(*, show: int = 0, tabled: bool = True) -> dict[str, Any]:
    """Type of the event between the marked actor and recipient, in the set's own types; with `tabled` off as the marks
    have it, but for YIELD."""
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    quad = total = 0
    wrong: Counter[str] = Counter()
    for row in rows("events/plv_train.jsonl"):
        guess = type_between(row, tabled=tabled)
        gold = row["event"]
        table[gold][1] += 1
        total += 1
        if guess is not None:
            table[guess][2] += 1
            table[gold][0] += guess == gold
            quad += QUADS[guess] == QUADS[gold]
        if show and guess != gold:
            wrong[f"{gold} as {guess}"] += 1
            print(gold, guess, row["marked"], sep="\t", file=sys.stderr)
    by_type = {t: _div(2 * r, g + p) for t, (r, g, p) in sorted(table.items()) if g}
    for line, count in wrong.most_common(15):
        print(count, line, file=sys.stderr)
    macro = round(sum(by_type.values()) / len(by_type), 3)
    name = "plv_train" if tabled else "plv_train, types as marked"
    return {"set": name, "macro_F1": macro, "quad_accuracy": _div(quad, total), "by_type": by_type}


def type_between(row: dict[str, Any], *, tabled: bool) -> str | None:
    """The type, as the set counts it, of the first event mark between the two that `marked` shows; where there is none
    between them, of the first in the sentence."""
    text, spans = _spans(row["marked"])
    events = sorted(marked(text, "en", NAMES, QUANTITIES, EVENTS).events, key=lambda event: event.span.start)
    events = [event for event in events if not spans["s"].start <= event.span.start < spans["s"].end]
    first, last = min(span.end for span in spans.values()), max(span.start for span in spans.values())
    inside = [event for event in events if first <= event.span.start < last]
    if not events:
        return None
    event = (inside or events)[0]
    return _as_in_set(event, text) if tabled else _YIELD.get(event.type, event.type)


def _spans(tagged: str) -> tuple[str, dict[str, Span]]:
    """The text without its tags, and the first span of each."""
    text, opened, spans = "", {}, dict[str, Span]()
    for piece in re.split("(</?[st]>)", tagged):
        tag = piece.strip("</>")
        if piece in ("<s>", "<t>"):
            opened[tag] = len(text)
        elif piece in ("</s>", "</t>"):
            spans.setdefault(tag, Span(opened[tag], len(text)))
        else:
            text += piece
    whole = Span(0, len(text))
    return text, {"s": whole, "t": whole} | spans


_TO_COME = ("planned", "hypothetical", "possible")
_FRIENDLY = ("AID", "COOPERATE", "RETREAT", "CONCEDE", "CONSULT", "SUPPORT")
_HOSTILE = ("SANCTION", "PROTEST", "COERCE", "ASSAULT", "MOBILIZE")
_BY_MODE = {
    "cancel": "REJECT",
    "convict": "ACCUSE",
    "cyber": "ASSAULT",
    "exercise": "COOPERATE",
    "sanctions": "COERCE",
}
_YIELD = {"RETREAT": "YIELD", "CONCEDE": "YIELD"}
_REACHED = ("agreement", "accord", "deal")


def _as_in_set(event: Event, text: str) -> str:
    """The type in the older draft of PLOVER, near CAMEO, that the set was made by. There a friendly act to come is
    AGREE, its refusal REJECT, a hostile act to come THREATEN; here factuality says so. There verdicts are ACCUSE, joint
    exercises COOPERATE, economic sanctions COERCE (as in the manual's own table for CAMEO, codes 116, 062, 163),
    meetings cancelled REJECT (as the draft of 0.8 says), attacks on networks ASSAULT, an agreement reached SUPPORT, and
    RETREAT and CONCEDE are one: YIELD."""
    if event.type in _FRIENDLY and event.factuality in _TO_COME:
        return "AGREE"
    if event.type in (*_FRIENDLY, "AGREE") and event.factuality == "denied":
        return "REJECT"
    if event.type in _HOSTILE and event.factuality in _TO_COME:
        return "THREATEN"
    if event.mode in _BY_MODE:
        return _BY_MODE[event.mode]
    if event.type == "AGREE" and any(word in text[event.span.start : event.span.end] for word in _REACHED):
        return "SUPPORT"
    return _YIELD.get(event.type, event.type)


def speed(language: str) -> dict[str, Any]:
    """Documents of 1,600 characters a CPU second, names, quantities and events together: read for the first time, when
    every word is new, and again, as in a long run."""
    texts = [row["text"] for row in rows(NEWS[language])]
    part = functools.partial(Part, role="body", language=language)
    readings = [Reading(Document(str(n)), 1, t, (part(Span(0, len(t))),), language) for n, t in enumerate(texts)]
    context = Context(language=language)
    before = [SENTENCES(reading, Marks(), context) for reading in readings]
    begin = time.process_time()
    marked(LOADING[language], language, NAMES, QUANTITIES, EVENTS)
    result: dict[str, Any] = {"set": f"speed {language}", "load_s": round(time.process_time() - begin, 3)}
    for run in ("documents_per_cpu_s", "documents_per_cpu_s_again"):
        words.cache_clear()
        begin = time.process_time()
        for reading, marks in zip(readings, before, strict=True):
            seen = marks
            for annotator in (NAMES, QUANTITIES, EVENTS):
                seen = seen + annotator(reading, seen, context)
        result[run] = round(sum(map(len, texts)) / 1600 / (time.process_time() - begin), 1)
    return result


def main() -> None:
    """Prints what can be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", metavar="SET", help="show the commonest errors of one set")
    chosen = parser.parse_args().errors
    if not DATA.is_dir():
        print(f"{DATA}: no corpora; set LAGEBILD_DATA", file=sys.stderr)
        return
    if chosen:
        print(json.dumps(plover(show=1) if chosen == "plv_train" else ner(chosen, show=80)))
        return
    for name in NER:
        print(json.dumps(ner(name)))
    for name in ("lgl", "gwn"):
        print(json.dumps(toponyms(name)))
    print(json.dumps(plover()))
    print(json.dumps(plover(tabled=False)))
    for language in NEWS:
        print(json.dumps(speed(language)))


if __name__ == "__main__":
    main()
