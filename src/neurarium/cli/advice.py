"""What the curves of a training say about what to try next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neurarium.language import tr

_RISE = 1.1
_AFTER = 3


def advice(epochs: Sequence[Mapping[str, Any]]) -> str | None:
    """Return a sentence where the curves show a well-known trouble, None where they do not.

    Overfitting: the validation loss has risen by a tenth since its lowest epoch, at least three
    epochs ago, while the training loss fell.
    """
    if len(epochs) < 2:
        return None
    losses = [float(line["loss"]) for line in epochs if line.get("loss") is not None]
    if len(losses) < len(epochs):
        return None
    if losses[-1] >= losses[0]:
        return tr(
            "The training loss has not fallen: the steps may be too large. Try a smaller --lr."
        )
    judged = [(line["val_loss"], line) for line in epochs if line.get("val_loss") is not None]
    if not judged:
        return None
    lowest, best = min(judged, key=lambda pair: pair[0])
    last = epochs[-1]
    risen = last.get("val_loss") is not None and last["val_loss"] > _RISE * lowest
    if risen and last["epoch"] - best["epoch"] >= _AFTER and losses[-1] < best["loss"]:
        return tr(
            "Overfitting: after epoch {epoch} the validation loss rises while the training loss "
            "falls. Try --early-stopping 2, or dropout in the model.", epoch=best["epoch"],
        )  # fmt: skip
    return None
