/* Claims: what they compare, what became of them, and what they rest on. */

import type { Claim, Document, Reach, Text } from "../document.ts";
import { groupOf, spanOf, when } from "./days.ts";
import { NOT_TRIED } from "./judgements.ts";
import { amountOf, differenceOf, type Measures, smallestOf, withHalf, withUnit } from "./measures.ts";
import { percent, short } from "./numbers.ts";
import { isEmpty, join, NONE, text, together } from "./text.ts";

export const VERDICTS: Record<Claim["verdict"], Text> = {
  supported: text("Ja", "Yes"),
  opposite: text("Tvärtom", "The opposite"),
  negligible: text("Ingen skillnad av betydelse", "No difference that matters"),
  undecided: text("Går inte att säga", "Cannot be said"),
  none: text("Inte räknat", "Not computed"),
};

const COURSES: Record<string, Text> = {
  dip: text("Förloppet: det sämsta kvartalet", "The course: its worst quarter"),
  dip_days: text("Förloppet: hur länge försämringen varar", "The course: how long the dip lasts"),
  passed: text("Förloppet: tillbaka på den gamla nivån, för gott", "The course: the old level is passed, for good"),
  half_way: text("Förloppet: halvvägs till nivån till slut", "The course: half of the way to the level in the end"),
  settled: text("Förloppet: nivån till slut", "The course: the level in the end"),
};

const IN_DAYS = ["dip_days", "passed", "half_way"];

const AGAINST = text(" mot ", " against ");

/** The arms that are compared; or groups within one, or the arm whose level it is about. */
export function contrastOf(document: Document, own: Claim): Text {
  const [arm, base] = [own.arm, own.base].map((i) => document.arms[i]?.title ?? NONE) as [Text, Text];
  if (own.groups !== null) return join(groupOf(own.groups[0]), AGAINST, groupOf(own.groups[1]), " (", arm, ")");
  return own.level ? arm : join(arm, AGAINST, base);
}

export const overOf = (own: Claim): Text =>
  own.course === null ? spanOf(own.span) : (COURSES[own.course] ?? text(own.course, own.course));

const NOT_HELD = text(
  "gäller vissa enheter; räknas fram av tillit experiment",
  "of some units; tillit experiment computes it",
);

/** A difference, a level or a time; `isExact`: with ±. */
export function figureOf(measures: Measures, own: Claim, isExact: boolean): Text {
  if (own.time !== null) {
    const { said, note } = when(own.time);
    return isEmpty(note) ? said : join(said, " (", note, ")");
  }
  if (own.change === null) return NOT_HELD;
  if (isExact)
    return withUnit(measures, own.measure, withHalf(measures, own.measure, own.change, !own.level), !own.level);
  if (own.level) return withUnit(measures, own.measure, amountOf(measures, own.measure, own.change.mean));
  return differenceOf(measures, own.measure, own.change.mean);
}

function daysOf(own: Claim): Text {
  const most = own.direction === "higher" ? text("minst ", "at least ") : text("högst ", "at most ");
  return join(most, short(own.smallest), text(" dagar", " days"));
}

/** From which difference on it holds: of a time so many days, of a level above or below. */
export function neededOf(measures: Measures, own: Claim): Text {
  if (IN_DAYS.includes(own.course ?? "")) return daysOf(own);
  if (!own.level) return smallestOf(measures, own.measure, own.smallest);
  const over = own.direction === "higher" ? text("över ", "above ") : text("under ", "below ");
  return join(over, withUnit(measures, own.measure, amountOf(measures, own.measure, own.smallest)));
}

export function claimWorlds(own: Claim["worlds"]): Text {
  if (own === null) return NOT_TRIED;
  if (own.tried < own.of) return text(`prövas: ${own.tried} av ${own.of}`, `being tried: ${own.tried} of ${own.of}`);
  return join(
    text("håller i ", "holds in "),
    percent(own.holds),
    text(", tvärtom i ", ", the opposite in "),
    percent(own.opposite),
  );
}

export function restsOn(own: Claim): Text {
  if (own.verdict !== "supported") return NONE;
  if (own.rests_on === null) return text("inte undersökt", "not examined");
  const { kind, assumptions } = own.rests_on;
  if (kind === "fell") return text("prövat med färre simuleringar: föll", "examined with fewer replicates: fell");
  if (kind === "arithmetic") return text("räknesätt: priser gånger mängder", "arithmetic: prices times quantities");
  if (assumptions.length === 0) return text("hänger inte på något enskilt antagande", "hangs on no single assumption");
  return join(text("antaganden om ", "assumptions about "), together(assumptions, "; "));
}

const REACH: Record<Reach["kind"], Text> = {
  same: text(
    "nej, inte så som alternativen ser ut: exakt samma siffror",
    "no, not as the alternatives stand: exactly the same figures",
  ),
  moves: text("ja", "yes"),
  further: text("ja, men först när mer skiljer", "yes, but only where more differs"),
  none: text(
    "nej: exakt samma siffror, hur mycket det än skiljer",
    "no: exactly the same figures, however much differs",
  ),
  too_small: text("för lite, hur mycket det än skiljer; som mest", "too little, however much differs; at most"),
  open: text("går inte att säga", "cannot be said"),
};

function most(measures: Measures, measure: string, own: NonNullable<Reach["largest"]>): Text {
  const change = differenceOf(measures, measure, own.change.mean);
  const where =
    own.lever === null
      ? ""
      : join(" (", own.lever, own.value === null ? "" : ": ", own.value === null ? "" : short(own.value), ")");
  return join(change, where);
}

/** Whether the measure depends on what the arms differ in. */
export function reachOf(measures: Measures, own: Claim): Text {
  if (own.reach === null) return NOT_TRIED;
  const said = REACH[own.reach.kind];
  const isTold = own.reach.kind === "further" || own.reach.kind === "too_small";
  return isTold && own.reach.largest !== null ? join(said, ": ", most(measures, own.measure, own.reach.largest)) : said;
}
