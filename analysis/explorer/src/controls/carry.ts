/* What can be carried away: the link, the experiment, tables and pictures. */

import { type Cell, cellOf, coursesTable, csv, moneyTable, outcomesTable } from "../carry/csv.ts";
import { download, fileName } from "../carry/download.ts";
import { pngOf, svgOf, type Titled } from "../carry/image.ts";
import type { Document } from "../document.ts";
import { h } from "../page/dom.ts";
import { CARRY, COMMAND } from "../words/controls.ts";
import { type Language, type Part, text } from "../words/text.ts";

export interface Carried {
  document: Document;
  language: Language;
  /** The experiment as it was run. */
  experiment: string;
  say: (part: Part) => string;
}

const button = (label: string, onclick: () => void): HTMLElement => h("button", { type: "button", onclick }, label);

const nameOf = ({ document, language }: Carried, part: string, ending: string): string =>
  fileName(`${document.about.municipalities[0] ?? ""} ${document.title[language]} ${part}`, ending);

const sourceOf = ({ document, say }: Carried): string =>
  say(CARRY.source(document.program.version, document.program.model_version));

// ---- the whole ----------------------------------------------------------------------------------------------------

/** The experiment says how it is run. */
export function experimentFile(own: Carried): { name: string; text: string } {
  const name = nameOf(own, "", "yaml");
  const head = COMMAND(name);
  return { name, text: `# ${head.sv}\n# ${head.en}\n# ${sourceOf(own)}\n${own.experiment}` };
}

function tableButton(own: Carried, label: Part, part: string, rows: () => Cell[][]): HTMLElement {
  return button(own.say(label), () => download(nameOf(own, part, "csv"), csv(rows()), "text/csv"));
}

async function copy(say: Carried["say"], told: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    told.textContent = say(CARRY.copied);
  } catch {
    told.textContent = say(CARRY.notCopied);
  }
}

export function carryFields(own: Carried): HTMLElement {
  const { say, document, language } = own;
  const told = h("span", { role: "status", class: "hint" });
  const experiment = (): void => {
    const { name, text: content } = experimentFile(own);
    download(name, content, "text/yaml");
  };
  return h(
    "fieldset",
    { class: "carry" },
    h("legend", {}, say(CARRY.title)),
    button(say(CARRY.link), () => void copy(say, told)),
    told,
    button(say(CARRY.experiment), experiment),
    tableButton(own, CARRY.outcomes, text("utfall", "outcomes")[language], () => outcomesTable(document, language)),
    tableButton(own, CARRY.courses, text("forlopp", "courses")[language], () => coursesTable(document, language)),
    document.money.length > 0 &&
      tableButton(own, CARRY.money, text("kostnad", "costs")[language], () => moneyTable(document, language)),
  );
}

// ---- a picture or a table -----------------------------------------------------------------------------------------

function pictures(own: Carried, drawings: () => Titled[], part: string, labels: { svg: Part; png: Part }): HTMLElement {
  const svg = (): string => svgOf(drawings(), sourceOf(own));
  const png = async (): Promise<void> => download(nameOf(own, part, "png"), await pngOf(svg()));
  return h(
    "p",
    { class: "take" },
    button(own.say(labels.svg), () => download(nameOf(own, part, "svg"), svg(), "image/svg+xml")),
    button(own.say(labels.png), () => void png()),
  );
}

const drawingOf = (holder: Element, title: string): Titled[] =>
  [...holder.querySelectorAll<SVGSVGElement>("svg.picture")].map((svg) => ({ title, svg }));

const textOf = (element: Element | null): string => element?.textContent?.trim() ?? "";

function tableRows(table: HTMLTableElement): Cell[][] {
  return [...table.rows].map((row) => [...row.cells].map((cell) => cellOf(textOf(cell))));
}

/** Buttons below each picture and each table of what is drawn. */
export function addTakes(own: Carried, root: HTMLElement): void {
  const { say } = own;
  for (const panels of root.querySelectorAll<HTMLElement>("ul.panels")) {
    const drawings = (): Titled[] =>
      [...panels.children].flatMap((panel) => drawingOf(panel, textOf(panel.querySelector("h3"))));
    panels.after(pictures(own, drawings, "fem", { svg: CARRY.pictures, png: CARRY.picturesPng }));
  }
  for (const figure of root.querySelectorAll<HTMLElement>("figure")) {
    const title = textOf(figure.querySelector("figcaption"));
    if (figure.querySelector("svg.picture") === null) continue;
    figure.append(
      pictures(own, () => drawingOf(figure, title), title, { svg: CARRY.picture("SVG"), png: CARRY.picture("PNG") }),
    );
  }
  for (const table of root.querySelectorAll<HTMLTableElement>(".scroll > table")) {
    const name = textOf(table.caption).slice(0, 40);
    const take = button(say(CARRY.table), () => download(nameOf(own, name, "csv"), csv(tableRows(table)), "text/csv"));
    table.parentElement?.after(h("p", { class: "take" }, take));
  }
}
