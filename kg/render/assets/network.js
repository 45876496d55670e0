"use strict";
// The page's own code. Every text from the graph is written with textContent; nothing is ever parsed as HTML.
const D = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const el = (tag, text, cls) => {
  const e = document.createElement(tag);
  if (text !== undefined && text !== null) e.textContent = text;
  if (cls) e.className = cls;
  return e;
};
const nodes = new vis.DataSet(D.nodes);
const edges = new vis.DataSet(D.edges);
const byId = new Map(D.nodes.map((n) => [n.id, n]));
const edgeById = new Map(D.edges.map((e) => [e.id, e]));
const incident = new Map(D.nodes.map((n) => [n.id, []]));
for (const e of D.edges) {
  incident.get(e.from).push(e);
  if (e.to !== e.from) incident.get(e.to).push(e);
}
const network = new vis.Network($("graph"), { nodes, edges }, D.options);
const off = new Set();

const say = (text) => { $("live").textContent = text; };
const remember = (id) => {
  try { history.replaceState(null, "", "#" + encodeURIComponent(id)); } catch { /* a sandboxed frame has no history */ }
};
const link = (text, action) => {
  const b = el("button", text, "link");
  b.type = "button";
  b.addEventListener("click", action);
  return b;
};
const outside = (url, text) => {
  // Only web addresses become links: a document may hold any text in the place of one.
  if (!/^https?:\/\//i.test(url || "")) return el("span", text || url || "");
  const a = el("a", text || url);
  a.href = url;
  a.rel = "noopener noreferrer";
  a.target = "_blank";
  return a;
};

function facts(rows) {
  const dl = el("dl");
  for (const [key, value] of rows) dl.append(el("dt", key), el("dd", value));
  return dl;
}

function receipt(index) {
  const r = D.receipts[index];
  const doc = D.documents[r.doc];
  const box = el("div", null, "receipt " + r.grade);
  if (r.quote) box.append(el("q", r.quote));
  if (r.citation) box.append(el("p", r.citation), el("p", "Cited from the page; no sentence of it is held here.", "cited"));
  const where = el("p");
  where.append(el("span", [r.what, doc.publisher, doc.published].filter(Boolean).join(" · ") + " "));
  if (doc.url) where.append(outside(doc.url, "source"));
  box.append(where);
  if (r.who) box.append(el("p", "According to " + r.who));
  if (doc.project) {
    const note = el("p");
    note.append(el("span", "Project-written illustration, see its sources", "watermark"));
    box.append(note);
    const list = el("ul");
    for (const s of doc.sources) {
      const li = el("li");
      li.append(el("span", s.publisher ? s.publisher + ": " : ""), outside(s.url, s.title || s.url));
      list.append(li);
    }
    if (doc.sources.length) box.append(list);
  }
  return box;
}

function receipts(panel, list) {
  panel.append(el("h3", list.length === 1 ? "Receipt" : "Receipts (" + list.length + ")"));
  if (!list.length) panel.append(el("p", "No evidence is stored."));
  for (const index of list) panel.append(receipt(index));
}

function edgeText(e, from) {
  const other = byId.get(e.from === from ? e.to : e.from);
  return (e.label || "related to") + " · " + other.name;
}

function showNode(id, move) {
  const n = byId.get(id);
  if (!n) return;
  if (off.has(n.group_)) toggle(n.group_, true);
  network.selectNodes([id]);
  if (move) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: false });
  const p = $("panel");
  p.replaceChildren(el("h2", n.name), facts([["kind", n.kind], ...n.facts]));
  if (n.aliases.length) p.append(el("p", "Also: " + n.aliases.join(", ")));
  const list = incident.get(id);
  p.append(el("h3", "Relations (" + list.length + ")"));
  const ul = el("ul");
  ul.id = "relations";
  for (const e of list) {
    const li = el("li");
    li.append(link(edgeText(e, id), () => showEdge(e.id)));
    const other = e.from === id ? e.to : e.from;
    li.append(link("→", () => showNode(other, true)));
    li.lastChild.setAttribute("aria-label", "Go to " + byId.get(other).name);
    ul.append(li);
  }
  p.append(ul);
  if (n.receipts.length) receipts(p, n.receipts);
  p.scrollTop = 0;
  remember(id);
  say(n.name + ", " + n.kind + ", " + list.length + " relations");
}

function showEdge(id) {
  const e = edgeById.get(id);
  if (!e) return;
  network.selectEdges([id]);
  const p = $("panel");
  p.replaceChildren(el("h2", e.label || "relation"));
  const ends = el("p");
  ends.append(link(byId.get(e.from).name, () => showNode(e.from, true)), el("span", " — "), link(byId.get(e.to).name, () => showNode(e.to, true)));
  p.append(ends, facts(e.facts));
  receipts(p, e.receipts);
  p.scrollTop = 0;
  remember(id);
  say((e.label || "relation") + ", " + e.receipts.length + " receipts");
}

network.on("selectNode", (ev) => showNode(ev.nodes[0], false));
network.on("selectEdge", (ev) => { if (!ev.nodes.length && ev.edges.length) showEdge(ev.edges[0]); });

// Search: labels, aliases and identifiers; accents and case do not matter.
const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const index = D.nodes.map((n) => [fold([n.name, ...n.aliases, n.id].join("\n")), n]);
function find(text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const rank = (n) => {
    const l = fold(n.name);
    if (l === wanted || fold(n.id) === wanted) return 0;
    if (n.aliases.some((a) => fold(a) === wanted)) return 1;
    return l.startsWith(wanted) ? 2 : l.includes(wanted) ? 3 : 4;
  };
  return index.filter(([hay]) => hay.includes(wanted)).map(([, n]) => n)
    .sort((a, b) => rank(a) - rank(b) || incident.get(b.id).length - incident.get(a.id).length || (a.id < b.id ? -1 : 1));
}
function suggest() {
  const found = find($("q").value);
  const shown = found.slice(0, 30);
  $("hits").replaceChildren(...shown.map((n) => {
    const li = el("li");
    li.append(link(n.name + " · " + n.kind, () => { $("hits").replaceChildren(); showNode(n.id, true); }));
    return li;
  }));
  if (found.length > shown.length) $("hits").append(el("li", "showing " + shown.length + " of " + found.length));
  if ($("q").value.trim() && !found.length) $("hits").append(el("li", "No match."));
  say(found.length + " matches");
}
$("q").addEventListener("input", suggest);
$("q").addEventListener("keydown", (ev) => {
  if (ev.key === "Escape") $("hits").replaceChildren();
  if (ev.key === "ArrowDown") { const b = $("hits").querySelector("button"); if (b) { b.focus(); ev.preventDefault(); } }
  if (ev.key !== "Enter") return;
  const [first] = find($("q").value);
  $("hits").replaceChildren();
  if (first) showNode(first.id, true);
  else $("panel").replaceChildren(el("p", "No match for " + $("q").value));
});
$("hits").addEventListener("keydown", (ev) => {
  const step = ev.key === "ArrowDown" ? 1 : ev.key === "ArrowUp" ? -1 : 0;
  if (ev.key === "Escape") { $("hits").replaceChildren(); $("q").focus(); }
  if (!step) return;
  const all = [...$("hits").querySelectorAll("button")];
  const next = all[all.indexOf(document.activeElement) + step];
  (next || $("q")).focus();
  ev.preventDefault();
});
document.addEventListener("keydown", (ev) => {
  if (ev.key === "/" && !/^(input|textarea|select)$/i.test(document.activeElement.tagName)) { $("q").focus(); ev.preventDefault(); }
});

// The legend is the filter.
function toggle(group, on) {
  if (on) off.delete(group); else off.add(group);
  nodes.update(D.nodes.filter((n) => n.group_ === group).map((n) => ({ id: n.id, hidden: !on })));
  const box = document.querySelector('input[data-group="' + CSS.escape(group) + '"]');
  if (box) box.checked = on;
  count();
}
function count() {
  const n = D.nodes.filter((x) => !off.has(x.group_)).length;
  const m = D.edges.filter((e) => !off.has(byId.get(e.from).group_) && !off.has(byId.get(e.to).group_)).length;
  $("count").textContent = "showing " + n + " of " + D.nodes.length + " nodes, " + m + " of " + D.edges.length + " edges";
}
const PATHS = { dot: "M7 1a6 6 0 1 0 .01 0z", square: "M2 2h10v10H2z", diamond: "M7 0l7 7-7 7-7-7z", triangle: "M7 1l6.5 12H.5z", triangleDown: "M7 13L.5 1h13z", hexagon: "M3.5 1h7L14 7l-3.500 6h-7L0 7z", star: "M7 0l2 5h5l-4 3 1.500 6L7 10.500 2.500 14 4 8 0 5h5z", box: "M0 3h14v8H0z" };
for (const g of D.legend) {
  const label = el("label");
  const box = el("input");
  box.type = "checkbox";
  box.checked = true;
  box.dataset.group = g.group;
  box.addEventListener("change", () => toggle(g.group, box.checked));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("class", "key");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[g.shape] || PATHS.dot);
  path.setAttribute("fill", g.color);
  path.setAttribute("stroke", "#333");
  svg.append(path);
  label.append(box, svg, el("span", g.label + " (" + g.n + ")"));
  $("legend").append(label);
}

// The table twin: every edge, sortable.
let rows = null;
let order = { column: 0, up: true };
const cells = (e) => [byId.get(e.from).name, e.label || "", byId.get(e.to).name, (e.facts.find((f) => f[0] === "when") || ["", ""])[1], String(e.receipts.length)];
function fillTable() {
  rows = rows || D.edges.map((e) => [cells(e), e]);
  const numeric = order.column === 4;
  rows.sort(([a], [b]) => {
    const x = a[order.column], y = b[order.column];
    const c = numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    return order.up ? c : -c;
  });
  $("tb").replaceChildren(...rows.map(([texts, e]) => {
    const tr = el("tr");
    texts.forEach((t, i) => {
      const td = el("td");
      if (i === 1) td.append(link(t || "relation", () => showEdge(e.id))); else td.textContent = t;
      tr.append(td);
    });
    return tr;
  }));
}
$("rows").addEventListener("toggle", () => { if ($("rows").open && !$("tb").firstChild) fillTable(); });
document.querySelectorAll("th button").forEach((b, i) => b.addEventListener("click", () => {
  order = { column: i, up: order.column === i ? !order.up : true };
  document.querySelectorAll("th").forEach((th, j) => th.setAttribute("aria-sort", i === j ? (order.up ? "ascending" : "descending") : "none"));
  fillTable();
}));

$("fit").addEventListener("click", () => network.fit({ animation: false }));
$("png").addEventListener("click", () => {
  const source = $("graph").querySelector("canvas");
  const canvas = el("canvas");
  canvas.width = source.width;
  canvas.height = source.height + 40;
  const c = canvas.getContext("2d");
  c.fillStyle = "#fff";
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.drawImage(source, 0, 0);
  c.fillStyle = "#333";
  c.font = "13px sans-serif";
  c.fillText(document.title + " · " + $("frame").textContent, 10, canvas.height - 14, canvas.width - 20);
  const a = el("a");
  a.href = canvas.toDataURL("image/png");
  a.download = "network.png";
  a.click();
});
count();
network.once("afterDrawing", () => { document.body.dataset.ready = "1"; });
network.fit({ animation: false });
const opened = (() => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } })();
if (byId.has(opened)) showNode(opened, true); else if (edgeById.has(opened)) showEdge(opened);
window.kgNetwork = { network, find, showNode, showEdge, data: D };
