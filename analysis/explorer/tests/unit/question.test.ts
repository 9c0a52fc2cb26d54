/** A state as an experiment: what is run here is what `tillit experiment` runs of the same text, digest by digest. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { presetsOf } from "../../src/controls/question.ts";
import { answered, type Engine, experimentText, prepared } from "../../src/explore/session.ts";
import type { State } from "../../src/explore/state.ts";
import { Trial } from "../../src/explore/trial.ts";
import { asked, engineOf, OnePair } from "../support/asked.ts";
import { command, folder } from "../support/native.ts";

let engine: Engine;
let hands: OnePair;

before(async () => {
  engine = await engineOf();
  hands = await new OnePair().open();
});

const STATES: Record<string, Partial<State>> = {
  "a lever": { levers: { "organisation.span": 20 } },
  "steering and a lever, area by area": {
    place: { kind: "named", slug: "swedish-median" },
    form: "areas",
    steering: "trust-steering",
    levers: { "organisation.pool_size": 9 },
  },
  "step by step, and back again": {
    form: "ramp",
    back: 532,
    steering: "trust-steering",
    levers: { "organisation.span": 20, "plan.continuity_weight": 3 },
  },
  "at the same cost": {
    place: { kind: "named", slug: "swedish-median" },
    locked: true,
    levers: { "organisation.span": 20 },
  },
  "a municipality of one's own": {
    place: {
      kind: "own",
      name: "Exempelby",
      figures: { recipients: 60, hours: 28.5, span: 12, "hourly share": 10, absence: 9 },
    },
    levers: { "organisation.span": 20 },
  },
  "a preset": { preset: "karlstad" },
  "a preset and a lever": {
    preset: "stepwise-or-at-once",
    arm: "stepwise",
    base: "at-once",
    levers: { "organisation.span": 20 },
  },
  "a preset that makes something equal": { preset: "question-own-time", arm: "same-cost" },
  "a preset without a history": {
    preset: "trust-based-steering-settled",
    arm: "S+O+R",
    levers: { "plan.continuity_weight": 1 },
  },
};

/** Digests by arm, as the command finds them in a result file. */
function nativeDigests(text: string, replicates: number): Map<string, string[]> {
  const [file, out] = [path.join(folder(), "question.yaml"), path.join(folder(), "found.h5")];
  fs.writeFileSync(file, text);
  command("experiment", file, "--set", `run.replicates=${replicates}`, "--out", out, "--quiet");
  const dump = (name: string): string =>
    execFileSync("h5dump", ["-y", "-w", "1", "-d", name, out], { encoding: "utf8" });
  const digests = [...dump("/digest").matchAll(/^\s*(\d{5,}),?$/gm)].map(([, digest]) =>
    BigInt(digest ?? 0)
      .toString(16)
      .padStart(16, "0"),
  );
  const names = [...dump("/arm").matchAll(/^\s*"((?:[^"\\]|\\.)*)"/gm)].map(([, name]) =>
    (name ?? "").replace(/(\\000)+$/, ""),
  );
  return new Map(names.map((name, arm) => [name, digests.slice(arm * replicates, (arm + 1) * replicates)]));
}

const PAIRS = 2;

for (const [name, own] of Object.entries(STATES)) {
  test(`${name}: the command runs the same text to the same digests`, async () => {
    const ready = prepared(engine, asked(own));
    const plan = { ...ready.plan, pairs: PAIRS, worlds: ready.plan.worlds.slice(0, 1) };
    const found = await new Trial(hands, plan, () => {}).run();
    const text = experimentText(ready, found);
    const document = answered(engine, { ...ready, plan }, found, {
      version: "0",
      modelVersion: "0",
      commit: "",
      link: "",
    });
    const native = nativeDigests(text, PAIRS);
    assert.equal(document.arms.length, 2);
    for (const arm of document.arms) assert.deepEqual(arm.digests, native.get(arm.name), arm.name);
  });
}

test("every preset that compares arms can be asked as it stands", () => {
  const names = presetsOf(engine.files).map(({ name }) => name);
  assert.ok(names.length > 40);
  for (const preset of names) {
    const { told, plan } = prepared(engine, asked({ preset, place: { kind: "question" } }));
    assert.ok(
      told.arms.some(({ name }) => name === plan.arm) && told.arms.some(({ name }) => name === plan.base),
      preset,
    );
  }
});

test("a preset stands with the arms that are looked at, and claims about them", () => {
  const { told } = prepared(engine, asked({ preset: "trust-based-steering", arm: "S+O", base: "S" }));
  assert.deepEqual(
    told.arms.map(({ name }) => name),
    ["detail", "S", "S+O"],
  );
  assert.ok(
    told.claims.length > 0 &&
      told.claims.every(({ contrast }) => contrast.every((name) => ["detail", "S", "S+O"].includes(name))),
  );
});

test("with a lever moved an arm of a preset is compared with itself, unless another base is asked for", () => {
  const of = (own: Partial<State>) => {
    const { plan } = prepared(engine, asked({ preset: "trust-based-steering", arm: "S+O", ...own }));
    return [plan.base, plan.arm];
  };
  const levers = { "plan.continuity_weight": 1 };
  assert.deepEqual(of({ levers }), ["S+O", "own-change"]);
  assert.deepEqual(of({ levers, base: "S" }), ["S", "own-change"]);
  assert.deepEqual(of({ levers, locked: true }), of({ locked: true }));
  assert.deepEqual(of({ base: "S+O" }), of({}));
});

test("what cannot be is refused in the library's words", () => {
  const large = asked({ levers: { "organisation.pool_size": 33, "organisation.span": 20 } });
  assert.throws(() => prepared(engine, large), /organisation\.pool_size = 33 is above organisation\.span = 20/);
});
