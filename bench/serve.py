"""How fast the web application is on a large case: every page, asked for by 20 readers at once.

    python -m bench.serve --make big.lage --documents 10000      # once
    python -m bench.serve big.lage --readers 20 --rounds 5

The case is made straight in the store: reports of a made-up desk (no corpus), with ten statements and two events each
marked by construction, so that its making takes minutes, not hours. Measured are the median and the 95th percentile of
each page's time to its last byte, over HTTP, in a server process of its own; the weight of each page, and of the first
page with its style and scripts; and what-ifs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx

from lagebild.core import Document, Event, Marked, Marks, Name, Part, Participant, Reading, Span, Statement, Time
from lagebild.store import Case, keep, rows
from lagebild.store.file import connect

PORT = 8755
QUESTION = Path(__file__).parents[1] / "examples/belarus/question.toml"
PLACES = (("Brest", 52.1, 23.7), ("Gomel", 52.4, 31.0), ("Minsk", 53.9, 27.6), ("Mosyr", 52.0, 29.2),
          ("Pinsk", 52.1, 26.1), ("Kobrin", 52.2, 24.4), ("Luninez", 52.2, 26.8),
          ("Baranowitschi", 53.1, 26.0))  # fmt: skip
_FIRST = ("Anna", "Boris", "Clara", "Dmitri", "Elena", "Fjodor", "Greta", "Hans")
_LAST = ("Adamow", "Berger", "Ciesla", "Dorn", "Eismann", "Falk", "Gromow", "Hollar", "Iwanow", "Jansen", "Kowal",
         "Lind", "Morosow", "Nagel", "Orlow", "Petersen")  # fmt: skip
SPEAKERS = tuple(f"{first} {last}" for first in _FIRST for last in _LAST)
OUTLETS = tuple(f"{town}er {kind}" for town in ("Elb", "Isar", "Havel", "Weser", "Donau", "Oder", "Warthe", "Memel")
                for kind in ("Bote", "Kurier", "Anzeiger", "Zeitung", "Rundschau"))  # fmt: skip
SAID = (
    "man plane keinen Angriff auf das Nachbarland", "die Truppen seien zu einer Übung an der Grenze",
    "es gebe keinen Befehl zum Einmarsch", "neue Panzer seien in der Region eingetroffen",
    "die Reserve werde nicht einberufen", "man beobachte die Lage an der Grenze genau",
)  # fmt: skip
VERBS = ("man kaufe", "es fehlten", "die Stadt bestelle", "der Rat prüfe", "man zähle", "die Firma liefere")
DONE = (("MOBILIZE", "troops", "verlegte Truppen nach"), ("MOBILIZE", "exercise", "begann eine Übung bei"),
        ("CONSULT", "meet", "traf Vertreter in"), ("MOBILIZE", "weapons", "brachte Panzer nach"))  # fmt: skip
COUNTRIES = (("Belarus", "iso:BLR", "BLR"), ("Russland", "iso:RUS", "RUS"), ("Ukraine", "iso:UKR", "UKR"))


def report(number: int, dice: random.Random) -> Marked:  # noqa: PLR0915
    """One report: a title, ten statements, two events with place and time; a tenth are copies of the one before."""
    source = number - 1 if number % 10 == 9 else number
    own = random.Random(source)
    day = date(2022, 9, 1) + timedelta(days=own.randrange(240))
    text = f"Bericht {source} zur Lage an der Grenze"
    title = Span(0, len(text))
    names: list[Name] = []
    times: list[Time] = []
    events: list[Event] = []
    statements: list[Statement] = []
    sentences = [title]
    text += "\n\n"
    begin = len(text)

    def put(words: str) -> Span:
        nonlocal text
        start = len(text)
        text += words
        return Span(start, len(text))

    for _ in range(2):
        start = len(text)
        country, known_as, code = own.choice(COUNTRIES)
        kind, mode, verb = own.choice(DONE)
        who = put(country)
        put(" ")
        trigger = put(verb)
        put(" ")
        town, lat, lon = own.choice(PLACES)
        where = put(town)
        put(" am ")
        happened = day - timedelta(days=own.randrange(3))
        when = put(f"{happened.day}. {happened.month}. {happened.year}")
        put(".")
        sentences.append(Span(start, len(text)))
        names.append(Name(id=f"n{who.start}-{who.end}", span=who, by="bench/1", kind="country", entity=known_as))
        place = Name(id=f"n{where.start}-{where.end}", span=where, by="bench/1", kind="place",
                     entity=f"geonames:{abs(hash_of(town)) % 10**6}", lat=lat, lon=lon, radius_km=5.0)  # fmt: skip
        names.append(place)
        time_ = Time(id=f"t{when.start}-{when.end}", span=when, by="bench/1", type="DATE", value=happened.isoformat(),
                     earliest=happened.isoformat(), latest=(happened + timedelta(days=1)).isoformat(),
                     anchor="text")  # fmt: skip
        times.append(time_)
        events.append(
            Event(id=f"e{trigger.start}-{trigger.end}", span=trigger, by="bench/1", type=kind, mode=mode,
                  actor=(Participant(who, known_as, code),), place=place.id, time=time_.id, factuality="happened")
        )  # fmt: skip
        put(" ")
    for _ in range(10):
        start = len(text)
        name = own.choice(SPEAKERS)
        speaker = put(name)
        put(" ")
        cue = put("sagte")
        put(", ")
        content = put(sentence(own))
        put(".")
        sentences.append(Span(start, len(text)))
        mark = Name(id=f"n{speaker.start}-{speaker.end}", span=speaker, by="bench/1", kind="person")
        names.append(mark)
        statements.append(
            Statement(id=f"s{content.start}-{content.end}", span=content, by="bench/1", spans=(content,),
                      kind="indirect", cue=(cue,), speaker=(speaker,), speaker_entity=mark.id, speaker_kind="named")
        )  # fmt: skip
        put(" ")
    outlet = dice.choice(OUTLETS)
    url = f"https://{hashlib.sha256(outlet.encode()).hexdigest()[:8]}.example/{number}"
    document = Document(
        id=hashlib.sha256(url.encode()).hexdigest(), title=title.of(text), url=url, publisher=outlet,
        published=day.isoformat(), published_by="given", source=url,
    )  # fmt: skip
    parts = (Part(title, "title", "de"), Part(Span(begin, len(text.rstrip())), "body", "de"))
    marks = Marks(sentences=tuple(sentences), times=tuple(times), names=tuple(names), statements=tuple(statements),
                  events=tuple(events))  # fmt: skip
    return Marked(Reading(document, 1, text.rstrip(), parts, "de"), marks)


def sentence(own: random.Random) -> str:
    """What somebody says: one in eight bears on the question, the others are of anything else, and no two reports share
    them unless one is a copy, as it is with real ones."""
    if own.random() < 0.125:
        return own.choice(SAID)
    thing, place = (made_up(own).capitalize() for _ in range(2))
    return f"{own.choice(VERBS)} {own.randrange(2, 900)} {thing} aus {place} für {made_up(own)} und {made_up(own)}"


def made_up(own: random.Random) -> str:
    """A word of two to four syllables."""
    return "".join(own.choice("bdfgklmnprstw") + own.choice("aeiou") for _ in range(own.randrange(2, 5)))


def hash_of(word: str) -> int:
    """The same number for a word on every run."""
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:6], "big")


def make(path: Path, documents: int) -> None:
    """Makes the case, straight into the store: a transaction for all."""
    Case.create(path, question=QUESTION).close()
    dice, database = random.Random(8), connect(path, write=True)
    try:
        with database.transaction():
            for number in range(documents):
                put(database, report(number, dice))
    finally:
        database.close()


def put(database: object, marked: Marked) -> None:
    """One reading with its marks, as `store.keep` puts it in after marking."""
    from lagebild.store.file import Database

    assert isinstance(database, Database)
    database.run("INSERT INTO document (id, added) VALUES (?, ?)", (marked.reading.document.id, keep.now()))
    key = keep._keep_reading(database, marked.reading, rows.reading_digest(marked.reading))
    sql = "INSERT INTO marking (reading, added, annotators) VALUES (?, ?, ?)"
    marking = database.run(sql, (key, keep.now(), keep.annotators()))
    for name, marks in rows.layer_values(marked.marks):
        database.run("INSERT INTO layer (marking, name, marks) VALUES (?, ?, ?)", (marking, name, marks))


def run(path: str) -> None:
    """The server, in a process of its own."""
    from lagebild.web import serve

    serve([Path(path)], port=PORT)


def addresses(get: Callable[[str], Any], name: str) -> dict[str, list[str]]:
    """What readers ask for, by kind of page: each with many addresses where there are many."""
    api = f"/api/v1/cases/{name}"
    documents = get(f"{api}/documents?limit=200").json()["items"]
    entities = get(f"{api}/entities?limit=200").json()["items"]
    dice = random.Random(1)
    page = f"/c/{name}"
    read = [f"{page}/reports/{d['id'][:12]}" for d in documents]
    people = [f"{page}/people/{e['id']}" for e in dice.sample(entities, min(60, len(entities)))]
    weeks = [(date(2022, 9, 1) + timedelta(days=7 * n)) for n in range(30)]
    return {
        "overview": [page],
        "answer": [f"{page}/answer"],
        "timeline": [f"{page}/timeline?page={n}" for n in range(1, 30)],
        "timeline, filtered": [f"{page}/timeline?from={w}&to={w + timedelta(days=6)}&origins={n % 3 + 1}"
                               for n, w in enumerate(weeks)],
        "reports": [f"{page}/reports?page={n}" for n in range(1, 40)],
        "search": [f"{page}/reports?q={s.split()[1]}&page={n}" for s in SPEAKERS[::7] for n in (1, 2)],
        "reading": read,
        "people": [f"{page}/people?page={n}" for n in (1, 2, 3)],
        "person": people,
        "sources": [f"{page}/sources?page={n}" for n in range(1, 30)],
        "contradictions": [f"{page}/contradictions"],
        "signs": [f"{page}/signs"],
        "map": [f"{page}/map", f"{page}/map?zoom=1", f"{page}/map?zoom=2"],
        "decisions": [f"{page}/decisions"],
        "record": [f"{page}/record"],
        "what-if": [f"{api}/what-if?seen={s}" for s in ("build-up", "mobilisation", "medical", "stated-intent")]
        + [f"{api}/what-if?out=build-up&refuted=mobilisation"],
        "API: happenings": [f"{api}/happenings?offset={n * 50}" for n in range(40)],
        "API: entities": [f"{api}/entities?offset={n * 10}&limit=10" for n in range(12)],
    }  # fmt: skip


def measure(kinds: dict[str, list[str]], readers: int, rounds: int) -> dict[str, list[float]]:
    """Times by kind of page, in seconds: each reader asks for one address of each kind in every round, in an order of
    its own, without a pause between answers."""
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    lock = threading.Lock()

    def reader(number: int) -> None:
        dice = random.Random(number)
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=120) as client:
            for _ in range(rounds):
                order = list(kinds)
                dice.shuffle(order)
                for kind in order:
                    address = dice.choice(kinds[kind])
                    start = time.perf_counter()
                    answer = client.get(address, headers={"accept-encoding": "gzip", "accept-language": "de"})
                    took = time.perf_counter() - start
                    answer.raise_for_status()
                    with lock:
                        times[kind].append(took)

    threads = [threading.Thread(target=reader, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def told(times: dict[str, list[float]], weights: dict[str, int]) -> None:
    """The table."""
    print(f"{'page':22} {'median ms':>10} {'p95 ms':>8} {'kB':>7}")
    for kind, found in times.items():
        middle, most = statistics.median(found) * 1000, quantile(found) * 1000
        print(f"{kind:22} {middle:10.0f} {most:8.0f} {weights[kind] / 1000:7.0f}")
    every = [t for found in times.values() for t in found]
    print(f"{'all':22} {statistics.median(every) * 1000:10.0f} {quantile(every) * 1000:8.0f}   {len(every)} requests")


def quantile(found: Sequence[float], share: float = 0.95) -> float:
    """The value below which `share` of them lie."""
    return sorted(found)[min(len(found) - 1, int(len(found) * share))]


def main() -> None:
    """Makes a case, or measures one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("case", nargs="?", type=Path)
    parser.add_argument("--make", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--alone", action="store_true", help="CPU time a request in one process: holds on a busy machine"
    )
    parser.add_argument("--warm", action="store_true", help="ask for each address once before measuring")
    asked = parser.parse_args()
    if asked.make:
        begun = time.perf_counter()
        make(asked.make, asked.documents)
        print(f"{asked.make}: {asked.documents} documents in {time.perf_counter() - begun:.0f} s")
    if asked.case and asked.alone:
        alone(asked.case)
    elif asked.case:
        server = multiprocessing.get_context("spawn").Process(target=run, args=(str(asked.case),), daemon=True)
        server.start()
        try:
            bench(asked, server.pid)
        finally:
            server.terminate()
            server.join()


def alone(path: Path) -> None:
    """CPU time of each kind of page, the client's share included: of the first of its kind, of others that were not
    asked for before, and of one that was. With n readers who do not pause, a page takes about n times as long."""
    from starlette.testclient import TestClient

    from lagebild.web import create_app

    headers = {"accept-language": "de", "accept-encoding": "gzip"}
    with TestClient(create_app([path], patience=1200), base_url="http://localhost", headers=headers) as client:

        def ask(address: str) -> tuple[float, int]:
            begun = time.process_time()
            answer = client.get(address)
            took = time.process_time() - begun
            answer.raise_for_status()
            return took * 1000, len(answer.content)

        took, _ = ask("/api/v1/cases")
        print(f"links and answer: {took / 1000:.1f} s of CPU time", flush=True)
        name = client.get("/api/v1/cases").json()[0]["name"]
        print(json.dumps(client.get(f"/api/v1/cases/{name}").json(), ensure_ascii=False), flush=True)
        print(f"{'page':22} {'first ms':>9} {'new ms':>9} {'most ms':>9} {'again ms':>9} {'kB':>6}", flush=True)
        for kind, found in addresses(client.get, name).items():
            first, size = ask(found[0])
            new = [ask(address)[0] for address in found[1:21]] or [0.0]
            again = statistics.median(ask(found[0])[0] for _ in range(5))
            middle, most = statistics.median(new), max(new)
            print(f"{kind:22} {first:9.1f} {middle:9.1f} {most:9.1f} {again:9.1f} {size / 1000:6.0f}", flush=True)


def burnt(process: int | None) -> float:
    """CPU seconds that a process has used so far; not a number where the system does not tell (no /proc)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settled(process: int | None) -> None:
    """Waits until the server has nothing more to make ready: the answer in the other language, for one."""
    before = burnt(process)
    for _ in range(600):
        time.sleep(2)
        now = burnt(process)
        # Not a number where nobody can tell: then there is nothing to wait for.
        if not now - before > 0.1:
            return
        before = now


def bench(asked: argparse.Namespace, process: int | None) -> None:
    """Waits for the server, then measures."""
    begun = time.perf_counter()
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=1200) as client:
        while True:
            try:
                asked_for = client.get("/api/v1/cases")
                if asked_for.status_code != 503:
                    name = asked_for.raise_for_status().json()[0]["name"]
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.5)
        print(f"first answer after {time.perf_counter() - begun:.1f} s")
        print(json.dumps(client.get(f"/api/v1/cases/{name}").json(), ensure_ascii=False))
        kinds = addresses(client.get, name)
        weights = {}
        for kind, found in kinds.items():
            start = time.perf_counter()
            answer = client.get(found[0], headers={"accept-language": "de"})
            weights[kind] = len(answer.content)
            print(f"first {kind}: {time.perf_counter() - start:.2f} s")
            for address in found[1:] if asked.warm else ():
                client.get(address, headers={"accept-language": "de"})
        files = ("app.css", "app.js", "icon.svg")
        page = weights["overview"] + sum(len(client.get(f"/static/{f}").content) for f in files)
        print(f"first page with its style and script: {page / 1000:.0f} kB")
    settled(process)
    busy, before, begun = os.getloadavg()[0], burnt(process), time.perf_counter()
    times = measure(kinds, asked.readers, asked.rounds)
    took, used = time.perf_counter() - begun, burnt(process) - before
    told(times, weights)
    count = sum(len(found) for found in times.values())
    print(f"{os.cpu_count()} cores, load {busy:.1f} before and {os.getloadavg()[0]:.1f} after; the server had "
          f"{used / took:.2f} of a core and used {used / count * 1000:.1f} ms of CPU time a request")  # fmt: skip


if __name__ == "__main__":
    main()
