/* Plain fields with their labels. */

import { h } from "../page/dom.ts";

export interface Choice {
  value: string;
  label: string;
}

export interface Group {
  label: string;
  choices: Choice[];
}

const option = (own: Choice, value: string): HTMLElement =>
  h("option", { value: own.value, selected: own.value === value }, own.label);

/** A list of which one is chosen; groups without a label stand as they are. */
export function select(
  id: string,
  label: string,
  value: string,
  groups: Group[],
  choose: (value: string) => void,
): HTMLElement {
  const children = groups.flatMap((group) => {
    const options = group.choices.map((own) => option(own, value));
    return group.label === "" ? options : [h("optgroup", { label: group.label }, ...options)];
  });
  const own = h("select", { id, onchange: () => choose(own.value) }, ...children);
  return h("div", { class: "field" }, h("label", { for: id }, label), own);
}

export function checkbox(id: string, label: string, checked: boolean, choose: (checked: boolean) => void): HTMLElement {
  const own = h("input", { id, type: "checkbox", checked, onchange: () => choose(own.checked) });
  return h("div", { class: "field check" }, own, h("label", { for: id }, label));
}
