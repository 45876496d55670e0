// Legend as filter, the other filters and the time window, with counts of what each of them holds.
import { byId, el, plural, say } from "./dom";
import { DASHES, EDGE_SHAPES, NODE_SHAPES, corners, type Theme } from "./look";
import type { Model } from "./model";
import { RANK, type Scene } from "./scene";
import { NO_LAYER, PLAIN, isDay, type Filters } from "./state";

const SVG = "http://www.w3.org/2000/svg";
function svg(tag: string, attrs: Record<string, string | number>): SVGElement {
  const e = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, String(v));
  return e;
}
function glyph(shape: string, color: string): SVGElement {
  const box = svg("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" });
  const at = corners(shape);
  box.append(at ? svg("polygon", { points: at.map(([x, y]) => `${x * 6},${y * 6}`).join(" "), fill: color }) : svg("circle", { r: 5.5, fill: color }));
  return box;
}
function stroke(dash: number[], color: string): SVGElement {
  const box = svg("svg", { viewBox: "0 0 40 10", width: 40, height: 10, "aria-hidden": "true" });
  box.append(svg("line", { x1: 1, x2: 39, y1: 5, y2: 5, stroke: color, "stroke-width": 2.2, "stroke-dasharray": dash.join(" ") }));
  return box;
}
function count(values: (string | null)[]): Map<string, number> {
  const n = new Map<string, number>();
  for (const v of values) n.set(v ?? NO_LAYER, (n.get(v ?? NO_LAYER) ?? 0) + 1);
  return n;
}

export function controls(model: Model, f: Filters, scene: Scene, theme: Theme, change: (f: Filters, what: string) => void): void {
  const focused = document.activeElement?.id ?? "";
  const { relations, actors, receipts } = model.data;
  const toggle = (list: string[], v: string): string[] => (list.includes(v) ? list.filter((x) => x !== v) : [...list, v].sort());
  const fieldset = (id: string, rows: [string, string, Node | null, boolean, (() => Filters)][]): void => {
    const box = byId(id);
    box.replaceChildren(...[...box.querySelectorAll("legend")], ...rows.map(([key, label, mark, on, next]) => {
      const input = el("input", { type: "checkbox", id: `${id}-${key.replace(/\W/g, "_")}` });
      input.checked = on;
      input.addEventListener("change", () => change(next(), `${label} ${input.checked ? "shown" : "hidden"}`));
      return el("label", {}, input, mark, el("span", {}, label));
    }));
  };
  const kinds = count(relations.map((r) => r.kind));
  fieldset("f-kinds", [...kinds].sort((p, q) => q[1] - p[1]).map(([k, n]) => [k, `${model.data.kinds[k]?.label ?? k} (${n})`, glyph(EDGE_SHAPES[k] ?? "dot", theme.kinds[k] ?? theme.line), !f.kindsOff.includes(k), () => ({ ...f, kindsOff: toggle(f.kindsOff, k) })]));
  fieldset("f-actors", [...count(actors.map((a) => a.kind))].sort((p, q) => q[1] - p[1]).map(([k, n]) => [k, `${k === "state" ? "polities" : model.data.kinds[k]?.label ?? k} (${n})`, glyph(NODE_SHAPES[k] ?? "dot", theme.nodes[k] ?? theme.soft), !f.actorsOff.includes(k), () => ({ ...f, actorsOff: toggle(f.actorsOff, k) })]));
  const states = count(relations.map((r) => r.state));
  fieldset("f-states", RANK.filter((s) => states.has(s)).map((s) => [s, `${model.data.states[s]} (${states.get(s)})`, stroke(DASHES[s] ?? [], theme.line), f.statesOn.includes(s), () => ({ ...f, statesOn: toggle(f.statesOn, s) })]));
  const layers = count(relations.map((r) => r.layer));
  const number = (l: string): number => (l === NO_LAYER ? 99 : Number(l.slice(1)));
  fieldset("f-layers", [...layers].sort((p, q) => number(p[0]) - number(q[0])).map(([l, n]) => [l, `${l === NO_LAYER ? "no layer" : `${l} ${model.data.layers[l] ?? ""}`} (${n})`, null, !f.layersOff.includes(l), () => ({ ...f, layersOff: toggle(f.layersOff, l) })]));
  const grades = count(receipts.map((r) => r.grade));
  fieldset("f-grades", [...grades].map(([g, n]) => [g, `${g} (${plural(n, "receipt")})`, null, !f.gradesOff.includes(g), () => ({ ...f, gradesOff: toggle(f.gradesOff, g) })]));
  const origins = byId<HTMLSelectElement>("f-origins");
  origins.value = String(Math.min(f.origins, 5));
  origins.onchange = () => change({ ...f, origins: Number(origins.value) }, `at least ${plural(Number(origins.value), "origin")}`);
  const plainly = JSON.stringify(f) === JSON.stringify(PLAIN);
  const reset = byId<HTMLButtonElement>("f-reset");
  reset.disabled = plainly;
  reset.onclick = () => change({ ...PLAIN }, "filters as at the start");
  const out = [...scene.hidden].sort((p, q) => q[1] - p[1]).map(([why, n]) => `${n} ${why}`).join("; ");
  byId("hidden").textContent = out ? `Hidden by filters: ${out}.` : "No relation is hidden by a filter.";
  timeline(model, f, change);
  if (focused) document.getElementById(focused)?.focus();
}

/** Months between the first and the last day of the graph; a position of a slider is a month. */
function months(model: Model): { first: number; last: number } | null {
  const days = model.data.relations.flatMap((r) => (r.span ? [r.span[0], ...(r.span[1] ? [r.span[1]] : [])] : [])).filter((d) => d > "1900" && d < "9000");
  if (!days.length) return null;
  const m = (d: string): number => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1;
  const all = [...days, model.data.asOf].filter((d) => d < "9000").map(m);
  return { first: Math.min(...all), last: Math.max(...all) };
}
const month = (n: number): string => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
const lastDay = (n: number): string => `${month(n)}-${new Date(Date.UTC(Math.floor(n / 12), (n % 12) + 1, 0)).getUTCDate()}`;

/** The second clock: what was on file by a day. The server builds the whole view of that day; a file leaves out alone. */
function known(model: Model, f: Filters, change: (f: Filters, what: string) => void): void {
  const [input, clear, rebuild] = [byId<HTMLInputElement>("t-known"), byId<HTMLButtonElement>("t-known-off"), byId<HTMLButtonElement>("t-known-rebuild")];
  const days = model.data.documents.map((d) => d.recorded ?? "").filter(isDay).sort();
  const last = model.data.knownAt < "9000" ? model.data.knownAt : days[days.length - 1] ?? model.data.asOf;
  input.value = f.knownAt ?? "";
  clear.hidden = f.knownAt === null;
  const then = model.since.filter((day) => f.knownAt !== null && day > f.knownAt).length;
  byId("t-known-text").textContent = f.knownAt ? `${plural(then, "relation")} not on file yet; what is said of the others rests on all files` : `files of ${days[0] ?? "?"} to ${last}`;
  input.setAttribute("aria-invalid", "false");
  input.onchange = () => {
    const day = input.value.trim();
    if (day === "" || isDay(day)) { change({ ...f, knownAt: day || null }, day ? `by the files of ${day}` : "by all files"); return; }
    input.setAttribute("aria-invalid", "true");
    byId("t-known-text").textContent = `“${day}” is no day: write one as ${last}`;
    say(`${day} is no day: write one as ${last}`);
  };
  clear.onclick = () => { change({ ...f, knownAt: null }, "by all files"); input.focus(); };
  const served = location.protocol.startsWith("http") && document.body.dataset.served === "1";
  rebuild.hidden = !served || f.knownAt === null;
  rebuild.onclick = () => {
    const address = new URL(location.href);
    address.searchParams.set("known_at", f.knownAt ?? "");
    address.hash = address.hash.replace(/&?known=[^&]*/, "");
    location.assign(address);
  };
}

function timeline(model: Model, f: Filters, change: (f: Filters, what: string) => void): void {
  const range = months(model);
  const undatedCount = model.data.relations.filter((r) => r.span === null).length;
  const undated = byId<HTMLInputElement>("t-undated");
  undated.checked = f.undated;
  byId("t-undated-label").textContent = `undated too (${undatedCount})`;
  undated.onchange = () => change({ ...f, undated: undated.checked }, `undated relations ${undated.checked ? "shown" : "hidden"}`);
  known(model, f, change);
  const box = byId("time");
  if (!range) { box.hidden = true; return; }
  const [from, to, on] = [byId<HTMLInputElement>("t-from"), byId<HTMLInputElement>("t-to"), byId<HTMLInputElement>("t-on")];
  const value = (d: string): number => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1;
  for (const input of [from, to]) { input.min = String(range.first); input.max = String(range.last); input.disabled = f.window === null; }
  on.checked = f.window !== null;
  from.value = String(f.window ? value(f.window[0]) : range.first);
  to.value = String(f.window ? value(f.window[1]) : range.last);
  const text = (): void => {
    for (const input of [from, to]) input.setAttribute("aria-valuetext", month(Number(input.value)));
    byId("t-text").textContent = on.checked ? `${month(Number(from.value))} to ${month(Number(to.value))}` : `all times; as of ${model.data.asOf}`;
  };
  text();
  const set = (): void => {
    const [a, b] = [Number(from.value), Number(to.value)];
    const window: [string, string] = [`${month(Math.min(a, b))}-01`, lastDay(Math.max(a, b))];
    change({ ...f, window: on.checked ? window : null }, on.checked ? `what held between ${window[0]} and ${window[1]}` : "all times");
  };
  on.onchange = set;
  from.oninput = to.oninput = text;
  from.onchange = to.onchange = set;
  const strip = byId("density");
  const bars = 60;
  const n = new Array<number>(bars).fill(0);
  for (const r of model.data.relations) {
    if (!r.span) continue;
    const a = Math.max(range.first, value(r.span[0]));
    const b = r.span[1] ? value(r.span[1]) : range.last;
    const at = (m: number): number => Math.max(0, Math.min(bars - 1, Math.floor(((m - range.first) / (range.last - range.first + 1)) * bars)));
    for (let i = at(a); i <= at(b); i += 1) n[i] += 1;
  }
  const most = Math.max(...n, 1);
  const drawing = svg("svg", { viewBox: `0 0 ${bars * 4} 28`, preserveAspectRatio: "none", role: "img", "aria-label": `Dated relations that held, by time, from ${month(range.first)} to ${month(range.last)}; at most ${most} at once` });
  n.forEach((v, i) => drawing.append(svg("rect", { x: i * 4, y: 28 - (26 * v) / most, width: 3, height: (26 * v) / most, fill: "currentColor" })));
  strip.replaceChildren(drawing);
  byId("t-first").textContent = month(range.first);
  byId("t-last").textContent = month(range.last);
}
