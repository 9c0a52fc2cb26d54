/* What it costs in the years after the change, by item, beyond what goes on as before. */

import type { Estimate, Money, Text } from "../document.ts";
import { changeOf, nameOf } from "../words/measures.ts";
import { decimal, signed } from "../words/numbers.ts";
import { capital, EMPTY, join, NONE, text } from "../words/text.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import type { PageSection } from "./section.ts";
import { more, type TableRow, table } from "./table.ts";

const YEARS = [
  text("första året", "the first year"),
  text("andra året", "the second year"),
  text("tredje året", "the third year"),
];

/** Million kronor; the item "cost" is all of it, and the others are told by what follows the colon. */
function itemOf({ measures }: Context, measure: string): Text {
  if (measure === "cost") return w("Sammanlagt", "In all");
  const name = nameOf(measures, measure);
  const last = (own: string) => own.split(": ").at(-1) ?? own;
  return capital(text(last(name.sv), last(name.en)));
}

function sum({ say, measures }: Context, own: Estimate | null, base: number | null): Child {
  if (own === null || own.mean === null) return say(NONE);
  const share = base ? join(signed(decimal((100 * own.mean) / base, 1)), "\u00a0%") : EMPTY;
  return [say(changeOf(measures, "cost", own.mean)), h("span", { class: "note" }, say(share))];
}

const cost = (own: Money) => own.items.find(({ measure }) => measure === "cost");

/** A row a year: all of it, by arm; years that were not run are left out. */
function yearRows(context: Context): TableRow[] {
  const { money } = context.document;
  return YEARS.flatMap((year, i) => {
    const cells = money.map((own) => cost(own)?.years[i] ?? null);
    if (cells.every((own) => own === null)) return [];
    const drawn = cells.map((own, j) => sum(context, own, money[j]?.base_cost ?? null));
    return [{ head: context.say(capital(year)), cells: drawn }];
  });
}

function yearTable(context: Context): HTMLElement {
  const { say, document } = context;
  return table(context, {
    caption: w(
      "Miljoner kr mer än det som går vidare som förut, och andel av vad det kostar.",
      "Million SEK more than what goes on as before, and share of what that costs.",
    ),
    columns: [
      say(w("År efter förändringen", "Year after the change")),
      ...document.money.map(({ arm }) => say(titleOf(document.arms, arm))),
    ],
    rows: yearRows(context),
  });
}

function itemRows(context: Context, own: Money): TableRow[] {
  const drawn = (value: Estimate | null) =>
    context.say(value === null ? NONE : changeOf(context.measures, "cost", value.mean));
  return own.items
    .filter(({ dip, years }) => [dip, ...years].some((value) => value !== null && value.mean !== null))
    .map(({ measure, dip, years }) => ({
      head: context.say(itemOf(context, measure)),
      cells: [drawn(dip), ...YEARS.map((_, i) => drawn(years[i] ?? null))],
    }));
}

function itemTable(context: Context): HTMLElement {
  const { say, document } = context;
  const rows = document.money.flatMap((own) => [
    { head: say(titleOf(document.arms, own.arm)), cells: [], group: true },
    ...itemRows(context, own),
  ]);
  const until = w("tills försämringen är över", "until the dip is over");
  return table(context, {
    caption: w("Miljoner kr mer än det som går vidare som förut.", "Million SEK more than what goes on as before."),
    columns: [say(w("Slag", "Item")), say(until), ...YEARS.map((year) => say(year))],
    rows,
  });
}

export function money(context: Context): PageSection | null {
  if (context.document.money.length === 0) return null;
  return {
    id: "money-by-year",
    title: w("Vad det kostar, år för år", "What it costs, year by year"),
    children: [yearTable(context), more(context.say(w("Efter slag", "By item")), itemTable(context))],
  };
}

/** For two pages of paper: the years of one answer. */
export function yearsOf(context: Context, arm: number, base: number): [year: Text, told: Text][] {
  const own = context.document.money.find((each) => each.arm === arm && each.base === base);
  if (own === undefined) return [];
  return YEARS.flatMap((year, i): [Text, Text][] => {
    const value = cost(own)?.years[i]?.mean ?? null;
    if (value === null) return [];
    const share = own.base_cost ? join(" (", signed(decimal((100 * value) / own.base_cost, 1)), "\u00a0%)") : EMPTY;
    return [[year, join(changeOf(context.measures, "cost", value), w(" miljoner kr", " million SEK"), share)]];
  });
}
