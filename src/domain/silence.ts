/** "Mute this for a while", made by a person. All matchers that are given must match; one without any matches nothing. */
export interface Silence {
  readonly id: string;
  readonly matcher: SilenceMatcher;
  /** Milliseconds since the epoch from which it no longer holds. */
  readonly until: number;
  readonly author: string;
  readonly reason: string;
  /** `digest`: what was held is told in one message at the end · `drop`: it is kept on record only. */
  readonly effect: 'digest' | 'drop';
  /** Critical alerts come through unless the author said otherwise. */
  readonly critical: boolean;
  /** What is held is told this often, not only at the end ("sale mode"); absent: at the end. */
  readonly digestMs?: number | null;
}

export interface SilenceMatcher {
  readonly customer?: string;
  readonly product?: string;
  /** A route's full name; its children are meant too. */
  readonly route?: string;
  readonly channel?: string;
  readonly subject?: string;
  /** Whatever it is, in every channel that the other matchers leave. */
  readonly everything?: true;
}

/** What a silence is about, for people. Its card's id means nothing to them. */
export function silencedText({ everything, customer, product, route, channel, subject }: SilenceMatcher): string {
  const what = [
    ...(everything === true ? ['everything but what is critical'] : []),
    ...(subject === undefined ? [] : ['one card']),
    ...(customer === undefined ? [] : [`customer ${customer}`]),
    ...(product === undefined ? [] : [`product ${product}`]),
    ...(route === undefined ? [] : [`route “${route}”`]),
  ].join(', ');
  return channel === undefined ? what : `${what || 'everything'} in channel “${channel}”`;
}

/** The mark of what a silence holds: its fold class and its row of what was held. */
export function holdOfSilence(id: string): string {
  return `silence:${id}`;
}
