"""One epoch of updates, as fast as this model can be trained on this machine.

- `loop.py`: what every loop answers, and what it is given
- `choose.py`: which loop suits a model
- `compiled.py`: on JAX: Keras's own `train_step`, compiled to run many updates a call
- `scan.py`, `unrolled.py`: how many updates a call, and how they are strung together
- `keras_loop.py`: Keras's `fit`, for every backend and every model
- `values.py`: a model's variables by name, as arrays
- `order.py`: in which order an epoch takes the examples
"""

from neurarium.training.loops.choose import choose, make
from neurarium.training.loops.loop import Loop, LoopData
from neurarium.training.loops.order import order_of

__all__ = ["Loop", "LoopData", "choose", "make", "order_of"]
