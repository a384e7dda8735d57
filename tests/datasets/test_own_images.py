"""Folders of images of one's own."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_files import folder_of, picture
from PIL import Image

from neurarium.datasets import load
from neurarium.errors import DataError


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
