// The library in WebAssembly beside the command: the same digests, measures and errors, from configs as text.
// usage: node digests.mjs WASM TILLIT      (in the top folder of the checkout)
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { WASI } from "node:wasi";

const [wasm, tillit] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", preopens: { "/configs": "configs" } });
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasm), { wasi_snapshot_preview1: wasi.wasiImport });
wasi.initialize(instance);
const library = instance.exports;

// ---- texts, pointers and numbers in its memory

const bytes = () => new Uint8Array(library.memory.buffer);
const view = () => new DataView(library.memory.buffer);

function give(text) {
  const own = new TextEncoder().encode(text + "\0");
  const at = library.malloc(own.length);
  bytes().set(own, at);
  return at;
}

function take(at) {
  return at === 0 ? null : new TextDecoder().decode(bytes().subarray(at, bytes().indexOf(0, at)));
}

const check = (status) => assert.equal(status, 0, take(library.tillit_status_text(status)));

/** What a function puts at its last argument, a handle. */
function made(call) {
  const at = library.malloc(4);
  check(call(at));
  const handle = view().getUint32(at, true);
  library.free(at);
  return handle;
}

// ---- what is compared

function read(text, name, sets = []) {
  const list = library.malloc(4 * (sets.length + 1));
  sets.forEach((set, i) => view().setUint32(list + 4 * i, give(set), true));
  return made((at) => library.tillit_config_read(give(text), give(name), 0, list, sets.length, at, 0));
}

function digestOf(simulation) {
  const at = library.malloc(8);
  check(library.tillit_simulation_digest(simulation, at));
  return view().getBigUint64(at, true).toString(16).padStart(16, "0");
}

function measuresOf(simulation) {
  const count = library.tillit_measure_count();
  const at = library.malloc(8 * count);
  check(library.tillit_simulation_measures(simulation, 0, at, count));
  return new Float64Array(library.memory.buffer.slice(at, at + 8 * count));
}

function run(text, name, sets) {
  const config = read(text, name, sets);
  const simulation = made((at) => library.tillit_simulation_create(config, 0n, 1, at));
  library.tillit_config_free(config);
  check(library.tillit_simulation_run(simulation));
  return simulation;
}

/** The digest that the command prints. */
function native(path, sets) {
  const options = sets.flatMap((set) => ["--set", set]);
  const said = execFileSync(tillit, ["run", path, "--quiet", ...options], { encoding: "utf8" });
  return said.split("\n").find((line) => line.startsWith("digest")).split(/\s+/)[1];
}

const SHORT = ["run.days=56", "run.burn_in_days=28", "run.replicates=1"];
const CASES = [
  ["configs/small.yaml", []],
  ["configs/small-reorganised.yaml", []],
  ["configs/small.yaml", ["opinion.form=scalar", "plan.knowledge=0.8"]],
  ["configs/small.yaml", ["municipality.recipients=300", "municipality.areas=3", "pilot.share=0.4"]],
  ["configs/median-ordinary.yaml", SHORT],
  ["configs/karlstad-small-teams.yaml", SHORT],
];
for (const [path, sets] of CASES) {
  const simulation = run(fs.readFileSync(path, "utf8"), "/" + path, sets);
  const digest = digestOf(simulation);
  assert.equal(digest, native(path, sets), path);
  console.log(`wasm: ${digest}  ${[path, ...sets].join(" ")}`);
  library.tillit_simulation_free(simulation);
}

// A branch, and measures: as the example in C prints them.
const small = fs.readFileSync("configs/small.yaml", "utf8");
const first = run(small, "/configs/small.yaml", []);
assert.equal(measuresOf(first).length, library.tillit_measure_count());
assert.equal(library.tillit_simulation_run(first), 10); // finished
const half = made((at) => library.tillit_simulation_create(read(small, "/configs/small.yaml"), 0n, 1, at));
check(library.tillit_simulation_step(half, 30, 0));
const branch = made((at) => library.tillit_simulation_copy(half, 0, at));
check(library.tillit_simulation_run(branch));
assert.equal(digestOf(branch), digestOf(first));

// All replicates, in one thread.
const results = made((at) => library.tillit_config_run(read(small, "/configs/small.yaml", ["run.replicates=2"]), 0, 0, 0, at, 0));
const found = library.malloc(8);
check(library.tillit_results_digest(results, 0, 0, found));
assert.equal(view().getBigUint64(found, true).toString(16).padStart(16, "0"), digestOf(first));

// The same errors as the command's.
const bad = "seed: x\nmunicipality: lilköping\nplan: {continuity_wieght: 1}\n";
const at = library.malloc(8);
assert.equal(library.tillit_config_read(give(bad), give("bad.yaml"), 0, 0, 0, at, at + 4), 6); // invalid
const said = take(library.tillit_messages_text(view().getUint32(at + 4, true)));
fs.mkdirSync("build", { recursive: true });
const folder = fs.mkdtempSync("build/wasm-test-");
fs.writeFileSync(`${folder}/bad.yaml`, bad);
const refused = spawnSync("../../" + tillit, ["check", "bad.yaml"], { cwd: folder, encoding: "utf8", env: { ...process.env, TILLIT_CONFIGS: "../../configs" } });
fs.rmSync(folder, { recursive: true });
const errors = (text) => text.split("\n").filter((line) => line.includes(": error: ")).map((line) => line.replace(/\/?(\.\.\/)*configs/, "configs"));
assert.deepEqual(errors(said), errors(refused.stderr));
console.log(`wasm: ${CASES.length} digests, a branch, replicates and ${errors(said).length} errors are as the command's`);
