"""One file over HTTP into `<name>.part`, going on where an earlier try stopped.

The class is a downloader of pooch's: pooch calls it with an address and a temporary name, then
checks the SHA-256 and moves the file.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from neurarium.datasets.fetching.progress import Progress
from neurarium.errors import DataError
from neurarium.language import tr

_CHUNK = 1 << 16
_SLACK = 1_000_000
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, and how often to ask again; seconds."""

    connect_s: float = 10
    silence_s: float = 30
    tries: int = 4
    pause_s: float = 1


class NotFetchedError(DataError):
    """A file did not come, or not the right one: it may be put into its place by hand."""


class _BrokenError(Exception):
    """This try failed; another one may not."""


class Resuming:
    """Download a file of about `size` bytes; `part` keeps what has arrived."""

    def __init__(
        self, part: Path, size: int, progress: Progress, before_bytes: int, patience: Patience
    ) -> None:
        self.part, self.size, self.progress = part, size, progress
        self.before_bytes, self.patience = before_bytes, patience
        self.resumed = False

    def __call__(self, url: str, output_file: str, _pooch: Any) -> None:
        """Fetch `url` and leave it as `output_file`; raises `DataError`."""
        for attempt in range(1, self.patience.tries + 1):
            try:
                self._try(url)
                break
            except _BrokenError as error:
                self.progress.demand_going_on()
                if attempt == self.patience.tries:
                    raise unreachable(url, str(error)) from error
                self._pause(attempt)
        os.replace(self.part, output_file)

    def _pause(self, attempt: int) -> None:
        until = time.monotonic() + self.patience.pause_s * attempt
        while time.monotonic() < until:
            self.progress.demand_going_on()
            time.sleep(0.05)

    def _try(self, url: str) -> None:
        import requests
        from urllib3.exceptions import HTTPError

        have = self.part.stat().st_size if self.part.exists() else 0
        headers = {"Accept-Encoding": "identity", "User-Agent": "neurarium"}
        if have:
            headers["Range"] = f"bytes={have}-"
        wait = (self.patience.connect_s, self.patience.silence_s)
        try:
            with closing(requests.get(url, headers=headers, stream=True, timeout=wait)) as answer:
                begin = self._begin(url, answer, have)
                with _aborting(self.progress, answer) as abort:
                    self.progress.begin_file(self.part.stem, self.before_bytes, abort)
                    self._receive(url, answer, begin)
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
            requests.exceptions.InvalidSchema,
        ) as error:
            raise unreachable(url, tr("it is no address")) from error  # fmt: skip
        except (requests.exceptions.RequestException, HTTPError) as error:
            if "NameResolution" in str(error):  # a second try a moment later helps nobody
                raise unreachable(url, _reason(error)) from error
            raise _BrokenError(_reason(error)) from error

    def _begin(self, url: str, answer: Any, have: int) -> int:
        """Return the byte at which the answer begins; raise where it is none."""
        status = answer.status_code
        if status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            self.resumed = True
            return have
        if status == 200:
            return 0
        if status in (206, 416):  # not the piece that was asked for: begin anew
            self.part.unlink(missing_ok=True)
            raise _BrokenError(tr("the server could not go on where it stopped"))
        if status in _WORTH_ANOTHER_TRY:
            raise _BrokenError(tr("the server answers {status} {reason}", status=status,
                                  reason=str(answer.reason)[:40]))  # fmt: skip
        raise unreachable(url, tr("the server answers {status} {reason}", status=status,
                                  reason=str(answer.reason)[:40]))  # fmt: skip

    def _receive(self, url: str, answer: Any, begin: int) -> None:
        told = answer.headers.get("Content-Length", "")
        total = begin + int(told) if told.isascii() and told.isdigit() else None
        if (total or 0) > 2 * self.size + _SLACK:
            raise self._too_large(url)
        with self._writing(begin) as file:
            here, next_tell = begin, 0.0
            while chunk := answer.raw.read1(_CHUNK, decode_content=False):
                if here == 0 and chunk.lstrip()[:1] == b"<":
                    raise _a_page(url)
                here += len(chunk)
                if here > 2 * self.size + _SLACK:
                    raise self._too_large(url)
                file.write(chunk)
                if time.monotonic() >= next_tell:
                    self.progress.arrived(here)
                    next_tell = time.monotonic() + 0.1
            self.progress.arrived(here)
            file.flush()
            os.fsync(file.fileno())
        if total is not None and here < total:
            raise _BrokenError(tr("the connection was cut after {here} of {total} bytes",
                                  here=f"{here:,}", total=f"{total:,}"))  # fmt: skip

    @contextmanager
    def _writing(self, begin: int) -> Iterator[IO[bytes]]:
        """Open the part for writing from byte `begin` on; say in a sentence why that fails."""
        try:
            with self.part.open("ab") as file:
                file.truncate(begin)
                yield file
        except OSError as error:
            if error.errno in _FULL:
                self.part.unlink(missing_ok=True)
            raise cannot_write(self.part.parent, error) from error

    def _too_large(self, url: str) -> NotFetchedError:
        self.part.unlink(missing_ok=True)
        return NotFetchedError(
            tr("{address} sends far more than the {size} bytes of the published file. Nothing was "
               "kept. Check the address.", address=url, size=f"{self.size:,}")
        )  # fmt: skip


@contextmanager
def _aborting(progress: Progress, answer: Any) -> Iterator[Callable[[], None] | None]:
    """Give what unblocks a read that waits, for `Progress.cancel`; older urllib3 has none."""
    try:
        yield getattr(answer.raw, "shutdown", None)
    finally:
        progress.begin_file(progress.file, 0, None)


def _a_page(url: str) -> NotFetchedError:
    return NotFetchedError(
        tr("{address} answers with a web page instead of the file. Does the network ask for a "
           "login first?", address=url)
    )  # fmt: skip


def _reason(error: Exception) -> str:
    """Return what went wrong without the names of libraries' classes."""
    text = str(error)
    if "timed out" in text.lower():
        return tr("the server is silent")
    for part, meaning in (
        ("NameResolution", tr("its name is not known (is there a network?)")),
        ("Connection refused", tr("nobody answers there")),
        ("unreachable", tr("there is no way to it (is there a network?)")),
        ("Tunnel connection failed", tr("the network's proxy refuses")),
        ("IncompleteRead", tr("the connection was cut")),
        ("CERTIFICATE", tr("its certificate is not trusted")),
    ):
        if part in text:
            return meaning
    return tr("the connection broke")


def unreachable(address: str, reason: str) -> NotFetchedError:
    """Return the error for a file that did not come."""
    return NotFetchedError(
        tr("{address} could not be fetched: {reason}.", address=address, reason=reason.rstrip("."))
    )


def cannot_write(folder: Path, error: OSError) -> DataError:
    """Return the error for a folder that is full or closed to us."""
    if error.errno in _FULL:
        return DataError(
            tr('The disk is full: nothing more can be written to "{folder}". Make room, or set '
               "NEURARIUM_HOME to a folder on another disk.", folder=folder)
        )  # fmt: skip
    return DataError(
        tr('Nothing can be written to "{folder}": {reason}. Set NEURARIUM_HOME to a folder of '
           "yours.", folder=folder, reason=error.strerror or error)
    )  # fmt: skip
