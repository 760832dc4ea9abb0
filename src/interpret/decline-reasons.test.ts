import { describe, expect, test } from 'vitest';
import type { Phrase } from '../domain/phrase.ts';
import { type Decline, declineAdvice, declineCodeOf, declineReason, knownDeclineCodes } from './decline-reasons.ts';

const none: Decline = {
  declineCode: null,
  code: null,
  advice: null,
  networkDeclineCode: null,
  networkAdvice: null,
  blocked: false,
};
const text = (phrase: Phrase): string => phrase.map((part) => ('text' in part ? part.text : '?')).join('');

// Every decline code of docs.stripe.com/declines/codes.
const documented = `authentication_required approve_with_id call_issuer card_not_supported card_velocity_exceeded
  currency_not_supported do_not_honor do_not_try_again duplicate_transaction expired_card fraudulent generic_decline
  incorrect_number incorrect_cvc incorrect_pin incorrect_zip insufficient_funds invalid_account invalid_amount invalid_cvc
  invalid_expiry_month invalid_expiry_year invalid_number invalid_pin issuer_not_available lost_card merchant_blacklist
  new_account_information_available no_action_taken not_permitted offline_pin_required online_or_offline_pin_required
  pickup_card pin_try_exceeded processing_error reenter_transaction restricted_card revocation_of_all_authorizations
  revocation_of_authorization security_violation service_not_allowed stolen_card stop_payment_order testmode_decline
  transaction_not_allowed try_again_later withdrawal_count_limit_exceeded incorrect_address
  mobile_device_authentication_required previously_declined_card`.split(/\s+/);

describe('declines in plain words', () => {
  test.each(documented)('%s has a sentence and something to do', (code) => {
    expect(knownDeclineCodes).toContain(code);
    expect(text(declineReason({ ...none, declineCode: code }))).not.toBe('');
    expect(text(declineAdvice({ ...none, declineCode: code }))).toMatch(/\.$/);
  });

  test('the bank says more than Stripe, Stripe more than nothing', () => {
    expect(text(declineReason({ ...none, code: 'card_declined', declineCode: 'insufficient_funds' }))).toBe(
      'the account has not enough money',
    );
    expect(text(declineReason({ ...none, code: 'expired_card' }))).toBe('the card has expired');
    expect(text(declineReason({ ...none, code: 'card_declined' }))).toBe('the bank declined the card');
    expect(declineReason(none)).toEqual([]);
    expect(declineAdvice(none)).toEqual([]);
    expect(text(declineReason({ ...none, blocked: true }))).toBe('blocked by Radar');
  });

  test('a code of tomorrow is shown as it is, readably, as a term and not as our words', () => {
    expect(declineReason({ ...none, declineCode: 'card_on_the_moon' })).toEqual([
      { type: 'term', text: 'card on the moon' },
    ]);
    expect(declineReason({ ...none, declineCode: 'constructor' })).toEqual([{ type: 'term', text: 'constructor' }]);
  });

  test('the network has the last word on another try', () => {
    expect(text(declineAdvice({ ...none, declineCode: 'insufficient_funds', networkAdvice: '03' }))).toMatch(
      /forbids another try/,
    );
    expect(text(declineAdvice({ ...none, advice: 'do_not_try_again' }))).toBe('Do not try this card again.');
  });

  test('a suspected theft is never to be told to the customer', () => {
    for (const code of ['lost_card', 'stolen_card', 'pickup_card', 'fraudulent']) {
      expect(text(declineAdvice({ ...none, declineCode: code }))).toContain('do not tell the customer');
    }
  });

  test('routes match the bank’s code first', () => {
    expect(declineCodeOf({ ...none, code: 'card_declined', declineCode: 'do_not_honor' })).toBe('do_not_honor');
    expect(declineCodeOf(null)).toBeNull();
  });
});
