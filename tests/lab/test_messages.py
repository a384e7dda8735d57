"""What a page may say, and what it is told when it says something else."""

from __future__ import annotations

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab.limits import MAX_MESSAGE_BYTES, MAX_PARAMETERS
from neurarium.lab.messages import MessageError, parsed

GOOD = [
    {"type": "hello"},
    {"type": "hello", "session": "abc", "link": "#n=1"},
    {"type": "hello", "restore": {"setup": {}, "weights": [0.5], "epoch": 3}},
    *({"type": name} for name in (
        "run", "pause", "reset", "regenerate", "reinitialize", "undo", "redo", "live", "explain",
        "compare_pause", "compare_run", "compare_stop",
    )),
    {"type": "step", "unit": "epoch"},
    {"type": "step", "unit": "batch"},
    {"type": "set", "changes": {"data": {"noise": 20}}},
    {"type": "view", "changes": {"show_test": True}},
    {"type": "edit", "edits": [{"layer": 0, "unit": 1, "input": None, "value": -0.5}]},
    {"type": "open", "link": "#n=1"},
    {"type": "open", "settings": "{}"},
    {"type": "use_csv", "upload": "a", "x": 0, "y": "width", "target": 2, "task": "regression"},
    {"type": "seek", "epoch": 7},
    {"type": "compare", "axes": [{"path": "learning_rate", "values": [0.1, 1]}]},
    {"type": "compare_open", "index": 3},
    {"type": "budget", "megabytes": 64},
    {"type": "ack", "frame": 12},
]  # fmt: skip

BAD = [
    ({"type": "rum"}, 'Did you mean "run"'),
    ({}, 'needs a "type"'),
    ({"type": "run", "fast": True}, "run.fast"),
    ({"type": "step", "unit": "year"}, "epoch, batch"),
    ({"type": "set"}, "set.changes"),
    ({"type": "set", "changes": {}}, "set.changes"),
    ({"type": "open"}, "either a link or the text"),
    ({"type": "open", "link": "#", "settings": "{}"}, "either a link or the text"),
    ({"type": "edit", "edits": []}, "edit.edits"),
    ({"type": "edit", "edits": [{"layer": 9, "unit": 0, "input": 0, "value": 0}]}, "layer"),
    ({"type": "edit", "edits": [{"layer": 0, "unit": 16, "input": 0, "value": 0}]}, "unit"),
    ({"type": "edit", "edits": [{"layer": 0, "unit": 0, "input": 0, "value": 1e7}]}, "value"),
    ({"type": "seek", "epoch": -1}, "seek.epoch"),
    ({"type": "ack", "frame": "3"}, "came: '3'"),
    ({"type": "budget", "megabytes": 10_000}, "budget.megabytes"),
    ({"type": "compare", "axes": []}, "compare.axes"),
    ({"type": "compare", "axes": [{"path": "x", "values": [1] * 9}] * 2}, "81 variants"),
    ({"type": "compare", "axes": [{"path": "x", "values": [1]}] * 3}, "compare.axes"),
    ({"type": "compare_open", "index": 64}, "compare_open.index"),
    ({"type": "hello", "session": "x" * 65}, "hello.session"),
    (
        {"type": "hello", "restore": {"setup": {}, "weights": [0] * 2299, "epoch": 0}},
        "hello.restore.weights",
    ),
]


@pytest.mark.parametrize("message", GOOD, ids=json.dumps)
def test_every_message_of_the_protocol_is_understood(message: dict[str, object]) -> None:
    found = parsed(json.dumps(message))
    assert found.model_dump(exclude_unset=True) == message


@pytest.mark.parametrize(("message", "says"), BAD, ids=lambda part: str(part)[:40])
def test_another_message_is_answered_by_a_sentence(message: dict[str, object], says: str) -> None:
    with pytest.raises(MessageError) as caught:
        parsed(json.dumps(message))
    assert says in str(caught.value)
    assert len(str(caught.value)) <= 600


@pytest.mark.parametrize("text", ["", "run", "[]", "3", "null", '"run"', b"\xff\xfe", "[" * 5000])
def test_what_is_no_object_is_answered_by_a_sentence(text: str | bytes) -> None:
    with pytest.raises(MessageError, match="JSON object"):
        parsed(text)


def test_a_number_that_is_not_finite_is_refused() -> None:
    text = '{"type":"edit","edits":[{"layer":0,"unit":0,"input":null,"value":NaN}]}'
    with pytest.raises(MessageError, match="finite"):
        parsed(text)
    with pytest.raises(MessageError, match="finite"):
        parsed(text.replace("NaN", "1e999"))


def test_a_message_beyond_a_megabyte_is_refused_before_it_is_read() -> None:
    text = '{"type":"open","settings":"' + "x" * MAX_MESSAGE_BYTES
    with pytest.raises(MessageError, match="too long"):
        parsed(text)


def test_the_largest_network_may_be_restored() -> None:
    assert MAX_PARAMETERS == 14 * 16 + 7 * 17 * 16 + 17 * 10
    weights = [0.1] * MAX_PARAMETERS
    message = {"type": "hello", "restore": {"setup": {}, "weights": weights, "epoch": 1}}
    assert parsed(json.dumps(message)).type == "hello"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=8), part, max_size=4)
    ),
    max_leaves=12,
)
kinds = st.sampled_from([message["type"] for message in GOOD])
fields = st.sampled_from(
    ["session", "link", "restore", "unit", "changes", "edits", "settings", "axes", "epoch",
     "frame", "index", "megabytes", "upload", "x", "y", "target", "task"]
)  # fmt: skip


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_random_bytes_and_text_are_never_more_than_a_wrong_message(text: str | bytes) -> None:
    with contextlib.suppress(MessageError):
        parsed(text)


@given(kinds, st.dictionaries(fields, anything, max_size=4))
def test_random_fields_are_never_more_than_a_wrong_message(
    kind: str, rest: dict[str, object]
) -> None:
    try:
        found = parsed(json.dumps({"type": kind, **rest}))
    except MessageError:
        return
    assert found.type == kind
    if kind == "edit":
        assert all(math.isfinite(edit.value) for edit in found.edits)
