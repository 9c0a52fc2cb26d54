/**
 * The engine's parts: inside the page, as compressed text, where it is one file; beside it, where a server serves them. The
 * build puts them there (build.mjs).
 */
import type { Files } from "./messages.ts";
import type { PoolParts, WorkerLike } from "./pool.ts";

/** Coefficients that published figures do not rule out: paths of parameters, and one row of values a point. */
export interface Points {
  names: string[];
  rows: number[][];
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

/** Of base64 of gzip. */
function unpacked(text: string): Response {
  const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

async function fetched(file: string): Promise<Response> {
  const found = await fetch(new URL(file, document.baseURI));
  if (!found.ok) throw new Error(`${file}: ${found.status} ${found.statusText}`);
  return found;
}

async function find(part: Part): Promise<Response> {
  const inside = document.getElementById(part.id)?.textContent;
  return inside ? unpacked(inside) : fetched(part.file);
}

/** Where a worker's script is: an address in memory for what is inside the page, which needs no server. */
async function scriptOf(part: Part): Promise<string | URL> {
  if (document.getElementById(part.id) === null) return new URL(part.file, document.baseURI);
  const text = await (await find(part)).text();
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
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
