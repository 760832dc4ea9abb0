import type { EventExplained } from '../store/store.ts';
import type { EventDetail } from './contract-events.ts';

type Step = EventDetail['way'][number];

/** What happened to an event, in the order of time; each step in a few words. Holds no personal data. */
export function wayOf(event: EventExplained): Step[] {
  const { receivedAt } = event;
  const steps: Step[] = [
    { at: event.created * 1000, step: 'happened', text: `${event.type} at Stripe` },
    { at: receivedAt, step: 'received', text: receivedText(event) },
  ];
  if (event.state === 'received') {
    steps.push({ at: receivedAt, step: 'waiting', text: 'it waits to be interpreted' });
  } else if (event.reason !== null) {
    steps.push({ at: receivedAt, step: event.state, text: event.reason.text });
  }
  if (event.late) {
    const text = 'newer news of the same subject were known already: the card did not go back';
    steps.push({ at: receivedAt, step: 'late', text });
  }
  for (const { route, matched, reason } of event.decision?.path ?? []) {
    steps.push({ at: receivedAt, step: matched ? 'route' : 'passed', text: `${route}: ${reason.text}` });
  }
  for (const delivery of event.deliveries) steps.push(...deliverySteps(delivery));
  return steps.toSorted((a, b) => a.at - b.at);
}

function receivedText({ origin, account, created, receivedAt }: EventExplained): string {
  const delay = Math.max(0, Math.round((receivedAt - created * 1000) / 1000));
  const how = { webhook: 'webhook', reconcile: 'fetched from Stripe', send: 'sent by hand', incident: 'made here' };
  return `${how[origin]}, account ${account}, ${delay} s after it happened`;
}

function deliverySteps(delivery: EventExplained['deliveries'][number]): Step[] {
  const { op, channel, route, state, reason, createdAt, tries, id } = delivery;
  const what = `${op} for ${channel} (no. ${id})`;
  const steps: Step[] = [{ at: createdAt, step: 'planned', text: `${what}, by ${route}` }];
  for (const { at, outcome, detail, tookMs } of tries) {
    steps.push({ at, step: outcome, text: `${what}: ${outcome} in ${tookMs} ms${detail === '' ? '' : `, ${detail}`}` });
  }
  const last = tries.at(-1)?.at ?? createdAt;
  if (['folded', 'skipped', 'parked', 'dead'].includes(state)) {
    steps.push({ at: last, step: state, text: `${what}: ${state}${reason === null ? '' : `, ${reason.text}`}` });
  }
  return steps;
}
