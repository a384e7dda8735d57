"""`neurarium.Run` makes any loop a run; a PyTorch module is watched in Keras's layout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import neurarium
from neurarium.errors import RunError
from neurarium.training.runs import differences, list_runs, summary
from neurarium.training.sums import Sums


def test_a_loop_becomes_a_run() -> None:
    config = {"lr": 0.1, "batch": 8}
    with neurarium.Run("by hand", config=config, epochs=2, data="digits") as run:
        for epoch in (1, 2):
            for step in range(5):
                run.log(loss=10.0 - step)
            run.log(epoch=epoch, loss=1.0 / epoch, val_loss=0.5 / epoch, acc=0.5 * epoch)
        assert run.directory.state().state == "running"
        run.test(loss=0.25, accuracy=0.75, confusion=np.array([[3, 1], [0, 4]]))
    found = run.directory
    assert found.id == run.id
    assert [line["accuracy"] for line in found.epochs()] == [0.5, 1.0]
    batch = found.lines("batch")[0]
    assert (batch["epoch"], batch["step"], batch["loss"]) == (1, 1, 10.0)
    assert found.lines("test")[0]["confusion"] == [[3, 1], [0, 4]]
    state = found.state()
    assert (state.state, state.epoch, state.epochs) == ("finished", 2, 2)
    assert state.test == {"loss": 0.25, "accuracy": 0.75}
    assert found.facts["config"] == {"lr": 0.1, "batch": 8, "epochs": 2}
    assert found.facts["data"]["name"] == "digits"
    assert (found.name, found.facts["kind"]) == ("by hand", "log")
    assert summary(found)["best"]["epoch"] == 2


def test_loops_are_compared_by_their_config() -> None:
    runs = []
    for rate in (0.1, 0.2):
        with neurarium.Run(config={"lr": rate, "deep": {"units": 3}}) as run:
            run.log(epoch=1, loss=1.0)
        runs.append(run.directory)
    assert differences(runs) == [{"setting": "lr", "values": [0.1, 0.2]}]


@pytest.mark.parametrize(
    ("error", "state", "sentence"),
    [
        (ZeroDivisionError("by zero"), "failed", "ZeroDivisionError: by zero"),
        (KeyboardInterrupt(), "stopped", "interrupted from the keyboard"),
    ],
)
def test_what_ends_the_loop_is_noted_and_goes_on(
    error: BaseException, state: str, sentence: str
) -> None:
    with pytest.raises(type(error)), neurarium.Run() as run:
        raise error
    found = run.directory.state()
    assert (found.state, found.error or found.reason) == (state, sentence)
    assert not run.directory.is_held()


@pytest.mark.parametrize("value", ["0.5", None, [1.0, 2.0], np.ones(2)])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with neurarium.Run() as run:
        with pytest.raises(RunError, match="expected a number"):
            run.log(loss=value)
        with pytest.raises(RunError, match="writes it"):
            run.log(kind=1)
        run.log(loss=np.float32(0.5), good=True)
    with pytest.raises(RunError, match="inside of its block"):
        run.log(loss=1.0)


def test_the_loop_goes_on_where_the_run_cannot_be_written(home: Path) -> None:
    home.write_text("no folder can be made here")
    with neurarium.Run() as run:
        with pytest.warns(RuntimeWarning, match="the loop goes on"):
            run.log(epoch=1, loss=1.0)
        run.log(epoch=2, loss=1.0)
    with pytest.raises(RunError, match="no directory"):
        _ = run.id
    home.unlink()
    assert list_runs() == []


def test_means_are_of_all_that_was_added() -> None:
    sums = Sums()
    for value in (1.0, 2.0, 6.0):
        sums.add({"loss": value})
    sums.add({"other": 4.0})
    assert sums.take() == {"loss": 3.0, "other": 4.0}
    assert sums.take() == {}


def torch_or_skip() -> Any:
    if "CI" in os.environ:
        import torch

        return torch
    return pytest.importorskip("torch", reason="PyTorch is not installed")


def test_a_module_is_kept_in_keras_layout_with_gradients_and_dead_units() -> None:
    torch = torch_or_skip()
    torch.manual_seed(1)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(),
        torch.nn.Linear(144, 20), torch.nn.ReLU(), torch.nn.Linear(20, 3),
    )  # fmt: skip
    with torch.no_grad():
        net[3].bias[:5] = -1000.0  # five units that never answer
    x, y = torch.randn(16, 1, 8, 8), torch.arange(16) % 3
    with neurarium.Run() as run:
        run.watch(net)
        first = net[3].weight.detach().numpy().copy()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        silent = int((net[:5](x) == 0).all(dim=0).sum())
        assert silent >= 5
        loss.backward()
        slope = net[3].weight.grad.numpy().copy()
        torch.optim.SGD(net.parameters(), 0.1).step()
        run.log(loss=loss)
        run.log(epoch=1, loss=loss)
        with pytest.raises(RunError, match="too late"):
            run.watch(net)
    found = run.directory
    assert [layer["name"] for layer in found.facts["model"]["layers"]] == ["0", "3", "5"]
    assert found.facts["model"]["parameters"] == 4 * 9 + 4 + 144 * 20 + 20 + 63
    assert found.snapshot_epochs() == [0, 1]
    np.testing.assert_array_equal(found.snapshot(0)["3/kernel"], first.T)
    trained = found.snapshot(1)
    np.testing.assert_allclose(trained["3/kernel"], (first - 0.1 * slope).T, rtol=1e-6)
    np.testing.assert_array_equal(
        trained["0/kernel"], net[0].weight.detach().numpy().transpose(2, 3, 1, 0)
    )
    conv, dense, last = found.lines("units")[0]["layers"]
    assert (dense["dead"], dense["units"], last["dead"]) == (silent, 20, None)
    assert conv["dead"] == 0
    squares = np.sum(slope.astype(np.float64) ** 2) + np.sum(
        net[3].bias.grad.numpy().astype(np.float64) ** 2
    )
    assert dense["gradient_norm"] == pytest.approx(squares**0.5, rel=1e-4)
    assert sum(dense["gradients"]["counts"]) == 144 * 20
    assert not net[1]._forward_hooks


def test_watching_something_else_says_what_to_do() -> None:
    torch_or_skip()
    with neurarium.Run() as run, pytest.raises(RunError, match="Watch"):
        run.watch(object())
