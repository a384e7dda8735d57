"""What leaves a playground: the state message, a replay file, a picture."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from neurarium.playground.config import Config, changed
from neurarium.playground.picture import playground_svg
from neurarium.playground.picture.svg import png
from neurarium.playground.replay import replay_data, replay_html
from neurarium.playground.state_message import state_message
from neurarium.playground.trainer import Trainer

NASTY = '</script><script>alert("x")</script><!-- &amp; \u2028'


def trained(epochs: int = 20, changes: dict[str, Any] | None = None) -> Trainer:
    playground = Trainer(changed(Config(), changes or {}))
    playground.train(epochs)
    return playground


def nasty() -> Trainer:
    rows = [[k % 5, k % 7 - 3, k % 2] for k in range(30)]
    axis = {"name": NASTY, "offset": 2.0, "unit": 0.5}
    custom = {"rows": rows, "classes": [NASTY[:20], "b"], "x_axis": axis, "y_axis": axis}
    return trained(2, {"data": {"name": "custom", "custom": custom}})


def test_a_state_has_all_that_the_protocol_promises() -> None:
    playground = trained()
    message = state_message(playground, session="s", running=True)
    assert json.loads(json.dumps(message, allow_nan=False)) == message
    assert message["status"] == "running"
    assert message["network"] == {
        "features": ["x", "y"], "sizes": [2, 4, 2, 1], "activations": ["tanh", "tanh"],
        "output": "tanh", "parameters": 25,
    }  # fmt: skip
    assert len(message["points"]["rows"]) == 500
    assert message["points"]["n_train"] == 250
    assert message["updates_per_epoch"] == 25
    assert message["link"] == "#n=1&epoch=20"
    assert message["playground_link"].startswith("https://playground.tensorflow.org/#")
    assert message["history_note"] is None
    assert message["recording"]["kept"] == 21
    assert (
        state_message(playground, session="s", running=False, with_points=False)["points"] is None
    )


def test_a_state_says_what_a_link_cannot_tell() -> None:
    playground = trained(5)
    playground.change({"optimizer": "adam"})
    message = state_message(playground, session="s", running=False)
    assert message["playground_link"] is None
    assert "optimizer" in message["playground_link_problem"]
    assert "settings file" in message["history_note"]


def unpacked(text: str, kind: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(text), dtype=kind)


def test_a_replay_holds_every_epoch_of_every_segment() -> None:
    playground = trained(10)
    playground.change({"layers": [{"units": 3}]})
    playground.train(5)
    playground.change({"data": {"noise": 10}})
    playground.train(5)
    data = replay_data(playground)
    assert data["format"] == 1
    first, second, third = data["segments"]
    assert unpacked(first["epochs"], "<u4").tolist() == list(range(11))
    assert unpacked(third["epochs"], "<u4").tolist() == list(range(15, 21))
    assert second["network"]["sizes"] == [2, 3, 1]
    assert (first["points"], second["points"]) == (None, None)
    assert third["points"]["rows"] != data["points"]["rows"]
    rows = unpacked(third["parameters"], "<f4").reshape(6, third["network"]["parameters"])
    np.testing.assert_array_equal(rows[-1], playground.parameters.astype("<f4"))
    assert unpacked(third["loss_train"], "<f4")[-1] == np.float32(playground.shown.loss_train)


def test_a_thousand_epochs_of_a_default_network_need_less_than_2_mb() -> None:
    page = replay_html(trained(1000))
    assert len(page.encode()) < 2_000_000
    recording = recording_in(page)
    assert len(unpacked(recording["segments"][0]["epochs"], "<u4")) == 1001


def test_a_large_network_is_thinned_to_the_size_with_both_ends() -> None:
    playground = trained(400, {"layers": [{"units": 16}] * 4})
    data = replay_data(playground, 400_000)
    assert len(json.dumps(data)) < 400_000
    epochs = unpacked(data["segments"][0]["epochs"], "<u4")
    assert (epochs[0], epochs[-1]) == (0, 400)
    assert set(np.diff(epochs).tolist()[:-1]) == {epochs[1] - epochs[0]}


def recording_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="recording">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_no_name_can_break_out_of_a_replay() -> None:
    page = replay_html(nasty())
    assert page.count("</script>") == 2
    assert 'alert("x")' not in page
    assert recording_in(page)["points"]["x_axis"]["name"] == NASTY


def test_a_replay_names_no_place_outside() -> None:
    page = replay_html(trained(2))
    fetched = (
        r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?!data:|#)"""
        r"""|\bfetch\(|@import\s+url"""
    )
    assert re.findall(fetched, page) == []
    assert "default-src 'none'" in page


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"layers": []},
        {"layers": [{"units": 16}] * 8, "features": ["x", "sinX"]},
        {"data": {"name": "rings", "classes": 6}, "output": "softmax",
         "loss": "categorical_crossentropy"},
        {"data": {"name": "reg-gauss"}, "output": "linear"},
    ],
)  # fmt: skip
def test_a_picture_is_an_svg_with_everything_inside(changes: dict[str, Any], dark: bool) -> None:
    playground = Trainer(changed(Config(), changes))
    root = ElementTree.fromstring(playground_svg(playground, dark=dark))  # noqa: S314
    sizes = playground.shown.segment.network.sizes
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 1600 900"
    assert root.findtext(f"{space}title")
    layers = [g for g in root.iter(f"{space}g") if g.get("class") == "layer"]
    drawn = sizes if sizes[-1] > 1 else sizes[:-1]
    assert [int(layer.get("data-shape", "")) for layer in layers] == list(drawn)
    for layer in layers:
        x, y, width, height = map(float, layer.get("data-box", "").split())
        assert 0 <= x <= x + width <= 1050
        assert 150 <= y <= y + height <= 870
        assert len(layer.findall(f"{space}image")) == int(layer.get("data-shape", ""))
    edges = [p for p in root.iter(f"{space}path") if p.get("class") == "edge"]
    assert len(edges) == sum(a * b for a, b in pairwise(sizes))
    for picture in root.iter(f"{space}image"):
        assert picture.get("href", "").startswith("data:image/png;base64,")


def test_the_same_moment_is_the_same_picture_and_names_are_escaped() -> None:
    assert playground_svg(trained(3)) == playground_svg(trained(3))
    ElementTree.fromstring(playground_svg(nasty()))  # noqa: S314


def test_a_png_holds_the_very_pixels() -> None:
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    data = png(pixels)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">IIBB", data[16:26]) == (3, 2, 8, 2)
    start = data.index(b"IDAT") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    raw = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(2, 10)
    assert raw[:, 0].tolist() == [0, 0]
    np.testing.assert_array_equal(raw[:, 1:].reshape(2, 3, 3), pixels)


def test_a_replay_of_very_many_changes_stays_small_and_keeps_its_ends() -> None:
    trainer = trained(0, {"layers": [{"units": 2}], "batch_size": 100})
    for step in range(260):  # noise and rate are dragged while it trains
        trainer.change({"data": {"noise": step % 50}, "learning_rate": 0.01 + step / 1e4})
        trainer.train(1)
    page = replay_html(trainer)
    assert len(page.encode()) < 2_000_000
    data = replay_data(trainer)
    first, last = data["segments"][0], data["segments"][-1]
    assert np.frombuffer(base64.b64decode(first["epochs"]), "<u4")[0] == 0
    assert np.frombuffer(base64.b64decode(last["epochs"]), "<u4")[-1] == 260
    assert len(data["segments"]) > 30
