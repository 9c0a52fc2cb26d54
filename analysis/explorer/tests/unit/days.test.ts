import assert from "node:assert/strict";
import { test } from "node:test";
import { dated, duration, period, spanOf, unitsOf, when } from "../../src/words/days.ts";

test("days are told in years and halves, months or days", () => {
  assert.deepEqual(
    [182, 364, 546, 1260, 1288, 240, 28].map((days) => duration(days).sv),
    [
      "ett halvår",
      "ett år",
      "ett och ett halvt år",
      "tre och ett halvt år",
      "tre och ett halvt år",
      "8 månader",
      "28 dagar",
    ],
  );
  assert.equal(duration(364).en, "a year");
});

test("how long it is followed, after what, and when the change comes", () => {
  assert.equal(
    period(1260, 364, 168).sv,
    "följs i tre och ett halvt år, efter ett års insvängning som inte visas; förändringen kommer efter ett halvår",
  );
  assert.equal(period(364, 0, null).en, "followed for a year");
});

test("spans and units", () => {
  assert.equal(spanOf({ days: [896, 1260], units: "all" }).sv, "dag 896–1260, alla enheter");
  assert.equal(unitsOf("areas 1, 2; kind small, large, nonprofit").sv, "område 1, 2, externa utförare som finns kvar");
  assert.equal(unitsOf("kind municipal").en, "municipal providers");
  assert.equal(unitsOf("pilot").sv, "pilotens enheter");
});

test("times after a change, with their ends", () => {
  const told = (day: number | "never" | null, low: number | "never" | null, high: number | "never" | null) => {
    const { said, note } = when({ day, low, high });
    return [said.sv, note.sv];
  };
  assert.deepEqual(told(229, 146, 330), ["månad 8", "månad 5–11"]);
  assert.deepEqual(told(0, 0, 0), ["genast", ""]);
  assert.deepEqual(told("never", 200, "never"), ["inte inom tiden", "kanske månad 7"]);
  assert.deepEqual(told(229, 146, "never"), ["månad 8", "tidigast månad 5, kanske inte inom tiden"]);
  assert.deepEqual(told(null, null, null), ["–", ""]);
});

test("dates as they are written in Swedish and English", () => {
  assert.deepEqual(dated("2026-11-27T19:04:00Z"), { sv: "27 november 2026", en: "27 November 2026" });
  assert.equal(dated("").sv, "");
});
