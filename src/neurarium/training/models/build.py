"""run.json → the Keras model that it speaks of, with its first weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurarium.errors import SpecError
from neurarium.language import tr
from neurarium.training.models.naming import kind_of_model


def build_for_facts(facts: Mapping[str, Any]) -> Any:
    """Return the built Keras model of a run, not compiled.

    The same facts give the same first weights. Raises `SpecError` if a file or a callable no
    longer gives that model.
    """
    config, wanted = facts["config"], facts["model"]
    if kind_of_model(config["model"]) == "spec":
        from neurarium.training.models.from_spec import build_layers

        return build_layers(wanted["layers"], facts["data"]["input_shape"], config["seed"])
    from neurarium.training.models.foreign import open_foreign

    model = open_foreign(config["model"], config["seed"], facts["data"])
    came = int(model.count_params())
    if came != wanted["parameters"]:
        raise SpecError(
            tr(
                'The model "{name}" has changed since the run began: it had {then:,} parameters, '
                "and has {now:,} now.",
                name=config["model"], then=wanted["parameters"], now=came,
            )
        )  # fmt: skip
    return model
