"""A zip of images unpacked with care: names, links, sizes and counts are checked before."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from neurarium.datasets.own.image_files import SUFFIXES, is_clutter
from neurarium.datasets.readers.bounded import ZIP_DAMAGE, printable
from neurarium.errors import DataError
from neurarium.language import tr

MOST_FILES = 100_000
MOST_BYTES = 1_000_000_000
MOST_FILE_BYTES = 50_000_000
MOST_RATIO = 200
_RATIO_MATTERS_FROM = 1_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_UTF8 = 0x800
_ENCRYPTED = 0x1
_FORBIDDEN = set('<>:"|?*\\')
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}


def unzip_images(archive: Path | BinaryIO, folder: Path) -> int:
    """Write the images of a zip below `folder`, one subfolder a class; return how many.

    Files keep their class's folder (and `train`, `test` above it) and get numbers as names.
    Raises `DataError`, before anything is written, for a name that leads elsewhere, a link, an
    encrypted member, too many or too large files, and a ratio that only a bomb has.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            _demand_few(len(opened.infolist()))
            members = [(member, _parts(member)) for member in opened.infolist()]
            images = [(member, parts) for member, parts in members if _is_image(member, parts)]
            _demand_modest([member for member, _ in images])
            common = _common([parts for _, parts in images])
            targets = [(m, _target(parts[common:], i)) for i, (m, parts) in enumerate(images)]
            for member, target in targets:
                _write(opened, member, folder / target)
    except ZIP_DAMAGE as error:
        raise DataError(
            tr("The zip is damaged ({reason}). Make it anew: one folder for each class.",
               reason=printable(str(error), 100))
        ) from error  # fmt: skip
    return len(targets)


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return a member's path in pieces; raise for one that leads out of the zip, and for links."""
    name = _name(member)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    mode = member.external_attr >> 16
    problem = None
    if name.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts[:1]):
        problem = tr("a path that leads out of the zip")
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        problem = tr("a link or device")
    elif member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        problem = tr("a file that is encrypted or packed in an unusual way")
    if problem:
        raise DataError(
            tr('The zip contains {problem}: "{member}". Nothing was unpacked. Make a plain zip of '
               "a folder with one subfolder for each class.", problem=problem,
               member=printable(name))
        )  # fmt: skip
    return parts


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without the mark for UTF-8 it may be as Korean Windows writes it."""
    if member.flag_bits & _UTF8 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_image(member: zipfile.ZipInfo, parts: tuple[str, ...]) -> bool:
    if not parts or member.is_dir() or any(is_clutter(part) for part in parts):
        return False
    return parts[-1].lower().endswith(SUFFIXES)


def _demand_modest(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise DataError(
            tr("The zip holds no PNG or JPEG images. Put one folder for each class into it, with "
               "the images inside.")
        )  # fmt: skip
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        bomb = ratio > MOST_RATIO and member.file_size > _RATIO_MATTERS_FROM
        if bomb or member.file_size > MOST_FILE_BYTES:
            raise DataError(
                tr('"{member}" would unpack to {size} MB. No image for learning needs that: '
                   "nothing was unpacked.", member=printable(member.filename),
                   size=f"{member.file_size / 1e6:,.0f}")
            )  # fmt: skip
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise DataError(
            tr("The zip would unpack to {size} MB, at most {most} are unpacked. Scale the images "
               "down first.", size=f"{total / 1e6:,.0f}", most=MOST_BYTES // 1_000_000)
        )  # fmt: skip


def _demand_few(count: int) -> None:
    if count > MOST_FILES:
        raise DataError(
            tr("The zip holds {count} files, at most {most} are unpacked.",
               count=f"{count:,}", most=f"{MOST_FILES:,}")
        )  # fmt: skip


def _common(paths: list[tuple[str, ...]]) -> int:
    """Return how many folders all images share above their classes' folders."""
    depth = 0
    while (
        all(len(path) > depth + 2 for path in paths) and len({path[depth] for path in paths}) == 1
    ):
        depth += 1
    return depth


def _target(parts: tuple[str, ...], number: int) -> Path:
    """Return where an image goes: its class's folder, a number, its kind."""
    if len(parts) < 2:
        raise DataError(
            tr('"{file}" lies in no folder. Put one folder for each class into the zip, with the '
               "images inside.", file=printable(parts[-1]))
        )  # fmt: skip
    folders = [parts[0]]
    if parts[0].lower() in {"train", "test"} and len(parts) > 2:
        folders = [parts[0].lower(), parts[1]]
    for folder in folders:
        demand_name(folder, tr("The folder"))
    return Path(*folders, f"{number:06d}{PurePosixPath(parts[-1]).suffix.lower()}")


def demand_name(name: str, what: str) -> None:
    """Raise `DataError` for a name that is no plain name of a folder on every system."""
    problem = (
        not name.strip() or len(name.encode()) > 120 or name[0] in ".~ " or name[-1] in ". "
        or "/" in name or bool(_FORBIDDEN & set(name)) or not name.isprintable()
        or name.split(".")[0].lower() in _RESERVED
    )  # fmt: skip
    if problem:
        raise DataError(
            tr('{what} "{name}" has a name that is not allowed: letters, digits, blanks, "-" and '
               '"_" are, up to 120 bytes, no dot or blank at either end.', what=what,
               name=printable(name, 40))
        )  # fmt: skip


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, target.open("xb") as file:
        left = member.file_size
        while chunk := source.read(min(1 << 16, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(tr("a member is longer than it says"))
            file.write(chunk)
