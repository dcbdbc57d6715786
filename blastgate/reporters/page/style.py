"""The look that every page shares: light, dark, and on paper."""

from __future__ import annotations

BASE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1f2328; --soft: #59636e; --rule: #d1d9e0; --tile: #f6f8fa;
  --ai: #0969da; --pale: #b6d7ff; --other: #c8d1da; --warn: #9a6700; --bad: #cf222e; --good: #1a7f37 }
@media screen and (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9198a1;
  --rule: #30363d; --tile: #161b22; --ai: #58a6ff; --pale: #1f4a80; --other: #3d444d; --warn: #d29922;
  --bad: #f85149; --good: #3fb950 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 32px 24px 48px; max-width: 1040px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px }
h2 { font-size: 18px; margin: 36px 0 8px }
p { margin: 0 0 8px; overflow-wrap: anywhere }
code { font: 13px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.soft, figcaption { color: var(--soft) }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 24px 0 0 }
.tile { background: var(--tile); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 16px }
.tile b { display: block; font-size: 26px; line-height: 1.3; font-variant-numeric: tabular-nums }
.tile span { display: block; color: var(--soft); font-size: 13px }
figure { margin: 0 } figcaption { font-size: 13px; margin-top: 4px }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--rule); white-space: nowrap }
th { font-size: 13px; font-weight: 600; color: var(--soft) }
th.n, td.n { text-align: right }
td:first-child, td.w { white-space: normal; overflow-wrap: anywhere; min-width: 8em }
tr.sum td { font-weight: 600; border-bottom: 0 }
.missing { color: var(--warn) }
ul { margin: 0; padding-left: 20px } li { margin: 0 0 4px; overflow-wrap: anywhere }
footer { margin-top: 36px; border-top: 1px solid var(--rule); padding-top: 8px; color: var(--soft); font-size: 13px }
@media print { @page { margin: 14mm } body { padding: 0; max-width: none; font-size: 11pt }
  .tile { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  figure, tr, .tiles { break-inside: avoid } h2 { break-after: avoid } .wide { overflow: visible } }
"""
