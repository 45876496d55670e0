// The query page: a form that works without this script, made into an editor with completion, a library and pictures of answers.
import { button, byId, clean, download, el, plural, say } from "../dom";
import { ask, FORMATS, Names, post, Refused, type Problem } from "./answer";
import { drawNetwork, thingColumns } from "./network";
import { address, fromAddress, load, store } from "./saved";
import { drawTable } from "./table";
import { dayColumns, drawTimeline } from "./timeline";
import type { Editor, EditorOptions, LibraryQuery, Table, Vocabulary } from "./types";

const area = byId<HTMLTextAreaElement>("query");
const form = area.closest("form")!;
let editor: Editor | null = null;
let running: AbortController | null = null;
const text = (): string => (editor ? editor.text() : area.value);

async function json<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  const found = await response.json();
  if (!response.ok) throw new Refused(found.error as Problem);
  return found as T;
}
function use(query: string): void { if (editor) editor.set(query); else area.value = query; }

function problem(error: unknown): void {
  const known = error instanceof Refused ? error.problem : { code: "", message: String(error), hint: "The server does not answer; is it still running?" } as Problem;
  byId("problem").replaceChildren(el("p", { class: "notice", attrs: { role: "alert" } }, el("strong", {}, "Not answered. "), `${known.message.slice(0, 1).toUpperCase()}${known.message.slice(1)}`, known.hint ? ` ${known.hint}` : "", known.code ? el("span", { class: "soft" }, ` [${known.code}]`) : null));
  if (known.line && editor) editor.mark(known.line, known.column ?? 1, known.message);
}

async function run(names: Names): Promise<void> {
  running?.abort();
  const mine = (running = new AbortController());
  const query = text();
  byId("problem").replaceChildren();
  editor?.unmark();
  history.replaceState(null, "", address(query));
  byId("answer").hidden = true;
  byId("state").textContent = "Asking …";
  const started = performance.now();
  try {
    const table = await ask(query, mine.signal);
    const took = performance.now() - started;
    await names.learn(table, mine.signal).catch(() => undefined);
    if (mine !== running) return;
    byId("state").textContent = "";
    show(table, names, query, took);
  } catch (error) {
    if (mine !== running || (error as Error).name === "AbortError") return;
    byId("state").textContent = "";
    problem(error);
  }
}

function show(table: Table, names: Names, query: string, ms: number): void {
  const host = byId("answer");
  host.hidden = false;
  if (table.boolean !== undefined) {
    host.replaceChildren(el("h2", {}, "Answer"), el("p", { class: "lead" }, table.boolean ? "Yes." : "No."));
    say(table.boolean ? "Yes" : "No");
    return;
  }
  const head = plural(table.rows.length, table.graph ? "triple" : "row");
  const picture = el("div", { id: "picture" });
  const things = thingColumns(table);
  const days = dayColumns(table);
  const views: [string, () => void][] = [["Table", () => drawTable(picture, table, names)]];
  if (things.length > 1) views.push(["Network", () => network(picture, table, things, names)]);
  if (days.length) views.push(["Timeline", () => timeline(picture, table, days, names)]);
  const tabs = views.map(([name, draw], i) => button(name, () => {
    tabs.forEach((t, j) => t.setAttribute("aria-pressed", String(i === j)));
    draw();
  }, "tab", { "aria-pressed": String(i === 0) }));
  const formats = table.graph ? ["turtle", "json"] : ["csv", "json"];
  const saves = formats.map((f) => button(f === "turtle" ? "Turtle" : f.toUpperCase(), () => void save(query, f, table.graph)));
  host.replaceChildren(...[
    el("h2", {}, "Answer", el("span", { class: "soft" }, ` ${head}, ${Math.round(ms)} ms`)),
    table.cut ? el("p", { class: "notice" }, `Cut by the server's limit: there are more than the ${head} here. Add LIMIT and OFFSET with ORDER BY, or ask for less.`) : null,
    table.rows.length ? el("div", { class: "bar" }, el("div", { attrs: { role: "group", "aria-label": "Show as" } }, ...tabs), el("div", { attrs: { role: "group", "aria-label": "Download" } }, el("span", { class: "soft" }, "Download "), ...saves)) : null,
    table.rows.length ? picture : el("p", {}, "No rows: the documents on file say nothing of it, which does not mean that there is nothing."),
  ].filter((e) => e !== null));
  if (table.rows.length) views[0][1]();
  say(`${head}${table.cut ? ", cut by the server's limit" : ""}`);
}

function choice(label: string, columns: number[], table: Table, at: number, take: (column: number) => void): HTMLElement {
  const select = el("select", {}, ...columns.map((c) => { const o = el("option", { attrs: { value: String(c) } }, table.columns[c]); o.selected = c === at; return o; }));
  select.addEventListener("change", () => take(Number(select.value)));
  return el("label", {}, `${label} `, select);
}
function network(host: HTMLElement, table: Table, things: number[], names: Names): void {
  let [from, to] = things;
  const inner = el("div");
  const draw = (): void => drawNetwork(inner, table, from, to, names);
  host.replaceChildren(table.graph ? "" : el("p", { class: "bar" }, choice("From", things, table, from, (c) => { from = c; draw(); }), choice("to", things, table, to, (c) => { to = c; draw(); })), inner);
  draw();
}
function timeline(host: HTMLElement, table: Table, days: number[], names: Names): void {
  const inner = el("div");
  const draw = (column: number): void => drawTimeline(inner, table, column, names);
  host.replaceChildren(days.length > 1 ? el("p", { class: "bar" }, choice("By", days, table, days[0], draw)) : "", inner);
  draw(days[0]);
}

async function save(query: string, format: string, graph: boolean): Promise<void> {
  const [media, suffix] = format === "json" && graph ? ["application/ld+json", "jsonld"] : FORMATS[format];
  try {
    const response = await post(query, media);
    if (response.headers.get("KG-Cut")) say("The file is cut by the server's limit, and says so");
    download(`answer.${suffix}`, media, await response.blob());
  } catch (error) { problem(error); }
}

function library(queries: LibraryQuery[]): void {
  const select = byId<HTMLSelectElement>("library");
  const fields = byId("parameters");
  select.append(...queries.map((q) => el("option", { attrs: { value: q.name } }, `${q.name.replace(/-/g, " ")}: ${q.summary}`)));
  select.addEventListener("change", () => {
    const chosen = queries.find((q) => q.name === select.value);
    byId("library-none").hidden = !!chosen;
    fields.replaceChildren(...(chosen?.parameters ?? []).map((p) => {
      const input = el("input", { attrs: { name: p.name, id: `parameter-${p.name}`, placeholder: p.default ?? p.type, ...(p.default === null && !["as_of"].includes(p.name) ? { required: "" } : {}) } });
      return el("p", {}, el("label", { attrs: { for: input.id } }, `${p.name} `, el("span", { class: "soft" }, p.description)), input);
    }), ...(chosen ? [el("p", {}, el("button", { type: "submit" }, "Write it into the editor"))] : []));
  });
  byId("library-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new URLSearchParams([...fields.querySelectorAll("input")].filter((i) => i.value.trim()).map((i) => [i.name, i.value.trim()]));
    json<{ text: string }>(`/api/queries/${encodeURIComponent(select.value)}/sparql?${given}`).then((found) => { byId("problem").replaceChildren(); use(found.text); editor?.focus(); say("The query stands in the editor"); }, problem);
  });
}

function own(): void {
  const list = byId("own");
  const name = byId<HTMLInputElement>("own-name");
  const refresh = (): void => {
    const all = load();
    list.replaceChildren(...(all.length ? all.map((s, i) => el("li", {}, button(s.name, () => { use(s.text); say(`${s.name} stands in the editor`); }, "link"), " ", button("Forget", () => { const left = load(); left.splice(i, 1); said(store(left)); refresh(); name.focus(); }, "", { "aria-label": `Forget ${s.name}` }))) : [el("li", { class: "soft" }, "None yet. They stay in this browser.")]));
  };
  const said = (wrong: string): void => { byId("own-said").textContent = wrong; };
  byId("own-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const called = clean(name.value.trim());
    if (!called) { said("Give it a name first."); name.focus(); return; }
    const wrong = store([...load().filter((s) => s.name !== called), { name: called, text: text() }]);
    said(wrong || `Saved as ${called}.`);
    name.value = "";
    refresh();
  });
  byId("share").addEventListener("click", () => {
    const link = address(text());
    history.replaceState(null, "", link);
    const copied = navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject(new Error("no clipboard"));
    copied.then(() => said("The link is copied; it holds the query, not the answer."), () => said("The address of this page now holds the query: copy it from there."));
  });
  refresh();
}

async function start(): Promise<void> {
  const given = fromAddress();
  if (given !== null) area.value = given;
  const [vocabulary, catalogue] = await Promise.all([json<Vocabulary>("/api/vocabulary"), json<{ queries: LibraryQuery[] }>("/api/queries")]);
  const names = new Names(vocabulary);
  form.addEventListener("submit", (event) => { event.preventDefault(); void run(names); });
  library(catalogue.queries);
  own();
  for (const e of document.querySelectorAll<HTMLElement>(".scripted")) e.hidden = false;
  window.addEventListener("hashchange", () => { const q = fromAddress(); if (q !== null && q !== text()) use(q); });
  // The larger part comes last; until it is there, the plain field works.
  const { makeEditor } = (await import("./editor.js" as string)) as { makeEditor: (o: EditorOptions) => Editor };
  const focused = document.activeElement === area;
  editor = makeEditor({ host: byId("editor"), text: area.value, vocabulary, run: () => void run(names), changed: () => byId("problem").replaceChildren() });
  area.hidden = true;
  for (const e of document.querySelectorAll<HTMLElement>(".plainly")) e.hidden = true;
  area.disabled = true;
  byId("editor").hidden = false;
  if (focused) editor.focus();
  document.body.dataset.ready = "1";
  if (given !== null) void run(names);
}

start().catch(problem);
