/* The report: the page with a document inside. The address keeps the language: "#lang=en". */

import "./page/style.css";
import type { Document } from "./document.ts";
import { goTo } from "./page/contents.ts";
import { drawPage } from "./page/page.ts";
import type { Language } from "./words/text.ts";

const asked = (): string => `${location.search.slice(1)}&${location.hash.slice(1)}`;

function languageOf(): Language {
  return new URLSearchParams(asked()).get("lang") === "en" ? "en" : "sv";
}

function held(): Document {
  return JSON.parse(document.getElementById("document")?.textContent ?? "");
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

const own = held();
const section = location.hash.slice(1);
show(own, languageOf());
if (section !== "" && !section.includes("=")) goTo(section);
window.addEventListener("hashchange", () => show(own, languageOf()));
