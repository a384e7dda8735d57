"""The same training several times with one setting changed: same first weights, same batches."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from neurarium.errors import ConfigError, DivergedError, unknown
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.training.config import TrainingConfig
    from neurarium.training.listener import Listener
    from neurarium.training.runs import RunDirectory

SHORT = {"lr": "learning_rate", "early-stopping": "patience", "dataset": "data"}
NOT_COMPARED = ("backend", "data")
MOST = 24


def _new_group() -> str:
    letters = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(3))
    return f"compare-{datetime.now(UTC):%Y-%m-%d-%H%M}-{letters}"


@dataclass(frozen=True)
class Comparison:
    """What is compared: a setting, its values as they were written, a configuration each."""

    setting: str
    values: tuple[str, ...]
    configs: tuple[TrainingConfig, ...]
    group: str = field(default_factory=_new_group)


@dataclass(frozen=True)
class Compared:
    """One training of a comparison; `error` is a sentence where it did not come to its end."""

    value: str
    run: RunDirectory
    error: str | None


def read_comparison(config: TrainingConfig, text: str) -> Comparison:
    """Return what "optimizer=sgd,momentum,adam" means for `config`; raises ConfigError.

    Commas within brackets belong to a value: `model=784-100-10,28x28x1-conv(32,3)-flatten-10`.
    """
    name, equals, rest = text.partition("=")
    fields = type(config).model_fields
    setting = SHORT.get(name.strip(), name.strip().replace("-", "_"))
    values = tuple(dict.fromkeys(part.strip() for part in _split(rest) if part.strip()))
    if not equals or len(values) < 2:
        raise ConfigError(
            tr('--compare holds "{text}"; expected were a setting and at least two values, as in '
               "optimizer=sgd,momentum,adam.", text=text[:80])
        )  # fmt: skip
    allowed = [known for known in fields if known not in NOT_COMPARED]
    if setting not in allowed:
        raise ConfigError(unknown(tr("setting to compare"), name.strip(), allowed))
    if len(values) > MOST:
        raise ConfigError(
            tr("--compare takes at most {most} values; {count} came.", most=MOST,
               count=len(values))
        )  # fmt: skip
    configs = tuple(_changed(config, setting, value) for value in values)
    return Comparison(setting, values, configs)


def train_all(
    comparison: Comparison, follow: Callable[[str], AbstractContextManager[Listener]]
) -> list[Compared]:
    """Train every configuration, one after another, each a run of the group; raises RunError.

    `follow(value)` opens who is told of one training.

    All are planned before the first is trained, so that a mistake is told at once. One that
    diverges is told in `Compared.error`, and the others go on.
    """
    from neurarium.training import plan_run
    from neurarium.training.execute import execute
    from neurarium.training.runs import create

    plans = [plan_run(config) for config in comparison.configs]
    done: list[Compared] = []
    for value, facts in zip(comparison.values, plans, strict=True):
        run = create(facts, group=comparison.group)
        run.rename(_name(comparison.setting, value, facts))
        error = None
        try:
            with follow(value) as listener:
                execute(run, listener)
        except DivergedError as found:
            error = str(found)
        state = run.state()
        done.append(Compared(value, run, error or state.error))
        if state.state == "stopped":
            break
    return done


def _name(setting: str, value: str, facts: Mapping[str, Any]) -> str:
    """Return a run's name in a comparison: "MNIST 784-100-10, optimizer=adam"."""
    spec = "" if setting == "model" else f" {facts['model']['spec'] or facts['model']['name']}"
    return f"{facts['data']['title']}{spec}, {setting}={value}"


def comparison_json(comparison: Comparison, done: Sequence[Compared]) -> dict[str, Any]:
    """Return the comparison as --json prints it."""
    return {
        "group": comparison.group,
        "setting": comparison.setting,
        "runs": [
            {
                "value": one.value,
                "run": one.run.id,
                "state": one.run.state().state,
                "epochs": one.run.epochs(),
                "best_epoch": one.run.state().best_epoch,
                "test": one.run.state().test,
                "error": one.error,
            }
            for one in done
        ],
    }


def _changed(config: TrainingConfig, setting: str, value: str) -> TrainingConfig:
    try:
        return config.changed(**{setting: _as_written(setting, value)})
    except ConfigError as error:
        raise ConfigError(
            tr("--compare {setting}={value}: {reason}", setting=setting, value=value, reason=error)
        ) from error


def _as_written(setting: str, value: str) -> str | None:
    """Return a value as pydantic reads it; "none" takes a setting away."""
    takes_none = setting in ("schedule", "reduce_lr", "patience", "limit", "loss", "learning_rate")
    return None if takes_none and value.lower() == "none" else value


def _split(text: str) -> list[str]:
    """Return the parts between commas that stand in no brackets."""
    return re.split(r",(?![^()]*\))", text)
