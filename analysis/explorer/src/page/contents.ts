/* Contents, and going to a section without touching the address, which belongs to what is shown. */

import type { Context } from "./context.ts";
import { w } from "./context.ts";
import { h } from "./dom.ts";
import type { PageSection } from "./section.ts";

/** Brings a heading into view and gives it the focus. */
export function goTo(id: string): void {
  const found = document.getElementById(id);
  found?.scrollIntoView();
  found?.focus({ preventScroll: true });
}

export function linkTo(id: string, label: string, attributes: Record<string, string> = {}): HTMLAnchorElement {
  const go = (event: Event) => {
    event.preventDefault();
    goTo(id);
  };
  return h("a", { ...attributes, href: `#${id}`, onclick: go }, label);
}

export function contents({ say }: Context, sections: PageSection[]): HTMLElement {
  const title = say(w("Innehåll", "Contents"));
  const links = sections.map((own) => h("li", {}, linkTo(own.id, say(own.title))));
  return h("nav", { "aria-label": title, class: "contents" }, h("h2", {}, title), h("ul", {}, ...links));
}
