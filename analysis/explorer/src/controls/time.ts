/* When the change comes, how, when all goes back, and whether the budget is locked. */

import { stepsOf } from "../explore/resolved.ts";
import { DAYS, type Form, type State } from "../explore/state.ts";
import { h } from "../page/dom.ts";
import { TIME } from "../words/controls.ts";
import { capital, type Part } from "../words/text.ts";
import { type Choice, checkbox, select } from "./fields.ts";
import type { Panel } from "./panel.ts";

const one = (choices: Choice[]) => [{ label: "", choices }];

/** The days that are offered, and the one that a link may have named besides. */
function withOwn(days: readonly number[], own: number | null): number[] {
  return [...new Set([...days, ...(own === null ? [] : [own])])].sort((a, b) => a - b);
}

function dayField({ state, say, change }: Panel): HTMLElement {
  const choices = withOwn(DAYS.change, state.day).map((day) => ({
    value: String(day),
    label: say(TIME.days[day] ?? TIME.other(day)),
  }));
  return select("day", say(TIME.day), String(state.day), one(choices), (value) => change(later(state, Number(value))));
}

/** A return keeps its distance from the change. */
function later(state: State, day: number): Partial<State> {
  return { day, back: state.back === null ? null : state.back + day - state.day };
}

function formField({ state, say, change }: Panel): HTMLElement {
  const words: Record<Form, Part> = { once: TIME.once, ramp: TIME.ramp, areas: TIME.areas };
  const choices = (Object.keys(words) as Form[]).map((form) => ({ value: form, label: say(words[form]) }));
  return select("form", say(TIME.form), state.form, one(choices), (value) => change({ form: value as Form }));
}

/** The day from which a return is counted: that of the change. */
function changeDay({ state, standing }: Panel): number {
  const first = standing === null || state.preset === null ? undefined : stepsOf(standing.ground.like)[0]?.day;
  return first ?? state.day;
}

function backField(panel: Panel): HTMLElement {
  const { state, say, change } = panel;
  const from = changeDay(panel);
  const after = state.back === null ? null : state.back - from;
  const choices = withOwn(DAYS.back, after).map((days) => ({
    value: String(days),
    label: say(TIME.after[days] ?? TIME.otherBack(days)),
  }));
  const never = { value: "", label: say(TIME.never) };
  return select("back", say(TIME.back), after === null ? "" : String(after), one([never, ...choices]), (value) =>
    change({ back: value === "" ? null : from + Number(value) }),
  );
}

function lockedField({ state, say, change }: Panel): HTMLElement {
  return checkbox("locked", say(TIME.locked), state.locked, (locked) => change({ locked }));
}

/** Of a preset's own balance nothing more is made equal. */
const mayBeLocked = ({ standing }: Panel): boolean => {
  const ground = standing?.ground;
  return (
    ground === undefined ||
    (ground.equal === null && (ground.preset === null || ground.base === ground.preset.arms[0]?.name))
  );
};

export function timeFields(panel: Panel): HTMLElement {
  const { state, standing, say } = panel;
  const hasHistory = standing?.ground.hasHistory ?? true;
  const own =
    state.preset === null
      ? [dayField(panel), formField(panel)]
      : [h("p", { class: "hint" }, say(hasHistory ? TIME.byPreset : TIME.settled))];
  const back = hasHistory ? [backField(panel)] : [];
  const locked = mayBeLocked(panel) ? [lockedField(panel)] : [];
  return h("fieldset", { class: "time" }, h("legend", {}, say(capital(TIME.title))), ...own, ...back, ...locked);
}
