/** Edits from one text to another, a swap of two neighbours being one (Damerau 1964, restricted). */
function edits(a: string, b: string): number {
  let [before, above] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    [before, above] = [above, row];
  }
  return above[b.length] ?? 0;
}

/** The candidate that was probably meant: one edit for three letters at the most; null: none is near. */
export function nearest(name: string, candidates: string[]): string | null {
  let found: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = edits(name, candidate);
    if (distance < fewest && 3 * distance <= Math.max(name.length, candidate.length)) {
      [found, fewest] = [candidate, distance];
    }
  }
  return found;
}
