import type { Alert } from '../domain/alert.ts';
import type { StripeEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import { emptyState, type SubjectKind, type SubjectState } from '../domain/subject.ts';
import { advance, mergeStates, newest, tell } from '../interpret/advance.ts';
import { wantedIds } from '../interpret/enrich/wanted.ts';
import { invoiceOfStart } from '../interpret/expects-join.ts';
import type { Touch } from '../interpret/family.ts';
import { identify, mean } from '../interpret/interpret.ts';
import { linkedTouch, paymentToLink } from '../interpret/invoice-link.ts';
import { kindOf } from '../interpret/kind-of.ts';

/** A subject while stored events are played again; `notes` is the caller's, and is joined where subjects turn out to be one. */
export interface ReplayedSubject<Notes> {
  readonly id: number;
  readonly keys: Set<string>;
  kind: SubjectKind;
  state: SubjectState;
  notes: Notes;
}

export interface ReplayOptions<Notes> {
  readonly newNotes: () => Notes;
  readonly joinNotes: (into: Notes, from: Notes) => Notes;
  /** What the store's cache holds of an object that events only name; null where it holds nothing. */
  readonly cached: (account: string, id: string, nowMs: number) => Promise<JsonObject | null>;
}

/** What one event says, as the service would read it, without a store. */
export interface ReplayedEvent<Notes> {
  readonly alert: Alert | null;
  readonly subject: ReplayedSubject<Notes> | null;
  /** The sale that tells the start of this subscription, where it does (compose-message.ts). */
  readonly toldBy: ReplayedSubject<Notes> | null;
}

/**
 * Plays events through the pure pipeline (identify, advance, mean), oldest first, with subjects joined as the store joins
 * them. Everything that is still known of them is held in memory: some kilobytes a subject.
 */
export function replaySubjects<Notes>(options: ReplayOptions<Notes>) {
  const byKey = new Map<string, ReplayedSubject<Notes>>();
  let made = 0;

  function join(scope: string, touch: Touch): ReplayedSubject<Notes> {
    const names = touch.keys.map((key) => `${scope} ${key}`);
    const found = [...new Set(names.flatMap((name) => byKey.get(name) ?? []))].sort((a, b) => a.id - b.id);
    const [first, ...others] = found;
    made += 1;
    const subject = first ?? {
      id: made,
      keys: new Set<string>(),
      kind: touch.kind,
      state: emptyState,
      notes: options.newNotes(),
    };
    for (const other of others) {
      subject.state = mergeStates(subject.state, other.state);
      subject.notes = options.joinNotes(subject.notes, other.notes);
      for (const name of other.keys) subject.keys.add(name);
    }
    for (const name of names) subject.keys.add(name);
    for (const name of others.length > 0 ? subject.keys : names) byKey.set(name, subject);
    return subject;
  }

  async function linked(event: StripeEvent, account: string, about: Touch, nowMs: number): Promise<Touch> {
    const intent = paymentToLink(event);
    if (intent === null) return about;
    const payment = await options.cached(account, `invoice_of_${intent}`, nowMs);
    return payment === null ? about : linkedTouch(about, payment);
  }

  async function knownBeside(
    scope: string,
    account: string,
    state: SubjectState,
    ids: readonly string[],
    nowMs: number,
  ): Promise<Record<string, JsonObject>> {
    const known: Record<string, JsonObject> = {};
    for (const id of wantedIds(state, { settlement: true })) {
      const object = await options.cached(account, id, nowMs);
      if (object !== null) known[id] = object;
    }
    for (const id of new Set(ids)) {
      const beside = byKey.get(`${scope} ${id}`)?.state;
      for (const name of Object.keys(beside?.objects ?? {})) {
        const object = beside === undefined ? null : newest(beside, name);
        if (object !== null) known[name] = object;
      }
    }
    return known;
  }

  return async (event: StripeEvent, account: string, nowMs: number): Promise<ReplayedEvent<Notes>> => {
    const identified = identify(event);
    if (identified.about === null) return { alert: null, subject: null, toldBy: null };
    const scope = `${account} ${event.livemode}`;
    const touch = await linked(event, account, identified.about, nowMs);
    const subject = join(scope, touch);
    const before = subject.state;
    const step = advance(before, event, touch);
    const known = await knownBeside(scope, account, step.state, identified.references, nowMs);
    const now = Math.floor(nowMs / 1000);
    const context = { account, livemode: event.livemode, connectAccount: event.connectAccount, known, now };
    const { alert } = mean(event, before, step.state, context);
    const change = alert?.change ?? null;
    subject.state = change === null ? step.state : tell(step.state, change);
    subject.kind = kindOf(touch.kind, subject.state);
    for (const also of identified.also) {
      const other = join(scope, also);
      other.state = advance(other.state, event, also).state;
    }
    const start = subject.kind === 'subscription' ? invoiceOfStart(subject.state) : null;
    return { alert, subject, toldBy: (start === null ? undefined : byKey.get(`${scope} ${start}`)) ?? null };
  };
}
