"""Opens the lab: finds a place to listen, says where, serves until Ctrl-C."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import secrets
import socket
import sys
import threading
import webbrowser

import uvicorn
from fastapi import FastAPI

from neurarium.errors import NeurariumError
from neurarium.lab.app import build_app
from neurarium.lab.lab import Lab
from neurarium.lab.limits import MAX_FRAME_BYTES
from neurarium.lab.options import LOOPBACK_NAMES, SET_BY_SERVE, LabOptions
from neurarium.language import tr

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - only named here, not listened on
MOST_PORT = 65_535
SHORT_SWITCH_S = 0.001


class PlaceTakenError(NeurariumError):
    """The lab cannot listen where it was told to."""


def serve(
    host: str = "127.0.0.1",
    port: int = 8080,
    token: str | None = None,
    open_browser: bool = True,
) -> None:
    """Open the lab and serve it until it is interrupted.

    `port` 0 picks a free one. On another `host` than this machine's own a `token` is asked
    for, made up if none is given. Raises `PlaceTakenError` where the port is taken.
    """
    options = guarded(LabOptions(host=host, port=port, token=token))
    listening = listen(host, port)
    options = dataclasses.replace(options, port=listening.getsockname()[1])
    link = link_to(options)
    print(tr("neurarium is at {link}  (Ctrl-C ends it)", link=link), flush=True)
    # A program that was just called runs in the thread that called it: no other has to be woken,
    # and what it used is counted.
    if "JAX_CPU_ENABLE_ASYNC_DISPATCH" not in os.environ:
        os.environ["JAX_CPU_ENABLE_ASYNC_DISPATCH"] = "false"
        os.environ[SET_BY_SERVE] = "1"
    # Threads that compute in Python hand over sooner, so that pages are answered at once.
    sys.setswitchinterval(SHORT_SWITCH_S)
    app = build_app(Lab(options))
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # raised once more after everything has ended
        LabServer(app).run(sockets=[listening])


def guarded(options: LabOptions) -> LabOptions:
    """Return `options` with a token made up where one is needed: on all but this machine's names.

    Another loopback address (127.0.0.2) counts as another host, because who names one may have
    several people on one machine in mind.
    """
    if options.token or options.host in LOOPBACK_NAMES:
        return options
    return dataclasses.replace(options, token=secrets.token_urlsafe(24))


class LabServer(uvicorn.Server):
    """uvicorn, set up for many small frames."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                ws="websockets-sansio",
                ws_max_size=MAX_FRAME_BYTES,
                ws_per_message_deflate=False,  # frames are floats: packing costs more than it saves
                timeout_graceful_shutdown=2,
                server_header=False,
            )
        )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port` (0: a free one).

    Raises `PlaceTakenError`.
    """
    if not 0 <= port <= MOST_PORT:
        raise PlaceTakenError(
            tr("There is no port {port}: ports go from 0 (any free one) to {most}.",
               port=port, most=MOST_PORT)
        )  # fmt: skip
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM,
                                   flags=socket.AI_PASSIVE)  # fmt: skip
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(256)
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        raise PlaceTakenError(_why_not(host, port, error)) from error
    return listening


def _why_not(host: str, port: int, error: OSError | OverflowError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return tr(
            "Port {port} is taken: perhaps a lab is open there already. "
            "Try --port {next}, or --port 0 for any free one.",
            port=port, next=port + 1,
        )  # fmt: skip
    if number == errno.EACCES:
        return tr("Port {port} needs an administrator's rights. Try --port 8080.", port=port)
    return tr('The lab cannot listen at "{host}", port {port}: {why}.', host=host, port=port,
              why=error)  # fmt: skip


def link_to(options: LabOptions) -> str:
    """Return the address under which a browser reaches the lab, its token included."""
    name = options.host
    if name in EVERYWHERE:
        name = socket.gethostname()
    elif ":" in name:
        name = f"[{name}]"
    query = f"?token={options.token}" if options.token else ""
    return f"http://{name}:{options.port}/{query}"
