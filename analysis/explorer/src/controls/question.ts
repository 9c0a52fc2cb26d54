/* Which question: a preset with the two alternatives that are compared, or one of one's own. */

import type { Text } from "../document.ts";
import { contrastsOf, pairOf } from "../explore/ground.ts";
import { REGIMES, type Regime, START } from "../explore/state.ts";
import { h } from "../page/dom.ts";
import { QUESTION } from "../words/controls.ts";
import { REGIMES as REGIME_WORDS } from "../words/explorer.ts";
import { capital } from "../words/text.ts";
import { type Group, select } from "./fields.ts";
import type { Panel } from "./panel.ts";

export interface Preset {
  name: string;
  title: Text;
  kind: "case" | "reflection" | "market";
}

const TITLE = /^title: \{sv: "((?:[^"\\]|\\.)*)", en: "((?:[^"\\]|\\.)*)"\}/m;

/** Those that compare two arms at least; sweeps over one config are no question here. */
export function presetsOf(files: Record<string, string>): Preset[] {
  return Object.entries(files).flatMap(([path, text]): Preset[] => {
    const name = /^experiments\/(.+)\.yaml$/.exec(path)?.[1];
    const title = TITLE.exec(text);
    if (name === undefined || title === null || !/^arms:/m.test(text)) return [];
    const kind = /\bmarket: \{/.test(text) ? "market" : name.startsWith("question-") ? "reflection" : "case";
    return [{ name, title: { sv: title[1] ?? name, en: title[2] ?? name }, kind }];
  });
}

const OWN = "own";

function groups({ engine, say, state }: Panel): Group[] {
  const all = presetsOf(engine.files);
  const of = (kind: Preset["kind"], label: Text): Group => {
    const choices = all
      .filter((own) => own.kind === kind)
      .map(({ name, title }) => ({ value: name, label: say(title) }));
    return { label: say(label), choices: choices.sort((a, b) => a.label.localeCompare(b.label, state.language)) };
  };
  const own = { label: "", choices: [{ value: OWN, label: say(QUESTION.own) }] };
  return [own, of("case", QUESTION.cases), of("reflection", QUESTION.reflection), of("market", QUESTION.market)];
}

/**
 * A preset begins as it is written: what was moved does not follow into it. One of several providers begins with its invented
 * municipality, since of those of a named one nothing is known.
 */
function chosen({ state, engine }: Panel, value: string): Partial<Panel["state"]> {
  const afresh = { arm: null, base: null, steering: null, levers: {}, back: null, locked: false };
  const isMarket = presetsOf(engine.files).some(({ name, kind }) => name === value && kind === "market");
  if (value !== OWN) return { ...afresh, preset: value, ...(isMarket ? { place: { kind: "question" } } : {}) };
  const place = state.place.kind === "question" ? START.place : state.place;
  return { ...afresh, preset: null, place };
}

/** The two that are compared, where there is a choice. */
function pair(panel: Panel): HTMLElement[] {
  const { standing, state, say, change } = panel;
  if (standing === null || standing.ground.preset === null) return [];
  const { told, ground } = standing;
  const title = (name: string): string => say(told.arms.find((arm) => arm.name === name)?.title ?? name);
  const pairs = contrastsOf(told);
  const arms = [...new Set(pairs.map(([arm]) => arm))];
  const others = told.arms.filter((arm) => arm.name !== ground.arm && arm.equal_cost === null).map((arm) => arm.name);
  const itself = pairOf({ ...state, base: null }, told);
  const bases = itself[0] === itself[1] ? [itself[0], ...others] : others;
  const choices = (names: string[], titled = title): Group[] => [
    { label: "", choices: names.map((name) => ({ value: name, label: titled(name) })) },
  ];
  const asBase = (name: string): string => (name === ground.arm ? say(QUESTION.itself) : title(name));
  return [
    select("arm", say(QUESTION.arm), ground.arm ?? "", choices(arms), (arm) => change({ arm, base: null })),
    select("base", say(QUESTION.base), ground.base, choices(bases, asBase), (base) =>
      change({ arm: ground.arm, base }),
    ),
  ];
}

function before({ state, say, change }: Panel): HTMLElement {
  const choices = REGIMES.map((name) => ({
    value: name,
    label: say(capital(REGIME_WORDS[name] ?? { sv: name, en: name })),
  }));
  return select("before", say(QUESTION.before), state.before, [{ label: "", choices }], (value) =>
    change({ before: value as Regime }),
  );
}

export function questionFields(panel: Panel): HTMLElement {
  const { state, say, change } = panel;
  const which = select("preset", say(QUESTION.label), state.preset ?? OWN, groups(panel), (value) =>
    change(chosen(panel, value)),
  );
  return h("div", { class: "question-fields" }, which, ...(state.preset === null ? [before(panel)] : pair(panel)));
}
