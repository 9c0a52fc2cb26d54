/* The runs of one answer: complete pairs at the default coefficients and in plausible worlds, on as many workers as there are.
 * Where a cost is made equal, each world's lever is found first, in rounds; runs at the value that is kept are not made again. */

import type { Job, Outcome, People, Reason, Told, Window } from "../engine/messages.ts";
import { AT_MOST, begin, isOver, looked, type Range, type Search } from "./balance.ts";
import { questionOf } from "./ground.ts";

/** What came of an arm of one replicate. */
export interface ArmRun {
  digest: string;
  /** All measures over each window. */
  windows: Float64Array[];
  /** The plan's measures in each recorded period. */
  periods: Float64Array[];
  from: number[];
  to: number[];
  /** By the plan's days and variables: a value a person. */
  people: Float64Array[][];
}

export interface PairRun {
  base: ArmRun;
  arm: ArmRun;
}

/** What is to be run. */
export interface Plan {
  /** The text with the lever that makes equal at a value; null: nothing is made equal. */
  text: (value: number | null) => string;
  base: string;
  arm: string;
  /** The arm whose outcome is the measure. */
  first: string;
  pairs: number;
  /** Settings of each plausible world. */
  worlds: string[][];
  measures: string[];
  windows: Window[];
  people: People;
  /** The place of the window, and of the measure in it, that is made equal; where the lever begins, and its range. */
  equal: { window: number; measure: number; start: number; range: Range } | null;
}

export interface Progress {
  pairs: number;
  worlds: number;
  /** Of the plan. */
  of: number;
  /** The lever is still sought, in this round. */
  round: number | null;
}

export interface Found {
  pairs: PairRun[];
  /** null: it could not be run there, as where no lever brings the cost to the same. */
  worlds: (PairRun | null)[];
  /** The lever's value at the default coefficients. */
  value: number | null;
}

/** Why there is no answer. */
export class TrialError extends Error {
  constructor(
    readonly reason: Reason | "unequal",
    message: string,
  ) {
    super(message);
  }
}

/** What a pool does here. */
export interface Hands {
  run(jobs: Job[], tell: (told: Told) => void): void;
  stop(): void;
}

/** How many replicates the lever is sought with at the default coefficients. */
const SOUGHT_WITH = 4;

/** A world, or the default coefficients (world null), with what has been run there. */
interface Unit {
  world: number | null;
  sets: string[];
  replicates: number[];
  search: Search | null;
  base: Map<number, ArmRun>;
  first: Map<number, ArmRun>;
  arms: Map<string, ArmRun>;
  failed: boolean;
}

interface Errand {
  unit: Unit;
  replicate: number;
  value: number | null;
  arms: string[];
}

const key = (value: number | null, replicate: number): string => `${value} ${replicate}`;

export class Trial {
  private readonly units: Unit[];
  private readonly byDefault: Unit;

  constructor(
    private readonly hands: Hands,
    private readonly plan: Plan,
    private readonly tell: (progress: Progress, found: Found) => void,
  ) {
    const replicates = Array.from({ length: plan.pairs }, (_, i) => i);
    this.byDefault = this.unit(null, [], replicates);
    this.units = [this.byDefault, ...plan.worlds.map((sets, i) => this.unit(i, sets, [i]))];
  }

  /** Everything, or a TrialError. Without an end where it is stopped. */
  async run(): Promise<Found> {
    if (this.plan.equal !== null) await this.seek();
    await this.round(
      this.units.flatMap((unit) => this.missing(unit)),
      null,
    );
    return this.found();
  }

  private unit(world: number | null, sets: string[], replicates: number[]): Unit {
    const { equal } = this.plan;
    const search = equal === null ? null : begin(equal.start);
    return { world, sets, replicates, search, base: new Map(), first: new Map(), arms: new Map(), failed: false };
  }

  // ---- making equal

  private async seek(): Promise<void> {
    for (let round = 1; ; round++) {
      const open = this.units.filter((unit) => unit.search !== null && !unit.failed && !isOver(unit.search));
      if (open.length === 0) break;
      await this.round(
        open.flatMap((unit) => this.tries(unit, round === 1)),
        round,
      );
      for (const unit of open.filter((own) => !own.failed)) this.look(unit);
    }
    for (const unit of this.units) this.close(unit);
  }

  private soughtWith(unit: Unit): number[] {
    return unit.replicates.slice(0, SOUGHT_WITH);
  }

  private tries(unit: Unit, isFirst: boolean): Errand[] {
    const { first, base, arm } = this.plan;
    const arms = isFirst ? [...new Set([first, base, arm])] : [arm];
    return this.soughtWith(unit).map((replicate) => ({ unit, replicate, value: unit.search?.value ?? null, arms }));
  }

  private outcome(run: ArmRun | undefined): number {
    const equal = this.plan.equal;
    return equal === null ? Number.NaN : (run?.windows[equal.window]?.[equal.measure] ?? Number.NaN);
  }

  private look(unit: Unit): void {
    const { search } = unit;
    if (search === null || this.plan.equal === null) return;
    const own = this.soughtWith(unit);
    const mean = (of: (replicate: number) => ArmRun | undefined): number =>
      own.reduce((sum, replicate) => sum + this.outcome(of(replicate)), 0) / own.length;
    const found = mean((replicate) => unit.arms.get(key(search.value, replicate)));
    unit.search = looked(
      search,
      found,
      mean((replicate) => unit.first.get(replicate)),
      this.plan.equal.range,
    );
  }

  private close(unit: Unit): void {
    if (unit.search === null || unit.search.off <= AT_MOST) return;
    if (unit.world === null) throw new TrialError("unequal", String(unit.search.off));
    unit.failed = true;
  }

  // ---- running

  private valueOf(unit: Unit): number | null {
    return unit.search?.best ?? null;
  }

  /** What is not there yet of a unit's pairs. */
  private missing(unit: Unit): Errand[] {
    const value = this.valueOf(unit);
    return unit.failed
      ? []
      : unit.replicates.flatMap((replicate) => {
          const arms = [
            ...(unit.base.has(replicate) ? [] : [this.plan.base]),
            ...(unit.arms.has(key(value, replicate)) ? [] : [this.plan.arm]),
          ];
          return arms.length === 0 ? [] : [{ unit, replicate, value, arms }];
        });
  }

  private job({ unit, replicate, value, arms }: Errand): Job {
    const { measures, windows, people, text } = this.plan;
    return { question: questionOf(text(value), unit.sets), arms, replicate, measures, windows, people };
  }

  /** Pairs at the default and in worlds by turns, so that both are there early. */
  private inTurn(errands: Errand[]): Errand[] {
    const order = (own: Errand): number => own.replicate + (own.unit.world === null ? 0 : 0.5);
    return [...errands].sort((a, b) => order(a) - order(b));
  }

  private round(all: Errand[], round: number | null): Promise<void> {
    const errands = this.inTurn(all);
    const periods = errands.map((errand) => errand.arms.map(() => ({ periods: [], from: [], to: [] }) as Periods));
    let left = errands.length;
    if (left === 0) return Promise.resolve();
    return new Promise((done, refused) => {
      this.hands.run(
        errands.map((errand) => this.job(errand)),
        (told) => {
          const errand = errands[told.index] as Errand;
          if (told.kind === "period") {
            keep(periods[told.index]?.[told.arm], told);
            return;
          }
          const error = told.kind === "failed" ? this.fail(errand, told.reason, told.message) : null;
          if (told.kind === "done") this.take(errand, told.arms, periods[told.index] ?? []);
          if (error !== null) refused(error);
          this.tell(this.progress(round), this.found());
          if (--left === 0) done();
        },
      );
    });
  }

  /** A world that a question cannot be run in is left out; all else ends the trial. */
  private fail(errand: Errand, reason: Reason, message: string): TrialError | null {
    if (errand.unit.world !== null && (reason === "failed" || reason === "refused")) {
      errand.unit.failed = true;
      return null;
    }
    this.hands.stop();
    return new TrialError(reason, message);
  }

  private take({ unit, replicate, value, arms }: Errand, outcomes: Outcome[], periods: Periods[]): void {
    const { base, arm, first } = this.plan;
    for (const [i, name] of arms.entries()) {
      const outcome = outcomes[i];
      const own = periods[i];
      if (outcome === undefined || own === undefined) continue;
      const run: ArmRun = { ...outcome, ...own };
      if (name === base) unit.base.set(replicate, run);
      if (name === first) unit.first.set(replicate, run);
      if (name === arm) unit.arms.set(key(value, replicate), run);
    }
  }

  // ---- what there is

  private pair(unit: Unit, replicate: number): PairRun | null {
    const [base, arm] = [unit.base.get(replicate), unit.arms.get(key(this.valueOf(unit), replicate))];
    return unit.failed || base === undefined || arm === undefined ? null : { base, arm };
  }

  private found(): Found {
    const isTried = (unit: Unit): boolean => unit.failed || this.pair(unit, unit.world ?? 0) !== null;
    return {
      pairs: this.byDefault.replicates.map((own) => this.pair(this.byDefault, own)).filter((own) => own !== null),
      worlds: this.units
        .slice(1)
        .filter(isTried)
        .map((unit) => this.pair(unit, unit.world ?? 0)),
      value: this.valueOf(this.byDefault),
    };
  }

  private progress(round: number | null): Progress {
    const { pairs, worlds } = this.found();
    return {
      pairs: round === null ? pairs.length : 0,
      worlds: round === null ? worlds.length : 0,
      of: this.plan.pairs,
      round,
    };
  }
}

interface Periods {
  periods: Float64Array[];
  from: number[];
  to: number[];
}

/** Periods of an arm as they are told, until all of it is there. */
export function keeper() {
  const own: Periods = { periods: [], from: [], to: [] };
  return {
    keep: (told: { values: Float64Array; from: number; to: number }): void => keep(own, told),
    with: (outcome: Outcome): ArmRun => ({ ...outcome, ...own }),
  };
}

function keep(into: Periods | undefined, told: { values: Float64Array; from: number; to: number }): void {
  into?.periods.push(told.values);
  into?.from.push(told.from);
  into?.to.push(told.to);
}
