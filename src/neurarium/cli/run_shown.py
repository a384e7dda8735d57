"""`neurarium runs show`: one run from its first setting to its test."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.runs_list import STATE_STYLES, begun
from neurarium.cli.training_plan import print_plan
from neurarium.cli.training_result import print_result, print_where
from neurarium.cli.training_words import duration
from neurarium.language import tr
from neurarium.training.runs import RunDirectory


def print_run(console: Console, run: RunDirectory) -> None:
    """Print state, settings, result and what can be done next."""
    facts, state = run.facts, run.state()
    head = Text(run.name, style="bold")
    head.append("  ").append(tr(state.state), style=STATE_STYLES.get(state.state, ""))
    console.print(head)
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    rows.add_row(tr("begun"), begun(facts.get("created")))
    if facts.get("command") and not facts.get("config"):
        rows.add_row(tr("command"), str(facts["command"]))
    done = tr("{epoch} of {epochs}", epoch=state.epoch, epochs=state.epochs or "?")
    rows.add_row(tr("epochs"), tr("{done}, trained for {time}", done=done,
                                  time=duration(state.trained_s)))  # fmt: skip
    if facts.get("of"):
        rows.add_row(tr("repeats"), str(facts["of"]))
    if facts.get("group"):
        rows.add_row(tr("group"), str(facts["group"]))
    if state.error or state.reason:
        rows.add_row(tr("ended"), Text(str(state.error or state.reason),
                                       style="red" if state.error else ""))  # fmt: skip
    console.print(rows)
    console.print()
    if facts.get("config"):
        print_plan(console, facts, tr("What it was asked to do"))
    for event in run.lines("event"):
        console.print(
            Text(tr("epoch {epoch}: {text}", epoch=event.get("epoch"), text=event.get("text")),
                 style="yellow")
        )  # fmt: skip
    print_result(console, run)
    print_where(console, run)
