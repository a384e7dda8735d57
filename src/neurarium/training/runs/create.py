"""A new run: its directory appears at once, with run.json and state.json in it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from neurarium.errors import RunError
from neurarium.home import runs_folder
from neurarium.language import tr
from neurarium.training.runs.deleting import COMING, sweep_folder
from neurarium.training.runs.directory import RunDirectory
from neurarium.training.runs.files import now, replace_file, to_json, writing
from neurarium.training.runs.state import RunState
from neurarium.training.runs.surroundings import machine, versions

FORMAT = 1
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LONGEST_PART = 40
_TRIES = 50


def create(
    facts: Mapping[str, Any],
    group: str | None = None,
    of: str | None = None,
    *,
    queue: str | None = None,
) -> RunDirectory:
    """Make the directory of a new run and return it; raises RunError.

    `facts` are run.json's; what is missing of format, id, created, kind, command, versions and
    machine is filled in. The run is "queued": `queue="lab"` leaves it to the lab to start it,
    without it the caller does so.
    """
    folder = runs_folder()
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sweep_folder(folder)
    whole = _filled(facts, group, of)
    coming = folder / f"{COMING}{secrets.token_hex(6)}"
    try:
        return _made(folder, coming, whole, queue)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(coming)
        raise


def _filled(facts: Mapping[str, Any], group: str | None, of: str | None) -> dict[str, Any]:
    command = "neurarium " + " ".join(sys.argv[1:]) if _is_ours() else " ".join(sys.argv)
    known = {
        "format": FORMAT,
        "kind": "train",
        "command": command.strip(),
        "config": None,
        "data": None,
        "model": None,
        "versions": None,
        "machine": None,
        **facts,
        "created": now(),
        "group": group if group is not None else facts.get("group"),
        "of": of if of is not None else facts.get("of"),
    }
    known["versions"] = known["versions"] or versions()
    known["machine"] = known["machine"] or machine()
    return known


def _is_ours() -> bool:
    return Path(sys.argv[0]).stem in ("neurarium", "__main__") if sys.argv else False


def _made(folder: Path, coming: Path, facts: dict[str, Any], queue: str | None) -> RunDirectory:
    state = RunState(
        epochs=(facts["config"] or {}).get("epochs"),
        updates_per_epoch=facts.get("updates_per_epoch"),
        updated=facts["created"],
        pid=os.getpid(),
        queue=queue,
    )
    with writing(coming):
        coming.mkdir()
        (coming / "snapshots").mkdir()
    replace_file(coming / "state.json", to_json(asdict(state)).encode())
    for _ in range(_TRIES):
        run_id = new_id(facts)
        if os.path.lexists(folder / run_id):
            continue
        replace_file(coming / "run.json", to_json({**facts, "id": run_id}, indent=1).encode())
        with writing(folder / run_id):
            coming.rename(folder / run_id)
        return RunDirectory(folder / run_id)
    raise RunError(tr('Found no free name for a run in "{folder}".', folder=folder))


def new_id(facts: Mapping[str, Any]) -> str:
    """Return a name such as 2026-11-23-1415-mnist-784-100-10-k3f: time, data, model, letters."""
    data, model = (facts.get("data") or {}), (facts.get("model") or {})
    parts = (
        datetime.now(UTC).strftime("%Y-%m-%d-%H%M"),
        _as_part(str(data.get("name") or "")),
        _as_part(str(model.get("spec") or model.get("name") or facts.get("kind") or "")),
        "".join(secrets.choice(_LETTERS) for _ in range(3)),
    )
    return "-".join(part for part in parts if part)


def _as_part(text: str) -> str:
    """Return letters, digits and hyphens of a text, as every file system takes them."""
    part = re.sub(r"[^a-z0-9]+", "-", text.lower())
    return part[:_LONGEST_PART].strip("-")


def repeat(run: RunDirectory, *, queue: str | None = None) -> RunDirectory:
    """Make a new run with the settings of another; raises RunError for a script's run."""
    facts = run.facts
    if facts.get("kind") != "train" or not facts.get("config"):
        raise RunError(
            tr(
                'Run "{run}" was trained by a script of your own: start the script again.',
                run=run.id,
            )
        )
    left_out = ("id", "created", "versions", "machine", "group", "of")
    kept = {key: value for key, value in facts.items() if key not in left_out}
    return create(kept, of=run.id, queue=queue)
