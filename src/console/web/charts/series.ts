export interface Series {
  readonly name: string;
  readonly kind: 'line' | 'dashed' | 'bar';
  readonly color: 'accent' | 'muted' | 'bad' | 'warn' | 'info';
  /** One for each label; null: no figure. */
  readonly values: readonly (number | null)[];
}

export const fills = {
  accent: 'fill-accent',
  muted: 'fill-control',
  bad: 'fill-bad',
  warn: 'fill-warn',
  info: 'fill-info',
};
export const strokes = {
  accent: 'stroke-accent',
  muted: 'stroke-control',
  bad: 'stroke-bad',
  warn: 'stroke-warn',
  info: 'stroke-info',
};
