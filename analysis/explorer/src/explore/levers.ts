/* The levers that a reader moves: some of the model's, by the library's words for them, and steering as a whole. */

import type { Estimate, Text } from "../document.ts";
import type { Parameter, Tillit } from "../engine/tillit.ts";
import { type Moved, REGIMES_BRIEF, STEERING } from "../words/explorer.ts";
import { percent, short } from "../words/numbers.ts";
import { type Defaults, settingsOf } from "./own.ts";
import { endOf, type Resolved } from "./resolved.ts";
import type { Place, State } from "./state.ts";

/** A lever, how finely it is moved, and the measure that says what whole people in whole areas made of it. */
export interface LeverChoice {
  path: string;
  step: number;
  realised: string | null;
  /** Where named stops end too early. */
  high?: number;
}

export const LEVERS: LeverChoice[] = [
  { path: "organisation.span", step: 1, realised: "real_span" },
  { path: "organisation.pool_size", step: 1, realised: "team_size" },
  { path: "organisation.contact_coverage", step: 0.02, realised: null },
  { path: "plan.continuity_weight", step: 0.05, realised: null },
  { path: "organisation.hourly_share", step: 0.01, realised: null, high: 0.4 },
  { path: "resources.client_time_share", step: 0.01, realised: null },
  { path: "steering.meeting_min", step: 10, realised: null },
];

/** Where a lever can be put: from the lowest named stop to the highest, and further where today's value lies beyond. */
export interface Scale {
  low: number;
  high: number;
  step: number;
}

export function scaleOf(choice: LeverChoice, parameter: Parameter, today: number): Scale {
  const stops = parameter.stops.map(({ value }) => value);
  return { low: Math.min(...stops, today), high: Math.max(...stops, today, choice.high ?? today), step: choice.step };
}

/** 0.42000000000000004 is 0.42. */
export function put(scale: Scale, value: number): number {
  const own = Math.min(scale.high, Math.max(scale.low, value));
  return Number(own.toFixed(6));
}

/** Where the value comes from that a lever has before it is moved: figures, what is usual, or the question. */
export type Start = "figures" | "usual" | "question";

type Usual = Pick<Parameter, "path" | "default_value">;

/** Nobody asked a municipality that is chosen by its name: only figures of its own say how it is there. */
export function startFrom(
  place: Place,
  { path, default_value: usual }: Usual,
  value: number,
  defaults: Defaults,
): Start {
  const figures = place.kind === "own" ? settingsOf(place.figures, defaults) : [];
  if (figures.some((own) => own.path === path)) return "figures";
  return value === usual ? "usual" : "question";
}

/** What a lever came to be, by its measure: base and arm. */
export type Realised = Map<string, [base: Estimate, arm: Estimate]>;

const ALIKE = 0.01;

/** Did whole people in whole areas make the same of both? */
export const isAlike = ([base, arm]: [Estimate, Estimate]): boolean =>
  base.mean !== null && arm.mean !== null && Math.abs(arm.mean - base.mean) <= ALIKE * Math.abs(base.mean);

/** A lever that was moved, to no avail: what there is of it with and without, and below what it would tell. */
export interface Idle {
  path: string;
  level: number;
  most: number;
}

export function idleOf(moved: State["levers"], realised: Realised): Idle[] {
  return LEVERS.flatMap(({ path, realised: measure }): Idle[] => {
    const [value, became] = [moved[path], realised.get(measure ?? "")];
    if (value === undefined || became === undefined || !isAlike(became)) return [];
    const level = Math.round(Number(became[0].mean));
    return [{ path, level, most: Math.min(level, value) - 1 }];
  });
}

const isShare = (parameter: Parameter): boolean =>
  parameter.unit === "1" && parameter.high <= 1 && /share|coverage/.test(parameter.path);

/** "20", "74 %": a value as people say it. */
export const amount = (parameter: Parameter, value: number): Text =>
  isShare(parameter) ? percent(value) : short(value);

/** The named stop that a value is, or lies nearest to. */
export function stopOf(parameter: Parameter, value: number): { label: Text; isExact: boolean } {
  const far = (stop: { value: number }): number => Math.abs(stop.value - value);
  const nearest = parameter.stops.reduce((best, stop) => (far(stop) < far(best) ? stop : best));
  return { label: nearest.label, isExact: nearest.value === value };
}

/** What the reader has moved, in words. */
export function movedOf(tillit: Tillit, state: State, like: Resolved): Moved[] {
  const levers = Object.entries(state.levers).flatMap(([path, value]): Moved[] => {
    const parameter = tillit.parameters.get(path);
    const from = endOf(like, path);
    return parameter === undefined
      ? []
      : [{ label: parameter.label, from: amount(parameter, Number(from)), to: amount(parameter, value) }];
  });
  const none: Text = { sv: "–", en: "–" };
  const steering =
    state.steering === null
      ? []
      : [{ label: STEERING, from: REGIMES_BRIEF[like.regime_name] ?? none, to: REGIMES_BRIEF[state.steering] ?? none }];
  return [...steering, ...levers];
}
