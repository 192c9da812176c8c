"""Core values as JSON and back, field by field. Fields that hold their default are left out."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> str:
    """`value`, a core noun, as JSON: the same bytes for the same value."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The `kind` that `dump` wrote. Raises ValueError, KeyError or TypeError when it is something else."""
    reader = _reader(cast(Any, kind))
    return cast(T, reader(json.loads(text)))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((name, default, getattr(value, name)) for name, default in _fields(type(value)))
        return {name: _plain(v) for name, default, v in pairs if default is MISSING or v != default}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a `kind` of its JSON form."""
    made = _container(kind)
    if made is not None:
        return made
    if kind is date:
        return date.fromisoformat
    if is_dataclass(kind):
        # Looked up late, as nouns may hold each other.
        return lambda value: _dataclass(cast(type, kind), value)
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        return lambda value: _named(kind, value)
    return lambda value: value


def _container(kind: Any) -> Callable[[Any], Any] | None:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        item = _reader(inner[0])
        return lambda value: tuple(item(v) for v in value)
    if origin is tuple:
        items = tuple(_reader(i) for i in inner)
        return lambda value: tuple(item(v) for item, v in zip(items, value, strict=True))
    if origin is Literal:
        return lambda value: value
    if origin in (Union, types.UnionType):
        real = [i for i in inner if i is not type(None)]
        some = _reader(real[0]) if len(real) == 1 else lambda value: value
        return lambda value: None if value is None else some(value)
    return None


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _dataclass(kind: type, value: dict[str, Any]) -> Any:
    # Fields of a newer version are passed over.
    readers = _readers(kind)
    return kind(**{name: readers[name](v) for name, v in value.items() if name in readers})


def _named(kind: Any, value: list[Any]) -> Any:
    readers = _readers(kind)
    return kind(*(readers[name](v) for name, v in zip(kind._fields, value, strict=False)))
