"""Spec text ↔ layers: `784-100(relu)-10` and `28x28x1-conv(32,3,same)-pool(2)-flatten-10`.

The grammar stands in docs/spec.md. Every mistake is a `SpecError` that names the column, the
layer, what stands there and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neurarium.errors import SpecError, unknown
from neurarium.graph.activations import ACTIVATIONS, activation_named
from neurarium.graph.kinds import BY_WORD, KINDS, MAX_UNITS, Kind
from neurarium.graph.layer import Layer, Value
from neurarium.graph.spec_values import (
    WrongValue,
    read_value,
    setting_for_value,
    shortened,
    shown,
)
from neurarium.language import tr

MAX_CHARACTERS = 10_000
MAX_LAYERS = 200
_HEAD = re.compile(r"\s*([0-9]+(?:\s*[xX×]\s*[0-9]+)*|[A-Za-z_][A-Za-z0-9_]*)")
_DASHES = "‐‑‒–—−"


@dataclass(frozen=True)
class _Part:
    """What stands between two hyphens: its text, where it begins (from 0), its number."""

    text: str
    start: int
    index: int

    def error(self, sentence: str, offset: int = 0) -> SpecError:
        return SpecError(
            tr('Model, part {number}, column {column}: {sentence}', number=self.index + 1,
               column=self.start + offset + 1, sentence=sentence),
            column=self.start + offset + 1, layer=self.index,
        )  # fmt: skip


def parse(text: str) -> tuple[Layer, ...]:
    """Return the layers of a spec, as they were written: nothing is filled in.

    A shape such as `28x28` at the beginning becomes a layer of kind `input`. A number at the
    beginning is a dense layer: whether it names the input is known only together with the data
    (`plan`). Raises `SpecError`.
    """
    if len(text) > MAX_CHARACTERS:
        raise SpecError(
            tr(
                "A spec has at most {most:,} characters; {came:,} came.",
                most=MAX_CHARACTERS, came=len(text),
            ), column=MAX_CHARACTERS + 1, layer=None,
        )  # fmt: skip
    if not text.strip():
        raise SpecError(
            tr("The spec is empty. Write layers separated by hyphens, as in 784-100-10."),
            column=1, layer=None,
        )  # fmt: skip
    parts = _parts(text)
    if len(parts) > MAX_LAYERS:
        raise parts[MAX_LAYERS].error(
            tr("a spec has at most {most} layers; {came} came.", most=MAX_LAYERS, came=len(parts))
        )
    return tuple(_layer(part) for part in parts)


def _parts(text: str) -> list[_Part]:
    """Cut at hyphens that stand outside parentheses."""
    parts: list[_Part] = []
    depth, start = 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise _Part(text, 0, len(parts)).error(
                tr('this ")" closes nothing. Write ( before the settings, as in 100(relu).'), place
            )
        if character == "-" and depth == 0:
            parts.append(_Part(text[start:place], start, len(parts)))
            start = place + 1
    return [*parts, _Part(text[start:], start, len(parts))]


def _layer(part: _Part) -> Layer:
    if not part.text.strip():
        raise part.error(
            tr("a layer is missing. Between two hyphens stands a number of units, or a layer "
               "such as flatten.")
        )  # fmt: skip
    head = _HEAD.match(part.text)
    if head is None:
        raise _strange(part, len(part.text) - len(part.text.lstrip()), first=True)
    word, column = head.group(1), head.start(1)
    groups = _groups(part, head.end())
    if word[0] in "0123456789":
        layer = _numbered(part, word, column, groups)
    else:
        layer = _named(part, word, column, groups)
    return Layer(layer.kind, layer.given, part.start + column + 1, part.text.strip())


def _strange(part: _Part, offset: int, first: bool = False) -> SpecError:
    character = part.text[offset]
    if character in _DASHES:
        return part.error(
            tr('a long dash "{dash}" stands here; layers are separated by a hyphen: -',
               dash=character), offset,
        )  # fmt: skip
    if first:
        return part.error(
            tr('expected a number of units or the name of a layer, found "{found}". Write for '
               "example 100, 100(relu), conv(32,3) or flatten.",
               found=shortened(part.text[offset:])), offset,
        )  # fmt: skip
    return part.error(
        tr('expected a hyphen, "(" or the end, found "{found}".',
           found=shortened(part.text[offset:])), offset,
    )  # fmt: skip


def _groups(part: _Part, offset: int) -> list[tuple[str, int]]:
    """Return what stands between the parentheses that follow, with the place of each."""
    options: list[tuple[str, int]] = []
    text = part.text
    while offset < len(text):
        if text[offset].isspace():
            offset += 1
            continue
        if text[offset] != "(":
            raise _strange(part, offset)
        end = text.find(")", offset)
        if end < 0:
            raise part.error(tr('the ")" of this "(" is missing.'), offset)
        inner = text[offset + 1 : end]
        if "(" in inner:
            raise part.error(tr('expected "," or ")", found "(".'), offset + 1 + inner.index("("))
        if inner.strip():
            place = offset + 1
            for option in inner.split(","):
                options.append((option.strip(), place + len(option) - len(option.lstrip())))
                place += len(option) + 1
        offset = end + 1
    return options


def _numbered(part: _Part, word: str, column: int, options: list[tuple[str, int]]) -> Layer:
    """Read `100(relu)`, or the shape that a spec begins with."""
    numbers = [int(n[:12]) for n in re.split(r"\s*[xX×]\s*", word)]
    if not all(1 <= n <= MAX_UNITS for n in numbers):
        raise part.error(
            tr('expected a whole number from 1 to {most:,}, found "{found}".', most=MAX_UNITS,
               found=shortened(word)), column,
        )  # fmt: skip
    if len(numbers) == 1:
        dense = KINDS["dense"]
        return Layer("dense", _read(part, dense, [(str(numbers[0]), column), *options]))
    if part.index:
        raise part.error(
            tr("a shape such as {word} stands only at the beginning. Within the network write "
               "reshape({word}).", word=shortened(word)), column,
        )  # fmt: skip
    if len(numbers) > 3 or options:
        raise part.error(
            tr("the input is a shape and nothing else: 784, 28x28 or 28x28x1, found "
               '"{found}".', found=shortened(part.text.strip())), column,
        )  # fmt: skip
    return Layer("input", (("shape", tuple(numbers)),))


def _named(part: _Part, word: str, column: int, options: list[tuple[str, int]]) -> Layer:
    kind = BY_WORD.get(word.lower())
    activation = activation_named(word)
    if kind is None and activation is not None:
        if options:
            raise part.error(
                tr("{word} as a layer has no settings. To give it to a layer write 100({word}).",
                   word=activation), options[0][1],
            )  # fmt: skip
        return Layer("activation", (("activation", activation),))
    if kind is None:
        names = [kind.words[0] for kind in KINDS.values()]
        near = unknown(tr("layer"), shortened(word), [*names, "relu"])
        close = unknown(tr("layer"), word[:40], [*BY_WORD, *ACTIVATIONS])
        hint = close[close.rfind(" Did you mean") :] if " Did you mean" in close else ""
        raise part.error(near.split(" Did you mean")[0] + hint, column)
    return Layer(kind.kind, _read(part, kind, options, column))


def _read(
    part: _Part, kind: Kind, options: list[tuple[str, int]], column: int = 0
) -> tuple[tuple[str, Value], ...]:
    values: dict[str, Value] = {}
    for text, offset in _joined_shape(kind, options):
        name, mark, value = (piece.strip() for piece in text.partition("="))
        setting = kind.setting(name.lower()) if mark else setting_for_value(kind, text, set(values))
        if setting is None:
            raise part.error(no_such_setting(kind, text), offset)
        if setting.name in values:
            raise part.error(
                tr("{setting} is given twice: {first} and {second}.", setting=setting.spec_word,
                   first=shown(values[setting.name]), second=shortened(value or text)), offset,
            )  # fmt: skip
        try:
            values[setting.name] = read_value(setting, value if mark else text)
        except WrongValue as wrong:
            raise part.error(str(wrong), offset) from None
    try:
        return in_order(kind, values)
    except WrongValue as wrong:
        raise part.error(str(wrong), column) from None


def _joined_shape(kind: Kind, options: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Read reshape(7,7,64) as reshape(7x7x64)."""
    if kind.kind != "reshape" or not all(re.fullmatch("[0-9]+", text) for text, _ in options):
        return options
    return [("x".join(text for text, _ in options), options[0][1])] if options else []


def in_order(kind: Kind, values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    """Return settings in the order of their kind. Raises `WrongValue` if one is missing."""
    for setting in kind.settings:
        if setting.required and setting.name not in values:
            raise WrongValue(
                tr("{word} needs {setting}: write {example}.", word=kind.words[0],
                   setting=setting.spec_word, example=example(kind))
            )  # fmt: skip
    return tuple((s.name, values[s.name]) for s in kind.settings if s.name in values)


def no_such_setting(kind: Kind, text: str) -> str:
    """Return the sentence for a setting that a kind of layer does not have."""
    if not kind.settings:
        return tr("{word} has no settings: write it without parentheses.", word=kind.words[0])
    names = ", ".join(setting.spec_word for setting in kind.settings)
    return tr(
        'the setting "{text}" is not one of {word}. It has: {names}. Write for example {example}.',
        text=shortened(text), word=kind.words[0], names=names, example=example(kind),
    )  # fmt: skip


def example(kind: Kind) -> str:
    """Return how a layer of this kind is written."""
    return {
        "dense": "100(relu)", "conv2d": "conv(32,3,same,stride=2)",
        "max_pooling2d": "pool(2)", "average_pooling2d": "avgpool(2,stride=2)",
        "dropout": "dropout(0.3)", "activation": "relu", "reshape": "reshape(7x7x64)",
    }.get(kind.kind, kind.words[0])  # fmt: skip


def format_layer(layer: Layer) -> str:
    """Return a layer's part of a spec; `parse` reads it back."""
    settings = layer.settings
    if layer.kind == "input":
        return shown(settings["shape"])
    kind = KINDS[layer.kind]
    if layer.kind == "activation":
        return str(settings["activation"])
    head = str(settings.pop("units")) if layer.kind == "dense" else kind.words[0]
    inner = []
    for setting in kind.settings:
        if setting.name in settings:
            plain = setting.positional or setting.type == "choice"
            value = shown(settings[setting.name])
            inner.append(value if plain else f"{setting.spec_word}={value}")
    return f"{head}({','.join(inner)})" if inner else head


def format_spec(layers: Iterable[Layer]) -> str:
    """Return the spec of layers: `parse(format_spec(layers)) == layers`."""
    return "-".join(format_layer(layer) for layer in layers)
