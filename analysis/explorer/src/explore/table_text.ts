/* Lines of a small table as people save it: semicolons, tabs or commas, quotation marks, UTF-8 or Windows-1252. */

export interface TableLine {
  number: number;
  cells: string[];
  /** A quotation mark too few or too many. */
  torn: boolean;
}

/** The text of a file in UTF-8, or else Windows-1252, as Excel saves it; null: it holds what no text does. */
export function decoded(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey is no text
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? null : text;
}

const separatorOf = (line: string): string => (line.includes(";") ? ";" : line.includes("\t") ? "\t" : ",");

/** A cell in quotation marks from the beginning of `rest`, in which two stand for one. */
function quoted(rest: string, separator: string): { cell: string; length: number; torn: boolean } {
  const found = /^"((?:[^"]|"")*)("?)([ \r]*)/.exec(rest) as RegExpExecArray;
  const length = found[0].length;
  const torn = found[2] === "" || (length < rest.length && rest[length] !== separator);
  return { cell: (found[1] ?? "").replaceAll('""', '"'), length, torn };
}

/** The cell that `text` begins with, and what follows the separator after it; null: it was the last. */
function cut(text: string, separator: string): { cell: string; rest: string | null; torn: boolean } {
  const from = text.replace(separator === "\t" ? /^[ \r]+/ : /^[ \t\r]+/, "");
  const own = from.startsWith('"') ? quoted(from, separator) : { cell: "", length: 0, torn: false };
  const stop = from.indexOf(separator, own.length);
  const cell = from.startsWith('"') ? own.cell : (stop < 0 ? from : from.slice(0, stop)).trim();
  return { cell, rest: stop < 0 ? null : from.slice(stop + 1), torn: own.torn };
}

function lineOf(text: string, number: number): TableLine {
  const line: TableLine = { number, cells: [], torn: false };
  const separator = separatorOf(text);
  for (let rest: string | null = text; rest !== null && rest !== ""; ) {
    const next = cut(rest, separator);
    line.cells.push(next.cell);
    line.torn ||= next.torn;
    rest = next.rest;
  }
  // With a comma between the columns a number may still hold a decimal comma.
  if (separator === "," && line.cells.length === 3) {
    line.cells = [line.cells[0] ?? "", `${line.cells[1]},${line.cells[2]}`];
  }
  return line;
}

/** Lines that hold something and do not begin with '#'. */
export function tableLines(text: string): TableLine[] {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, index) => ({ line: line.replace(/^[ \t\r]+/, ""), number: index + 1 }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"))
    .map(({ line, number }) => lineOf(line, number));
}
