/* What differs between alternatives, in words. */

import type { Step, Text } from "../document.ts";
import { short } from "./numbers.ts";
import { join, NONE, text, together } from "./text.ts";

const valueSaid = (own: Step): Text => own.word ?? (own.value === null ? NONE : short(own.value));

const since = (own: Step, usual: number | null): Text =>
  own.day > 0 && own.day !== usual ? text(` från dag ${own.day}`, ` from day ${own.day}`) : text("", "");

const stepwise = (own: Step): Text =>
  own.ramp_days > 0
    ? text(`, stegvis under ${own.ramp_days} dagar`, `, step by step over ${own.ramp_days} days`)
    : text("", "");

const within = (own: Step): Text => (own.where === null ? text("", "") : join(text(" i ", " in "), own.where));

const step = (own: Step, usual: number | null): Text =>
  join(valueSaid(own), since(own, usual), within(own), stepwise(own));

/** All of an alternative's values of a lever, in the order of time; `usual`: the day that need not be said. */
export const stepsOf = (own: Step[], usual: number | null = null): Text =>
  own.length === 0
    ? NONE
    : together(
        own.map((each) => step(each, usual)),
        " → ",
      );
