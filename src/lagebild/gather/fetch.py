"""URLs: one page over the network, within bounds, and never to where the caller did not mean to go.

Each hop is resolved once, its addresses are checked, and the connection goes to the checked address itself: a name
that resolves otherwise a moment later (DNS rebinding) changes nothing. TLS still verifies the host's name.
"""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lagebild.errors import Unreadable

from .limits import size
from .raw import Options, Page
from .urls import canonical
from .warc import decoded

_CHARSET = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)
REDIRECTS = frozenset((301, 302, 303, 307, 308))
AGENT = "Lagebild (reads news reports; asks once a page)"
"""What the program says it is, everywhere the same: its first word is the name that robots.txt knows it by."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch(url: str, options: Options) -> Page:
    """The page at `url`. It is known by this URL, whatever it redirects to. Raises Unreadable for what is not
    http(s), leads to a private address (unless `options.allow_private`), fails, or passes a limit."""
    known = canonical(url)
    if known is None:
        raise Unreadable(url, "is no http or https URL", "give a web address or a file")
    if "@" in urlsplit(url).netloc:
        raise Unreadable(_shown(url), "carries a login, which would be sent and kept", "save the page and add the file")
    deadline = time.monotonic() + options.limits.seconds
    with session(options) as client:
        at = url
        for _ in range(options.limits.redirects + 1):
            page = _hop(client, at, url, options, deadline)
            if isinstance(page, Page):
                page.url = known
                return page
            at = page
    raise Unreadable(url, f"redirects more than {options.limits.redirects} times", "give the final address")


def _shown(url: str) -> str:
    return canonical(url) or url


def _patience(options: Options) -> float:
    return min(20.0, options.limits.seconds)


def _hop(client: Any, at: str, url: str, options: Options, deadline: float) -> Page | str:
    """One request: the page, or the address that it redirects to."""
    reply = ask(client, at, url, options, deadline)
    if reply.status in REDIRECTS and (location := reply.headers.get("location")):
        return redirected(at, location, url)
    if reply.status != 200:
        raise Unreadable(url, f"the server answered {reply.status}", "check the address")
    charset = _CHARSET.search(reply.headers.get("content-type", ""))
    return Page(reply.data, url, charset[1] if charset else None, options.fetched)


class Reply(NamedTuple):
    """What a server answered: names of headers in small letters; the decoded body of a 200, else nothing."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(
    client: Any,
    at: str,
    url: str,
    options: Options,
    deadline: float,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Reply:
    """One request to `at`, for the sake of `url`, which errors name; redirects are not followed. `deadline` is a moment
    of `time.monotonic`. Raises Unreadable when there is no answer, or one that passes the limits."""
    import httpx

    host = urlsplit(at).hostname or ""
    address = resolve(at, url, allow_private=options.allow_private)
    target = httpx.URL(at).copy_with(host=str(address), fragment=None)
    sent = {
        "Host": httpx.URL(at).netloc.decode("ascii"),
        "User-Agent": AGENT,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        **(headers or {}),
    }
    request = client.build_request(method, target, headers=sent, content=content, extensions=_tls(at, host))
    try:
        response = client.send(request, stream=True)
        try:
            data = _read(response, url, options, deadline) if response.status_code == 200 else b""
            return Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, data)
        finally:
            response.close()
    except httpx.TimeoutException:
        raise Unreadable(url, "did not answer in time", "try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as e:
        raise Unreadable(url, f"cannot be fetched ({e or type(e).__name__})", "check the address") from None


def session(options: Options) -> Any:
    """An HTTP client that goes nowhere by itself: no redirects, and no proxy from the environment, since what a proxy
    connects to could not be checked. A context manager."""
    import httpx

    return httpx.Client(trust_env=False, follow_redirects=False, timeout=_patience(options))


def _tls(at: str, host: str) -> dict[str, Any]:
    timeout: dict[str, Any] = {}
    if urlsplit(at).scheme.lower() == "https":
        timeout["sni_hostname"] = host.encode("idna").decode("ascii") if not _literal(host) else host
    return timeout


def redirected(at: str, location: str, url: str) -> str:
    """Where `location`, an answer of `at`, leads. Raises Unreadable for what is no plain web address, and for a step
    from https to http."""
    target = urljoin(at, location)
    if canonical(target) is None or "@" in urlsplit(target).netloc:
        raise Unreadable(url, "redirects to what is no plain http or https URL", "check the address")
    if urlsplit(at).scheme.lower() == "https" and urlsplit(target).scheme.lower() == "http":
        raise Unreadable(url, "redirects from https to http", "give the final address, if you trust it")
    return target


def _read(response: Any, url: str, options: Options, deadline: float) -> bytes:
    limits = options.limits
    declared = response.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > limits.bytes:
        raise Unreadable(url, f"is larger than {size(limits.bytes)}", "raise the limit 'bytes'")
    buffer = io.BytesIO()
    for chunk in response.iter_raw():
        buffer.write(chunk)
        if buffer.tell() > limits.bytes:
            raise Unreadable(url, f"is larger than {size(limits.bytes)}", "raise the limit 'bytes'")
        if time.monotonic() > deadline:
            raise Unreadable(url, f"took longer than {limits.seconds:g} seconds", "try again later")
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    return decoded(buffer.getvalue(), encoding, url, options)


def resolve(at: str, url: str, *, allow_private: bool) -> Address:
    """The address to connect to for `at`: the first that its host resolves to and that is allowed."""
    parts = urlsplit(at)
    host = parts.hostname or ""
    try:
        name = host if _literal(host) else host.encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError):
        raise Unreadable(url, f"the host '{host}' is not known", "check the address and the network") from None
    addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    allowed = [a for a in addresses if allow_private or is_public(a)]
    if not allowed:
        raise Unreadable(
            url, f"the host '{host}' has a private address ({addresses[0]})", "use --allow-private if you mean it"
        )
    return allowed[0]


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: Address) -> bool:
    """True for an address of the public internet; those that carry an IPv4 address inside count as that one."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inside is None and address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
