"""Confusion, classes and mistakes against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from neurarium.errors import RunError
from neurarium.training.inspect.answers import Answers, worst_confusions

RNG = np.random.default_rng(11)
P = RNG.dirichlet(np.ones(4) * 0.4, 500).astype(np.float16)
Y = RNG.integers(0, 4, (500, 1))
ANSWERS = Answers(P, Y)


def test_the_confusion_counts_true_by_predicted() -> None:
    table = np.zeros((4, 4), int)
    for row, label in zip(P, Y.ravel(), strict=True):
        table[label, row.astype(np.float32).argmax()] += 1
    assert (ANSWERS.confusion() == table).all()
    assert ANSWERS.per_class() == pytest.approx([table[c, c] / table[c].sum() for c in range(4)])


def test_mistakes_come_the_worst_first() -> None:
    found = ANSWERS.mistakes(limit=1000)
    assert found.total == 500 - np.trace(ANSWERS.confusion())
    assert len(found.indices) == found.total
    truth = P[found.indices, Y.ravel()[found.indices]].astype(float)
    assert (np.diff(truth) >= 0).all()
    assert (found.predictions != found.labels).all()


def test_mistakes_can_be_asked_for_by_true_and_predicted_class() -> None:
    table = ANSWERS.confusion()
    cell = ANSWERS.mistakes(true=1, predicted=3)
    assert cell.total == table[1, 3]
    assert (cell.labels == 1).all()
    assert (cell.predictions == 3).all()
    assert ANSWERS.mistakes(true=2).total == table[2].sum() - table[2, 2]
    assert ANSWERS.mistakes(predicted=2).total == table[:, 2].sum() - table[2, 2]
    assert ANSWERS.mistakes(true=2, predicted=2).total == table[2, 2]


def test_pages_of_mistakes_follow_one_another() -> None:
    whole = ANSWERS.mistakes(limit=30).indices.tolist()
    pages = [ANSWERS.mistakes(offset=o, limit=10).indices for o in (0, 10, 20)]
    assert np.concatenate(pages).tolist() == whole


def test_a_class_without_examples_has_no_accuracy() -> None:
    answers = Answers(np.eye(3)[[0, 1]], np.array([0, 1]))
    assert answers.per_class() == [1.0, 1.0, None]


def test_mistakes_of_asking_are_sentences() -> None:
    with pytest.raises(RunError, match="no class 4"):
        ANSWERS.mistakes(true=4)
    with pytest.raises(RunError, match="not the one"):
        Answers(P, Y[:10])


def test_the_most_frequent_confusions_are_named() -> None:
    table = [[9, 2, 0], [5, 8, 1], [0, 0, 7]]
    assert worst_confusions(table) == [(1, 0, 5), (0, 1, 2), (1, 2, 1)]
    assert worst_confusions([[3, 0], [0, 4]]) == []
