/* What an answer rests on: assumptions are taken away one at a time, as `tillit claims` does it, and what then no longer holds is
 * said to rest on the one that was taken. Asked for by the reader, since it takes many runs. */

import type { Claim, Document, Finding, Section } from "../document.ts";
import type { Job } from "../engine/messages.ts";
import type { Tillit } from "../engine/tillit.ts";
import { groundsWords } from "../words/explorer.ts";
import { answer, differences } from "./fill/answer.ts";
import { claims } from "./fill/claims.ts";
import { questionOf } from "./ground.ts";
import type { Resolved } from "./resolved.ts";
import { caseOf, type Engine, type Prepared } from "./session.ts";
import { type Found, type Hands, keeper, type PairRun, TrialError } from "./trial.ts";

/** Pairs for each assumption: the first of those that the answer was made of. */
export const pairsOfGrounds = (pairs: number): number => Math.max(2, Math.floor(pairs / 4));

/** Coefficients of which evidence does not exclude that there is nothing in them (model/cli/claims.c). */
export function contested(tillit: Tillit, config: Resolved): string[] {
  return [...tillit.parameters.values()]
    .filter(({ path, section, status, neutral, low, default_value }) => {
      const isOpen = status === "free" || status === "bounded";
      const mayBeNone = neutral[0] <= 0 && neutral[1] >= 0 && low <= 0 && default_value !== 0;
      return section === "constant" && isOpen && mayBeNone && path in config.constants;
    })
    .map(({ path }) => path);
}

/** What holds: of the five, and of the claims. */
interface Held {
  five: Finding[];
  claims: Claim[];
}

function heldOf(engine: Engine, own: Prepared, found: Found): Held {
  const all = caseOf(engine, own, found);
  return { five: answer(all, differences(all)).five, claims: claims(all) };
}

const isSure = ({ judgement }: Finding): boolean => judgement === "better" || judgement === "worse";

/** Assumptions without which it falls: by measure of the five, and by name of a claim. */
export interface Grounds {
  examined: number;
  pairs: number;
  five: Map<string, string[]>;
  claims: Map<string, string[]>;
}

function compare(held: Held, without: Held, coefficient: string, grounds: Grounds): void {
  for (const own of held.five.filter(isSure)) {
    const other = without.five.find(({ measure }) => measure === own.measure);
    if (other?.judgement !== own.judgement) grounds.five.get(own.measure)?.push(coefficient);
  }
  for (const own of held.claims.filter(({ verdict }) => verdict === "supported")) {
    const other = without.claims.find(({ name }) => name === own.name);
    if (other?.verdict !== "supported") grounds.claims.get(own.name)?.push(coefficient);
  }
}

function begun(held: Held, examined: number, pairs: number): Grounds {
  const five = held.five.filter(isSure).map(({ measure }): [string, string[]] => [measure, []]);
  const supported = held.claims.filter(({ verdict }) => verdict === "supported");
  const of = supported.map(({ name }): [string, string[]] => [name, []]);
  return { examined, pairs, five: new Map(five), claims: new Map(of) };
}

function jobsOf(own: Prepared, found: Found, coefficients: string[], pairs: number): Job[] {
  const { base, arm, measures, windows, text } = own.plan;
  const asked = text(found.value);
  return coefficients.flatMap((coefficient) =>
    Array.from({ length: pairs }, (_, replicate) => ({
      question: questionOf(asked, [`${coefficient}=0`]),
      arms: [base, arm],
      replicate,
      measures,
      windows,
    })),
  );
}

/** Takes each assumption away in turn; `tell` hears how many runs are done, of how many. */
export async function groundsOf(
  hands: Hands,
  engine: Engine,
  own: Prepared,
  found: Found,
  tell: (done: number, of: number) => void,
): Promise<Grounds> {
  const coefficients = contested(engine.tillit, own.configs[0]);
  const pairs = Math.min(pairsOfGrounds(own.plan.pairs), found.pairs.length);
  const held = heldOf(engine, own, { ...found, pairs: found.pairs.slice(0, pairs), worlds: [] });
  const grounds = begun(held, coefficients.length, pairs);
  const jobs = jobsOf(own, found, coefficients, pairs);
  const runs = await pairsOf(hands, jobs, tell);
  for (const [i, coefficient] of coefficients.entries()) {
    const own_pairs = runs.slice(i * pairs, (i + 1) * pairs);
    const without = heldOf(engine, own, { ...found, pairs: own_pairs, worlds: [] });
    compare(held, without, coefficient, grounds);
  }
  return grounds;
}

function pairsOf(hands: Hands, jobs: Job[], tell: (done: number, of: number) => void): Promise<PairRun[]> {
  const kept = jobs.map(() => [keeper(), keeper()] as const);
  const found: PairRun[] = [];
  let left = jobs.length;
  return new Promise((done, refused) => {
    hands.run(jobs, (told) => {
      const own = kept[told.index];
      if (own === undefined) return;
      if (told.kind === "period") own[told.arm]?.keep(told);
      else if (told.kind === "failed") {
        hands.stop();
        refused(new TrialError(told.reason, told.message));
      } else {
        const [base, arm] = told.arms;
        if (base && arm) found[told.index] = { base: own[0].with(base), arm: own[1].with(arm) };
        tell(jobs.length - --left, jobs.length);
        if (left === 0) done(found);
      }
    });
  });
}

// ---- in the document ----------------------------------------------------------------------------------------------

type Labels = (path: string) => { sv: string; en: string };

function restsOn(own: Claim, grounds: Grounds, label: Labels): Claim {
  const paths = grounds.claims.get(own.name);
  if (own.verdict !== "supported") return own;
  if (paths === undefined) return { ...own, rests_on: { kind: "fell", assumptions: [] } };
  const kind = own.measure.startsWith("cost") ? "arithmetic" : "assumptions";
  return { ...own, rests_on: { kind, assumptions: paths.map(label) } };
}

function section(own: Document, grounds: Grounds, label: Labels): Section {
  const rows = [...grounds.five].map(([measure, paths]) => groundsWords.row(measure, paths.map(label)));
  return {
    id: "grounds",
    title: groundsWords.title,
    blocks: [
      { kind: "text", text: groundsWords.what(grounds.examined, grounds.pairs) },
      rows.length > 0 ? { kind: "list", items: rows } : { kind: "text", text: groundsWords.nothing },
      { kind: "note", text: own.claims.length > 0 ? groundsWords.claims : groundsWords.together },
    ],
  };
}

/** The document with what its answer rests on. */
export function withGrounds(own: Document, grounds: Grounds, tillit: Tillit): Document {
  const label: Labels = (path) => tillit.parameters.get(path)?.label ?? { sv: path, en: path };
  const examined = {
    knocked_out: grounds.examined,
    replicates: grounds.pairs,
    model_version: own.program.model_version,
  };
  return {
    ...own,
    about: { ...own.about, grounds: examined },
    claims: own.claims.map((claim) => restsOn(claim, grounds, label)),
    sections: [section(own, grounds, label), ...own.sections],
  };
}
