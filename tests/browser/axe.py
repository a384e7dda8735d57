"""axe-core, the accessibility checker, run inside a page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def assert_accessible(page: Page) -> None:
    """Fail when axe finds a violation of level serious or critical in what is shown now."""
    if not SCRIPT.is_file():
        reason = f"axe-core is not there ({SCRIPT.name}): run `npm ci` first."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text("utf-8"))
    # Without `preload`: axe would fetch style sheets that import others from a wrong address.
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations'], preload: false}))"
        ".violations"
    )
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not grave, "\n".join(
        f"{one['impact']}: {one['id']}: {one['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]}" for node in one["nodes"][:6])
        for one in grave
    )
