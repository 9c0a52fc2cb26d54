import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf } from "../../src/page/axes.ts";

test("an axis stays the same whatever comes out, and is widened in steps where it does not suffice", () => {
  const usual = axisOf("satisfied", [0.887, 0.9, null]);
  assert.deepEqual(axisOf("satisfied", [0.82, 0.99]), usual);
  assert.ok(axisOf("satisfied", [0.75]).low < usual.low);
  assert.deepEqual(axisOf("missed_share", [0.02]), { low: 0, high: 0.06 });
  assert.deepEqual(axisOf("missed_share", [0.02, 0.156]), { low: 0, high: 0.24 });
});

test("bands of shares do not leave 0 to 1", () => {
  assert.deepEqual(axisOf("satisfied", [0.9, 1.3], { isShare: true }), axisOf("satisfied", [0.9]));
});

test("money is shown about what the base costs", () => {
  const { low, high } = axisOf("cost", [272e6, 280e6], { base: 270e6 });
  assert.ok(low < 240e6 && high > 300e6);
});

test("others have room about what there is, and never fall below nothing without need", () => {
  const { low, high } = axisOf("provider_trust", [0.01, 0.6]);
  assert.equal(low, 0);
  assert.ok(high > 0.6);
  assert.deepEqual(axisOf("provider_trust", [null]), axisOf("provider_trust", []));
});
