/* What all controls need: what is asked, in which language, and how to ask otherwise. */

import type { Engine, Prepared } from "../explore/session.ts";
import type { State } from "../explore/state.ts";
import type { Part } from "../words/text.ts";

export interface Panel {
  engine: Engine;
  state: State;
  /** null: the question cannot be put. */
  prepared: Prepared | null;
  say: (part: Part) => string;
  /** Asks otherwise. */
  change: (own: Partial<State>) => void;
}
