/** Runs of an answer, with hands that only tell: complete pairs, worlds that fail, and a lever that is sought. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job, Reason, Told } from "../../src/engine/messages.ts";
import { begin, isOver, looked } from "../../src/explore/balance.ts";
import { drawn, pairsFor } from "../../src/explore/pairs.ts";
import { type Hands, type Plan, type Progress, Trial, TrialError } from "../../src/explore/trial.ts";

/** Of each job: a cost that is in inverse proportion to the lever, or why it failed. */
class Puppets implements Hands {
  readonly rounds: Job[][] = [];
  stopped = false;

  constructor(private readonly fails: (job: Job) => Reason | null = () => null) {}

  run(jobs: Job[], tell: (told: Told) => void): void {
    this.rounds.push(jobs);
    for (const [index, job] of jobs.entries()) queueMicrotask(() => this.tell(job, index, tell));
  }

  stop(): void {
    this.stopped = true;
  }

  private tell(job: Job, index: number, tell: (told: Told) => void): void {
    const reason = this.fails(job);
    if (reason !== null) {
      tell({ kind: "failed", generation: 1, index, reason, message: `no ${job.replicate}` });
      return;
    }
    const lever = Number(/lever (.*)/.exec(job.question.text)?.[1]);
    const arms = job.arms.map((name) => ({
      digest: `${name} ${job.replicate} ${job.question.sets.length}`,
      windows: [Float64Array.of(name === "base" ? 100 : 60 / lever)],
      people: [],
    }));
    tell({ kind: "done", generation: 1, index, arms, milliseconds: 1, bytes: 1 });
  }
}

const PLAN: Plan = {
  text: (value) => `lever ${value}`,
  base: "base",
  arm: "arm",
  first: "base",
  pairs: 6,
  worlds: Array.from({ length: 6 }, (_, i) => [`a=${i}`]),
  measures: [],
  windows: [],
  people: { variables: [], days: [] },
  equal: null,
};

test("an answer is all its pairs, at the default and in worlds by turns", async () => {
  const [hands, told] = [new Puppets(), [] as Progress[]];
  const found = await new Trial(hands, PLAN, (progress) => told.push(progress)).run();
  assert.deepEqual([found.pairs.length, found.worlds.length, found.value], [6, 6, null]);
  assert.deepEqual(
    hands.rounds[0]?.slice(0, 4).map(({ replicate, question }) => [replicate, question.sets.length]),
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
  );
  assert.deepEqual(told.at(-1), { pairs: 6, worlds: 6, of: 6, round: null });
  assert.deepEqual(
    told.map(({ pairs, worlds }) => pairs + worlds),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
});

test("a world in which it cannot be run is left out, and counts as tried", async () => {
  const fails = (job: Job): Reason | null => (job.question.sets[0] === "a=2" ? "failed" : null);
  const found = await new Trial(new Puppets(fails), PLAN, () => {}).run();
  assert.deepEqual(
    [found.pairs.length, found.worlds.length, found.worlds.filter((own) => own === null).length],
    [6, 6, 1],
  );
});

for (const reason of ["failed", "memory", "crash"] as const) {
  test(`at the default coefficients ${reason} ends the trial`, async () => {
    const hands = new Puppets((job) => (job.replicate === 3 && job.question.sets.length === 0 ? reason : null));
    await assert.rejects(
      new Trial(hands, PLAN, () => {}).run(),
      (error) => error instanceof TrialError && error.reason === reason,
    );
    assert.ok(hands.stopped);
  });
}

test("a lever is sought until the outcome is that of the base, and no run at its value is made twice", async () => {
  const hands = new Puppets();
  const equal = { window: 0, measure: 0, start: 0.5, range: { low: 0.3, high: 1 } };
  const found = await new Trial(hands, { ...PLAN, equal }, () => {}).run();
  assert.ok(Math.abs((found.value ?? 0) - 0.6) < 0.002, String(found.value));
  assert.deepEqual([found.pairs.length, found.worlds.length], [6, 6]);
  const runs = hands.rounds
    .flat()
    .flatMap(({ arms, replicate, question }) =>
      arms.map((name) =>
        name === "base" ? `${name} ${replicate} ${question.sets}` : `${question.text} ${replicate} ${question.sets}`,
      ),
    );
  assert.equal(new Set(runs).size, runs.length);
});

test("where no value brings it there, that is said", async () => {
  const equal = { window: 0, measure: 0, start: 0.5, range: { low: 0.45, high: 0.52 } };
  await assert.rejects(
    new Trial(new Puppets(), { ...PLAN, equal }, () => {}).run(),
    (error) => error instanceof TrialError && error.reason === "unequal",
  );
});

test("the best of all tries is kept", () => {
  const range = { low: 0, high: 1 };
  const first = looked(begin(0.5), 101, 100, range);
  const second = looked(first, 120, 100, range);
  assert.deepEqual([second.best, Number(second.off.toFixed(6)), isOver(second)], [0.5, 0.01, false]);
});

test("pairs are as many as the size says, and each is always in the same world", () => {
  assert.deepEqual(
    [1, 400, 401, 1600, 1601, 6000, 6001].map((size) => pairsFor(size, false)),
    [24, 24, 12, 12, 6, 6, 4],
  );
  assert.deepEqual([pairsFor(133, true), pairsFor(134, true), pairsFor(720, true)], [24, 12, 6]);
  const order = drawn(126);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    Array.from({ length: 126 }, (_, i) => i),
  );
  assert.deepEqual(drawn(126), order);
  assert.notDeepEqual(order.slice(0, 6), [0, 1, 2, 3, 4, 5]);
});
