"""The page of the playground: an empty frame that the view's modules fill.

It is served plainly, not as a NiceGUI page: NiceGUI reloads a page whose server was restarted,
while ours goes on with the network that it still remembers; a page without scripts in its text
can forbid them (Content-Security-Policy); and the first picture comes 0.25 s earlier.
"""

from __future__ import annotations

import html

from starlette.responses import HTMLResponse

from neurarium.lab.assets import ENTRY, STYLES, Assets
from neurarium.lab.security import CONTENT_POLICY
from neurarium.language import tr

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
<div id="playground"></div>
<noscript>{noscript}</noscript>
<script type="module" src="{entry}"></script>
</body>
</html>
"""


def playground_page(assets: Assets) -> HTMLResponse:
    """Return the page with links to the newest edition of its files."""
    edition = assets.look_again()
    base = f"/assets/{edition.fingerprint}"
    links = [f'<link rel="stylesheet" href="{base}/{STYLES}">']
    links += [
        f'<link rel="preload" as="style" href="{base}/{path}">'
        for path in edition.styles
        if path != STYLES
    ]
    links += [f'<link rel="modulepreload" href="{base}/{path}">' for path in edition.modules]
    text = _PAGE.format(
        lang="en",
        title=html.escape(tr("Playground · neurarium")),
        description=html.escape(tr("Watch a neural network learn, change it, understand why.")),
        links="\n".join(links),
        noscript=html.escape(tr("The playground needs JavaScript.")),
        entry=f"{base}/{ENTRY}",
    )
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-cache"}
    return HTMLResponse(text, headers=headers)
