"""One playground: its configuration, points, network, progress, past, and way back.

It knows no clock, no socket and no thread; whoever owns one calls it. JAX is imported when it
first trains, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.playground.changes import Answer, answer_of, fitted, kind_of, with_fitting_loss
from neurarium.playground.config import Config, Setup, ViewSettings
from neurarium.playground.divergence import divergence_message
from neurarium.playground.edits import Edit, edited_state
from neurarium.playground.explain import Explanation, explain
from neurarium.playground.going_on import changed_segment, going_on
from neurarium.playground.history import History, Moment
from neurarium.playground.links import fresh_seed
from neurarium.playground.message import Message
from neurarium.playground.progress import trained, updated
from neurarium.playground.recording import DEFAULT_BUDGET, Segment
from neurarium.playground.shown import Shown
from neurarium.playground.start import first_moment, points_of, segment_of
from neurarium.playground.view_changes import changed_view
from neurarium.playground.weights import SavedWeights, moment_from

_BLOCK = 256
"""Epochs that are trained before losses and recording are looked at."""


class Trainer(Shown):
    """A playground that trains, changes, and remembers; what it shows is in `Shown`."""

    def __init__(
        self,
        config: Config | None = None,
        *,
        view: ViewSettings | None = None,
        budget: int = DEFAULT_BUDGET,
        new_seed: Callable[[], str] = fresh_seed,
    ) -> None:
        """Draw points and first weights; compiles nothing.

        `budget`: bytes that the recording may need. `new_seed` is asked for seeds by
        `regenerate` and `reinitialize`. Raises `ConfigError` or `DataError`.
        """
        config = config or Config()
        points = points_of(config)
        config, note = fitted(config, points, answer_of(points), {})
        now = first_moment(segment_of(config, points), budget)
        super().__init__(now, view or ViewSettings(), History(budget))
        self.message = note
        self._new_seed = new_seed
        self._remembered: dict[Answer, Mapping[str, Any]] = {}

    # Training

    def train(self, epochs: int) -> None:
        """Train whole epochs; a begun one is finished first and counts as one.

        Stops early where training diverges: see `status` and `message`.
        """
        self._leave_past()
        engine = self.engine
        while epochs > 0 and not self._now.diverged:
            if self._now.step:
                self._now = updated(self._now, engine)
                epochs -= self._now.step == 0
                continue
            count = min(epochs, _BLOCK)
            self._now = trained(self._now, engine, count)
            epochs -= count
        self._tell_if_diverged()

    def step_batch(self) -> None:
        """Make one update."""
        self._leave_past()
        if not self._now.diverged:
            self._now = updated(self._now, self.engine)
            self._tell_if_diverged()

    def explain(self) -> Explanation:
        """Return what the next update does, without doing it."""
        shown = self.shown
        return explain(self.engine, shown.state, shown.epoch, shown.step)

    # Changes

    def change(self, changes: Mapping[str, Any]) -> None:
        """Merge `changes` into the configuration: `{"data": {"noise": 20}}`.

        Weights and epoch go on where they can, see `docs/architecture.md`. Raises `ConfigError`,
        `DataError` or `FormulaError`; then everything is as before.
        """
        shown = self.shown
        old = shown.segment.config
        config = with_fitting_loss(old, changes)
        kind = kind_of(old, config)
        if kind == "nothing":
            self.message = None
            return
        segment, note = changed_segment(shown.segment, config, self._remembered)
        untouched = shown.epoch == 0 and shown.step == 0 and not shown.segment.altered
        if kind == "start" or untouched:
            after = first_moment(replace(segment, altered=False), self._budget)
        else:
            after = going_on(shown, segment)
        self._remember_answer(shown.segment, segment)
        self._become(after, key=_dragged(changes, shown.epoch), message=note)

    def change_view(self, changes: Mapping[str, Any]) -> None:
        """Merge `changes` into what is shown; no number changes. Raises `ConfigError`."""
        self.view = changed_view(self.view, changes)
        self.message = None
        self.revision += 1

    def regenerate(self) -> None:
        """Draw the points anew with a new seed, and start again."""
        self.change({"data": {"seed": self._new_seed()}})

    def reinitialize(self) -> None:
        """Draw first weights with a new seed, and start again."""
        self.change({"weights_seed": self._new_seed()})

    def reset(self) -> None:
        """Go back to epoch 0 with the same points and first weights."""
        segment = replace(self.shown.segment, altered=False)
        self._become(first_moment(segment, self._budget))

    def edit(self, edits: Sequence[Edit]) -> None:
        """Set weights and biases by hand; raises `ConfigError`, then nothing changed."""
        shown = self.shown
        state = edited_state(shown.segment, shown.state, edits)
        places = tuple((edit.layer, edit.unit, edit.input) for edit in edits)
        after = going_on(shown, replace(shown.segment, altered=True), state)
        self._become(after, key=(places, shown.epoch))

    def open(self, setup: Setup, weights: SavedWeights | None = None) -> None:
        """Replace everything by `setup`; with `weights` at its epoch, else to be trained there.

        Without weights `epochs_to_goal` says how many epochs are to train. Raises `ConfigError`
        or `DataError`; then everything is as before.
        """
        points = points_of(setup.config)
        config, note = fitted(setup.config, points, answer_of(points), {})
        segment = segment_of(config, points)
        if weights is None:
            after = first_moment(segment, self._budget, goal=setup.epoch)
        else:
            after = moment_from(segment, weights, setup.epoch, self._budget)
        self._remembered = {}
        self.view = setup.view
        self._become(after, message=note)

    def undo(self) -> None:
        """Take the last change back: the whole moment before it returns."""
        self._return_to(self._history.undo(self._now))

    def redo(self) -> None:
        """Bring back what was undone."""
        self._return_to(self._history.redo(self._now))

    # Time travel

    def seek(self, epoch: int) -> None:
        """Show the kept epoch at or before `epoch`; training then goes on from there."""
        before, was = self.shown.segment, self._past
        if epoch >= self._now.epoch:
            self._past = None
        else:
            self._past = self.recording.nearest(epoch)
        if self.shown.segment is not before or (was is None) != (self._past is None):
            self.message = None
            self.revision += 1

    def live(self) -> None:
        """Show the newest moment again."""
        self.seek(self._now.epoch)

    def set_budget(self, budget: int) -> None:
        """Let the recording need at most `budget` bytes (at least 100,000)."""
        if budget < 100_000:
            raise ConfigError(
                tr("A recording needs at least 0.1 MB, {came} bytes were asked for.", came=budget)
            )
        self._history.budget = budget
        self._now = replace(self._now, recording=self.recording.with_budget(budget))
        self.revision += 1

    # How

    @property
    def _budget(self) -> int:
        return self._history.budget

    def _become(self, after: Moment, key: Hashable = None, message: Message | None = None) -> None:
        self._history.remember(self._now, key)
        self._now, self._past = after, None
        self.message = message
        self.revision += 1

    def _return_to(self, moment: Moment | None) -> None:
        self.message = None
        if moment is not None:
            if moment.recording.budget != self._budget:  # the budget is no part of what is undone
                kept = moment.recording.with_budget(self._budget)
                moment = replace(moment, recording=kept)
            self._now, self._past = moment, None
            self.revision += 1

    def _leave_past(self) -> None:
        """Cut off what came after the moment on screen (undo brings it back)."""
        if self._past is not None:
            shown = self.shown
            cut = self.recording.cut_after(shown.epoch)
            self._become(replace(shown, recording=cut, goal=0))

    def _remember_answer(self, before: Segment, after: Segment) -> None:
        old, new = before.config, after.config
        kept: dict[str, Any] = {"output": old.output, "loss": old.loss}
        if (old.mode, new.mode) == ("exact", "standard"):
            kept["mode"] = "exact"
        self._remembered[answer_of(before.points)] = kept

    def _tell_if_diverged(self) -> None:
        if not self._now.diverged:
            return
        self.message = divergence_message(self._now.segment.config, self._now.epoch + 1)
        self.revision += 1


def _dragged(changes: Mapping[str, Any], epoch: int) -> Hashable:
    """Return what tells a slider that is dragged (one undo) from choices (one undo each)."""
    leaves = dict(_leaves(changes))
    numbers = all(isinstance(value, int | float) for value in leaves.values())
    return (tuple(sorted(leaves)), epoch) if numbers else None


def _leaves(changes: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted name and the value of each setting that `changes` names."""
    for name, value in changes.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
