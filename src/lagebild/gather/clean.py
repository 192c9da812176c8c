"""Text as every later stage may rely on it: NFC, `\\n` line ends, no control or direction characters."""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
_LINE_ENDS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_SPACES = dict.fromkeys(
    map(ord, "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_DROPPED = dict.fromkeys(
    [
        *(c for c in range(0x20) if c not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),  # delete and the C1 controls
        0xAD,  # soft hyphen
        *(0x200B, 0x200E, 0x200F, 0xFEFF),  # zero width space, direction marks, byte order mark
        *range(0x202A, 0x202F),  # direction embeddings and overrides: they can make a sentence read otherwise
        *range(0x2060, 0x2070),
        *(0xFFF9, 0xFFFA, 0xFFFB),
    ]
)
_TABLE: dict[int, str | None] = {
    **_DROPPED,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **_SPACES,
    **_LINE_ENDS,
}
_RUNS = re.compile(r"[ \t]{2,}|\t")
_EDGES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """`text` in NFC with `\\n` line ends, each white space one space, at most one empty line in a row, no white
    space at its ends or at the ends of lines, and without characters that can't be seen (joiners stay: scripts and
    emoji need them)."""
    if text.isprintable():  # no white space but the space, and nothing that can't be seen: most paragraphs
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        return (_RUNS.sub(" ", text) if "  " in text else text).strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = text.translate(_TABLE)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = _EDGES.sub("\n", _RUNS.sub(" ", text))
    return _GAPS.sub("\n\n", text).strip()


def line(text: str) -> str:
    """`text` cleaned and on one line."""
    return " ".join(clean(text).split())
