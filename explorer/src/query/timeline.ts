// The answer along time: a strip with a mark for each row, and the rows in the order of their days.
import { el, plural } from "../dom";
import type { Names } from "./answer";
import { shown } from "./table";
import type { Node, Table } from "./types";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 400;
export function svg(tag: string, attrs: Record<string, string | number>, ...children: (Element | string)[]): SVGElement {
  const e = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, String(v));
  e.append(...children);
  return e;
}

const DATED = /#(date|dateTime|gYear|gYearMonth)$/;
const DAY = /^\d{4}(-\d{2}(-\d{2})?)?/;
export const isDay = (n: Node | null): boolean => n?.type === "literal" && (DATED.test(n.datatype ?? "") || /^\d{4}-\d{2}(-\d{2})?$/.test(n.value)) && DAY.test(n.value);
const isOpen = (n: Node): boolean => n.value.startsWith("0001") || n.value.startsWith("9999");
export const dayColumns = (t: Table): number[] => t.columns.map((_, i) => i).filter((i) => t.rows.some((r) => isDay(r[i]) && !isOpen(r[i]!)));
const time = (text: string): number => { const [y, m = "1", d = "1"] = DAY.exec(text)![0].split("-"); return Number(y) + (Number(m) - 1) / 12 + (Number(d) - 1) / 372; };

export function drawTimeline(host: HTMLElement, table: Table, column: number, names: Names): void {
  const rows = table.rows.filter((r) => isDay(r[column]) && !isOpen(r[column]!)).sort((a, b) => (a[column]!.value < b[column]!.value ? -1 : 1));
  const without = table.rows.length - rows.length;
  const [first, last] = [Math.floor(time(rows[0][column]!.value)), Math.floor(time(rows[rows.length - 1][column]!.value)) + 1];
  const x = (t: number): number => 20 + ((t - first) / (last - first)) * 960;
  const step = [1, 2, 5, 10, 20, 50, 100].find((s) => (last - first) / s <= 10) ?? 200;
  const marks: Element[] = [];
  for (let y = Math.ceil(first / step) * step; y <= last; y += step) marks.push(svg("line", { x1: x(y), x2: x(y), y1: 6, y2: 62, class: "tick" }), svg("text", { x: x(y), y: 80, class: "year" }, String(y)));
  const heights = new Map<number, number>();
  for (const r of rows) {
    const at = Math.round(x(time(r[column]!.value)) / 8) * 8;
    const n = heights.get(at) ?? 0;
    heights.set(at, n + 1);
    if (n < 7) marks.push(svg("circle", { cx: at, cy: 56 - n * 8, r: 3.6, class: "dot" }));
  }
  const strip = svg("svg", { viewBox: "0 0 1000 90", role: "img", "aria-label": `${plural(rows.length, "row")} from ${rows[0][column]!.value} to ${rows[rows.length - 1][column]!.value}; listed below`, class: "strip" }, ...marks);
  const items = rows.slice(0, MOST).map((r) => {
    const parts = r.map((n, i) => (i === column || !n ? null : el("span", { class: "part" }, el("span", { class: "soft" }, `${table.columns[i]} `), shown(n, names))));
    return el("li", {}, el("span", { class: "date" }, r[column]!.value), " ", ...parts);
  });
  const said = [without ? `${plural(without, "row")} without a day in ${table.columns[column]} left out.` : "", rows.length > MOST ? `The first ${MOST} of ${rows.length} are listed.` : ""].filter(Boolean).join(" ");
  host.replaceChildren(strip as unknown as HTMLElement, el("ol", { class: "plain times" }, ...items), said ? el("p", { class: "soft" }, said) : "");
}
