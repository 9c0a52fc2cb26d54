/** Structs and statuses lie where a C compiler puts them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import test from "node:test";
import { FUNCTIONS } from "../../src/engine/functions.ts";
import * as structs from "../../src/engine/structs.ts";
import { TOP, wasm } from "../support/native.ts";

const { STATUS, ...own } = structs;

function assertions(): string[] {
  const lines = Object.entries(own).flatMap(([name, struct]) => [
    `_Static_assert(sizeof(${name}) == ${struct.size}, "size of ${name}");`,
    ...Object.entries(struct.offsets).map(
      ([field, offset]) => `_Static_assert(offsetof(${name}, ${field}) == ${offset}, "${name}.${field}");`,
    ),
  ]);
  const statuses = Object.entries(STATUS).map(
    ([name, value]) => `_Static_assert(TILLIT_${name} == ${value}, "${name}");`,
  );
  return ["#include <tillit.h>", ...lines, ...statuses];
}

/** What clang for wasm32 says of a file with these lines; "" where all is well. */
function compiled(lines: string[]): string {
  const clang = `clang-${process.env.CLANG ?? "19"}`;
  const flags = ["--target=wasm32-wasi", "-nostdlibinc", "-isystem", "/usr/include/wasm32-wasi"];
  const include = `-I${path.join(TOP, "model/include")}`;
  const input = `${lines.join("\n")}\n`;
  const done = spawnSync(clang, [...flags, include, "-fsyntax-only", "-x", "c", "-"], { input, encoding: "utf8" });
  return done.error?.message ?? done.stderr;
}

test("every field is where the header has it", () => {
  assert.equal(compiled(assertions()), "");
});

test("a field that is elsewhere would be seen", () => {
  const wrong = assertions().map((line) => line.replace("offsetof(tillit_claim, smallest) == ", "$&8 + "));
  assert.match(compiled(wrong), /static assertion failed/);
});

test("the module has every function that is called", async () => {
  const module = await WebAssembly.compile(wasm());
  const names = new Set(WebAssembly.Module.exports(module).map((own) => own.name));
  assert.deepEqual(
    FUNCTIONS.filter((name) => !names.has(name)),
    [],
  );
});
