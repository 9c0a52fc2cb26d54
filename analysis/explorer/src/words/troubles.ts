/* What is wrong, in words that help: links, questions that cannot be put, runs that gave nothing. */

import type { Problem } from "../carry/address.ts";
import type { Text } from "../document.ts";
import { FIGURES } from "../explore/figures.ts";
import { short } from "./numbers.ts";
import { join, type Part, text } from "./text.ts";

// ---- links --------------------------------------------------------------------------------------------------------

const KEYS: Record<string, Text> = {
  lang: text("språket", "the language"),
  k: text("kommunen", "the municipality"),
  n: text("kommunens namn", "the municipality's name"),
  q: text("frågan", "the question"),
  arm: text("alternativet", "the alternative"),
  base: text("det som jämförs med", "what is compared with"),
  from: text("dagens styrning", "today's steering"),
  to: text("den nya styrningen", "the new steering"),
  day: text("dagen för ändringen", "the day of the change"),
  form: text("hur ändringen kommer", "how the change comes"),
  back: text("dagen för återgången", "the day of the return"),
  same: text("den låsta budgeten", "the locked budget"),
};

function keyOf(key: string): Part {
  const figure = FIGURES.find(({ name }) => `f.${name}` === key);
  return figure?.label ?? KEYS[key] ?? key.replace(/^[lf]\./, "");
}

const meant = (near: string | null): Part =>
  near === null ? "" : join(text(" (menas ”", " (was “"), near, text("”?)", "” meant?)"));

/** What of a link could not be understood. */
export function problemOf(problem: Problem): Text {
  if (problem.kind === "version") {
    return text(
      `Länken är gjord med modellversion ${problem.found}; den här sidan räknar med version ${problem.own}. Frågan är densamma, men siffrorna kan bli andra än de som var när länken gjordes.`,
      `The link was made with model version ${problem.found}; this page computes with version ${problem.own}. The question is the same, but figures may be others than those when the link was made.`,
    );
  }
  if (problem.kind === "unversioned") {
    return text(
      "Länken säger inte vilken modellversion den är gjord med.",
      "The link does not say with which model version it was made.",
    );
  }
  if (problem.kind === "unreadable") {
    return text(
      `En del av länken går inte att läsa: ”${problem.value}”.`,
      `A part of the link cannot be read: “${problem.value}”.`,
    );
  }
  if (problem.kind === "unknown key") {
    return join(
      text("Länken nämner något som inte finns: ”", "The link names something that there is not: “"),
      problem.key,
      "=",
      problem.value,
      text("”", "”"),
      meant(problem.near),
      ".",
    );
  }
  if (problem.kind === "value") {
    return join(
      text("Länken säger ”", "The link says “"),
      problem.value,
      text("” om ", "” of "),
      keyOf(problem.key),
      text(", och det finns inte", ", and there is no such"),
      meant(problem.near),
      ".",
    );
  }
  return join(
    text("Länken säger ”", "The link says “"),
    problem.value,
    text("” om ", "” of "),
    keyOf(problem.key),
    text("; ett värde från ", "; a value from "),
    short(problem.low),
    text(" till ", " to "),
    short(problem.high),
    text(" väntas.", " is expected."),
  );
}

export const LINK = {
  title: text("Om länken", "About the link"),
  kept: text(
    "Allt annat i länken gäller. Länken står kvar som den var tills ni ändrar något.",
    "All else in the link holds. The link stays as it was until you change something.",
  ),
};

// ---- questions that cannot be put ---------------------------------------------------------------------------------

export const REFUSED = {
  title: text("Så kan frågan inte ställas", "The question cannot be put like this"),
  unequal: text(
    "Ingen bemanning ger samma kostnad: ändringen är för dyr eller för billig för att vägas upp. Lås upp budgeten, eller ändra mindre.",
    "No staffing brings the cost to the same: the change is too dear or too cheap to be made up for. Unlock the budget, or change less.",
  ),
  memory: text(
    "Minnet räcker inte för en så stor kommun i den här webbläsaren. Stäng andra flikar och försök igen, välj en mindre kommun, eller hämta experimentet och kör det med programmet.",
    "There is not enough memory for so large a municipality in this browser. Close other tabs and try again, choose a smaller municipality, or get the experiment and run it with the program.",
  ),
  crash: text(
    "Beräkningen avbröts av webbläsaren. Ladda om sidan; länken håller frågan.",
    "The browser broke the computation off. Load the page again; the link holds the question.",
  ),
  noEngine: text(
    "Den här webbläsaren kör inte modellen (WebAssembly är avstängt, kanske av er IT-avdelning). Be om den färdiga rapporten som fil, eller öppna sidan i en annan webbläsare.",
    "This browser does not run the model (WebAssembly is switched off, perhaps by your IT department). Ask for the finished report as a file, or open the page in another browser.",
  ),
  keepQuestion: text(
    "Ställ frågan som den är ställd, om dess egen kommun",
    "Put the question as it is, of its own municipality",
  ),
  putBack: text("Ställ tillbaka spakarna", "Put the levers back"),
  inLibrary: text("Modellens egna ord", "In the model's own words"),
};

const number = (value: string | undefined): Part => short(Number(value));

/** What the library says, told for people where it is known how. */
const KNOWN: [RegExp, (found: RegExpExecArray) => Text][] = [
  [
    /organisation\.pool_size = (\d+) is above organisation\.span = (\d+)/,
    ([, team, span]) =>
      join(
        text(
          "Ett arbetslag kan inte vara större än chefens enhet: ",
          "A team cannot be larger than the manager's unit: ",
        ),
        number(team),
        text(" i laget, ", " in the team, "),
        number(span),
        text(
          " per chef. Gör laget mindre eller enheten större.",
          " per manager. Make the team smaller or the unit larger.",
        ),
      ),
  ],
  [
    /has area (\d+), but .* has (\d+) areas?/,
    ([, area, areas]) =>
      join(
        text("Frågan nämner område ", "The question names area "),
        number(area),
        text(", men kommunen har bara ", ", but the municipality has only "),
        number(areas),
        text(". Den är för liten för frågan.", ". It is too small for the question."),
      ),
  ],
  [
    /municipality\.outlying_areas/,
    () =>
      text(
        "Frågan förutsätter ytterområden som den här kommunen inte har plats för.",
        "The question takes outlying areas for given for which this municipality has no room.",
      ),
  ],
  [
    /another reorganisation sets the same/,
    () =>
      text(
        "Två omorganisationer ändrar samma sak på samma dag. Välj en annan dag eller ett annat sätt.",
        "Two reorganisations change the same on the same day. Choose another day or another way.",
      ),
  ],
];

/** The library's errors without the places of a text that the reader did not write. */
export const plainMessage = (line: string): string =>
  line.replace(/^\S+?:(?:\d+:(?:\d+:)?)? (?=error|note|fel|not)/, "").replace(/^(error|fel): /, "");

export const errorsOf = (message: string): string[] =>
  message.split("\n").filter((line) => / (error|fel): /.test(line));

/** In words that help; those of the library where no others are known. */
export function refusalOf(message: string): Text[] {
  const told = errorsOf(message).flatMap((line) => {
    const known = KNOWN.map(([form, tell]) => ({ found: form.exec(line), tell })).find(({ found }) => found !== null);
    return known?.found ? [known.tell(known.found)] : [];
  });
  return told.filter((own, i) => told.findIndex(({ sv }) => sv === own.sv) === i);
}
