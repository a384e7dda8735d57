"""What a spec means for its data: shapes, parameters, what is filled in, what does not fit."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.errors import SpecError
from neurarium.graph import ModelPlan, layers_of, plan

MNIST = (28, 28)


def shapes(planned: ModelPlan) -> list[tuple[int, ...] | None]:
    return [layer.output_shape for layer in planned.layers]


def test_the_textbook_network_adds_up() -> None:
    planned = plan("784-100-10", MNIST, 10)
    assert planned.error is None
    assert [layer.name for layer in planned.layers] == ["flatten", "dense", "dense_1"]
    assert [layer.derivation for layer in planned.layers] == [
        None, "784 × 100 + 100 = 78,500", "100 × 10 + 10 = 1,010",
    ]  # fmt: skip
    assert (planned.parameters, planned.trainable) == (79_510, 79_510)
    assert (planned.output_activation, planned.loss) == (
        "softmax", "sparse_categorical_crossentropy",
    )  # fmt: skip


def test_a_convolutional_network_adds_up() -> None:
    text = (
        "28x28x1-conv(32,3,same)-pool(2)-conv(64,3,same)-pool(2)-flatten-100(relu)-dropout(0.4)-10"
    )
    planned = plan(text, MNIST, 10)
    assert planned.spec == text
    assert shapes(planned) == [
        (28, 28, 1), (28, 28, 32), (14, 14, 32), (14, 14, 64), (7, 7, 64), (3136,), (100,), (100,),
        (10,),
    ]  # fmt: skip
    assert planned.layers[1].derivation == "(3·3·1 + 1)·32 = 320"
    assert planned.parameters == 320 + 18_496 + 313_700 + 1_010


def test_batch_normalization_says_that_half_is_trained() -> None:
    planned = plan("conv(64,3,bias=no)-batchnorm-relu-10", MNIST, 10)
    layer = planned.layers[2]
    assert layer.derivation == "4·64 = 256, half of it trained"
    assert (layer.parameters, layer.trainable) == (256, 128)
    assert planned.layers[1].derivation == "3·3·1·64 = 576"


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("100-10", "784-100-10"),
        ("784-100-10", "784-100-10"),
        ("10", "784-10"),
        ("28x28-100-10", "28x28-flatten-100-10"),
        ("flatten-100-10", "28x28-flatten-100-10"),
        ("28x28x1-100-10", "28x28x1-flatten-100-10"),
        ("conv(8,3)-10", "28x28x1-conv(8,3)-flatten-10"),
        ("pool(2)-10", "28x28x1-pool(2)-flatten-10"),
        ("784-reshape(28x28)-conv(8,3)-10",
         "784-reshape(28x28)-reshape(28x28x1)-conv(8,3)-flatten-10"),
    ],
)  # fmt: skip
def test_the_complete_spec_means_the_same(text: str, complete: str) -> None:
    planned = plan(text, MNIST, 10).checked()
    assert planned.spec == complete
    again = plan(complete, MNIST, 10).checked()
    assert again.spec == complete
    assert [one.output_shape for one in again.layers] == shapes(planned)
    assert again.parameters == planned.parameters


def test_hidden_layers_are_relu_unless_an_activation_follows() -> None:
    planned = plan("100-50-batchnorm-tanh-20(sigmoid)-10", MNIST, 10)
    activations = [one.settings.get("activation") for one in planned.layers if one.kind == "dense"]
    assert activations == ["relu", "linear", "sigmoid", "softmax"]


def test_a_layer_that_was_put_in_says_so() -> None:
    flatten = plan("100-10", MNIST, 10).layers[0]
    assert (flatten.kind, flatten.text, flatten.part) == ("flatten", None, None)
    assert flatten.note


@pytest.mark.parametrize(
    ("text", "outputs", "task", "activation", "loss"),
    [
        ("8-3", 3, "classification", "softmax", "sparse_categorical_crossentropy"),
        ("8-2", 2, "classification", "softmax", "sparse_categorical_crossentropy"),
        ("8-1", 2, "classification", "sigmoid", "binary_crossentropy"),
        ("8-3(sigmoid)", 3, "classification", "sigmoid", "binary_crossentropy"),
        ("8-3-softmax", 3, "classification", "softmax", "sparse_categorical_crossentropy"),
        ("8-1", 1, "regression", "linear", "mean_squared_error"),
        ("8-1(softplus)", 1, "regression", "softplus", "mean_squared_error"),
        ("8-3-dropout(0.1)", 3, "classification", "softmax", "sparse_categorical_crossentropy"),
    ],
)
def test_output_and_loss_follow_the_task(
    text: str, outputs: int, task: str, activation: str, loss: str
) -> None:
    planned = plan(text, (4,), outputs, task).checked()
    assert (planned.output_activation, planned.loss) == (activation, loss)


@pytest.mark.parametrize(
    ("text", "shape", "outputs", "task", "layer", "column", "said"),
    [
        ("784-100-9", MNIST, 10, "classification", 2, 9, "Write 10 here"),
        ("784-100", MNIST, 10, "classification", 1, 5, "Add -10 at the end"),
        ("100-dropout(0.3)", MNIST, 10, "classification", 1, 5, "Add -10 at the end"),
        ("100-1", MNIST, 10, "classification", 1, 5, "10 classes"),
        ("100-10(relu)", MNIST, 10, "classification", 1, 5, "10(softmax)"),
        ("8-1(softmax)", (4,), 2, "classification", 1, 3, "1(sigmoid)"),
        ("8-2", (4,), 1, "regression", 1, 3, "one number"),
        ("8-1(softmax)", (4,), 1, "regression", 1, 3, "always 1"),
        ("conv(8,3)", MNIST, 10, "classification", 0, 1, "flatten"),
        ("783-100-10-5", MNIST, 10, "classification", 3, 12, "10 classes"),
        ("3072-100-10", MNIST, 10, "classification", 0, 1, "784"),
        ("784-100-10", (32, 32, 3), 10, "classification", 0, 1, "32x32x3 = 3,072"),
        ("28x14-100-10", MNIST, 10, "classification", 0, 1, "28x28"),
        ("56x14-100-10", MNIST, 10, "classification", 0, 1, "28x28"),
        ("784", MNIST, 784, "classification", None, None, ""),
        ("28x28", MNIST, 10, "classification", 0, 1, "only the input"),
        ("conv(8,29)-10", MNIST, 10, "classification", 0, 1, "29×29 is larger than the image"),
        ("pool(2)-pool(2)-pool(2)-pool(2)-pool(2)-10", MNIST, 10, "classification", 4, 33,
         "1×1"),
        ("784-conv(8,3)-10", MNIST, 10, "classification", 1, 5, "28x28x1"),
        ("8-conv(8,3)-3", (4,), 3, "classification", 1, 3, "height × width"),
        ("reshape(7x7)-10", MNIST, 10, "classification", 0, 1, "784 numbers come in"),
        ("globalpool-10", (4,), 10, "classification", 0, 1, "height × width"),
        ("1000000-10", MNIST, 10, "classification", 0, 1, "785,000,000 parameters"),
        ("conv(10000,3,same)-conv(10000,3,same)-10", MNIST, 10, "classification", 1, 20,
         "parameters"),
        ("flatten-100000-100-" + "-".join(["100000"] * 99) + "-10", MNIST, 10, "classification",
         4, 27, "parameters"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_layer(
    text: str, shape: tuple[int, ...], outputs: int, task: str, layer: int | None,
    column: int | None, said: str,
) -> None:  # fmt: skip
    planned = plan(text, shape, outputs, task)
    if layer is None:
        assert planned.error is None
        return
    assert planned.error is not None
    assert (planned.error.layer, planned.error.column) == (layer, column)
    assert said in planned.error.text
    with pytest.raises(SpecError) as caught:
        planned.checked()
    assert (caught.value.layer, caught.value.column) == (layer, column)


def test_layers_after_a_mismatch_are_still_told() -> None:
    planned = plan("conv(8,30)-pool(2)-10", MNIST, 10)
    assert [layer.error is not None for layer in planned.layers] == [False, True, False, False]
    assert shapes(planned)[1:] == [None, None, None]


def test_a_network_that_answers_too_many_numbers_is_refused() -> None:
    planned = plan("-".join(["conv(500,1)"] * 60) + "-globalpool-10", MNIST, 10)
    assert planned.error is not None
    assert "20,000,000" in planned.error.text


def test_the_first_number_is_the_input_only_where_it_fits() -> None:
    assert plan("10-3", (4,), 3).spec == "4-10-3"
    assert plan("4-3", (4,), 3).spec == "4-3"
    assert plan("4(relu)-3", (4,), 3).spec == "4-4(relu)-3"
    stacked = [{"kind": "dense", "settings": {"units": n}} for n in (4, 3)]
    assert plan(layers_of(stacked), (4,), 3).spec == "4-4-3"


def test_without_data_the_spec_names_the_input() -> None:
    planned = plan("784-100-10", None, None)
    assert (planned.input_shape, planned.parameters) == ((784,), 79_510)
    assert plan("28x28x1-conv(8,3)-7", None, None).checked().output_units == 7
    missing = plan("conv(8,3)-7", None, None).error
    assert missing is not None
    assert "input is missing" in missing.text


def test_a_planned_layer_is_json() -> None:
    planned = plan("28x28x1-conv(8,3x5)-reshape(26x24x8)-10", MNIST, 10)
    told = json.loads(json.dumps([layer.to_json() for layer in planned.layers]))
    assert told[1]["settings"]["kernel_size"] == [3, 5]
    assert told[1]["output_shape"] == [26, 24, 8]


@given(
    st.text(alphabet="0123456789x-(),.= relupoolconvflattendropout", max_size=50),
    st.sampled_from([(28, 28), (32, 32, 3), (4,), None]),
    st.sampled_from([1, 2, 10, None]),
    st.sampled_from(["classification", "regression"]),
)
def test_planning_never_raises(
    text: str, shape: tuple[int, ...] | None, outputs: int | None, task: str
) -> None:
    planned = plan(text, shape, outputs, task)
    json.dumps([layer.to_json() for layer in planned.layers])
    if planned.error is None:
        assert all(layer.output_shape for layer in planned.layers)


def test_planning_loads_no_framework() -> None:
    code = (
        "import sys; from neurarium.graph import plan; plan('784-100-10', (28, 28), 10);"
        "print(sorted({'keras', 'jax', 'torch', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
