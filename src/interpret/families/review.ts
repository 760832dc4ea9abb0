import { idAt, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Family, Identification } from '../family.ts';
import { wordsFor } from '../words/code-words.ts';
import { closedReasons, openedReasons } from '../words/fraud-words.ts';
import { alertOf, baseType, idsOf, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** `review.*`: Radar (or a colleague) asks for a person to look at a payment. */
export const reviewFamily: Family = {
  identify(event): Identification {
    const about = ownTouch(event, 'review');
    const object = event.object ?? undefined;
    const payment = idsOf(idAt(object, 'payment_intent'), idAt(object, 'charge'));
    return {
      about,
      also: payment.length === 0 ? [] : [{ kind: 'payment', keys: payment, objectId: about.objectId }],
      references: payment,
    };
  },

  mean(event, _before, _after, context) {
    const review = event.object;
    if (review === null) return unfetched(event, context, 'review', 'reviews');
    const opened = verbOf(baseType(event.type)) === 'opened';
    const why = opened
      ? wordsFor(openedReasons, textAt(review, 'opened_reason') ?? textAt(review, 'reason'))
      : wordsFor(closedReasons, textAt(review, 'closed_reason') ?? textAt(review, 'reason'));
    const words = opened ? say`A person should look at this payment` : say`Review closed`;
    return alertOf(event, context, {
      kind: 'review',
      code: opened ? 'review.opened' : 'review.closed',
      topic: 'reviews',
      severity: opened ? 'high' : 'normal',
      tone: opened ? 'warning' : 'neutral',
      opensCard: opened,
      change: {
        key: `review:${objectIdOf(event) ?? event.id}:${opened ? 'opened' : 'closed'}`,
        phrase: why.length === 0 ? words : say`${words}: ${why}`,
      },
      country: textAt(review, 'ip_address_location.country'),
    });
  },
};
