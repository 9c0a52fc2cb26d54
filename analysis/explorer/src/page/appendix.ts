/* The appendix: figures with what simulation leaves open, and how to do it again. */

import { dated } from "../words/days.ts";
import { join } from "../words/text.ts";
import { exactClaims } from "./claims.ts";
import { type Context, w } from "./context.ts";
import { type Child, h } from "./dom.ts";
import { differenceTable, levelTable } from "./outcomes.ts";
import type { PageSection } from "./section.ts";
import { more, table } from "./table.ts";

function exactly(context: Context): Child {
  const tables = [levelTable(context, true), differenceTable(context, true), exactClaims(context)];
  const there = tables.filter((own) => own !== null);
  const title = w("Siffror med simuleringsfel (±)", "Figures with simulation error (±)");
  return there.length > 0 && more(context.say(title), ...there);
}

/** What a user types to get the same again. */
function commands({ document }: Context): string {
  const { file } = document.program;
  const config = (name: string, i: number) => `tillit config ${file} --arm ${i + 1} > ${i + 1}.json   # ${name}`;
  return [`tillit verify ${file}`, ...document.arms.map(({ name }, i) => config(name, i)), "tillit run 1.json"].join(
    "\n",
  );
}

function again(context: Context): Child {
  const { say, document } = context;
  if (document.program.file === null) return null;
  const enough = w(
    "Filen räcker. Exakt samma siffror ska komma tillbaka:",
    "The file is enough. Exactly the same figures must come back:",
  );
  const scrolls = { tabindex: 0, role: "group", "aria-label": say(w("Kommandon", "Commands")) };
  return [h("p", {}, say(enough)), h("pre", scrolls, commands(context))];
}

function made({ say, document }: Context): HTMLElement {
  const { program } = document;
  const parts = [
    `tillit ${program.version}${program.commit && ` (${program.commit})`}`,
    join(w("modellversion ", "model version "), program.model_version),
    [program.compiler, program.flags].filter((own) => own !== "").join(", "),
    program.command,
    program.created === "" ? "" : dated(program.created),
    join(w("slumptal från ", "seed "), program.seed),
  ];
  const told = parts.map((own) => say(own)).filter((own) => own !== "");
  return h("p", { class: "facts" }, told.join("; "));
}

function digests(context: Context): Child {
  const { say, document } = context;
  const count = Math.max(...document.arms.map((own) => own.digests.length));
  if (count === 0) return null;
  const rows = Array.from({ length: count }, (_, i) => ({
    head: String(i + 1),
    cells: document.arms.map((own): Child => h("code", {}, own.digests[i] ?? "–")),
  }));
  const title = w("Kontrollsummor av varje körning", "Digests of every run");
  const columns = [say(w("gång", "replicate")), ...document.arms.map((own) => say(own.title))];
  return more(say(title), table(context, { kind: "texts", caption: title, columns, rows }));
}

function configs({ say, document }: Context): Child {
  return document.arms
    .filter(({ config }) => config !== "")
    .map((own) => {
      const title = say(join(w("Alla värden i ", "Every value in "), own.title));
      return more(title, h("pre", { tabindex: 0, role: "group", "aria-label": title }, own.config));
    });
}

export function appendix(context: Context): PageSection {
  return {
    id: "appendix",
    title: w("Bilaga: simuleringsfel, och att göra om det", "Appendix: simulation error, and doing it again"),
    children: [exactly(context), again(context), made(context), digests(context), configs(context)],
  };
}
