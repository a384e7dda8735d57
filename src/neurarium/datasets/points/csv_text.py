"""From bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from neurarium.errors import DataError
from neurarium.language import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KOREAN_PAIR = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_KINDS_OF_FILES = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_SAMPLE_BYTES = 100_000


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding's name; line ends become newlines.

    Tried in turn: a byte order mark, UTF-16 without one, UTF-8, Korean CP949, what
    charset-normalizer finds, Windows' Western European. Raises `DataError` where it isn't text.
    """
    for start, kind in _KINDS_OF_FILES:
        if data.startswith(start):
            raise DataError(
                tr("This is {kind}, not a text file. Save the table as CSV and choose that file.",
                   kind=tr(kind))
            )  # fmt: skip
    encoding = _encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            tr("The file is not text: as {encoding} it can't be read from byte {place} on. Save "
               "the table as CSV in UTF-8.", encoding=encoding, place=error.start + 1)
        ) from error  # fmt: skip
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        raise DataError(
            tr("Line {line}: the file is not text, it contains the control character {code}. "
               "Save the table as CSV in UTF-8.", line=text.count("\n", 0, control.start()) + 1,
               code=f"0x{ord(control.group()):02X}")
        )  # fmt: skip
    return text, encoding.removesuffix("-sig")


def _encoding_of(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        return _wide(data)
    if _decodes(data, "utf-8"):
        return "utf-8"
    if _is_korean(data) and _decodes(data, "cp949"):
        return "cp949"
    found = _found(data) if _HIGH_RUN.search(data) else None
    if found and _decodes(data, found):
        return found
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _wide(data: bytes) -> str:
    """Return the UTF-16 that a file with zero bytes is in; without one it is not text."""
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.3 * (len(sample) / 2) and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    raise DataError(
        tr("The file is not text: byte {place} is zero. Save the table as CSV in UTF-8.",
           place=data.index(0) + 1)
    )  # fmt: skip


def _is_korean(data: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII are pairs that common Hangul syllables have."""
    high = len(_HIGH.findall(data))
    return 2 * len(_KOREAN_PAIR.findall(data)) >= 0.8 * high


def _found(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return best.encoding if best else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
