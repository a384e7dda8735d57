"""A contact sheet: a picture of a data set in which each row is a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import Dataset
from neurarium.datasets.statistics import Part, labels
from neurarium.errors import DataError
from neurarium.language import tr

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

    Font = FreeTypeFont | BitmapFont

_MARGIN, _GAP, _TEXT = 16, 2, 15
_SMALLEST_SIDE = 40
MOST_COLUMNS = 100
_MOST_ROWS = 200
_LONGEST = 30
_FONTS_FOR_KOREAN = (
    "NotoSansCJK-Regular.ttc", "NotoSansKR-Regular.ttf", "NanumGothic.ttf", "malgun.ttf",
    "AppleSDGothicNeo.ttc", "AppleGothic.ttf",
)  # fmt: skip
_INK, _FAINT = "#1f2430", "#5d6473"


def contact_sheet(data: Dataset, columns: int = 12, part: Part = "train") -> Image:
    """Return a picture with the first `columns` images of each class, a class a row.

    Small images are enlarged by a whole factor, so that every pixel can be seen; the picture is
    drawn on white. Raises `DataError` for a table, which has no images.
    """
    from PIL import Image as Images
    from PIL import ImageDraw

    if data.kind != "images":
        raise DataError(
            tr("{title} is a table: it has no images to draw. neurarium data show {name} prints "
               "its columns.", title=data.title, name=data.name)
        )  # fmt: skip
    columns = min(columns, MOST_COLUMNS)
    height, width = data.input_shape[:2]
    factor = max(1, -(-_SMALLEST_SIDE // max(height, width)))
    cell_w, cell_h = width * factor + _GAP, height * factor + _GAP
    rows = _rows(data, columns, part)
    font = _font(_TEXT, "".join(name.en for name in data.classes))
    names = [_label(data, number, font) for number, _ in rows]
    measure = ImageDraw.Draw(Images.new("RGB", (1, 1)))
    left = _MARGIN + int(max(measure.textlength(name, font=font) for name in names)) + 12
    head = _MARGIN + 2 * _TEXT + 18
    right = int(measure.textlength(_subtitle(data, part), font=font)) + _MARGIN
    size = (max(left + columns * cell_w, right) + _MARGIN, head + len(rows) * cell_h + _MARGIN)
    sheet = Images.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)
    title = data.title.replace("×", "x")  # which the built-in font has not
    draw.text((_MARGIN, _MARGIN), title, fill=_INK, font=_font(_TEXT + 3, title))
    draw.text((_MARGIN, _MARGIN + _TEXT + 9), _subtitle(data, part), fill=_FAINT, font=font)
    for row, (_, images) in enumerate(rows):
        top = head + row * cell_h
        draw.text((left - 12, top + cell_h / 2), names[row], fill=_INK, font=font, anchor="rm")
        for column, image in enumerate(images):
            tile = Images.fromarray(image).resize(
                (width * factor, height * factor), Images.Resampling.NEAREST
            )
            sheet.paste(tile.convert("RGB"), (left + column * cell_w, top))
    return sheet


def _rows(data: Dataset, columns: int, part: Part) -> list[tuple[int, NDArray[np.uint8]]]:
    numbers, images = labels(data, part), getattr(data, f"x_{part}")
    classes = range(min(data.n_classes, _MOST_ROWS))
    return [(c, images[np.flatnonzero(numbers == c)[:columns]]) for c in classes]


def _font(size: int, text: str) -> Font:
    """Return the built-in font, or one of the system's for what it has no letters for."""
    from PIL import ImageFont

    if not text.isascii():
        for name in _FONTS_FOR_KOREAN:
            try:
                return ImageFont.truetype(name, size)
            except OSError:  # this system has it not
                continue
    return ImageFont.load_default(size)


def _is_of_system(font: Font) -> bool:
    return isinstance(getattr(font, "path", None), str)


def _label(data: Dataset, number: int, font: Font) -> str:
    """Return a class's name, shortened, or its number where the font cannot write the name."""
    name = data.classes[number].en
    can_write = name.isascii() or _is_of_system(font)
    if not can_write or not name.isprintable():
        return tr("class {number}", number=number)
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _subtitle(data: Dataset, part: Part) -> str:
    shape = " x ".join(str(length) for length in data.input_shape)
    count = len(getattr(data, f"x_{part}"))
    what = tr("training images") if part == "train" else tr("test images")
    return tr("{n} {what} of {shape}, {classes} classes", n=f"{count:,}", what=what, shape=shape,
              classes=data.n_classes)  # fmt: skip
