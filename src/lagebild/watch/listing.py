"""Which feeds: addresses as they are named, or listed in a file, one a line or as OPML."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from lagebild.errors import BadInput
from lagebild.gather.poll import Feed
from lagebild.gather.urls import canonical, is_url

_MOST, _FEEDS = 4_000_000, 2_000


def listed(sources: tuple[str, ...]) -> tuple[Feed, ...]:
    """The feeds in `sources`, web addresses and files, each once, in the order named. Raises BadInput."""
    found: dict[str, Feed] = {}
    for source in sources:
        for url in [source] if is_url(source) else _in_file(Path(source)):
            address = url.strip()
            if canonical(address) is None or "@" in urlsplit(address).netloc:
                raise BadInput(
                    source, f"'{address[:200]}' is no plain web address", "give http or https, without login"
                )
            found.setdefault(address, Feed(url=address))
    if len(found) > _FEEDS:
        raise BadInput("feeds", f"are more than {_FEEDS}", "watch fewer, or several cases")
    return tuple(found.values())


def _in_file(path: Path) -> list[str]:
    try:
        data = path.read_bytes()[: _MOST + 1]
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror}", "name a file of feeds, or an address") from None
    if len(data) > _MOST:
        raise BadInput(str(path), "is too long for a list of feeds", "name a file with one address a line")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _opml(data, path)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput(str(path), "is not UTF-8 text", "save it as UTF-8, one address a line") from None
    found = [bare for line in lines if (bare := re.sub(r"(^|\s)#.*", "", line).strip())]
    if not found:
        raise BadInput(str(path), "names no feed", "write one address a line")
    return found


def _opml(data: bytes, path: Path) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(str(path), "is no OPML that can be read", "write one address a line instead") from None
    found = [str(url) for o in tree.iter("outline") if (url := o.get("xmlUrl"))]
    if not found:
        raise BadInput(str(path), "is XML, but no OPML with feeds", "write one address a line instead")
    return found
