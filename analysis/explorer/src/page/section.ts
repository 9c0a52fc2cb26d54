/* A section of the page: its anchor and heading, from which the contents are made, too. */

import type { Part } from "../words/text.ts";
import type { Context } from "./context.ts";
import { type Child, h } from "./dom.ts";

export interface PageSection {
  id: string;
  title: Part;
  children: Child[];
}

export function sectionOf({ say }: Context, own: PageSection): HTMLElement {
  const heading = h("h2", { id: own.id, tabindex: -1 }, say(own.title));
  return h("section", { "aria-labelledby": own.id }, heading, ...own.children);
}

export const note = ({ say }: Context, own: Part): HTMLElement => h("p", { class: "note" }, say(own));

export const paragraph = ({ say }: Context, own: Part): HTMLElement => h("p", {}, say(own));

export const list = ({ say }: Context, own: Part[]): HTMLElement =>
  h("ul", {}, ...own.map((item) => h("li", {}, say(item))));

export function aside({ say }: Context, kind: "warning" | "aside", title: Part, items: Part[]): HTMLElement {
  const heading = h("h2", { class: "small" }, say(title));
  return h("div", { class: kind, role: "note" }, heading, h("ul", {}, ...items.map((item) => h("li", {}, say(item)))));
}
