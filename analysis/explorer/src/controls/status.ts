/* How far the computing has come, and what is wrong. */

import type { Text } from "../document.ts";
import type { Progress } from "../explore/trial.ts";
import { h } from "../page/dom.ts";
import { RUN } from "../words/controls.ts";
import { join, type Part } from "../words/text.ts";
import { errorsOf, plainMessage, REFUSED, refusalOf } from "../words/troubles.ts";

export type Status =
  | { kind: "opening" }
  /** Nothing is asked yet. */
  | { kind: "unasked" }
  /** With the seconds that are left; null: nobody knows yet. */
  | { kind: "running"; progress: Progress; left: number | null }
  | { kind: "done"; of: number; seconds: number }
  | { kind: "stopped" }
  | { kind: "refused"; why: Text }
  | { kind: "unequal" | "memory" | "crash" | "noEngine" };

export interface Acts {
  stop: () => void;
  again: () => void;
  /** The question as it is put, of its own municipality; null: it is. */
  asAsked: (() => void) | null;
  /** null: nothing is moved. */
  putBack: (() => void) | null;
}

type Say = (part: Part) => string;

const button = (label: string, onclick: () => void): HTMLElement => h("button", { type: "button", onclick }, label);

function running({ pairs, worlds, of, round }: Progress, left: number | null, say: Say, acts: Acts): HTMLElement[] {
  const told =
    round === null ? join(left === null ? "" : RUN.left(left), RUN.pairs(pairs, worlds, of)) : RUN.seeking(round);
  const bar = h("progress", { max: 2 * of, value: pairs + worlds, "aria-label": say(RUN.title) });
  return [bar, h("span", { class: "counted" }, say(told)), button(say(RUN.stop), acts.stop)];
}

function refused(why: Text, say: Say, acts: Acts): HTMLElement[] {
  const known = refusalOf(why.en).map((own) => h("li", {}, say(own)));
  const lines = errorsOf(say(why));
  const words = (lines.length > 0 ? lines : [say(why)]).map((line) => h("li", {}, plainMessage(line)));
  const inLibrary = h(
    "details",
    { open: known.length === 0 },
    h("summary", {}, say(REFUSED.inLibrary)),
    h("ul", {}, ...words),
  );
  const ways = [
    ...(acts.putBack === null ? [] : [button(say(REFUSED.putBack), acts.putBack)]),
    ...(acts.asAsked === null ? [] : [button(say(REFUSED.keepQuestion), acts.asAsked)]),
  ];
  return [h("h3", {}, say(REFUSED.title)), h("ul", {}, ...known), inLibrary, h("p", {}, ...ways)];
}

const trouble = (box: HTMLElement[]): HTMLElement => h("div", { class: "warning", role: "alert" }, ...box);

export function statusBox(own: Status, say: Say, acts: Acts): HTMLElement {
  if (own.kind === "opening") return h("div", { class: "status", role: "status" }, say(RUN.opening));
  if (own.kind === "running") return h("div", { class: "status" }, ...running(own.progress, own.left, say, acts));
  if (own.kind === "unasked") return h("div", { class: "status", "data-over": true }, say(RUN.unasked));
  if (own.kind === "done") return h("div", { class: "status", "data-over": true }, say(RUN.done(own.of, own.seconds)));
  if (own.kind === "stopped") {
    return h("div", { class: "status", "data-over": true }, say(RUN.stopped), " ", button(say(RUN.again), acts.again));
  }
  if (own.kind === "refused") return trouble(refused(own.why, say, acts));
  const again = own.kind === "noEngine" ? [] : [h("p", {}, button(say(RUN.again), acts.again))];
  return trouble([h("p", {}, say(REFUSED[own.kind])), ...again]);
}
