"""Pictures, folders and zips of one's own, made for tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image


def picture(size: tuple[int, int] = (8, 6), mode: str = "L", value: Any = 100) -> Image.Image:
    return Image.new(mode, size, value)


def folder_of(path: Path, classes: dict[str, list[Image.Image]], kind: str = "png") -> Path:
    for name, images in classes.items():
        (path / name).mkdir(parents=True)
        for number, image in enumerate(images):
            image.save(path / name / f"{number}.{kind}")
    return path


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
