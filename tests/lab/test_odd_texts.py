"""Texts that UTF-8 has no bytes for, and files that lead elsewhere, over HTTP."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from asking import Asker

HALF = "\ud800"
"""Half a character, as JSON's escapes can write it."""


@pytest.mark.parametrize("field", ["data", "model", "optimizer", "loss", HALF])
def test_half_a_character_in_a_setting_is_answered_with_a_sentence(
    asker: Asker, field: str
) -> None:
    config = {"data": "digits", "model": "16-10", field: HALF}
    assert asker.ask("POST", "/api/runs", {"config": config}).status in (404, 422)
    answer = asker.ask("POST", "/api/plan", {"config": config})
    assert answer.status in (200, 404, 422)
    assert answer.json["error"]


def ids_listed(asker: Asker) -> set[str]:
    answer = asker.get("/api/runs")
    assert answer.status == 200
    return {one["id"] for one in answer.json["runs"]}


def test_a_run_named_in_another_encoding_hides_no_other(
    asker: Asker, trained: str, training_home: Path
) -> None:
    runs = training_home / "runs"
    copy = runs / os.fsdecode(b"copy-\xc0\xe5")
    shutil.copytree(runs / trained, copy)
    try:
        end = time.monotonic() + 60  # the list may be half a second old
        while not {trained, copy.name} <= ids_listed(asker):
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        shutil.rmtree(copy)


def test_a_link_among_a_runs_files_is_not_followed(
    asker: Asker, trained: str, training_home: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("of another folder")
    copy = training_home / "runs" / "with-a-link"
    shutil.copytree(training_home / "runs" / trained, copy)
    (copy / "log.txt").unlink()
    (copy / "log.txt").symlink_to(secret)
    try:
        assert asker.ask("GET", "/api/runs/with-a-link/files/run.json").status == 200
        assert asker.ask("GET", "/api/runs/with-a-link/files/log.txt").status == 404
    finally:
        shutil.rmtree(copy)
