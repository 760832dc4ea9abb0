import { isObject, textAt } from '../../src/domain/json.ts';
import type { Fetched } from '../../src/domain/stripe-reader.ts';
import type { StripeWrite, Written } from '../../src/domain/stripe-writer.ts';
import type { FieldMark, FieldText, NewFieldMark } from '../../src/domain/synced-field.ts';
import type { ActionApproval, ActionMove, ActionRow, Approved, IncomingAction } from '../../src/store/action-store.ts';

export const path = 'metadata.owner';
export const objectId = 'du_1';

/** One thing that happened to the field at Stripe, in the order in which it happened there. */
export interface Happened {
  /** Milliseconds. */
  readonly at: number;
  readonly value: FieldText;
  /** The action that wrote it; null: somebody in Stripe. */
  readonly action: string | null;
}

export interface WorldEvent {
  readonly id: string;
  readonly created: number;
  readonly value: FieldText;
  readonly previous: FieldText;
  readonly key: string | null;
}

interface StoredAction extends ActionRow {
  readonly dedup: string;
  readonly dueAt: number;
  readonly inWork: boolean;
}

const closed: ReadonlySet<string> = new Set(['done', 'refused', 'failed', 'expired']);

/** Stripe with one field of one object, and the store's tables that field sync reads and writes, each call atomic. */
export class SyncWorld {
  now = 1_800_000_000_000;
  value: FieldText = null;
  readonly history: Happened[] = [];
  readonly events: WorldEvent[] = [];
  readonly actions = new Map<string, StoredAction>();
  readonly marks = new Map<string, FieldMark>();
  readonly delivered = new Set<string>();
  /** Newest snapshot by the event's second, as a subject keeps it. */
  known: { readonly created: number; readonly value: FieldText } | null = null;
  lock: string | null = null;
  readonly #answers = new Map<string, Written>();
  #serial = 0;

  second(): number {
    return Math.floor(this.now / 1000);
  }

  next(name: string): string {
    this.#serial += 1;
    return `${name}_${this.#serial}`;
  }

  set(value: FieldText, by: { readonly action: string; readonly key: string } | null): void {
    const previous = this.value;
    // Stripe tells only of what changed.
    if (previous === value) return;
    this.value = value;
    this.history.push({ at: this.now, value, action: by?.action ?? null });
    this.events.push({
      id: this.next('evt'),
      created: this.second(),
      value,
      previous,
      key: by?.key ?? null,
    });
  }

  read(): Fetched {
    const metadata = this.value === null ? {} : { owner: this.value };
    return { kind: 'object', object: { id: objectId, object: 'dispute', metadata } };
  }

  /** Acts once under a key, as Stripe does. */
  write(request: StripeWrite): Written {
    const known = this.#answers.get(request.idempotencyKey);
    if (known !== undefined) return known;
    const { metadata } = request.params;
    const wanted = isObject(metadata) ? (textAt(metadata, 'owner') ?? null) : null;
    const action = [...this.actions.values()].find((one) => one.idempotencyKey === request.idempotencyKey);
    this.set(wanted, { action: action?.id ?? '', key: request.idempotencyKey });
    const read = this.read();
    const answer: Written =
      read.kind === 'object'
        ? { kind: 'done', object: read.object }
        : { kind: 'unknown', reason: { code: '', text: '' } };
    this.#answers.set(request.idempotencyKey, answer);
    return answer;
  }

  accept(action: IncomingAction): void {
    if ([...this.actions.values()].some((one) => one.dedup === action.dedup)) return;
    this.actions.set(action.id, {
      ...action,
      approver: null,
      subjectId: null,
      state: 'received',
      tries: 0,
      createdAt: action.now,
      sentAt: null,
      intent: null,
      idempotencyKey: null,
      reason: null,
      dueAt: action.now,
      inWork: false,
    });
  }

  /** The due actions that nobody works on, claimed. */
  claim(pick: (due: readonly StoredAction[]) => StoredAction | undefined): ActionRow | null {
    const due = [...this.actions.values()].filter(
      (one) => !closed.has(one.state) && !one.inWork && one.dueAt <= this.now,
    );
    const row = pick(due);
    if (row === undefined) return null;
    this.actions.set(row.id, { ...row, inWork: true, tries: row.tries + 1, dueAt: this.now + 60_000 });
    return row;
  }

  open(): StoredAction[] {
    return [...this.actions.values()].filter((one) => !closed.has(one.state));
  }

  /** The process dies: whatever it held is free again. */
  free(): void {
    for (const row of this.open()) this.actions.set(row.id, { ...row, inWork: false, dueAt: this.now });
  }

  approve(approve: ActionApproval): Approved {
    const row = this.actions.get(approve.id);
    if (row === undefined || !approve.from.includes(row.state)) return { outcome: 'elsewhere' };
    this.actions.set(row.id, {
      ...row,
      state: approve.to,
      intent: approve.intent,
      idempotencyKey: `tillbell-${row.id}`,
      payload: approve.payload,
      dueAt: approve.dueAt,
      inWork: false,
      tries: 0,
    });
    return { outcome: 'approved' };
  }

  move(move: ActionMove): 'moved' | 'conflict' | 'elsewhere' {
    const row = this.actions.get(move.id);
    if (row === undefined || !move.from.includes(row.state)) return 'elsewhere';
    if (move.owner !== null && !row.inWork) return 'elsewhere';
    for (const mark of move.fields?.marks ?? []) this.#mark(mark);
    if ((move.unlock === true || closed.has(move.state)) && this.lock === row.id) this.lock = null;
    this.actions.set(row.id, {
      ...row,
      state: move.state,
      dueAt: move.dueAt ?? 0,
      inWork: false,
      tries: move.state === row.state ? row.tries : 0,
      sentAt: row.sentAt ?? move.sentAt ?? null,
      payload: move.payload ?? row.payload,
      reason: move.reason ?? row.reason,
    });
    return 'moved';
  }

  lockFor(actionId: string): boolean {
    this.lock ??= actionId;
    return this.lock === actionId;
  }

  #mark(mark: NewFieldMark): void {
    const version = (this.marks.get(mark.field)?.version ?? 0) + 1;
    this.marks.set(mark.field, { ...mark, version });
  }
}
