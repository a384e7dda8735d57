"""Downloads against a server that does all that servers do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from file_server import Shelf, answer_with, cut_after, send_instead, serving, stall_after
from published_layouts import california, entry_for, idx_gz, npz

from neurarium import datasets
from neurarium.datasets import DownloadCancelledError, Progress
from neurarium.datasets.catalogue import Entry
from neurarium.datasets.fetching import get as getting
from neurarium.datasets.fetching.get import download
from neurarium.datasets.fetching.resuming import Patience
from neurarium.errors import DataError

QUICK = Patience(connect_s=5, silence_s=5, tries=3, pause_s=0)
NAME = "california_housing.npz"
PATH = f"/{NAME}"
DATA = california()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving({PATH: DATA}) as running:
        yield running


@pytest.fixture
def entry(shelf: Shelf) -> Entry:
    return entry_for(DATA, shelf.address)


def fetch(entry: Entry, progress: Progress | None = None) -> Path:
    return download(entry, progress or Progress(), patience=QUICK).path


def test_a_file_comes_whole_and_nothing_else_stays(entry: Entry, data_home: Path) -> None:
    assert fetch(entry) == data_home / NAME
    assert (data_home / NAME).read_bytes() == DATA
    left = [path for path in data_home.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert left == [data_home / NAME]


def test_progress_is_told(entry: Entry) -> None:
    seen: list[tuple[int, int, str]] = []
    fetch(entry, Progress(lambda p: seen.append((p.done_bytes, p.total_bytes, p.file))))
    assert seen[-1] == (len(DATA), len(DATA), NAME)
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)


def test_cut_off_halfway_it_goes_on_where_it_stopped(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    shelf.faults += [cut_after(200_000)]
    fetch(entry)
    assert [asked for _, asked in shelf.asked] == [None, "bytes=200000-"]
    assert (data_home / NAME).read_bytes() == DATA


def test_cut_off_every_time_it_says_so_and_the_next_call_goes_on(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    shelf.faults += [cut_after(100_000)] * 3
    with pytest.raises(DataError, match="cut") as error:
        fetch(entry)
    assert NAME in str(error.value)
    assert str(data_home) in str(error.value)
    assert "digits" in str(error.value)
    assert not (data_home / NAME).exists()
    fetch(entry)
    assert shelf.asked[-1][1] == "bytes=300000-"
    assert (data_home / NAME).read_bytes() == DATA


def test_a_server_without_ranges_is_asked_for_the_whole(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    shelf.takes_ranges = False
    shelf.faults += [cut_after(50_000)]
    fetch(entry)
    assert (data_home / NAME).read_bytes() == DATA


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_in_trouble_is_asked_again(entry: Entry, shelf: Shelf, status: int) -> None:
    shelf.faults += [answer_with(status)] * 2
    fetch(entry)
    assert len(shelf.asked) == 3


def test_a_server_in_lasting_trouble_ends_in_a_sentence(entry: Entry, shelf: Shelf) -> None:
    shelf.faults += [answer_with(500)] * 3
    with pytest.raises(DataError, match="answers 500"):
        fetch(entry)


def test_what_is_not_there_is_not_asked_for_again(entry: Entry, shelf: Shelf) -> None:
    shelf.files.clear()
    with pytest.raises(DataError, match="answers 404"):
        fetch(entry)
    assert len(shelf.asked) == 1


def test_wrong_bytes_are_not_kept(entry: Entry, shelf: Shelf, data_home: Path) -> None:
    shelf.files[PATH] = npz(x=np.zeros(3), y=np.zeros(3))
    with pytest.raises(DataError, match="not the published"):
        fetch(entry)
    assert not [path for path in data_home.rglob("*") if path.suffix in {".npz", ".part"}]
    shelf.files[PATH] = DATA
    assert fetch(entry).read_bytes() == DATA


def test_a_piece_of_another_file_is_thrown_away(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    part = data_home / ".downloads" / "california_housing" / f"{NAME}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"another" * 100)
    assert fetch(entry).read_bytes() == DATA
    assert [asked for _, asked in shelf.asked] == ["bytes=700-", None]


def test_a_part_that_is_longer_than_the_file_is_thrown_away(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    part = data_home / ".downloads" / "california_housing" / f"{NAME}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"0" * (len(DATA) + 5))
    assert fetch(entry).read_bytes() == DATA


def test_a_page_instead_of_the_file_is_recognized(entry: Entry, shelf: Shelf) -> None:
    shelf.faults += [send_instead(b"\n<!doctype html><title>Log in</title>")]
    with pytest.raises(DataError, match="web page"):
        fetch(entry)


def test_far_too_much_is_not_received(entry: Entry, shelf: Shelf, data_home: Path) -> None:
    shelf.files[PATH] = bytes(4_000_000)
    with pytest.raises(DataError, match="far more"):
        fetch(entry)
    assert not list(data_home.rglob("*.part"))


def test_a_silent_server_ends_in_a_sentence(entry: Entry, shelf: Shelf, data_home: Path) -> None:
    shelf.faults += [stall_after(1000)]
    patience = Patience(connect_s=5, silence_s=0.2, tries=1, pause_s=0)
    with pytest.raises(DataError, match="silent"):
        download(entry, Progress(), patience=patience)
    part = data_home / ".downloads" / "california_housing" / f"{NAME}.part"
    assert part.read_bytes() == DATA[:1000]


def test_nobody_at_the_address(entry: Entry, shelf: Shelf) -> None:
    gone = entry_for(DATA, "http://127.0.0.1:9")
    with pytest.raises(DataError, match="nobody answers"):
        download(gone, Progress(), patience=QUICK)
    assert not shelf.asked


def test_an_address_that_is_none() -> None:
    with pytest.raises(DataError, match="no address"):
        download(entry_for(DATA, "school"), Progress(), patience=QUICK)


def test_it_can_be_ended_while_the_server_is_silent(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    shelf.faults += [stall_after(50_000)]
    progress = Progress()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            download(entry, progress, patience=Patience(silence_s=60, tries=1))
        except DataError as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert shelf.stalled.wait(30)
    part = data_home / ".downloads" / "california_housing" / f"{NAME}.part"
    wait_until(lambda: progress.done_bytes > 0 or part.exists())
    progress.cancel()
    thread.join(30)
    assert not thread.is_alive()
    assert isinstance(ended[0], DownloadCancelledError)
    assert fetch(entry).read_bytes() == DATA


def wait_until(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "waited for 30 s"
        time.sleep(0.01)


def test_two_at_once_fetch_it_once(entry: Entry, shelf: Shelf) -> None:
    shelf.faults += [stall_after(10)]
    places: list[Path] = []
    first = threading.Thread(target=lambda: places.append(fetch(entry)))
    first.start()
    assert shelf.stalled.wait(30)
    waiting = threading.Event()
    progress = Progress(lambda p: waiting.set() if p.waiting else None)
    second = threading.Thread(target=lambda: places.append(fetch(entry, progress)))
    second.start()
    assert waiting.wait(30)
    shelf.released.set()
    first.join(30)
    second.join(30)
    assert len(places) == 2
    assert places[0].read_bytes() == DATA
    assert len(shelf.asked) == 2  # the one that was cut, and where it went on


KILLED = """
import sys
from published_layouts import california, entry_for
from neurarium.datasets import Progress
from neurarium.datasets.fetching.get import download
download(entry_for(california(), sys.argv[1]), Progress())
"""


def test_killed_while_it_downloads_the_next_call_works(
    entry: Entry, shelf: Shelf, data_home: Path
) -> None:
    shelf.faults += [stall_after(150_000)]
    here = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, shelf.address], cwd=here,
        env={**os.environ, "PYTHONPATH": str(here)},
    )  # fmt: skip
    try:
        assert shelf.stalled.wait(60)
        part = data_home / ".downloads" / "california_housing" / f"{NAME}.part"
        wait_until(part.exists)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not (data_home / NAME).exists()
    assert fetch(entry).read_bytes() == DATA
    left = [path.name for path in data_home.rglob("*") if path.is_file()]
    assert sorted(left) == ["california_housing.lock", NAME]


def test_a_disk_without_room_is_said_before(
    entry: Entry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(getting.shutil, "disk_usage", lambda _: usage(10, 10, 1000))
    with pytest.raises(DataError, match="Make room"):
        fetch(entry)
    assert not shelf.asked


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from published_layouts import california, entry_for
from neurarium.datasets import Progress
from neurarium.datasets.fetching.get import download
from neurarium.errors import DataError
try:
    download(entry_for(california(), sys.argv[1]), Progress())
except DataError as error:
    print(error)
"""


def test_a_disk_that_fills_up_ends_in_a_sentence(shelf: Shelf, data_home: Path) -> None:
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", FULL, shelf.address], cwd=here, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(here)}, check=True, timeout=60,
    )  # fmt: skip
    assert "The disk is full" in done.stdout
    assert not list(data_home.rglob("*.part"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_is_said(entry: Entry, data_home: Path) -> None:
    data_home.chmod(0o500)
    with pytest.raises(DataError, match="NEURARIUM_HOME"):
        fetch(entry)


def test_a_file_in_the_folders_place_is_said(entry: Entry, data_home: Path) -> None:
    data_home.rmdir()
    data_home.write_text("no folder")
    with pytest.raises(DataError, match="Nothing can be written"):
        fetch(entry)


def test_fashion_mnist_comes_from_a_mirror_as_idx_files(
    shared_dir: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with np.load(shared_dir / "datasets" / "fashion_mnist.npz") as held:
        files = {
            f"/school/fashion-mnist/{name}.gz": idx_gz(held[part])
            for part, name in (
                ("x_train", "train-images-idx3-ubyte"), ("y_train", "train-labels-idx1-ubyte"),
                ("x_test", "t10k-images-idx3-ubyte"), ("y_test", "t10k-labels-idx1-ubyte"),
            )
        }  # fmt: skip
        wanted = held["x_test"]
    with serving(files) as shelf:
        monkeypatch.setenv("NEURARIUM_MIRROR", f"{shelf.address}/school/")
        data = datasets.load("fashion_mnist")
        asked = len(shelf.asked)
        again = datasets.load("fashion_mnist")
    assert np.array_equal(data.x_test, wanted)
    assert (data_home / "fashion-mnist" / "t10k-labels-idx1-ubyte.gz").is_file()
    assert asked == 4
    assert again is data


def test_a_mirror_cannot_send_another_mnist(
    shared_dir: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with np.load(shared_dir / "datasets" / "mnist.npz") as held:
        arrays = dict(held)
    with serving({"/mnist.npz": (shared_dir / "datasets" / "mnist.npz").read_bytes()}) as shelf:
        assert datasets.get("mnist", mirror=shelf.address) == data_home / "mnist.npz"
        (data_home / "mnist.npz").unlink()
        arrays["y_test"] = arrays["y_test"].copy()
        arrays["y_test"][0] += 1
        stream = data_home.parent / "changed.npz"
        np.savez(stream, **arrays)
        shelf.files["/mnist.npz"] = stream.read_bytes()[:20_000_000]
        with pytest.raises(DataError):
            datasets.get("mnist", mirror=shelf.address, patience=QUICK)
    assert not (data_home / "mnist.npz").exists()
