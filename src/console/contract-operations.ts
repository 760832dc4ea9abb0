import type { Money } from '../domain/money.ts';

export interface Operations {
  readonly accounts: readonly {
    readonly name: string;
    readonly livemode: boolean | null;
    /** Number of webhook secrets, never a secret. */
    readonly webhookSecrets: number;
    readonly apiKey: boolean;
    /** Path of its door: `/webhooks/stripe/main`. */
    readonly door: string;
    readonly lastWebhookAt: number | null;
    readonly webhooksLastHour: number;
  }[];
  readonly workspaces: readonly {
    readonly name: string;
    readonly mode: 'bot' | 'webhook';
    readonly channels: readonly {
      readonly name: string;
      readonly id: string | null;
      readonly privacy: string;
      readonly lane: string;
    }[];
    readonly paused: { readonly code: string; readonly text: string } | null;
    /** Acting from Slack: a signing secret and a bot token are there. */
    readonly acting: boolean;
  }[];
  readonly keys: readonly {
    /** Short id, no key. */
    readonly keyId: string;
    readonly rows: number;
    /** When it was first used, as far as known. */
    readonly since: number | null;
    readonly newest: boolean;
  }[];
  readonly retentionMs: number;
  readonly database: 'sqlite' | 'postgres';
  readonly version: string;
  readonly parked: number;
  readonly dead: number;
  readonly quarantined: number;
  readonly failed: number;
}

/** What Stripe and Slack say now. */
export interface LiveCheck {
  readonly at: number;
  readonly stripe: readonly {
    readonly account: string;
    readonly ok: boolean;
    readonly text: string;
    readonly endpoints: readonly {
      readonly id: string;
      readonly url: string;
      readonly status: string;
      readonly apiVersion: string | null;
      /** True where its URL leads here. */
      readonly ours: boolean;
      /** What the routes need and it does not send. */
      readonly missing: readonly string[];
      /** What it sends and no route uses. */
      readonly unneeded: readonly string[];
      /** True where the API key may change it: `POST /api/operations/endpoint`. */
      readonly fixable: boolean;
    }[];
  }[];
  readonly slack: readonly {
    readonly workspace: string;
    readonly ok: boolean;
    readonly text: string;
    readonly scopes: { readonly granted: readonly string[]; readonly missing: readonly string[] };
    readonly channels: readonly { readonly name: string; readonly ok: boolean; readonly text: string }[];
  }[];
}

export interface EndpointFixRequest {
  readonly account: string;
  /** `we_…` */
  readonly endpoint: string;
}

export interface VerifyRequest {
  readonly account?: string;
  /** Hours back: 1–720. */
  readonly hours: number;
  /** True: what is missing is taken in. */
  readonly fix: boolean;
}

export interface VerifyRun {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly startedAt: number;
  readonly startedBy: string;
  readonly done: number;
  readonly total: number;
  readonly error: string | null;
  readonly result: {
    readonly families: readonly {
      readonly family: string;
      readonly expected: number;
      readonly received: number;
      readonly recovered: number;
      readonly shown: number;
      readonly suppressed: number;
      readonly waiting: number;
      readonly parked: number;
      readonly missing: number;
      readonly notSubscribed: number;
    }[];
    readonly missing: readonly { readonly account: string; readonly id: string; readonly type: string }[];
    readonly fixed: number;
    readonly problems: readonly { readonly account: string; readonly text: string }[];
    /** One sentence. */
    readonly verdict: string;
  } | null;
}

export interface AuditLine {
  readonly id: number;
  readonly at: number;
  /** Slack user id, `local`, or the name of a link. */
  readonly actor: string;
  /** A verb of a card (`refund`), or the console's own: `console.payload`, `console.replay`, `console.sign_in` … */
  readonly verb: string;
  readonly account: string | null;
  readonly target: string | null;
  readonly subjectId: string | null;
  readonly outcome: string;
  readonly detail: string;
  readonly amount: Money | null;
}
