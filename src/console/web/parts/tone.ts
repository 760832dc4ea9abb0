/** What a state means to the reader. Each has its colour and never only its colour: the text beside it says the same. */
export type Feeling = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

export const textOf: Readonly<Record<Feeling, string>> = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-info',
  neutral: 'text-muted',
};

export const softOf: Readonly<Record<Feeling, string>> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  neutral: 'bg-sunken text-muted',
};

export const solidOf: Readonly<Record<Feeling, string>> = {
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info',
  neutral: 'bg-control',
};

export const eventFeeling: Readonly<Record<string, Feeling>> = {
  received: 'info',
  routed: 'good',
  suppressed: 'neutral',
  quarantined: 'warn',
  failed: 'bad',
};

export const deliveryFeeling: Readonly<Record<string, Feeling>> = {
  pending: 'info',
  sending: 'info',
  ambiguous: 'warn',
  sent: 'good',
  folded: 'neutral',
  skipped: 'neutral',
  parked: 'warn',
  dead: 'bad',
};
