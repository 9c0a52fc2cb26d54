/* The report: the page with a document inside. The address keeps the language: "#lang=en". */

import "./page/style.css";
import { type Document, FORMAT } from "./document.ts";
import { goTo } from "./page/contents.ts";
import { h } from "./page/dom.ts";
import { drawPage } from "./page/page.ts";
import type { Language } from "./words/text.ts";

const asked = (): string => `${location.search.slice(1)}&${location.hash.slice(1)}`;

function languageOf(): Language {
  return new URLSearchParams(asked()).get("lang") === "en" ? "en" : "sv";
}

/** The document inside; an error says what is wrong with it. */
function held(): Document {
  const own = JSON.parse(document.getElementById("document")?.textContent ?? "");
  if (own.format !== FORMAT) throw new Error(`format ${own.format} (${FORMAT})`);
  return own;
}

/** In both languages, since nothing is known of the reader. */
function refuse(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const sv = `Svaret i den här filen går inte att läsa: ${reason}. Filen har ändrats eller kommit fram skadad; be om den igen, eller gör om den med tillit report.`;
  const en = `The answer in this file cannot be read: ${reason}. The file was changed or came damaged; ask for it again, or make it anew with tillit report.`;
  document.body.replaceChildren(h("h1", {}, "Tillit"), h("p", { role: "alert" }, sv), h("p", { lang: "en" }, en));
}

function show(own: Document, language: Language): void {
  document.documentElement.lang = language;
  document.title = own.title[language];
  document.body.replaceChildren(...drawPage(own, language, (chosen) => choose(own, chosen)));
}

function choose(own: Document, language: Language): void {
  const at = window.scrollY;
  history.replaceState(null, "", `#lang=${language}`);
  show(own, language);
  window.scrollTo(0, at);
  document.querySelector<HTMLElement>(`[data-language="${language}"]`)?.focus({ preventScroll: true });
}

function start(): void {
  const own = held();
  const section = location.hash.slice(1);
  show(own, languageOf());
  if (section !== "" && !section.includes("=")) goTo(section);
  window.addEventListener("hashchange", () => show(own, languageOf()));
}

try {
  start();
} catch (error) {
  refuse(error);
}
