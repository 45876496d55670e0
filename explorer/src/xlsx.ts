// A workbook of what is shown: the rows of the table, and a sheet that says where they are from. Two sheets, stored, not
// compressed: a file format of fixed parts, which needs no library (docs/decisions/0034).
import { clean } from "./dom";
import { COLUMNS, rows, stamp } from "./exports";
import type { Model } from "./model";
import type { Picture } from "./renderer";
import type { State } from "./state";

/** The most characters that a cell of a workbook may hold. */
const CELL = 32_767;
const NUMBERS = new Set(["Origins", "Documents"]);
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const xml = (text: string): string => clean(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, "\ufffd").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const words = (text: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${xml(text.length > CELL ? text.slice(0, CELL - 1) + "…" : text)}</t></is></c>`;
const row = (cells: string[]): string => `<row>${cells.join("")}</row>`;
const sheet = (body: string[], widths: number[], frozen: boolean): string =>
  `${HEAD}<worksheet xmlns="${MAIN}">${frozen ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' : ""}<cols>${widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join("")}</cols><sheetData>${body.join("")}</sheetData></worksheet>`;

/** Text is text: a cell of a string type is never run as a formula, whatever it begins with. */
export function toXlsx(model: Model, state: State, picture: Picture): Blob {
  const d = model.data;
  const numbered = COLUMNS.map((c) => NUMBERS.has(c));
  const table = rows(model, picture).map((r) => row(r.cells.map((text, i) => (numbered[i] ? `<c><v>${Number(text)}</v></c>` : words(text)))));
  const about = [["Title", d.title], ["What is shown", stamp(model, state, picture)], ["Frame", d.frame], ["Graph", d.version], ["As of", d.asOf], ["By the files of", state.filters.knownAt ?? (d.knownAt > "9999" ? "all days" : d.knownAt)], ["Link", location.protocol.startsWith("http") ? location.href : location.hash], ["Edition", d.public ? "public" : "private: documents in it may not be for others"]];
  const part = (path: string, type: string): string => `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const link = (id: number, type: string, target: string): string => `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  return zipped({
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("xl/workbook.xml", "sheet.main")}${part("xl/worksheets/sheet1.xml", "worksheet")}${part("xl/worksheets/sheet2.xml", "worksheet")}</Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${link(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Relations" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${link(1, "worksheet", "worksheets/sheet1.xml")}${link(2, "worksheet", "worksheets/sheet2.xml")}</Relationships>`,
    "xl/worksheets/sheet1.xml": sheet([row(COLUMNS.map(words)), ...table], COLUMNS.map((c) => (c === "Receipt" || c === "Relation" ? 50 : numbered.includes(true) && NUMBERS.has(c) ? 11 : 20)), true),
    "xl/worksheets/sheet2.xml": sheet(about.map((pair) => row(pair.map(words))), [20, 120], false),
  });
}

let crcs: Uint32Array | null = null;
function crc(bytes: Uint8Array): number {
  crcs ??= Uint32Array.from({ length: 256 }, (_, n) => { let c = n; for (let i = 0; i < 8; i += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  let c = 0xffffffff;
  for (const b of bytes) c = crcs[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** A ZIP archive of stored files, all dated 1980-01-01, so that equal content makes equal bytes. */
function zipped(files: Record<string, string>): Blob {
  const text = new TextEncoder();
  const [bodies, index]: [Uint8Array[], Uint8Array[]] = [[], []];
  const bytes = (length: number, ...numbers: [number, number, number][]): Uint8Array => {
    const out = new DataView(new ArrayBuffer(length));
    for (const [at, wide, n] of numbers) { if (wide === 4) out.setUint32(at, n, true); else out.setUint16(at, n, true); }
    return new Uint8Array(out.buffer);
  };
  let at = 0;
  const size = (parts: Uint8Array[]): number => parts.reduce((n, p) => n + p.length, 0);
  for (const [name, content] of Object.entries(files)) {
    const [path, body] = [text.encode(name), text.encode(content)];
    const common = (from: number): [number, number, number][] => [[from, 2, 20], [from + 2, 2, 0x800], [from + 8, 2, 0x21], [from + 10, 4, crc(body)], [from + 14, 4, body.length], [from + 18, 4, body.length], [from + 22, 2, path.length]];
    bodies.push(bytes(30, [0, 4, 0x04034b50], ...common(4)), path, body);
    index.push(bytes(46, [0, 4, 0x02014b50], [4, 2, 20], ...common(6), [42, 4, at]), path);
    at += 30 + path.length + body.length;
  }
  const n = Object.keys(files).length;
  const end = bytes(22, [0, 4, 0x06054b50], [8, 2, n], [10, 2, n], [12, 4, size(index)], [16, 4, at]);
  return new Blob([...bodies, ...index, end] as BlobPart[]);
}
