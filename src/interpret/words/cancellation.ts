import { say } from '../../domain/phrase.ts';

// Source: `cancellation_details` of docs.stripe.com/api/subscriptions/object.

/** Why a subscription ends, as a continuation of "Cancelled:". */
export const cancellationReasons = {
  cancellation_requested: say`it was asked for`,
  payment_disputed: say`a payment was disputed`,
  payment_failed: say`its payment failed`,
  canceled_by_retention_policy: say`Stripe's retention policy ended it`,
};

/** Why a payment intent was cancelled. Source: `cancellation_reason` of docs.stripe.com/api/payment_intents/object. */
export const paymentCancellations = {
  abandoned: say`the customer did not go on`,
  automatic: say`Stripe ended it by itself`,
  duplicate: say`it was a duplicate`,
  expired: say`it expired`,
  failed_invoice: say`its invoice failed`,
  fraudulent: say`it was fraudulent`,
  requested_by_customer: say`the customer asked for it`,
  void_invoice: say`its invoice was voided`,
};

/** What the customer ticked when cancelling. */
export const cancellationFeedback = {
  customer_service: say`customer service was less than expected`,
  low_quality: say`quality was less than expected`,
  missing_features: say`some features are missing`,
  other: say`another reason`,
  switched_service: say`switching to another service`,
  too_complex: say`too hard to use`,
  too_expensive: say`too expensive`,
  unused: say`not used enough`,
};
