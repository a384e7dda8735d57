"""Spec text ↔ layers: what is read, what is refused and where."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.errors import SpecError
from neurarium.graph import Layer, format_spec, layers_of, parse
from neurarium.graph.activations import ACTIVATIONS
from neurarium.graph.kinds import KINDS, Kind, Setting
from neurarium.graph.spec import MAX_CHARACTERS, MAX_LAYERS


def dense(units: int, **settings: object) -> Layer:
    return Layer("dense", (("units", units), *settings.items()))  # type: ignore[arg-type]


def test_numbers_are_dense_layers() -> None:
    assert parse("784-100-10") == (dense(784), dense(100), dense(10))


def test_what_follows_a_unit_count_is_read_left_to_right() -> None:
    assert parse("100(sigmoid)-10(bias=no)") == (
        dense(100, activation="sigmoid"),
        dense(10, use_bias=False),
    )
    assert parse("100(sigmoid)(bias=no)") == parse("100(sigmoid, bias=no)")


def test_a_shape_at_the_beginning_is_the_input() -> None:
    assert parse("28x28-10")[0] == Layer("input", (("shape", (28, 28)),))
    assert parse("28 × 28 × 1 - 10") == parse("28X28x1-10")


def test_a_convolutional_network_is_read() -> None:
    text = "28x28x1-conv(32,3,same,stride=2)-pool(2)-flatten-dropout(0.3)-10"
    assert [layer.kind for layer in parse(text)] == [
        "input", "conv2d", "max_pooling2d", "flatten", "dropout", "dense",
    ]  # fmt: skip
    assert parse(text)[1].settings == {
        "filters": 32, "kernel_size": 3, "strides": 2, "padding": "same",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("CONV(8, 3x5, ReLU, Same)", "conv(8,3x5,same,relu)"),
        ("conv(8,3x3)", "conv(8,3)"),
        ("conv2d(filters=8, kernel=3)", "conv(8,3)"),
        ("dense(100, relu)", "100(relu)"),
        ("maxpool", "pool"),
        ("LeakyReLU", "leaky_relu"),
        ("swish", "silu"),
        ("reshape(7,7,64)", "reshape(7x7x64)"),
        ("bn", "batchnorm"),
        (" 100 ( relu ) ", "100(relu)"),
    ],
)
def test_spellings_that_mean_the_same(written: str, same_as: str) -> None:
    assert parse(written) == parse(same_as)
    assert format_spec(parse(written)) == same_as


@pytest.mark.parametrize(
    ("text", "column", "layer", "said"),
    [
        ("", 1, None, "empty"),
        ("   ", 1, None, "empty"),
        ("784--10", 5, 1, "a layer is missing"),
        ("-10", 1, 0, "a layer is missing"),
        ("10-", 4, 1, "a layer is missing"),
        ("784-1O0-10", 6, 1, 'found "O0"'),
        ("784-dens(3)-10", 5, 1, 'Did you mean "dense"'),
        ("784-cnov(3,3)", 5, 1, 'Did you mean "conv"'),
        ("784-100(rellu)-10", 9, 1, 'Did you mean "relu"'),
        ("784-100(relu-10", 8, 1, '")"'),
        ("784-100)relu(-10", 8, 1, "closes nothing"),
        ("784-100((relu))-10", 9, 1, 'found "("'),
        ("784-conv(3)-10", 5, 1, "needs kernel"),
        ("784-conv-10", 5, 1, "needs filters"),
        ("784-dropout-10", 5, 1, "dropout(0.3)"),
        ("784-dropout(1)-10", 13, 1, "from 0 to 0.99"),
        ("784-dropout(-0.3)-10", 13, 1, "from 0 to 0.99"),
        ("784-conv(3,0)-10", 12, 1, "from 1 to 1,000"),
        ("784-conv(3,-1)-10", 12, 1, '"-1" came'),
        ("784-conv(3,3,stride=0)-10", 14, 1, "stride"),
        ("784-conv(3,3,stride=)-10", 14, 1, "stride"),
        ("784-conv(3,3,5)-10", 14, 1, "stride"),
        ("784-conv(3,3x3x3)-10", 12, 1, "3x5"),
        ("784-conv(3,3,same,valid)-10", 19, 1, "twice"),
        ("784-flatten(3)-10", 13, 1, "no settings"),
        ("784-relu(3)-10", 10, 1, "100(relu)"),
        ("784-0-10", 5, 1, "from 1 to 1,000,000"),
        ("784-1000000000-10", 5, 1, "from 1 to 1,000,000"),
        ("784-" + "9" * 5000 + "-10", 5, 1, "from 1 to 1,000,000"),
        ("784-28x28-10", 5, 1, "only at the beginning"),
        ("28x28x1x1-10", 1, 0, "28x28x1"),
        ("28x28(relu)-10", 1, 0, "28x28x1"),
        ("784-١٠٠-10", 5, 1, "expected a number of units"),
        ("784-１００-10", 5, 1, "expected a number of units"),
        ("784-100.5-10", 8, 1, 'found ".5"'),
        ("784–100–10", 4, 0, "hyphen"),
        ("784-100 10", 9, 1, 'found "10"'),
        ("784-100(relu,speed=3)-10", 14, 1, "speed=3"),
        ("784-100(bias=maybe)-10", 9, 1, "true or false"),
        ("reshape(1x2x3x4)", 9, 0, "one to three"),
        ("784-\x00-10", 5, 1, "expected"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    text: str, column: int, layer: int | None, said: str
) -> None:
    with pytest.raises(SpecError) as caught:
        parse(text)
    assert (caught.value.column, caught.value.layer) == (column, layer)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_text_of_a_megabyte_is_refused_at_once() -> None:
    with pytest.raises(SpecError, match=f"at most {MAX_CHARACTERS:,} characters"):
        parse("1" * 1_000_000)


def test_ten_thousand_layers_are_refused() -> None:
    with pytest.raises(SpecError, match=f"at most {MAX_LAYERS} layers"):
        parse("-".join(["1"] * 4000))


@given(st.text(alphabet="0123456789x×-(),.= abcdefrelupoolconvdropout\n–é", max_size=60))
def test_any_text_is_read_or_answered_with_a_spec_error(text: str) -> None:
    try:
        layers = parse(text)
    except SpecError as error:
        column = error.column
    else:
        column = None
        assert parse(format_spec(layers)) == layers
    assert column is None or 1 <= column <= len(text) + 1


@given(st.text(max_size=40))
def test_any_unicode_is_read_or_answered_with_a_spec_error(text: str) -> None:
    with suppress(SpecError):
        parse(text)


def values(setting: Setting) -> st.SearchStrategy[object]:
    low, high = int(setting.minimum or 0), int(setting.maximum or 1)
    sizes = st.integers(low, high)
    return {
        "int": st.integers(low, high),
        "float": st.floats(0, 0.99),
        "bool": st.booleans(),
        "choice": st.sampled_from(setting.choices or ("",)),
        "size": sizes | st.tuples(sizes, sizes).filter(lambda two: two[0] != two[1]),
        "shape": st.lists(st.integers(1, 50), min_size=1, max_size=3).map(tuple),
    }[setting.type]


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    kind: Kind = draw(st.sampled_from(list(KINDS.values())))
    given_settings = [
        (setting.name, draw(values(setting)))
        for setting in kind.settings
        if setting.required or draw(st.booleans())
    ]
    return Layer(kind.kind, tuple(given_settings))  # type: ignore[arg-type]


@given(st.lists(layers(), min_size=1, max_size=8))
def test_what_is_written_is_read_back(network: list[Layer]) -> None:
    assert parse(format_spec(network)) == tuple(network)


@given(st.lists(layers(), min_size=1, max_size=8))
def test_layers_of_a_page_are_read_back(network: list[Layer]) -> None:
    described = [
        {
            "kind": layer.kind,
            "settings": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in layer.given
            },
        }
        for layer in network
    ]
    assert layers_of(described) == tuple(network)


@pytest.mark.parametrize(
    ("described", "layer", "said"),
    [
        ([], None, "no layers"),
        ([3], 0, "kind and settings"),
        ([{"kind": "dense", "settings": 3}], 0, "kind and settings"),
        ([{"kind": "dense"}], 0, "needs units"),
        ([{"kind": "dense", "settings": {"units": None}}], 0, "needs units"),
        ([{"kind": "dense", "settings": {"units": 10}}, {"kind": "lstm"}], 1, "Unknown layer"),
        ([{"kind": "dense", "settings": {"units": 1.5}}], 0, "whole number"),
        ([{"kind": "dense", "settings": {"units": True}}], 0, "whole number"),
        ([{"kind": "dense", "settings": {"units": "ten"}}], 0, "whole number"),
        ([{"kind": "dense", "settings": {"units": 3, "activation": 7}}], 0, "activation"),
        ([{"kind": "dense", "settings": {"units": 3, "speed": 7}}], 0, "speed"),
        ([{"kind": "dense", "settings": {"units": 10**400}}], 0, "whole number"),
        ([{"kind": "dense", "settings": {"units": float("inf")}}], 0, "whole number"),
        ([{"kind": "dense", "settings": {"units": 3, "use_bias": 1}}], 0, "true or false"),
        ([{"kind": "dropout", "settings": {"rate": float("nan")}}], 0, "rate"),
        ([{"kind": "reshape", "settings": {"target_shape": [1, "a"]}}], 0, "shape"),
        ([{"kind": "flatten"}] * 1000, MAX_LAYERS, "at most"),
    ],
)
def test_a_page_is_told_what_is_wrong(
    described: list[object], layer: int | None, said: str
) -> None:
    with pytest.raises(SpecError) as caught:
        layers_of(described)
    assert caught.value.layer == layer
    assert said in str(caught.value)


def test_every_activation_is_a_layer_and_a_setting() -> None:
    for name in ACTIVATIONS:
        assert parse(name)[0].settings == {"activation": name}
        assert parse(f"3({name})")[0].settings == {"units": 3, "activation": name}
