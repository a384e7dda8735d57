"""A loss over class numbers for losses that Keras defines over one-hot vectors."""

from __future__ import annotations

from typing import Any

import keras


class OneHotLoss(keras.losses.Loss):  # type: ignore[misc]
    """`inner` of one-hot vectors: takes class numbers (n,) or (n, 1), predictions (n, classes)."""

    def __init__(self, inner: Any, classes: int) -> None:
        super().__init__(name=inner.name, reduction=inner.reduction)
        self.inner = inner
        self.classes = classes

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return the inner loss a row (n,)."""
        numbers = keras.ops.reshape(keras.ops.cast(y_true, "int32"), (-1,))
        one_hot = keras.ops.one_hot(numbers, self.classes, dtype=y_pred.dtype)
        return self.inner.call(one_hot, y_pred)
