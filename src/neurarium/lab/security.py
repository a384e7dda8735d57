"""Who may come in: the guard in front of every route.

Three questions, all answered before a route runs:

1. *Host*: a lab that only this machine can reach answers to its loopback names alone, so that
   a page of somebody's own cannot reach it by pointing a name of its own at 127.0.0.1.
2. *Origin*: a browser says which page speaks. WebSockets and everything that changes something
   must come from a page of this very host. No Origin (curl, a script) is let through: whoever
   can send that is not a browser that was tricked, and a token is still asked for.
3. *Token*: asked for when the lab has one; in the link once, then in a cookie. Compared in
   constant time.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurarium.lab.options import LOOPBACK_NAMES, LabOptions
from neurarium.language import tr

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""For every page: scripts and styles from this server alone, no script in a page's text."""

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


class Guard:
    """ASGI middleware that asks the three questions and adds the security headers."""

    def __init__(self, app: ASGIApp, options: LabOptions) -> None:
        self.app = app
        self.options = options
        self.cookie = f"neurarium_{options.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        problem = self._host_problem(headers) or self._origin_problem(scope, headers)
        if problem:
            await _refuse(scope, receive, send, 403, problem)
            return
        if self.options.token is not None and not self._token_cookie_fits(headers):
            await self._ask_token(scope, receive, send, headers)
            return
        await self.app(scope, receive, _with_headers(send))

    def _host_problem(self, headers: Headers) -> str | None:
        if not self.options.is_loopback:
            return None
        name = _host_name(headers.get("host", ""))
        if name in LOOPBACK_NAMES or name == self.options.host:
            return None
        return tr(
            'This lab answers only to localhost, not to "{name}". Open it by the link that it '
            "printed, or start it with --host to reach it by another name.",
            name=name[:80],
        )

    def _origin_problem(self, scope: Scope, headers: Headers) -> str | None:
        origin = headers.get("origin")
        safe = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        if origin is None or safe or _same_host(origin, headers.get("host", "")):
            return None
        return tr('A page of "{origin}" may not speak to this lab.', origin=origin[:80])

    async def _ask_token(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        offered = query.pop("token", [""])[0] or _bearer(headers)
        if not self._fits(offered):
            text = tr("This lab asks for a token. Open it by the link that it printed.")
            await _refuse(scope, receive, send, 401, text)
        elif scope["type"] == "http" and scope["method"] == "GET" and _is_page(headers):
            # One slash alone: "//elsewhere" would lead to another host.
            place = "/" + quote(scope["path"].lstrip("/"))
            place += "?" + urlencode(query, doseq=True) if query else ""
            await _welcome(send, place, f"{self.cookie}={offered}")
        else:
            await self.app(scope, receive, _with_headers(send))

    def _token_cookie_fits(self, headers: Headers) -> bool:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return morsel is not None and self._fits(morsel.value)

    def _fits(self, offered: str) -> bool:
        token = self.options.token or ""
        return hmac.compare_digest(offered.encode(), token.encode())


def _host_name(host: str) -> str:
    """Return the name in a Host header: without the port, brackets and case."""
    try:
        return urlsplit("//" + host).hostname or ""
    except ValueError:
        return ""


def _same_host(origin: str, host: str) -> bool:
    try:
        place = urlsplit(origin)
        here = urlsplit(f"{place.scheme}://{host}")
        ports = {"http": 80, "https": 443}
        return (
            place.scheme in ports
            and place.hostname is not None
            and place.hostname == here.hostname
            and (place.port or ports[place.scheme]) == (here.port or ports[place.scheme])
        )
    except ValueError:
        return False


def _bearer(headers: Headers) -> str:
    kind, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def _is_page(headers: Headers) -> bool:
    return "text/html" in headers.get("accept", "")


async def _welcome(send: Send, place: str, cookie: str) -> None:
    """Keep the token in a cookie that scripts cannot read, and take it out of the address."""
    # Lax, not Strict: a link in a mail or chat leads here, and must find the cookie it just set.
    headers = MutableHeaders(
        {
            "Location": place,
            "Set-Cookie": f"{cookie}; Path=/; HttpOnly; SameSite=Lax",
            "Cache-Control": "no-store",
            **HEADERS,
        }
    )
    await send({"type": "http.response.start", "status": 303, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": text[:120]})
        return
    page = _is_page(Headers(scope=scope))
    body = text if page else json.dumps({"error": text})
    headers = MutableHeaders(
        {
            "Content-Type": "text/plain; charset=utf-8" if page else "application/json",
            "Cache-Control": "no-store",
            **HEADERS,
        }
    )
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body.encode()})


def _with_headers(send: Send) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return adding
