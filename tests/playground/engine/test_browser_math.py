"""The browser's functions against values that Node's Math printed."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from neurarium.datasets import browser_math as scalar
from neurarium.playground.engine.browser_math import Exactly, exp, tanh

TANH_EXP = np.array(
    [
        [0.7949008962134865, 0.6611764296439491, 0.451625990550581],
        [1.0387401590380179, 0.7773900800123679, 0.353900259264652],
        [1.2436430473424316, 0.8464914155019542, 0.28833189552697974],
        [-0.9735496026140232, -0.7502599900786, 2.64732475220969],
        [0.47922939320087043, 0.4456262447941433, 0.619260414269826],
        [1.725441100225558, 0.938514877714503, 0.1780944769305374],
    ]
)
"""x, Math.tanh(x), Math.exp(-x)"""


def test_known_values() -> None:
    ops = Exactly(np)
    np.testing.assert_array_equal(tanh(ops, TANH_EXP[:, 0]), TANH_EXP[:, 1])
    np.testing.assert_array_equal(exp(ops, -TANH_EXP[:, 0]), TANH_EXP[:, 2])
    assert scalar.sin(7.757702428918211) == 0.9953687365251945
    assert scalar.cos(24.79405405443171) == 0.9431916634081542
    assert scalar.log(0.3048143390076966) == -1.1880524122876737


def test_the_ends_of_the_scale() -> None:
    ops = Exactly(np)
    with np.errstate(all="ignore"):
        found = tanh(ops, np.array([np.inf, -np.inf, np.nan, 0.0, 30.0, -1e-300]))
        np.testing.assert_array_equal(found, [1.0, -1.0, np.nan, 0.0, 1.0, -1e-300])
        found = exp(ops, np.array([np.inf, -np.inf, np.nan, 0.0]))
        np.testing.assert_array_equal(found, [np.inf, 0.0, np.nan, 1.0])


def test_compiled_code_rounds_alike() -> None:
    import jax
    import jax.numpy as jnp

    x = np.random.default_rng(0).normal(scale=2.0, size=4000)
    with jax.enable_x64(True):
        compiled = jax.jit(lambda x, one: (tanh(Exactly(jnp, one), x), exp(Exactly(jnp, one), x)))
        found = [np.asarray(part) for part in compiled(x, 1.0)]
    np.testing.assert_array_equal(found[0], tanh(Exactly(np), x))
    np.testing.assert_array_equal(found[1], exp(Exactly(np), x))


def test_node_agrees_to_the_last_bit() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not there")
    x = np.random.default_rng(1).uniform(-20, 20, 3000)
    script = (
        "const x = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(['tanh', 'exp', 'sin', 'cos'].map("
        "(name) => x.map((v) => Math[name](v))).concat([x.map((v) => Math.log(Math.abs(v)))])))"
    )
    done = subprocess.run(
        [node, "-e", script], input=str(x.tolist()), capture_output=True, text=True, check=True
    )
    import json

    wanted = np.array(json.loads(done.stdout))
    np.testing.assert_array_equal(tanh(Exactly(np), x), wanted[0])
    np.testing.assert_array_equal(exp(Exactly(np), x), wanted[1])
    assert [scalar.sin(v) for v in x.tolist()] == wanted[2].tolist()
    assert [scalar.cos(v) for v in x.tolist()] == wanted[3].tolist()
    assert [scalar.log(abs(v)) for v in x.tolist()] == wanted[4].tolist()
