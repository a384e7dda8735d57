"""The frame of the lab's other pages: NiceGUI, mounted behind our own routes.

Whatever address our own routes do not know comes here. The pages to come (data, training runs,
drawings) are `@ui.page` functions that begin with `frame(…)`; today it shows what is not found.
"""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui

from neurarium.lab.playground_page import FAVICON
from neurarium.language import tr

RECONNECT_S = 600.0
"""A page that was away for less (a laptop that slept) goes on without being loaded again."""


def mount_pages(app: FastAPI) -> None:
    """Mount NiceGUI into `app`, which is ours: guard, routes and life stay with it."""
    ui.run_with(
        app,
        root=_not_found,
        title="neurarium",
        favicon=FAVICON.replace("\n", ""),
        dark=None,
        language="en-US",
        reconnect_timeout=RECONNECT_S,
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )


def frame(title: str) -> None:
    """Begin a page: its title, and the way to the lab's other pages."""
    ui.page_title(f"{title} · neurarium")
    with ui.header().props("bordered").classes("items-center"), ui.element("nav"):
        ui.link(tr("Playground"), "/").classes("text-white")


def _not_found() -> None:
    ui.context.client.status_code = 404
    frame(tr("Not found"))
    ui.label(tr("There is no such page in this lab.")).props("role=heading aria-level=1")
    ui.link(tr("Go to the playground"), "/")
