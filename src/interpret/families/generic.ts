import type { StripeEvent } from '../../domain/event.ts';
import { idAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import { type Feeling, feelingOf } from '../event-feeling.ts';
import { eventName } from '../event-name.ts';
import { topicOf } from '../event-topic.ts';
import type { Family, Identification } from '../family.ts';
import { failureCode, genericAmount } from '../generic-reading.ts';
import { amountValue, term } from '../naming/value.ts';
import { codeTerm } from '../words/code-words.ts';
import { knownEvents } from '../words/known-events.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch } from './meaning.ts';
import { unfetched } from './unfetched.ts';

// Technical whatever their last step says: made by the dozen, or by Stripe's own machinery.
const technicalTypes = [
  /^file\./,
  /^billing_portal\./,
  /^test_helpers\./,
  /^apps\./,
  /^entitlements\./,
  /^three_d_secure\./,
  /^reporting\.report_type\./,
  /^v2\.core\.account_link\./,
  /^(setup_intent|billing\.meter|terminal\.reader)\.created$/,
];

/** Every type without a family of its own, and every type that did not exist when this was written. */
export const genericFamily: Family = {
  identify(event): Identification {
    return {
      about: ownTouch(event, 'other', keyOf(event)),
      also: [],
      references: idsOf(idAt(event.object ?? {}, 'customer')),
    };
  },

  mean(event, _before, _after, context) {
    const type = baseType(event.type);
    const known = Object.hasOwn(knownEvents, type) ? knownEvents[type] : undefined;
    const { object } = event;
    if (known === undefined && object === null) return unfetched(event, context, 'other', topicOf(type));
    const feeling: Feeling = known ?? feelingFor(event, type);
    if (feeling.quiet) return noNews('technical_event', 'a technical event: it changes cards but is no news by itself');
    return alertOf(event, context, {
      kind: 'other',
      code: type,
      topic: topicOf(type),
      severity: feeling.severity,
      tone: feeling.tone,
      opensCard: true,
      change: {
        key: `${type}:${objectIdOf(event) ?? event.id}:${event.created}`,
        phrase: known?.phrase ?? sentence(event, type),
      },
      amount: object === null ? null : genericAmount(object),
      customer: idAt(object ?? {}, 'customer'),
      country: textAt(object ?? {}, 'country'),
      paymentMethod: textAt(object ?? {}, 'payment_method_details.type'),
      declineCode: textAt(object ?? {}, 'last_setup_error.decline_code'),
    });
  },
};

function feelingFor(event: StripeEvent, type: string): Feeling {
  const feeling = feelingOf(type);
  if (technicalTypes.some((pattern) => pattern.test(type)) && feeling.tone !== 'bad')
    return { ...feeling, quiet: true };
  // A mandate that is no longer active means that the next debit fails.
  if (type === 'mandate.updated' && textAt(event.object ?? {}, 'status') === 'inactive') {
    return { tone: 'warning', severity: 'normal', quiet: false };
  }
  return feeling;
}

/** "Top-up failed: €10.00, insufficient funds". */
function sentence(event: StripeEvent, type: string): Phrase {
  if (type === 'mandate.updated') return say`A direct debit mandate ended: the next debit would fail`;
  const object = event.object ?? {};
  const amount = genericAmount(object);
  const name = say`${term(eventName(type))}`;
  const value = amount === null ? null : amountValue(amount.minor, amount.currency);
  const sum = value === null ? name : say`${name}: ${value}`;
  const code = feelingOf(type).tone === 'good' ? null : codeTerm(failureCode(object));
  if (code === null) return sum;
  return value === null ? say`${sum}: ${code}` : say`${sum}, ${code}`;
}

/** F19: what has no id is known by its type and its owner, so that there is one subject for each and not one for each event. */
function keyOf(event: StripeEvent): string | null {
  const id = objectIdOf(event);
  if (id !== null) return id;
  const name = textAt(event.object ?? {}, 'object');
  if (name === null) return null;
  const owner = idAt(event.object ?? {}, 'customer') ?? event.connectAccount ?? 'own';
  return `${name}:${owner}`;
}
