import type { CardContent, Fact } from '../../src/domain/card.ts';
import type { MinorUnits } from '../../src/domain/money.ts';
import { nothing, type Phrase, say, type Value } from '../../src/domain/phrase.ts';
import type { ChannelView } from '../../src/render/view.ts';

/** Sunday, 23 November 2025, 14:05 in Berlin. */
export const now = 1_763_903_100;
const day = 86_400;

export const salesView: ChannelView = {
  privacy: 'redacted',
  allow: ['order_id'],
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
  now,
  consoleUrl: 'https://console.example/',
  mention: null,
  severity: 'normal',
};
export const financeView: ChannelView = { ...salesView, privacy: 'full' };

const amount = (minor: MinorUnits, currency = 'eur'): Value => ({ type: 'money', money: { minor, currency } });
const name = (text: string): Value => ({ type: 'name', text });
const email = (text: string): Value => ({ type: 'email', text });
const catalog = (text: string): Value => ({ type: 'catalog', text });
const term = (text: string): Value => ({ type: 'term', text });
const last4 = (text: string): Value => ({ type: 'last4', text });
const free = (key: string, text: string): Value => ({ type: 'free', key, text });
const date = (at: number, style: 'date' | 'time' | 'left' = 'date'): Value => ({ type: 'date', at, style });
const number = (value: number, unit?: string): Value =>
  unit === undefined ? { type: 'number', value } : { type: 'number', value, unit };
const fact = (label: string, value: Phrase): Fact => ({ label, value });

function card(content: Partial<CardContent> & Pick<CardContent, 'kind' | 'code' | 'headline'>): CardContent {
  return {
    tone: 'neutral',
    severity: 'normal',
    who: nothing,
    what: nothing,
    facts: [],
    notes: [],
    links: [{ label: 'Open in Stripe', url: 'https://dashboard.stripe.com/payments/pi_3SWc0aLkdIwHu7ix0f2bLq9T' }],
    livemode: true,
    account: 'main',
    connectAccount: null,
    at: now - 40,
    ...content,
  };
}

const jenny = { who: say`${name('Jenny Rosen')} · ${email('jenny.rosen@example.com')}` };
const pro = { what: say`${catalog('Pro plan, monthly')}` };
const visa = fact('Paid with', say`${term('Visa')} ${last4('4242')}`);

/** One card of each kind that people meet most, as interpret makes them. */
export const cards: Readonly<Record<string, CardContent>> = {
  'payment-paid': card({
    ...jenny,
    ...pro,
    kind: 'payment',
    code: 'payment.succeeded',
    tone: 'good',
    headline: say`${amount('4200')} paid`,
    facts: [
      visa,
      fact('Renewal', say`month ${number(7)}`),
      fact('Order', say`${free('metadata.order_id', 'A-10442')}`),
    ],
  }),
  'payment-failed': card({
    ...jenny,
    ...pro,
    kind: 'payment',
    code: 'payment.failed',
    tone: 'bad',
    severity: 'high',
    headline: say`${amount('4200')} not paid`,
    facts: [
      visa,
      fact('Attempt', say`${number(2)} of ${number(4)}`),
      fact('Next attempt', say`${date(now + 3 * day, 'left')}`),
    ],
    notes: [say`The bank declined: not enough money on the account. Stripe tries again by itself; nothing to do yet.`],
  }),
  'payment-refunded': card({
    ...jenny,
    ...pro,
    kind: 'payment',
    code: 'payment.refunded_partly',
    headline: say`${amount('4200')} paid, ${amount('1200')} refunded`,
    facts: [visa, fact('Kept', say`${amount('3000')}`), fact('Reason', say`requested by the customer`)],
  }),
  'payment-disputed': card({
    ...jenny,
    ...pro,
    kind: 'payment',
    code: 'payment.disputed',
    tone: 'bad',
    severity: 'high',
    headline: say`${amount('4200')} disputed`,
    facts: [visa, fact('Withdrawn', say`${amount('4200')} and a fee of ${amount('2000')}`)],
  }),
  'checkout-completed': card({
    ...jenny,
    what: say`${catalog('Starter kit')} × ${number(2)}, ${catalog('Gift wrapping')}`,
    kind: 'checkout',
    code: 'checkout.completed',
    tone: 'good',
    headline: say`${amount('11850', 'usd')} paid at checkout`,
    facts: [visa, fact('Ships to', say`${{ type: 'address', text: '510 Townsend St, San Francisco', country: 'US' }}`)],
    livemode: false,
  }),
  'invoice-overdue': card({
    who: say`${name('Acme Robotics GmbH')}`,
    what: say`${catalog('Enterprise, yearly')}`,
    kind: 'invoice',
    code: 'invoice.overdue',
    tone: 'warning',
    severity: 'high',
    headline: say`${amount('1198000')} overdue`,
    facts: [fact('Invoice', say`${term('INV-2025-0381')}`), fact('Due', say`${date(now - 4 * day, 'left')}`)],
  }),
  'subscription-upgraded': card({
    ...jenny,
    what: say`${catalog('Pro plan')} → ${catalog('Team plan')}`,
    kind: 'subscription',
    code: 'subscription.upgraded',
    tone: 'good',
    headline: say`${amount('9900')} a month · Subscription upgraded`,
    facts: [
      fact('Each month', say`${amount('4200')} → ${amount('9900')}`),
      fact('Next renewal', say`${date(now + 12 * day)}`),
    ],
  }),
  'subscription-ends': card({
    ...jenny,
    ...pro,
    kind: 'subscription',
    code: 'subscription.cancel_scheduled',
    tone: 'warning',
    headline: say`${amount('4200')} a month · Subscription ends on ${date(now + 12 * day)}`,
    notes: [
      say`Why: too expensive. “${free('cancellation_details.comment', 'Great product, but we had to cut *all* tools.')}”`,
    ],
  }),
  'dispute-needs-response': card({
    ...jenny,
    ...pro,
    kind: 'dispute',
    code: 'dispute.needs_response',
    tone: 'bad',
    severity: 'critical',
    headline: say`${amount('4200')} disputed: answer by ${date(now + 8 * day)}`,
    facts: [
      fact('Reason', say`product not received`),
      fact('Evidence due', say`${date(now + 8 * day, 'left')}`),
      fact('Withdrawn', say`${amount('4200')} and a fee of ${amount('2000')}`),
      visa,
    ],
    notes: [say`Send the carrier's proof of delivery, the tracking number and what was agreed with the customer.`],
  }),
  'fraud-warning': card({
    ...jenny,
    kind: 'payment',
    code: 'payment.fraud_warning',
    tone: 'warning',
    severity: 'critical',
    headline: say`${amount('25900', 'usd')} paid, the bank warns of fraud`,
    facts: [visa, fact('The bank says', say`made with a stolen card`)],
    notes: [say`A refund now usually avoids the dispute and its fee.`],
  }),
  'payout-failed': card({
    kind: 'payout',
    code: 'payout.failed',
    tone: 'bad',
    severity: 'critical',
    headline: say`${amount('1284390')} payout failed`,
    facts: [
      fact('Bank', say`${catalog('Berliner Sparkasse')} ${last4('3000')}`),
      fact('Arrival was', say`${date(now - day)}`),
    ],
    notes: [say`The bank account is closed; add another one in Stripe.`],
  }),
  generic: card({
    kind: 'other',
    code: 'other.event',
    headline: say`Tax registration ${term('taxreg_1SWc')} updated`,
    what: say`${term('tax.registration.updated')}`,
    links: [{ label: 'Open in Stripe', url: 'https://dashboard.stripe.com/search?query=taxreg_1SWc' }],
    connectAccount: 'acct_1032D82eZvKYlo2C',
  }),
};

/** What a thread tells of one payment, oldest first. */
export const replies: Readonly<Record<string, Phrase>> = {
  'reply-renewed': say`Attempt ${number(3)} of ${number(4)} succeeded: ${amount('4200')} recovered on ${date(now, 'time')}.`,
  'reply-refunded': say`${amount('1200')} refunded by ${{ type: 'slack_user', id: 'U0FINANCE1' }}: requested by the customer.`,
  'reply-disputed': say`Disputed as product not received. Answer by ${date(now + 8 * day, 'left')}.`,
};
