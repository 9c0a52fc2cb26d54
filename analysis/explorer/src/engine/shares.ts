/** Which arms share what comes before the day on which they part. */

/** Arm `arm` goes as arm `of` until measured day `day`, on which they part; Infinity: they never do. */
export interface Share {
  arm: number;
  of: number;
  day: number;
}

/**
 * Each arm shares with the one before it that it goes along with for longest. Arms that part before the first measured day
 * share nothing.
 * @param parting the measured day on which two arms part: -1 before the first one
 */
export function shares(arms: number, parting: (arm: number, of: number) => number): Share[] {
  const found: Share[] = [];
  for (let arm = 1; arm < arms; arm++) {
    const days = Array.from({ length: arm }, (_, of) => parting(arm, of));
    const day = Math.max(...days);
    if (day >= 0) found.push({ arm, of: days.indexOf(day), day });
  }
  return found;
}
