/** Municipalities by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { found, municipalitiesOf } from "../../src/explore/municipalities.ts";
import { FILES } from "../support/native.ts";

const ALL = municipalitiesOf(FILES);
const names = (text: string): string[] => found(text, ALL).map(({ name }) => name);

test("all 290 are there, with their sizes", () => {
  assert.equal(ALL.filter(({ invented }) => !invented).length, 290);
  assert.ok(ALL.every(({ recipients, areas }) => recipients > 0 && areas > 0));
  assert.deepEqual(
    ALL.find(({ slug }) => slug === "karlstad"),
    { slug: "karlstad", name: "Karlstad", invented: false, recipients: 1600, areas: 15 },
  );
});

test("the beginning of the name, or of a word in it, finds a municipality, with or without dots and rings", () => {
  assert.equal(names("ore")[0], "Örebro");
  assert.equal(names("Örebro")[0], "Örebro");
  assert.equal(names("vasby")[0], "Upplands Väsby");
  assert.deepEqual(names("xyz"), []);
});
