import { textAt } from '../../src/domain/json.ts';
import type { SandboxMessage } from '../../src/sandbox/slack/model.ts';
import { channels } from './folder.ts';
import { grouped, type Stored, type StoredDelivery } from './stored.ts';

/** What a run left behind, in the store and in Slack. */
export interface Outcome {
  readonly stored: Stored;
  /** All of the workspace, deleted ones included. */
  readonly messages: readonly SandboxMessage[];
}

export interface Judged {
  readonly violations: readonly string[];
  /** Acknowledged events by what became of them. */
  readonly shown: number;
  readonly suppressed: number;
  readonly parked: number;
  /** Deliveries that the store itself says may stand twice. */
  readonly flagged: number;
}

const closed = new Set(['sent', 'folded', 'skipped', 'parked']);

/** Checks promise 1 and 3 on what is left when all is quiet. `control`: the same events, told to a service never killed. */
export function judge(run: Outcome, control: Outcome, acknowledged: ReadonlySet<string>): Judged {
  const violations: string[] = [];
  if (run.stored.integrity !== 'ok') violations.push(`the database is damaged: ${run.stored.integrity}`);
  const tally = judgeEvents(run.stored, acknowledged, violations);
  judgeDeliveries(run.stored, violations);
  judgeMessages(run, violations);
  judgeCards(run, control, violations);
  judgeCounters(run.stored, violations);
  return {
    violations,
    ...tally,
    flagged: run.stored.deliveries.filter((each) => each.possible_duplicate === 1).length,
  };
}

/** Acknowledged = shown + suppressed + parked, each with its reason. */
function judgeEvents(stored: Stored, acknowledged: ReadonlySet<string>, violations: string[]) {
  const byId = new Map(stored.events.map((event) => [event.id, event]));
  const deliveries = new Map(stored.deliveries.map((delivery) => [delivery.id, delivery]));
  const tally = { shown: 0, suppressed: 0, parked: 0 };
  if (byId.size !== stored.events.length) violations.push('an event is stored twice');
  for (const id of acknowledged) {
    const event = byId.get(id);
    if (event === undefined) {
      violations.push(`${id} was acknowledged and is not in the store`);
      continue;
    }
    const its = (stored.eventDeliveries.get(event.seq) ?? []).map((delivery) => deliveries.get(delivery));
    if (event.reason_code === null) violations.push(`${id} is ${event.state} without a reason`);
    if (event.state === 'suppressed') tally.suppressed += 1;
    else if (event.state === 'quarantined' || its.some((delivery) => delivery?.state === 'parked')) tally.parked += 1;
    else if (
      event.state === 'routed' &&
      its.every((delivery) => delivery !== undefined && closed.has(delivery.state))
    ) {
      tally.shown += 1;
    } else violations.push(`${id} ended as ${event.state} (${event.reason_code}) with ${describe(its)}`);
  }
  return tally;
}

function describe(its: readonly (StoredDelivery | undefined)[]): string {
  return its.map((delivery) => (delivery === undefined ? 'none' : `${delivery.op} ${delivery.state}`)).join(', ');
}

function judgeDeliveries(stored: Stored, violations: string[]): void {
  for (const delivery of stored.deliveries) {
    if (!closed.has(delivery.state)) {
      violations.push(`delivery ${delivery.id} (${delivery.op}) ended as ${delivery.state}: ${delivery.reason_code}`);
    }
    const silent = delivery.state === 'skipped' || delivery.state === 'parked';
    if (silent && delivery.reason_code === null) violations.push(`delivery ${delivery.id} is skipped without a reason`);
  }
  const replies = stored.deliveries.filter(
    ({ op, state, possible_duplicate }) => op === 'reply' && state === 'sent' && possible_duplicate === 0,
  );
  const told = grouped(replies.map((one) => [`${one.subject_id} ${one.channel} ${one.change_key}`, one.id]));
  for (const [what, ids] of told) if (ids.length > 1) violations.push(`told twice: ${what} (${ids.join(', ')})`);
}

/** Each message in Slack is one that the store knows, once, unless the store flagged that it may stand twice. */
function judgeMessages({ stored, messages }: Outcome, violations: string[]): void {
  const byKey = new Map(stored.deliveries.map((delivery) => [delivery.delivery_key, delivery]));
  const live = messages.filter((message) => !message.deleted && message.author === 'bot');
  const keyed = grouped(live.map((message) => [textAt(message.metadata?.event_payload ?? null, 'key') ?? '', message]));
  for (const [key, copies] of keyed) {
    const delivery = byKey.get(key);
    if (delivery === undefined) violations.push(`a message of no delivery: ${copies[0]?.text}`);
    else if (copies.length > 1 && delivery.possible_duplicate === 0) {
      const places = copies.map(({ ts, thread_ts }) => `${ts} in ${thread_ts}`).join(', ');
      const whose = stored.cards.filter(({ subject_id }) => subject_id === delivery.subject_id);
      violations.push(`${JSON.stringify(delivery)} stands unflagged at ${places}; cards ${JSON.stringify(whose)}`);
    }
  }
  const cards = new Set(stored.cards.filter((card) => card.state === 'posted').map((card) => card.ts));
  for (const message of live) {
    if (message.thread_ts !== null || cards.has(message.ts)) continue;
    const delivery = byKey.get(textAt(message.metadata?.event_payload ?? null, 'key') ?? '');
    const known = delivery?.op === 'digest' || delivery?.op === 'notice' || delivery?.possible_duplicate === 1;
    if (known) continue;
    const its = stored.deliveries.filter((one) => one.subject_id === delivery?.subject_id);
    violations.push(`a card that no subject owns: ${message.text}; ${JSON.stringify([message.ts, delivery, its])}`);
  }
}

/** Every subject that should have a card has one that says the newest state, as the undisturbed run says it. */
function judgeCards(run: Outcome, control: Outcome, violations: string[]): void {
  const actual = cardsByKeys(run);
  const wanted = cardsByKeys(control);
  for (const [subject, card] of wanted) {
    const stands = actual.get(subject);
    if (stands === undefined) {
      violations.push(`no card for ${subject}; there should be: ${card}\n  ${historyOf(run.stored, subject)}`);
    }
    // Which card tells a start that two subjects share depends on which of them came first.
    else if (
      // What falls behind is folded, by the one run or by the other: which of them was late is no matter.
      stands !== 'folded' &&
      card !== 'folded' &&
      stands !== toldElsewhere &&
      card !== toldElsewhere &&
      !saySame(subject, stands, card)
    ) {
      violations.push(`the card of ${subject} is not true\n  is:        ${stands}\n  should be: ${card}`);
    }
  }
  for (const subject of actual.keys())
    if (!wanted.has(subject)) violations.push(`a card that should not be: ${subject}`);
}

/**
 * A card that is about no payment itself (a dispute, a customer) names what it knows of the payment beside it, by then: one of
 * the two may say less, but nothing else.
 */
function saySame(subject: string, one: string, other: string): boolean {
  if (one === other) return true;
  if (/ (?:pi|ch|in|po)_/.test(subject)) return false;
  const wordsIn = (text: string) => new Set(text.replaceAll('\\n', ' ').match(/[\p{L}\p{N}_.€$£¥]+/gu));
  const [first, second] = [wordsIn(one), wordsIn(other)];
  return [...first].every((word) => second.has(word)) || [...second].every((word) => first.has(word));
}

/** What came of the events of a subject, for whoever looks into a violation. */
function historyOf({ keysOf, events, deliveries }: Stored, subject: string): string {
  const ids = new Set([...keysOf].filter(([, keys]) => subject.endsWith(`: ${keys}`)).map(([id]) => id));
  const its = events.filter(({ subject_id }) => subject_id !== null && ids.has(subject_id));
  const sent = deliveries.filter(({ subject_id }) => subject_id !== null && ids.has(subject_id));
  return [
    ...its.map(({ type, state, reason_code, late }) => `${type} ${state} ${reason_code}${late === 1 ? ' late' : ''}`),
    ...sent.map(({ op, channel, state, reason_code }) => `${op} ${channel} ${state} ${reason_code}`),
  ].join('; ');
}

const toldElsewhere = 'told by another card';

function cardsByKeys({ stored, messages }: Outcome): Map<string, string> {
  const shown = new Map(
    messages.filter((message) => !message.deleted).map((message) => [`${message.channel} ${message.ts}`, message]),
  );
  const folded = new Set(stored.deliveries.filter((one) => one.op === 'digest' && one.state === 'sent'));
  const cards = new Map<string, string>();
  const told = new Set(['told_by_payment', 'told_by_invoice']);
  for (const { op, state, reason_code, subject_id, channel } of stored.deliveries) {
    if (op !== 'card' || state !== 'skipped' || !told.has(reason_code ?? '') || subject_id === null) continue;
    cards.set(`${channel}: ${stored.keysOf.get(subject_id) ?? subject_id}`, toldElsewhere);
  }
  for (const card of stored.cards) {
    const id = channels.find((channel) => channel.name === card.channel)?.id;
    const message = shown.get(`${id} ${card.ts}`);
    const text = message === undefined ? 'nothing in Slack' : wordsOf(message);
    const told = card.state === 'folded' ? (folded.size > 0 ? 'folded' : 'folded into nothing') : text;
    cards.set(`${card.channel}: ${stored.keysOf.get(card.subject_id) ?? card.subject_id}`, told);
  }
  return cards;
}

/** Text and blocks without the ids that Slack gives to blocks. */
function wordsOf({ text, blocks }: SandboxMessage): string {
  return JSON.stringify([text, blocks.map((block) => ({ ...block, block_id: '' }))]);
}

/** The counters that metrics and the console show are what is there. */
function judgeCounters(stored: Stored, violations: string[]): void {
  const there = new Map<string, number>();
  for (const { state } of stored.events) there.set(`event:${state}`, (there.get(`event:${state}`) ?? 0) + 1);
  for (const { state } of stored.deliveries) there.set(`delivery:${state}`, (there.get(`delivery:${state}`) ?? 0) + 1);
  for (const [name, value] of stored.counters) {
    if (!/^(?:event|delivery):/.test(name) || value === (there.get(name) ?? 0)) continue;
    violations.push(`${name} is counted as ${value} and is ${there.get(name) ?? 0}`);
  }
}
