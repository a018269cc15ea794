"""Only the page itself may talk to the workshop: host and origin by equality, a code for a room, small bodies.

Every answer carries a strict content security policy; an error shows one sentence and never a path or a trace.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cohesion_sim.app import limits
from cohesion_sim.app.refusing import HEADER, RefusedError, refused, said, spoken

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
COOKIE = "cohesion_workshop"
OPEN_TO_ALL = ("/join", "/static/join.css", "/static/style.css")


@dataclass
class Door:
    """Who may come in.

    Attributes
    ----------
    hosts
        Values of the Host header that are ours, such as ``127.0.0.1:8700``.
    code
        The join code; empty if the workshop listens on this machine only.
    """

    hosts: frozenset[str]
    code: str = ""
    _tokens: set[str] = field(default_factory=set)
    _wrong: int = 0

    def admit(self, code: str) -> str | None:
        """Return a token for the right code; after many wrong ones nobody new is admitted."""
        if self._wrong >= 500 or not secrets.compare_digest(code.strip().upper().encode(), self.code.encode()):
            self._wrong += 1
            return None
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return token

    def knows(self, cookies: str) -> bool:
        """Return whether a Cookie header holds a token that was given out."""
        try:
            jar = SimpleCookie(cookies)
        except CookieError:
            return False
        return COOKIE in jar and jar[COOKIE].value in self._tokens


class Guard:
    """Stands before the application and turns away what does not belong."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self.refusal(scope, headers)
        if refusal is not None:
            await answer(send, refusal[0], said(refusal[1], spoken(headers.get(HEADER, ""))))
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                extra = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in given]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, limited(receive), guarded)

    def refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, RefusedError] | None:
        """Return why a request is refused, with its status; nothing if it is welcome."""
        host = headers.get("host", "")
        if host not in self.door.hosts:
            return 421, refused("address")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, refused("method")
        origin = headers.get("origin", "")
        if origin and origin != f"http://{host}":
            return 403, refused("page")
        if scope["method"] == "POST" and not origin and headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, refused("page")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limits.MOST_BYTES:
            return 413, refused("large", most=limits.MOST_BYTES // 1024)
        if self.door.code and scope["path"] not in OPEN_TO_ALL and not self.door.knows(headers.get("cookie", "")):
            return 401, refused("join")
        return None


def limited(receive: Receive) -> Receive:
    """Return a receiver that stops at the largest body, however it is sent."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limits.MOST_BYTES:
            raise refused("large", most=limits.MOST_BYTES // 1024)
        return message

    return counted


async def answer(send: Send, status: int, words: str) -> None:
    """Send a refusal as JSON; who has no token yet is led to the page that asks for the code."""
    body = json.dumps({"error": words}).encode()
    headers = {**HEADERS, "content-type": "application/json"}
    if status == 401:
        status, headers["location"] = 303, "/join"
    await send({
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": body})


def field_of(form: bytes, name: str) -> str:
    """Return a field of an URL-encoded form; empty if it is not there."""
    return parse_qs(form.decode("utf-8", "replace")).get(name, [""])[0]
