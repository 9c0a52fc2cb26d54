/** The explorer in a page of its own: opened at an address, and waited for until its answer is there. */

const PATIENCE_MS = 240_000;

/** Until the answer is there; what became of it is the status. */
export async function answered(page) {
  await page.waitForSelector(".status[data-over], .warning[role=alert]", { timeout: PATIENCE_MS });
}

export async function explorer(browser, file, hash, size = { width: 1280, height: 900 }) {
  const page = await browser.newPage();
  page.said = [];
  page.on("console", (message) => page.said.push(message.text()));
  page.on("pageerror", (error) => page.said.push(String(error)));
  await page.setViewport(size);
  await page.goto(`file://${file}#${hash}`);
  await page.waitForSelector(".controls");
  return page;
}
