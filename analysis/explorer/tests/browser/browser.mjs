/** A Chromium for tests: Debian's, or that of the variable CHROMIUM. */
import puppeteer from "puppeteer-core";

const SIZES = {
  wide: { width: 1280, height: 900 },
  phone: { width: 390, height: 844, isMobile: true, hasTouch: true },
};

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page of a file at a size and in a language; what its console says is kept in `said`. */
export async function open(browser, file, size = "wide", language = "sv") {
  const page = await browser.newPage();
  page.said = [];
  page.on("console", (message) => page.said.push(message.text()));
  page.on("pageerror", (error) => page.said.push(String(error)));
  await page.setViewport(SIZES[size]);
  await page.goto(`file://${file}#lang=${language}`);
  await page.waitForSelector("h1");
  return page;
}
