"""A look into a .keras file before Keras opens it: only what a model needs may be in it.

A .keras file is a zip of config.json (layers), metadata.json and model.weights.h5. Keras itself
refuses code in safe mode; here the rest is refused with a sentence: other members, zip bombs,
classes from elsewhere, layers that carry code, weights that point at other files.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neurarium.errors import SpecError
from neurarium.language import tr

_CONFIG, _METADATA, _WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_LARGEST = {_CONFIG: 20 * 2**20, _METADATA: 2**20, _WEIGHTS: 4 * 2**30}
_BOMB = 200
_MODULES = re.compile(
    r"keras(\.src)?(\.(layers|models|initializers|regularizers|constraints|activations|"
    r"dtype_policies|optimizers|losses|metrics|dtypes|random)(\.\w+)*)?"
)
_WITH_CODE = {
    "Lambda", "__lambda__", "TorchModuleWrapper", "TFSMLayer", "JaxLayer", "FlaxLayer",
    "TextVectorization", "StringLookup", "IntegerLookup", "HashedCrossing",
}  # fmt: skip
_LARGEST_WIDTH = 10_000_000


def check_keras_file(path: Path) -> None:
    """Raise `SpecError` with a sentence unless the file holds a model and nothing else."""
    if not path.is_file():
        raise SpecError(
            tr('There is no model file "{path}". A model is saved by model.save("model.keras").',
               path=path)
        )  # fmt: skip
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(path, archive)
            _check_config(path, _json(path, archive, _CONFIG))
            _json(path, archive, _METADATA)
            _check_weights(path, archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise SpecError(_broken(path, str(error))) from error
    except RuntimeError as error:  # an encrypted member
        raise SpecError(_broken(path, str(error))) from error
    except OSError as error:
        raise SpecError(_broken(path, str(error))) from error


def _broken(path: Path, reason: str) -> str:
    return tr(
        '"{path}" is not a whole .keras file ({reason}). Save the model again with '
        'model.save("model.keras").',
        path=path.name, reason=" ".join(reason.split())[:200] or "?",
    )  # fmt: skip


def _refused(path: Path, what: str) -> SpecError:
    return SpecError(
        tr('"{path}" was not opened: {what}. A model of your own code is given as '
           "package.module:callable.", path=path.name, what=what)
    )  # fmt: skip


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    strange = sorted(set(members) - set(_LARGEST))
    if strange:
        raise _refused(path, tr('it holds "{name}" beside a model', name=strange[0][:80]))
    if len(members) != len([m for m in archive.infolist() if not m.is_dir()]):
        raise _refused(path, tr("a member stands in it twice"))
    for name, largest in _LARGEST.items():
        member = members.get(name)
        if member is None:
            raise SpecError(_broken(path, tr("{name} is missing", name=name)))
        swollen = member.file_size > _BOMB * max(member.compress_size, 1)
        if member.file_size > largest or swollen:
            size = member.file_size
            raise _refused(path, tr("{name} unpacks to {size:,} bytes", name=name, size=size))


def _json(path: Path, archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(archive.read(name))
    except (ValueError, RecursionError) as error:
        raise SpecError(_broken(path, tr("{name}: {error}", name=name, error=error))) from error


def _check_config(path: Path, config: Any) -> None:
    if not isinstance(config, dict) or "class_name" not in config:
        raise SpecError(_broken(path, tr("config.json describes no model")))
    config = {key: value for key, value in config.items() if key != "compile_config"}
    for node in _nodes(config):
        name, module = node.get("class_name"), node.get("module")
        if name in _WITH_CODE:
            raise _refused(path, tr("a layer {name} in it can run code", name=name))
        if isinstance(name, str) and isinstance(module, str):
            _check_origin(path, node, name, module)
        for setting in ("units", "filters", "input_dim", "output_dim"):
            width = node.get(setting)
            if isinstance(width, int) and width > _LARGEST_WIDTH:
                raise _refused(path, f"{setting} = {width:,}")


def _check_origin(path: Path, node: dict[str, Any], name: str, module: str) -> None:
    ours = _MODULES.fullmatch(module) and ">" not in str(node.get("registered_name") or "")
    if ours or (module == "builtins" and name == "function"):
        return
    own = str(node.get("registered_name") or name)
    raise _refused(path, tr('"{name}" of "{module}" is not one of Keras\'s own parts',
                            name=own[:80], module=module[:80]))  # fmt: skip


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Go through all dictionaries of a configuration."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _check_weights(path: Path, archive: zipfile.ZipFile) -> None:
    import h5py

    try:
        with h5py.File(io.BytesIO(archive.read(_WEIGHTS)), "r") as file:
            _check_group(path, file, [0])
    except (KeyError, ValueError, OverflowError) as error:
        raise SpecError(_broken(path, str(error))) from error


def _check_group(path: Path, group: Any, total: list[int]) -> None:
    """Refuse links, data in other files, and arrays larger than any file of weights."""
    import h5py

    for name in group:
        link = group.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            raise _refused(path, tr('its weights "{name}" point elsewhere', name=name[:80]))
        found = group[name]
        if isinstance(found, h5py.Group):
            _check_group(path, found, total)
            continue
        if not isinstance(found, h5py.Dataset) or found.external or found.is_virtual:
            raise _refused(path, tr('its weights "{name}" point elsewhere', name=name[:80]))
        total[0] += int(found.nbytes)
        if total[0] > _LARGEST[_WEIGHTS]:
            raise _refused(path, tr("its weights would take {size:,} bytes", size=total[0]))
