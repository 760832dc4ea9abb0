/** One line of the table: what was measured, what it came to, and what was aimed at. */
export interface Row {
  readonly part: string;
  readonly label: string;
  readonly value: string;
  /** In words; null where nothing is aimed at. */
  readonly aim: string | null;
  /** Null where there is no aim, or where it cannot be told from this run. */
  readonly reached: boolean | null;
}

export interface Part {
  readonly name: string;
  /** Rough minutes that it takes. */
  readonly minutes: number;
  run(options: PartOptions): Promise<{ rows: readonly Row[]; raw: unknown }>;
}

export interface PartOptions {
  /** Rounds of what is repeated; medians are taken over them. */
  readonly rounds: number;
  /** Also the sizes that take long (5 M events). */
  readonly large: boolean;
  /** Where the databases of the run are made. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The value below which `share` of them lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `0.71 (0.66–0.75)`: the median, and the least and greatest of the rounds. */
export function spread(values: readonly number[], digits = 2): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

export function ms(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
