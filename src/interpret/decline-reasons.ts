import { type Phrase, say } from '../domain/phrase.ts';
import { readable, term } from './naming/value.ts';

/** What was said of a failed payment, in Stripe's and the card network's codes. */
export interface Decline {
  readonly declineCode: string | null;
  /** Stripe's error code (`card_declined`, `expired_card`, `bank_account_closed`). */
  readonly code: string | null;
  /** `try_again_later`, `do_not_try_again`, `confirm_card_data`. */
  readonly advice: string | null;
  readonly networkDeclineCode: string | null;
  readonly networkAdvice: string | null;
  /** Stripe's Radar stopped it before the bank was asked. */
  readonly blocked: boolean;
}

type Reading = readonly [reason: string, toDo: string];

const otherCard = 'Ask for another card or payment method.';
const askBank = 'The customer should call their bank, or pay another way.';
const correct = 'Ask the customer to enter the card again.';
const retry = 'Try again later; ask for another method if it goes on.';
const ours = 'Check the settings of the Stripe account.';
const noWord = 'The bank suspects fraud: do not tell the customer so, ask for another card, and do not retry this one.';

// Source: docs.stripe.com/declines/codes, docs.stripe.com/error-codes and docs.stripe.com/ach-direct-debit (failure codes).
const readings: Readonly<Record<string, Reading>> = {
  account_closed: ['the bank account is closed', 'Ask for another bank account.'],
  account_frozen: ['the bank account is frozen', 'Ask for another bank account.'],
  amount_too_large: ['the amount is above what this method allows', otherCard],
  amount_too_small: ['the amount is below what this method allows', ours],
  approve_with_id: [
    'the bank could not authorize the payment',
    'Try again; if it fails again the customer should call their bank.',
  ],
  authentication_not_handled: [
    'the bank asked for authentication and the customer did not see it',
    'Send the customer the link to authenticate.',
  ],
  authentication_required: [
    'the bank wants the customer to authenticate',
    'Ask the customer to come back and confirm the payment.',
  ],
  bank_account_closed: ['the bank account is closed', 'Ask for another bank account.'],
  bank_account_restricted: ['the bank account does not allow debits', 'Ask for another bank account.'],
  bank_account_unusable: ['the bank account cannot be debited', 'Ask for another bank account.'],
  bank_account_unverified: ['the bank account is not verified yet', 'Ask the customer to verify it.'],
  bank_ownership_changed: ['the bank account moved to another bank', 'Ask for the new account.'],
  blocklisted: [
    'the card or customer is on your block list',
    'Nothing, if that is right; else take it off the list in Radar.',
  ],
  call_issuer: ['the bank declined without saying why', askBank],
  card_declined: ['the bank declined the card', askBank],
  card_not_supported: ['the card does not support this kind of purchase', askBank],
  card_velocity_exceeded: ['the card is over its limit of balance, credit or number of payments', askBank],
  charge_exceeds_source_limit: ['the amount is above what this method allows in a period', otherCard],
  charge_exceeds_transaction_limit: ['the amount is above what this method allows at once', otherCard],
  currency_not_supported: ['the card does not support this currency', askBank],
  debit_not_authorized: [
    'the customer told the bank that they did not authorize the debit',
    'Talk to the customer before another try.',
  ],
  do_not_honor: ['the bank declined without saying why', askBank],
  do_not_try_again: ['the bank declined and wants no further try', askBank],
  duplicate_transaction: [
    'the same amount was just charged to the same card',
    'Check whether the customer has paid already.',
  ],
  elevated_risk_level: [
    'Stripe found the risk too high',
    'Look at the payment in Radar before you accept it another way.',
  ],
  expired_card: ['the card has expired', otherCard],
  fraudulent: ['Stripe suspects fraud', noWord],
  generic_decline: ['the bank declined without saying why', askBank],
  highest_risk_level: ['Stripe blocked it as very likely fraud', noWord],
  incorrect_account_number: ['the account number is wrong', 'Ask for the bank account again.'],
  incorrect_address: ['the address does not match the card', correct],
  incorrect_cvc: ['the security code is wrong', correct],
  incorrect_number: ['the card number is wrong', correct],
  incorrect_pin: ['the PIN is wrong', 'The customer should try again with the right PIN.'],
  incorrect_zip: ['the postal code does not match the card', correct],
  insufficient_funds: ['the account has not enough money', 'Wait for the next attempt, or ask for another card.'],
  intent_authentication_failure: [
    'the customer did not pass the authentication',
    'Ask the customer to try again or to pay another way.',
  ],
  invalid_account: ['the card or its account is not valid', askBank],
  invalid_account_number: ['the account number is not valid', 'Ask for the bank account again.'],
  invalid_amount: ['the bank does not accept the amount', askBank],
  invalid_cvc: ['the security code is wrong', correct],
  invalid_expiry_month: ['the expiry month is wrong', correct],
  invalid_expiry_year: ['the expiry year is wrong', correct],
  invalid_number: ['the card number is wrong', correct],
  invalid_pin: ['the PIN is wrong', 'The customer should try again with the right PIN.'],
  issuer_not_available: ['the bank could not be reached', retry],
  lost_card: ['the bank declined the card', noWord],
  merchant_blacklist: [
    'the card or customer is on your block list',
    'Nothing, if that is right; else take it off the list in Radar.',
  ],
  mobile_device_authentication_required: [
    'the customer has to unlock the phone to pay',
    'The customer should try again and confirm on the device.',
  ],
  new_account_information_available: ['the bank has newer data of this card', 'Ask for the new card.'],
  no_account: ['there is no such bank account', 'Ask for the bank account again.'],
  no_action_taken: ['the bank declined without saying why', askBank],
  not_permitted: ['the bank does not permit the payment', askBank],
  offline_pin_required: ['the card wants a PIN', 'The customer should insert the card and enter the PIN.'],
  online_or_offline_pin_required: ['the card wants a PIN', 'The customer should insert the card and enter the PIN.'],
  payment_intent_authentication_failure: [
    'the customer did not pass the authentication',
    'Ask the customer to try again or to pay another way.',
  ],
  payment_intent_payment_attempt_expired: [
    'the customer did not finish paying in time',
    'Ask the customer to start again.',
  ],
  payment_intent_payment_attempt_failed: ['the payment failed', otherCard],
  payment_method_customer_decline: [
    'the customer declined the payment',
    'Ask the customer whether they still want to buy.',
  ],
  payment_method_not_available: ['the payment method is not available just now', retry],
  payment_method_provider_decline: ['the payment provider declined', otherCard],
  payment_method_provider_timeout: ['the payment provider did not answer in time', retry],
  pickup_card: ['the bank declined the card', noWord],
  pin_try_exceeded: ['the PIN was entered wrong too often', otherCard],
  previously_declined_card: ['the card was declined before with the same data', otherCard],
  processing_error: ['an error occurred while the card was processed', retry],
  reenter_transaction: ['the bank could not process the payment', retry],
  restricted_card: ['the bank declined the card', noWord],
  revocation_of_all_authorizations: [
    'the customer revoked all payments by this card',
    'Do not retry; talk to the customer.',
  ],
  revocation_of_authorization: ['the customer revoked this payment', 'Do not retry; talk to the customer.'],
  rule: ['one of your Radar rules blocked it', 'Look at the rule in Radar if it should have passed.'],
  security_violation: ['the bank declined without saying why', askBank],
  service_not_allowed: ['the bank does not allow this kind of purchase', askBank],
  setup_intent_authentication_failure: [
    'the customer did not pass the authentication',
    'Ask the customer to try again.',
  ],
  stolen_card: ['the bank declined the card', noWord],
  stop_payment_order: ['the customer stopped payments to you at their bank', 'Do not retry; talk to the customer.'],
  testmode_decline: ['a test card was used', 'Use a real card in live mode.'],
  transaction_not_allowed: ['the bank does not allow this payment', askBank],
  try_again_later: ['the bank declined without saying why', retry],
  withdrawal_count_limit_exceeded: ['the card is over its limit', otherCard],
};

// Visa and Mastercard say by these codes whether another try is allowed; charges for excess tries follow otherwise.
const networkAdvice: Readonly<Record<string, string>> = {
  '01': 'The network has newer data of this card: ask for the new one.',
  '02': 'The network asks to try again later.',
  '03': 'The network forbids another try with this card.',
  '21': 'The customer has ended the subscription at their bank: do not retry.',
  '24': 'The network asks to wait an hour before another try.',
  '25': 'The network asks to wait a day before another try.',
  '26': 'The network asks to wait two days before another try.',
  '27': 'The network asks to wait four days before another try.',
  '28': 'The network asks to wait six days before another try.',
  '29': 'The network asks to wait eight days before another try.',
  '30': 'The network asks to wait ten days before another try.',
  '40': 'It is a prepaid card that cannot be reloaded: ask for another one.',
  '43': 'It is a card number for one use: ask for another card.',
};

const advices: Readonly<Record<string, string>> = {
  try_again_later: 'The bank lets you try again later.',
  do_not_try_again: 'Do not try this card again.',
  confirm_card_data: 'Have the customer check the card data.',
};

function readingOf(decline: Decline): Reading | null {
  for (const code of [decline.declineCode, decline.code]) {
    if (code !== null && code !== 'card_declined' && Object.hasOwn(readings, code)) return readings[code] ?? null;
  }
  return decline.code === 'card_declined' && decline.declineCode === null ? (readings['card_declined'] ?? null) : null;
}

/** "the account has not enough money"; a code that we do not know is shown as it is, readably. Empty where none was given. */
export function declineReason(decline: Decline): Phrase {
  const found = readingOf(decline);
  if (found !== null) return words(found[0]);
  const code = decline.declineCode ?? decline.code;
  if (code !== null) return say`${term(readable(code))}`;
  return decline.blocked ? say`blocked by Radar` : [];
}

/** What to do about it, one or two sentences; empty where nothing is known. */
export function declineAdvice(decline: Decline): Phrase {
  const found = readingOf(decline);
  const network = entry(networkAdvice, decline.networkAdvice);
  const advice = network ?? entry(advices, decline.advice);
  const first = found === null ? [] : words(found[1]);
  if (advice === null) return first;
  return first.length === 0 ? words(advice) : say`${first} ${words(advice)}`;
}

/** The code that routes match on: the bank's, else Stripe's. */
export function declineCodeOf(decline: Decline | null): string | null {
  return decline === null ? null : (decline.declineCode ?? decline.code);
}

function entry(table: Readonly<Record<string, string>>, code: string | null): string | null {
  return code !== null && Object.hasOwn(table, code) ? (table[code] ?? null) : null;
}

/** Sentences of the tables above: our own words, though they reach `say` as a value. */
function words(text: string): Phrase {
  return say(Object.assign([text], { raw: [text] }));
}

/** Every code that has a sentence of its own. */
export const knownDeclineCodes: readonly string[] = Object.keys(readings);
