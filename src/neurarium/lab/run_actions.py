"""What a page asks of training runs: begin, pause, stop, go on, repeat, rename, delete.

Every function reads and writes files; they are called by the lab's readers, never by its event
loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neurarium.errors import RunError, SpecError
from neurarium.lab.answers import NotHereError, QueueFullError, one_of, text_of, whole
from neurarium.lab.claims import claim_of, forget_claim
from neurarium.lab.command_line import command_line
from neurarium.lab.trainings import LAB, waiting
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.models.naming import kind_of_model
from neurarium.training.planning import facts_of
from neurarium.training.runs import RunDirectory, RunState, by_id, create, repeat

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk

WISHES = ("pause", "go", "stop")
WORDS = (*WISHES, "resume", "repeat")
MOST_EPOCHS = 100_000


def found(run_id: str) -> RunDirectory:
    """Return the run of exactly that id; raises `NotHereError`."""
    try:
        return by_id(run_id)
    except RunError as error:
        raise NotHereError(str(error)) from error


def config_of(body: Mapping[str, Any], desk: Desk) -> TrainingConfig:
    """Return the configuration that a page sent, checked.

    Only models by their spec and data by their name are taken: a file or `package.module:callable`
    would run code of whoever sends it. Raises `NeurariumError`.
    """
    given = body.get("config")
    if not isinstance(given, dict):
        raise RunError(tr('Expected was an object "config" with the settings of a training.'))
    config = TrainingConfig(**given)
    if kind_of_model(config.model) != "spec":
        raise SpecError(
            tr('Over the network a model is a spec such as 784-100-10, not "{model}": files and '
               "callables run code. Train those from the command line, and watch them here.",
               model=config.model[:80])
        )  # fmt: skip
    desk.catalogue.known(config.data)
    return config


def begin(body: Mapping[str, Any], desk: Desk) -> str:
    """Queue a new training and return its id."""
    config = config_of(body, desk)
    _demand_room(desk)
    facts = facts_of(config, desk.shelf.get(config.data).data)
    run = create({**facts, "command": command_line(config)}, queue=LAB)
    desk.changed()
    return run.id


def ask(run: RunDirectory, body: Mapping[str, Any], desk: Desk) -> str:
    """Do what a page asks of a run; return the id of the run that it is about now."""
    word = one_of(body.get("ask"), "ask", WORDS)
    if word == "repeat":
        _demand_room(desk)
        run = repeat(run, queue=LAB)
    elif word == "resume":
        epochs = body.get("epochs")
        _resume(run, None if epochs is None else whole(epochs, "epochs", 1, MOST_EPOCHS), desk)
    else:
        _wish(run, word)
    desk.changed()
    return run.id


def rename(run: RunDirectory, body: Mapping[str, Any], desk: Desk) -> str:
    """Give a run a person's own name; return how it is called now."""
    run.rename(text_of(body.get("name"), "name", 100))
    desk.changed()
    return run.name


def delete(run: RunDirectory, desk: Desk) -> str:
    """Remove a run that does not train; return its id."""
    run.delete()
    desk.changed()
    return run.id


def _demand_room(desk: Desk) -> None:
    most = desk.options.max_waiting_trainings
    if len(waiting(desk.runs.look())) >= most:
        raise QueueFullError(
            tr("{most} trainings wait already, and no more may. Delete some, or try again when "
               "they have had their turn.", most=most)
        )  # fmt: skip


def _wish(run: RunDirectory, word: str) -> None:
    state = run.state()
    if state.is_training:
        run.ask(word)
    elif state.state == "queued" and word == "stop":
        _leave_queue(run)
    elif state.state == "queued":
        raise RunError(tr("This training waits for its turn: it can only be stopped."))
    else:
        raise RunError(
            tr("This run does not train at this moment (it is {state}).", state=state.state)
        )


def _leave_queue(run: RunDirectory) -> None:
    """Take a run out of the queue; one whose process is just starting is asked to stop."""
    try:
        with run.lock():
            claimed = claim_of(run.path)
            if claimed is None or not claimed.is_alive:
                run.writer().set_state(
                    state="stopped", queue=None, reason=tr("stopped before its turn came")
                )
                return
    except RunError:
        if not run.is_held():
            raise
    run.ask("stop")


def _resume(run: RunDirectory, epochs: int | None, desk: Desk) -> None:
    state = run.state()
    _check_resume(run, state, epochs)
    _demand_room(desk)
    with run.lock():
        run.forget_asked()
        forget_claim(run.path)
        run.writer().set_state(
            state="queued", queue=LAB, error=None, reason=None, epochs=epochs or state.epochs
        )


def _check_resume(run: RunDirectory, state: RunState, epochs: int | None) -> None:
    if run.facts.get("kind") != "train" or not run.facts.get("config"):
        raise RunError(tr("This run was trained by a script of one's own: start the script again."))
    if not state.can_resume:
        raise RunError(
            tr("This run is {state}: there is nothing to go on with.", state=state.state)
        )
    finished = state.state == "finished" and state.epoch >= (epochs or state.epochs or 0)
    if finished or (epochs is not None and epochs <= state.epoch):
        raise RunError(
            tr("This run has trained {n} epochs. To go on, say how many there shall be in all: "
               '"epochs" above {n}.', n=state.epoch)
        )  # fmt: skip
