"""Who may come in: host, origin and token, on HTTP, WebSocket and every address behind them."""

from __future__ import annotations

import pytest
from asgi_browser import AsgiBrowser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from neurarium.lab.options import LabOptions
from neurarium.lab.security import Guard

HERE = "http://127.0.0.1:8080"
TOKEN = "a-long-secret"  # noqa: S105 - of this test alone


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def client(base_url: str = HERE, host: str = "127.0.0.1", token: str | None = None) -> AsgiBrowser:
    routes = [
        Route("/{path:path}", _page, methods=["GET", "POST"]),
        WebSocketRoute("/{path:path}", _socket),
    ]
    options = LabOptions(host=host, port=8080, token=token)
    guarded = Guard(Starlette(routes=routes), options)
    return AsgiBrowser(guarded, base_url)


def socket_opens(browser: AsgiBrowser, path: str = "/ws", **headers: str) -> bool:
    code = browser.socket_close_code(path, headers)
    assert code in (None, 1008)
    return code is None


@pytest.mark.parametrize(
    "base_url", [HERE, "http://localhost:8080", "http://[::1]:8080", "http://LOCALHOST:8080"]
)
def test_a_loopback_lab_answers_to_its_own_names(base_url: str) -> None:
    browser = client(base_url)
    assert browser.get("/").text == "inside"
    assert socket_opens(browser)


@pytest.mark.parametrize("base_url", ["http://evil.example", "http://127.0.0.1.evil.example:8080"])
def test_a_name_that_was_pointed_here_is_refused(base_url: str) -> None:
    browser = client(base_url)
    answer = browser.get("/")
    assert answer.status_code == 403
    assert "answers only to localhost" in answer.json()["error"]
    assert not socket_opens(browser)


ORIGINS = [
    (HERE, True),
    ("http://127.0.0.1", False),
    ("http://127.0.0.1:9000", False),
    ("http://localhost:8080", False),
    ("http://evil.example", False),
    ("https://127.0.0.1:8080.evil.example", False),
    ("null", False),
    ("", False),
    ("file://", False),
    ("http://127.0.0.1:99999", False),
]


@pytest.mark.parametrize(("origin", "welcome"), ORIGINS)
def test_only_pages_of_this_host_may_speak(origin: str, welcome: bool) -> None:
    browser = client()
    assert socket_opens(browser, origin=origin) is welcome
    answer = browser.post("/api", headers={"origin": origin})
    assert (answer.status_code == 200) is welcome


def test_without_an_origin_a_script_may_speak() -> None:
    assert socket_opens(client())
    assert client().post("/api").status_code == 200


def test_an_origin_behind_an_encrypting_proxy_is_the_same_host() -> None:
    browser = client("http://lab.school.example", host="192.168.0.5")
    assert socket_opens(browser, origin="https://lab.school.example")
    assert not socket_opens(browser, origin="https://other.school.example")


@pytest.mark.parametrize("path", ["/", "/api/playground/export/link.txt", "/data"])
def test_without_the_token_nobody_comes_in(path: str) -> None:
    browser = client("http://lab:8080", host="192.168.0.5", token=TOKEN)
    for wrong in ("", "?token=", "?token=wrong", f"?token={TOKEN}x", "?token=%00%ff"):
        answer = browser.get(path + wrong)
        assert answer.status_code == 401
        assert "asks for a token" in answer.json()["error"]
        assert "set-cookie" not in answer.headers
    assert not socket_opens(browser)
    assert not socket_opens(browser, "/ws?token=wrong")


def test_the_link_leaves_the_token_in_a_cookie_and_takes_it_out_of_the_address() -> None:
    browser = client("http://lab:8080", host="192.168.0.5", token=TOKEN)
    answer = browser.get(f"/play?token={TOKEN}&a=1", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/play?a=1"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert browser.get("/play?a=1").text == "inside"
    assert socket_opens(browser, origin="http://lab:8080")
    assert not socket_opens(browser, origin="http://evil.example")


def test_a_link_cannot_lead_to_another_host() -> None:
    browser = client("http://lab:8080", host="192.168.0.5", token=TOKEN)
    answer = browser.get(f"//evil.example/?token={TOKEN}", headers={"accept": "text/html"})
    assert answer.headers["location"].startswith("/evil.example")


def test_a_script_may_bring_the_token_along() -> None:
    browser = client("http://lab:8080", host="192.168.0.5", token=TOKEN)
    assert browser.get("/", headers={"authorization": f"Bearer {TOKEN}"}).text == "inside"
    assert browser.get("/", headers={"authorization": "Bearer no"}).status_code == 401
    assert socket_opens(browser, f"/ws?token={TOKEN}")


@pytest.mark.parametrize("cookie", ["neurarium_8080=wrong", "neurarium_8080=", "a=b; ;;=", "\xff"])
def test_a_wrong_cookie_is_none(cookie: str) -> None:
    browser = client("http://lab:8080", host="192.168.0.5", token=TOKEN)
    answer = browser.get("/", headers={"cookie": cookie})
    assert answer.status_code == 401


def test_every_answer_carries_the_security_headers() -> None:
    for answer in (client().get("/"), client("http://evil.example").get("/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
