// Search as you type over labels, aliases and ids: the combobox pattern of ARIA, all by keyboard.
import { byId, el, plural, say } from "./dom";
import { search, type Model } from "./model";

export function combobox(model: Model, inputId: string, listId: string, take: (actor: number) => void): HTMLInputElement {
  const input = byId<HTMLInputElement>(inputId);
  const list = byId<HTMLUListElement>(listId);
  let hits: { actor: number; via: string }[] = [];
  let at = -1;
  const close = (): void => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const choose = (i: number): void => { const hit = hits[i]; if (!hit) return; input.value = model.data.actors[hit.actor].label; close(); take(hit.actor); };
  const mark = (): void => {
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) { input.setAttribute("aria-activedescendant", `${listId}-${at}`); list.children[at].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const refresh = (): void => {
    const found = search(model, input.value, 12);
    hits = found.hits;
    at = hits.length ? 0 : -1;
    list.replaceChildren(...hits.map((h, i) => {
      const a = model.data.actors[h.actor];
      const li = el("li", { id: `${listId}-${i}`, attrs: { role: "option", "aria-selected": "false" } }, el("span", {}, a.label), h.via ? el("span", { class: "soft" }, ` ${h.via}`) : null, el("span", { class: "soft" }, ` · ${a.kind === "state" ? "polity" : a.kind} · ${plural(model.relationsOf(h.actor).length, "relation")}`));
      li.addEventListener("pointerdown", (e) => { e.preventDefault(); choose(i); });
      return li;
    }));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    mark();
    if (input.value.trim()) say(hits.length ? `${plural(found.total, "match")}${found.total > hits.length ? `, the first ${hits.length} listed` : ""}`.replace("matchs", "matches") : `Nothing is called ${input.value}. Try another spelling, or an id such as JPN.`);
    byId("nothing").textContent = input.value.trim() && !hits.length ? `Nothing here is called “${input.value}”.` : "";
  };
  input.addEventListener("input", refresh);
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); if (list.hidden) refresh(); else if (hits.length) { at = (at + (e.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length; mark(); } }
    else if (e.key === "Enter") { e.preventDefault(); if (list.hidden) refresh(); choose(at < 0 ? 0 : at); }
    else if (e.key === "Escape") { e.stopPropagation(); close(); }
  });
  input.addEventListener("blur", close);
  return input;
}
