/* A municipality of one's own: the twelve figures in fields, or from a file. What is wrong is said beside it, and nothing is lost. */

import { csv } from "../carry/csv.ts";
import { download } from "../carry/download.ts";
import type { Text } from "../document.ts";
import {
  FIGURES,
  type Figure,
  type FigureName,
  type Figures,
  readFigure,
  readFigures,
  togetherWhy,
  type Use,
} from "../explore/figures.ts";
import { decoded } from "../explore/table_text.ts";
import { h } from "../page/dom.ts";
import { OWN } from "../words/controls.ts";
import { capital, join, text } from "../words/text.ts";
import type { Panel } from "./panel.ts";

const LARGEST = 20000;
const MEDIAN = "swedish-median";
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} '.-]{0,62}$/u;

const written = (value: number | undefined, language: keyof Text): string =>
  value === undefined ? "" : language === "sv" ? String(value).replace(".", ",") : String(value);

class OwnForm {
  readonly root: HTMLElement;
  private readonly name: HTMLInputElement;
  private readonly fields = new Map<FigureName, HTMLInputElement>();
  private readonly wrong = new Map<FigureName | "name", HTMLElement>();
  private readonly told = h("div", { class: "told", role: "alert" });

  constructor(private readonly panel: Panel) {
    const { say, state } = panel;
    const own = state.place.kind === "own" ? state.place : null;
    this.name = h("input", {
      id: "own-name",
      type: "text",
      value: own?.name ?? "",
      maxlength: 63,
      "aria-describedby": "own-name-wrong",
    });
    const uses: Use[] = ["model", "compared", "kept"];
    const submit = (event: Event): void => {
      event.preventDefault();
      this.use();
    };
    const form = h(
      "form",
      {
        class: "own",
        novalidate: true,
        onsubmit: submit,
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => this.dropped(event as DragEvent),
      },
      h("p", { class: "hint" }, say(OWN.about)),
      this.row("name", say(OWN.name), "own-name", this.name),
      ...uses.map((use) => this.group(use, own?.figures ?? {})),
      this.told,
      h("button", { type: "submit" }, say(OWN.use)),
      this.files(),
    );
    this.root = h("details", { class: "own", open: own !== null }, h("summary", {}, say(OWN.open)), form);
  }

  private row(key: FigureName | "name", label: string, id: string, input: HTMLElement): HTMLElement {
    const wrong = h("span", { id: `${id}-wrong`, class: "wrong" });
    this.wrong.set(key, wrong);
    return h("div", { class: "field" }, h("label", { for: id }, label), input, wrong);
  }

  private group(use: Use, figures: Figures): HTMLElement {
    const { say } = this.panel;
    const rows = FIGURES.filter((own) => own.use === use).map((own) => this.field(own, figures[own.name]));
    return h("fieldset", {}, h("legend", {}, say(OWN[use])), ...rows);
  }

  private field(own: Figure, value: number | undefined): HTMLElement {
    const { say, state } = this.panel;
    const id = `own-${own.name.replaceAll(" ", "-")}`;
    const input = h("input", {
      id,
      type: "text",
      inputmode: own.whole ? "numeric" : "decimal",
      value: written(value, state.language),
      "aria-describedby": `${id}-wrong`,
    });
    this.fields.set(own.name, input);
    return this.row(own.name, say(capital(own.meaning)), id, input);
  }

  private files(): HTMLElement {
    const { say } = this.panel;
    const input = h("input", {
      id: "own-file",
      type: "file",
      accept: ".csv,.txt,text/csv",
      onchange: () => void this.read(input.files?.[0]),
    });
    const get = h("button", { type: "button", onclick: () => this.form() }, say(OWN.form));
    return h("div", { class: "files" }, h("label", { for: "own-file" }, say(OWN.drop)), input, get);
  }

  /** The empty form as a file. */
  private form(): void {
    const { language } = this.panel.state;
    const head = text("uppgift", "figure")[language];
    const rows = FIGURES.map(({ label, meaning }) => [label[language], null, meaning[language]]);
    download(
      text("uppgifter.csv", "figures.csv")[language],
      csv([[head, text("värde", "value")[language]], ...rows]),
      "text/csv",
    );
  }

  // ---- what is written in the fields

  private say(key: FigureName | "name", why: Text | null): void {
    const { say } = this.panel;
    const [wrong, input] = [this.wrong.get(key), key === "name" ? this.name : this.fields.get(key)];
    if (wrong) wrong.textContent = why === null ? "" : say(why);
    if (why === null) input?.removeAttribute("aria-invalid");
    else input?.setAttribute("aria-invalid", "true");
  }

  private figures(): Figures | null {
    const figures: Figures = {};
    let good = true;
    for (const own of FIGURES) {
      const read = readFigure(own, this.fields.get(own.name)?.value ?? "");
      this.say(own.name, "why" in read ? read.why : null);
      if ("why" in read) good = false;
      else if (read.value !== null) figures[own.name] = read.value;
    }
    return good && this.fitTogether(figures) ? figures : null;
  }

  private fitTogether(figures: Figures): boolean {
    const median = this.panel.engine.municipalities.find(({ slug }) => slug === MEDIAN)?.recipients ?? 0;
    const why = togetherWhy(figures, median);
    if (why !== null) this.say("areas", why);
    return why === null;
  }

  private use(): void {
    const name = this.name.value.trim();
    const isName = NAME.test(name);
    this.say("name", isName ? null : OWN.badName);
    this.told.replaceChildren();
    const figures = this.figures();
    if (isName && figures !== null) this.panel.change({ place: { kind: "own", name, figures } });
    else this.root.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }

  // ---- a file

  private dropped(event: DragEvent): void {
    event.preventDefault();
    void this.read(event.dataTransfer?.files[0]);
  }

  private async read(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const content = file.size > LARGEST ? null : decoded(new Uint8Array(await file.arrayBuffer()));
    if (content === null) {
      this.refuse([join(file.name, ": ", file.size > LARGEST ? OWN.tooLarge : OWN.noText)]);
      return;
    }
    const { figures, mistakes } = readFigures(content);
    if (mistakes.length > 0)
      this.refuse(mistakes.map(({ line, column, why }) => join(OWN.place(file.name, line, column), why)));
    else this.fill(figures, file.name.replace(/\.\w+$/, ""));
  }

  private refuse(why: Text[]): void {
    const { say } = this.panel;
    this.told.replaceChildren(h("ul", {}, ...why.map((own) => h("li", {}, say(own)))), h("p", {}, say(OWN.refused)));
  }

  private fill(figures: Figures, name: string): void {
    for (const [key, field] of this.fields) field.value = written(figures[key], this.panel.state.language);
    if (this.name.value.trim() === "" && !/^(uppgifter|figures)$/.test(name)) this.name.value = name;
    if (this.name.value.trim() === "")
      this.name.value = text("Vår kommun", "Our municipality")[this.panel.state.language];
    this.use();
  }
}

export const ownForm = (panel: Panel): HTMLElement => new OwnForm(panel).root;
