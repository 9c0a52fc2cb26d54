/*
 * The contract: what a filled page holds. Both fillers (the explorer's runs in the browser, and the Python report) make exactly
 * this, and src/page draws nothing else. Plain data that JSON can hold: numbers are numbers, and there is no markup.
 *
 * What is said about numbers (better, worse, sentences, units, forms of numbers) is said by src/words, once. Words in a Document are
 * only what the page cannot know: titles, questions, labels of the model's parameters and measures, and prose of sections.
 *
 * A day is counted from the start of what is measured, and a span [from, to) holds its first day and not its last. Shares are 0-1.
 * Amounts are in the measure's own unit. "arm" and "base" are places in Document.arms. null stands where there is nothing.
 */

export const FORMAT = 1;

export interface Text {
  sv: string;
  en: string;
}

/** A mean and half of its 95 % interval. mean null: it cannot be said; half null: one replicate tells nothing of it. */
export interface Estimate {
  mean: number | null;
  half: number | null;
}

/** Days after a change, with the ends of the 95 % interval. "never": not within the time that was run; null: cannot be said. */
export interface Time {
  day: number | "never" | null;
  low: number | "never" | null;
  high: number | "never" | null;
}

export type Days = [from: number, to: number];

/** Which days and units a figure is over. `units` as the model writes them: "all", "pilot", "others", "areas 1, 2; kind small". */
export interface Span {
  days: Days;
  units: string;
}

export interface Document {
  format: typeof FORMAT;
  kind: "explorer" | "run" | "compare" | "experiment" | "sweep";
  program: Program;
  title: Text;
  question: Text | null;
  about: About;
  /** Every measure that is named anywhere below, by its name in the model. */
  measures: Record<string, Measure>;
  /** At least one. The first is the one others are compared with where nothing else is said. */
  arms: Arm[];
  /** When arms part on a measured day; null where they differ from the start. */
  change: Change | null;
  /** What differs between arms, or what is changed in the only one. */
  levers: Lever[];
  /** An arm beside another. The first is what the first screen tells. None in a run or a sweep. */
  answers: Answer[];
  /** Levels over time: the five, and then any others that are drawn. */
  courses: Course[];
  /** What courses come to after the change: the dip, when it is over, the level in the end. */
  paths: Path[];
  /**
   * Means by arm over a span, and every measure of every answer: those of src/words/groups.ts that there are, and any others that
   * were asked for. The page puts them into groups.
   */
  levels: Levels | null;
  differences: Difference[];
  /** Further parties that gain or lose, which measures alone do not tell: areas, languages, heavy users. In the order of answers. */
  parties: Party[];
  /** What it costs in years after the change, by item. */
  money: Money[];
  claims: Claim[];
  pilot: Pilot | null;
  /** The model beside published figures, as `make validate` last found it. */
  fit: Fit[];
  /** What only some documents have: a market, a purchaser, a sweep. What the model cannot see and the words stand in src/words. */
  sections: Section[];
  /** What else must be known to read the answers than the page says by itself; stands near the top. */
  notes: Text[];
}

export interface Program {
  version: string;
  model_version: string;
  commit: string;
  /** ISO 8601 with a zone, "2026-11-27T19:04:00Z"; "" where no clock may be read. */
  created: string;
  /** As a user would write it, without folders; "" in the explorer. */
  command: string;
  seed: string;
  compiler: string;
  flags: string;
  /** The result file's name without folders; null in the explorer. */
  file: string | null;
}

export interface About {
  municipalities: string[];
  recipients: number | null;
  replicates: number;
  /** All measured days. */
  days: number;
  burn_in_days: number;
  /** Length of a period of the courses. */
  period_days: number | null;
  /** The day of the first change in any arm. */
  changes_begin: number | null;
  year: number | null;
  price_level: number | null;
  law: Text | null;
  providers: Providers;
  /** Points of all uncertain assumptions at which this was tried, and how many will be; null: not tried. */
  worlds: { tried: number; of: number } | null;
  /** What `tillit claims` examined; null: nothing. */
  grounds: { knocked_out: number; replicates: number; model_version: string } | null;
}

export interface Providers {
  /** The municipality alone; providers that are given; or providers that people choose or that win tenders. */
  who: "alone" | "given" | "chosen";
  /** Several at least in one arm, its own parts counted. */
  several: boolean;
  /** Whether some are paid, so that what the municipality pays is another thing than what care costs. */
  paid: boolean;
  /** How many leave in a year, by arm; null where nobody can. */
  leaving: number[] | null;
}

export interface Measure {
  /** The model's long name. The page has shorter ones for what it tells most. */
  name: Text;
  /** The model's own unit: "1", "SEK/yr", "h/yr", "persons" and so on. */
  unit: string;
  /** How the model says that it is told to people: a share in per cent. */
  telling: "share" | "index" | "ratio" | "amount";
  /** 1: more is better, -1: less is, 0: neither. */
  better: 1 | -1 | 0;
  /** From which difference on it matters, unless a claim says otherwise; as a share of the level where `of_level`. */
  smallest: { value: number; of_level: boolean; source: Text } | null;
  /** What is plausible for Swedish home care. The page marks levels outside, and changes that are larger. */
  plausible: {
    low: number | null;
    high: number | null;
    change: { value: number; of_level: boolean } | null;
    source: Text;
  } | null;
  /** A published figure as people write it, and where it stands; null: none. */
  published: { figure: Text; source: Text } | null;
}

export interface Arm {
  name: string;
  title: Text;
  /** Goes on as before: drawn as the baseline. */
  base: boolean;
  /** One digest a replicate. */
  digests: string[];
  /** The whole configuration as JSON. */
  config: string;
}

export interface Change {
  day: number;
  /** Where it comes step by step: the day on which it is complete. */
  until: number | null;
  /** The day on which everything goes back. */
  back: number | null;
}

export interface Lever {
  name: string;
  label: Text;
  group: Text | null;
  /** By arm, in the order of time; none where the arm has nothing of it. */
  values: Step[][];
}

export interface Step {
  /** 0: from the start. */
  day: number;
  value: number | null;
  /** What the value is called, where it has a name; null: the number is shown. */
  word: Text | null;
  ramp_days: number;
  /** In which part; null: everywhere. */
  where: Text | null;
}

export type Judgement =
  | "better"
  | "worse"
  | "negligible"
  | "undecided"
  | "perhaps better"
  | "perhaps worse"
  | "unjudged";

export interface Answer {
  arm: number;
  base: number;
  span: Span;
  /** What of the arm is made equal to the base, and by which lever. */
  equal: { measure: string; days: Days | null; lever: Text; value: number } | null;
  /** satisfied, missed_share, staff_met, sick_share, cost; then municipal_cost where providers of both arms are paid. */
  five: Finding[];
  /** Others that surely matter, the largest in smallest differences first. */
  others: Finding[];
  break_even: BreakEven | null;
}

export interface Finding {
  measure: string;
  level: Estimate;
  base_level: Estimate;
  change: Estimate;
  smallest: number | null;
  judgement: Judgement;
  /** In which plausible worlds; null: not tried. */
  worlds: Worlds | null;
}

/** Shares of the tried; the rest cannot be said. No verdict is shown before tried is of. */
export interface Worlds {
  better: number;
  worse: number;
  negligible: number;
  tried: number;
  of: number;
}

/**
 * When an arm has cost no more than its base in all, since they began to differ. month: from `month` on for good; start: never
 * dearer; never: not within the run; same: no difference; equal: made equal; undecided: cannot be said.
 */
export interface BreakEven {
  kind: "month" | "never" | "start" | "same" | "equal" | "undecided";
  month: number | null;
  after_change: boolean;
}

export type Series = (number | null)[];

export interface Course {
  measure: string;
  /** Middle of each period. */
  days: number[];
  /** The base among them. */
  arms: { arm: number; mean: Series; band: Band | null }[];
}

/**
 * Beside a base: the ends of the 95 % interval of the paired difference, put upon the base's mean, so that a difference is certain
 * where the band does not reach the base's line; none of the base itself. Without a base: that of the level. null: one replicate.
 */
export interface Band {
  low: Series;
  high: Series;
}

/** Differences of an arm from its base after the change. */
export interface Path {
  measure: string;
  arm: number;
  base: number;
  change_day: number;
  /** Days on which the arm changes again. */
  later: number[];
  dip: Estimate;
  /** The lowest quarter. */
  dip_days: Days | null;
  /** How long until the dip is over, the old level is passed for good, and half of the way is gone. */
  over: Time;
  passed: Time;
  half_way: Time;
  level: Estimate;
  level_days: Days;
  settled: "yes" | "no" | "unknown";
}

export interface Levels {
  span: Span;
  /** Cells by arm. */
  rows: { measure: string; cells: Estimate[] }[];
}

export interface Difference {
  measure: string;
  /** By answer. */
  cells: Finding[];
}

export interface Party {
  title: Text;
  rows: Difference[];
}

export interface Money {
  arm: number;
  base: number;
  /** What the base costs a year after the change. */
  base_cost: number | null;
  /** In SEK. The item "cost" is all of it. `years` holds years 1-3, null where the run is shorter; `dip`: until the dip is over. */
  items: { measure: string; dip: Estimate | null; years: (Estimate | null)[] }[];
}

export interface Claim {
  name: string;
  /** What it says, as the experiment words it. */
  text: Text;
  measure: string;
  arm: number;
  base: number;
  span: Span;
  /** Of the course: "dip", "dip_days", "passed", "half_way", "settled"; null: of the span's means. */
  course: string | null;
  /** A claim on a level within limits and not on a difference. */
  level: boolean;
  /** The two that are compared within the arm, as the model writes them: "external", or a provider's number. */
  groups: [first: string, second: string] | null;
  direction: "higher" | "lower";
  smallest: number;
  /** A difference or a time; both null: the result file does not hold it. */
  change: Estimate | null;
  time: Time | null;
  verdict: "supported" | "opposite" | "negligible" | "undecided" | "none";
  /** Shares of plausible worlds in which it holds, and the opposite; null: not tried. */
  worlds: { holds: number; opposite: number; tried: number; of: number } | null;
  /** null: not examined. assumptions: without any of which it falls; none of them: it hangs on no single one. */
  rests_on: { kind: "arithmetic" | "assumptions" | "fell"; assumptions: Text[] } | null;
  /** Whether the measure answers to what differs; null: not examined. */
  reach: Reach | null;
  note: Text | null;
}

/**
 * What `tillit claims` found when what differs was moved as far as is allowed. same: not as the alternatives stand, exactly the same
 * figures; moves: yes; further: only where more differs; none: never; too_small: never by enough; open: cannot be said.
 */
export interface Reach {
  kind: "same" | "moves" | "further" | "none" | "too_small" | "open";
  /** The largest difference that was met, and the lever and its value there (null: all together). */
  largest: { change: Estimate; lever: Text | null; value: number | null } | null;
}

/** What evaluations of a pilot would find, beside the true effect. */
export interface Pilot {
  before: Days;
  after: Days;
  /** Before and after, difference in differences, true effect. */
  rows: { measure: string; found: Estimate[]; judgements: Judgement[] }[];
}

export interface Fit {
  label: Text;
  model: Text;
  published: Text;
  year: string;
  source: string;
  role: "fitted" | "predicted" | "bound" | "input" | "aside";
  verdict: string;
}

/** `id` is an anchor, of small letters and hyphens. */
export interface Section {
  id: string;
  title: Text;
  blocks: Block[];
}

export type Block =
  | { kind: "text"; text: Text }
  | { kind: "note"; text: Text }
  | { kind: "heading"; id: string; text: Text }
  | { kind: "list"; items: Text[] }
  | { kind: "terms"; items: { term: Text; meaning: Text }[] }
  | { kind: "table"; caption: Text; columns: Text[]; rows: Row[] }
  | Chart
  | { kind: "bars"; caption: Text; unit: Text; rows: { label: Text; parts: { label: Text; value: number }[] }[] }
  | { kind: "more"; title: Text; blocks: Block[] };

/** Lines with bands. `days`: `at` is measured days, and the change is drawn; otherwise `at` is a factor's values. */
export interface Chart {
  kind: "chart";
  caption: Text;
  x: Text;
  /** null: what the measure is called, with its unit. */
  y: Text | null;
  days: boolean;
  /** The measure says how numbers are written; null: as numbers are. */
  measure: string | null;
  at: number[];
  /** `arm`: drawn as that arm is everywhere; null: none of them. */
  series: { title: Text; arm: number | null; mean: Series; low: Series; high: Series }[];
}

/** The first column is the row's heading; `group` begins a group of rows, and its cells are empty. */
export interface Row {
  head: Text;
  group: boolean;
  cells: Cell[];
}

export type Cell =
  | { kind: "text"; text: Text; note: Text | null }
  /** Of no measure; the row's or the column's heading says the unit. */
  | { kind: "number"; value: Estimate; decimals: number }
  | { kind: "level"; measure: string; value: Estimate }
  | { kind: "change"; value: Finding };
