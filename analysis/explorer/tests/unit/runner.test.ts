/** What a worker does with a job: outcomes of single runs, histories that are shared, periods, failures, and a stop. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Done, FromWorker, Job, Period, Question } from "../../src/engine/messages.ts";
import { Runner } from "../../src/engine/runner.ts";
import { experimentOf, FILES, open, preset, wasm } from "../support/native.ts";

const tillit = await open();
const SHORT = ["run.days=84", "run.burn_in_days=28"];

/** Arms that part on measured day 42, and one that is another from the start. */
const PARTING: Question = {
  text: `title: {sv: T, en: T}
question: {sv: Q, en: Q}
config: ../configs/small.yaml
arms:
  - {name: before, title: {sv: A, en: A}, before: ordinary}
  - {name: after, title: {sv: B, en: B}, before: ordinary, change: [{day: 42, set: {plan.continuity_weight: 4}}]}
  - {name: other, title: {sv: C, en: C}, set: {plan.continuity_weight: 4}}
`,
  name: "experiments/parting.yaml",
  municipality: null,
  sets: SHORT,
  files: {},
};

const jobOf = (question: Question, arms: string[], change: Partial<Job> = {}): Job => ({
  question,
  arms,
  replicate: 0,
  measures: ["staff_met", "recipients"],
  windows: [{ days: null, where: null }],
  ...change,
});

interface Worker {
  runner: Runner;
  told: FromWorker[];
}

async function worker(rest: () => void = () => {}): Promise<Worker> {
  const told: FromWorker[] = [];
  const breathe = async () => rest();
  const runner = new Runner((message) => told.push(message), breathe);
  await runner.hear({ kind: "open", wasm: wasm(), files: FILES });
  assert.deepEqual(told.splice(0), [{ kind: "ready" }]);
  return { runner, told };
}

const run = ({ runner }: Worker, job: Job) => runner.hear({ kind: "run", generation: 1, index: 5, job });
const of = <K extends FromWorker["kind"]>(told: FromWorker[], kind: K) =>
  told.filter((message): message is Extract<FromWorker, { kind: K }> => message.kind === kind);

const shared = await worker();
await run(shared, jobOf(PARTING, ["before", "after", "other"]));
const done: Done = of(shared.told, "done")[0] ?? assert.fail(JSON.stringify(shared.told));

/** An arm of PARTING run by itself from its first day. */
function alone(arm: number) {
  const experiment = tillit.experiment(PARTING);
  const config = experiment.config(arm);
  const simulation = config.simulation(0);
  simulation.run();
  const found = { digest: simulation.digest(), all: simulation.measures(), period: simulation.window(28, 42) };
  for (const handle of [simulation, config, experiment]) handle.free();
  return found;
}

test("arms that share a history are as those that are run alone, and as the command's", () => {
  const own = [0, 1, 2].map(alone);
  assert.deepEqual(
    done.arms.map((arm) => arm.digest),
    own.map((arm) => arm.digest),
  );
  assert.deepEqual(
    done.arms.map((arm) => arm.windows[0]),
    own.map((arm) => arm.all),
  );
  assert.notEqual(own[0]?.digest, own[1]?.digest);
  assert.notEqual(own[1]?.digest, own[2]?.digest);
});

test("a preset's arms have the command's digests", async () => {
  const question = preset("karlstad", "Åsele");
  const native = experimentOf(question).map((arm) => arm.digest);
  const names = tillit.experiment(question).arms.map((arm) => arm.name);
  const { told, ...own } = await worker();
  await run({ told, ...own }, jobOf(question, names));
  assert.deepEqual(
    of(told, "done")[0]?.arms.map((arm) => arm.digest),
    native,
  );
});

test("arms of a market go on from one history as from their own", async () => {
  const question = preset("botkyrka-lou", null, ["municipality.recipients=240"]);
  const experiment = tillit.experiment(question);
  const names = experiment.arms.map((arm) => arm.name);
  const asked = ["in-house", "lou5, informed", "lov"];
  const alone = asked.map((name) => {
    const config = experiment.config(names.indexOf(name));
    const simulation = config.simulation(0);
    simulation.run();
    const digest = simulation.digest();
    for (const handle of [simulation, config]) handle.free();
    return digest;
  });
  experiment.free();
  const own = await worker();
  await run(own, jobOf(question, asked));
  assert.deepEqual(
    of(own.told, "done")[0]?.arms.map((arm) => arm.digest),
    alone,
    JSON.stringify(own.told[0]),
  );
});

test("every recorded period of every arm is told once, in order", () => {
  for (const arm of [0, 1, 2]) {
    const periods: Period[] = of(shared.told, "period").filter((own) => own.arm === arm);
    assert.deepEqual(
      periods.map((own) => own.period),
      [...periods.keys()],
    );
    assert.deepEqual(periods.map((own) => own.to).slice(0, -1), periods.map((own) => own.from).slice(1));
    assert.deepEqual([periods[0]?.from, periods.at(-1)?.to], [0, 84]);
    assert.ok(periods.every((own) => own.values.length === 2 && own.generation === 1 && own.index === 5));
  }
  const [base, after] = [0, 1].map((arm) => of(shared.told, "period").filter((own) => own.arm === arm));
  const isSame = (own: Period, k: number) => own.values.every((value, m) => Object.is(value, after?.[k]?.values[m]));
  const parted = base?.map((own, k) => ({ late: own.to > 42, same: isSame(own, k) })) ?? [];
  assert.ok(parted.every((own) => own.late || own.same) && parted.some((own) => !own.same));
});

test("windows of some days and units are told, and of nobody nothing", async () => {
  const own = await worker();
  const windows: Job["windows"] = [
    { days: [28, 42], where: null },
    { days: null, where: "{areas: [1]}" },
    { days: null, where: "{external: true}" },
  ];
  await run(own, jobOf(PARTING, ["after"], { windows }));
  const failed = of(own.told, "failed")[0];
  assert.equal(failed?.reason, "refused");
  await run(own, jobOf(PARTING, ["before"], { windows: windows.slice(0, 2) }));
  const found = of(own.told, "done")[0]?.arms[0]?.windows;
  assert.deepEqual(found?.[0], alone(0).period);
  assert.ok((found?.[1]?.[tillit.measure("recipients")] ?? 0) > 0);
});

test("people are told of on the days that are asked for, and until arms part they are the same", async () => {
  const own = await worker();
  const people = { variables: ["recipient_granted_hours", "recipient_staff_met"], days: [28, 84] };
  await run(own, jobOf(PARTING, ["before", "after"], { people }));
  const found = of(own.told, "done")[0]?.arms.map((arm) => arm.people);
  const experiment = tillit.experiment(PARTING);
  const config = experiment.config(0);
  const simulation = config.simulation(0);
  simulation.step(simulation.burnInDays + 28);
  assert.deepEqual(
    found?.[0]?.[0],
    people.variables.map((variable) => simulation.people(variable)),
  );
  assert.deepEqual(found?.[1]?.[0], found?.[0]?.[0]);
  simulation.run();
  assert.deepEqual(
    found?.[0]?.[1],
    people.variables.map((variable) => simulation.people(variable)),
  );
  assert.ok((found?.[1]?.[1]?.[0]?.length ?? 0) > 0);
  for (const handle of [simulation, config, experiment]) handle.free();
});

test("what cannot be is refused in the library's words, and the worker goes on", async () => {
  const own = await worker();
  await run(own, jobOf(PARTING, ["nobody"]));
  await run(own, jobOf({ ...PARTING, text: "title: {sv: T" }, ["before"]));
  await run(own, jobOf(PARTING, ["before"], { measures: ["satisfaktion"] }));
  await run(own, jobOf(PARTING, ["before"]));
  const failed = of(own.told, "failed");
  assert.deepEqual(
    failed.map((told) => told.reason),
    ["refused", "refused", "refused"],
  );
  assert.match(failed[0]?.message ?? "", /no arm 'nobody'; there are before, after, other/);
  assert.match(failed[1]?.message ?? "", /^experiments\/parting\.yaml:\d+:\d+: /);
  assert.match(failed[2]?.message ?? "", /satisfaktion/);
  assert.equal(of(own.told, "done").length, 1);
});

test("a stop is heard between two steps, and nothing is told after it", async () => {
  let rests = 0;
  const own = await worker(() => {
    if (++rests === 3) void own.runner.hear({ kind: "stop" });
  });
  await run(own, jobOf(PARTING, ["before", "after"]));
  assert.equal(rests, 3);
  assert.deepEqual([of(own.told, "stopped").length, of(own.told, "done").length], [1, 0]);
  assert.equal(own.told.at(-1)?.kind, "stopped");
  await own.runner.hear({ kind: "stop" });
  assert.equal(of(own.told, "stopped").length, 2);
  await run(own, jobOf(PARTING, ["before"]));
  assert.equal(of(own.told, "done").length, 1);
});

test("jobs leave no memory behind", async () => {
  const own = await worker();
  for (let i = 0; i < 12; i++) await run(own, jobOf(PARTING, ["before", "after", "other"]));
  const bytes = of(own.told, "done").map((told) => told.bytes);
  assert.equal(bytes.at(-1), bytes[3]);
});

test("without a module nothing is run", async () => {
  const told: FromWorker[] = [];
  const runner = new Runner(
    (message) => told.push(message),
    async () => {},
  );
  await runner.hear({ kind: "open", wasm: new Uint8Array([0, 1, 2, 3]), files: FILES });
  assert.equal(told[0]?.kind, "unopened");
  await run({ runner, told }, jobOf(PARTING, ["before"]));
  assert.equal(of(told, "failed")[0]?.reason, "crash");
});
