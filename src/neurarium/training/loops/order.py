"""In which order an epoch takes the examples: drawn from seed and epoch alone.

So a run that goes on knows the order of any epoch without having lived through those before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def order_of(seed: int, epoch: int, n: int) -> NDArray[np.int32]:
    """Return a permutation of 0 … n−1 for `epoch` (from 1), the same on every machine.

    NumPy's `RandomState` gives the same numbers in every version; its newer ones don't promise it.
    """
    random = np.random.RandomState(np.array([seed, epoch], np.uint32))
    return random.permutation(n).astype(np.int32)
