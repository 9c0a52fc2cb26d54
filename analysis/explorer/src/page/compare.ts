/* What is compared: all that differs between the alternatives, or what is changed in the only one. */

import type { Text } from "../document.ts";
import { stepsOf } from "../words/levers.ts";
import { capital, join } from "../words/text.ts";
import { type Context, w } from "./context.ts";
import { type PageSection, paragraph } from "./section.ts";
import { type TableRow, table } from "./table.ts";

function rows({ document, say }: Context): TableRow[] {
  let group = "";
  return document.levers.flatMap((own) => {
    const title = own.group === null ? "" : say(own.group);
    const row = {
      head: say(capital(own.label)),
      cells: own.values.map((steps) => say(stepsOf(steps, document.change?.day ?? null))),
    };
    const isNew = title !== "" && title !== group;
    group = title;
    return isNew ? [{ head: title, cells: [], group: true }, row] : [row];
  });
}

function differing(context: Context): HTMLElement {
  const { document, say } = context;
  const isCompared = document.arms.length > 1;
  const what = isCompared ? w("Det som skiljer", "What differs") : w("Det som ändras", "What changes");
  const alike = w(
    "Allt annat är lika: samma människor, behov, sjukdom och tur.",
    "All else is equal: the same people, needs, sickness and luck.",
  );
  return table(context, {
    kind: "texts",
    caption: join(isCompared ? alike : join(what, "."), document.change === null ? "" : arrow(document.change.day)),
    columns: [say(what), ...document.arms.map(({ title }) => say(title))],
    rows: rows(context),
  });
}

const arrow = (day: number): Text =>
  w(` Pilen: ändras dag ${day}, när inget annat sägs.`, ` The arrow: changes on day ${day} unless it says another.`);

export function compare(context: Context): PageSection | null {
  const { document } = context;
  if (document.levers.length === 0 && document.answers.length === 0) return null;
  const none = w("Inget skiljer alternativen åt.", "Nothing differs between the alternatives.");
  return {
    id: "arrangement",
    title: document.arms.length > 1 ? w("Vad som jämförs", "What is compared") : w("Vad som ändras", "What changes"),
    children: [document.levers.length > 0 ? differing(context) : paragraph(context, none)],
  };
}
