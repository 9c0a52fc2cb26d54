/* The model beside published figures, as `make validate` last found it (analysis/results/fit.json). */

import rows from "../../../results/fit.json";
import type { Fit, Text } from "../document.ts";

const MINUS = "\u2212";
const SWEDISH: [RegExp, string][] = [
  [/\bto\b/g, "till"],
  [/\babove\b/g, "över"],
  [/\bbelow\b/g, "under"],
];

/** Figures with the words around them in both languages. */
function figures(text: string): Text {
  const en = text.replaceAll("-", MINUS);
  const sv = SWEDISH.reduce((own, [word, other]) => own.replace(word, other), en.replaceAll(".", ","));
  return { sv, en };
}

export const FIT: Fit[] = rows.map((own) => ({
  label: { sv: own.sv, en: own.pattern },
  model: figures(own.model),
  published: figures(own["published (range)"]),
  year: own.year,
  source: own.source,
  role: own.role as Fit["role"],
  verdict: own.verdict,
}));
