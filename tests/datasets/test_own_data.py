"""Folders of images, zips and CSV files of one's own."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from neurarium.datasets import add_csv, add_zip, info, load, names, remove
from neurarium.datasets.own import unzip
from neurarium.datasets.own.table import read_table
from neurarium.errors import DataError


def picture(size: tuple[int, int] = (8, 6), mode: str = "L", value: Any = 100) -> Image.Image:
    return Image.new(mode, size, value)


def folder_of(path: Path, classes: dict[str, list[Image.Image]], kind: str = "png") -> Path:
    for name, images in classes.items():
        (path / name).mkdir(parents=True)
        for number, image in enumerate(images):
            image.save(path / name / f"{number}.{kind}")
    return path


def test_a_folder_of_grey_images_becomes_arrays(tmp_path: Path) -> None:
    classes = {"cats": [picture(value=10)] * 5, "dogs": [picture(value=200)] * 10}
    data = load(str(folder_of(tmp_path / "pets", classes)))
    assert (data.title, data.kind, data.task) == ("pets", "images", "classification")
    assert data.x_train.shape == (12, 6, 8)
    assert data.x_test.shape == (3, 6, 8)
    assert data.x_train.dtype == np.uint8
    assert [name.en for name in data.classes] == ["cats", "dogs"]
    assert np.array_equal(data.x_train[:, 0, 0], np.where(data.y_train == 0, 10, 200))
    assert np.bincount(data.y_test).tolist() == [1, 2]
    assert len(data.notes) == 1


def test_colours_stay_and_grey_images_beside_them_become_coloured(tmp_path: Path) -> None:
    red, grey = picture(mode="RGB", value=(250, 1, 2)), picture(value=77)
    data = load(str(folder_of(tmp_path, {"a": [red] * 3, "b": [grey] * 3})))
    assert data.input_shape == (6, 8, 3)
    assert data.x_train[data.y_train == 0][0, 0, 0].tolist() == [250, 1, 2]
    assert data.x_train[data.y_train == 1][0, 0, 0].tolist() == [77, 77, 77]


def test_different_sizes_are_scaled_and_it_is_said(tmp_path: Path) -> None:
    images = [picture((size, 10)) for size in (10, 20, 30)]
    data = load(str(folder_of(tmp_path, {"a": images, "b": images})))
    assert data.input_shape == (10, 20)
    assert any("scaled to 20 × 10" in note for note in data.notes)


def test_large_images_are_scaled_down_and_it_is_said(tmp_path: Path) -> None:
    images = [picture((1280, 640))] * 2
    data = load(str(folder_of(tmp_path, {"a": images, "b": images}, "jpg")))
    assert data.input_shape == (64, 128)
    assert any("1280 × 640" in note for note in data.notes)


def test_transparent_parts_are_white_and_sixteen_bits_become_eight(tmp_path: Path) -> None:
    clear = picture(mode="LA", value=(0, 0))
    deep = Image.fromarray(np.full((6, 8), 0x8040, np.uint16))
    data = load(str(folder_of(tmp_path, {"a": [clear] * 2, "b": [deep] * 2})))
    assert data.x_train[data.y_train == 0].min() == 255
    assert set(data.x_train[data.y_train == 1].ravel().tolist()) == {0x80}
    assert any("transparent" in note for note in data.notes)


def test_a_photo_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for i in range(2):
            picture((16, 8)).save(tmp_path / name / f"{i}.jpg", exif=exif)
    assert load(str(tmp_path)).input_shape == (16, 8)


def test_train_and_test_folders_are_kept(tmp_path: Path) -> None:
    folder_of(tmp_path / "set" / "train", {"b": [picture()] * 3, "a": [picture()] * 2})
    folder_of(tmp_path / "set" / "test", {"a": [picture()], "b": [picture()]})
    data = load(str(tmp_path / "set"))
    assert np.bincount(data.y_train).tolist() == [2, 3]
    assert data.y_test.tolist() == [0, 1]
    assert data.notes == ("divided as the folders train and test are",)


def test_classes_with_numbers_are_in_their_order(tmp_path: Path) -> None:
    folder_of(tmp_path, {name: [picture()] * 2 for name in ("10", "9", "1")})
    assert [name.en for name in load(str(tmp_path)).classes] == ["1", "9", "10"]


def test_files_that_are_no_images_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a": [picture()] * 2, "b": [picture()] * 2})
    (tmp_path / "a" / "notes.txt").write_text("hello")
    (tmp_path / "a" / ".DS_Store").write_text("")
    (tmp_path / ".git").mkdir()
    assert "1 files that are no PNG" in " ".join(load(str(tmp_path)).notes)


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ({}, "no subfolder"),
        ({"only": 3}, 'one subfolder ."only"'),
        ({"a": 1, "b": 1}, "one image a class"),
    ],
)
def test_a_folder_without_two_classes_is_refused(
    tmp_path: Path, classes: dict[str, int], words: str
) -> None:
    folder = folder_of(tmp_path, {name: [picture()] * n for name, n in classes.items()})
    with pytest.raises(DataError, match=words):
        load(str(folder))


@pytest.mark.parametrize(
    "content", [b"", b"no image", b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xff\xe0rest", b"GIF89a"]
)
def test_a_damaged_image_is_named(tmp_path: Path, content: bytes) -> None:
    folder_of(tmp_path, {"a": [picture()] * 2, "b": [picture()] * 2})
    (tmp_path / "a" / "broken.png").write_bytes(content)
    with pytest.raises(DataError, match=r"broken\.png"):
        load(str(tmp_path))


def test_a_cut_off_image_is_named(tmp_path: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64), dtype=np.uint8))
    folder_of(tmp_path, {"a": [noise] * 2, "b": [noise] * 2})
    file = tmp_path / "a" / "1.png"
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(DataError, match=r"1\.png"):
        load(str(tmp_path))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises far more pixels than it has."""
    stream = io.BytesIO()
    picture((1, 1)).save(stream, "PNG")
    data = bytearray(stream.getvalue())
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_an_image_that_promises_too_many_pixels_is_not_decoded(tmp_path: Path, side: int) -> None:
    folder_of(tmp_path, {"a": [picture()] * 2, "b": [picture()] * 2})
    (tmp_path / "a" / "bomb.png").write_bytes(png_of_size(side, side))
    with pytest.raises(DataError, match=r"bomb\.png"):
        load(str(tmp_path))


def jpeg_with_facts() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a picture"
    stream = io.BytesIO()
    picture((16, 8)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def palette_png() -> bytes:
    stream = io.BytesIO()
    picture((16, 8)).convert("P").save(stream, "PNG", transparency=3, dpi=(10, 10))
    return stream.getvalue()


WHOLE = {"jpg": jpeg_with_facts(), "png": palette_png()}


@settings(max_examples=80, deadline=None)
@given(
    kind=st.sampled_from(sorted(WHOLE)), place=st.integers(0, 400),
    change=st.binary(min_size=1, max_size=4),
)  # fmt: skip
def test_a_damaged_image_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, kind: str, place: int, change: bytes
) -> None:
    folder = folder_of(
        tmp_path_factory.mktemp("images"), {"a": [picture()] * 2, "b": [picture()] * 2}
    )
    whole = WHOLE[kind]
    damaged = whole[:place] + change + whole[place + len(change) :]
    (folder / "a" / f"damaged.{kind}").write_bytes(damaged)
    problems = []
    try:
        assert len(load(str(folder)).y_train) == 3
    except DataError as error:
        problems.append(str(error))
    assert all(f"damaged.{kind}" in problem for problem in problems)


def test_a_changed_folder_is_read_anew(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a": [picture()] * 2, "b": [picture()] * 2})
    first = load(str(tmp_path))
    assert load(str(tmp_path)) is first
    picture().save(tmp_path / "a" / "new.png")
    assert len(load(str(tmp_path)).y_train) == len(first.y_train) + 1


# zips


def zip_of(members: dict[str, bytes], **options: Any) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, **options)
    stream.seek(0)
    return stream


def png(value: int = 50) -> bytes:
    stream = io.BytesIO()
    picture(value=value).save(stream, "PNG")
    return stream.getvalue()


def pets(prefix: str = "") -> dict[str, bytes]:
    return {f"{prefix}{kind}/{i}.png": png(i) for kind in ("고양이", "dogs") for i in range(4)}


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


# tables

FLOWERS = "id;length;colour;species\n" + "".join(
    f"{i};{i % 7},5;{'red' if i % 3 else 'blue'};{'rose' if i % 2 else 'tulip'}\n"
    for i in range(1, 41)
)


def test_a_table_with_classes(tmp_path: Path) -> None:
    file = tmp_path / "flowers.csv"
    file.write_text(FLOWERS, encoding="utf-8")
    data = load(str(file))
    assert (data.title, data.kind, data.task, data.target) == (
        "flowers", "table", "classification", "species",
    )  # fmt: skip
    assert data.features == ("length", "colour = blue", "colour = red")
    assert data.x_train.shape == (32, 3)
    assert data.x_test.shape == (8, 3)
    assert [name.en for name in data.classes] == ["rose", "tulip"]
    assert np.bincount(data.y_test).tolist() == [4, 4]
    assert np.array_equal(data.x_train[:, 1] + data.x_train[:, 2], np.ones(32))
    assert set(data.x_train[:, 0]) <= {i + 0.5 for i in range(7)}
    assert any('"id" only counts' in note for note in data.notes)


def test_another_target_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "flowers.csv"
    file.write_text(FLOWERS, encoding="utf-8")
    for data in (load(f"{file}#colour"), load(str(file), target="colour")):
        assert data.target == "colour"
        assert [name.en for name in data.classes] == ["blue", "red"]
    with pytest.raises(DataError, match='Did you mean "length"'):
        load(f"{file}#lenght")


def test_a_table_with_numbers_to_learn() -> None:
    rows = "".join(f"{x},{2 * x + 0.25}\n" for x in range(50))
    parts = read_table(f"x,y\n{rows}".encode())
    assert (parts.task, parts.target, parts.features) == ("regression", "y", ("x",))
    np.testing.assert_allclose(parts.arrays["y_train"], 2 * parts.arrays["x_train"][:, 0] + 0.25)
    assert len(parts.arrays["y_train"]) == 40


def test_rows_without_a_value_are_left_out_and_it_is_said() -> None:
    parts = read_table(b"a,label\n1,x\n,x\n3,y\n4,\n5,x\n6,y\n7,x\n")
    assert len(parts.arrays["y_train"]) + len(parts.arrays["y_test"]) == 5
    assert any("2 of 7 rows" in note for note in parts.notes)


def test_whole_numbers_as_classes_are_in_their_order() -> None:
    rows = "".join(f"{i},{(i % 3) * 5}\n" for i in range(30))
    parts = read_table(f"v,class\n{rows}".encode())
    assert [name.en for name in parts.classes] == ["0", "5", "10"]


def test_korean_encoding_is_read(tmp_path: Path) -> None:
    text = "키,분류\n" + "".join(f"{i},{'개' if i % 2 else '말'}\n" for i in range(20))
    add_csv("동물", text.encode("cp949"))
    assert [name.ko for name in load("동물").classes] == ["개", "말"]
    assert info("동물").target == "분류"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a\n1\n2\n", "1 columns"),
        ("a,b\n", "names of the columns"),
        ("a,b\n1,2\n3,4\n", "at least 4 rows"),
        ("a,b\n1,2\n2,3\n3,4\nx,5\n5,6\n6,7\n", 'Line 5, column "a": "x"'),
        ("a,b\n1,2\n2,3\n3,4\n4,5,6\n", "Line 5"),
        ("a,label\n1,x\n2,x\n3,x\n4,x\n5,x\n", "one value only"),
        ("a,label\n1,p\n2,q\n3,r\n4,s\n5,t\n", "one row only"),
        ("name,label\n" + "".join(f"n{i},{i % 2}\n" for i in range(30)), "0 columns"),
    ],
)
def test_a_table_that_cannot_be_learned_from_says_why(text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_table(text.encode())


def test_a_file_of_another_kind_is_said(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(zip_of(pets()).getvalue())
    with pytest.raises(DataError, match="Excel"):
        load(str(file))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='01.,;ab \n"é가-', max_size=80))
def test_any_text_is_a_table_or_an_error(text: str) -> None:
    with suppress(DataError):
        parts = read_table(text.encode())
        arrays = parts.arrays
        assert arrays["x_train"].shape[1] == len(parts.features)
        assert np.isfinite(arrays["x_train"]).all()
        assert len(arrays["x_train"]) == len(arrays["y_train"]) > 0
        assert len(arrays["x_test"]) == len(arrays["y_test"]) > 0


def test_a_csv_of_ones_own_is_kept(data_home: Path) -> None:
    add_csv("flowers", FLOWERS.encode(), target="colour")
    facts = info("flowers")
    data = load("flowers")
    assert facts.target == data.target == "colour"
    assert facts.input_shape == data.input_shape
    assert (facts.n_train, facts.n_test) == (len(data.y_train), len(data.y_test))
    (data_home / "own" / "flowers" / "facts.json").write_text("{}")
    with pytest.raises(DataError, match="damaged"):
        info("flowers")
