/* The state as an address and back. A link says which model made it; one of another model still opens and says so. What of a
 * damaged link cannot be understood is named, and all the rest of it is kept. */

import { FIGURES, type FigureName, type Figures, figureOf, readFigure } from "../explore/figures.ts";
import { nearest } from "../explore/nearest.ts";
import { DAYS, FORMS, type Form, type Place, REGIMES, START, type State } from "../explore/state.ts";

/** What a link may name. */
export interface Known {
  modelVersion: string;
  /** Of municipalities, by the names of their files. */
  slugs: string[];
  presets: string[];
  levers: { path: string; low: number; high: number; whole: boolean }[];
}

/** What is wrong with a link: which part, what stood there, and what was probably meant. */
export type Problem =
  | { kind: "version"; found: string; own: string }
  | { kind: "unversioned" }
  | { kind: "unknown key"; key: string; value: string; near: string | null }
  | { kind: "value"; key: string; value: string; near: string | null }
  | { kind: "range"; key: string; value: string; low: number; high: number }
  | { kind: "unreadable"; value: string };

export interface Opened {
  state: State;
  problems: Problem[];
}

const KEYS = ["v", "lang", "k", "n", "q", "arm", "base", "from", "to", "day", "form", "back", "same"] as const;
const FIGURE = "f.";
const LEVER = "l.";
const LONGEST_NAME = 63;

// ---- writing ------------------------------------------------------------------------------------------------------

function ofPlace(place: Place): [string, string][] {
  if (place.kind === "question") {
    return [["k", "question"]];
  }
  if (place.kind === "named") {
    return [["k", place.slug]];
  }
  const figures = FIGURES.filter(({ name }) => place.figures[name] !== undefined);
  return [
    ["n", place.name],
    ...figures.map(({ name }): [string, string] => [FIGURE + name, String(place.figures[name])]),
  ];
}

/** "v=2&k=karlstad&q=span&l.organisation.span=20": what is as it is at the start is left out, but for the place. */
export function address(state: State, modelVersion: string): string {
  const pairs: [string, string][] = [["v", modelVersion], ...ofPlace(state.place)];
  const put = (key: (typeof KEYS)[number], value: string | null, usual: string | null): void => {
    if (value !== usual && value !== null) pairs.push([key, value]);
  };
  put("lang", state.language, START.language);
  pairs.push(["q", state.preset ?? "own"]);
  put("arm", state.arm, null);
  put("base", state.base, null);
  put("from", state.before, START.before);
  put("to", state.steering, null);
  put("day", String(state.day), String(START.day));
  put("form", state.form, START.form);
  put("back", state.back === null ? null : String(state.back), null);
  put("same", state.locked ? "cost" : null, null);
  pairs.push(...Object.entries(state.levers).map(([path, value]): [string, string] => [LEVER + path, String(value)]));
  return pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&");
}

// ---- reading ------------------------------------------------------------------------------------------------------

/** A link on its way to a state. */
class Opening {
  readonly problems: Problem[] = [];
  readonly state: State = { ...START, levers: {} };
  private readonly figures: Figures = {};
  private name: string | null = null;

  constructor(private readonly known: Known) {}

  take(key: string, value: string): void {
    if (key.startsWith(FIGURE)) this.figure(key, value);
    else if (key.startsWith(LEVER)) this.lever(key, value);
    else if ((KEYS as readonly string[]).includes(key)) this.own(key as (typeof KEYS)[number], value);
    else this.problems.push({ kind: "unknown key", key, value, near: nearest(key, [...KEYS]) });
  }

  end(): Opened {
    if (this.name !== null || Object.keys(this.figures).length > 0) {
      this.state.place = { kind: "own", name: this.name ?? "", figures: this.figures };
    }
    return { state: this.state, problems: this.problems };
  }

  private own(key: (typeof KEYS)[number], value: string): void {
    const { state, known } = this;
    if (key === "v" && value !== known.modelVersion) {
      this.problems.push({ kind: "version", found: value, own: known.modelVersion });
    } else if (key === "lang") state.language = this.one(key, value, ["sv", "en"] as const) ?? state.language;
    else if (key === "k") this.place(value);
    else if (key === "n") this.name = value.slice(0, LONGEST_NAME);
    else if (key === "q") this.question(value);
    else if (key === "arm" || key === "base") state[key] = value;
    else if (key === "from") state.before = this.one(key, value, REGIMES) ?? state.before;
    else if (key === "to") state.steering = this.one(key, value, REGIMES);
    else if (key === "day") state.day = this.whole(key, value, 0, 2 * DAYS.year) ?? state.day;
    else if (key === "form") state.form = this.one(key, value, FORMS as readonly Form[]) ?? state.form;
    else if (key === "back") state.back = this.whole(key, value, 0, 3 * DAYS.year);
    else if (key === "same") state.locked = this.one(key, value, ["cost"] as const) !== null;
  }

  private one<T extends string>(key: string, value: string, allowed: readonly T[]): T | null {
    const found = allowed.find((own) => own === value) ?? null;
    if (found === null) {
      this.problems.push({ kind: "value", key, value, near: nearest(value, [...allowed]) });
    }
    return found;
  }

  private whole(key: string, value: string, low: number, high: number): number | null {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= low && number <= high) {
      return number;
    }
    this.problems.push({ kind: "range", key, value, low, high });
    return null;
  }

  private place(value: string): void {
    const slug = value === "question" ? value : this.one("k", value, this.known.slugs);
    if (slug === "question") this.state.place = { kind: "question" };
    else if (slug !== null) this.state.place = { kind: "named", slug };
  }

  private question(value: string): void {
    const preset = value === "own" ? value : this.one("q", value, this.known.presets);
    this.state.preset = preset === "own" ? null : (preset ?? this.state.preset);
  }

  private figure(key: string, value: string): void {
    const name = key.slice(FIGURE.length);
    const own = FIGURES.find((figure) => figure.name === name);
    if (own === undefined) {
      this.problems.push({
        kind: "unknown key",
        key,
        value,
        near: nearest(
          name,
          FIGURES.map((figure) => figure.name),
        ),
      });
      return;
    }
    const read = readFigure(figureOf(name as FigureName), value);
    if ("why" in read) this.problems.push({ kind: "range", key, value, low: own.low, high: own.high });
    else if (read.value !== null) this.figures[own.name] = read.value;
  }

  private lever(key: string, value: string): void {
    const path = key.slice(LEVER.length);
    const own = this.known.levers.find((lever) => lever.path === path);
    if (own === undefined) {
      const near = nearest(
        path,
        this.known.levers.map((lever) => lever.path),
      );
      this.problems.push({ kind: "unknown key", key, value, near });
      return;
    }
    const number = value.trim() === "" ? Number.NaN : Number(value);
    const fits = number >= own.low && number <= own.high && (!own.whole || Number.isInteger(number));
    if (fits) this.state.levers[path] = number;
    else this.problems.push({ kind: "range", key, value, low: own.low, high: own.high });
  }
}

/** "%C3%A5" is "å"; null: it is damaged. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** What stands after the '#' of a link; of nothing comes the start. */
export function opened(hash: string, known: Known): Opened {
  const opening = new Opening(known);
  const parts = hash
    .replace(/^#/, "")
    .split("&")
    .filter((part) => part !== "");
  for (const part of parts) {
    const at = part.indexOf("=");
    const [key, value] = [decode(part.slice(0, Math.max(at, 0))), decode(part.slice(at + 1))];
    if (at < 1 || key === null || value === null) opening.problems.push({ kind: "unreadable", value: part });
    else opening.take(key, value);
  }
  if (parts.length > 0 && !parts.some((part) => part.startsWith("v="))) {
    opening.problems.push({ kind: "unversioned" });
  }
  return opening.end();
}
