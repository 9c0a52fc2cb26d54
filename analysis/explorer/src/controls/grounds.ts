/* Asking what the answer rests on, and how far that has come. */

import { h } from "../page/dom.ts";
import { RUN } from "../words/controls.ts";
import { groundsWords } from "../words/explorer.ts";
import type { Part } from "../words/text.ts";

export interface Asked {
  done: number;
  of: number;
}

export function groundsBox(
  say: (part: Part) => string,
  examined: number,
  asked: Asked | null,
  acts: { ask: () => void; stop: () => void },
): HTMLElement {
  if (asked === null) {
    const button = h(
      "button",
      { type: "button", id: "ask-grounds", onclick: acts.ask },
      say(groundsWords.ask(examined)),
    );
    return h("p", { class: "carry" }, button);
  }
  const bar = h("progress", { max: asked.of, value: asked.done, "aria-label": say(groundsWords.title) });
  const stop = h("button", { type: "button", onclick: acts.stop }, say(RUN.stop));
  return h("div", { class: "status" }, bar, h("span", {}, say(groundsWords.trying(asked.done, asked.of))), stop);
}
