/* What everything rests on: how well the model fits, what it cannot say, what counts as a difference, and words. */

import type { Fit, Measure, Text } from "../document.ts";
import { amountOf, labelOf, smallestOf } from "../words/measures.ts";
import { decimal, short } from "../words/numbers.ts";
import { cannotSay, GLOSSARY } from "../words/prose.ts";
import { sourcesIn } from "../words/sources.ts";
import { capital, join, NONE, together } from "../words/text.ts";
import { type Context, w } from "./context.ts";
import { h } from "./dom.ts";
import { list, type PageSection, paragraph } from "./section.ts";
import { more, type TableRow, table } from "./table.ts";

const ROLES: Record<Fit["role"], Text> = {
  fitted: w("anpassad", "fitted"),
  predicted: w("förutsagd", "predicted"),
  bound: w("övre gräns", "upper bound"),
  input: w("indata", "input"),
  aside: w("vid sidan", "aside"),
};

const VERDICTS: [english: string, swedish: string][] = [
  ["not counted", "räknas inte"],
  ["inside", "inom"],
  ["outside", "utanför"],
  ["undecided", "inte avgjort"],
  ["undefined", "saknas"],
];

const verdictOf = (own: string): Text =>
  w(
    VERDICTS.reduce((told, [en, sv]) => told.replace(en, sv), own),
    own,
  );

const FIT_COLUMNS = [
  w("Mått", "Measure"),
  w("Modellen", "Model"),
  w("Publicerat (spann)", "Published (range)"),
  w("År", "Year"),
  w("Källa", "Source"),
  w("Roll", "Role"),
  w("Utfall", "Verdict"),
];

const FITTED = w(
  "Svensk mediankommun under vanlig styrning. Sex siffror är modellen anpassad till; de andra är förutsagda, övre gränser eller indata. Det som inte stämmer står kvar, och det som bygger på minne eller egna uträkningar räknas inte.",
  "The Swedish-median municipality under ordinary governance. The model was fitted to six figures; the others are predicted, upper bounds or inputs. What does not fit stays in the table, and what is from memory or our own arithmetic is not counted.",
);

function fitTable(context: Context): HTMLElement {
  const { say, document } = context;
  const rows = document.fit.map((own) => ({
    head: say(own.label),
    cells: [
      say(own.model),
      say(own.published),
      own.year,
      own.source,
      say(ROLES[own.role]),
      say(verdictOf(own.verdict)),
    ],
  }));
  const caption = w("Modellen bredvid publicerade siffror.", "The model beside published figures.");
  return table(context, { kind: "texts", caption, columns: FIT_COLUMNS.map((own) => say(own)), rows });
}

export function fit(context: Context): PageSection | null {
  if (context.document.fit.length === 0) return null;
  return {
    id: "fit",
    title: w("Hur väl stämmer modellen med svenska siffror?", "How well does the model fit Swedish figures?"),
    children: [paragraph(context, FITTED), more(context.say(w("Tabellen", "The table")), fitTable(context))],
  };
}

export function cannot(context: Context): PageSection {
  return {
    id: "cannot",
    title: w("Vad detta inte kan säga", "What this cannot say"),
    children: [list(context, cannotSay(context.document.about.providers))],
  };
}

/* ---- what matters, and what is plausible ---------------------------------------------------------------------- */

function smallest({ measures }: Context, name: string, own: Measure): Text {
  if (own.smallest === null) return NONE;
  const { value, of_level } = own.smallest;
  return of_level ? join(short(100 * value), "\u00a0%") : smallestOf(measures, name, value);
}

function plausible({ measures }: Context, name: string, own: Measure): Text {
  const { low = null, high = null, change = null } = own.plausible ?? {};
  const amount = (value: number) => amountOf(measures, name, value);
  const levels = low === null || high === null ? [] : [join(amount(low), "–", amount(high))];
  const most = change?.of_level ? join(decimal(100 * change.value, 1), "\u00a0%") : amount(change?.value ?? 0);
  return together([...levels, ...(change === null ? [] : [join("±", most)])], ", ");
}

function limitRow(context: Context, name: string, own: Measure): TableRow {
  const { say, measures } = context;
  return {
    head: say(labelOf(measures, name)),
    cells: [
      say(smallest(context, name, own)),
      say(own.smallest?.source ?? NONE),
      say(plausible(context, name, own)),
      say(own.plausible?.source ?? NONE),
      say(own.published === null ? NONE : join(own.published.figure, " (", own.published.source, ")")),
    ],
  };
}

const LIMIT_COLUMNS = [
  w("Utfall", "Outcome"),
  w("Spelar roll från", "Matters from"),
  w("Varifrån", "From where"),
  w("Rimligt: nivå, ±ändring", "Plausible: level, ±change"),
  w("Varifrån", "From where"),
  w("Publicerat i Sverige", "Published in Sweden"),
];

const LIMITED = w(
  "Den minsta skillnad som spelar roll tas ur frågans påståenden om samma utfall, annars härifrån. En nivå eller ändring utanför gränserna märks som orimlig.",
  "The smallest difference that matters is taken from the question's claims on the same outcome, otherwise from here. A level or change outside the limits is marked as implausible.",
);

function limitTable(context: Context, own: [string, Measure][]): HTMLElement {
  const caption = w("Gränser, och varifrån de kommer.", "Limits, and where they come from.");
  const columns = LIMIT_COLUMNS.map((column) => context.say(column));
  const rows = own.map(([name, measure]) => limitRow(context, name, measure));
  return table(context, { kind: "texts", caption, columns, rows });
}

export function limits(context: Context): PageSection | null {
  const own = Object.entries(context.measures).filter(
    ([, { smallest: least, plausible: known }]) => least !== null || known !== null,
  );
  if (own.length === 0) return null;
  const title = w("Tabellen, med källor", "The table, with sources");
  return {
    id: "limits",
    title: w("Vad som spelar roll, och vad som är rimligt", "What matters, and what is plausible"),
    children: [paragraph(context, LIMITED), more(context.say(title), limitTable(context, own))],
  };
}

export function glossary({ say }: Context): PageSection {
  const items = GLOSSARY.flatMap(({ term, meaning }) => [h("dt", {}, say(term)), h("dd", {}, say(meaning))]);
  return { id: "glossary", title: w("Ord", "Words"), children: [h("dl", {}, ...items)] };
}

/* ---- sources -------------------------------------------------------------------------------------------------- */

/** All that is said of where figures come from. */
function origins({ fit: rows, measures }: Context["document"]): string[] {
  const of = (own: Measure) => [own.smallest?.source.en, own.plausible?.source.en, own.published?.source.en];
  return [...rows.map((own) => own.source), ...Object.values(measures).flatMap(of)].filter((own) => own !== undefined);
}

export function sources(context: Context): PageSection | null {
  const own = sourcesIn(origins(context.document));
  if (own.length === 0) return null;
  const { say } = context;
  const items = own.flatMap(({ key, title }) => [h("dt", {}, key), h("dd", {}, say(capital(title)))]);
  return { id: "sources", title: w("Källor", "Sources"), children: [h("dl", {}, ...items)] };
}
