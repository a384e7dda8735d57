"""A comparison at work: up to 64 variants of one playground, trained and shown side by side.

It has a seat of its own in the scheduler, beside its playground's. See `studio.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from neurarium.lab.comparison_axes import configs_of
from neurarium.lab.messages import Axis
from neurarium.lab.pace import Pace, cost_s
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import json_text
from neurarium.lab.scheduler import Turn
from neurarium.lab.studio import Studio
from neurarium.language import tr
from neurarium.playground.config import Setup, ViewSettings
from neurarium.playground.frame import (
    VARIANT_DIVERGED,
    VARIANT_RUNNING,
    WAITING,
    VariantMoment,
    encode_variants,
)
from neurarium.playground.message import Message
from neurarium.playground.state_message import network_json, points_json
from neurarium.playground.variants import Variants
from neurarium.playground.weights import SavedWeights

MOST_EPOCHS = 200
_STATUS = {"waiting": WAITING, "running": VARIANT_RUNNING, "diverged": VARIANT_DIVERGED}


class Comparison:
    """Variants of a studio's playground along one or two axes."""

    def __init__(self, studio: Studio, axes: Sequence[Axis]) -> None:
        self.studio = studio
        self.axes = tuple(axes)
        self._labels: list[tuple[str, ...]] = []
        self._variants: Variants | None = None
        self.running = False
        self._version = 0
        self._shown: dict[str, int] = {}
        self._next_frame_at_s: dict[str, float] = {}
        self._pace = Pace(MOST_EPOCHS)
        self._trained_at_s = 0.0

    # Jobs

    def begin(self) -> None:
        """Draw points and weights, show them, compile, and run.

        Raises `ConfigError` where an axis is no setting or a value is not allowed.
        """
        if self.studio.trainer is None:
            return
        found = configs_of(self.studio.trainer.config, self.axes)
        self._labels = [labels for _, labels in found]
        self._variants = Variants.of([config for config, _ in found])
        self.publish()
        self._variants.run(1)
        self._version += 1
        self.running = True
        self.publish()

    def set_running(self, running: bool) -> None:
        """Run or pause all variants."""
        self.running = running and self._variants is not None
        self._version += 1
        self.publish()

    def opened(self, index: int) -> tuple[Setup, SavedWeights] | None:
        """Return a variant as it is now, for its playground to go on with; None: no such one."""
        variants = self._variants
        if variants is None or index >= len(variants):
            return None
        config = variants.config(index)
        trainer = self.studio.trainer
        view = trainer.view if trainer is not None else ViewSettings()
        setup = Setup(config=config, view=view, epoch=variants.epoch_of(index))
        # All variants share one padded program, whose sums round differently than those of a
        # network on its own: a link starts alike but would not end in these very weights.
        altered = setup.epoch > 0
        values = tuple(float(value) for value in variants.parameters(index))
        return setup, SavedWeights(values, altered=altered)

    # Turns

    def ready_at_s(self, now_s: float) -> float | None:
        """See `scheduler.Worker`."""
        pages = self.studio.pages
        if self._variants is None or not pages:
            return None
        times = [
            self._next_frame_at_s.get(page.id, 0.0)
            for page in pages
            if self._shown.get(page.id) != self._version and page.has_room
        ]
        if self.running:
            silent = all(page.is_silent(now_s) for page in pages)
            wait_s = self.studio.around.options.hidden_interval_s if silent else 0.0
            times.append(self._trained_at_s + wait_s)
        return min(times, default=None)

    def take_turn(self, turn: Turn) -> float:
        """Train all variants for a while, and show them."""
        charged_s = 0.0
        if self.running and self._variants is not None:
            epochs = self._pace.epochs(turn.budget_s)
            around = self.studio.around
            began_s, worked_s = around.clock(), around.work_clock()
            self._variants.run(epochs)
            charged_s = cost_s(around.work_clock() - worked_s, around.clock() - began_s)
            self._pace.learn(epochs, charged_s)
            self._trained_at_s = began_s
            self._version += 1
            if all(status == "diverged" for status in self._variants.status):
                self.running = False
        self.publish()
        return charged_s

    def failed(self, error: Exception) -> None:
        """A bug of ours: this comparison stops, nothing else does."""
        self.running = False
        text = tr("Something went wrong in this comparison ({kind}); it was stopped.",
                  kind=type(error).__name__)  # fmt: skip
        self.studio.tell(Message("error", text))

    def publish(self) -> None:
        """Tell every page what is compared, and show what it has not seen."""
        variants = self._variants
        if variants is None:
            return
        around = self.studio.around
        now_s = around.clock()
        for page in self.studio.pages:
            if page.id not in self._shown:
                page.post(self._text(variants))
                self._shown[page.id] = -1
            due = now_s >= self._next_frame_at_s.get(page.id, 0.0)
            if self._shown[page.id] != self._version and page.has_room and due:
                self._shown[page.id] = self._version
                self._next_frame_at_s[page.id] = now_s + 1 / around.options.max_variant_frames_per_s
                page.post(self._frame(variants, page))

    def _text(self, variants: Variants) -> str:
        common = variants.points(0)
        items = []
        for index, labels in enumerate(self._labels):
            network = network_json(variants.network(index))
            points = variants.points(index)
            own = None if points is common else points_json(points)
            items.append({"labels": list(labels), **network, "points": own})
        axes = [axis.model_dump(mode="json") for axis in self.axes]
        message = {"type": "variants", "axes": axes, "items": items}
        return json_text({**message, "points": points_json(common)})

    def _frame(self, variants: Variants, page: PageLine) -> bytes:
        moments = [
            VariantMoment(
                epoch=variants.epoch_of(index),
                loss_train=float(losses[0]),
                loss_test=float(losses[1]),
                status=_STATUS[status],
                parameters=variants.parameters(index),
            )
            for index, (losses, status) in enumerate(
                zip(variants.losses, variants.status, strict=True)
            )
        ]
        return encode_variants(moments, revision=0, number=page.next_number(), running=self.running)
