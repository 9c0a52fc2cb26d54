import assert from "node:assert/strict";
import { test } from "node:test";
import { decimal, number, percent, short, signed } from "../../src/words/numbers.ts";
import FORMS from "../fixtures/forms.json";

const sv = (value: number | null, decimals: number) => decimal(value, decimals).sv;

test("a number has a Swedish comma, a real minus and thin spaces", () => {
  assert.equal(sv(-1234567.25, 1), "−1\u202f234\u202f567,2");
  assert.equal(decimal(-1234567.25, 1).en, "−1\u202f234\u202f567.2");
  assert.equal(sv(999, 0), "999");
  assert.equal(sv(1000, 0), "1\u202f000");
});

test("half goes to the even digit, as in the library", () => {
  assert.deepEqual([sv(0.5, 0), sv(1.5, 0), sv(2.5, 0), sv(0.125, 2), sv(0.375, 2)], ["0", "2", "2", "0,12", "0,38"]);
  assert.equal(sv(0.15, 1), "0,1", "0.15 is a little less than that");
  assert.equal(sv(1.005, 2), "1,00");
});

test("no minus stands before a zero, and a dash where there is nothing", () => {
  assert.equal(sv(-0.04, 1), "0,0");
  assert.equal(sv(null, 1), "–");
  assert.equal(sv(Number.NaN, 1), "–");
});

test("as many decimals as a number's size deserves", () => {
  assert.deepEqual(
    [0.08967, 16.49, 123.4, 12345.6, 0].map((own) => number(own).sv),
    ["0,0897", "16,5", "123", "12\u202f346", "0"],
  );
});

test("what was set by someone is as short as it is", () => {
  assert.deepEqual(
    [0.5, 42, 0.123456, 1500].map((own) => short(own).sv),
    ["0,5", "42", "0,1235", "1\u202f500"],
  );
});

test("a share is told in per cent, and a plus is put before what is above nothing", () => {
  assert.equal(percent(0.224).sv, "22\u00a0%");
  assert.deepEqual(
    [1.24, -1.24, 0, 0.01].map((own) => signed(decimal(own, 1)).sv),
    ["+1,2", "−1,2", "0,0", "0,0"],
  );
});

test("numbers are written as the library writes them", () => {
  const forms = { decimal, number };
  for (const [name, value, digits, swedish, english] of FORMS as [
    keyof typeof forms,
    number,
    number,
    string,
    string,
  ][]) {
    assert.deepEqual(forms[name](value, digits), { sv: swedish, en: english }, `${name} of ${value} with ${digits}`);
  }
});
