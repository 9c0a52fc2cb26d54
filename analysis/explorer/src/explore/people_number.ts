/* A number as people write it: "1 200", "28,5", "ca 350", "30-40", "16 %". The rules are those of `tillit new-municipality`
 * (model/config/people_number.c), so that the form of the page and the command take and refuse the same. */

export interface PeopleNumber {
  written: "nothing" | "number" | "about" | "ends" | "other";
  value: number;
  /** Of "30-40". */
  otherEnd: number;
  /** What it is if its mark groups thousands: "1.200"; NaN: it cannot. */
  grouped: number;
  perCent: boolean;
  /** What follows, in small letters. */
  unit: string;
}

const UNKNOWN = [
  "",
  "-",
  "?",
  "..",
  "vet ej",
  "vet inte",
  "okänt",
  "saknas",
  "uppgift saknas",
  "ej känt",
  "inte känt",
  "unknown",
  "not known",
  "n/a",
];
const ABOUT = [
  "ca.",
  "ca",
  "c:a",
  "cirka",
  "omkring",
  "ungefär",
  "runt",
  "drygt",
  "knappt",
  "circa",
  "approx.",
  "approx",
  "about",
  "around",
  "roughly",
  "~",
];
const TO = ["-", "till", "to"];
const PER_CENT = ["%", "procent", "per cent", "percent"];
const SPACES = /[ \t\r\n\u00a0\u202f\u2009\ufeff]+/g;
const DASHES = /[\u2212\u2013\u2011]/g;

/** Small letters, single spaces, plain dashes: what texts of people are compared by. */
export function folded(text: string): string {
  return text.replace(DASHES, "-").replace(SPACES, " ").trim().toLowerCase();
}

/** What follows one of the words, which ends there or before a space or digit; null after none. */
function afterOneOf(text: string, words: string[]): string | null {
  for (const word of words) {
    const rest = text.slice(word.length);
    if (text.startsWith(word) && /^($|[ \d])/.test(rest)) {
      return rest.trimStart();
    }
  }
  return null;
}

/** Do marks before `end` stand before groups of three digits, the first after at most three? */
function groups(digits: string, end: number, mark: string): boolean {
  const parts = digits.slice(0, end).replace("-", "").split(mark);
  return parts.length > 1 && (parts[0] ?? "").length <= 3 && parts.slice(1).every((part) => /^\d{3}(?!\d)/.test(part));
}

/** "1.200,5" and "1,200.5" are certain; one mark alone is a decimal comma or point. NaN: no number. */
function numberIn(digits: string): { value: number; grouped: number } {
  const none = { value: Number.NaN, grouped: Number.NaN };
  const comma = digits.indexOf(",");
  const point = digits.indexOf(".");
  if (comma >= 0 && point >= 0) {
    const [last, first] = point > comma ? [".", ","] : [",", "."];
    const at = digits.indexOf(last);
    const certain = digits.indexOf(last, at + 1) < 0 && groups(digits, at, first);
    return certain ? { value: plain(digits.replaceAll(first, "")), grouped: Number.NaN } : none;
  }
  const mark = comma >= 0 ? "," : ".";
  const marks = digits.split(mark).length - 1;
  const grouped =
    marks > 0 && !digits.startsWith("0") && groups(digits, digits.length, mark)
      ? Number(digits.replaceAll(mark, ""))
      : Number.NaN;
  return { value: marks > 1 ? grouped : plain(digits), grouped };
}

function plain(digits: string): number {
  return /^-?\d/.test(digits) ? Number(digits.replace(",", ".")) : Number.NaN;
}

/** The digits at the beginning with their groups and marks, "1 200,5" as "1200,5", and what follows. */
function take(text: string): [digits: string, rest: string] {
  const found = /^-?\d(?:\d| (?=\d{3}(?!\d))|[,.](?=\d))*|^-/.exec(text)?.[0] ?? "";
  return [found.replaceAll(" ", ""), text.slice(found.length)];
}

function afterPerCent(rest: string, number: PeopleNumber): string {
  const after = afterOneOf(rest.trimStart(), PER_CENT);
  number.perCent ||= after !== null;
  return after ?? rest.trimStart();
}

function readRest(text: string, number: PeopleNumber): void {
  let rest = afterPerCent(text, number);
  const end = afterOneOf(rest, TO);
  if (end !== null && /^\d/.test(end)) {
    const [digits, after] = take(end);
    number.otherEnd = numberIn(digits).value;
    number.written = Number.isNaN(number.otherEnd) ? "other" : "ends";
    rest = afterPerCent(after, number);
  }
  number.unit = rest;
}

export function peopleNumber(text: string): PeopleNumber {
  const own = folded(text);
  const number: PeopleNumber = {
    written: "other",
    value: Number.NaN,
    otherEnd: Number.NaN,
    grouped: Number.NaN,
    perCent: false,
    unit: "",
  };
  if (UNKNOWN.includes(own)) {
    return { ...number, written: "nothing" };
  }
  const after = afterOneOf(own, ABOUT);
  const [digits, rest] = take(after ?? own);
  Object.assign(number, numberIn(digits));
  if (!Number.isNaN(number.value)) {
    number.written = after === null ? "number" : "about";
    readRest(rest, number);
  }
  return number;
}
