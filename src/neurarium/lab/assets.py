"""The browser's half, served from this machine: the view's modules, styles, and our own page's.

Addresses carry a fingerprint of all files (`/assets/0f3a…/view/core/frame.js`), so that a browser
asks for each file once and never again, and never mixes two versions. Relative imports stay
inside one fingerprint.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from neurarium.language import tr

PACKAGE = Path(__file__).parents[1]
ROOMS = ("view", "lab")
MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
FOREVER = "public, max-age=31536000, immutable"
_IMPORT = re.compile(r"""(?:from|@import url\()\s*["']([^"']+)["']""")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_files()):
        facts = path.stat()
        digest.update(f"{path.relative_to(PACKAGE)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for room in ROOMS:
        for folder, _, names in os.walk(PACKAGE / room):
            yield from (Path(folder, name) for name in names if Path(name).suffix in MEDIA_TYPES)


def _reached(entry: str) -> list[str]:
    """Return `entry` and all that it imports, however deep, so that a browser needn't find it."""
    found = [PACKAGE / entry]
    for path in found:
        if not path.is_file():
            continue
        for target in _IMPORT.findall(path.read_text(encoding="utf-8")):
            file = (path.parent / target).resolve()
            if target.startswith(".") and file not in found:
                found.append(file)
    return [path.relative_to(PACKAGE).as_posix() for path in found if path.is_file()]


class Assets:
    """Serves the files; remembers the edition that the newest page was given."""

    def __init__(self) -> None:
        self._edition = _fingerprint()
        self._reached: dict[str, list[str]] = {}

    def look_again(self) -> str:
        """Return the fingerprint of all files as they are now, for a page that is being opened."""
        now = _fingerprint()
        if now != self._edition:
            self._edition = now
            self._reached.clear()
        return self._edition

    def reached(self, entry: str) -> list[str]:
        """Return a script or style sheet and all that it imports, as paths in the package."""
        if entry not in self._reached:
            self._reached[entry] = _reached(entry)
        return self._reached[entry]

    async def serve(self, request: Request) -> Response:
        """Answer `/assets/{version}/{path}`: files of the known kinds in our rooms alone."""
        path = (PACKAGE / request.path_params["path"]).resolve()
        inside = any(path.is_relative_to(PACKAGE / room) for room in ROOMS)
        media_type = MEDIA_TYPES.get(path.suffix)
        if not inside or media_type is None or not path.is_file():
            return PlainTextResponse(tr("There is no such file."), status_code=404)
        known = request.path_params["version"] == self._edition
        headers = {"Cache-Control": FOREVER if known else "no-cache"}
        return FileResponse(path, media_type=media_type, headers=headers)
