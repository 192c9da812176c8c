"""What the small reader says of texts that nobody labelled: log probabilities of its labels, for the tiny one to learn.

`python -m training.tiny.teach --out FOLDER [--most 11000]`, with `LAGEBILD_DATA` set. Texts: German GSD (CC BY-SA 4.0),
ECB+ (CC BY 3.0), GePaDe (CC BY-SA 4.0), MEANTIME (CC BY 4.0) and the project's own statements. Goes on where it was
stopped.
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
from pathlib import Path

import numpy as np

from lagebild.core import Span
from lagebild.mark.reader import Small, shipped
from lagebild.mark.sentences import split
from lagebild.mark.words import words
from training.reader.corpora import joined

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
OWN = Path(__file__).resolve().parent.parent / "corpora/statements"
SEED, PART = 20221207, 250
# What marks a statement in the project's own sentences: "{1q.direct:", "}".
_MARKUP = re.compile(r"\{[^{}:\s]+:|\}")


def texts() -> list[str]:
    """Sentences with a capital or a digit after their first word, each once, shuffled."""
    kept: dict[str, None] = {}
    for text in (*_german(), *_english(), *_speeches(), *_own()):
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
    # Every third: reviews of shops are many and say little.
    for number, row in enumerate(_rows("names/gsd_upos_de.jsonl")):
        if number % 3 == 0:
            yield joined(row["tokens"])[0]  # type: ignore[arg-type]


def _english() -> Iterator[str]:
    for number, row in enumerate(_rows("events/ecbplus_topics_1_35.jsonl")):
        if number % 3 == 0:
            sentences: dict[int, list[str]] = {}
            for _, sentence, token in row["tokens"]:  # type: ignore[attr-defined]
                sentences.setdefault(sentence, []).append({"``": "“", "''": "”"}.get(token, token))
            yield from (joined(tokens)[0] for tokens in sentences.values())
    for row in _rows("times/meantime_en.jsonl"):
        text = str(row["text"])
        yield from (text[s.start : s.end] for s in split(text, language="en"))


def _speeches() -> Iterator[str]:
    for number, row in enumerate(_rows("statements/gepade_train.jsonl")):
        if number % 6 == 0:
            text = str(row["text"])
            yield from (text[s.start : s.end] for s in split(text, language="de"))


def _own() -> Iterator[str]:
    for file in sorted(OWN.glob("train-*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield _MARKUP.sub("", line).strip()


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Label texts with the small reader.")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--most", type=int, default=11000, help="sentences")
    options.add_argument("--file", type=Path, default=shipped(), help="weights of the small reader")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    reader = Small(chosen.file, 1)
    found = texts()[: chosen.most]
    for begin in range(0, len(found), PART):
        file = chosen.out / f"{begin:06}.pkl"
        if file.exists():
            continue
        rows = []
        for text in found[begin : begin + PART]:
            tokens = words(text)
            if tokens:
                logs = reader.logs(text, [Span(0, len(text))])
                rows.append((text, [(w.start, w.end) for w in tokens], logs.astype(np.float16)))
        aside = file.with_suffix(".part")
        aside.write_bytes(pickle.dumps(rows))
        aside.replace(file)
        print(f"{begin + PART} of {len(found)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
