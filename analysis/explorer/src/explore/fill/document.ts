/* A case as the page's document. */

import { type Document, FORMAT, type Measure, type Providers, type Section } from "../../document.ts";
import { ownNote, worldsNote } from "../../words/explorer.ts";
import { FIT } from "../fit.ts";
import { daysOf, type Resolved, recipientsOf, stepsOf } from "../resolved.ts";
import { answer, differences, levels, parties } from "./answer.ts";
import { type Case, ofPairs, overSpan } from "./case.ts";
import { claims } from "./claims.ts";
import { changeOf, levers } from "./levers.ts";
import { courses, money, paths, told } from "./over_time.ts";
import { peopleParties } from "./people.ts";
import { unitsSection } from "./units.ts";

/** Whence the program is. */
export interface Made {
  version: string;
  modelVersion: string;
  commit: string;
  /** The link by which it is opened again. */
  link: string;
}

function program(own: Case, made: Made): Document["program"] {
  return {
    version: made.version,
    model_version: made.modelVersion,
    commit: made.commit,
    created: "",
    command: "",
    seed: String(own.configs[0].run.seed ?? ""),
    compiler: "",
    flags: "",
    file: null,
  };
}

function arms(own: Case): Document["arms"] {
  return own.names.map((name, i) => ({
    name,
    title: own.titles[i] ?? { sv: name, en: name },
    base: i === 0,
    digests: own.found.pairs.map((pair) => (i === 0 ? pair.base : pair.arm).digest),
    config: own.jsons[i] ?? "",
  }));
}

const says = (config: Resolved, key: string): boolean => {
  const value = config.market?.[key];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== 0;
};

function providers(own: Case): Providers {
  const markets = own.configs.filter((config) => config.market !== undefined);
  const chosen = markets.some((config) => says(config, "lov") || says(config, "lou"));
  const firms = chosen || markets.some((config) => says(config, "externals"));
  const leaving = (side: "base" | "arm"): number =>
    ["firms_leaving", "terminations"].reduce((sum, measure) => {
      const values = ofPairs(own, (run) => overSpan(own, run, measure))[side].filter((value) => !Number.isNaN(value));
      return sum + (values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : 0);
    }, 0);
  return {
    who: chosen ? "chosen" : markets.length > 0 ? "given" : "alone",
    several: firms || markets.some((config) => says(config, "split")),
    paid: told(own).length > 5,
    leaving: firms ? [leaving("base"), leaving("arm")] : null,
  };
}

function about(own: Case): Document["about"] {
  const [base, arm] = own.configs;
  const { place } = own.state;
  const days = [...stepsOf(base), ...stepsOf(arm)].map((step) => step.day);
  const { pairs, worlds } = own.found;
  return {
    municipalities: place.kind === "own" ? [place.name] : base.municipalities.map(({ name }) => name),
    recipients: recipientsOf(base),
    replicates: pairs.length,
    days: daysOf(base),
    burn_in_days: Number(base.run["run.burn_in_days"]),
    period_days: Number(base.run["record.period_days"]),
    changes_begin: days.length > 0 ? Math.min(...days) : null,
    year: own.told.year || null,
    price_level: own.told.price_level || null,
    law: own.told.law.sv === "" ? null : own.told.law,
    providers: providers(own),
    worlds: { tried: worlds.length, of: own.pairs },
    grounds: null,
  };
}

/** Measures that something in a document names. */
function named(value: unknown, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const own of value) named(own, into);
  else if (typeof value === "object" && value !== null) {
    for (const [key, own] of Object.entries(value)) {
      if (key === "measure" && typeof own === "string") into.add(own);
      else named(own, into);
    }
  }
  return into;
}

function measuresOf(own: Case, parts: unknown): Record<string, Measure> {
  const names = named(parts, new Set());
  const found = own.tillit.measures.filter(({ name }) => names.has(name));
  return Object.fromEntries(found.map((measure) => [measure.name, own.limits.shown(measure)]));
}

function sections(own: Case, all: ReturnType<typeof differences>): Section[] {
  const changes = new Map(all.map(({ measure, cells }) => [measure, cells[0]?.change.mean ?? null]));
  const units = unitsSection(own, changes);
  return units === null ? [] : [units];
}

const NO_ANSWER = {
  answers: [],
  paths: [],
  levels: null,
  differences: [],
  parties: [],
  money: [],
  claims: [],
  pilot: null,
  fit: [],
  sections: [],
  notes: [],
};

/** The question before anything was run. */
export const emptyOf = (own: Case, made: Made): Document => ({ ...headOf(own, made, []), courses: [], ...NO_ANSWER });

function headOf(own: Case, made: Made, parts: unknown) {
  return {
    format: FORMAT as typeof FORMAT,
    kind: "explorer" as const,
    program: program(own, made),
    title: own.told.title,
    question: own.told.question,
    about: about(own),
    measures: measuresOf(own, parts),
    arms: arms(own),
    change: changeOf(own),
    levers: levers(own),
  };
}

export function documentOf(own: Case, made: Made): Document {
  const all = differences(own);
  const shownMeasures = all.filter(
    ({ measure }) => !/^cost_(?!per_hour)/.test(measure) && measure !== "language_match",
  );
  const parts = {
    answers: [answer(own, shownMeasures)],
    courses: courses(own),
    paths: paths(own),
    levels: levels(own, shownMeasures),
    differences: shownMeasures,
    parties: [...peopleParties(own), ...parties(own)],
    money: money(own),
    claims: claims(own),
  };
  return {
    ...headOf(own, made, parts),
    ...parts,
    pilot: null,
    fit: FIT,
    sections: sections(own, all),
    notes: [worldsNote(own.pairs), ...(own.state.place.kind === "own" ? [ownNote] : [])],
  };
}
