"""Uploads of one's own data and downloads of published ones through the lab."""

from __future__ import annotations

import http.client
import http.server
import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asking import Answer, Asker
from PIL import Image
from running_lab import RunningLab

from neurarium.lab.own_data_routes import MOST_CSV_BYTES, MOST_ZIP_BYTES


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def asker(lab: RunningLab) -> Asker:
    return Asker(lab)


def zip_of_images(**classes: int) -> bytes:
    """A zip with one folder a class: pictures of 6×6, each class of another grey."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for level, (name, count) in enumerate(classes.items()):
            for number in range(count):
                picture = io.BytesIO()
                grey = np.full((6, 6), 40 * level + number, np.uint8)
                Image.fromarray(grey).save(picture, "PNG")
                archive.writestr(f"pets/{name}/{number}.png", picture.getvalue())
    return kept.getvalue()


ROWS = "a,b,kind\n" + "".join(f"{i},{i * i},{'left' if i % 3 else 'right'}\n" for i in range(60))


def test_a_zip_of_images_becomes_a_data_set_and_can_be_deleted(asker: Asker) -> None:
    answer = asker.post("/api/data/own", zip_of_images(cat=10, dog=10), name="pets")
    assert (answer.status, answer.json) == (201, {"name": "pets"})
    shown = asker.get("/api/data/pets").json
    assert shown["own"]
    assert [one["en"] for one in shown["classes"]] == ["cat", "dog"]
    assert sum(shown["counts"]["train"]) + sum(shown["counts"]["test"]) == 20
    _, arrays = asker.get("/api/data/pets/images", **{"class": 1}).packet
    assert set(arrays["labels"].tolist()) == {1}
    assert arrays["images"].min() >= 40
    again = asker.post("/api/data/own", zip_of_images(cat=10, dog=10), name="pets")
    assert again.status == 422
    assert "pets" in again.error
    assert asker.ask("DELETE", "/api/data/pets").json == {"name": "pets"}
    assert asker.get("/api/data/pets").status == 404


def test_a_csv_becomes_a_data_set_with_the_column_that_was_named(asker: Asker) -> None:
    answer = asker.post("/api/data/own", ROWS.encode(), name="sides", target="a")
    assert answer.status == 201
    shown = asker.get("/api/data/sides").json
    assert (shown["kind"], shown["task"], shown["target"]["name"]) == ("table", "regression", "a")
    assert asker.get("/api/data/sides/rows", limit=5).json["total"] == shown["n_train"]
    other = asker.post("/api/data/own", ROWS.encode(), name="kinds", target="kind").json
    assert other == {"name": "kinds"}
    names = [one["name"] for one in asker.get("/api/data").json["datasets"]]
    assert names[-2:] == ["kinds", "sides"]


def hostile_zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("../../escaped.png", b"no picture")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "query"),
    [
        (b"", {"name": "empty"}),
        (b"\x00\x01\x02\xff" * 50, {"name": "bytes"}),
        (b"PK\x03\x04 this is no archive", {"name": "broken"}),
        (hostile_zip(), {"name": "hostile"}),
        (ROWS.encode(), {}),
        (ROWS.encode(), {"name": ""}),
        (ROWS.encode(), {"name": "../outside"}),
        (ROWS.encode(), {"name": "digits"}),
        (ROWS.encode(), {"name": "x" * 300}),
        (ROWS.encode(), {"name": "sides", "target": "no such column"}),
    ],
    ids=[
        "empty", "bytes", "broken", "hostile", "unnamed", "noname", "path", "taken", "long",
        "column",
    ],
)  # fmt: skip
def test_what_cannot_be_learned_from_is_refused_and_leaves_nothing(
    asker: Asker, tmp_path: Path, content: bytes, query: dict[str, str]
) -> None:
    answer = asker.post("/api/data/own", content, **query)
    assert answer.status == 422
    assert answer.error
    assert not any(one["own"] for one in asker.get("/api/data").json["datasets"])
    left = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert left == []
    assert not (tmp_path / "escaped.png").exists()


def test_a_zip_that_is_too_long_is_read_to_its_end_and_refused(asker: Asker) -> None:
    piece = b"PK" + bytes(999_998)
    count = MOST_ZIP_BYTES // len(piece) + 1
    line = http.client.HTTPConnection("127.0.0.1", asker.port, timeout=60)
    headers = {"Content-Length": str(count * len(piece))}
    line.request("POST", "/api/data/own?name=long", (piece for _ in range(count)), headers)
    answer = line.getresponse()
    found = Answer(answer.status, {}, answer.read())
    line.close()
    assert found.status == 413
    assert "200 MB" in found.error


def test_a_csv_may_be_less_long_than_a_zip(asker: Asker) -> None:
    answer = asker.post("/api/data/own", b"1,2\n" * (MOST_CSV_BYTES // 4 + 1), name="long")
    assert answer.status == 413
    assert "50 MB" in answer.error


def test_only_ones_own_data_can_be_deleted(asker: Asker) -> None:
    assert asker.ask("DELETE", "/api/data/digits").status == 422
    assert asker.ask("DELETE", "/api/data/nothing").status == 404


class _Publisher(http.server.BaseHTTPRequestHandler):
    """Serves one file in pieces, as slowly as the test wants."""

    file: Path
    gate: threading.Event

    def do_GET(self) -> None:
        content = self.file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        begin = len(content) // 4
        self.wfile.write(content[:begin])
        self.wfile.flush()
        self.gate.wait(30)
        try:
            self.wfile.write(content[begin:])
        except OSError:
            return  # the reader is gone: that is what one of the tests is about

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def publisher(
    shared_dir: Path, monkeypatch: pytest.MonkeyPatch, asker: Asker
) -> Iterator[type[_Publisher]]:
    """A server that publishes MNIST, a part of it at once and the rest when its gate opens."""
    handler = type("Publisher", (_Publisher,), {
        "file": shared_dir / "datasets" / "mnist.npz", "gate": threading.Event(),
    })  # fmt: skip
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NEURARIUM_MIRROR", f"http://127.0.0.1:{server.server_address[1]}")
    yield handler
    handler.gate.set()
    asker.post("/api/data/mnist/cancel")
    wait_for(asker, lambda one: one["state"] != "fetching")
    server.shutdown()
    server.server_close()


def mnist_of(asker: Asker) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in asker.get("/api/data").json["datasets"] if one["name"] == "mnist"
    )
    return found


def wait_for(asker: Asker, met: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + 60
    while not met(mnist := mnist_of(asker)):
        assert time.monotonic() < end, mnist
        time.sleep(0.05)
    return mnist


def test_a_download_tells_how_far_it_is_and_can_be_ended_and_gone_on_with(
    asker: Asker, publisher: type[_Publisher], tmp_path: Path
) -> None:
    assert asker.post("/api/data/mnist/get").json == {"name": "mnist"}
    coming = wait_for(asker, lambda one: (one["progress"] or 0) > 0)
    assert coming["state"] == "fetching"
    assert coming["progress"] < 0.8
    assert asker.post("/api/data/mnist/get").status == 200
    assert asker.post("/api/data/mnist/cancel").status == 200
    ended = wait_for(asker, lambda one: one["state"] != "fetching")
    assert (ended["state"], ended["error"]) == ("absent", None)
    assert not (tmp_path / "home" / "datasets" / "mnist.npz").exists()
    publisher.gate.set()
    asker.post("/api/data/mnist/get")
    here = wait_for(asker, lambda one: one["state"] in ("here", "failed"))
    assert here["state"] == "here", here["error"]
    _, arrays = asker.get("/api/data/mnist/images", limit=1).packet
    assert arrays["images"].shape == (1, 28, 28, 1)


def test_a_download_that_fails_says_why(
    asker: Asker, publisher: type[_Publisher], tmp_path: Path
) -> None:
    other = tmp_path / "other.npz"
    other.write_bytes(b"not what was published" * 100)
    publisher.file = other
    publisher.gate.set()
    asker.post("/api/data/mnist/get")
    failed = wait_for(asker, lambda one: one["state"] in ("here", "failed"))
    assert failed["state"] == "failed"
    assert len(failed["error"]) > 20
    assert asker.post("/api/data/nothing/get").status == 404
    assert asker.post("/api/data/digits/get").status == 200
