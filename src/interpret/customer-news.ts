import { at, type JsonObject, numberAt, objectAt, textAt } from '../domain/json.ts';
import { type Phrase, say, type Value } from '../domain/phrase.ts';
import type { Severity, Tone } from '../domain/severity.ts';
import { couponOf } from './mrr-discount.ts';
import { methodOf, methodPhrase } from './naming/method.ts';
import { amountValue, catalog, dateValue, joined, numberValue, term } from './naming/value.ts';
import { codeTerm } from './words/code-words.ts';

export interface CustomerNews {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly opensCard: boolean;
  readonly phrase: Phrase;
  /** Happens once in the life of its object. */
  readonly once: boolean;
}

type Parts = Partial<Omit<CustomerNews, 'code' | 'phrase'>>;

function news(code: string, phrase: Phrase, parts: Parts = {}): CustomerNews {
  return { code, phrase, tone: 'neutral', severity: 'low', opensCard: false, once: false, ...parts };
}

/** What an event about a customer says; null for what is no news. `type` without `v1.`. */
export function customerNews(type: string, object: JsonObject, previous: JsonObject | null): CustomerNews | null {
  switch (type) {
    case 'customer.created':
      return news('customer.created', say`New customer`, { tone: 'good', opensCard: true, once: true });
    case 'customer.deleted':
      return news('customer.deleted', say`Customer deleted`, { tone: 'warning', opensCard: true, once: true });
    case 'customer.updated':
      return customerUpdated(object, previous);
    case 'customer_cash_balance_transaction.created':
      return cashMoved(object);
    case 'cash_balance.funds_available':
      return cashAvailable(object);
    default:
      return discountNews(type, object) ?? methodNews(type, object, previous) ?? taxIdNews(type, object, previous);
  }
}

function customerUpdated(object: JsonObject, previous: JsonObject | null): CustomerNews | null {
  const before = at(previous ?? {}, 'delinquent');
  const now = object['delinquent'];
  if (before !== undefined && before !== now && now === true) {
    const phrase = say`Now owes you: the latest payment did not come through`;
    return news('customer.delinquent', phrase, { tone: 'bad', severity: 'normal', opensCard: true });
  }
  if (before === true && now === false) {
    return news('customer.no_longer_delinquent', say`Owes nothing any more`, { tone: 'good' });
  }
  const owed = numberAt(previous ?? {}, 'balance');
  if (owed !== null && owed !== numberAt(object, 'balance')) {
    const [was, is] = [amountValue(owed, object['currency']), amountValue(object['balance'], object['currency'])];
    // Stripe counts a credit of the customer as negative; said so, because the sign alone is read the wrong way round.
    if (was !== null && is !== null) {
      return news('customer.balance_changed', say`Balance ${was} → ${is} (negative: in the customer's favour)`);
    }
  }
  const details = changedDetails(previous);
  return details.length === 0 ? null : news('customer.details_changed', say`${details} changed`);
}

/** Which details changed, never what they were: the values are personal. */
function changedDetails(previous: JsonObject | null): Phrase {
  const names: readonly (readonly [string, Phrase])[] = [
    ['name', say`Name`],
    ['email', say`E-mail address`],
    ['address', say`Address`],
    ['phone', say`Phone number`],
    ['tax_exempt', say`Tax exemption`],
  ];
  const keys = Object.keys(previous ?? {});
  return joined(
    names.filter(([key]) => keys.includes(key)).map(([, phrase]) => phrase),
    say`, `,
  );
}

/** Stripe's `type` of a cash balance transaction: money that came in by bank transfer, or left again. */
function cashMoved(object: JsonObject): CustomerNews | null {
  const amount = amountValue(object['net_amount'], object['currency']);
  if (amount === null) return null;
  switch (textAt(object, 'type') ?? '') {
    case 'funded':
      return news('customer.cash_received', say`${amount} received by bank transfer`, {
        tone: 'good',
        severity: 'normal',
        opensCard: true,
        once: true,
      });
    case 'return_initiated':
    case 'return_canceled':
      return news('customer.cash_returned', say`${amount} sent back to the customer's bank`, {
        tone: 'warning',
        severity: 'normal',
        opensCard: true,
        once: true,
      });
    default:
      return news('customer.cash_moved', say`Cash balance changed by ${amount}`, { once: true });
  }
}

function cashAvailable(object: JsonObject): CustomerNews {
  const available = Object.entries(objectAt(object, 'available') ?? {}).map(([currency, amount]): Phrase => {
    const value = amountValue(amount, currency);
    return value === null ? [] : say`${value}`;
  });
  const sums = joined(available, say`, `);
  const phrase = sums.length === 0 ? say`Cash balance can be used` : say`Cash balance of ${sums} can be used`;
  return news('customer.cash_available', phrase, { tone: 'good', opensCard: true });
}

function discountNews(type: string, object: JsonObject): CustomerNews | null {
  const coupon = couponPhrase(object);
  const named = coupon.length === 0 ? [] : say`: ${coupon}`;
  const until = dateValue(numberAt(object, 'end'), 'date');
  switch (type) {
    case 'customer.discount.created': {
      const phrase = until === null ? say`Discount given${named}` : say`Discount given until ${until}${named}`;
      return news('customer.discount_given', phrase, { severity: 'normal', opensCard: true, once: true });
    }
    case 'customer.discount.deleted':
      return news('customer.discount_ended', say`Discount ended${named}`, { once: true });
    case 'customer.discount.updated':
    case 'customer.discount.source_changed':
      return news('customer.discount_changed', say`Discount changed${named}`);
    default:
      return null;
  }
}

/** "Spring sale (25% off)"; the coupon's id where its name did not come along. */
export function couponPhrase(discount: JsonObject): Phrase {
  const coupon = couponOf(discount);
  if (coupon === null) {
    return say`${catalog(textAt(discount, 'source.coupon') ?? textAt(discount, 'coupon'))}`;
  }
  const percent = numberAt(coupon, 'percent_off');
  const off = percent === null ? amountValue(coupon['amount_off'], coupon['currency']) : numberValue(percent, '%');
  const name = catalog(textAt(coupon, 'name') ?? textAt(coupon, 'id'));
  if (off === null) return say`${name}`;
  return name === null ? say`${off} off` : say`${name} (${off} off)`;
}

function methodNews(type: string, object: JsonObject, previous: JsonObject | null): CustomerNews | null {
  if (!/^(payment_method|customer\.source)\./.test(type)) return null;
  const method = methodOf(object);
  const named = method === null ? say`A payment method` : methodPhrase(method);
  switch (type) {
    case 'payment_method.attached':
    case 'customer.source.created':
      return news('payment_method.added', say`${named} added`, { once: true });
    case 'payment_method.detached':
    case 'customer.source.deleted':
      return news('payment_method.removed', say`${named} removed`, { once: true });
    case 'payment_method.automatically_updated':
      return news('payment_method.renewed', say`${named} renewed by its bank${expiry(object)}`);
    case 'customer.source.expiring': {
      const phrase = say`${named} expires at the end of this month${expiry(object)}`;
      return news('payment_method.expiring', phrase, { tone: 'warning', severity: 'normal', opensCard: true });
    }
    default:
      return cardRenewed(object, previous)
        ? news('payment_method.renewed', say`${named} renewed${expiry(object)}`)
        : null;
  }
}

function cardRenewed(object: JsonObject, previous: JsonObject | null): boolean {
  const before = previous ?? {};
  const [year, month] = [at(before, 'exp_year') ?? at(before, 'card.exp_year'), at(before, 'exp_month')];
  return (year !== undefined || month !== undefined) && expiry(object).length > 0;
}

/** ", valid to 8/2030"; empty where the method has no such date. */
function expiry(object: JsonObject): Phrase {
  const card = objectAt(object, 'card') ?? object;
  const [month, year] = [numberAt(card, 'exp_month'), numberAt(card, 'exp_year')];
  if (month === null || year === null) return [];
  if (!Number.isInteger(month) || month < 1 || month > 12 || !/^\d{4}$/.test(`${year}`)) return [];
  const date: Value | null = term(`${month}/${year}`);
  return say`, valid to ${date}`;
}

function taxIdNews(type: string, object: JsonObject, previous: JsonObject | null): CustomerNews | null {
  const kind = codeTerm(textAt(object, 'type')?.toUpperCase() ?? null);
  switch (type) {
    case 'customer.tax_id.created':
      return news('tax_id.created', say`Tax ID added: ${kind}`, { once: true });
    case 'customer.tax_id.deleted':
      return news('tax_id.deleted', say`Tax ID removed: ${kind}`, { once: true });
    case 'customer.tax_id.updated': {
      const [before, now] = [at(previous ?? {}, 'verification.status'), textAt(object, 'verification.status')];
      if (before === undefined || before === now) return null;
      if (now === 'verified') return news('tax_id.verified', say`Tax ID verified: ${kind}`, { tone: 'good' });
      if (now !== 'unverified') return null;
      const phrase = say`Tax ID could not be verified: ${kind}`;
      return news('tax_id.unverified', phrase, { tone: 'warning', severity: 'normal', opensCard: true });
    }
    default:
      return null;
  }
}
