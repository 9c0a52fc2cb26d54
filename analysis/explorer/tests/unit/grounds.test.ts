/** What an answer rests on: assumptions that are taken away, and what then is no longer certain. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { contested, groundsOf, pairsOfGrounds, withGrounds } from "../../src/explore/grounds.ts";
import { answered, type Engine, prepared } from "../../src/explore/session.ts";
import { type Hands, Trial } from "../../src/explore/trial.ts";
import { asked, engineOf, OnePair } from "../support/asked.ts";

let engine: Engine;
let hands: OnePair;

before(async () => {
  engine = await engineOf();
  hands = await new OnePair().open();
});

const MADE = { version: "0", modelVersion: "4", commit: "", link: "" };

test("those are taken away of which evidence does not exclude that there is nothing in them", () => {
  const own = prepared(engine, asked({ levers: { "organisation.span": 20 } }));
  const found = contested(engine.tillit, own.configs[0]);
  assert.ok(found.includes("strain.safety") && !found.includes("work.day_shift_min"));
  assert.ok(found.every((path) => own.configs[0].constants[path] !== 0));
  assert.ok(found.length > 50 && found.length < 120, String(found.length));
});

test("what does not hold without an assumption rests on it, and is told in the document", async () => {
  const own = prepared(engine, asked({ preset: "trust-based-steering" }));
  const plan = { ...own.plan, pairs: 6, worlds: [] };
  const ready = { ...own, plan };
  const found = await new Trial(hands, plan, () => {}).run();
  const only = ["strain.safety", "experience.rushed"];
  const few: Hands = {
    run: (jobs, tell) =>
      hands.run(
        jobs.filter(({ question }) => only.includes(question.sets[0]?.split("=")[0] ?? "")),
        tell,
      ),
    stop: () => hands.stop(),
  };
  const narrow = {
    ...engine,
    tillit: new Proxy(engine.tillit, {
      get: (of, key) => (key === "parameters" ? chosen(of.parameters, only) : Reflect.get(of, key)),
    }),
  };
  const told: number[] = [];
  const grounds = await groundsOf(few, narrow, ready, found, (done) => told.push(done));
  assert.equal(grounds.examined, 2);
  assert.equal(grounds.pairs, pairsOfGrounds(6));
  assert.deepEqual(
    told,
    Array.from({ length: told.length }, (_, i) => i + 1),
  );
  const document = withGrounds(answered(engine, ready, found, MADE), grounds, engine.tillit);
  assert.deepEqual(document.about.grounds, { knocked_out: 2, replicates: grounds.pairs, model_version: "4" });
  assert.equal(document.sections[0]?.id, "grounds");
  const supported = document.claims.filter(({ verdict }) => verdict === "supported");
  assert.ok(supported.length > 0 && supported.every(({ rests_on }) => rests_on !== null));
});

/** Only these coefficients are examined; all else stays known. */
function chosen(parameters: Engine["tillit"]["parameters"], only: string[]) {
  const kept = [...parameters].map(
    ([path, own]) =>
      [path, own.section === "constant" && !only.includes(path) ? { ...own, status: "evidence" } : own] as const,
  );
  return new Map(kept);
}
