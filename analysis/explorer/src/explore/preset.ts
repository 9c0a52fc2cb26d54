/* A preset's text in parts: experiments that come with Tillit are plain YAML whose top level, arms and claims begin lines of their
 * own, so that a part can be left out or put in without another reading of YAML than the library's. */

export interface Item {
  name: string;
  /** The arm that it extends, or null. */
  extends: string | null;
  /** Names of arms that a claim is about. */
  about: string[];
  text: string;
}

export interface Preset {
  /** The comment that it begins with. */
  head: string;
  /** Texts by key of the top level, in their order, each with its key. */
  parts: Map<string, string>;
  arms: Item[];
  claims: Item[];
}

const TOP = /^([a-z_]+):/;
const NAME = /"(?:[^"\\]|\\.)*"|[^,}\]#\n]+/;

function plain(text: string | undefined): string | null {
  const own = text?.trim();
  return own === undefined ? null : own.startsWith('"') ? (JSON.parse(own) as string) : own;
}

function saidOf(text: string, key: string): string | null {
  return plain(new RegExp(`(?:^|[{,\\s-])${key}: (${NAME.source})`).exec(text)?.[1]);
}

/** Arms of "contrast: [a, b]", or of "arm: a". */
function about(text: string): string[] {
  const pair = new RegExp(`contrast: \\[(${NAME.source}), *(${NAME.source})\\]`).exec(text);
  const names = pair === null ? [saidOf(text, "arm")] : [plain(pair[1]), plain(pair[2])];
  return names.filter((name) => name !== null);
}

/** Entries of a list whose entries begin with "  - ". */
function items(part: string | undefined): Item[] {
  const texts = (part ?? "").split(/^(?= {2}- )/m).slice(1);
  return texts.map((text) => ({
    name: saidOf(text, "name") ?? "",
    extends: saidOf(text, "extends"),
    about: about(text),
    text: text.endsWith("\n") ? text : `${text}\n`,
  }));
}

export function presetOf(text: string): Preset {
  const parts = new Map<string, string>();
  let [head, key] = ["", ""];
  for (const line of text.split(/(?<=\n)/)) {
    key = TOP.exec(line)?.[1] ?? key;
    if (key === "") head += line;
    else parts.set(key, (parts.get(key) ?? "") + line);
  }
  return { head, parts, arms: items(parts.get("arms")), claims: items(parts.get("claims")) };
}

/** An arm, those that it extends, and those that they extend. */
function chain(arms: Item[], name: string): string[] {
  const own = arms.find((arm) => arm.name === name);
  return own === undefined ? [] : [name, ...(own.extends === null ? [] : chain(arms, own.extends))];
}

/** An entry of an arm's `change`, as far as another entry can join it: on the same day, and in the same place as it is written. */
export interface Joint {
  day: number;
  /** After `where:`; "": everywhere. */
  where: string;
  hasRule: boolean;
}

/** The group that begins at a brace, to the brace that ends it. */
function braced(text: string): string {
  let depth = 0;
  const end = [...text].findIndex((letter) => {
    depth += letter === "{" ? 1 : letter === "}" ? -1 : 0;
    return depth === 0;
  });
  return text.slice(0, end + 1);
}

function jointOf(entry: string): Joint {
  const where = entry.indexOf("where: {");
  return {
    day: Number(/day: (\d+)/.exec(entry)?.[1]),
    where: where < 0 ? "" : braced(entry.slice(where + "where: ".length)),
    hasRule: /\brule: /.test(entry),
  };
}

/** All entries of an arm, with those that it takes over, in the order of their days. */
export function jointsOf(preset: Preset, arm: string): Joint[] {
  const texts = chain(preset.arms, arm).map((name) => preset.arms.find((own) => own.name === name)?.text ?? "");
  const joints = texts.flatMap((text) =>
    [...text.matchAll(/^ {6}- (\{day: .*)$/gm)].map((found) => jointOf(braced(found[1] ?? ""))),
  );
  return joints.sort((a, b) => a.day - b.day);
}

/** The first arm, by which costs are made equal, those that are asked for, and all that these extend. */
export function neededArms(preset: Preset, names: string[]): Item[] {
  const needed = new Set([preset.arms[0]?.name ?? "", ...names.flatMap((name) => chain(preset.arms, name))]);
  return preset.arms.filter((arm) => needed.has(arm.name));
}

/** "set: {run.days: 1260} # why" as values by path. */
export function settingsOfPart(part: string | undefined): Map<string, string> {
  const inside = /^set: *\{(.*?)\}/m.exec(part ?? "")?.[1] ?? "";
  const entries = inside.split(/, */).filter((entry) => entry.includes(":"));
  return new Map(
    entries.map((entry) => {
      const at = entry.indexOf(":");
      return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    }),
  );
}

/** An arm without what makes it equal to another. */
export function withoutEqual(text: string): string {
  return text.replace(/^ {4}equal(?:_cost)?:.*\n/m, "").replace(/, equal_cost: [^,}]+/, "");
}
