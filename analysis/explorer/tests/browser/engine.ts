/** A page that is the engine alone: what engine.test.mjs calls stands in `window.engine`. */
import type { Job, Told } from "../../src/engine/messages.ts";
import { findParts } from "../../src/engine/parts.ts";
import { Pool } from "../../src/engine/pool.ts";
import { Tillit } from "../../src/engine/tillit.ts";

async function open() {
  const parts = await findParts();
  const tillit = await Tillit.open(parts.wasm, parts.files);
  const pool = new Pool(parts, 2);
  await pool.ready;
  return { parts, tillit, pool };
}

const opened = open();

/** All arms of an experiment of a municipality: one job a replicate. */
async function jobs(name: string, municipality: string | null, replicates: number): Promise<Job[]> {
  const { parts, tillit } = await opened;
  const text = parts.files[`experiments/${name}.yaml`] ?? "";
  const question = { text, name: `experiments/${name}.yaml`, municipality, sets: [], files: {} };
  const experiment = tillit.experiment(question);
  const arms = experiment.arms.map((arm) => arm.name);
  experiment.free();
  const measures = ["satisfied", "cost"];
  const windows = [{ days: null, where: null }];
  return Array.from({ length: replicates }, (_, replicate) => ({ question, arms, replicate, measures, windows }));
}

/** What is told of jobs until each is done or has failed. */
async function run(own: Job[]): Promise<Told[]> {
  const { pool } = await opened;
  const told: Told[] = [];
  return new Promise((done) => {
    let open = own.length;
    pool.run(own, (message) => {
      told.push(message);
      if (message.kind !== "period" && --open === 0) done(told);
    });
  });
}

/** Begins jobs, asks for others once the first period is told, and gives the milliseconds until one of these is done. */
async function insteadOf(first: Job[], second: Job[]): Promise<{ told: Told[]; milliseconds: number }> {
  const { pool } = await opened;
  await new Promise<void>((begun) => pool.run(first, () => begun()));
  const before = performance.now();
  const told = await run(second);
  return { told, milliseconds: performance.now() - before };
}

Object.assign(window, { engine: { opened, jobs, run, insteadOf } });
