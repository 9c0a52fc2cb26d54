/**
 * What a worker does: opens the module once, then runs one job after another, some days at a time, so that a stop is heard
 * soon. It knows no more of where it runs than how to tell.
 */
import type { FromWorker, Job, Open, Outcome, Reason, Run, ToWorker, Window } from "./messages.ts";
import { pace } from "./pace.ts";
import { type Share, shares } from "./shares.ts";
import { type Config, ranOut, type Simulation, STATUS, Tillit, TillitError } from "./tillit.ts";

/** A job was left off. */
class LeftOff extends Error {}

/** An arm under way, and those that are to share its history. */
interface Course {
  arm: number;
  config: Config;
  simulation: Simulation;
  /** How many recorded periods have been told. */
  told: number;
  people: Float64Array[][];
}

/** What an arm goes on from. */
type Begun = Pick<Course, "simulation" | "people">;

export class Runner {
  private tillit: Tillit | null = null;
  private leaving = false;

  constructor(
    private readonly tell: (message: FromWorker) => void,
    private readonly breathe: () => Promise<void>,
  ) {}

  async hear(message: ToWorker): Promise<void> {
    if (message.kind === "open") await this.open(message);
    else if (message.kind === "stop") this.leaveOff();
    else await this.run(message);
  }

  private async open(message: Open): Promise<void> {
    try {
      this.tillit = await Tillit.open(message.wasm, message.files);
      this.tell({ kind: "ready" });
    } catch (error) {
      this.tell({ kind: "unopened", message: told(error) });
    }
  }

  private running = false;

  /** Between two jobs there is nothing to leave off. */
  private leaveOff(): void {
    if (this.running) this.leaving = true;
    else this.tell({ kind: "stopped" });
  }

  private async run(message: Run): Promise<void> {
    this.running = true;
    try {
      await new Errand(this.opened, message, this.tell, () => this.rest()).go();
    } catch (error) {
      if (!(error instanceof LeftOff)) this.tell(failure(message, error));
    }
    this.running = false;
    if (this.leaving) this.tell({ kind: "stopped" });
    this.leaving = false;
  }

  private get opened(): Tillit {
    if (this.tillit === null) throw new Error("the module is not open");
    return this.tillit;
  }

  /** Lets messages in. */
  private async rest(): Promise<void> {
    await this.breathe();
    if (this.leaving) throw new LeftOff();
  }
}

/** One job on its way. */
class Errand {
  private readonly held: { free(): void }[] = [];
  private readonly began = performance.now();
  private days = 1;

  constructor(
    private readonly tillit: Tillit,
    private readonly message: Run,
    private readonly tell: (message: FromWorker) => void,
    private readonly rest: () => Promise<void>,
  ) {}

  async go(): Promise<void> {
    try {
      const arms = await this.all(this.configs());
      const { generation, index } = this.message;
      const milliseconds = performance.now() - this.began;
      this.tell({ kind: "done", generation, index, arms, milliseconds, bytes: this.tillit.bytes });
    } finally {
      for (const handle of this.held) handle.free();
    }
  }

  private hold<H extends { free(): void }>(handle: H): H {
    this.held.push(handle);
    return handle;
  }

  private get job(): Job {
    return this.message.job;
  }

  private configs(): Config[] {
    const experiment = this.hold(this.tillit.experiment(this.job.question));
    const names = experiment.arms.map((arm) => arm.name);
    return this.job.arms.map((name) => {
      const arm = names.indexOf(name);
      if (arm < 0) throw new TillitError(STATUS.UNKNOWN, `there is no arm '${name}'; there are ${names.join(", ")}`);
      return this.hold(experiment.config(arm));
    });
  }

  private async all(configs: Config[]): Promise<Outcome[]> {
    const found: Outcome[] = [];
    const plan = shares(configs.length, (arm, of) => pick(configs, arm).partingDay(pick(configs, of)));
    const begun = new Map<number, Begun>();
    for (const [arm, config] of configs.entries()) {
      const { simulation, people } = begun.get(arm) ?? this.fresh(config);
      const course: Course = { arm, config, simulation, told: 0, people };
      await this.follow(course, configs, plan, begun);
      found[arm] = this.outcome(course);
      simulation.free();
    }
    return found;
  }

  private fresh(config: Config): Begun {
    return { simulation: this.hold(config.simulation(this.job.replicate)), people: [] };
  }

  /** To the last day, copied on the way for arms that part from it. */
  private async follow(course: Course, configs: Config[], plan: Share[], begun: Map<number, Begun>): Promise<void> {
    const { simulation } = course;
    const own = plan.filter((share) => share.of === course.arm);
    for (const day of this.stops(own)) {
      await this.reach(course, simulation.burnInDays + day);
      this.look(course, day);
      for (const { arm } of own.filter((share) => share.day === day)) {
        begun.set(arm, { simulation: this.hold(simulation.copy(pick(configs, arm))), people: [...course.people] });
      }
    }
    await this.reach(course, simulation.totalDays);
    this.look(course, simulation.totalDays - simulation.burnInDays);
  }

  /** Measured days on which something else is to be done than to go on. */
  private stops(plan: Share[]): number[] {
    const days = [...plan.map((share) => share.day), ...(this.job.people?.days ?? [])];
    return [...new Set(days)].sort((a, b) => a - b);
  }

  /** Tells of people where that was asked for on this day. */
  private look({ simulation, people }: Course, day: number): void {
    const at = this.job.people?.days.indexOf(day) ?? -1;
    if (at >= 0) people[at] ??= (this.job.people?.variables ?? []).map((own) => simulation.people(own));
  }

  private async reach(course: Course, day: number): Promise<void> {
    const { simulation } = course;
    const end = Math.min(day, simulation.totalDays);
    while (simulation.day < end) {
      const before = performance.now();
      const done = simulation.step(Math.min(this.days, end - simulation.day));
      this.days = pace(done, performance.now() - before);
      this.periods(course);
      await this.rest();
    }
    this.periods(course);
  }

  /** Tells periods that have ended since the last time, where something is to be told of them. */
  private periods(course: Course): void {
    if (this.job.measures.length === 0) return;
    const { config, simulation } = course;
    const [each, all] = [config.value("record.period_days"), config.value("run.days")];
    const measured = simulation.day - simulation.burnInDays;
    for (;;) {
      const from = course.told * each;
      const to = Math.min(from + each, all);
      if (to > measured || from >= all) return;
      this.period(course, from, to);
      course.told++;
    }
  }

  private period(course: Course, from: number, to: number): void {
    const { generation, index } = this.message;
    const all = course.simulation.window(from, to);
    const values = Float64Array.from(this.job.measures, (name) => all[this.tillit.measure(name)] ?? Number.NaN);
    this.tell({ kind: "period", generation, index, arm: course.arm, period: course.told, from, to, values });
  }

  private outcome(course: Course): Outcome {
    const windows = this.job.windows.map((window) => over(course, window));
    return { digest: course.simulation.digest(), windows, people: course.people };
  }
}

/** All measures over a window; empty where it means nobody. */
function over({ config, simulation }: Course, { days, where }: Window): Float64Array {
  const units = where === null ? null : config.where(where);
  try {
    return days === null ? simulation.measures(units) : simulation.window(days[0], days[1], units);
  } catch (error) {
    if (error instanceof TillitError && error.status === STATUS.NOBODY_MEANT) return new Float64Array(0);
    throw error;
  }
}

function pick<T>(from: T[], index: number): T {
  const found = from[index];
  if (found === undefined) throw new RangeError(`${index} is out of range`);
  return found;
}

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function reasonOf(error: unknown): Reason {
  if (ranOut(error)) return "memory";
  if (!(error instanceof TillitError)) return "crash";
  return error.status === STATUS.FAILED || error.status === STATUS.NOBODY_MEANT ? "failed" : "refused";
}

function failure({ generation, index }: Run, error: unknown): FromWorker {
  return { kind: "failed", generation, index, reason: reasonOf(error), message: told(error) };
}
