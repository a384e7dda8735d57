"""Optimizers, from Optax, with learning rate and momentum as traced arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import optax

RMSPROP_DECAY = 0.9
ADAGRAD_START = 0.1
ADAM_RATES = (0.9, 0.999)


def optimizer(name: str, momentum: Any) -> optax.GradientTransformation:
    """Return what turns a gradient into a direction: new = parameter − learning rate · direction.

    sgd: the gradient. momentum: v ← m·v + g, direction v; nesterov: direction g + m·v.
    adagrad g/√(0.1 + Σg²); rmsprop g/√(mean g², smoothing 0.9); adam and adamw with the usual
    β₁ 0.9, β₂ 0.999, ε 1e-8. AdamW's decay is added by the engine, outside of this.
    """
    import optax  # loads JAX: only when something is compiled

    if name == "sgd":
        return optax.identity()
    if name in ("momentum", "nesterov"):
        return optax.trace(decay=momentum, nesterov=name == "nesterov")
    if name == "adagrad":
        return optax.scale_by_rss(initial_accumulator_value=ADAGRAD_START, eps=1e-7)
    if name == "rmsprop":
        return optax.scale_by_rms(decay=RMSPROP_DECAY, eps=1e-8, eps_in_sqrt=False)
    if name in ("adam", "adamw"):
        return optax.scale_by_adam(b1=ADAM_RATES[0], b2=ADAM_RATES[1], eps=1e-8)
    raise ValueError(name)
