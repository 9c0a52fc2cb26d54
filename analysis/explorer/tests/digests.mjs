/**
 * Digests of the module beside the command's, in several processes.
 *
 *     node tests/digests.mjs PROCESSES [sample]
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { build, environment, outdir } from "./bundles.mjs";

await build(["support/digests.ts"]);
const [count = "1", ...rest] = process.argv.slice(2);
const script = path.join(outdir, "support/digests.mjs");

/** What one process tells; every line of what differs is passed on. */
function one(share) {
  const own = spawn(process.execPath, [script, String(share), count, ...rest], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  own.stdout.on("data", (text) => {
    told += text;
    process.stdout.write(String(text).replaceAll(/^same.*\n/gm, ""));
  });
  return new Promise((ended) => own.on("close", (code) => ended({ code, same: told.match(/^same:/gm)?.length ?? 0 })));
}

const found = await Promise.all(Array.from({ length: Number(count) }, (_, share) => one(share)));
const same = found.reduce((sum, own) => sum + own.same, 0);
console.log(`explorer: ${same} cases have the command's digests`);
process.exit(found.every((own) => own.code === 0) ? 0 : 1);
