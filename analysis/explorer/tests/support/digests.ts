/**
 * Digests of the module beside the command's: one share of all cases, told line by line. What differs ends with code 1.
 *
 *     node digests.mjs SHARE OF [sample]
 *
 * Cases are every municipality under every regime (84 days), and every arm of every preset as it stands, by itself and from the
 * history that it shares with others. The sample is every
 * hundredth municipality under every regime, and SAMPLE.
 */
import fs from "node:fs";
import path from "node:path";
import type { FromWorker, Question } from "../../src/engine/messages.ts";
import { Runner } from "../../src/engine/runner.ts";
import type { Config, Tillit } from "../../src/engine/tillit.ts";
import { digestsOf, experimentOf, FILES, folder, open, preset, wasm } from "./native.ts";

/** Presets of one provider and of a market. */
const SAMPLE = ["question-clarity", "question-purchaser-dialogue"];
const EVERY = 100;

interface Case {
  name: string;
  /** What differs; none if all is well. */
  check(tillit: Tillit): Promise<string[]>;
}

function digestOf(config: Config): string {
  const simulation = config.simulation(0);
  simulation.run();
  const digest = simulation.digest();
  simulation.free();
  config.free();
  return digest;
}

/** As a worker finds them, where arms share their histories. */
async function sharedOf(question: Question, arms: string[]): Promise<string[]> {
  const told: FromWorker[] = [];
  const runner = new Runner(
    (message) => told.push(message),
    async () => {},
  );
  await runner.hear({ kind: "open", wasm: wasm(), files: FILES });
  const job = { question, arms, replicate: 0, measures: [], windows: [] };
  await runner.hear({ kind: "run", generation: 0, index: 0, job });
  return told.flatMap((message) => (message.kind === "done" ? message.arms.map((arm) => arm.digest) : []));
}

const named = (kind: string): string[] =>
  Object.keys(FILES).flatMap((file) => new RegExp(`^configs/${kind}/([^/]+)\\.yaml$`).exec(file)?.[1] ?? []);

const scratch = folder();

function governed(municipality: string, regime: string): Case {
  const name = `${municipality}, ${regime}`;
  const text = `seed: 1\nmunicipality: ${municipality}\nregime: ${regime}\nrun: {days: 56, burn_in_days: 28, replicates: 1}\n`;
  const check = async (tillit: Tillit): Promise<string[]> => {
    const file = path.join(scratch, `${municipality}-${regime}.yaml`);
    fs.writeFileSync(file, text);
    const [own, native] = [digestOf(tillit.config(text, "configs/own.yaml")), digestsOf(file)[0]];
    return own === native ? [] : [`${own}, and ${native} by the command`];
  };
  return { name, check };
}

/** Resolved configs without the number of replicates, and with files by their path below Tillit's own folder. */
function alike(json: string): string {
  const config = JSON.parse(json.replace(/"[^"]*\/((?:configs|experiments)\/[^"]*)"/g, '"$1"'));
  delete config.origins["run.replicates"];
  return JSON.stringify({ ...config, run: { ...config.run, "run.replicates": 1 } });
}

/** Arms whose cost is made equal are resolved when that is done: they are read as the command has resolved them. */
function asked(name: string): Case {
  const check = async (tillit: Tillit): Promise<string[]> => {
    const question = preset(name, null);
    const experiment = tillit.experiment(question);
    const equal: boolean[] = JSON.parse(experiment.json).arms.map((arm: { equal_cost?: unknown; equal?: unknown }) =>
      Boolean(arm.equal_cost ?? arm.equal),
    );
    const free = experiment.arms.map((own) => own.name).filter((_, arm) => !equal[arm]);
    const shared = await sharedOf(question, free);
    const different = experimentOf(question).flatMap((native, arm) => {
      const config = equal[arm] ? tillit.config(native.config, "arm.json") : experiment.config(arm);
      const resolved = equal[arm] || alike(config.json) === alike(native.config);
      const own = digestOf(config);
      const isShared = equal[arm] || shared.shift() === own;
      return own === native.digest && resolved && isShared
        ? []
        : [`arm ${arm + 1}: ${own}, and ${native.digest} by the command`];
    });
    experiment.free();
    return different;
  };
  return { name, check };
}

function cases(isSample: boolean): Case[] {
  const municipalities = named("municipalities").filter((_, i) => !isSample || i % EVERY === 0);
  const regimes = named("regimes");
  const presets = Object.keys(FILES).flatMap((file) => /^experiments\/([^/]+)\.yaml$/.exec(file)?.[1] ?? []);
  const chosen = presets.filter((name) => !isSample || SAMPLE.includes(name));
  return [
    ...chosen.map(asked),
    ...municipalities.flatMap((municipality) => regimes.map((regime) => governed(municipality, regime))),
  ];
}

const [share = "0", of = "1", sample] = process.argv.slice(2);
const tillit = await open();
for (const own of cases(sample === "sample").filter((_, i) => i % Number(of) === Number(share))) {
  const different = await own.check(tillit);
  console.log(different.length === 0 ? `same: ${own.name}` : `DIFFERENT: ${own.name}: ${different.join("; ")}`);
  if (different.length > 0) process.exitCode = 1;
}
fs.rmSync(scratch, { recursive: true });
