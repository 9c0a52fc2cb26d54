/* The course: the five over time for all alternatives, and what they come to after the change. */

import type { Path, Text } from "../document.ts";
import { dipOf, halfWayOf, levelOf, overOf, passedOf, ROWS } from "../words/course.ts";
import type { Told } from "../words/days.ts";
import { spanOfDays } from "../words/days.ts";
import { CURVES, FIVE, PAID } from "../words/groups.ts";
import { nameOf, unitOf } from "../words/measures.ts";
import { capital, isEmpty, join, together } from "../words/text.ts";
import { courseFigure, legendOf } from "./chart.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { MOST_DRAWN } from "./palette.ts";
import { note, type PageSection, paragraph } from "./section.ts";
import { more, type TableRow, table } from "./table.ts";

const FIRST: readonly string[] = [...FIVE, PAID];

const armsOf = ({ document }: Context): number[] => [
  ...new Set(document.courses.flatMap(({ arms }) => arms.map(({ arm }) => arm))),
];

/** What is said, with what is noted below it. */
export function toldCell({ say }: Context, own: Told): Child {
  return [say(own.said), isEmpty(own.note) ? null : h("span", { class: "note" }, say(own.note))];
}

function rowsOf(context: Context, measure: string, own: Path[]): TableRow[] {
  const { say, measures } = context;
  const unit = unitOf(measures, measure, true);
  const row = (name: Text, of: (path: Path) => Told): TableRow => ({
    head: say(capital(name)),
    cells: own.map((path) => toldCell(context, of(path))),
  });
  return [
    { head: say(join(capital(nameOf(measures, measure)), isEmpty(unit) ? "" : ", ", unit)), cells: [], group: true },
    row(ROWS.dip, (path) => dipOf(measures, path)),
    row(ROWS.over, (path) => overOf(measures, path)),
    row(ROWS.passed, passedOf),
    row(ROWS.half, halfWayOf),
    row(ROWS.level, (path) => levelOf(measures, path)),
  ];
}

function pathTable(context: Context, measures: string[], caption: Text): HTMLElement {
  const { say, document } = context;
  const paths = (measure: string) => document.paths.filter((own) => own.measure === measure);
  const arms = paths(measures[0] ?? "").map(({ arm }) => say(titleOf(document.arms, arm)));
  const rows = measures.flatMap((measure) => rowsOf(context, measure, paths(measure)));
  return table(context, { caption, columns: [say(w("Förloppet", "The course")), ...arms], rows });
}

function paths(context: Context): Child {
  const { say, document } = context;
  const names = [...new Set(document.paths.map(({ measure }) => measure))];
  const [first, ...rest] = names;
  if (first === undefined) return null;
  const others = rest.filter((name) => name !== "cost");
  const days = document.paths[0]?.level_days ?? [0, 0];
  const caption = join(
    w(
      "Skillnader mot det som går vidare som förut. Månader räknas från förändringen. Nivån till slut: medel av ",
      "Differences from what goes on as before. Months count from the change. The level in the end: mean of ",
    ),
    spanOfDays(days),
    ".",
  );
  return [
    h("h3", {}, say(w("Vägen dit", "The way there"))),
    pathTable(context, [first], caption),
    others.length > 0 &&
      more(
        say(w("Samma för de andra utfallen", "The same for the other outcomes")),
        pathTable(context, others, caption),
      ),
  ];
}

function goesOn(context: Context): Text {
  const { document } = context;
  const bases = document.arms.filter(({ base }) => base).map(({ title }) => title);
  return join(
    w(
      "Till och med dagen före förändringen är alternativen samma kommun, dag för dag. Sedan går ",
      "Until the day of the change the alternatives are one municipality, day by day. Then ",
    ),
    together(bases, ", "),
    w(
      " vidare som förut: det är den streckade linjen. De andra linjerna visar hur det blir, månad för månad.",
      " goes on as before: that is the dashed line. The other lines show what becomes of it, month by month.",
    ),
  );
}

/** How the pictures were made. */
function how({ document }: Context): Text {
  const { period_days: days, replicates } = document.about;
  const periods = days === null ? w("", "") : w(`Medel över ${days} dagar. `, `Means over ${days} days. `);
  const bands = w(
    "Banden: 95 % simuleringsfel av skillnaden mot den streckade linjen. Där ett band inte når linjen är skillnaden säker i modellen; om hur osäkra antagandena är säger det inget. Det sämsta kvartalet väljs i vissa simuleringar och läses av i de andra, så att slumpen inte gör det sämre än det är; därför kan siffran vara mildare än kurvan.",
    "Bands: 95 % simulation error of the difference from the dashed line. Where a band does not reach the line, the difference is certain in the model; of how uncertain the assumptions are it says nothing. The worst quarter is chosen in some simulations and read off in the others, so that luck does not make it worse than it is; so the figure can be milder than the line.",
  );
  return join(periods, replicates > 1 ? bands : w("En enda simulering: inga band.", "A single replicate: no bands."));
}

function whichAreDrawn(context: Context): Child {
  const count = armsOf(context).length;
  const text = w(
    `Bilderna visar de första ${MOST_DRAWN} alternativen, tabellerna alla.`,
    `Pictures show the first ${MOST_DRAWN} alternatives, tables all.`,
  );
  return count > MOST_DRAWN + 1 && note(context, text);
}

export function course(context: Context): PageSection | null {
  const { document } = context;
  const own = document.courses.filter(({ measure }) => FIRST.includes(measure));
  if (own.length === 0) return null;
  const isChanged = document.change !== null;
  return {
    id: "course",
    title: isChanged
      ? w("Vad som händer efter förändringen", "What happens after the change")
      : w("Över tiden", "Over time"),
    children: [
      isChanged && paragraph(context, goesOn(context)),
      legendOf(context, armsOf(context)),
      h("div", { class: "figures" }, ...own.map((each) => courseFigure(context, each))),
      note(context, how(context)),
      whichAreDrawn(context),
      paths(context),
    ],
  };
}

/** Other measures over time: trust and distrust apart, then what else is drawn. */
export function curves(context: Context): PageSection | null {
  const { document } = context;
  const known = CURVES.flat();
  const rest = document.courses.filter(({ measure }) => !FIRST.includes(measure));
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  const own = rest.toSorted((a, b) => place(a.measure) - place(b.measure));
  if (own.length === 0) return null;
  return {
    id: "curves",
    title: w("Över tiden, tillit och misstro var för sig", "Over time, trust and distrust apart"),
    children: [
      legendOf(context, armsOf(context)),
      h("div", { class: "figures" }, ...own.map((each) => courseFigure(context, each))),
    ],
  };
}
