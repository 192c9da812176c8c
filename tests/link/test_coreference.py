"""Event coreference: topics, average linkage, the measure, the scorer on small texts, JSON lines and the command."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.coreference.measure import Score, conll

from lagebild.cli import main
from lagebild.errors import BadInput
from lagebild.link.coreference import Text, chains, lemma_chains
from lagebild.link.coreference.lines import answered, text
from lagebild.link.coreference.model import Net, Scorer, restored, stored
from lagebild.link.coreference.pairs import Pairs, support
from lagebild.link.coreference.text import described, lemma
from lagebild.link.coreference.topics import average_linkage, topics


def made(id_: str, *sentences: str, language: str = "en") -> Text:
    """A text of sentences whose mentions stand in [brackets]."""
    words: list[str] = []
    numbers: list[int] = []
    mentions: list[tuple[int, ...]] = []
    for number, sentence in enumerate(sentences):
        for word in sentence.split():
            if word.startswith("["):
                mentions.append((len(words),))
            words.append(word.strip("[]"))
            numbers.append(number)
    return Text(id_, tuple(words), tuple(numbers), tuple(mentions), language)


QUAKE = made(
    "a", "A strong [earthquake] [struck] the Aceh region of Indonesia on Tuesday .",
    "Officials [said] 22 people were [killed] in Aceh .",
)  # fmt: skip
AGAIN = made(
    "b", "[Earthquake] in Aceh [kills] 22 .",
    "The [quake] [hit] the Indonesian region of Aceh on Tuesday , officials [said] .",
)  # fmt: skip
FIRM = made("c", "The chip maker AMD [bought] its rival ATI for 5.4 billion dollars .", "AMD shares [fell] .")


def test_two_reports_of_one_event_and_one_of_another() -> None:
    a, b, c = chains([QUAKE, AGAIN, FIRM])
    assert a[0] == b[0]  # earthquake
    assert a[3] == b[1]  # killed, kills
    assert not set(c) & {*a, *b}
    assert len(set(c)) == 2


def test_a_word_of_the_same_group_is_held_against_it() -> None:
    pairs = Pairs(described([QUAKE, AGAIN]), range(9))
    assert (0, 6) in set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))  # earthquake, quake


@pytest.mark.parametrize("texts", list(permutations([QUAKE, AGAIN, FIRM])))
def test_the_order_of_texts_changes_nothing(texts: tuple[Text, ...]) -> None:
    def together(given_: tuple[Text, ...]) -> set[frozenset[tuple[str, int]]]:
        groups: dict[int, set[tuple[str, int]]] = {}
        for one, numbers in zip(given_, chains(given_), strict=True):
            for mention, event in zip(one.mentions, numbers, strict=True):
                groups.setdefault(event, set()).add((one.id, mention[0]))
        return {frozenset(g) for g in groups.values()}

    assert together(texts) == together((QUAKE, AGAIN, FIRM))


def test_lemma_baseline() -> None:
    a, b, c = lemma_chains([QUAKE, AGAIN, FIRM])
    assert a == (0, 1, 2, 3)
    assert b == (0, 3, 4, 5, 2)  # kills is killed; the quake and "hit" are others
    assert not set(c) & {*a, *b}


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [Text("a", (), (), ())],  # no word
        [Text("a", ("word",), (0,), ())],  # no mention
        [Text("a", ("...",), (0,), ((0,),))],  # a mention without a letter
        [
            Text("a", ("x", "y"), (0, 1), ((0, 1),)),
            Text("a", ("x",), (0,), ((0,), (0,))),
        ],  # one id twice, one place twice
        [made("a", "Die [Übung] begann .", language="de"), made("b", "Die [Übungen] 🙂 enden .", language="de")],
        [made("a", "Le [séisme] .", language="fr")],  # a language without a dictionary here
    ],
)
def test_odd_texts(texts: list[Text]) -> None:
    assert [len(n) for n in chains(texts)] == [len(t.mentions) for t in texts]
    assert [len(n) for n in lemma_chains(texts)] == [len(t.mentions) for t in texts]


@given(
    st.lists(
        st.lists(st.sampled_from(("ab", "kill", "killed", "the", "5", "Minsk", "!")), min_size=1, max_size=8),
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None)
def test_every_mention_gets_a_number(words: list[list[str]]) -> None:
    texts = [Text(str(n), tuple(w), (0,) * len(w), tuple((i,) for i in range(len(w)))) for n, w in enumerate(words)]
    found = chains(texts)
    used = [n for numbers in found for n in numbers]
    assert list(dict.fromkeys(used)) == list(range(len(set(used))))


def test_topics_are_by_words() -> None:
    one, other, apart = topics([QUAKE, AGAIN, FIRM], least=0.1)
    assert one == other != apart


def test_average_linkage_by_hand() -> None:
    # 0–1 join at 0.9; 2 is like 0 at 0.6 and 1 at 0.2: 0.4 in the mean.
    table = np.array([[1, 0.9, 0.6], [0.9, 1, 0.2], [0.6, 0.2, 1]], np.float32)
    assert average_linkage(table, 0.41) == [0, 0, 1]
    assert average_linkage(table, 0.39) == [0, 0, 0]
    assert average_linkage(np.zeros((0, 0), np.float32), 0.5) == []


@given(st.integers(1, 9), st.integers(0, 10_000), st.floats(0.1, 0.9))
@settings(max_examples=60, deadline=None)
def test_average_linkage_against_its_definition(count: int, seed: int, least: float) -> None:
    table = np.random.default_rng(seed).random((count, count), np.float32)
    table += table.T.copy()
    table /= 2
    groups = [[i] for i in range(count)]
    while len(groups) > 1:
        worth, a, b = max(
            (float(table[np.ix_(g, h)].mean()), i, j) for i, g in enumerate(groups) for j, h in enumerate(groups[:i])
        )
        if worth < least:
            break
        groups[a] += groups.pop(b) if b > a else []
        if b < a:
            groups[b] += groups.pop(a)
    found = average_linkage(table, least)
    assert {frozenset(g) for g in groups} == {frozenset(i for i in range(count) if found[i] == n) for n in set(found)}


def test_measure_by_hand() -> None:
    # The example of Luo (2005): {1..5} {6 7} {8..12} against {1..5} {6..12}.
    gold = [0] * 5 + [1] * 2 + [2] * 5
    found = [0] * 5 + [1] * 7
    score = conll(gold, found)
    assert score.muc == pytest.approx(2 * 0.9 / 1.9)
    assert score.b_cubed == pytest.approx(2 * (16 / 21) / (1 + 16 / 21), abs=1e-4)
    # Best alignment 1 + 10/12; divided by two and by three.
    assert score.ceaf_e == pytest.approx(2 * (11 / 12) * (11 / 18) / (11 / 12 + 11 / 18), abs=1e-4)
    assert conll(gold, gold) == Score(1, 1, 1)
    assert conll([], []).conll == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_alignment_is_the_best_of_all(pairs: list[tuple[int, int]]) -> None:
    gold, found = [a for a, _ in pairs], [b for _, b in pairs]
    names, made_ = sorted(set(gold)), sorted(set(found))

    def worth(g: int, f: int) -> float:
        both = sum(p == (g, f) for p in pairs)
        return 2 * both / (gold.count(g) + found.count(f))

    wide = [*made_, *[None] * len(names)]
    best = max(sum(worth(g, f) for g, f in zip(names, p, strict=False) if f is not None)
               for p in permutations(wide, len(names))) if len(wide) <= 6 else None  # fmt: skip
    if best is not None:
        precision, recall = best / len(made_), best / len(names)
        assert conll(gold, found).ceaf_e == pytest.approx(2 * precision * recall / (precision + recall) if best else 0)


def test_a_net_by_hand_and_kept_in_half_precision() -> None:
    weights = np.array([[1.0], [-1.0]], np.float32)
    net = Net(np.zeros(2, np.float32), np.ones(2, np.float32), ((weights, np.zeros(1, np.float32)),))
    rows = np.array([[2, 2], [3, 1]], np.float32)
    assert net(rows) == pytest.approx([0.5, 1 / (1 + np.exp(-2))])
    again = restored(stored(Scorer((net,), (net, net))))
    assert (len(again.first), len(again.second)) == (1, 2)
    assert again.second[1](rows) == pytest.approx(net(rows))


def test_features_are_finite_and_support_too() -> None:
    known = described([QUAKE, AGAIN, FIRM])
    pairs = Pairs(known, range(len(known.mentions)))
    assert np.isfinite(pairs.features).all()
    chance = np.linspace(0.1, 0.9, len(pairs.first)).astype(np.float32)
    assert np.isfinite(support(pairs, known, chance)).all()


@pytest.mark.parametrize(
    ("word", "language", "base"),
    [
        ("Killed", "en", "kill"),
        ("Übungen", "de", "übung"),
        ("verlegte", "de", "verlegen"),
        ("Séismes", "fr", "séismes"),
    ],
)
def test_lemma(word: str, language: str, base: str) -> None:
    assert lemma(word, language) == base


ROW = {"id": "a", "tokens": [["1", 0, "He"], ["2", 0, "left"], ["3", 1, "Kyiv"]],
       "mentions": [{"type": "HUMAN_PART_PER", "tokens": ["1"]}, {"tokens": ["2", "9"]},
                    {"type": "NEG_ACTION_STATE", "tokens": ["9"]}]}  # fmt: skip


def test_lines() -> None:
    found, numbers = text(ROW, "x")
    assert found == Text("a", ("He", "left", "Kyiv"), (0, 0, 1), ((1,),), "en")
    assert numbers == (1,)  # no person, and nothing that stands on no word
    out = answered(ROW, numbers, [7])
    assert [m.get("chain") for m in out["mentions"]] == [None, "E7", None]
    assert "chain" not in ROW["mentions"][1]  # type: ignore[operator]


@pytest.mark.parametrize("row", [{}, {"id": "a", "tokens": [["1"]], "mentions": []}, {**ROW, "mentions": 3},
                                 {**ROW, "mentions": ["x"]}, {**ROW, "tokens": [["1", "x", "w"]]}])  # fmt: skip
def test_lines_of_another_shape(row: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="is no text with mentions"):
        text(row, "f:1")


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.jsonl"
    rows = [
        {"id": t.id, "tokens": [[str(i), s, w] for i, (s, w) in enumerate(zip(t.sentences, t.words, strict=True))],
         "mentions": [{"tokens": [str(i) for i in m]} for m in t.mentions]}
        for t in (QUAKE, AGAIN)
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["coreference", str(file)]) == 0
    one, other = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert one["mentions"][0]["chain"] == other["mentions"][0]["chain"]
    assert main(["coreference", str(file), "--by", "lemma"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["mentions"][1]["chain"] == "E1"
    file.write_text("[]\n", "utf-8")
    assert main(["coreference", str(file)]) == 1
    assert f"{file}:1" in capsys.readouterr().err
    assert main(["coreference", str(tmp_path / "none")]) == 1
