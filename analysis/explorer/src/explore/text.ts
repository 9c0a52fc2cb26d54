/* Pieces of YAML. A JSON string is a YAML string, and plain words need no quotation marks. */

import type { Text } from "../document.ts";

export const quoted = (text: string): string => JSON.stringify(text);

export function words(text: Text): string {
  return `{sv: ${quoted(text.sv)}, en: ${quoted(text.en)}}`;
}

/** Of values by key, on one line. */
export function group(entries: Iterable<readonly [string, string | number]>): string {
  return `{${[...entries].map(([key, value]) => `${key}: ${value}`).join(", ")}}`;
}

/** Data of a resolved config as YAML on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    return group(Object.entries(value).map(([key, own]) => [key, flow(own)] as const));
  }
  return typeof value === "string" ? quoted(value) : String(value);
}
