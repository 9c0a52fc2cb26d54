/**
 * The explorer in Chromium, as a reader goes through it: a lever by keyboard, a municipality by name, a preset, one of one's own,
 * a link in a second page, files that are broken, what is carried away and run by the command to the same digests, and print.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { answered, explorer } from "./explorer.mjs";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const FILE = process.env.TILLIT_EXPLORER ?? path.join(top, "build/explorer/tillit.html");
const TILLIT = process.env.TILLIT ?? path.join(top, "build/tillit");
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OWN = "v=4&k=dorotea&q=own";
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tillit-explorer-"));
let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

async function withPage(hash, check, size) {
  const page = await explorer(browser, FILE, hash, size);
  try {
    await check(page);
    assert.deepEqual(page.said, []);
  } finally {
    await page.close();
  }
}

const textOf = (page, selector) => page.$eval(selector, (own) => own.textContent);
const hashOf = (page) => page.evaluate(() => location.hash);
const titleOf = (page) => textOf(page, "h1");
const digestsOf = (page) =>
  page.evaluate(() => window.tillit.document.arms.map(({ name, digests }) => ({ name, digests })));

/** Presses a button and gives the file that it hands over. */
async function taken(page, label) {
  const session = await page.createCDPSession();
  const to = fs.mkdtempSync(path.join(folder, "taken-"));
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: to });
  await page.evaluate(
    (text) => [...document.querySelectorAll("button")].find((own) => own.textContent === text).click(),
    label,
  );
  for (let i = 0; i < 100; i++) {
    const [name] = fs.readdirSync(to).filter((own) => !own.endsWith(".crdownload"));
    if (name !== undefined) return path.join(to, name);
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`${label}: no file came`);
}

/** Digests by arm, as the command finds them in so many replicates. */
function nativeDigests(file, each) {
  const out = `${file}.h5`;
  execFileSync(TILLIT, ["experiment", path.basename(file), "--out", out, "--quiet"], {
    cwd: path.dirname(file),
    stdio: "ignore",
  });
  const dump = (name) => execFileSync("h5dump", ["-y", "-w", "1", "-d", name, out], { encoding: "utf8" });
  const digests = [...dump("/digest").matchAll(/^\s*(\d{5,}),?$/gm)].map(([, own]) =>
    BigInt(own).toString(16).padStart(16, "0"),
  );
  const names = [...dump("/arm").matchAll(/^\s*"([^"]*)"/gm)].map(([, own]) => own.replace(/(\\000)+$/, ""));
  return Object.fromEntries(names.map((name, arm) => [name, digests.slice(arm * each, (arm + 1) * each)]));
}

test("a lever by keyboard; the link opens the same in a second page; the command runs the experiment to the same digests", async () => {
  await withPage(OWN, async (page) => {
    await answered(page);
    await page.focus("#lever-plan-continuity-weight");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    assert.match(await hashOf(page), /l\.plan\.continuity_weight=0\.5$/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "lever-plan-continuity-weight");
    await answered(page);
    assert.match(await titleOf(page), /^Dorotea: hur mycket planeringen värnar kontinuitet 0,35 → 0,5$/);
    const own = await digestsOf(page);
    await withPage((await hashOf(page)).slice(1), async (other) => {
      await answered(other);
      assert.deepEqual(await digestsOf(other), own);
    });
    const file = await taken(page, "Experimentet (YAML)");
    const native = nativeDigests(file, 24);
    for (const { name, digests } of own) assert.deepEqual(digests, native[name]);
    assert.equal(own[0].digests.length, 24);
  });
});

test("a municipality is found by the beginning of its name, with the keyboard alone", async () => {
  await withPage(OWN, async (page) => {
    await page.focus("#place");
    await page.keyboard.type("bjurh");
    await page.waitForSelector("[role=option]");
    assert.equal(await page.$eval("#place", (own) => own.getAttribute("aria-activedescendant")), "place-0");
    await page.keyboard.press("Enter");
    await answered(page);
    assert.match(await hashOf(page), /k=bjurholm/);
    assert.match(await textOf(page, ".facts"), /^Bjurholm/);
  });
});

test("a preset is a starting point: an alternative is chosen, a lever moved, and taken back", async () => {
  await withPage("v=4&k=dorotea&q=question-span", async (page) => {
    await answered(page);
    await page.select("#arm", "high");
    await answered(page);
    assert.match(await hashOf(page), /arm=high/);
    assert.match(await textOf(page, ".legend"), /20 medarbetare per chef/);
    await page.evaluate(() =>
      [...document.querySelectorAll(".stops button")].find((own) => own.textContent.startsWith("8: små")).click(),
    );
    await answered(page);
    assert.match(await textOf(page, ".legend"), /20 medarbetare per chef, men fast anställda i ett arbetslag 8 \(nu 18\)/);
    await page.evaluate(() => document.querySelector(".undo").click());
    await answered(page);
    assert.doesNotMatch(await hashOf(page), /pool_size/);
  });
});

test("a market is asked of its own municipality, and says whose providers these are not", async () => {
  await withPage("v=4&k=dorotea&q=split&arm=parts-2", async (page) => {
    await answered(page);
    assert.match(await textOf(page, "main"), /Om utförare i en namngiven kommun säger modellen ingenting/);
  });
});

test("a municipality of one's own from the form, with what is wrong said beside its field", async () => {
  await withPage(`${OWN}&l.organisation.span=20`, async (page) => {
    await page.click("details.own > summary");
    await page.type("#own-name", "Exempelby");
    await page.type("#own-recipients", "ca 90");
    await page.type("#own-span", "12");
    await page.click("form.own button[type=submit]");
    assert.equal(
      await textOf(page, "#own-recipients-wrong"),
      "ungefär är inget tal: skriv 90 om det är så nära ni vet",
    );
    assert.equal(await page.evaluate(() => document.activeElement.id), "own-recipients");
    await page.$eval("#own-recipients", (own) => {
      own.value = "90";
    });
    await page.focus("#own-recipients");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.includes("n=Exempelby"));
    await answered(page);
    assert.match(await hashOf(page), /n=Exempelby&f\.recipients=90&f\.span=12/);
    assert.match(await titleOf(page), /^Exempelby: medarbetare per chef 12 → 20$/);
    const file = await taken(page, "Experimentet (YAML)");
    const native = nativeDigests(file, 24);
    for (const { name, digests } of await digestsOf(page)) assert.deepEqual(digests, native[name]);
  });
});

test("a broken file is refused with line and column, and a good one taken", async () => {
  const [broken, good] = [path.join(folder, "trasig.csv"), path.join(folder, "Storby.csv")];
  fs.writeFileSync(broken, "uppgift;värde\nbrukare;ca 350\nsjuktal;8\n");
  fs.writeFileSync(good, "uppgift;värde\nbrukare;80\ntimmar;28,5\n");
  await withPage(OWN, async (page) => {
    await answered(page);
    const before = await hashOf(page);
    await page.click("details.own > summary");
    const input = await page.$("#own-file");
    await input.uploadFile(broken);
    await page.waitForSelector(".told li");
    const said = await page.$$eval(".told li", (own) => own.map((item) => item.textContent));
    assert.deepEqual(said, [
      "trasig.csv, rad 2, kolumn 1: brukare = 'ca 350': ungefär är inget tal: skriv 350 om det är så nära ni vet",
      "trasig.csv, rad 3, kolumn 1: det finns ingen uppgift 'sjuktal'; menas 'sjukfrånvaro'?",
    ]);
    assert.equal(await hashOf(page), before);
    await input.uploadFile(good);
    await page.waitForFunction(() => location.hash.includes("n=Storby"));
    await answered(page);
    assert.match(await hashOf(page), /n=Storby&f\.recipients=80&f\.hours=28\.5/);
  });
});

test("a damaged link of another version says what is wrong, and all else holds", async () => {
  const hash = "v=3&k=dorotea&q=own&l.organisation.span=20&l.organisation.spam=1&day=when";
  await withPage(hash, async (page) => {
    const said = await textOf(page, ".warning[role=alert]");
    assert.match(said, /modellversion 3/);
    assert.match(said, /l\.organisation\.spam=1.*menas ”organisation\.span”/);
    assert.match(said, /”when” om dagen för ändringen; ett värde från 0 till 728 väntas/);
    assert.equal(await hashOf(page), `#${hash}`);
    await page.waitForSelector(".status[data-over]", { timeout: 240_000 });
    assert.match(await titleOf(page), /medarbetare per chef 42 → 20/);
  });
});

test("what cannot be is said in words that help, and taken back by a button", async () => {
  await withPage(`${OWN}&l.organisation.span=20&l.organisation.pool_size=33`, async (page) => {
    assert.match(
      await textOf(page, ".warning[role=alert]"),
      /Ett arbetslag kan inte vara större än chefens enhet: 33 i laget, 20 per chef/,
    );
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find((own) => own.textContent === "Ställ tillbaka spakarna").click(),
    );
    await answered(page);
    assert.doesNotMatch(await hashOf(page), /pool_size/);
  });
});

test("it can be stopped, and there is no answer then", async () => {
  await withPage("v=4&k=karlstad&q=own&l.organisation.span=20", async (page) => {
    await page.waitForSelector(".status progress");
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find((own) => own.textContent === "Stoppa").click(),
    );
    assert.match(await textOf(page, ".status"), /^Stoppat\. Inget svar/);
  });
});

test("tables open in a Swedish Excel, and pictures stand alone", async () => {
  await withPage(OWN, async (page) => {
    await answered(page);
    const table = fs.readFileSync(await taken(page, "Utfallen (CSV)"), "utf8");
    assert.equal(table.charCodeAt(0), 0xfeff);
    assert.match(table, /^\ufeffutfall;mått;enhet;.*\r\n/);
    assert.match(table, /;satisfied;1;0,\d+;0,\d+;/);
    const svg = fs.readFileSync(await taken(page, "Bilderna (SVG)"), "utf8");
    assert.match(svg, /^<\?xml .*\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.equal(svg.match(/<path|<polyline/g).length > 5, true);
    assert.doesNotMatch(svg, /class=|var\(/);
    const png = fs.readFileSync(await taken(page, "Bilderna (PNG)"));
    assert.deepEqual([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  });
});

test("two pages for a board are printed, without the controls", async () => {
  await withPage(OWN, async (page) => {
    await answered(page);
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 2);
    await page.emulateMediaType("print");
    assert.equal(await page.$eval(".controls", (own) => getComputedStyle(own).display), "none");
  });
});

for (const [name, size, language] of [
  ["wide", undefined, "sv"],
  ["wide", undefined, "en"],
  ["a phone", PHONE, "sv"],
  ["a phone", PHONE, "en"],
]) {
  test(`on ${name}, ${language}: axe finds nothing and nothing sticks out`, async () => {
    await withPage(
      `${OWN}&lang=${language}`,
      async (page) => {
        await answered(page);
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          for (const own of document.querySelectorAll("details")) own.open = true;
          const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
        });
        assert.deepEqual(found, []);
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          0,
        );
      },
      size,
    );
  });
}
