"""A recording keeps every epoch, thins evenly beyond its budget, and never loses its ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.playground.config import Config
from neurarium.playground.recording import Recording, Rows, Segment
from neurarium.playground.start import points_of, segment_of

CONFIG = Config()
POINTS = points_of(CONFIG)


def segment() -> Segment:
    return segment_of(CONFIG, POINTS)


def rows(of: Segment, first: int, count: int, width: int = 30) -> Rows:
    epochs = np.arange(first, first + count, dtype=np.int64)
    states = np.repeat(epochs[:, None], width, axis=1).astype(np.float64)
    return Rows(of, epochs, states, epochs / 10.0, epochs / 5.0, np.ones((count, 3)))


def epochs_of(recording: Recording) -> list[int]:
    return [int(e) for block in recording.blocks for e in block.epochs]


def test_everything_is_kept_within_the_budget() -> None:
    one = segment()
    recording = Recording()
    for start in range(0, 500, 7):
        recording = recording.append(rows(one, start, 7))
    assert epochs_of(recording) == list(range(504))
    assert recording.stride == 1
    assert len(recording.blocks) < 30


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.integers(1, 40), min_size=1, max_size=40), budget=st.integers(3_000, 60_000)
)
def test_beyond_the_budget_it_is_thinned_evenly(steps: list[int], budget: int) -> None:
    one = segment()
    recording, last = Recording(budget=budget).append(rows(one, 0, 1)), 0
    for count in steps:
        recording = recording.append(rows(one, last + 1, count))
        last += count
    kept = epochs_of(recording)
    assert recording.nbytes <= budget
    assert (kept[0], kept[-1]) == (0, last)
    expected = [e for e in range(last + 1) if e % recording.stride == 0]
    assert kept == expected or kept == [*expected, last]
    for epoch in (0, last // 2, last):
        row = recording.nearest(epoch)
        assert int(row.epochs[0]) <= epoch < int(row.epochs[0]) + recording.stride
        assert row.states[0, 0] == row.epochs[0]


def test_ends_of_every_segment_survive_thinning() -> None:
    one, two = segment(), segment()
    recording = Recording(budget=8_000).append(rows(one, 0, 38)).append(rows(two, 37, 64))
    assert recording.stride > 1
    first, second = recording.segments()
    assert (first.epochs[0], first.epochs[-1]) == (0, 37)
    assert (second.epochs[0], second.epochs[-1]) == (37, 100)


def test_where_an_epoch_is_kept_twice_the_later_counts() -> None:
    one, two = segment(), segment()
    recording = Recording().append(rows(one, 0, 6)).append(rows(two, 5, 6))
    assert recording.nearest(5).segment is two
    assert recording.nearest(4).segment is one
    assert recording.curve().epochs.tolist() == list(range(11))


def test_the_last_row_said_again_is_replaced() -> None:
    one = segment()
    again = rows(one, 5, 1).take(slice(0, 1))
    again.states[:] = 77.0
    recording = Recording().append(rows(one, 0, 6)).append(again)
    assert epochs_of(recording) == list(range(6))
    assert recording.nearest(5).states[0, 0] == 77.0


def test_a_segment_that_never_trained_is_forgotten() -> None:
    one, two, three = segment(), segment(), segment()
    recording = Recording().append(rows(one, 0, 6)).append(rows(two, 5, 1))
    recording = recording.append(rows(three, 5, 3))
    assert [r.segment for r in recording.segments()] == [one, three]


def test_an_older_recording_is_not_touched_by_what_follows() -> None:
    one = segment()
    before = Recording().append(rows(one, 0, 10))
    after = before.cut_after(4).append(rows(one, 5, 2))
    assert epochs_of(before) == list(range(10))
    assert epochs_of(after) == list(range(7))
    assert epochs_of(before.with_budget(100)) == [0, 9]


def test_epochs_may_not_fall() -> None:
    one = segment()
    with pytest.raises(ValueError, match="epoch 3 comes after epoch 9"):
        Recording().append(rows(one, 0, 10)).append(rows(one, 3, 1))
    with pytest.raises(ValueError, match="no epochs"):
        Recording().nearest(0)


def test_a_curve_of_few_points_keeps_the_ends() -> None:
    one = segment()
    curve = Recording().append(rows(one, 0, 1001)).curve(11)
    assert curve.epochs.tolist() == list(range(0, 1001, 100))
    assert curve.loss_train.tolist() == [e / 10 for e in range(0, 1001, 100)]


def test_many_segments_stay_within_the_budget_and_leave_room_for_epochs() -> None:
    recording = Recording(budget=100_000)
    for epoch in range(2_000):  # a slider is dragged while training
        recording = recording.append(rows(segment(), epoch, 2))
        assert recording.nbytes <= 100_000
    recording = recording.append(rows(recording.blocks[-1].segment, 2_001, 500))
    assert recording.nbytes <= 100_000
    assert (recording.first, recording.last) == (0, 2_500)
    gaps = np.diff(recording.curve().epochs)
    assert gaps.max() <= 300
    assert sum(2_000 < epoch < 2_500 for epoch in epochs_of(recording)) >= 20


def test_points_of_the_segments_between_count() -> None:
    recording = Recording(budget=1_000_000)
    for epoch in range(200):  # noise is dragged while training: each time new points
        of = segment_of(CONFIG, points_of(CONFIG))
        recording = recording.append(rows(of, epoch, 1))
    held = sum(block.segment.points.xy.nbytes for block in recording.blocks)
    assert held <= 1_000_000
    assert (recording.first, recording.last) == (0, 199)
