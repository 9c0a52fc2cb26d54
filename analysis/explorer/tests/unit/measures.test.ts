import assert from "node:assert/strict";
import { test } from "node:test";
import {
  amountOf,
  changeInWords,
  differenceOf,
  labelOf,
  levelInWords,
  smallestOf,
  withHalf,
} from "../../src/words/measures.ts";
import { MEASURES } from "../fixtures/made_up.ts";

const amount = (name: string, value: number) => amountOf(MEASURES, name, value).sv;

test("shares in per cent with one decimal, cost in millions, hours in hundreds, staff with one decimal", () => {
  assert.equal(amount("satisfied", 0.8874), "88,7");
  assert.deepEqual(
    [271.6e6, 8.04e6, 43e3, 0].map((own) => amount("cost", own)),
    ["272", "8,0", "0,04", "0"],
  );
  assert.deepEqual(
    [5437, 87].map((own) => amount("undetected_hours", own)),
    ["5\u202f400", "90"],
  );
  assert.equal(amount("staff_met", 16.34), "16,3");
});

test("a difference has its unit, and money its share of the old", () => {
  assert.equal(differenceOf(MEASURES, "satisfied", 0.013).sv, "+1,3\u00a0procentenheter");
  assert.equal(differenceOf(MEASURES, "cost", 8e6, 272e6).sv, "+8,0\u00a0miljoner kr (+2,9\u00a0%)");
  assert.equal(differenceOf(MEASURES, "quality", 0.03).en, "+0.03");
});

test("strain is told in words, since its digits say nothing", () => {
  const words = [-0.4, -0.2, -0.06, 0.01, 0.06].map((own) => changeInWords(MEASURES, "strain", own)?.sv);
  assert.deepEqual(words, ["mycket lägre", "lägre", "något lägre", "lika", "något högre"]);
  assert.equal(levelInWords(MEASURES, "strain", 0)?.sv, "som i mediankommunen");
  assert.equal(changeInWords(MEASURES, "quality", -0.4), null);
});

test("a heading says what is counted: levels in per cent of something, differences in points", () => {
  assert.equal(labelOf(MEASURES, "missed_share").sv, "Uteblivna besök, procent av besöken");
  assert.equal(labelOf(MEASURES, "missed_share", true).sv, "Uteblivna besök, procentenheter");
  assert.equal(labelOf(MEASURES, "cost").en, "Cost a year (million SEK)");
  assert.equal(labelOf(MEASURES, "provider_trust").sv, "Tillit till utföraren (0–1)");
});

test("the smallest difference that matters, in two digits at most", () => {
  assert.equal(smallestOf(MEASURES, "satisfied", 0.01).sv, "1\u00a0procentenhet");
  assert.equal(smallestOf(MEASURES, "sick_share", 0.005).sv, "0,5\u00a0procentenheter");
  assert.equal(smallestOf(MEASURES, "cost", 2716e3).sv, "2,7\u00a0miljoner kr");
});

test("± stands where more than one replicate was run", () => {
  assert.equal(withHalf(MEASURES, "satisfied", { mean: 0.013, half: 0.003 }, true).sv, "+1,3 ±0,3");
  assert.equal(withHalf(MEASURES, "satisfied", { mean: 0.887, half: null }, false).sv, "88,7");
});

test("a measure that the document does not name is an error that says so", () => {
  assert.throws(() => amount("satisfiedd", 1), /'satisfiedd'/);
});
