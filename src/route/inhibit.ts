import type { Alert } from '../domain/alert.ts';
import type { Inhibitor } from '../domain/inhibitor.ts';

/** The open incident on whose card this alert is told in this channel; null where none is. */
export function inhibitorOf(inhibitors: readonly Inhibitor[], alert: Alert, channel: string): Inhibitor | null {
  if (alert.code.startsWith('incident.')) return null;
  return (
    inhibitors.find(
      (one) =>
        one.account === alert.account &&
        one.livemode === alert.livemode &&
        one.channels.includes(channel) &&
        belongs(one, alert),
    ) ?? null
  );
}

/** Only what fails: that it works again, a dispute or a refund is news of its own. */
function belongs({ kind, codes }: Inhibitor, alert: Alert): boolean {
  const { code } = alert;
  if (kind === 'payout') return code === 'payout.failed';
  if (kind === 'account')
    return /^account\.(disabled|restricted|requirements_past_due|capability_lost|bank_errored)$/.test(code);
  // What Stripe gives up for good is told by itself: somebody must act on it.
  if (code !== 'payment.failed') return false;
  return codes === null || codes.includes(alert.declineCode ?? 'unknown');
}
