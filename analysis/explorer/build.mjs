/**
 * Builds the explorer: one file that opens without a server, and a folder for a static server.
 *
 *     node build.mjs WASM FOLDER [ENTRY]
 *
 * ENTRY is src/explorer.ts unless another is named. Two builds give the same bytes.
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { files, licences, pack, points } from "./packing.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, "../..");

/** Script and style of an entry with all that it uses. */
async function bundle(entry, format) {
  const built = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [entry],
    outdir: "/bundle",
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
  });
  const text = (ending) => built.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

/** What a page may load: nothing from anywhere but itself. */
const POLICIES = {
  file: "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'",
  site: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'",
};

/** Fills the template's places; what is filled in is not looked at again. */
function fill(places) {
  const template = fs.readFileSync(path.join(here, "src/explorer.html"), "utf8");
  return template.replace(/<!-- (\w+) -->\n?/g, (_, name) => places[name]);
}

const element = (id, text) => `<script type="text/plain" id="${id}">${text}</script>\n`;
/** In a page, a script ends at the first "</script". */
const inside = (script) => script.replaceAll("</script", "<\\/script");
const policy = (own) => `<meta http-equiv="Content-Security-Policy" content="${own}">\n`;

function oneFile({ page, worker, parts }) {
  const packed = Object.entries(parts).map(([name, content]) => element(`tillit-${name}`, pack(content)));
  return fill({
    policy: policy(POLICIES.file),
    style: `<style>${page.style}</style>\n`,
    parts: packed.join("") + element("tillit-worker", pack(worker.script)),
    script: `<script type="module">${inside(page.script)}</script>\n`,
  });
}

/** Files by their names, for a static server. */
function site({ page, worker, parts }) {
  const index = fill({
    policy: policy(POLICIES.site),
    style: '<link rel="stylesheet" href="explorer.css">\n',
    parts: "",
    script: '<script type="module" src="explorer.js"></script>\n',
  });
  return {
    "index.html": index,
    "explorer.css": page.style,
    "explorer.js": page.script,
    "worker.js": worker.script,
    "tillit.wasm": parts.wasm,
    "files.json": parts.files,
    "points.json": parts.points,
    "licences.txt": parts.licences,
  };
}

function write(folder, written) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(written)) fs.writeFileSync(path.join(folder, name), content);
}

const kilobytes = (content) => Math.ceil(Buffer.byteLength(content) / 1000);

/** How large each part is in the one file. */
function tell(built, html) {
  for (const [name, content] of Object.entries({ ...built.parts, worker: built.worker.script })) {
    console.log(`  ${name}: ${kilobytes(pack(content))} kB (${kilobytes(content)} kB unpacked)`);
  }
  console.log(`  page: ${kilobytes(built.page.script) + kilobytes(built.page.style)} kB`);
  console.log(`  tillit.html: ${kilobytes(html)} kB`);
}

const [wasm, folder, entry = "src/explorer.ts"] = process.argv.slice(2);
const built = {
  page: await bundle(entry, "esm"),
  worker: await bundle("src/engine/worker.ts", "iife"),
  parts: {
    wasm: fs.readFileSync(wasm),
    files: JSON.stringify(files(top)),
    points: JSON.stringify(points(top)),
    licences: licences(top, wasm),
  },
};
const html = oneFile(built);
write(folder, { "tillit.html": html });
write(path.join(folder, "site"), site(built));
tell(built, html);
