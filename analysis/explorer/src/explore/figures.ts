/* The twelve figures by which a municipality of one's own is described, with the ranges and words of `tillit new-municipality`
 * (model/config/municipal_figures.c): one by one in the form, or a line each of a small CSV file. */

import type { Text } from "../document.ts";
import { nearest } from "./nearest.ts";
import { folded, type PeopleNumber, peopleNumber } from "./people_number.ts";
import { type TableLine, tableLines } from "./table_text.ts";

export type FigureName =
  | "recipients"
  | "hours"
  | "areas"
  | "staff"
  | "span"
  | "hourly share"
  | "absence"
  | "staff met"
  | "satisfied"
  | "SEK an hour"
  | "officers"
  | "providers";

/** What is known; a figure that is not there is not. */
export type Figures = Partial<Record<FigureName, number>>;

/** model: the model starts from it; compared: it stands beside what the model finds; kept: it is not used. */
export type Use = "model" | "compared" | "kept";

export interface Figure {
  name: FigureName;
  /** What it is called in files. */
  label: Text;
  meaning: Text;
  /** What else people call it: suggested, not taken. */
  also: string[];
  low: number;
  high: number;
  whole: boolean;
  unit: "count" | "hours" | "share" | "money";
  use: Use;
}

function figure(
  name: FigureName,
  sv: string,
  meaning: Text,
  also: string,
  range: [number, number],
  unit: Figure["unit"],
  use: Use,
  whole: boolean,
): Figure {
  return {
    name,
    label: { sv, en: name },
    meaning,
    also: also.split("|"),
    low: range[0],
    high: range[1],
    whole,
    unit,
    use,
  };
}

export const FIGURES: Figure[] = [
  figure(
    "recipients",
    "brukare",
    { sv: "personer med hemtjänst och besök", en: "persons with home care and visits" },
    "omsorgstagare|hemtjänsttagare|vårdtagare|kunder|personer med hemtjänst|antal personer|clients|users|persons",
    [1, 200000],
    "count",
    "model",
    true,
  ),
  figure(
    "hours",
    "timmar",
    { sv: "beviljade timmar per person och månad", en: "granted hours per person and month" },
    "beviljade timmar|beviljad tid|hemtjänsttimmar|biståndstimmar|granted",
    [2, 150],
    "hours",
    "model",
    false,
  ),
  figure(
    "areas",
    "områden",
    { sv: "geografiska områden i hemtjänsten", en: "geographic areas of home care" },
    "distrikt|hemtjänstområden|geografiska|districts",
    [1, 500],
    "count",
    "model",
    true,
  ),
  figure(
    "staff",
    "anställda",
    { sv: "månadsanställda, antal personer", en: "permanent employees, persons" },
    "medarbetare|månadsanställda|tillsvidareanställda|personal|undersköterskor|employees",
    [1, 100000],
    "count",
    "compared",
    true,
  ),
  figure(
    "span",
    "anställda per chef",
    {
      sv: "anställda per enhetschef, timanställda medräknade",
      en: "staff per first-line manager, hourly staff included",
    },
    "per chef|per enhetschef|medarbetare per chef|chefens spann|chefsspann|per manager|span of control",
    [4, 400],
    "count",
    "model",
    true,
  ),
  figure(
    "hourly share",
    "timanställda",
    { sv: "timanställdas andel av arbetad tid, procent", en: "hourly staff's share of worked hours, per cent" },
    "timvikarier|timavlönade|timtid|vikarier|hourly",
    [1, 60],
    "share",
    "model",
    false,
  ),
  figure(
    "absence",
    "sjukfrånvaro",
    { sv: "sjukfrånvaro, procent", en: "sick leave, per cent" },
    "sjuktal|sjukskrivna|frånvaro|sick",
    [1, 25],
    "share",
    "model",
    false,
  ),
  figure(
    "staff met",
    "personalkontinuitet",
    { sv: "olika anställda som en person möter på 14 dagar", en: "different staff that a person meets in 14 days" },
    "kontinuitet|antal personal|olika personal|continuity",
    [1, 60],
    "count",
    "compared",
    false,
  ),
  figure(
    "satisfied",
    "nöjda",
    { sv: "ganska eller mycket nöjda, procent", en: "fairly or very satisfied, per cent" },
    "nöjd|nöjdhet|brukarundersökning|satisfaction",
    [10, 100],
    "share",
    "compared",
    false,
  ),
  figure(
    "SEK an hour",
    "kronor per timme",
    { sv: "kostnad per utförd timme, kronor", en: "cost per delivered hour, SEK" },
    "kostnad|timkostnad|timpris|kr/tim|kr per timme|cost",
    [100, 3000],
    "money",
    "compared",
    false,
  ),
  figure(
    "officers",
    "handläggare",
    { sv: "biståndshandläggare, antal", en: "case officers, persons" },
    "biståndshandläggare|biståndsbedömare|myndighet|case officers",
    [1, 2000],
    "count",
    "kept",
    true,
  ),
  figure(
    "providers",
    "utförare",
    { sv: "utförare, kommunen medräknad", en: "providers, the municipality included" },
    "privata utförare|leverantörer|lov-utförare|entreprenörer",
    [1, 200],
    "count",
    "kept",
    true,
  ),
];

/** What may stand after a number of each unit, in small letters. */
const UNITS: Record<Figure["unit"], string[]> = {
  count: [
    "st",
    "st.",
    "stycken",
    "antal",
    "personer",
    "pers",
    "pers.",
    "anställda",
    "brukare",
    "områden",
    "persons",
    "people",
    "staff",
    "areas",
  ],
  hours: [
    "h",
    "h/mån",
    "tim",
    "tim.",
    "tim/mån",
    "timmar",
    "timmar per månad",
    "timmar/månad",
    "hours",
    "hours a month",
  ],
  share: [],
  money: [
    "kr",
    "kr.",
    "kr/h",
    "kr/tim",
    "kr/timme",
    "kr per timme",
    "kronor",
    "kronor per timme",
    ":-",
    "sek",
    "sek/h",
    "sek an hour",
  ],
};

export const figureOf = (name: FigureName): Figure => FIGURES.find((own) => own.name === name) as Figure;

// ---- one figure ---------------------------------------------------------------------------------------------------

/** A value; nothing is known (null); or what to write instead, or what is allowed. */
export type Read = { value: number | null } | { why: Text };

function isPlausible(own: Figure, value: number): boolean {
  return value >= own.low && value <= own.high && (!own.whole || Number.isInteger(value));
}

/** 1 200 and 28,5 in Swedish, 1200 and 28.5 in English, as the command writes what it advises. */
function short(value: number): Text {
  const en = String(Number(value.toPrecision(10)));
  const [whole = "", decimals] = en.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return { sv: decimals === undefined ? grouped : `${grouped},${decimals}`, en };
}

function both(form: Text, value: number): Text {
  const number = short(value);
  return { sv: form.sv.replace("%", number.sv), en: form.en.replace("%", number.en) };
}

/** What was meant where it can be seen but is not certain, and in which words it is asked for. */
function meant(own: Figure, n: PeopleNumber): [number, Text] | null {
  if (n.written === "about") {
    return [
      n.value,
      {
        sv: "ungefär är inget tal: skriv % om det är så nära ni vet",
        en: "about is no number: write % if that is as near as you know",
      },
    ];
  }
  if (n.written === "ends") {
    const middle = (n.value + n.otherEnd) / 2;
    return [
      own.whole ? Math.floor(middle) : middle,
      {
        sv: "ett enda tal väntas, inte två: skriv %, som ligger mitt emellan",
        en: "one number is expected, not two: write %, which is half way",
      },
    ];
  }
  if (n.written === "number" && own.unit === "share" && n.value > 0 && n.value < 1) {
    const perCent = Math.floor(n.value * 100 * 1000 + 0.5) / 1000;
    return [perCent, { sv: "ett tal i procent väntas: skriv %", en: "a number in per cent is expected: write %" }];
  }
  if (n.written === "number" && !isPlausible(own, n.value) && !Number.isNaN(n.grouped)) {
    return [n.grouped, { sv: "är det tusental? Skriv %", en: "are those thousands? Write %" }];
  }
  return null;
}

/** What is allowed. */
function range(own: Figure): Text {
  const [low, high] = [short(own.low), short(own.high)];
  return {
    sv: `ett ${own.whole ? "heltal" : "tal"} från ${low.sv} till ${high.sv} väntas`,
    en: `a ${own.whole ? "whole number" : "number"} from ${low.en} to ${high.en} is expected`,
  };
}

const NO_SHARE: Text = { sv: "ingen andel: ett tal utan % väntas", en: "no share: a number without % is expected" };

/** Reads a value as people write it; an empty text, "-" or "vet ej" is not known. */
export function readFigure(own: Figure, text: string): Read {
  const n = peopleNumber(text);
  if (n.written === "nothing") {
    return { value: null };
  }
  if (n.perCent && own.unit !== "share" && n.written !== "other") {
    return { why: NO_SHARE };
  }
  const isUnit = n.unit === "" || UNITS[own.unit].includes(n.unit);
  if (n.written === "number" && isUnit && isPlausible(own, n.value)) {
    return { value: n.value };
  }
  const advice = isUnit ? meant(own, n) : null;
  return { why: advice !== null && isPlausible(own, advice[0]) ? both(advice[1], advice[0]) : range(own) };
}

/** Figures that are plausible one by one, but of which no municipality could be made; null: they can stand together. */
export function togetherWhy(figures: Figures, medianRecipients: number): Text | null {
  const { areas, recipients = medianRecipients } = figures;
  if (areas === undefined || areas <= recipients) {
    return null;
  }
  const known = figures.recipients !== undefined;
  return {
    sv: `${areas} områden är fler än de ${recipients} brukarna${known ? "" : " (svensk mediankommuns, då inga är angivna)"}; högst ett område per brukare kan finnas`,
    en: `${areas} areas are more than the ${recipients} recipients${known ? "" : " (of the Swedish median, since none are given)"}; at most one area a recipient is allowed`,
  };
}

// ---- a file -------------------------------------------------------------------------------------------------------

export interface Mistake {
  line: number;
  column: number;
  why: Text;
}

export interface FiguresRead {
  figures: Figures;
  mistakes: Mistake[];
}

const HEADS = ["figure", "uppgift", "siffra"];

function find(name: string): Figure | undefined {
  const own = folded(name);
  return FIGURES.find(({ label }) => folded(label.sv) === own || folded(label.en) === own);
}

/** The figure one of whose own or other names stands within what people wrote, the longest. */
function meantBy(name: string): Figure | undefined {
  const own = folded(name);
  const longest = (figure: Figure) =>
    Math.max(
      0,
      ...[figure.label.sv, figure.label.en, ...figure.also]
        .map(folded)
        .filter((n) => own.includes(n))
        .map((n) => n.length),
    );
  const best = Math.max(...FIGURES.map(longest));
  return best > 0 ? FIGURES.find((figure) => longest(figure) === best) : undefined;
}

function unknown(name: string): Text {
  const own = meantBy(name);
  const near = (language: keyof Text) =>
    own?.label[language] ??
    nearest(
      name,
      [language, language === "sv" ? "en" : "sv"].flatMap((in_) =>
        FIGURES.map(({ label }) => label[in_ as keyof Text]),
      ),
    );
  const [sv, en] = [near("sv"), near("en")];
  const shown = name.slice(0, 60);
  return {
    sv: `det finns ingen uppgift '${shown}'${sv === null ? "" : `; menas '${sv}'?`}`,
    en: `there is no figure '${shown}'${en === null ? "" : `; did you mean '${en}'?`}`,
  };
}

const TORN: Text = { sv: "ett citattecken för mycket eller för lite", en: "a quotation mark too few or too many" };

/** Takes a line in; gives what is wrong with it, or null. */
function takeLine(line: TableLine, figures: Figures): Text | null {
  const [name = "", value = ""] = line.cells;
  const own = find(name);
  if (own === undefined) {
    return unknown(name);
  }
  if (line.torn) {
    return TORN;
  }
  if (own.name in figures) {
    return { sv: `'${name}' står två gånger`, en: `'${name}' is given twice` };
  }
  const read = readFigure(own, value);
  if ("why" in read) {
    const shown = `${name} = '${value.slice(0, 60)}': `;
    return { sv: shown + read.why.sv, en: shown + read.why.en };
  }
  if (read.value !== null) {
    figures[own.name] = read.value;
  }
  return null;
}

/** Reads lines "name;value" (or with a tab or comma). Names in either language; lines that begin with '#' are for people. */
export function readFigures(text: string): FiguresRead {
  const found: FiguresRead = { figures: {}, mistakes: [] };
  let begun = false;
  for (const line of tableLines(text)) {
    const name = line.cells[0] ?? "";
    const head = !begun && HEADS.includes(folded(name));
    begun ||= name !== "";
    const why = head || name === "" ? null : takeLine(line, found.figures);
    if (why !== null) {
      found.mistakes.push({ line: line.number, column: 1, why });
    }
  }
  return found;
}
