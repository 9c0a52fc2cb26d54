/* The same in both languages, and putting such texts together. */

import type { Text } from "../document.ts";

export type Language = "sv" | "en";

/** A text, or what is written alike in both languages. */
export type Part = Text | string;

export const text = (sv: string, en: string): Text => ({ sv, en });

export const EMPTY = text("", "");
export const NONE = text("–", "–");

const of = (part: Part, language: Language): string => (typeof part === "string" ? part : part[language]);

const both = (make: (language: Language) => string): Text => text(make("sv"), make("en"));

export function join(...parts: Part[]): Text {
  return both((language) => parts.map((part) => of(part, language)).join(""));
}

export function together(parts: Part[], between: Part): Text {
  return both((language) => parts.map((part) => of(part, language)).join(of(between, language)));
}

/** "a", "a och b", "a, b och c". */
export function listed(parts: Part[], between: Part = ", "): Text {
  const last = parts.at(-1);
  if (last === undefined || parts.length === 1) return join(last ?? "");
  return join(together(parts.slice(0, -1), between), text(" och ", " and "), last);
}

export function capital(own: Text): Text {
  return both((language) => own[language].charAt(0).toUpperCase() + own[language].slice(1));
}

export const isEmpty = (own: Text): boolean => own.sv === "";
