/** The explorer judges as the report does: numbers by pair, and what conclusions.py makes of them. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import type { Judgement } from "../../src/document.ts";
import { breakEven, findingOf, type Matters, smallestOf } from "../../src/explore/conclude.ts";
import type { LimitTable } from "../../src/explore/limits.ts";
import type { Engine } from "../../src/explore/session.ts";
import { engineOf } from "../support/asked.ts";
import { TOP } from "../support/native.ts";

interface Cases {
  findings: {
    outcome: string;
    arm: number[];
    base: number[];
    worlds: (number | null)[];
    change: [number, number | null];
    smallest: number;
    judgement: Judgement;
    shares: [better: number, worse: number];
    of_claims: { claims: Matters[]; smallest: number | null }[];
  }[];
  pays: { gaps: number[][]; kind: string; month: number | null }[];
}

const FILE = path.join(TOP, "analysis/explorer/tests/fixtures/judgements.json");
const { findings, pays } = JSON.parse(fs.readFileSync(FILE, "utf8")) as Cases;
const [DAYS, CHANGE] = [28, 84];
let engine: Engine;
let limits: LimitTable;

before(async () => {
  engine = await engineOf();
  limits = engine.limits;
});

test("findings: change, interval, smallest difference, judgement and worlds", () => {
  assert.ok(findings.length > 100);
  for (const own of findings) {
    const worlds = own.worlds.map((value) => value ?? Number.NaN);
    const of = limits.of(own.outcome);
    const found = findingOf(engine.tillit.statistics, own.outcome, { ...own, worlds }, 24, of, (level) =>
      smallestOf(own.outcome, ["arm", "base"], [], level, of),
    );
    assert.deepEqual([found.change.mean, found.change.half], own.change);
    assert.equal(found.smallest, own.smallest);
    assert.equal(found.judgement, own.judgement);
    if (found.worlds !== null) assert.deepEqual([found.worlds.better, found.worlds.worse], own.shares);
    for (const { claims, smallest } of own.of_claims) {
      assert.equal(smallestOf(own.outcome, ["arm", "base"], claims, found.base_level.mean ?? 0, of), smallest);
    }
  }
});

test("from when on it has cost no more", () => {
  for (const { gaps, kind, month } of pays) {
    const from = (gaps[0] ?? []).map((_, k) => k * DAYS);
    const costs = { gaps, from, to: from.map((day) => day + DAYS) };
    const found = breakEven(engine.tillit.statistics, costs, CHANGE, true);
    assert.deepEqual([found.kind, found.month], [kind, month]);
  }
});
