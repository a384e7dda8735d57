"""A formula's text in pieces: numbers, names, signs, each with its column."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from neurarium.errors import FormulaError
from neurarium.language import tr

Kind = Literal["number", "name", "sign", "end"]
_PIECE = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-zπ][A-Za-z0-9_₁₂]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/%^(),<>−×·÷≤≥≠])"
)
_SAME_SIGN = {"**": "^", "−": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}


@dataclass(frozen=True)
class Token:
    """One piece: its text as the parser reads it, as it was written, and its column from 1."""

    kind: Kind
    text: str
    written: str
    column: int


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of `text`, an "end" last. Raises `FormulaError`."""
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _PIECE.match(text, place)
        if found is None:
            raise FormulaError(_no_piece(text, place))
        tokens.append(_token(found))
        place = found.end()
    tokens.append(Token("end", "", "", len(text) + 1))
    return tokens


def _token(found: re.Match[str]) -> Token:
    written, column = found.group(), found.start() + 1
    if found["number"]:
        if not math.isfinite(float(written)):
            raise FormulaError(
                tr("Column {column}: the number {written} is too large. Write one below 1e308.",
                   column=column, written=written)
            )  # fmt: skip
        return Token("number", written, written, column)
    if found["name"]:
        return Token("name", written.lower(), written, column)
    return Token("sign", _SAME_SIGN.get(written, written), written, column)


def _no_piece(text: str, place: int) -> str:
    hints = {
        "=": tr('Write "==" for equal, or compare with "<" or ">".'),
        "&": tr('Write "and".'),
        "|": tr('Write "or", or "abs(…)" for a magnitude.'),
        "!": tr('Write "not", or "!=" for unequal.'),
        "[": tr('Write "(" and ")".'),
        ".": tr("Write numbers as 0.5."),
    }
    return tr(
        'Column {column}: "{character}" means nothing here. A formula is made of numbers, x, y, '
        "+ − * / ^, parentheses, functions such as sin(x), and < > and or.{hint}",
        column=place + 1,
        character=text[place],
        hint=" " + hints[text[place]] if text[place] in hints else "",
    )
