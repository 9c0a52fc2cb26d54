/* What a state starts from, as the library reads it: the arms that there are, which two are compared, and what they are. */

import type { Text } from "../document.ts";
import type { Files, Question } from "../engine/messages.ts";
import { type Experiment, type Tillit, TillitError } from "../engine/tillit.ts";
import { type Preset, presetOf } from "./preset.ts";
import { BEFORE, type Equal, type Ground, questionText, type Words, wholeText } from "./question.ts";
import { daysOf, resolvedOf } from "./resolved.ts";
import { isMoved, type State } from "./state.ts";

/** An experiment's own account of itself, as far as it is used. */
export interface Told {
  title: Text;
  question: Text;
  year: number;
  price_level: number;
  law: Text;
  arms: { name: string; title: Text; equal_cost: EqualTold | null }[];
  outcomes: string[];
  claims: ClaimTold[];
  windows: WindowTold[];
  evaluation: { arm: string; without: string } | null;
}

interface EqualTold {
  lever: string;
  value: number;
  since?: number;
  outcome?: string;
  days?: [number, number];
}

export interface ClaimTold {
  name: string;
  text: Text;
  outcome: string;
  contrast: [string, string];
  direction: "higher" | "lower";
  smallest: number;
  note?: Text;
  course?: string;
  groups?: [string, string];
  against?: string;
  level?: Record<string, number>;
}

export interface WindowTold {
  name: string;
  days: [number, number];
  areas?: number[];
  units?: string;
  where?: Record<string, unknown>;
}

export const toldOf = (experiment: Experiment): Told => JSON.parse(experiment.json) as Told;

/** Arms of which each is compared with those that its claims compare it with, and with the first. */
export function contrastsOf(told: Pick<Told, "arms" | "claims">): [arm: string, base: string][] {
  const [first, ...others] = told.arms.map((arm) => arm.name);
  return others.flatMap((arm) => {
    const own = told.claims.filter((claim) => claim.contrast[0] === arm && claim.contrast[1] !== arm);
    const bases = new Set([...own.map((claim) => claim.contrast[1]), first ?? ""]);
    return [...bases].map((base): [string, string] => [arm, base]);
  });
}

export interface Standing {
  ground: Ground;
  /** The whole preset, or what a question of one's own tells of itself before anything is moved. */
  told: Told;
}

export const NAME = "experiments/question.yaml";

export function questionOf(text: string, sets: string[] = []): Question {
  return { text, name: NAME, municipality: null, sets, files: {} };
}

/** The question cannot be put so: the library's messages, in the languages that it has them in. */
export class Refused extends Error {
  constructor(readonly why: Text) {
    super(why.en);
  }
}

function refusalIn(tillit: Tillit, question: Question, language: "SWEDISH" | "ENGLISH"): string {
  try {
    tillit.experiment(question, language).free();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Throws what the library says of a text in both languages. */
function experimentOf(tillit: Tillit, question: Question): Experiment {
  try {
    return tillit.experiment(question);
  } catch (error) {
    if (!(error instanceof TillitError)) throw error;
    throw new Refused({ sv: error.message, en: refusalIn(tillit, question, "ENGLISH") });
  }
}

/** Does what follows with a handle, and frees it. */
export function reading<T>(tillit: Tillit, question: Question, use: (experiment: Experiment) => T): T {
  const experiment = experimentOf(tillit, question);
  try {
    return use(experiment);
  } finally {
    experiment.free();
  }
}

export function armConfig(experiment: Experiment, name: string): string {
  const config = experiment.config(experiment.arms.findIndex((arm) => arm.name === name));
  try {
    return config.json;
  } finally {
    config.free();
  }
}

const NO_WORDS: Text = { sv: "", en: "" };
const UNNAMED: Words = { title: NO_WORDS, question: NO_WORDS, before: NO_WORDS, change: NO_WORDS };

function asking(state: State, ground: Ground, defaults: (path: string) => number) {
  return {
    state,
    ground,
    words: UNNAMED,
    replicates: 1,
    defaults,
    areas: 1,
    balance: null,
    forth: null,
    always: false,
  };
}

const EMPTY = { today: {}, like: {}, equal: null } as unknown as Pick<Ground, "today" | "like" | "equal">;

/** Arms that cannot be a base: what makes them equal is left out of the text. */
const isBalanced = (told: Told, name: string): boolean =>
  told.arms.some((arm) => arm.name === name && arm.equal_cost !== null);

/**
 * With something moved the arm is compared with itself without it, all else equal, unless another base is asked for: else nobody
 * could tell the lever's effect from the preset's. Where a cost is made equal there is no such base.
 */
const isBesideItself = (state: State, told: Told, arm: string): boolean =>
  isMoved(state) && !state.locked && !isBalanced(told, arm) && (state.base === null || state.base === arm);

/** The pair that is asked for, where there is one such, or else the first that the preset compares. */
export function pairOf(state: State, told: Told): [arm: string, base: string] {
  const pairs = contrastsOf(told).filter(([, base]) => !isBalanced(told, base));
  const names = told.arms.map((arm) => arm.name);
  const arm = state.arm !== null && names.includes(state.arm) ? state.arm : (pairs[0]?.[0] ?? names[1] ?? "");
  if (isBesideItself(state, told, arm)) return [arm, arm];
  const own = pairs.find(([name]) => name === arm)?.[1] ?? names[0] ?? "";
  const asked =
    state.base !== null && names.includes(state.base) && state.base !== arm && !isBalanced(told, state.base);
  return [arm, asked ? (state.base as string) : own];
}

function equalTold(told: Told, arm: string, days: number): Equal | null {
  const own = told.arms.find(({ name }) => name === arm)?.equal_cost ?? null;
  if (own === null) {
    return null;
  }
  return { outcome: own.outcome ?? "cost", lever: own.lever, days: own.days ?? [0, days], since: own.since ?? null };
}

/** Has the arm, or one that it extends, or all of them, a history to part from? */
function hasHistory(preset: Preset, arm: string): boolean {
  const own = preset.arms.find((item) => item.name === arm);
  const above = own?.extends ?? null;
  return (
    preset.parts.has("before") || /\bbefore: /.test(own?.text ?? "") || (above !== null && hasHistory(preset, above))
  );
}

function ofPreset(tillit: Tillit, state: State, preset: Preset, defaults: (path: string) => number): Standing {
  return reading(tillit, questionOf(wholeText(state, preset, defaults)), (experiment) => {
    const told = toldOf(experiment);
    const [arm, base] = pairOf(state, told);
    const today = resolvedOf(armConfig(experiment, base));
    const like = resolvedOf(armConfig(experiment, arm));
    const equal = equalTold(told, arm, daysOf(today));
    return { told, ground: { preset, base, arm, today, like, hasHistory: hasHistory(preset, arm), equal } };
  });
}

function ofOwn(tillit: Tillit, state: State, defaults: (path: string) => number): Standing {
  const ground: Ground = { ...EMPTY, preset: null, base: BEFORE, arm: null, hasHistory: true };
  const still = { ...state, levers: {}, steering: null, back: null, locked: false };
  return reading(tillit, questionOf(questionText(asking(still, ground, defaults))), (experiment) => {
    const today = resolvedOf(armConfig(experiment, BEFORE));
    return { told: toldOf(experiment), ground: { ...ground, today, like: today } };
  });
}

/** What the state starts from. Throws Refused where it cannot be asked so. */
export function standingOf(tillit: Tillit, state: State, files: Files): Standing {
  const defaults = (path: string): number => tillit.parameters.get(path)?.default_value ?? Number.NaN;
  if (state.preset === null) {
    return ofOwn(tillit, state, defaults);
  }
  return ofPreset(tillit, state, presetOf(files[`experiments/${state.preset}.yaml`] ?? ""), defaults);
}
