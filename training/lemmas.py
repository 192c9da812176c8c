"""The table of places at which simplemma's dictionaries can be decoded from: `python -m training.lemmas`

Made anew when requirements/core.lock takes another edition of simplemma; until then the whole dictionary is decoded.
"""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Any

import numpy as np

from lagebild.mark.lemmas import _BEFORE, _HEAD, digest, entries, packed

TARGET = Path(__file__).resolve().parents[1] / "src/lagebild/models/lemmas.npz"
LANGUAGES = ("de", "en")
EVERY = 32


def places(data: bytes) -> tuple[list[int], list[bytes]]:
    """Where decoding can begin, and how the word there begins. Not where the lemma is that of the entry before, nor
    where a number takes two bytes."""
    begins: list[int] = []
    shared: list[bytes] = []
    since = EVERY
    for at, word, _ in entries(data, _HEAD, len(data)):
        size = data[at + 1]
        if since >= EVERY and data[at] < 128 and size < 128 and data[at + 2 + size] != _BEFORE:
            begins.append(at)
            shared.append(word[: data[at]])
            since = 0
        since += 1
    return begins, shared


def main() -> None:
    """Writes the table."""
    arrays: dict[str, Any] = {}
    for language in LANGUAGES:
        raw = packed(language)
        data = lzma.decompress(raw)
        begins, shared = places(data)
        assert data[:6] == b"SMFC1\0", "another format"
        arrays[f"{language}_digest"] = np.array(digest(raw))
        arrays[f"{language}_steps"] = np.diff(begins, prepend=0).astype(np.uint16)
        arrays[f"{language}_shared"] = np.frombuffer(b"\0".join(shared), np.uint8)
        print(f"{language}: {len(begins)} places in {len(data)} bytes")
    np.savez_compressed(TARGET, **arrays)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
