/* The picture of the first screen: before and after for what every answer holds, side by side. */

import type { Answer, Course, Estimate, Finding, Text } from "../document.ts";
import { BRIEF_JUDGEMENTS, inWorlds, JUDGEMENTS, pendingOf, worldsOf } from "../words/judgements.ts";
import { IMPLAUSIBLE, implausible } from "../words/marks.ts";
import { amountOf, briefly, differenceOf, isShare, labelOf, smallestOf, unitOf, withUnit } from "../words/measures.ts";
import { capital, join, together } from "../words/text.ts";
import { pictureOf, swatchOf, tellerOf } from "./chart.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { dots } from "./dots.ts";
import { strokeOf } from "./palette.ts";
import { type TableRow, table } from "./table.ts";

const SIZE = { width: 230, height: 128 };

type Named = { arm: number; level: Text };

/** Base and arm, each with its level: an arrow would say before and after, which they are not. */
function levelsOf({ measures }: Context, own: Finding, answer: Answer): [base: Named, arm: Named] {
  const said = ({ mean }: Estimate): Text => withUnit(measures, own.measure, amountOf(measures, own.measure, mean));
  return [
    { arm: answer.base, level: said(own.base_level) },
    { arm: answer.arm, level: said(own.level) },
  ];
}

/** "Minutstyrning: 87,9 procent; Ändrad styrning: 89,2 procent". */
export function beside(context: Context, own: Finding, answer: Answer): Text {
  const { arms } = context.document;
  const said = levelsOf(context, own, answer).map(({ arm, level }) => join(titleOf(arms, arm), ": ", level));
  return together(said, "; ");
}

/** The same below a picture, with the lines that they stand for; a long name is cut there, and whole in the legend. */
function namedLevels(context: Context, own: Finding, answer: Answer): HTMLElement {
  const { say, document } = context;
  const lines = levelsOf(context, own, answer).map(({ arm, level }) => {
    const title = say(titleOf(document.arms, arm));
    return h("span", {}, swatchOf(context, arm), h("span", { class: "cut", title }, title), h("b", {}, say(level)));
  });
  return h("p", { class: "levels" }, ...lines);
}

function courseOf({ document }: Context, own: Finding, answer: Answer): Course | null {
  const course = document.courses.find(({ measure }) => measure === own.measure) ?? null;
  const there = course?.arms.map(({ arm }) => arm) ?? [];
  return there.includes(answer.arm) && there.includes(answer.base) ? course : null;
}

/** Base and arm as two points on one axis. */
function levels(context: Context, own: Finding, answer: Answer): SVGElement {
  const dotOf = (arm: number, value: Estimate) => ({
    value,
    color: strokeOf(context, arm).color,
    isHollow: arm === answer.base,
  });
  return dots({
    label: context.say(join(capital(briefly(context.measures, own.measure)), ": ", beside(context, own, answer), ".")),
    measure: own.measure,
    isShare: isShare(context.measures, own.measure),
    width: SIZE.width,
    dots: [dotOf(answer.base, own.base_level), dotOf(answer.arm, own.level)],
    tellerOf: (axis) => tellerOf(context, own.measure, axis),
  });
}

function drawing(context: Context, own: Finding, answer: Answer): SVGElement {
  const course = courseOf(context, own, answer);
  if (course === null) return levels(context, own, answer);
  const arms = course.arms.filter(({ arm }) => arm === answer.arm || arm === answer.base);
  return pictureOf(context, course, arms, SIZE);
}

/** The judgement as a word with its colour; a finding that is implausible says so. */
export function verdictOf({ say, measures }: Context, own: Finding): HTMLElement {
  const pending = pendingOf(own);
  if (pending !== null) return h("span", { class: "verdict" }, say(capital(pending)));
  const kind = own.judgement.split(" ").at(-1) ?? "";
  const found = implausible(measures, own);
  const mark = found && h("strong", { class: "implausible" }, say(capital(IMPLAUSIBLE[found])));
  return h("span", { class: `verdict ${kind}` }, say(JUDGEMENTS[own.judgement]), mark);
}

/** Of a panel's heading: below the title of the page, or below that of an answer. */
type Level = "h2" | "h4";

/** What a panel is about, with the unit of its axis. */
export function panelTitle({ say, measures }: Context, measure: string, level: Level = "h2"): HTMLElement {
  const unit = h("span", { class: "unit" }, say(join(", ", unitOf(measures, measure))));
  return h(level, { class: "small" }, say(capital(briefly(measures, measure))), unit);
}

/** How much it differs; not before all pairs are there. */
function changeText({ say, measures }: Context, own: Finding): Child {
  const change = differenceOf(measures, own.measure, own.change.mean, own.base_level.mean);
  return pendingOf(own) === null && h("span", { class: "change" }, say(change));
}

function panel(context: Context, own: Finding, answer: Answer, level: Level): HTMLElement {
  const { say } = context;
  const change = changeText(context, own);
  return h(
    "li",
    { class: "panel" },
    panelTitle(context, own.measure, level),
    drawing(context, own, answer),
    namedLevels(context, own, answer),
    h("p", { class: "judged" }, verdictOf(context, own), change),
    h(
      "p",
      { class: "worlds" },
      pendingOf(own) === null && say(join(w("Rimliga världar: ", "Plausible worlds: "), inWorlds(own))),
    ),
  );
}

export function panels(context: Context, answer: Answer, level: Level = "h2"): HTMLElement {
  return h("ul", { class: "panels" }, ...answer.five.map((own) => panel(context, own, answer, level)));
}

function tableRow(context: Context, own: Finding): TableRow {
  const { say, measures } = context;
  const smallest = join(w("spelar roll från ", "matters from "), smallestOf(measures, own.measure, own.smallest));
  return {
    head: say(labelOf(measures, own.measure)),
    cells: [
      say(amountOf(measures, own.measure, own.base_level.mean)),
      say(amountOf(measures, own.measure, own.level.mean)),
      changeText(context, own),
      [verdictOf(context, own), own.smallest === null ? null : h("span", { class: "note" }, say(smallest))],
      say(worldsOf(own.worlds)),
    ],
  };
}

/** The same in a table, with from when on a difference matters. */
export function fiveTable(context: Context, answer: Answer): HTMLElement {
  const { say, document } = context;
  const [arm, base] = [answer.arm, answer.base].map((own) => say(titleOf(document.arms, own))) as [string, string];
  return table(context, {
    kind: "cards",
    caption: join(arm, w(" jämfört med ", " compared with "), base),
    columns: [
      say(w("Utfall", "Outcome")),
      base,
      arm,
      say(w("Skillnad", "Difference")),
      say(w("Bedömning", "Judgement")),
      say(w("Rimliga världar", "Plausible worlds")),
    ],
    rows: answer.five.map((own) => tableRow(context, own)),
  });
}

/** A judgement in a cell of a table. */
export const briefVerdict = ({ say }: Context, own: Finding): string => say(BRIEF_JUDGEMENTS[own.judgement]);
