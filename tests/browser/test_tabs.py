"""One session, one tab: reloads, links in the same tab, duplicated tabs."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect
from visitor import Visitor

SESSION = "() => sessionStorage.getItem('neurarium.session')"


def trained(visitor: Visitor) -> None:
    visitor.run()
    visitor.wait_for_epoch(5)
    visitor.pause()


def test_a_reload_goes_on_with_the_session(visitor: Visitor) -> None:
    trained(visitor)
    session, weights = visitor.page.evaluate(SESSION), visitor.vector()
    visitor.page.reload()
    visitor.wait_until_drawn()
    assert visitor.page.evaluate(SESSION) == session
    assert np.array_equal(visitor.vector(), weights)


def test_another_link_in_the_same_tab_opens_its_network(visitor: Visitor) -> None:
    trained(visitor)
    session = visitor.page.evaluate(SESSION)
    base = visitor.page.url.split("#")[0]
    visitor.page.goto("about:blank")
    visitor.visit(f"{base}#dataset=xor&networkShape=3&seed=0.4")
    config = visitor.config()
    assert (config["data"]["name"], len(config["layers"])) == ("xor", 1)
    assert visitor.page.evaluate(SESSION) != session


def test_a_duplicated_tab_has_its_own_copy(visitor: Visitor) -> None:
    trained(visitor)
    epoch, weights = visitor.epoch(), visitor.vector()
    with visitor.page.context.expect_page() as opened:
        visitor.page.evaluate("() => void window.open(location.href)")  # copies the tab's storage
    copy = Visitor(opened.value).wait_until_drawn()
    copy.expect_epoch(epoch)
    assert copy.page.evaluate(SESSION) != visitor.page.evaluate(SESSION)
    assert np.allclose(copy.vector(), weights, rtol=1e-6), "as exact as a frame's 32 bits"
    copy.step()
    copy.expect_epoch(epoch + 1)
    visitor.settle()
    visitor.expect_epoch(epoch)
    assert np.array_equal(visitor.vector(), weights)


def test_a_reload_stays_at_the_comparison_that_runs(visitor: Visitor) -> None:
    visitor.page.get_by_role("tab", name="Compare").click()
    visitor.button("Train 6 variants").click()
    variants = visitor.page.get_by_role("group", name="Variants").get_by_role("button")
    expect(variants).to_have_count(6)
    visitor.page.reload()
    visitor.wait_until_drawn()
    expect(variants).to_have_count(6)
    expect(variants.first).to_be_visible()
    visitor.button("Stop").click()
