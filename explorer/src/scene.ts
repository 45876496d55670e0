// From the state to what is drawn: which relations pass, which lines they make, where new actors stand.
import type { Model, Relation } from "./model";
import { NO_LAYER, type Filters, type State } from "./state";

/** Why a relation is not shown; null where it passes. */
export function hiddenBy(model: Model, i: number, f: Filters): string | null {
  const r = model.data.relations[i];
  const inWindow = f.window !== null && r.span !== null;
  // Within a window the past counts as it was: what has ended since, or starts after the day asked for, held then.
  const then = inWindow && (r.state === "ended" || r.state === "later");
  if (!then && !f.statesOn.includes(r.state)) return model.data.states[r.state];
  if (f.knownAt && model.since[i] > f.knownAt) return "not on file by the day chosen";
  if (f.kindsOff.includes(r.kind)) return "kind";
  if (f.layersOff.includes(r.layer ?? NO_LAYER)) return "layer";
  if (r.origins < f.origins) return "number of origins";
  if (f.gradesOff.length && model.receiptsOf(i).every((x) => f.gradesOff.includes(model.data.receipts[x].grade))) return "grade of receipts";
  if (r.span === null) return f.undated ? null : "no date";
  if (f.window && (r.span[0] > f.window[1] || (r.span[1] ?? "9999-12-31") < f.window[0])) return "time";
  return null;
}

export interface Line { a: number; b: number; relations: number[]; state: string; kind: string; way: number; offset: number }
export interface Scene { actors: number[]; lines: Line[]; relations: number[]; passing: boolean[]; hidden: Map<string, number> }

export const RANK = ["stated", "ended", "later", "proposed", "planned", "possible", "undecided", "alleged", "denied"];

/** The kind that most relations of a line have, empty where none has more than half. */
function commonest(kinds: string[]): string {
  return kinds.find((k) => kinds.filter((x) => x === k).length * 2 > kinds.length) ?? "";
}

/** `placed` says which actors have a place in this view; all of them have one in the network. */
export function makeScene(model: Model, state: State, placed: (a: number) => boolean = () => true): Scene {
  const hidden = new Map<string, number>();
  const passing = model.data.relations.map((_, i) => {
    const why = hiddenBy(model, i, state.filters);
    if (why) hidden.set(why, (hidden.get(why) ?? 0) + 1);
    return why === null;
  });
  const off = state.filters.actorsOff;
  const actors = state.shown.filter((a) => !off.includes(model.data.actors[a].kind) && placed(a));
  const on = new Set(actors);
  const bundles = new Map<string, Line>();
  const drawn = new Set<number>();
  model.data.relations.forEach((r, i) => {
    if (!passing[i]) return;
    for (const [a, b, , , directed] of r.ties) {
      if (!on.has(a) || !on.has(b)) continue;
      drawn.add(i);
      const [x, y] = a < b ? [a, b] : [b, a];
      const way = directed ? (a === x ? 1 : -1) : 0;
      const key = `${x} ${y} ${r.state}`;
      const line = bundles.get(key);
      if (!line) bundles.set(key, { a: x, b: y, relations: [i], state: r.state, kind: r.kind, way, offset: 0 });
      else {
        line.relations.push(i);
        if (line.way !== way) line.way = 0;
      }
    }
  });
  for (const line of bundles.values()) line.kind = commonest(line.relations.map((i) => model.data.relations[i].kind));
  const pairs = new Map<string, Line[]>();
  for (const line of bundles.values()) pairs.set(`${line.a} ${line.b}`, [...(pairs.get(`${line.a} ${line.b}`) ?? []), line]);
  for (const lines of pairs.values()) {
    lines.sort((p, q) => RANK.indexOf(p.state) - RANK.indexOf(q.state));
    lines.forEach((line, i) => { line.offset = (i - (lines.length - 1) / 2) * 16; });
  }
  return { actors, lines: [...bundles.values()], relations: [...drawn].sort((p, q) => p - q), passing, hidden };
}

/** Other actors of an actor by passing relations, the best first: support, then states before persons, then the id. */
export function neighbours(model: Model, actor: number, passing: boolean[], only?: (t: { relation: number; way: number }) => boolean): number[] {
  const score = new Map<number, number>();
  for (const t of model.touches[actor]) {
    if (!passing[t.relation] || (only && !only(t))) continue;
    const r = model.data.relations[t.relation];
    score.set(t.other, (score.get(t.other) ?? 0) + r.origins);
  }
  const weight = (a: number): number => (model.data.actors[a].kind === "person" ? 0 : 1000) + (score.get(a) ?? 0);
  return [...score.keys()].sort((p, q) => weight(q) - weight(p) || (model.data.actors[p].id < model.data.actors[q].id ? -1 : 1));
}

export const describe = (r: Relation): string => (r.title === r.typeLabel ? r.title : `${r.title} (${r.typeLabel})`);
export const when = (r: Relation): string => (r.span ? (r.span[1] && r.span[1] !== r.span[0] ? `${r.span[0]} to ${r.span[1]}` : r.span[0]) : "no date");

const LENGTH = 190;
const BOX: [number, number] = [150, 58];

/** Return the state with more actors on it: each beside its parent, and nobody else moves. */
export function add(model: Model, state: State, parent: number | null, actors: number[]): State {
  const fresh = actors.filter((a) => !state.places[a] || !state.shown.includes(a));
  if (!fresh.length) return state;
  const places: Record<number, [number, number]> = {};
  for (const a of state.shown) places[a] = state.places[a];
  const shown = [...state.shown];
  let from = parent;
  if (from !== null && !places[from]) {
    places[from] = entrance(model, places, shown, from);
    shown.push(from);
    if (shown.length > 1) settle(model, places, shown, [from]);
  }
  if (from === null) from = shown[0] ?? fresh[0];
  if (!places[from]) { places[from] = [0, 0]; shown.push(from); }
  const [px, py] = places[from];
  const home = model.data.actors[from];
  const moving = fresh.filter((a) => !places[a]);
  // Directions come from the layout of the whole network, spread to equal steps so that nobody stands on anybody.
  const angle = (a: number): number => { const o = model.data.actors[a]; return Math.atan2((o.y ?? 0) - (home.y ?? 0), (o.x ?? 0) - (home.x ?? 0)); };
  const order = [...moving].sort((p, q) => angle(p) - angle(q) || p - q);
  const perRing = 12;
  order.forEach((a, i) => {
    const ring = i % Math.ceil(order.length / perRing);
    const turn = angle(order[0]) + (2 * Math.PI * i) / order.length;
    const radius = LENGTH * (1 + ring * 0.55) * (shown.length > 1 ? 0.9 : 1);
    places[a] = [px + Math.cos(turn) * radius * 1.25, py + Math.sin(turn) * radius];
    shown.push(a);
  });
  settle(model, places, shown, moving);
  return { ...state, shown, places };
}

/** Where an actor comes in that was searched for: beside those that it is related to, else under or right of them all. */
function entrance(model: Model, places: Record<number, [number, number]>, shown: number[], actor: number): [number, number] {
  if (!shown.length) return [0, 0];
  const mean = (list: number[]): [number, number] => [0, 1].map((i) => list.reduce((n, a) => n + places[a][i], 0) / list.length) as [number, number];
  const on = new Set(shown);
  const related = [...new Set(model.touches[actor].map((t) => t.other).filter((o) => on.has(o)))];
  if (related.length) {
    const [x, y] = mean(related);
    const [cx, cy] = mean(shown);
    const d = Math.hypot(x - cx, y - cy);
    const [ux, uy] = d > 1 ? [(x - cx) / d, (y - cy) / d] : [0.8, 0.6];
    return [x + ux * LENGTH, y + uy * LENGTH];
  }
  const [xs, ys] = [shown.map((a) => places[a][0]), shown.map((a) => places[a][1])];
  const [wide, high] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  return wide > high * 1.6 ? [Math.min(...xs), Math.max(...ys) + 1.6 * LENGTH] : [Math.max(...xs) + 2.2 * LENGTH, mean(shown)[1]];
}

function settle(model: Model, places: Record<number, [number, number]>, shown: number[], moving: number[]): void {
  const on = new Set(shown);
  const near = new Map(moving.map((a) => [a, [...new Set(model.touches[a].map((t) => t.other).filter((o) => on.has(o)))]]));
  for (let round = 0; round < 160; round += 1) {
    const heat = 1 - round / 160;
    for (const a of moving) {
      let [x, y] = places[a];
      let dx = 0;
      let dy = 0;
      for (const o of near.get(a) ?? []) {
        const [ox, oy] = places[o];
        const d = Math.hypot(ox - x, oy - y) || 1;
        const pull = ((d - LENGTH) / d) * 0.06;
        dx += (ox - x) * pull;
        dy += (oy - y) * pull;
      }
      for (const o of shown) {
        if (o === a) continue;
        const [ox, oy] = places[o];
        const gx = x - ox || (a - o) * 0.01;
        const gy = y - oy || (a - o) * 0.01;
        const d2 = gx * gx + gy * gy;
        if (d2 < 250000) { dx += (gx / d2) * 900; dy += (gy / d2) * 900; }
        const over = Math.min(BOX[0] - Math.abs(gx), (BOX[1] - Math.abs(gy)) * 2.4);
        if (over > 0) { if (BOX[0] - Math.abs(gx) < (BOX[1] - Math.abs(gy)) * 2.4) dx += Math.sign(gx) * over * 0.5; else dy += Math.sign(gy) * (BOX[1] - Math.abs(gy)) * 0.5; }
      }
      const step = Math.hypot(dx, dy) || 1;
      const most = 6 + 34 * heat;
      x += dx * Math.min(1, most / step);
      y += dy * Math.min(1, most / step);
      places[a] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
    }
  }
  for (const a of moving) places[a] = [Math.round(places[a][0]), Math.round(places[a][1])];
}

/** Lay all shown actors out anew around the first; pinned ones keep their places. */
export function tidy(model: Model, state: State): State {
  const pinned = state.shown.filter((a) => state.pinned.includes(a));
  const [first, ...rest] = pinned.length ? pinned : state.shown.slice(0, 1);
  if (first === undefined) return state;
  const start: State = { ...state, shown: [first, ...rest], places: Object.fromEntries([first, ...rest].map((a) => [a, state.places[a]])) };
  return { ...add(model, start, first, state.shown.filter((a) => !start.shown.includes(a))), pinned: state.pinned };
}

export function remove(state: State, actors: number[]): State {
  const gone = new Set(actors);
  const shown = state.shown.filter((a) => !gone.has(a));
  const places = Object.fromEntries(shown.map((a) => [a, state.places[a]]));
  return { ...state, shown, places, pinned: state.pinned.filter((a) => !gone.has(a)) };
}

export interface Path { actors: number[]; hops: number[][] }

/** Ways between two actors by passing relations, the shortest first; persons are no way through. */
export function paths(model: Model, passing: boolean[], a: number, b: number, longest = 4, limit = 8): { found: Path[]; more: boolean } {
  const next = (x: number): Map<number, number[]> => {
    const out = new Map<number, number[]>();
    for (const t of model.touches[x]) if (passing[t.relation]) out.set(t.other, [...(out.get(t.other) ?? []), t.relation]);
    return out;
  };
  const far = new Map([[b, 0]]);
  let edge = [b];
  for (let d = 1; d <= longest && edge.length; d += 1) {
    const more: number[] = [];
    for (const x of edge) for (const y of next(x).keys()) {
      if (far.has(y) || (model.data.actors[y].kind === "person" && y !== a)) continue;
      far.set(y, d);
      more.push(y);
    }
    edge = more;
  }
  const found: Path[] = [];
  let more = false;
  const walk = (x: number, left: number, trail: number[], hops: number[][]): void => {
    if (more) return;
    if (x === b) { if (left === 0) { if (found.length >= limit) more = true; else found.push({ actors: [...trail], hops: [...hops] }); } return; }
    for (const [y, by] of [...next(x)].sort((p, q) => q[1].length - p[1].length || p[0] - q[0])) {
      if (trail.includes(y) || (far.get(y) ?? 99) > left - 1) continue;
      walk(y, left - 1, [...trail, y], [...hops, [...new Set(by)]]);
    }
  };
  if (far.has(a)) for (let d = far.get(a) as number; d <= longest && !more; d += 1) walk(a, d, [a], []);
  return { found, more };
}
