"""SVG text → PNG or PDF bytes, without a browser and without a system library.

The converter brings fonts for Latin text along, so that it works on a machine that has none. Other
scripts (Korean, say) are drawn with the system's fonts where they have the letters, and with
those of a folder that `use_fonts` names.
"""

from __future__ import annotations

import re
from pathlib import Path

from neurarium.errors import NeurariumError
from neurarium.language import tr

MAX_SVG = 50_000_000
MAX_SCALE = 8.0
_BROUGHT_ALONG = "Liberation Sans"
_ATTRIBUTE = re.compile(r"""(font-family\s*=\s*(["']))(.*?)(?=\2)""", re.DOTALL)
_STYLE = re.compile(r"""(font-family\s*:\s*)()((?:"[^"=<>]*"|'[^'=<>]*'|[^;}"'<>])+)""")
_ROOT_WITHOUT = re.compile(r"<svg\b(?![^>]*font-family)")


def to_png(svg: str, scale: float = 1.0) -> bytes:
    """Return a PNG of `scale` pixels for each unit of the SVG (0.1 to 8).

    Raises `NeurariumError` where the text is no SVG or the picture would be too large.
    """
    import vl_convert

    _check(svg)
    if not 0.1 <= scale <= MAX_SCALE:
        raise NeurariumError(
            tr("The scale {scale} is out of range: expected was 0.1 to {most:g}.",
               scale=scale, most=MAX_SCALE)
        )  # fmt: skip
    try:
        return bytes(vl_convert.svg_to_png(_with_a_font(svg), scale=scale, ppi=72.0))
    except (ValueError, RuntimeError) as error:
        raise NeurariumError(_failed(error)) from error


def to_pdf(svg: str) -> bytes:
    """Return a PDF of one page, as large as the SVG; raises `NeurariumError`."""
    import vl_convert

    _check(svg)
    try:
        return bytes(vl_convert.svg_to_pdf(_with_a_font(svg)))
    except (ValueError, RuntimeError) as error:
        raise NeurariumError(_failed(error)) from error


def use_fonts(folder: Path) -> None:
    """Let later pictures use the fonts in `folder`; raises `NeurariumError` if there is none."""
    import vl_convert

    if not folder.is_dir():
        raise NeurariumError(tr('The font folder "{folder}" does not exist.', folder=folder))
    vl_convert.register_font_directory(str(folder.resolve()))


def _check(svg: str) -> None:
    if len(svg) > MAX_SVG:
        raise NeurariumError(
            tr("The SVG has {size:.0f} MB; at most {limit:.0f} MB are drawn.",
               size=len(svg) / 1e6, limit=MAX_SVG / 1e6)
        )  # fmt: skip


def _with_a_font(svg: str) -> str:
    """Return the SVG with a font that is always there in every list of fonts.

    The converter drops text whose fonts it does not find, and takes any font for "sans-serif".
    """
    named = _STYLE.sub(_listed, _ATTRIBUTE.sub(_listed, svg))
    return _ROOT_WITHOUT.sub(f'<svg font-family="{_BROUGHT_ALONG}"', named, count=1)


def _listed(found: re.Match[str]) -> str:
    start, _, families = found.groups()
    known = [name.strip() for name in families.split(",") if name.strip()]
    place = known.index("sans-serif") if "sans-serif" in known else len(known)
    if _BROUGHT_ALONG not in families:
        known.insert(place, _BROUGHT_ALONG)
    return start + ", ".join(known)


def _failed(error: Exception) -> str:
    return tr("The SVG cannot be drawn: {reason}", reason=str(error).strip().splitlines()[0][:300])
