"""Event coreference with gold mentions and predicted topics, beside the lemma baseline: python bench/coreference.py

Reads ECB+ (`events/ecbplus_topics_1_35.jsonl` below LAGEBILD_DATA, or the files that are given) and prints the CoNLL F1
of MUC, B³ and CEAF-e with single mentions, over all event mentions of the file. The shipped weights were trained on
topics 1 to 35: on these, only `python -m training.coreference.train --measure` tells how well the scorer does on topics
that it has not seen. On other topics this is the measure:

    python bench/coreference.py FILE.jsonl
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from lagebild.link.coreference import chains, lemma_chains
from lagebild.link.coreference.lines import rows, text
from lagebild.link.coreference.text import Text

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from training.coreference.measure import Score, conll

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
ECB = "events/ecbplus_topics_1_35.jsonl"


def read(files: Sequence[Path]) -> tuple[list[Text], list[str]]:
    """The texts of files, and the chain of each mention; a mention without one is an event of its own."""
    texts: list[Text] = []
    gold: list[str] = []
    for file in files:
        for row, where in rows(file):
            made, numbers = text(row, where)
            texts.append(made)
            gold.extend(row["mentions"][n].get("chain") or f"{where}#{n}" for n in numbers)
    return texts, gold


def measured(texts: Sequence[Text], gold: Sequence[str]) -> dict[str, Score]:
    """The lemma baseline and the shipped scorer on the same texts."""
    found = {"same head lemma within a topic": lemma_chains(texts), "shipped scorer": chains(texts)}
    return {name: conll(gold, [n for numbers in made for n in numbers]) for name, made in found.items()}


def main() -> int:
    """Measure and print; exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    files = options.parse_args().files or [DATA / ECB]
    if not all(file.exists() for file in files):
        print(f"bench: no {', '.join(map(str, files))}; set LAGEBILD_DATA")
        return 0
    start = time.process_time()
    texts, gold = read(files)
    seen = " (trained on these topics)" if files == [DATA / ECB] else ""
    for name, score in measured(texts, gold).items():
        print(f"{name}: {score.shown()}{seen if name.startswith('shipped') else ''}")
    print(f"{len(texts)} texts, {len(gold)} mentions, {time.process_time() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
