/** The report's page in Chromium: nothing for axe to find, nothing wider than the screen, two pages for a board. */
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { faults } from "../conforms.mjs";
import { documents, pages } from "../pages.mjs";
import { launch, open } from "./browser.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NAMES = ["experiment", "settled", "run", "sweep", "market", "trying"];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tillit-page-"));
let browser;
let files;

before(async () => {
  files = await pages(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

async function withPage(name, size, language, check) {
  const page = await open(browser, files[name], size, language);
  try {
    await check(page);
    assert.deepEqual(page.said, []);
  } finally {
    await page.close();
  }
}

/** Opens all that opens. */
const openAll = (page) =>
  page.evaluate(() => {
    for (const own of document.querySelectorAll("details")) own.open = true;
  });

/** What axe finds, with everything opened that opens; a page's own policy does not hold for the debugger. */
async function findings(page) {
  await page.evaluate(AXE);
  await openAll(page);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ["violations"], preload: false });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
  });
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const ACROSS = [
  ["wide", "sv"],
  ["phone", "en"],
];
const ALL = [...ACROSS, ["wide", "en"], ["phone", "sv"]];

/** Between them an experiment and a market hold all that is drawn; of the others each size and each language once. */
const looksOf = (name) => (["experiment", "market"].includes(name) ? ALL : ACROSS);

for (const name of NAMES) {
  for (const [size, language] of looksOf(name)) {
    test(`${name}, ${size}, ${language}: axe finds nothing and nothing sticks out`, async () => {
      await withPage(name, size, language, async (page) => {
        assert.deepEqual(await findings(page), []);
        assert.equal(await overflow(page), 0);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      });
    });
  }
}

test("a crowded question sticks out nowhere on a phone, with everything opened", async () => {
  await withPage("crowded", "phone", "sv", async (page) => {
    await openAll(page);
    assert.equal(await overflow(page), 0);
  });
});

/** How many pages a PDF has. */
const pageCount = (pdf) =>
  Buffer.from(pdf)
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g).length;

for (const name of [...NAMES, "crowded"]) {
  test(`${name}: two pages print alone, and nothing on them is cut off`, async () => {
    await withPage(name, "wide", "sv", async (page) => {
      assert.equal(pageCount(await page.pdf({ preferCSSPageSize: true })), 2);
      await page.emulateMediaType("print");
      const room = await page.evaluate(() =>
        [...document.querySelectorAll(".sheet")].map((sheet) => {
          const foot = sheet.querySelector(".foot");
          const last = foot.previousElementSibling;
          return foot.getBoundingClientRect().top - last.getBoundingClientRect().bottom;
        }),
      );
      for (const own of room) assert.ok(own > 0, `${own} px are left`);
    });
  });
}

test("everything prints when it is asked for, without a blank page", async () => {
  await withPage("experiment", "wide", "sv", async (page) => {
    await page.evaluate(() => {
      document.documentElement.dataset.print = "whole";
    });
    assert.ok(pageCount(await page.pdf({ preferCSSPageSize: true })) > 5);
  });
});

test("English is one click away, stays in the address and keeps the focus", async () => {
  await withPage("experiment", "wide", "sv", async (page) => {
    await page.click('[data-language="en"]');
    assert.equal(await page.$eval("h1", (own) => own.textContent), "From detail control to trust-based steering");
    assert.match(page.url(), /#lang=en$/);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "English");
    await page.reload();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  });
});

test("the keyboard reaches the answer first, and the contents lead to sections", async () => {
  await withPage("experiment", "wide", "sv", async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Hoppa till svaret");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    await page.focus('.contents a[href="#claims"]');
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "claims");
    assert.match(page.url(), /#lang=sv$/);
  });
});

test("headings follow one another, and each picture is told and has its table", async () => {
  await withPage("market", "wide", "sv", async (page) => {
    const levels = await page.$$eval("h1, h2, h3", (own) =>
      own.filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1])),
    );
    for (let i = 1; i < levels.length; i++) assert.ok(levels[i] - levels[i - 1] <= 1);
    const untold = await page.$$eval("main > section figure", (own) =>
      own.filter((figure) => !figure.querySelector("svg[aria-label]") || !figure.querySelector("details table")),
    );
    assert.deepEqual(untold, []);
  });
});

test("the first screen answers within 1280 by 900: sentence, five panels, judgement and worlds", async () => {
  await withPage("experiment", "wide", "sv", async (page) => {
    const bottom = await page.$$eval(".first .panel", (own) =>
      own.map((panel) => panel.getBoundingClientRect().bottom),
    );
    assert.equal(bottom.length, 5);
    for (const own of bottom) assert.ok(own < 900, `${own} px`);
    const sentence = await page.$eval(".sentence", (own) => own.textContent);
    assert.match(
      sentence,
      /Säkert i modellen: sämre genom fler uteblivna besök och högre kostnad.*Osäkert: fler nöjda i 22/,
    );
    const worlds = await page.$$eval(".first .worlds", (own) =>
      own.map(({ textContent }) => textContent.replaceAll("\u00a0", " ")),
    );
    assert.deepEqual(worlds.slice(0, 3), [
      "Rimliga världar: så i 22 %, tvärtom i 63 % av 126",
      "Rimliga världar: så i 94 %, tvärtom i 1 % av 126",
      "Rimliga världar: ej prövat",
    ]);
  });
});

test("no verdict is shown before all pairs are there", async () => {
  await withPage("trying", "wide", "sv", async (page) => {
    assert.match(await page.$eval(".sentence", (own) => own.textContent), /: räknas: 5 av 24\.$/);
    const verdicts = await page.$$eval(".first .panel .verdict", (own) => own.map(({ textContent }) => textContent));
    assert.deepEqual([...new Set(verdicts)], ["Räknas: 5 av 24"]);
    assert.equal(await page.$(".first .side"), null);
    assert.equal(await page.$(".first .change"), null);
  });
});

test("± stands in the appendix alone", async () => {
  await withPage("experiment", "wide", "sv", async (page) => {
    const others = await page.$$eval("main > section", (own) =>
      own
        .filter(({ textContent }) => /[0-9] ±/.test(textContent))
        .map((section) => section.getAttribute("aria-labelledby")),
    );
    assert.deepEqual(others, ["fit", "appendix"]);
  });
});

test("what is no document by the contract is found, as a filler may ask", async () => {
  const { experiment } = await documents();
  assert.equal(faults(JSON.stringify(experiment)), "");
  const { title, ...rest } = experiment;
  assert.match(faults(JSON.stringify({ ...rest, name: title })), /'"?name"?' does not exist|title/);
});

test("a damaged file says so, in both languages, and shows nothing else", async () => {
  const html = fs.readFileSync(files.run, "utf8");
  const damaged = {
    cut: html.replace(/"program".*?<\/script>/s, "</script>"),
    other: html.replace('"format":1', '"format":2'),
  };
  for (const [name, text] of Object.entries(damaged)) {
    const file = path.join(folder, `damaged-${name}.html`);
    fs.writeFileSync(file, text);
    const page = await open(browser, file);
    const said = await page.$eval("body", (own) => own.textContent);
    assert.match(said, /går inte att läsa: .*cannot be read/s, name);
    await page.close();
  }
});

test("nothing is asked for from anywhere", async () => {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${files.market}`);
  await page.waitForSelector("h1");
  assert.deepEqual(asked, [`file://${files.market}`]);
  await page.close();
});
