"""Names with and without the reader against public corpora, what the reader costs, and search across languages.

    python bench/reader.py                             # all that is there, one JSON line a measure
    python bench/reader.py --most 300 --reader none --reader de_core_news_lg
    python bench/reader.py --only cost

Corpora are looked for in LAGEBILD_DATA (default ../shared/data): GermEval 2014 (CC BY 4.0), EuroParl NER, Universal NER
English-EWT (CC BY-SA 4.0; the half that the reader was trained on). Own sentences: training/corpora. Measured
is what `lagebild.mark` gives: exact span and kind of persons, organisations and places; of nested names the outer.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lagebild.core import Document, Name, Part, Reading, Span
from lagebild.mark import mark
from lagebild.mark.reader import Small, Tiny, named, shipped
from lagebild.mark.reader.tiny import shipped as shipped_tiny

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
OWN = Path(__file__).resolve().parent.parent / "training/corpora"
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC", "country": "LOC"}
SCORED = ("PER", "ORG", "LOC")
CORPORA = {"germeval2014_dev": "de", "europarl_de": "de", "uner_ewt_en_dev": "en"}
SEEN = ("uner_ewt_en_dev",)
_BEFORE, _AFTER = set(",.;:!?)]}%“’»"), set("([{„‚«$€")
_WITHIN = re.compile(r"\w[-‐‑]?\w")
_MARKED = re.compile(r"\[(\w+) ([^\[\]]+)\]")


class Sentence(NamedTuple):
    """A text and its gold names; `parts` where they hold parts of words too ("EU" of "EU-Gelder")."""

    text: str
    language: str
    names: frozenset[tuple[int, int, str]]
    parts: bool = False


def corpus(name: str, most: int | None = None) -> list[Sentence]:
    """Sentences of a corpus in BIO, as they would be printed; of `most`, evenly spread."""
    with (DATA / f"names/{name}.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    step = max(1, len(rows) // most) if most else 1
    return [_joined(row["tokens"], row["tags"], CORPORA[name]) for row in rows[::step][:most]]


def _joined(tokens: list[str], tags: list[str], language: str) -> Sentence:
    text = ""
    spans: list[tuple[int, int, str]] = []
    for token, tag in zip(tokens, tags, strict=True):
        if text and token not in _BEFORE and text[-1] not in _AFTER:
            text += " "
        start, text = len(text), text + token
        if tag[0] == "B":
            spans.append((start, len(text), tag[2:]))
        elif tag[0] == "I" and spans:
            spans[-1] = (spans[-1][0], len(text), spans[-1][2])
    return Sentence(text, language, frozenset(s for s in spans if s[2] in SCORED))


def own(pattern: str) -> list[Sentence]:
    """The project's own sentences in files such as test-de-1.txt."""
    found = []
    for file in sorted((OWN / "names").glob(pattern)):
        for line in file.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            text, at, spans = "", 0, set()
            for one in _MARKED.finditer(line):
                text += line[at : one.start()]
                if one[1] in KINDS:
                    spans.add((len(text), len(text) + len(one[2]), KINDS[one[1]]))
                text, at = text + one[2], one.end()
            found.append(Sentence(text + line[at:], file.name.split("-")[1], frozenset(spans), parts=True))
    return found


def marked(sentence: Sentence, reader: str) -> set[tuple[int, int, str]]:
    """The names that are found; of nested ones the outer, without an adjective of a people at their head, and parts of
    words only where the gold has them."""
    part = Part(Span(0, len(sentence.text)), "body", sentence.language)
    reading = Reading(Document("bench"), 1, sentence.text, (part,), sentence.language)
    names = mark(reading, layers=("names",), reader=reader).names
    outer = [n for n in names if n.kind in KINDS and not _nested(n, names)]
    kept = [n for n in outer if sentence.parts or not _part(sentence.text, n.span)]
    return {(_start(n, names), n.span.end, KINDS[n.kind]) for n in kept}


def _part(text: str, span: Span) -> bool:
    edges = (text[max(0, span.start - 2) : span.start + 1], text[span.end - 1 : span.end + 2])
    return any(_WITHIN.fullmatch(edge) for edge in (edges[0][-2:], edges[0], edges[1][:2], edges[1]))


def _nested(name: Name, names: tuple[Name, ...]) -> bool:
    return any(o is not name and o.span.holds(name.span) and o.kind in KINDS for o in names)


def _start(name: Name, names: tuple[Name, ...]) -> int:
    heads = [n for n in names if n.kind in ("people", "country") and n.span.start == name.span.start]
    return max((n.span.end + 1 for n in heads if n.span.end < name.span.end), default=name.span.start)


def score(sentences: list[Sentence], reader: str) -> dict[str, Any]:
    """Precision, recall and F1 over the three kinds, and F1 of each."""
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for sentence in sentences:
        found = marked(sentence, reader)
        right.update(k for *_, k in sentence.names & found)
        gold.update(k for *_, k in sentence.names)
        got.update(k for *_, k in found)
    tp, g, f = right.total(), gold.total(), got.total()
    kinds = {k: _div(2 * right[k], gold[k] + got[k]) for k in SCORED}
    return {
        "sentences": len(sentences),
        "names": g,
        "F1": _div(2 * tp, g + f),
        "P": _div(tp, f),
        "R": _div(tp, g),
        **kinds,
    }


def _div(a: float, b: float) -> float:
    return round(a / b, 3) if b else 0.0


def accuracy(readers: list[str], most: int | None) -> Iterator[dict[str, Any]]:
    """A row a corpus and reader."""
    sets = {name: corpus(name, most) for name in CORPORA if (DATA / f"names/{name}.jsonl").exists()}
    sets["own, German, held apart"] = own("test-de-*.txt")[:most]
    for language in ("fr", "pl", "ru", "uk"):
        sets[f"own, {language}, nothing of it in training"] = own(f"other-{language}.txt")[:most]
    for name, sentences in sets.items():
        for reader in readers if sentences else ():
            seen = " (seen in training)" if name in SEEN and reader in ("small", "tiny") else ""
            yield {"set": name + seen, "reader": reader, **score(sentences, reader)}


def articles(count: int = 8) -> list[str]:
    """Articles of 400 words of German news. Raises ValueError where the corpus has fewer."""
    words: list[str] = []
    for part in ("dev", "train"):
        with (DATA / f"statements/gnqa_{part}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                words.extend(json.loads(line)["text"].split())
    if len(words) < 400 * count:
        raise ValueError(f"only {len(words) // 400} articles of 400 words, not {count}")
    return [" ".join(words[at : at + 400]) for at in range(0, 400 * count, 400)]


def cost(name: str) -> dict[str, Any]:
    """Seconds to load, articles of 400 words a second, peak memory: each in a process of its own."""
    file = (shipped if name == "small" else shipped_tiny)()
    rows: dict[str, Any] = {"set": "cost", "reader": name, "file_MB": round(file.stat().st_size / 1e6, 1)}
    for threads in (1, 2) if name == "small" else (1,):
        command = [sys.executable, __file__, "--run", str(threads), "--reader", name]
        made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        rows |= made if threads == 1 else {k: v for k, v in made.items() if k.startswith("articles")}
    return rows


def run(threads: int, name: str) -> dict[str, Any]:
    """One process: loads, reads a sentence, then articles."""
    texts = articles(8 if name == "small" else 400)
    begin, spent = time.perf_counter(), time.process_time()
    reader: Small | Tiny = Small(shipped(), threads) if name == "small" else Tiny(shipped_tiny())
    reader("Minsk schweigt.", [Span(0, 15)])
    loaded, used = time.perf_counter() - begin, time.process_time() - spent
    from lagebild.mark.sentences import split

    cut = [(text, split(text, language="de")) for text in texts]
    begin, spent = time.perf_counter(), time.process_time()
    for text, sentences in cut:
        reader(text, sentences)
    wall, cpu = time.perf_counter() - begin, time.process_time() - spent
    result: dict[str, Any] = {f"articles_a_second_{threads}_threads": round(len(texts) / wall, 2)}
    if threads == 1:
        result |= {
            "load_s": round(loaded, 2),
            "load_cpu_s": round(used, 2),
            "articles_per_cpu_second": round(len(texts) / cpu, 2),
        }
        result |= {"peak_MB": peak_mb()}
    return result


def peak_mb() -> float:
    """Peak resident memory of this process, in MB; NaN where the platform does not say."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def search(reader: Small) -> dict[str, Any]:
    """German and English sentences that say the same: how often the other one is the nearest of all."""
    lines = (OWN / "pairs/de-en.txt").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    vectors = reader.embed([text for pair in pairs for text in pair])
    likeness = vectors[::2] @ vectors[1::2].T
    truth = np.arange(len(pairs))
    there, back = (likeness.argmax(1) == truth).mean(), (likeness.argmax(0) == truth).mean()
    return {
        "set": "search, own pairs",
        "pairs": len(pairs),
        "de_to_en": round(float(there), 3),
        "en_to_de": round(float(back), 3),
    }


def main() -> None:
    """Prints what can be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, metavar="N", help="at most N sentences a set")
    parser.add_argument("--reader", action="append", metavar="NAME", help="this one; else none, tiny, small")
    parser.add_argument("--only", choices=("accuracy", "cost", "search"))
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        print(json.dumps(run(chosen.run, chosen.reader[0])))
        return
    if not DATA.is_dir():
        print(f"{DATA}: no corpora; set LAGEBILD_DATA", file=sys.stderr)
    if chosen.only in (None, "search"):
        small = named("small")
        assert isinstance(small, Small)
        print(json.dumps(search(small)), flush=True)
    if chosen.only in (None, "cost") and DATA.is_dir():
        for name in ("tiny", "small"):
            print(json.dumps(cost(name)), flush=True)
    if chosen.only in (None, "accuracy"):
        for row in accuracy(chosen.reader or ["none", "tiny", "small"], chosen.most):
            print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
