/* Forms of numbers, as the library has them (model/config/number_text.c): a real minus, thin spaces, a Swedish comma. */

import type { Text } from "../document.ts";
import { join, NONE, text } from "./text.ts";

const MINUS = "\u2212";
const THIN = "\u202f";
const EXACT = 80; // decimals: enough to write out what lies beyond the last that is shown

/** Half goes to the even digit, as in C: toFixed takes it up. */
function rounded(size: number, decimals: number): string {
  const up = size.toFixed(decimals);
  const beyond = size.toFixed(EXACT).split(".")[1]?.slice(decimals) ?? "";
  const isHalf = /^50*$/.test(beyond);
  return isHalf && Number(up.at(-1)) % 2 === 1 ? (Number(up) - 10 ** -decimals).toFixed(decimals) : up;
}

function grouped(digits: string): string {
  const [whole = "", rest] = digits.split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return rest === undefined ? thousands : `${thousands}.${rest}`;
}

function written(digits: string): Text {
  return text(digits.replace(".", ","), digits);
}

/** A number with so many decimals; no minus before a zero. */
export function decimal(value: number | null, decimals: number): Text {
  if (value === null || !Number.isFinite(value)) return NONE;
  const isNaught = Math.abs(value) * 10 ** decimals <= 0.5;
  const sign = value < 0 && !isNaught ? MINUS : "";
  return written(sign + grouped(rounded(isNaught ? 0 : Math.abs(value), decimals)));
}

/** A number with as many decimals as show so many digits; five at most, and none from 1,000 on. */
export function number(value: number | null, digits = 3): Text {
  const size = Math.abs(value ?? 0);
  const wanted = size > 0 && size < 1000 ? digits - 1 - Math.floor(Math.log10(size)) : 0;
  return decimal(value, Math.min(Math.max(wanted, 0), 5));
}

/** A number that was set by someone: as short as it is, in four digits at most. */
export function short(value: number): Text {
  const own = Number(value.toPrecision(4));
  const decimals = /e/.test(String(own)) ? 0 : (String(own).split(".")[1]?.length ?? 0);
  return decimal(own, decimals);
}

/** A share in per cent. */
export function percent(share: number | null, decimals = 0): Text {
  return share === null ? NONE : join(decimal(100 * share, decimals), "\u00a0%");
}

/** With a plus where it is above zero, as it is written. */
export function signed(own: Text): Text {
  return /^[−–]/.test(own.sv) || !/[1-9]/.test(own.sv) ? own : join("+", own);
}
