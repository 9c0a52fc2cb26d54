/* From a state to a document: what is asked, what is run, and what comes of it. */

import type { Document, Estimate, Text } from "../document.ts";
import type { Files } from "../engine/messages.ts";
import type { Points } from "../engine/parts.ts";
import type { Experiment, Tillit } from "../engine/tillit.ts";
import { changedTitle, ownQuestion, ownTitle, TODAY } from "../words/explorer.ts";
import { realised } from "./fill/answer.ts";
import { type Case, daysOfPeople, measuresOf, overOf, VARIABLES, windowsOf } from "./fill/case.ts";
import { documentOf, emptyOf, type Made } from "./fill/document.ts";
import { armConfig, questionOf, reading, type Standing, standingOf, type Told, toldOf } from "./ground.ts";
import { movedOf } from "./levers.ts";
import type { LimitTable } from "./limits.ts";
import type { Municipality } from "./municipalities.ts";
import { drawn, pairsFor, setsOf } from "./pairs.ts";
import {
  type Asking,
  armOf,
  type Balance,
  type Equal,
  equalOf,
  lastDay,
  questionText,
  type Words,
} from "./question.ts";
import { areasOf, daysOf, endOf, type Resolved, recipientsOf, resolvedOf } from "./resolved.ts";
import { isMoved, type State } from "./state.ts";
import type { Found, Plan } from "./trial.ts";

/** What an answer is made with. */
export interface Engine {
  tillit: Tillit;
  files: Files;
  points: Points;
  limits: LimitTable;
  municipalities: Municipality[];
}

/** A question that is ready to be run. */
export interface Prepared {
  state: State;
  standing: Standing;
  asking: Asking;
  equal: Equal | null;
  plan: Plan;
  /** The text with a value of the lever that makes equal. */
  text: (value: number | null) => string;
  told: Told;
  jsons: [base: string, arm: string];
  configs: [Resolved, Resolved];
  parting: number;
}

// ---- words --------------------------------------------------------------------------------------------------------

function placeName(engine: Engine, state: State, today: Resolved): Text {
  if (state.place.kind === "own") return { sv: state.place.name, en: state.place.name };
  const slug = state.place.kind === "named" ? state.place.slug : null;
  const name = engine.municipalities.find((own) => own.slug === slug)?.name ?? today.municipalities[0]?.name ?? "";
  return { sv: name, en: name };
}

function wordsOf(engine: Engine, state: State, { ground, told }: Standing): Words {
  const moved = movedOf(engine.tillit, state, ground.like);
  const like = told.arms.find(({ name }) => name === ground.arm)?.title ?? null;
  const place = placeName(engine, state, ground.today);
  const change = changedTitle(moved, ground.preset === null ? null : like, state.locked, state.back !== null);
  return { title: ownTitle(place, moved), question: ownQuestion(place, moved), before: TODAY, change };
}

// ---- what is asked ------------------------------------------------------------------------------------------------

/** The arm that differs before it returns: its text is made without the return first. */
function forthOf(engine: Engine, asking: Asking): Resolved | null {
  const { state } = asking;
  if (state.back === null || !asking.ground.hasHistory) {
    return null;
  }
  const forth = { ...asking, state: { ...state, back: null } };
  const arm = armOf(state, asking.ground);
  const text = questionText({ ...forth, always: true });
  return reading(engine.tillit, questionOf(text), (experiment) => resolvedOf(armConfig(experiment, arm)));
}

function partingOf(experiment: Experiment, base: string, arm: string): number {
  const at = (name: string): number => experiment.arms.findIndex((own) => own.name === name);
  const [one, other] = [experiment.config(at(base)), experiment.config(at(arm))];
  try {
    return one.partingDay(other);
  } finally {
    one.free();
    other.free();
  }
}

function askingOf(engine: Engine, state: State, standing: Standing): Asking {
  const { ground } = standing;
  const defaults = (path: string): number => engine.tillit.parameters.get(path)?.default_value ?? Number.NaN;
  const hasFirms = ground.today.market !== undefined || ground.like.market !== undefined;
  const replicates = pairsFor(recipientsOf(ground.today), hasFirms);
  const words = wordsOf(engine, state, standing);
  const asking: Asking = {
    state,
    ground,
    words,
    replicates,
    defaults,
    areas: areasOf(ground.today),
    balance: null,
    forth: null,
    always: false,
  };
  return { ...asking, forth: forthOf(engine, asking) };
}

/** What a state starts from. Throws Refused where there is nothing to start from. */
export const standingFor = (engine: Engine, state: State): Standing => standingOf(engine.tillit, state, engine.files);

/** What of a state decides from what it starts: the same for all that is moved, but that a preset's base may be another. */
export function groundKey(state: State): string {
  const { preset, arm, base, before, place, day, locked } = state;
  const own = { preset, arm, base, before, place };
  return JSON.stringify(preset === null ? { ...own, day } : { ...own, locked, moved: isMoved(state) });
}

/** Everything but the runs. Throws Refused where it cannot be asked so. */
export function prepared(engine: Engine, state: State, standing = standingFor(engine, state)): Prepared {
  const { tillit } = engine;
  const { ground } = standing;
  const asking = askingOf(engine, state, standing);
  const equal = equalOf(state, ground, state.preset === null ? lastDay(state.day) : daysOf(ground.today));
  const text = (value: number | null): string => questionText({ ...asking, balance: balanceOf(equal, value) });
  const start = equal === null ? null : Number(endOf(ground.like, equal.lever));
  const [base, arm] = [ground.base, armOf(state, ground)];
  return reading(tillit, questionOf(text(start)), (experiment) => {
    const told = toldOf(experiment);
    const jsons: [string, string] = [armConfig(experiment, base), armConfig(experiment, arm)];
    const configs: [Resolved, Resolved] = [resolvedOf(jsons[0]), resolvedOf(jsons[1])];
    const parting = partingOf(experiment, base, arm);
    const first = told.arms[0]?.name ?? base;
    const windows = windowsOf(told, configs[0], parting, equal?.days ?? null);
    const order = drawn(engine.points.rows.length).slice(0, asking.replicates);
    const plan: Plan = {
      text,
      base,
      arm,
      first,
      pairs: asking.replicates,
      worlds: order.map((world) => setsOf(engine.points, world, tillit.parameters)),
      measures: measuresOf(tillit, told),
      windows: windows.all,
      people: { variables: [...VARIABLES], days: daysOfPeople(overOf(told, parting, daysOf(configs[0])).days) },
      equal: planOfEqual(tillit, equal, start, windows.equal),
    };
    return { state, standing, asking, equal, plan, text, told, jsons, configs, parting };
  });
}

const balanceOf = (equal: Equal | null, value: number | null): Balance | null =>
  equal === null || value === null ? null : { equal, value };

function planOfEqual(tillit: Tillit, equal: Equal | null, start: number | null, window: number | null): Plan["equal"] {
  if (equal === null || start === null || window === null) {
    return null;
  }
  const lever = tillit.parameters.get(equal.lever);
  const range = { low: lever?.low ?? 0, high: lever?.high ?? 1 };
  return { window, measure: tillit.measure(equal.outcome), start, range };
}

// ---- what comes of it ---------------------------------------------------------------------------------------------

/** The experiment as it was run, to be kept. */
export const experimentText = (own: Prepared, found: Found): string => own.text(found.value);

/** Configs of the arms as they were run: with the lever's value where something was made equal. */
function asRun(engine: Engine, own: Prepared, found: Found): Pick<Prepared, "jsons" | "configs"> {
  if (own.equal === null) {
    return own;
  }
  return reading(engine.tillit, questionOf(own.text(found.value)), (experiment) => {
    const jsons: [string, string] = [armConfig(experiment, own.plan.base), armConfig(experiment, own.plan.arm)];
    return { jsons, configs: [resolvedOf(jsons[0]), resolvedOf(jsons[1])] };
  });
}

export function caseOf(engine: Engine, own: Prepared, found: Found): Case {
  const { told, parting, plan } = own;
  const { jsons, configs } = asRun(engine, own, found);
  const title = (name: string): Text => told.arms.find((arm) => arm.name === name)?.title ?? { sv: name, en: name };
  const days = daysOf(configs[0]);
  const windows = windowsOf(told, configs[0], parting, own.equal?.days ?? null);
  const over = overOf(told, parting, days);
  const isWhole = over.name === null && over.days[0] === 0;
  const window = over.name === null ? (isWhole ? 0 : null) : (windows.named.get(over.name) ?? null);
  return {
    tillit: engine.tillit,
    limits: engine.limits,
    state: own.state,
    told,
    names: [plan.base, plan.arm],
    titles: [title(plan.base), title(plan.arm)],
    configs,
    jsons,
    parting,
    over: { days: over.days, units: over.name === null ? "all" : "pilot", window },
    measures: plan.measures,
    windows,
    balance: balanceOf(own.equal, found.value),
    pairs: plan.pairs,
    found,
  };
}

export const answered = (engine: Engine, own: Prepared, found: Found, made: Made): Document =>
  documentOf(caseOf(engine, own, found), made);

/** Before all is there: with fewer worlds than there will be, the page tells no verdict. */
export function begun(engine: Engine, own: Prepared, found: Found, made: Made): Document {
  const worlds = found.worlds.slice(0, Math.min(found.pairs.length, own.plan.pairs - 1));
  const all = caseOf(engine, own, { ...found, worlds });
  return found.pairs.length === 0 ? emptyOf(all, made) : documentOf(all, made);
}

/** What became of teams and spans: base and arm. */
export function realisedOf(engine: Engine, own: Prepared, found: Found): Map<string, [Estimate, Estimate]> {
  const all = caseOf(engine, own, found);
  return new Map(["team_size", "real_span"].map((measure) => [measure, realised(all, measure)]));
}
