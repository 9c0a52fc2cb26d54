/* Outcomes: means of every alternative, differences of every answer, and who gains and who loses by them. */

import type { Answer, Difference, Estimate, Finding, Text } from "../document.ts";
import { spanOf } from "../words/days.ts";
import { GROUPS, type Group, OTHERS, PAID, PARTIES } from "../words/groups.ts";
import { breakEvenOf } from "../words/judgements.ts";
import { beyond, IMPLAUSIBLE, tooLarge } from "../words/marks.ts";
import { amountOf, changeInWords, changeOf, labelOf, levelInWords, nameOf, withHalf } from "../words/measures.ts";
import { capital, join } from "../words/text.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { briefVerdict } from "./panels.ts";
import { note, type PageSection } from "./section.ts";
import { type TableRow, table } from "./table.ts";

type Rows<Cell> = { measure: string; cells: Cell[] }[];
type Draw<Cell> = (context: Context, measure: string, cell: Cell) => Child;

/** Groups with those of their measures that there are; what is in no group comes last. */
function groupsOf<Cell>({ document }: Context, groups: Group[], rows: Rows<Cell>, isWhole: boolean): Group[] {
  const has = (name: string) => rows.some(({ measure }) => measure === name);
  const isShown = (name: string) => has(name) && (document.about.providers.paid || name !== PAID);
  const known = new Set([...groups, ...PARTIES].flatMap(({ measures }) => measures));
  const rest = isWhole ? rows.map(({ measure }) => measure).filter((name) => !known.has(name)) : [];
  const own = [...groups, { title: OTHERS, measures: rest }];
  return own
    .map(({ title, measures }) => ({ title, measures: measures.filter(isShown) }))
    .filter(({ measures }) => measures.length > 0);
}

function grouped<Cell>(
  context: Context,
  groups: Group[],
  rows: Rows<Cell>,
  drawn: Draw<Cell>,
  isChange: boolean,
): TableRow[] {
  const { say, measures } = context;
  const row = (name: string): TableRow => {
    const cells = rows.find(({ measure }) => measure === name)?.cells ?? [];
    return {
      head: say(labelInWords(measures, name, isChange)),
      cells: cells.map((cell) => drawn(context, name, cell)),
    };
  };
  return groups.flatMap((group) => [{ head: say(group.title), cells: [], group: true }, ...group.measures.map(row)]);
}

/** A row's heading; no unit where cells are words. */
function labelInWords(measures: Context["measures"], name: string, isChange: boolean): Text {
  return measures[name]?.unit === "sd" ? capital(nameOf(measures, name)) : labelOf(measures, name, isChange);
}

const level: Draw<Estimate> = ({ say, measures }, name, own) => [
  say(levelInWords(measures, name, own.mean) ?? amountOf(measures, name, own.mean)),
  beyond(measures[name], own.mean) !== null && h("span", { class: "worse brief" }, ` (${say(IMPLAUSIBLE.level)})`),
];

const levelExactly: Draw<Estimate> = ({ say, measures }, name, own) => say(withHalf(measures, name, own, false));

function judged(context: Context, own: Finding): Child {
  const verdict = briefVerdict(context, own);
  const kind = own.judgement.split(" ").at(-1) ?? "";
  const mark = tooLarge(context.measures[own.measure], own) === null ? "" : ` (${context.say(IMPLAUSIBLE.change)})`;
  return verdict !== "" && h("span", { class: `brief ${kind}` }, ` ${verdict}${mark}`);
}

const change: Draw<Finding> = (context, name, own) => [
  context.say(
    changeInWords(context.measures, name, own.change.mean) ?? changeOf(context.measures, name, own.change.mean),
  ),
  judged(context, own),
];

const changeExactly: Draw<Finding> = (context, name, own) =>
  context.say(withHalf(context.measures, name, own.change, true));

/* ---- tables --------------------------------------------------------------------------------------------------- */

const armColumns = ({ document, say }: Context, first: Text): Child[] => [
  say(first),
  ...document.arms.map(({ title }) => say(title)),
];

function answerColumns({ document, say }: Context, first: Text): Child[] {
  const against = (own: Answer) => [
    say(titleOf(document.arms, own.arm)),
    h("span", { class: "note" }, say(join(w("mot ", "against "), titleOf(document.arms, own.base)))),
  ];
  return [say(first), ...document.answers.map((own) => h("span", {}, ...against(own)))];
}

const OUTCOME = w("Utfall", "Outcome");

/** Means of every alternative; `isExact`: with ±, for the appendix. */
export function levelTable(context: Context, isExact: boolean): HTMLElement | null {
  const { levels, about } = context.document;
  if (levels === null) return null;
  const error = about.replicates > 1 ? w(" ± 95 % simuleringsfel.", " ± 95 % simulation error.") : w(".", ".");
  const groups = groupsOf(context, GROUPS, levels.rows, true);
  return table(context, {
    caption: join(w("Medel, ", "Means, "), spanOf(levels.span), isExact ? error : "."),
    columns: armColumns(context, OUTCOME),
    rows: grouped(context, groups, levels.rows, isExact ? levelExactly : level, false),
  });
}

const HOW = w(
  "Bättre, sämre: säkert i modellen och stort nog att spela roll. Med frågetecken: säkert åt det hållet, men kanske för lite. ≈: för lite för att spela roll. Bara frågetecken: går inte att säga.",
  "Better, worse: certain in the model and large enough to matter. With a question mark: certainly that way, but perhaps too little. ≈: too little to matter. Only a question mark: cannot be said.",
);

function breakEvenRow({ document, say }: Context): TableRow[] {
  if (document.answers.every(({ break_even }) => break_even === null)) return [];
  return [
    {
      head: say(w("Från när det inte längre har kostat mer sammanlagt", "From when it has cost no more in all")),
      cells: document.answers.map((own) => say(breakEvenOf(own.break_even))),
    },
  ];
}

const EXACTLY = w(
  "Skillnader ± 95 % simuleringsfel, parade på samma slump.",
  "Differences ± 95 % simulation error, paired on the same luck.",
);

/** Differences of every answer; `isExact`: with ±, for the appendix. */
export function differenceTable(context: Context, isExact: boolean): HTMLElement | null {
  const { differences, answers } = context.document;
  if (answers.length === 0) return null;
  const groups = groupsOf(context, GROUPS, differences, true);
  return table(context, {
    caption: isExact ? EXACTLY : HOW,
    columns: answerColumns(context, OUTCOME),
    rows: [
      ...grouped(context, groups, differences, isExact ? changeExactly : change, true),
      ...(isExact ? [] : breakEvenRow(context)),
    ],
  });
}

export function outcomes(context: Context): PageSection | null {
  const { say, document } = context;
  if (document.levels === null && document.answers.length === 0) return null;
  const differences = differenceTable(context, false);
  const begins = document.about.changes_begin;
  const begun = w(`En förändring börjar dag ${begins}.`, `A change begins on day ${begins}.`);
  return {
    id: "outcomes",
    title: w("Alla utfall", "All outcomes"),
    children: [
      differences && [h("h3", {}, say(w("Skillnader", "Differences"))), differences],
      h("h3", {}, say(w("Nivåer", "Levels"))),
      begins ? note(context, begun) : null,
      levelTable(context, false),
    ],
  };
}

/* ---- parties -------------------------------------------------------------------------------------------------- */

function furtherRows(context: Context): TableRow[] {
  return context.document.parties.flatMap(({ title, rows }) =>
    grouped(context, [{ title, measures: rows.map(({ measure }) => measure) }], rows, change, true),
  );
}

export function parties(context: Context): PageSection | null {
  const { document } = context;
  if (document.answers.length === 0) return null;
  const own: Difference[] = document.differences;
  const groups = groupsOf(context, PARTIES, own, false);
  if (groups.length === 0 && document.parties.length === 0) return null;
  return {
    id: "parties",
    title: w("Vem vinner och vem förlorar", "Who gains and who loses"),
    children: [
      table(context, {
        caption: w("Skillnader för var och en, och bedömningen.", "Differences for each, and the judgement."),
        columns: answerColumns(context, w("Vem, och hur det märks", "Who, and how it shows")),
        rows: [...grouped(context, groups, own, change, true), ...furtherRows(context)],
      }),
    ],
  };
}
