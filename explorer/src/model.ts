// The document of the page, and what is looked up in it.
export interface Actor { id: string; label: string; kind: string; status: string | null; aliases: string[]; x?: number; y?: number }
export interface Stage {
  stage: string; modality: string; alleged: boolean; allegedBy: string[]; deniedBy: string[]; attributedTo: string[];
  standing: string; firm: boolean; date: string | null; end: string | null; earliest: string; latest: string;
  place: string | null; receipts: number[];
}
export interface Part {
  actor: number; role: string; for: number | null; capacity: string | null; firm: boolean; holder: string | null;
  receipts: number[];
}
/** Two actors, their roles, and 1 where the line points from the first to the second. */
export type Tie = [number, number, string, string, number];
export interface Relation {
  id: string; kind: string; type: string | null; typeLabel: string; title: string; layer: string | null;
  status: string | null; state: string; origins: number; documents: number; programme: string | null;
  programmeReceipts: number[]; span: [string, string | null] | null; stages: Stage[]; parts: Part[]; ties: Tie[];
}
export interface Receipt { quote: string; citation: string; grade: string; who: string; start: number; doc: number; before?: string; after?: string }
export interface Source { publisher?: string; title?: string; url?: string; published?: string }
export interface Doc {
  id: string; recorded?: string; title?: string; publisher?: string; published?: string; url?: string; rights?: string; origin?: string;
  copy?: string; project: boolean; cited: boolean; sources: Source[];
}
export interface Side { value: string; chosen: boolean; receipts: number[] }
export interface Dispute { relation: number; slot: string; class: string; reason: string; sides: Side[] }
export interface Kind { label: string; color: string; shape: string }
export interface Data {
  format: number; version: string; title: string; id: string; frame: string; asOf: string; knownAt: string;
  public: boolean; start: number | null; states: Record<string, string>; layers: Record<string, string>;
  kinds: Record<string, Kind>; actors: Actor[]; relations: Relation[]; disagreements: Dispute[]; receipts: Receipt[];
  documents: Doc[];
}

/** A tie as one actor sees it; `way` is 1 away from it, -1 towards it, 0 neither. */
export interface Touch { relation: number; other: number; role: string; otherRole: string; way: number }

export class Model {
  readonly touches: Touch[][];
  readonly alone: number[][];
  readonly disputes = new Map<number, Dispute[]>();
  readonly byId = new Map<string, number>();
  readonly relationById = new Map<string, number>();
  /** The day of the first document on a relation, by relation; a view of an earlier day leaves it out. */
  readonly since: string[];
  /** The day whose files count, where a reader chose one. */
  knownAt: string | null = null;
  /** Where a layout of the whole network puts its actors, by actor; those it left out are absent. */
  readonly laid: Record<number, [number, number]> = {};

  constructor(readonly data: Data) {
    this.touches = data.actors.map(() => []);
    this.alone = data.actors.map(() => []);
    data.actors.forEach((a, i) => this.byId.set(a.id, i));
    data.relations.forEach((r, i) => {
      this.relationById.set(r.id, i);
      const tied = new Set<number>();
      for (const [a, b, ra, rb, directed] of r.ties) {
        this.touches[a].push({ relation: i, other: b, role: ra, otherRole: rb, way: directed });
        this.touches[b].push({ relation: i, other: a, role: rb, otherRole: ra, way: -directed });
        tied.add(a).add(b);
      }
      const who = new Set(r.parts.flatMap((p) => (p.for === null ? [p.actor] : [p.actor, p.for])));
      for (const a of who) if (!tied.has(a)) this.alone[a].push(i);
    });
    this.since = data.relations.map((_, i) => this.receiptsOf(i).map((x) => this.dayOf(x)).reduce((p, q) => (q < p ? q : p), "9999-12-31"));
    data.actors.forEach((a, i) => { if (a.x !== undefined && a.y !== undefined) this.laid[i] = [Math.round(a.x), Math.round(a.y)]; });
    for (const d of data.disagreements) this.disputes.set(d.relation, [...(this.disputes.get(d.relation) ?? []), d]);
  }

  /** The day on which the document of a receipt came on file. */
  dayOf(receipt: number): string { return this.data.documents[this.data.receipts[receipt].doc].recorded ?? "0000"; }
  /** Whether a receipt is of a later day than the one whose files count. */
  isLater(receipt: number): boolean { return this.knownAt !== null && this.dayOf(receipt) > this.knownAt; }

  /** Indexes of all receipts of a relation, each once. */
  receiptsOf(i: number): number[] {
    const r = this.data.relations[i];
    return [...new Set([...r.stages.flatMap((s) => s.receipts), ...r.parts.flatMap((p) => p.receipts), ...r.programmeReceipts])];
  }

  /** Every relation that an actor has a part in. */
  relationsOf(actor: number): number[] {
    return [...new Set([...this.touches[actor].map((t) => t.relation), ...this.alone[actor]])];
  }
}

export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** Actors whose label, alias or id fits what was typed, the best first. */
export function search(model: Model, typed: string, limit: number): { hits: { actor: number; via: string }[]; total: number } {
  const wanted = fold(typed);
  if (!wanted) return { hits: [], total: 0 };
  const scored: { actor: number; via: string; score: number }[] = [];
  model.data.actors.forEach((a, actor) => {
    let best = 0;
    let via = "";
    for (const [i, name] of [a.label, a.id, ...a.aliases].entries()) {
      const text = fold(name);
      const score = text === wanted ? 4 : text.startsWith(wanted) ? 3 : ` ${text}`.includes(` ${wanted}`) ? 2 : text.includes(wanted) ? 1 : 0;
      if (score > best) { best = score; via = i ? name : ""; }
    }
    if (best) scored.push({ actor, via, score: best * 1000 + Math.min(model.relationsOf(actor).length, 999) });
  });
  scored.sort((a, b) => b.score - a.score || (model.data.actors[a.actor].id < model.data.actors[b.actor].id ? -1 : 1));
  return { hits: scored.slice(0, limit), total: scored.length };
}
