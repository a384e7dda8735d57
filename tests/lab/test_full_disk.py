"""A disk without room, over HTTP: a sentence, and the lab goes on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

import pytest
from asking import Asker

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_an_upload_that_finds_no_room_is_refused_with_a_sentence(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room() -> IO[bytes]:
        return FULL.open("r+b", buffering=0)

    monkeypatch.setattr(tempfile, "TemporaryFile", no_room)
    table = b"a,b\n" + b"1,2\n" * 1_000_000
    answer = asker.ask("POST", "/api/data/own?name=large", table)
    assert answer.status == 507
    assert "Make room" in answer.error
    assert asker.get("/api/data").status == 200
