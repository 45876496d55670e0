// Puts the parts together: one state, one drawing of it, and all the ways to change it.
import { combobox } from "./combobox";
import { controls } from "./controls";
import { button, byId, clean, download, el, plural, say } from "./dom";
import { allegations } from "./evidence";
import { COLUMNS, MAP_NOTE, rows, stamp, toCsv, toGexf, toPng, toSparql, toSvg } from "./exports";
import { DARK, LIGHT } from "./look";
import type { Land } from "./map";
import { Model, type Data } from "./model";
import { panel, type Actions } from "./panel";
import { pointer } from "./pointer";
import { CanvasRenderer, pairKey, type Picture } from "./renderer";
import { add, describe, makeScene, neighbours, paths, remove, tidy } from "./scene";
import { EMPTY, History, decode, encode, type Selected, type State } from "./state";
import { toXlsx } from "./xlsx";

const STEP = 25;
const MOST = 300;
const model = new Model(JSON.parse(byId("data").textContent ?? "{}") as Data);
const canvas = byId<HTMLCanvasElement>("canvas");
const renderer = new CanvasRenderer(canvas, model);
const dark = matchMedia("(prefers-color-scheme: dark)");
let history = new History(EMPTY);
let picture: Picture;
let pathStart: number | null = null;

const theme = (): typeof LIGHT => (dark.matches ? DARK : LIGHT);
/** The pairs of the first path, which the picture draws bold. */
const marked = (s: State, passing: boolean[]): Set<string> => (s.selected?.t === "path" ? new Set(paths(model, passing, s.selected.a, s.selected.b, 4, 1).found.flatMap((p) => p.actors.slice(1).map((a, i) => pairKey(a, p.actors[i])))) : new Set());

/** The map, whose program is in the page and runs when it is first asked for. */
let land: Land | null = null;
function theLand(): Land {
  if (!land) {
    const chunk = document.createElement("script");
    chunk.textContent = byId("chunk-map").textContent; // not a character changed: the policy knows it by its hash
    document.head.append(chunk);
    land = (globalThis as unknown as { kgLand: Land }).kgLand;
  }
  return land;
}

function compose(): void {
  const state = history.now;
  model.knownAt = state.filters.knownAt;
  const map = state.map ? theLand() : null;
  const places: Picture["places"] = map ? {} : state.places;
  if (map) for (const a of state.shown) { const at = model.data.actors[a].kind === "state" ? map.point(model.data.actors[a].id) : null; if (at) places[a] = at; }
  const scene = makeScene(model, state, (a) => places[a] !== undefined);
  const on = new Set(scene.actors);
  const more = new Map(scene.actors.map((a) => [a, new Set(model.touches[a].filter((t) => scene.passing[t.relation] && !on.has(t.other)).map((t) => t.other)).size]));
  picture = { scene, places, land: map, pinned: map ? [] : state.pinned, selected: state.selected, marked: marked(state, scene.passing), theme: theme(), more };
}
let asked = false;
let moving = false;
let still = 0;
function draw(glides = false): void {
  moving = glides;
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; renderer.draw(picture, moving); });
}
function glide(): void {
  draw(true);
  clearTimeout(still);
  still = window.setTimeout(draw, 140);
}

function refresh(message = ""): void {
  compose();
  const state = history.now;
  const { scene } = picture;
  byId("empty").hidden = state.shown.length > 0;
  byId("panel").replaceChildren(...panel(model, state, scene, actions));
  byId("panel").scrollTop = 0;
  controls(model, state.filters, scene, theme(), (filters, what) => { history.push({ ...history.now, filters }); refresh(what); });
  const passing = scene.passing.filter(Boolean).length;
  const kindless = state.shown.filter((a) => state.filters.actorsOff.includes(model.data.actors[a].kind)).length;
  const placeless = state.shown.length - kindless - scene.actors.length;
  const hiddenActors = [kindless ? `${plural(kindless, "actor")} on the canvas hidden by kind` : "", placeless ? `${plural(placeless, "actor")} that ${placeless === 1 ? "is no polity has" : "are no polities have"} no point on the map` : ""].filter(Boolean).join("; ");
  byId("count").textContent = `Showing ${scene.actors.length} of ${plural(model.data.actors.length, "actor")}, ${scene.relations.length} of ${plural(model.data.relations.length, "relation")}; ${passing} pass the filters${hiddenActors ? `; ${hiddenActors}` : ""}.`;
  byId("whole").setAttribute("aria-pressed", String(state.whole));
  byId("map").setAttribute("aria-pressed", String(state.map));
  byId("map-note").hidden = !state.map;
  byId<HTMLButtonElement>("undo").disabled = !history.canUndo;
  byId<HTMLButtonElement>("redo").disabled = !history.canRedo;
  for (const id of ["fit", "tidy", "clear", "map", "png", "svg", "gexf", "csv", "xlsx", "sparql"]) byId<HTMLButtonElement>(id).disabled = !state.shown.length;
  canvas.setAttribute("aria-label", `${state.map ? "Map" : "Network picture"} of ${plural(scene.actors.length, "actor")} and ${plural(scene.relations.length, "relation")}. Arrow keys pan, plus and minus zoom. The panel and the table hold the same in text.`);
  table();
  try { window.history.replaceState(null, "", encode(state, model)); } catch { /* a sandboxed frame has no address of its own */ }
  draw();
  if (message) say(`${message}. ${byId("count").textContent}`);
}

let order = { column: 0, down: false };
function table(): void {
  const all = rows(model, picture);
  byId("table-title").textContent = `Table of what is shown (${plural(all.length, "row")})`;
  if (!byId<HTMLDetailsElement>("table").open) { byId("rows").replaceChildren(); return; }
  const number = [11, 12].includes(order.column);
  all.sort((p, q) => (number ? Number(p.cells[order.column]) - Number(q.cells[order.column]) : p.cells[order.column] < q.cells[order.column] ? -1 : p.cells[order.column] > q.cells[order.column] ? 1 : 0) * (order.down ? -1 : 1));
  byId("head").replaceChildren(...COLUMNS.slice(0, 16).map((name, i) => el("th", { attrs: { scope: "col", "aria-sort": i === order.column ? (order.down ? "descending" : "ascending") : "none" } }, button(name, () => { order = { column: i, down: order.column === i && !order.down }; table(); byId("head").querySelectorAll("button")[i].focus(); }))));
  byId("rows").replaceChildren(...all.map((r) => el("tr", {}, ...r.cells.slice(0, 16).map((text, i) => el("td", {}, i === 0 ? button(text, () => actions.select({ t: "actor", a: r.a }), "link") : i === 2 ? button(text, () => actions.select({ t: "actor", a: r.b }), "link") : i === 4 ? button(text, () => actions.select({ t: "relation", r: r.relation }), "link") : text)))));
}

const room = (actors: number[]): number[] => actors.slice(0, Math.max(0, MOST - history.now.shown.length));
const WHOLE = Object.keys(model.laid).length;
const FULL = `The canvas holds ${MOST} actors, which is as much as can be read; hide some first`;

const actions: Actions = {
  select(s: Selected) {
    history.replace({ ...history.now, selected: s });
    refresh();
    byId("panel").focus({ preventScroll: true });
    if (s?.t === "actor") say(`${model.data.actors[s.a].label}, ${plural(model.relationsOf(s.a).length, "relation")}`);
    if (s?.t === "relation") say(describe(model.data.relations[s.r]) + ". " + allegations(model.data.relations[s.r]));
  },
  expand(actor, kind, type, way) {
    const all = neighbours(model, actor, picture.scene.passing, (t) => kind === null || (model.data.relations[t.relation].kind === kind && model.data.relations[t.relation].type === type && t.way === way));
    const left = all.filter((o) => !history.now.shown.includes(o) && !history.now.filters.actorsOff.includes(model.data.actors[o].kind));
    const off = all.filter((o) => history.now.filters.actorsOff.includes(model.data.actors[o].kind)).length;
    const take = room(left.slice(0, STEP));
    if (!take.length) { notice(left.length ? FULL : off ? `${plural(off, "actor")} hidden by kind: show ${off === 1 ? "it" : "them"} in the legend` : `All ${all.length} are on the canvas already`); return; }
    history.push({ ...add(model, history.now, actor, take), selected: { t: "actor", a: actor } });
    if (!inside()) { compose(); renderer.fit(picture); }
    refresh(`${plural(take.length, "actor")} added${left.length > take.length ? `, ${left.length - take.length} more to add` : ""}`);
    notice(`${plural(take.length, "actor")} added${left.length > take.length ? `; ${left.length - take.length} more with the same button` : ""}.`);
  },
  hide(actors) {
    const names = actors.map((a) => model.data.actors[a].label).join(", ");
    history.push({ ...remove(history.now, actors), selected: null });
    refresh(`${names} taken off the canvas`);
  },
  pin(a) {
    const on = history.now.pinned.includes(a);
    history.push({ ...history.now, pinned: on ? history.now.pinned.filter((x) => x !== a) : [...history.now.pinned, a] });
    refresh(on ? "Unpinned" : "Pinned");
  },
  show(actors, parent) {
    const left = actors.filter((a) => !history.now.shown.includes(a));
    const take = room(left);
    if (take.length < left.length) { notice(FULL); return; }
    history.push(add(model, history.now, parent, take));
    compose();
    renderer.fit(picture);
    refresh(`${plural(take.length, "actor")} added`);
  },
  pathFrom(a) { pathStart = a; openPath(); },
  allow(i) {
    const r = model.data.relations[i];
    const f = history.now.filters;
    history.push({ ...history.now, filters: { ...f, statesOn: [...new Set([...f.statesOn, r.state])], kindsOff: f.kindsOff.filter((k) => k !== r.kind), layersOff: f.layersOff.filter((l) => l !== (r.layer ?? "none")), gradesOff: [], origins: Math.min(f.origins, r.origins), window: null, undated: f.undated || r.span === null } });
    refresh("Filters widened");
  },
};

function inside(): boolean {
  const { width, height } = canvas.getBoundingClientRect();
  return picture.scene.actors.every((a) => {
    const [x, y] = picture.places[a];
    return Math.abs(x - renderer.view.x) * renderer.view.k < width / 2 - 60 && Math.abs(y - renderer.view.y) * renderer.view.k < height / 2 - 40;
  });
}
let noticeTimer = 0;
function notice(text: string): void {
  const box = byId("notice");
  box.textContent = clean(text);
  box.hidden = false;
  say(text);
  clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => { box.hidden = true; }, 8000);
}

/** Bring an actor that was searched for into the middle, where it is out of sight or too small to be read. */
function bring(a: number): void {
  const at = picture.places[a];
  if (!at) { if (history.now.map) notice(`${model.data.actors[a].label} is no polity and has no point on the map.`); return; }
  const { width, height } = canvas.getBoundingClientRect();
  const { view } = renderer;
  const away = Math.abs(at[0] - view.x) * view.k > width / 2 - 40 || Math.abs(at[1] - view.y) * view.k > height / 2 - 30;
  if (away || view.k < 0.42) { renderer.view = { x: at[0], y: at[1], k: Math.max(view.k, 0.6) }; draw(); }
}

/** Open an actor: alone on the canvas it brings its best neighbours; on a filled canvas it joins what is there. */
function openActor(a: number): void {
  const state = history.now;
  if (state.shown.includes(a)) { actions.select({ t: "actor", a }); bring(a); return; }
  if (!room([a]).length) { notice(FULL); return; }
  const scene = makeScene(model, state);
  const near = neighbours(model, a, scene.passing).filter((o) => !state.filters.actorsOff.includes(model.data.actors[o].kind) && !state.shown.includes(o));
  const take = room([a, ...near.slice(0, STEP)]).filter((o) => o !== a);
  const next = add(model, state, a, take.length ? take : [a]);
  history.push({ ...next, selected: { t: "actor", a } });
  compose();
  renderer.fit(picture);
  refresh(`${model.data.actors[a].label} with ${plural(take.length, "actor")}${near.length > take.length ? ` of ${near.length}` : ""}`);
  byId("panel").focus({ preventScroll: true });
}

/** All actors that have a place in the layout of the whole network, where it puts them; a second time, none. */
function openWhole(): void {
  if (history.now.whole) { history.push({ ...EMPTY, filters: history.now.filters, map: history.now.map }); refresh("Canvas cleared"); return; }
  const shown = Object.keys(model.laid).map(Number);
  history.push({ ...EMPTY, filters: history.now.filters, map: history.now.map, whole: true, shown, places: { ...model.laid } });
  compose();
  renderer.fit(picture);
  const all = model.data.actors.length;
  refresh(`The whole network: ${shown.length} of ${plural(all, "actor")}`);
  if (shown.length < all) notice(`The ${shown.length} most connected of ${all} actors: more than that a picture does not hold. Search finds the others.`);
}
function turnMap(): void {
  history.push({ ...history.now, map: !history.now.map });
  compose();
  renderer.fit(picture);
  refresh(history.now.map ? `Map. ${MAP_NOTE}` : "Network");
}

function openDialog(id: string): void { byId<HTMLDialogElement>(id).showModal(); }
function openPath(): void {
  byId<HTMLInputElement>("path-a").value = pathStart === null ? "" : model.data.actors[pathStart].label;
  byId<HTMLInputElement>("path-b").value = "";
  openDialog("path-dialog");
  byId(pathStart === null ? "path-a" : "path-b").focus();
}

function wire(): void {
  const find = combobox(model, "q", "hits", openActor);
  combobox(model, "path-a", "path-a-hits", (a) => { pathStart = a; byId("path-b").focus(); });
  combobox(model, "path-b", "path-b-hits", (b) => {
    if (pathStart === null || pathStart === b) { byId("nothing").textContent = "Choose two different actors."; return; }
    byId<HTMLDialogElement>("path-dialog").close();
    const shown = history.now;
    history.push({ ...shown, selected: { t: "path", a: pathStart, b } });
    const { found } = paths(model, makeScene(model, shown).passing, pathStart, b);
    const first = found[0]?.actors ?? [pathStart, b];
    const take = room(first.filter((x) => !shown.shown.includes(x)));
    history.replace(add(model, history.now, pathStart, take));
    compose();
    renderer.fit(picture);
    refresh(found.length ? `${plural(found.length, "path")} found` : "No path found");
    byId("panel").focus({ preventScroll: true });
  });
  const on = (id: string, go: () => void): void => { byId(id).addEventListener("click", go); };
  const step = (back: boolean): void => { if (back ? !history.canUndo : !history.canRedo) return; if (back) history.undo(); else history.redo(); refresh(back ? "Undone" : "Done again"); };
  on("undo", () => step(true));
  on("redo", () => step(false));
  on("fit", () => { renderer.fit(picture); draw(); });
  on("tidy", () => { if (history.now.whole) { history.push({ ...history.now, places: { ...history.now.places, ...Object.fromEntries(history.now.shown.filter((a) => model.laid[a] && !history.now.pinned.includes(a)).map((a) => [a, model.laid[a]])) } }); } else history.push(tidy(model, history.now)); compose(); renderer.fit(picture); refresh("Laid out anew; pinned actors stay"); });
  on("clear", () => { history.push({ ...EMPTY, filters: history.now.filters }); refresh("Canvas cleared"); find.focus(); });
  on("whole", openWhole);
  on("whole-start", openWhole);
  on("map", turnMap);
  on("path", () => { pathStart = history.now.selected?.t === "actor" ? history.now.selected.a : null; openPath(); });
  on("help", () => openDialog("help-dialog"));
  on("copy", () => { void copy(location.href, "Link copied"); });
  const name = `kg-${model.data.version}`;
  on("png", () => { toPng(model, history.now, picture).then((b) => download(`${name}.png`, "image/png", b)).catch((e: Error) => notice(e.message)); });
  on("svg", () => download(`${name}.svg`, "image/svg+xml", toSvg(model, history.now, picture)));
  on("gexf", () => download(`${name}.gexf`, "application/gexf+xml", toGexf(model, history.now, picture)));
  on("csv", () => download(`${name}.csv`, "text/csv;charset=utf-8", toCsv(model, picture)));
  on("xlsx", () => download(`${name}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", toXlsx(model, history.now, picture)));
  on("sparql", () => { byId<HTMLTextAreaElement>("sparql-text").value = toSparql(model, history.now, picture); openDialog("sparql-dialog"); });
  on("sparql-copy", () => { void copy(byId<HTMLTextAreaElement>("sparql-text").value, "Query copied"); });
  for (const b of document.querySelectorAll<HTMLElement>("[data-close]")) b.addEventListener("click", () => b.closest("dialog")?.close());
  byId("table").addEventListener("toggle", table);
  dark.addEventListener("change", () => refresh());
  new ResizeObserver(() => draw()).observe(canvas);
  // While the page writes its own address no event comes; one that comes is a link that somebody followed.
  window.addEventListener("hashchange", () => { if (location.hash !== encode(history.now, model)) restore(location.hash, true); });
  pointer(canvas, renderer, model, {
    picture: () => picture, glide, draw,
    select(hit) {
      if (!hit) actions.select(null);
      else if (hit.t === "actor") actions.select({ t: "actor", a: hit.a });
      else actions.select(hit.line.relations.length === 1 ? { t: "relation", r: hit.line.relations[0] } : { t: "pair", a: hit.line.a, b: hit.line.b });
    },
    expand: (a) => actions.expand(a, null, null, null),
    movable: () => !history.now.map,
    moved(a, place) {
      history.push({ ...history.now, places: { ...history.now.places, [a]: place }, pinned: [...new Set([...history.now.pinned, a])] });
      refresh("Moved and pinned");
    },
  });
  document.addEventListener("keydown", (e) => {
    const typing = e.target instanceof HTMLElement && (["INPUT", "TEXTAREA", "SELECT"].includes(e.target.tagName));
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && !typing) { e.preventDefault(); step(!e.shiftKey); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || typing || document.querySelector("dialog[open]")) return;
    const s = history.now.selected;
    const keys: Record<string, () => void> = {
      "/": () => { find.focus(); find.select(); },
      "?": () => openDialog("help-dialog"),
      f: () => { renderer.fit(picture); draw(); },
      e: () => { if (s?.t === "actor") actions.expand(s.a, null, null, null); },
      h: () => { if (s?.t === "actor" && history.now.shown.includes(s.a)) actions.hide([s.a]); },
      p: () => byId("path").click(),
      w: openWhole,
      m: () => { if (history.now.shown.length) turnMap(); },
      Escape: () => actions.select(null),
    };
    const go = keys[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (go) { e.preventDefault(); go(); }
  });
}

async function copy(text: string, done: string): Promise<void> {
  try { await navigator.clipboard.writeText(text); notice(done); } catch { notice("The browser did not allow copying; the address bar holds the link."); }
}

function restore(hash: string, step: boolean): void {
  const read = decode(hash, model);
  if (!read) return;
  if (step) history.push(read.state); else history = new History(read.state);
  compose();
  renderer.fit(picture);
  refresh();
  const said = [read.version && read.version !== model.data.version ? `This link was made from graph ${read.version}; this is ${model.data.version}.` : "", read.missing ? `${plural(read.missing, "thing")} that it names ${read.missing === 1 ? "is" : "are"} not in this graph.` : ""].filter(Boolean).join(" ");
  if (said) notice(said);
}

function start(): void {
  if (window.innerWidth <= 900) byId<HTMLDetailsElement>("filters").open = false;
  const d = model.data;
  const counts = new Map<string, number>();
  for (const r of d.relations) counts.set(r.state, (counts.get(r.state) ?? 0) + 1);
  byId("what").textContent = `${plural(d.actors.length, "actor")}, ${plural(d.relations.length, "relation")} (${counts.get("stated") ?? 0} stated as done, ${d.relations.length - (counts.get("stated") ?? 0)} planned, denied, alleged, ended or otherwise open), ${plural(d.receipts.length, "receipt")} from ${plural(d.documents.length, "document")}.`;
  byId("whole-start").textContent = `The whole network (${WHOLE < d.actors.length ? `the ${WHOLE} most connected of ` : ""}${plural(d.actors.length, "actor")})`;
  byId("map-note").textContent = MAP_NOTE;
  byId("about").textContent = [`As of ${d.asOf}`, d.knownAt > "9999" ? "by all files" : `by the files of ${d.knownAt}`, `graph ${d.version}`, d.public ? "public edition" : ""].filter(Boolean).join(" · ");
  const degree = d.actors.map((_, i) => i).filter((i) => d.actors[i].kind !== "person").sort((p, q) => model.touches[q].length - model.touches[p].length || p - q).slice(0, 5);
  byId("examples").replaceChildren(...degree.map((a) => el("li", {}, button(d.actors[a].label, () => openActor(a)), el("span", { class: "soft" }, plural(model.relationsOf(a).length, "relation")))));
  const dispute = d.disagreements[0];
  if (dispute) byId("examples").append(el("li", {}, button("Where documents disagree", () => { const tie = d.relations[dispute.relation].ties[0]; const a = tie?.[0] ?? d.relations[dispute.relation].parts[0]?.actor; if (a !== undefined) openActor(a); actions.select({ t: "relation", r: dispute.relation }); }), el("span", { class: "soft" }, plural(d.disagreements.length, "disagreement"))));
  wire();
  const asked = location.hash; // read before the page writes its own
  refresh();
  if (asked.length > 1) restore(asked, false);
  else if (d.start !== null) { openActor(d.start); history = new History(history.now); refresh(); }
  document.body.dataset.ready = "1";
}

declare global { interface Window { kgExplorer: unknown } }
// For the tests, and for whoever looks at the page with the browser's own tools.
window.kgExplorer = { model, state: () => history.now, picture: () => picture, encode: () => encode(history.now, model), view: () => renderer.view, act: actions, open: openActor, csv: () => toCsv(model, picture), gexf: () => toGexf(model, history.now, picture), svg: () => toSvg(model, history.now, picture), renderer, land: theLand, sparql: () => toSparql(model, history.now, picture), stamp: () => stamp(model, history.now, picture) };
start();
