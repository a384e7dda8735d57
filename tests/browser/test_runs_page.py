"""The page Runs: every training listed, found, compared, renamed, taken home, deleted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from axe import assert_accessible
from lab_in_process import Lab
from playwright.sync_api import BrowserContext, Download, Locator, Page, expect

import neurarium

TINY, SMALL, SCRIPT = "Tiny digits", "Small digits", "A script of my own"


@pytest.fixture(scope="module")
def several(lab: Lab, both_trained: dict[str, str]) -> dict[str, str]:
    """Runs by name: two trained ones and one that a script of one's own logged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURARIUM_HOME", str(lab.home))
        with neurarium.Run(name=SCRIPT) as run:
            for epoch in (1, 2, 3):
                run.log(epoch=epoch, loss=1 / epoch)
    return {**both_trained, SCRIPT: run.id}


class Keeper:
    """A person in front of the page Runs."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_role("list", name="Runs", exact=True)
        self.comparison = page.get_by_role("region", name="Comparison")

    def visit(self, link: str, query: str = "") -> Keeper:
        self.page.goto(f"{link}runs{query}")
        expect(self.page.locator("#page[data-ready]")).to_be_attached()
        return self

    def row(self, name: str) -> Locator:
        link = self.page.get_by_role("link", name=name, exact=True)
        return self.list.get_by_role("listitem").filter(has=link)

    def open_menu(self, name: str) -> Locator:
        self.row(name).get_by_role("button", name="What to do with").click()
        menu = self.page.get_by_role("dialog", name=name)
        expect(menu).to_be_visible()
        return menu

    def download(self, name: str, file: str) -> bytes:
        menu = self.open_menu(name)
        with self.page.expect_download() as waiting:
            menu.get_by_role("link", name=file).click()
        saved: Download = waiting.value
        self.page.keyboard.press("Escape")
        return Path(saved.path()).read_bytes()


@pytest.fixture
def keeper(page: Page, lab: Lab, several: dict[str, str]) -> Keeper:
    shown = Keeper(page).visit(lab.link)
    expect(shown.row(SCRIPT)).to_be_visible()
    return shown


def test_runs_are_listed_with_what_they_are_and_what_came_out(keeper: Keeper) -> None:
    row = keeper.row(SMALL)
    expect(row).to_contain_text("Finished")
    expect(row).to_contain_text("20 of 20 epochs")
    expect(row).to_contain_text("Digits 8×8 · 2,410 parameters · adam")
    expect(row.locator(".nr-run-value").first).to_have_text(re.compile(r"[\d.]+ %"))
    expect(row.locator(".nr-spark-line")).to_have_attribute("d", re.compile("^M.*L"))
    script = keeper.row(SCRIPT)
    expect(script).to_contain_text("a script of one’s own")
    expect(script).not_to_contain_text("parameters")
    expect(keeper.page).to_have_title(re.compile("Runs"))
    assert_accessible(keeper.page)


def test_runs_are_filtered_by_words_and_choices(keeper: Keeper) -> None:
    page = keeper.page
    page.get_by_label("Search").fill("16-10")
    expect(keeper.row(TINY)).to_be_visible()
    expect(keeper.row(SMALL)).to_have_count(0)
    page.get_by_label("Search").fill("")
    page.get_by_role("combobox", name="Data", exact=True).select_option("digits")
    expect(keeper.row(SCRIPT)).to_have_count(0)
    expect(keeper.row(SMALL)).to_be_visible()
    page.get_by_role("combobox", name="State", exact=True).select_option("failed")
    expect(keeper.list.get_by_role("listitem")).to_have_count(0)


def test_selected_runs_are_compared(keeper: Keeper) -> None:
    page = keeper.page
    for name in (SMALL, TINY):
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    table = keeper.comparison.get_by_role("table")
    expect(table.get_by_role("columnheader", name=SMALL)).to_be_visible()
    epochs = table.get_by_role("row", name=re.compile("^Epochs "))
    expect(epochs.get_by_role("cell")).to_have_text(["20", "2"])
    expect(table).not_to_contain_text("Batch")
    chart = keeper.comparison.get_by_role("img", name=re.compile("^Loss over epochs"))
    chart.press("Home")
    readout = keeper.comparison.locator(".nr-curves-readout").first
    expect(readout).to_contain_text(re.compile(rf"after epoch 1 .*{SMALL}.*{TINY}"))
    assert_accessible(page)
    page.reload()
    expect(table).to_be_visible()
    page.get_by_role("button", name="Select none").click()
    expect(keeper.comparison).to_have_count(0)


def test_a_run_is_renamed_and_deleted_after_asking(
    page: Page, lab: Lab, several: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(lab.home))
    with neurarium.Run(name="To be deleted") as run:
        run.log(epoch=1, loss=1.0)
    keeper = Keeper(page).visit(lab.link)
    keeper.open_menu("To be deleted").get_by_role("button", name="Rename …").click()
    dialog = page.get_by_role("dialog", name="Rename this run")
    dialog.get_by_label("Name").fill("Soon gone")
    dialog.get_by_label("Name").press("Enter")
    expect(keeper.row("Soon gone")).to_be_visible()
    keeper.open_menu("Soon gone").get_by_role("button", name="Delete …").click()
    question = page.get_by_role("dialog", name="Delete this run?")
    assert_accessible(page)
    question.get_by_role("button", name="Keep it").click()
    expect(keeper.row("Soon gone")).to_be_visible()
    keeper.open_menu("Soon gone").get_by_role("button", name="Delete …").click()
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(keeper.row("Soon gone")).to_have_count(0)
    assert not (lab.home / "runs" / run.id).exists()


def test_a_run_is_taken_home(keeper: Keeper) -> None:
    assert keeper.download(SMALL, "Model .keras")[:2] == b"PK"
    assert b"keras" in keeper.download(SMALL, "Code .py")
    assert keeper.download(SMALL, "Curves .svg").lstrip().startswith(b"<svg")
    assert b"<html" in keeper.download(SMALL, "Report .html")


def test_a_report_opens_by_itself(keeper: Keeper, context: BrowserContext, tmp_path: Path) -> None:
    saved = tmp_path / "report.html"
    saved.write_bytes(keeper.download(SMALL, "Report .html"))
    report = context.new_page()
    asked: list[str] = []
    report.on("request", lambda request: asked.append(request.url))
    report.goto(saved.as_uri())
    expect(report.get_by_role("heading", level=1)).to_contain_text(SMALL)
    expect(report.get_by_text(re.compile(r"\d %")).first).to_be_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_without_runs_the_page_says_how_to_get_one(page: Page, lab: Lab) -> None:
    def nothing(route: Any) -> None:
        route.fulfill(body=json.dumps({"runs": [], "slots": 1, "trainings": 0}))

    page.route("**/api/runs", nothing)
    Keeper(page).visit(lab.link)
    expect(page.get_by_text("Nothing was trained yet")).to_be_visible()
    expect(page.get_by_text("neurarium train digits")).to_be_visible()
    assert_accessible(page)
