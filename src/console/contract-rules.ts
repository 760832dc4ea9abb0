import type { Decision } from '../domain/decision.ts';
import type { Money } from '../domain/money.ts';
import type { FeedMessage } from './contract-now.ts';

export interface RouteNode {
  /** Full name, as decisions and deliveries have it: `sales / europe`. */
  readonly name: string;
  readonly label: string;
  /** Line in the file; null for built-in routes. */
  readonly line: number | null;
  /** What it matches, a line each: `topics: disputes, fraud`; empty: everything. */
  readonly matches: readonly string[];
  readonly when: string | null;
  /** Its own channels or its parent's; empty: shown to nobody. */
  readonly to: readonly string[];
  readonly continue: boolean;
  readonly severity: string | null;
  readonly mention: string | null;
  readonly digestMs: number | null;
  /** Of the last `Rules.trafficDays` days. */
  readonly traffic: {
    readonly posts: number;
    readonly folded: number;
    readonly digests: number;
    readonly replies: number;
    readonly clicks: number;
    readonly medianAckMs: number | null;
  };
  readonly routes: readonly RouteNode[];
}

export interface Rules {
  /** Path of the configuration; null: from the environment alone. */
  readonly file: string | null;
  readonly trafficDays: number;
  readonly routes: readonly RouteNode[];
  /** The sections `routes`, `quiet`, `rates` and `cards` as they stand in the file, to begin a draft with. Holds no secret. */
  readonly draft: string;
  readonly channels: readonly string[];
}

/** YAML with some of the sections `routes`, `quiet`, `rates`, `cards`; the rest stays as configured. At most 200 kB. */
export interface RulesDraft {
  readonly draft: string;
}

export interface RulesDiff {
  /** Unified diff against today's sections; empty where nothing changed. */
  readonly diff: string;
  readonly faults: readonly DraftFault[];
}

export interface DraftFault {
  readonly level: 'fault' | 'warning';
  /** In the draft; null where it is nowhere. */
  readonly line: number | null;
  readonly column: number | null;
  readonly path: string;
  readonly message: string;
  readonly suggestion: string | null;
}

export interface PlaygroundRequest {
  /** A stored event, or one pasted as Stripe sends it. */
  readonly event: { readonly seq: number } | { readonly json: string; readonly account?: string };
  /** Null: today's rules alone. */
  readonly draft: string | null;
}

export interface PlaygroundSide {
  readonly decision: Decision;
  /** Who would get which card, in the order of the decision. */
  readonly cards: readonly {
    readonly channel: string;
    readonly route: string;
    readonly severity: string;
    readonly mention: string | null;
    /** `at once`, or why later: `in a digest at …`. */
    readonly when: string;
    readonly message: FeedMessage['message'];
  }[];
}

export interface PlaygroundResult {
  /** The draft's; where one of them is a fault, `draft` is null. */
  readonly faults: readonly DraftFault[];
  /** What the event means; null: nothing to people, for the reason in `note`. */
  readonly alert: {
    readonly code: string;
    readonly topic: string;
    readonly severity: string;
    readonly amount: Money | null;
    readonly opensCard: boolean;
    readonly eventType: string;
  } | null;
  readonly note: string | null;
  readonly today: PlaygroundSide | null;
  readonly draft: PlaygroundSide | null;
}

export interface TimeMachineRequest extends RulesDraft {
  /** 1–90; 30 unless told. */
  readonly days?: number;
  /** At most so many events, the newest: 1–200,000; 50,000 unless told. */
  readonly limit?: number;
}

export interface TriedRoute {
  readonly channel: string;
  readonly route: string;
  readonly posted: number;
  readonly folded: number;
  readonly changed: number;
  readonly replies: number;
}

export interface HiddenLine {
  readonly event: string;
  readonly type: string;
  readonly topic: string;
  readonly livemode: boolean;
  /** Unix seconds. */
  readonly at: number;
  readonly amount: Money | null;
  readonly reason: string;
  /** Channels that show it today. */
  readonly today: readonly string[];
}

export interface TimeMachineRun {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  /** Why it failed, or the draft's faults. */
  readonly error: string | null;
  readonly faults: readonly DraftFault[];
  readonly result: {
    readonly events: number;
    readonly alerts: number;
    readonly unreadable: number;
    readonly draft: { readonly routes: readonly TriedRoute[]; readonly hidden: number };
    readonly today: { readonly routes: readonly TriedRoute[]; readonly hidden: number };
    readonly newlyHidden: number;
    readonly newlyShown: number;
    readonly sample: readonly HiddenLine[];
    /** Disputes, fraud warnings and failures that nobody would see: not 0 means "do not". */
    readonly unseen: number;
    readonly unseenSample: readonly HiddenLine[];
    /** One sentence. */
    readonly verdict: string;
  } | null;
}

/** What a template may name, for a picker. */
export interface CardPaths {
  readonly paths: readonly {
    /** `subscription.plan.name`, to stand in `{{ }}`. */
    readonly path: string;
    /** string, number, boolean, object, list, money, time. */
    readonly type: string;
    /** From the event asked about, as a redacted channel may read it; null where unknown. */
    readonly example: string | null;
  }[];
}

export interface CardPreviewRequest {
  /** A stored event whose subject is shown. */
  readonly seq: number;
  readonly channel: string;
  /** YAML of one card: `headline`, `fields`, `buttons`, `lookups`; null: as configured. */
  readonly card: string | null;
}

export interface CardPreview {
  readonly message: FeedMessage['message'] | null;
  readonly faults: readonly DraftFault[];
}
