/** What the explorer carries with it: the module, configs and experiments, plausible points, licences. The same bytes every time. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const NO_SYSTEM = 255;
const SYSTEM_AT = 9;

/** gzip without a time and without the name of a system. */
function compressed(content) {
  const packed = zlib.gzipSync(content, { level: 9 });
  packed[SYSTEM_AT] = NO_SYSTEM;
  return packed;
}

const BASE = 85;
const FIRST = "(".charCodeAt(0);
const LEFT_OUT = "<".charCodeAt(0);

/** Digits are letters from "(" to "}" without "<", so that nothing in a page begins or ends there. */
const letter = (digit) => String.fromCharCode(FIRST + digit + (FIRST + digit >= LEFT_OUT ? 1 : 0));

/** Five letters for four bytes: a sixteenth less than base64 has. */
export function letters(bytes) {
  const spare = (4 - (bytes.length % 4)) % 4;
  const whole = Buffer.concat([bytes, Buffer.alloc(spare)]);
  const text = [];
  for (let at = 0; at < whole.length; at += 4) {
    const number = whole.readUInt32BE(at);
    for (let power = 4; power >= 0; power--) text.push(letter(Math.floor(number / BASE ** power) % BASE));
  }
  return text.slice(0, text.length - spare).join("");
}

export const pack = (content) => letters(compressed(content));

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

/** Lehmer's generator (1951), with the multiplier of Park, Miller and Stockmeyer (1993): the draw is one for all. */
function* lehmer(seed) {
  for (let state = seed; ; ) {
    state = (48271 * state) % 2147483647;
    yield state;
  }
}

const SEED = 22;
/** The most that an answer is tried in. */
const MOST_WORLDS = 24;

/** Places in the committed set, drawn once without putting back. */
function drawn(count) {
  const numbers = lehmer(SEED);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let left = count; left > 1; left--) {
    const at = numbers.next().value % left;
    [order[left - 1], order[at]] = [order[at], order[left - 1]];
  }
  return order.slice(0, MOST_WORLDS);
}

/** Points drawn from the committed set of those that published figures do not rule out; `numbers` are their rows there, from 1. */
export function points(top) {
  const table = fs.readFileSync(path.join(top, "analysis/results/non_implausible.csv"), "utf8");
  const [names, ...rows] = table.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const order = drawn(rows.length);
  return {
    names: names.split(","),
    rows: order.map((row) => rows[row].split(",").map(Number)),
    numbers: order.map((row) => row + 1),
    of: rows.length,
  };
}

const licenceOf = (name) => {
  const folder = path.join(here, "node_modules", name);
  return path.join(folder, fs.readdirSync(folder).find((file) => /^LICENSE(-MIT)?(\.\w+)?$/.test(file)) ?? "LICENSE");
};

/** Of all that is built in, each under its name: they ask to be shown with it. */
export function licences(top, wasm, packages) {
  const sources = path.join(path.dirname(wasm), "sources");
  const own = {
    Tillit: path.join(top, "LICENSE"),
    libyaml: path.join(sources, "libyaml/License"),
    jansson: path.join(sources, "jansson/LICENSE"),
    "wasi-libc": "/usr/share/doc/wasi-libc/copyright",
    ...Object.fromEntries(packages.map((name) => [name, licenceOf(name)])),
  };
  return Object.entries(own)
    .map(([name, file]) => `== ${name}\n\n${fs.readFileSync(file, "utf8").trim()}\n`)
    .join("\n");
}
