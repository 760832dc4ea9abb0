import { say } from '../../domain/phrase.ts';

// Source of the codes: docs.stripe.com/disputes/categories and the `reason` of docs.stripe.com/api/disputes/object.

/** Why the customer or the bank disputes, as a continuation of "Disputed:". */
export const disputeReasons = {
  bank_cannot_process: say`the bank cannot process the payment`,
  check_returned: say`the cheque was returned`,
  credit_not_processed: say`a promised refund did not arrive`,
  customer_initiated: say`the customer asked the bank to take it back`,
  debit_not_authorized: say`the customer says the debit was not authorised`,
  duplicate: say`the customer says it was charged twice`,
  fraudulent: say`the cardholder says they did not make this payment`,
  general: say`no reason given`,
  incorrect_account_details: say`the account details were wrong`,
  insufficient_funds: say`the account had not enough money`,
  noncompliant: say`the payment broke a rule of the card network`,
  product_not_received: say`the customer says it never arrived`,
  product_unacceptable: say`the customer says it was faulty or not as described`,
  subscription_canceled: say`the customer says the subscription was cancelled`,
  unrecognized: say`the customer does not recognise the payment`,
};

/** How far the card network's own procedure has gone. */
export const caseTypes = {
  block: say`blocked before it became a chargeback`,
  chargeback: say`chargeback`,
  compliance: say`compliance case`,
  inquiry: say`inquiry`,
  resolution: say`resolution`,
  claim: say`claim`,
};
