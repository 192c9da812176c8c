"""Where a corpus lies: a folder or an fsspec URL, with one folder a shard that is there whole or not at all.

    corpus.json                what the corpus was read with
    shards/<key>/*.parquet     one file a table
    shards/<key>/done.json     the completion marker: counts, versions, what the input was
    failed/<key>.json          a shard that was set aside, and why
    inputs/<number>.json       the shards that a run was asked for
    copies/                    what `corpus copies` found
    aside/                     work under way; what a killed run leaves here is cleared by the next

On a local file system a shard is written aside and renamed, all its tables at once. An object store can't rename: there
its files are put one by one, the marker last, and a shard without its marker does not count.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lagebild.errors import CorpusError

from .shards import file_system, is_remote

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Place:
    """The root of a corpus. Raises CorpusError, in one line, when it cannot be read or written."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root).removeprefix("file://").rstrip("/") or "/"
        self.remote = is_remote(self.root)
        self._system: Any = None
        self._base = self.root
        if self.remote:
            self._system, self._base = file_system(self.root)

    def path(self, *names: str) -> str:
        """The path or URL of something in the corpus, as DuckDB and pyarrow take it."""
        return "/".join((self.root, *names))

    def make(self) -> None:
        """Makes the folder where there is none."""
        if self.remote:
            return
        with self.explained():
            os.makedirs(os.path.join(self.root, "shards"), exist_ok=True)

    def aside(self) -> Path:
        """A local folder for work under way, on the same file system as a local corpus."""
        if self.remote:
            return Path(tempfile.gettempdir()) / f"lagebild-{os.getpid()}"
        return Path(self.root) / "aside"

    def get(self, *names: str) -> Any:
        """The JSON in a file of the corpus; None where there is none."""
        with self.explained():
            try:
                if self._system is not None:
                    return json.loads(self._system.cat_file("/".join((self._base, *names))))
                return json.loads(Path(self.root, *names).read_bytes())
            except FileNotFoundError:
                return None
            except ValueError as error:
                raise CorpusError(self.path(*names), f"is damaged ({error})", "remove it and read again") from None

    def put(self, value: Any, *names: str) -> None:
        """Writes JSON to a file of the corpus: a reader sees the old or the new one, whole."""
        data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
        with self.explained():
            if self._system is not None:
                self._system.pipe_file("/".join((self._base, *names)), data)
                return
            path = Path(self.root, *names)
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
            try:
                _write(fresh, data)
                os.replace(fresh, path)
            finally:
                fresh.unlink(missing_ok=True)

    def drop(self, *names: str) -> None:
        """Removes a file or folder of the corpus, if it is there."""
        if self._system is not None:
            with contextlib.suppress(FileNotFoundError):
                self._system.rm("/".join((self._base, *names)), recursive=True)
            return
        path = Path(self.root, *names)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        """The names in a folder of the corpus, sorted; none where there is no such folder."""
        with self.explained():
            try:
                if self._system is not None:
                    found = self._system.ls(f"{self._base}/{folder}", detail=False)
                    return sorted(str(name).rstrip("/").rpartition("/")[2] for name in found)
                return sorted(os.listdir(os.path.join(self.root, folder)))
            except FileNotFoundError:
                return []

    def complete(self) -> dict[str, dict[str, Any]]:
        """The completion markers of the shards that are there, by key, sorted."""
        found = {key: self.get("shards", key, "done.json") for key in self.names("shards")}
        return {key: marker for key, marker in found.items() if marker is not None}

    def commit(self, folder: Path, key: str) -> bool:
        """Puts the files in the local `folder` in place as a shard, the marker last. False where another process did
        so first: then that shard stands, and `folder` is dropped."""
        with self.explained():
            if self._system is not None:
                for file in sorted(folder.iterdir(), key=lambda f: f.name == "done.json"):
                    self._system.put_file(str(file), f"{self._base}/shards/{key}/{file.name}")
                shutil.rmtree(folder)
                return True
            _settle(folder)
            target = Path(self.root, "shards", key)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.rename(folder, target)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                shutil.rmtree(folder)
                return False
            return True

    def clear_aside(self) -> None:
        """Drops what a killed run left."""
        shutil.rmtree(self.aside(), ignore_errors=True)

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Turns the system's errors about the corpus into CorpusErrors with a remedy."""
        try:
            yield
        except OSError as error:
            raise trouble(self.root, error) from error


def trouble(root: str, error: OSError) -> CorpusError:
    """The CorpusError that says in plain words what the system reports."""
    if is_full(error):
        return CorpusError(root, "the disk is full", "free some space and run the same command again: it goes on")
    reason = error.strerror or str(error)
    return CorpusError(root, f"cannot be read or written: {reason}", "check the folder and the rights")


def is_full(error: OSError) -> bool:
    """True where there is no more room to write; pyarrow tells the number in words only."""
    return error.errno in _FULL or any(f"errno {number}]" in str(error).lower() for number in _FULL)


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _settle(folder: Path) -> None:
    """Waits until the files are on the disk: a renamed folder of empty files is what a power cut would leave."""
    for file in folder.iterdir():
        with open(file, "rb+") as out:
            os.fsync(out.fileno())
