/**
 * How the library's structs lie in its memory, by the C rules of wasm32: every field on a multiple of its own size. A test has
 * a C compiler hold every offset here against tillit.h.
 */
import type { Memory } from "./memory.ts";

/** A value of `size` bytes that begins at a multiple of `align`. */
export interface Field<T> {
  size: number;
  align: number;
  read(memory: Memory, at: number): T;
}

/** The same with named parts. */
export interface Struct<T> extends Field<T> {
  offsets: Record<keyof T & string, number>;
}

type Fields = Record<string, Field<unknown>>;
type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

const up = (at: number, align: number): number => Math.ceil(at / align) * align;

export const whole: Field<number> = { size: 4, align: 4, read: (memory, at) => memory.view.getInt32(at, true) };
export const real: Field<number> = { size: 8, align: 8, read: (memory, at) => memory.view.getFloat64(at, true) };
/** A 64-bit whole number below 2^53, such as a day. */
export const long: Field<number> = {
  size: 8,
  align: 8,
  read: (memory, at) => Number(memory.view.getBigInt64(at, true)),
};
/** The address of something else. */
export const place: Field<number> = { size: 4, align: 4, read: (memory, at) => memory.view.getUint32(at, true) };
/** The address of a text, which is read. */
export const text: Field<string> = { size: 4, align: 4, read: (memory, at) => memory.text(place.read(memory, at)) };

/** Two of a kind, one after the other. */
function two<T, R>(of: Field<T>, join: (first: T, second: T) => R): Field<R> {
  return {
    size: 2 * of.size,
    align: of.align,
    read: (memory, at) => join(of.read(memory, at), of.read(memory, at + of.size)),
  };
}

/** Something in both languages: by tillit_language. */
export const words = two(text, (sv, en) => ({ sv, en }));
export const range = two(real, (low, high): [number, number] => [low, high]);
/** What 0 and what 1 is. */
export const ends = two(words, (low, high) => ({ low, high }));

function offsetsOf<F extends Fields>(fields: F): { offsets: Record<keyof F & string, number>; end: number } {
  let end = 0;
  const offsets: Record<string, number> = {};
  for (const [name, field] of Object.entries(fields)) {
    offsets[name] = up(end, field.align);
    end = offsets[name] + field.size;
  }
  return { offsets: offsets as Record<keyof F & string, number>, end };
}

export function struct<F extends Fields>(fields: F): Struct<Values<F>> {
  const { offsets, end } = offsetsOf(fields);
  const align = Math.max(...Object.values(fields).map((field) => field.align));
  const read = (memory: Memory, at: number): Values<F> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, field.read(memory, at + (offsets[name] ?? 0))]),
    ) as Values<F>;
  return { size: up(end, align), align, offsets, read };
}
