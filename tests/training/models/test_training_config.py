"""TrainingConfig: every wrong value is a sentence with field, value, and what is allowed."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from neurarium.errors import ConfigError, MissingExtraError
from neurarium.training.config import TrainingConfig
from neurarium.training.models import use_backend
from neurarium.training.models.backend import check_installed
from neurarium.training.schedules import read_reduce, read_schedule


def test_the_defaults_are_those_of_the_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    assert TrainingConfig().to_json() == {
        "data": "digits", "model": "100-10", "backend": "jax", "optimizer": "adam",
        "learning_rate": None, "momentum": None, "nesterov": False, "loss": None, "batch": 32,
        "epochs": 5, "validation": 0.2, "seed": 42, "patience": None, "restore_best": True,
        "keep_best": False, "schedule": None, "reduce_lr": None, "loop": "auto", "limit": None,
    }  # fmt: skip


def test_it_is_frozen_and_travels() -> None:
    config = TrainingConfig(optimizer="sgd", learning_rate=0.1)
    with pytest.raises(ValidationError):
        config.epochs = 3  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301
    assert TrainingConfig(**config.to_json()) == config
    assert config.changed(epochs=9).epochs == 9


def test_names_come_in_any_spelling() -> None:
    config = TrainingConfig(optimizer="RMSprop", loss="MSE", backend=" JAX ")
    assert (config.optimizer, config.loss, config.backend) == (
        "rmsprop", "mean_squared_error", "jax",
    )  # fmt: skip


def test_momentum_and_nesterov_are_sgd() -> None:
    assert TrainingConfig(optimizer="momentum") == TrainingConfig(optimizer="sgd", momentum=0.9)
    assert TrainingConfig(optimizer="nesterov", momentum=0.5) == TrainingConfig(
        optimizer="SGD", momentum=0.5, nesterov=True
    )


def test_the_environment_chooses_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert TrainingConfig().backend == "torch"
    assert TrainingConfig(backend="jax").backend == "jax"
    monkeypatch.setenv("KERAS_BACKEND", "theano")
    with pytest.raises(ConfigError, match='Unknown backend "theano"'):
        TrainingConfig()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"optimizer": "adm"}, ["optimizer", '"adm"', 'Did you mean "adam"']),
        ({"optimizer": "MultiOptimizer"}, ["wraps another"]),
        ({"optimizer": 3}, ["optimizer", "3"]),
        ({"loss": "foo"}, ["loss", '"foo"', "mean_squared_error"]),
        ({"backend": "theano"}, ["backend", '"theano"', "jax, torch, tensorflow"]),
        ({"loop": "fast"}, ["loop", '"fast"', "auto, scan, unroll, keras"]),
        ({"learning_rate": 0}, ["learning_rate", "came: 0", "above 0"]),
        ({"learning_rate": math.nan}, ["learning_rate", "nan"]),
        ({"learning_rate": math.inf}, ["learning_rate", "inf"]),
        ({"learning_rate": "big"}, ["learning_rate", "'big'"]),
        ({"momentum": 1, "optimizer": "sgd"}, ["momentum", "came: 1"]),
        ({"momentum": 0.9, "optimizer": "adam"}, ["momentum", "Adam has none", "sgd, rmsprop"]),
        ({"nesterov": True, "optimizer": "rmsprop"}, ["nesterov", "RMSprop has none"]),
        ({"nesterov": True, "optimizer": "sgd"}, ["nesterov", "momentum"]),
        ({"batch": 0}, ["batch", "came: 0", "1 to 1,000,000"]),
        ({"batch": 2.5}, ["batch", "2.5"]),
        ({"epochs": -1}, ["epochs", "came: -1", "1 to 100,000"]),
        ({"validation": 1}, ["validation", "came: 1", "0 to 0.9"]),
        ({"seed": -1}, ["seed", "came: -1"]),
        ({"patience": 0}, ["patience", "came: 0"]),
        ({"limit": 0}, ["limit", "came: 0"]),
        ({"schedule": "linear"}, ["schedule", '"linear"', "cosine"]),
        ({"schedule": "exponential"}, ["schedule", "exponential:0.9"]),
        ({"schedule": "step:0.5"}, ["schedule", "step:0.5:3"]),
        ({"schedule": "step:2:3"}, ["schedule", "at most 1"]),
        ({"schedule": "exponential:0"}, ["schedule", "above 0"]),
        ({"reduce_lr": "0.5"}, ["reduce_lr", "0.5:2"]),
        ({"reduce_lr": "1:2"}, ["reduce_lr", "between 0 and 1"]),
        ({"reduce_lr": "0.5:2", "schedule": "cosine"}, ["reduce_lr", "schedule"]),
        ({"patience": 2, "validation": 0}, ["validation", "came: 0"]),
        ({"lr": 0.1}, ['Unknown setting "lr"', "learning_rate"]),
        ({"model": ""}, ["model"]),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    settings: dict[str, Any], said: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**settings)
    for words in said:
        assert words in str(caught.value)


@given(
    st.dictionaries(
        st.sampled_from(sorted(TrainingConfig.model_fields)),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
        | st.lists(st.integers(), max_size=2),
        max_size=4,
    )
)  # fmt: skip
def test_any_values_are_taken_or_answered_with_a_config_error(settings: dict[str, Any]) -> None:
    try:
        config = TrainingConfig(**settings)
    except ConfigError as error:
        sentence = str(error)
        assert sentence
        return
    assert TrainingConfig(**config.to_json()) == config


def test_schedules_are_the_formulas() -> None:
    cosine = [read_schedule("cosine").rate(0.2, epoch, 4) for epoch in (1, 2, 3, 4)]
    assert cosine == pytest.approx(
        [0.1 * (1 + math.cos(math.pi * k / 4)) for k in range(4)], rel=1e-12
    )
    exponential = read_schedule("exponential:0.9")
    assert [exponential.rate(1, epoch, 9) for epoch in (1, 2, 3)] == pytest.approx([1, 0.9, 0.81])
    step = read_schedule("step:0.5:3")
    assert [step.rate(8, epoch, 9) for epoch in range(1, 8)] == [8, 8, 8, 4, 4, 4, 2]
    assert (read_reduce("0.5:2").factor, read_reduce("0.5:2").patience) == (0.5, 2)


def test_a_config_loads_no_framework() -> None:
    code = (
        "import sys; from neurarium.training.config import TrainingConfig; TrainingConfig();"
        "print(sorted({'keras', 'jax', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_backend_is_chosen_before_keras_is_imported() -> None:
    code = (
        "import os; from neurarium.training.models import use_backend; use_backend('jax');"
        "import keras; print(keras.config.backend())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "jax"


def test_another_backend_after_keras_is_a_sentence() -> None:
    import keras

    other = "torch" if keras.config.backend() == "jax" else "jax"
    with pytest.raises(ConfigError, match=f"KERAS_BACKEND={other}"):
        use_backend(other)
    use_backend(keras.config.backend())


def test_a_missing_library_is_named_with_its_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r'pip install "neurarium\[tensorflow\]"'):
        check_installed("tensorflow")
    with pytest.raises(ConfigError, match="Unknown backend"):
        use_backend("theano")
