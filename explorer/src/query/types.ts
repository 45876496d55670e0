// What the parts of the query page hand to each other.
export interface Term { term: string; kind: string; label: string; about: string }
export interface Vocabulary { prefixes: Record<string, string>; terms: Term[] }
export interface EditorOptions { host: HTMLElement; text: string; vocabulary: Vocabulary; run: () => void; changed: () => void }
export interface Editor {
  text(): string;
  set(text: string): void;
  focus(): void;
  mark(line: number, column: number, message: string): void;
  unmark(): void;
}
export interface Node { type: "uri" | "literal" | "bnode" | "triple"; value: string; datatype?: string; lang?: string }
/** Rows of an answer; a cell is null where nothing is bound. */
export interface Table { columns: string[]; rows: (Node | null)[][]; graph: boolean; cut: string | null; boolean?: boolean }
export interface Parameter { name: string; type: string; description: string; default: string | null }
export interface LibraryQuery { name: string; summary: string; parameters: Parameter[] }
