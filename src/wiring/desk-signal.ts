import type { DeskSignal, DisputeRecord } from '../domain/dispute.ts';
import type { StripeEvent } from '../domain/event.ts';
import { idAt, type JsonObject, numberAt, textAt } from '../domain/json.ts';
import { money } from '../domain/money.ts';
import type { SubjectState } from '../domain/subject.ts';
import { newest } from '../interpret/advance.ts';
import type { SeenSubject } from '../interpret/process-event.ts';

/**
 * What an event says for the dispute desk: a dispute as its newest snapshot shows it; a charge that is paid now and was not
 * before, so that each counts once, whichever of its events comes first; a card issuer's fraud warning, once.
 */
export function deskSignal(event: StripeEvent, seen: SeenSubject): DeskSignal | null {
  const { object } = event;
  const id = textAt(object ?? undefined, 'id');
  if (object === null || id === null) return null;
  switch (textAt(object, 'object')) {
    case 'dispute': {
      const dispute = newest(seen.state, id);
      return dispute === null ? null : { kind: 'dispute', dispute: recordOf(id, dispute, seen.subjectId) };
    }
    case 'charge': {
      const charge = newest(seen.state, id);
      if (charge === null || !isPaid(charge) || wasPaid(seen.before, id)) return null;
      return { kind: 'payment', at: numberAt(charge, 'created') ?? event.created, network: networkOf(charge) };
    }
    case 'radar.early_fraud_warning':
      if (newest(seen.before, id) !== null) return null;
      return {
        kind: 'fraud_report',
        at: numberAt(object, 'created') ?? event.created,
        network: networkOf(seen.known[idAt(object, 'charge') ?? ''] ?? {}),
      };
    default:
      return null;
  }
}

function recordOf(id: string, dispute: JsonObject, subjectId: string): DisputeRecord {
  const network = networkOf(dispute);
  return {
    id,
    subjectId,
    status: textAt(dispute, 'status') ?? 'unknown',
    reason: textAt(dispute, 'reason') ?? 'general',
    network: network === 'unknown' ? null : network,
    amount: money(dispute['amount'], dispute['currency']),
    created: numberAt(dispute, 'created') ?? 0,
    dueBy: numberAt(dispute, 'evidence_details.due_by'),
    submissions: numberAt(dispute, 'evidence_details.submission_count') ?? 0,
  };
}

/** An authorisation is no sale yet: networks count what is settled. */
function isPaid(charge: JsonObject): boolean {
  return charge['status'] === 'succeeded' && charge['paid'] !== false && charge['captured'] !== false;
}

function wasPaid(before: SubjectState, id: string): boolean {
  const charge = newest(before, id);
  return charge !== null && isPaid(charge);
}

/** `visa`, `mastercard`; of what is no card its type (`sepa_debit`); `unknown` where Stripe names neither. */
function networkOf(object: JsonObject): string {
  const type = textAt(object, 'payment_method_details.type');
  if (type === null) return 'unknown';
  const named = (name: string) => textAt(object, `payment_method_details.${type}.${name}`);
  const network = named('network') ?? named('brand') ?? type;
  return (network === 'unknown' ? type : network).toLowerCase().slice(0, 40);
}
