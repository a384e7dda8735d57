"""The lab's pages: each an empty frame that the view's modules fill.

They are served plainly, with no script in their text, so that a page can forbid such scripts
(Content-Security-Policy) and goes on with what it remembers when the server was restarted.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from starlette.responses import HTMLResponse

from neurarium.lab.assets import Assets
from neurarium.lab.security import CONTENT_POLICY
from neurarium.language import tr


@dataclass(frozen=True)
class Page:
    """A page: its address, its title, and its script and styles inside the package."""

    path: str
    title: str
    description: str
    entry: str
    styles: str


PAGES = (
    Page("/", "Playground", "Watch a neural network learn, change it, understand why.",
         "lab/playground_page.js", "view/playground/playground.css"),
    Page("/data", "Data", "Look at what a network learns from.",
         "lab/data_page.js", "view/data/data.css"),
    Page("/train", "Train", "Stack layers, train them on real data, watch every unit.",
         "lab/train_page.js", "view/train/train.css"),
    Page("/try", "Try it", "Draw a digit and watch it go through a trained network.",
         "lab/try_page.js", "view/try/try.css"),
    Page("/runs", "Runs", "Every training, to compare and to take home.",
         "lab/runs_page.js", "view/runs/runs.css"),
)  # fmt: skip
"""All pages, in the order of the navigation (`view/frame/navigation.js` lists them too)."""

FAVICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<circle cx="16" cy="16" r="15" fill="#101828"/>
<g fill="none" stroke="#7fb2e5" stroke-width="1.6" opacity=".9">
<path d="M8 10 16 16M8 22 16 16M16 16 24 16"/>
</g>
<circle cx="8" cy="10" r="3.4" fill="#f59322"/><circle cx="8" cy="22" r="3.4" fill="#0877bd"/>
<circle cx="16" cy="16" r="3.4" fill="#e8eaeb"/><circle cx="24.5" cy="16" r="3.8" fill="#f59322"/>
</svg>
"""
"""Our own: a small network in a round night sky."""

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
{links}
</head>
<body>
<div id="page"></div>
<noscript>{noscript}</noscript>
<script type="module" src="{entry}"></script>
</body>
</html>
"""

_NOT_FOUND = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>body {{ font: 16px system-ui, sans-serif; max-width: 40rem; margin: 20vh auto; padding: 0 1rem; }}</style>
</head>
<body><main><h1>{heading}</h1><p><a href="/">{back}</a></p></main></body>
</html>
"""  # noqa: E501 - one rule, one line


def page_answer(page: Page, assets: Assets) -> HTMLResponse:
    """Return a page with links to the newest edition of its files."""
    edition = assets.look_again()
    base = f"/assets/{edition}"
    links = [f'<link rel="stylesheet" href="{base}/{page.styles}">']
    links += [
        f'<link rel="preload" as="style" href="{base}/{path}">'
        for path in assets.reached(page.styles)
        if path != page.styles
    ]
    links += [
        f'<link rel="modulepreload" href="{base}/{path}">' for path in assets.reached(page.entry)
    ]
    text = _PAGE.format(
        lang="en",
        title=html.escape(f"{tr(page.title)} · neurarium"),
        description=html.escape(tr(page.description)),
        links="\n".join(links),
        noscript=html.escape(tr("This page needs JavaScript.")),
        entry=f"{base}/{page.entry}",
    )
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-cache"}
    return HTMLResponse(text, headers=headers)


def not_found() -> HTMLResponse:
    """Return what an address that nobody knows shows."""
    text = _NOT_FOUND.format(
        lang="en",
        title=html.escape(tr("Not found · neurarium")),
        heading=html.escape(tr("There is no such page in this lab.")),
        back=html.escape(tr("Go to the playground")),
    )
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-cache"}
    return HTMLResponse(text, 404, headers=headers)
