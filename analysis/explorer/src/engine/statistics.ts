/** Intervals, verdicts and courses of a change, as the command computes them. */
import type { Core } from "./core.ts";
import type { Loan } from "./memory.ts";
import { tillit_course, tillit_differences, tillit_estimate } from "./structs.ts";

/** NaN where there are too few values; `count` of those that are not NaN. */
export interface Interval {
  mean: number;
  half_width: number;
  count: number;
}

export const VERDICTS = ["supported", "opposite", "negligible", "undecided"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Paired differences, arm minus base, and when their periods were, in measured days. */
export interface Differences {
  /** By replicate and period; NaN where nothing was counted. */
  values: Float64Array[];
  firstDays: number[];
  /** The length of each period. */
  days: number[];
  changeDay: number;
}

/** Days after the change, with the ends of the 95 % interval: Infinity is not within the days that were run, NaN unknown. */
export interface Time {
  day: number;
  low: number;
  high: number;
}

export interface Course {
  dip: Interval;
  /** Measured days of the lowest quarter. */
  dip_from: number;
  dip_to: number;
  dip_days: Time;
  passed: Time;
  half_way: Time;
  level: Interval;
  level_from: number;
  level_to: number;
  /** Null: it cannot be said. */
  settled: boolean | null;
}

/** The days of a dip, or the first, second or third year of 364 days after the change. */
export const SPANS = ["dip", "year 1", "year 2", "year 3"] as const;

export class Statistics {
  constructor(private readonly core: Core) {}

  /** Mean and half-width of the interval by Student's t. */
  estimate(values: ArrayLike<number>, level = 0.95): Interval {
    const { library } = this.core;
    return this.core.put(tillit_estimate, (loan, at) =>
      library.tillit_estimate_of(loan.reals(values), values.length, level, at),
    );
  }

  /** t below which lies the share p. */
  quantile(p: number, degrees: number): number {
    return this.core.library.tillit_t_quantile(p, degrees);
  }

  /** Of a claim that a difference is higher (direction 1) or lower (-1) by at least `smallest`. Null: it is no claim. */
  verdict(direction: number, smallest: number, found: Interval): Verdict | null {
    const own = this.core.library.tillit_verdict_of(direction, smallest, found.mean, found.half_width);
    return VERDICTS[own] ?? null;
  }

  /** Of a claim that something takes at least (1) or at most (-1) so many days. */
  verdictOfDays(direction: number, days: number, found: Time): Verdict | null {
    return VERDICTS[this.core.library.tillit_verdict_of_days(direction, days, found.low, found.high)] ?? null;
  }

  /** The course of an outcome of which more is better (1) or less (-1) or neither (0), and of which `smallest` matters. */
  course(differences: Differences, better: number, smallest: number): Course {
    const { library } = this.core;
    const found = this.core.put(tillit_course, (loan, at) =>
      library.tillit_course_of(this.lay(loan, differences), better, smallest, at),
    );
    return { ...found, settled: [true, false][found.settled] ?? null };
  }

  /** The sum, in SEK, of differences of a measure in SEK a year, over one of SPANS. */
  cost(differences: Differences, span: (typeof SPANS)[number], dipDays = Number.NaN): Interval {
    const { library } = this.core;
    return this.core.put(tillit_estimate, (loan, at) =>
      library.tillit_course_cost(this.lay(loan, differences), SPANS.indexOf(span), dipDays, at),
    );
  }

  /** Differences as the library takes them. */
  private lay(loan: Loan, own: Differences): number {
    const { offsets, size } = tillit_differences;
    const periods = own.firstDays.length;
    const values = loan.reals(own.values.flatMap((of) => [...of]));
    const [first, days, at] = [loan.longs(own.firstDays), loan.longs(own.days), loan.room(size)];
    const put = (field: keyof typeof offsets, value: number): void =>
      this.core.memory.view.setInt32(at + offsets[field], value, true);
    put("values", values);
    put("first_day", first);
    put("days", days);
    put("replicates", own.values.length);
    put("periods", periods);
    this.core.memory.view.setBigInt64(at + offsets.change_day, BigInt(own.changeDay), true);
    return at;
  }
}
