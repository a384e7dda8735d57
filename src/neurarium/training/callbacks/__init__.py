"""What looks at an epoch's result and decides: the best so far, to stop early, a lower rate.

Each is a small state that a checkpoint keeps, so that a run which goes on decides as one that was
never interrupted. They follow Keras's callbacks of the same names.
"""

from neurarium.training.callbacks.best import Best
from neurarium.training.callbacks.deciding import Deciding, Decision
from neurarium.training.callbacks.early_stopping import EarlyStopping
from neurarium.training.callbacks.plateau import Plateau

__all__ = ["Best", "Deciding", "Decision", "EarlyStopping", "Plateau"]
