import assert from "node:assert/strict";
import { test } from "node:test";
import { type Context, contextOf } from "../../src/page/context.ts";
import { facts } from "../../src/page/first.ts";
import { beside } from "../../src/page/panels.ts";
import { experiment } from "../fixtures/documents.ts";

const factsOf = (replicates: number): string =>
  facts({ document: { ...experiment, about: { ...experiment.about, replicates } } } as Context).sv;

test("how often it was simulated: not yet, once, or some times", () => {
  assert.match(factsOf(0), / · ännu inte simulerat · /);
  assert.match(factsOf(1), / · simulerat 1 gång · /);
  assert.match(factsOf(8), / · simulerat 8 gånger · /);
});

test("two levels are named by what they are of", () => {
  const [answer] = experiment.answers;
  const [own] = answer?.five ?? [];
  assert.ok(answer && own);
  const said = beside(contextOf(experiment, "sv"), own, answer).sv;
  assert.match(said, /^Minutstyrning \(detaljstyrning\): [\d,]+.*; Ändrad styrning: [\d,]+/);
});
