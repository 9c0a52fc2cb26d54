/* What is judged, in words: an answer in a sentence, and in how many plausible worlds it holds. */

import type { Answer, Arm, BreakEven, Finding, Judgement, Text, Worlds } from "../document.ts";
import { briefly, type Measures } from "./measures.ts";
import { percent } from "./numbers.ts";
import { EMPTY, join, listed, NONE, text, together } from "./text.ts";

export const JUDGEMENTS: Record<Judgement, Text> = {
  better: text("Bättre", "Better"),
  worse: text("Sämre", "Worse"),
  "perhaps better": text("Bättre, men kanske för lite för att spela roll", "Better, but perhaps too little to matter"),
  "perhaps worse": text("Sämre, men kanske för lite för att spela roll", "Worse, but perhaps too little to matter"),
  negligible: text("Ingen skillnad av betydelse", "No difference that matters"),
  undecided: text("Går inte att säga", "Cannot be said"),
  unjudged: EMPTY,
};

/** The same in a table. */
export const BRIEF_JUDGEMENTS: Record<Judgement, Text> = {
  better: text("bättre", "better"),
  worse: text("sämre", "worse"),
  "perhaps better": text("bättre?", "better?"),
  "perhaps worse": text("sämre?", "worse?"),
  negligible: text("≈", "≈"),
  undecided: text("?", "?"),
  unjudged: EMPTY,
};

/* ---- the answer in a sentence --------------------------------------------------------------------------------- */

const ORDER: Judgement[] = [
  "better",
  "worse",
  "perhaps better",
  "perhaps worse",
  "negligible",
  "undecided",
  "unjudged",
];

const CLAUSES: Record<Judgement, (what: Text) => Text> = {
  better: (what) => join(text("bättre för ", "better for "), what),
  worse: (what) => join(text("sämre för ", "worse for "), what),
  "perhaps better": (what) => join(text("kanske något bättre för ", "perhaps somewhat better for "), what),
  "perhaps worse": (what) => join(text("kanske något sämre för ", "perhaps somewhat worse for "), what),
  negligible: (what) => join(text("ingen skillnad av betydelse för ", "no difference that matters for "), what),
  undecided: (what) => join(text("om ", "of "), what, text(" går inget att säga", " nothing can be said")),
  unjudged: (what) => join(text("ingen bedömning av ", "no judgement of "), what),
};

function clauses(measures: Measures, five: Finding[]): Text[] {
  const of = (judgement: Judgement) => five.filter((own) => own.judgement === judgement);
  const there = ORDER.filter((judgement) => of(judgement).length > 0);
  return there.map((judgement) =>
    CLAUSES[judgement](listed(of(judgement).map((own) => briefly(measures, own.measure)))),
  );
}

const titleOf = (arms: Arm[], arm: number): Text => arms[arm]?.title ?? NONE;

/** "A jämfört med B: bättre för andel nöjda; sämre för kostnad; om sjukfrånvaro går inget att säga." */
export function sentenceOf(measures: Measures, arms: Arm[], own: Answer): Text {
  const [arm, base] = [titleOf(arms, own.arm), titleOf(arms, own.base)];
  const beside = join(arm, text(" jämfört med ", " compared with "), base);
  return join(beside, ": ", together(clauses(measures, own.five), "; "), ".");
}

/* ---- plausible worlds ----------------------------------------------------------------------------------------- */

export const NOT_TRIED = text("ej prövat", "not tried");

const running = ({ tried, of }: Worlds): Text => text(`prövas: ${tried} av ${of}`, `being tried: ${tried} of ${of}`);

/** In which share of plausible worlds it is better, and in which worse; how far it has come while it is tried. */
export function worldsOf(own: Worlds | null): Text {
  if (own === null) return NOT_TRIED;
  if (own.tried < own.of) return running(own);
  const [better, worse] = [percent(own.better), percent(own.worse)];
  return join(text("bättre i ", "better in "), better, text(", sämre i ", ", worse in "), worse);
}

const SHARES: Partial<Record<Judgement, (own: Worlds) => number>> = {
  better: (own) => own.better,
  "perhaps better": (own) => own.better,
  worse: (own) => own.worse,
  "perhaps worse": (own) => own.worse,
  negligible: (own) => own.negligible,
};

/** Whether a judgement holds in most of the worlds in which it was tried; null: not tried, or no such judgement. */
export function holdsInMost(own: Finding): boolean | null {
  const share = SHARES[own.judgement];
  return own.worlds === null || own.worlds.tried < own.worlds.of || !share ? null : share(own.worlds) >= 0.5;
}

/** The share of worlds in which the judgement itself holds; then how many were tried. */
export function inWorlds(own: Finding): Text {
  const share = SHARES[own.judgement];
  if (own.worlds === null || own.worlds.tried < own.worlds.of || !share) return worldsOf(own.worlds);
  return join(
    text("så i ", "so in "),
    percent(share(own.worlds)),
    text(` av ${own.worlds.of} rimliga världar`, ` of ${own.worlds.of} plausible worlds`),
  );
}

/* ---- when it pays --------------------------------------------------------------------------------------------- */

const BREAK_EVEN: Record<Exclude<BreakEven["kind"], "month">, Text> = {
  start: text("aldrig dyrare", "never dearer"),
  same: text("ingen skillnad", "no difference"),
  equal: text("kostnaden är gjord lika", "the cost is made equal"),
  never: text("inte inom tiden", "not within the run"),
  undecided: text("går inte att säga", "cannot be said"),
};

/** From when on it has cost no more in all. */
export function breakEvenOf(own: BreakEven | null): Text {
  if (own === null) return NONE;
  if (own.kind !== "month") return BREAK_EVEN[own.kind];
  const since = own.after_change ? text(" efter förändringen", " after the change") : EMPTY;
  return join(text(`månad ${own.month}`, `month ${own.month}`), since);
}
