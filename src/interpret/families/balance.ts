import type { StripeEvent } from '../../domain/event.ts';
import { isObject, type JsonObject, listAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Family, Identification } from '../family.ts';
import { amountValue, joined } from '../naming/value.ts';
import { genericFamily } from './generic.ts';
import { alertOf, baseType, noNews } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/**
 * `balance.available`: a balance has no id (F19). There is one for each account, so the connected account's id stands for
 * it; the store keeps the configured accounts apart.
 */
export const balanceFamily: Family = {
  identify(event): Identification {
    if (!isBalance(event)) return genericFamily.identify(event);
    const key = `balance:${event.connectAccount ?? 'own'}`;
    return { about: { kind: 'other', keys: [key], objectId: key }, also: [], references: [] };
  },

  mean(event, before, after, context) {
    if (!isBalance(event)) return genericFamily.mean(event, before, after, context);
    const balance = event.object;
    if (balance === null) return unfetched(event, context, 'other', 'balance');
    const available = balancePhrase(balance, 'available');
    if (available.length === 0) return noNews('balance_empty', 'the balance names no amounts');
    const negative = isNegative(balance);
    return alertOf(event, context, {
      kind: 'other',
      code: 'balance.available',
      topic: 'balance',
      severity: negative ? 'normal' : 'low',
      tone: negative ? 'warning' : 'neutral',
      opensCard: true,
      change: { key: `balance:${event.created}`, phrase: say`Available balance now ${available}` },
    });
  },
};

/** Transfers, top-ups, fees, reserves and settings move the balance, but each is an object with a card of its own. */
function isBalance(event: StripeEvent): boolean {
  return baseType(event.type) === 'balance.available';
}

/** "€10.00, $2.00": each currency by itself, never added; empty where none is named. */
export function balancePhrase(balance: JsonObject, part: 'available' | 'pending' | 'instant_available'): Phrase {
  const amounts = listAt(balance, part).map((entry) =>
    isObject(entry) ? say`${amountValue(entry['amount'], entry['currency'])}` : [],
  );
  return joined(amounts, say`, `);
}

export function isNegative(balance: JsonObject): boolean {
  return listAt(balance, 'available').some((entry) => isObject(entry) && Number(entry['amount']) < 0);
}
