/* What all controls need: what is asked, in which language, and how to ask otherwise. */

import type { Standing } from "../explore/ground.ts";
import type { Engine, Prepared } from "../explore/session.ts";
import type { State } from "../explore/state.ts";
import type { Part } from "../words/text.ts";

export interface Panel {
  engine: Engine;
  state: State;
  /** What it starts from; null: there is nothing, as where a municipality is too small for the question. */
  standing: Standing | null;
  /** null: the question cannot be put as it is. */
  prepared: Prepared | null;
  say: (part: Part) => string;
  /** Asks otherwise. */
  change: (own: Partial<State>) => void;
}
