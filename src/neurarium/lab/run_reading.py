"""One run, as its pages are told: all of it once, then what was added."""

from __future__ import annotations

from typing import Any

from neurarium.errors import RunError
from neurarium.lab.answers import whole
from neurarium.lab.run_index import RunIndex
from neurarium.lab.trainings import queue_places
from neurarium.language import tr
from neurarium.training.runs import RunDirectory
from neurarium.training.runs.files import plain
from neurarium.training.runs.lines import valid

MOST_BATCHES = 4000
"""Lines of batches that a page is sent at once: evenly chosen of a long training's."""

LIVE = "live"
MOST_EPOCH = 10**9

Line = dict[str, Any]


def whole_run(run: RunDirectory, index: RunIndex) -> dict[str, Any]:
    """Return the answer of `GET /api/runs/{id}`; raises `RunError` where run.json is damaged."""
    lines, offset = _all_lines(run)
    kinds: dict[str, list[Line]] = {}
    for line in lines:
        kinds.setdefault(line["kind"], []).append(line)
    units, tests = kinds.get("units", []), kinds.get("test", [])
    state = run.state()
    found: dict[str, Any] = plain(
        {
            "run": run.facts,
            "name": run.name,
            "state": state.as_dict(),
            "epochs": _one_an_epoch(kinds.get("epoch", [])),
            "batches": _evenly(kinds.get("batch", [])),
            "units": units[-1] if units else None,
            "events": kinds.get("event", []),
            "test": tests[-1] if tests else None,
            "snapshots": run.snapshot_epochs(),
            "live": run.live_position(),
            "queue_place": _queue_place(run, state.state, index),
            "offset": offset,
        }
    )
    return found


def tail(run: RunDirectory, offset: int, index: RunIndex) -> dict[str, Any]:
    """Return the answer of `GET /api/runs/{id}/tail`: lines from byte `offset` on."""
    # The state first: a state that says "finished" is never told before its last lines.
    state = run.state()
    lines, after = run.tail(offset)
    found: dict[str, Any] = plain(
        {
            "state": state.as_dict(),
            "lines": lines,
            "offset": after,
            "snapshots": run.snapshot_epochs(),
            "live": run.live_position(),
            "queue_place": _queue_place(run, state.state, index),
        }
    )
    return found


def layer_arrays(run: RunDirectory, at: int | str, layer: str) -> tuple[Line, dict[str, Any]]:
    """Return header and arrays of one layer's weights at a moment; raises `RunError`."""
    arrays = run.snapshot(at)
    epoch, step = (int(arrays.pop(name, 0)) for name in ("epoch", "step"))
    begin = f"{layer}/"
    found = {name[len(begin) :]: array for name, array in arrays.items() if name.startswith(begin)}
    if not found:
        layers = dict.fromkeys(name.rpartition("/")[0] for name in arrays)
        raise RunError(
            tr('The layer "{layer}" has no weights here. These have: {all}.',
               layer=layer[:60], all=", ".join(layers))
        )  # fmt: skip
    return {"layer": layer, "epoch": epoch, "step": step}, found


def moment(text: object, words: tuple[str, ...]) -> int | str:
    """Return one of `words` (live, best, final) or an epoch; raises `NeurariumError`."""
    return str(text) if text in words else whole(text, "at", 0, MOST_EPOCH)


def _all_lines(run: RunDirectory) -> tuple[list[Line], int]:
    """Return the lines that count, and how far the file was read.

    Of a long training's batches every second, fourth … is kept while reading, so that a file of any
    length needs little room.
    """
    lines: list[Line] = []
    offset = seen = 0
    every = 1
    while True:
        more, after = run.tail(offset)
        if after <= offset:
            return lines, offset
        offset = after
        for place, line in enumerate(more):
            batch = line["kind"] == "batch"
            seen += batch
            if not batch or seen % every == 0 or place == len(more) - 1:
                lines.append(line)
        lines = valid(lines)
        while sum(line["kind"] == "batch" for line in lines) > 2 * MOST_BATCHES:
            every *= 2
            lines = _every_second_batch(lines)


def _every_second_batch(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    batches = 0
    for line in lines:
        batches += line["kind"] == "batch"
        if line["kind"] != "batch" or batches % 2 == 0:
            kept.append(line)
    return kept


def _one_an_epoch(lines: list[Line]) -> list[Line]:
    found = {line["epoch"]: line for line in lines if isinstance(line.get("epoch"), int)}
    return [found[epoch] for epoch in sorted(found)]


def _evenly(lines: list[Line]) -> list[Line]:
    """Return at most 4,000 lines, first and last among them."""
    if len(lines) <= MOST_BATCHES:
        return lines
    last = len(lines) - 1
    return [lines[round(k * last / (MOST_BATCHES - 1))] for k in range(MOST_BATCHES)]


def _queue_place(run: RunDirectory, state: str, index: RunIndex) -> int | None:
    return queue_places(index.look()).get(run.id) if state == "queued" else None
