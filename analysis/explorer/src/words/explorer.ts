/* Words of the explorer alone: its controls, what is wrong with a link or a file, and what it adds to a document. */

import type { Text } from "../document.ts";
import { briefly } from "./measures.ts";
import { capital, join, listed, text } from "./text.ts";

// ---- places -------------------------------------------------------------------------------------------------------

const KEYS: Record<string, Text> = {
  municipalities: text("kommun", "municipality"),
  providers: text("utförare", "provider"),
  areas: text("område", "area"),
  units: text("enhet", "unit"),
};

const KINDS: Record<string, Text> = {
  municipal: text("egen regi", "municipal providers"),
  small: text("små företag", "small firms"),
  large: text("stora företag", "large firms"),
  nonprofit: text("idéburna utförare", "non-profit providers"),
};

function placePart(key: string, value: unknown): Text {
  if (key === "pilot")
    return value === true
      ? text("pilotens enheter", "the pilot's units")
      : text("de andra enheterna", "the other units");
  if (key === "outlying")
    return value === true ? text("ytterområden", "outlying areas") : text("övriga områden", "other areas");
  const values = (Array.isArray(value) ? value : [value]).map(String);
  return key === "kind" ? listed(values.map((own) => KINDS[own] ?? own)) : join(KEYS[key] ?? key, " ", listed(values));
}

/** In which part of the municipality: the keys of a resolved selector. */
export const placeOf = (where: Record<string, unknown>): Text =>
  listed(Object.entries(where).map(([key, value]) => placePart(key, value)));

// ---- questions of one's own ---------------------------------------------------------------------------------------

/** What was moved: "medarbetare per chef 42 → 20". */
export interface Moved {
  label: Text;
  from: Text;
  to: Text;
}

/** In the name of an arm, after which a figure may stand: "medarbetare per chef 20 (nu 42)". */
const move = ({ label, from, to }: Moved): Text => join(label, " ", to, text(" (nu ", " (now "), from, ")");
const fromTo = ({ label, from, to }: Moved): Text => join(label, " ", from, " → ", to);
const MOST_TOLD = 3;

export const TODAY = text("Som i dag", "As today");

/** What an arm is called in which something was moved. */
export function changedTitle(moved: Moved[], like: Text | null, isLocked: boolean, isBack: boolean): Text {
  const told =
    moved.length > MOST_TOLD ? [text(`${moved.length} ändringar`, `${moved.length} changes`)] : moved.map(move);
  const more = [
    ...(isLocked ? [text("samma kostnad", "the same cost")] : []),
    ...(isBack ? [text("sedan tillbaka", "then back again")] : []),
  ];
  const own = [...told, ...more];
  if (own.length === 0) return like ?? text("Ingen ändring", "No change");
  return like === null ? capital(listed(own)) : join(like, text(", men ", ", but "), listed(own));
}

export const ownTitle = (place: Text, moved: Moved[]): Text =>
  moved.length === 1 && moved[0] !== undefined
    ? join(place, ": ", fromTo(moved[0]))
    : join(place, text(": en egen fråga", ": a question of your own"));

/** "styrningen:" without its colon. */
const bare = ({ sv, en }: Text): Text => text(sv.replace(/:$/, ""), en.replace(/:$/, ""));

export const ownQuestion = (place: Text, moved: Moved[]): Text =>
  moved.length === 0
    ? join(text("Vad vill ni ändra i ", "What do you want to change in "), place, "?")
    : join(
        text("Vad händer i ", "What happens in "),
        place,
        text(" om ", " if "),
        listed(moved.map(({ label }) => bare(label))),
        text(" ändras?", " is changed?"),
      );

// ---- what to measure ----------------------------------------------------------------------------------------------

const SOURCES: Record<string, Text> = {
  satisfied: text("Brukarundersökningen (Socialstyrelsen), per område", "The national survey of recipients, by area"),
  missed_share: text(
    "Planeringssystemet: planerade besök utan utfört besök",
    "The planning system: planned visits without one made",
  ),
  staff_met: text(
    "Planeringssystemet: personalkontinuitet som i Kolada, per område",
    "The planning system: continuity as in Kolada, by area",
  ),
  sick_share: text("Lönesystemet: sjukfrånvaro per enhet", "The payroll: sick leave by unit"),
};

export const unitsWords = {
  title: text("Att mäta före och efter", "What to measure before and after"),
  what: text(
    "Den som prövar detta på riktigt behöver mäta före och efter, i områden som ändras och i lika många som inte gör det. Tabellen säger hur många områden det skulle ta att se en så stor skillnad som modellen ger, när områden varierar av sig själva som i modellen.",
    "Whoever tries this for real needs to measure before and after, in areas that change and in as many that do not. The table says how many areas it would take to see a difference as large as the model gives, where areas vary by themselves as in the model.",
  ),
  caption: text("Områden som behövs för att se skillnaden", "Areas that are needed to see the difference"),
  columns: [
    text("Utfall", "Outcome"),
    text("Var det finns", "Where it is found"),
    text("Områden med + utan ändringen", "Areas with + without the change"),
  ],
  note: text(
    "Räknat som skillnad i skillnader med 5 % risk för falskt alarm och 80 % chans att se skillnaden (Cohen 1988). Verkliga områden skiljer sig mer åt än modellens: ta det som det minsta antalet.",
    "Reckoned as a difference in differences with a 5 % risk of a false alarm and an 80 % chance to see it (Cohen 1988). Real areas differ more than those of the model: take it as the least number.",
  ),
  none: text("skillnaden går inte att se", "the difference cannot be seen"),
  many: text("fler än 500: syns inte i en kommun", "more than 500: not to be seen in one municipality"),
  name: (measure: string): Text => capital(briefly({}, measure)),
  source: (measure: string): Text => SOURCES[measure] ?? text("", ""),
};

// ---- notes of a document ------------------------------------------------------------------------------------------

export const worldsNote = (pairs: number): Text =>
  text(
    `Antalet är bestämt i förväg efter frågans storlek: ${pairs} par körningar med modellens vanliga antaganden, och ett par i var och en av ${pairs} rimliga världar. I en liten kommun spelar slumpen in i varje sådant par.`,
    `The number is decided beforehand by the size of the question: ${pairs} pairs of runs at the model's usual assumptions, and one pair in each of ${pairs} plausible worlds. In a small municipality chance counts in every such pair.`,
  );

export const ownNote = text(
  "Modellen är inte anpassad till era uppgifter. Där den ligger långt ifrån säger den mer om skillnader än om nivåer.",
  "The model was not fitted to your figures. Where it is far off it says more about differences than about levels.",
);

export const linkNote = text(
  "Gjord i utforskaren. Länken håller allt: ",
  "Made in the explorer. The link holds all of it: ",
);

// ---- levers -------------------------------------------------------------------------------------------------------

export const REGIMES: Record<string, Text> = {
  "detail-control": text("minutstyrning (detaljstyrning)", "detail control"),
  ordinary: text("vanlig styrning", "ordinary governance"),
  "trust-steering": text("tillitsbaserad styrning", "trust-based steering"),
};

/** The same in a sentence. */
export const REGIMES_BRIEF: Record<string, Text> = {
  "detail-control": text("minutstyrning", "detail control"),
  ordinary: text("vanlig styrning", "ordinary governance"),
  "trust-steering": text("tillitsbaserad styrning", "trust-based steering"),
};

export const STEERING = text("styrningen:", "steering:");

// ---- who gains and who loses --------------------------------------------------------------------------------------

export const groupWords = {
  heavy: (hours: number): Text =>
    text(
      `De med mycket hemtjänst: minst ${hours} timmar i månaden`,
      `Those with much home care: at least ${hours} hours a month`,
    ),
  light: (hours: number): Text =>
    text(
      `De med lite hemtjänst: under ${hours} timmar i månaden`,
      `Those with little home care: under ${hours} hours a month`,
    ),
  fresh: text(
    "De som är nya: hemtjänst i mindre än ett halvår",
    "Those who are new: home care for less than half a year",
  ),
  old: text("De som haft hemtjänst länge: minst två år", "Those who have had home care for long: at least two years"),
};

// ---- what the answer rests on -------------------------------------------------------------------------------------

export const groundsWords = {
  title: text("Vad svaret bygger på", "What the answer rests on"),
  ask: (examined: number): Text =>
    text(
      `Pröva vad svaret bygger på (${examined} antaganden, ett i taget)`,
      `Try what the answer rests on (${examined} assumptions, one at a time)`,
    ),
  what: (examined: number, pairs: number): Text =>
    text(
      `${examined} antaganden som forskningen inte utesluter är noll har tagits bort, ett i taget, med ${pairs} par körningar vardera. Det som då inte längre är säkert bygger på det antagande som togs bort.`,
      `${examined} assumptions that research does not exclude to be nothing were taken away, one at a time, with ${pairs} pairs of runs each. What is then no longer certain rests on the assumption that was taken away.`,
    ),
  row: (measure: string, assumptions: Text[]): Text =>
    join(
      capital(briefly({}, measure)),
      ": ",
      assumptions.length === 0
        ? text("hänger inte på något enskilt antagande", "hangs on no single assumption")
        : join(text("bygger på ", "rests on "), listed(assumptions)),
      ".",
    ),
  nothing: text(
    "Inget av de fem utfallen är säkert bättre eller sämre, så det finns inget att pröva.",
    "None of the five outcomes is surely better or worse, so that there is nothing to try.",
  ),
  claims: text(
    "Vad frågans påståenden bygger på står bland dem. Flera antaganden kan bära tillsammans utan att något gör det ensamt.",
    "What the claims of the question rest on stands among them. Several assumptions may carry it together where none does alone.",
  ),
  together: text(
    "Flera antaganden kan bära tillsammans utan att något gör det ensamt.",
    "Several assumptions may carry it together where none does alone.",
  ),
  trying: (done: number, of: number): Text =>
    text(`Prövar: ${done} av ${of} körningar`, `Trying: ${done} of ${of} runs`),
};
