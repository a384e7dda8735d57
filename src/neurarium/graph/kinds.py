"""The kinds of layers that a spec can name, with their settings.

The table is read by the spec's reader, by the plan, by the Keras builder and by the page that
stacks layers; a new kind is a line here, its arithmetic in `arithmetic.py`, and a line where
models are built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neurarium.graph.activations import ACTIVATIONS
from neurarium.graph.layer import Value

SettingType = Literal["int", "float", "bool", "choice", "size", "shape"]
MAX_UNITS = 1_000_000
MAX_FILTERS = 10_000
MAX_WINDOW = 1_000


@dataclass(frozen=True)
class Setting:
    """One setting of a kind of layer.

    `size` is one whole number or two (height, width); `shape` two or three. `word` is its name
    in a spec where it differs. A setting of type choice may be written without its name.
    `default` None: it must be given (`required`), or follows from the rest of the network.
    """

    name: str
    type: SettingType
    title: str
    default: Value | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    word: str | None = None
    required: bool = False
    positional: bool = False

    @property
    def spec_word(self) -> str:
        """Return the setting's name in a spec."""
        return self.word or self.name


@dataclass(frozen=True)
class Kind:
    """A kind of layer: `words` are its names in a spec, the first is written."""

    kind: str
    words: tuple[str, ...]
    title: str
    settings: tuple[Setting, ...] = ()

    def setting(self, name: str) -> Setting | None:
        """Return the setting of this name, or of this word in a spec, or None."""
        found = (s for s in self.settings if name in (s.name, s.spec_word))
        return next(found, None)


def _activation() -> Setting:
    return Setting("activation", "choice", "Activation", choices=ACTIVATIONS)


def _padding() -> Setting:
    return Setting("padding", "choice", "Padding", "valid", choices=("valid", "same"))


def _bias() -> Setting:
    return Setting("use_bias", "bool", "Bias", True, word="bias")


def _window(name: str, title: str, default: int | None, word: str | None = None) -> Setting:
    return Setting(
        name, "size", title, default, 1, MAX_WINDOW, word=word, required=default is None,
        positional=word != "stride",
    )  # fmt: skip


def _pool(kind: str, words: tuple[str, ...], title: str) -> Kind:
    stride = Setting("strides", "size", "Stride", None, 1, MAX_WINDOW, word="stride")
    return Kind(kind, words, title, (_window("pool_size", "Size", 2, "size"), stride, _padding()))


_ALL = (
    Kind("dense", ("dense",), "Dense", (
        Setting("units", "int", "Units", None, 1, MAX_UNITS, required=True, positional=True),
        _activation(), _bias(),
    )),
    Kind("conv2d", ("conv", "conv2d"), "Convolution", (
        Setting("filters", "int", "Filters", None, 1, MAX_FILTERS, required=True, positional=True),
        _window("kernel_size", "Kernel", None, "kernel"),
        _window("strides", "Stride", 1, "stride"),
        _padding(), _activation(), _bias(),
    )),
    _pool("max_pooling2d", ("pool", "maxpool"), "Max pooling"),
    _pool("average_pooling2d", ("avgpool",), "Average pooling"),
    Kind("global_max_pooling2d", ("globalpool", "globalmaxpool"), "Global max pooling"),
    Kind("global_average_pooling2d", ("globalavgpool",), "Global average pooling"),
    Kind("flatten", ("flatten",), "Flatten"),
    Kind("dropout", ("dropout",), "Dropout", (
        Setting("rate", "float", "Rate", None, 0, 0.99, required=True, positional=True),
    )),
    Kind("batch_normalization", ("batchnorm", "bn"), "Batch normalization"),
    Kind("activation", ("activation",), "Activation", (
        Setting("activation", "choice", "Function", choices=ACTIVATIONS, required=True),
    )),
    Kind("reshape", ("reshape",), "Reshape", (
        Setting("target_shape", "shape", "Shape", None, 1, MAX_UNITS, word="shape",
                required=True, positional=True),
    )),
)  # fmt: skip
KINDS = {kind.kind: kind for kind in _ALL}
BY_WORD = {word: kind for kind in _ALL for word in kind.words}
