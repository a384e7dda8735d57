"""Python pickles read as data: nothing that they name is ever imported or called.

A pickle is a program for a small stack machine. This reader runs the part of the instructions
that build arrays, bytes, texts, numbers, lists, tuples and dicts, and stops with an error at
every other one. The three names that NumPy arrays are pickled with stand for functions of our
own, which check what they are given. Formats: pickletools of the Python library, NumPy's
`ndarray.__reduce__`.
"""

from __future__ import annotations

import io
import math
import pickletools
import warnings
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from neurarium.datasets.dataset import Array
from neurarium.datasets.readers.bounded import printable
from neurarium.errors import DataError
from neurarium.language import tr

_MARK = object()
_MOST_STEPS = 3_000_000
"""CIFAR-100's training batch takes about 400,000."""
_MOST_BITS = 64
_LONGEST_NAME = 20
_TYPES = {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8", "b1"}
_NAMES = {
    "numpy.core.multiarray _reconstruct": "reconstruct",
    "numpy._core.multiarray _reconstruct": "reconstruct",
    "numpy ndarray": "ndarray",
    "numpy dtype": "dtype",
    "_codecs encode": "encode",
    "__builtin__ bytes": "no bytes",
}


class _Named:
    """One of the names of `_NAMES`: it stands for itself and can do nothing."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning


class _Type:
    """A NumPy type in the making."""

    def __init__(self, text: str) -> None:
        self.text, self.order = text, "="


class _Shell:
    """A NumPy array in the making."""

    def __init__(self) -> None:
        self.kept: list[int] = []  # under these numbers the memo knows it


def read_pickle(data: bytes) -> Any:
    """Return what a pickle holds; text of Python 2 becomes bytes.

    Raises `DataError` for anything but arrays of numbers, bytes, texts, numbers, lists, tuples
    and dicts; what the pickle wanted instead is named and has not happened.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in damaged texts
            return _Machine().run(data)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DataError(
            tr("The pickle in it is damaged ({reason}). Get the file anew.",
               reason=printable(str(error), 99))
        ) from error  # fmt: skip


class _Machine:
    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        self.left_bytes = 0

    def run(self, data: bytes) -> Any:
        self.left_bytes = 2 * len(data)
        for step, (opcode, told, _) in enumerate(pickletools.genops(io.BytesIO(data))):
            name, argument = opcode.name, cast(Any, told)
            if step > _MOST_STEPS:
                raise ValueError(tr("it has more than {most} steps", most=f"{_MOST_STEPS:,}"))
            if type(argument) is int and argument.bit_length() > _MOST_BITS:
                raise ValueError(tr("it holds a number of more than {bits} bits", bits=_MOST_BITS))
            if name == "STOP":
                return _finished(self.stack.pop())
            if name in _CONSTANTS:
                self.stack.append(_CONSTANTS[name])
            elif name in _VALUES:
                self.stack.append(argument)
            elif name in _OLD_TEXTS:
                self.stack.append(argument.encode("latin-1"))
            elif name in _PUTS:
                self.keep(argument)
            elif name in _GETS:
                self.stack.append(self.memo[argument])
            elif name in _ACTIONS:
                _ACTIONS[name](self, argument)
            elif name not in _NOTHING:
                raise _refused(name)
        raise ValueError(tr("it has no end"))  # pragma: no cover - genops raises before

    def marked(self) -> list[Any]:
        """Return what lies above the last mark, and take it and the mark away."""
        place = len(self.stack) - 1
        while self.stack[place] is not _MARK:
            place -= 1
            if place < 0:
                raise IndexError(tr("a mark is missing"))
        items = self.stack[place + 1 :]
        del self.stack[place:]
        return items

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def keep(self, number: int) -> None:
        value = self.stack[-1]
        self.memo[number] = value
        if isinstance(value, _Shell):
            value.kept.append(number)

    def drop(self) -> None:
        self.taken(1)

    def taken(self, count: int) -> list[Any]:
        if len(self.stack) < count:
            raise IndexError(tr("its stack is empty"))
        items = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        return items

    def named(self, module_and_name: str) -> None:
        if module_and_name not in _NAMES:
            raise _refused(module_and_name.replace(" ", "."))
        self.push(_Named(_NAMES[module_and_name]))

    def named_on_stack(self) -> None:
        module, name = self.taken(2)
        self.named(f"{module} {name}")

    def append(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if type(target) is not list:
            raise TypeError(tr("it appends to what is no list"))
        target.extend(items)

    def set_items(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if type(target) is not dict:
            raise TypeError(tr("it sets an item of what is no dict"))
        target.update(_pairs(items))

    def reduce(self) -> None:
        called, arguments = self.taken(2)
        if not isinstance(called, _Named) or type(arguments) is not tuple:
            raise _refused("REDUCE")
        made = _made(called.meaning, arguments)
        if type(made) is bytes:  # the same text made into bytes again and again fills memory
            self.left_bytes -= len(made)
            if self.left_bytes < 0:
                raise ValueError(tr("it makes more bytes than it holds"))
        self.push(made)

    def build(self) -> None:
        (state,) = self.taken(1)
        target = self.stack[-1]
        if isinstance(target, _Type) and type(state) is tuple:
            target.order = _text(state[1])
        elif isinstance(target, _Shell) and type(state) is tuple:
            self.stack[-1] = array = _array(state)
            self.memo.update(dict.fromkeys(target.kept, array))
        else:
            raise _refused("BUILD")


def _made(meaning: str, arguments: tuple[Any, ...]) -> Any:
    if meaning == "encode" and arguments[1:] in (("latin1",), ("latin-1",), ("utf-8",)):
        return arguments[0].encode(arguments[1])
    if meaning == "no bytes" and not arguments:  # how protocol 2 writes b""
        return b""
    if meaning == "dtype":
        return _Type(_text(arguments[0]))
    if meaning == "reconstruct" and getattr(arguments[0], "meaning", "") == "ndarray":
        return _Shell()
    raise _refused(meaning)


def _array(state: tuple[Any, ...]) -> Array:
    """Return the array of a state (version, shape, type, fortran, bytes), all of it checked."""
    _, shape, kind, fortran, raw = state
    if not isinstance(kind, _Type) or kind.text not in _TYPES or type(raw) is not bytes:
        raise _refused(tr("an array of {type}", type=getattr(kind, "text", "?")))
    dtype = np.dtype((kind.order if kind.order in "<>" else "") + kind.text)
    if type(shape) is not tuple or not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError(tr("an array's shape holds more than counts"))
    if math.prod(shape) * dtype.itemsize != len(raw):
        raise ValueError(
            tr(
                "an array of {axes} axes has {count} bytes, its shape needs others",
                axes=len(shape),
                count=len(raw),
            )
        )
    return np.frombuffer(raw, dtype).reshape(shape, order="F" if fortran else "C")


def _finished(value: Any) -> Any:
    """Return the value; raise where it, or what it holds, is only the name of something."""
    held = value if type(value) in (list, tuple) else [value]
    for item in value.values() if type(value) is dict else held:
        if isinstance(item, (_Named, _Type, _Shell)):
            raise _refused(getattr(item, "meaning", tr("an unfinished array")))
    return value


def _pairs(items: list[Any]) -> dict[Any, Any]:
    if len(items) % 2:
        raise ValueError(tr("a dict has a key without a value"))
    if not all(type(key) in (bytes, str, int) for key in items[::2]):
        raise TypeError(tr("a key is no text"))  # hashing tuples in tuples overflows the stack
    return dict(zip(items[::2], items[1::2], strict=True))


def _text(value: Any) -> str:
    if type(value) is bytes:
        value = value[:_LONGEST_NAME].decode("ascii")
    if type(value) is not str:
        raise TypeError(tr("a text was expected"))
    return value[:_LONGEST_NAME]


def _refused(what: str) -> DataError:
    return DataError(
        tr('The pickle in it asks for "{what}". Only arrays of numbers, bytes, texts, lists and '
           "dicts are read; nothing was run. The file is not what it says: delete it.",
           what=printable(what, 80))
    )  # fmt: skip


_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "MARK": _MARK, "EMPTY_TUPLE": ()}
_NOTHING = {"PROTO", "FRAME"}
_VALUES = {
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT",
    "UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8", "BINBYTES", "SHORT_BINBYTES",
    "BINBYTES8",
}  # fmt: skip
_OLD_TEXTS = {"STRING", "BINSTRING", "SHORT_BINSTRING"}
_PUTS = {"PUT", "BINPUT", "LONG_BINPUT"}
_GETS = {"GET", "BINGET", "LONG_BINGET"}
_ACTIONS: dict[str, Callable[[_Machine, Any], None]] = {
    "MEMOIZE": lambda m, _: m.keep(len(m.memo)),
    "EMPTY_LIST": lambda m, _: m.push([]),
    "EMPTY_DICT": lambda m, _: m.push({}),
    "LIST": lambda m, _: m.push(m.marked()),
    "DICT": lambda m, _: m.push(_pairs(m.marked())),
    "TUPLE": lambda m, _: m.push(tuple(m.marked())),
    "TUPLE1": lambda m, _: m.push(tuple(m.taken(1))),
    "TUPLE2": lambda m, _: m.push(tuple(m.taken(2))),
    "TUPLE3": lambda m, _: m.push(tuple(m.taken(3))),
    "APPEND": lambda m, _: m.append(m.taken(1)),
    "APPENDS": lambda m, _: m.append(m.marked()),
    "SETITEM": lambda m, _: m.set_items(m.taken(2)),
    "SETITEMS": lambda m, _: m.set_items(m.marked()),
    "GLOBAL": lambda m, argument: m.named(argument),
    "STACK_GLOBAL": lambda m, _: m.named_on_stack(),
    "REDUCE": lambda m, _: m.reduce(),
    "BUILD": lambda m, _: m.build(),
    "POP": lambda m, _: m.drop(),
}
