"""What a compiled program takes and gives: arrays by name, each with its shape."""

from __future__ import annotations

from typing import Any, NamedTuple


class Data(NamedTuple):
    """Point arrays, filled up to the capacity N of the structure.

    `train` and `test` are each point's share in the mean losses: 1/n_train or 1/n_test for
    points of that part, 0 for all others.
    """

    x: Any  # (N, features)
    target: Any  # (N, outputs)
    train: Any  # (N,)
    test: Any  # (N,)
    n_train: Any  # () int32


class Settings(NamedTuple):
    """Hyperparameters that change without compiling."""

    rates: Any  # (EPOCHS_BLOCK,) learning rate of each epoch of a block
    momentum: Any  # ()
    l1: Any  # ()
    l2: Any  # ()
    dropout: Any  # (hidden layers,)
    seed: Any  # () uint32, for dropout
    one: Any  # () always 1, see `Exactly`


class Block(NamedTuple):
    """What holds for the EPOCHS_BLOCK epochs from a multiple of EPOCHS_BLOCK on; a row each."""

    settings: Settings
    order: Any  # (EPOCHS_BLOCK, N + batch size) int32: points in the order of each epoch


class Span(NamedTuple):
    """What to run of a block: its rows first_row..last_row−1, in each of these epochs the updates
    first_step..last_step−1. It travels as one array of int32, which costs one conversion."""

    epoch: Any  # number of the block's first epoch
    first_row: Any
    last_row: Any
    first_step: Any
    last_step: Any
    losses: Any  # not 0: compute the losses after each epoch


class Result(NamedTuple):
    """What came out; rows of epochs that were not run mean nothing."""

    states: Any  # (EPOCHS_BLOCK, S)
    losses: Any  # (EPOCHS_BLOCK, 2): train, test
    norms: Any  # (EPOCHS_BLOCK, L): gradient size of each layer at the epoch's last update
