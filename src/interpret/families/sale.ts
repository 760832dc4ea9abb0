import type { StripeEvent } from '../../domain/event.ts';
import { isZero, type Money } from '../../domain/money.ts';
import type { Topic } from '../../domain/severity.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { Family, Identification, Meaning } from '../family.ts';
import { accompanies, type SaleEvent, saleEvent } from '../sale/alert.ts';
import { saleReferences, saleTouch } from '../sale/keys.ts';
import { failedNews, paidNews, refundNews } from '../sale/news.ts';
import { baseType, objectIdOf, ownTouch } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** Event type (without `v1.`) → what it says. A type that is not named says nothing by itself. */
export type SaleMeanings = Readonly<Record<string, (said: SaleEvent) => Meaning>>;

/**
 * A family of sale events. The subject follows from the object itself, not from the type: `charge.refund.updated` carries a
 * refund. An object that is no part of a sale, or none at all, is a subject of its own.
 */
export function saleFamily(kind: SubjectKind, topic: Topic, meanings: SaleMeanings): Family {
  return {
    identify(event: StripeEvent): Identification {
      const touch = event.object === null ? null : saleTouch(event.object);
      const about = touch ?? ownTouch(event, kind, objectIdOf(event));
      return { about, also: [], references: event.object === null ? [] : saleReferences(event.object) };
    },

    mean(event, before, after, context) {
      if (event.object === null) return unfetched(event, context, kind, topic);
      const type = baseType(event.type);
      const meaning = Object.hasOwn(meanings, type) ? meanings[type] : undefined;
      const said = saleEvent(event, before, after, context);
      return meaning === undefined ? accompanying(said) : meaning(said);
    },
  };
}

const silent = 'it changes the card of its sale and is no news by itself';

/**
 * An event that is no news by its type (`invoice.updated`) may still be the first that shows some. It then tells it, under
 * the key by which the event that reports it is recognised: else that one would find nothing new and say nothing.
 */
function accompanying(said: SaleEvent): Meaning {
  const { figures: then, failures: failedThen } = said.before.reading;
  const { figures: now, failures: failedNow } = said.after.reading;
  const grew = (from: Money | null, to: Money | null) =>
    to !== null && !isZero(to) && (from === null || from.minor !== to.minor);
  const updated = said.event.type.endsWith('.updated');
  if (!updated) return accompanies(silent);
  if (grew(then.refunded, now.refunded)) return refundNews(said);
  if (grew(then.paid, now.paid)) return paidNews(said);
  if (failedNow.count > failedThen.count) return failedNews(said);
  return accompanies(silent);
}
