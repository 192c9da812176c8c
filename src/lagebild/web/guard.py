"""The door of the application: who may come in, from where, how often, and with how much.

Everything is settled before a page is asked for: the Host header (against DNS rebinding), where a request that
changes something comes from (against forged requests), the token, the rate and the size. Each answer leaves with a
Content-Security-Policy under which no script of a report could run even if one slipped through.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
COOKIE = "lagebild"
_BURST = 5.0
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What the door lets through. `hosts` are the names the application is reached by, without ports. `token_hash` is
    an argon2 hash; with it, nothing but the sign-in page is shown without the token. Rates are requests a second of
    one client, with bursts of four seconds or five requests; sizes are bytes of a request's body."""

    hosts: tuple[str, ...] = LOOPBACK
    token_hash: str | None = None
    reads: float = 500.0
    writes: float = 10.0
    sign_ins: float = 0.2
    largest: int = 64 * 1024 * 1024
    largest_form: int = 64 * 1024


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(slots=True)
class Rates:
    """Token buckets by client and kind of request; the oldest are forgotten."""

    most: int = 4096
    _held: OrderedDict[tuple[str, str], _Bucket] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, client: str, kind: str, rate: float) -> float:
        """0.0 when the request may pass, else the seconds until one may."""
        now, size = time.monotonic(), max(_BURST, rate * 4)
        with self._lock:
            bucket = self._held.setdefault((client, kind), _Bucket(size, now))
            self._held.move_to_end((client, kind))
            if len(self._held) > self.most:
                self._held.popitem(last=False)
            bucket.left = min(size, bucket.left + (now - bucket.at) * rate)
            bucket.at = now
            if bucket.left >= 1:
                bucket.left -= 1
                return 0.0
            return (1 - bucket.left) / rate


class Keys:
    """Who has shown the token: by it, or by the cookie that was given for it."""

    def __init__(self, guard: Guard) -> None:
        self._hash, self._rates = guard.token_hash, Rates()
        self._secret = secrets.token_bytes(32)
        self._good: set[bytes] = set()

    def session(self) -> str:
        """What the cookie holds once the token was given: nothing that could be guessed, or outlives the process."""
        return hmac.new(self._secret, (self._hash or "").encode(), hashlib.sha256).hexdigest()

    def fits(self, token: str) -> bool:
        """True for the token. Tried at most a few times a second, whoever asks."""
        # argon2 is slow on purpose; what was right once is remembered by a keyed hash.
        mark = hmac.new(self._secret, token.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        if mark in self._good:
            return True
        if self._rates.wait("token", "check", 5.0) or not fits(self._hash, token):
            return False
        self._good.add(mark)
        return True


class Door:
    """The ASGI middleware that holds a `Guard` to be true."""

    def __init__(self, app: ASGIApp, guard: Guard, keys: Keys) -> None:
        self._app, self._guard, self._keys, self._rates = app, guard, keys, Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._refused(scope, headers)
        if answer is None:
            await self._app(scope, self._bounded(scope, receive), _dressed(send))
        else:
            await answer(scope, receive, _dressed(send))

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        host = _host(headers.get("host", ""))
        if host not in self._guard.hosts:
            return _refusal(path, 421, "this name is not served here; name it with --host-name")
        client = (scope.get("client") or ("-", 0))[0]
        kind, rate = ("read", self._guard.reads) if method in SAFE else ("write", self._guard.writes)
        if path == "/sign-in" and method not in SAFE:
            kind, rate = "sign-in", self._guard.sign_ins
        wait = self._rates.wait(client, kind, rate)
        if wait:
            refused = _refusal(path, 429, "too many requests; wait a moment")
            refused.headers["retry-after"] = str(int(wait) + 1)
            return refused
        if method not in SAFE and not self._own(headers):
            return _refusal(path, 403, "the request comes from another site")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most(scope):
            return _refusal(path, 413, "the request is too large")
        return self._unknown(scope, headers)

    def _own(self, headers: Headers) -> bool:
        """True for what the application's own pages send, and for programs that are no browser. A browser tells where
        a request comes from; a form of another site can't hide it, and can't send JSON without asking first."""
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is not None:
            return urlsplit(origin).netloc == headers.get("host") and origin != "null"
        return site is not None or headers.get("content-type", "").startswith("application/json")

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        path = scope["path"]
        if self._guard.token_hash is None or path == "/sign-in" or path.startswith("/static/"):
            return None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._keys.fits(given.strip()):
            return None
        if hmac.compare_digest(_cookie(headers), self._keys.session()):
            return None
        if path.startswith("/api/"):
            refused = _refusal(path, 401, "give the token: Authorization: Bearer …")
            refused.headers["www-authenticate"] = "Bearer"
            return refused
        return RedirectResponse("/sign-in", 303)

    def _most(self, scope: Scope) -> int:
        return self._guard.largest if scope["path"].endswith("/add") else self._guard.largest_form

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Counts what comes in: a length that was not told, or told wrongly, ends the request."""
        left = self._most(scope)

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            if message["type"] == "http.request":
                left -= len(message.get("body", b""))
                if left < 0:
                    return {"type": "http.disconnect"}
            return message

        return counted


def fits(token_hash: str | None, token: str) -> bool:
    """True when `token` is the one that was hashed."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return token_hash is not None and len(token) <= 1000 and PasswordHasher().verify(token_hash, token)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False


def hashed(token: str) -> str:
    """The argon2 hash of a token."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(token)


def is_loopback(address: str) -> bool:
    """True for an address that only this machine reaches."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _host(header: str) -> str:
    """The name in a Host header, without port and brackets; empty where it is none."""
    if any(c in header for c in "/\\@?# ,"):
        return ""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found and found.value.isascii() else ""


def _refusal(path: str, status: int, reason: str) -> Response:
    if path.startswith("/api/"):
        return JSONResponse({"detail": reason}, status)
    return PlainTextResponse(f"{reason}\n", status)


def _dressed(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS:
                headers[name] = value
        await send(message)

    return dressed
