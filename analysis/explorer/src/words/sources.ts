/* What the short names of sources stand for; the same list as section 12 of docs/ODD.md. */

import type { Text } from "../document.ts";
import { text } from "./text.ts";

export interface Source {
  key: string;
  /** Finds it in a text: with or without a year or a figure after it. */
  pattern: RegExp;
  title: Text;
}

const source = (key: string, pattern: RegExp, sv: string, en: string): Source => ({
  key,
  pattern,
  title: text(sv, en),
});

export const SOURCES: Source[] = [
  source(
    "OJ07–OJ15",
    /\bOJ\d\d/,
    "Öppna jämförelser, vård och omsorg om äldre (SKL; SKL och Socialstyrelsen), en per år",
    "Öppna jämförelser (open comparisons), care of older people (SKL; SKL and Socialstyrelsen), one per year",
  ),
  source(
    "LR16–LR25",
    /\bLR\d\d/,
    "Socialstyrelsen, Vård och omsorg om äldre, lägesrapport, en per år",
    "Socialstyrelsen, care of older people, annual status report",
  ),
  source(
    "SCB",
    /\bSCB\b/,
    "Statistiska centralbyrån, befolkningsstatistik",
    "Statistics Sweden, population statistics",
  ),
  source("LIND16", /\bLIND16\b/, "Lindesberg, Kommunens kvalitet i korthet 2016", "Lindesberg, KKiK 2016"),
  source(
    "IFN18",
    /\bIFN18\b/,
    "Jordahl och Persson 2018, IFN Working Paper 1212",
    "Jordahl & Persson 2018, IFN Working Paper 1212",
  ),
  source(
    "CAIRE",
    /\bCAIRE\b/,
    "en leverantörs öppna försök med schemaläggning i Huddinge (2026)",
    "a vendor's public experiments on scheduling in Huddinge (2026)",
  ),
  source(
    "KA11, KA15",
    /\bKA1[15]\b/,
    "Kommunalarbetaren om Umeå och om Skönsmon",
    "Kommunalarbetaren on Umeå and on Skönsmon",
  ),
  source(
    "SKR, SKR-S, SKR24",
    /\bSKR\b|\bSKR24\b/,
    "Sveriges Kommuner och Regioner, om ersättning och personalstatistik",
    "SKR (municipalities and regions) on reimbursement and personnel statistics",
  ),
  source("AV14", /\bAV14\b/, "Arbetsmiljöverket 2014:3", "Swedish Work Environment Authority 2014:3"),
  source("VIS16", /\bVIS16\b/, "Regnö/Vision 2016, om chefers förutsättningar", "Regnö/Vision 2016, on managers"),
  source("ARB25b", /\bARB25b\b/, "Arbetet, 15 augusti 2025", "Arbetet, 15 August 2025"),
  source(
    "MODEL, THEORY, EVIDENCE",
    /\b(MODEL|THEORY|EVIDENCE)\b/,
    "projektets egna samlingar av siffror",
    "this project's own collections of figures",
  ),
];

/** Those that stand in some texts. */
export const sourcesIn = (texts: string[]): Source[] =>
  SOURCES.filter(({ pattern }) => texts.some((own) => pattern.test(own)));
