/* What measures are called, and their amounts, no more exact than they deserve. */

import type { Estimate, Measure, Text } from "../document.ts";
import { decimal, short, signed } from "./numbers.ts";
import { capital, isEmpty, join, NONE, text } from "./text.ts";

export type Measures = Record<string, Measure>;

/** Where the model's own name is not plain enough. */
const NAMES: Record<string, Text> = {
  satisfied: text(
    "mycket eller ganska nöjda (efterliknar Socialstyrelsens brukarundersökning)",
    "very or fairly satisfied (emulates the national survey)",
  ),
  missed_share: text("uteblivna besök", "missed visits"),
  staff_met: text("personalkontinuitet: antal personal under 14 dagar", "continuity: different staff met in 14 days"),
  sick_share: text("sjukfrånvaro", "sick leave"),
  cost: text("kostnad per år", "cost a year"),
  strain: text("arbetsbelastning", "strain of staff"),
  quit_rate: text("andel som säger upp sig på ett år", "share who quit in a year"),
  undetected_hours: text(
    "beviljad tid som inte utförs och inte upptäcks",
    "granted time that is not delivered and not found",
  ),
  unmet_share: text("behov som inte får tid", "needed time that is not delivered"),
  delivery_sd: text("ojämn fördelning mellan personer", "uneven delivery between persons"),
  quality: text("besökens kvalitet", "quality of visits"),
  manager_trust: text("personalens tillit till chefen", "trust of staff in their manager"),
  manager_distrust: text("personalens misstro mot chefen", "distrust of staff in their manager"),
  knows_hourly: text("hur väl chefen känner timanställda", "how well the manager knows the hourly staff"),
  manager_load: text("chefens arbetsbörda", "the manager's work"),
  full_time_posts: text("betald tid", "paid time"),
  municipal_cost: text("vad kommunen betalar på ett år", "what the municipality pays a year"),
  society_cost: text("vad omsorgen kostar på ett år, vem som än bär det", "what care costs a year, whoever bears it"),
  registered_granted: text("registrerad tid, del av den beviljade", "registered time, share of the granted"),
  registered_share: text("registrerad tid, del av den utförda", "registered time, share of the delivered"),
  margin: text("externa utförares marginal, del av ersättningen", "margin of external providers, share of pay"),
  misbilled_share: text("ersättning för tid som inte getts", "pay for time that was not given"),
  firms_leaving: text("externa utförare som slutar på ett år, antal", "external providers that leave in a year"),
  seen_trust: text(
    "chefens tillit till personalen (lägre också när chefen vet mindre om hur besöken går)",
    "the manager's trust in staff (lower also when the manager knows less of how visits go)",
  ),
};

/** In a sentence and above a small picture. */
const BRIEF: Record<string, Text> = {
  satisfied: text("andel nöjda", "share satisfied"),
  missed_share: text("uteblivna besök", "missed visits"),
  staff_met: text("antal personal under 14 dagar", "staff met in 14 days"),
  sick_share: text("sjukfrånvaro", "sick leave"),
  cost: text("kostnad", "cost"),
  municipal_cost: text("vad kommunen betalar", "what the municipality pays"),
};

const UNITS: Record<string, Text> = {
  "h/yr": text("timmar per år", "hours a year"),
  "h/month": text("timmar per månad", "hours a month"),
  persons: text("personer", "persons"),
  "SEK/h": text("kr per timme", "SEK an hour"),
  sd: text("standardavvikelser", "standard deviations"),
  posts: text("årsarbetare", "full-time posts"),
  staff: text("anställda", "staff"),
  firms: text("företag", "firms"),
  visits: text("besök", "visits"),
  months: text("månader", "months"),
  d: text("dagar", "days"),
  "1/yr": text("per år", "a year"),
};

/** Of single measures: the model counts staff met in persons, and some of those without a unit may leave 0-1. */
const OWN_UNITS: Record<string, Text> = {
  staff_met: text("personal", "staff"),
  quality: text("index", "index"),
  manager_load: text("1 är hela arbetstiden", "1 is all working time"),
  delivery_sd: text("standardavvikelse", "standard deviation"),
};

/** Of what, where a share is told by a heading. */
const OF_WHAT: Record<string, Text> = {
  missed_share: text(" av besöken", " of visits"),
  sick_share: text(" av dagarna", " of days"),
  unmet_share: text(" av behovet", " of what is needed"),
  misbilled_share: text(" av ersättningen", " of pay"),
};

const MILLION = text("miljoner kr", "million SEK");
const KRONOR = text("kr per år", "SEK a year");
const PER_CENT = text("procent", "per cent");
const POINTS = text("procentenheter", "percentage points");
const POINT = text("procentenhet", "percentage point");
const SCALE = text("0–1", "0–1");

type Telling = "share" | "million" | "kronor" | "plain";

function known(measures: Measures, name: string): Measure {
  const own = measures[name];
  if (own === undefined) throw new Error(`the document does not say what '${name}' is; measures has to hold it`);
  return own;
}

function telling(measures: Measures, name: string): Telling {
  const own = known(measures, name);
  if (own.telling === "share") return "share";
  if (own.unit !== "SEK/yr") return "plain";
  return name === "cost_per_recipient" ? "kronor" : "million";
}

export const isShare = (measures: Measures, name: string): boolean => telling(measures, name) === "share";

const dimensionless = (own: Measure): boolean => own.unit === "" || own.unit === "1";

export const nameOf = (measures: Measures, name: string): Text => NAMES[name] ?? known(measures, name).name;

export const briefly = (measures: Measures, name: string): Text => BRIEF[name] ?? nameOf(measures, name);

/** The unit that a level is told in; of a difference of shares it is points. */
export function unitOf(measures: Measures, name: string, isChange = false): Text {
  const own = known(measures, name);
  const money = { share: isChange ? POINTS : PER_CENT, million: MILLION, kronor: KRONOR, plain: null };
  const plain = dimensionless(own) ? text("", "") : (UNITS[own.unit] ?? text(own.unit, own.unit));
  return money[telling(measures, name)] ?? OWN_UNITS[name] ?? plain;
}

/** A row's heading: the name with the unit of its levels, or of their differences. */
export function labelOf(measures: Measures, name: string, isChange = false): Text {
  const unit = unitOf(measures, name, isChange);
  const share = join(", ", unit, isChange ? "" : (OF_WHAT[name] ?? ""));
  const other = isEmpty(unit) && isChange ? unit : join(" (", isEmpty(unit) ? SCALE : unit, ")");
  return capital(join(nameOf(measures, name), telling(measures, name) === "share" ? share : other));
}

const scales: Record<Telling, number> = { share: 100, million: 1e-6, kronor: 1, plain: 1 };

export const scaleOf = (measures: Measures, name: string): number => scales[telling(measures, name)];

const DECIMALS: Record<string, number> = {
  "SEK/h": 0,
  "h/yr": 0,
  persons: 1,
  posts: 0,
  staff: 0,
  "h/month": 1,
  firms: 1,
  visits: 1,
  months: 1,
  d: 0,
};

/** Of a small municipality, differences are hundredths of a million. */
function decimalsOfMillions(value: number): number {
  const size = Math.abs(value);
  const isNaught = size < 0.5e4;
  return isNaught || size >= 1e8 ? 0 : size >= 1e6 ? 1 : 2;
}

/** Hours and kronor of a year in hundreds, and in tens where they are few. */
function inHundreds(value: number): number {
  const step = Math.abs(value) >= 1000 ? 100 : 10;
  return Math.round(value / step) * step;
}

export function amountOf(measures: Measures, name: string, value: number | null): Text {
  if (value === null) return NONE;
  const told = telling(measures, name);
  const unit = known(measures, name).unit;
  const whole = unit === "h/yr" || told === "kronor" ? inHundreds(value) : value;
  const plain = told === "kronor" ? 0 : (DECIMALS[unit] ?? 2);
  const decimals = told === "share" ? 1 : told === "million" ? decimalsOfMillions(value) : plain;
  return decimal(whole * scales[told], decimals);
}

export function changeOf(measures: Measures, name: string, value: number | null): Text {
  return signed(amountOf(measures, name, value));
}

export function withUnit(measures: Measures, name: string, amount: Text, isChange = false): Text {
  const unit = unitOf(measures, name, isChange);
  const isScale = dimensionless(known(measures, name)) && telling(measures, name) === "plain";
  return isScale || isEmpty(unit) ? amount : join(amount, "\u00a0", unit);
}

const isYearly = (measures: Measures, name: string): boolean => telling(measures, name) === "million";

/** A difference with its unit, or in words where digits would say nothing; money also in per cent of what it is compared with. */
export function differenceOf(measures: Measures, name: string, value: number | null, base: number | null = null): Text {
  const inWords = changeInWords(measures, name, value);
  if (inWords !== null) return inWords;
  const own = withUnit(measures, name, changeOf(measures, name, value), true);
  if (value === null || !base || !isYearly(measures, name)) return own;
  return join(own, " (", signed(decimal((100 * value) / base, 1)), "\u00a0%)");
}

/** With ±, as the appendix has it; a single replicate has none. */
export function withHalf(measures: Measures, name: string, own: Estimate, isChange: boolean): Text {
  const amount = isChange ? changeOf(measures, name, own.mean) : amountOf(measures, name, own.mean);
  return own.half === null || own.mean === null ? amount : join(amount, " ±", amountOf(measures, name, own.half));
}

/** A smallest difference that matters, in two digits at most. */
export function smallestOf(measures: Measures, name: string, value: number | null): Text {
  if (value === null) return NONE;
  const amount = short(Number((value * scaleOf(measures, name)).toPrecision(2)));
  const isOne = telling(measures, name) === "share" && amount.sv === "1";
  return isOne ? join(amount, "\u00a0", POINT) : withUnit(measures, name, amount, true);
}

/* ---- strain has no scale of its own: how much is said in words ------------------------------------------------ */

const SIZES = [
  { from: 0.3, lower: text("mycket lägre", "much lower"), higher: text("mycket högre", "much higher") },
  { from: 0.15, lower: text("lägre", "lower"), higher: text("högre", "higher") },
  { from: 0.05, lower: text("något lägre", "somewhat lower"), higher: text("något högre", "somewhat higher") },
];
const ALIKE = text("lika", "alike");

/** A difference where digits would say nothing; null: they do. */
export function changeInWords(measures: Measures, name: string, value: number | null): Text | null {
  if (value === null || known(measures, name).unit !== "sd") return null;
  const size = SIZES.find((own) => Math.abs(value) >= own.from);
  return size === undefined ? ALIKE : value < 0 ? size.lower : size.higher;
}

/** The same of a level, beside the median municipality's mean. */
export function levelInWords(measures: Measures, name: string, value: number | null): Text | null {
  const own = changeInWords(measures, name, value);
  return own === null ? null : own === ALIKE ? text("som i mediankommunen", "as in the median municipality") : own;
}
