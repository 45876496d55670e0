// The details beside the picture: an actor, a pair, a relation or the ways between two actors. The keyboard's graph.
import { button, el, plural } from "./dom";
import { allegation, receipts, rivals, standing, voices, receipt } from "./evidence";
import type { Model } from "./model";
import { describe, neighbours, paths, when, type Scene } from "./scene";
import type { Selected, State } from "./state";

export interface Actions {
  select(s: Selected): void;
  expand(actor: number, kind: string | null, type: string | null, way: number | null): void;
  hide(actors: number[]): void;
  pin(actor: number): void;
  show(actors: number[], parent: number): void;
  pathFrom(actor: number): void;
  allow(relation: number): void;
}

const ARROWS: Record<string, string> = { "1": "→", "-1": "←", "0": "–" };
const WAYS: Record<string, string> = { "1": "from here", "-1": "to here", "0": "with" };

export function panel(model: Model, state: State, scene: Scene, act: Actions): HTMLElement[] {
  const s = state.selected;
  if (!s) return overview(model, state, scene);
  if (s.t === "actor") return actorPanel(model, state, scene, s.a, act);
  if (s.t === "pair") return pairPanel(model, scene, s.a, s.b, act);
  if (s.t === "relation") return relationPanel(model, scene, s.r, act);
  return pathPanel(model, state, scene, s.a, s.b, act);
}

function overview(model: Model, state: State, scene: Scene): HTMLElement[] {
  if (!state.shown.length) return [el("p", {}, "Nothing is on the canvas yet. Search for an actor, or take one of the examples.")];
  return [
    el("h2", {}, "On the canvas"),
    el("p", {}, `${plural(scene.actors.length, "actor")}, ${plural(scene.relations.length, "relation")}. Select an actor or a line to see what it rests on: the sentence, the document, who says so and when.`),
    el("p", { class: "soft" }, `Graph ${model.data.version}`),
  ];
}

function link(model: Model, a: number, act: Actions): HTMLElement {
  return button(model.data.actors[a].label, () => act.select({ t: "actor", a }), "link");
}

function relationItem(model: Model, i: number, act: Actions, from?: number): HTMLElement {
  const r = model.data.relations[i];
  const others = from === undefined ? [] : [...new Set(model.touches[from].filter((t) => t.relation === i).map((t) => model.data.actors[t.other].label))];
  const note = standing(model, r);
  const text = [describe(r), when(r), others.slice(0, 3).join(", ") + (others.length > 3 ? ` and ${others.length - 3} others` : "")].filter(Boolean).join(" · ");
  return el("li", {}, button(text, () => act.select({ t: "relation", r: i }), "link"), note ? el("span", { class: "tag" }, note) : null);
}

function actorPanel(model: Model, state: State, scene: Scene, a: number, act: Actions): HTMLElement[] {
  const actor = model.data.actors[a];
  const on = new Set(state.shown);
  const out: HTMLElement[] = [el("h2", {}, actor.label), el("p", {}, [actor.kind === "state" ? "polity" : actor.kind, actor.status?.replace(/-/g, " "), actor.id].filter(Boolean).join(" · "))];
  if (actor.aliases.length) out.push(el("p", { class: "soft" }, "Also: " + actor.aliases.slice(0, 12).join(", ") + (actor.aliases.length > 12 ? ` and ${actor.aliases.length - 12} more names` : "")));
  out.push(el("p", { class: "row" }, button("Paths from here", () => act.pathFrom(a)), on.has(a) && button(state.pinned.includes(a) ? "Unpin" : "Pin", () => act.pin(a)), on.has(a) ? button("Hide", () => act.hide([a])) : button("Put on the canvas", () => act.show([a], a))));
  const groups = new Map<string, { kind: string; type: string | null; label: string; way: number; relations: Set<number>; others: Set<number> }>();
  for (const t of model.touches[a]) {
    if (!scene.passing[t.relation]) continue;
    const r = model.data.relations[t.relation];
    const key = `${r.kind} ${r.type} ${t.way}`;
    const g = groups.get(key) ?? { kind: r.kind, type: r.type, label: r.typeLabel, way: t.way, relations: new Set(), others: new Set() };
    g.relations.add(t.relation);
    g.others.add(t.other);
    groups.set(key, g);
  }
  const all = neighbours(model, a, scene.passing);
  const missing = all.filter((o) => !on.has(o)).length;
  out.push(el("h3", {}, "Expand"));
  const list = el("ul", { class: "expand", id: "expand" });
  const entry = (text: string, left: number, total: number, go: () => void): HTMLElement => el("li", {}, button(text, go), el("span", { class: "soft" }, left ? `${left} of ${plural(total, "actor")} not shown` : `${total === 1 ? "its actor is" : `all ${total} actors are`} shown`));
  if (groups.size) list.append(entry(`Everything · ${plural(new Set(model.touches[a].filter((t) => scene.passing[t.relation]).map((t) => t.relation)).size, "relation")}`, missing, all.length, () => act.expand(a, null, null, null)));
  for (const g of [...groups.values()].sort((p, q) => q.relations.size - p.relations.size || (p.kind + p.label < q.kind + q.label ? -1 : 1))) {
    const left = [...g.others].filter((o) => !on.has(o)).length;
    list.append(entry(`${ARROWS[g.way]} ${g.label === g.kind || g.label.includes(g.kind) ? g.label : `${g.label} (${g.kind})`}, ${WAYS[g.way]} · ${plural(g.relations.size, "relation")}`, left, g.others.size, () => act.expand(a, g.kind, g.type, g.way)));
  }
  out.push(groups.size ? list : el("p", {}, "No relation to another actor passes the filters."));
  if (all.length) {
    const between = (o: number): number => new Set(model.touches[a].filter((t) => t.other === o && scene.passing[t.relation]).map((t) => t.relation)).size;
    const neighbourList = el("ul", { id: "neighbours" }, ...all.map((o) => el("li", {}, link(model, o, act), " ", button(plural(between(o), "relation"), () => act.select({ t: "pair", a, b: o }), "link", { "aria-label": `${plural(between(o), "relation")} with ${model.data.actors[o].label}` }))));
    out.push(el("details", {}, el("summary", {}, `Neighbours (${all.length})`), neighbourList));
  }
  const every = model.relationsOf(a);
  const shown = every.filter((i) => scene.passing[i]);
  out.push(el("h3", {}, `Relations (${shown.length} of ${every.length})`));
  if (every.length > shown.length) out.push(el("p", { class: "soft" }, `${every.length - shown.length} hidden by the filters.`));
  const ul = el("ul", { id: "relations" });
  const order = (i: number): string => model.data.relations[i].span?.[0] ?? "0000";
  for (const i of [...shown].sort((p, q) => (order(p) < order(q) ? 1 : -1))) ul.append(relationItem(model, i, act, a));
  out.push(ul);
  return out;
}

function pairPanel(model: Model, scene: Scene, a: number, b: number, act: Actions): HTMLElement[] {
  const both = [...new Set(model.touches[a].filter((t) => t.other === b).map((t) => t.relation))];
  const shown = both.filter((i) => scene.passing[i]);
  const out: HTMLElement[] = [el("h2", {}, link(model, a, act), " and ", link(model, b, act)), el("p", {}, `${plural(shown.length, "relation")} between them${both.length > shown.length ? `; ${both.length - shown.length} more hidden by the filters` : ""}.`)];
  if (shown.length) out.push(voices(model, [...new Set(shown.flatMap((i) => model.receiptsOf(i)))]));
  const ul = el("ul", { id: "relations" });
  for (const i of shown) {
    const item = relationItem(model, i, act);
    const first = model.receiptsOf(i)[0];
    if (first !== undefined) item.append(receipt(model, first));
    ul.append(item);
  }
  out.push(el("h3", {}, "Relations, each with its first receipt"), ul);
  return out;
}

function relationPanel(model: Model, scene: Scene, i: number, act: Actions): HTMLElement[] {
  const r = model.data.relations[i];
  const list = model.receiptsOf(i);
  const out: HTMLElement[] = [el("h2", {}, r.title), el("p", {}, [r.kind, r.typeLabel, r.layer && `${r.layer} ${model.data.layers[r.layer] ?? ""}`].filter(Boolean).join(" · "))];
  const note = standing(model, r);
  if (note) out.push(el("p", { class: "standing" }, note));
  if (!scene.passing[i]) out.push(el("p", { class: "standing" }, "The filters hide this relation. ", button("Show relations like it", () => act.allow(i))));
  const later = list.filter((x) => model.isLater(x)).length;
  if (later) out.push(el("p", { class: "standing" }, `${later} of ${plural(list.length, "receipt")} came on file after ${model.knownAt}. What is said here of state, stages and support rests on all of them.`));
  out.push(el("dl", {}, el("dt", {}, "support"), el("dd", {}, `${plural(r.origins, "independent origin")}, ${plural(r.documents, "document")}`), el("dt", {}, `holds on ${model.data.asOf}`), el("dd", {}, r.status ?? "not known"), el("dt", {}, "when"), el("dd", {}, when(r)), el("dt", {}, "id"), el("dd", {}, r.id)));
  out.push(el("h3", {}, "Who takes part"));
  out.push(el("ul", {}, ...r.parts.map((p) => el("li", {}, link(model, p.actor, act), ` as ${p.role}`, p.for !== null && " for ", p.for !== null && link(model, p.for, act), p.capacity && ` (${p.capacity})`, p.holder && ` — held by ${p.holder}, an inference`, !p.firm && el("span", { class: "tag" }, "not stated as done"), p.receipts.length > 0 && el("details", {}, el("summary", {}, plural(p.receipts.length, "receipt")), ...p.receipts.map((x) => receipt(model, x)))))));
  out.push(el("h3", {}, "Stages"));
  const steps = el("ol", { class: "stages" });
  for (const s of r.stages) {
    const said = allegation(s);
    const words = [s.stage, s.end ? `${s.date ?? "?"} to ${s.end}` : s.date ?? "no date", s.place ? `at ${s.place}` : ""].filter(Boolean).join(", ");
    steps.append(el("li", { class: s.standing }, el("strong", {}, words), " ", s.modality !== "asserted" && el("span", { class: "tag" }, s.alleged ? "alleged" : s.modality), s.standing !== "chosen" && el("span", { class: "tag" }, s.standing === "rival" ? "another account" : "less exact account"), said && el("p", {}, said), s.receipts.length > 0 && el("details", {}, el("summary", {}, plural(s.receipts.length, "receipt")), ...s.receipts.map((x) => receipt(model, x)))));
  }
  out.push(r.stages.length ? steps : el("p", {}, "No stage is stated."));
  const disputes = model.disputes.get(i);
  if (disputes) out.push(rivals(model, disputes));
  if (list.length) out.push(voices(model, list));
  out.push(receipts(model, list, "All receipts"));
  return out;
}

function pathPanel(model: Model, state: State, scene: Scene, a: number, b: number, act: Actions): HTMLElement[] {
  const names = [a, b].map((x) => model.data.actors[x].label);
  const { found, more } = paths(model, scene.passing, a, b);
  const out: HTMLElement[] = [el("h2", {}, `Paths from ${names[0]} to ${names[1]}`), el("p", { class: "soft" }, "By relations that pass the filters, up to four hops, not through persons. A path is no influence: each hop stands on its own receipts.")];
  if (!found.length) out.push(el("p", {}, "No path of up to four hops passes the filters. Absence here is not negation: coverage is not declared complete."));
  found.forEach((p, n) => {
    const box = el("section", { class: "path" }, el("h3", {}, `${n + 1}. ${p.actors.map((x) => model.data.actors[x].label).join(" – ")}`));
    const left = p.actors.filter((x) => !state.shown.includes(x));
    box.append(left.length ? button(`Put on the canvas (${plural(left.length, "actor")} to add)`, () => act.show(p.actors, a)) : el("p", { class: "soft" }, "On the canvas."));
    p.hops.forEach((by, h) => {
      const [x, y] = [p.actors[h], p.actors[h + 1]];
      const best = [...by].sort((m, k) => model.data.relations[k].origins - model.data.relations[m].origins || m - k)[0];
      const first = model.receiptsOf(best)[0];
      box.append(el("div", { class: "hop" }, el("p", {}, link(model, x, act), " – ", link(model, y, act)), button(`${describe(model.data.relations[best])} · ${when(model.data.relations[best])}`, () => act.select({ t: "relation", r: best }), "link"), by.length > 1 && button(`and ${by.length - 1} more`, () => act.select({ t: "pair", a: x, b: y }), "link"), first !== undefined && receipt(model, first)));
    });
    out.push(box);
  });
  if (more) out.push(el("p", {}, `The first ${found.length} are listed; there are more.`));
  return out;
}
