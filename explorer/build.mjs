// Bundles the explorer and the query page: node build.mjs [FOLDER [FOLDER]]; without them, the assets of the package.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "kg", "explorer", "assets");
const served = process.argv[3] ?? join(here, "..", "kg", "server", "assets");
const common = { bundle: true, minify: true, charset: "ascii", target: "es2022", legalComments: "none", logLevel: "warning" };
for (const folder of [out, served]) mkdirSync(folder, { recursive: true });
await build({ ...common, entryPoints: [join(here, "src", "main.ts")], outfile: join(out, "explorer.js"), format: "iife" });
for (const name of ["explorer.css", "explorer.html.j2"]) copyFileSync(join(here, "src", name), join(out, name));
// The editor is a module of its own, which the page asks for after everything else.
for (const [name, source] of [["query.js", "main.ts"], ["editor.js", "editor.ts"]]) {
  await build({ ...common, entryPoints: [join(here, "src", "query", source)], outfile: join(served, name), format: "esm", external: ["./editor.js"] });
}
copyFileSync(join(here, "src", "query", "query.css"), join(served, "query.css"));

// What is bundled is under the MIT licence, which goes with it.
const notices = Object.entries(JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages)
  .filter(([folder, p]) => folder && !p.optional && p.license === "MIT" && !/esbuild/.test(folder))
  .map(([folder, p]) => `${folder.replace("node_modules/", "")} ${p.version}\n\n${readFileSync(join(here, folder, "LICENSE"), "utf8").trim()}\n`);
writeFileSync(join(served, "editor.LICENSES.txt"), notices.join("\n\n"));
