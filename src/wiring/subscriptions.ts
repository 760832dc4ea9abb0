import type { Config } from '../config/config.ts';
import { didYouMean } from '../config/suggest.ts';
import type { Clock } from '../domain/clock.ts';
import { type Phrase, say, type Value } from '../domain/phrase.ts';
import type { RouteChange } from '../domain/route-change.ts';
import { type Topic, topics } from '../domain/severity.ts';
import type { Subscriber } from '../interact/deps.ts';
import { compileFilter } from '../route/filter.ts';
import type { Store } from '../store/store.ts';
import { changeId } from './route-changes.ts';

export interface SubscriptionsDeps {
  readonly store: Pick<Store, 'routeChanges' | 'putRouteChange' | 'endRouteChange'>;
  readonly clock: Clock;
  readonly config: () => Pick<Config, 'rates'>;
  /** Called once it holds. */
  readonly changed: () => Promise<void>;
}

/**
 * A channel subscribes itself: `disputes, payouts`, `payments when amount > money("1000 EUR")`. The filter is type-checked
 * before anything is stored; the same asked for twice is one. Permission is the caller's to ask for.
 */
export function subscriberOf(deps: SubscriptionsDeps): Subscriber {
  return {
    async subscribe({ by, channel, words }) {
      const read = readSubscription(words, deps.config().rates);
      if ('problem' in read) return read.problem;
      const change: RouteChange = {
        kind: 'subscription',
        id: changeId('subscription', channel, read.topics.toSorted().join(), read.when ?? ''),
        channel,
        topics: read.topics,
        when: read.when,
        author: by,
        createdAt: deps.clock.now(),
      };
      const made = await deps.store.putRouteChange(change);
      await deps.changed();
      return made
        ? say`This channel is subscribed to ${term(said(change))}. To end it: /tillbell unsubscribe ${term(change.id)}`
        : say`This channel is subscribed to that already (${term(change.id)}).`;
    },
    async unsubscribe({ by, channel, words }) {
      const here = (await deps.store.routeChanges()).filter(
        (change) => change.kind === 'subscription' && change.channel === channel,
      );
      const id = words.trim();
      if (id === '') return listOf(here);
      if (!here.some((change) => change.id === id)) {
        return say`This channel has no subscription ${term(id.slice(0, 40))}. ${listOf(here)}`;
      }
      await deps.store.endRouteChange({ id, by, now: deps.clock.now() });
      await deps.changed();
      return say`The subscription ${term(id)} has ended.`;
    },
  };
}

type Read = { readonly topics: readonly (Topic | '*')[]; readonly when: string | null } | { readonly problem: Phrase };

/** Topics, and after `when` a filter. */
export function readSubscription(words: string, rates: Config['rates']): Read {
  const [before = '', ...after] = words.split(/\bwhen\b/);
  const when = after.join('when').trim();
  const names = before
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  const found: (Topic | '*')[] = [];
  for (const name of names) {
    const topic = name === 'everything' || name === '*' ? '*' : topics.find((one) => one === name);
    if (topic === undefined) {
      const hint = didYouMean(name, topics) ?? `there are ${topics.join(', ')}, and everything`;
      return { problem: say`Nothing was subscribed: there is no topic “${term(name.slice(0, 40))}”: ${term(hint)}.` };
    }
    found.push(topic);
  }
  if (found.length === 0) {
    return {
      problem: say`Say to what: subscribe disputes, payouts; or subscribe payments when amount >= money("1000.00 EUR")`,
    };
  }
  if (when === '') return { topics: [...new Set(found)], when: null };
  const compiled = compileFilter(when, rates);
  if (compiled.ok) return { topics: [...new Set(found)], when };
  const [fault] = compiled.faults;
  const hint = fault?.suggestion ?? null;
  const better: Phrase = hint === null ? say`` : say` ${term(hint)}.`;
  return { problem: say`Nothing was subscribed: the filter is wrong: ${term(fault?.message ?? '')}.${better}` };
}

/** In words for people: `disputes, payouts when …`. */
export function said(change: RouteChange): string {
  if (change.kind === 'digest') return `route "${change.route}" as a digest`;
  const what = change.topics.map((topic) => (topic === '*' ? 'everything' : topic)).join(', ');
  return change.when === null ? what : `${what} when ${change.when}`;
}

function listOf(changes: readonly RouteChange[]): Phrase {
  if (changes.length === 0) return say`This channel has no subscriptions.`;
  const lines = changes.map((change) => say`• ${term(change.id)}: ${term(said(change))}, by ${person(change.author)}`);
  return lines.reduce((all, line) => say`${all}\n${line}`, say`Subscriptions of this channel:`);
}

function term(text: string): Value {
  return { type: 'term', text };
}

function person(id: string): Value {
  return /^[UW][A-Z0-9]{2,30}$/.test(id) ? { type: 'slack_user', id } : term(id);
}
