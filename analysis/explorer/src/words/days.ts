/* Days, months and dates as people say them. */

import type { Days, Span, Text, Time } from "../document.ts";
import { decimal } from "./numbers.ts";
import { EMPTY, join, type Language, NONE, text, together } from "./text.ts";

export const YEAR = 364; // days, as of all years in experiments: whole weeks and periods
export const MONTH = 365 / 12;

export const spanOfDays = ([from, to]: Days): Text => text(`dag ${from}–${to}`, `days ${from}–${to}`);

export const months = (days: number): Text => decimal(days / MONTH, 0);

const YEARS = {
  sv: " ett två tre fyra fem sex sju åtta nio tio elva tolv".split(" "),
  en: " one two three four five six seven eight nine ten eleven twelve".split(" "),
};

function inYears(halves: number): Text {
  const years = Math.floor(halves / 2);
  const [sv, en] = [YEARS.sv[years], YEARS.en[years]];
  if (halves === 1) return text("ett halvår", "half a year");
  if (halves % 2 === 1) return text(`${sv} och ett halvt år`, `${en} and a half years`);
  return text(`${sv} år`, years > 1 ? `${en} years` : "a year");
}

/** In years and halves of one, where it is that to within two weeks; else in months or days. */
export function duration(days: number): Text {
  const halves = Math.round((2 * days) / YEAR);
  if (halves >= 1 && halves <= 24 && Math.abs(days - (halves * YEAR) / 2) <= 14) return inYears(halves);
  return days > 2 * MONTH ? join(months(days), text(" månader", " months")) : text(`${days} dagar`, `${days} days`);
}

/** How long something is followed, what came before that is shown, and when the first change comes. */
export function period(days: number, burnIn: number, change: number | null): Text {
  const [followed, settling] = [duration(days), duration(burnIn)];
  const before = text(
    `, efter ${settling.sv}s insvängning som inte visas`,
    `, after ${settling.en} of settling in that is not shown`,
  );
  const later = duration(change ?? 0);
  return join(
    text(`följs i ${followed.sv}`, `followed for ${followed.en}`),
    burnIn > 0 ? before : "",
    change ? text(`; förändringen kommer efter ${later.sv}`, `; the change comes after ${later.en}`) : "",
  );
}

/* ---- which units ---------------------------------------------------------------------------------------------- */

const GROUPS: Record<string, Text> = {
  all: text("alla enheter", "all units"),
  external: text("externa utförare", "external providers"),
  municipal: text("egen regi", "municipal providers"),
  small: text("små företag", "small firms"),
  large: text("stora företag", "large firms"),
  nonprofit: text("idéburna utförare", "non-profit providers"),
  outlying: text("ytterområden", "outlying areas"),
  ordinary: text("övriga områden", "other areas"),
  pilot: text("pilotens enheter", "the pilot's units"),
  others: text("de andra enheterna", "the other units"),
};

const NUMBERED: Record<string, string> = {
  areas: "område",
  units: "enhet",
  providers: "utförare",
  municipalities: "kommun",
};

const FIRMS = ["small", "large", "nonprofit"];

/** A group by its name, or a provider by its number. */
export const groupOf = (name: string): Text => GROUPS[name] ?? text(`utförare ${name}`, `provider ${name}`);

function kinds(names: string[]): Text {
  const areFirms = FIRMS.every((name) => names.includes(name)) && names.length === FIRMS.length;
  const own = areFirms ? groupOf("external") : together(names.map(groupOf), ", ");
  const isOwn = names.length === 1 && names[0] === "municipal";
  return isOwn ? own : join(own, text(" som finns kvar", " that are still there"));
}

/** "areas 1, 2" or "kind small". */
function part(own: string): Text {
  const [kind = "", ...rest] = own.split(" ");
  const numbers = rest.join(" ");
  if (kind === "kind") return kinds(numbers.split(", "));
  return GROUPS[own] ?? text(`${NUMBERED[kind] ?? kind} ${numbers}`, own);
}

export const unitsOf = (units: string): Text => together(units.split("; ").map(part), ", ");

export const spanOf = (own: Span): Text => join(spanOfDays(own.days), ", ", unitsOf(own.units));

/* ---- times after a change ------------------------------------------------------------------------------------- */

const NEVER = text("inte inom tiden", "not within the run");

const month = (days: number): Text => join(text("månad ", "month "), months(days));

function interval({ low, high }: Time): Text {
  if (typeof low !== "number" || low === high) return EMPTY;
  if (high === "never")
    return join(
      text("tidigast månad ", "month "),
      months(low),
      text(", kanske inte inom tiden", " at the earliest, perhaps not within the run"),
    );
  return high === null ? EMPTY : join(text("månad ", "months "), months(low), "–", months(high));
}

export interface Told {
  said: Text;
  note: Text;
}

/** A time after a change, and its interval. */
export function when(own: Time): Told {
  if (own.day === null) return { said: NONE, note: EMPTY };
  if (own.day === "never") {
    const perhaps =
      typeof own.low === "number" ? join(text("kanske månad ", "perhaps month "), months(own.low)) : EMPTY;
    return { said: NEVER, note: perhaps };
  }
  return { said: own.day > 0 ? month(own.day) : text("genast", "at once"), note: interval(own) };
}

/* ---- dates ---------------------------------------------------------------------------------------------------- */

const NAMES = {
  sv: "januari februari mars april maj juni juli augusti september oktober november december".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/** "27 november 2026" of an ISO date; as it stands where it is none. */
export function date(iso: string, language: Language): string {
  const [, year, own, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  const name = NAMES[language][Number(own) - 1];
  return name === undefined ? iso : `${Number(day)} ${name} ${year}`;
}

export const dated = (iso: string): Text => text(date(iso, "sv"), date(iso, "en"));

/** The month of a day, the first being 1. */
export const monthOf = (day: number): number => Math.floor(day / MONTH) + 1;
