/* A municipality of one's own as settings of an experiment: the same values as in the config that `tillit new-municipality` writes
 * (model/cli/new_municipality.c), over those of the Swedish median. */

import type { Figures } from "./figures.ts";

/** The default of a parameter, by its path. */
export type Defaults = (path: string) => number;

export interface Setting {
  path: string;
  value: number;
  /** Why it is so. */
  from: "figure" | "rule" | "derived";
}

const RECIPIENTS_AN_AREA = 110;
const MOST_AREAS = 500;
/** What hourly staff work at the default of the lever, per cent (fitted, LR21). */
const HOURLY_BY_DEFAULT = 16;
const MOST_HOURLY = 0.8;
const YEAR_DAYS = 365;
const SHORT_LIMIT_DAYS = 14;

const own = (path: string, value: number | undefined): Setting[] =>
  value === undefined ? [] : [{ path, value, from: "figure" }];

function areas({ areas, recipients }: Figures): Setting[] {
  if (areas !== undefined || recipients === undefined) {
    return own("municipality.areas", areas);
  }
  const byRule = Math.max(1, Math.floor(recipients / RECIPIENTS_AN_AREA + 0.5));
  return [{ path: "municipality.areas", value: Math.min(byRule, MOST_AREAS), from: "rule" }];
}

/** A team is at most as large as its unit. */
function organisation({ span, "hourly share": hourly }: Figures, defaults: Defaults): Setting[] {
  const found = own("organisation.span", span);
  if (span !== undefined && span < defaults("organisation.pool_size")) {
    found.push({ path: "organisation.pool_size", value: span, from: "derived" });
  }
  if (hourly !== undefined) {
    const share = Math.min((defaults("organisation.hourly_share") * hourly) / HOURLY_BY_DEFAULT, MOST_HOURLY);
    found.push({ path: "organisation.hourly_share", value: Number(share.toPrecision(10)), from: "derived" });
  }
  return found;
}

/** Chance that a long spell lasts so many days beyond its first. */
function longSurvival(defaults: Defaults, days: number): number {
  const decline = defaults("sickness.long_hazard_decline");
  const waning = decline > 0 ? (1 - Math.exp(-decline * days)) / decline : days;
  return Math.exp(-defaults("sickness.long_hazard_floor") * days - defaults("sickness.long_hazard_start") * waning);
}

/** Share of days on sick leave that is expected at the defaults, before strain. */
function expectedShare(defaults: Defaults): number {
  let longDays = SHORT_LIMIT_DAYS;
  for (let day = 1; day < 3650; day++) {
    longDays += longSurvival(defaults, day);
  }
  const short = defaults("sickness.short_spells_per_year") * defaults("sickness.short_days");
  const odds = (short + defaults("sickness.long_spells_per_year") * longDays) / YEAR_DAYS;
  return odds / (1 + odds);
}

/** Both rates of spells are moved alike, until their expected share is the figure. */
function sickness({ absence }: Figures, defaults: Defaults): Setting[] {
  if (absence === undefined) {
    return [];
  }
  const [base, share] = [expectedShare(defaults), absence / 100];
  const factor = share / (1 - share) / (base / (1 - base));
  return ["sickness.short_spells_per_year", "sickness.long_spells_per_year"].map((path) => ({
    path,
    value: Number((factor * defaults(path)).toPrecision(6)),
    from: "derived",
  }));
}

export function settingsOf(figures: Figures, defaults: Defaults): Setting[] {
  return [
    ...own("municipality.recipients", figures.recipients),
    ...own("municipality.granted_hours", figures.hours),
    ...areas(figures),
    ...organisation(figures, defaults),
    ...sickness(figures, defaults),
  ];
}
