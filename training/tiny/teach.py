"""What the small reader says of texts that nobody labelled: log probabilities of its labels, for the tiny one to learn.

`python -m training.tiny.teach --out FOLDER [--most 40000]`, with `LAGEBILD_DATA` set. Texts: German GSD (CC BY-SA 4.0),
WikiWarsDE (CC BY-SA 3.0), smartdata (CC BY 4.0), ECB+ (CC BY 3.0), GePaDe (CC BY-SA 4.0), MEANTIME (CC BY 4.0), and of
the project's own those with statements and, without their marks, `broad-*`. On all cores; goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path

import numpy as np

from lagebild.core import Span
from lagebild.mark.reader import Small, shipped
from lagebild.mark.reader.decode import bounds
from lagebild.mark.sentences import split
from lagebild.mark.words import words
from training.reader.corpora import joined

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
OWN = Path(__file__).resolve().parent.parent / "corpora"
SEED, PART = 20221207, 250
# What marks a statement or a name in the project's own sentences: "{1q.direct:", "}", "[person ", "]".
_MARKUP = re.compile(r"\{[^{}:\s]+:|\}|\[\w+ |\]")


def texts() -> list[str]:
    """Sentences with a capital or a digit after their first word, each once, shuffled."""
    kept: dict[str, None] = {}
    for text in (*_german(), *_english(), *_own()):
        if 20 <= len(text) <= 400 and re.search(r"\s[A-ZÄÖÜ]", text):
            kept.setdefault(text)
    found = list(kept)
    random.Random(SEED).shuffle(found)
    return found


def _rows(file: str) -> Iterator[dict[str, object]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _german() -> Iterator[str]:
    for row in _rows("names/gsd_upos_de.jsonl"):
        yield _printed(row["tokens"], row["upos"])  # type: ignore[arg-type]
    # Of the wars all; of companies and of speeches every third, which are more alike.
    yield from _sentences("times/wikiwars_de.jsonl", "de", 1)
    yield from _sentences("names/smartdata_de.jsonl", "de", 3)
    yield from _sentences("statements/gepade_train.jsonl", "de", 3)


def _printed(tokens: list[str], tags: list[str]) -> str:
    """The text of a tree: without the two words that follow their contraction ("zum", "zu", "dem"), and with hyphens
    between names closed ("Elsass - Lothringen")."""
    kept = [t for n, t in enumerate(tokens) if "_" not in tags[max(0, n - 2) : n]]
    return re.sub(r"(?<=\w) - (?=[A-ZÄÖÜ])", "-", joined(kept)[0])


def _english() -> Iterator[str]:
    for number, row in enumerate(_rows("events/ecbplus_topics_1_35.jsonl")):
        if number % 2 == 0:
            sentences: dict[int, list[str]] = {}
            for _, sentence, token in row["tokens"]:  # type: ignore[attr-defined]
                sentences.setdefault(sentence, []).append({"``": "“", "''": "”"}.get(token, token))
            yield from (joined(tokens)[0] for tokens in sentences.values())
    yield from _sentences("times/meantime_en.jsonl", "en", 1)


def _sentences(file: str, language: str, nth: int) -> Iterator[str]:
    """The sentences of every nth text."""
    for row in islice(_rows(file), 0, None, nth):
        text = str(row["text"])
        yield from (text[s.start : s.end] for s in split(text, language=language))


def _own() -> Iterator[str]:
    for file in (*sorted(OWN.glob("statements/train-*.txt")), *sorted(OWN.glob("names/broad-*.txt"))):
        for line in file.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield _MARKUP.sub("", line).strip()


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Label texts with the small reader.")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--most", type=int, default=40000, help="sentences")
    options.add_argument("--file", type=Path, default=shipped(), help="weights of the small reader")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    found = texts()[: chosen.most]
    parts = [(chosen.out / f"{begin:06}.pkl", found[begin : begin + PART]) for begin in range(0, len(found), PART)]
    waiting = [(file, chosen.file, part) for file, part in parts if not file.exists()]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for done in as_completed([pool.submit(teach, *one) for one in waiting]):
            print(f"{done.result()} of {len(parts)} parts", flush=True)
    return 0


def teach(to: Path, weights: Path, part: list[str]) -> str:
    """Writes what the small reader with `weights` says of the texts of a part; the part's name."""
    text, spans = "\n".join(part), list[Span]()
    for one in part:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(one)))
    tokens = words(text)
    logs = Small(weights, 1).logs(text, spans).astype(np.float16)
    rows = [
        (text[span.start : span.end], [(w.start - span.start, w.end - span.start) for w in tokens[a:b]], logs[a:b])
        for span, a, b in bounds(tokens, spans)
        if a < b
    ]
    aside = to.with_suffix(".part")
    aside.write_bytes(pickle.dumps(rows))
    aside.replace(to)
    return to.stem


if __name__ == "__main__":
    sys.exit(main())
