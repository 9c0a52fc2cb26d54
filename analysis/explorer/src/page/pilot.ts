/* What evaluations of a pilot would find, beside the effect that the model knows. */

import type { Estimate, Judgement, Pilot } from "../document.ts";
import { spanOfDays } from "../words/days.ts";
import { BRIEF_JUDGEMENTS } from "../words/judgements.ts";
import { changeInWords, changeOf, labelOf } from "../words/measures.ts";
import { join } from "../words/text.ts";
import { type Context, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { type PageSection, paragraph } from "./section.ts";
import { table } from "./table.ts";

function found({ say, measures }: Context, measure: string, own: Estimate, judgement: Judgement | undefined): Child {
  const kind = judgement?.split(" ").at(-1) ?? "";
  const told = changeInWords(measures, measure, own.mean) ?? changeOf(measures, measure, own.mean);
  return [say(told), judgement && h("span", { class: `brief ${kind}` }, ` ${say(BRIEF_JUDGEMENTS[judgement])}`)];
}

const WHY = w(
  "Modellen vet den sanna effekten: samma enheter, samma människor, utan försöket. Bredvid står vad två vanliga sätt att utvärdera skulle ge. Skiljer de sig åt leder utvärderingen fel.",
  "The model knows the true effect: the same units and people without the trial. Beside it stands what two usual ways of evaluating would give. Where they differ, the evaluation misleads.",
);

const COLUMNS = [
  w("Utfall", "Outcome"),
  w("Före och efter", "Before and after"),
  w("Skillnad i skillnader", "Difference in differences"),
  w("Sann effekt", "True effect"),
];

function evaluations(context: Context, own: Pilot): HTMLElement {
  const { say, measures } = context;
  const before = join(w("Pilotens enheter: före är ", "The pilot's units: before is "), spanOfDays(own.before));
  const rows = own.rows.map((row) => ({
    head: say(labelOf(measures, row.measure, true)),
    cells: row.found.map((value, i) => found(context, row.measure, value, row.judgements[i])),
  }));
  const caption = join(before, w(", efter är ", ", after is "), spanOfDays(own.after), ".");
  return table(context, { caption, columns: COLUMNS.map((column) => say(column)), rows });
}

export function pilot(context: Context): PageSection | null {
  const own = context.document.pilot;
  if (own === null) return null;
  return {
    id: "pilot",
    title: w("Vad en utvärdering av piloten skulle visa", "What an evaluation of the pilot would show"),
    children: [paragraph(context, WHY), evaluations(context, own)],
  };
}
