"""Zips of images, and the names that data sets of one's own may have."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_files import pets, png, zip_of

from neurarium.datasets import add_csv, add_zip, info, load, names, remove
from neurarium.datasets.own import unzip
from neurarium.errors import DataError


@pytest.mark.parametrize("prefix", ["", "pets/", "a/b/"])
def test_a_zip_becomes_a_data_set_of_ones_own(data_home: Path, prefix: str) -> None:
    clutter = {f"__MACOSX/{prefix}dogs/._1.png": b"x", f"{prefix}.DS_Store": b"x"}
    assert add_zip("pets", zip_of({**pets(prefix), **clutter})) == "pets"
    assert names()[-1] == "pets"
    facts = info("pets")
    assert (facts.own, facts.here, facts.n_train, facts.n_test) == (True, True, 6, 2)
    assert facts.input_shape == (6, 8)
    data = load("pets", offline=True)
    assert [name.en for name in data.classes] == ["dogs", "고양이"]
    assert (len(data.y_train), len(data.y_test)) == (6, 2)
    remove("pets")
    assert "pets" not in names()
    assert not list((data_home / "own").iterdir())


def test_train_and_test_in_a_zip_are_kept() -> None:
    members = {
        f"set/{part}/{kind}/{i}.png": png()
        for part in ("train", "test") for kind in "ab" for i in range(2 if part == "train" else 1)
    }  # fmt: skip
    add_zip("divided", zip_of(members))
    assert (info("divided").n_train, info("divided").n_test) == (4, 2)


class WindowsMember(zipfile.ZipInfo):
    """A member whose name stands in the file as Korean Windows writes it: CP949, no mark."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("cp949"), 0


def test_names_as_korean_windows_writes_them() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for kind in ("개", "말"):
            for i in range(2):
                archive.writestr(WindowsMember(f"{kind}/{i}.png"), png())
    add_zip("windows", stream)
    assert {name.en for name in load("windows").classes} == {"개", "말"}


BAD_NAMES = [
    "../evil/1.png", "a/../../evil.png", "/etc/1.png", "..\\evil\\1.png", "C:\\evil\\1.png",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_zip_member_that_leads_out_is_refused(data_home: Path, name: str) -> None:
    with pytest.raises(DataError, match="leads out"):
        add_zip("evil", zip_of({**pets(), name: png()}))
    assert "evil" not in names()
    assert not list(data_home.parent.parent.rglob("*.png"))


@pytest.mark.parametrize("name", ["a\x01b", "con", "~x", "x.", "a<b", "y" * 200, "AUX.txt"])
def test_a_class_with_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="not allowed"):
        add_zip("odd", zip_of({f"{name}/1.png": png(), **pets()}))


def test_a_link_in_a_zip_is_refused() -> None:
    member = zipfile.ZipInfo("dogs/link.png")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = zip_of(pets())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(member, "/etc/passwd")
    stream.seek(0)
    with pytest.raises(DataError, match="link"):
        add_zip("linked", stream)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(data_home: Path) -> None:
    with pytest.raises(DataError, match="would unpack to"):
        add_zip("bomb", zip_of({**pets(), "dogs/bomb.png": bytes(30_000_000)}))
    assert not list((data_home / "own").iterdir())


def test_too_many_files_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unzip, "MOST_FILES", 7)
    with pytest.raises(DataError, match="8 files"):
        add_zip("many", zip_of(pets()))
    monkeypatch.setattr(unzip, "MOST_FILES", 100)
    monkeypatch.setattr(unzip, "MOST_BYTES", 200)
    with pytest.raises(DataError, match="at most"):
        add_zip("large", zip_of(pets()))


def test_a_member_that_is_longer_than_it_says_is_refused(data_home: Path) -> None:
    raw = zip_of({"a/1.png": bytes(3000), "b/1.png": png()}).getvalue()
    with pytest.raises(DataError):
        add_zip("liar", io.BytesIO(raw.replace((3000).to_bytes(4, "little"), b"\x05\0\0\0")))
    assert not list((data_home / "own").iterdir())


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "no PNG or JPEG"),
        ({"readme.txt": b"hello"}, "no PNG or JPEG"),
        ({"1.png": png()}, "in no folder"),
        ({"a/1.png": png(), "a/2.png": png()}, "two are needed"),
        ({**pets(), "dogs/x.png": b"no image"}, "damaged"),
    ],
)
def test_a_zip_that_is_no_data_set_says_why(
    data_home: Path, members: dict[str, bytes], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        add_zip("none", zip_of(members))
    assert not list((data_home / "own").iterdir())


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 900), change=st.binary(min_size=1, max_size=6))
def test_a_damaged_zip_is_a_data_set_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: bytes
) -> None:
    whole = zip_of({"a/1.png": b"1", "a/2.png": b"2", "b/1.png": b"3"}).getvalue()
    place %= len(whole)
    target = tmp_path_factory.mktemp("zip") / "in"
    with suppress(DataError):
        unzip.unzip_images(
            io.BytesIO(whole[:place] + change + whole[place + len(change) :]), target
        )
    outside = [path for path in target.parent.rglob("*") if not path.is_relative_to(target)]
    assert not outside


@pytest.mark.parametrize("name", ["", "..", "a/b", "mnist", ".x", "a\\b", "nul", "x\n", "a" * 121])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(DataError):
        add_csv(name, b"a,b\n1,2\n2,3\n3,4\n4,5\n5,6\n")


def test_a_name_that_is_taken_is_refused() -> None:
    add_zip("pets", zip_of(pets()))
    with pytest.raises(DataError, match="already"):
        add_zip("pets", zip_of(pets()))


@pytest.mark.parametrize("name", ["mnist", "nothing", "../x", "", "."])
def test_only_ones_own_can_be_removed(name: str) -> None:
    with pytest.raises(DataError):
        remove(name)
