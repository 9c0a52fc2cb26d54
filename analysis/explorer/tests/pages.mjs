/** Pages of the fixtures, as files for a browser. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { filled, template } from "../report.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The fixtures' documents by their names. */
export async function documents() {
  const entryPoints = [path.join(here, "fixtures/documents.ts")];
  const built = await esbuild.build({ entryPoints, bundle: true, write: false, format: "esm" });
  const own = await import(`data:text/javascript,${encodeURIComponent(built.outputFiles[0].text)}`);
  return own.documents;
}

/** Writes a page for every fixture and returns their paths by name. */
export async function pages(folder) {
  const html = await template();
  fs.mkdirSync(folder, { recursive: true });
  const own = Object.entries(await documents()).map(([name, document]) => {
    const file = path.join(folder, `${name}.html`);
    fs.writeFileSync(file, filled(html, document));
    return [name, file];
  });
  return Object.fromEntries(own);
}
