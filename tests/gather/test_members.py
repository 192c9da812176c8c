"""gzip member by member: a broken one costs its own record and no other."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.making import packed, record

from lagebild.gather import Limits
from lagebild.gather.members import Member, members

LIMITS = Limits()
THREE = packed(record(1), record(2), record(3))


def found(data: bytes, limits: Limits = LIMITS) -> list[Member]:
    return list(members(io.BytesIO(data), limits))


def flipped(data: bytes, at: int) -> bytes:
    whole = bytearray(data)
    whole[at] ^= 0xFF
    return bytes(whole)


def test_each_member_comes_with_its_place() -> None:
    got = found(b"".join(THREE))
    assert [m.offset for m in got] == [0, len(THREE[0]), len(THREE[0]) + len(THREE[1])]
    assert [m.data for m in got] == [record(1), record(2), record(3)]
    assert {m.fault for m in got} == {None}


def test_padding_between_and_after_members_is_passed_over() -> None:
    got = found(THREE[0] + b"\0" * 70_000 + THREE[1] + b"\0" * 512)
    assert [m.data for m in got] == [record(1), record(2)]
    assert got[1].offset == len(THREE[0]) + 70_000


@pytest.mark.parametrize(
    "broken",
    [
        flipped(THREE[1], len(THREE[1]) // 2),  # a byte in the middle
        flipped(THREE[1], 0),  # no beginning
        flipped(THREE[1], -1),  # the length at the end
        THREE[1][:-40],  # cut off: the next begins in its middle
        THREE[1][:15],
    ],
)
def test_what_comes_after_a_broken_member_is_read(broken: bytes) -> None:
    got = found(THREE[0] + broken + THREE[2])
    assert [m.data for m in got if m.fault is None] == [record(1), record(3)]
    (fault,) = [m for m in got if m.fault is not None]
    assert fault.offset == len(THREE[0])
    assert fault.data == b""


def test_the_end_of_a_file_that_is_cut_off_is_one_fault() -> None:
    got = found(THREE[0] + THREE[1][:-10])
    assert [(m.offset, m.fault) for m in got] == [
        (0, None),
        (len(THREE[0]), "ends in the middle of a gzip member"),
    ]


def test_a_member_that_grows_too_much_is_a_fault_and_the_next_is_read() -> None:
    got = found(THREE[0] + gzip.compress(bytes(8 << 20)) + THREE[1])
    assert [m.data for m in got if m.fault is None] == [record(1), record(2)]
    assert [m.fault for m in got if m.fault] == ["grows more than 200 times when decompressed (a decompression bomb?)"]


def test_a_member_that_is_too_large_to_hold_is_left_to_a_stream() -> None:
    got = found(THREE[0] + gzip.compress(b"x" * 200_000), Limits(decompressed=100_000))
    assert (got[-1].whole, got[-1].offset) == (False, len(THREE[0]))


def test_no_bytes_are_no_members() -> None:
    assert found(b"") == []
    assert found(b"\0" * 1000) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=8), st.data())
def test_a_flipped_byte_costs_one_record_at_most(bodies: list[bytes], data: st.DataObject) -> None:
    made = packed(*(record(n, body) for n, body in enumerate(bodies)))
    whole = b"".join(made)
    if not whole:
        return
    at = data.draw(st.integers(0, len(whole) - 1))
    good = [m.data for m in found(flipped(whole, at)) if m.fault is None]
    expected = [zlib.decompress(m, 31) for m in made]
    assert sum(e not in good for e in expected) <= 1
