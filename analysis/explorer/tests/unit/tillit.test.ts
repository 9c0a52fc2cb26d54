/** The bindings beside the command: digests, resolved configs, tables, errors, and handles that are freed. */
import assert from "node:assert/strict";
import test from "node:test";
import { ranOut, STATUS, TillitError } from "../../src/engine/tillit.ts";
import { command, digestsOf, experimentOf, FILES, open, preset, refusal } from "../support/native.ts";

const tillit = await open();
const SMALL = FILES["configs/small.yaml"] ?? "";
const small = (...sets: string[]) => tillit.config(SMALL, "configs/small.yaml", sets);

/** The messages of what must be refused. */
function refused(act: () => unknown, status: number): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof TillitError, String(error));
    assert.equal(error.status, status);
    return error.message;
  }
  return assert.fail("nothing was refused");
}

test("digests of every replicate are the command's", () => {
  const config = small("run.replicates=2");
  const own = [0, 1].map((replicate) => {
    const simulation = config.simulation(replicate);
    simulation.run();
    const digest = simulation.digest();
    simulation.free();
    return digest;
  });
  config.free();
  assert.deepEqual(own, digestsOf("configs/small.yaml", ["run.replicates=2"]));
});

test("a preset that is asked of a municipality is resolved as by the command", () => {
  const question = preset("question-span", "Åsele");
  const experiment = tillit.experiment(question);
  const own = experiment.arms.map((_, arm) => {
    const config = experiment.config(arm);
    const simulation = config.simulation(0);
    simulation.run();
    const found = { config: config.json.trim(), digest: simulation.digest() };
    for (const handle of [simulation, config]) handle.free();
    return found;
  });
  experiment.free();
  const native = experimentOf(question);
  /** Without the number of replicates, and with files by their path below Tillit's own folder. */
  const alike = (json: string) => {
    const config = JSON.parse(json.replace(/"[^"]*\/(configs\/[^"]*)"/g, '"$1"'));
    delete config.origins["run.replicates"];
    return { ...config, run: { ...config.run, "run.replicates": 1 } };
  };
  assert.deepEqual(
    own.map((arm) => arm.digest),
    native.map((arm) => arm.digest),
  );
  assert.deepEqual(
    own.map((arm) => alike(arm.config)),
    native.map((arm) => alike(arm.config)),
  );
});

test("an experiment says what it asks", () => {
  const experiment = tillit.experiment(preset("question-span", null));
  assert.deepEqual(experiment.arms[1], {
    name: "low",
    title: { sv: "60 medarbetare per chef", en: "60 employees per manager" },
  });
  assert.ok(experiment.title.sv.length > 0 && experiment.question.en.endsWith("?"));
  assert.deepEqual(
    JSON.parse(experiment.json).arms.map((arm: { name: string }) => arm.name),
    ["ordinary", "low", "high"],
  );
  const claim = experiment.claims[0];
  assert.ok(claim !== undefined && claim.to > claim.from && claim.text.sv.length > 0);
  assert.ok(experiment.outcomes.includes(tillit.measure("cost")));
  experiment.free();
});

test("a municipality of one's own is a file", () => {
  const own = "municipality:\n  name: Exempelby\n  recipients: 120\n  granted_hours: 31\n";
  const question = { ...preset("question-span", "own/exempelby.yaml"), files: { "own/exempelby.yaml": own } };
  const experiment = tillit.experiment(question);
  const config = experiment.config(0);
  assert.deepEqual(config.municipalities, ["Exempelby"]);
  assert.equal(config.value("municipality.recipients"), 120);
  config.free();
  experiment.free();
});

test("errors are the library's, with line, column and the nearest name", () => {
  const text = "seed: 1\nmunicipality: karlstad\nregime: ordinary\nplan: {continuity_wieght: 1}\n";
  const said = refused(() => tillit.config(text, "own.yaml"), STATUS.INVALID);
  assert.match(said, /^own\.yaml:4:8: error: .*continuity_weight/);
  assert.match(
    refused(() => tillit.experiment(preset("question-span", "Dorotae")), STATUS.INVALID),
    /ingen kommun.*dorotea/s,
  );
  const english = refused(() => tillit.experiment(preset("question-span", "Dorotae"), "ENGLISH"), STATUS.INVALID);
  assert.match(english, /no municipality.*dorotea/s);
  const native = refusal("experiment", "experiments/question-span.yaml", "--municipality", "Dorotae");
  assert.equal(
    english.split("\n")[0],
    native.split("\n")[0]?.replace(/ in \/.*configs\//, " in experiments/../configs/"),
  );
});

test("what was freed is refused, and freed twice is no error", () => {
  const config = small();
  config.free();
  config.free();
  assert.match(
    refused(() => config.simulation(0), STATUS.ENDED),
    /./,
  );
  const again = small();
  assert.notEqual(again.handle, config.handle);
  again.free();
});

test("memory is given back: a thousand handles take no more than a few", () => {
  const once = () => {
    const config = small();
    const simulation = config.simulation(0);
    simulation.step(3);
    for (const handle of [simulation, config]) handle.free();
  };
  for (let i = 0; i < 20; i++) once();
  const before = tillit.bytes;
  for (let i = 0; i < 200; i++) once();
  assert.equal(tillit.bytes, before);
});

test("tables are the command's", () => {
  const params: { path: string; default: unknown }[] = JSON.parse(command("params", "--format", "json"));
  assert.deepEqual([...tillit.parameters.keys()].sort(), params.map((own) => own.path).sort());
  const span = tillit.parameters.get("organisation.span");
  assert.ok(span?.structural && span.stops.length >= 2 && span.low < span.high && span.label.sv !== "");
  const satisfied = tillit.measures[tillit.measure("satisfied")];
  assert.deepEqual([satisfied?.telling, satisfied?.better, satisfied?.ends.high.sv], ["share", 1, "alla"]);
  assert.match(
    refused(() => tillit.measure("satisfaktion"), STATUS.UNKNOWN),
    /satisfaktion/,
  );
});

test("units are meant as in claims", () => {
  const config = small();
  assert.equal(config.where("{areas: [1]}").length, 28);
  assert.match(
    refused(() => config.where("{outlyng: true}"), STATUS.INVALID),
    /outlying/,
  );
  config.free();
});

test("intervals, verdicts and courses are computed by the library", () => {
  const { statistics } = tillit;
  const found = statistics.estimate([1, 2, 3, Number.NaN]);
  assert.deepEqual([found.mean, found.count], [2, 3]);
  assert.ok(Math.abs(found.half_width - statistics.quantile(0.975, 2) / Math.sqrt(3)) < 1e-12);
  assert.equal(statistics.verdict(1, 0.1, { mean: 1, half_width: 0.2, count: 9 }), "supported");
  assert.equal(statistics.verdict(0, 0.1, found), null);
  assert.equal(statistics.verdictOfDays(-1, 100, { day: 50, low: 40, high: 60 }), "supported");
  const firstDays = Array.from({ length: 40 }, (_, k) => 28 * k);
  const values = [1, 1.02].map((level) => Float64Array.from(firstDays, (day) => (day < 280 ? 0 : level)));
  const differences = { values, firstDays, days: firstDays.map(() => 28), changeDay: 280 };
  const course = statistics.course(differences, 1, 0.5);
  assert.equal(course.settled, true);
  assert.ok(Math.abs(course.level.mean - 1.01) < 1e-9 && course.half_way.day <= 28);
  assert.ok(Math.abs(statistics.cost(differences, "year 1").mean - 1.01) < 0.02);
});

test("two configs part on a measured day, or never", () => {
  const [one, other] = [small(), small()];
  assert.equal(one.partingDay(other), Number.POSITIVE_INFINITY);
  const moved = small("plan.continuity_weight=4");
  assert.equal(one.partingDay(moved), -1);
  for (const config of [one, other, moved]) config.free();
});

test("a trap is told from what the library refuses", () => {
  assert.ok(ranOut(new WebAssembly.RuntimeError("unreachable")));
  assert.ok(!ranOut(new WebAssembly.RuntimeError("memory access out of bounds")));
  assert.ok(ranOut(new RangeError("Array buffer allocation failed")));
  assert.ok(!ranOut(new TillitError(STATUS.INVALID, "x")));
  assert.throws(() => tillit.config("seed: 1\0", "own.yaml"), /zero byte/);
});
