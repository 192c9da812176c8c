"""The kind of a source: by content first, by file name second."""

import gzip

import pytest

from lagebild.gather.kinds import kind_of

CASES = [
    (b"Minsk. Ein Bericht.", "a.txt", "text"),
    (b"Minsk. Ein Bericht.", "a.md", "markdown"),
    (b"", "a.txt", "text"),
    (b"<!DOCTYPE html><html><body>", "a.txt", "html"),  # content before name
    (b"\xef\xbb\xbf<html>", "page", "html"),  # byte order mark
    (b"<!-- made by hand -->\n<!doctype html>", "x", "html"),  # comment before the type
    (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML"><html>', "x", "html"),
    (b'<?xml version="1.0"?>\n<rss version="2.0">', "x.html", "feed"),
    (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', "", "feed"),
    (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss>', "", "feed"),
    (b'{"id": "1", "text": "x"}\n', "a.txt", "jsonl"),
    (b'{"id": "1"', "a.jsonl", "jsonl"),
    (b"not json", "a.jsonl", "jsonl"),  # so that its lines are named
    (b"WARC/1.1\r\n", "a", "warc"),
    (b"%PDF-1.7\n", "a.html", "pdf"),
    (gzip.compress(b"x", mtime=0), "a.txt", "gzip"),  # the same id on each worker that collects
    (b"a < b and <b>bold</b>", "note.txt", "text"),  # a text that has a tag in it
    (b"<p>Ein Fragment</p>", "x", "html"),
    ("<html><body>".encode("utf-16"), "x", "html"),
]


@pytest.mark.parametrize(("head", "name", "kind"), CASES)
def test_kind(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind
