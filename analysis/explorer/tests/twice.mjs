/**
 * Two builds give the same bytes, and the one file is small enough for a mail.
 *
 *     node tests/twice.mjs WASM FOLDER      FOLDER: what the first build wrote
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const MOST_BYTES = 700_000;

const [wasm, first] = process.argv.slice(2);
const second = fs.mkdtempSync(path.join(os.tmpdir(), "tillit-twice-"));
execFileSync(process.execPath, ["build.mjs", wasm, second], { stdio: "ignore" });

const names = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.relative(folder, path.join(entry.parentPath, entry.name))] : []))
    .sort();
assert.deepEqual(names(second), names(first));
for (const name of names(first)) {
  const [one, other] = [first, second].map((folder) => fs.readFileSync(path.join(folder, name)));
  assert.ok(one.equals(other), `${name}: two builds differ`);
}
fs.rmSync(second, { recursive: true });
const { size } = fs.statSync(path.join(first, "tillit.html"));
assert.ok(size < MOST_BYTES, `tillit.html: ${size} bytes, ${MOST_BYTES} at most`);
console.log(`explorer: two builds of ${names(first).length} files are the same; tillit.html has ${size} bytes`);
