"""A training run is a directory: docs/runs.md says what is in it.

>>> from neurarium.training.runs import create, list_runs, open_run
"""

from neurarium.training.runs.compare import differences, flat_settings, summary
from neurarium.training.runs.create import create, repeat
from neurarium.training.runs.directory import RunDirectory
from neurarium.training.runs.find import Survey, by_id, list_runs, open_run, survey
from neurarium.training.runs.state import RunState
from neurarium.training.runs.surroundings import machine, versions
from neurarium.training.runs.writer import RunWriter

__all__ = [
    "RunDirectory",
    "RunState",
    "RunWriter",
    "Survey",
    "by_id",
    "create",
    "differences",
    "flat_settings",
    "list_runs",
    "machine",
    "open_run",
    "repeat",
    "summary",
    "survey",
    "versions",
]
