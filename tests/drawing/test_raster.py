"""Pictures as PNG and PDF, on any machine."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from neurarium.drawing.raster import to_pdf, to_png, use_fonts
from neurarium.errors import NeurariumError

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    '<rect width="200" height="80" fill="#fff"/>{}</svg>'
)
EMPTY = SVG.format("")


def text(style: str) -> str:
    return SVG.format(f'<text x="5" y="40" font-size="30" {style}>Hello</text>')


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_a_png_has_the_size_that_was_asked_for(scale: float) -> None:
    data = to_png(EMPTY, scale)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (200 * scale, 80 * scale)


def test_a_pdf_is_one() -> None:
    assert to_pdf(EMPTY).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "style",
    [
        "",
        'font-family="sans-serif"',
        'font-family="Nowhere Sans" font-weight="600"',
        "font-family='Nowhere'",
        """font-family="Inter, 'Nowhere Sans', sans-serif" """,
        "style='font-family: Nowhere' fill='#000'",
        """style="font-family: 'Nowhere Sans', Inter; fill: #000" """,
    ],
)
def test_text_is_drawn_whatever_fonts_there_are(style: str) -> None:
    assert len(to_png(text(style))) > len(to_png(EMPTY)) + 200


def test_a_style_sheet_may_name_fonts_too() -> None:
    style = '<style>text { font-family: "Nowhere Sans", Inter; fill: #000 }</style>'
    drawn = to_png(text("").replace("<rect", style + "<rect"))
    assert len(drawn) > len(to_png(EMPTY)) + 200


@pytest.mark.parametrize("svg", ["", "no picture", "<svg", "<html/>"])
def test_what_is_no_svg_is_a_sentence(svg: str) -> None:
    for draw in (to_png, to_pdf):
        with pytest.raises(NeurariumError, match="cannot be drawn") as caught:
            draw(svg)
        assert "\n" not in str(caught.value)


def test_sizes_and_folders_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(NeurariumError, match="scale"):
        to_png(EMPTY, 100.0)
    with pytest.raises(NeurariumError, match="does not exist"):
        use_fonts(tmp_path / "none")
    use_fonts(tmp_path)
