// Bundles the explorer's modules into one script: node build.mjs [FOLDER]; without one, the assets of the package.
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "kg", "explorer", "assets");
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [join(here, "src", "main.ts")],
  outfile: join(out, "explorer.js"),
  bundle: true,
  minify: true,
  charset: "ascii",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
for (const name of ["explorer.css", "explorer.html.j2"]) copyFileSync(join(here, "src", name), join(out, name));
