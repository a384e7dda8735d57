"""What a page is told while a training is still being written."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium import datasets
from neurarium.errors import ConfigError
from neurarium.graph import layers_of
from neurarium.training import TrainingConfig, plan_run
from neurarium.training.choices import choices
from neurarium.training.forecast import Outline, forecast, outline_of
from neurarium.training.memory import bytes_needed, check_memory
from neurarium.training.planning import validation_size

MNIST = Outline((28, 28), "classification", 10, 60_000, 10_000)


def test_the_textbook_training_adds_up() -> None:
    told = forecast({"model": "784-100-10", "optimizer": "sgd", "epochs": 5}, MNIST)
    assert {key: value for key, value in told.items() if key != "layers"} == {
        "spec": "784-100-10", "parameters": 79_510, "trainable": 79_510,
        "loss": "sparse_categorical_crossentropy", "output_activation": "softmax",
        "optimizer": "sgd", "learning_rate": 0.01, "n_train": 48_000, "n_validation": 12_000,
        "n_test": 10_000, "updates_per_epoch": 1_500, "updates": 7_500, "error": None,
    }  # fmt: skip
    assert [layer["part"] for layer in told["layers"]] == [None, 1, 2]


def test_stacked_layers_win_over_the_text_and_become_one() -> None:
    layers = [
        {"kind": "conv2d", "settings": {"filters": 8, "kernel_size": [3, 5]}},
        {"kind": "dense", "settings": {"units": 10}},
    ]
    told = forecast({"model": "nonsense"}, MNIST, layers)
    assert (told["error"], told["spec"]) == (None, "28x28x1-conv(8,3x5)-flatten-10")
    assert [layer["part"] for layer in told["layers"]] == [None, 0, None, 1]


@pytest.mark.parametrize(
    ("values", "layers", "place", "said"),
    [
        ({"model": "784-100-9"}, None, (2, 9), "10 classes"),
        ({"model": "784-1O0-10"}, None, (1, 6), "O0"),
        ({}, [{"kind": "dense", "settings": {"units": 0}}], (0, None), "units"),
        ({}, [{"kind": "conv2d", "settings": {"filters": 2, "kernel_size": 40}}], (0, None),
         "larger"),
        ({}, [], (None, None), "no layers"),
        ({"batch": 0}, None, (None, None), "batch"),
        ({"optimizer": "adm"}, None, (None, None), "adam"),
        ({"loss": "ctc"}, None, (None, None), "ctc"),
        ({"model": "os:abort"}, None, (None, None), "command"),
        ({"model": "secret.keras"}, None, (None, None), "command"),
        ({"model": 5}, None, (0, 1), "10 classes"),
        ({"surprise": 5}, None, (None, None), "surprise"),
    ],
)  # fmt: skip
def test_a_mistake_is_an_answer(
    values: dict[str, Any], layers: list[object] | None, place: tuple[Any, Any], said: str
) -> None:
    told = forecast(values, MNIST, layers)
    assert (told["error"]["layer"], told["error"]["column"]) == place
    assert said in told["error"]["text"]
    json.dumps(told)


@given(
    st.dictionaries(
        st.sampled_from(sorted(TrainingConfig.model_fields)),
        st.none() | st.integers() | st.text(max_size=30),
        max_size=3,
    ),
    st.none()
    | st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from(["dense", "conv2d", "dropout", "x"])},
            optional={
                "settings": st.dictionaries(
                    st.sampled_from(["units", "filters", "kernel_size", "rate", "activation"]),
                    st.none() | st.integers() | st.floats() | st.text(max_size=5),
                    max_size=3,
                )
            },
        ),
        max_size=3,
    ),
)
def test_a_forecast_never_raises(values: dict[str, Any], layers: list[object] | None) -> None:
    told = forecast(values, MNIST, layers)
    json.dumps(told)
    assert told["error"] is None or told["error"]["text"]


def test_a_forecast_loads_no_framework() -> None:
    code = (
        "import sys; from neurarium.training.forecast import Outline, forecast;"
        "forecast({}, Outline((8, 8), 'classification', 10, 9, 9));"
        "print(sorted({'keras', 'jax', 'torch', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_forecast_is_what_the_run_begins_with() -> None:
    values = {"data": "digits", "model": "8x8x1-conv(4,3)-10", "batch": 50, "limit": 1000}
    data = datasets.load("digits")
    told = forecast(values, outline_of(data))
    facts = plan_run(TrainingConfig(**values))
    assert told["layers"] == facts["model"]["layers"]
    for name in ("spec", "parameters", "trainable", "loss", "output_activation"):
        assert told[name] == facts["model"][name]
    assert (told["n_train"], told["n_validation"]) == (800, 200)
    assert facts["data"]["n_train"] == 800
    assert told["updates_per_epoch"] == facts["updates_per_epoch"] == 16
    assert outline_of(datasets.info("digits")) == outline_of(data)


@pytest.mark.parametrize("name", ["digits", "iris", "wine", "breast_cancer"])
def test_facts_of_a_run_are_complete(name: str) -> None:
    data = datasets.load(name)
    facts = plan_run(TrainingConfig(data=name, model=f"8-{data.n_classes}"))
    assert json.loads(json.dumps(facts)) == facts
    told = facts["data"]
    assert told["n_train"] + told["n_validation"] == len(data.x_train)
    assert told["n_validation"] == math.ceil(0.2 * len(data.x_train))
    assert told["hashes"] == dict(data.hashes)
    assert facts["updates_per_epoch"] == math.ceil(told["n_train"] / 32)
    assert {"python", "neurarium", "keras", "jax"} <= set(facts["versions"])


def test_the_validation_part_is_rounded_as_scikit_learn_does() -> None:
    from sklearn.model_selection import train_test_split

    for n in (5, 10, 97, 1437):
        for part in (0.1, 0.2, 0.35):
            assert validation_size(n, part) == len(train_test_split(range(n), test_size=part)[1])
    assert validation_size(1, 0.5) == 0


def test_ones_own_table_is_found_from_another_folder(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"{n},{n % 7},{'ab'[n % 2]}" for n in range(40))
    (tmp_path / "own.csv").write_text(f"x,y,kind\n{rows}\n")
    monkeypatch.chdir(tmp_path)
    facts = plan_run(TrainingConfig(data="own.csv#kind", model="4-2"))
    assert facts["config"]["data"] == f"{tmp_path / 'own.csv'}#kind"


def test_a_model_that_fills_the_memory_is_refused_before_it_begins() -> None:
    facts = plan_run(TrainingConfig(model="8x8x1-conv(100,3,same)-10", batch=10))
    needed = bytes_needed(facts["model"], 10)
    answered = 64 + 64 * 100 + 6400 + 10
    assert needed == 4 * (4 * facts["model"]["parameters"] + 2 * 10 * answered)
    with pytest.raises(ConfigError, match="GiB"):
        check_memory(facts["model"], TrainingConfig(batch=1_000_000))


def test_the_choices_are_json_and_every_kind_can_be_stacked() -> None:
    told = json.loads(json.dumps(choices()))
    examples = {"int": 4, "float": 0.5, "bool": True, "size": 2, "shape": [2, 2]}
    for kind in told["layers"]:
        settings = {
            one["name"]: one["choices"][0] if one["choices"] else examples[one["type"]]
            for one in kind["settings"]
        }
        assert layers_of([{"kind": kind["kind"], "settings": settings}])[0].kind == kind["kind"]
        assert all(one["title"] for one in kind["settings"])
    assert {"sgd", "adam"} <= {one["name"] for one in told["optimizers"]}
    assert told["schedules"][0] == "cosine"
