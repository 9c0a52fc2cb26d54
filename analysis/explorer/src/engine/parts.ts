/**
 * The engine's parts: inside the page, as compressed text, where it is one file; beside it, where a server serves them. The
 * build puts them there (build.mjs).
 */
import type { Files } from "./messages.ts";
import type { PoolParts, WorkerLike } from "./pool.ts";
import { addressOf, insideOf, unpacked } from "./unpack.ts";

/** Plausible worlds: points drawn, once for all, from the committed set of those that published figures do not rule out. */
export interface Points {
  /** Parameters by their paths. */
  names: string[];
  /** One row of values a point, in the order in which they were drawn. */
  rows: number[][];
  /** Where each stands in the committed set, from 1. */
  numbers: number[];
  /** How many there are in the committed set. */
  of: number;
}

export interface Parts extends PoolParts {
  points: Points;
}

/** Names of elements in the page, and of files beside it. */
const PARTS = {
  wasm: { id: "tillit-wasm", file: "tillit.wasm" },
  files: { id: "tillit-files", file: "files.json" },
  points: { id: "tillit-points", file: "points.json" },
  worker: { id: "tillit-worker", file: "worker.js" },
} as const;
type Part = (typeof PARTS)[keyof typeof PARTS];

async function fetched(file: string): Promise<Response> {
  const found = await fetch(new URL(file, document.baseURI));
  if (!found.ok) throw new Error(`${file}: ${found.status} ${found.statusText}`);
  return found;
}

async function find(part: Part): Promise<Response> {
  const inside = insideOf(part.id);
  return inside === null ? fetched(part.file) : unpacked(inside);
}

async function scriptOf(part: Part): Promise<string | URL> {
  const inside = insideOf(part.id);
  return inside === null ? new URL(part.file, document.baseURI) : addressOf(inside);
}

export async function findParts(): Promise<Parts> {
  const [wasm, files, points, script] = await Promise.all([
    find(PARTS.wasm).then((found) => found.arrayBuffer()),
    find(PARTS.files).then((found) => found.json() as Promise<Files>),
    find(PARTS.points).then((found) => found.json() as Promise<Points>),
    scriptOf(PARTS.worker),
  ]);
  return { wasm: new Uint8Array(wasm), files, points, start: () => new Worker(script) as unknown as WorkerLike };
}
