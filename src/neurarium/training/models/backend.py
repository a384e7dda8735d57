"""Which library Keras computes with: chosen before Keras is imported, and never changed after."""

from __future__ import annotations

import importlib.util
import os
import sys

from neurarium.errors import ConfigError, MissingExtraError, unknown
from neurarium.language import tr

BACKENDS = ("jax", "torch", "tensorflow")


def use_backend(name: str) -> None:
    """Make Keras compute with `name` in this process.

    Raises `ConfigError` if Keras already runs on another one, `MissingExtraError` if the library
    is not installed.
    """
    if name not in BACKENDS:
        raise ConfigError(unknown("backend", name, BACKENDS))
    loaded = loaded_backend()
    if loaded is not None and loaded != name:
        raise ConfigError(
            tr(
                'backend: Keras already runs on "{loaded}" in this process and cannot change to '
                '"{name}". Start a new process, or set KERAS_BACKEND={name} before Keras is '
                "imported.",
                loaded=loaded, name=name,
            )
        )  # fmt: skip
    check_installed(name)
    os.environ["KERAS_BACKEND"] = name


def check_installed(name: str) -> None:
    """Raise `MissingExtraError`, which names the install command, unless the library is there."""
    if importlib.util.find_spec(name) is None:
        raise MissingExtraError(_install(name))


def loaded_backend() -> str | None:
    """Return the backend that Keras runs on in this process, None if it is not imported yet."""
    if "keras" not in sys.modules:
        return None
    import keras

    return str(keras.config.backend())


def _install(name: str) -> str:
    if name == "jax":
        return tr("The backend jax is not installed: pip install jax")
    return tr('The backend {name} is not installed: pip install "neurarium[{name}]"', name=name)
