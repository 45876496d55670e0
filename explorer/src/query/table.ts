// The answer as a table: every row can be reached, none is left out without a word.
import { button, el, plural } from "../dom";
import type { Names } from "./answer";
import type { Node, Table } from "./types";

const PAGE = 200;

export function shown(node: Node | null, names: Names): HTMLElement | string {
  if (!node) return "";
  if (node.type !== "uri") return node.lang ? el("span", {}, node.value, el("span", { class: "soft" }, ` @${node.lang}`)) : node.value;
  const label = names.label(node.value);
  const short = names.short(node.value);
  const text = label || short;
  const page = names.page(node.value);
  const inner = page ? el("a", { title: node.value, attrs: { href: page.href, ...(page.outside ? { rel: "noopener noreferrer", target: "_blank" } : {}) } }, text) : el("span", { title: node.value }, text);
  return label && label !== short ? el("span", {}, inner, el("span", { class: "facts" }, short)) : inner;
}

const NUMBER = /#(integer|decimal|double|float|int|long)$/;
export function compare(a: Node | null, b: Node | null, names: Names): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (NUMBER.test(a.datatype ?? "") && NUMBER.test(b.datatype ?? "")) return Number(a.value) - Number(b.value);
  const text = (n: Node): string => (n.type === "uri" ? names.label(n.value) || names.short(n.value) : n.value);
  return text(a).localeCompare(text(b), "en", { numeric: true });
}

export function drawTable(host: HTMLElement, table: Table, names: Names): void {
  let order = table.rows.map((_, i) => i);
  let by = -1;
  let way = 1;
  let count = PAGE;
  const body = el("tbody");
  const more = el("p");
  const heads = table.columns.map((name, column) => el("th", { attrs: { scope: "col" } }, button(name, () => {
    way = by === column ? -way : 1;
    by = column;
    order = table.rows.map((_, i) => i).sort((i, j) => way * compare(table.rows[i][column], table.rows[j][column], names) || i - j);
    heads.forEach((h, i) => (i === by ? h.setAttribute("aria-sort", way > 0 ? "ascending" : "descending") : h.removeAttribute("aria-sort")));
    fill();
  }, "sort")));
  const fill = (): void => {
    body.replaceChildren(...order.slice(0, count).map((i) => el("tr", {}, ...table.rows[i].map((n) => el("td", {}, shown(n, names))))));
    const left = order.length - Math.min(count, order.length);
    more.replaceChildren(...(left ? [`${Math.min(count, order.length)} of ${plural(order.length, "row")} shown. `, button(`Show ${Math.min(PAGE, left)} more`, () => { count += PAGE; fill(); })] : []));
  };
  fill();
  host.replaceChildren(el("div", { class: "scroll", attrs: { tabindex: "0", role: "region", "aria-label": "Rows of the answer" } }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body)), more);
}
