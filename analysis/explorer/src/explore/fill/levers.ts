/* What differs between base and arm, as steps in time. */

import type { Change, Lever, Step as Shown, Text } from "../../document.ts";
import type { Parameter } from "../../engine/tillit.ts";
import { placeOf } from "../../words/explorer.ts";
import { type Resolved, type Step, startOf, stepsOf, type Value, type Where } from "../resolved.ts";
import type { Case } from "./case.ts";

const GROUPS: Record<string, Text> = {
  steering: { sv: "styrning", en: "steering" },
  organisation: { sv: "organisation", en: "organisation" },
  resources: { sv: "resurser", en: "resources" },
  purchasing: { sv: "beställning", en: "purchasing" },
};

const places = (where: Where): Text | null => (Object.keys(where).length === 0 ? null : placeOf(where));

/** A choice is its name; its number is its place among the choices. */
function shown(
  parameter: Parameter | undefined,
  value: Value,
  day: number,
  rampDays: number,
  where: Text | null,
): Shown {
  const choice = typeof value === "string" ? (parameter?.choices.split("|").indexOf(value) ?? -1) : value;
  const stop = parameter?.kind === "choice" ? parameter.stops.find((own) => own.value === choice) : undefined;
  const word = stop?.label ?? (typeof value === "string" ? { sv: value, en: value } : null);
  return { day, value: choice, word, ramp_days: rampDays, where };
}

function stepsShown(config: Resolved, path: string, parameter: Parameter | undefined): Shown[] {
  const start = startOf(config, path);
  const own = stepsOf(config).filter((step) => step.path === path);
  const first = start === null ? [] : [shown(parameter, start, 0, 0, null)];
  return [...first, ...own.map((step) => shown(parameter, step.value, step.day, step.rampDays, places(step.where)))];
}

function pathsOf(config: Resolved): string[] {
  const profile = config.municipalities.length === 1 ? Object.keys(config.municipalities[0]?.profile ?? {}) : [];
  const paths = [...Object.keys(config.regime), ...Object.keys(config.constants), ...profile];
  return [...paths, ...stepsOf(config).map((step) => step.path)];
}

/** Group by group, what the reader moved first, and the group that it stands in. */
export function inOrder(paths: string[], groupOf: (path: string) => string, moved: string[]): string[] {
  const order = Object.keys(GROUPS);
  const groups = new Set(moved.map(groupOf));
  const rank = (path: string): number => order.indexOf(groupOf(path)) - (groups.has(groupOf(path)) ? order.length : 0);
  const isKept = (path: string): number => (moved.includes(path) ? 0 : 1);
  return [...paths].sort((a, b) => rank(a) - rank(b) || isKept(a) - isKept(b) || a.localeCompare(b));
}

export function levers(own: Case): Lever[] {
  const [base, arm] = own.configs;
  const steps = (config: Resolved, path: string): string =>
    JSON.stringify([startOf(config, path), stepsOf(config).filter((step: Step) => step.path === path)]);
  const paths = [...new Set([...pathsOf(base), ...pathsOf(arm)])].filter(
    (path) => steps(base, path) !== steps(arm, path),
  );
  const groupOf = (path: string): string => own.tillit.parameters.get(path)?.group ?? "";
  return inOrder(paths, groupOf, Object.keys(own.state.levers)).map((path) => {
    const parameter = own.tillit.parameters.get(path);
    const label = parameter?.label ?? { sv: path, en: path };
    const group = GROUPS[parameter?.group ?? ""] ?? null;
    return { name: path, label, group, values: own.configs.map((config) => stepsShown(config, path, parameter)) };
  });
}

/** When the two part, when the change is complete, and when all goes back. */
export function changeOf(own: Case): Change | null {
  if (!Number.isFinite(own.parting) || own.parting < 0) {
    return null;
  }
  const back = own.state.back;
  const steps = stepsOf(own.configs[1]).filter((step) => back === null || step.day < back);
  const until = Math.max(own.parting, ...steps.map((step) => step.day + step.rampDays));
  return { day: own.parting, until: until > own.parting ? until : null, back };
}
