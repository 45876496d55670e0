// Receipts as people read them: quote or citation, grade, day, claimant; who says so; rivals side by side.
import { button, clean, el, outside, plural } from "./dom";
import type { Dispute, Model, Relation, Stage } from "./model";

export const WATERMARK = "Project-written illustration, see its sources";

export function receipt(model: Model, i: number): HTMLElement {
  const r = model.data.receipts[i];
  const doc = model.data.documents[r.doc];
  const box = el("div", { class: `receipt ${["quoted", "cited", "paraphrased"].includes(r.grade) ? r.grade : ""}` });
  if (r.quote) box.append(el("blockquote", {}, r.before && el("span", { class: "around" }, r.before), el("q", { attrs: { dir: "auto" } }, r.quote), r.after && el("span", { class: "around" }, r.after)));
  if (r.citation) box.append(el("p", {}, r.citation), el("p", { class: "soft" }, "Cited from the page; no sentence of it is held here."));
  const where = el("p", { class: "where" });
  where.append(el("span", { class: "grade" }, r.grade), " " + clean([doc.publisher ?? "unknown publisher", doc.published ?? "no date"].join(" · ")));
  box.append(where);
  if (model.isLater(i)) box.append(el("p", { class: "standing" }, `On file since ${model.dayOf(i)}, after ${model.knownAt}.`));
  if (doc.title) box.append(el("p", { class: "soft" }, doc.title));
  if (doc.url) box.append(el("p", {}, outside(doc.url, /^https?:/i.test(doc.url) ? "Open the document" : doc.url)));
  if (r.who) box.append(el("p", {}, `According to ${r.who}`));
  if (doc.copy && doc.copy !== "original") box.append(el("p", { class: "soft" }, `A ${doc.copy} copy; counts as ${doc.origin ?? "its original"}.`));
  box.append(el("p", { class: "soft" }, `Document ${doc.id}${r.quote ? `, from character ${r.start}` : ""}${doc.rights ? ` · rights: ${doc.rights}` : ""}`));
  if (doc.project) {
    box.append(el("p", { class: "watermark" }, WATERMARK));
    if (doc.sources.length) box.append(el("ul", {}, ...doc.sources.map((s) => el("li", {}, s.publisher ? `${s.publisher}: ` : "", outside(s.url, s.title || s.url)))));
  }
  return box;
}

/** Receipts, the first few open and the rest behind a button that says how many. */
export function receipts(model: Model, list: number[], heading = "Receipts", first = 4): HTMLElement {
  const box = el("section", { class: "receipts" }, el("h3", {}, `${heading} (${list.length})`));
  if (!list.length) box.append(el("p", {}, "No evidence is stored."));
  for (const i of list.slice(0, first)) box.append(receipt(model, i));
  if (list.length > first) {
    const more = button(`Show ${list.length - first} more`, () => { more.replaceWith(...list.slice(first).map((i) => receipt(model, i))); });
    box.append(more);
  }
  return box;
}

/** Who says so: documents by voice, as a bar of parts and in words. */
export function voices(model: Model, list: number[]): HTMLElement {
  const by = new Map<string, Set<number>>();
  for (const i of list) {
    const { doc, who } = model.data.receipts[i];
    const d = model.data.documents[doc];
    const name = who || d.origin || d.publisher || "unknown publisher";
    by.set(name, (by.get(name) ?? new Set()).add(doc));
  }
  const rows = [...by].sort((p, q) => q[1].size - p[1].size || (p[0] < q[0] ? -1 : 1));
  const total = rows.reduce((n, [, docs]) => n + docs.size, 0) || 1;
  const bar = el("div", { class: "voices", attrs: { "aria-hidden": "true" } });
  const names = el("ul", { class: "voice-names" });
  rows.forEach(([name, docs], i) => {
    const part = el("span", { class: `voice v${i % 6}` });
    part.style.width = `${(100 * docs.size) / total}%`;
    bar.append(part);
    names.append(el("li", {}, el("span", { class: `swatch v${i % 6}`, attrs: { "aria-hidden": "true" } }), `${name}: ${plural(docs.size, "document")}`));
  });
  return el("section", {}, el("h3", {}, "Who says so"), bar, names);
}

/** An allegation and its denial in one sentence; empty where a stage is no allegation. */
export function allegation(s: Stage): string {
  if (!s.alleged && !s.deniedBy.length) return "";
  const names = (list: string[]): string => list.join(" and ");
  const by = s.alleged ? `Alleged by ${names(s.allegedBy) || names(s.attributedTo) || "a source that the documents do not name"}` : "";
  const denied = s.deniedBy.length ? `denied by ${names(s.deniedBy)}` : s.modality === "denied" ? "denied" : "no denial is on file";
  const text = by ? `${by}; ${denied}.` : `${denied}.`;
  return text[0].toUpperCase() + text.slice(1);
}
export const allegations = (r: Relation): string => [...new Set(r.stages.map(allegation).filter(Boolean))].join(" ");

/** What is said of a relation as a whole, in words that stand beside every mention of it. */
export function standing(model: Model, r: Relation): string {
  const words = r.state === "stated" ? "" : model.data.states[r.state] ?? r.state;
  const said = r.state === "alleged" || r.state === "denied" ? allegations(r) : "";
  return said || words;
}

export function rivals(model: Model, disputes: Dispute[]): HTMLElement {
  const box = el("section", {}, el("h3", {}, "Where documents disagree"));
  for (const d of disputes) {
    const equal = d.sides.every((s) => s.chosen);
    const place = (chosen: boolean): string => (d.sides.length === 1 ? "one account gives both" : equal ? "the graph holds both" : chosen ? "the graph goes by this" : "kept beside it");
    const sides = el("div", { class: "rivals" });
    for (const s of d.sides) {
      sides.append(el("div", { class: s.chosen && !equal ? "side chosen" : "side" }, el("h4", {}, s.value), el("p", { class: "soft" }, `${place(s.chosen)} · ${plural(new Set(s.receipts.map((i) => model.data.receipts[i].doc)).size, "document")}`), ...s.receipts.slice(0, 2).map((i) => receipt(model, i)), s.receipts.length > 2 && el("p", { class: "soft" }, `and ${plural(s.receipts.length - 2, "more receipt")}, listed below`)));
    }
    box.append(el("p", {}, el("strong", {}, d.class), ` — ${d.slot}: ${d.reason}`), sides);
  }
  return box;
}
