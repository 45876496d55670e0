// The drawing layer: an interface, and its implementation on a 2D canvas, which every machine has.
import { clean } from "./dom";
import { DASHES, EDGE_SHAPES, NODE_SHAPES, NODE_SIZES, corners, type Theme } from "./look";
import type { Model } from "./model";
import type { Land } from "./map";
import type { Line, Scene } from "./scene";
import type { Selected } from "./state";

export interface View { x: number; y: number; k: number }
export type Hit = { t: "actor"; a: number } | { t: "line"; line: Line } | null;
export interface Picture { scene: Scene; places: Record<number, [number, number]>; pinned: number[]; selected: Selected; marked: Set<string>; theme: Theme; more: Map<number, number>; land: Land | null }
export interface Renderer {
  view: View;
  /** `moving` says that the view alone has changed and will change again at once: a picture on the way need not be sharp. */
  draw(picture: Picture, moving?: boolean): void;
  fit(picture: Picture): void;
  at(x: number, y: number, picture: Picture): Hit;
  world(x: number, y: number): [number, number];
}

export interface Geometry { x1: number; y1: number; x2: number; y2: number; mx: number; my: number }
export function geometry(line: Line, places: Record<number, [number, number]>): Geometry {
  const [ax, ay] = places[line.a];
  const [bx, by] = places[line.b];
  const d = Math.hypot(bx - ax, by - ay) || 1;
  const [ox, oy] = [(-(by - ay) / d) * line.offset, ((bx - ax) / d) * line.offset];
  return { x1: ax + ox, y1: ay + oy, x2: bx + ox, y2: by + oy, mx: (ax + bx) / 2 + ox, my: (ay + by) / 2 + oy };
}
export const lineColor = (line: Line, theme: Theme): string => theme.kinds[line.kind] ?? theme.line;
export const pairKey = (a: number, b: number): string => `${Math.min(a, b)} ${Math.max(a, b)}`;
export const lineWidth = (line: Line): number => 1.4 + Math.log2(line.relations.length) * 1.1;
const FOLDED = new Map<string, string[]>();
/** A label in at most two lines; worked out once, since every frame asks. */
export function folded(label: string): string[] {
  let lines = FOLDED.get(label);
  if (!lines) FOLDED.set(label, (lines = fold(label)));
  return lines;
}
function fold(label: string): string[] {
  const lines: string[] = [];
  for (const word of clean(label).split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && (last + " " + word).length <= 20) lines[lines.length - 1] = last + " " + word;
    else lines.push(word.length > 22 ? word.slice(0, 21) + "…" : word);
  }
  return lines.length > 2 ? [lines[0], lines[1] + " …"] : lines;
}
export function lineLabel(line: Line, model: Model): string {
  const r = model.data.relations[line.relations[0]];
  if (line.relations.length > 1) return `${line.relations.length} relations`;
  return r.title.length > 30 ? r.typeLabel : r.title;
}
export const isSelected = (line: Line, s: Selected): boolean =>
  s !== null && ((s.t === "pair" && Math.min(s.a, s.b) === line.a && Math.max(s.a, s.b) === line.b) || (s.t === "relation" && line.relations.includes(s.r)));

const isChosen = (a: number, s: Selected): boolean => s !== null && s.t !== "relation" && (s.a === a || (s.t !== "actor" && s.b === a));

/** Actors and lines above which a view on the move is the last picture, moved, until it stands still. */
const MANY = 600;

export class CanvasRenderer implements Renderer {
  private kept: { image: HTMLCanvasElement; view: View; of: Picture; places: Picture["places"] } | null = null;
  view: View = { x: 0, y: 0, k: 1 };
  constructor(private readonly canvas: HTMLCanvasElement, private readonly model: Model) {}

  world(x: number, y: number): [number, number] {
    const { width, height } = this.canvas.getBoundingClientRect();
    return [(x - width / 2) / this.view.k + this.view.x, (y - height / 2) / this.view.k + this.view.y];
  }

  fit({ scene, places }: Picture): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const xs = scene.actors.map((a) => places[a][0]);
    const ys = scene.actors.map((a) => places[a][1]);
    if (!xs.length) { this.view = { x: 0, y: 0, k: 1 }; return; }
    const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    // Room for labels at the rims: in pixels of the screen where the picture is small, of the picture where it is large.
    const [wide, high] = [Math.min(width - 150, (width * (x2 - x1)) / (x2 - x1 + 250)), Math.min(height - 90, (height * (y2 - y1)) / (y2 - y1 + 110))];
    const k = Math.max(0.04, Math.min(1.5, wide / (x2 - x1 || 1e-6) || 1.5, high / (y2 - y1 || 1e-6) || 1.5));
    this.view = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 12 / k, k };
  }

  at(x: number, y: number, { scene, places }: Picture): Hit {
    const [wx, wy] = this.world(x, y);
    let best: Hit = null;
    let least = Infinity;
    for (const a of scene.actors) {
      const size = NODE_SIZES[this.model.data.actors[a].kind] ?? 10;
      const d = Math.hypot(places[a][0] - wx, places[a][1] - wy);
      if (d < Math.max(size + 4, 14 / this.view.k) && d < least) { least = d; best = { t: "actor", a }; }
    }
    if (best) return best;
    least = 8 / this.view.k;
    for (const line of scene.lines) {
      const g = geometry(line, places);
      const l2 = (g.x2 - g.x1) ** 2 + (g.y2 - g.y1) ** 2 || 1;
      const t = Math.max(0, Math.min(1, ((wx - g.x1) * (g.x2 - g.x1) + (wy - g.y1) * (g.y2 - g.y1)) / l2));
      const d = Math.hypot(g.x1 + t * (g.x2 - g.x1) - wx, g.y1 + t * (g.y2 - g.y1) - wy);
      if (d < least) { least = d; best = { t: "line", line }; }
    }
    return best;
  }

  draw(picture: Picture, moving = false): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== w || this.canvas.height !== h) { this.canvas.width = w; this.canvas.height = h; }
    const c = this.canvas.getContext("2d");
    if (!c) return;
    const { kept } = this;
    if (moving && kept?.of === picture && kept.places === picture.places && kept.image.width === w && kept.image.height === h) {
      const s = this.view.k / kept.view.k;
      c.setTransform(1, 0, 0, 1, 0, 0);
      c.fillStyle = picture.theme.ground;
      c.fillRect(0, 0, w, h);
      c.drawImage(kept.image, w / 2 - (w / 2) * s + (kept.view.x - this.view.x) * this.view.k * ratio, h / 2 - (h / 2) * s + (kept.view.y - this.view.y) * this.view.k * ratio, w * s, h * s);
      return;
    }
    paint(c, picture, this.model, this.view, width, height, ratio);
    this.kept = null;
    if (picture.scene.actors.length + picture.scene.lines.length < MANY && !picture.land) return;
    const image = kept?.image ?? document.createElement("canvas");
    if (image.width !== w || image.height !== h) [image.width, image.height] = [w, h];
    image.getContext("2d", { alpha: false })?.drawImage(this.canvas, 0, 0);
    this.kept = { image, view: { ...this.view }, of: picture, places: picture.places };
  }
}

function trace(c: CanvasRenderingContext2D, shape: string, x: number, y: number, size: number): void {
  c.beginPath();
  outline(c, corners(shape), x, y, size);
}
// Without closePath, whose cost grows with all of the path that is there already.
function outline(c: CanvasRenderingContext2D, at: [number, number][] | null, x: number, y: number, size: number): void {
  if (!at) { c.moveTo(x + size, y); c.arc(x, y, size, 0, 2 * Math.PI); }
  else { at.forEach(([dx, dy], i) => (i ? c.lineTo(x + dx * size, y + dy * size) : c.moveTo(x + dx * size, y + dy * size))); c.lineTo(x + at[0][0] * size, y + at[0][1] * size); }
}

/** A ring of the kinds' colours, each as long as its part of the relations. */
function ring(c: CanvasRenderingContext2D, x: number, y: number, r: number, colors: string[]): void {
  const sorted = [...colors].sort();
  c.lineWidth = 3;
  sorted.forEach((color, i) => {
    c.beginPath();
    c.arc(x, y, r, (2 * Math.PI * i) / sorted.length - Math.PI / 2, (2 * Math.PI * (i + 1)) / sorted.length - Math.PI / 2);
    c.strokeStyle = color;
    c.stroke();
  });
}

const NAMED = new WeakMap<Picture, number[]>();
/** Actors in the order in which they get their labels: the chosen, polities, the more connected. */
function named(picture: Picture, model: Model): number[] {
  let order = NAMED.get(picture);
  if (!order) {
    const first = (a: number): number => (isChosen(a, picture.selected) ? -2 : model.data.actors[a].kind === "state" ? -1 : 0);
    order = [...picture.scene.actors].sort((p, q) => first(p) - first(q) || model.touches[q].length - model.touches[p].length || p - q);
    NAMED.set(picture, order);
  }
  return order;
}

type Box = [number, number, number, number];
/** Boxes that do not overlap, found by the cells of a grid that they touch. */
class Taken {
  private readonly cells = new Map<number, Box[]>();
  constructor(private readonly size: number) {}
  /** Take a place; false, and nothing taken, where somebody has a part of it. */
  take(box: Box): boolean {
    const [x1, y1, x2, y2] = box.map((n) => Math.floor(n / this.size));
    for (let x = x1; x <= x2; x += 1) for (let y = y1; y <= y2; y += 1) if (this.cells.get(x * 65_536 + y)?.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) return false;
    for (let x = x1; x <= x2; x += 1) for (let y = y1; y <= y2; y += 1) { const k = x * 65_536 + y; const cell = this.cells.get(k); if (cell) cell.push(box); else this.cells.set(k, [box]); }
    return true;
  }
}

export function paint(c: CanvasRenderingContext2D, picture: Picture, model: Model, view: View, width: number, height: number, ratio: number): void {
  const { scene, places, theme, selected, marked } = picture;
  c.setTransform(1, 0, 0, 1, 0, 0);
  c.fillStyle = theme.ground;
  c.fillRect(0, 0, width * ratio, height * ratio);
  const k = view.k * ratio;
  c.setTransform(k, 0, 0, k, (width * ratio) / 2 - view.x * k, (height * ratio) / 2 - view.y * k);
  c.lineJoin = "round";
  const far = view.k < 0.42;
  // Seen from afar a mark keeps a size that can be seen and hit.
  const grow = Math.max(1, 0.3 / view.k);
  if (picture.land) {
    c.fillStyle = theme.land;
    c.fill(picture.land.path(), "evenodd");
  }
  const label = (text: string, x: number, y: number, size: number, color: string, bold = false): void => {
    c.font = `${bold ? "600 " : ""}${size}px system-ui, sans-serif`;
    c.textAlign = "center";
    c.lineWidth = 4 * grow;
    c.strokeStyle = theme.halo;
    c.strokeText(text, x, y);
    c.fillStyle = color;
    c.fillText(text, x, y);
  };
  // Lines that look alike are one path: what a frame costs is the number of strokes.
  const alike = new Map<string, { color: string; width: number; dash: number[]; lines: [Line, Geometry][] }>();
  for (const line of scene.lines) {
    const chosen = isSelected(line, selected) || (marked.size > 0 && marked.has(pairKey(line.a, line.b)));
    const color = lineColor(line, theme);
    const width = lineWidth(line) + (chosen ? 2.5 : 0);
    const key = `${color} ${width} ${line.state}`;
    let group = alike.get(key);
    if (!group) alike.set(key, (group = { color, width, dash: DASHES[line.state] ?? [], lines: [] }));
    group.lines.push([line, geometry(line, places)]);
  }
  for (const { color, width, dash, lines } of alike.values()) {
    c.strokeStyle = c.fillStyle = color;
    c.lineWidth = width * grow;
    c.setLineDash(dash.map((d) => d * grow));
    c.beginPath();
    for (const [, g] of lines) { c.moveTo(g.x1, g.y1); c.lineTo(g.x2, g.y2); }
    c.stroke();
    if (far) continue;
    c.beginPath();
    for (const [line, g] of lines) {
      if (!line.way) continue;
      const [tx, ty, sx, sy, target] = line.way > 0 ? [g.x2, g.y2, g.x1, g.y1, line.b] : [g.x1, g.y1, g.x2, g.y2, line.a];
      const turn = Math.atan2(ty - sy, tx - sx);
      const back = (NODE_SIZES[model.data.actors[target].kind] ?? 10) + 3;
      const [hx, hy] = [tx - Math.cos(turn) * back, ty - Math.sin(turn) * back];
      c.moveTo(hx, hy);
      c.lineTo(hx - Math.cos(turn - 0.45) * 11, hy - Math.sin(turn - 0.45) * 11);
      c.lineTo(hx - Math.cos(turn + 0.45) * 11, hy - Math.sin(turn + 0.45) * 11);
    }
    c.fill();
  }
  c.setLineDash([]);
  if (!far) for (const line of scene.lines) {
    const g = geometry(line, places);
    const color = lineColor(line, theme);
    const many = line.relations.length > 1;
    trace(c, many ? "dot" : EDGE_SHAPES[line.kind] ?? "dot", g.mx, g.my, many ? 9 : 6);
    c.fillStyle = theme.ground;
    c.strokeStyle = color;
    c.lineWidth = 1.6;
    c.fill();
    c.stroke();
    if (many) ring(c, g.mx, g.my, 10, line.relations.map((i) => theme.kinds[model.data.relations[i].kind] ?? theme.line));
    if (many) { c.font = "600 11px system-ui, sans-serif"; c.textAlign = "center"; c.fillStyle = theme.text; c.fillText(String(line.relations.length), g.mx, g.my + 4); }
  }
  const kinds = new Map<string, number[]>();
  for (const a of scene.actors) { const { kind } = model.data.actors[a]; const list = kinds.get(kind); if (list) list.push(a); else kinds.set(kind, [a]); }
  for (const [kind, list] of kinds) {
    const size = (NODE_SIZES[kind] ?? 10) * grow;
    const at = corners(NODE_SHAPES[kind] ?? "dot");
    for (const a of list) if (isChosen(a, selected)) { trace(c, "dot", places[a][0], places[a][1], size + 7 * grow); c.strokeStyle = theme.text; c.lineWidth = 3 * grow; c.stroke(); }
    c.beginPath();
    for (const a of list) outline(c, at, places[a][0], places[a][1], size);
    c.fillStyle = theme.nodes[kind] ?? theme.soft;
    c.fill();
    c.strokeStyle = theme.ground;
    c.lineWidth = 1.5;
    c.stroke();
    if (far) continue;
    for (const a of list) { const more = picture.more.get(a) ?? 0; if (more) label(`+${more}`, places[a][0] + size + 11, places[a][1] - size + 4, Math.max(11, Math.min(10 / view.k, 18)), theme.soft); }
  }
  c.fillStyle = theme.ground;
  const there = new Set(picture.pinned.length ? scene.actors : []);
  for (const a of picture.pinned) if (there.has(a)) { trace(c, "diamond", places[a][0], places[a][1], 4 * grow); c.fill(); }
  // Where labels would lie on each other the more connected actor keeps its own; the panel and the table name them all.
  const taken = new Taken(220 * grow);
  for (const a of named(picture, model)) {
    const actor = model.data.actors[a];
    const [x, y] = places[a];
    const size = far ? Math.min(12.5 / view.k, 160) : Math.max(actor.kind === "state" ? 15 : 12.5, Math.min(11.5 / view.k, 20));
    const lines = folded(actor.label);
    const wide = (Math.max(...lines.map((t) => t.length)) * size * (actor.kind === "state" ? 0.58 : 0.5)) / 2;
    const top = y + (NODE_SIZES[actor.kind] ?? 10) * grow;
    const box: Box = [x - wide, top, x + wide, top + lines.length * (size + 1)];
    if (!taken.take(box)) continue;
    lines.forEach((text, i) => label(text, x, top + size + 1 + i * (size + 1), size, theme.text, actor.kind === "state"));
  }
  if (!far) for (const line of scene.lines) {
    if (!isSelected(line, selected) || line.relations.length > 1) continue;
    const g = geometry(line, places);
    label(clean(lineLabel(line, model)), g.mx, g.my - 12, 12, theme.text, true);
  }
}
