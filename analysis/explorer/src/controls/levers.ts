/* The levers: each with today's value marked, its named stops, and what whole people in whole areas made of it. */

import type { Estimate, Text } from "../document.ts";
import type { Parameter } from "../engine/tillit.ts";
import {
  amount,
  isAlike,
  LEVERS,
  type LeverChoice,
  put,
  type Realised,
  type Scale,
  type Start,
  scaleOf,
  startFrom,
  stopOf,
} from "../explore/levers.ts";
import { MONEY_LEVER } from "../explore/question.ts";
import { endOf, startOf } from "../explore/resolved.ts";
import { REGIMES, type Regime } from "../explore/state.ts";
import { h } from "../page/dom.ts";
import { LEVERS as WORDS } from "../words/controls.ts";
import { REGIMES as REGIME_WORDS } from "../words/explorer.ts";
import { short } from "../words/numbers.ts";
import { capital, join } from "../words/text.ts";
import { select } from "./fields.ts";
import type { Panel } from "./panel.ts";

interface Lever {
  choice: LeverChoice;
  parameter: Parameter;
  scale: Scale;
  /** Before the change, and after it unless it is moved. */
  today: number;
  asked: number;
  value: number;
  start: Start;
}

function leverOf({ engine, standing, state }: Panel, choice: LeverChoice): Lever | null {
  const parameter = engine.tillit.parameters.get(choice.path);
  if (parameter === undefined || standing === null) return null;
  const { today: base, like } = standing.ground;
  const [today, asked] = [Number(startOf(base, choice.path)), Number(endOf(like, choice.path))];
  const value = state.levers[choice.path] ?? asked;
  const own = scaleOf(choice, parameter, today);
  const scale = { ...own, low: Math.min(own.low, asked, value), high: Math.max(own.high, asked, value) };
  const defaults = (path: string): number => engine.tillit.parameters.get(path)?.default_value ?? Number.NaN;
  const start = startFrom(state.place, parameter, today, defaults);
  return { choice, parameter, scale, today, asked, value, start };
}

const withUnit = ({ parameter }: Lever, value: number): Text => amount(parameter, value);

/** "20 (få, en närvarande chef)", or what it is near. */
function saidOf(lever: Lever, value: number): Text {
  const stop = stopOf(lever.parameter, value);
  const near = stop.isExact ? stop.label : WORDS.near(stop.label);
  return value === lever.today
    ? join(withUnit(lever, value), " (", WORDS.isStart, ")")
    : join(withUnit(lever, value), " (", near, ")");
}

const startOfLever = (lever: Lever): Text => WORDS.starts[lever.start](withUnit(lever, lever.today));

const percentOf = ({ scale }: Lever, value: number): number => (100 * (value - scale.low)) / (scale.high - scale.low);

class LeverRow {
  readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly said: HTMLElement;

  constructor(
    private readonly panel: Panel,
    private readonly lever: Lever,
    isDisabled: boolean,
    became: [Estimate, Estimate] | undefined,
  ) {
    const { say } = panel;
    const { parameter, scale, choice } = lever;
    const id = `lever-${choice.path.replaceAll(/[._]/g, "-")}`;
    this.said = h("output", { for: id });
    this.input = h("input", {
      id,
      type: "range",
      min: scale.low,
      max: scale.high,
      step: choice.step,
      disabled: isDisabled,
      "aria-describedby": `${id}-note`,
      oninput: () => this.show(Number(this.input.value)),
      onchange: () => this.move(Number(this.input.value)),
    });
    this.input.value = String(lever.value);
    const mark = h("span", { class: "today", title: say(startOfLever(lever)) });
    mark.style.left = `${percentOf(lever, lever.today)}%`;
    this.root = h(
      "div",
      { class: `lever${choice.path in panel.state.levers ? " moved" : ""}` },
      h("label", { for: id }, say(capital(parameter.label))),
      this.said,
      h("div", { class: "track" }, this.input, mark),
      isDisabled ? null : this.stops(),
      h("p", { id: `${id}-note`, class: "hint" }, this.note(isDisabled, became)),
    );
    this.show(lever.value);
  }

  private note(isDisabled: boolean, became: [Estimate, Estimate] | undefined): string {
    const { say } = this.panel;
    const today = join(startOfLever(this.lever), ".");
    if (isDisabled) return say(capital(join(WORDS.balanced, ".")));
    if (became === undefined) return say(capital(today));
    const [base, arm] = became.map(({ mean }) => (mean === null ? "–" : short(Number(mean.toPrecision(3)))));
    const small = this.isMoved && isAlike(became) ? join(" ", WORDS.tooSmall) : "";
    return say(join(capital(today), " ", WORDS.became(arm ?? "–", base ?? "–"), small));
  }

  private get isMoved(): boolean {
    return this.lever.choice.path in this.panel.state.levers;
  }

  private stops(): HTMLElement {
    const { say } = this.panel;
    const buttons = this.lever.parameter.stops.map(({ value, label }) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(value === this.lever.value), onclick: () => this.move(value) },
        say(join(withUnit(this.lever, value), ": ", label)),
      ),
    );
    const undo = this.isMoved
      ? [h("button", { type: "button", class: "undo", onclick: () => this.undo() }, say(WORDS.back))]
      : [];
    return h("div", { class: "stops" }, ...buttons, ...undo);
  }

  private show(value: number): void {
    const own = this.panel.say(saidOf(this.lever, put(this.lever.scale, value)));
    this.said.textContent = own;
    this.input.setAttribute("aria-valuetext", own);
  }

  private move(value: number): void {
    const { levers } = this.panel.state;
    const own = put(this.lever.scale, value);
    const { [this.lever.choice.path]: _, ...rest } = levers;
    this.panel.change({ levers: own === this.lever.asked ? rest : { ...rest, [this.lever.choice.path]: own } });
  }

  private undo(): void {
    this.move(this.lever.asked);
  }
}

function steering({ state, say, change }: Panel): HTMLElement {
  const none = { value: "", label: say(capital(state.preset === null ? WORDS.unchanged : WORDS.asAsked)) };
  const choices = REGIMES.map((name) => ({
    value: name,
    label: say(capital(REGIME_WORDS[name] ?? { sv: name, en: name })),
  }));
  return select(
    "steering",
    say(WORDS.steering),
    state.steering ?? "",
    [{ label: "", choices: [none, ...choices] }],
    (value) => change({ steering: value === "" ? null : (value as Regime) }),
  );
}

export function leverFields(panel: Panel, realised: Realised): HTMLElement {
  const { prepared, say } = panel;
  const rows = LEVERS.flatMap((choice) => {
    const lever = leverOf(panel, choice);
    const isBalanced = prepared?.equal?.lever === choice.path && choice.path === MONEY_LEVER;
    const became = choice.realised === null ? undefined : realised.get(choice.realised);
    return lever === null ? [] : [new LeverRow(panel, lever, isBalanced, became).root];
  });
  return h(
    "fieldset",
    { class: "levers" },
    h("legend", {}, say(WORDS.title)),
    steering(panel),
    ...rows,
    h("p", { class: "hint" }, say(WORDS.whole)),
  );
}
