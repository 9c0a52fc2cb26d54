/** The pool: jobs in order, others in their place, workers that do not hear, crash, run out of memory or cannot be opened. */
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { Worker } from "node:worker_threads";
import type { FromWorker, Job, Run, Told, ToWorker } from "../../src/engine/messages.ts";
import { Pool, type WorkerLike } from "../../src/engine/pool.ts";
import { experimentOf, FILES, open, preset, TOP, wasm } from "../support/native.ts";

/** A worker that says what a test lets it say. */
class Puppet implements WorkerLike {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  ended = false;
  readonly heard: ToWorker[] = [];

  constructor(private readonly answer: (own: Puppet, message: ToWorker) => void) {}

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    this.answer(this, message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(message: FromWorker): void {
    queueMicrotask(() => this.onmessage?.({ data: message }));
  }
}

const EMPTY: Job = { question: preset("karlstad", null), arms: [], replicate: 0, measures: [], windows: [] };
const jobs = (count: number): Job[] => Array.from({ length: count }, (_, replicate) => ({ ...EMPTY, replicate }));
const done = ({ generation, index }: Run): Told => ({
  kind: "done",
  generation,
  index,
  arms: [],
  milliseconds: 0,
  bytes: 0,
});
const failed = ({ generation, index }: Run, reason: "memory" | "refused"): Told => ({
  kind: "failed",
  generation,
  index,
  reason,
  message: reason,
});

/** Opens, stops when told to, and answers jobs as the test says. */
const willing = (run: (own: Puppet, message: Run) => void) => (own: Puppet, message: ToWorker) => {
  if (message.kind === "open") own.say({ kind: "ready" });
  else if (message.kind === "stop") own.say({ kind: "stopped" });
  else run(own, message);
};

function poolOf(size: number, answer: (own: Puppet, message: ToWorker) => void): { pool: Pool; puppets: Puppet[] } {
  const puppets: Puppet[] = [];
  const start = (): WorkerLike => {
    const made = new Puppet(answer);
    puppets.push(made);
    return made;
  };
  return { pool: new Pool({ wasm: new Uint8Array(), files: {}, start }, size), puppets };
}

const all = (pool: Pool, own: Job[]): Promise<Told[]> =>
  new Promise((finished) => {
    const told: Told[] = [];
    pool.run(own, (message) => {
      if (message.kind !== "period") told.push(message);
      if (told.length === own.length) finished(told);
    });
  });
const later = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));

test("jobs are handed out in their order, as many at a time as there are workers", async () => {
  const begun: number[] = [];
  const { pool, puppets } = poolOf(
    2,
    willing((own, run) => {
      begun.push(run.index);
      own.say(done(run));
    }),
  );
  const told = await all(pool, jobs(7));
  assert.deepEqual(begun, [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(told.map((own) => own.index).sort(), begun);
  assert.ok(puppets.length === 2 && puppets.every((own) => own.heard.some((message) => message.kind === "run")));
  pool.close();
  assert.ok(puppets.every((own) => own.ended));
});

test("jobs take the place of others, of which no more is told", async () => {
  const late: (() => void)[] = [];
  const { pool, puppets } = poolOf(
    1,
    willing((own, run) => {
      if (run.job.replicate < 3) late.push(() => own.say(done(run)));
      else own.say(done(run));
    }),
  );
  const told: Told[] = [];
  await pool.ready;
  pool.run(jobs(3), (message) => told.push(message));
  const second = all(pool, [{ ...EMPTY, replicate: 9 }]);
  late[0]?.();
  assert.deepEqual(
    (await second).map((own) => own.index),
    [0],
  );
  assert.deepEqual(told, []);
  assert.deepEqual(
    puppets[0]?.heard.map((message) => message.kind),
    ["open", "run", "stop", "run"],
  );
  pool.close();
});

test("a worker that does not stop makes room for a fresh one", async () => {
  const { pool, puppets } = poolOf(1, (own, message) => {
    if (message.kind === "open") own.say({ kind: "ready" });
    if (message.kind === "run" && message.job.replicate === 9) own.say(done(message));
  });
  await pool.ready;
  pool.run(jobs(1), () => assert.fail("it was left off"));
  const told = await all(pool, [{ ...EMPTY, replicate: 9 }]);
  assert.equal(told[0]?.kind, "done");
  assert.deepEqual(
    puppets.map((own) => own.ended),
    [true, false],
  );
  pool.close();
});

test("where memory runs out it is told, and a fresh worker goes on", async () => {
  const { pool, puppets } = poolOf(
    1,
    willing((own, run) => own.say(run.index === 1 ? failed(run, "memory") : done(run))),
  );
  const told = await all(pool, jobs(3));
  assert.deepEqual(
    told.map((own) => own.kind),
    ["done", "failed", "done"],
  );
  assert.deepEqual(
    puppets.map((own) => own.ended),
    [true, false],
  );
  pool.close();
});

test("what is refused costs no worker", async () => {
  const { pool, puppets } = poolOf(
    1,
    willing((own, run) => own.say(failed(run, "refused"))),
  );
  assert.equal((await all(pool, jobs(3))).length, 3);
  assert.equal(puppets.length, 1);
  pool.close();
});

test("a worker that breaks fails its job alone", async () => {
  const { pool, puppets } = poolOf(
    1,
    willing((own, run) => {
      if (run.index === 0) queueMicrotask(() => own.onerror?.({ message: "broken" }));
      else own.say(done(run));
    }),
  );
  const told = await all(pool, jobs(2));
  assert.deepEqual(
    told.map((own) => own.kind === "failed" && [own.reason, own.message]),
    [["crash", "broken"], false],
  );
  assert.equal(puppets.length, 2);
  pool.close();
});

test("where no worker can be opened, the reason is told", async () => {
  const { pool } = poolOf(2, (own, message) => {
    if (message.kind === "open") own.say({ kind: "unopened", message: "no WebAssembly here" });
  });
  const told = all(pool, jobs(2));
  await assert.rejects(pool.ready, /no WebAssembly here/);
  assert.deepEqual(
    (await told).map((own) => own.kind),
    ["failed", "failed"],
  );
  assert.equal((await all(pool, jobs(1)))[0]?.kind, "failed");
});

// ---- with the model in threads

/** The module with so many pages of 64 kB at most: where "65536 at most" stands in its section of memory, another number does. */
function limited(pages: number): Uint8Array<ArrayBuffer> {
  const module = wasm();
  const most = Buffer.from(module.buffer).indexOf(Buffer.from([0x80, 0x80, 0x04]));
  module.set([0x80 | (pages & 0x7f), 0x80 | ((pages >> 7) & 0x7f), pages >> 14], most);
  return module;
}

const thread = (): WorkerLike => {
  const worker = new Worker(path.join(TOP, "build/explorer-tests/support/thread.mjs"));
  const own: WorkerLike = {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.on("message", (data: FromWorker) => own.onmessage?.({ data }));
  worker.on("error", (error) => own.onerror?.(error));
  return own;
};

test("pairs of a preset have the command's digests, and a stop frees the workers", async (context) => {
  const question = preset("question-span", "Åsele");
  const arms = (await open()).experiment(question).arms.map((arm) => arm.name);
  const pairs = [0, 1].map((replicate) => ({ ...EMPTY, question, arms, replicate }));
  const pool = new Pool({ wasm: wasm(), files: FILES, start: thread }, 2);
  context.after(() => pool.close());
  await pool.ready;
  const large = { ...EMPTY, question: preset("question-span", "Göteborg"), arms, measures: ["cost"] };
  pool.run([large, large], () => assert.fail("it was left off"));
  await later(50);
  const told = await all(pool, pairs);
  const found = told.map((own) => own.kind === "done" && own.index === 0 && own.arms.map((arm) => arm.digest));
  assert.deepEqual(found.filter(Boolean), [experimentOf(question).map((arm) => arm.digest)]);
});

for (const pages of [48, 64, 100, 140]) {
  test(`with ${pages} pages of memory a large municipality runs out, and a small one is run`, async (context) => {
    const tillit = await open();
    const question = (municipality: string) => preset("question-span", municipality, ["run.days=1260"]);
    const arms = tillit.experiment(question("Åsele")).arms.map((arm) => arm.name);
    const pool = new Pool({ wasm: limited(pages), files: FILES, start: thread }, 1);
    context.after(() => pool.close());
    const own = ["Uppsala", "Åsele"].map((municipality) => ({ ...EMPTY, question: question(municipality), arms }));
    const told = await all(pool, own);
    assert.deepEqual(
      told.map((message) => message.kind === "failed" && message.reason),
      ["memory", pages < 80 && "memory"],
    );
  });
}
