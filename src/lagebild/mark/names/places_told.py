"""Places that no list has, but of which the sentence says so: "the village of Nagrig", "in Matias Romero, Mexico"."""

from __future__ import annotations

from lagebild.mark.names.place_words import TOLD, part_of_name, place_words
from lagebild.mark.names.sentence import Sentence, bare

_PLACED = ("place", "country")
_LONGEST = 3
_CLOSING = frozenset((",", ".", ";", ":", ")", "—", "–", "!", "?", "”", '"', "where"))


def find(sentence: Sentence) -> None:
    """Adds places with `entry` TOLD, in English: capitals show names there."""
    texts, words = sentence.texts, place_words()
    if ("," not in texts and words.settlements.isdisjoint(texts)) or sentence.shouting:
        return
    for at, text in enumerate(texts[:-1]):
        if text == "of" and at and texts[at - 1] in words.settlements:
            _add(sentence, at + 1, _end(sentence, at + 1))
        elif text in words.within and "," in texts[at + 2 : at + 3 + _LONGEST]:
            last = _end(sentence, at + 1)
            if _lies_in(sentence, last):
                _add(sentence, at + 1, last)


def _end(sentence: Sentence, first: int) -> int:
    """The token after a name of up to three free words that begins at `first`; `first` where none does."""
    last = first
    while last < len(sentence.texts) and last - first < _LONGEST:
        text = sentence.texts[last]
        if sentence.taken[last] is not None or not part_of_name(bare(text)):
            break
        last += 1
        if bare(text) != text:
            break
    return last


def _lies_in(sentence: Sentence, at: int) -> bool:
    """Whether ", Mexico" follows, set off as what the name lies in: not "in March, Mexico said"."""
    texts, taken = sentence.texts, sentence.taken
    if at + 1 >= len(texts) or texts[at] != "," or (owner := taken[at + 1]) is None or owner.kind not in _PLACED:
        return False
    last = at + 1
    while last < len(texts) and taken[last] is not None:
        last += 1
    return last >= len(texts) or texts[last] in _CLOSING


def _add(sentence: Sentence, first: int, last: int) -> None:
    if last == first or (last < len(sentence.texts) and sentence.taken[last] is not None):
        return
    word = sentence.words[last - 1]
    sentence.add(first, last, TOLD, end=word.end - len(word.text) + len(bare(word.text)))
