"""What the linear model of speeches looks at: for a word, whether it is a cue; for a span near a cue, whether it is
what is said, or who says it. Features are hashed to indices below SIZE, so no table of names is needed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from .lexicon import CAP, CLOSED, CUE, FIN, KONJ1, KONJ2, NUM, PASSIVE, PUNCT, VERB, Lexicon
from .passage import Passage, Pieces

SIZE = 1 << 18
_FIRST_PERSON = frozenset(("ich", "wir", "mir", "mich", "uns"))
_SUBJECTS = frozenset(("du", "er", "es", "ich", "ihr", "man", "sie", "wir"))
_CLAUSES = frozenset(("dass", "daß", "ob", "was", "wie", "warum", "wenn", "wer", "welche", "wo", "weil"))
_BUCKETS = (1, 2, 3, 4, 6, 9, 13, 20, 35, 60)


def indices(features: Iterable[str]) -> list[int]:
    """The index of each feature."""
    return [_index(f) for f in features]


@lru_cache(maxsize=1 << 17)
def _index(feature: str) -> int:
    return crc32(feature.encode()) % SIZE


def bucket(size: int) -> int:
    """Lengths, coarser the longer."""
    return next((n for n, top in enumerate(_BUCKETS) if size <= top), len(_BUCKETS))


def tag(passage: Passage, i: int) -> str:
    """A closed-class word itself, of others their class."""
    if not 0 <= i < len(passage.low):
        return "^"
    flags, low = passage.flags[i], passage.low[i]
    if flags & PUNCT or (flags & CLOSED and not (flags & CAP and len(low) > 4)):
        return low
    if flags & NUM:
        return "0"
    if flags & CAP:
        return "N"
    return "V" if flags & (VERB | KONJ1 | KONJ2) else low[-2:]


@lru_cache(maxsize=20_000)
def _takes(lexis_forms: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    return tuple(sorted(frozenset[str]().union(*lexis_forms))) if lexis_forms else ()


def cue_kinds(passage: Passage, i: int, lexis: Lexicon) -> tuple[str, ...]:
    """What the lexicon says that the word takes as a cue."""
    found = _takes(tuple(f.takes for f in lexis.forms.get(passage.low[i], ()) if not f.fixed))
    return (*found, "noun") if passage.word[i] in lexis.lists["nouns"] else found


def about_cue(passage: Passage, i: int, lexis: Lexicon) -> list[str]:
    """Features of the word at token i as a cue."""
    low, lemma = passage.low[i], passage.lemma[i]
    part = passage.parts[passage.part_of[i]]
    number = passage.part_of[i]
    begin, end = passage.sentences[part.sentence]
    following = passage.parts[number + 1] if number + 1 < end else None
    opener = tag(passage, following.first) if following else "$"
    mark = following.mark if following else "$"
    inside = passage.low[part.first : part.last]
    last = inside[-1]
    shape = "c" if passage.word[i][0].isupper() else "s"
    final = "e" if i == part.last - 1 else "m"
    kinds = cue_kinds(passage, i, lexis)
    found = [
        "b",
        f"l{lemma}",
        f"w{low}",
        f"s{shape}{low[-3:]}",
        f"t{shape}{low[-4:]}",
        f"p{shape}{low[:3]}",
        f"q{shape}{lemma[:5]}",
        f"u{shape}{lemma[-5:]}",
        f"v{shape}{lemma[-7:]}",
        f"<{tag(passage, i - 1)}",
        f">{tag(passage, i + 1)}",
        f"<l{lemma} {tag(passage, i - 1)}",
        f">l{lemma} {tag(passage, i + 1)}",
        f"2{tag(passage, i - 2)} {tag(passage, i - 1)}",
        f"3{tag(passage, i + 1)} {tag(passage, i + 2)}",
        f"o{shape}{final}{mark}{opener}",
        f"ol{lemma} {mark}{opener}",
        f"f{shape}{tag(passage, part.first)}",
        f"fl{lemma} {tag(passage, part.first)}",
        f"e{shape}{final}{last[-2:]}",
        f"el{lemma} {last if len(last) < 6 else ''}",
        f"k{' '.join(kinds)}",
        f"ko{' '.join(kinds)} {mark}{opener}",
    ]
    if i > 0:
        found.append(f"wl{passage.lemma[i - 1]} {lemma}")
    if "sich" in inside or "mich" in inside or "uns" in inside:
        found += ["sich", f"sich{lemma}"]
    if _FIRST_PERSON.intersection(inside):
        found += [f"ich{shape}", f"ichl{lemma}"]
    if "zu" in inside:
        found.append(f"zu{lemma}")
    if number > begin:
        found.append(f"pm{shape}{part.mark}{tag(passage, passage.parts[number - 1].first)}")
    found += [f"in{lemma} {w}" for w in inside if len(w) < 5]
    return found


def about_span(passage: Passage, cue: int, pieces: Pieces, kinds: tuple[str, ...]) -> list[str]:
    """Features of a span as the content or the speaker of the cue at token `cue`."""
    low, lemma = passage.low, passage.lemma[cue]
    own = passage.part_of[cue]
    first, last = pieces[0][0], pieces[-1][1] - 1
    a, b = passage.part_of[first], passage.part_of[last]
    side = "x" if first < cue < last else ("v" if last < cue else "n")
    gap = own - b if side == "v" else a - own
    shape = "c" if passage.word[cue][0].isupper() else "s"
    length = bucket(sum(y - x for x, y in pieces))
    opener = low[first] if low[first] in _CLAUSES else tag(passage, first)
    where = f"{side}{min(gap, 4)}{len(pieces)}"
    part = passage.parts[own]
    home = passage.parts[a]
    _, end = passage.sentences[part.sentence]
    fills = "f" if first == home.first else "m"
    ends = "f" if last == passage.parts[b].last - 1 else "m"
    crosses = passage.parts[b].sentence - part.sentence
    after = passage.parts[b + 1] if b + 1 < len(passage.parts) and ends == "f" else None
    left = f"{after.mark}{tag(passage, after.first)}" if after and after.sentence == passage.parts[b].sentence else "$"
    if ends == "m":
        left = "~" + tag(passage, last + 1)
    mark = home.mark if fills == "f" else "~" + tag(passage, first - 1)
    between = "-"
    if a == own and side == "n":
        between = str(min(first - cue - 1, 4))
    elif b == own and side == "v":
        between = str(min(cue - last - 1, 4))
    passive = any(passage.flags[i] & PASSIVE for i in range(part.first, part.last))
    finite = sum(1 for i in range(first, min(last + 1, first + 60)) if passage.flags[i] & FIN)
    kind = " ".join(kinds)
    head = tag(passage, last)
    second = tag(passage, first + 1) if first < last else "$"
    nouns = sum(1 for i in range(first, min(last + 1, first + 12)) if passage.flags[i] & CAP)
    rest = [i for i in range(part.first, part.last) if not first <= i <= last and i != cue]
    others = min(3, sum(1 for i in rest if passage.flags[i] & CAP))
    subject = next((low[i] for i in rest if low[i] in _SUBJECTS), "-")
    inside = (
        next((low[i] for i in range(first, min(last + 1, part.last)) if low[i] in _SUBJECTS), "-") if a == own else "/"
    )
    cues = sum(1 for i in range(first, min(last + 1, first + 60)) if passage.flags[i] & CUE)
    at = "e" if cue == part.last - 1 else "m"
    return [
        f"w{where}{shape}{at}",
        f"wl{where}{lemma}",
        f"o{shape}{side}{fills} {opener}",
        f"ol{lemma} {side}{opener}",
        f"ok{kind} {where}{opener}",
        f"og{where}{opener}{fills}",
        f"n{side}{length}{opener}",
        f"nl{side}{length} {lemma}",
        f"nw{where}{length}",
        f"m{shape}{where}{mark}",
        f"ml{lemma} {side}{mark}",
        f"mo{mark} {opener}",
        f"mk{kind}{mark}{side}",
        f"x{left} {opener}",
        f"xs{shape}{where}{left}",
        f"xn{left}{length}",
        f"xl{left} {lemma}",
        f"h{head}{opener}",
        f"hs{head}{side}{ends}{shape}",
        f"g{between}{side}{shape}{at}",
        f"go{between}{opener}{shape}",
        f"gl{between}{side}{lemma}",
        f"c{crosses}{mark}",
        f"cl{crosses}{lemma}",
        f"v{passive}{where}{shape}",
        f"vo{passive}{side}{opener}",
        f"q{min(finite, 3)}{opener}{side}",
        f"ql{min(finite, 3)} {lemma}",
        f"qn{finite}{length}",
        f"d{low[first] if first == last else ''}{shape}{at}{between}",
        f"s{low[last][-3:]}{side}{shape}",
        f"z{b - a}{where}{end - 1 - b if crosses == 0 else -1}",
        f"zl{b - a}{side}{lemma}",
        f"r{tag(passage, passage.parts[b].first)}{left}",
        f"y{shape}{at}{ends}{fills}{side}{opener}",
        f"i{tag(passage, cue - 1)}{tag(passage, cue + 1)}{where}",
        f"j{opener} {second}{side}",
        f"jl{opener} {second}{lemma}",
        f"jh{tag(passage, last - 1)} {head}{ends}",
        f"u{subject}{inside}{where}",
        f"uo{subject}{inside}{side}{opener}",
        f"ul{subject}{inside}{lemma}",
        f"a{nouns}{others}{side}{shape}{between}",
        f"ao{others}{side}{opener}{passive}",
        f"k{min(cues, 3)}{where}",
        f"kl{min(cues, 2)}{length}{side}{mark}",
        f"b{mark}{left}{side}",
        f"bw{mark}{left}{where}{opener}",
    ]
