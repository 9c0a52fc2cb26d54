/* What is judged, in words: an answer in a sentence, and in how many plausible worlds it holds. */

import type { Answer, Arm, BreakEven, Finding, Judgement, Text, Worlds } from "../document.ts";
import { IMPLAUSIBLE, implausible } from "./marks.ts";
import { briefly, type Measures } from "./measures.ts";
import { percent } from "./numbers.ts";
import { capital, EMPTY, join, listed, NONE, text, together } from "./text.ts";

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

interface Ways {
  more: Text;
  less: Text;
}

/** What it is called when there is more of it, and less. */
const WAYS: Record<string, Ways> = {
  satisfied: { more: text("fler nöjda", "more people satisfied"), less: text("färre nöjda", "fewer people satisfied") },
  missed_share: {
    more: text("fler uteblivna besök", "more missed visits"),
    less: text("färre uteblivna besök", "fewer missed visits"),
  },
  staff_met: {
    more: text("fler olika personal under 14 dagar", "more different staff in 14 days"),
    less: text("färre olika personal under 14 dagar", "fewer different staff in 14 days"),
  },
  sick_share: {
    more: text("högre sjukfrånvaro", "more sick leave"),
    less: text("lägre sjukfrånvaro", "less sick leave"),
  },
  cost: { more: text("högre kostnad", "higher cost"), less: text("lägre kostnad", "lower cost") },
  municipal_cost: {
    more: text("högre utgift för kommunen", "higher spending by the municipality"),
    less: text("lägre utgift för kommunen", "lower spending by the municipality"),
  },
};

/** "fler nöjda"; of what has no such words its name. */
function wayOf(measures: Measures, own: Finding): Text {
  const ways = WAYS[own.measure];
  return ways ? ((own.change.mean ?? 0) < 0 ? ways.less : ways.more) : briefly(measures, own.measure);
}

/** A mark beside what is told, where it is implausible. */
function told(measures: Measures, own: Finding, what: Text): Text {
  const mark = implausible(measures, own);
  return mark === null ? what : join(what, " (", IMPLAUSIBLE[mark], ")");
}

const way = (measures: Measures, own: Finding): Text => told(measures, own, wayOf(measures, own));
const name = (measures: Measures, own: Finding): Text => told(measures, own, briefly(measures, own.measure));

interface Clause {
  before: Text;
  of: typeof way;
  after?: Text;
}

const CLAUSES: Record<Judgement, Clause> = {
  better: { before: text("bättre genom ", "better with "), of: way },
  worse: { before: text("sämre genom ", "worse with "), of: way },
  "perhaps better": { before: text("kanske något bättre genom ", "perhaps somewhat better with "), of: way },
  "perhaps worse": { before: text("kanske något sämre genom ", "perhaps somewhat worse with "), of: way },
  negligible: { before: text("ingen skillnad av betydelse i ", "no difference that matters in "), of: name },
  undecided: { before: text("om ", "of "), of: name, after: text(" går inget att säga", " nothing can be said") },
  unjudged: { before: text("ingen bedömning av ", "no judgement of "), of: name },
};

function clauses(measures: Measures, five: Finding[]): Text[] {
  return ORDER.flatMap((judgement) => {
    const own = five.filter((each) => each.judgement === judgement);
    const { before, of, after = EMPTY } = CLAUSES[judgement];
    return own.length === 0 ? [] : [join(before, listed(own.map((each) => of(measures, each))), after)];
  });
}

const isUncertain = (own: Finding): boolean =>
  own.judgement === "undecided" || own.judgement === "unjudged" || holdsInMost(own) === false;

/** "fler nöjda i 22 % av rimliga världar, färre nöjda i 63 %"; its name alone where that was not tried. */
function uncertainly(measures: Measures, own: Finding): Text {
  const [ways, better] = [WAYS[own.measure], measures[own.measure]?.better ?? 0];
  if (!isTried(own.worlds) || ways === undefined || better === 0) return name(measures, own);
  const { worlds } = own;
  const shares = [percent(worlds.better), percent(worlds.worse)] as const;
  const [more, less] = better > 0 ? shares : [shares[1], shares[0]];
  const most = join(ways.more, text(" i ", " in "), more, text(" av rimliga världar, ", " of plausible worlds, "));
  return told(measures, own, join(most, ways.less, text(" i ", " in "), less));
}

const CERTAIN = text("Säkert i modellen: ", "Certain in the model: ");
const UNCERTAIN = text("Osäkert: ", "Uncertain: ");

/** What is certain, and what is not, each in a sentence. */
function apart(measures: Measures, five: Finding[]): Text {
  const certain = clauses(
    measures,
    five.filter((own) => !isUncertain(own)),
  );
  const open = five.filter(isUncertain).map((own) => uncertainly(measures, own));
  const sure = certain.length === 0 ? [] : [join(CERTAIN, together(certain, "; "))];
  return together([...sure, join(UNCERTAIN, together(open, "; "))], ". ");
}

/** Nobody shall quote as better or worse what fails in most plausible worlds. */
const isDivided = (own: Answer): boolean => !isPending(own) && own.five.some((each) => holdsInMost(each) === false);

/** Nothing is answered before all pairs are there. */
function answered(measures: Measures, own: Answer): Text {
  const [first] = own.five;
  if (isDivided(own)) return apart(measures, own.five);
  return (first && pendingOf(first)) ?? together(clauses(measures, own.five), "; ");
}

/** Whether pairs of runs are missing yet, so that nothing of it may be judged. */
export const isPending = (own: Answer): boolean => own.five.some((each) => pendingOf(each) !== null);

const titleOf = (arms: Arm[], arm: number): Text => arms[arm]?.title ?? NONE;

/** How many of the pairs of runs, whose number was fixed beforehand, are there yet; null: all, or it was not tried so. */
export function pendingOf(own: Finding): Text | null {
  const { worlds } = own;
  return worlds !== null && worlds.tried < worlds.of
    ? text(`räknas: ${worlds.tried} av ${worlds.of}`, `being computed: ${worlds.tried} of ${worlds.of}`)
    : null;
}

/**
 * "A jämfört med B: bättre genom fler nöjda; sämre genom högre kostnad; om sjukfrånvaro går inget att säga.", or, where some of
 * it fails in most plausible worlds, "A jämfört med B. Säkert i modellen: sämre genom högre kostnad. Osäkert: ...".
 */
export function sentenceOf(measures: Measures, arms: Arm[], own: Answer): Text {
  const [arm, base] = [titleOf(arms, own.arm), titleOf(arms, own.base)];
  const beside = join(arm, text(" jämfört med ", " compared with "), base);
  return join(beside, isDivided(own) ? ". " : ": ", answered(measures, own), ".");
}

/** The same under a heading that says which are compared. */
export const shortSentenceOf = (measures: Measures, own: Answer): Text => capital(join(answered(measures, own), "."));

/* ---- plausible worlds ----------------------------------------------------------------------------------------- */

export const NOT_TRIED = text("ej prövat", "not tried");

/** In which share of plausible worlds it is better, and in which worse; how far it has come while it is tried. */
export function worldsOf(own: Worlds | null): Text {
  if (own === null) return NOT_TRIED;
  if (own.tried < own.of) return text(`${own.tried} av ${own.of} prövade`, `${own.tried} of ${own.of} tried`);
  const [better, worse] = [percent(own.better), percent(own.worse)];
  return join(text("bättre i ", "better in "), better, text(", sämre i ", ", worse in "), worse);
}

type Share = (own: Worlds) => number;

/** In how many worlds a judgement holds, and in how many the opposite. */
const SHARES: Partial<Record<Judgement, [holds: Share, opposite: Share | null]>> = {
  better: [(own) => own.better, (own) => own.worse],
  "perhaps better": [(own) => own.better, (own) => own.worse],
  worse: [(own) => own.worse, (own) => own.better],
  "perhaps worse": [(own) => own.worse, (own) => own.better],
  negligible: [(own) => own.negligible, null],
};

const isTried = (own: Worlds | null): own is Worlds => own !== null && own.tried >= own.of;

/** Whether a judgement holds in most of the worlds in which it was tried; null: not tried, or no such judgement. */
export function holdsInMost(own: Finding): boolean | null {
  const [holds] = SHARES[own.judgement] ?? [];
  return isTried(own.worlds) && holds ? holds(own.worlds) >= 0.5 : null;
}

/** "så i 22 %, tvärtom i 63 % av 126": where the judgement itself holds. */
export function inWorlds(own: Finding): Text {
  const [holds, opposite] = SHARES[own.judgement] ?? [];
  if (!isTried(own.worlds)) return worldsOf(own.worlds);
  const count = text(` av ${own.worlds.of}`, ` of ${own.worlds.of}`);
  if (!holds) return join(worldsOf(own.worlds), count);
  const other = opposite ? join(text(", tvärtom i ", ", the opposite in "), percent(opposite(own.worlds))) : EMPTY;
  return join(text("så i ", "so in "), percent(holds(own.worlds)), other, count);
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
