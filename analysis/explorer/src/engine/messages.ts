/** All that the page and its workers say to each other. Plain data: it is cloned on the way. */

/** Texts by their path: "configs/regimes/ordinary.yaml", "experiments/karlstad.yaml". */
export type Files = Record<string, string>;

/** An experiment as it is asked, with the same rules as `tillit experiment`. */
export interface Question {
  /** The experiment's YAML. */
  text: string;
  /** Where the text stands, "experiments/karlstad.yaml": messages name it, and what it names is looked for beside it. */
  name: string;
  /** As after `--municipality`: a name, or the path of one of `files` that ends in .yaml. Null: as the text says. */
  municipality: string | null;
  /** "path=value", as after `--set`: over every arm. "path?=value" holds where an arm does not set it itself. */
  sets: string[];
  /** Files of the reader's own, beside those of Tillit. */
  files: Files;
}

/** Measured days [from, to): whole recorded periods; null: all measured days. `where` as after `where:` in a claim, null: all units. */
export interface Window {
  days: [from: number, to: number] | null;
  where: string | null;
}

/** Variables of snapshots ("recipient_granted_hours"), told of each person at the end of each of these measured days. */
export interface People {
  variables: string[];
  days: number[];
}

/** One replicate of some arms. Arms that part on a measured day share what comes before. */
export interface Job {
  question: Question;
  /** Arms by name, in the order in which they are told; all that are asked of one job have the same people and luck. */
  arms: string[];
  replicate: number;
  /** Measures that are told of every recorded period, by name; with none, no periods are told. */
  measures: string[];
  /** All measures are told over each of these, when an arm is done. */
  windows: Window[];
  /** Nobody is told of where it is not there. */
  people?: People;
}

// ---- to a worker

export interface Open {
  kind: "open";
  wasm: Uint8Array<ArrayBuffer>;
  files: Files;
}
export interface Run {
  kind: "run";
  /** Of the jobs that were asked for together. A worker leaves off what is of another generation than the last it heard of. */
  generation: number;
  /** The job's place among them. */
  index: number;
  job: Job;
}
export interface Stop {
  kind: "stop";
}
export type ToWorker = Open | Run | Stop;

// ---- from a worker

export interface Ready {
  kind: "ready";
}
/** A recorded period of an arm has ended. */
export interface Period {
  kind: "period";
  generation: number;
  index: number;
  arm: number;
  period: number;
  /** Measured days [from, to). */
  from: number;
  to: number;
  /** Of the job's `measures`, in their order; NaN: nothing was counted. */
  values: Float64Array;
}
/** What came of one arm. */
export interface Outcome {
  /** 16 hexadecimal digits, as the command prints them. */
  digest: string;
  /** All measures, in the order of the library's table, over each of the job's windows. Empty: none of these units. */
  windows: Float64Array[];
  /** By day and variable: a value a person, NaN where there is none. */
  people: Float64Array[][];
}
export interface Done {
  kind: "done";
  generation: number;
  index: number;
  /** In the order of the job's `arms`. */
  arms: Outcome[];
  milliseconds: number;
  /** What the worker's memory has grown to. */
  bytes: number;
}
/** Why a job gave nothing. After "memory" and "crash" the worker is replaced. */
export type Reason = "refused" | "failed" | "memory" | "crash";
export interface Failed {
  kind: "failed";
  generation: number;
  index: number;
  reason: Reason;
  /** In the library's words: "experiments/x.yaml:3:5: error: ...". */
  message: string;
}
/** The job of a generation that was left off has been freed. */
export interface Stopped {
  kind: "stopped";
}
/** The module could not be opened here. */
export interface Unopened {
  kind: "unopened";
  message: string;
}
/** What a page hears of the jobs that it asked for last. */
export type Told = Period | Done | Failed;
export type FromWorker = Ready | Unopened | Stopped | Told;
