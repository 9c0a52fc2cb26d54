/* What all drawing needs: the document, and the language it is said in. */

import type { Arm, Document, Text } from "../document.ts";
import type { Measures } from "../words/measures.ts";
import { type Language, NONE, type Part, text } from "../words/text.ts";

export interface Context {
  document: Document;
  measures: Measures;
  language: Language;
  say: (part: Part) => string;
}

export function contextOf(document: Document, language: Language): Context {
  const say = (part: Part) => (typeof part === "string" ? part : part[language]);
  return { document, measures: document.measures, language, say };
}

export const titleOf = (arms: Arm[], arm: number): Text => arms[arm]?.title ?? NONE;

/** Words of the page itself. */
export const w = text;
