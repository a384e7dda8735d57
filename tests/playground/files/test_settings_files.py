"""A settings file brings back the very network; a bad one is a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from neurarium.errors import ConfigError, LinkError
from neurarium.playground.config import Config, Setup, changed
from neurarium.playground.edits import Edit
from neurarium.playground.settings_file import read_settings, settings_text, weights_text
from neurarium.playground.trainer import Trainer

SMALL: dict[str, Any] = {"data": {"name": "xor", "samples": 60}, "layers": [{"units": 3}]}


def trained(changes: dict[str, Any]) -> Trainer:
    playground = Trainer(changed(changed(Config(), SMALL), changes))
    playground.train(4)
    playground.step_batch()
    return playground


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "adam"},
        {"mode": "exact", "batch_size": 7},
        {"data": {"name": "rings", "classes": 4}, "output": "softmax",
         "loss": "categorical_crossentropy"},
    ],
)  # fmt: skip
def test_the_network_goes_on_bit_for_bit(changes: dict[str, Any]) -> None:
    first = trained(changes)
    saved = read_settings(settings_text(first).encode())
    second = Trainer()
    second.open(saved.setup, saved.weights)
    assert second.shown.state.tobytes() == first.shown.state.tobytes()
    assert (second.shown.epoch, second.shown.step) == (4, 1)
    assert second.setup == first.setup
    first.train(3)
    second.train(3)
    assert second.shown.state.tobytes() == first.shown.state.tobytes()
    assert not second.altered


def test_a_file_remembers_that_settings_were_changed_on_the_way() -> None:
    playground = trained({})
    playground.edit([Edit(0, 0, 0, 1 / 3)])
    saved = read_settings(settings_text(playground))
    other = Trainer()
    other.open(saved.setup, saved.weights)
    assert other.altered


def test_weights_are_readable_layer_by_layer() -> None:
    playground = trained({"features": ["x", "sinY"]})
    layers = json.loads(weights_text(playground))
    (hidden, output) = playground.shown.segment.network.unpack(playground.parameters)
    assert [layer["inputs"] for layer in layers] == [["x", "sinY"], ["1.1", "1.2", "1.3"]]
    assert layers[0]["weights"] == hidden[0].tolist()
    assert layers[1]["biases"] == output[1].tolist()
    assert layers[0]["activation"] == "tanh"


def test_without_weights_the_setup_is_trained_to_its_epoch() -> None:
    setup = Setup(epoch=5)
    text = json.dumps({"neurarium": 1, "setup": setup.model_dump(mode="json")})
    saved = read_settings(text)
    assert (saved.setup, saved.weights) == (setup, None)


def broken(change: Any) -> str:
    values = json.loads(settings_text(trained({})))
    change(values)
    return json.dumps(values)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "JSON"),
        ("{", "Line 1, column 2"),
        (b"\xff\xfe\x00", "JSON"),
        ("[]", "JSON"),
        ('{"a": 1}', "JSON"),
        ("[" * 100_000, "JSON"),
        ('{"neurarium": ' + "9" * 5000 + "}", "JSON"),
        ('{"neurarium": 1, "setup": {"epoch": NaN}}', "JSON"),
        ('{"neurarium": 2}', "version 2"),
        ('{"neurarium": 1, "extra": 1}', "extra"),
        ('{"neurarium": 1, "setup": {"config": {"learning_rate": -1}}}', "learning_rate"),
        ('{"neurarium": 1, "setup": []}', "cannot be opened"),
        ('{"neurarium": 1, "weights": 5}', "list of layers"),
        ('{"neurarium": 1, "weights": [1, 2, 3]}', "list of layers"),
        (" " * 21_000_000, "21 MB"),
    ],
)
def test_a_bad_file_is_a_sentence(content: str | bytes, said: str) -> None:
    with pytest.raises(LinkError, match=said) as caught:
        read_settings(content)
    assert len(str(caught.value)) < 1200


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v["weights"].pop(),
        lambda v: v["weights"][0]["biases"].pop(),
        lambda v: v["weights"][0]["weights"][0].append(1.0),
        lambda v: v["weights"][0]["weights"][0].__setitem__(0, "x"),
        lambda v: v["weights"][0]["weights"][0].__setitem__(0, True),
        lambda v: v["weights"][0]["weights"][0].__setitem__(0, 10**400),
        lambda v: v["progress"].__setitem__("step", -1),
        lambda v: v["progress"].__setitem__("engine", "x"),
        lambda v: v.__setitem__("progress", 3),
    ],
)
def test_weights_that_do_not_fit_are_a_sentence(change: Any) -> None:
    with pytest.raises(LinkError):
        read_settings(broken(change))


def test_weights_beyond_single_precision_are_a_sentence() -> None:
    values = json.loads(settings_text(trained({})))
    values["weights"][0]["biases"][0] = 1e300
    saved = read_settings(json.dumps(values))
    with pytest.raises(ConfigError, match="finite"):
        Trainer().open(saved.setup, saved.weights)
