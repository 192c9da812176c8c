"""A crawl to measure on, made and not committed: python bench/corpus_make.py OUT [--pages 200000] [--shard 2000]

Pages of the size of real ones as WARC.gz, a gzip member a record, from the texts in LAGEBILD_DATA: each page has two to
five passages of texts in one language, shuffled, so that no two are alike by themselves. 15 % are copies of an earlier
page under another publisher, half of them with words replaced. 15 % are in four other languages (function words of
these in random order: no text, but no German or English either). Damaged: 1 % of the records are cut off, broken,
empty, consent walls, pictures or not found, and one member in 2,000 has a broken byte. With --plant, reports of a case
are put in at random places.

The same seed makes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
import tomllib
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
GERMAN = (
    "statements/gnqa_train.jsonl", "statements/gnqa_dev.jsonl", "statements/gepade_train.jsonl",
    "times/krauts_diezeit.jsonl", "times/krauts_dolomiten_100.jsonl", "times/krauts_dolomiten_42.jsonl",
    "times/wikiwars_de.jsonl", "names/smartdata_de.jsonl",
)  # fmt: skip
ENGLISH = ("statements/polnear_dev.jsonl", "times/meantime_en.jsonl", "places/lgl.jsonl", "places/gwn.jsonl")
OTHER = ("fr", "es", "it", "pl")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„“\"])")
_SCRIPT = (
    "!function(e,t){var n=e.%s||[];n.push({k:'%s',v:%d});t(n)}"
    "(window,function(q){return q.map(function(x){return x.%s})});\n"
)


def passages(names: tuple[str, ...]) -> list[list[str]]:
    """Passages of four to ten sentences, in the order of the files; of those that are there."""
    found: list[list[str]] = []
    for name in names:
        if not (DATA / name).exists():
            continue
        with (DATA / name).open(encoding="utf-8") as lines:
            for line in lines:
                sentences = [s for s in _SENTENCE.split(json.loads(line)["text"].replace("\r\n", " ")) if len(s) > 20]
                found += [sentences[i : i + 7] for i in range(0, len(sentences), 7) if len(sentences[i : i + 7]) >= 4]
    return found


@cache
def function_words() -> dict[str, list[str]]:
    text = files("lagebild.data").joinpath("gather/languages.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)["words"]
    return words


class Maker:
    """Makes the bodies of pages."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.pools = {"de": passages(GERMAN), "en": passages(ENGLISH)}
        if not all(self.pools.values()):
            raise SystemExit(f"the texts are absent: set LAGEBILD_DATA to where the corpora lie (now {DATA})")
        self.words = {code: [w for p in pool[:300] for s in p for w in s.split()] for code, pool in self.pools.items()}
        self.earlier: list[tuple[str, str, list[str], date]] = []

    def article(self) -> tuple[str, str, list[str], date]:
        """Language, title, paragraphs and day of a page."""
        rng = self.random
        day = date(2022, 10, 1) + timedelta(days=rng.randrange(150))
        kind = rng.random()
        if kind < 0.15 and self.earlier:
            language, title, paragraphs, first = rng.choice(self.earlier)
            day = first + timedelta(days=rng.randrange(3))
            if rng.random() < 0.5:
                paragraphs = [self.edited(p, language) for p in paragraphs]
            return language, self.title(paragraphs, title), paragraphs, day
        if kind < 0.3:
            language = rng.choice(OTHER)
            words = function_words()[language]
            paragraphs = [" ".join(rng.choices(words, k=60)).capitalize() + "." for _ in range(rng.randrange(4, 9))]
            return language, paragraphs[0][:60], paragraphs, day
        language = "de" if rng.random() < 0.62 else "en"
        chosen = rng.sample(self.pools[language], rng.randrange(2, 6))
        sentences = [s for passage in chosen for s in passage]
        paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
        made = (language, self.title(paragraphs, ""), paragraphs, day)
        if len(self.earlier) < 20_000:
            self.earlier.append(made)
        return made

    def title(self, paragraphs: list[str], other: str) -> str:
        words = self.random.choice(paragraphs).split()
        found = " ".join(words[: self.random.randrange(5, 10)]).strip('.,;:„“"')
        return found if found != other else found + " heute"

    def edited(self, text: str, language: str) -> str:
        words = self.words[language] if language in self.words else function_words()[language]
        return " ".join(self.random.choice(words) if self.random.random() < 0.05 else w for w in text.split())


def page(maker: Maker, article: tuple[str, str, list[str], date], outlet: str) -> str:
    """A page as a news site sends it: navigation, scripts, teasers, a caption, a footer around the report."""
    rng = maker.random
    language, title, paragraphs, day = article
    size = int(rng.lognormvariate(10.4, 0.6))  # of scripts and styles: half have more than 33 KB
    scripts: list[str] = []
    while sum(map(len, scripts)) < size:
        names = tuple(f"_{rng.getrandbits(40):x}" for _ in range(3))
        scripts.append(_SCRIPT % (names[0], names[1], rng.getrandbits(30), names[2]))
    links = "".join(
        f'<li class="nav-item"><a href="/ressort/{rng.getrandbits(24)}" data-id="{rng.getrandbits(64)}">'
        f"Ressort {i}</a></li>"
        for i in range(60)
    )
    teasers = "".join(
        f'<article class="teaser"><a href="/a/{rng.getrandbits(32)}"><h3>{" ".join(p.split()[:7])}</h3></a></article>'
        for p in rng.sample(paragraphs, min(4, len(paragraphs)))
    )
    facts: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"{day.isoformat()}T08:00:00+01:00",
    }
    facts |= {"publisher": {"@type": "Organization", "name": outlet}}
    body = "".join(f'<p class="article__text">{p}</p>\n' for p in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | {outlet}</title>\n'
        f'<script type="application/ld+json">{json.dumps(facts)}</script>\n<script>{"".join(scripts)}</script></head>\n'
        f"<body><header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>\n"
        f'<figure><img src="/i.jpg"><figcaption>Foto: {outlet}/dpa</figcaption></figure>\n{body}</article>\n'
        f'<aside class="related">{teasers}</aside></main><footer><p>Impressum · Datenschutz · AGB · Kontakt</p>'
        f"</footer></body></html>"
    )


def record(url: str, body: bytes, number: int, day: date, *, head: str = "200 OK", kind: str = "text/html") -> bytes:
    """A response record as a crawler writes it (ISO 28500)."""
    block = f"HTTP/1.1 {head}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n".encode() + body
    lines = [
        "WARC/1.0", "WARC-Type: response", f"WARC-Record-ID: <urn:uuid:{number:032x}>", f"WARC-Target-URI: {url}",
        f"WARC-Date: {day.isoformat()}T12:00:00Z", "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def member(data: bytes) -> bytes:
    """A gzip member; level 1, since making is not what is measured."""
    return gzip.compress(data, 1, mtime=0)


def pages(maker: Maker, count: int, plant: dict[int, tuple[str, str, list[str], date]]) -> Iterator[bytes]:
    """The members of `count` pages."""
    rng = maker.random
    for number in range(count):
        article = plant.get(number) or maker.article()
        day = article[3]
        outlet = f"Blatt {rng.randrange(400)}"
        prefix = "planted" if number in plant else f"blatt-{rng.randrange(400)}"
        url = f"https://{prefix}.example/{day.isoformat()}/{number}.html"
        body = page(maker, article, outlet).encode()
        fault = 1.0 if number in plant else rng.random()
        crawled = day + timedelta(days=1)
        if fault < 0.002:
            yield member(record(url, b"", number, crawled))
        elif fault < 0.004:
            yield member(record(url, body, number, crawled)[:-3000])
        elif fault < 0.006:
            wall = "<html><body><p>Wir verwenden Cookies. Alle akzeptieren. Cookie-Einstellungen</p></body></html>"
            yield member(record(url, wall.encode(), number, crawled))
        elif fault < 0.008:
            yield member(record(url, b"\x89PNG" + body[:2000], number, crawled, kind="image/png"))
        elif fault < 0.01:
            yield member(record(url, body, number, crawled, head="404 Not Found"))
        elif fault < 0.0105:
            whole = bytearray(member(record(url, body, number, crawled)))
            whole[len(whole) // 2] ^= 0xFF
            yield bytes(whole)
        else:
            yield member(record(url, body, number, crawled))


def planted(folder: Path, count: int, seed: int) -> dict[int, tuple[str, str, list[str], date]]:
    """The reports of a case at random places among `count` pages."""
    from lagebild.gather import gather

    found = [r for r in gather([folder], on_unreadable=lambda e: None, on_remark=lambda r: None) if r.document.title]
    places = random.Random(seed).sample(range(count), len(found))
    made = {}
    for place, reading in zip(places, found, strict=True):
        paragraphs = [p.span.of(reading.text) for p in reading.evidence_parts() if p.role == "body"]
        lines = [line for p in paragraphs for line in p.split("\n") if line.strip()]
        day = date.fromisoformat((reading.document.published or "2022-12-07")[:10])
        made[place] = (reading.language or "de", reading.document.title or "", lines, day)
    return made


def make(out: Path, *, count: int, shard: int, seed: int, plant: Path | None = None) -> list[Path]:
    """Makes the crawl in `out`; gives its files."""
    out.mkdir(parents=True, exist_ok=True)
    maker = Maker(seed)
    stream = pages(maker, count, planted(plant, count, seed) if plant else {})
    made: list[Path] = []
    for start in range(0, count, shard):
        path = out / f"made-{start // shard:05}.warc.gz"
        with path.open("wb") as file:
            for _, data in zip(range(min(shard, count - start)), stream, strict=False):
                file.write(data)
        made.append(path)
    return made


def main() -> int:
    """Make the crawl and say what it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--shard", type=int, default=2_000, help="pages a file")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--plant", type=Path, help="a folder of reports to put in at random places")
    given = parser.parse_args()
    made = make(given.out, count=given.pages, shard=given.shard, seed=given.seed, plant=given.plant)
    digest = 0
    for path in made:
        digest = zlib.crc32(path.read_bytes(), digest)
    size = sum(p.stat().st_size for p in made)
    print(json.dumps({"files": len(made), "pages": given.pages, "bytes": size, "crc32": f"{digest:08x}"}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
