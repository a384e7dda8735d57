"""The options of `neurarium train`, each with its help, and how they become a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from neurarium.training.config import TrainingConfig

MODEL, RECIPE, HELPERS, OUTPUT = "The model", "How it learns", "Callbacks", "What comes out"

Data = Annotated[
    str,
    typer.Argument(
        metavar="DATA", help="A data set's name (`neurarium data list`), a folder of images, a CSV."
    ),
]
Model = Annotated[
    str,
    typer.Option(
        help="A spec such as 784-100-10 or 28x28x1-conv(32,3,same)-pool(2)-flatten-10, a .keras "
        "file, or package.module:callable.",
        rich_help_panel=MODEL,
    ),
]
Loss = Annotated[
    str | None,
    typer.Option(help="A Keras loss; without it the task decides.", rich_help_panel=MODEL),
]
Backend = Annotated[
    str | None,
    typer.Option(metavar="jax|torch|tensorflow", help="The library below Keras.",
                 rich_help_panel=MODEL),
]  # fmt: skip
Optimizer = Annotated[
    str,
    typer.Option(
        help="A Keras optimizer: sgd, rmsprop, adam, adagrad …; momentum and nesterov are sgd "
        "with momentum 0.9.",
        rich_help_panel=RECIPE,
    ),
]
Lr = Annotated[
    float | None,
    typer.Option("--lr", help="Learning rate; without it the optimizer's own default.",
                 rich_help_panel=RECIPE),
]  # fmt: skip
Momentum = Annotated[float | None, typer.Option(help="Of sgd.", rich_help_panel=RECIPE)]
Nesterov = Annotated[
    bool, typer.Option("--nesterov", help="Nesterov's momentum.", rich_help_panel=RECIPE)
]
Batch = Annotated[int, typer.Option(help="Examples an update.", rich_help_panel=RECIPE)]
Epochs = Annotated[
    int, typer.Option(help="Times through the training part.", rich_help_panel=RECIPE)
]
Validation = Annotated[
    float,
    typer.Option(help="Share of the training part kept for validation, by class.",
                 rich_help_panel=RECIPE),
]  # fmt: skip
Seed = Annotated[
    int,
    typer.Option(help="Decides first weights, split and order of batches.",
                 rich_help_panel=RECIPE),
]  # fmt: skip
Limit = Annotated[
    int | None, typer.Option(help="At most so many training examples.", rich_help_panel=RECIPE)
]
Loop = Annotated[
    str,
    typer.Option(metavar="auto|scan|unroll|keras", help="How an epoch is computed.",
                 rich_help_panel=RECIPE),
]  # fmt: skip
EarlyStopping = Annotated[
    int | None,
    typer.Option(
        "--early-stopping", metavar="N",
        help="End after N epochs without a better validation loss.", rich_help_panel=HELPERS,
    ),
]  # fmt: skip
RestoreBest = Annotated[
    bool,
    typer.Option("--restore-best/--no-restore-best",
                 help="After early stopping go back to the best epoch.", rich_help_panel=HELPERS),
]  # fmt: skip
KeepBest = Annotated[
    bool,
    typer.Option("--keep-best", help="Keep a checkpoint of the best epoch.",
                 rich_help_panel=HELPERS),
]  # fmt: skip
Schedule = Annotated[
    str | None,
    typer.Option(metavar="cosine|exponential:F|step:F:N",
                 help="How the learning rate falls.", rich_help_panel=HELPERS),
]  # fmt: skip
ReduceLr = Annotated[
    str | None,
    typer.Option("--reduce-lr", metavar="F:N",
                 help="Times F after N epochs without a better validation loss.",
                 rich_help_panel=HELPERS),
]  # fmt: skip
Compare = Annotated[
    str | None,
    typer.Option(
        metavar="SETTING=A,B,…",
        help="Train once for each value, from the same first weights and in the same order of "
        "batches: optimizer=sgd,momentum,adam, lr=0.1,0.01, batch=…, model=….",
        rich_help_panel=OUTPUT,
    ),
]
Chart = Annotated[
    Path | None,
    typer.Option(help="Draw the curves as .svg or .png.", rich_help_panel=OUTPUT),
]
Name = Annotated[
    str | None, typer.Option(help="A name of your own for the run.", rich_help_panel=OUTPUT)
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON object; all else goes to stderr.",
                 rich_help_panel=OUTPUT),
]  # fmt: skip
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Tell only the result.", rich_help_panel=OUTPUT),
]

_FIELDS = {"lr": "learning_rate", "early_stopping": "patience"}
"""Options whose field of `TrainingConfig` has another name."""


def config_of(options: dict[str, Any]) -> TrainingConfig:
    """Return the configuration that the options ask for; raises ConfigError.

    An unset option is left out, so that its default stands in `TrainingConfig` alone.
    """
    from neurarium.training.config import TrainingConfig

    known = TrainingConfig.model_fields
    values = {_FIELDS.get(name, name): value for name, value in options.items()}
    return TrainingConfig(
        **{name: value for name, value in values.items() if name in known and value is not None}
    )
