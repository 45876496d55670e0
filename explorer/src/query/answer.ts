// Asking the server, and reading what it answers: JSON of tables, N-Triples of graphs.
import type { Node, Table, Vocabulary } from "./types";

export interface Problem { message: string; hint: string; code: string; line?: number; column?: number }
export class Refused extends Error { constructor(readonly problem: Problem) { super(problem.message); } }

const RESULTS = "application/sparql-results+json, application/n-triples;q=0.9";
export const FORMATS: Record<string, [string, string]> = {
  csv: ["text/csv", "csv"], json: ["application/sparql-results+json", "json"], turtle: ["text/turtle", "ttl"],
};

export async function post(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  // Problems are asked for as JSON: what is preferred most decides how the server says them.
  const response = await fetch("/sparql", { method: "POST", body: query, signal, headers: { "Content-Type": "application/sparql-query", Accept: accept } });
  if (response.ok) return response;
  const text = await response.text();
  let problem: Problem = { code: String(response.status), message: text.slice(0, 500), hint: "" };
  try { problem = (JSON.parse(text) as { error: Problem }).error; } catch { const found = /^\[(KG\d+)\] (.*)$/s.exec(text.trim()); if (found) problem = { code: found[1], message: found[2], hint: "" }; }
  const place = /line (\d+), column (\d+)/.exec(problem.message);
  if (place) { problem.line = Number(place[1]); problem.column = Number(place[2]); }
  throw new Refused(problem);
}

interface Json { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Node | undefined>[] } }

export async function ask(query: string, signal: AbortSignal): Promise<Table> {
  const response = await post(query, RESULTS, signal);
  const cut = response.headers.get("KG-Cut");
  if (response.headers.get("Content-Type")?.includes("n-triples")) return { columns: ["subject", "predicate", "object"], rows: triples(await response.text()), graph: true, cut };
  const found = (await response.json()) as Json;
  if (found.boolean !== undefined) return { columns: [], rows: [], graph: false, cut, boolean: found.boolean };
  const columns = found.head.vars ?? [];
  return { columns, graph: false, cut, rows: (found.results?.bindings ?? []).map((b) => columns.map((c) => b[c] ?? null)) };
}

const TERM = /\s*(?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
const unescaped = (text: string): string => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, u4: string, u8: string, c: string) => (c ? ESCAPES[c] ?? c : String.fromCodePoint(parseInt(u4 ?? u8, 16))));

/** Triples of N-Triples as the server writes them; a line that is none is an error, never left out. */
export function triples(text: string): Node[][] {
  const rows: Node[][] = [];
  for (const line of text.split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    const row: Node[] = [];
    TERM.lastIndex = 0;
    for (let i = 0; i < 3; i++) {
      const m = TERM.exec(line);
      if (!m) throw new Refused({ code: "", message: `A line of the answer is no triple: ${line.slice(0, 80)}`, hint: "" });
      if (m[1] !== undefined) row.push({ type: "uri", value: unescaped(m[1]) });
      else if (m[2] !== undefined) row.push({ type: "bnode", value: m[2] });
      else row.push({ type: "literal", value: unescaped(m[3]), lang: m[4], datatype: m[5] });
    }
    rows.push(row);
  }
  return rows;
}

export class Names {
  private readonly labels = new Map<string, string>();
  constructor(readonly vocabulary: Vocabulary) { for (const t of vocabulary.terms) if (t.label) this.labels.set(t.term, t.label); }
  /** Learns what things of an answer are called; where the server does not say, their names stand. */
  async learn(table: Table, signal: AbortSignal): Promise<void> {
    const id = this.vocabulary.prefixes["ips-id"];
    const found = new Set(table.rows.flat().filter((n) => n?.type === "uri" && n.value.startsWith(id) && /^[\w.-]+$/.test(n.value.slice(id.length))).map((n) => n!.value));
    const unknown = [...found].filter((iri) => !this.labels.has(this.short(iri))).slice(0, 500);
    if (!unknown.length) return;
    const named = await ask(`SELECT ?x (MIN(?name) AS ?n) WHERE { VALUES ?x { ${unknown.map((iri) => `<${iri}>`).join(" ")} } ?x ips:title|skos:prefLabel ?name } GROUP BY ?x`, signal);
    for (const [x, n] of named.rows) if (x && n) this.labels.set(this.short(x.value), n.value);
  }
  short(iri: string): string {
    for (const [prefix, ns] of Object.entries(this.vocabulary.prefixes)) if (iri.startsWith(ns) && /^[\p{L}\p{N}_.-]+$/u.test(iri.slice(ns.length))) return `${prefix}:${iri.slice(ns.length)}`;
    return iri;
  }
  label(iri: string): string { return this.labels.get(this.short(iri)) ?? ""; }
  /** The address of a thing's page here, a web address, or nothing where there is no page to open. */
  page(iri: string): { href: string; outside: boolean } | null {
    const { "ips-id": id, ipsc, ips } = this.vocabulary.prefixes;
    if (id && iri.startsWith(id)) return { href: `/id/${encodeURIComponent(iri.slice(id.length))}`, outside: false };
    if (ipsc && iri.startsWith(ipsc)) return { href: `/concept/${encodeURIComponent(iri.slice(ipsc.length))}`, outside: false };
    if (ips && iri.startsWith(ips)) return null;
    return /^https?:\/\/[^\s]+$/i.test(iri) ? { href: iri, outside: true } : null;
  }
}
