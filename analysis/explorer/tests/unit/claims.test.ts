import assert from "node:assert/strict";
import { test } from "node:test";
import type { Claim } from "../../src/document.ts";
import { claimWorlds, contrastOf, figureOf, neededOf, overOf, reachOf, restsOn } from "../../src/words/claims.ts";
import { dipOf, overOf as dipOverOf, levelOf, passedOf } from "../../src/words/course.ts";
import { stepsOf } from "../../src/words/levers.ts";
import { experiment } from "../fixtures/documents.ts";
import { MEASURES, path, t } from "../fixtures/made_up.ts";

const [claim, ofCourse] = experiment.claims as [Claim, Claim];

test("a claim on a difference: what is compared, over what, how much, and from when on it holds", () => {
  assert.equal(contrastOf(experiment, claim).sv, "Ändrad styrning mot Minutstyrning (detaljstyrning)");
  assert.equal(overOf(claim).sv, "dag 896–1260, alla enheter");
  assert.equal(figureOf(MEASURES, claim, false).sv, "+1,3\u00a0procentenheter");
  assert.equal(figureOf(MEASURES, claim, true).sv, "+1,3 ±0,3\u00a0procentenheter");
  assert.equal(neededOf(MEASURES, claim).sv, "1\u00a0procentenhet");
  assert.equal(claimWorlds(claim.worlds).sv, "håller i 22\u00a0%, tvärtom i 63\u00a0%");
  assert.equal(restsOn(claim).sv, "antaganden om hur kontroll påverkar motivationen");
});

test("a claim on a course: a time, and at most so many days", () => {
  assert.equal(overOf(ofCourse).sv, "Förloppet: tillbaka på den gamla nivån, för gott");
  assert.equal(figureOf(MEASURES, ofCourse, false).sv, "månad 8 (månad 5–11)");
  assert.equal(neededOf(MEASURES, ofCourse).sv, "högst 182 dagar");
  assert.equal(restsOn(ofCourse).sv, "–");
  assert.equal(
    reachOf(MEASURES, ofCourse).en,
    "too little, however much differs; at most: +0.4\u00a0percentage points (control: 3)",
  );
});

test("a claim on a level, and one on groups within an arm", () => {
  const level: Claim = {
    ...claim,
    level: true,
    direction: "lower",
    smallest: 0.9,
    change: { mean: 0.887, half: 0.004 },
  };
  assert.equal(neededOf(MEASURES, level).sv, "under 90,0\u00a0procent");
  assert.equal(figureOf(MEASURES, level, true).sv, "88,7 ±0,4\u00a0procent");
  const groups: Claim = { ...claim, groups: ["external", "3"] };
  assert.equal(contrastOf(experiment, groups).en, "external providers against provider 3 (Changed steering)");
});

test("what a claim rests on", () => {
  const resting = (own: Claim["rests_on"]) => restsOn({ ...claim, rests_on: own }).sv;
  assert.equal(resting(null), "inte undersökt");
  assert.equal(resting({ kind: "assumptions", assumptions: [] }), "hänger inte på något enskilt antagande");
  assert.equal(resting({ kind: "arithmetic", assumptions: [] }), "räknesätt: priser gånger mängder");
});

test("a course after the change: how deep, how long, and where it ends", () => {
  const own = path("satisfied", 1, -0.009, 0.013);
  assert.deepEqual([dipOf(MEASURES, own).said.sv, dipOf(MEASURES, own).note.sv], ["−0,9", "månad 2–5"]);
  assert.equal(dipOverOf(MEASURES, own).said.sv, "månad 5");
  assert.deepEqual([levelOf(MEASURES, own).said.sv, levelOf(MEASURES, own).note.sv], ["+1,3", "har planat ut"]);
  assert.equal(dipOf(MEASURES, { ...own, dip: { mean: 0.002, half: 0.001 } }).said.sv, "ingen försämring");
  assert.equal(dipOf(MEASURES, { ...own, dip: { mean: -0.002, half: 0.003 } }).said.sv, "ingen säker försämring");
  assert.equal(passedOf({ ...own, passed: { day: 0, low: 0, high: 0 } }).said.sv, "aldrig under den");
});

test("a lever's values in the order of time", () => {
  const steps = [
    { day: 0, value: 42, word: null, ramp_days: 0, where: null },
    {
      day: 168,
      value: 20,
      word: null,
      ramp_days: 84,
      where: t("pilotens enheter (lottade, 25 %)", "the pilot's units (by lot, 25 %)"),
    },
  ];
  assert.equal(stepsOf(steps).sv, "42 → 20 från dag 168 i pilotens enheter (lottade, 25 %), stegvis under 84 dagar");
  assert.equal(stepsOf([]).sv, "–");
});
