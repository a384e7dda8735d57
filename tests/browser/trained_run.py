"""Real training runs, made through the Python API in one process beside the lab."""

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
for name, config in json.loads(sys.argv[1]).items():
    facts = plan_run(TrainingConfig(**config))
    run = runs.create(facts)
    from neurarium.training.execute import execute
    execute(run)
    run.rename(name)
    print(run.id)
"""


def train(home: Path, configs: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Train each name's fields of TrainingConfig into `home`; return the runs' ids by name."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, json.dumps(configs)],
        env={**os.environ, "NEURARIUM_HOME": str(home), "KERAS_BACKEND": "jax"},
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(zip(configs, done.stdout.split()[-len(configs) :], strict=True))
