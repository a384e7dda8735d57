"""Links of playground.tensorflow.org: what they say is what opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neurarium.errors import LinkError
from neurarium.playground.config import Config, HiddenLayer, Setup, ViewSettings, changed
from neurarium.playground.links import read_link, to_playground_link
from neurarium.playground.links.opened import Opened

HOST = "https://playground.tensorflow.org/#"


def opened(settings: str) -> Opened:
    return read_link(HOST + settings, seed=lambda: "0.77777")


def test_a_bare_address_is_the_originals_default() -> None:
    found = read_link("https://playground.tensorflow.org/", seed=lambda: "0.77777")
    config = found.setup.config
    assert found.warnings == ()
    assert (config.mode, config.data.name, config.data.seed) == ("exact", "circle", "0.77777")
    assert [layer.units for layer in config.layers] == [4, 2]
    assert {layer.activation for layer in config.layers} == {"tanh"}
    assert config.features == ("x", "y")
    assert (config.learning_rate, config.batch_size) == (0.03, 10)
    assert (config.output, config.loss, config.data.train_percent) == (
        "tanh", "half_squared_error", 50,
    )  # fmt: skip


def test_every_key_of_the_original_is_read() -> None:
    found = opened(
        "activation=relu&regularization=L2&batchSize=7&dataset=xor&regDataset=reg-gauss"
        "&learningRate=0.1&regularizationRate=0.003&noise=25&networkShape=8,3&seed=0.5"
        "&showTestData=true&discretize=true&percTrainData=70&x=false&y=true&xTimesY=true"
        "&xSquared=true&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=true"
        "&collectStats=true&problem=classification&initZero=true&hideText=true"
    )
    config, view = found.setup.config, found.setup.view
    assert found.warnings == ()
    assert config.data.name == "xor"
    assert (config.data.noise, config.data.train_percent, config.data.seed) == (25, 70, "0.5")
    assert config.features == ("y", "xSquared", "xTimesY", "sinY")
    assert config.layers == (
        HiddenLayer(units=8, activation="relu"), HiddenLayer(units=3, activation="relu"),
    )  # fmt: skip
    assert (config.regularization, config.regularization_rate) == ("L2", 0.003)
    assert (config.learning_rate, config.batch_size, config.initializer) == (0.1, 7, "zero")
    assert (view.show_test, view.discretize, view.hide_text) == (True, True, True)


def test_the_problem_decides_which_data_set_counts() -> None:
    config = opened("problem=regression&dataset=xor&regDataset=reg-gauss").setup.config
    assert (config.data.name, config.output) == ("reg-gauss", "linear")


def test_an_empty_shape_is_no_hidden_layer_and_a_missing_one_the_default() -> None:
    assert opened("networkShape=").setup.config.layers == ()
    assert len(opened("dataset=xor").setup.config.layers) == 2


def test_hidden_controls_are_taken_over_where_they_are_true() -> None:
    found = opened("playButton_hide=true&noise_hide=false&learningRate_hide=true")
    assert found.setup.view.hidden == ("playButton", "learningRate")
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("colour=red", '"colour"'),
        ("nothing_hide=true", '"nothing_hide"'),
        ("learningRate=fast", 'learningRate is "fast"'),
        ("batchSize=2.5", 'batchSize is "2.5"'),
        ("activation=gelu", 'activation is "gelu"'),
        ("networkShape=4,many", 'networkShape is "4,many"'),
        ("tutorial=intro", '"intro"'),
        ("cosX=true", "cosX"),
        ("noise=95", "noise is 95"),
    ],
)
def test_what_cannot_be_taken_over_is_named(settings: str, named: str) -> None:
    (warning,) = opened(settings).warnings
    assert named in warning


def test_many_unknown_keys_are_one_short_warning() -> None:
    (warning,) = opened("&".join(f"k{i}=1" for i in range(200))).warnings
    assert "192 more" in warning
    assert len(warning) < 300


@pytest.mark.parametrize(
    "settings",
    [
        "networkShape=4,200",
        "networkShape=" + ",".join(["2"] * 40),
        "learningRate=1e9",
        "learningRate=1e999",
        "percTrainData=100",
        "batchSize=0",
        "x=false&y=false",
        "seed=" + "9" * 500,
        "dataset=" + "x" * 30_000,
    ],
)
def test_what_neurarium_cannot_do_is_one_sentence(settings: str) -> None:
    with pytest.raises(LinkError) as caught:
        opened(settings)
    assert len(str(caught.value)) < 1200


def test_every_fixtures_link_survives_being_written_and_read(shared_dir: Path) -> None:
    files = sorted((shared_dir / "fixtures" / "playground").glob("*.json"))
    assert len(files) == 6
    for file in files:
        first = read_link(json.loads(file.read_text())["link"])
        assert read_link(to_playground_link(first.setup)) == Opened(first.setup)


def test_view_and_hidden_controls_are_written_too() -> None:
    setup = Setup(
        config=changed(Config(), {"mode": "exact", "data": {"name": "reg-plane"},
                                  "output": "linear"}),
        view=ViewSettings(show_test=True, hidden=("stepButton", "noise")),
    )  # fmt: skip
    assert read_link(to_playground_link(setup)).setup == setup


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"optimizer": "adam"}, "optimizer"),
        ({"data": {"name": "moons"}}, '"moons"'),
        ({"layers": [{"units": 2, "activation": "gelu"}]}, "gelu"),
        ({"layers": [{"activation": "relu"}, {"activation": "tanh"}]}, "same activation"),
        ({"layers": [{"dropout": 0.5}]}, "dropout"),
        ({"features": ["x", "cosX"]}, "cosX"),
        ({"features": ["y", "x"]}, "order"),
        ({"weights_seed": "1"}, "seed of the points"),
        ({"data": {"samples": 100}}, "100"),
        ({"data": {"seed": "a&b=c"}}, "a&b=c"),
        ({"initializer": "he"}, "he initialisation"),
        ({"loss": "huber"}, "huber"),
        ({"output": "linear"}, "linear"),
    ],
)
def test_a_network_beyond_the_original_is_refused_by_name(
    changes: dict[str, object], named: str
) -> None:
    with pytest.raises(LinkError, match="cannot show this network") as caught:
        to_playground_link(Setup(config=changed(Config(), changes)))
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("said", "used"), [("50", 50), ("65", 65), ("80", 80), ("81", 50), ("-3", 0)]
)
def test_noise_is_bounded_as_in_the_original(said: str, used: float) -> None:
    assert opened(f"noise={said}").setup.config.data.noise == used


@pytest.mark.parametrize(
    "link", ["https://example.org/#nothing", "#a=1&b=2", "http://example.org/"]
)
def test_a_link_of_something_else_is_refused(link: str) -> None:
    with pytest.raises(LinkError, match="no link of neurarium"):
        read_link(link)
