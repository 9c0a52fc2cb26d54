/* One word for one thing: what policy staff read has none of the words that they did not understand. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const NOT: [word: RegExp, instead: string][] = [
  [/\blag\b/i, "arbetslag"],
  [/påfrestning/i, "arbetsbelastning"],
  [/utebliven tid/i, "beviljad tid som inte utförs"],
  [/egna uppsägningar/i, "andel som säger upp sig på ett år"],
  [/\butslag\b/i, "bedömning"],
  [/vilar på/i, "bygger på"],
  [/\bstöds\b|oavgjor[td]|försumbar/i, "Ja / Går inte att säga / Ingen skillnad av betydelse"],
  [/framväxande/i, "hänger inte på något enskilt antagande"],
  [/samma bitar|\bfrö\b|inkörning|upprepningar/i, "exakt samma siffror; insvängning; simulerat 8 gånger"],
  [/omsorgstagar|\bbrukare\b|\bbrukarna\b/i, "personer med hemtjänst"],
];

const top = process.env.TILLIT_TOP ?? path.resolve("../..");
const source = path.join(top, "analysis/explorer/src");

/** The texts of both languages stand in pairs, the Swedish first: `w("...", "...")`, `text("...", "...")` or `sv: "..."`. */
function swedish(code: string): string[] {
  const pairs = [...code.matchAll(/\b(?:w|text|term|source)\(\s*(["`])((?:(?!\1).)*)\1/g)].map((own) => own[2] ?? "");
  const named = [...code.matchAll(/\bsv: (["`])((?:(?!\1).)*)\1/g)].map((own) => own[2] ?? "");
  return [...pairs, ...named];
}

const files = ["words", "page"].flatMap((room) =>
  fs.readdirSync(path.join(source, room)).map((name) => path.join(room, name)),
);

test("the page's Swedish", () => {
  const texts = files.flatMap((file) =>
    swedish(fs.readFileSync(path.join(source, file), "utf8")).map((own) => [file, own] as const),
  );
  assert.ok(texts.length > 200, "the texts are found");
  const found = texts.flatMap(([file, own]) =>
    NOT.filter(([word]) => word.test(own)).map(([, instead]) => `${file}: "${own}": ${instead}`),
  );
  assert.deepEqual(found, []);
});
