"""What a person takes home of a run: model, script, report, curves, and the files themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from neurarium.lab.answers import NOT_KEPT, Handler, NotHereError
from neurarium.lab.run_actions import found
from neurarium.language import tr
from neurarium.training.runs import RunDirectory

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk


@dataclass(frozen=True)
class _Kind:
    """A file to take home: what it is, how its name ends, how it is made (None: it is there)."""

    media_type: str
    suffix: str
    make: Callable[[RunDirectory], str] | None = None


def _code(run: RunDirectory) -> str:
    from neurarium.training.code import keras_script

    return keras_script(run.facts)


def _report(run: RunDirectory) -> str:
    from neurarium.training.report import report_html

    return report_html(run)


def _curves(run: RunDirectory) -> str:
    from neurarium.training.report import curves_svg

    return curves_svg([run])


KINDS = {
    "model.keras": _Kind("application/octet-stream", ".keras"),
    "code.py": _Kind("text/x-python", ".py", _code),
    "report.html": _Kind("text/html", "-report.html", _report),
    "curves.svg": _Kind("image/svg+xml", "-curves.svg", _curves),
    "run.json": _Kind("application/json", "-run.json"),
    "metrics.jsonl": _Kind("application/jsonl", "-metrics.jsonl"),
    "log.txt": _Kind("text/plain", "-log.txt"),
}


def file_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def taken(request: Request) -> Response:
        name = request.path_params["name"]
        kind = KINDS.get(name)
        if kind is None:
            raise NotHereError(tr("There are {names} to take along.", names=", ".join(KINDS)))
        run_id = request.path_params["id"]
        content = await desk.side.read(lambda: _content(found(run_id), name, kind))
        headers = {
            **NOT_KEPT,
            "Content-Disposition": f'attachment; filename="{_plain(run_id)}{kind.suffix}"',
            # Opened all the same, it runs nothing and reaches nothing.
            "Content-Security-Policy": "sandbox",
        }
        if isinstance(content, Path):
            return FileResponse(content, media_type=kind.media_type, headers=headers)
        return Response(content, media_type=kind.media_type, headers=headers)

    return [("GET", "/api/runs/{id}/files/{name}", taken)]


def _plain(run_id: str) -> str:
    """Return an id as a header takes it; a folder renamed by hand may hold anything."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", run_id)


def _content(run: RunDirectory, name: str, kind: _Kind) -> str | Path:
    """Return what is to be sent, or the file that holds it; raises `NeurariumError`."""
    if kind.make is not None:
        return kind.make(run)
    path = run.path / name
    if path.is_symlink() or not path.is_file():  # a link may lead anywhere on this machine
        raise NotHereError(_not_there(name))
    return path


def _not_there(name: str) -> str:
    if name == "model.keras":
        return tr("This run has no finished model yet: it is saved when training ends.")
    return tr('This run has no file "{name}".', name=name)
