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
import { files, licences, pack, points } from "./packing.mjs";
import { bundle, digest } from "./report.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, "../..");

const NOWHERE = "base-uri 'none'; form-action 'none'";
/** What the one file may load: its own loader and style, and what these unpack. */
const fileOnly = (loader, style) =>
  `default-src 'none'; script-src ${digest(loader)} blob: 'wasm-unsafe-eval'; style-src ${digest(style)}; worker-src blob:; img-src data: blob:; ${NOWHERE}`;
/** What the folder may load: itself. A server may say the same in its header. */
const SITE_ONLY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; ${NOWHERE}`;

/** Fills the template's places; what is filled in is not looked at again. */
function fill(places) {
  const template = fs.readFileSync(path.join(here, "src/explorer.html"), "utf8");
  return template.replace(/<!-- (\w+) -->\n?/g, (_, name) => places[name]);
}

const element = (id, content) => `<script type="text/plain" id="tillit-${id}">${pack(content)}</script>\n`;
const policy = (own) => `<meta http-equiv="Content-Security-Policy" content="${own}">\n`;

function oneFile({ page, worker, loader, parts }) {
  const packed = { ...parts, worker: worker.script, page: page.script };
  return fill({
    policy: policy(fileOnly(loader.script, page.style)),
    style: `<style>${page.style}</style>\n`,
    parts: Object.entries(packed)
      .map(([name, content]) => element(name, content))
      .join(""),
    script: `<script>${loader.script}</script>\n`,
  });
}

/** Files by their names, for a static server. */
function site({ page, worker, parts }) {
  const index = fill({
    policy: policy(SITE_ONLY),
    style: '<link rel="stylesheet" href="explorer.css">\n',
    parts: "",
    script: '<script defer src="explorer.js"></script>\n',
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
function tell({ parts, worker, page }, html) {
  for (const [name, content] of Object.entries({ ...parts, worker: worker.script, page: page.script })) {
    console.log(`  ${name}: ${kilobytes(pack(content))} kB (${kilobytes(content)} kB unpacked)`);
  }
  console.log(`  tillit.html: ${kilobytes(html)} kB`);
}

const [wasm, folder, entry = "src/explorer.ts"] = process.argv.slice(2);
const page = await bundle(entry);
const built = {
  page,
  worker: await bundle("src/engine/worker.ts"),
  loader: await bundle("src/engine/loader.ts"),
  parts: {
    wasm: fs.readFileSync(wasm),
    files: JSON.stringify(files(top)),
    points: JSON.stringify(points(top)),
    licences: licences(top, wasm, page.packages),
  },
};
const html = oneFile(built);
write(folder, { "tillit.html": html });
write(path.join(folder, "site"), site(built));
tell(built, html);
