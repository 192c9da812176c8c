"""Foreign text made safe to look at. Escaping for HTML is the template's; this is about characters that
deceive the eye or that no page may hold."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Control characters but line ends and tabs; embeddings, overrides and isolates, which turn the words after them round,
# also outside the quotation; surrogates; the non-characters at the end of each plane and in the block of Arabic forms.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_MARK = "\N{REPLACEMENT CHARACTER}"


def visible(text: str) -> str:
    """`text` with each control character, lone surrogate, non-character and direction override replaced by U+FFFD.
    One code point for one, so that spans stay true; line ends and tabs are kept."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_MARK, text)


def inline(text: str) -> str:
    """`visible` text on one line, runs of white space as one space: for names, titles and labels. No-break spaces
    stay: they hold figures together."""
    return _SPACE.sub(" ", visible(text)).strip()


def web_address(url: str | None) -> str | None:
    """The address if it may be linked: http or https, with a host and no user name in it. Else None."""
    if not url or _MARK in visible(url) or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        return None
    return url if usable else None
