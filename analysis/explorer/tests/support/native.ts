/** The command beside which the engine is tested, and the module with Tillit's own files. */
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { files } from "../../packing.mjs";
import type { Question } from "../../src/engine/messages.ts";
import { Tillit } from "../../src/engine/tillit.ts";

const told = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: node tests/unit.mjs sets it`);
  return value;
};

export const TOP = told("TILLIT_TOP");
export const FILES: Record<string, string> = files(TOP);
export const wasm = (): Uint8Array<ArrayBuffer> => new Uint8Array(fs.readFileSync(told("TILLIT_WASM")));
export const open = (): Promise<Tillit> => Tillit.open(wasm(), FILES);

export const folder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "tillit-"));

/** What the command prints. */
export const command = (...own: string[]): string =>
  execFileSync(told("TILLIT"), own, { cwd: TOP, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** What it says on its error stream, of what it refuses. */
export const refusal = (...own: string[]): string =>
  spawnSync(told("TILLIT"), own, { cwd: TOP, encoding: "utf8" }).stderr;

/** Digests of every replicate of a config. */
export function digestsOf(config: string, sets: string[] = []): string[] {
  const said = command("run", config, "--quiet", ...sets.flatMap((set) => ["--set", set]));
  return /^digests? +([\w ]+)$/m.exec(said)?.[1]?.trim().split(/\s+/) ?? [];
}

/** A preset as it is asked of a municipality. */
export const preset = (name: string, municipality: string | null, sets: string[] = []): Question => ({
  text: FILES[`experiments/${name}.yaml`] ?? "",
  name: `experiments/${name}.yaml`,
  municipality,
  sets,
  files: {},
});

/** What the command makes of a preset: resolved configs and digests of the first replicate, by arm. */
export function experimentOf(question: Question): { config: string; digest: string }[] {
  const file = path.join(folder(), "found.h5");
  const asked = question.municipality === null ? [] : ["--municipality", question.municipality];
  const sets = [...question.sets, "run.replicates=1"].flatMap((set) => ["--set", set]);
  command("experiment", question.name, ...asked, ...sets, "--out", file, "--quiet");
  const digests = execFileSync("h5dump", ["-y", "-w", "1", "-d", "/digest", file], { encoding: "utf8" });
  const found = [...digests.matchAll(/^\s*(\d{5,}),?$/gm)].map(([, digest]) => BigInt(digest ?? 0));
  return found.map((digest, arm) => ({
    config: command("config", file, "--arm", String(arm + 1)).trim(),
    digest: digest.toString(16).padStart(16, "0"),
  }));
}
