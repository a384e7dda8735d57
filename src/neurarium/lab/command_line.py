"""The command that trains the same as a page asked for: noted in run.json, shown to a learner."""

from __future__ import annotations

import shlex

from neurarium.training.config import TrainingConfig

_OPTIONS = {"learning_rate": "lr", "patience": "early-stopping"}
"""Options of `neurarium train` that are called otherwise than their setting."""


def command_line(config: TrainingConfig) -> str:
    """Return `neurarium train …` with every setting that is not its default."""
    usual = TrainingConfig().to_json()
    words = ["neurarium", "train", config.data, "--model", config.model]
    for name, value in config.to_json().items():
        if name in ("data", "model") or value == usual[name]:
            continue
        option = f"--{_OPTIONS.get(name, name.replace('_', '-'))}"
        if isinstance(value, bool):
            words.append(option if value else f"--no-{option.removeprefix('--')}")
        else:
            words += [option, str(value)]
    return shlex.join(words)
