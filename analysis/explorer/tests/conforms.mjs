/**
 * Says whether a document, as JSON, is what src/document.ts says: as a literal of that type it has to compile.
 *
 *     node tests/conforms.mjs FILE.json...
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const compiler = path.join(here, "../node_modules/.bin/tsc");

/** What the compiler finds wrong with it; "" if nothing. */
export function faults(json) {
  const folder = fs.mkdtempSync(path.join(here, "../node_modules/.conforms-"));
  const file = path.join(folder, "own.ts");
  const contract = path.relative(folder, path.join(here, "../src/document.ts"));
  fs.writeFileSync(file, `import type { Document } from "${contract}";\nexport const own: Document = ${json};\n`);
  const options = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--allowImportingTsExtensions",
    "--ignoreConfig",
  ];
  const { stdout } = spawnSync(
    compiler,
    [...options, "--target", "es2023", "--moduleResolution", "bundler", "--module", "esnext", file],
    {
      encoding: "utf8",
    },
  );
  fs.rmSync(folder, { recursive: true });
  return stdout.trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const found = names.map((name) => [name, faults(fs.readFileSync(name, "utf8"))]).filter(([, own]) => own !== "");
  for (const [name, own] of found) console.error(`${name}: is no document as src/document.ts has it:\n${own}`);
  process.exit(found.length > 0 ? 1 : 0);
}
