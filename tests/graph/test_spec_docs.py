"""docs/spec.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from neurarium.graph import plan
from neurarium.graph.activations import ACTIVATIONS
from neurarium.graph.kinds import KINDS

DOCS = (Path(__file__).parents[2] / "docs" / "spec.md").read_text(encoding="utf-8")
BLOCKS = [text for name, text in re.findall(r"```(\w*)\n(.*?)```", DOCS, re.DOTALL) if not name]


@pytest.mark.parametrize("spec", BLOCKS[0].split())
def test_the_examples_fit_mnist(spec: str) -> None:
    assert plan(spec, (28, 28), 10).error is None


def test_the_mistakes_are_answered_as_printed() -> None:
    printed = re.findall(r"^(\S+) +(\S.*?)(?=^\S|\Z)", BLOCKS[1], flags=re.DOTALL | re.MULTILINE)
    assert len(printed) == 3
    for spec, answer in printed:
        error = plan(spec, (28, 28), 10).error
        assert error is not None
        assert error.text == " ".join(answer.split())


def test_every_layer_and_activation_is_named() -> None:
    for kind in KINDS.values():
        if kind.kind != "activation":
            assert all(f"`{word}" in DOCS for word in kind.words[:1])
    listed = DOCS.partition("Activations are those of Keras:")[2].partition(".\n")[0]
    assert set(re.findall(r"\w+", listed)) == set(ACTIVATIONS)


def test_the_sums_are_those_of_a_plan() -> None:
    told = plan("28x28x1-conv(32,3,stride=2)-batchnorm-conv(64,3)-batchnorm-10", (28, 28), 10)
    texts = {layer.derivation for layer in told.layers} | {
        layer.shape_derivation for layer in told.layers
    }
    for sum_ in ("(3·3·1 + 1)·32 = 320", "⌊(28 − 3) / 2⌋ + 1 = 13",
                 "4·64 = 256, half of it trained"):  # fmt: skip
        assert sum_ in texts
        assert f"`{sum_}`" in DOCS
