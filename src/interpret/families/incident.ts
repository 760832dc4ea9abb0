import type { StripeEvent } from '../../domain/event.ts';
import { isObject, type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import { type Money, money } from '../../domain/money.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Severity, Topic } from '../../domain/severity.ts';
import type { Context, Family, Meaning } from '../family.ts';
import { joined, numberValue } from '../naming/value.ts';
import { anomalyOverPhrase, anomalySorts, paymentValue } from './anomaly.ts';
import { alertOf, noNews, ownTouch, verbOf } from './meaning.ts';

/** Tillbell's own events about money incidents (report/incidents): they take the way of every event, from the store on. */
export const incidentFamily: Family = {
  identify(event) {
    return { about: ownTouch(event, 'other'), also: [], references: [] };
  },

  mean(event, _before, _after, context) {
    const { object } = event;
    const kind = textAt(object ?? undefined, 'kind') ?? '';
    if (object !== null && Object.hasOwn(anomalySorts, kind)) return anomalyMeaning(event, object, kind, context);
    if (object === null || !Object.hasOwn(sorts, kind))
      return noNews('incident_unknown', 'an incident of an unknown kind');
    const { topic, severity } = sorts[kind] ?? { topic: 'account', severity: 'high' };
    const over = textAt(object, 'state') === 'closed';
    const opens = verbOf(event.type) === 'opened';
    const key = `incident:${textAt(object, 'id') ?? event.id}:${event.id}`;
    const tells = over || object['tells'] === true;
    return alertOf(event, context, {
      kind: 'other',
      code: `incident.${kind}.${over ? 'closed' : 'open'}`,
      topic,
      severity: over ? 'normal' : severity,
      tone: over ? 'neutral' : 'bad',
      opensCard: opens,
      change:
        opens || !tells ? null : { key, phrase: over ? overPhrase(object) : growthPhrase(object), broadcast: over },
      amount: lostOf(object, 'lost')[0] ?? null,
    });
  },
};

/** Told when it begins and when it is over; a single payment once. */
function anomalyMeaning(event: StripeEvent, object: JsonObject, kind: string, context: Context): Meaning {
  const sort = anomalySorts[kind];
  if (sort === undefined) return noNews('incident_unknown', 'an incident of an unknown kind');
  const opens = verbOf(event.type) === 'opened';
  const payment = paymentValue(object);
  return alertOf(event, context, {
    kind: 'other',
    code: `anomaly.${kind}.${opens ? 'open' : 'closed'}`,
    topic: sort.topic,
    severity: opens ? sort.severity : 'normal',
    tone: opens ? sort.tone : 'neutral',
    opensCard: opens,
    change: opens
      ? null
      : { key: `anomaly:${textAt(object, 'id') ?? event.id}:closed`, phrase: anomalyOverPhrase(object) },
    amount: payment?.type === 'money' ? payment.money : null,
    customer: textAt(object, 'anomaly.payment.customer'),
  });
}

const sorts: Readonly<Record<string, { readonly topic: Topic; readonly severity: Severity }>> = {
  decline_spike: { topic: 'failures', severity: 'high' },
  card_testing: { topic: 'fraud', severity: 'critical' },
  payout_failure: { topic: 'payouts', severity: 'critical' },
  account_restriction: { topic: 'account', severity: 'critical' },
};

/** "Over: recovered 12 of 57, €1,240.00 of €5,310.00". */
export function overPhrase(object: JsonObject): Phrase {
  const [failed, recovered] = [numberAt(object, 'failed') ?? 0, numberAt(object, 'recovered') ?? 0];
  const [lost, regained] = [sumsPhrase(object, 'lost'), sumsPhrase(object, 'regained')];
  const sums = lost.length === 0 ? [] : regained.length === 0 ? say`, ${lost} in all` : say`, ${regained} of ${lost}`;
  return say`Over: recovered ${numberValue(recovered)} of ${numberValue(failed)}${sums}`;
}

function growthPhrase(object: JsonObject): Phrase {
  const lost = sumsPhrase(object, 'lost');
  const sums = lost.length === 0 ? [] : say`, ${lost}`;
  return say`${numberValue(numberAt(object, 'failed') ?? 0)} by now${sums}`;
}

/** Sums of each currency, never added up. */
export function sumsPhrase(object: JsonObject, name: 'lost' | 'regained'): Phrase {
  return joined(
    lostOf(object, name).map((sum) => say`${{ type: 'money', money: sum }}`),
    say` + `,
  );
}

function lostOf(object: JsonObject, name: 'lost' | 'regained'): Money[] {
  return listAt(object, name)
    .filter(isObject)
    .flatMap((sum) => {
      const [minor, currency] = [textAt(sum, 'minor'), textAt(sum, 'currency')];
      if (minor === null || currency === null || !/^-?\d{1,40}$/.test(minor)) return [];
      const checked = money(0, currency);
      return checked === null ? [] : [{ minor: `${BigInt(minor)}`, currency: checked.currency }];
    });
}
