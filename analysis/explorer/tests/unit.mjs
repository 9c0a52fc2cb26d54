/**
 * Unit tests: bundles them and runs them with node's own runner.
 *
 *     node tests/unit.mjs [NAME...]      all of tests/unit, or NAME.test.ts
 *
 * TILLIT_WASM names the module, TILLIT the command beside which it is tested; both are where make puts them unless said.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, "../../..");
const outdir = path.join(top, "build/explorer-tests");

const isAsked = (name) => process.argv.length < 3 || process.argv.slice(2).includes(name.replace(/\.test\.ts$/, ""));
const names = fs.readdirSync(path.join(here, "unit")).filter((name) => name.endsWith(".test.ts") && isAsked(name));

await esbuild.build({
  entryPoints: [...names.map((name) => path.join(here, "unit", name)), path.join(here, "support/thread.ts")],
  outdir,
  outbase: here,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["esbuild"],
  outExtension: { ".js": ".mjs" },
});
const files = names.map((name) => path.join(outdir, "unit", name.replace(/\.ts$/, ".mjs")));
const env = {
  TILLIT: path.join(top, "build/tillit"),
  TILLIT_WASM: path.join(top, "build/wasm/tillit.wasm"),
  TILLIT_TOP: top,
  ...process.env,
};
const { status } = spawnSync(process.execPath, ["--test", "--test-timeout=120000", ...files], {
  stdio: "inherit",
  env,
});
process.exit(status ?? 1);
