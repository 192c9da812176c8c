"""Alerts sent on: a POST of JSON to a host that was allowed by name, signed where there is a secret to sign with."""

from __future__ import annotations

import hashlib
import hmac
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from lagebild.errors import BadInput, Unreadable
from lagebild.gather.fetch import ask, session
from lagebild.gather.limits import Limits
from lagebild.gather.raw import Options
from lagebild.gather.urls import canonical

_NAMESPACE = UUID("0d1a1c63-0f8e-5b35-9f0a-6a2c2d6f7e11")
_PAUSES = (1.0, 5.0, 25.0)
_LONGEST_PAUSE = 60.0
_LIMITS = Limits(bytes=65_536, decompressed=65_536, seconds=15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where alerts are sent. `hosts` are the allowed host names; with `secret`, each request is signed. Redirects are
    not followed, and a private address is refused unless `allow_private`."""

    url: str
    hosts: tuple[str, ...]
    secret: bytes | None = None
    allow_private: bool = False
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        if canonical(self.url) is None or "@" in urlsplit(self.url).netloc:
            raise BadInput("webhook", "is no plain web address", "give https://host/path, without a login in it")
        parts = urlsplit(self.url)
        host = (parts.hostname or "").lower()
        if host not in {h.lower() for h in self.hosts}:
            raise BadInput("webhook", f"the host '{host}' is not allowed", f"add --allow-host {host} if you mean it")
        if parts.scheme.lower() != "https" and not self.allow_private:
            raise BadInput("webhook", "is not https", "what is sent must not be read on the way; use https")

    def send(self, body: bytes) -> str | None:
        """Sends `body`; tries again where that may help. Gives None when it was taken, else the reason in words."""
        reason = ""
        for pause in (0.0, *_PAUSES):
            if pause:
                self.sleep(pause * (0.75 + self.chance() / 2))
            reason, again, wait = self._once(body)
            if not reason or not again:
                break
            if wait:
                self.sleep(min(wait, _LONGEST_PAUSE))
        return reason or None

    def _once(self, body: bytes) -> tuple[str, bool, float]:
        """What was wrong ("" for nothing), whether to try again, and the seconds that the server asks to wait."""
        options = Options(limits=_LIMITS, allow_private=self.allow_private)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "*/*",
            # The same alert has the same key, however often it is sent.
            "Idempotency-Key": str(uuid5(_NAMESPACE, hashlib.sha256(body).hexdigest())),
            **self.signature(body),
        }
        try:
            with session(options) as client:
                deadline = time.monotonic() + _LIMITS.seconds
                reply = ask(client, self.url, self.url, options, deadline, method="POST", headers=headers, content=body)
        except Unreadable as error:
            return error.reason, "private address" not in error.reason, 0.0
        if 200 <= reply.status < 300:
            return "", False, 0.0
        wait = reply.headers.get("retry-after", "")
        again = reply.status in (408, 425, 429) or reply.status >= 500
        return f"the server answered {reply.status}", again, float(wait) if wait.isdigit() and len(wait) < 6 else 0.0

    def signature(self, body: bytes, *, now: datetime | None = None) -> dict[str, str]:
        """The headers that prove who sent `body` and when: HMAC-SHA-256 over the time, a full stop and the body."""
        if self.secret is None:
            return {}
        stamp = str(int((now or datetime.now(UTC)).timestamp()))
        digest = hmac.new(self.secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"X-Lagebild-Timestamp": stamp, "X-Lagebild-Signature": f"sha256={digest}"}
