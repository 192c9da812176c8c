"""What leaves the program: lines on standard output, files written aside and renamed, tables."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from lagebild.errors import LagebildError, plain


def line(text: str) -> None:
    """One line of result on standard output, sent at once. Lone surrogates become JSON escapes."""
    if sys.stdout is None:
        raise LagebildError("standard output", "is closed", "send it to a file or a terminal")
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise LagebildError("standard output", f"cannot be written: {error.strerror}", "free some space") from None


def error(text: object) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        print(f"lagebild: {plain(str(text), 2000)}", file=sys.stderr, flush=True)


def ready(path: Path) -> None:
    """Raises LagebildError, before the work for a file at `path`, where it could not be written there."""
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise _unwritten(path, "it is a folder")
    if not real.parent.is_dir():
        raise _unwritten(path, os.strerror(errno.ENOENT))
    if not os.access(real.parent, os.W_OK):
        raise _unwritten(path, os.strerror(errno.EACCES))


def _unwritten(path: Path, reason: str) -> LagebildError:
    return LagebildError(str(path), f"cannot be written: {reason}", "check its folder and the free space")


def file(path: Path, content: str | bytes | Iterable[str]) -> None:
    """Writes `content` (text as UTF-8, or such text a piece at a time) to `path` by way of a file aside: a reader sees
    the old or the new one, whole.

    Raises LagebildError when it cannot be written.
    """
    aside, named = None, path
    path = Path(os.path.realpath(path))  # a link stays a link
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            if isinstance(content, bytes):
                out.write(content)
            else:
                out.writelines(piece.encode() for piece in ([content] if isinstance(content, str) else content))
            out.flush()
            os.fsync(out.fileno())
        # mkstemp makes files for the owner's eyes; a report is as open as any new file.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(aside, 0o666 & ~mask)
        os.replace(aside, path)
        aside = None
    except OSError as fault:
        raise _unwritten(named, fault.strerror or str(fault)) from None
    finally:
        if aside is not None:
            with contextlib.suppress(OSError):
                os.unlink(aside)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output: drawn in a terminal, else a line a row with tabs between, for other programs."""
    cells = [[plain(cell, 400) for cell in row] for row in rows]
    if sys.stdout is None or not sys.stdout.isatty():
        for row in [list(head), *cells]:
            line("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*head, title=title, title_justify="left")
    for row in cells:
        # As text: what a report says is never read as markup.
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)
