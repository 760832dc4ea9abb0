import type { ActionState } from '../domain/action.ts';
import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Severity } from '../domain/severity.ts';
import type { SubjectKind, SubjectState } from '../domain/subject.ts';
import type { FieldWrites } from './field-store.ts';
import type { Claim } from './store.ts';

/** What people do from Slack, from the click to what Stripe said, and the record of it. */
export interface ActionStore {
  /** Commits what Slack sent; resolves only after fsync. The same `dedup` again is a duplicate (F79). */
  acceptAction(action: IncomingAction): Promise<{ outcome: 'accepted' | 'duplicate'; id: string }>;
  /** Open actions that are due, oldest first, leased to `owner` until `until`. */
  claimActions(claim: Claim): Promise<ActionRow[]>;
  getAction(id: string): Promise<ActionRow | null>;
  /** The action of this intent that is under way, waits or was done; null where there is none. */
  actionOfIntent(intent: string): Promise<ActionRow | null>;
  /**
   * Gives the action its idempotency key and sets it free to be executed, unless one of the same intent is under way or
   * done: two people who confirm the same thing lead to one write (F78). The key follows from the intent and from how
   * often Stripe refused that intent before.
   */
  approveAction(approve: ActionApproval): Promise<Approved>;
  /**
   * Moves an action on, tells its subject's story and writes the record, in one transaction. `conflict`: the subject was
   * changed meanwhile, nothing was written · `elsewhere`: the action is no longer in one of `from`.
   */
  moveAction(move: ActionMove): Promise<'moved' | 'conflict' | 'elsewhere'>;
  /** Newest first. */
  listAudit(query: { subjectId?: string; limit: number; before?: number }): Promise<AuditRow[]>;
  /** Subjects that were last assigned to this Slack user, newest first. */
  assignedTo(user: string, limit: number): Promise<string[]>;
  /** Ids of subjects, last changed first. */
  listSubjects(query: { kind?: SubjectKind; customer?: string; limit: number }): Promise<string[]>;
}

export interface IncomingAction {
  readonly id: string;
  readonly dedup: string;
  /** `sync`: Stripe said that an object with mapped fields was changed. */
  readonly kind: 'click' | 'submission' | 'command' | 'home' | 'sync' | 'access' | 'links';
  readonly name: string;
  /** Slack user id; `stripe` for what Stripe said. */
  readonly actor: string;
  /** JSON; encrypted at rest. */
  readonly payload: string;
  readonly now: number;
}

export interface ActionRow {
  readonly id: string;
  readonly kind: IncomingAction['kind'];
  readonly name: string;
  readonly actor: string;
  readonly approver: string | null;
  readonly subjectId: string | null;
  readonly state: ActionState;
  /** How often it was claimed before in this state. */
  readonly tries: number;
  readonly createdAt: number;
  /** When the first request to Stripe began; null before. */
  readonly sentAt: number | null;
  readonly intent: string | null;
  readonly idempotencyKey: string | null;
  readonly reason: Reason | null;
  /** JSON; null where it does not decrypt. */
  readonly payload: string | null;
}

export interface ActionApproval {
  readonly id: string;
  readonly from: readonly ActionState[];
  readonly to: 'approved' | 'waiting';
  readonly intent: string;
  readonly approver: string | null;
  readonly payload: string;
  readonly now: number;
  readonly dueAt: number;
  readonly audit: AuditEntry;
}

export type Approved =
  | { readonly outcome: 'approved' }
  | { readonly outcome: 'taken'; readonly id: string; readonly by: string; readonly state: ActionState }
  | { readonly outcome: 'elsewhere' };

export interface ActionMove {
  readonly id: string;
  /** Set where the mover holds the claim: a lost lease makes it `elsewhere`. */
  readonly owner: string | null;
  readonly from: readonly ActionState[];
  readonly state: ActionState;
  readonly now: number;
  /** When it is looked at next; null for what is closed. */
  readonly dueAt: number | null;
  readonly reason?: Reason;
  readonly name?: string;
  readonly subjectId?: string;
  readonly assignee?: string;
  readonly payload?: string;
  readonly sentAt?: number;
  readonly tell?: {
    readonly subjectId: string;
    /** The version that `state` was computed from. */
    readonly version: number;
    readonly state: SubjectState;
    /** The change that is told in the thread of each posted card; null: the cards are only made true. */
    readonly changeKey: string | null;
    readonly severity: Severity;
  };
  readonly audit?: AuditEntry;
  /** High-water marks that follow from it. */
  readonly fields?: FieldWrites;
  /** Lets another action write to the object meanwhile; a closed action always does. */
  readonly unlock?: boolean;
}

/** Who did what, when, with which outcome. Ids, states and amounts only: nothing personal but the Slack user's id. */
export interface AuditEntry {
  readonly actor: string;
  readonly verb: string;
  readonly account: string | null;
  /** The Stripe object written to. */
  readonly target: string | null;
  readonly subjectId: string | null;
  readonly outcome: string;
  readonly detail: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface AuditRow extends AuditEntry {
  readonly id: number;
  readonly actionId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
