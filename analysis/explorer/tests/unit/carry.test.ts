/** What is carried away: tables for a Swedish Excel, and names of files. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellOf, coursesTable, csv, moneyTable, outcomesTable } from "../../src/carry/csv.ts";
import { fileName } from "../../src/carry/download.ts";
import { documents } from "../fixtures/documents.ts";

test("semicolons, decimal commas, lines that end as Excel's do, and a mark of UTF-8", () => {
  assert.equal(
    csv([
      ["nöjda", 0.5],
      ["a;b", null],
      ['"c"', -1234.5],
    ]),
    '\ufeffnöjda;0,5\r\n"a;b";\r\n"""c""";-1234,5\r\n',
  );
});

test("no cell is a formula", () => {
  assert.equal(csv([["=1+1", "@x"]]), "\ufeff'=1+1;'@x\r\n");
});

test("numbers as the page writes them are numbers", () => {
  assert.deepEqual(["−1\u202f234,5", "82.6", "+0,1", "82,6 procent", "Går inte att säga"].map(cellOf), [
    -1234.5,
    82.6,
    0.1,
    "82,6 procent",
    "Går inte att säga",
  ]);
});

test("a document's tables hold every outcome, period and year", () => {
  const own = documents.experiment;
  assert.ok(own);
  const tables = [outcomesTable(own, "sv"), coursesTable(own, "sv"), moneyTable(own, "sv")];
  assert.equal(tables[0]?.length, own.differences.length + 1);
  assert.equal(tables[1]?.length, (own.courses[0]?.days.length ?? 0) + 1);
  assert.equal(tables[2]?.length, own.money.flatMap(({ items }) => items).length + 1);
  for (const table of tables) assert.equal(new Set(table.map((row) => row.length)).size, 1);
});

test("files are named in plain letters", () => {
  assert.equal(fileName("Östersund: medarbetare per chef 42 → 20 ", "csv"), "ostersund-medarbetare-per-chef-42-20.csv");
  assert.equal(fileName("→", "svg"), "tillit.svg");
});
