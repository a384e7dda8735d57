"""A moment trained on: some epochs, or one update. Pure functions of moment and engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from neurarium.playground.divergence import first_diverged
from neurarium.playground.engine import Engine, Trace
from neurarium.playground.history import Moment
from neurarium.playground.recording import Rows
from neurarium.playground.start import recorded


def trained(moment: Moment, engine: Engine, epochs: int) -> Moment:
    """Return the moment `epochs` epochs later, all of them recorded.

    Where training diverges it stays at the last finite epoch and is marked as diverged.
    """
    trace = engine.run(moment.state, moment.epoch, epochs)
    bad = first_diverged(trace, _best_loss(moment))
    count = len(trace) if bad is None else bad
    if count:
        numbers = np.arange(moment.epoch + 1, moment.epoch + 1 + count, dtype=np.int64)
        rows = Rows(
            moment.segment, numbers, trace.states[:count], trace.loss_train[:count],
            trace.loss_test[:count], trace.gradient_norms[:count],
        )  # fmt: skip
        moment = replace(
            _at_row(moment, trace, count - 1),
            epoch=moment.epoch + count,
            recording=moment.recording.append(rows),
        )
    return moment if bad is None else replace(moment, diverged=True)


def updated(moment: Moment, engine: Engine) -> Moment:
    """Return the moment one update later; the epoch's last update completes and records it."""
    _, trace = engine.step(moment.state, moment.epoch, moment.step)
    if first_diverged(trace, _best_loss(moment)) is not None:
        return replace(moment, diverged=True)
    after = _at_row(moment, trace, 0)
    if moment.step + 1 < engine.updates_per_epoch:
        return replace(after, step=moment.step + 1)
    return recorded(replace(after, epoch=moment.epoch + 1, step=0))


def _best_loss(moment: Moment) -> float:
    """Return the lowest loss so far, of what is trained now: settings and weights may be new."""
    blocks = moment.recording.blocks
    if blocks and blocks[-1].segment is moment.segment:
        return moment.recording.lowest_loss
    return moment.loss_train


def _at_row(moment: Moment, trace: Trace, row: int) -> Moment:
    return replace(
        moment,
        state=trace.states[row],
        loss_train=float(trace.loss_train[row]),
        loss_test=float(trace.loss_test[row]),
        gradient_norms=trace.gradient_norms[row],
    )
