// What the reader has chosen: plain values, a history of them, and their form in the address.
import type { Model } from "./model";

export type Selected = { t: "actor"; a: number } | { t: "pair"; a: number; b: number } | { t: "relation"; r: number } | { t: "path"; a: number; b: number } | null;
export interface Filters {
  kindsOff: string[]; layersOff: string[]; actorsOff: string[]; gradesOff: string[]; statesOn: string[]; origins: number;
  window: [string, string] | null; undated: boolean; knownAt: string | null;
}
export interface State { shown: number[]; places: Record<number, [number, number]>; pinned: number[]; selected: Selected; filters: Filters; whole: boolean; map: boolean }

export const NO_LAYER = "none";
export const PLAIN: Filters = { kindsOff: [], layersOff: [], actorsOff: [], gradesOff: [], statesOn: ["stated"], origins: 1, window: null, undated: true, knownAt: null };
export const EMPTY: State = { shown: [], places: {}, pinned: [], selected: null, filters: PLAIN, whole: false, map: false };

export class History {
  private past: State[] = [];
  private future: State[] = [];
  constructor(public now: State) {}
  push(next: State): void {
    this.past.push(this.now);
    if (this.past.length > 200) this.past.shift();
    this.future = [];
    this.now = next;
  }
  /** A choice that is no step of its own: what is selected. */
  replace(next: State): void { this.now = next; }
  get canUndo(): boolean { return this.past.length > 0; }
  get canRedo(): boolean { return this.future.length > 0; }
  undo(): void { const s = this.past.pop(); if (s) { this.future.push(this.now); this.now = s; } }
  redo(): void { const s = this.future.pop(); if (s) { this.past.push(this.now); this.now = s; } }
}

/** A day of the calendar; the 31st of February is none, though browsers read it as one of March. */
export const isDay = (d: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(d) && !Number.isNaN(Date.parse(d)) && new Date(d).toISOString().startsWith(d);
const esc = (id: string): string => encodeURIComponent(id).replace(/[!*,~.]/g, (c) => "%" + c.charCodeAt(0).toString(16));

export function encode(state: State, model: Model): string {
  const id = (a: number): string => esc(model.data.actors[a].id);
  const f = state.filters;
  const parts: string[] = ["v=" + model.data.version];
  const pinned = new Set(state.pinned);
  // The whole network stands where its layout puts it: the address names what differs from that.
  const base = state.whole ? model.laid : {};
  const own = state.shown.filter((a) => pinned.has(a) || !base[a] || base[a].join() !== state.places[a].join());
  const off = Object.keys(base).map(Number).filter((a) => !state.places[a]);
  if (state.whole) parts.push("whole=1");
  if (state.map) parts.push("view=map");
  if (off.length) parts.push("off=" + off.map(id).join("!"));
  if (own.length) {
    parts.push("on=" + own.map((a) => { const [x, y] = state.places[a]; return [id(a), Math.round(x), Math.round(y)].join("*") + (pinned.has(a) ? "*p" : ""); }).join("!"));
  }
  const s = state.selected;
  if (s) parts.push("sel=" + (s.t === "relation" ? "relation*" + esc(model.data.relations[s.r].id) : [s.t, id(s.a), ...("b" in s ? [id(s.b)] : [])].join("*")));
  const list = (name: string, values: string[]): void => { if (values.length) parts.push(name + "=" + values.map(esc).join("!")); };
  list("kinds-off", f.kindsOff);
  list("layers-off", f.layersOff);
  list("actors-off", f.actorsOff);
  list("grades-off", f.gradesOff);
  if (f.statesOn.join() !== PLAIN.statesOn.join()) parts.push("states=" + f.statesOn.map(esc).join("!"));
  if (f.origins !== 1) parts.push("origins=" + f.origins);
  if (f.window) parts.push("time=" + f.window.join("!"));
  if (!f.undated) parts.push("undated=0");
  if (f.knownAt) parts.push("known=" + f.knownAt);
  return "#" + parts.join("&");
}

/** Read an address; what it names and the graph does not hold is counted, never guessed. */
export function decode(hash: string, model: Model): { state: State; missing: number; version: string } | null {
  const fields = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) fields.set(part.slice(0, at), part.slice(at + 1));
  }
  if (!fields.size) return null;
  let missing = 0;
  const text = (value: string): string => { try { return decodeURIComponent(value); } catch { return ""; } };
  const list = (name: string): string[] => (fields.get(name) ?? "").split("!").filter(Boolean).map(text);
  const state: State = { shown: [], places: {}, pinned: [], selected: null, filters: { ...PLAIN }, whole: fields.get("whole") === "1", map: fields.get("view") === "map" };
  if (state.whole) {
    const off = new Set(list("off").map((x) => model.byId.get(x)));
    missing += list("off").filter((x) => !model.byId.has(x)).length;
    for (const a of Object.keys(model.laid).map(Number)) if (!off.has(a)) { state.shown.push(a); state.places[a] = model.laid[a]; }
  }
  for (const item of (fields.get("on") ?? "").split("!").filter(Boolean)) {
    const [name, x, y, pin] = item.split("*");
    const a = model.byId.get(text(name));
    const [px, py] = [Number(x), Number(y)];
    if (a === undefined) { missing += 1; continue; }
    if (!state.places[a]) state.shown.push(a);
    state.places[a] = [Number.isFinite(px) ? px : 0, Number.isFinite(py) ? py : 0];
    if (pin && !state.pinned.includes(a)) state.pinned.push(a);
  }
  const [t, one, two] = (fields.get("sel") ?? "").split("*");
  const a = model.byId.get(text(one ?? ""));
  const b = model.byId.get(text(two ?? ""));
  const r = model.relationById.get(text(one ?? ""));
  if (t === "actor" && a !== undefined) state.selected = { t, a };
  else if ((t === "pair" || t === "path") && a !== undefined && b !== undefined) state.selected = { t, a, b };
  else if (t === "relation" && r !== undefined) state.selected = { t, r };
  else if (t) missing += 1;
  const f = state.filters;
  f.kindsOff = list("kinds-off");
  f.layersOff = list("layers-off");
  f.actorsOff = list("actors-off");
  f.gradesOff = list("grades-off");
  if (fields.has("states")) f.statesOn = list("states").filter((s) => s in model.data.states);
  f.origins = Math.max(1, Math.min(9, Number(fields.get("origins")) || 1));
  const days = (fields.get("time") ?? "").split("!");
  if (days.length === 2 && days.every(isDay)) f.window = [days[0], days[1]];
  f.undated = fields.get("undated") !== "0";
  const known = fields.get("known") ?? "";
  if (isDay(known)) f.knownAt = known;
  else if (known) missing += 1;
  return { state, missing, version: fields.get("v") ?? "" };
}
