"""Histograms of weights."""

from __future__ import annotations

import numpy as np
import pytest

from neurarium.training.telemetry.histogram import BINS, MOST_VALUES, histogram

RNG = np.random.default_rng(5)


def test_plain_values_are_counted_as_numpy_counts_them() -> None:
    values = RNG.uniform(-1, 1, 5000).astype(np.float32)
    found = histogram(values)
    assert found is not None
    counts, _ = np.histogram(values, found["edges"])
    assert len(found["edges"]) == BINS + 1
    assert sum(found["counts"]) == 5000
    assert np.abs(counts - found["counts"]).sum() <= 6


def test_a_few_extreme_values_do_not_squeeze_the_rest() -> None:
    values = np.append(RNG.normal(size=5000), [1e6, -1e7])
    found = histogram(values)
    assert found is not None
    assert found["edges"][0] > -8
    assert found["edges"][-1] < 8
    assert sum(found["counts"]) == 5002
    assert max(found["counts"]) < 1000


@pytest.mark.parametrize("value", [0.0, 3.0, -1e-12, 1e20])
def test_values_that_are_all_alike_make_one_bar(value: float) -> None:
    found = histogram(np.full(7, value))
    assert found is not None
    assert sorted(found["counts"])[-1] == 7
    assert all(np.diff(found["edges"]) > 0)


def test_what_is_not_finite_is_left_out() -> None:
    found = histogram(np.array([np.nan, 1.0, 2.0, np.inf]))
    assert found is not None
    assert sum(found["counts"]) == 2
    assert histogram(np.array([np.nan])) is None
    assert histogram(np.array([])) is None


def test_large_arrays_are_counted_in_part() -> None:
    found = histogram(np.zeros(3 * MOST_VALUES + 5, np.float32))
    assert found is not None
    assert sum(found["counts"]) <= MOST_VALUES
