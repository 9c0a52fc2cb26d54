/** The structs of tillit.h, field by field in their order, under their names there. */
import { ends, long, place, range, real, struct, text, whole, words } from "./layout.ts";

export const tillit_stop = struct({ value: real, label: words });

export const tillit_parameter = struct({
  path: text,
  kind: text,
  section: text,
  status: text,
  group: text,
  owner: text,
  unit: text,
  choices: text,
  source: text,
  meaning: text,
  label: words,
  default_value: real,
  low: real,
  high: real,
  neutral: range,
  theory: range,
  structural: whole,
  stop_count: whole,
  sentence: words,
  unit_label: words,
  stops: place,
});

export const tillit_measure = struct({
  name: text,
  meaning: text,
  label: words,
  unit: words,
  published: text,
  source: text,
  sentence: words,
  telling: text,
  ends: ends,
  published_sv: text,
});

export const tillit_claim = struct({
  name: text,
  text: words,
  measure: whole,
  treatment: whole,
  control: whole,
  direction: whole,
  from: whole,
  to: whole,
  smallest: real,
});

export const tillit_asked = struct({
  municipality: place,
  what_if: place,
  what_if_count: whole,
  like: place,
  language: whole,
});

export const tillit_estimate = struct({ mean: real, half_width: real, count: whole });
export const tillit_time = struct({ day: real, low: real, high: real });

export const tillit_differences = struct({
  values: place,
  first_day: place,
  days: place,
  replicates: whole,
  periods: whole,
  change_day: long,
});

export const tillit_course = struct({
  dip: tillit_estimate,
  dip_from: long,
  dip_to: long,
  dip_days: tillit_time,
  passed: tillit_time,
  half_way: tillit_time,
  level: tillit_estimate,
  level_from: long,
  level_to: long,
  settled: whole,
});

export const tillit_where = struct({
  municipality: whole,
  provider: whole,
  area: whole,
  unit: whole,
  kinds: whole,
  outlying: whole,
  pilot: whole,
});

/** tillit_status by its numbers. */
export const STATUS = {
  OK: 0,
  NULL: 1,
  ENDED: 2,
  BUSY: 3,
  OUT_OF_RANGE: 4,
  UNKNOWN: 5,
  INVALID: 6,
  NEWER: 7,
  OUT_OF_MEMORY: 8,
  STOPPED: 9,
  FINISHED: 10,
  FAILED: 11,
  NOBODY_MEANT: 12,
  NO_CODE: 13,
  NOT_ALIKE: 14,
  NO_EQUAL_COST: 15,
} as const;
