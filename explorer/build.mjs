// Bundles the explorer and the query page: node build.mjs [FOLDER [FOLDER]]; without them, the assets of the package.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { geography } from "./land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "kg", "explorer", "assets");
const served = process.argv[3] ?? join(here, "..", "kg", "server", "assets");
const common = { bundle: true, minify: true, charset: "ascii", target: "es2022", legalComments: "none", logLevel: "warning" };
for (const folder of [out, served]) mkdirSync(folder, { recursive: true });
await build({ ...common, entryPoints: [join(here, "src", "main.ts")], outfile: join(out, "explorer.js"), format: "iife" });
// The map is a chunk of its own, which the page runs when somebody asks for it.
const registry = join(here, "..", "data", "registry");
const atlas = { name: "geography", setup(b) {
  b.onResolve({ filter: /^geography$/ }, () => ({ path: "geography", namespace: "geography" }));
  b.onLoad({ filter: /.*/, namespace: "geography" }, () => ({ contents: JSON.stringify(geography(registry)), loader: "json" }));
} };
await build({ ...common, entryPoints: [join(here, "src", "map.ts")], outfile: join(out, "map.js"), format: "iife", banner: { js: "/* Land: Natural Earth, public domain, by way of world-atlas 2.0.2, copyright 2013-2019 Michael Bostock, ISC licence. */" }, plugins: [atlas] });
for (const name of ["explorer.css", "explorer.html.j2"]) copyFileSync(join(here, "src", name), join(out, name));
// The editor is a module of its own, which the page asks for after everything else.
for (const [name, source] of [["query.js", "main.ts"], ["editor.js", "editor.ts"]]) {
  await build({ ...common, entryPoints: [join(here, "src", "query", source)], outfile: join(served, name), format: "esm", external: ["./editor.js"] });
}
copyFileSync(join(here, "src", "query", "query.css"), join(served, "query.css"));

// What is bundled is under the MIT licence, which goes with it.
const notices = Object.entries(JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages)
  .filter(([folder, p]) => folder && !p.optional && p.license === "MIT" && !/esbuild|commander/.test(folder))
  .map(([folder, p]) => `${folder.replace("node_modules/", "")} ${p.version}\n\n${readFileSync(join(here, folder, "LICENSE"), "utf8").trim()}\n`);
writeFileSync(join(served, "editor.LICENSES.txt"), notices.join("\n\n"));

// What everything above was built from and came to, so that a test can tell stale assets where there is no node.
const root = join(here, "..");
const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const inside = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name));
const sorted = (pairs) => Object.fromEntries(pairs.sort((p, q) => (p[0] < q[0] ? -1 : 1)));
const sources = [...inside(join(here, "src")), ...["build.mjs", "land.mjs", "package.json", "package-lock.json"].map((n) => join(here, n))];
const built = [["explorer", out, ["explorer.js", "explorer.css", "explorer.html.j2", "map.js"]], ["server", served, ["query.js", "editor.js", "query.css", "editor.LICENSES.txt"]]];
writeFileSync(join(out, "sources.json"), JSON.stringify({
  sources: sorted(sources.map((path) => [relative(root, path).split(sep).join("/"), hash(path)])),
  assets: sorted(built.flatMap(([part, folder, names]) => names.map((n) => [`kg/${part}/assets/${n}`, hash(join(folder, n))]))),
}, null, 1) + "\n");
