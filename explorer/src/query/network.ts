// The answer as a network: two columns are the ends of the lines. Drawn once, laid out the same way every time.
import { clean, el, plural } from "../dom";
import type { Names } from "./answer";
import { svg } from "./timeline";
import type { Node, Table } from "./types";

const MOST = 120;
const isThing = (n: Node | null): boolean => n?.type === "uri" || n?.type === "bnode";
export const thingColumns = (t: Table): number[] => t.columns.map((_, i) => i).filter((i) => (t.graph ? i !== 1 : true) && t.rows.some((r) => isThing(r[i])));

interface Dot { iri: string; x: number; y: number; n: number }
interface Line { a: Dot; b: Dot; n: number; says: Set<string> }

export function drawNetwork(host: HTMLElement, table: Table, from: number, to: number, names: Names): void {
  const dots = new Map<string, Dot>();
  const lines = new Map<string, Line>();
  const dot = (iri: string): Dot => { let d = dots.get(iri); if (!d) { d = { iri, x: 0, y: 0, n: 0 }; dots.set(iri, d); } return d; };
  let without = 0;
  for (const row of table.rows) {
    const [s, o] = [row[from], row[to]];
    if (!isThing(s) || !isThing(o)) { without++; continue; }
    const [a, b] = [dot(s!.value), dot(o!.value)];
    a.n++; b.n++;
    const key = `${a.iri} ${b.iri}`;
    const line = lines.get(key) ?? { a, b, n: 0, says: new Set<string>() };
    line.n++;
    const said = table.graph ? row[1] : row.find((n, i) => i !== from && i !== to && n);
    if (said) line.says.add(said.type === "uri" ? names.label(said.value) || names.short(said.value) : said.value);
    lines.set(key, line);
  }
  const kept = new Set([...dots.values()].sort((p, q) => q.n - p.n || (p.iri < q.iri ? -1 : 1)).slice(0, MOST));
  const drawn = [...lines.values()].filter((l) => kept.has(l.a) && kept.has(l.b));
  layout([...kept], drawn);
  const said = [`${plural(kept.size, "node")}, ${plural(drawn.length, "line")}.`, kept.size < dots.size ? `${dots.size - kept.size} with fewer lines are left out: ${MOST} can be read.` : "", without ? `${plural(without, "row")} without two things left out.` : ""].filter(Boolean).join(" ");
  host.replaceChildren(picture([...kept], drawn, names, Math.max(320, host.clientWidth)) as unknown as HTMLElement, el("p", { class: "soft" }, said, " Nodes are links; the table has every row."));
}

/** Springs along lines, pushing between nodes, cooled over a fixed number of steps from a spiral: no chance in it. */
function layout(dots: Dot[], lines: Line[]): void {
  dots.forEach((d, i) => { const r = 30 * Math.sqrt(i + 0.5); d.x = r * Math.cos(i * 2.399963); d.y = r * Math.sin(i * 2.399963); });
  for (let step = 0; step < 260; step++) {
    const heat = 22 * (1 - step / 260);
    const move = dots.map(() => [0, 0]);
    const index = new Map(dots.map((d, i) => [d, i]));
    dots.forEach((p, i) => {
      for (let j = i + 1; j < dots.length; j++) {
        const q = dots[j];
        const [dx, dy] = [p.x - q.x || 0.01, p.y - q.y || 0.01];
        const f = 7000 / (dx * dx + dy * dy);
        move[i][0] += dx * f; move[i][1] += dy * f; move[j][0] -= dx * f; move[j][1] -= dy * f;
      }
      move[i][0] -= p.x * 0.035; move[i][1] -= p.y * 0.05;
    });
    for (const l of lines) {
      const [i, j] = [index.get(l.a)!, index.get(l.b)!];
      const [dx, dy] = [l.b.x - l.a.x, l.b.y - l.a.y];
      const f = 0.04;
      move[i][0] += dx * f; move[i][1] += dy * f; move[j][0] -= dx * f; move[j][1] -= dy * f;
    }
    dots.forEach((d, i) => { const len = Math.hypot(...(move[i] as [number, number])) || 1; const by = Math.min(len, heat); d.x += (move[i][0] / len) * by; d.y += (move[i][1] / len) * by; });
  }
}

function picture(dots: Dot[], lines: Line[], names: Names, wide: number): SVGElement {
  const [xs, ys] = [dots.map((d) => d.x), dots.map((d) => d.y)];
  // The layout is stretched to the room there is, so that labels keep their size.
  const high = Math.min(760, Math.max(300, 24 * dots.length, wide * 0.5));
  const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  for (const d of dots) {
    d.x = x2 > x1 ? 70 + ((d.x - x1) / (x2 - x1)) * (wide - 140) : wide / 2;
    d.y = y2 > y1 ? 20 + ((d.y - y1) / (y2 - y1)) * (high - 60) : high / 2;
  }
  const drawn = lines.map((l) => {
    const g = svg("g", { class: "line" }, svg("title", {}, clean([...l.says].slice(0, 8).join(", ") || plural(l.n, "row"))));
    if (l.a === l.b) g.append(svg("circle", { cx: l.a.x + 10, cy: l.a.y - 10, r: 9 }));
    else {
      const d = Math.hypot(l.b.x - l.a.x, l.b.y - l.a.y) || 1;
      const [ux, uy] = [(l.b.x - l.a.x) / d, (l.b.y - l.a.y) / d];
      const [ex, ey] = [l.b.x - ux * 10, l.b.y - uy * 10];
      g.append(svg("line", { x1: l.a.x, y1: l.a.y, x2: ex, y2: ey, "stroke-width": 1.2 + Math.log2(l.n) * 0.7 }));
      g.append(svg("path", { d: `M${ex} ${ey} L${ex - ux * 8 - uy * 4} ${ey - uy * 8 + ux * 4} L${ex - ux * 8 + uy * 4} ${ey - uy * 8 - ux * 4} Z` }));
    }
    return g;
  });
  // Where names would lie on each other the more connected node keeps its own; each has it as its title too.
  const taken: [number, number, number][] = [];
  const free = (d: Dot, text: string): boolean => {
    const half = text.length * 3.1;
    if (taken.some(([x, y, h]) => Math.abs(y - d.y) < 13 && Math.abs(x - d.x) < half + h)) return false;
    return taken.push([d.x, d.y, half]) > 0;
  };
  const circles = dots.map((d) => {
    const text = clean(names.label(d.iri) || names.short(d.iri).replace(/^ips-id:/, ""));
    const short = text.length > 26 ? `${text.slice(0, 25)}…` : text;
    const g = svg("g", { class: "node" }, svg("title", {}, `${text}, ${clean(d.iri)}`), svg("circle", { cx: d.x, cy: d.y, r: 7 }));
    if (free(d, short)) g.append(svg("text", { x: d.x, y: d.y + 19 }, short));
    const page = names.page(d.iri);
    return page ? svg("a", { href: page.href, ...(page.outside ? { target: "_blank", rel: "noopener noreferrer" } : {}) }, g) : g;
  });
  return svg("svg", { viewBox: `0 0 ${wide} ${high}`, class: "net", role: "group", "aria-label": `Network of ${plural(dots.length, "node")} and ${plural(lines.length, "line")}` }, ...drawn, ...circles);
}
