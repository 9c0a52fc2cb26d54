/** The twelve figures: what the page takes and refuses is what `tillit new-municipality` does, in the same words. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { FIGURES, readFigures, togetherWhy } from "../../src/explore/figures.ts";
import { settingsOf } from "../../src/explore/own.ts";
import { decoded } from "../../src/explore/table_text.ts";
import { command, folder, open, refusal } from "../support/native.ts";

const REFUSED = [
  "brukare;x",
  "\nspan;3",
  "satisfied;0,86",
  "recipeints;3",
  "recipients;5\nbrukare;5",
  "hours;nan",
  "hours;-4",
  "hours;1e3",
  "hours;12;34\nareas;1.5",
  'hours;"28',
  "brukare;ca 350",
  "brukare;CIRKA 1 350 st",
  "brukare;~350",
  "timmar;c:a 28,5 tim",
  "sjukfrånvaro;0,085",
  "sjukfrånvaro;.085",
  "nöjda;0.86",
  "timanställda;0,001",
  "brukare;1.200",
  "brukare;1,200",
  "kronor per timme;1.250",
  "brukare;300-350",
  "brukare;300–351 personer",
  "timmar;28 till 29",
  "nöjda;80-90 %",
  "brukare;48 %",
  "kronor per timme;5 procent",
  "timmar;30 kr",
  "brukare;12 34",
  "brukare;ca 900000",
  "brukare;ca",
  "brukare;-5",
  "brukare;1,2,3",
  "timmar;28,5,",
  "brukare;2025-03-16",
  "brukare;% 5",
  "omsorgstagare;7",
  "Antal hemtjänsttagare;7",
  "Medarbetare;7",
  "timvikarier;7",
  "sjuktal (%);7",
  "kr/tim;7",
  "biståndsbedömare;7",
  "beviljad tid;7",
  "brukare;x\ntimmar;1000\nnöjd;80",
];

/** What the command says of a file, without its path: "1:1: error: ...". */
function said(text: string, language: "sv" | "en"): string[] {
  const file = path.join(folder(), "figures.csv");
  fs.writeFileSync(file, text);
  const lines = refusal("new-municipality", "X", "--from", file, "--lang", language, "--out", `${file}.yaml`)
    .trim()
    .split("\n");
  return lines.map((line) => line.replace(/^.*figures\.csv:/, "").replace(/: (fel|error): /, ": "));
}

for (const text of REFUSED) {
  test(`is refused in the command's words: ${JSON.stringify(text)}`, () => {
    const { mistakes } = readFigures(text);
    for (const language of ["sv", "en"] as const) {
      assert.deepEqual(
        mistakes.map(({ line, column, why }) => `${line}:${column}: ${why[language]}`),
        said(text, language),
      );
    }
  });
}

test("values as people write them are taken", () => {
  const text =
    '\ufeffuppgift;värde\nBrukare;1 350 personer\ntimmar;"28,5 tim"\nområden;vet ej\nsjukfrånvaro;8,5 %\nkronor per timme;1.250,0\nhandläggare;\n';
  assert.deepEqual(readFigures(text), {
    figures: { recipients: 1350, hours: 28.5, absence: 8.5, "SEK an hour": 1250 },
    mistakes: [],
  });
});

test("with commas between the columns a number may have one, too", () => {
  assert.deepEqual(readFigures("timmar,28,5\n# brukare,3\n").figures, { hours: 28.5 });
});

test("Excel's own encoding is read, and what is no text is not", () => {
  assert.deepEqual(
    readFigures(decoded(Uint8Array.from([0x6e, 0xf6, 0x6a, 0x64, 0x61, 0x3b, 0x38, 0x36])) ?? "").figures,
    { satisfied: 86 },
  );
  assert.equal(decoded(Uint8Array.from([0, 1, 255])), null);
});

test("more areas than recipients cannot be", () => {
  assert.match(togetherWhy({ areas: 300, recipients: 5 }, 258)?.sv ?? "", /^300 områden är fler än de 5 brukarna;/);
  assert.match(togetherWhy({ areas: 500 }, 258)?.en ?? "", /Swedish median/);
  assert.equal(togetherWhy({ areas: 5, recipients: 5 }, 258), null);
});

test("the settings of an experiment are the values of the command's config", async () => {
  const tillit = await open();
  const figures = { recipients: 480, hours: 28.5, span: 12, "hourly share": 10, absence: 9 };
  const file = path.join(folder(), "own.csv");
  fs.writeFileSync(
    file,
    FIGURES.map(({ name, label }) => `${label.en};${figures[name as keyof typeof figures] ?? ""}`).join("\n"),
  );
  command("new-municipality", "X", "--from", file, "--out", `${file}.yaml`);
  const [written, asked] = [
    fs.readFileSync(`${file}.yaml`, "utf8"),
    "seed: 1\nmunicipality: swedish-median\nregime: ordinary\nrun: {days: 364, burn_in_days: 364, replicates: 10}\n",
  ];
  const defaults = (name: string): number => tillit.parameters.get(name)?.default_value ?? Number.NaN;
  const settings = settingsOf(figures, defaults);
  const own = tillit.config(
    asked,
    "configs/x.yaml",
    settings.map(({ path: name, value }) => `${name}=${value}`),
  );
  const theirs = tillit.config(written, "configs/y.yaml");
  const values = (config: typeof own) =>
    [...tillit.parameters.keys()]
      .filter((name) => !/^(record|market|pilot)/.test(name))
      .map((name) => [name, valueIn(config, name)]);
  assert.deepEqual(values(own), values(theirs));
  assert.equal(settings.length, 8);
});

/** null: a parameter of what this config has not. */
function valueIn(config: { value(name: string): number }, name: string): number | null {
  try {
    return config.value(name);
  } catch {
    return null;
  }
}
