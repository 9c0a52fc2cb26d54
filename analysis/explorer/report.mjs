/**
 * Builds the report's template: the page with its script and style inside, and a place for the document that it shows.
 *
 *     node report.mjs FILE
 *
 * FILE is committed as analysis/tillit/report/page.html, so that a report needs no node. Two builds give the same bytes.
 */
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));

/** Script and style of an entry with all that it uses, and which packages these are. */
export async function bundle(entry) {
  const built = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [entry],
    outdir: "/bundle",
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
  });
  const text = (ending) => built.outputFiles.find((file) => file.path.endsWith(ending))?.text.trim() ?? "";
  return { script: text(".js"), style: text(".css"), packages: packagesOf(built.metafile) };
}

/** Packages of which something is in the bundle. */
function packagesOf({ inputs }) {
  const names = Object.keys(inputs).map((own) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(own)?.[1]);
  return [...new Set(names.filter((own) => own !== undefined))].sort();
}

/** Each package's licence, as it asks for. */
function licences(packages) {
  const own = packages.map((name) => {
    const text = fs.readFileSync(path.join(here, "node_modules", name, "LICENSE"), "utf8");
    return `${name}\n${text.trim()}\n`;
  });
  return `<!--\nMade of these, too:\n\n${own.join("\n").replaceAll("--", "- -")}-->`;
}

/** In a page, a script ends at the first "</script". */
const inside = (script) => script.replaceAll("</script", "<\\/script");
const digest = (text) => `'sha256-${crypto.createHash("sha256").update(text).digest("base64")}'`;

function policy(script, style) {
  const own = `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
  return `<meta http-equiv="Content-Security-Policy" content="${own}">`;
}

/** The template as text. */
export async function template() {
  const { script, style, packages } = await bundle("src/report.ts");
  const own = inside(script);
  const places = {
    policy: policy(own, style),
    style: `<style>${style}</style>`,
    script: `<script>${own}</script>`,
    licences: licences(packages),
  };
  const html = fs.readFileSync(path.join(here, "src/report.html"), "utf8");
  return html.replace(/<!-- (\w+) -->/g, (_, name) => places[name]);
}

/** The template with a document in its place, as the Python report fills it. */
export function filled(html, document) {
  const place = '<script type="application/json" id="document">';
  return html.replace(place, () => place + JSON.stringify(document).replaceAll("<", "\\u003c"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("usage: node report.mjs FILE");
  fs.writeFileSync(file, await template());
}
