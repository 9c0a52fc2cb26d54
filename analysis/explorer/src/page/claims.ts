/* Claims: whether they hold, in how many plausible worlds, and what they rest on. */

import type { Claim } from "../document.ts";
import { claimWorlds, contrastOf, figureOf, neededOf, overOf, reachOf, restsOn, VERDICTS } from "../words/claims.ts";
import { briefly } from "../words/measures.ts";
import { capital, join, type Part } from "../words/text.ts";
import { type Context, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { note, type PageSection } from "./section.ts";
import { type TableRow, table } from "./table.ts";

function row(context: Context, own: Claim): TableRow {
  const { say, measures, document } = context;
  const about = join(
    capital(briefly(measures, own.measure)),
    ". ",
    contrastOf(document, own),
    ". ",
    capital(overOf(own)),
    ".",
  );
  return {
    head: [say(own.text), h("span", { class: "note" }, say(about))],
    cells: [
      [
        h("span", { class: "verdict" }, say(VERDICTS[own.verdict])),
        own.note && h("span", { class: "note" }, say(own.note)),
      ],
      say(claimWorlds(own.worlds)),
      say(figureOf(measures, own, false)),
      say(neededOf(measures, own)),
      say(restsOn(own)),
      say(reachOf(measures, own)),
    ],
  };
}

function worlds(context: Context): Child {
  const count = context.document.about.worlds?.of ?? 0;
  const tried = w(
    `Rimliga världar: vid ${count} punkter av alla osäkra antaganden, som sex publicerade siffror inte utesluter, är detta andelen där skillnaden är minst den minsta som spelar roll. Andelar av punkter, inte sannolikheter.`,
    `Plausible worlds: at ${count} points of all uncertain assumptions, which six published figures do not rule out, the share where the difference is at least the smallest that matters. Shares of points, not probabilities.`,
  );
  if (count > 0) return note(context, tried);
  return command(
    context,
    w(
      "I hur stor del av rimliga världar påståendena håller räknas fram av",
      "The share of plausible worlds in which claims hold is computed by",
    ),
    "tillit robustness EXPERIMENT --results FILE",
  );
}

const command = ({ say }: Context, what: Part, own: string): HTMLElement =>
  h("p", { class: "note" }, say(what), " ", h("code", {}, own), ".");

function grounds(context: Context): Child {
  const own = context.document.about.grounds;
  if (own === null) {
    const what = w(
      "Vad ett påstående som stämmer bygger på räknas fram av",
      "What a supported claim rests on is computed by",
    );
    return command(context, what, "tillit claims EXPERIMENT --format json");
  }
  const knocked = w(
    `Bygger på: ${own.knocked_out} omstridda antaganden togs bort ett i taget, simulerat ${own.replicates} gånger, modellversion ${own.model_version}.`,
    `Rests on: ${own.knocked_out} contested assumptions were taken away in turn, ${own.replicates} replicates, model version ${own.model_version}.`,
  );
  const reach = w(
    "Beror utfallet på det som skiljer: när ett påstående inte stämmer drogs det som skiljer så långt som tillåts, var för sig och tillsammans. Svarar utfallet inte ens då kan påståendet inte slå in, vad som än händer.",
    "Does the outcome depend on what differs: where a claim does not hold, what differs was moved as far as is allowed, each alone and together. If the outcome does not answer even then, the claim cannot come out, whatever happens.",
  );
  return [note(context, knocked), note(context, reach)];
}

const COLUMNS = [
  w("Påstående", "Claim"),
  w("Bedömning", "Verdict"),
  w("Rimliga världar", "Plausible worlds"),
  w("Skillnad", "Difference"),
  w("Minsta skillnad som spelar roll", "Smallest difference that matters"),
  w("Bygger på", "Rests on"),
  w("Beror utfallet på det som skiljer?", "Does the outcome depend on what differs?"),
];

export function claims(context: Context): PageSection | null {
  const { say, document } = context;
  if (document.claims.length === 0) return null;
  const caption = w("Frågans påståenden.", "The question's claims.");
  const columns = COLUMNS.map((own) => say(own));
  const rows = document.claims.map((own) => row(context, own));
  return {
    id: "claims",
    title: w("Stämmer påståendena, och vad bygger svaren på?", "Claims, and what they rest on"),
    children: [table(context, { kind: "cards", caption, columns, rows }), worlds(context), grounds(context)],
  };
}

/** With ±, for the appendix. */
export function exactClaims(context: Context): HTMLElement | null {
  const { say, document, measures } = context;
  if (document.claims.length === 0) return null;
  return table(context, {
    kind: "texts",
    caption: w("Påståendenas siffror ± 95 % simuleringsfel.", "The claims' figures ± 95 % simulation error."),
    columns: [say(w("Påstående", "Claim")), say(w("Siffra", "Figure"))],
    rows: document.claims.map((own) => ({ head: say(own.text), cells: [say(figureOf(measures, own, true))] })),
  });
}
