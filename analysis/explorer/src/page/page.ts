/* A document as a page. The explorer puts its controls between the header and what is drawn here. */

import type { Document } from "../document.ts";
import { type Language, text } from "../words/text.ts";
import { appendix } from "./appendix.ts";
import { ownSection } from "./blocks.ts";
import { board } from "./board.ts";
import { claims } from "./claims.ts";
import { compare } from "./compare.ts";
import { contents, linkTo } from "./contents.ts";
import { type Context, contextOf, w } from "./context.ts";
import { course, curves } from "./course.ts";
import { h } from "./dom.ts";
import { first, others } from "./first.ts";
import { cannot, fit, glossary, limits, sources } from "./ground.ts";
import { header } from "./header.ts";
import { money } from "./money.ts";
import { outcomes, parties } from "./outcomes.ts";
import { pilot } from "./pilot.ts";
import { type PageSection, sectionOf } from "./section.ts";

function otherAnswers(context: Context): PageSection | null {
  const own = others(context);
  return own.length === 0
    ? null
    : { id: "others", title: text("De andra alternativen", "The other alternatives"), children: own };
}

/** All below the first screen, in the order of the page. */
function sectionsOf(context: Context): PageSection[] {
  const own = context.document.sections.map((section) => ownSection(context, section));
  const all = [
    otherAnswers(context),
    course(context),
    compare(context),
    parties(context),
    money(context),
    claims(context),
    pilot(context),
    ...own,
    outcomes(context),
    curves(context),
    fit(context),
    cannot(context),
    limits(context),
    glossary(context),
    sources(context),
    appendix(context),
  ];
  return all.filter((section) => section !== null);
}

/** The answer and everything under it; the board's pages, which only print. */
export function drawDocument(own: Document, language: Language): HTMLElement[] {
  const context = contextOf(own, language);
  const sections = sectionsOf(context);
  return [
    first(context),
    contents(context, sections),
    ...sections.map((section) => sectionOf(context, section)),
    board(context),
  ];
}

/** The skip link and the header. */
export function drawTop(own: Document, language: Language, choose: (language: Language) => void): HTMLElement[] {
  const context = contextOf(own, language);
  const skip = linkTo("main", context.say(w("Hoppa till svaret", "Skip to the answer")), { class: "skip" });
  return [skip, header(context, choose)];
}

/** A whole page, as the report is. */
export function drawPage(own: Document, language: Language, choose: (language: Language) => void): HTMLElement[] {
  const main = h("main", { id: "main", tabindex: -1 }, ...drawDocument(own, language));
  return [...drawTop(own, language, choose), main];
}
