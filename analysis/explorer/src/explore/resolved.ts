/* A resolved config, as the library writes it: what an arm is at its start, and what changes on which day and where. */

export type Value = number | string;
export type Where = Record<string, unknown>;

export interface Resolved {
  run: Record<string, Value>;
  regime: Record<string, Value>;
  constants: Record<string, Value>;
  regime_name: string;
  municipalities: { name: string; code: number; profile: Record<string, Value> }[];
  timeline: { name: string; lever: string; value: Value; day: number; ramp_days: number; where: Where }[];
  reorganise: { name: string; rule: string; day: number; pool_size: number; span: number; where: Where }[];
  market?: Record<string, unknown>;
}

/** A lever that gets a value on a measured day, in the units that `where` means (none of its keys: all). */
export interface Step {
  path: string;
  value: Value;
  day: number;
  rampDays: number;
  where: Where;
  /** By which units and teams are formed anew; null: it is no reorganisation. */
  rule: string | null;
}

export const STRUCTURAL = ["organisation.pool_size", "organisation.span"] as const;

export const resolvedOf = (json: string): Resolved => JSON.parse(json) as Resolved;

/** A selector without the keys that choose nothing: {areas: [], units: [], pilot: false} means all. */
function chosen(where: Where): Where {
  const says = (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
  const kept = Object.entries(where).filter(([key, value]) => says(value) && !(key === "pilot" && value === false));
  return Object.fromEntries(kept);
}

function reorganised(config: Resolved): Step[] {
  return config.reorganise.flatMap(({ pool_size, span, day, rule, where }) =>
    [
      { path: STRUCTURAL[0], value: pool_size },
      { path: STRUCTURAL[1], value: span },
    ]
      .filter(({ value }) => value > 0)
      .map((own) => ({ ...own, day, rampDays: 0, where: chosen(where), rule })),
  );
}

/** All changes in the order of their days. */
export function stepsOf(config: Resolved): Step[] {
  const levers = config.timeline.map(
    ({ lever, value, day, ramp_days, where }): Step => ({
      path: lever,
      value,
      day,
      rampDays: ramp_days,
      where: chosen(where),
      rule: null,
    }),
  );
  return [...levers, ...reorganised(config)].sort((a, b) => a.day - b.day);
}

/** What a parameter is from the start; null: this config has none of that name. */
export function startOf(config: Resolved, path: string): Value | null {
  const profile = config.municipalities.length === 1 ? config.municipalities[0]?.profile : undefined;
  return config.regime[path] ?? config.constants[path] ?? profile?.[path] ?? config.run[path] ?? null;
}

/** What a lever has become when all is done, wherever it changed last. */
export function endOf(config: Resolved, path: string): Value | null {
  return stepsOf(config).findLast((step) => step.path === path)?.value ?? startOf(config, path);
}

const numbers = (own: Record<string, Value> | undefined, path: string): number => Number(own?.[path]);

export const recipientsOf = (config: Resolved): number =>
  config.municipalities.reduce((sum, { profile }) => sum + numbers(profile, "municipality.recipients"), 0);

export const areasOf = (config: Resolved): number => numbers(config.municipalities[0]?.profile, "municipality.areas");

export const daysOf = (config: Resolved): number => numbers(config.run, "run.days");
