"""The engine that trains a playground's network; JAX is imported when it first runs.

- `engine.py`: `Engine`, what others use
- `structure.py`, `program.py`, `compiled.py`: what is compiled, and the cache of it
- `standard.py`, `exact.py`: one update of each mode; `backprop.py`: the gradient
- `batches.py`, `dropout.py`: randomness as pure functions of seed, epoch and step
- `layout.py`: where things lie in the state vector
"""

from neurarium.playground.engine.engine import Engine
from neurarium.playground.engine.trace import Trace

__all__ = ["Engine", "Trace"]
