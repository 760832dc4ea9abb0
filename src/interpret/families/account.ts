import type { StripeEvent } from '../../domain/event.ts';
import { idAt, textAt } from '../../domain/json.ts';
import { accountNews } from '../account-news.ts';
import type { Family, Identification } from '../family.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/**
 * `account.*`, `capability.*`, `person.*`: all of one account share its subject, so that "payouts disabled" and the missing
 * document stand on one card. Where no account is named, the object is a subject of its own.
 */
export const accountFamily: Family = {
  identify(event): Identification {
    const account = accountOf(event);
    const own = objectIdOf(event);
    // A capability's id (`card_payments`) is the same in every account.
    const part = own === account ? own : account === null ? own : `${account}:${own ?? verbOf(event.type)}`;
    const key = account ?? own ?? `event:${event.id}`;
    return { about: { kind: 'other', keys: [key], objectId: part ?? key }, also: [], references: idsOf(account) };
  },

  mean(event, _before, _after, context) {
    const topic = event.connectAccount === null ? 'account' : 'connect';
    if (event.object === null) return unfetched(event, context, 'other', topic);
    const news = accountNews(baseType(event.type), event.object, event.previous);
    if (news === null)
      return noNews('details_changed', 'only details of the account changed: nothing is asked or disabled');
    const id = `${accountOf(event) ?? ''}:${objectIdOf(event) ?? event.id}`;
    return alertOf(event, context, {
      kind: 'other',
      code: news.code,
      topic,
      severity: news.severity,
      tone: news.tone,
      opensCard: news.opensCard,
      // A thin notification says what is, not what changed: told once, not at every update.
      change: { key: `${news.code}:${id}:${event.previous === null ? 'once' : event.created}`, phrase: news.phrase },
      country: textAt(event.object, 'country'),
    });
  },
};

function accountOf(event: StripeEvent): string | null {
  const object = event.object ?? undefined;
  const itself = textAt(object, 'object') === 'account' ? textAt(object, 'id') : null;
  const related = event.object === null && event.related?.type === 'account' ? event.related.id : null;
  return itself ?? idAt(object, 'account') ?? event.connectAccount ?? related;
}
