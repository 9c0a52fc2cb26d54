/**
 * Unit tests: bundles them and runs them with node's own runner.
 *
 *     node tests/unit.mjs [NAME...]      all of tests/unit, or NAME.test.ts
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, environment, outdir } from "./bundles.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

const isAsked = (name) => process.argv.length < 3 || process.argv.slice(2).includes(name.replace(/\.test\.ts$/, ""));
const names = fs.readdirSync(path.join(here, "unit")).filter((name) => name.endsWith(".test.ts") && isAsked(name));

await build([...names.map((name) => path.join("unit", name)), "support/thread.ts"]);
const files = names.map((name) => path.join(outdir, "unit", name.replace(/\.ts$/, ".mjs")));
const options = ["--test", "--test-timeout=1200000", ...files];
const { status } = spawnSync(process.execPath, options, { stdio: "inherit", env: environment });
process.exit(status ?? 1);
