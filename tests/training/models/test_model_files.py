"""`.keras` files: opened, made fit for the data, or refused with a sentence."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest
from run_facts import data_of, facts_for

from neurarium.errors import SpecError
from neurarium.training.models import build_for_facts


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a small model's file: images 6×6×1 → 10 logits."""
    path = tmp_path / "small.keras"
    keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            keras.layers.Conv2D(2, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    ).save(path)
    return path


def test_a_file_is_told_like_a_spec_and_keeps_its_weights(saved: Path) -> None:
    facts = facts_for(str(saved), data_of((6, 6)))
    told = facts["model"]
    assert (told["spec"], told["name"], told["input_shape"]) == (None, "small", [6, 6, 1])
    assert [layer["derivation"] for layer in told["layers"]] == [
        "(3·3·1 + 1)·2 = 20", None, "32 × 10 + 10 = 330", None,
    ]  # fmt: skip
    assert told["parameters"] == 350
    json.dumps(told)
    model = build_for_facts(facts)
    kept = keras.saving.load_model(saved).get_weights()
    for one, two in zip(model.get_weights(), kept, strict=True):
        np.testing.assert_array_equal(one, two)


def test_logits_become_probabilities(saved: Path) -> None:
    facts = facts_for(str(saved), data_of((6, 6)))
    assert facts["model"]["output_activation"] == "softmax"
    assert "logits" in facts["model"]["layers"][-1]["note"]
    answers = build_for_facts(facts).predict(np.ones((3, 6, 6, 1), np.float32), verbose=0)
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-5)


def test_a_file_is_kept_by_its_whole_path(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from neurarium.training.models import lasting_name

    monkeypatch.chdir(saved.parent)
    assert lasting_name("small.keras") == str(saved)


@pytest.mark.parametrize(
    ("shape", "classes", "said"),
    [((5, 5), 10, "takes 6×6×1"), ((6, 6), 3, r"Dense\(3\)")],
)
def test_a_model_that_does_not_fit_the_data_is_refused(
    saved: Path, shape: tuple[int, ...], classes: int, said: str
) -> None:
    with pytest.raises(SpecError, match=said):
        facts_for(str(saved), data_of(shape, classes))


def test_a_file_that_changed_since_is_noticed(saved: Path) -> None:
    facts = facts_for(str(saved), data_of((6, 6)))
    keras.Sequential([keras.Input((36,)), keras.layers.Dense(10)]).save(saved)
    with pytest.raises(SpecError, match="has changed since the run began"):
        build_for_facts(facts)


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the members of a zip."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def config_changed(change: Callable[[dict], None]) -> Callable[[dict[str, bytes]], None]:
    def apply(members: dict[str, bytes]) -> None:
        config = json.loads(members["config.json"])
        change(config)
        members["config.json"] = json.dumps(config).encode()

    return apply


class Evil:
    def __reduce__(self) -> tuple:
        return os.system, ("touch was_here",)


def make_lambda(config: dict) -> None:
    layer = config["config"]["layers"][1]
    layer |= {"class_name": "Lambda", "module": "keras.layers"}
    layer["config"] = {"name": "lambda", "function": {"class_name": "__lambda__", "config": {}}}


def make_foreign(config: dict) -> None:
    config["config"]["layers"][1] |= {"class_name": "system", "module": "os"}


def make_registered(config: dict) -> None:
    config["config"]["layers"][1] |= {
        "class_name": "Mine", "module": "my.code", "registered_name": "mine>Mine",
    }  # fmt: skip


def make_huge(config: dict) -> None:
    config["config"]["layers"][3]["config"]["units"] = 10**10


def with_pickle(members: dict[str, bytes]) -> None:
    members["model.pkl"] = pickle.dumps(Evil())


def with_path(members: dict[str, bytes]) -> None:
    members["../../evil"] = b"x"


def with_bomb(members: dict[str, bytes]) -> None:
    members["config.json"] = b" " * 30_000_000


def with_links(members: dict[str, bytes]) -> None:
    weights = io.BytesIO()
    with h5py.File(weights, "w") as file:
        file["layers"] = h5py.ExternalLink("/etc/hostname", "/")
    members["model.weights.h5"] = weights.getvalue()


def with_outside_data(members: dict[str, bytes]) -> None:
    weights = io.BytesIO()
    with h5py.File(weights, "w") as file:
        file.create_dataset("w", (8,), "u1", external=[("/etc/hostname", 0, 8)])
    members["model.weights.h5"] = weights.getvalue()


def without_weights(members: dict[str, bytes]) -> None:
    del members["model.weights.h5"]


def with_broken_weights(members: dict[str, bytes]) -> None:
    members["model.weights.h5"] = members["model.weights.h5"][:100]


def with_broken_config(members: dict[str, bytes]) -> None:
    members["config.json"] = b'{"class_name": '


def with_deep_config(members: dict[str, bytes]) -> None:
    members["config.json"] = b"[" * 100_000


def with_no_model(members: dict[str, bytes]) -> None:
    members["config.json"] = b"[]"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (config_changed(make_lambda), "Lambda in it can run code"),
        (config_changed(make_foreign), '"system" of "os"'),
        (config_changed(make_registered), "mine>Mine"),
        (config_changed(make_huge), "units = 10,000,000,000"),
        (with_pickle, "model.pkl"),
        (with_path, "evil"),
        (with_bomb, "unpacks to 30,000,000 bytes"),
        (with_links, "point elsewhere"),
        (with_outside_data, "point elsewhere"),
        (without_weights, "model.weights.h5 is missing"),
        (with_broken_weights, "not a whole .keras file"),
        (with_broken_config, "config.json"),
        (with_deep_config, "config.json"),
        (with_no_model, "describes no model"),
    ],
)
def test_a_hostile_or_broken_file_is_a_sentence_and_nothing_happens(
    saved: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, bytes]], None],
    said: str,
) -> None:
    monkeypatch.chdir(saved.parent)
    rewritten(saved, change)
    with pytest.raises(SpecError) as caught:
        facts_for(str(saved), data_of((6, 6)))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in saved.parent.iterdir()] == ["small.keras"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no zip at all"])
def test_a_file_that_is_no_zip_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.keras"
    path.write_bytes(content)
    with pytest.raises(SpecError, match=r"not a whole \.keras file"):
        facts_for(str(path))


def test_a_file_cut_in_half_is_a_sentence(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    with pytest.raises(SpecError, match=r"not a whole \.keras file"):
        facts_for(str(saved), data_of((6, 6)))


def test_weights_that_do_not_fit_their_layers_are_a_sentence(saved: Path) -> None:
    def wider(config: dict) -> None:
        config["config"]["layers"][3]["config"]["units"] = 11

    rewritten(saved, config_changed(wider))
    with pytest.raises(SpecError, match="cannot open"):
        facts_for(str(saved), data_of((6, 6)))


@pytest.mark.parametrize("name", ["absent.keras", "model.h5", "net.onnx", "net.pt", "net.json"])
def test_other_files_are_a_sentence_that_says_what_to_try(name: str) -> None:
    with pytest.raises(SpecError, match=r"model\.save"):
        facts_for(name)
