"""Decompression with an end: what a small file may grow to is decided before it is read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from neurarium.errors import DataError
from neurarium.language import tr

ZIP_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError,
    RuntimeError, OverflowError, MemoryError, IndexError, KeyError,
)  # fmt: skip
"""What `zipfile` raises on a damaged file."""
TAR_DAMAGE = (
    tarfile.TarError, gzip.BadGzipFile, zlib.error, struct.error, EOFError, ValueError,
    OverflowError, RecursionError,
)  # fmt: skip
"""What `tarfile` and `gzip` raise on a damaged file."""


class TooMuchError(OSError):
    """A stream holds more bytes than it may."""


class BoundedReader(io.RawIOBase):
    """A stream that raises `TooMuchError` once more than `most` bytes were read from it."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, most: int) -> None:
        super().__init__()
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        """Reading is all that it does."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with what comes next; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(min(len(view), self._left + 1, 1 << 20))
        if len(data) > self._left:
            raise TooMuchError
        self._left -= len(data)
        view[: len(data)] = data
        return len(data)


def gunzip(path: Path, most: int) -> bytes:
    """Return the content of a .gz file, or of a plain one, of at most `most` bytes.

    Raises `DataError` for a file that cannot be read, is cut off or damaged, or holds more.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=raw) if packed else raw
            return BoundedReader(stream, most).read() or b""
    except TooMuchError as error:
        raise DataError(
            tr('"{file}" unpacks to more than the {most} bytes that belong into it. It is not the '
               "published file: delete it and get it anew.", file=path, most=f"{most:,}")
        ) from error  # fmt: skip
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def printable(text: str, most: int = 60) -> str:
    """Return a name from a file, shortened, without signs that move a terminal's cursor."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(sign if sign.isprintable() else "�" for sign in short)


def damaged(path: Path, reason: str) -> DataError:
    """Return the error for a file that ends too early or does not unpack."""
    return DataError(
        tr('"{file}" is damaged or cut off ({reason}). Delete it and get it anew.',
           file=path, reason=printable(reason, 120))
    )  # fmt: skip


def unreadable(path: Path, error: OSError) -> DataError:
    """Return the error for a file that the system does not let us read."""
    return DataError(
        tr('"{file}" cannot be read: {reason}.', file=path, reason=error.strerror or error)
    )
