import type { StripeEvent } from '../../domain/event.ts';
import type { Topic } from '../../domain/severity.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { Family, Identification, Meaning } from '../family.ts';
import { accompanies, type SaleEvent, saleEvent } from '../sale/alert.ts';
import { saleReferences, saleTouch } from '../sale/keys.ts';
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
      if (meaning === undefined) return accompanies('it changes the card of its sale and is no news by itself');
      return meaning(saleEvent(event, before, after, context));
    },
  };
}
