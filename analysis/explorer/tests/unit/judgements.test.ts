import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer, Document, Finding } from "../../src/document.ts";
import { breakEvenOf, inWorlds, sentenceOf, shortSentenceOf, worldsOf } from "../../src/words/judgements.ts";
import { implausible, markSentences } from "../../src/words/marks.ts";
import { experiment, settled, trying } from "../fixtures/documents.ts";
import { finding, MEASURES, worlds } from "../fixtures/made_up.ts";

const answer = (document: Document, i: number): Answer => {
  const own = document.answers[i];
  assert.ok(own);
  return own;
};

const sentence = (document: Document, i: number) =>
  sentenceOf(document.measures, document.arms, answer(document, i)).sv;

test("an answer is a sentence in words, for all of the five", () => {
  assert.equal(
    sentence(experiment, 0),
    "Ändrad styrning jämfört med Minutstyrning (detaljstyrning). Säkert i modellen: sämre genom fler uteblivna besök och högre kostnad; ingen skillnad av betydelse i antal personal under 14 dagar. Osäkert: fler nöjda i 22\u00a0% av rimliga världar, färre nöjda i 63\u00a0%; sjukfrånvaro.",
  );
});

test("what is implausible is marked in it", () => {
  assert.match(
    shortSentenceOf(MEASURES, answer(experiment, 1)).sv,
    /^Bättre genom .* högre kostnad \(orimlig ändring\)/,
  );
  assert.match(
    shortSentenceOf(MEASURES, answer(experiment, 2)).en,
    /worse with fewer people satisfied \(implausible change\)/,
  );
});

test("it says nothing before all pairs are there", () => {
  assert.match(sentence(trying, 0), /: räknas: 5 av 24\.$/);
});

test("what fails in most plausible worlds is told apart, as how often there is more of it and less", () => {
  const cost = { ...finding({ measure: "cost", base: 100e6, level: 101e6, half: 1e5, judgement: "worse" }) };
  const divided = (share: Finding["worlds"]): Answer => ({
    ...answer(experiment, 0),
    five: [{ ...cost, worlds: share }],
  });
  assert.equal(
    shortSentenceOf(MEASURES, divided(worlds(0.33, 0.42, 0.25))).en,
    "Uncertain: higher cost in 42\u00a0% of plausible worlds, lower cost in 33\u00a0%.",
  );
  assert.equal(shortSentenceOf(MEASURES, divided(worlds(0.1, 0.7, 0.2))).sv, "Sämre genom högre kostnad.");
  assert.equal(shortSentenceOf(MEASURES, divided(null)).sv, "Sämre genom högre kostnad.");
});

const judged = (judgement: Finding["judgement"], own: Finding["worlds"]): Finding => ({
  ...finding({ measure: "satisfied", base: 0.887, level: 0.9, half: 0.003, judgement }),
  worlds: own,
});

test("worlds: where the judgement itself holds, and where the opposite does", () => {
  const tried = worlds(0.1, 0.7, 0.2, 24);
  assert.equal(inWorlds(judged("worse", tried)).sv, "så i 70\u00a0%, tvärtom i 10\u00a0% av 24");
  assert.equal(inWorlds(judged("negligible", tried)).en, "so in 20\u00a0% of 24");
  assert.equal(inWorlds(judged("undecided", tried)).sv, "bättre i 10\u00a0%, sämre i 70\u00a0% av 24");
  assert.equal(inWorlds(judged("better", null)).sv, "ej prövat");
  assert.equal(worldsOf({ ...tried, tried: 3 }).sv, "3 av 24 prövade");
});

test("when it has cost no more", () => {
  assert.equal(breakEvenOf({ kind: "month", month: 14, after_change: true }).sv, "månad 14 efter förändringen");
  assert.equal(breakEvenOf({ kind: "never", month: null, after_change: true }).sv, "inte inom tiden");
  assert.equal(breakEvenOf(null).sv, "–");
});

test("levels outside what is known, and changes larger than any reform's, are implausible", () => {
  const of = (measure: string, base: number, level: number) =>
    implausible(MEASURES, finding({ measure, base, level, half: 0, judgement: "worse" }));
  assert.deepEqual(
    [of("satisfied", 0.72, 0.69), of("satisfied", 0.9, 0.86), of("satisfied", 0.9, 0.84)],
    ["level", null, "change"],
  );
  assert.deepEqual([of("cost", 100e6, 107e6), of("cost", 100e6, 108e6)], [null, "change"]);
  assert.equal(of("quality", 0.7, 0.1), null, "nothing is known of its limits");
});

test("they are told with their limit and where it comes from, of all answers or of one", () => {
  const all = markSentences(experiment).map((own) => own.sv);
  assert.equal(
    all[0],
    "Mycket eller ganska nöjda (efterliknar Socialstyrelsens brukarundersökning), för stor ändring: Allt, samma budget det tredje året mot Minutstyrning (detaljstyrning) −5,6\u00a0procentenheter (mer än 5,0). Gräns: kommuner 2013–15: 70 till 100 % (OJ13–OJ15).",
  );
  assert.equal(all.length, 3);
  assert.deepEqual(markSentences(experiment, [answer(experiment, 0)]), []);
  assert.deepEqual(markSentences(settled), []);
});
