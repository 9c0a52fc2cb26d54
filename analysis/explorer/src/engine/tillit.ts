/**
 * The library in this thread: tables, configs, experiments, simulations and statistics.
 *
 *     const tillit = await Tillit.open(wasm, files);
 *     const experiment = tillit.experiment({ text, name: "experiments/own.yaml", municipality: "Karlstad", sets: [], files: {} });
 *     const config = experiment.config(0);
 *     const simulation = config.simulation(0);
 *     simulation.run();
 *     simulation.digest();
 *
 * Handles are freed by whoever got them, in any order. What the library refuses is a TillitError with its messages; where memory
 * runs out within a call that cannot give it back, the module traps, and must be opened anew (`ranOut`).
 */
import { Core, Handle, TillitError } from "./core.ts";
import type { FunctionName } from "./functions.ts";
import { long, place, real, whole } from "./layout.ts";
import { type Loan, OutOfMemory } from "./memory.ts";
import type { Files, Question } from "./messages.ts";
import { Statistics } from "./statistics.ts";
import { STATUS, tillit_asked, tillit_claim, tillit_where } from "./structs.ts";
import { type Measure, measuresOf, type Parameter, parametersOf } from "./tables.ts";

export type { Measure, Parameter };
export { OutOfMemory, STATUS, TillitError };

export interface Words {
  sv: string;
  en: string;
}

/** "The measure is higher (direction 1) or lower (-1) under `treatment` than under `control`, by at least `smallest`." */
export interface Claim {
  name: string;
  text: Words;
  /** Places in the library's table of measures and among the arms. */
  measure: number;
  treatment: number;
  control: number;
  direction: number;
  /** Measured days [from, to). */
  from: number;
  to: number;
  smallest: number;
}

/** Which units are meant, as the library reads it from a text. */
export type Where = Uint8Array;

const LANGUAGE = { SWEDISH: 0, ENGLISH: 1 } as const;
const NEVER = 2 ** 62;

/** Did the module trap because there was no more memory, or the browser lack it? The module must be opened anew then. */
export function ranOut(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError) return /unreachable/i.test(error.message);
  const lacking = error instanceof RangeError && /memory|alloc/i.test(error.message);
  return lacking || error instanceof OutOfMemory;
}

export class Tillit {
  /** In the order in which values of measures are told. */
  readonly measures: Measure[];
  readonly parameters: Map<string, Parameter>;
  readonly statistics: Statistics;
  /** Of the interface and the program: "0.1.0". */
  readonly version: string;
  /** Of what is simulated: digests of different model versions are not comparable. */
  readonly modelVersion: string;

  private constructor(private readonly core: Core) {
    this.measures = measuresOf(core);
    this.parameters = parametersOf(core);
    this.statistics = new Statistics(core);
    this.version = core.text(core.library.tillit_version());
    this.modelVersion = core.text(core.library.tillit_model_version());
  }

  /** Opens the module; `files` by their path, as the library looks for them: "configs/regimes/ordinary.yaml". */
  static async open(wasm: BufferSource | WebAssembly.Module, files: Files): Promise<Tillit> {
    const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
    return new Tillit(await Core.open(module, files));
  }

  /** Bytes that the module has asked for; they are never given back while it is open. */
  get bytes(): number {
    return this.core.memory.size;
  }

  /** Puts texts into the folder that the library reads, in the place of what was there. */
  put(files: Files): void {
    this.core.folder.put(files);
  }

  /** Where a measure stands in the table. Throws for a name that is none. */
  measure(name: string): number {
    const found = this.measures.findIndex((measure) => measure.name === name);
    if (found < 0) throw new TillitError(STATUS.UNKNOWN, `there is no measure '${name}'`);
    return found;
  }

  /** A config from a text; `name` stands for it in messages, and decides where the files that it names are looked for. */
  config(text: string, name: string, sets: readonly string[] = []): Config {
    const { library } = this.core;
    return new Config(
      this.core,
      this.core.read((loan, handle, messages) =>
        library.tillit_config_read(
          loan.text(text),
          loan.text(name),
          0,
          loan.texts(sets),
          sets.length,
          handle,
          messages,
        ),
      ),
    );
  }

  /** An experiment, as `tillit experiment` reads it; what the library refuses it says in Swedish where it can. */
  experiment(question: Question, language: keyof typeof LANGUAGE = "SWEDISH"): Experiment {
    this.put(question.files);
    const { library } = this.core;
    return new Experiment(
      this.core,
      this.core.read((loan, handle, messages) =>
        library.tillit_experiment_ask(
          loan.text(question.text),
          loan.text(question.name),
          0,
          loan.texts(question.sets),
          question.sets.length,
          this.asked(loan, question.municipality, LANGUAGE[language]),
          handle,
          messages,
        ),
      ),
    );
  }

  /** What is asked beyond the text. */
  private asked(loan: Loan, municipality: string | null, language: number): number {
    const at = loan.bytes(new Uint8Array(tillit_asked.size));
    const { offsets } = tillit_asked;
    this.core.memory.view.setInt32(at + offsets.language, language, true);
    const name = loan.text(municipality);
    this.core.memory.view.setUint32(at + offsets.municipality, name, true);
    return at;
  }
}

/** One resolved config: all that decides a result. */
export class Config extends Handle {
  constructor(core: Core, handle: number) {
    super(core, handle, "tillit_config_free");
  }

  /** For tables: the title, or municipality and regime. */
  get name(): string {
    return this.core.text(this.core.library.tillit_config_name(this.handle));
  }

  /** The resolved config, as it stands in result files; Tillit.config reads it under a name that ends in .json. */
  get json(): string {
    return this.core.text(this.core.library.tillit_config_json(this.handle));
  }

  /** Names of its municipalities. */
  get municipalities(): string[] {
    const { library } = this.core;
    const count = library.tillit_config_municipalities(this.handle);
    return Array.from({ length: count }, (_, i) => this.core.text(library.tillit_config_municipality(this.handle, i)));
  }

  /** A parameter's value by its path; a choice is its number. */
  value(path: string): number {
    const { library } = this.core;
    return this.core.put(real, (loan, at) => library.tillit_config_value(this.handle, loan.text(path), at));
  }

  /** The units that a text means, as after `where:` in a claim: "{external: true}". */
  where(text: string): Where {
    const { library, memory } = this.core;
    return memory.lend((loan) => {
      const at = loan.room(tillit_where.size);
      this.core.read((own, _, messages) => library.tillit_where_read(this.handle, own.text(text), at, messages));
      return memory.bytes(at, tillit_where.size);
    });
  }

  /** The first measured day on which two configs govern differently; -1: from before that; Infinity: never. */
  partingDay(other: Config): number {
    const { library } = this.core;
    const day = this.core.put(long, (_, at) => library.tillit_config_parting_day(this.handle, other.handle, at));
    return day > NEVER ? Number.POSITIVE_INFINITY : day;
  }

  /** Its people before their first day. */
  simulation(replicate: number): Simulation {
    const { library } = this.core;
    const made = this.core.put(place, (_, at) =>
      library.tillit_simulation_create(this.handle, BigInt(replicate), 1, at),
    );
    return new Simulation(this.core, made);
  }
}

/** Arms of one question, and claims about them. */
export class Experiment extends Handle {
  constructor(core: Core, handle: number) {
    super(core, handle, "tillit_experiment_free");
  }

  get title(): Words {
    return this.words((language) => this.core.library.tillit_experiment_title(this.handle, language));
  }

  get question(): Words {
    return this.words((language) => this.core.library.tillit_experiment_question(this.handle, language));
  }

  /** The whole experiment, as it stands in result files. */
  get json(): string {
    return this.core.text(this.core.library.tillit_experiment_json(this.handle));
  }

  get arms(): { name: string; title: Words }[] {
    const { library } = this.core;
    return this.each("tillit_experiment_arms", (arm) => ({
      name: this.core.text(library.tillit_experiment_arm_name(this.handle, arm)),
      title: this.words((language) => library.tillit_experiment_arm_title(this.handle, arm, language)),
    }));
  }

  /** Places in the table of measures, of those that are shown first. */
  get outcomes(): number[] {
    const { library } = this.core;
    return this.each("tillit_experiment_outcomes", (i) => library.tillit_experiment_outcome(this.handle, i));
  }

  get claims(): Claim[] {
    const { library } = this.core;
    return this.each("tillit_experiment_claims", (i) =>
      this.core.put(tillit_claim, (_, at) => library.tillit_experiment_claim(this.handle, i, at)),
    );
  }

  /** An arm's config, before its cost is made equal. */
  config(arm: number): Config {
    const { library } = this.core;
    const made = this.core.put(place, (_, at) => library.tillit_experiment_config(this.handle, arm, at));
    return new Config(this.core, made);
  }

  private words(at: (language: number) => number): Words {
    return {
      sv: this.core.text(at(LANGUAGE.SWEDISH)),
      en: this.core.text(at(LANGUAGE.ENGLISH)),
    };
  }

  private each<T>(count: FunctionName, make: (index: number) => T): T[] {
    return Array.from({ length: this.core.library[count](this.handle) }, (_, i) => make(i));
  }
}

/** One replicate of a config: its people, on a day. */
export class Simulation extends Handle {
  constructor(core: Core, handle: number) {
    super(core, handle, "tillit_simulation_free");
  }

  /** Days done, burn-in included. */
  get day(): number {
    return this.core.library.tillit_simulation_day(this.handle);
  }

  get totalDays(): number {
    return this.core.library.tillit_simulation_total_days(this.handle);
  }

  get burnInDays(): number {
    return this.core.library.tillit_simulation_burn_in_days(this.handle);
  }

  /** So many days more, or as many as are left; gives how many were done. */
  step(days: number): number {
    const { library } = this.core;
    return this.core.put(whole, (_, at) => {
      const status = library.tillit_simulation_step(this.handle, days, at);
      this.say(status);
      return status === STATUS.FINISHED ? STATUS.OK : status;
    });
  }

  /** To the last day. */
  run(): void {
    this.step(this.totalDays - this.day);
  }

  /** The same people, from now on under another config, or as before: with a history of their own. */
  copy(config: Config | null = null): Simulation {
    const { library } = this.core;
    const made = this.core.put(place, (_, at) => library.tillit_simulation_copy(this.handle, config?.handle ?? 0, at));
    return new Simulation(this.core, made);
  }

  /** Of everything that every unit counted on every day so far: 16 hexadecimal digits, as the command prints them. */
  digest(): string {
    const { library, memory } = this.core;
    return memory.lend((loan) => {
      const at = loan.room(8);
      this.core.check(library.tillit_simulation_digest(this.handle, at));
      return memory.view.getBigUint64(at, true).toString(16).padStart(16, "0");
    });
  }

  /** All measures since the first measured day. */
  measures(where: Where | null = null): Float64Array {
    const { library } = this.core;
    return this.core.measures((loan, values, count) =>
      library.tillit_simulation_measures(this.handle, where ? loan.bytes(where) : 0, values, count),
    );
  }

  /** A variable of snapshots of each person at the end of the last day that was done; NaN where one has no value. */
  people(variable: string): Float64Array {
    const { library, memory } = this.core;
    const ask = (loan: Loan, values: number, room: number, at: number): number =>
      library.tillit_simulation_people(this.handle, loan.text(variable), values, BigInt(room), at);
    const count = this.core.put(long, (loan, at) => ask(loan, 0, 0, at));
    return memory.lend((loan) => {
      const [values, at] = [loan.room(8 * count), loan.room(long.size)];
      this.core.check(ask(loan, values, count, at));
      return memory.reals(values, count);
    });
  }

  /** The same over measured days [from, to): whole recorded periods. */
  window(from: number, to: number, where: Where | null = null): Float64Array {
    const { library } = this.core;
    return this.core.measures((loan, values, count) =>
      library.tillit_simulation_window(this.handle, from, to, where ? loan.bytes(where) : 0, values, count),
    );
  }

  /** Tells what a simulation failed of, which its status does not. */
  private say(status: number): void {
    const why = this.core.text(this.core.library.tillit_simulation_failure(this.handle));
    if (status !== STATUS.OUT_OF_MEMORY && why !== "") throw new TillitError(status, why);
  }
}
