import { say } from '../../domain/phrase.ts';
import { balancePhrase, isNegative } from '../families/balance.ts';
import type { Describe } from '../family.ts';
import { cardOf, fact, snapshotOfType } from './card.ts';

/** A balance's card: what is available, each currency by itself. */
export const describeBalance: Describe = (state, context) => {
  const balance = snapshotOfType(state, 'balance')?.object ?? {};
  const available = balancePhrase(balance, 'available');
  const negative = isNegative(balance);
  return cardOf(state, context, {
    kind: 'other',
    code: negative ? 'balance.negative' : 'balance.available',
    tone: negative ? 'warning' : 'neutral',
    severity: negative ? 'normal' : 'low',
    headline: available.length === 0 ? say`Balance` : say`${available} available in the balance`,
    facts: [
      ...fact('Pending', balancePhrase(balance, 'pending')),
      ...fact('Instantly available', balancePhrase(balance, 'instant_available')),
    ],
    linkId: null,
  });
};
