// Elements made from text: every text of a document is set with textContent, nothing is ever parsed as HTML.
type Child = Node | string | null | undefined | false;
interface Props { class?: string; id?: string; title?: string; type?: string; on?: () => void; attrs?: Record<string, string> }

// Marks that turn the direction of text around, and control characters, would let a document rearrange the page.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
export const clean = (text: string): string => text.replace(STEERING, "\ufffd");

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  if (props.class) e.className = props.class;
  if (props.id) e.id = props.id;
  if (props.title) e.title = clean(props.title);
  if (props.type) e.setAttribute("type", props.type);
  for (const [k, v] of Object.entries(props.attrs ?? {})) e.setAttribute(k, clean(v));
  if (props.on) e.addEventListener("click", props.on);
  for (const c of children) if (c) e.append(typeof c === "string" ? clean(c) : c);
  return e;
}
export const button = (text: string, on: () => void, cls = "", attrs: Record<string, string> = {}): HTMLButtonElement => el("button", { type: "button", class: cls, on, attrs }, text);
export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A link for web addresses alone: a document may hold any text in the place of one. */
export function outside(url: string | undefined, text?: string): HTMLElement {
  if (!url || !/^https?:\/\/[^\s]+$/i.test(url)) return el("span", {}, text || url || "");
  return el("a", { attrs: { href: url, rel: "noopener noreferrer", target: "_blank" } }, text || url);
}
export function say(text: string): void { byId("live").textContent = clean(text); }
export function download(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const a = el("a", { attrs: { href: url, download: name } });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
