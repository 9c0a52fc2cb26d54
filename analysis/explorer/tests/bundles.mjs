/** Bundles of what tests run in node, and what they are told. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
export const top = path.join(here, "../../..");
export const outdir = path.join(top, "build/explorer-tests");

/** TILLIT_WASM names the module, TILLIT the command beside which it is tested; both are where make puts them unless said. */
export const environment = {
  TILLIT: path.join(top, "build/tillit"),
  TILLIT_WASM: path.join(top, "build/wasm/explorer.wasm"),
  TILLIT_TOP: top,
  ...process.env,
};

/** Of files by their path below tests/. */
export const build = (names) =>
  esbuild.build({
    entryPoints: names.map((name) => path.join(here, name)),
    outdir,
    outbase: here,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["esbuild"],
    loader: { ".csv": "text" },
    outExtension: { ".js": ".mjs" },
  });
