/* What is asked: all that the address holds, and all that decides an answer. */

import type { Figures } from "./figures.ts";

export type Language = "sv" | "en";

export const REGIMES = ["detail-control", "ordinary", "trust-steering"] as const;
export type Regime = (typeof REGIMES)[number];

/** Whose home care it is: one of Tillit's municipalities by the name of its file, one of the reader's own, or the question's. */
export type Place =
  | { kind: "named"; slug: string }
  | { kind: "own"; name: string; figures: Figures }
  | { kind: "question" };

/** everywhere on one day; levers step by step over a year; or some areas each quarter. */
export const FORMS = ["once", "ramp", "areas"] as const;
export type Form = (typeof FORMS)[number];

export interface State {
  language: Language;
  place: Place;
  /** A preset by the name of its file; null: a question of one's own. */
  preset: string | null;
  /** Arms of the preset by name; null: the first pair that it compares, or with something moved the arm without it. */
  arm: string | null;
  base: string | null;
  /** How a question of one's own is governed before the change. */
  before: Regime;
  /** What steering changes to; null: it does not, or as the preset says. */
  steering: Regime | null;
  /** Levers that were moved, by path. */
  levers: Record<string, number>;
  /** Measured day of the change, and of the return if there is one. Of a preset only the return counts. */
  day: number;
  form: Form;
  back: number | null;
  /** Is the cost made that of the base? */
  locked: boolean;
}

/** A model's day on which a change may come: half a year after the start unless something else is said. */
export const DAYS = { change: [84, 168, 364], back: [182, 364, 728], usual: 168, year: 364, quarter: 91 } as const;

export const START: State = {
  language: "sv",
  place: { kind: "named", slug: "karlstad" },
  preset: "trust-based-steering",
  arm: null,
  base: null,
  before: "ordinary",
  steering: null,
  levers: {},
  day: DAYS.usual,
  form: "once",
  back: null,
  locked: false,
};

/** Did the reader move something, whose effect is then to be told? */
export const isMoved = (state: State): boolean => state.steering !== null || Object.keys(state.levers).length > 0;

/** Is it the preset as it stands, or one that was changed? */
export function isChanged(state: State): boolean {
  return isMoved(state) || state.back !== null || state.locked;
}
