"""robots.txt (RFC 9309): what a host lets this program ask for, and how long it wants to be left alone in between."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

AGENT = "lagebild"
_MOST = 500 * 1024
_LONGEST_DELAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for this program: (path pattern, allowed), and the seconds between two requests."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """True when the longest pattern that matches the path of `url` allows it, or none matches. Linear time."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        found = [(len(pattern), allowed) for pattern, allowed in self.paths if _matches(pattern, path)]
        return max(found, default=(0, True))[1]


OPEN, CLOSED = Rules(), Rules((("/", False),))
"""A host without a robots.txt; one whose robots.txt cannot be had."""


def rules(data: bytes) -> Rules:
    """The rules of a robots.txt: of the groups that name this program, else of those for all. What goes on behind
    500 KiB is not read."""
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named = False
    agents: list[str] = []
    open_group = False
    for line in data[:_MOST].decode("utf-8-sig", "replace").splitlines():
        key, sep, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not sep:
            continue
        if key == "user-agent":
            agents = [*agents, value.lower()] if open_group else [value.lower()]
            open_group = True
            named = named or _is_own(value.lower())
            continue
        if key in ("allow", "disallow", "crawl-delay"):
            open_group = False
            if any(map(_is_own, agents)):
                own.append((key, value))
            elif "*" in agents:
                others.append((key, value))
    return _rules(own if named else others)


def _is_own(agent: str) -> bool:
    return agent.partition("/")[0].strip() == AGENT


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = tuple((_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)
    delays = [d for key, value in lines if key == "crawl-delay" and (d := _seconds(value)) is not None]
    return Rules(paths, max(delays, default=0.0))


def _seconds(value: str) -> float | None:
    try:
        found = float(value)
    except ValueError:
        return None
    return min(found, _LONGEST_DELAY) if found >= 0 else None


def _normal(path: str) -> str:
    # One spelling for what may be written with and without percent signs.
    return quote(unquote(path, errors="replace"), safe="/?&=*$%+,;:@!~'()")


def _matches(pattern: str, path: str) -> bool:
    """True when `path` begins with the pattern; `*` stands for anything, `$` at the end for the end."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for n, piece in enumerate(rest):
        if whole and n == len(rest) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or at == len(path)
