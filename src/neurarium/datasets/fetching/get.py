"""`get`: a published data set comes to this machine, whole and proven, or not at all.

Files arrive in `datasets/.downloads/<name>/` as `<file>.part`, are proven there and then moved
to their place, under a lock that the operating system lifts when its process dies.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neurarium.datasets.catalogue import Entry, RemoteFile, entry_of
from neurarium.datasets.fetching.progress import Progress
from neurarium.datasets.fetching.resuming import (
    NotFetchedError,
    Patience,
    Resuming,
    cannot_write,
)
from neurarium.datasets.places import Place, found
from neurarium.datasets.published import read_published
from neurarium.errors import DataError
from neurarium.home import datasets_folder
from neurarium.language import tr

MIRROR = "NEURARIUM_MIRROR"
"""Environment variable: an address under which the files lie with the names that they have here."""


def get(
    name: str,
    *,
    again: bool = False,
    progress: Progress | None = None,
    mirror: str | None = None,
    patience: Patience | None = None,
) -> Path | None:
    """Make sure that a data set is on this machine; return its file or folder.

    What lies in `NEURARIUM_HOME/datasets` or in Keras's cache is not fetched anew, except
    `again`. None: scikit-learn brings it. `mirror` (or `NEURARIUM_MIRROR`) is asked instead of
    the published address. Raises `DataError`; `DownloadCancelledError` after
    `progress.cancel()`.
    """
    entry = entry_of(name)
    if not entry.files:
        return None
    here = found(entry)
    if here and not again:
        return here[0].path
    return download(entry, progress or Progress(), again, mirror, patience or Patience()).path


def download(
    entry: Entry,
    progress: Progress,
    again: bool = False,
    mirror: str | None = None,
    patience: Patience | None = None,
) -> Place:
    """Fetch what is missing of a data set, or all of it; return where it is. `DataError`."""
    folder = datasets_folder()
    work = folder / ".downloads" / entry.name
    mirror = mirror or os.environ.get(MIRROR) or None
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _locked(folder / ".downloads" / f"{entry.name}.lock", progress):
            ours = [place for place in found(entry) if place.ours]
            if ours and not again:  # another process was faster
                return ours[0]
            _tidy(work)
            _demand_room(entry, work)
            _fetch_all(entry, work, progress, mirror, patience or Patience())
            if entry.array_hashes and mirror:
                _prove(entry, work)
            _move(entry, work, folder)
    except NotFetchedError as error:
        raise NotFetchedError(f"{error} {_by_hand(entry)}") from error
    except OSError as error:
        raise cannot_write(folder, error) from error
    return _place(entry, folder)


def _place(entry: Entry, folder: Path) -> Place:
    first = folder / entry.files[0].name
    if len(entry.files) > 1:
        return Place(first.parent, "idx", ours=True)
    return Place(first, "cifar" if entry.layout == "cifar" else "npz", ours=True)


@contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    while True:
        try:
            lock.acquire(timeout=0.2)
            break
        except Timeout:
            progress.wait()
    try:
        yield
    finally:
        lock.release()


def _tidy(work: Path) -> None:
    """Remove what a killed download left, except the parts that can be gone on with."""
    for path in work.rglob("*"):
        if path.is_file() and path.suffix != ".part":
            path.unlink()


def _demand_room(entry: Entry, work: Path) -> None:
    there = sum(path.stat().st_size for path in work.rglob("*.part"))
    free = shutil.disk_usage(work).free
    if free < entry.bytes - there:
        raise DataError(
            tr('{title} needs {size} MB, "{folder}" has {free} MB left. Make room, or set '
               "NEURARIUM_HOME to a folder on another disk.", title=entry.title,
               size=f"{entry.bytes / 1e6:.0f}", folder=work.parent.parent, free=f"{free / 1e6:.0f}")
        )  # fmt: skip


def _fetch_all(
    entry: Entry, work: Path, progress: Progress, mirror: str | None, patience: Patience
) -> None:
    progress.begin(entry.bytes)
    before = 0
    for file in entry.files:
        address = f"{mirror.rstrip('/')}/{file.name}" if mirror else file.address
        target = work / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        proven_later = bool(mirror and entry.array_hashes)
        for clean in (False, True):
            downloader = Resuming(part, file.bytes, progress, before, patience)
            if _fetch(file, address, target, downloader, proven_later):
                break
            if (
                clean or not downloader.resumed
            ):  # a piece of another file may have been gone on with
                raise _not_published(address, file)
        before += target.stat().st_size


def _fetch(
    file: RemoteFile, address: str, target: Path, downloader: Resuming, proven_later: bool
) -> bool:
    """Fetch one file; return whether it is the published one."""
    import pooch

    pooch.get_logger().setLevel("WARNING")
    wanted = None if proven_later else file.sha256
    try:
        pooch.retrieve(
            address, known_hash=wanted, fname=target.name, path=target.parent, downloader=downloader
        )
    except ValueError as error:
        if "hash" not in str(error):
            raise
        return False
    return True


def _not_published(address: str, file: RemoteFile) -> NotFetchedError:
    return NotFetchedError(
        tr("What {address} sent is not the published {file}: its SHA-256 is not {wanted}…. "
           "Nothing was kept; try again later.", address=address, file=file.name,
           wanted=file.sha256[:12])
    )  # fmt: skip


def _prove(entry: Entry, work: Path) -> None:
    """Read what a mirror sent; raise `DataError` where its arrays are not the published ones."""
    try:
        read_published(entry, _place(entry, work))
    except DataError:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _move(entry: Entry, work: Path, folder: Path) -> None:
    for file in entry.files:
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(work / file.name, target)
    shutil.rmtree(work, ignore_errors=True)


def absent(entry: Entry) -> DataError:
    """Return the error for a data set that is not here and is not to be fetched."""
    return DataError(
        tr("{title} is not on this machine. Fetch it where there is a network: neurarium data get "
           "{name}. {by_hand}", title=entry.title, name=entry.name, by_hand=_by_hand(entry))
    )  # fmt: skip


def _by_hand(entry: Entry) -> str:
    return tr(
        'By hand: put {files} (from {source}) into "{folder}". The data set "digits" needs no '
        "network.", files=", ".join(file.name for file in entry.files),
        source=entry.files[0].address.rpartition("/")[0], folder=datasets_folder(),
    )  # fmt: skip
