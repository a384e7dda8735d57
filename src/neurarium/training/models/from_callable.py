"""`package.module:callable` → the Keras model that it returns."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras

from neurarium.errors import SpecError, unknown
from neurarium.language import tr
from neurarium.training.models.from_spec import seeded


def call(name: str, seed: int) -> Any:
    """Return the model of `name`: its module is looked for in the current directory, too.

    The callable takes no arguments; Keras's seeds are drawn from `seed`, and layers are named
    anew. Raises `SpecError`.
    """
    module_name, _, path = name.partition(":")
    with _here_first():
        found = _attribute(name, _module(name, module_name), path)
        keras.utils.clear_session(free_memory=False)
        with seeded(seed):
            return _as_model(name, _called(name, found))


def _module(name: str, module_name: str) -> Any:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise SpecError(_failed(name, tr("importing"), error)) from error
        raise SpecError(
            tr(
                'Model "{name}": there is no module "{module}", neither in "{folder}" nor among '
                "the installed packages. Start in the folder where it lies, or correct the name.",
                name=name, module=error.name, folder=Path.cwd(),
            )
        ) from error  # fmt: skip
    except (Exception, SystemExit) as error:  # whatever a person's module does
        raise SpecError(_failed(name, tr("importing"), error)) from error


def _attribute(name: str, module: Any, path: str) -> Any:
    found = module
    for step in path.split("."):
        if not hasattr(found, step):
            there = [one for one in vars(found) if not one.startswith("_")] if found else []
            known = [one for one in there if callable(getattr(found, one, None))]
            raise SpecError(
                tr('Model "{name}": {problem}', name=name,
                   problem=unknown(tr("callable"), step, known[:20]))
            )  # fmt: skip
        found = getattr(found, step)
    if isinstance(found, keras.Model) or callable(found):
        return found
    raise SpecError(
        tr('Model "{name}": expected a callable that returns a Keras model, found {type}.',
           name=name, type=type(found).__name__)
    )  # fmt: skip


def _called(name: str, found: Any) -> Any:
    if isinstance(found, keras.Model):
        return found
    try:
        return found()
    except (Exception, SystemExit) as error:  # whatever a person's code does
        raise SpecError(_failed(name, tr("calling"), error)) from error


def _as_model(name: str, made: Any) -> Any:
    if isinstance(made, keras.Model):
        return made
    kind = f"{type(made).__module__}.{type(made).__qualname__}"
    is_torch = any(cls.__module__.startswith("torch.") for cls in type(made).__mro__)
    hint = (
        tr("A PyTorch module is watched from your own loop: with neurarium.Run(…) as run.")
        if is_torch
        else tr("It must return a keras.Model.")
    )
    raise SpecError(
        tr('Model "{name}": the callable returned {type}. {hint}', name=name,
           type="None" if made is None else kind, hint=hint)
    )  # fmt: skip


def _failed(name: str, doing: str, error: BaseException) -> str:
    reason = " ".join(str(error).split())[:300]
    return tr(
        'Model "{name}": {doing} it failed with {error}: {reason}', name=name, doing=doing,
        error=type(error).__name__, reason=reason or "?",
    )  # fmt: skip


@contextmanager
def _here_first() -> Iterator[None]:
    """Look for modules in the current directory first."""
    here = str(Path.cwd())
    added = here not in sys.path
    if added:
        sys.path.insert(0, here)
        importlib.invalidate_caches()
    try:
        yield
    finally:
        if added and here in sys.path:
            sys.path.remove(here)
