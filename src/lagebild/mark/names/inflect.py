"""Forms of words that name countries' people, and of adjectives inside names: by rule, so that the lists hold one form
each."""

from __future__ import annotations

ADJECTIVE_ENDINGS = ("", "e", "em", "en", "er", "es")
_NO_PLURAL = ("ese", "sh", "ch", "ss", "s", "men", "ai", "Thai")

_TOWN_ADJECTIVES = {
    "Basel": "Basler",
    "Bremen": "Bremer",
    "Dresden": "Dresdner",
    "Essen": "Essener",
    "Moskau": "Moskauer",
    "München": "Münchner",
    "Zürich": "Zürcher",
}


def german_adjective(word: str) -> tuple[str, ...]:
    """All forms of "belarussisch"; "Schweizer" (from a place, capital, in -er) is invariable."""
    if word[0].isupper() and word.endswith("er"):
        return (word,)
    return tuple(word + ending for ending in ADJECTIVE_ENDINGS)


def adjectives(name: str) -> tuple[str, ...]:
    """The forms of a name whose adjectives are written with a star: "Deutsch* Bank" is "Deutsche Bank", "Deutschen
    Bank" and so on, each adjective with the same ending."""
    return tuple(name.replace("*", ending) for ending in ADJECTIVE_ENDINGS if ending) if "*" in name else (name,)


def german_people(word: str) -> tuple[str, ...]:
    """Masculine, feminine, plural and oblique forms of a noun for people: Russe, Ukrainer, Israeli, Jemenit."""
    if word.endswith("in"):
        return (word, word + "nen")
    if word.endswith("e"):
        stem = word[:-1]
        return (word, word + "n", stem + "in", stem + "innen")
    if word.endswith("er"):
        return (word, word + "s", word + "n", word + "in", word + "innen")
    if word[-1] in "aiou":
        return (word, word + "s", word + "n")
    return (word, word + "en", word + "in", word + "innen")


def english_people(word: str) -> tuple[str, ...]:
    """Singular and, where the word has one, plural in -s."""
    return (word,) if word.endswith(_NO_PLURAL) else (word, word + "s")


def place_adjective(town: str) -> str | None:
    """The German adjective in -er of a town ("Kiewer", "Minsker", "Moskauer"), None where the rule is unsure."""
    if town in _TOWN_ADJECTIVES:
        return _TOWN_ADJECTIVES[town]
    if not town.isalpha() or len(town) < 4 or town.endswith(("er", "en", "a", "i", "o", "y")):
        return None
    return town + "r" if town.endswith("e") else town + "er"
