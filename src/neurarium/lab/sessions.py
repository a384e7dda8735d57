"""The sessions of a lab: made, found again after a reload, freed when nobody is left.

Only the event loop's thread touches this.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from neurarium.errors import NeurariumError
from neurarium.lab.comparison import Comparison
from neurarium.lab.options import LabOptions
from neurarium.lab.page_line import PageLine
from neurarium.lab.scheduler import Scheduler, Seat
from neurarium.lab.studio import Studio
from neurarium.language import tr

MAX_UPLOADS = 2


class LabFullError(NeurariumError):
    """No further session or page fits."""


@dataclass(frozen=True)
class Compared:
    """A comparison and its seat."""

    comparison: Comparison
    seat: Seat


@dataclass(eq=False)
class Session:
    """One playground in the lab and the pages that look at it.

    `uploads` holds the newest files sent to it, by their names here. `empty_since_s` is when
    the last page closed, None while one is open.
    """

    id: str
    studio: Studio
    seat: Seat
    lines: list[PageLine] = field(default_factory=list)
    uploads: dict[str, Any] = field(default_factory=dict)
    empty_since_s: float | None = None
    compared: Compared | None = None

    def keep_upload(self, table: Any) -> str:
        """Keep what an uploaded file held and return its name; the oldest is forgotten."""
        name = secrets.token_urlsafe(9)
        self.uploads[name] = table
        while len(self.uploads) > MAX_UPLOADS:
            del self.uploads[next(iter(self.uploads))]
        return name


class Sessions:
    """All sessions, by an id that nobody can guess. `clock` counts seconds."""

    def __init__(
        self,
        options: LabOptions,
        scheduler: Scheduler,
        make_studio: Callable[[str], Studio],
        clock: Callable[[], float],
    ) -> None:
        self._options = options
        self._scheduler = scheduler
        self._make_studio = make_studio
        self._clock = clock
        self._sessions: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def find(self, session_id: str | None) -> Session | None:
        """Return the session of that id while it lives."""
        return self._sessions.get(session_id) if session_id else None

    def create(self) -> Session:
        """Return a new session. If there are too many, the one left longest makes room.

        Raises `LabFullError` when all of them are looked at.
        """
        if len(self._sessions) >= self._options.max_sessions:
            self._free_longest_left()
        session_id = secrets.token_urlsafe(18)
        studio = self._make_studio(session_id)
        session = Session(session_id, studio, self._scheduler.seat(studio))
        session.empty_since_s = self._clock()
        self._sessions[session_id] = session
        return session

    def attach(self, session: Session, line: PageLine) -> None:
        """Let a page look at the session, beside those that do; raises `LabFullError`."""
        if len(session.lines) >= self._options.max_pages_per_session:
            raise LabFullError(
                tr("This playground is already open in {count} pages; close one of them.",
                   count=len(session.lines))
            )  # fmt: skip
        session.lines.append(line)
        session.empty_since_s = None

    def detach(self, session: Session, line: PageLine) -> None:
        """A page is gone; its session stays for some minutes."""
        if line in session.lines:
            session.lines.remove(line)
        session.studio.remove(line)
        if not session.lines:
            session.empty_since_s = self._clock()

    def stop_comparison(self, session: Session) -> None:
        """End what is being compared, if anything is."""
        if session.compared is not None:
            self._scheduler.leave(session.compared.seat)
            session.compared = None

    def sweep(self) -> int:
        """Free the sessions that nobody has looked at for long enough; return how many."""
        limit_s = self._clock() - self._options.session_minutes * 60
        gone = [
            session
            for session in self._sessions.values()
            if session.empty_since_s is not None and session.empty_since_s <= limit_s
        ]
        for session in gone:
            self._free(session)
        return len(gone)

    def _free_longest_left(self) -> None:
        left = [s for s in self._sessions.values() if s.empty_since_s is not None]
        if not left:
            raise LabFullError(
                tr("This lab is full: {count} playgrounds are open. Try again when somebody has "
                   "closed one.", count=len(self._sessions))
            )  # fmt: skip
        self._free(min(left, key=lambda session: session.empty_since_s or 0.0))

    def _free(self, session: Session) -> None:
        self.stop_comparison(session)
        self._scheduler.leave(session.seat)
        session.studio.close()
        del self._sessions[session.id]
