"""The language of each part, by a small offline model (py3langid) and, for most parts, by function words alone."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 1000
_SURE = 0.9
_SHORT = 60


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lagebild.data").joinpath("gather/languages.toml").read_text("utf-8"))


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in _data()["words"].items()}


@cache
def _model() -> Any:
    # Imported late: loading it takes most of a second, and texts that name their language never need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(_data()["known"])
    return model


def share(text: str, language: str) -> float:
    """The share of words in the first 1,000 characters of `text` that are function words of `language`."""
    known = _function_words().get(language)
    words = _WORD.findall(text[:_SAMPLE].lower())
    return sum(map(known.__contains__, words)) / len(words) if known and words else 0.0


def by_words(text: str) -> str | None:
    """The language whose function words are clearly most frequent in `text`; None where that is not clear."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if len(words) < 8:
        return None
    ranked = sorted(
        ((sum(map(known.__contains__, words)), code) for code, known in _function_words().items()), reverse=True
    )
    (first, code), (second, _) = ranked[0], ranked[1]
    return code if first >= 0.2 * len(words) and first >= 2 * second + 2 else None


def detect(text: str) -> str | None:
    """The language (ISO 639-1) of `text`, or None where it is too short or too mixed to say."""
    if sure := by_words(text):
        return sure
    sample = _middle(text)
    if sum(map(len, _WORD.findall(sample))) < 12:
        return None
    code, probability = _model().classify(sample)
    return str(code) if probability >= (_SURE if len(sample) < _SHORT else 0.5) else None


def detect_part(text: str, language: str | None) -> str | None:
    """The language of one part of a document in `language`. Short parts are of the document's language, unless
    their script says otherwise: names and numbers are no sign of a language."""
    if language and share(text, language) >= 0.15:
        return language
    if len(text) < _SHORT and language and _script(text) == _SCRIPTS.get(language, "LATIN"):
        return language
    return detect(text) or language


def _middle(text: str) -> str:
    """At most 1,000 characters of `text`, not from its very start where datelines and names stand."""
    if len(text) <= _SAMPLE:
        return text
    start = min(200, len(text) - _SAMPLE)
    return text[start : start + _SAMPLE]


_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_SCRIPTS = dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk"), "CYRILLIC")


def _script(text: str) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic == latin == 0:
        return "OTHER" if any(c.isalpha() for c in text) else "LATIN"
    return "CYRILLIC" if cyrillic > latin else "LATIN"
