/* The engine in this process, for tests: the module that `make wasm` builds, with Tillit's own files. */

import fs from "node:fs";
import path from "node:path";
import { files, points } from "../../packing.mjs";
import type { FromWorker, Job, Told } from "../../src/engine/messages.ts";
import { Runner } from "../../src/engine/runner.ts";
import { Tillit } from "../../src/engine/tillit.ts";
import { LimitTable } from "../../src/explore/limits.ts";
import { municipalitiesOf } from "../../src/explore/municipalities.ts";
import type { Engine } from "../../src/explore/session.ts";
import type { Hands } from "../../src/explore/trial.ts";

export const TOP = path.resolve(process.env.TILLIT_TOP ?? "../..");
const wasm = () => new Uint8Array(fs.readFileSync(process.env.TILLIT_WASM ?? path.join(TOP, "build/wasm/tillit.wasm")));

export async function engineOf(): Promise<Engine> {
  const all = files(TOP);
  const tillit = await Tillit.open(wasm(), all);
  const limits = new LimitTable(fs.readFileSync(path.join(TOP, "analysis/tillit/report/outcomes.csv"), "utf8"));
  return { tillit, files: all, points: points(TOP), limits, municipalities: municipalitiesOf(all) };
}

/** One pair of hands, that does one job after another in this thread. */
export class OnePair implements Hands {
  private readonly runner: Runner;
  private hear: (message: FromWorker) => void = () => {};
  private generation = 0;

  constructor() {
    this.runner = new Runner(
      (message) => this.hear(message),
      async () => {},
    );
  }

  async open(): Promise<this> {
    await this.runner.hear({ kind: "open", wasm: wasm(), files: files(TOP) });
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
      if (this.generation === generation) await this.runner.hear({ kind: "run", generation, index, job });
    }
  }
}
