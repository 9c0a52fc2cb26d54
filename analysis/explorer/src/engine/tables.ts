/** What there is to measure and to set, with words for people, as the library's tables say it. */
import type { Core } from "./core.ts";
import { tillit_measure, tillit_parameter, tillit_stop } from "./structs.ts";

type Row<T> = T extends { read(...own: never[]): infer R } ? R : never;

export type Measure = Row<typeof tillit_measure> & {
  /** Is more of it better for people (1), or less (-1), or neither (0)? */
  better: number;
};
export type Stop = Row<typeof tillit_stop>;
export type Parameter = Omit<Row<typeof tillit_parameter>, "stops" | "stop_count" | "structural"> & {
  structural: boolean;
  stops: Stop[];
};

const each = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** All measures, in the order in which values of measures are told. */
export function measuresOf(core: Core): Measure[] {
  const { library, memory } = core;
  return each(library.tillit_measure_count(), (i) => ({
    ...tillit_measure.read(memory, library.tillit_measure_at(i)),
    better: library.tillit_measure_better(i),
  }));
}

/** All parameters and levers, by the path under which configs and sets name them. */
export function parametersOf(core: Core): Map<string, Parameter> {
  const { library, memory } = core;
  const rows = each(library.tillit_parameter_count(), (i) => {
    const { stops, stop_count, structural, ...row } = tillit_parameter.read(memory, library.tillit_parameter_at(i));
    const read = (k: number): Stop => tillit_stop.read(memory, stops + k * tillit_stop.size);
    return { ...row, structural: structural === 1, stops: each(stop_count, read) };
  });
  return new Map(rows.map((row) => [row.path, row]));
}
