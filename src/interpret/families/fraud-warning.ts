import { at, idAt, objectAt, textAt } from '../../domain/json.ts';
import { money } from '../../domain/money.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Family, Identification } from '../family.ts';
import { knownObject } from '../naming/price.ts';
import { wordsFor } from '../words/code-words.ts';
import { fraudTypes } from '../words/fraud-words.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** `radar.early_fraud_warning.*`: the card issuer suspects fraud; a refund now may avoid the dispute and its fee. */
export const fraudWarningFamily: Family = {
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
    const warning = event.object;
    if (warning === null) return unfetched(event, context, 'review', 'fraud');
    const actionable = warning['actionable'] === true;
    const created = verbOf(baseType(event.type)) === 'created';
    const settled = !created && !actionable && at(event.previous ?? {}, 'actionable') === true;
    if (!created && !settled) return noNews('details_changed', 'only details of the fraud warning changed');
    const type = wordsFor(fraudTypes, textAt(warning, 'fraud_type'));
    const charge = objectAt(warning, 'charge') ?? knownObject(context.known, idAt(warning, 'charge'));
    const intent = objectAt(warning, 'payment_intent') ?? knownObject(context.known, idAt(warning, 'payment_intent'));
    return alertOf(event, context, {
      kind: 'review',
      code: created ? 'fraud_warning.created' : 'fraud_warning.settled',
      topic: 'fraud',
      severity: actionable ? 'critical' : 'normal',
      tone: actionable ? 'bad' : 'neutral',
      opensCard: created,
      change: {
        key: `fraud_warning:${objectIdOf(event) ?? event.id}:${created ? 'created' : 'settled'}`,
        phrase: created ? warned(type, actionable) : say`Nothing left to do: the payment was refunded or disputed`,
      },
      amount:
        charge === null ? money(intent?.['amount'], intent?.['currency']) : money(charge['amount'], charge['currency']),
      customer: idAt(charge ?? {}, 'customer') ?? idAt(intent ?? {}, 'customer'),
    });
  },
};

function warned(type: Phrase, actionable: boolean): Phrase {
  const what = type.length === 0 ? say`The card's bank suspects fraud` : say`The card's bank suspects fraud: ${type}`;
  return actionable ? say`${what}. A refund now avoids a dispute and its fee` : what;
}
