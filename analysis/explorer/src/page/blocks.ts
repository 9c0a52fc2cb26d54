/* Sections that only some documents have, out of blocks: prose, tables, charts and bars. */

import type { Block, Cell, Chart, Row, Section, Text } from "../document.ts";
import { BRIEF_JUDGEMENTS } from "../words/judgements.ts";
import { amountOf, changeOf, labelOf } from "../words/measures.ts";
import { decimal, number, short } from "../words/numbers.ts";
import { capital, EMPTY } from "../words/text.ts";
import { axisOf } from "./axes.ts";
import { bars } from "./bars.ts";
import { plainTeller, tellerOf } from "./chart.ts";
import { type Context, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { lines } from "./lines.ts";
import { nth, type Stroke, strokeOf, swatch } from "./palette.ts";
import { note, type PageSection, paragraph } from "./section.ts";
import { more, type TableRow, table } from "./table.ts";
import { marksOfTime, monthLabel, spanOfTime, tellMonth, ticksOfTime, underTime } from "./timeline.ts";

function cell({ say, measures }: Context, own: Cell): Child {
  if (own.kind === "text") return [say(own.text), own.note && h("span", { class: "note" }, say(own.note))];
  if (own.kind === "number") return say(decimal(own.value.mean, own.decimals));
  if (own.kind === "level") return say(amountOf(measures, own.measure, own.value.mean));
  const { measure, change, judgement } = own.value;
  const kind = judgement.split(" ").at(-1) ?? "";
  return [
    say(changeOf(measures, measure, change.mean)),
    h("span", { class: `brief ${kind}` }, ` ${say(BRIEF_JUDGEMENTS[judgement])}`),
  ];
}

function row(context: Context, own: Row): TableRow {
  return { head: context.say(own.head), cells: own.cells.map((each) => cell(context, each)), group: own.group };
}

const isText = (own: Cell): boolean => own.kind === "text";

function tableOf(context: Context, own: Extract<Block, { kind: "table" }>): HTMLElement {
  const { say } = context;
  const kind = own.rows.some(({ cells }) => cells.some(isText)) ? "texts" : "numbers";
  const rows = own.rows.map((each) => row(context, each));
  return table(context, { kind, caption: own.caption, columns: own.columns.map((column) => say(column)), rows });
}

/* ---- charts --------------------------------------------------------------------------------------------------- */

function strokes(context: Context, own: Chart): Stroke[] {
  return own.series.map(({ arm }, i) => (arm === null ? nth(i) : strokeOf(context, arm)));
}

function legend({ say }: Context, own: Chart, drawn: Stroke[]): HTMLElement {
  const items = own.series.map(({ title }, i) => h("li", {}, swatch(drawn[i] ?? nth(i)), h("span", {}, say(title))));
  return h("ul", { class: "legend" }, ...items);
}

function alongX(context: Context, own: Chart) {
  const [low = 0, high = 1] = [Math.min(...own.at), Math.max(...own.at)];
  if (!own.days) {
    const tellX = (value: number) => context.say(short(value));
    return {
      x: { low, high },
      marks: [],
      ticksX: own.at.length <= 8 ? own.at : null,
      tellX,
      under: context.say(own.x),
    };
  }
  return {
    x: spanOfTime(context),
    marks: marksOfTime(context),
    ticksX: ticksOfTime(context),
    tellX: (day: number) => tellMonth(context, day),
    under: underTime(context),
  };
}

function picture(context: Context, own: Chart, drawn: Stroke[]): SVGSVGElement {
  const y = axisOf(
    own.measure,
    own.series.flatMap(({ mean, low, high }) => [...mean, ...low, ...high]),
  );
  const tellY = own.measure === null ? plainTeller(context, y) : tellerOf(context, own.measure, y);
  return lines({
    width: 420,
    height: 240,
    label: context.say(own.caption),
    at: own.at,
    y,
    lines: own.series.map(({ mean, low, high }, i) => ({ stroke: drawn[i] ?? nth(i), mean, band: { low, high } })),
    level: null,
    tellY,
    ...alongX(context, own),
  });
}

function chartTable(context: Context, own: Chart): HTMLElement {
  const { say, measures } = context;
  const amount = (value: number | null) =>
    say(own.measure === null ? number(value) : amountOf(measures, own.measure, value));
  const rows = own.at.map((at, i) => ({
    head: own.days ? monthLabel(context, at) : say(short(at)),
    cells: own.series.map(({ mean }) => amount(mean[i] ?? null)),
  }));
  const columns = [own.days ? underTime(context) : say(own.x), ...own.series.map(({ title }) => say(title))];
  return table(context, { caption: own.caption, columns, rows });
}

const named = ({ measures }: Context, { y, measure }: Chart): Text =>
  y ?? (measure === null ? EMPTY : labelOf(measures, measure));

function chart(context: Context, own: Chart): HTMLElement {
  const { say } = context;
  const drawn = strokes(context, own);
  return h(
    "figure",
    {},
    h("figcaption", {}, h("strong", {}, say(capital(named(context, own))))),
    legend(context, own, drawn),
    picture(context, own, drawn),
    h("p", { class: "said" }, say(own.caption)),
    more(say(w("Samma i siffror", "The same in figures")), chartTable(context, own)),
  );
}

/* ---- blocks --------------------------------------------------------------------------------------------------- */

export function block(context: Context, own: Block): Child {
  const { say } = context;
  switch (own.kind) {
    case "text":
      return paragraph(context, own.text);
    case "note":
      return note(context, own.text);
    case "heading":
      return h("h3", { id: own.id }, say(own.text));
    case "list":
      return h("ul", {}, ...own.items.map((item) => h("li", {}, say(item))));
    case "terms":
      return h(
        "dl",
        {},
        ...own.items.flatMap(({ term, meaning }) => [h("dt", {}, say(term)), h("dd", {}, say(meaning))]),
      );
    case "table":
      return tableOf(context, own);
    case "chart":
      return chart(context, own);
    case "bars":
      return bars(context, own);
    case "more":
      return more(say(own.title), ...blocks(context, own.blocks));
  }
}

const isChart = (own: Block | undefined): boolean => own?.kind === "chart";

/** Charts that follow one another stand side by side. */
export function blocks(context: Context, own: Block[]): Child[] {
  const found: Child[] = [];
  for (let i = 0; i < own.length; i++) {
    const end = own.findIndex((each, j) => j >= i && !isChart(each));
    const charts = own.slice(i, end < 0 ? own.length : end);
    if (charts.length > 1) found.push(h("div", { class: "figures" }, ...charts.map((each) => block(context, each))));
    else found.push(block(context, own[i] as Block));
    i += Math.max(charts.length, 1) - 1;
  }
  return found;
}

export const ownSection = (context: Context, own: Section): PageSection => ({
  id: own.id,
  title: own.title,
  children: blocks(context, own.blocks),
});
