/* The first screen: the question, the answer in a sentence, and before and after for what every answer holds. */

import type { Answer, Finding, Text } from "../document.ts";
import { period, spanOf, spanOfDays } from "../words/days.ts";
import { FIVE } from "../words/groups.ts";
import { breakEvenOf, isPending, sentenceOf, shortSentenceOf } from "../words/judgements.ts";
import { markSentences } from "../words/marks.ts";
import { amountOf, briefly, differenceOf, nameOf, withUnit } from "../words/measures.ts";
import { decimal, short } from "../words/numbers.ts";
import { providerNotes } from "../words/prose.ts";
import { capital, isEmpty, join, together } from "../words/text.ts";
import { legendOf, pictureOf } from "./chart.ts";
import { type Context, titleOf, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { fiveTable, panels, panelTitle } from "./panels.ts";
import { aside, note } from "./section.ts";
import { more } from "./table.ts";

const MOST_NAMES = 5;

function places({ document }: Context): Text {
  const names = document.about.municipalities;
  if (names.length <= MOST_NAMES) return w(names.join(", "), names.join(", "));
  return w(`${names.length} kommuner`, `${names.length} municipalities`);
}

const recipients = (count: number): Text =>
  join(decimal(count, 0), w(" personer med hemtjänst", " recipients of home care"));

function replicates(count: number): Text {
  if (count === 0) return w("ännu inte simulerat", "not simulated yet");
  return w(`simulerat ${count} ${count > 1 ? "gånger" : "gång"}`, `${count} ${count > 1 ? "replicates" : "replicate"}`);
}

/** Where, how long, how often, at which prices and under which law. */
export function facts(context: Context): Text {
  const { about } = context.document;
  const prices =
    about.price_level === null ? [] : [w(`prisnivå ${about.price_level}`, `price level ${about.price_level}`)];
  const law = about.law === null || isEmpty(about.law) ? [] : [about.law];
  const people = about.recipients === null ? [] : [recipients(about.recipients)];
  const own = [
    places(context),
    ...people,
    period(about.days, about.burn_in_days, about.changes_begin),
    replicates(about.replicates),
    ...prices,
    ...law,
  ];
  return together(own, " · ");
}

/** A level after its name, which says what is counted. */
function inBrief(measures: Context["measures"], measure: string, value: number | null): Text {
  const amount = amountOf(measures, measure, value);
  return measures[measure]?.unit === "persons" ? amount : withUnit(measures, measure, amount);
}

/** Of a run there is no answer: what comes out. */
function levelSentence({ document, measures }: Context): Text | null {
  const rows = FIVE.flatMap((name) => document.levels?.rows.filter(({ measure }) => measure === name) ?? []);
  if (rows.length === 0) return null;
  const told = rows.map(({ measure, cells }) =>
    join(briefly(measures, measure), " ", inBrief(measures, measure, cells[0]?.mean ?? null)),
  );
  return join(capital(together(told, "; ")), ".");
}

/** The answer in a sentence, or of a run what comes out. */
function answerSentence(context: Context): Text | null {
  const { document, measures } = context;
  const [first] = document.answers;
  return first ? sentenceOf(measures, document.arms, first) : levelSentence(context);
}

/** What was made equal, and by changing what. */
function equalOf({ measures }: Context, own: Answer): Text | null {
  if (own.equal === null) return null;
  const { measure, days, lever, value } = own.equal;
  const over = days === null ? "" : join(" (", spanOfDays(days), ")");
  const cost = join(w("Kostnaden", "The cost"), over, w(" är gjord lika", " is made equal"));
  const other = join(
    w("Utfallet ”", "The outcome ”"),
    nameOf(measures, measure),
    "”",
    over,
    w(" är gjort lika, men inte kostnaden,", " is made equal, but not the cost,"),
  );
  return join(
    measure === "cost" ? cost : other,
    w(" genom att ändra ", " by changing "),
    lever,
    ": ",
    short(value),
    ".",
  );
}

/** Over which days, what was made equal, and from when on it has cost no more. */
export function terms(context: Context, own: Answer): Text {
  const equal = equalOf(context, own);
  const pays = join(
    w(" Från när det inte längre har kostat mer sammanlagt: ", " From when it has cost no more in all: "),
    breakEvenOf(own.break_even),
    ".",
  );
  return join(
    w("Svaret gäller ", "The answer is over "),
    spanOf(own.span),
    ". ",
    equal ?? "",
    own.break_even === null ? "" : pays,
  );
}

export const HOW = w(
  "Bättre eller sämre heter bara det som är säkert i modellen och stort nog att spela roll. Rimliga världar är uppsättningar av osäkra antaganden som publicerade siffror inte utesluter; ”ej prövat” betyder att det bara är sett med modellens vanliga antaganden. Det är modellens svar, ingen prognos.",
  "Only what is certain in the model and large enough to matter is called better or worse. Plausible worlds are sets of uncertain assumptions that published figures do not rule out; “not tried” means that it was seen at the model's usual assumptions only. This is the model's answer and no forecast.",
);

const MOST_BESIDE = 5;

function side({ say, measures }: Context, own: Finding[], judgement: "worse" | "better", title: Text): HTMLElement {
  const items = own
    .filter((finding) => finding.judgement === judgement)
    .slice(0, MOST_BESIDE)
    .map(({ measure, change }) =>
      join(capital(nameOf(measures, measure)), ": ", differenceOf(measures, measure, change.mean)),
    );
  const none = h("p", {}, say(w("Inget säkert.", "Nothing certain.")));
  const told = h("ul", {}, ...items.map((item) => h("li", {}, say(item))));
  return h("div", { class: `side ${judgement}` }, h("h3", {}, say(title)), items.length > 0 ? told : none);
}

/** Others that surely matter, the largest first: worse, and better. */
export function sides(context: Context, { others: own }: Answer): HTMLElement | null {
  if (own.length === 0) return null;
  const worse = side(context, own, "worse", w("Dessutom sämre", "Also worse"));
  return h("div", { class: "sides" }, worse, side(context, own, "better", w("Dessutom bättre", "Also better")));
}

/** The five of a run without comparison, over time. */
function courses(context: Context): Child {
  const { document } = context;
  const own = document.courses.filter(({ measure }) => (FIVE as readonly string[]).includes(measure));
  const items = own.map((course) =>
    h(
      "li",
      { class: "panel" },
      panelTitle(context, course.measure),
      pictureOf(context, course, course.arms, { width: 230, height: 128 }),
    ),
  );
  return items.length > 0 && h("ul", { class: "panels" }, ...items);
}

/** The sentence of the first screen. */
export function answerLine(context: Context): Child {
  const sentence = answerSentence(context);
  return sentence && h("p", { class: "sentence" }, context.say(sentence));
}

/** Before and after for the five; of a run, what comes out. */
export function picture(context: Context): Child {
  const [answer] = context.document.answers;
  return answer ? panels(context, answer) : courses(context);
}

/** What belongs to the first answer beside its picture. */
function details(context: Context): Child {
  const { say, document } = context;
  const [answer] = document.answers;
  if (!answer || isPending(answer)) return null;
  return [
    h("p", { class: "note" }, say(HOW)),
    more(say(w("Samma i siffror", "The same in figures")), fiveTable(context, answer)),
    note(context, terms(context, answer)),
    sides(context, answer),
  ];
}

export const IMPLAUSIBLE_TITLE = w(
  "Orimligt för svensk hemtjänst: lita inte på storleken",
  "Implausible for Swedish home care: do not trust the size",
);

const REST = w("Orimligt i de andra alternativen", "Implausible in the other alternatives");

/** What is implausible in this answer, and what must be known to read the answers; that of the others on request. */
function warnings(context: Context): Child {
  const { document, say } = context;
  const [answer, ...others] = document.answers;
  const isTold = !document.answers.some(isPending);
  const marks = isTold ? markSentences(document, answer ? [answer] : null) : [];
  const rest = isTold ? markSentences(document, others) : [];
  const known = [
    ...document.notes,
    ...providerNotes(
      document.about.providers,
      document.arms.map(({ title }) => title),
    ),
  ];
  return [
    marks.length > 0 && aside(context, "warning", IMPLAUSIBLE_TITLE, marks),
    rest.length > 0 && more(say(REST), h("ul", {}, ...rest.map((own) => h("li", {}, say(own))))),
    known.length > 0 && aside(context, "aside", w("Att veta", "To know"), known),
  ];
}

export function first(context: Context): HTMLElement {
  const { say, document } = context;
  const [answer] = document.answers;
  return h(
    "section",
    { class: "first", "aria-labelledby": "title" },
    h("h1", { id: "title", tabindex: -1 }, say(document.title)),
    document.question && h("p", { class: "question" }, say(document.question)),
    answerLine(context),
    answer && legendOf(context, [answer.base, answer.arm]),
    picture(context),
    warnings(context),
    details(context),
    h("p", { class: "facts" }, say(facts(context))),
  );
}

/** Every other answer: its sentence, its table, and what else it does. */
export function others(context: Context): Child[] {
  const { say, document, measures } = context;
  return document.answers.slice(1).map((own) => {
    const title = join(
      titleOf(document.arms, own.arm),
      w(", jämfört med ", ", compared with "),
      titleOf(document.arms, own.base),
    );
    return [
      h("h3", {}, say(title)),
      h("p", {}, say(shortSentenceOf(measures, own))),
      more(
        say(w("Bilden och siffrorna", "The picture and the figures")),
        legendOf(context, [own.base, own.arm]),
        panels(context, own, "h4"),
        fiveTable(context, own),
        note(context, terms(context, own)),
        sides(context, own),
      ),
    ];
  });
}
