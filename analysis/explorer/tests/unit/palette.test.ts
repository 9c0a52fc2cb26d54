import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { COLORS, INK, nth, PAINT } from "../../src/page/palette.ts";

const WHITE = "#ffffff";

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((own) => (own <= 0.04045 ? own / 12.92 : ((own + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test("lines and bars have 3:1 against paper, and white numbers on bars 4.5:1", () => {
  for (const color of [...COLORS, INK, PAINT.level.stroke, PAINT.mark.stroke])
    assert.ok(contrast(color, WHITE) >= 3, color);
  for (const color of COLORS) assert.ok(contrast(color, WHITE) >= 4.5, color);
});

test("lines differ by their dashes alone, for those who do not tell colours apart", () => {
  const dashes = COLORS.map((_, i) => nth(i).dash);
  assert.equal(new Set(dashes).size, COLORS.length);
});

test("text of the page has 4.5:1 on paper and on its washes", () => {
  const top = process.env.TILLIT_TOP ?? path.resolve("../..");
  const style = fs.readFileSync(path.join(top, "analysis/explorer/src/page/style.css"), "utf8");
  const color = (name: string) =>
    new RegExp(`--${name}: (#[0-9a-f]+)`).exec(style)?.[1]?.replace(/^#(\w)(\w)(\w)$/, "#$1$1$2$2$3$3") ?? "";
  for (const name of ["ink", "faint", "good", "bad", "accent"]) {
    for (const paper of ["paper", "wash"]) assert.ok(contrast(color(name), color(paper)) >= 4.5, `${name} on ${paper}`);
  }
});
