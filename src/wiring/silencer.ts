import { parseDuration } from '../config/duration.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import { type Phrase, say, type Value } from '../domain/phrase.ts';
import { type Silence, type SilenceMatcher, silencedText } from '../domain/silence.ts';
import type { Subject } from '../domain/subject.ts';
import type { Silencer } from '../interact/deps.ts';
import { addSilence, endSilence, listSilences, type SilencesDeps } from './silences.ts';

const usualMs = 24 * 3_600_000;
const fillers = new Set(['for', 'all', 'everything']);

/**
 * Mute and unmute as people say them in Slack: `cus_… 24h because …`, `prod_… for 7d`, `route everything else 1h`,
 * `everything 4h --digest 10m`, `--drop`. From a card: the card's subject, in its channel, for a day. Everything is muted
 * for the channel that it is said in. `changed` is called once it holds.
 */
export function silencerOf(deps: SilencesDeps & { readonly changed: () => Promise<void> }): Silencer {
  return {
    mute: (request) =>
      answered(async () => {
        const words = readWords(request.what);
        if (words.unknown.length > 0) {
          const hint = 'say cus_123, prod_123, route and its name, or all, and for how long: for 24h';
          throw new TillbellError('usage_silence', `“${words.unknown.join(' ').slice(0, 60)}” is not understood`, {
            hint,
          });
        }
        const made = await addSilence(deps, {
          matcher: matcherOf(words, request.subject, request.channel),
          until: deps.clock.now() + (words.ms ?? usualMs),
          author: request.by,
          reason: words.reason,
          effect: words.drop ? 'drop' : 'digest',
          ...(words.digestMs === null ? {} : { digestMs: words.digestMs }),
        });
        await deps.changed();
        return muted(made);
      }),
    unmute: ({ by, what }) =>
      answered(async () => {
        const id = what.trim();
        if (id === '') return listed(await listSilences(deps));
        await endSilence(deps, { id, by });
        await deps.changed();
        return say`The silence ${term(id)} has ended; what it held is told now.`;
      }),
  };
}

/** What is wrong with what somebody asked for is an answer to him. */
async function answered(work: () => Promise<Phrase>): Promise<Phrase> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TillbellError) || !error.code.startsWith('usage_')) throw error;
    const hint =
      error.hint === null ? [] : say` ${term(`${error.hint.charAt(0).toUpperCase()}${error.hint.slice(1)}.`)}`;
    return say`Nothing was muted: ${term(messageOf(error))}.${hint}`;
  }
}

interface SpokenSilence {
  readonly customer: string | null;
  readonly product: string | null;
  readonly route: string | null;
  readonly ms: number | null;
  readonly digestMs: number | null;
  readonly drop: boolean;
  readonly reason: string;
  /** What means nothing here: to pass it over would mute more than was meant. */
  readonly unknown: readonly string[];
}

/** Reads the words in any order; after `route` what is no keyword, id or duration belongs to its name. */
export function readWords(text: string): SpokenSilence {
  const [spoken = '', ...because] = text.split(/\bbecause\b/);
  let [customer, product, ms, digestMs]: [string | null, string | null, number | null, number | null] = [
    null,
    null,
    null,
    null,
  ];
  let [drop, inRoute, digestNext] = [false, false, false];
  const route: string[] = [];
  const unknown: string[] = [];
  for (const word of spoken.split(/\s+/).filter((one) => one !== '')) {
    const duration = parseDuration(word);
    if (digestNext || (duration !== null && /^[0-9]/.test(word))) {
      if (digestNext) digestMs = duration ?? 0;
      else ms = duration;
      digestNext = false;
    } else if (word === '--digest') digestNext = true;
    else if (word === '--drop') drop = true;
    else if (/^cus_\w+$/.test(word)) customer = word;
    else if (/^prod_\w+$/.test(word)) product = word;
    else if (word === 'route') inRoute = true;
    else if (inRoute && word !== 'for') route.push(word);
    else if (!fillers.has(word)) unknown.push(word);
  }
  const name = route.join(' ').replace(/^"(.*)"$/, '$1');
  return {
    customer,
    product,
    route: inRoute ? name : null,
    ms,
    digestMs,
    drop,
    reason: because.join('because').trim(),
    unknown,
  };
}

function matcherOf(words: SpokenSilence, subject: Subject | null, channel: string | null): SilenceMatcher {
  const { customer, product, route } = words;
  const named = {
    ...(customer === null ? {} : { customer }),
    ...(product === null ? {} : { product }),
    ...(route === null ? {} : { route }),
    ...(subject === null ? {} : { subject: subject.id }),
  };
  // A customer, a product or a route is muted wherever it would be shown; the rest where it is said.
  if (subject === null && Object.keys(named).length > 0) return named;
  const here = channel === null ? {} : { channel };
  return subject === null ? { everything: true, ...here } : { ...named, ...here };
}

function muted(made: Silence): Phrase {
  const { subject } = made.matcher;
  const what = subject === undefined ? silencedText(made.matcher) : 'this card';
  const end = made.effect === 'drop' ? say`how many there were` : say`what was held`;
  return say`Muted ${term(what)} until ${until(made)}. At the end one message tells each channel ${end}. To end it sooner: /tillbell unmute ${term(made.id)}`;
}

function listed(silences: readonly Silence[]): Phrase {
  if (silences.length === 0) return say`Nothing is muted.`;
  return silences
    .slice(0, 20)
    .flatMap(
      (one) => say`${term(one.id)} until ${until(one)}, by ${author(one.author)}: ${term(silencedText(one.matcher))}\n`,
    );
}

function until(silence: Silence): Value {
  return { type: 'date', at: Math.floor(silence.until / 1000), style: 'time' };
}

function author(id: string): Value {
  return /^[UW][A-Z0-9]{2,30}$/.test(id) ? { type: 'slack_user', id } : term(id);
}

function term(text: string): Value {
  return { type: 'term', text };
}
