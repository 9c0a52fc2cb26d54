/* An engine for tests of what is asked, and one pair of hands that does one job after another in this thread. */
import fs from "node:fs";
import path from "node:path";
import { points } from "../../packing.mjs";
import type { FromWorker, Job, Told } from "../../src/engine/messages.ts";
import { Runner } from "../../src/engine/runner.ts";
import { LimitTable } from "../../src/explore/limits.ts";
import { municipalitiesOf } from "../../src/explore/municipalities.ts";
import type { Engine } from "../../src/explore/session.ts";
import { START, type State } from "../../src/explore/state.ts";
import type { Hands } from "../../src/explore/trial.ts";
import { FILES, open, TOP, wasm } from "./native.ts";

export async function engineOf(): Promise<Engine> {
  const limits = new LimitTable(fs.readFileSync(path.join(TOP, "analysis/tillit/report/outcomes.csv"), "utf8"));
  return { tillit: await open(), files: FILES, points: points(TOP), limits, municipalities: municipalitiesOf(FILES) };
}

/** A question of one's own about the smallest municipality that there is. */
export const asked = (own: Partial<State>): State => ({
  ...START,
  preset: null,
  place: { kind: "named", slug: "dorotea" },
  ...own,
});

export class OnePair implements Hands {
  private readonly runner: Runner;
  private hear: (message: FromWorker) => void = () => {};
  private generation = 0;
  /** Jobs that were begun. */
  readonly begun: Job[] = [];

  constructor() {
    this.runner = new Runner(
      (message) => this.hear(message),
      async () => {},
    );
  }

  async open(): Promise<this> {
    await this.runner.hear({ kind: "open", wasm: wasm(), files: FILES });
    return this;
  }

  run(jobs: Job[], tell: (told: Told) => void): void {
    const generation = ++this.generation;
    this.hear = (message) => {
      if (this.generation === generation && "index" in message) tell(message);
    };
    void this.each(jobs, generation);
  }

  stop(): void {
    this.generation++;
  }

  private async each(jobs: Job[], generation: number): Promise<void> {
    for (const [index, job] of jobs.entries()) {
      if (this.generation !== generation) return;
      this.begun.push(job);
      await this.runner.hear({ kind: "run", generation, index, job });
    }
  }
}
