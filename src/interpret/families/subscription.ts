import type { StripeEvent } from '../../domain/event.ts';
import { idAt, type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Context, Family, Identification, Meaning } from '../family.ts';
import { itemsOf, mrrOf } from '../mrr.ts';
import { catalogIds } from '../naming/price.ts';
import { dateValue } from '../naming/value.ts';
import {
  canceled,
  cancelScheduled,
  type Happening,
  startedAs,
  statusChange,
  updatesOf,
} from '../subscription-happenings.ts';
import { single } from '../subscription-terms.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { scheduleHappening } from './subscription-schedule.ts';
import { unfetched } from './unfetched.ts';

/** `customer.subscription.*` and `subscription_schedule.*`: one subject, keyed by the subscription's id. */
export const subscriptionFamily: Family = {
  identify(event: StripeEvent): Identification {
    const touch = ownTouch(event, 'subscription');
    const object = event.object ?? undefined;
    const customer = idAt(object, 'customer');
    if (baseType(event.type).startsWith('subscription_schedule.')) {
      // A schedule has no page and no life of its own: it is the plan of one subscription.
      const subscription = idAt(object, 'subscription') ?? idAt(object, 'released_subscription');
      return {
        about: { ...touch, keys: idsOf(...touch.keys, subscription) },
        also: [],
        references: idsOf(customer),
      };
    }
    const { products } = catalogIds(event.object === null ? [] : itemsOf(event.object), {});
    return { about: touch, also: [], references: idsOf(customer, ...products) };
  },

  mean(event, _before, _after, context): Meaning {
    const { object } = event;
    if (object === null) return unfetched(event, context, 'subscription', 'subscriptions');
    const happenings = happeningsOf(event, object);
    const [main] = happenings;
    if (main === undefined) return quiet(event);
    return told(event, object, context, main, happenings);
  },
};

function told(
  event: StripeEvent,
  object: JsonObject,
  context: Context,
  main: Happening,
  all: readonly Happening[],
): Meaning {
  const mrr = mrrOf(object, event.created);
  const phrase = all.slice(1).reduce<Phrase>((text, one) => say`${text}. ${one.phrase}`, main.phrase);
  return alertOf(event, context, {
    kind: 'subscription',
    code: main.code,
    topic: 'subscriptions',
    severity: main.severity,
    tone: main.tone,
    opensCard: all.some((one) => one.opensCard),
    // Two events for one change share the second; the snapshot and the thin form of one happening share the code.
    change: { key: `${keyOf(main.code)}:${objectIdOf(event) ?? event.id}:${stamp(main.code, event)}`, phrase },
    amount: single(mrr),
    customer: idAt(object, 'customer'),
    ...catalogIds(itemsOf(object), {}),
  });
}

/** What can happen once only is the same happening whenever it is reported; anything else is known by its second. */
function stamp(code: string, event: StripeEvent): string {
  return once.has(keyOf(code)) ? 'once' : `${event.created}`;
}

const once = new Set([
  'subscription.started',
  'subscription.incomplete',
  'subscription.canceled',
  'subscription.expired',
]);

/** A trial that starts and a first payment that comes are both the start, whichever event tells it. */
function keyOf(code: string): string {
  return code === 'subscription.created' || code === 'subscription.trial_started' ? 'subscription.started' : code;
}

function happeningsOf(event: StripeEvent, object: JsonObject): Happening[] {
  const type = baseType(event.type);
  if (type.startsWith('subscription_schedule.')) return listed(scheduleHappening(verbOf(type), object));
  const of = (code: string, tone: Happening['tone'], severity: Happening['severity'], phrase: Phrase): Happening[] => [
    { code: `subscription.${code}`, tone, severity, phrase, opensCard: true },
  ];
  switch (verbOf(type)) {
    case 'created':
      return [startedAs(object, event.created)];
    case 'deleted':
      return [textAt(object, 'status') === 'incomplete_expired' ? expired : canceled(object)];
    case 'trial_will_end': {
      const end = dateValue(numberAt(object, 'trial_end'), 'left');
      return of('trial_ending', 'neutral', 'normal', end === null ? say`Trial ends soon` : say`Trial ends on ${end}`);
    }
    case 'paused':
      return of('paused', 'warning', 'normal', say`Paused: the trial ended without a payment method`);
    case 'resumed':
      return of('resumed', 'good', 'normal', say`Resumed`);
    case 'pending_update_applied':
      return of('update_applied', 'good', 'normal', say`The change was paid and is applied`);
    case 'pending_update_expired':
      return of('update_expired', 'warning', 'high', say`A change was dropped: its payment did not come through`);
    case 'updated':
      return event.previous === null ? [] : updatesOf(object, event.previous, event.created);
    default:
      return thinHappening(verbOf(type), object, event.created);
  }
}

const expired: Happening = {
  code: 'subscription.expired',
  tone: 'warning',
  severity: 'normal',
  opensCard: true,
  phrase: say`Expired: the first payment was never made`,
};

/** Types that exist only as thin notifications: the type is the news, the object as fetched gives the figures. */
function thinHappening(verb: string, object: JsonObject, now: number): Happening[] {
  switch (verb) {
    case 'active':
    case 'trialing':
    case 'incomplete':
      return listed({ ...startedAs({ ...object, status: verb }, now), opensCard: verb !== 'incomplete' });
    case 'past_due':
    case 'unpaid':
    case 'incomplete_expired':
      // Whoever subscribed to this very type wants to see it, even where no card stands yet.
      return listed(statusChange(null, { ...object, status: verb }, now)).map((one) => ({ ...one, opensCard: true }));
    case 'cancel_at_changed':
      return [cancelChanged(object)];
    case 'item_added':
    case 'item_removed':
    case 'item_price_changed':
    case 'item_quantity_changed':
      return [
        {
          code: 'subscription.plan_changed',
          tone: 'neutral',
          severity: 'normal',
          opensCard: true,
          phrase: itemWords[verb],
        },
      ];
    default:
      return [];
  }
}

const itemWords = {
  item_added: say`A product was added`,
  item_removed: say`A product was removed`,
  item_price_changed: say`The price changed`,
  item_quantity_changed: say`The quantity changed`,
};

function cancelChanged(object: JsonObject): Happening {
  const ending = numberAt(object, 'cancel_at') !== null || object['cancel_at_period_end'] === true;
  if (ending) return cancelScheduled(object);
  return {
    code: 'subscription.reactivated',
    tone: 'good',
    severity: 'normal',
    opensCard: true,
    phrase: say`Reactivated: it will not be cancelled`,
  };
}

function listed(one: Happening | null): Happening[] {
  return one === null ? [] : [one];
}

const renewalKeys = new Set([
  'items',
  'latest_invoice',
  'current_period_start',
  'current_period_end',
  'billing_cycle_anchor',
  'next_pending_invoice_item_invoice',
  'invoice_settings',
]);

function quiet(event: StripeEvent): Meaning {
  const keys = Object.keys(event.previous ?? {});
  const renewal = keys.some((key) => key === 'items' || key.startsWith('current_period'));
  return renewal && keys.every((key) => renewalKeys.has(key))
    ? noNews('renewal_told_by_payment', 'a plain renewal: its payment tells it')
    : noNews('details_changed', 'only details of the subscription changed: no plan, status or end');
}
