/* Two pages of A4 for a board, which print alone: the first answer, what it compares, costs, and cannot say. */

import type { Answer, Text } from "../document.ts";
import { dated } from "../words/days.ts";
import { sentenceOf } from "../words/judgements.ts";
import { stepsOf } from "../words/levers.ts";
import { markSentences } from "../words/marks.ts";
import { cannotBriefly } from "../words/prose.ts";
import { capital, join, type Part } from "../words/text.ts";
import { legendOf } from "./chart.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { answerLines, facts, HOW, picture, sides, terms } from "./first.ts";
import { yearsOf } from "./money.ts";
import { aside, list } from "./section.ts";
import { table } from "./table.ts";

const MOST_ROWS = 9;
const MOST_MARKS = 3;
const MOST_ANSWERS = 4;

function foot({ say, document }: Context, page: number): HTMLElement {
  const { program } = document;
  const parts: Part[] = [
    `Tillit ${program.version}`,
    join(w("modellversion ", "model version "), program.model_version),
    ...(program.created === "" ? [] : [dated(program.created)]),
    w(`sida ${page} av 2`, `page ${page} of 2`),
  ];
  return h("p", { class: "foot" }, parts.map(say).join(" · "));
}

function firstPage(context: Context): Child[] {
  const { say, document } = context;
  const [answer] = document.answers;
  const marks = answer ? markSentences(document, [answer]) : markSentences(document);
  const title = w(
    "Orimligt för svensk hemtjänst: lita inte på storleken",
    "Implausible for Swedish home care: do not trust the size",
  );
  return [
    h("p", { class: "heading" }, say(document.title)),
    document.question && h("p", { class: "question" }, say(document.question)),
    answerLines(context),
    answer && legendOf(context, [answer.base, answer.arm]),
    picture(context),
    marks.length > 0 && aside(context, "warning", title, marks.slice(0, MOST_MARKS)),
  ];
}

function compared(context: Context, { arm, base }: Answer): Child {
  const { say, document } = context;
  const differs = (values: Text[]) => say(values[0] ?? "") !== say(values[1] ?? "");
  const rows = document.levers
    .map((own) => ({ label: own.label, values: [base, arm].map((i) => stepsOf(own.values[i] ?? [])) }))
    .filter(({ values }) => differs(values));
  if (rows.length === 0) return null;
  const rest = rows.length - MOST_ROWS;
  const shown = rows.slice(0, MOST_ROWS).map(({ label, values }) => ({
    head: say(capital(label)),
    cells: values.map((value) => say(value)),
  }));
  return [
    table(context, {
      kind: "texts",
      caption: w("Vad som jämförs. Allt annat är lika.", "What is compared. All else is equal."),
      columns: [say(w("Det som skiljer", "What differs")), ...[base, arm].map((i) => say(titleOf(document.arms, i)))],
      rows: shown,
    }),
    rest > 0 &&
      h(
        "p",
        { class: "note" },
        say(w(`Och ${rest} till; hela listan står på sidan.`, `And ${rest} more; the page lists all.`)),
      ),
  ];
}

function costs(context: Context, { arm, base }: Answer): Child {
  const { say } = context;
  const years = yearsOf(context, arm, base);
  if (years.length === 0) return null;
  const items = years.map(([year, told]) => h("li", {}, say(join(capital(year), ": ", told))));
  return [h("p", { class: "heading2" }, say(w("Vad det kostar mer", "What it costs more"))), h("ul", {}, ...items)];
}

/** Every other answer in its sentence. */
function otherAnswers({ say, document, measures }: Context): Child {
  const own = document.answers.slice(1, MOST_ANSWERS + 1);
  if (own.length === 0) return null;
  const items = own.map((answer) => h("li", {}, say(sentenceOf(measures, document.arms, answer))));
  return [
    h("p", { class: "heading2" }, say(w("De andra alternativen", "The other alternatives"))),
    h("ul", {}, ...items),
  ];
}

function secondPage(context: Context): Child[] {
  const { say, document } = context;
  const [answer] = document.answers;
  return [
    answer && compared(context, answer),
    answer && costs(context, answer),
    answer && sides(context, answer),
    answer && h("p", { class: "note" }, say(join(HOW, " ", terms(context, answer)))),
    otherAnswers(context),
    h("p", { class: "heading2" }, say(w("Vad detta inte kan säga", "What this cannot say"))),
    list(context, cannotBriefly()),
    h("p", { class: "facts" }, say(facts(context))),
  ];
}

export function board(context: Context): HTMLElement {
  const sheet = (page: number, own: Child[]) => h("div", { class: "sheet" }, ...own, foot(context, page));
  return h("div", { class: "board" }, sheet(1, firstPage(context)), sheet(2, secondPage(context)));
}
