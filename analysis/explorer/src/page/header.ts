/* The top of the page: its language, and printing. */

import type { Language } from "../words/text.ts";
import { type Context, w } from "./context.ts";
import { h } from "./dom.ts";

const NAMES: Record<Language, string> = { sv: "Svenska", en: "English" };

function languageButton(context: Context, own: Language, choose: (language: Language) => void): HTMLElement {
  const isPressed = context.language === own;
  const attributes = { type: "button", lang: own, "data-language": own, "aria-pressed": String(isPressed) };
  return h("button", { ...attributes, onclick: () => choose(own) }, NAMES[own]);
}

/** What prints: two pages for a board, unless everything is asked for. */
function print(root: HTMLElement, what: "board" | "whole"): void {
  root.dataset.print = what;
  window.print();
  delete root.dataset.print;
}

function printButton({ say }: Context, what: "board" | "whole"): HTMLElement {
  const label =
    what === "board" ? w("Skriv ut två sidor", "Print two pages") : w("Skriv ut hela sidan", "Print the whole page");
  return h("button", { type: "button", onclick: () => print(document.documentElement, what) }, say(label));
}

export function header(context: Context, choose: (language: Language) => void): HTMLElement {
  const languages = (["sv", "en"] as const).map((own) => languageButton(context, own, choose));
  const group = { class: "switch", role: "group", "aria-label": "Språk / Language" };
  return h(
    "header",
    { class: "top" },
    h("span", { class: "brand" }, "Tillit"),
    h("span", group, ...languages),
    h("span", { class: "printing" }, printButton(context, "board"), printButton(context, "whole")),
  );
}
