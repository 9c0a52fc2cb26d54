/** Who shares whose history, and how many days are done at a time. */
import assert from "node:assert/strict";
import test from "node:test";
import { pace } from "../../src/engine/pace.ts";
import { shares } from "../../src/engine/shares.ts";

/** From a table of parting days: row by the later arm. */
const of = (table: number[][]) => shares(table.length + 1, (arm, other) => table[arm - 1]?.[other] ?? Number.NaN);

test("an arm shares with the one that it goes along with for longest", () => {
  assert.deepEqual(of([[100], [100, 300]]), [
    { arm: 1, of: 0, day: 100 },
    { arm: 2, of: 1, day: 300 },
  ]);
});

test("arms that part before the first measured day share nothing", () => {
  assert.deepEqual(of([[-1], [-1, 0]]), [{ arm: 2, of: 1, day: 0 }]);
});

test("arms that never part share everything", () => {
  assert.deepEqual(of([[Number.POSITIVE_INFINITY]]), [{ arm: 1, of: 0, day: Number.POSITIVE_INFINITY }]);
});

test("steps are as long as some hundredths of a second", () => {
  assert.equal(pace(1, 5), 5);
  assert.equal(pace(10, 250), 1);
  assert.equal(pace(1, 900), 1);
  assert.equal(pace(28, 0), 28);
});
