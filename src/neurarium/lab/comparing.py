"""What a page says of a comparison: begin, run, pause, stop, open one of the variants."""

from __future__ import annotations

from neurarium.errors import NeurariumError
from neurarium.lab.comparison import Comparison
from neurarium.lab.lab import Lab
from neurarium.lab.messages import Compare, CompareCommand, CompareOpen, MessageError
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import message_text
from neurarium.lab.sessions import Compared, Session
from neurarium.language import tr
from neurarium.playground.message import Message


def compare(lab: Lab, session: Session, line: PageLine, message: Compare) -> None:
    """Begin a comparison, in place of the one before."""
    lab.sessions.stop_comparison(session)
    comparison = Comparison(session.studio, message.axes)
    seat = lab.scheduler.seat(comparison)
    session.compared = Compared(comparison, seat)

    def begin() -> None:
        try:
            comparison.begin()
        except NeurariumError as error:
            line.post(message_text(Message("error", str(error))))

    lab.scheduler.submit(seat, begin)


def compare_again(lab: Lab, session: Session, message: CompareCommand | CompareOpen) -> None:
    """Do what is asked of the comparison that is there; raises `MessageError` if there is none."""
    compared = session.compared
    if compared is None:
        raise MessageError(tr("Nothing is being compared."))
    if isinstance(message, CompareOpen):
        lab.scheduler.submit(
            compared.seat, lambda: _open(lab, session, compared.comparison, message.index)
        )
    elif message.type == "compare_stop":
        lab.sessions.stop_comparison(session)
    else:
        running = message.type == "compare_run"
        lab.scheduler.submit(compared.seat, lambda: compared.comparison.set_running(running))


def _open(lab: Lab, session: Session, comparison: Comparison, index: int) -> None:
    """Make a variant the session's playground (a job of the comparison's)."""
    found = comparison.opened(index)
    studio = session.studio
    if found is None:
        text = tr("There is no variant {index}.", index=index)
        studio.tell(Message("error", text))
        return
    comparison.set_running(False)

    def take_over() -> None:
        if studio.trainer is not None:
            studio.set_running(False)
            studio.trainer.open(*found)
            studio.changed(rewritten=True)

    lab.scheduler.submit(session.seat, take_over)
