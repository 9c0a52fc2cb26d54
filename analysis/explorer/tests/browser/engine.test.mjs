/** The engine in browsers: from a file and from a server with a strict policy, a preset's arms have the command's digests. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, launchFirefox } from "./browser.mjs";
import { serve } from "./server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, "../../../..");
const WASM = process.env.TILLIT_WASM ?? path.join(top, "build/wasm/explorer.wasm");
const TILLIT = process.env.TILLIT ?? path.join(top, "build/tillit");
const PRESET = ["question-span", "Åsele"];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tillit-engine-"));
let native;
let chromium;

before(async () => {
  const build = ["build.mjs", WASM, folder, "tests/browser/engine.ts"];
  execFileSync(process.execPath, build, { cwd: path.join(here, "../.."), stdio: "ignore" });
  native = digests();
  chromium = await launch();
});

after(async () => {
  await chromium?.close();
  fs.rmSync(folder, { recursive: true });
});

/** Of the first replicate of the preset's arms, by the command. */
function digests() {
  const [name, municipality] = PRESET;
  const file = path.join(folder, "native.h5");
  const own = [
    "experiment",
    name,
    "--municipality",
    municipality,
    "--set",
    "run.replicates=1",
    "--out",
    file,
    "--quiet",
  ];
  execFileSync(TILLIT, own, { stdio: "ignore" });
  const said = execFileSync("h5dump", ["-y", "-w", "1", "-d", "/digest", file], { encoding: "utf8" });
  return [...said.matchAll(/^\s*(\d{5,}),?$/gm)].map(([, own]) => BigInt(own).toString(16).padStart(16, "0"));
}

/** A page at an address; what its console says and what it asks for elsewhere are kept. */
async function open(browser, address) {
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(address);
  await page.waitForFunction("window.engine !== undefined");
  return { page, said };
}

/** Digests of the preset's arms, as the page's workers find them. */
const found = (page) =>
  page.evaluate(async (own) => {
    const told = await window.engine.run(await window.engine.jobs(...own, 1));
    const done = told.find((message) => message.kind === "done");
    return done ? done.arms.map((arm) => arm.digest) : told;
  }, PRESET);

async function opensAndRuns(browser, address) {
  const { page, said } = await open(browser, address);
  assert.deepEqual(await found(page), native);
  assert.deepEqual(said, []);
  await page.close();
}

test("from a file, without a server", () => opensAndRuns(chromium, `file://${folder}/tillit.html`));

test("from a server with a strict policy, which is asked for nothing but the files", async () => {
  const server = await serve(path.join(folder, "site"));
  try {
    await opensAndRuns(chromium, server.address);
    const files = new Set(server.asked.filter((name) => name !== "favicon.ico"));
    assert.deepEqual([...files].sort(), [
      "explorer.css",
      "explorer.js",
      "files.json",
      "index.html",
      "points.json",
      "tillit.wasm",
      "worker.js",
    ]);
  } finally {
    server.close();
  }
});

test("jobs are left off for others, and a page is not kept from answering meanwhile", async () => {
  const { page } = await open(chromium, `file://${folder}/tillit.html`);
  const told = await page.evaluate(async (own) => {
    const { engine } = window;
    const large = await engine.jobs(own[0], "Karlstad", 4);
    const small = await engine.jobs(...own, 1);
    return (await engine.insteadOf(large, small)).told;
  }, PRESET);
  const done = told.filter((message) => message.kind === "done");
  assert.deepEqual(
    done.map((message) => message.arms.map((arm) => arm.digest)),
    [native],
  );
  assert.ok(told.every((message) => message.index === 0));
  await page.close();
});

test("in Firefox, from a file", { skip: launchFirefox.lacks() }, async () => {
  const firefox = await launchFirefox();
  try {
    await opensAndRuns(firefox, `file://${folder}/tillit.html`);
  } finally {
    await firefox.close();
  }
});
