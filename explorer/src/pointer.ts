// Mouse, fingers and keys on the picture: move it, zoom it, move an actor, select what is under the pointer.
import { clean } from "./dom";
import { allegations } from "./evidence";
import type { Model } from "./model";
import type { Hit, Picture, Renderer } from "./renderer";
import { describe } from "./scene";

export interface Hand {
  picture(): Picture;
  /** Draw the picture again, which stays as it is; the view alone has moved. */
  glide(): void;
  draw(): void;
  select(hit: Hit): void;
  expand(actor: number): void;
  /** Whether an actor may be moved; on a map it stands where it is. */
  movable(): boolean;
  moved(actor: number, place: [number, number]): void;
}

export function pointer(canvas: HTMLCanvasElement, renderer: Renderer, model: Model, hand: Hand): void {
  const fingers = new Map<number, [number, number]>();
  let moved = false;
  let held: number | null = null;
  const at = (e: PointerEvent | WheelEvent): [number, number] => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
  const zoom = (x: number, y: number, by: number): void => {
    const [wx, wy] = renderer.world(x, y);
    renderer.view.k = Math.max(0.03, Math.min(4, renderer.view.k * by));
    const [nx, ny] = renderer.world(x, y);
    renderer.view.x += wx - nx;
    renderer.view.y += wy - ny;
    hand.glide();
  };
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, at(e));
    moved = false;
    const hit = renderer.at(...at(e), hand.picture());
    held = hit?.t === "actor" && fingers.size === 1 && hand.movable() ? hit.a : null;
  });
  canvas.addEventListener("pointermove", (e) => {
    const now = at(e);
    const last = fingers.get(e.pointerId);
    if (!last) { hover(now); return; }
    if (Math.hypot(now[0] - last[0], now[1] - last[1]) > 3) moved = true;
    if (!moved) return;
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== e.pointerId)?.[1] as [number, number];
      zoom((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, Math.hypot(now[0] - other[0], now[1] - other[1]) / (Math.hypot(last[0] - other[0], last[1] - other[1]) || 1));
    } else if (held !== null) {
      const [x, y] = renderer.world(...now);
      const picture = hand.picture();
      picture.places = { ...picture.places, [held]: [Math.round(x), Math.round(y)] };
      hand.draw();
    } else {
      renderer.view.x -= (now[0] - last[0]) / renderer.view.k;
      renderer.view.y -= (now[1] - last[1]) / renderer.view.k;
      hand.glide();
    }
    fingers.set(e.pointerId, now);
  });
  const up = (e: PointerEvent): void => {
    const now = at(e);
    fingers.delete(e.pointerId);
    if (held !== null && moved) hand.moved(held, hand.picture().places[held]);
    else if (!moved && e.type === "pointerup") hand.select(renderer.at(...now, hand.picture()));
    held = null;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("dblclick", (e) => { const r = canvas.getBoundingClientRect(); const hit = renderer.at(e.clientX - r.left, e.clientY - r.top, hand.picture()); if (hit?.t === "actor") hand.expand(hit.a); });
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); zoom(...at(e), Math.exp(-e.deltaY * 0.0015)); }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    const far = 60 / renderer.view.k;
    const moves: Record<string, () => void> = { ArrowLeft: () => { renderer.view.x -= far; }, ArrowRight: () => { renderer.view.x += far; }, ArrowUp: () => { renderer.view.y -= far; }, ArrowDown: () => { renderer.view.y += far; }, "+": () => { renderer.view.k *= 1.2; }, "=": () => { renderer.view.k *= 1.2; }, "-": () => { renderer.view.k /= 1.2; } };
    const go = moves[e.key];
    if (go) { e.preventDefault(); go(); hand.glide(); }
  });
  function hover([x, y]: [number, number]): void {
  const hit = renderer.at(x, y, hand.picture());
  canvas.style.cursor = hit ? "pointer" : "grab";
  const text = !hit ? "" : hit.t === "actor" ? model.data.actors[hit.a].label : [...new Set(hit.line.relations.map((i) => { const r = model.data.relations[i]; return describe(r) + (r.state === "stated" ? "" : ` [${model.data.states[r.state]}] ${allegations(r)}`); }))].slice(0, 6).join("\n");
  if (canvas.title !== text) canvas.title = clean(text);
  }
}

