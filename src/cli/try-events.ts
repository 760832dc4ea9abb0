import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { TillbellError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { readEnvelope } from '../receive/envelope.ts';
import type { ReconcileAccount } from '../reconcile/deps.ts';
import { allPages } from '../reconcile/list-pages.ts';
import type { Events } from '../wiring/stored-events.ts';
import type { TriedEvent } from '../wiring/try-routes.ts';
import type { Terminal } from './terminal.ts';

/** Stripe keeps events so long. */
const keptMs = 30 * 86_400_000;

/** A file of events; every line that is none is named, and nothing is tried then. */
export function givenEvents(
  terminal: Terminal,
  options: { readonly events: string; readonly account?: string },
  today: Config,
): Events {
  const file = options.events;
  const account = options.account ?? Object.keys(today.stripe.accounts)[0] ?? 'main';
  let text: string;
  try {
    text = readFileSync(resolve(terminal.cwd, file), 'utf8');
  } catch {
    throw new TillbellError('usage_events', `${file} cannot be read`, { hint: 'one event as JSON a line' });
  }
  const faults: string[] = [];
  const events = text.split('\n').flatMap((line, index): TriedEvent[] => {
    if (line.trim() === '') return [];
    const body = new TextEncoder().encode(line);
    const read = readEnvelope(body, terminal.clock.now());
    if (read.ok) return [{ account, receivedAt: read.envelope.created * 1000, body }];
    faults.push(`${file}:${index + 1}: not an event of Stripe`);
    return [];
  });
  if (faults.length > 0) {
    const shown = faults.slice(0, 20).join('\n');
    throw new TillbellError('usage_events', shown, { hint: `${faults.length} lines hold no event; nothing was tried` });
  }
  async function* all(): AsyncGenerator<TriedEvent> {
    yield* events;
  }
  return { total: events.length, all: all() };
}

/**
 * What Stripe lists of the last days (30 at most), for accounts with an API key: so a draft can be tried before the first
 * webhook. Throws TillbellError `config_api_key`, `stripe_refused` or `stripe_unavailable`.
 */
export async function listedEvents(
  accounts: readonly ReconcileAccount[],
  limits: { readonly since: number; readonly limit: number; readonly now: number },
): Promise<Events> {
  if (accounts.length === 0) {
    throw new TillbellError('config_api_key', 'without an API key Stripe cannot be asked for its events', {
      hint: 'set STRIPE_API_KEY to a restricted key that reads Events, or leave out --stripe',
    });
  }
  const from = Math.floor(Math.max(limits.since, limits.now - keptMs) / 1000);
  const window = { from, to: Math.floor(limits.now / 1000), connectAccount: null, undelivered: false };
  const found: TriedEvent[] = [];
  for (const { name, lister } of accounts) {
    const mostPages = Math.ceil(limits.limit / 100);
    const all = await allPages((after) => lister.events({ ...window, after }), tried(name), mostPages);
    if (all.kind !== 'listed') {
      throw new TillbellError(`stripe_${all.kind}`, `account "${name}": ${all.reason.text}`, {
        hint: all.kind === 'refused' ? 'let the key read Events' : 'try again in a minute',
      });
    }
    found.push(...all.objects);
  }
  const newest = found.sort((a, b) => b.receivedAt - a.receivedAt).slice(0, limits.limit);
  async function* all(): AsyncGenerator<TriedEvent> {
    yield* newest.toReversed();
  }
  return { total: newest.length, all: all() };
}

/** An event is played at the second in which it happened: when its webhook would have come, the list does not tell. */
function tried(account: string): (objects: readonly JsonObject[]) => TriedEvent[] {
  return (objects) =>
    objects.map((event) => ({
      account,
      receivedAt: Number(event['created'] ?? 0) * 1000,
      body: new TextEncoder().encode(JSON.stringify(event)),
    }));
}
