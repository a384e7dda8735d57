"""One playground at work: a trainer, the pages that look at it, and when it wants a turn.

All of it happens on the scheduler's threads, one at a time; only what is marked so may be
called from others. See `scheduler.py` for turns and jobs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from neurarium.lab.compiler import Compiler
from neurarium.lab.options import LabOptions
from neurarium.lab.pace import Pace, Paces, cost_s
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import Shown, frame_bytes, message_text, state_text
from neurarium.lab.scheduler import Turn
from neurarium.language import tr
from neurarium.playground.message import Message
from neurarium.playground.trainer import Trainer


@dataclass(frozen=True)
class Surroundings:
    """What a studio needs of the lab. `clock` counts seconds, `work_clock` those that its thread
    worked, `wake` calls the scheduler, `paces` are those of all playgrounds."""

    options: LabOptions
    compiler: Compiler
    clock: Callable[[], float]
    work_clock: Callable[[], float]
    wake: Callable[[], None]
    paces: Paces


class Studio:
    """A session's playground. `trainer` comes with `open`; before it nothing is shown."""

    def __init__(self, session_id: str, around: Surroundings) -> None:
        self.session_id = session_id
        self.around = around
        self.trainer: Trainer | None = None
        self.running = False
        self._pages: tuple[PageLine, ...] = ()
        self._pages_lock = threading.Lock()
        self._version = 0
        self._history = 0
        self._paced: tuple[object, Pace] | None = None
        self._trained_at_s = 0.0
        self._preparing = False
        self._compile_error: Exception | None = None

    # From any thread

    @property
    def pages(self) -> tuple[PageLine, ...]:
        """The pages that look at this playground."""
        return self._pages

    def remove(self, line: PageLine) -> None:
        """A page is gone; it is not added any more, either."""
        line.broken = True
        with self._pages_lock:
            self._pages = tuple(page for page in self._pages if page is not line)

    def close(self) -> None:
        """The session is freed: end the lines that are left."""
        for line in self._pages:
            line.close()

    def ready_at_s(self, now_s: float) -> float | None:
        """Return when a turn is wanted: to train, or to show what a page has not seen yet."""
        trainer, pages = self.trainer, self._pages
        if trainer is None or not pages:
            return None
        if self._compile_error is not None:
            return now_s
        if self._wants_training(trainer):
            train_at_s = self._train_at_s(trainer, pages, now_s)
            if train_at_s <= now_s:
                return train_at_s
            times = [train_at_s]
        else:
            times = []
        times += [
            page.next_frame_at_s
            for page in pages
            if page.version != self._version and page.has_room
        ]
        return min(times, default=None)

    # Jobs

    def open(self, trainer: Trainer) -> None:
        """Take over a trainer that was just made."""
        self.trainer = trainer
        self.publish()
        self.prepare()

    def add(self, line: PageLine) -> None:
        """Show everything to one more page, now or as soon as there is a trainer."""
        with self._pages_lock:
            if not line.broken:
                self._pages = (*self._pages, line)
        self.publish()

    def changed(self, *, rewritten: bool = False) -> None:
        """Publish what a job changed; `rewritten`: the past is another one than before."""
        self._version += 1
        self._history += rewritten
        if self.trainer is not None and self.trainer.status == "diverged":
            self.running = False
        self.publish()
        self.prepare()

    def set_running(self, running: bool) -> None:
        """Run or pause; a diverged network does not run."""
        trainer = self.trainer
        if trainer is None or running == self.running:
            return
        if running and trainer.status == "diverged" and not trainer.past:
            return
        self.running = running
        trainer.revision += 1

    def tell(self, message: Message) -> None:
        """Say a sentence to every page (from any thread)."""
        text = message_text(message)
        for line in self._pages:
            line.post(text)

    def prepare(self) -> None:
        """Compile in the background what the next turn needs, if it does."""
        if self.trainer is None or self._preparing:
            return
        engine = self.trainer.engine
        if not self.around.compiler.is_ready(engine):
            self._preparing = True
            self.around.compiler.prepare(engine, self._prepared)

    def publish(self, frame_s: float = 0.0) -> None:
        """Tell every page what it does not know yet; frames only where there is room.

        The next frame comes after `frame_s` at the earliest.
        """
        trainer = self.trainer
        if trainer is None:
            return
        now_s = self.around.clock()
        options = self.around.options
        shown = Shown(self.session_id, self.running, self._history)
        for line in self._pages:
            if line.revision != trainer.revision:
                line.post(state_text(trainer, shown, line))
            if line.version != self._version and line.has_room and now_s >= line.next_frame_at_s:
                line.version = self._version
                # Counted from when it was due, or each turn that is a little late costs a frame.
                wait_s = max(frame_s, 1 / options.max_frames_per_s)
                line.next_frame_at_s = max(now_s, line.next_frame_at_s + wait_s)
                line.post(frame_bytes(trainer, shown, line))

    # Turns

    def take_turn(self, turn: Turn) -> float:
        """Train for a while (or one epoch, or one batch: as the speed is), and show."""
        trainer = self.trainer
        if trainer is None:
            return 0.0
        if self._compile_error is not None:
            error, self._compile_error = self._compile_error, None
            raise error
        charged_s = 0.0
        now_s = self.around.clock()
        at_s = self._train_at_s(trainer, self._pages, now_s)
        if self._wants_training(trainer) and at_s <= now_s:
            if not self.around.compiler.is_ready(trainer.engine):
                self.prepare()
            else:
                charged_s = self._train(trainer, turn.budget_s)
        self.publish(turn.frame_s)
        return charged_s

    def failed(self, error: Exception) -> None:
        """A bug of ours: stop here, say so, leave the rest of the lab alone."""
        self.running = False
        self.tell(
            Message(
                "error",
                tr("Something went wrong in this playground ({kind}); it was paused.",
                   kind=type(error).__name__),
                tr("Undo the last change or reset. The lab's window shows the details."),
            )
        )  # fmt: skip
        if self.trainer is not None:
            self.trainer.revision += 1
            self.publish()

    def _wants_training(self, trainer: Trainer) -> bool:
        return not self._preparing and (self.running or trainer.epochs_to_goal > 0)

    def _train_at_s(self, trainer: Trainer, pages: tuple[PageLine, ...], now_s: float) -> float:
        """Return when to train next.

        At full speed always, otherwise with every frame. A playground whose pages all are
        silent (hidden) goes on slowly.
        """
        options = self.around.options
        if all(page.is_silent(now_s) for page in pages):
            return self._trained_at_s + options.hidden_interval_s
        if trainer.view.speed == "full" or not self.running:
            return now_s
        due = [page.next_frame_at_s for page in pages if page.has_room]
        return min(due) if due else self._trained_at_s + options.hidden_interval_s

    def _train(self, trainer: Trainer, budget_s: float) -> float:
        """Train; return what it cost: see `pace.py`."""
        began_s, worked_s = self.around.clock(), self.around.work_clock()
        was_past = trainer.past
        speed = trainer.view.speed if self.running else "full"
        epochs = 1
        if speed == "batch":
            trainer.step_batch()
        else:
            if speed == "full":
                epochs = self._epochs(trainer, budget_s)
            trainer.train(epochs)
        self._trained_at_s = began_s
        charged_s = cost_s(self.around.work_clock() - worked_s, self.around.clock() - began_s)
        if speed == "full":
            self._pace(trainer).learn(epochs, charged_s)
        self._version += 1
        self._history += was_past
        if trainer.status == "diverged" and self.running:
            self.running = False
            trainer.revision += 1
        return charged_s

    def _epochs(self, trainer: Trainer, budget_s: float) -> int:
        """Return how many epochs to train at full speed: towards a link's epoch never too many."""
        epochs = self._pace(trainer).epochs(budget_s)
        goal = trainer.epochs_to_goal
        return min(epochs, goal) if goal and not self.running else epochs

    def _pace(self, trainer: Trainer) -> Pace:
        structure = trainer.engine.structure
        if self._paced is None or self._paced[0] is not structure:
            self._paced = structure, self.around.paces.of(structure)
        return self._paced[1]

    def _prepared(self, error: Exception | None) -> None:
        """The compiler is done (on its thread)."""
        self._compile_error = error
        self._preparing = False
        self.around.wake()
