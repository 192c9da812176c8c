"""How well link finds copies and persons, on public corpora: python bench/linking.py

Copies: 300 rewrites of German news reports (Dataset of Quotation Attribution in German News Articles), sixty at each of
five strengths, among all 850 reports: words replaced by words of other reports (2, 6, 10, 15, 25 %), from the third
strength on a tenth of the sentences or more dropped, from the fourth on their order changed. Same seed, same rewrites.

Persons: names in Latin and Cyrillic of the EU's sanctions lists (compiled by OpenSanctions), where both give a
patronymic. Other persons: for each, one with the same family name and another given name where there is one, else any
other. The persons are split in two by a hash of the Latin name: rules may be written with the first half in view
(`seen`), the second half (`held out`) is only measured. `lookalikes`: how many persons are joined with the one whose
family name is spelt most alike among those of the same given name, out of how many have one.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

from lagebild.core import Document, Marked, Marks, Part, Reading, Span
from lagebild.link.copies import copies
from lagebild.link.groups import Groups
from lagebild.link.people import compatible, form
from lagebild.link.report import reports

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
NEWS = ("statements/gnqa_train.jsonl", "statements/gnqa_dev.jsonl")
PERSONS = "names/eu_sanctions_cyr_latin.jsonl"
REPLACED = (0.02, 0.06, 0.1, 0.15, 0.25)
EACH = 60
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|овна|евна|ична|івна)\b")
_LATIN_PATRONYMIC = re.compile(r"(?:ich|ych|vna|chna)\b")


def rows(file: str) -> list[dict[str, Any]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def marked(name: str, text: str) -> Marked:
    part = Part(Span(0, len(text)), "body", "de")
    return Marked(Reading(Document(id=name, published="2022-12-07"), 1, text, (part,), "de"), Marks())


def rewrite(text: str, strength: int, words: list[str], rng: random.Random) -> str:
    """`text` changed at a strength of 0 to 4."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if strength >= 2:
        sentences = [s for s in sentences if rng.random() > 0.1 * strength]
    if strength >= 3:
        rng.shuffle(sentences)
    share = REPLACED[strength]
    return " ".join(rng.choice(words) if rng.random() < share else w for s in sentences for w in s.split())


def rewrites() -> list[dict[str, float]]:
    """For each strength: recall (rewrites in one group with their source), precision (of those grouped with
    anything, how many with nothing but their source and what was grouped with that before)."""
    texts = {r["id"]: r["text"] for file in NEWS for r in rows(file) if r["text"]}
    words = [w for text in list(texts.values())[:100] for w in text.split()]
    long = sorted(name for name, text in texts.items() if len(text.split()) > 60)
    rng = random.Random(3)
    before = _groups([marked(n, t) for n, t in texts.items()])
    found = []
    for strength in range(len(REPLACED)):
        chosen = rng.sample(long, EACH)
        made = {f"rewrite of {n}": rewrite(texts[n], strength, words, rng) for n in chosen}
        groups = _groups([marked(n, t) for n, t in (*texts.items(), *made.items())])
        hits = [name in groups[f"rewrite of {name}"] for name in chosen]
        joined = [groups[f"rewrite of {name}"] - {f"rewrite of {name}"} for name in chosen]
        right = [g <= before[name] for name, g in zip(chosen, joined, strict=True) if g]
        found.append({"strength": strength + 1, "recall": _share(hits), "precision": _share(right)})
    return found


def _share(met: list[bool]) -> float:
    return round(sum(met) / len(met), 3) if met else 0.0


def _groups(given: list[Marked]) -> dict[str, set[str]]:
    read = reports(given)
    same = Groups(range(len(read)))
    for copy in copies(read):
        same.join(copy.first, copy.other)
    return {read[i].id: names for group in same.all() for names in [{read[i].id for i in group}] for i in group}


def held_out(name: str) -> bool:
    """True for the half of the persons on which no rule was written, by a hash of the Latin name."""
    return hashlib.sha256(name.encode()).digest()[-1] % 2 == 1


def persons(*, sealed: bool | None = None) -> dict[str, float]:
    """Precision, recall and F1 of "the same person", Latin against Cyrillic, one other person for each; of the half
    that is held out, of the other one, or of all."""
    both = []
    for row in rows(PERSONS):
        cyrillic = [c for c in row["cyr"] if _PATRONYMIC.search(c)]
        if cyrillic and _LATIN_PATRONYMIC.search(row["name"]) and sealed in (None, held_out(row["name"])):
            both.append((row["name"], cyrillic))
    families: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(both):
        families.setdefault(name.split()[-1].casefold(), []).append(i)
    rng = random.Random(1)
    hit = wrong = 0
    for i, (name, cyrillic) in enumerate(both):
        hit += any(_same(name, c) for c in cyrillic)
        given = name.split()[0].casefold()
        kin = [j for j in families[name.split()[-1].casefold()] if both[j][0].split()[0].casefold() != given]
        other = rng.choice(kin) if kin else rng.choice([j for j in range(len(both)) if j != i])
        wrong += any(_same(name, c) for c in both[other][1])
    precision, recall = hit / max(hit + wrong, 1), hit / len(both)
    f1 = 2 * precision * recall / (precision + recall)
    joined, alike = _lookalikes(both)
    return {
        "persons": len(both),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "F1": round(f1, 3),
        "lookalikes joined": joined,
        "lookalikes": alike,
    }


def _lookalikes(both: list[tuple[str, list[str]]]) -> tuple[int, int]:
    """How many are joined with the person of the same given name whose other family name looks most like theirs."""
    given: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(both):
        if found := form(name):
            given.setdefault(found.given[0] if found.given else "", []).append(i)
    joined = alike = 0
    for same in given.values():
        for i in same:
            family = both[i][0].split()[-1].casefold()
            others = [(_alike(family, o), j) for j in same if (o := both[j][0].split()[-1].casefold()) != family]
            if others:
                alike += 1
                joined += any(_same(both[i][0], c) for c in both[max(others)[1]][1])
    return joined, alike


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _same(one: str, other: str) -> bool:
    a, b = form(one), form(other)
    return a is not None and b is not None and compatible(a, b)


def main() -> int:
    """Print one JSON line a measure."""
    start = time.process_time()
    if all((DATA / file).exists() for file in NEWS):
        for line in rewrites():
            print(json.dumps({"copies": line}))
    if (DATA / PERSONS).exists():
        for what, sealed in (("seen", False), ("held out", True), ("all", None)):
            print(json.dumps({"same person": what} | persons(sealed=sealed)))
    print(json.dumps({"seconds": round(time.process_time() - start, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
