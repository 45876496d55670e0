// The user's own queries, in the browser's storage and nowhere else; a query travels in the fragment of an address.
const KEY = "kg.queries";
export interface Saved { name: string; text: string }

export function load(): Saved[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((s): s is Saved => typeof s?.name === "string" && typeof s?.text === "string") : [];
  } catch { return []; }
}
/** Returns what went wrong in words, or nothing. */
export function store(all: Saved[]): string {
  try { localStorage.setItem(KEY, JSON.stringify(all)); return ""; } catch { return "This browser keeps nothing for this page (private window, or storage full); copy the link instead."; }
}
export const address = (text: string): string => `${location.origin}${location.pathname}#q=${encodeURIComponent(text)}`;
export function fromAddress(): string | null {
  const found = /^#q=(.*)$/s.exec(location.hash);
  if (!found) return null;
  try { return decodeURIComponent(found[1]); } catch { return null; }
}
