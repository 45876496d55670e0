// What is shown, as files and as a query: each says which graph, which days and which filters it comes from.
import { clean } from "./dom";
import { DASHES, NODE_SHAPES, NODE_SIZES, EDGE_SHAPES, LIGHT, corners } from "./look";
import type { Model } from "./model";
import { folded, geometry, lineColor, lineWidth, paint, type Picture } from "./renderer";
import { describe } from "./scene";
import { allegations } from "./evidence";
import type { State } from "./state";

const xml = (text: string): string => clean(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const cell = (text: string): string => {
  // A cell that begins like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

export const MAP_NOTE = "Land from Natural Earth; no border and no claim is drawn. A point lies in a polity’s largest piece of land and says nothing of its extent; a line says who, not where.";

export function stamp(model: Model, state: State, picture: Picture): string {
  const f = state.filters;
  const filters = [
    f.statesOn.join("+") || "nothing stated",
    f.kindsOff.length ? `without ${f.kindsOff.join(", ")}` : "",
    f.layersOff.length ? `without layers ${f.layersOff.join(", ")}` : "",
    f.actorsOff.length ? `without ${f.actorsOff.join(", ")}` : "",
    f.gradesOff.length ? `without only ${f.gradesOff.join(", ")} receipts` : "",
    f.origins > 1 ? `at least ${f.origins} origins` : "",
    f.window ? `held between ${f.window[0]} and ${f.window[1]}` : "",
    f.undated ? "" : "without undated",
    f.knownAt ? `on file by ${f.knownAt}` : "",
  ].filter(Boolean).join("; ");
  const project = model.data.documents.some((d) => d.project) ? " Holds project-written illustrations." : "";
  return `${picture.scene.actors.length} of ${model.data.actors.length} actors, ${picture.scene.relations.length} of ${model.data.relations.length} relations. Graph ${model.data.version}, as of ${model.data.asOf}. Shown: ${filters}.${project}${picture.land ? ` ${MAP_NOTE}` : ""} Absence is not negation.`;
}

function bounds(picture: Picture): [number, number, number, number] {
  const xs = picture.scene.actors.map((a) => picture.places[a][0]);
  const ys = picture.scene.actors.map((a) => picture.places[a][1]);
  return xs.length ? [Math.min(...xs) - 110, Math.min(...ys) - 50, Math.max(...xs) + 110, Math.max(...ys) + 75] : [0, 0, 400, 200];
}
function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) { const i = lines.length - 1; if (lines[i] && lines[i].length + word.length + 1 > width) lines.push(word); else lines[i] += (lines[i] ? " " : "") + word; }
  return lines;
}

export function toPng(model: Model, state: State, picture: Picture): Promise<Blob> {
  const [x1, y1, x2, y2] = bounds(picture);
  const width = Math.max(x2 - x1, 640);
  const lines = wrap(clean(stamp(model, state, picture)), Math.floor(width / 6.4));
  const foot = 14 + lines.length * 16;
  const height = y2 - y1;
  const ratio = Math.min(2, 8000 / width, 8000 / (height + foot));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((height + foot) * ratio);
  const c = canvas.getContext("2d") as CanvasRenderingContext2D;
  const light = { ...picture, theme: LIGHT, selected: null };
  paint(c, light, model, { x: (x1 + x2) / 2, y: y1 + (height + foot) / 2, k: 1 }, width, height + foot, ratio);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.fillStyle = "#fff";
  c.fillRect(0, height, width, foot);
  c.fillStyle = LIGHT.soft;
  c.font = "12px system-ui, sans-serif";
  c.textAlign = "left";
  lines.forEach((t, i) => c.fillText(t, 10, height + 18 + i * 16));
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("The browser made no picture of this size."))), "image/png"));
}

export function toSvg(model: Model, state: State, picture: Picture): string {
  const [x1, y1, x2, y2] = bounds(picture);
  const width = Math.max(x2 - x1, 640);
  const lines = wrap(clean(stamp(model, state, picture)), Math.floor(width / 6.4));
  const height = y2 - y1 + 14 + lines.length * 16;
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x1} ${y1} ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">`, `<title>${xml(model.data.title)}</title><desc>${xml(model.data.frame)}</desc>`, `<rect x="${x1}" y="${y1}" width="${width}" height="${height}" fill="#fff"/>`];
  if (picture.land) out.push(`<svg x="${x1}" y="${y1}" width="${width}" height="${y2 - y1}" viewBox="${x1} ${y1} ${width} ${y2 - y1}"><path d="${picture.land.svg()}" fill="${LIGHT.land}" fill-rule="evenodd"/></svg>`);
  const mark = (shape: string, x: number, y: number, r: number, more: string): string => {
    const at = corners(shape);
    return at ? `<polygon points="${at.map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`).join(" ")}" ${more}/>` : `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" ${more}/>`;
  };
  const text = (t: string, x: number, y: number, size: number): string => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="middle" fill="${LIGHT.text}" stroke="#fff" stroke-width="3" paint-order="stroke">${xml(t)}</text>`;
  for (const line of picture.scene.lines) {
    const g = geometry(line, picture.places);
    const color = lineColor(line, LIGHT);
    const said = [...new Set(line.relations.map((i) => { const r = model.data.relations[i]; return describe(r) + (r.state === "stated" ? "" : ` [${model.data.states[r.state]}] ${allegations(r)}`); }))].join("; ");
    out.push(`<g><title>${xml(said)}</title><line x1="${g.x1.toFixed(1)}" y1="${g.y1.toFixed(1)}" x2="${g.x2.toFixed(1)}" y2="${g.y2.toFixed(1)}" stroke="${color}" stroke-width="${lineWidth(line).toFixed(1)}" stroke-dasharray="${(DASHES[line.state] ?? []).join(" ")}"/>`);
    const many = line.relations.length > 1;
    out.push(mark(many ? "dot" : EDGE_SHAPES[line.kind] ?? "dot", g.mx, g.my, many ? 9 : 6, `fill="#fff" stroke="${color}" stroke-width="1.6"`), many ? text(String(line.relations.length), g.mx, g.my + 4, 11) : "", "</g>");
  }
  for (const a of picture.scene.actors) {
    const actor = model.data.actors[a];
    const [x, y] = picture.places[a];
    const r = NODE_SIZES[actor.kind] ?? 10;
    out.push(`<g><title>${xml(actor.label)}</title>`, mark(NODE_SHAPES[actor.kind] ?? "dot", x, y, r, `fill="${LIGHT.nodes[actor.kind] ?? LIGHT.soft}"`), ...folded(actor.label).map((t, i) => text(t, x, y + r + 14 + i * 14, 13)), "</g>");
  }
  lines.forEach((t, i) => out.push(`<text x="${x1 + 10}" y="${y2 + 18 + i * 16}" font-size="12" fill="${LIGHT.soft}">${xml(t)}</text>`));
  return [...out, "</svg>"].join("\n");
}

export function toGexf(model: Model, state: State, picture: Picture): string {
  const names = ["kind", "type", "layer", "state", "said", "from", "until", "origins", "documents", "relation"];
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" version="1.3">', `<meta><description>${xml(stamp(model, state, picture))}</description></meta>`, '<graph defaultedgetype="undirected" mode="static">', '<attributes class="node"><attribute id="0" title="kind" type="string"/><attribute id="1" title="status" type="string"/></attributes>', `<attributes class="edge">${names.map((n, i) => `<attribute id="${i}" title="${n}" type="${n === "origins" || n === "documents" ? "integer" : "string"}"/>`).join("")}</attributes>`, "<nodes>"];
  for (const a of picture.scene.actors) {
    const o = model.data.actors[a];
    out.push(`<node id="${xml(o.id)}" label="${xml(o.label)}"><attvalues><attvalue for="0" value="${xml(o.kind)}"/><attvalue for="1" value="${xml(o.status ?? "")}"/></attvalues></node>`);
  }
  out.push("</nodes>", "<edges>");
  const on = new Set(picture.scene.actors);
  let n = 0;
  for (const i of picture.scene.relations) {
    const r = model.data.relations[i];
    for (const [a, b, , , directed] of r.ties) {
      if (!on.has(a) || !on.has(b)) continue;
      const values = [r.kind, r.type ?? "", r.layer ?? "", r.state, allegations(r), r.span?.[0] ?? "", r.span?.[1] ?? "", String(r.origins), String(r.documents), r.id];
      out.push(`<edge id="${n++}" source="${xml(model.data.actors[a].id)}" target="${xml(model.data.actors[b].id)}" type="${directed ? "directed" : "undirected"}" kind="${xml(r.id)}" label="${xml(r.title)}"><attvalues>${values.map((v, j) => `<attvalue for="${j}" value="${xml(v)}"/>`).join("")}</attvalues></edge>`);
    }
  }
  return [...out, "</edges>", "</graph>", "</gexf>"].join("\n");
}

export const COLUMNS = ["From", "Role", "To", "Role of the other", "Relation", "Kind", "Layer", "State", "Said", "First day", "Last day", "Origins", "Documents", "Receipt", "Grade", "Publisher", "Link"];
export interface Row { relation: number; a: number; b: number; cells: string[] }
/** A row for each pair of each relation on the canvas. */
export function rows(model: Model, picture: Picture): Row[] {
  const on = new Set(picture.scene.actors);
  return picture.scene.relations.flatMap((i) => {
    const r = model.data.relations[i];
    const first = model.receiptsOf(i)[0];
    const receipt = first === undefined ? null : model.data.receipts[first];
    const doc = receipt ? model.data.documents[receipt.doc] : null;
    return r.ties.filter(([a, b]) => on.has(a) && on.has(b)).map(([a, b, ra, rb]) => ({
      relation: i, a, b,
      cells: [model.data.actors[a].label, ra, model.data.actors[b].label, rb, describe(r), r.kind, r.layer ?? "", model.data.states[r.state] ?? r.state, allegations(r), r.span?.[0] ?? "", r.span?.[1] ?? "", String(r.origins), String(r.documents), receipt ? receipt.quote || receipt.citation : "", receipt?.grade ?? "", doc?.project ? "project-written illustration, see its sources" : doc?.publisher ?? "", doc?.url ?? ""],
    }));
  });
}
export function toCsv(model: Model, picture: Picture): string {
  return [COLUMNS, ...rows(model, picture).map((r) => r.cells)].map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
}

const CLASSES: Record<string, string> = { agreement: "Agreement", programme: "Programme", transfer: "Transfer", engagement: "Engagement", partnership: "Partnership", post: "Tenure", membership: "Membership", stance: "Stance", incident: "Incident" };
/** A query that finds what is shown: the relations between the actors on the canvas that pass the filters. */
export function toSparql(model: Model, state: State, picture: Picture): string {
  const shown = picture.scene.relations;
  const iri = (id: string): string => `<${model.data.id}${id.replace(/[<>"{}|\\^`\s]/g, (c) => encodeURIComponent(c))}>`;
  const kinds = [...new Set(shown.map((i) => CLASSES[model.data.relations[i].kind]))].sort();
  return [
    `# ${stamp(model, state, picture).replace(/[\r\n]+/g, " ")}`,
    "# Relations in which two of the actors shown take part. Filters by state, time, grade and origins are the picture's",
    "# own: the relations that pass them are listed under ?relation; take that block out to ask the whole graph.",
    "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#>",
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    "SELECT DISTINCT ?relation ?class ?title ?actor ?label ?role WHERE {",
    `  VALUES ?class { ${kinds.map((k) => `ips:${k}`).join(" ")} }`,
    `  VALUES ?actor { ${picture.scene.actors.map((a) => iri(model.data.actors[a].id)).join(" ")} }`,
    `  VALUES ?relation { ${shown.map((i) => iri(model.data.relations[i].id)).join(" ")} }`,
    "  ?relation a ?class .",
    "  ?part ips:inRelation ?relation ; ips:role ?role ; ips:actor|ips:onBehalfOf ?actor .",
    "  ?actor skos:prefLabel ?label .",
    "  OPTIONAL { ?relation ips:title ?title }",
    "}",
    "ORDER BY ?relation ?role ?actor",
  ].join("\n");
}
