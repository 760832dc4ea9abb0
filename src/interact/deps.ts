import type { Verb } from '../domain/action.ts';
import type { CardContent } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { HomeSection, ModalContent } from '../domain/modal.ts';
import type { Money } from '../domain/money.ts';
import type { Phrase } from '../domain/phrase.ts';
import type { DigestProposal } from '../domain/route-change.ts';
import type { SlackSurface } from '../domain/slack-surface.ts';
import type { StripeReader } from '../domain/stripe-reader.ts';
import type { StripeWriter } from '../domain/stripe-writer.ts';
import type { Change, Subject, SubjectState } from '../domain/subject.ts';
import type { Summary } from '../domain/summary.ts';
import type { Store } from '../store/store.ts';
import type { FieldDesk } from './field-desk.ts';
import type { ActOn } from './possible.ts';

/** Whether a person may do something; `second`: only if another person confirms it. */
export type Permission =
  | { readonly kind: 'allowed'; readonly second: boolean }
  | { readonly kind: 'denied'; readonly reason: Reason }
  /** Slack could not be asked who it is. */
  | { readonly kind: 'unknown'; readonly reason: Reason };

export interface PermissionRequest {
  readonly verb: Verb;
  readonly user: string;
  readonly amount: Money | null;
  /** Names under `actions:` instead of the verb's own: the first that is configured decides. */
  readonly names?: readonly string[];
}

/** Silences, given by whoever keeps them. Each answers with a sentence for the person. */
export interface Silencer {
  /** `what` in the person's words: a customer, a product, a route, or the subject of the card that he clicked on. */
  mute(request: {
    readonly by: string;
    readonly subject: Subject | null;
    readonly what: string;
    readonly channel: string | null;
  }): Promise<Phrase>;
  unmute(request: { readonly by: string; readonly what: string; readonly channel: string | null }): Promise<Phrase>;
}

export interface Readers {
  /** The configured channel; null where it is none of ours. */
  readonly channel: string | null;
  /** True: figures and ids only. */
  readonly minimal: boolean;
}

/** Routes that a channel gave itself; given by whoever keeps them. Each answers with a sentence for the person. */
export interface Subscriber {
  subscribe(request: { readonly by: string; readonly channel: string; readonly words: string }): Promise<Phrase>;
  /** Without words it lists them. */
  unsubscribe(request: { readonly by: string; readonly channel: string; readonly words: string }): Promise<Phrase>;
}

/** The digests of the weekly proposal. Each says whether anything is other than before. */
export interface Digests {
  accept(proposal: DigestProposal, by: string): Promise<boolean>;
  undo(proposal: DigestProposal, by: string): Promise<boolean>;
}

/** What acting from Slack needs of the other stages; given by the app. */
export interface InteractDeps {
  readonly store: Pick<
    Store,
    | 'claimActions'
    | 'getAction'
    | 'actionOfIntent'
    | 'approveAction'
    | 'moveAction'
    | 'fieldMarks'
    | 'lockFields'
    | 'actionOfKey'
    | 'getSubject'
    | 'findSubjects'
    | 'cardsOf'
    | 'listEvents'
    | 'explainEvent'
    | 'listSubjects'
    | 'assignedTo'
    | 'counts'
    | 'enqueueNotice'
    | 'activeSilences'
    | 'noteUnfurl'
    | 'getProposal'
    | 'forgetUnfurl'
  >;
  readonly clock: Clock;
  readonly owner: string;
  readonly surface: SlackSurface;
  readonly readerOf: (account: string) => StripeReader | null;
  readonly writerOf: (account: string) => StripeWriter | null;
  readonly permits: (request: PermissionRequest) => Promise<Permission>;
  readonly fields: FieldDesk;
  /** What a dispute costs beside its amount, in the same currency, where the configuration says so. */
  readonly disputeFee?: (currency: string) => Money | null;
  /** The subject's Stripe objects in their newest known state. */
  readonly objectsOf: (subject: Subject) => readonly ActOn[];
  readonly tell: (state: SubjectState, change: Change) => SubjectState;
  readonly contentOf: (subject: Subject) => Promise<CardContent>;
  /** The configured channel behind a Slack channel id; null where it is none of ours. */
  readonly channelOf: (slackChannel: string) => { readonly name: string; readonly lane: string } | null;
  readonly accounts: () => readonly string[];
  /** A sentence as the channel (null: none of ours) may read it, as mrkdwn. */
  readonly words: (phrase: Phrase, channel: string | null) => string;
  readonly modal: (content: ModalContent, channel: string | null) => JsonObject;
  /** Who reads a Slack channel: one of ours, and whether people of other organisations, or nobody knows who, read along. */
  readonly readersOf: (slackChannel: string) => Promise<Readers>;
  /** The blocks of a card without its buttons, as these readers may see it. */
  readonly preview: (card: CardContent, readers: Readers) => JsonObject[];
  readonly home: (sections: readonly HomeSection[]) => JsonObject;
  /** The running period so far, from the ledger. */
  readonly figures: (span: 'today' | 'week' | 'month') => Promise<Summary>;
  readonly silencer: Silencer | null;
  readonly subscriber: Subscriber;
  readonly digests: Digests;
  /** The message of a proposal, with the button for what can be done now. */
  readonly proposal: (text: string, week: string, button: 'accept' | 'undo') => JsonObject[];
  /** Asks Slack whether the app may still act there, and pauses the workspace where it may not. Throws where Slack is away. */
  readonly checkAccess: () => Promise<unknown>;
  readonly onResult: (result: { readonly verb: string; readonly outcome: string }) => void;
}
