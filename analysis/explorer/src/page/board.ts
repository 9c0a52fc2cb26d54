/* Two pages of A4 for a board, which print alone: the first answer, what it compares, costs, and cannot say. */

import type { Answer, Text } from "../document.ts";
import { dated } from "../words/days.ts";
import { shortSentenceOf } from "../words/judgements.ts";
import { stepsOf } from "../words/levers.ts";
import { marksOf } from "../words/marks.ts";
import { briefly } from "../words/measures.ts";
import { cannotBriefly } from "../words/prose.ts";
import { capital, join, listed, type Part } from "../words/text.ts";
import { legendOf } from "./chart.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { answerLine, facts, HOW, IMPLAUSIBLE_TITLE, picture, sides, terms } from "./first.ts";
import { yearsOf } from "./money.ts";
import { list, note } from "./section.ts";
import { type TableRow, table } from "./table.ts";

// What two pages hold: rows of what is compared, and letters of other answers.
const MOST_ROWS = 6;
const MOST_LETTERS = 450;
const LETTERS_OF_A_ROW = 90;

const heading = ({ say }: Context, own: Text): HTMLElement => h("p", { class: "heading2" }, say(own));

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

/* ---- the first page: the answer -------------------------------------------------------------------------------- */

/** Which of what is shown is implausible. */
function marks({ say, document, measures }: Context): Child {
  const [answer] = document.answers;
  const names = new Set(marksOf(document, answer ? [answer] : null).map(({ measure }) => measure));
  if (names.size === 0) return null;
  const told = listed([...names].map((name) => briefly(measures, name)));
  return h("p", { class: "caveat" }, say(join(IMPLAUSIBLE_TITLE, " (", told, ").")));
}

function firstPage(context: Context): Child[] {
  const { say, document } = context;
  const [answer] = document.answers;
  return [
    h("p", { class: "heading" }, say(document.title)),
    document.question && h("p", { class: "question" }, say(document.question)),
    answerLine(context),
    answer && legendOf(context, [answer.base, answer.arm]),
    picture(context),
    marks(context),
    answer && note(context, HOW),
  ];
}

/* ---- the second: what it compares, costs, and cannot say ------------------------------------------------------- */

/** What differs between the two. */
function differing({ say, document }: Context, { arm, base }: Answer): TableRow[] {
  const usual = document.change?.day ?? null;
  return document.levers.flatMap(({ label, values }) => {
    const [own, other] = [base, arm].map((i) => say(stepsOf(values[i] ?? [], usual))) as [string, string];
    return own === other ? [] : [{ head: say(capital(label)), cells: [own, other] }];
  });
}

const COMPARED = w(
  "Vad som jämförs. Pilen: det som ändras. Allt annat är lika.",
  "What is compared. The arrow: what changes. All else is equal.",
);

function compared(context: Context, answer: Answer): Child {
  const { say, document } = context;
  const rows = differing(context, answer);
  const rest = rows.length - MOST_ROWS;
  const titles = [answer.base, answer.arm].map((i) => say(titleOf(document.arms, i)));
  const columns = [say(w("Det som skiljer", "What differs")), ...titles];
  const more = w(`Och ${rest} till; hela listan står på sidan.`, `And ${rest} more; the page lists all.`);
  return [
    rows.length > 0 && table(context, { kind: "texts", caption: COMPARED, columns, rows: rows.slice(0, MOST_ROWS) }),
    rest > 0 && note(context, more),
  ];
}

function costs(context: Context, { arm, base }: Answer): Child {
  const years = yearsOf(context, arm, base);
  if (years.length === 0) return null;
  const items = years.map(([year, told]) => join(capital(year), ": ", told));
  return [heading(context, w("Vad det kostar mer", "What it costs more")), list(context, items)];
}

/** The first of some that are no longer than so many letters in all. */
function within(own: Text[], letters: number): Text[] {
  let left = letters;
  return own.filter((text) => {
    left -= text.sv.length;
    return left >= 0;
  });
}

/** Rows of what is compared that the first answer does not need. */
function spare(context: Context): number {
  const [answer] = context.document.answers;
  return Math.max(0, MOST_ROWS - (answer ? differing(context, answer).length : 0));
}

/** Other answers in their sentences, as many as there is room for. */
function otherAnswers(context: Context): Child {
  const { document, measures } = context;
  const told = document.answers
    .slice(1)
    .map((own) => join(titleOf(document.arms, own.arm), ": ", shortSentenceOf(measures, own)));
  if (told.length === 0) return null;
  const shown = within(told, MOST_LETTERS + LETTERS_OF_A_ROW * spare(context));
  const rest = told.length - shown.length;
  const more = w(`Och ${rest} till; de står på sidan.`, `And ${rest} more; they stand on the page.`);
  return [
    heading(context, w("De andra alternativen", "The other alternatives")),
    list(context, shown),
    rest > 0 && note(context, more),
  ];
}

function secondPage(context: Context): Child[] {
  const [answer] = context.document.answers;
  return [
    answer && [
      compared(context, answer),
      costs(context, answer),
      sides(context, answer),
      note(context, terms(context, answer)),
    ],
    otherAnswers(context),
    heading(context, w("Vad detta inte kan säga", "What this cannot say")),
    list(context, cannotBriefly()),
    h("p", { class: "facts" }, context.say(facts(context))),
  ];
}

export function board(context: Context): HTMLElement {
  const sheet = (page: number, own: Child[]) => h("div", { class: "sheet" }, ...own, foot(context, page));
  return h("div", { class: "board" }, sheet(1, firstPage(context)), sheet(2, secondPage(context)));
}
