import { idAt, isObject, type JsonObject, listAt, numberAt, textAt } from '../domain/json.ts';
import { add, isZero, type Money, money, negate, subtract } from '../domain/money.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import { methodName } from './naming/method.ts';
import { amountValue, term } from './naming/value.ts';
import { codeTerm, wordsFor } from './words/code-words.ts';
import { caseTypes } from './words/dispute-words.ts';

/** What Stripe booked for a dispute so far, from its balance transactions; in the currency they are settled in. */
export interface DisputeMoney {
  /** Taken out and not given back; null where nothing was booked or two currencies met. */
  readonly withdrawn: Money | null;
  readonly reinstated: Money | null;
  /** All fees, what was given back taken off. */
  readonly fee: Money | null;
}

export function disputeAmount(dispute: JsonObject): Money | null {
  return money(dispute['amount'], dispute['currency']);
}

/** Sums the balance transactions; their ids tell two reports of one apart, so each counts once. */
export function disputeMoney(dispute: JsonObject): DisputeMoney {
  const seen = new Set<string>();
  const withdrawn: Money[] = [];
  const reinstated: Money[] = [];
  const fees: Money[] = [];
  for (const entry of listAt(dispute, 'balance_transactions')) {
    if (!isObject(entry)) continue;
    const id = textAt(entry, 'id');
    if (id !== null && seen.has(id)) continue;
    if (id !== null) seen.add(id);
    const amount = money(entry['amount'], entry['currency']);
    if (amount?.minor.startsWith('-')) withdrawn.push(negate(amount));
    else if (amount !== null) reinstated.push(amount);
    const fee = money(entry['fee'], entry['currency']);
    if (fee !== null && !isZero(fee)) fees.push(fee);
  }
  return { withdrawn: total(withdrawn), reinstated: total(reinstated), fee: total(fees) };
}

function total(amounts: readonly Money[]): Money | null {
  const [first, ...rest] = amounts;
  if (first === undefined || rest.some((one) => one.currency !== first.currency)) return null;
  return rest.reduce(add, first);
}

/** What is gone for now: taken out, less what came back, plus fees; null where nothing is. */
export function disputeCost(booked: DisputeMoney): Money | null {
  const { withdrawn, reinstated, fee } = booked;
  let cost = withdrawn;
  if (cost !== null && reinstated?.currency === cost.currency) cost = subtract(cost, reinstated);
  if (cost !== null && fee?.currency === cost.currency) cost = add(cost, fee);
  return cost;
}

/** A question of the card network before a dispute: no money is taken, and answering it may prevent the dispute. */
export function isInquiry(dispute: JsonObject): boolean {
  return textAt(dispute, 'status')?.startsWith('warning_') ?? false;
}

export function chargeOf(dispute: JsonObject): string | null {
  return idAt(dispute, 'charge');
}

/** "Visa · chargeback · code 10.4": the network's own stage and reason; empty where Stripe gives none. */
export function networkPhrase(dispute: JsonObject): Phrase {
  const type = textAt(dispute, 'payment_method_details.type');
  if (type === null) return [];
  const at = (name: string): string | null => textAt(dispute, `payment_method_details.${type}.${name}`);
  const brand = at('network') ?? at('brand');
  const stage = wordsFor(caseTypes, at('case_type') ?? at('dispute_type'));
  const code = codeTerm(at('network_reason_code') ?? at('chargeback_loss_reason_code') ?? at('reason_code'));
  const name = term(methodName(brand === null || brand === 'unknown' ? type : brand));
  const staged = stage.length === 0 ? say`${name}` : say`${name} · ${stage}`;
  return code === null ? staged : say`${staged} · code ${codeAsWritten(at('network_reason_code')) ?? code}`;
}

/** Network codes are written as they are (`10.4`), not as words. */
function codeAsWritten(code: string | null) {
  return code !== null && /^[A-Za-z0-9.-]{1,20}$/.test(code) ? term(code) : null;
}

/** Unix seconds by which evidence must be in; null where none can be given any more. */
export function dueBy(dispute: JsonObject): number | null {
  return numberAt(dispute, 'evidence_details.due_by');
}

/** "€42.00" or the amount and the fee on top. */
export function amountWithFee(dispute: JsonObject): Phrase {
  const amount = disputeAmount(dispute);
  if (amount === null) return [];
  const { fee } = disputeMoney(dispute);
  const value = amountValue(amount.minor, amount.currency);
  return fee === null ? say`${value}` : say`${value} + ${amountValue(fee.minor, fee.currency)} fee`;
}
