/** What is packed comes back, and is packed the same way every time. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { letters, pack, points } from "../../packing.mjs";
import { bytesOf, unpacked } from "../../src/engine/unpack.ts";
import { FILES, TOP } from "../support/native.ts";

test("bytes of any length come back from letters", () => {
  for (let length = 0; length < 70; length++) {
    for (const bytes of [randomBytes(length), Buffer.alloc(length, 255), Buffer.alloc(length)]) {
      const written = letters(bytes);
      assert.match(written, /^[(-;=-}]*$/);
      assert.deepEqual(Buffer.from(bytesOf(written)), bytes);
    }
  }
});

test("what is packed is gzip without a time or a system, twice the same", async () => {
  const own = JSON.stringify(FILES);
  const packed = pack(own);
  assert.equal(packed, pack(own));
  const bytes = Buffer.from(bytesOf(packed));
  assert.deepEqual([...bytes.subarray(4, 8), bytes[9]], [0, 0, 0, 0, 255]);
  assert.equal(gunzipSync(bytes).toString(), own);
  assert.equal(await unpacked(packed).text(), own);
});

test("points are drawn from the committed set once for all", () => {
  const own = points(TOP);
  assert.deepEqual(own, points(TOP));
  assert.equal(new Set(own.numbers).size, own.rows.length);
  assert.ok(own.numbers.every((number: number) => number >= 1 && number <= own.of));
  assert.ok(own.rows.every((row: number[]) => row.length === own.names.length && row.every(Number.isFinite)));
});
