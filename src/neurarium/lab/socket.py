"""The WebSocket of one page: reads what it says, hands it on, and never dies of it.

- A message that cannot be understood is answered by a sentence; the session lives on.
- A page that is too fast is read later, not refused (see `rate_limit.py`).
- Several pages may look at one session (a tab that was duplicated, a projector): all of them see
  it and all of them may act; each has its own flow of frames.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from starlette.websockets import WebSocket, WebSocketDisconnect

from neurarium.errors import NeurariumError
from neurarium.lab import messages as said
from neurarium.lab.actions import Change, act
from neurarium.lab.comparing import compare, compare_again
from neurarium.lab.lab import Lab
from neurarium.lab.openings import trainer_for
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import message_text
from neurarium.lab.rate_limit import Bucket
from neurarium.lab.sessions import LabFullError, Session
from neurarium.lab.uploads import use_csv
from neurarium.language import tr
from neurarium.playground.message import Message

HELLO_WITHIN_S = 20.0
MESSAGES_PER_S, MESSAGE_BURST = 60, 300
ACKS_PER_S, ACK_BURST = 240, 600
MAX_JOBS = 32
TRY_AGAIN_LATER = 1013
POLICY_VIOLATION = 1008


@dataclass(eq=False)
class _Talk:
    """One page's side of the conversation."""

    lab: Lab
    line: PageLine
    messages: Bucket
    acks: Bucket
    session: Session | None = None


async def playground_socket(websocket: WebSocket, lab: Lab) -> None:
    """Talk with one page until it goes."""
    await websocket.accept()
    now_s = lab.clock()
    line = PageLine(asyncio.get_running_loop(), now_s)
    talk = _Talk(
        lab,
        line,
        Bucket(MESSAGES_PER_S, MESSAGE_BURST, now_s),
        Bucket(ACKS_PER_S, ACK_BURST, now_s),
    )
    delivery = asyncio.create_task(_deliver(websocket, line))
    try:
        await _listen(websocket, talk)
    except WebSocketDisconnect:
        pass  # the page went without a word, as pages do
    finally:
        if talk.session is not None:
            lab.sessions.detach(talk.session, line)
        line.close()
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(delivery, timeout=2)


async def _deliver(websocket: WebSocket, line: PageLine) -> None:
    """Send what is posted; close the socket when the line ends."""
    try:
        await line.deliver(websocket.send_text, websocket.send_bytes)
        await websocket.close(TRY_AGAIN_LATER)
    except (WebSocketDisconnect, RuntimeError):
        line.broken = True  # the page is gone; the listening side hears of it, too


async def _listen(websocket: WebSocket, talk: _Talk) -> None:
    while True:
        waiting = None if talk.session is not None else HELLO_WITHIN_S
        try:
            event = await asyncio.wait_for(websocket.receive(), waiting)
        except TimeoutError:
            await websocket.close(POLICY_VIOLATION)
            return
        if event["type"] == "websocket.disconnect":
            return
        text = event.get("text")
        try:
            message = said.parsed(text if text is not None else event.get("bytes") or b"")
            await _slowed(talk, message)
            await _heard(talk, message)
        except NeurariumError as error:
            talk.line.post(message_text(Message("error", str(error))))
            await _slowed(talk, None)


async def _slowed(talk: _Talk, message: said.AnyMessage | None) -> None:
    """Wait where the page speaks too fast or has too much undone."""
    bucket = talk.acks if isinstance(message, said.Ack) else talk.messages
    wait_s = bucket.take(talk.lab.clock())
    if wait_s > 0:
        await asyncio.sleep(wait_s)
    session = talk.session
    while (
        session is not None
        and not isinstance(message, said.Ack)
        and len(session.seat.jobs) >= MAX_JOBS
    ):
        await asyncio.sleep(0.01)


async def _heard(talk: _Talk, message: said.AnyMessage) -> None:
    lab, line, session = talk.lab, talk.line, talk.session
    match message:
        case said.Ack():
            line.acknowledge(message.frame, lab.clock())
            lab.scheduler.wake()
        case said.Hello():
            if session is not None:
                raise said.MessageError(tr('"hello" is said once, at the beginning.'))
            talk.session = _welcome(lab, line, message)
        case _ if session is None:
            raise said.MessageError(tr('A page says "hello" first.'))
        case said.UseCsv():
            table = session.uploads.get(message.upload)
            lab.scheduler.submit(
                session.seat, lambda: use_csv(session.studio, line, message, table)
            )
        case said.Compare():
            compare(lab, session, line, message)
        case said.CompareOpen() | said.CompareCommand():
            compare_again(lab, session, message)
        case _:
            _submit(lab, session, line, message)


def _submit(lab: Lab, session: Session, line: PageLine, message: Change) -> None:
    lab.scheduler.submit(session.seat, lambda: act(session.studio, line, message))


def _welcome(lab: Lab, line: PageLine, hello: said.Hello) -> Session:
    """Attach a page to the session that it knows, or else to a new one of its own."""
    found = lab.sessions.find(hello.session)
    try:
        session = found or lab.sessions.create()
        lab.sessions.attach(session, line)
    except LabFullError as error:
        line.post(message_text(Message("error", str(error))))
        line.close()
        raise WebSocketDisconnect(TRY_AGAIN_LATER) from error
    studio = session.studio

    def open_studio() -> None:
        studio.add(line)
        if studio.trainer is None:
            trainer, warning = trainer_for(hello)
            studio.open(trainer)
            if warning is not None:
                line.post(message_text(warning))

    lab.scheduler.submit(session.seat, open_studio)
    return session
