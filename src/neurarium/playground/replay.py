"""A training as one HTML file that plays by itself: no server, no network, no outside file.

The recording travels as docs/protocol.md, section "Recording", says; the view's modules are
inlined as one script.
"""

from __future__ import annotations

import base64
import html
import json
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neurarium.language import tr
from neurarium.playground.recording import Recording, Rows
from neurarium.playground.state_message import network_json, points_json, setup_json
from neurarium.playground.trainer import Trainer
from neurarium.playground.words import settings_in_words, title_in_words
from neurarium.view.bundle import bundle, stylesheet

FORMAT = 1
MAX_BYTES = 1_900_000
ENTRY = "replay.js"
STYLES = "playground/playground.css"
_LEAST_ROWS = 50
_FEWEST_SEGMENTS = 2
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:"
)


def replay_html(trainer: Trainer, max_bytes: int = MAX_BYTES) -> str:
    """Return the page of everything that `trainer` recorded.

    Epochs, and stretches between two changes, are thinned evenly where the page would need more
    than `max_bytes`; at least some fifty epochs stay, however large the network is.
    """
    script, styles = bundle(ENTRY), stylesheet(STYLES)
    data = replay_data(trainer, max_bytes - len(script) - len(styles))
    segment = trainer.shown.segment
    title = html.escape(f"{title_in_words(segment)} · neurarium")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f'<meta name="description" content="{html.escape(settings_in_words(segment))}">',
            f"<title>{title}</title>",
            f"<style>{_in_style(styles)}</style>",
            "</head>",
            "<body>",
            '<div id="replay"></div>',
            f"<noscript>{html.escape(tr('This page needs JavaScript to play.'))}</noscript>",
            f'<script type="application/json" id="recording">{_in_script_json(data)}</script>',
            f"<script>\nconst view = {_in_script(script)};",
            'const recording = JSON.parse(document.getElementById("recording").textContent);',
            'view.mountReplay(document.getElementById("replay"), recording);',
            "</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def replay_data(trainer: Trainer, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Return the recording as plain values, thinned until it needs about `max_bytes` as JSON."""
    setup = setup_json(trainer.setup)
    recording = _fewer_changes(trainer.recording, max_bytes * 3 // 4)
    recording = _thinned(recording, max_bytes - _bytes_of_segments(recording) - 2_000)
    segments = recording.segments()
    return {
        "format": FORMAT,
        "setup": setup,
        "points": points_json(segments[0].segment.points),
        "segments": [
            _segment_json(rows, before, trainer)
            for rows, before in zip(segments, [None, *segments], strict=False)
        ],
    }


def _fewer_changes(recording: Recording, max_bytes: int) -> Recording:
    """Return the recording with so few segments that their settings and points fit."""
    while len(recording.segments()) > _FEWEST_SEGMENTS:
        if _bytes_of_segments(recording) <= max_bytes:
            break
        recording = recording.fewer_segments()
    return recording


def _bytes_of_segments(recording: Recording) -> int:
    """Return what settings, and points that are not the same as before, need as JSON."""
    total, before = 0, None
    for rows in recording.segments():
        total += len(rows.segment.config.model_dump_json(exclude={"data": {"custom"}})) + 500
        if rows.segment.points is not before:
            before = rows.segment.points
            total += len(json.dumps(points_json(before)))
    return total


def _thinned(recording: Recording, max_bytes: int) -> Recording:
    """Return the recording thinned until its base64 (4 characters for 3 bytes) fits."""
    while _packed_bytes(recording) > max_bytes and len(recording) > _LEAST_ROWS:
        thinner = recording.thinned(max(_LEAST_ROWS, len(recording) - 1))
        if len(thinner) == len(recording):
            break
        recording = thinner
    return recording


def _packed_bytes(recording: Recording) -> int:
    numbers = sum(len(b) * (b.segment.network.size + 3) for b in recording.blocks)
    return numbers * 4 * 4 // 3


def _segment_json(rows: Rows, before: Rows | None, trainer: Trainer) -> dict[str, Any]:
    segment = rows.segment
    same = before is None or before.segment.points is segment.points
    setup = trainer.setup.model_copy(update={"config": segment.config})
    return {
        "network": network_json(segment.network),
        "config": setup_json(setup)["config"],
        "points": None if same else points_json(segment.points),
        "epochs": _packed(rows.epochs, "<u4"),
        "parameters": _packed(rows.states[:, : segment.network.size], "<f4"),
        "loss_train": _packed(rows.loss_train, "<f4"),
        "loss_test": _packed(rows.loss_test, "<f4"),
    }


def _packed(values: ArrayLike, dtype: str) -> str:
    with np.errstate(over="ignore"):
        return base64.b64encode(np.ascontiguousarray(values, dtype=dtype).tobytes()).decode("ascii")


def _in_script_json(data: dict[str, Any]) -> str:
    """Return JSON that no parser of HTML can take for the end of its script."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _in_script(code: str) -> str:
    """Return code in which the letters that end a script are written with escapes."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _in_style(styles: str) -> str:
    return styles.replace("</style", "<\\/style")
