/* Axes that stay: the same for a measure whatever comes out, and widened in doublings where it does not suffice. */

import type { Series } from "../document.ts";

export interface Axis {
  low: number;
  high: number;
}

/** Of the five, in their own units. */
const FIXED: Record<string, Axis> = {
  satisfied: { low: 0.8, high: 1 },
  missed_share: { low: 0, high: 0.06 },
  staff_met: { low: 0, high: 30 },
  sick_share: { low: 0, high: 0.16 },
};

/** What costs: so much about the base's level. */
const ABOUT: Record<string, number> = { cost: 0.15, municipal_cost: 0.15 };

const there = (values: Series): number[] => values.filter((own): own is number => own !== null);

function widened(axis: Axis, low: number, high: number): Axis {
  const width = axis.high - axis.low;
  if (low < axis.low && axis.low > 0)
    return widened({ low: Math.max(0, axis.low - width), high: axis.high }, low, high);
  if (low < axis.low) return widened({ low: axis.low - width, high: axis.high }, low, high);
  return high > axis.high ? widened({ low: axis.low, high: axis.high + width }, low, high) : axis;
}

/** Of a measure without a fixed axis: what there is, with some room. */
function around(low: number, high: number): Axis {
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.02, 1e-9);
  return { low: low >= 0 ? Math.max(0, low - room) : low - room, high: high + room };
}

export interface Shown {
  /** The level that money is shown about. */
  base?: number | null;
  /** Of a share, bands do not leave 0-1. */
  isShare?: boolean;
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

export function axisOf(measure: string | null, values: Series, { base = null, isShare = false }: Shown = {}): Axis {
  const own = isShare ? there(values).map(within) : there(values);
  const [low, high] = own.length > 0 ? [Math.min(...own), Math.max(...own)] : [0, 1];
  const share = ABOUT[measure ?? ""];
  const about = share && base ? { low: base * (1 - share), high: base * (1 + share) } : null;
  const fixed = FIXED[measure ?? ""] ?? about;
  return fixed ? widened(fixed, low, high) : around(low, high);
}
