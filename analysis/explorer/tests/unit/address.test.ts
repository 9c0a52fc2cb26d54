/** The state in the address, and back; links of others, and damaged ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, type Known, opened } from "../../src/carry/address.ts";
import { START, type State } from "../../src/explore/state.ts";

const KNOWN: Known = {
  modelVersion: "4",
  slugs: ["karlstad", "dorotea"],
  presets: ["karlstad", "trust-based-steering"],
  levers: [
    { path: "organisation.span", low: 4, high: 400, whole: true },
    { path: "plan.continuity_weight", low: 0, high: 50, whole: false },
  ],
};

const STATES: State[] = [
  START,
  { ...START, language: "en", place: { kind: "question" } },
  {
    ...START,
    preset: null,
    before: "detail-control",
    steering: "trust-steering",
    form: "areas",
    day: 364,
    back: 728,
    locked: true,
  },
  { ...START, arm: "S+O+R=cost", base: "detail", levers: { "organisation.span": 20, "plan.continuity_weight": 0.35 } },
  {
    ...START,
    place: { kind: "own", name: "Östra Ängsbo & Å", figures: { recipients: 480, hours: 28.5, "SEK an hour": 426 } },
  },
];

for (const [i, state] of STATES.entries()) {
  test(`state ${i} comes back from its address`, () => {
    assert.deepEqual(opened(`#${address(state, "4")}`, KNOWN), { state, problems: [] });
  });
}

test("nothing is the start, and nothing is wrong with it", () => {
  assert.deepEqual(opened("", KNOWN), { state: START, problems: [] });
});

test("a link of another version says so and still opens", () => {
  const { state, problems } = opened("#v=3&k=dorotea&q=own", KNOWN);
  assert.deepEqual(problems, [{ kind: "version", found: "3", own: "4" }]);
  assert.deepEqual(state, { ...START, place: { kind: "named", slug: "dorotea" }, preset: null });
});

test("what is damaged is named, and all else is kept", () => {
  const hash =
    "#v=4&k=karlstd&q=own&l.organisation.span=20&l.organisation.spam=3&l.plan.continuity_weight=99&day=soon&f.recipients=many&%E0%A4%A=1&dya=3";
  const { state, problems } = opened(hash, KNOWN);
  assert.deepEqual(state, { ...START, preset: null, levers: { "organisation.span": 20 } });
  assert.deepEqual(problems, [
    { kind: "value", key: "k", value: "karlstd", near: "karlstad" },
    { kind: "unknown key", key: "l.organisation.spam", value: "3", near: "organisation.span" },
    { kind: "range", key: "l.plan.continuity_weight", value: "99", low: 0, high: 50 },
    { kind: "range", key: "day", value: "soon", low: 0, high: 728 },
    { kind: "range", key: "f.recipients", value: "many", low: 1, high: 200000 },
    { kind: "unreadable", value: "%E0%A4%A=1" },
    { kind: "unknown key", key: "dya", value: "3", near: "day" },
  ]);
});

test("a link without a version is not taken for one of this", () => {
  assert.deepEqual(opened("#k=dorotea", KNOWN).problems, [{ kind: "unversioned" }]);
});

test("a lever of whole people takes no halves", () => {
  const { state, problems } = opened("#v=4&l.organisation.span=20.5&l.plan.continuity_weight=", KNOWN);
  assert.deepEqual(state.levers, {});
  assert.deepEqual(
    problems.map(({ kind }) => kind),
    ["range", "range"],
  );
});
