"""neurarium's own links: everything comes back, and nothing bad gets in."""

from __future__ import annotations

import struct
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from neurarium.datasets.points.settings import AxisScale, CustomPoints, DataConfig, DataName
from neurarium.errors import LinkError
from neurarium.playground.config import (
    LOSSES_FOR_OUTPUT,
    Activation,
    Config,
    Feature,
    HiddenLayer,
    Setup,
    ViewSettings,
)
from neurarium.playground.links import read_link, to_link
from neurarium.playground.links.own_link import KEYS

words = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
places = st.floats(-1e6, 1e6)
seeds = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
axes = st.builds(
    AxisScale, name=words, offset=numbers, unit=st.floats(1e-300, 1e300, allow_nan=False)
)
customs = st.one_of(
    st.none(),
    st.builds(
        CustomPoints,
        rows=st.lists(st.tuples(places, places, places), max_size=20).map(tuple),
        classes=st.just(()),
        x_axis=axes, y_axis=axes, target_axis=st.none() | axes,
    ),
    st.builds(
        CustomPoints,
        rows=st.lists(
            st.tuples(places, places, st.sampled_from([0.0, 1.0])), max_size=20
        ).map(tuple),
        classes=st.tuples(words, words),
    ),
)  # fmt: skip
layers = st.builds(
    HiddenLayer, units=st.integers(1, 16), activation=st.sampled_from(get_args(Activation)),
    dropout=st.floats(0, 0.9),
)  # fmt: skip


@st.composite
def configs(draw: st.DrawFn) -> Config:
    output = draw(st.sampled_from(sorted(LOSSES_FOR_OUTPUT)))
    return Config(
        data=DataConfig(
            name=draw(st.sampled_from(get_args(DataName))),
            seed=draw(seeds),
            noise=draw(st.floats(0, 50)),
            train_percent=draw(st.integers(10, 90)),
            samples=draw(st.none() | st.integers(10, 5000)),
            classes=draw(st.integers(2, 10)),
            formula=draw(words),
            custom=draw(customs),
        ),
        features=tuple(draw(st.lists(st.sampled_from(get_args(Feature)), min_size=1, unique=True))),
        layers=tuple(draw(st.lists(layers, max_size=8))),
        output=output,
        loss=draw(st.sampled_from(LOSSES_FOR_OUTPUT[output])),
        optimizer=draw(st.sampled_from(["sgd", "adam", "momentum"])),
        learning_rate=draw(st.floats(0, 100)),
        momentum=draw(st.floats(0, 0.999)),
        schedule=draw(st.sampled_from(["constant", "step", "cosine"])),
        schedule_epochs=draw(st.integers(1, 1_000_000)),
        regularization=draw(st.sampled_from(["none", "L1", "L2"])),
        regularization_rate=draw(st.floats(0, 100)),
        batch_size=draw(st.integers(1, 5000)),
        initializer=draw(st.sampled_from(["original", "glorot", "he", "zero"])),
        weights_seed=draw(st.none() | seeds),
    )


views = st.builds(
    ViewSettings, show_test=st.booleans(), discretize=st.booleans(), hide_text=st.booleans(),
    hidden=st.lists(words, max_size=5).map(tuple),
    speed=st.sampled_from(["batch", "epoch", "full"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(config=configs(), view=views, epoch=st.integers(0, 1_000_000))
def test_a_whole_setup_comes_back_exactly(config: Config, view: ViewSettings, epoch: int) -> None:
    setup = Setup(config=config, view=view, epoch=epoch)
    found = read_link("http://127.0.0.1:8080/" + to_link(setup))
    assert found.setup == setup
    assert found.warnings == ()
    if config.data.custom and found.setup.config.data.custom:
        assert bits(found.setup.config.data.custom) == bits(config.data.custom)


def bits(points: CustomPoints) -> bytes:
    return b"".join(struct.pack("<3d", *row) for row in points.rows)


def test_only_what_differs_is_written_in_readable_words() -> None:
    assert to_link(Setup()) == "#n=1"
    config = Config(
        data=DataConfig(name="spiral", noise=10),
        layers=(HiddenLayer(units=8), HiddenLayer(units=4, activation="relu", dropout=0.5)),
        learning_rate=0.1,
    )
    assert to_link(Setup(config=config, epoch=120)) == (
        "#n=1&data=spiral&noise=10.0&layers=8,4:relu:0.5&lr=0.1&epoch=120"
    )


def leaves(model: type[BaseModel], prefix: str) -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= leaves(inner, f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def test_every_setting_has_a_key() -> None:
    assert leaves(Setup, "") - {"config.data.custom"} == {key.path for key in KEYS.values()}


def test_defaults_of_version_1_never_change() -> None:
    """Links leave defaults out: another default needs another version of links."""
    assert Setup().model_dump(mode="json") == {
        "config": {
            "mode": "standard",
            "data": {
                "name": "circle", "seed": "0.5", "noise": 0.0, "train_percent": 50,
                "samples": None, "classes": 3, "formula": "", "custom": None,
            },
            "features": ["x", "y"],
            "layers": [
                {"units": 4, "activation": "tanh", "dropout": 0.0},
                {"units": 2, "activation": "tanh", "dropout": 0.0},
            ],
            "output": "tanh", "loss": "half_squared_error", "optimizer": "sgd",
            "learning_rate": 0.03, "momentum": 0.9, "schedule": "constant",
            "schedule_epochs": 200, "regularization": "none", "regularization_rate": 0.0,
            "batch_size": 10, "initializer": "original", "weights_seed": None,
        },
        "view": {
            "show_test": False, "discretize": False, "hide_text": False, "hidden": [],
            "speed": "epoch",
        },
        "epoch": 0,
    }  # fmt: skip


def test_points_drawn_by_hand_fit_into_a_link() -> None:
    rows = tuple((i % 12 - 6 + 0.125, (i * 7 % 120) / 10 - 6, float(i % 2)) for i in range(400))
    custom = CustomPoints(rows=rows, classes=("a", "b"))
    setup = Setup(config=Config(data=DataConfig(name="custom", custom=custom)))
    link = to_link(setup)
    assert len(link) < 4000
    assert read_link(link).setup == setup


def test_too_many_points_for_a_link_point_to_the_settings_file() -> None:
    rows = tuple((i / 7919.0, i / 104729.0, i / 31.7) for i in range(2000))
    setup = Setup(config=Config(data=DataConfig(name="custom", custom=CustomPoints(rows=rows))))
    with pytest.raises(LinkError, match="settings file"):
        to_link(setup)


def test_an_unknown_key_is_a_warning_with_a_guess() -> None:
    (warning,) = read_link("#n=1&momentun=0.5").warnings
    assert '"momentum"' in warning


@pytest.mark.parametrize(
    "link",
    [
        "#n=2",
        "#n=",
        "#n=1&lr=fast",
        "#n=1&lr=nan",
        "#n=1&lr=1e999",
        "#n=1&lr=" + "9" * 5000,
        "#n=1&epoch=99999999999999999999",
        "#n=1&layers=99",
        "#n=1&layers=4:relu:2",
        "#n=1&layers=4:magic",
        "#n=1&layers=" + ",".join(["4"] * 500),
        "#n=1&data=unheard",
        "#n=1&seed=",
        "#n=1&features=x,x",
        "#n=1&loss=hinge&output=sigmoid",
        "#n=1&test=yes",
        "#n=1&points=%%%",
        "#n=1&points=AAAA",
        "#n=1&data=custom&names=a,b",
        "#n=1&xaxis=a:b",
        "#n=1&mode=exact&optimizer=adam",
        "#n=1&seed=" + "x" * 30_000,
    ],
)
def test_a_hostile_link_is_one_sentence(link: str) -> None:
    with pytest.raises(LinkError) as caught:
        read_link(link)
    assert 10 < len(str(caught.value)) < 1500


def test_a_small_text_that_unpacks_to_a_huge_one_is_refused() -> None:
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b"ddd" + bytes(10_000_000), 9)).decode()
    with pytest.raises(LinkError, match="damaged"):
        read_link("#n=1&data=custom&points=" + bomb[:15_000].rstrip("="))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_at_all_is_a_setup_or_a_sentence(text: str) -> None:
    for link in (text, "#n=1&" + text, "#" + text):
        try:
            found: Any = read_link(link)
        except LinkError as error:
            found = str(error)
        assert found
