"""The spiral, solved by hand with the controls that everybody sees."""

from __future__ import annotations

import re

from visitor import Visitor


def test_the_spiral_is_solved_within_a_minute(visitor: Visitor) -> None:
    visitor.choose_data("Spiral")
    for symbol in ("sin(x₁)", "sin(x₂)"):
        visitor.feature(symbol).click()
    visitor.wait_for_config(lambda config: len(config["features"]) == 4)
    for units in (5, 6, 7, 8):
        visitor.button("Layer 1: add a unit").click()
        visitor.wait_for_config(lambda config, units=units: config["layers"][0]["units"] == units)
    for units in (3, 4, 5, 6):
        visitor.button("Layer 2: add a unit").click()
        visitor.wait_for_config(lambda config, units=units: config["layers"][1]["units"] == units)
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_loss(0.05, timeout_s=60)
    visitor.pause()
    visitor.page.get_by_role("tab", name="Metrics").click()
    accuracy = visitor.output.get_by_text(re.compile(r"^(100|9\d)\.\d %$")).first
    accuracy.wait_for()
