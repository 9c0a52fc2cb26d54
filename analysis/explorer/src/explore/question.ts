/* A state as an experiment: one text that the library runs here and that `tillit experiment` runs anywhere, to the same digests.
 *
 * A preset stands in it as it is written, but for arms and claims that are not looked at. What the reader changes is an arm of its
 * own, which extends the preset's; of a question of one's own it is the only one that changes. */

import type { Text } from "../document.ts";
import { type Defaults, settingsOf } from "./own.ts";
import { jointsOf, neededArms, type Preset, settingsOfPart, withoutEqual } from "./preset.ts";
import { type Resolved, STRUCTURAL, startOf, stepsOf } from "./resolved.ts";
import { DAYS, isChanged, isMoved, type Place, type State } from "./state.ts";
import { group, quoted, words } from "./text.ts";

/** What an arm's lever is moved for: until an outcome over some days is that of the first arm. */
export interface Equal {
  outcome: string;
  lever: string;
  days: [from: number, to: number];
  /** The measured day from which on it is moved; null: from the start. */
  since: number | null;
}

/** A question before what is changed in it: which arms, and what they are. */
export interface Ground {
  preset: Preset | null;
  base: string;
  /** The preset's arm; null of a question of one's own. */
  arm: string | null;
  /** Of `base` and `arm`, resolved; of a question of one's own both are as it goes on today. */
  today: Resolved;
  like: Resolved;
  /** Arms have a history in common, from which they part on a day. */
  hasHistory: boolean;
  /** What the preset makes equal in `arm`. */
  equal: Equal | null;
}

export interface Words {
  title: Text;
  question: Text;
  before: Text;
  change: Text;
}

export const CHANGED = "own-change";
export const BEFORE = "before";
const RULE = "keep_relations";
const PERIOD = 28;
const YEARS = 3;
const MOST_STEPS = 8;
export const MONEY_LEVER = "resources.client_time_share";

const OUTCOMES =
  "[satisfied, quality, staff_met, contact_share, provider_trust, provider_distrust, unmet_share, missed_share, delivery_sd, strain, sick_share, quit_rate, manager_trust, manager_distrust, manager_presence, cut_share, undetected_hours, hourly_hours, client_time, mismatch, clarity, cost_per_hour, cost]";
const LAW: Text = {
  sv: "socialtjänstlagen (2025:400 sedan 1 juli 2025); en fast omsorgskontakt ska erbjudas sedan 1 juli 2022, en undersköterska sedan 1 juli 2023",
  en: "Social Services Act (2025:400 since 1 July 2025); a fixed care contact is to be offered since 1 July 2022, an assistant nurse since 1 July 2023",
};

// ---- what is common to all arms -----------------------------------------------------------------------------------

/** Three years after the change, in whole periods. */
export const lastDay = (change: number): number => Math.ceil((change + YEARS * DAYS.year) / PERIOD) * PERIOD;

function placeLine(place: Place): string {
  if (place.kind === "question") {
    return "";
  }
  return place.kind === "named" ? `municipality: ${place.slug}\n` : `municipality: swedish-median # ${place.name}\n`;
}

function settings(state: State, preset: Preset | null, replicates: number, defaults: Defaults): string {
  const all = settingsOfPart(preset?.parts.get("set"));
  if (preset === null) {
    all.set("run.days", String(lastDay(state.day)));
  }
  if (state.place.kind === "own") {
    for (const { path, value } of settingsOf(state.place.figures, defaults)) all.set(path, String(value));
  }
  all.set("run.replicates", String(replicates));
  return `set: ${group(all)}\n`;
}

// ---- what is changed ----------------------------------------------------------------------------------------------

/** An entry of `change`. */
interface Entry {
  day: number;
  /** After `where:`; "": everywhere. */
  where: string;
  rampDays: number;
  regime: string | null;
  rule: string | null;
  set: Record<string, number | string>;
}

function written({ day, where, rampDays, regime, rule, set }: Entry): string {
  const parts: [string, string | number][] = [["day", day]];
  if (regime !== null) parts.push(["regime", regime]);
  if (rule !== null) parts.push(["rule", rule]);
  if (rampDays > 0) parts.push(["ramp_days", rampDays]);
  if (where !== "") parts.push(["where", where]);
  if (Object.keys(set).length > 0) parts.push(["set", group(Object.entries(set))]);
  return `      - ${group(parts)}\n`;
}

const isStructural = (path: string): boolean => (STRUCTURAL as readonly string[]).includes(path);

/** When and where an arm changes, and whether what is changed there needs a rule of its own for teams and units. */
interface Spot {
  day: number;
  where: string;
  rampDays: number;
  hasRule: boolean;
}

/** Of a question of one's own. */
function ownPlaces(state: State, areas: number): Spot[] {
  const steps = Math.min(areas, MOST_STEPS);
  if (state.form === "areas" && steps > 1) {
    return Array.from({ length: steps }, (_, i) => ({
      day: state.day + i * DAYS.quarter,
      where: `{areas: {step: ${i + 1}, of: ${steps}}}`,
      rampDays: 0,
      hasRule: false,
    }));
  }
  return [{ day: state.day, where: "", rampDays: state.form === "ramp" ? DAYS.year : 0, hasRule: false }];
}

/** A preset's arm changes further with its first change in each place; one that changes nothing, on the state's day. */
function presetPlaces(state: State, preset: Preset, arm: string): Spot[] {
  const joints = jointsOf(preset, arm);
  const first = joints.filter((own, i) => joints.findIndex(({ where }) => where === own.where) === i);
  return (first.length > 0 ? first : [{ day: state.day, where: "", hasRule: false }]).map((own) => ({
    ...own,
    rampDays: 0,
  }));
}

const NO_ENTRY = { regime: null, rule: null, set: {} };

/** What the reader moves, and the lever that makes costs equal, which moves with it, or alone where nothing else is moved. */
function forward(state: State, ground: Ground, areas: number, balance: Balance | null): Entry[] {
  const places =
    ground.preset === null ? ownPlaces(state, areas) : presetPlaces(state, ground.preset, ground.arm ?? "");
  const balanced: Entry["set"] = balance === null ? {} : { [balance.equal.lever]: balance.value };
  if (!isMoved(state)) {
    const day = balance?.equal.since ?? 0;
    return balance === null ? [] : [{ ...NO_ENTRY, day, where: "", rampDays: 0, set: balanced }];
  }
  const needsRule = state.steering !== null || Object.keys(state.levers).some(isStructural);
  return places.map(
    ({ hasRule, ...place }): Entry => ({
      ...place,
      regime: state.steering,
      rule: needsRule && !hasRule ? RULE : null,
      set: { ...state.levers, ...balanced },
    }),
  );
}

/** All that was changed, by then, as it was. */
function backward(state: State, today: Resolved, arm: Resolved, balance: Balance | null): Entry[] {
  if (state.back === null) {
    return [];
  }
  const balanced = balance === null ? [] : [balance.equal.lever];
  const paths = [...new Set([...stepsOf(arm).map((step) => step.path), ...balanced])];
  const set = Object.fromEntries(paths.map((path) => [path, startOf(today, path) ?? 0]));
  const rule = paths.some(isStructural) ? RULE : null;
  return [{ day: state.back, where: "", rampDays: 0, regime: null, rule, set }];
}

/** What came of making the cost equal. */
export interface Balance {
  equal: Equal;
  value: number;
}

// ---- the whole ----------------------------------------------------------------------------------------------------

/** The arm that differs: the preset's own where nothing is changed. */
export function armOf(state: State, ground: Ground): string {
  const isOwn = ground.preset === null || isChanged(state) || ground.equal !== null;
  return isOwn ? CHANGED : (ground.arm ?? CHANGED);
}

/** What is made equal in the arm that differs: what the reader asks for, or else the preset. */
export function equalOf(state: State, ground: Ground, days: number): Equal | null {
  if (!state.locked) {
    return ground.equal;
  }
  const first = ground.preset === null ? state.day : (stepsOf(ground.like)[0]?.day ?? state.day);
  const since = ground.hasHistory ? first : null;
  return { outcome: "cost", lever: MONEY_LEVER, days: [since ?? 0, days], since };
}

export interface Asking {
  state: State;
  ground: Ground;
  words: Words;
  replicates: number;
  defaults: Defaults;
  areas: number;
  balance: Balance | null;
  /** The arm that differs, resolved, where it is to return to what it was: its text is made twice. */
  forth: Resolved | null;
  /** The arm of the reader's own stands in the text though it changes nothing. */
  always: boolean;
}

/** A preset as it is written, of another municipality: every arm and claim. */
export function wholeText(state: State, preset: Preset, defaults: Defaults): string {
  const parts = new Map(preset.parts);
  parts.delete("sweep");
  parts.delete("set");
  const config = named(parts.get("config") ?? "") + placeLine(state.place);
  parts.set("config", config + settings(state, preset, 1, defaults));
  return [...parts.values()].join("");
}

function changes(asking: Asking): string {
  const { state, ground, forth } = asking;
  const entries = [
    ...forward(state, ground, asking.areas, asking.balance),
    ...(forth === null ? [] : backward(state, ground.today, forth, asking.balance)),
  ];
  return entries.length > 0 ? `    change:\n${entries.map(written).join("")}` : "";
}

/** Of arms that stand from the start. */
function settled({ state, balance }: Asking): string {
  const set: Record<string, number> = { ...state.levers };
  if (balance !== null) set[balance.equal.lever] = balance.value;
  const regime = state.steering === null ? "" : `    regime: ${state.steering}\n`;
  return regime + (Object.keys(set).length > 0 ? `    set: ${group(Object.entries(set))}\n` : "");
}

function changedArm(asking: Asking): string {
  const { ground, words: own } = asking;
  const like = ground.arm === null ? "" : `    extends: ${quoted(ground.arm)}\n`;
  const what = ground.hasHistory ? changes(asking) : settled(asking);
  return `  - name: ${CHANGED}\n    title: ${words(own.change)}\n${like}${what}`;
}

function ownText(asking: Asking): string {
  const { state, words: own } = asking;
  return [
    `title: ${words(own.title)}\n`,
    `question: ${words(own.question)}\n`,
    "year: 2025\nprice_level: 2024\n",
    `law: ${words(LAW)}\n`,
    "config: median\n",
    placeLine(state.place),
    settings(state, null, asking.replicates, asking.defaults),
    `before: ${state.before}\n`,
    `arms:\n  - {name: ${BEFORE}, title: ${words(own.before)}}\n`,
    changedArm(asking),
    `outcomes: ${OUTCOMES}\n`,
  ].join("");
}

/** "config: ../configs/karlstad.yaml" as the name by which it is found anywhere. */
const named = (config: string): string => config.replace(/^config: (?:.*\/)?([^/\n]+)\.yaml/m, "config: $1");

function presetText(asking: Asking, preset: Preset): string {
  const { state, ground } = asking;
  const arm = asking.always ? CHANGED : armOf(state, ground);
  const kept = neededArms(preset, [ground.base, ground.arm ?? ""]);
  const names = new Set([...kept.map((own) => own.name), arm]);
  const claims = preset.claims.filter((claim) => claim.about.every((name) => names.has(name)));
  const arms = kept.map((own) => withoutEqual(own.text)).join("") + (arm === CHANGED ? changedArm(asking) : "");
  const parts = new Map(preset.parts);
  for (const key of ["sweep", "set", "evaluation"]) parts.delete(key);
  parts.set("config", named(parts.get("config") ?? "") + placeLine(state.place));
  parts.set("arms", `arms:\n${arms}`);
  if (claims.length > 0) parts.set("claims", `claims:\n${claims.map((own) => own.text).join("")}`);
  else parts.delete("claims");
  const text = [...parts].map(([key, part]) =>
    key === "config" ? part + settings(state, preset, asking.replicates, asking.defaults) : part,
  );
  return text.join("");
}

/** The experiment's text. */
export function questionText(asking: Asking): string {
  return asking.ground.preset === null ? ownText(asking) : presetText(asking, asking.ground.preset);
}
