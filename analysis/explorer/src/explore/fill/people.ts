/* Who gains and who loses among people: those with much and little care, and those who are new to it. */

import type { Party, Text } from "../../document.ts";
import { groupWords } from "../../words/explorer.ts";
import { startOf } from "../resolved.ts";
import type { ArmRun } from "../trial.ts";
import { finding, isThere } from "./answer.ts";
import { type Case, VARIABLES, type Variable } from "./case.ts";

/** Hours a month, and days in care: where the quarters of the Swedish median lie, and half a year and two years. */
export const BOUNDS = { light: 10, heavy: 40, fresh: 182, old: 728 } as const;

interface Group {
  title: Text;
  holds: (person: Person) => boolean;
}

type Person = (variable: Variable) => number;

const GROUPS: Group[] = [
  { title: groupWords.heavy(BOUNDS.heavy), holds: (of) => of("recipient_granted_hours") >= BOUNDS.heavy },
  { title: groupWords.light(BOUNDS.light), holds: (of) => of("recipient_granted_hours") < BOUNDS.light },
  { title: groupWords.fresh, holds: (of) => of("recipient_days_in_care") < BOUNDS.fresh },
  { title: groupWords.old, holds: (of) => of("recipient_days_in_care") >= BOUNDS.old },
];

/** All who were told of on any of the days. */
function* persons(run: ArmRun): Generator<Person> {
  for (const variables of run.people) {
    for (let i = 0; i < (variables[0]?.length ?? 0); i++) {
      yield (variable) => variables[VARIABLES.indexOf(variable)]?.[i] ?? Number.NaN;
    }
  }
}

/** Mean of a figure over those of a group who have one. */
function meanOf(run: ArmRun, group: Group, figure: (person: Person) => number): number {
  let [sum, count] = [0, 0];
  for (const person of persons(run)) {
    const value = group.holds(person) ? figure(person) : Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Share of a normal distribution below (Abramowitz & Stegun 1964, 7.1.26: within 2e-7). */
export function normalBelow(value: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(value) / Math.SQRT2));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp((-value * value) / 2);
  return value < 0 ? tail : 1 - tail;
}

/** The chance that someone as satisfied as this answers that they are, or another in their place (E18 in docs/ODD.md). */
function satisfied(own: Case): (person: Person) => number {
  const [config] = own.configs;
  const at = (path: string): number => Number(startOf(config, path));
  const [fairly, share, shift] = [at("survey.fairly"), at("survey.proxy_share"), at("survey.proxy_shift")];
  const spread = Math.max(at("satisfaction.person_sd"), 1e-9);
  const above = (satisfaction: number): number => normalBelow((satisfaction - fairly) / spread);
  return (of) => {
    const satisfaction = of("recipient_satisfaction");
    return (1 - share) * above(satisfaction) + share * above(satisfaction + shift);
  };
}

/** Of people alone nothing is told where nobody was asked about. */
export function peopleParties(own: Case): Party[] {
  const figures: [string, (person: Person) => number][] = [
    ["satisfied", satisfied(own)],
    ["staff_met", (of) => of("recipient_staff_met")],
  ];
  return GROUPS.map((group) => {
    const found = figures.map(([measure, figure]) => finding(own, measure, (run) => meanOf(run, group, figure)));
    return {
      title: group.title,
      rows: found.filter(isThere).map((cell) => ({ measure: cell.measure, cells: [cell] })),
    };
  }).filter(({ rows }) => rows.length > 0);
}
