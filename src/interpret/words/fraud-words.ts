import { say } from '../../domain/phrase.ts';

// Sources: docs.stripe.com/api/radar/early_fraud_warnings/object and docs.stripe.com/api/radar/reviews/object.

export const fraudTypes = {
  card_never_received: say`the card was stolen before it reached its owner`,
  fraudulent_card_application: say`the card was applied for in a false name`,
  made_with_counterfeit_card: say`made with a counterfeit card`,
  made_with_lost_card: say`made with a lost card`,
  made_with_stolen_card: say`made with a stolen card`,
  misc: say`fraud of another kind`,
  unauthorized_use_of_card: say`the cardholder did not allow it`,
};

export const openedReasons = {
  rule: say`one of your Radar rules asked for it`,
  manual: say`somebody in your team asked for it`,
};

export const closedReasons = {
  acknowledged: say`acknowledged`,
  approved: say`approved`,
  refunded: say`refunded`,
  refunded_as_fraud: say`refunded as fraud`,
  disputed: say`the payment was disputed`,
  redacted: say`the payment was redacted`,
  canceled: say`the payment was cancelled`,
  payment_never_settled: say`the payment never settled`,
};
