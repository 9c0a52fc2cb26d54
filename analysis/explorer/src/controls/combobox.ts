/* A field with a list of what fits what is written (WAI-ARIA, combobox with a listbox): arrows choose, Enter takes, Escape leaves. */

import { h } from "../page/dom.ts";

export interface Option {
  value: string;
  label: string;
  note: string;
}

export interface ComboboxSpec {
  id: string;
  label: string;
  hint: string;
  value: string;
  /** What fits a text, best first. */
  find: (text: string) => Option[];
  /** How many fit, told to those who do not see the list. */
  count: (count: number) => string;
  none: string;
  choose: (value: string) => void;
}

const MOST = 8;

class Combobox {
  readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly told: HTMLElement;
  private options: Option[] = [];
  private active = -1;

  constructor(private readonly spec: ComboboxSpec) {
    const { id, label, hint, value } = spec;
    this.list = h("ul", { id: `${id}-list`, role: "listbox", class: "options", hidden: true, "aria-label": label });
    this.told = h("span", { class: "hidden", role: "status" });
    this.input = h("input", {
      id,
      type: "text",
      role: "combobox",
      value,
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      "aria-autocomplete": "list",
      "aria-describedby": `${id}-hint`,
      oninput: () => this.open(this.input.value),
      onkeydown: (event) => this.key(event as KeyboardEvent),
      onfocus: () => this.input.select(),
      onblur: () => this.close(),
    });
    const help = h("span", { id: `${id}-hint`, class: "hint" }, hint);
    this.root = h(
      "div",
      { class: "field combobox" },
      h("label", { for: id }, label),
      this.input,
      this.list,
      this.told,
      help,
    );
  }

  private open(text: string): void {
    this.options = this.spec.find(text).slice(0, MOST);
    this.active = this.options.length > 0 ? 0 : -1;
    this.told.textContent = this.options.length > 0 ? this.spec.count(this.options.length) : this.spec.none;
    const empty = h("li", { class: "empty" }, this.spec.none);
    this.list.replaceChildren(...(this.options.length > 0 ? this.options.map((own, i) => this.item(own, i)) : [empty]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  private item(own: Option, i: number): HTMLElement {
    const take = (event: Event): void => {
      event.preventDefault();
      this.take(i);
    };
    const attributes = { role: "option", id: `${this.spec.id}-${i}`, "aria-selected": "false", onmousedown: take };
    return h("li", attributes, h("span", {}, own.label), h("span", { class: "hint" }, own.note));
  }

  private mark(): void {
    for (const [i, item] of [...this.list.children].entries())
      item.setAttribute("aria-selected", String(i === this.active));
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${this.spec.id}-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && !this.list.hidden) this.take(this.active);
    else if (key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  private move(by: number): void {
    if (this.list.hidden) this.open(this.input.value === this.spec.value ? "" : this.input.value);
    else if (this.options.length > 0) this.active = (this.active + by + this.options.length) % this.options.length;
    this.mark();
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  private take(at: number): void {
    const own = this.options[at];
    if (own === undefined) return;
    this.input.value = own.label;
    this.close();
    this.spec.choose(own.value);
  }

  private leave(): void {
    this.input.value = this.spec.value;
    this.close();
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export const combobox = (spec: ComboboxSpec): HTMLElement => new Combobox(spec).root;
