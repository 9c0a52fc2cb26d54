import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "../../src/page/context.ts";
import { facts } from "../../src/page/first.ts";
import { experiment } from "../fixtures/documents.ts";

const factsOf = (replicates: number): string =>
  facts({ document: { ...experiment, about: { ...experiment.about, replicates } } } as Context).sv;

test("how often it was simulated: not yet, once, or some times", () => {
  assert.match(factsOf(0), / · ännu inte simulerat · /);
  assert.match(factsOf(1), / · simulerat 1 gång · /);
  assert.match(factsOf(8), / · simulerat 8 gånger · /);
});
