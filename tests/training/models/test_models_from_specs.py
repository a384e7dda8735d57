"""Plans against Keras itself: shapes, parameters, names, first weights."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from run_facts import data_of, facts_for

from neurarium.graph import plan
from neurarium.graph.activations import ACTIVATIONS
from neurarium.training.models import build_for_facts

SPECS = [
    ("100-10", (28, 28)),
    ("28x28x1-conv(32,3,same)-pool(2)-conv(64,3,same)-pool(2)-flatten-100(relu)-dropout(0.4)-10",
     (28, 28)),
    ("conv(8,3x5,stride=2)-batchnorm-relu-avgpool(3,same)-globalavgpool-10", (12, 11, 3)),
    ("conv(10,1,bias=no)-globalpool", (9, 8, 3)),
    ("conv(4,5,same,stride=3)-pool(2x3,stride=1)-batchnorm-50-tanh-10", (17, 23)),
    ("reshape(14x56)-conv(4,3)-pool(5,stride=2,same)-flatten-batchnorm-10-softmax", (28, 28)),
    ("64-batchnorm-dropout(0)-relu-10", (13,)),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "shape"), SPECS)
def test_shapes_and_parameters_are_those_of_keras(spec: str, shape: tuple[int, ...]) -> None:
    model = check_against_keras(spec, shape)
    answers = model.predict(np.zeros((2, *shape), np.float32), verbose=0)
    assert answers.shape == (2, 10)
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-4)


def check_against_keras(spec: str, shape: tuple[int, ...]) -> keras.Model:
    facts = facts_for(spec, data_of(shape))
    model = build_for_facts(facts)
    told = facts["model"]["layers"]
    assert [layer.name for layer in model.layers] == [layer["name"] for layer in told]
    for layer, planned in zip(model.layers, told, strict=True):
        assert list(layer.input.shape[1:]) == planned["input_shape"]
        assert list(layer.output.shape[1:]) == planned["output_shape"]
        assert layer.count_params() == planned["parameters"]
        trained = sum(int(np.prod(v.shape)) for v in layer.trainable_weights)
        assert trained == planned["trainable"]
    assert model.count_params() == facts["model"]["parameters"]
    return model


@st.composite
def networks(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.sampled_from(
                ["conv(3,3)", "conv(2,2x3,same,stride=2)", "conv(2,4,stride=3)", "pool(2)",
                 "pool(3,stride=2)", "avgpool(2,same)", "batchnorm", "dropout(0.2)", "tanh"]
            ),
            max_size=4,
        )
    )  # fmt: skip
    end = draw(st.sampled_from(["", "globalavgpool", "globalpool", "flatten", "7", "5-batchnorm"]))
    return "-".join([*parts, *([end] if end else []), "10"])


@settings(max_examples=6, deadline=None)
@given(networks(), st.sampled_from([(9, 11), (12, 8, 3)]))
def test_any_network_that_fits_is_what_keras_builds(spec: str, shape: tuple[int, ...]) -> None:
    if plan(spec, shape, 10).error is None:
        check_against_keras(spec, shape)


def test_names_begin_anew_for_every_model() -> None:
    names = [[layer.name for layer in build_for_facts(facts_for("9-9-10")).layers] for _ in "ab"]
    assert names == [["flatten", "dense", "dense_1", "dense_2"]] * 2


def test_the_same_seed_gives_the_same_first_weights_whatever_was_done_before() -> None:
    first = weights(build_for_facts(facts_for("20-batchnorm-10", optimizer="sgd")))
    keras.layers.Dense(3).build((None, 2))
    again = weights(build_for_facts(facts_for("20-batchnorm-10", optimizer="adam")))
    other = weights(build_for_facts(facts_for("20-batchnorm-10", seed=7)))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])


def test_layers_of_one_model_differ_from_one_another() -> None:
    kernels = weights(build_for_facts(facts_for("10(linear,bias=no)-10(bias=no)", data_of((10,)))))
    assert not np.array_equal(kernels[0], kernels[1])


def test_the_first_weights_are_those_of_a_script_with_that_seed() -> None:
    keras.utils.set_random_seed(5)
    by_hand = keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(20, activation="relu"),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ours = build_for_facts(facts_for("20-dropout(0.3)-10", seed=5))
    for one, two in zip(weights(by_hand), weights(ours), strict=True):
        np.testing.assert_array_equal(one, two)


def test_building_leaves_pythons_random_numbers_alone() -> None:
    import random

    random.seed(3)
    before = random.getstate()
    build_for_facts(facts_for("20-10"))
    assert random.getstate() == before


def test_the_activations_are_those_that_keras_offers() -> None:
    offered = {
        name
        for name in dir(keras.activations)
        if not name.startswith("_") and callable(getattr(keras.activations, name))
    }
    helpers = {"get", "serialize", "deserialize"}
    aliases = {"swish", "hard_swish"}
    needs_more = {"glu", "threshold"}
    assert set(ACTIVATIONS) == offered - helpers - aliases - needs_more


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_keeps_the_shape(activation: str) -> None:
    answers = keras.activations.get(activation)(np.array([[-1.0, 0.5, 2.0]], np.float32))
    assert np.asarray(answers).shape == (1, 3)


def weights(model: keras.Model) -> list[np.ndarray]:
    return [np.asarray(weight) for weight in model.get_weights()]
