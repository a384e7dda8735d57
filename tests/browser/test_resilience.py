"""What goes wrong: a lost server, a lost line, divergence, hostile text, several pages."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from lab_in_process import Lab
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_data import choose_file
from visitor import Visitor

HOSTILE = "<img src=x onerror='window.pwned=1'>"


@pytest.fixture
def rough_page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console may report lost connections; scripts must not throw all the same."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert not faults, faults


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lost(visitor: Visitor) -> None:
    visitor.expect_message("The connection is lost")


def found(visitor: Visitor, timeout_s: float = 30) -> None:
    banner = visitor.message.filter(has_text="The connection is lost")
    expect(banner).to_have_count(0, timeout=1000 * timeout_s)


def test_a_restarted_server_comes_back_to_the_same_network(
    rough_page: Page, tmp_path: Path
) -> None:
    port = str(free_port())
    lab = Lab(tmp_path, "--port", port)
    try:
        visitor = Visitor(rough_page).visit(lab.link)
        visitor.choose_data("Exclusive or")
        visitor.button("Add a hidden layer").click()
        expect(visitor.network).to_contain_text("3 hidden layers")
        visitor.run()
        visitor.wait_for_epoch(20)
        at = visitor.pause()
        config, weights, loss = visitor.config(), visitor.vector(), visitor.loss()
        lab.close()
        lost(visitor)
        expect(visitor.unit(3, 2)).to_be_visible()
        lab = Lab(tmp_path, "--port", port)
        found(visitor)
        visitor.expect_epoch(at)
        assert visitor.config() == config
        np.testing.assert_allclose(visitor.vector(), weights, rtol=1e-6)
        assert visitor.loss() == loss
        visitor.step()
        visitor.expect_epoch(at + 1)
    finally:
        lab.close()


def test_own_points_survive_a_restarted_server(rough_page: Page, tmp_path: Path) -> None:
    port = str(free_port())
    lab = Lab(tmp_path, "--port", port)
    try:
        visitor = Visitor(rough_page).visit(lab.link)
        table = "a,b,c\n" + "".join(
            f"{i},{i * i % 7},{'even' if i % 2 else 'odd'}\n" for i in range(30)
        )
        dialog = choose_file(visitor, table.encode())
        dialog.get_by_role("button", name="Use these data").click()
        expect(dialog).to_have_count(0)
        visitor.wait_for_config(lambda config: config["data"]["name"] == "custom")
        visitor.step(3)
        weights = visitor.vector()
        lab.close()
        lost(visitor)
        lab = Lab(tmp_path, "--port", port)
        found(visitor)
        visitor.expect_epoch(3)
        config = visitor.config()
        assert config["data"]["name"] == "custom"
        assert len(config["data"]["custom"]["rows"]) == 30
        np.testing.assert_allclose(visitor.vector(), weights, rtol=1e-6)
    finally:
        lab.close()


def test_a_dropped_line_says_so_and_comes_back(rough_page: Page, lab: Lab) -> None:
    rough_page.add_init_script(
        # Chromium's offline mode lets WebSockets through: while `cut`, lines lead nowhere.
        "window.lines = []; window.cut = false; const Plain = WebSocket;"
        "window.WebSocket = class extends Plain {"
        " constructor(to) {"
        "  super(window.cut ? 'ws://127.0.0.1:1/' : to); window.lines.push(this); } }"
    )
    visitor = Visitor(rough_page).visit(lab.link)
    visitor.step(4)
    before = visitor.settings()
    rough_page.evaluate("() => { cut = true; lines.forEach((line) => line.close()); }")
    lost(visitor)
    rough_page.evaluate("() => { cut = false; }")
    found(visitor)
    visitor.expect_epoch(4)
    assert visitor.settings() == before
    visitor.step()
    visitor.expect_epoch(5)


def test_two_people_at_once_are_apart(visitor: Visitor, chromium: Browser, lab: Lab) -> None:
    elsewhere = chromium.new_context()
    try:
        other = Visitor(elsewhere.new_page()).visit(lab.link)
        other.choose_data("Spiral")
        other.run()
        visitor.step(2)
        other.wait_for_epoch(10)
        visitor.expect_epoch(2)
        assert visitor.config()["data"]["name"] == "circle"
        assert other.config()["data"]["name"] == "spiral"
        other.pause()
    finally:
        elsewhere.close()


def test_two_pages_of_one_person_are_apart(
    visitor: Visitor, context: BrowserContext, lab: Lab
) -> None:
    other = Visitor(context.new_page()).visit(lab.link)
    other.choose_data("Moons")
    assert visitor.config()["data"]["name"] == "circle"
    visitor.step()
    other.expect_epoch(0)


def test_divergence_is_told_and_training_goes_on_with_a_smaller_rate(visitor: Visitor) -> None:
    visitor.choose("Problem", "Regression")
    visitor.choose("Activation", "ReLU")
    visitor.choose("Learning rate", "10")
    visitor.controls.get_by_role("button", name="Run").click()
    message = visitor.expect_message("diverged")
    text = message.inner_text()
    assert re.search(r"epoch \d+", text), text
    assert "learning rate of 10" in text
    assert "Try a learning rate of" in text
    assert np.isfinite(visitor.vector()).all(), "the last finite state stays"
    assert np.isfinite(visitor.loss("train"))
    expect(visitor.controls.get_by_role("button", name="Run")).to_be_visible()
    visitor.choose("Learning rate", "0.01")
    at = visitor.epoch()
    visitor.run()
    visitor.wait_for_epoch(at + 5)
    visitor.pause()
    assert np.isfinite(visitor.loss("train"))


def test_a_divergence_that_is_undone_is_told_no_longer(visitor: Visitor) -> None:
    visitor.choose("Problem", "Regression")
    visitor.choose("Activation", "ReLU")
    visitor.choose("Learning rate", "10")
    visitor.controls.get_by_role("button", name="Run").click()
    told = visitor.expect_message("diverged")
    visitor.choose_data("Spiral")
    expect(told).to_have_count(0)


def pwned(page: Page) -> bool:
    return bool(page.evaluate("() => 'pwned' in window")) or page.locator("img[src=x]").count() > 0


def test_names_in_a_csv_are_text_and_nothing_else(visitor: Visitor) -> None:
    table = f"{HOSTILE},y,kind\n" + "".join(
        f"{i},{i * 3 % 11},{'<b>evil</b>' if i % 2 else '<script>pwned=1</script>'}\n"
        for i in range(20)
    )
    dialog = choose_file(visitor, table.encode())
    expect(dialog).to_contain_text("<img src=x")
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_have_count(0)
    visitor.wait_for_config(lambda config: config["data"]["name"] == "custom")
    visitor.step()
    for tab in ("Metrics", "Explain", "Network"):
        visitor.page.get_by_role("tab", name=tab, exact=True).click()
    visitor.output_unit().hover()
    assert not pwned(visitor.page)
    picture = visitor.export("network.svg").decode()
    assert "<script>pwned" not in picture
    assert "<img src=x" not in picture
    replay = visitor.export("replay.html").decode()
    assert "<script>pwned" not in replay
    assert "<img src=x" not in replay


@pytest.mark.parametrize(
    "link",
    [
        f"#n=1&data={HOSTILE}",
        f"#n=1&{HOSTILE}=1",
        f"https://playground.tensorflow.org/#dataset={HOSTILE}&{HOSTILE}=true",
        "#n=1&seed=</script><script>window.pwned=1</script>",
    ],
)
def test_a_hostile_link_is_text_and_nothing_else(visitor: Visitor, link: str) -> None:
    visitor.open_link(link)
    visitor.step()
    assert not pwned(visitor.page)


def test_messages_that_make_no_sense_leave_the_session_alive(rough_page: Page, lab: Lab) -> None:
    rough_page.add_init_script(
        "const Plain = WebSocket; window.WebSocket = class extends Plain {"
        " constructor(...all) { super(...all); window.line = this; } }"
    )
    visitor = Visitor(rough_page).visit(lab.link)
    before = visitor.settings()
    for text in ("{", "[]", '{"type": "nothing"}', '{"type": "set", "changes": {"layers": 5}}',
                 '{"type": "edit", "edits": [{"layer": 99, "unit": 0, "input": 0, "value": 1}]}',
                 '{"type": "seek", "epoch": -1}', '{"type": "step", "unit": "year"}'):  # fmt: skip
        rough_page.evaluate("text => window.line.send(text)", text)
    visitor.expect_message(re.compile(r"\w"))
    visitor.settle()
    assert visitor.settings() == before
    visitor.step()
    visitor.expect_epoch(1)
