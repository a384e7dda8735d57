"""Reads a Playground link's keys one by one and notes what it could not use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from neurarium.language import tr
from neurarium.playground.links.opened import quoted

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass
class LinkReader:
    """The link's keys and values, and what was noticed while reading them."""

    values: dict[str, str]
    seen: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> LinkReader:
        values = {}
        for part in text.split("&"):
            name, equals, value = part.partition("=")
            if equals:
                values[name] = value.partition("=")[0]
            elif name.strip():
                values[name] = ""
        return cls(values)

    def text(self, name: str) -> str | None:
        self.seen.add(name)
        value = self.values.get(name, "")
        return value if value.strip() else None

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name)
        if value is None or value in allowed:
            return default if value is None else value
        self._bad(name, value, tr("one of {names}", names=", ".join(allowed)), default)
        return default

    def number(self, name: str, default: float, whole: bool = False) -> float:
        value = self.text(name)
        if value is None:
            return default
        if not _NUMBER.fullmatch(value.strip()):
            self._bad(name, value, tr("a number"), default)
            return default
        number = float(value)
        if whole and not number.is_integer():
            self._bad(name, value, tr("a whole number"), default)
            return default
        return int(number) if whole else number

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name)
        return default if value is None else value != "false"

    def shape(self) -> list[int]:
        self.seen.add("networkShape")
        value = self.values.get("networkShape")
        if value is None:
            return [4, 2]
        if not value.strip():
            return []
        parts = value.split(",")
        if not all(re.fullmatch(r"\s*\d{1,6}\s*", part) for part in parts):
            self._bad("networkShape", value, tr("whole numbers with commas"), "4,2")
            return [4, 2]
        return [int(part) for part in parts]

    def _bad(self, name: str, value: str, expected: str, used: object) -> None:
        self.warnings.append(
            tr("{name} is {value}, expected was {expected}: {used} is used.",
               name=name, value=quoted(value), expected=expected, used=used)
        )  # fmt: skip

    def warn_of_the_rest(self) -> None:
        unknown = [name for name in self.values if name not in self.seen]
        if unknown:
            shown = ", ".join(quoted(name, 30) for name in unknown[:8])
            more = tr(" and {count} more", count=len(unknown) - 8) if len(unknown) > 8 else ""
            self.warnings.append(
                tr("The link has keys that TensorFlow Playground does not know: {names}{more}.",
                   names=shown, more=more)
            )  # fmt: skip
