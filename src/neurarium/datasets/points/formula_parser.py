"""A formula's text as a tree, by recursive descent; nothing is ever handed to Python.

either     := both ("or" both)*
both       := negated ("and" negated)*
negated    := "not" negated | compared
compared   := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*      1 < x < 2 is both
sum        := product (("+" | "-") product)*
product    := signed (("*" | "/" | "%") signed)*
signed     := ("-" | "+") signed | power
power      := atom (("^" | "**") signed)?                             −x^2 is −(x^2)
atom       := number | x | y | pi | e | name "(" either ("," either)* ")" | "(" either ")"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neurarium.datasets.points.formula_functions import CONSTANTS, FUNCTIONS, VARIABLES, Function
from neurarium.datasets.points.formula_tokens import Token, tokens_of
from neurarium.errors import FormulaError, nearest
from neurarium.language import tr

MAX_LENGTH = 200
MAX_DEPTH = 30
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Node:
    """One operation: a number, a variable, an operator or a function, and what it works on.

    `truth` tells whether its values are true and false.
    """

    operation: str
    arguments: tuple[Node, ...] = ()
    number: float = 0.0
    truth: bool = False


def parse(text: str) -> Node:
    """Return the tree of `text`. Raises `FormulaError` with the column and what was expected."""
    if not text.strip():
        raise FormulaError(
            tr('The formula is empty. Write a comparison such as "y > 2*sin(x)" for two classes, '
               'or a number such as "x*y" to predict.')
        )  # fmt: skip
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            tr("The formula has {length} characters; at most {most} are read. Shorten it.",
               length=len(text), most=MAX_LENGTH)
        )  # fmt: skip
    return _Parser(tokens_of(text)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._place]

    def _take(self, *texts: str) -> Token | None:
        token = self._token
        if token.kind in ("sign", "name") and token.text in texts:
            self._place += 1
            return token
        return None

    def whole(self) -> Node:
        node = self._either()
        if self._token.kind != "end":
            raise self._unexpected(
                tr("an operator such as + − * / ^ < > and or, or the end"), self._hint_after_value()
            )
        return node

    def _either(self) -> Node:
        self._deeper()
        node = self._joined("or", lambda: self._joined("and", self._negated))
        self._depth -= 1
        return node

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        start = self._token
        node = part()
        while (token := self._take(word)) is not None:
            _demand_truth(node, start, word)
            start_right = self._token
            right = part()
            _demand_truth(right, start_right, word)
            node = Node(token.text, (node, right), truth=True)
        return node

    def _negated(self) -> Node:
        if self._take("not") is None:
            return self._compared()
        self._deeper()
        start = self._token
        node = self._negated()
        self._depth -= 1
        _demand_truth(node, start, "not")
        return Node("not", (node,), truth=True)

    def _compared(self) -> Node:
        left = self._chain(("+", "-"), lambda: self._chain(("*", "/", "%"), self._signed))
        links: list[Node] = []
        while (token := self._take(*_COMPARISONS)) is not None:
            right = self._chain(("+", "-"), lambda: self._chain(("*", "/", "%"), self._signed))
            links.append(Node(token.text, (left, right), truth=True))
            left = right
        if not links:
            return left
        node = links[0]
        for link in links[1:]:
            node = Node("and", (node, link), truth=True)
        return node

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        node = part()
        while (token := self._take(*signs)) is not None:
            node = Node(token.text, (node, part()))
        return node

    def _signed(self) -> Node:
        token = self._take("-", "+")
        if token is None:
            return self._power()
        self._deeper()
        node = self._signed()
        self._depth -= 1
        return Node("negative", (node,)) if token.text == "-" else Node("+", (_ZERO, node))

    def _power(self) -> Node:
        base = self._atom()
        if self._take("^") is None:
            return base
        self._deeper()
        exponent = self._signed()
        self._depth -= 1
        return Node("^", (base, exponent))

    def _atom(self) -> Node:
        token = self._token
        if token.kind == "number":
            self._place += 1
            return Node("number", number=float(token.text))
        if self._take("("):
            node = self._either()
            self._close(token)
            return node
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            self._place += 1
            return self._named(token)
        raise self._unexpected(tr("a number, x, y, a function or “(”"))

    def _named(self, token: Token) -> Node:
        if token.text in VARIABLES:
            return Node(VARIABLES[token.text])
        if token.text in CONSTANTS:
            return Node("number", number=CONSTANTS[token.text])
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise FormulaError(_unknown_name(token))
        opening = self._take("(")
        if opening is None:
            raise self._unexpected(tr("“(” after {name}", name=token.written))
        arguments = [self._either()]
        while self._take(","):
            arguments.append(self._either())
        self._close(opening)
        _demand_count(token, function, len(arguments))
        return Node(token.text, tuple(arguments))

    def _close(self, opening: Token) -> None:
        if self._take(")") is None:
            raise self._unexpected(
                tr("an operator, or “)” for the “(” in column {column}", column=opening.column),
                self._hint_after_value(),
            )

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(
                tr('Column {column}: "{character}" is nested more than {most} deep. Write it with '
                   "fewer parentheses.", column=self._token.column,
                   character=self._token.written, most=MAX_DEPTH)
            )  # fmt: skip

    def _unexpected(self, expected: str, hint: str = "") -> FormulaError:
        token = self._token
        if token.kind == "end":
            return FormulaError(
                tr("Column {column}: the formula ends here. Expected: {expected}.",
                   column=token.column, expected=expected)
            )  # fmt: skip
        return FormulaError(
            tr('Column {column}: "{character}" came. Expected: {expected}.{hint}',
               column=token.column, character=token.written, expected=expected, hint=hint)
        )  # fmt: skip

    def _hint_after_value(self) -> str:
        token = self._token
        if token.kind in ("number", "name") or token.text == "(":
            return " " + tr("Write a product with “*”: 2*x.")
        return ""


_ZERO = Node("number", number=0.0)


def _demand_truth(node: Node, start: Token, word: str) -> None:
    if not node.truth:
        raise FormulaError(
            tr('Column {column}: "{character}" begins a number, but "{word}" joins comparisons '
               'such as "x > 0".', column=start.column, character=start.written, word=word)
        )  # fmt: skip


def _demand_count(token: Token, function: Function, count: int) -> None:
    if function.fewest <= count <= (count if function.most is None else function.most):
        return
    wanted = str(function.fewest) if function.most else tr("{n} or more", n=function.fewest)
    raise FormulaError(
        tr('Column {column}: "{name}" takes {wanted} arguments, {count} came.',
           column=token.column, name=token.written, wanted=wanted, count=count)
    )  # fmt: skip


def _unknown_name(token: Token) -> str:
    names = [*FUNCTIONS, "x", "y", "pi", "e", "and", "or", "not"]
    found = nearest(token.text, names)
    return tr(
        'Column {column}: "{name}" is unknown. Expected: x, y, pi, e, or one of {functions}.{hint}',
        column=token.column,
        name=token.written,
        functions=", ".join(FUNCTIONS),
        hint=" " + tr('Did you mean "{name}"?', name=found) if found else "",
    )
