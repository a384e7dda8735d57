"""What a page may say: one model a message, all in docs/protocol.md.

`parsed(text)` is the only way in. Whatever else comes is a `MessageError`: one sentence.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from neurarium.datasets.points.settings import Finite
from neurarium.errors import NeurariumError, unknown
from neurarium.lab.limits import (
    MAX_BUDGET_MEGABYTES,
    MAX_MESSAGE_BYTES,
    MAX_PARAMETERS,
    MAX_VARIANTS,
)
from neurarium.language import tr
from neurarium.playground.config import MAX_LAYERS, MAX_UNITS, sentences

MAX_ERROR_TEXT = 600


class MessageError(NeurariumError):
    """A page said what the protocol does not know or allow."""


class Message(BaseModel):
    """A message that never changes, refuses unknown fields and converts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Text: TypeAlias = Annotated[str, Field(max_length=MAX_MESSAGE_BYTES)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]
Epoch: TypeAlias = Annotated[int, Field(ge=0, le=2**32 - 1)]
Changes: TypeAlias = Annotated[dict[str, Any], Field(min_length=1, max_length=40)]


class Restore(Message):
    """A network that the page still remembers, after the server forgot it.

    `setup` and `points` are those of its newest `state`; points of one's own are nowhere else.
    """

    setup: Annotated[dict[str, Any], Field(max_length=10)]
    points: Annotated[dict[str, Any], Field(max_length=10)] | None = None
    weights: Annotated[list[Finite], Field(max_length=MAX_PARAMETERS)]
    epoch: Epoch


class Hello(Message):
    type: Literal["hello"]
    session: Name | None = None
    link: Text | None = None
    restore: Restore | None = None


class Plain(Message):
    """The messages that are their name alone."""

    type: Literal[
        "run", "pause", "reset", "regenerate", "reinitialize", "undo", "redo", "live", "explain"
    ]


class Step(Message):
    type: Literal["step"]
    unit: Literal["epoch", "batch"]


class Set(Message):
    type: Literal["set"]
    changes: Changes


class View(Message):
    type: Literal["view"]
    changes: Changes


class Edit(Message):
    """One weight (`input` counts the layer's inputs) or, with `input` null, one bias."""

    layer: int = Field(ge=0, le=MAX_LAYERS)
    unit: int = Field(ge=0, lt=MAX_UNITS)
    input: int | None = Field(ge=0, lt=MAX_UNITS)
    value: Finite = Field(ge=-1e6, le=1e6)


class Edits(Message):
    type: Literal["edit"]
    edits: Annotated[list[Edit], Field(min_length=1, max_length=MAX_PARAMETERS)]


class Open(Message):
    type: Literal["open"]
    link: Text | None = None
    settings: Text | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.link is None) == (self.settings is None):
            raise ValueError(tr('"open" needs either a link or the text of a settings file.'))
        return self


class UseCsv(Message):
    type: Literal["use_csv"]
    upload: Name
    x: Annotated[int | str, Field(union_mode="smart")]
    y: Annotated[int | str, Field(union_mode="smart")]
    target: Annotated[int | str, Field(union_mode="smart")]
    task: Literal["classification", "regression"] | None = None


class Seek(Message):
    type: Literal["seek"]
    epoch: Epoch


class Axis(Message):
    """One hyperparameter and the values that are tried of it."""

    path: Name
    values: Annotated[
        list[bool | int | Finite | Name], Field(min_length=1, max_length=MAX_VARIANTS)
    ]


class Compare(Message):
    type: Literal["compare"]
    axes: Annotated[list[Axis], Field(min_length=1, max_length=2)]

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        count = math.prod(len(axis.values) for axis in self.axes)
        if count > MAX_VARIANTS:
            raise ValueError(
                tr("{count} variants are too many: up to {most} can be compared at once.",
                   count=count, most=MAX_VARIANTS)
            )  # fmt: skip
        return self


class CompareCommand(Message):
    type: Literal["compare_pause", "compare_run", "compare_stop"]


class CompareOpen(Message):
    type: Literal["compare_open"]
    index: int = Field(ge=0, lt=MAX_VARIANTS)


class Budget(Message):
    type: Literal["budget"]
    megabytes: Finite = Field(ge=1, le=MAX_BUDGET_MEGABYTES)


class Ack(Message):
    type: Literal["ack"]
    frame: Epoch


AnyMessage: TypeAlias = (
    Hello | Plain | Step | Set | View | Edits | Open | UseCsv | Seek | Compare | CompareCommand
    | CompareOpen | Budget | Ack
)  # fmt: skip
_adapter: TypeAdapter[AnyMessage] = TypeAdapter(Annotated[AnyMessage, Field(discriminator="type")])


def parsed(text: str | bytes) -> AnyMessage:
    """Return the message that `text` (JSON, at most 1 MB) is; raises `MessageError`."""
    if len(text) > MAX_MESSAGE_BYTES:
        raise MessageError(
            tr("A message of {size} kB is too long: up to {most} kB are read.",
               size=len(text) // 1000, most=MAX_MESSAGE_BYTES // 1000)
        )  # fmt: skip
    try:
        return _adapter.validate_json(text)
    except ValidationError as error:
        raise MessageError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "union_tag_invalid":
        context = first["ctx"]
        known = [name.strip(" '") for name in context["expected_tags"].split(",")]
        return unknown("message", context["tag"][: MAX_ERROR_TEXT // 4], known)
    if first["type"] == "union_tag_not_found":
        return tr('A message needs a "type", such as {example}.', example='{"type": "run"}')
    if first["type"] in ("json_invalid", "model_attributes_type", "dict_type", "model_type"):
        return tr("A message is one JSON object; what came is not: {problem}.",
                  problem=first["msg"])  # fmt: skip
    text = sentences(error)
    return text if len(text) <= MAX_ERROR_TEXT else text[: MAX_ERROR_TEXT - 1] + "…"
