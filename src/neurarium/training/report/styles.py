"""The report's styles: light and dark, screen, phone and paper."""

STYLES = """
:root { --page: #f4f5f8; --panel: #fff; --ink: #1b2030; --ink-2: #565d72; --line: #dfe2ea;
  --accent: #4b4ad0; --soft: #ececfb; --bar: #8f8ee6; --ok: #0f7a4a; --bad: #b3261e;
  --quiet: #868da1; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1119; --panel: #151b27; --ink: #e8ebf4;
  --ink-2: #a2abc0; --line: #2b3548; --accent: #a5a7ff; --soft: #262a4d; --bar: #6365c8;
  --ok: #6fdca7; --bad: #ffb4ac; --quiet: #8e99b1; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
  sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 0 0 12px; }
h3 { font-size: 15px; margin: 18px 0 8px; }
p { margin: 0 0 10px; } .quiet { color: var(--ink-2); }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
  padding: 18px; margin-top: 16px; break-inside: avoid-page; }
.figures { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 16px; }
.figure { background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
  padding: 10px 16px; flex: 1 1 130px; }
.figure b { display: block; font-size: 24px; font-weight: 650; }
.figure span { color: var(--ink-2); font-size: 13px; }
.charts { display: flex; flex-wrap: wrap; gap: 12px; }
.charts svg { flex: 1 1 320px; min-width: 0; max-width: 100%; height: auto; }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--ink-2); }
.key i { display: inline-block; width: 22px; height: 3px; vertical-align: middle;
  margin-right: 6px; background: var(--quiet); } .key i.v { background: var(--accent); }
.key i.b { height: 0; background: none; border-top: 2px dashed var(--quiet); }
.ink { fill: var(--ink); } text.quiet { fill: var(--ink-2); } .grid { stroke: var(--line); }
path.c0 { stroke: var(--accent); } circle.c0 { fill: var(--accent); }
path.c-quiet { stroke: var(--quiet); } circle.c-quiet { fill: var(--quiet); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
th { color: var(--ink-2); font-weight: 600; } th:first-child, td:first-child { text-align: left; }
td.left, th.left { text-align: left; } td.wrap { white-space: normal;
  overflow-wrap: anywhere; }
tr.best td { background: var(--soft); font-weight: 600; }
.bar { display: inline-block; height: 10px; border-radius: 3px; background: var(--bar);
  min-width: 1px; } .bar.mine { background: var(--accent); }
.track { display: block; width: 180px; text-align: left; }
.layers td, .layers th { text-align: left; white-space: normal; }
.beside td:first-child { white-space: normal; min-width: 130px; }
.beside td:last-child, .beside th:last-child { white-space: normal; text-align: left;
  min-width: 150px; overflow-wrap: anywhere; } tr.mine td { font-weight: 650; }
.matrix td, .matrix th { padding: 3px 6px; text-align: center; min-width: 34px; font-size: 13px; }
.matrix th[scope=row] { text-align: right; } .matrix td { border: 1px solid var(--line); }
.matrix td.right { --tint: var(--ok); } .matrix td.wrong { --tint: var(--bad); }
.matrix td { background: color-mix(in srgb, var(--tint) calc(var(--share) * 45%), transparent); }
.gallery { display: flex; flex-wrap: wrap; gap: 10px; }
.gallery figure { margin: 0; width: 92px; font-size: 12px; line-height: 1.35; }
.gallery img { width: 92px; height: 92px; object-fit: contain; background: #000;
  border-radius: 6px; }
img { image-rendering: pixelated; } .weights { max-width: 100%; height: auto; }
pre { background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 10px;
  overflow-x: auto; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  margin: 0 0 12px; }
.failed { color: var(--bad); }
@media (max-width: 480px) { .track { width: 90px; } section { padding: 14px; }
  .beside .track { display: none; } .beside td, .beside th { min-width: 0 !important; }
  th, td { padding: 4px 7px; } }
@media print { :root { --page: #fff; } body { font-size: 12px; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 8px 0; } .wide { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
