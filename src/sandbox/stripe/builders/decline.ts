import type Stripe from 'stripe';

/** A refused card, as Stripe words it (docs.stripe.com/declines/codes). */
export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly networkCode: string;
  readonly advice: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data' | null;
}

export const declines = {
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
    networkCode: '51',
    advice: 'try_again_later',
  },
  generic_decline: {
    code: 'card_declined',
    declineCode: 'generic_decline',
    message: 'Your card was declined.',
    networkCode: '05',
    advice: 'try_again_later',
  },
  do_not_honor: {
    code: 'card_declined',
    declineCode: 'do_not_honor',
    message: 'Your card was declined.',
    networkCode: '05',
    advice: 'try_again_later',
  },
  lost_card: {
    code: 'card_declined',
    declineCode: 'lost_card',
    message: 'Your card was declined.',
    networkCode: '41',
    advice: 'do_not_try_again',
  },
  expired_card: {
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
    networkCode: '54',
    advice: 'confirm_card_data',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    networkCode: '82',
    advice: 'confirm_card_data',
  },
} as const satisfies Readonly<Record<string, Decline>>;

export type DeclineName = keyof typeof declines;

/** What a payment intent remembers of its last refused try. */
export function paymentErrorOf(
  decline: Decline,
  charge: string,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent.LastPaymentError {
  return {
    ...(decline.advice === null ? {} : { advice_code: decline.advice }),
    charge,
    code: decline.code,
    decline_code: decline.declineCode,
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    network_decline_code: decline.networkCode,
    payment_method: method,
    type: 'card_error',
  };
}
