"""`package.module:callable`: found, called, made fit for the data, or a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from run_facts import data_of, facts_for

from neurarium.errors import SpecError
from neurarium.training.models import build_for_facts, kind_of_model

MODULE = """
import keras

def functional():
    given = keras.Input((16,))
    left = keras.layers.Dense(6, activation="relu")(given)
    right = keras.layers.Dense(6)(given)
    both = keras.layers.add([left, right])
    return keras.Model(given, keras.layers.Dense(10, activation="softmax")(both))

def not_yet_built():
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])

class Written(keras.Model):
    def __init__(self):
        super().__init__()
        self.answer = keras.layers.Dense(10, activation="softmax")
        self.flat = keras.layers.Flatten()

    def call(self, x):
        return self.answer(self.flat(x))

def nothing(): pass
def asks(units): return None
def fails(): raise ValueError("no\\nluck")
def leaves(): raise SystemExit(3)
def two():
    given = keras.Input((16,))
    return keras.Model(given, [keras.layers.Dense(10)(given), keras.layers.Dense(3)(given)])
number = 3
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put a module of one's own into the current directory; return its name."""
    name = f"own_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    (tmp_path / "broken_by_typo.py").write_text("def (")
    (tmp_path / "needs_another.py").write_text("import not_there_at_all")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return name


def test_a_functional_model_is_told_layer_by_layer(module: str) -> None:
    facts = facts_for(f"{module}:functional", data_of((4, 4)))
    told = facts["model"]
    assert [layer["name"] for layer in told["layers"]] == ["dense", "dense_1", "add", "dense_2"]
    assert told["layers"][0]["derivation"] == "16 × 6 + 6 = 102"
    assert (told["parameters"], told["input_shape"], told["name"]) == (274, [16], "functional")
    assert build_for_facts(facts).count_params() == 274


def test_names_and_first_weights_are_the_same_each_time(module: str) -> None:
    facts = facts_for(f"{module}:functional", data_of((4, 4)))
    one, two = build_for_facts(facts), build_for_facts(facts)
    assert [layer.name for layer in one.layers] == [layer.name for layer in two.layers]
    for left, right in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(left, right)


def test_a_model_that_knows_no_input_gets_the_datas(module: str) -> None:
    told = facts_for(f"{module}:not_yet_built", data_of((4, 4)))["model"]
    assert (told["input_shape"], told["parameters"]) == ([4, 4], 170)
    assert told["output_activation"] == "softmax"


def test_a_model_written_as_a_class_is_one_layer_that_keeps_its_answer(module: str) -> None:
    told = facts_for(f"{module}:Written", data_of((4, 4)))["model"]
    assert [layer["kind"] for layer in told["layers"]] == ["written"]
    assert (told["parameters"], told["output_activation"]) == (170, "softmax")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing", "returned None"),
        ("asks", "TypeError"),
        ("fails", "ValueError: no luck"),
        ("leaves", "SystemExit: 3"),
        ("two", "one output"),
        ("number", "found int"),
        ("functionel", 'Did you mean "functional"'),
        ("Written.nothing_here", "Unknown callable"),
    ],
)
def test_what_goes_wrong_is_a_sentence(module: str, path: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        facts_for(f"{module}:{path}", data_of((4, 4)))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere_to_be_found:model", "no module"),
        ("nowhere.to.be.found:model", "no module"),
        ("broken_by_typo:model", "SyntaxError"),
        ("needs_another:model", "not_there_at_all"),
    ],
)
def test_modules_that_cannot_be_imported_are_a_sentence(name: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        facts_for(name)


def test_the_search_path_is_left_as_it_was(module: str) -> None:
    before = list(sys.path)
    facts_for(f"{module}:functional", data_of((4, 4)))
    assert sys.path == before


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("784-100-10", "spec"), ("100", "spec"), ("relu", "spec"), ("a:b:c", "spec"),
        ("m.keras", "file"), ("../x/M.KERAS", "file"), ("pkg.mod:make", "callable"),
        ("mod:Class.make", "callable"), ("conv(3,3):x", "spec"), ("", "spec"),
    ],
)  # fmt: skip
def test_what_a_model_setting_names(text: str, kind: str) -> None:
    assert kind_of_model(text) == kind
