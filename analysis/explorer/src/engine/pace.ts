/** How many days are done before messages are let in again: as many as take some hundredths of a second. */
const STEP_MS = 25;
const MOST_DAYS = 28;

/** The next step, from how long the last one took. */
export function pace(days: number, milliseconds: number): number {
  const fitting = (days * STEP_MS) / Math.max(milliseconds, 1);
  return Math.max(1, Math.min(MOST_DAYS, Math.floor(fitting)));
}
