"""The page, its files, uploads and downloads of a real lab."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest
from running_lab import Page, RunningLab

from neurarium.lab.options import LabOptions
from neurarium.lab.server import PlaceTakenError, guarded, link_to, listen


def ask(
    lab: RunningLab, method: str, path: str, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=30)
    line.request(method, path, body)
    answer = line.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    content = answer.read()
    line.close()
    return answer.status, headers, content


def test_the_page_names_its_language_and_loads_only_what_is_here(lab: RunningLab) -> None:
    status, headers, content = ask(lab, "GET", "/")
    text = content.decode()
    assert status == 200
    assert '<html lang="en">' in text
    assert "<title>" in text
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    addresses = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert len(addresses) > 10
    for address in addresses:
        assert address.startswith("/")
        status, headers, _ = ask(lab, "GET", address)
        assert status == 200, address
        if address.startswith("/assets/"):
            assert "immutable" in headers["cache-control"]
    assert not re.search(r"<script(?![^>]*src=)", text)


def test_another_edition_of_a_file_is_not_kept(lab: RunningLab) -> None:
    status, headers, content = ask(lab, "GET", "/assets/older/view/core/frame.js")
    assert status == 200
    assert headers["cache-control"] == "no-cache"
    assert b"export" in content


@pytest.mark.parametrize(
    "path",
    [
        "view/../lab/server.py", "lab/server.py", "../../pyproject.toml", "view/nothing.js",
        "%2e%2e/%2e%2e/pyproject.toml", "cli/../errors.py", "", "view", "/etc/passwd",
    ],
)  # fmt: skip
def test_nothing_else_is_served(lab: RunningLab, path: str) -> None:
    status, _, content = ask(lab, "GET", f"/assets/x/{path}")
    assert status == 404
    assert b"import" not in content


def upload(lab: RunningLab, session: str, content: bytes) -> tuple[int, Any]:
    status, _, answer = ask(lab, "POST", f"/api/playground/csv?session={session}", content)
    return status, json.loads(answer)


ROWS = "".join(f"{i / 7},{(i * 5) % 11},{'left' if i % 3 else 'right'}\n" for i in range(40))


def test_a_file_becomes_the_data(lab: RunningLab, page: Page) -> None:
    status, found = upload(lab, page.state["session"], ("width,height,side\n" + ROWS).encode())
    assert status == 200
    assert [column["name"] for column in found["columns"]] == ["width", "height", "side"]
    guess = {name: found["guess"][name] for name in ("x", "y", "target")}
    state = page.change("use_csv", upload=found["upload"], **guess)
    assert state["points"]["classes"] == ["left", "right"] or set(state["points"]["classes"]) == {
        "left",
        "right",
    }
    assert len(state["points"]["rows"]) == 40
    assert state["points"]["x_axis"]["name"] == "width"


def test_a_bad_file_is_a_sentence_and_changes_nothing(lab: RunningLab, page: Page) -> None:
    session = page.state["session"]
    for content in (b"", b"\x00\x01\x02\xff" * 50, b"one column\n1\n2\n"):
        status, answer = upload(lab, session, content)
        assert status == 422
        assert len(answer["error"]) > 10
    assert "no longer here" in page.complaint("use_csv", upload="gone", x=0, y=1, target=2)
    _, found = upload(lab, session, ("a,b,c\n" + ROWS).encode())
    assert "three different" in page.complaint(
        "use_csv", upload=found["upload"], x=0, y=0, target=2
    )
    assert page.state["setup"]["config"]["data"]["name"] == "circle"


def test_a_file_that_is_too_long_is_refused(lab: RunningLab, page: Page) -> None:
    status, answer = upload(lab, page.state["session"], b"1,2,3\n" * 1_000_000)
    assert status == 413
    assert "5 MB" in answer["error"]


def test_a_file_whose_length_is_not_announced_is_refused_as_it_comes(
    lab: RunningLab, page: Page
) -> None:
    line = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=30)
    pieces = (b"1,2,3\n" * 20_000 for _ in range(60))
    path = f"/api/playground/csv?session={page.state['session']}"
    line.request("POST", path, pieces, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    answer = line.getresponse()
    assert answer.status == 413
    assert "5 MB" in json.loads(answer.read())["error"]
    line.close()


def test_nobody_uploads_or_downloads_without_a_session(lab: RunningLab) -> None:
    assert upload(lab, "nobody", b"a,b\n1,2\n")[0] == 404
    assert ask(lab, "GET", "/api/playground/export/link.txt?session=nobody")[0] == 404
    assert ask(lab, "GET", "/api/playground/export/link.txt")[0] == 404


STARTS = {
    "link.txt": b"#n=1",
    "settings.json": b'{"neurarium"',
    "weights.json": b"[{",
    "network.svg": b"<svg",
    "network.png": b"\x89PNG",
    "replay.html": b"<!doctype html>",
}


@pytest.mark.parametrize("name", STARTS)
def test_everything_can_be_taken_along(lab: RunningLab, page: Page, name: str) -> None:
    page.change("set", changes={"data": {"name": "spiral"}})
    page.say("step", unit="epoch")
    page.until(lambda: page.frame.epoch == 1)
    path = f"/api/playground/export/{name}?session={page.state['session']}"
    status, headers, content = ask(lab, "GET", path)
    assert status == 200
    assert content.startswith(STARTS[name])
    file_name = re.search(r'filename="([^"]+)"', headers["content-disposition"])
    assert file_name is not None
    assert file_name.group(1).startswith("neurarium-spiral-epoch-1")
    assert file_name.group(1).endswith(name[name.index(".") :])


def test_what_was_taken_along_opens_again(lab: RunningLab, page: Page) -> None:
    page.change("set", changes={"learning_rate": 0.1})
    page.say("step", unit="epoch")
    page.until(lambda: page.frame.epoch == 1)
    weights = page.frame.parameters
    path = f"/api/playground/export/settings.json?session={page.state['session']}"
    text = ask(lab, "GET", path)[2].decode()
    page.change("reset")
    page.change("open", settings=text)
    assert page.frame.parameters == weights
    assert page.frame.epoch == 1


def test_an_unknown_thing_to_take_along(lab: RunningLab, page: Page) -> None:
    path = f"/api/playground/export/nix?session={page.state['session']}"
    status, _, content = ask(lab, "GET", path)
    assert status == 404
    assert "network.png" in json.loads(content)["error"]


def test_a_taken_port_is_a_sentence() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PlaceTakenError, match=rf"Port {port} is taken.*--port 0"):
            listen("127.0.0.1", port)


def test_a_place_that_is_none_is_a_sentence() -> None:
    with pytest.raises(PlaceTakenError, match="cannot listen"):
        listen("no.such.host.invalid", 0)
    for port in (70_000, -1):
        with pytest.raises(PlaceTakenError, match=f"no port {port}"):
            listen("127.0.0.1", port)


def test_the_printed_link_leads_there() -> None:
    assert link_to(LabOptions(port=81)) == "http://127.0.0.1:81/"
    assert link_to(LabOptions("::1", 81)) == "http://[::1]:81/"
    link = link_to(LabOptions("0.0.0.0", 81, token="abc"))  # noqa: S104, S106 - only a text
    assert link == f"http://{socket.gethostname()}:81/?token=abc"


@pytest.mark.parametrize("host", ["127.0.0.2", "192.168.1.7", "::", "a-name"])
def test_another_host_has_a_token_of_its_own(host: str) -> None:
    tokens = {guarded(LabOptions(host=host)).token for _ in range(2)}
    assert len(tokens) == 2
    assert all(token and len(token) >= 24 for token in tokens)
    chosen = tokens.pop()
    assert guarded(LabOptions(host=host, token=chosen)).token == chosen


def test_this_machine_alone_needs_no_token() -> None:
    assert guarded(LabOptions()).token is None


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a child process")
def test_ctrl_c_ends_the_lab_without_a_word() -> None:
    code = "from neurarium.lab.server import serve; serve(port=0, open_browser=False)"
    lab = subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert lab.stdout is not None
    port = int(re.search(r":(\d+)/", lab.stdout.readline()).group(1))  # type: ignore[union-attr]
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/favicon.svg")  # answered as soon as it serves
    answer = line.getresponse()
    answer.read()
    line.close()
    assert answer.status == 200
    lab.send_signal(signal.SIGINT)
    _, said = lab.communicate(timeout=30)
    assert (lab.returncode, said) == (0, "")
