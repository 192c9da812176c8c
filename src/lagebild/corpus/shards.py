"""Shards: the files of a crawl, wherever they lie, each with a key that never changes."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from lagebild.errors import BadInput

from .needs import need

SUFFIXES: tuple[str, ...] = (".warc", ".wet", ".jsonl", ".ndjson", ".parquet")
"""What a file in a folder must end in, with or without `.gz`, to be taken for a shard. A file that is named is read
whatever it is called."""
_ODD = re.compile(r"[^A-Za-z0-9.-]+")
_BLOCK = 1 << 22  # bytes that are read ahead from a remote file


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of a crawl. `source` as it was named, `size` in bytes, `stamp` its ETag or time of change: when one of
    these is another, so is the file."""

    source: str
    size: int
    stamp: str

    @property
    def key(self) -> str:
        """The name of the shard in a corpus: it follows from where the file lies."""
        place = self.source if is_remote(self.source) else os.path.abspath(self.source)
        digest = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        stem = _ODD.sub("-", os.path.basename(self.source.rstrip("/")))[:60].strip(".-") or "shard"
        return f"{stem}-{digest}"

    def same(self, marker: dict[str, Any]) -> bool:
        """True when the file is still the one that a completion marker tells of."""
        told = marker.get("input", {})
        return bool(told.get("size") == self.size and told.get("stamp") == self.stamp)


def is_remote(source: str) -> bool:
    """True for a URL of a file system that fsspec knows."""
    return "://" in source and not source.startswith("file://")


def expand(sources: Iterable[str | os.PathLike[str]]) -> tuple[Shard, ...]:
    """The shards that `sources` name: files, folders, patterns with `*`, local or fsspec URLs; each once, sorted.

    Raises BadInput for a source that names nothing.
    """
    found: dict[str, Shard] = {}
    for source in sources:
        name = os.fspath(source).removeprefix("file://")
        before = len(found)
        named = list(_remote(name) if is_remote(name) else _local(name))
        for shard in named:
            found.setdefault(shard.key, shard)
        if len(found) == before and not named:
            raise BadInput(name, "names no file", f"give files, folders with {', '.join(SUFFIXES)}, or patterns")
    return tuple(sorted(found.values(), key=lambda s: s.source))


def _local(name: str) -> Iterator[Shard]:
    path = Path(name)
    if path.is_dir():
        names = sorted(str(p) for p in path.rglob("*") if p.is_file() and _is_shard(p.name))
    elif path.exists() or not glob.has_magic(name):
        names = [name]
    else:
        names = sorted(n for n in glob.glob(name, recursive=True) if os.path.isfile(n))
    for one in names:
        try:
            status = os.stat(one)
        except OSError as error:
            raise BadInput(one, error.strerror or "cannot be read", "check the name") from None
        yield Shard(one, status.st_size, str(status.st_mtime_ns))


def _remote(url: str) -> Iterator[Shard]:
    system, path = file_system(url)
    try:
        if glob.has_magic(path):
            paths = [p for p in system.glob(path) if not p.endswith("/")]
        elif system.isdir(path):
            paths = [p for p in system.find(path) if _is_shard(p)]
        else:
            paths = [path]
        for one in sorted(paths):
            info = system.info(one)
            if info.get("type") == "directory":
                continue
            stamp = next(
                (str(info[k]) for k in ("ETag", "etag", "md5Hash", "mtime", "LastModified") if info.get(k)), ""
            )
            yield Shard(system.unstrip_protocol(one), int(info.get("size") or 0), stamp)
    except (OSError, ValueError) as error:
        raise BadInput(url, f"cannot be listed ({error})", "check the URL and the rights") from None


def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it. Raises BadInput for a protocol that is not installed."""
    core = need("fsspec.core")
    try:
        system, path = core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise BadInput(url, f"cannot be reached ({error})", "install what fsspec names for it") from None
    return system, str(path)


def open_shard(shard: Shard) -> IO[bytes]:
    """The bytes of a shard, seekable. Raises OSError."""
    if not is_remote(shard.source):
        return open(shard.source, "rb")
    system, path = file_system(shard.source)
    return cast("IO[bytes]", system.open(path, "rb", block_size=_BLOCK))


def _is_shard(name: str) -> bool:
    plain = name.removesuffix(".gz")
    return plain.endswith(SUFFIXES) and not name.rpartition("/")[2].startswith(".")
