export interface Finding {
  readonly level: 'well' | 'warning' | 'fault';
  readonly about: string;
  readonly text: string;
  /** What to do; null where all is well. */
  readonly advice: string | null;
}

export function well(about: string, text: string): Finding {
  return { level: 'well', about, text, advice: null };
}

export function ill(level: 'warning' | 'fault', about: string, text: string, advice: string): Finding {
  return { level, about, text, advice };
}
