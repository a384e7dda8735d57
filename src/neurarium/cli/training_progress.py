"""The bars of a training on stderr; where nobody looks at a terminal, a line an epoch."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from neurarium.cli.training_words import duration, measures
from neurarium.language import tr
from neurarium.training.listener import Line, Listener


def terminal_listener(
    quiet: bool, title: str = "", epochs: int | None = None
) -> AbstractContextManager[Listener]:
    """Return who tells a person how the training goes: a context manager and a `Listener`.

    `epochs`: how many there will be, where that is not what run.json says.
    """
    console = Console(stderr=True, highlight=False)
    if quiet:
        return Silent()
    return Bars(console, title, epochs) if console.is_terminal else Lines(console, title, epochs)


class Silent(Listener):
    """Tells nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""


class Lines(Listener):
    """One line an epoch, for logs and pipes."""

    def __init__(self, console: Console, title: str = "", epochs: int | None = None) -> None:
        self._console, self._title, self._wanted = console, title, epochs
        self._epochs = 0

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def begin(self, facts: Line, first_epoch: int) -> None:
        """Remember how many epochs there will be."""
        self._epochs = self._wanted or epochs_of(facts)

    def epoch(self, line: Line) -> None:
        """Print the epoch."""
        head = tr("epoch {epoch}/{epochs}", epoch=line["epoch"], epochs=self._epochs)
        parts = [self._title, head, measures(line), measures(line, "val_")]
        if line.get("seconds") is not None:
            parts.append(duration(float(line["seconds"])))
        self._tell("  ".join(part for part in parts if part))

    def event(self, line: Line) -> None:
        """Print what happened."""
        if line.get("text"):
            self._tell(str(line["text"]))

    def _tell(self, text: str) -> None:
        self._console.print(text, soft_wrap=True, markup=False)


class Bars(Listener):
    """Two bars: the epochs of the run, the updates of the epoch."""

    def __init__(self, console: Console, title: str = "", epochs: int | None = None) -> None:
        self._console, self._title, self._wanted = console, title, epochs
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[count]}"),
            _Left(),
            TextColumn("{task.fields[numbers]}"),
            console=console, transient=True, expand=False,
        )  # fmt: skip
        self._epochs, self._updates, self._now = 1, 1, 0
        self._run: TaskID | None = None
        self._epoch: TaskID | None = None
        self._clock = _Clock()
        self._last: Line | None = None

    def __enter__(self) -> Bars:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the bars away; of one training among several its last epoch stays."""
        self._bar.stop()
        if self._title and self._last:
            told = measures(self._last, "val_") or measures(self._last)
            self._console.print(f"{self._title}  {told}", markup=False)

    def begin(self, facts: Line, first_epoch: int) -> None:
        """Show the bars; the first update may wait for a program to be compiled."""
        self._epochs, self._now = self._wanted or epochs_of(facts), first_epoch
        self._updates = int(facts.get("updates_per_epoch") or 1)
        self._clock.begin(self._epochs * self._updates, (first_epoch - 1) * self._updates)
        self._run = self._bar.add_task(
            self._title or tr("epoch"), total=self._epochs, completed=first_epoch - 1,
            count=f"{first_epoch}/{self._epochs}", numbers="", left=None,
        )  # fmt: skip
        self._epoch = self._bar.add_task(
            tr("update"), total=self._updates, count=self._of(0),
            numbers=tr("preparing …"), left=None,
        )  # fmt: skip

    def batch(self, line: Line) -> None:
        """Move the bars on."""
        if self._run is None or self._epoch is None:
            return
        step, epoch = int(line.get("step") or 0), int(line.get("epoch") or self._now)
        left = self._clock.left((epoch - 1) * self._updates + step)
        self._bar.update(
            self._run, completed=epoch - 1 + step / self._updates,
            count=f"{epoch}/{self._epochs}", left=left,
        )  # fmt: skip
        self._bar.update(self._epoch, completed=step, count=self._of(step), numbers=measures(line))

    def epoch(self, line: Line) -> None:
        """Show what the validation part says."""
        if self._run is None or self._epoch is None:
            return
        self._last = line
        epoch = int(line["epoch"])
        left = self._clock.left(epoch * self._updates)
        told = measures(line, "val_") or measures(line)
        self._bar.update(
            self._run, completed=epoch, count=f"{min(epoch + 1, self._epochs)}/{self._epochs}",
            numbers=told, left=left,
        )  # fmt: skip

    def event(self, line: Line) -> None:
        """Tell what happened, above the bars."""
        if line.get("text"):
            self._console.print(str(line["text"]), style="yellow", markup=False)

    def _of(self, step: int) -> str:
        return f"{step:,}/{self._updates:,}"


class _Left(ProgressColumn):
    """Time left, as the run's own clock says: not guessed anew for each bar."""

    def render(self, task: Task) -> Text:
        left = task.fields.get("left")
        if left is None:
            return Text("")
        return Text(tr("{time} left", time=duration(left)), style="cyan")


class _Clock:
    """How long the rest takes, by the pace so far; the first second is compiling."""

    def __init__(self) -> None:
        self._total = self._first = 0
        self._began: float | None = None

    def begin(self, total: int, done: int) -> None:
        self._total, self._first, self._began = total, done, None

    def left(self, done: int) -> float | None:
        now = time.monotonic()
        if self._began is None:
            self._began, self._first = now, done
            return None
        pace = (now - self._began) / max(done - self._first, 1)
        return pace * max(self._total - done, 0) if done > self._first else None


def epochs_of(facts: Mapping[str, Any]) -> int:
    """Return how many epochs a run is to have."""
    return int((facts.get("config") or {}).get("epochs") or 1)
