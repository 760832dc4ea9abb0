export interface Series {
  readonly name: string;
  readonly kind: 'line' | 'dashed' | 'bar';
  readonly color: 'accent' | 'soft' | 'muted' | 'bad' | 'warn' | 'text';
  /** One for each label; null: no figure. */
  readonly values: readonly (number | null)[];
}

export const fills: Readonly<Record<Series['color'], string>> = {
  accent: 'fill-accent',
  soft: 'fill-accent opacity-45',
  muted: 'fill-control',
  bad: 'fill-bad',
  warn: 'fill-warn',
  text: 'fill-text',
};
export const strokes: Readonly<Record<Series['color'], string>> = {
  accent: 'stroke-accent',
  soft: 'stroke-accent opacity-45',
  muted: 'stroke-control',
  bad: 'stroke-bad',
  warn: 'stroke-warn',
  text: 'stroke-text',
};
