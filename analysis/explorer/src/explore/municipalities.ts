/* The municipalities that come with Tillit: found by name, and as large as their files say. */

import type { Files } from "../engine/messages.ts";
import { folded } from "./people_number.ts";

export interface Municipality {
  /** Of its file: "upplands-vasby". */
  slug: string;
  name: string;
  /** None is like it. */
  invented: boolean;
  recipients: number;
  areas: number;
}

const FILE = /^configs\/municipalities\/(.+)\.yaml$/;

/** A value of the group `municipality`, one a line. */
function value(text: string, key: string): string | null {
  return (
    new RegExp(`^ {2}${key}: (.*?)(?: {2}#.*| #.*)?$`, "m")
      .exec(text)?.[1]
      ?.trim()
      .replace(/^"(.*)"$/, "$1") ?? null
  );
}

function municipality(slug: string, text: string, median: Municipality | null): Municipality {
  return {
    slug,
    name: value(text, "name") ?? slug,
    invented: /^invented: true/m.test(text),
    recipients: Number(value(text, "recipients") ?? median?.recipients),
    areas: Number(value(text, "areas") ?? median?.areas ?? 1),
  };
}

/** In the order of the Swedish alphabet; what a file lacks is the median's. */
export function municipalitiesOf(files: Files): Municipality[] {
  const median = municipality("swedish-median", files["configs/municipalities/swedish-median.yaml"] ?? "", null);
  return Object.entries(files)
    .flatMap(([path, text]) => {
      const slug = FILE.exec(path)?.[1];
      return slug === undefined ? [] : [municipality(slug, text, median)];
    })
    .sort((a, b) => a.name.localeCompare(b.name, "sv"));
}

/** Letters without their marks, so that "orebro" finds Örebro. */
function bare(text: string): string {
  return folded(text)
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "");
}

/** Those whose name begins with what was written, and then those in whose name a word does, and then the rest that hold it. */
export function found(wanted: string, all: Municipality[]): Municipality[] {
  const own = bare(wanted);
  const rank = (name: string): number => {
    const at = bare(name);
    return at.startsWith(own)
      ? 0
      : at.split(/[ -]/).some((word) => word.startsWith(own))
        ? 1
        : at.includes(own)
          ? 2
          : 3;
  };
  return all.filter(({ name }) => rank(name) < 3).sort((a, b) => rank(a.name) - rank(b.name));
}
