/* Words of the explorer's controls. */

import type { Text } from "../document.ts";
import { short } from "./numbers.ts";
import { join, type Part, text } from "./text.ts";

export const PLACE = {
  label: text("Kommun", "Municipality"),
  hint: text("Skriv början av namnet", "Write the beginning of its name"),
  none: text("Ingen kommun heter så.", "No municipality is called that."),
  invented: text("påhittad", "invented"),
  asAsked: text("Som frågan är ställd", "As the question is put"),
  count: (count: number): Text => text(`${count} träffar`, `${count} found`),
  recipients: (count: number): Text => join(short(count), text(" personer med hemtjänst", " persons with home care")),
};

export const OWN = {
  open: text("Egen kommun: tolv uppgifter", "A municipality of your own: twelve figures"),
  about: text(
    "Lämna tomt det ni inte vet; då gäller svensk mediankommun. Uppgifterna stannar i webbläsaren och i länken.",
    "Leave empty what you do not know; the Swedish median then holds. The figures stay in the browser and in the link.",
  ),
  name: text("Kommunens namn", "Name of the municipality"),
  model: text("Modellen räknar med", "The model uses"),
  compared: text("Bara att jämföra med", "Only compared with"),
  kept: text("Används inte än", "Not used yet"),
  use: text("Använd uppgifterna", "Use the figures"),
  form: text("Hämta formuläret (uppgifter.csv)", "Get the form (figures.csv)"),
  drop: text("Släpp en ifylld fil här, eller välj den:", "Drop a filled-in file here, or choose it:"),
  noText: text(
    "filen är ingen text: en fil med en uppgift per rad väntas (timmar;28,5)",
    "the file is no text: a file with a figure a line is expected (hours;28.5)",
  ),
  tooLarge: text(
    "filen är för stor: en liten fil med en uppgift per rad väntas",
    "the file is too large: a small file with a figure a line is expected",
  ),
  place: (file: string, line: number, column: number): Text =>
    text(`${file}, rad ${line}, kolumn ${column}: `, `${file}, line ${line}, column ${column}: `),
  refused: text("Filen är inte läst in; inget är ändrat.", "The file was not taken in; nothing is changed."),
  badName: text(
    "ett namn väntas, av bokstäver, siffror, mellanslag och bindestreck, med en bokstav eller siffra först, högst 63 tecken",
    "a name of letters, digits, spaces and hyphens is expected, with a letter or digit first, at most 63 characters",
  ),
};

export const QUESTION = {
  label: text("Fråga", "Question"),
  own: text("Egen fråga: flytta spakarna", "A question of your own: move the levers"),
  cases: text("Fall ur texterna", "Cases from the texts"),
  reflection: text("Reflektionsfrågor", "Questions for reflection"),
  market: text("Flera utförare", "Several providers"),
  arm: text("Alternativ", "Alternative"),
  base: text("Jämfört med", "Compared with"),
  itself: text("Samma alternativ utan er ändring, allt annat lika", "The same without your change, all else equal"),
  before: text("Så styrs det i dag", "How it is governed today"),
};

export const LEVERS = {
  title: text("Spakar", "Levers"),
  steering: text("Styrningen ändras till", "Steering changes to"),
  unchanged: text("ändras inte", "does not change"),
  asAsked: text("som frågan säger", "as the question says"),
  /** What a lever is before it is moved: as the municipality's own figures say, as is usual, or as the question sets it. */
  starts: {
    figures: (value: Part): Text => join(text("i dag: ", "today: "), value),
    usual: (value: Part): Text =>
      join(text("förvalt: ", "default: "), value, text(" (vanligt i landet)", " (usual in the country)")),
    question: (value: Part): Text => join(text("före ändringen: ", "before the change: "), value),
  },
  isStart: text("oförändrat", "unchanged"),
  near: (stop: Text): Text => join(text("nära: ", "near: "), stop),
  back: text("Ångra", "Undo"),
  became: (arm: Part, base: Part): Text =>
    join(
      text("Det blev ", "It came to be "),
      arm,
      text(" i medeltal (utan ändringen ", " on average (without the change "),
      base,
      ").",
    ),
  /** At the top of an answer. */
  idle: (label: Text, place: Part, level: number, most: number): Text =>
    join(
      text("Ändringen av ", "Changing "),
      label,
      text(" gör ingen skillnad i ", " makes no difference in "),
      place,
      text(": där är det redan omkring ", ": there it is already about "),
      short(level),
      most < 1 ? "." : text(`. Välj högst ${most} för att se något.`, `. Choose ${most} at most to see something.`),
    ),
  tooSmall: text(
    "Kommunen är för liten för att den här spaken ska göra skillnad.",
    "The municipality is too small for this lever to make a difference.",
  ),
  whole: text(
    "Arbetslag och enheter är hela personer i hela områden.",
    "Teams and units are whole people in whole areas.",
  ),
  balanced: text("räknas fram så att kostnaden blir densamma", "is worked out so that the cost is the same"),
  reset: text("Ställ tillbaka alla", "Put all back"),
};

export const TIME = {
  title: text("Tid och pengar", "Time and money"),
  day: text("Ändringen kommer", "The change comes"),
  days: {
    84: text("efter tre månader", "after three months"),
    168: text("efter ett halvår", "after half a year"),
    364: text("efter ett år", "after a year"),
  } as Record<number, Text>,
  other: (day: number): Text => text(`dag ${day}`, `on day ${day}`),
  form: text("Hur", "How"),
  once: text("på en gång", "at once"),
  ramp: text("lite i taget under ett år", "step by step over a year"),
  areas: text("några områden i kvartalet", "some areas each quarter"),
  back: text("Allt går tillbaka", "All goes back"),
  never: text("aldrig", "never"),
  after: {
    182: text("efter ett halvår", "after half a year"),
    364: text("efter ett år", "after one year"),
    728: text("efter två år", "after two years"),
  } as Record<number, Text>,
  otherBack: (days: number): Text => text(`efter ${days} dagar`, `after ${days} days`),
  locked: text("Samma kostnad: bemanningen anpassas", "The same cost: staffing is adjusted"),
  byPreset: text("Frågan har sin egen tidsplan.", "The question has its own plan in time."),
  settled: text(
    "Här jämförs hur det blir när allt har satt sig: ingen dag för ändringen.",
    "What is compared here is what it comes to when all has settled: there is no day of a change.",
  ),
};

export const RUN = {
  title: text("Räknar", "Computing"),
  opening: text("Modellen öppnas …", "The model is opening …"),
  unasked: text(
    "Flytta en spak, så räknas svaret: vad ändringen gör, jämfört med att fortsätta som i dag.",
    "Move a lever, and the answer is computed: what the change does, compared with going on as today.",
  ),
  pairs: (pairs: number, worlds: number, of: number): Text =>
    text(
      `${pairs} av ${of} par klara, och ${worlds} av ${of} rimliga världar. Svaret visas när alla är klara.`,
      `${pairs} of ${of} pairs done, and ${worlds} of ${of} plausible worlds. The answer is shown when all are there.`,
    ),
  /** About how long is left. */
  left: (seconds: number): Text => {
    const minutes = Math.round(seconds / 60);
    if (minutes === 0) return text("Räknar. Mindre än en minut kvar. ", "Computing. Less than a minute left. ");
    const unit = text(minutes === 1 ? " minut" : " minuter", minutes === 1 ? " minute" : " minutes");
    return join(text("Räknar. Omkring ", "Computing. About "), short(minutes), unit, text(" kvar. ", " left. "));
  },
  seeking: (round: number): Text =>
    text(
      `Söker den bemanning som ger samma kostnad (försök ${round}).`,
      `Seeking the staffing that gives the same cost (try ${round}).`,
    ),
  done: (of: number, seconds: number): Text =>
    join(
      text(`Klart: ${of} par och ${of} rimliga världar, på `, `Done: ${of} pairs and ${of} plausible worlds, in `),
      short(seconds),
      " s.",
    ),
  stop: text("Stoppa", "Stop"),
  stopped: text("Stoppat. Inget svar: alla par behövs.", "Stopped. There is no answer: all pairs are needed."),
  again: text("Räkna igen", "Compute again"),
};

export const CARRY = {
  title: text("Ta med", "Carry away"),
  link: text("Kopiera länken", "Copy the link"),
  copied: text("Länken är kopierad.", "The link is copied."),
  notCopied: text(
    "Webbläsaren lät inte länken kopieras; den står i adressfältet.",
    "The browser would not copy the link; it stands in the address bar.",
  ),
  experiment: text("Experimentet (YAML)", "The experiment (YAML)"),
  outcomes: text("Utfallen (CSV)", "The outcomes (CSV)"),
  courses: text("Förloppen (CSV)", "The courses (CSV)"),
  money: text("Kostnaderna (CSV)", "The costs (CSV)"),
  pictures: text("Bilderna (SVG)", "The pictures (SVG)"),
  picturesPng: text("Bilderna (PNG)", "The pictures (PNG)"),
  picture: (form: string): Text => text(`Hämta bilden (${form})`, `Get the picture (${form})`),
  table: text("Hämta tabellen (CSV)", "Get the table (CSV)"),
  source: (version: string, model: string): Text =>
    text(
      `Tillit ${version}, modellversion ${model}. Vad modellen säger, ingen prognos.`,
      `Tillit ${version}, model version ${model}. What the model says, no forecast.`,
    ),
};

export const COMMAND = (name: string): Text =>
  text(
    `Gjord i Tillits utforskare. Kör: tillit experiment ${name} --lang sv`,
    `Made in Tillit's explorer. Run: tillit experiment ${name}`,
  );

export const TITLE = text("Tillits utforskare", "Tillit's explorer");

export const FOLD = text("Ändra: spakar, tid och pengar", "Change: levers, time and money");

export const ASK = text("Det ni frågar", "What you ask");
