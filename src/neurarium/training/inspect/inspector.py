"""Looking into the model of a run, at any epoch that it kept, also while it trains."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.inspect.inputs import Inputs
from neurarium.training.inspect.look import LayerLook, Look, bounded, minus_log_p
from neurarium.training.runs import RunDirectory

if TYPE_CHECKING:
    from neurarium.datasets import Dataset
    from neurarium.training.inspect.answers import Answers
    from neurarium.training.inspect.network import Network, Weights

MOST_KEPT = 8
"""Weights of so many moments stay in memory."""
_BATCH = 1000
At = int | str


class Inspector:
    """One run's model, loaded at the first look; several threads may look at once.

    `load` gives the data set of a name: for who shares data sets among inspectors.
    """

    def __init__(self, run: RunDirectory, load: Callable[[str], Dataset] | None = None) -> None:
        self.run = run
        self.inputs = Inputs(run.facts, load)
        self._lock = threading.RLock()
        self._network: Network | None = None
        self._loaded: tuple[int, int] | None = None
        self._weights: OrderedDict[object, tuple[Weights, int, int | None]] = OrderedDict()

    def look(self, example: NDArray[Any] | tuple[str, int], at: At = "live") -> Look:
        """Send one example through the network as it was at a moment.

        `example` is (split, index) with "train" or "test", or an array as the data set holds
        them: pixels 0..255 of the data's shape, or a table's row. `at` is an epoch, "live",
        "best" or "final". Raises RunError, DataError.
        """
        label: float | None = None
        if isinstance(example, tuple):
            raw, label = self.inputs.example(*example)
        else:
            raw = np.asarray(example)
        network = self.network()
        x = self.inputs.as_the_model_sees(raw[None], network.input_shape)
        weights, epoch, step = self.weights(at)
        outputs, before, answer = network.answers(weights, x)
        layers = tuple(
            LayerLook(tap.name, tap.kind, tap.activation, tuple(out.shape[1:]), bounded(out[0]))
            for tap, out in zip(network.taps, outputs, strict=True)
        )
        common = {"epoch": epoch, "step": step, "input": x[0], "layers": layers,
                  "output": np.ravel(answer[0]), "label": label}  # fmt: skip
        if self.inputs.task == "regression":
            return _of_number(common)
        return self._of_classes(common, network, weights, before, answer)

    def _of_classes(
        self,
        common: Mapping[str, Any],
        network: Network,
        weights: Weights,
        before: NDArray[Any] | None,
        answer: NDArray[Any],
    ) -> Look:
        from neurarium.training.inspect.logits import logits_and_probabilities

        logits, probabilities = logits_and_probabilities(
            network, weights, None if before is None else before[0], answer[0]
        )
        label = common["label"]
        loss = None if label is None else minus_log_p(logits, int(label))
        return Look(
            **common, logits=logits, probabilities=probabilities,
            prediction=int(probabilities.argmax()), loss=loss,
        )  # fmt: skip

    def network(self) -> Network:
        """Return the opened model; loaded once."""
        with self._lock:
            if self._network is None:
                from neurarium.training.inspect.model_of_run import load_model

                stamp = _stamp_of(self.run.path / "model.keras")
                model, is_saved = load_model(self.run)
                from neurarium.training.inspect.network import Network

                self._loaded = stamp if is_saved else None
                self._network = Network(model, self.inputs.model_shape)
            return self._network

    def weights(self, at: At) -> tuple[Weights, int, int | None]:
        """Return the weights of a moment with its epoch and step; a few moments are kept."""
        network = self.network()
        with self._lock:
            key = (at, self._stamp(at))
            if key in self._weights:
                self._weights.move_to_end(key)
                return self._weights[key]
            found = self._read(network, at)
            self._weights[key] = found
            while len(self._weights) > MOST_KEPT:
                self._weights.popitem(last=False)
            return found

    def answers(self) -> Answers:
        """Return what the run answered to the test images; raises RunError before its test."""
        from neurarium.training.inspect.answers import Answers

        stored = _stored_predictions(self.run.path / "predictions.npz")
        if self.inputs.task == "regression":
            raise RunError(tr("A run that predicts numbers has no classes to confuse."))
        if stored is None:
            raise RunError(
                tr('Run "{run}" has not been tested yet: its confusion and mistakes are known '
                   "when it ends.", run=self.run.id)
            )  # fmt: skip
        return Answers(stored, self.inputs.labels("test"))

    def outputs(self, split: str, at: At = "final", limit: int | None = None) -> NDArray[Any]:
        """Return the model's outputs (n, …) for a whole split, in its order."""
        network = self.network()
        weights, _, _ = self.weights(at)
        raw = self.inputs.examples(split)[:limit]
        parts = []
        for first in range(0, len(raw), _BATCH):
            x = self.inputs.as_the_model_sees(raw[first : first + _BATCH], network.input_shape)
            parts.append(network.answers(weights, x)[2])
        return np.concatenate(parts)

    def _stamp(self, at: At) -> object:
        """Return what changes when the weights of a moment are written anew."""
        if at == "live":
            return _stamp_of(self.run.path / "snapshots" / "live.npz"), _last(self.run)
        if at in ("best", "final"):
            return _stamp_of(self.run.path / "model.keras"), self.run.state().best_epoch
        return _stamp_of(self.run.snapshot_path(int(at)))

    def _read(self, network: Network, at: At) -> tuple[Weights, int, int | None]:
        if at == "final":
            state = self.run.state()
            saved = self._saved(network) if state.state == "finished" else None
            if saved is not None:
                return saved, self._final_epoch(), None
            at = "live"
        if at == "best":
            found = self._best()
            if found is not None:
                return network.weights_of(found), int(self.run.state().best_epoch or 0), None
            at = "live"
        arrays = self.run.snapshot("live" if at == "live" else int(at))
        epoch, step = int(arrays.get("epoch", 0)), int(arrays.get("step", 0))
        return network.weights_of(arrays), epoch, step

    def _saved(self, network: Network) -> Weights | None:
        """Return the weights of model.keras, which is written anew if the run went on."""
        stamp = _stamp_of(self.run.path / "model.keras")
        if stamp is None:
            return None
        if stamp == self._loaded:
            return network.own_weights()
        from neurarium.training.inspect.model_of_run import load_model
        from neurarium.training.loops.values import weights_of

        model, is_saved = load_model(self.run)
        return network.weights_of(weights_of(model)) if is_saved else None

    def _final_epoch(self) -> int:
        """Return the epoch whose weights the final model has: the best one if it came back."""
        config, state = self.run.facts.get("config") or {}, self.run.state()
        if config.get("patience") and config.get("restore_best") and state.best_epoch:
            return state.best_epoch
        return state.epoch

    def _best(self) -> Mapping[str, NDArray[Any]] | None:
        epoch = self.run.state().best_epoch
        if epoch is None:
            return None
        if epoch in self.run.snapshot_epochs():
            return self.run.snapshot(epoch)
        from neurarium.training.runs.arrays import read_arrays

        return read_arrays(self.run.path / "checkpoints" / "best.npz")


def _of_number(common: Mapping[str, Any]) -> Look:
    value, label = float(common["output"][0]), common["label"]
    loss = None if label is None else (value - label) ** 2
    return Look(**common, logits=None, probabilities=None, prediction=value, loss=loss)


def _last(run: RunDirectory) -> int | None:
    epochs = run.snapshot_epochs()
    return epochs[-1] if epochs else None


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _stored_predictions(path: Path) -> NDArray[Any] | None:
    from neurarium.training.runs.arrays import read_arrays

    found = read_arrays(path)
    return None if found is None else found.get("probabilities")
