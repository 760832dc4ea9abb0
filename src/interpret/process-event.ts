import { randomUUID } from 'node:crypto';
import type { Alert } from '../domain/alert.ts';
import type { Decision } from '../domain/decision.ts';
import type { DeskSignal } from '../domain/dispute.ts';
import type { Reason, StripeEvent } from '../domain/event.ts';
import type { FailureSignal } from '../domain/incident.ts';
import type { JsonObject } from '../domain/json.ts';
import { emptyState, type Subject, type SubjectKind, type SubjectState } from '../domain/subject.ts';
import type { IncomingAction } from '../store/action-store.ts';
import type { ClaimedEvent, EventCommit, PlannedDelivery, Store, SubjectWrite } from '../store/store.ts';
import { advance, isTold, mergeStates, newest, tell } from './advance.ts';
import { expectsJoin } from './expects-join.ts';
import type { Context, Identification, Meaning, Touch } from './family.ts';
import { identify, mean } from './interpret.ts';
import { linkedTouch, paymentToLink } from './invoice-link.ts';
import { kindOf } from './kind-of.ts';
import { ledgerFacts } from './ledger/ledger-facts.ts';
import { readEvent } from './read-event.ts';

export interface ProcessDeps {
  readonly store: Pick<Store, 'findSubjects' | 'commitEvent'>;
  readonly owner: string;
  readonly now: () => number;
  /** Fetches the object of a thin notification; null where it cannot be had: the event is told without it (F20). */
  readonly fetchThin: (event: StripeEvent, account: string) => Promise<StripeEvent>;
  /** Names and links that the event itself lacks, from the cache or Stripe, within a bounded time (F41–F48). */
  readonly enrich: (request: EnrichRequest) => Promise<Readonly<Record<string, JsonObject>>>;
  /** The `invoice_payment` of a payment intent, where Stripe can be asked and says so in time; else null. */
  readonly invoicePaymentOf: (request: {
    event: StripeEvent;
    account: string;
    paymentIntent: string;
  }) => Promise<JsonObject | null>;
  readonly decide: (alert: Alert, nowMs: number, subjectId: string) => Decision;
  readonly plan: (request: PlanRequest) => readonly PlannedDelivery[];
  /** What is to be held against Stripe because of the event: fields that people edit on both sides. */
  readonly checkOf?: (request: {
    readonly event: StripeEvent;
    readonly account: string;
    readonly subjectId: string;
    readonly kind: SubjectKind;
    /** The object as it was known before; null where it was not. */
    readonly before: JsonObject | null;
  }) => IncomingAction | null;
  /** What the alert says of money that did not come; by it incidents are found. Null for everything else. */
  readonly failureOf?: (alert: Alert, subjectId: string) => FailureSignal | null;
  /** What the event says for the dispute desk's figures; null for most. */
  readonly deskOf?: (event: StripeEvent, seen: SeenSubject) => DeskSignal | null;
}

/** A subject as an event found it and as it left it; `known`: objects beside it, by id. */
export interface SeenSubject {
  readonly subjectId: string;
  readonly before: SubjectState;
  readonly state: SubjectState;
  readonly known: Readonly<Record<string, JsonObject>>;
}

export interface EnrichRequest {
  readonly event: StripeEvent;
  readonly account: string;
  readonly state: SubjectState;
  readonly references: readonly string[];
}

export interface PlanRequest {
  readonly alert: Alert;
  readonly decision: Decision;
  readonly subjectId: string;
  readonly receivedAt: number;
  /** The change was told before, or is older than what people see: nothing is said in the thread. */
  readonly tellChange: boolean;
  /** Another event's card will probably tell this: a new card waits for the settle time. */
  readonly hold: boolean;
}

export interface Processed {
  readonly commit: EventCommit;
  readonly alert: Alert | null;
}

const mostConflicts = 20;

/**
 * Interprets one claimed event and commits what follows from it: read → identify → load → advance → mean → decide → plan →
 * commit. A concurrent change of the same subjects makes the commit a conflict; everything is then done again from the
 * newer state, so that two processes may work on one subject.
 * Throws TillbellError `event_unreadable`, or what the store throws; the caller defers the event.
 */
export async function processEvent(claimed: ClaimedEvent, body: Uint8Array, deps: ProcessDeps): Promise<Processed> {
  const read = readEvent(body);
  const event = read.kind === 'thin' ? await deps.fetchThin(read, claimed.account) : read;
  const identified = identify(event);
  for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
    const processed =
      identified.about === null
        ? noCard(claimed, event, identified.reason, deps)
        : await interpreted(claimed, event, identified, deps);
    if ((await deps.store.commitEvent(processed.commit)) === 'committed') return processed;
  }
  throw new Error(`the subjects of event ${claimed.id} changed ${mostConflicts} times while it was interpreted`);
}

function noCard(claimed: ClaimedEvent, event: StripeEvent, reason: Reason, deps: ProcessDeps): Processed {
  return {
    commit: {
      ...base(claimed, deps),
      state: 'suppressed',
      reason,
      late: false,
      decision: null,
      subjects: [],
      deliveries: [],
      ...ledgerOf(claimed, event, null, null),
    },
    alert: null,
  };
}

function base(claimed: ClaimedEvent, deps: ProcessDeps) {
  return { seq: claimed.seq, owner: deps.owner, now: deps.now() };
}

async function interpreted(
  claimed: ClaimedEvent,
  event: StripeEvent,
  identified: Extract<Identification, { references: readonly string[] }>,
  deps: ProcessDeps,
): Promise<Processed> {
  const { account } = claimed;
  const scope = { account, livemode: event.livemode };
  const touch = await joined(claimed, event, identified.about, deps);
  const loaded = await load(deps, scope, touch);
  const referenced =
    identified.references.length === 0 ? [] : await deps.store.findSubjects({ ...scope, keys: identified.references });
  const step = advance(loaded.before, event, touch);
  const known = {
    ...knownFrom(referenced),
    ...(await deps.enrich({ event, account, state: step.state, references: identified.references })),
  };
  const context: Context = {
    ...scope,
    connectAccount: event.connectAccount,
    known,
    now: Math.floor(deps.now() / 1000),
  };
  const meaning = mean(event, loaded.before, step.state, context);
  const change = meaning.alert?.change ?? null;
  const state = change === null ? step.state : tell(step.state, change);
  const about = write(loaded, touch, scope, state, meaning.alert, step.changed);
  const also = await Promise.all(identified.also.map((touch) => alsoWrite(deps, scope, event, touch)));
  const decision = meaning.alert === null ? null : deps.decide(meaning.alert, deps.now(), about.id);
  const tellChange =
    change !== null && !isTold(loaded.before, change.key) && (!step.late || change.severity === 'critical');
  const deliveries =
    meaning.alert === null || decision === null
      ? []
      : deps.plan({
          alert: meaning.alert,
          decision,
          subjectId: about.id,
          receivedAt: claimed.receivedAt,
          tellChange,
          hold: expectsJoin(meaning.alert, state),
        });
  return {
    alert: meaning.alert,
    commit: {
      ...base(claimed, deps),
      state: deliveries.length > 0 ? 'routed' : 'suppressed',
      reason: reasonOf(meaning, decision),
      late: step.late,
      decision,
      subjects: [about, ...also],
      deliveries,
      ...failureOf(claimed, event, meaning.alert, about.id, deps),
      ...ledgerOf(claimed, event, meaning.alert, decision),
      ...deskOf(claimed, event, { before: loaded.before, state: step.state, known, subjectId: about.id }, deps),
      ...checkOf(event, touch, loaded, about, deps),
    },
  };
}

/** Written with the commit, so that an event that comes twice or is interpreted again counts once. */
function ledgerOf(
  { account }: ClaimedEvent,
  event: StripeEvent,
  alert: Alert | null,
  decision: Decision | null,
): Pick<EventCommit, 'ledger'> {
  const routes = (decision?.path ?? []).filter(({ matched }) => matched).map(({ route }) => `route:${route}`);
  const ledger = ledgerFacts(event, { account, tags: [...(alert?.products ?? []), ...routes] });
  return ledger.length === 0 ? {} : { ledger };
}

function checkOf(
  event: StripeEvent,
  { objectId }: Touch,
  { before }: Loaded,
  { id: subjectId, kind, account }: SubjectWrite,
  deps: ProcessDeps,
): Pick<EventCommit, 'check'> {
  const check = deps.checkOf?.({ event, account, subjectId, kind, before: newest(before, objectId) }) ?? null;
  return check === null ? {} : { check };
}

/** An event that comes late says when it failed, not that it fails now: its own second counts. */
function failureOf(
  { account }: ClaimedEvent,
  { livemode }: StripeEvent,
  alert: Alert | null,
  subjectId: string,
  deps: ProcessDeps,
): Pick<EventCommit, 'failure'> {
  const signal = alert === null ? null : (deps.failureOf?.(alert, subjectId) ?? null);
  return signal === null ? {} : { failure: { account, livemode, signal } };
}

function deskOf(
  { account }: ClaimedEvent,
  event: StripeEvent,
  seen: SeenSubject,
  deps: ProcessDeps,
): Pick<EventCommit, 'desk'> {
  const signal = deps.deskOf?.(event, seen) ?? null;
  return signal === null ? {} : { desk: { account, livemode: event.livemode, signal } };
}

/** Where the event does not name the invoice that its payment is for, Stripe is asked: one sale is one card from the start. */
async function joined(claimed: ClaimedEvent, event: StripeEvent, about: Touch, deps: ProcessDeps): Promise<Touch> {
  const paymentIntent = paymentToLink(event);
  if (paymentIntent === null) return about;
  const invoicePayment = await deps.invoicePaymentOf({ event, account: claimed.account, paymentIntent });
  return invoicePayment === null ? about : linkedTouch(about, invoicePayment);
}

function reasonOf(meaning: Meaning, decision: Decision | null): Reason {
  if (meaning.alert === null) return meaning.reason;
  return decision?.reason ?? { code: 'no_route', text: 'no route was asked' };
}

interface Loaded {
  readonly subjects: readonly Subject[];
  readonly before: SubjectState;
}

async function load(deps: ProcessDeps, scope: { account: string; livemode: boolean }, touch: Touch): Promise<Loaded> {
  const subjects = await deps.store.findSubjects({ ...scope, keys: touch.keys });
  return {
    subjects,
    before: subjects.reduce<SubjectState>((merged, subject) => mergeStates(merged, subject.state), emptyState),
  };
}

async function alsoWrite(
  deps: ProcessDeps,
  scope: { account: string; livemode: boolean },
  event: StripeEvent,
  touch: Touch,
): Promise<SubjectWrite> {
  const loaded = await load(deps, scope, touch);
  const step = advance(loaded.before, event, touch);
  return write(loaded, touch, scope, step.state, null, step.changed);
}

function write(
  loaded: Loaded,
  touch: Touch,
  scope: { account: string; livemode: boolean },
  state: SubjectState,
  alert: Alert | null,
  changed: boolean,
): SubjectWrite {
  const keys = new Set([...loaded.subjects.flatMap((subject) => subject.keys), ...touch.keys]);
  return {
    id: loaded.subjects[0]?.id ?? randomUUID(),
    base: loaded.subjects.map(({ id, version }) => ({ id, version })),
    ...scope,
    kind: kindOf(touch.kind, state),
    keys: [...keys],
    state,
    search: { customer: alert?.customer ?? null, amount: alert?.amount ?? null, code: alert?.code ?? null },
    refreshCards: changed || loaded.subjects.length > 1,
  };
}

/** The newest object of each id that the referenced subjects hold: the customer of a payment, its subscription. */
function knownFrom(subjects: readonly Subject[]): Record<string, JsonObject> {
  const known: Record<string, JsonObject> = {};
  for (const subject of subjects) {
    for (const id of Object.keys(subject.state.objects)) {
      const object = newest(subject.state, id);
      if (object !== null) known[id] = object;
    }
  }
  return known;
}
