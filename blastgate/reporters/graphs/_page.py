"""How the page of a graph looks, and what a click and a search do. Without the script it is a picture and tables."""

from __future__ import annotations

STYLE = """
body { max-width: none }
.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center;
  padding: 10px 0; background: var(--page); border-bottom: 1px solid var(--rule) }
.bar input { font: inherit; color: inherit; background: var(--tile); border: 1px solid var(--rule);
  border-radius: 6px; padding: 5px 10px; min-width: min(280px, 100%) }
.bar output { color: var(--soft) }
.legend { color: var(--soft); font-size: 13px; margin: 8px 0 }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin: 0 4px 0 12px;
  vertical-align: -1px }
.legend i:first-child { margin-left: 0 }
.legend .line { height: 0; width: 22px; border-top: 2px solid var(--soft); vertical-align: 4px; border-radius: 0 }
.legend .line.dashed { border-top-style: dashed }
figure { overflow: auto; max-height: 80vh; border: 1px solid var(--rule); border-radius: 8px }
svg { display: block }
.node { cursor: pointer } .box { fill: var(--tile); stroke: var(--rule) }
.node text { fill: var(--ink); font-size: 13px }
.node:focus { outline: none } .node:focus .box { stroke: var(--ai); stroke-width: 2 }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: .45 } .edge.dashed { stroke-dasharray: 5 4 }
marker path { fill: var(--soft) }
.service { fill: #0969da; background: #0969da } .app { fill: #8250df; background: #8250df }
.library { fill: #1a7f37; background: #1a7f37 } .infra { fill: #bc4c00; background: #bc4c00 }
.tool { fill: #6e7781; background: #6e7781 } .docs { fill: #9a6700; background: #9a6700 }
.affected .box { fill: #f9d0c4; stroke: #b60205 } .affected text { fill: #1f2328 }
.focus .box { stroke-width: 3 }
i.mark { background: #f9d0c4; border: 1px solid #b60205 }
.picked .node, .picked tr[data-n] { opacity: .25 } .picked .edge { opacity: .06 }
.picked .on, .picked tr.on { opacity: 1 } .picked .edge.on { opacity: .95; stroke: var(--ai); stroke-width: 1.8 }
.chosen .box { stroke: var(--ai); stroke-width: 2.5 }
tr[hidden] { display: none } td a { color: inherit }
@media print { .bar, .legend { position: static } figure { max-height: none; border: 0 } }
"""

SCRIPT = """
"use strict";
const all = (what) => [...document.querySelectorAll(what)];
const nodes = new Map(all(".node").map((node) => [node.dataset.n, node]));
const edges = all(".edge"), rows = all("tr[data-n]");
const search = document.querySelector("input"), said = document.querySelector("output");
document.querySelector(".bar").hidden = false;
const ways = (from, to) => {
  const found = new Map();
  for (const edge of edges) {
    const key = edge.dataset[from];
    if (!found.has(key)) found.set(key, []);
    found.get(key).push([edge.dataset[to], edge]);
  }
  return found;
};
const uses = ways("a", "b"), users = ways("b", "a");
const loose = ([, edge]) => edge.classList.contains("dashed");
const reach = (start, steps) => {
  const seen = new Set([start]), passed = new Set(), queue = [start];
  while (queue.length) {
    for (const [next, edge] of (steps.get(queue.pop()) || []).filter((step) => !loose(step))) {
      passed.add(edge);
      if (!seen.has(next)) { seen.add(next); queue.push(next); }
    }
  }
  return [seen, passed];
};
const beside = (id, steps) => (steps.get(id) || []).filter(loose);
const mark = (ids, passed) => {
  document.body.classList.toggle("picked", ids !== null);
  for (const [id, node] of nodes) node.classList.toggle("on", ids !== null && ids.has(id));
  for (const edge of edges) edge.classList.toggle("on", passed.has(edge));
  for (const row of rows) row.classList.toggle("on", ids !== null && ids.has(row.dataset.n));
};
const clear = () => {
  mark(null, new Set());
  for (const node of nodes.values()) node.classList.remove("chosen");
  said.textContent = "";
};
const pick = (id) => {
  clear();
  const [below, down] = reach(id, uses), [above, up] = reach(id, users);
  const calls = beside(id, uses), callers = beside(id, users), near = [...calls, ...callers];
  const ends = near.map(([end]) => end), lines = near.map(([, edge]) => edge);
  mark(new Set([...below, ...above, ...ends]), new Set([...down, ...up, ...lines]));
  nodes.get(id).classList.add("chosen");
  const code = `by code depends on ${below.size - 1}, used by ${above.size - 1}`;
  const dashed = `dashed: depends on ${calls.length}, used by ${callers.length}`;
  said.textContent = `${nodes.get(id).dataset.name}: ${code}; ${dashed}`;
};
const hits = () => {
  const wanted = search.value.trim().toLowerCase();
  return wanted ? [...nodes].filter(([, node]) => node.dataset.name.toLowerCase().includes(wanted)) : [];
};
search.addEventListener("input", () => {
  clear();
  const found = new Set(hits().map(([id]) => id)), wanted = search.value.trim() !== "";
  for (const row of rows) row.hidden = wanted && !found.has(row.dataset.n);
  if (!wanted) return;
  mark(found, new Set());
  said.textContent = `${found.size} found` + (found.size ? ", Enter shows the first" : "");
});
document.addEventListener("keydown", (event) => {
  const here = document.activeElement;
  if (event.key === "Escape") {
    search.value = "";
    search.dispatchEvent(new Event("input"));
  } else if (event.key === "Enter" && (here === search ? hits().length : here.dataset.n !== undefined)) {
    const id = here === search ? hits()[0][0] : here.dataset.n;
    pick(id);
    nodes.get(id).scrollIntoView({ block: "center", inline: "center" });
  }
});
document.addEventListener("click", (event) => {
  const node = event.target.closest(".node"), link = event.target.closest("a[data-n]");
  if (node || link) pick((node || link).dataset.n);
  else if (event.target.closest("figure")) clear();
});
"""
