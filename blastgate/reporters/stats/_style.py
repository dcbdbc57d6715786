"""What the page of figures adds to the common look: its charts."""

from __future__ import annotations

STYLE = """
svg.chart { display: block; width: 100%; height: auto }
@media screen { figure { overflow-x: auto } svg.chart { min-width: 600px } }
.share { fill: var(--pale) } .ai { fill: var(--ai) } .other { fill: var(--other) } .hint { fill: transparent }
.rolling { fill: none; stroke: var(--ai); stroke-width: 2; stroke-linejoin: round } .dot { fill: var(--ai) }
.grid { stroke: var(--rule); stroke-width: 1 }
.tick { fill: var(--soft); font-size: 12px } .end { text-anchor: end } .mid { text-anchor: middle }
.key { display: inline-block; width: 12px; height: 12px; margin: 0 4px 0 12px; border-radius: 2px;
  vertical-align: -1px }
.key:first-child { margin-left: 0 }
.key.share { background: var(--pale) } .key.ai { background: var(--ai) } .key.other { background: var(--other) }
.key.rolling { background: var(--ai); height: 3px; vertical-align: 3px }
th.s, td.s { width: 1%; padding: 0 0 0 20px }
.spark { display: block }
@media print { .share, .ai, .other, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""
