"""A page talks with a real lab: docs/protocol.md, message by message."""

from __future__ import annotations

import itertools
import json
import math
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running_lab import Page, RunningLab, open_page, silent_page
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


def test_a_new_page_sees_the_default_network(page: Page) -> None:
    state, frame = page.state, page.frame
    assert state["network"]["sizes"] == [2, 4, 2, 1]
    assert state["status"] == "paused"
    assert len(state["points"]["rows"]) == 500
    assert (frame.revision, frame.epoch, frame.flags) == (state["revision"], 0, 8)
    assert len(frame.parameters) == state["network"]["parameters"] == 25
    assert len(frame.gradient_norms) == 3
    assert all(math.isnan(norm) for norm in frame.gradient_norms)
    assert frame.curve == [(0, *frame.losses)]


def test_running_sends_frames_whose_curve_misses_no_epoch(page: Page) -> None:
    assert page.change("run")["status"] == "running"
    page.until(lambda: page.frame.epoch >= 20)
    assert page.change("pause")["status"] == "paused"
    curve = [point for frame in page.frames for point in frame.curve]
    assert [epoch for epoch, _, _ in curve] == list(range(page.frame.epoch + 1))
    assert page.frame.losses[0] < curve[0][1]
    assert all(norm > 0 for norm in page.frame.gradient_norms)
    epoch = page.frame.epoch
    page.listen(0.3)
    assert page.frame.epoch == epoch


def test_one_epoch_a_frame_unless_full_speed(page: Page) -> None:
    page.change("run")
    page.until(lambda: page.frame.epoch >= 10)
    epochs = [frame.epoch for frame in page.frames if frame.epoch]
    assert all(after - before <= 1 for before, after in itertools.pairwise(epochs))
    page.change("view", changes={"speed": "full"})
    page.until(lambda: page.frame.epoch >= 500)
    page.change("view", changes={"speed": "batch"})
    page.until(lambda: any(frame.step for frame in page.frames))


def test_steps(page: Page) -> None:
    page.say("step", unit="epoch")
    page.until(lambda: page.frame.epoch == 1)
    assert page.state["setup"]["epoch"] == 1
    assert page.state["link"].endswith("&epoch=1")
    page.say("step", unit="batch")
    page.until(lambda: page.frame.step == 1)
    assert page.state["status"] == "paused"


def test_changes_undo_and_redo(page: Page) -> None:
    layers = [{"units": 3}, {"units": 2}]
    state = page.change("set", changes={"layers": layers})
    assert state["network"]["sizes"] == [2, 3, 2, 1]
    assert state["points"] is None
    assert state["can_undo"]
    assert page.change("undo")["network"]["sizes"] == [2, 4, 2, 1]
    assert page.change("redo")["network"]["sizes"] == [2, 3, 2, 1]
    state = page.change("set", changes={"data": {"noise": 20}})
    assert len(state["points"]["rows"]) == 500
    assert page.change("view", changes={"show_test": True})["setup"]["view"]["show_test"]


def test_weights_are_set_by_hand(page: Page) -> None:
    page.change("edit", edits=[{"layer": 0, "unit": 0, "input": 1, "value": 0.75}])
    assert page.frame.parameters[1] == 0.75
    page.change("edit", edits=[{"layer": 2, "unit": 0, "input": None, "value": -2}])
    assert page.frame.parameters[-1] == -2
    assert "no layer 7" in page.complaint(
        "edit", edits=[{"layer": 7, "unit": 0, "input": None, "value": 1}]
    )


def test_new_points_new_weights_and_back_to_the_start(page: Page) -> None:
    seed = page.state["setup"]["config"]["data"]["seed"]
    assert page.change("regenerate")["setup"]["config"]["data"]["seed"] != seed
    weights = page.frame.parameters
    page.change("reinitialize")
    first = page.frame.parameters
    assert first != weights
    page.say("step", unit="epoch")
    page.until(lambda: page.frame.epoch == 1)
    page.change("reset")
    assert page.frame.epoch == 0
    assert page.frame.parameters == first


def test_time_travel(page: Page) -> None:
    for epoch in (1, 2, 3, 4):
        page.say("step", unit="epoch")
        page.until(lambda epoch=epoch: page.frame.epoch == epoch)
    seen = {frame.epoch: frame.parameters for frame in page.frames}
    page.change("seek", epoch=2)
    assert page.state["past"]
    assert page.frame.flags & 2
    assert page.frame.parameters == seen[2]
    page.change("live")
    assert page.frame.parameters == seen[4]
    page.change("seek", epoch=1)
    page.say("step", unit="epoch")
    page.until(lambda: page.frame.epoch == 2 and not page.frame.flags & 2)
    assert page.frame.flags & 8
    assert [epoch for epoch, _, _ in page.frame.curve] == [0, 1, 2]
    assert page.frame.parameters == pytest.approx(seen[2])


def test_one_update_is_explained(page: Page) -> None:
    page.say("explain")
    said = page.next_other("explanation")
    assert len(said["parameters"]) == len(said["gradient"]) == len(said["step_taken"]) == 25
    for gradient, step in zip(said["gradient"], said["step_taken"], strict=True):
        assert step == pytest.approx(-0.03 * gradient, rel=1e-3, abs=1e-7)


def test_links_and_settings_are_opened(page: Page) -> None:
    state = page.change("open", link="#n=1&data=spiral&layers=8,8&epoch=7")
    assert state["setup"]["config"]["data"]["name"] == "spiral"
    page.until(lambda: page.frame.epoch == 7)
    page.listen(0.2)
    assert page.frame.epoch == 7
    text = json.dumps({"neurarium": 1, "setup": {"config": {"learning_rate": 0.1}}})
    assert page.change("open", settings=text)["setup"]["config"]["learning_rate"] == 0.1
    assert "settings file" in page.complaint("open", settings="{}")


def test_the_recording_has_a_budget(page: Page) -> None:
    assert page.change("budget", megabytes=2)["recording"]["megabytes"] == 2


def test_divergence_pauses_and_says_so(page: Page) -> None:
    page.change("set", changes={"learning_rate": 100, "layers": [
        {"units": 8, "activation": "relu"}, {"units": 8, "activation": "relu"}],
        "output": "linear"})  # fmt: skip
    page.say("run")
    page.until(lambda: page.state["status"] == "diverged")
    assert "diverged" in page.state["message"]["text"]
    page.until(lambda: page.frame.revision == page.state["revision"])
    assert all(math.isfinite(value) for value in page.frame.parameters)


def test_variants_are_trained_side_by_side_and_opened(page: Page) -> None:
    page.say("compare", axes=[
        {"path": "learning_rate", "values": [0.01, 0.1]}, {"path": "units", "values": [2, 3, 5]},
    ])  # fmt: skip
    said = page.next_other("variants")
    assert [item["labels"] for item in said["items"]][:2] == [["0.01", "2"], ["0.01", "3"]]
    assert said["items"][5]["sizes"] == [2, 5, 5, 1]
    page.until(lambda: page.variant_frames and _epoch(page.variant_frames[-1]) >= 2)
    frame = page.variant_frames[-1]
    assert struct.unpack_from("<I", frame, 20)[0] == 6
    assert len(frame) == 40 + sum(20 + 4 * item["parameters"] for item in said["items"])
    page.say("compare_pause")
    state = page.change("compare_open", index=5)
    assert state["network"]["sizes"] == [2, 5, 5, 1]
    assert state["setup"]["config"]["learning_rate"] == 0.1
    assert page.frame.epoch > 0
    assert "does not end in these very weights" in state["history_note"]
    page.say("compare_run")
    page.say("compare_stop")
    assert "Nothing is being compared" in page.complaint("compare_run")
    assert '"mode" cannot be varied' in page.complaint(
        "compare", axes=[{"path": "mode", "values": ["exact"]}]
    )


def _epoch(frame: bytes) -> int:
    return int(struct.unpack_from("<I", frame, 12)[0])


def test_what_cannot_be_done_changes_nothing(page: Page) -> None:
    before = page.state
    assert "learning_rate" in page.complaint("set", changes={"learning_rate": -1})
    assert "colour" in page.complaint("view", changes={"colour": "red"})
    assert 'Did you mean "run"' in page.complaint("rum")
    assert "once" in page.complaint("hello")
    page.line.send(b"\x00\x01")
    page.line.send("x" * 1_500_000)
    page.until(lambda: any("too long" in m["message"]["text"] for m in page.others))
    page.listen(0.1)
    assert page.state["setup"] == before["setup"]
    page.change("run")


def test_a_page_comes_back_to_its_network(lab: RunningLab) -> None:
    with open_page(lab) as page:
        page.say("step", unit="epoch")
        page.until(lambda: page.frame.epoch == 1)
        session, weights = page.state["session"], page.frame.parameters
    with open_page(lab, session=session) as again:
        assert again.state["session"] == session
        assert again.frame.parameters == weights
        assert [epoch for epoch, _, _ in again.frame.curve] == [0, 1]


def test_a_forgotten_network_is_restored_from_what_the_page_remembers(lab: RunningLab) -> None:
    rows = [[1, 2, 0], [2, 1, 1], [-1, -2, 0], [-2, 3, 1]]
    axis = {"name": "a", "offset": 0, "unit": 1}
    points = {"task": "classification", "classes": ["u", "v"], "n_train": 2, "rows": rows,
              "x_axis": axis, "y_axis": axis, "target_axis": None}  # fmt: skip
    setup = {"config": {"data": {"name": "custom", "custom": None}}, "view": {}, "epoch": 3}
    restore = {"setup": setup, "weights": [0.25] * 25, "epoch": 9, "points": points}
    with open_page(lab, session="long gone", restore=restore) as page:
        assert page.state["session"] != "long gone"
        assert page.frame.epoch == 9
        assert set(page.frame.parameters) == {0.25}
        assert page.state["points"]["classes"] == ["u", "v"]


def test_a_link_that_cannot_be_read_gives_the_default_and_a_sentence(lab: RunningLab) -> None:
    with open_page(lab, link="#n=1&data=nowhere") as page:
        assert page.state["setup"]["config"]["data"]["name"] == "circle"
        assert "default playground" in page.next_other("message")["message"]["text"]


def test_two_pages_see_one_playground(lab: RunningLab) -> None:
    with open_page(lab) as one, open_page(lab, session=one.state["session"]) as two:
        two.change("set", changes={"learning_rate": 0.3})
        one.until(lambda: one.state["setup"]["config"]["learning_rate"] == 0.3)
        one.change("run")
        two.until(lambda: two.frame.epoch >= 5)
        one.until(lambda: one.frame.epoch >= 5)


def test_sessions_are_apart(lab: RunningLab) -> None:
    with open_page(lab) as one, open_page(lab) as two:
        assert one.state["session"] != two.state["session"]
        one.change("set", changes={"learning_rate": 1})
        two.change("view", changes={"discretize": True})
        assert two.state["setup"]["config"]["learning_rate"] == 0.03


def test_a_page_that_shows_nothing_is_sent_two_frames_and_trained_on_slowly(
    lab: RunningLab,
) -> None:
    with open_page(lab, acknowledges=False) as page:
        page.say("run")
        page.listen(1.0)
        assert len(page.frames) == 2
        page.say("ack", frame=page.frame.number)
        page.until(lambda: len(page.frames) > 2)
        assert page.frame.epoch >= 2


def test_another_message_than_hello_first_is_told(lab: RunningLab) -> None:
    with silent_page(lab) as page:
        assert '"hello" first' in page.complaint("run")
        page.say("hello")
        page.until(lambda: page.frames)


def test_a_full_lab_says_so_and_hangs_up() -> None:
    small = RunningLab(max_sessions=1)
    try:
        with open_page(small), connect(small.socket_address) as line:
            line.send('{"type": "hello"}')
            assert "full" in json.loads(line.recv(timeout=10))["message"]["text"]
            with pytest.raises(ConnectionClosed):
                line.recv(timeout=10)
    finally:
        small.close()


def test_a_bug_in_one_playground_harms_no_other(
    lab: RunningLab, caplog: pytest.LogCaptureFixture
) -> None:
    with open_page(lab) as broken, open_page(lab) as sound:
        session = lab.lab.sessions.find(broken.state["session"])
        assert session is not None
        assert session.studio.trainer is not None
        session.studio.trainer.train = None  # type: ignore[method-assign, assignment]
        broken.say("run")
        said = broken.next_other("message")["message"]
        assert "TypeError" in said["text"]
        broken.until(lambda: broken.state["status"] == "paused")
        sound.change("run")
        sound.until(lambda: sound.frame.epoch >= 5)
        assert "TypeError" in caplog.text
        assert not any("TypeError" in m["message"]["text"] for m in sound.others)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    noise=st.binary(max_size=60)
    | st.text(max_size=60)
    | st.dictionaries(st.sampled_from(["type", "changes", "epoch"]), st.text(max_size=8)).map(
        json.dumps
    )
)
def test_the_session_outlives_whatever_is_said(page: Page, noise: str | bytes) -> None:
    try:
        page.line.send(noise)
    except UnicodeEncodeError:
        return
    page.change("view", changes={"discretize": not page.state["setup"]["view"]["discretize"]})
