"""A real training run, made through the Python API in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_CODE = """
import json, sys
from neurarium.training import plan_run, runs
from neurarium.training.config import TrainingConfig
name, config = json.loads(sys.argv[1])
facts = plan_run(TrainingConfig(**config))
run = runs.create(facts)
from neurarium.training.execute import execute
execute(run)
if name:
    run.rename(name)
print(run.id)
"""


def train(home: Path, name: str = "", **config: Any) -> str:
    """Train with the fields of TrainingConfig into `home`; return the run's id."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, json.dumps([name, config])],
        env={**os.environ, "NEURARIUM_HOME": str(home), "KERAS_BACKEND": "jax"},
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip().splitlines()[-1]
