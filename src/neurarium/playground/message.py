"""What a playground says to the person: a sentence, how serious it is, and what to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Message:
    """One sentence for a person; `hint` says what to try, or is empty."""

    level: Literal["info", "warning", "error"]
    text: str
    hint: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the object of docs/protocol.md."""
        return {"level": self.level, "text": self.text, "hint": self.hint}
