// The editor: CodeMirror in a shadow root, where its styles are constructed sheets, so that the page's policy needs no exception.
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { SparqlLanguage, sparql } from "codemirror-lang-sparql";
import type { Editor, EditorOptions, Term } from "./types";

const KEYWORDS = ("SELECT DISTINCT WHERE ASK CONSTRUCT DESCRIBE FROM GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES EXISTS ORDER BY GROUP HAVING " +
  "LIMIT OFFSET ASC DESC COUNT SUM MIN MAX AVG SAMPLE AS IN NOT BOUND COALESCE IF STR LANG REGEX CONTAINS STRSTARTS LCASE YEAR PREFIX").split(" ");

const THEME = EditorView.theme({
  "&": { color: "var(--fg)", backgroundColor: "var(--bg)", border: "1px solid var(--soft)", borderRadius: "5px", fontSize: "14px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.5", minHeight: "13rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--fg)" },
  ".cm-cursor": { borderLeftColor: "var(--fg)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--panel)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--select)" },
  ".cm-selectionMatch": { backgroundColor: "var(--mark)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", color: "inherit" },
  ".cm-tooltip": { backgroundColor: "var(--bg)", color: "var(--fg)", border: "1px solid var(--soft)", maxWidth: "min(34rem, 92vw)" },
  ".cm-tooltip-autocomplete > ul": { maxWidth: "92vw" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--bg)" },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal" },
  ".cm-completionInfo": { padding: ".4rem .6rem", maxWidth: "20rem" },
  // The package's own marks are pictures in data addresses, which the policy refuses.
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--no)", textUnderlineOffset: "3px" },
  ".cm-lint-marker-error": { content: "normal", width: ".7em", height: ".7em", borderRadius: "50%", backgroundColor: "var(--no)" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--no)" },
  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--fg)" },
  ".cm-panels input, .cm-panels button, .cm-panels label": { color: "inherit" },
});
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--yes)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--yes)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

/** Terms that begin with what is typed, or whose label has a word that does; at most 60, which the list says. */
function matching(terms: Term[], typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const found: Completion[] = [];
  for (const t of terms) {
    const term = t.term.toLowerCase();
    const local = term.slice(term.indexOf(":") + 1);
    const rank = term.startsWith(wanted) ? 3 : local.startsWith(wanted) ? 2 : ` ${t.label.toLowerCase()}`.includes(` ${wanted}`) ? 1 : 0;
    if (rank) found.push({ label: t.term, detail: t.label && t.label !== local ? t.label : t.kind, info: t.about || undefined, type: t.kind === "class" ? "class" : t.kind === "property" ? "property" : "constant", boost: rank * 20 + (t.kind === "actor" || t.kind === "place" ? 0 : 5) });
  }
  return found.sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0) || (a.label < b.label ? -1 : 1)).slice(0, 60);
}

function source(options: EditorOptions) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*(?::[\p{L}\p{N}_.-]*)?/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const before = context.state.sliceDoc(Math.max(0, word.from - 1), word.from);
    if (before === "<" || before === '"' || before === "#") return null;
    if (/^[?$]/.test(word.text)) {
      const names = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
      names.delete(word.text);
      return { from: word.from, options: [...names].map((label) => ({ label, type: "variable" })) };
    }
    const keywords = word.text.includes(":") ? [] : KEYWORDS.filter((k) => k.toLowerCase().startsWith(word.text.toLowerCase())).map((label) => ({ label, type: "keyword", boost: 50 }));
    const prefixes = word.text.includes(":") ? [] : Object.keys(options.vocabulary.prefixes).filter((p) => p.startsWith(word.text)).map((p) => ({ label: `${p}:`, detail: options.vocabulary.prefixes[p], type: "namespace", boost: 40 }));
    return { from: word.from, filter: false, options: [...keywords, ...prefixes, ...(word.text ? matching(options.vocabulary.terms, word.text) : [])] };
  };
}

export function makeEditor(options: EditorOptions): Editor {
  const root = options.host.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { options.run(); return true; } }])),
        basicSetup,
        sparql(),
        SparqlLanguage.data.of({ autocomplete: source(options) }),
        autocompletion({ maxRenderedOptions: 60, icons: false }),
        keymap.of([indentWithTab]),
        lintGutter(),
        Prec.highest(syntaxHighlighting(COLOURS)),
        THEME,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Query, in SPARQL", "aria-describedby": "", spellcheck: "false" }),
        EditorView.updateListener.of((u) => { if (u.docChanged) options.changed(); }),
      ],
    }),
  });
  view.contentDOM.removeAttribute("aria-describedby");
  return {
    text: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } }),
    focus: () => view.focus(),
    mark: (line, column, message) => {
      const { doc } = view.state;
      const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
      const from = Math.min(at.from + Math.max(0, column - 1), at.to);
      const to = Math.min(at.to, from + Math.max(1, (/^\S+/.exec(doc.sliceString(from, at.to))?.[0] ?? "").length));
      view.dispatch(setDiagnostics(view.state, [{ from: Math.min(from, Math.max(at.from, to - 1)), to, severity: "error", message }]), { selection: { anchor: from }, scrollIntoView: true });
    },
    unmark: () => view.dispatch(setDiagnostics(view.state, [])),
  };
}
