import { type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import { readable, term } from './value.ts';

/** How somebody paid or shall pay. */
export interface Method {
  /** Stripe's type: `card`, `sepa_debit`, `link`. */
  readonly type: string;
  readonly brand: string | null;
  readonly wallet: string | null;
  readonly last4: string | null;
  /** Where the card or account was issued, ISO 3166 alpha-2. */
  readonly country: string | null;
}

// Names as their owners write them; all others are made readable from Stripe's type.
const names: Readonly<Record<string, string>> = {
  acss_debit: 'Pre-authorized debit (Canada)',
  affirm: 'Affirm',
  afterpay_clearpay: 'Afterpay',
  alipay: 'Alipay',
  amazon_pay: 'Amazon Pay',
  amex: 'American Express',
  apple_pay: 'Apple Pay',
  au_becs_debit: 'BECS Direct Debit',
  bacs_debit: 'Bacs Direct Debit',
  bancontact: 'Bancontact',
  blik: 'BLIK',
  boleto: 'Boleto',
  card: 'Card',
  card_present: 'Card (in person)',
  cartes_bancaires: 'Cartes Bancaires',
  cashapp: 'Cash App Pay',
  crypto: 'Crypto',
  customer_balance: 'Bank transfer',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'eftpos',
  eps: 'EPS',
  fpx: 'FPX',
  giropay: 'giropay',
  google_pay: 'Google Pay',
  grabpay: 'GrabPay',
  ideal: 'iDEAL',
  interac_present: 'Interac (in person)',
  jcb: 'JCB',
  klarna: 'Klarna',
  konbini: 'Konbini',
  link: 'Link',
  mastercard: 'Mastercard',
  mobilepay: 'MobilePay',
  multibanco: 'Multibanco',
  oxxo: 'OXXO',
  p24: 'Przelewy24',
  paynow: 'PayNow',
  paypal: 'PayPal',
  pix: 'Pix',
  promptpay: 'PromptPay',
  revolut_pay: 'Revolut Pay',
  samsung_pay: 'Samsung Pay',
  sepa_debit: 'SEPA Direct Debit',
  sofort: 'Sofort',
  swish: 'Swish',
  twint: 'TWINT',
  unionpay: 'UnionPay',
  us_bank_account: 'Bank account (ACH)',
  visa: 'Visa',
  wechat_pay: 'WeChat Pay',
  zip: 'Zip',
};

/** "Visa", "SEPA Direct Debit": the name of a brand, wallet or method type. */
export function methodName(code: string): string {
  const key = code.toLowerCase().replaceAll(' ', '_');
  return Object.hasOwn(names, key) ? (names[key] ?? readable(code)) : readable(code);
}

/**
 * Reads the method from a charge, a payment method, or an old source or card; null where the object names none.
 * `payment_method_details` may lack the part that its type promises (a bank debit has no `card`).
 */
export function methodOf(object: JsonObject): Method | null {
  const details =
    objectAt(object, 'payment_method_details') ??
    objectAt(object, 'last_payment_error.payment_method') ??
    objectAt(object, 'payment_method') ??
    objectAt(object, 'source') ??
    (isMethod(object) ? object : null);
  if (details === null) return null;
  const legacy = textAt(details, 'object');
  const type = textAt(details, 'type') ?? (legacy === 'card' || legacy === 'bank_account' ? legacy : null);
  if (type === null) return null;
  const part = legacy === 'card' || legacy === 'bank_account' ? details : (objectAt(details, type) ?? {});
  return {
    type,
    brand: textAt(part, 'brand') ?? textAt(part, 'display_brand') ?? textAt(part, 'card.brand'),
    wallet: textAt(part, 'wallet.type') ?? textAt(part, 'tokenization_method'),
    last4: textAt(part, 'last4') ?? textAt(part, 'card.last4') ?? textAt(part, 'iban_last4'),
    country: textAt(part, 'country'),
  };
}

/** "Visa •••• 4242", "Apple Pay (Visa •••• 4242)", "SEPA Direct Debit •••• 3000", "Klarna". */
export function methodPhrase(method: Method): Phrase {
  const last4: Value | null =
    method.last4 === null || !/^\w{1,6}$/.test(method.last4) ? null : { type: 'last4', text: `•••• ${method.last4}` };
  const name = term(methodName(method.brand ?? method.type));
  const numbered = last4 === null ? say`${name}` : say`${name} ${last4}`;
  return method.wallet === null ? numbered : say`${term(methodName(method.wallet))} (${numbered})`;
}

function isMethod(object: JsonObject): boolean {
  return ['payment_method', 'source', 'card', 'bank_account'].includes(textAt(object, 'object') ?? '');
}
