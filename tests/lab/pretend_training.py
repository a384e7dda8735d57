"""A process that holds a run as a training would, without training: for tests of the queue.

`pretend_training.py DIRECTORY MODE`: "train" waits for the wish to stop and is finished then;
"complain" says why it cannot begin and ends; "vanish" ends at once.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from neurarium.training.runs import RunDirectory


def main(directory: str, mode: str) -> int:
    if mode == "vanish":
        return 0
    if mode == "complain":
        print("ImportError: no module named pretended")
        return 1
    run = RunDirectory(Path(directory))
    with run.lock():
        writer = run.writer()
        writer.set_state(state="running", epochs=1)
        while run.asked() != "stop":
            time.sleep(0.01)
        writer.set_state(state="finished", epoch=1)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
