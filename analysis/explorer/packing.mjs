/** What the explorer carries with it: the module, configs and experiments, plausible points, licences. The same bytes every time. */
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const NO_SYSTEM = 255;
const SYSTEM_AT = 9;

/** gzip without a time and without the name of a system, as base64. */
export function pack(content) {
  const packed = zlib.gzipSync(content, { level: 9 });
  packed[SYSTEM_AT] = NO_SYSTEM;
  return packed.toString("base64");
}

function* below(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const own = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* below(own);
    else yield own;
  }
}

/** Texts by their path, in the order of the paths. */
export function files(top) {
  const found = ["configs", "experiments"].flatMap((folder) => [...below(path.join(top, folder))]);
  const kept = found.filter((own) => own.endsWith(".yaml")).sort();
  return Object.fromEntries(kept.map((own) => [path.relative(top, own), fs.readFileSync(own, "utf8")]));
}

/** The committed set of points that published figures do not rule out. */
export function points(top) {
  const table = fs.readFileSync(path.join(top, "analysis/results/non_implausible.csv"), "utf8");
  const [names, ...rows] = table.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return { names: names.split(","), rows: rows.map((row) => row.split(",").map(Number)) };
}

/** Of all that is built in, each under its name: they ask to be shown with it. */
export function licences(top, wasm) {
  const sources = path.join(path.dirname(wasm), "sources");
  const own = {
    Tillit: path.join(top, "LICENSE"),
    uPlot: "node_modules/uplot/LICENSE",
    browser_wasi_shim: "node_modules/@bjorn3/browser_wasi_shim/LICENSE-MIT",
    libyaml: path.join(sources, "libyaml/License"),
    jansson: path.join(sources, "jansson/LICENSE"),
    "wasi-libc": "/usr/share/doc/wasi-libc/copyright",
  };
  return Object.entries(own)
    .map(([name, file]) => `== ${name}\n\n${fs.readFileSync(file, "utf8").trim()}\n`)
    .join("\n");
}
