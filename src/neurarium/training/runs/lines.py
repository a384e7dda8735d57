"""metrics.jsonl: appended whole lines, and reading that bears every kind of end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.runs.files import to_json, writing
from neurarium.training.runs.wellformed import is_line

MOST_AT_ONCE = 1 << 20
_LONGEST_LINE = 1 << 26

Line = dict[str, Any]


def append(path: Path, line: Mapping[str, Any]) -> int:
    """Write one line at the end and return the file's length; all of it or nothing is there."""
    data = (to_json(line) + "\n").encode()
    with writing(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            before = os.fstat(handle).st_size
            try:
                _write_all(handle, data)
            except OSError:
                os.ftruncate(handle, before)  # half a line would spoil the next one
                raise
            return before + len(data)
        finally:
            os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(handle, data[written:])


def mend_end(path: Path) -> None:
    """Cut off a last line that a killed process did not finish; the caller is the only writer."""
    with writing(path):
        try:
            file = path.open("r+b")
        except FileNotFoundError:
            return
        with file:
            size = file.seek(0, os.SEEK_END)
            end = size
            while end > 0:
                start = max(0, end - 65536)
                file.seek(start)
                found = file.read(end - start).rfind(b"\n")
                if found >= 0:
                    end = start + found + 1
                    break
                end = start
            if end < size:
                file.truncate(end)


def read_tail(path: Path, offset: int, most: int = MOST_AT_ONCE) -> tuple[list[Line], int]:
    """Return the whole lines from byte `offset` on, and where to go on; about `most` bytes."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, offset))
            data = file.read(most)
            while data and b"\n" not in data and len(data) < _LONGEST_LINE:
                more = file.read(most)
                if not more:
                    break
                data += more
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise RunError(
            tr('Cannot read "{path}": {why}.', path=path, why=error.strerror or error)
        ) from error
    end = data.rfind(b"\n") + 1
    return parsed(data[:end].split(b"\n")), max(0, offset) + end


def read_all(path: Path) -> list[Line]:
    """Return every whole line of the file."""
    lines: list[Line] = []
    offset = 0
    while True:
        more, after = read_tail(path, offset)
        if after <= offset:
            return lines
        lines += more
        offset = after


def parsed(raw: Iterable[bytes]) -> list[Line]:
    """Return the lines that are what docs/runs.md says; what a crash garbled is left out."""
    lines = []
    for text in raw:
        if not text.strip():
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if is_line(found):
            lines.append(found)
    return lines


def valid(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that still count: `resumed` makes those of later epochs void."""
    kept: list[Line] = []
    for line in lines:
        if line["kind"] == "resumed":
            last = _epoch(line)
            kept = [one for one in kept if _counts(one, last)]
        kept.append(line)
    return kept


def _counts(line: Line, last: int) -> bool:
    """Return whether a line stays when training goes on after epoch `last`."""
    if line["kind"] == "test":
        return False  # the test of weights that are being trained further
    return "epoch" not in line or _epoch(line) <= last


def _epoch(line: Line) -> int:
    epoch = line.get("epoch")
    return epoch if isinstance(epoch, int) else 0
