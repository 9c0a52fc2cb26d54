/**
 * Pictures of the fixtures' pages, to be looked at: first screens, whole pages, phones and print.
 *
 *     node tests/browser/pictures.mjs FOLDER [NAME...]
 */
import path from "node:path";
import { pages } from "../pages.mjs";
import { launch, open } from "./browser.mjs";

async function shots(browser, name, file, folder) {
  for (const size of ["wide", "phone"]) {
    const page = await open(browser, file, size);
    await page.screenshot({ path: path.join(folder, `${name}-${size}.png`) });
    await page.screenshot({ path: path.join(folder, `${name}-${size}-whole.png`), fullPage: true });
    await page.close();
  }
}

async function prints(browser, name, file, folder) {
  const page = await open(browser, file);
  const options = { preferCSSPageSize: true, printBackground: false };
  await page.pdf({ ...options, path: path.join(folder, `${name}-board.pdf`) });
  await page.evaluate(() => {
    document.documentElement.dataset.print = "whole";
  });
  await page.pdf({ ...options, path: path.join(folder, `${name}-all.pdf`) });
  for (const said of page.said) console.log(name, said);
  await page.close();
}

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node tests/browser/pictures.mjs FOLDER [NAME...]");
const files = await pages(path.resolve(folder));
const browser = await launch();
for (const name of names.length > 0 ? names : Object.keys(files)) {
  await shots(browser, name, files[name], folder);
  await prints(browser, name, files[name], folder);
}
await browser.close();
