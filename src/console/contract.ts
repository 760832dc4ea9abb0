/**
 * The console's API, as both sides are type-checked against it: for each endpoint its query, its body and its answer. One
 * shape file a page (`contract-*.ts`). Everything is JSON under `/api`; `:name` in a path is a parameter.
 *
 * - Times are milliseconds since the epoch unless a field says otherwise. Money is `{ currency, minor }`, see `src/domain/money.ts`; `minor` is a whole number in decimal digits.
 * - Lists are pages: `next` is given back as `cursor` for the page after; null at the end. A cursor is opaque.
 * - A refusal has an HTTP status of 400 or more and the body of `ApiFailure`: 400 bad input · 401 not signed in · 403 the role
 *   does not reach or the request is not the console's own · 404 unknown · 409 things stand otherwise now · 429 too often ·
 *   501 not available here, and why · 503 the store or a neighbour cannot answer now.
 * - Every write carries the header `x-tillbell-csrf` with the value of `Me.csrf`, and `content-type: application/json`.
 */
import type {
  DeliveryActRequest,
  DeliveryLine,
  EventActRequest,
  EventDetail,
  EventLine,
  EventPayload,
  EventSearch,
  EventSearchPage,
} from './contract-events.ts';
import type { FeedMessage, Now } from './contract-now.ts';
import type {
  AuditLine,
  EndpointFixRequest,
  LiveCheck,
  Operations,
  VerifyRequest,
  VerifyRun,
} from './contract-operations.ts';
import type { CursorQuery, Page } from './contract-page.ts';
import type { Quiet, SilenceCreate, SilenceLine } from './contract-quiet.ts';
import type { Revenue } from './contract-revenue.ts';
import type {
  CardPaths,
  CardPreview,
  CardPreviewRequest,
  PlaygroundRequest,
  PlaygroundResult,
  Rules,
  RulesDiff,
  RulesDraft,
  TimeMachineRequest,
  TimeMachineRun,
} from './contract-rules.ts';
import type { Setup, SetupChannels, SetupManifest, SetupRequests } from './contract-setup.ts';
import type { ActionProgress, ActRequest, SubjectDetail, SubjectLine, SubmitRequest } from './contract-subjects.ts';

/** Each role may do what those before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface ApiFailure {
  readonly error: {
    /** Stable: `not_signed_in`, `role_too_low`, `csrf_missing`, `bad_input`, `not_found` … */
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    /** For bad input: which field, in the request's own words. */
    readonly field?: string;
  };
}

export interface Me {
  /** Null: nobody is signed in; then everything but `/api/me` and the sign-in doors answers 401. */
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    /** local: whoever sits at this machine, while no sign-in is configured. */
    readonly via: 'local' | 'slack' | 'link';
    /** Slack user id, by which actions on cards are permitted and recorded; null: actions on cards are not possible. */
    readonly slackUser: string | null;
    /** When the session ends; null for `local`. */
    readonly until: number | null;
  } | null;
  /** Value for `x-tillbell-csrf`; null while nobody is signed in. */
  readonly csrf: string | null;
  readonly signIn: {
    /** True: `GET /console/sign-in` (a link, not fetch) leads to Slack. `?back=/events` returns there. */
    readonly slack: boolean;
    /** True always: `tillbell console link` prints `<address>/sign-in#token=…`; the page posts the token to `/api/sign-in/link`. */
    readonly link: boolean;
  };
  /** Set after a failed return from Slack (`/sign-in?error=<code>`): the page shows its text by this table. */
  readonly signInErrors: Readonly<Record<string, string>>;
  /** True: nothing is configured yet; the page leads to First run. */
  readonly firstRun: boolean;
  readonly version: string;
  readonly now: number;
  readonly timezone: string;
  readonly locale: string;
  /** Names in the configuration, for filters and forms. */
  readonly accounts: readonly string[];
  readonly channels: readonly { readonly name: string; readonly privacy: 'full' | 'redacted' | 'minimal' }[];
}

interface Shape {
  readonly query: object;
  readonly body: object | null;
  readonly answer: object;
}

/** Nothing is asked beyond the path. */
export type None = Readonly<Record<never, never>>;

/** Every query value is a string, as it stands in the address. */
export interface Endpoints {
  'GET /api/me': { query: None; body: null; answer: Me };
  'POST /api/sign-in/link': { query: None; body: { readonly token: string }; answer: { readonly ok: true } };
  'POST /api/sign-out': { query: None; body: None; answer: { readonly ok: true } };

  'GET /api/now': { query: None; body: null; answer: Now };
  /** What stands in the channels, newest first; a thread's replies come with their own lines. */
  'GET /api/feed': { query: CursorQuery & { readonly channel?: string }; body: null; answer: Page<FeedMessage> };

  'GET /api/events': { query: EventSearch; body: null; answer: EventSearchPage };
  'GET /api/events/:seq': { query: None; body: null; answer: EventDetail };
  /** Decrypted; each look is written to the audit. */
  'GET /api/events/:seq/payload': { query: None; body: null; answer: EventPayload };
  'POST /api/events/act': { query: None; body: EventActRequest; answer: { readonly done: number } };
  'GET /api/deliveries': {
    query: CursorQuery & { readonly state?: string; readonly lane?: string };
    body: null;
    answer: Page<DeliveryLine>;
  };
  'POST /api/deliveries/act': { query: None; body: DeliveryActRequest; answer: { readonly done: number } };

  'GET /api/subjects': {
    query: CursorQuery & {
      /** An id of Stripe's (`ch_…`, `in_…`, `cus_…`) or of ours. */
      readonly q?: string;
      readonly kind?: string;
      readonly customer?: string;
    };
    body: null;
    answer: Page<SubjectLine>;
  };
  'GET /api/subjects/:id': { query: None; body: null; answer: SubjectDetail };
  /** As a click on a button of the card in Slack; needs `Me.person.slackUser`. 403 `no_slack_user` without. */
  'POST /api/subjects/:id/act': { query: None; body: ActRequest; answer: { readonly action: string } };
  /** Polled until `state` is closed or `dialogue` is there. */
  'GET /api/actions/:id': { query: None; body: null; answer: ActionProgress };
  /** As submitting the modal. */
  'POST /api/actions/:id/submit': { query: None; body: SubmitRequest; answer: { readonly action: string } };

  'GET /api/rules': { query: None; body: null; answer: Rules };
  'POST /api/rules/playground': { query: None; body: PlaygroundRequest; answer: PlaygroundResult };
  'POST /api/rules/diff': { query: None; body: RulesDraft; answer: RulesDiff };
  'POST /api/rules/time-machine': { query: None; body: TimeMachineRequest; answer: TimeMachineRun };
  'GET /api/rules/time-machine/:id': { query: None; body: null; answer: TimeMachineRun };
  'POST /api/rules/time-machine/:id/cancel': { query: None; body: None; answer: TimeMachineRun };
  'GET /api/rules/paths': { query: { readonly kind: string; readonly seq?: string }; body: null; answer: CardPaths };
  'POST /api/rules/card-preview': { query: None; body: CardPreviewRequest; answer: CardPreview };

  'GET /api/revenue': {
    query: { readonly days?: string; readonly account?: string };
    body: null;
    answer: Revenue;
  };

  'GET /api/quiet': { query: { readonly from?: string; readonly to?: string }; body: null; answer: Quiet };
  'POST /api/silences': { query: None; body: SilenceCreate; answer: SilenceLine };
  'POST /api/silences/:id/end': { query: None; body: None; answer: { readonly ok: true } };

  'GET /api/operations': { query: None; body: null; answer: Operations };
  /** Asks Stripe and Slack now; a few seconds. */
  'POST /api/operations/check': { query: None; body: None; answer: LiveCheck };
  'POST /api/operations/endpoint': { query: None; body: EndpointFixRequest; answer: LiveCheck };
  'POST /api/operations/verify': { query: None; body: VerifyRequest; answer: VerifyRun };
  'GET /api/operations/verify/:id': { query: None; body: null; answer: VerifyRun };
  'GET /api/audit': { query: CursorQuery & { readonly subject?: string }; body: null; answer: Page<AuditLine> };

  'GET /api/setup': { query: None; body: null; answer: Setup };
  'POST /api/setup/stripe': { query: None; body: SetupRequests['stripe']; answer: Setup };
  'POST /api/setup/endpoint': { query: None; body: SetupRequests['endpoint']; answer: Setup };
  'GET /api/setup/manifest': { query: { readonly publicUrl?: string }; body: null; answer: SetupManifest };
  'POST /api/setup/slack': { query: None; body: SetupRequests['slack']; answer: Setup };
  'GET /api/setup/channels': { query: None; body: null; answer: SetupChannels };
  'POST /api/setup/channel': { query: None; body: SetupRequests['channel']; answer: Setup };
  'POST /api/setup/test': { query: None; body: None; answer: Setup };
  'POST /api/setup/finish': { query: None; body: None; answer: Setup };
}

export type EndpointName = keyof Endpoints;
export type Query<N extends EndpointName> = Endpoints[N]['query'];
export type Body<N extends EndpointName> = Endpoints[N]['body'];
export type Answer<N extends EndpointName> = Endpoints[N]['answer'];

/** Proves that each endpoint has the three parts. */
export type Checked = { readonly [N in EndpointName]: Endpoints[N] extends Shape ? true : never };

/** Who may call it; `public` needs no session. Enforced in one place (`guard.ts`), shown in docs/console.md. */
export const access: Readonly<Record<EndpointName, Role | 'public'>> = {
  'GET /api/me': 'public',
  'POST /api/sign-in/link': 'public',
  'POST /api/sign-out': 'viewer',
  'GET /api/now': 'viewer',
  'GET /api/feed': 'viewer',
  'GET /api/events': 'viewer',
  'GET /api/events/:seq': 'viewer',
  'GET /api/events/:seq/payload': 'operator',
  'POST /api/events/act': 'operator',
  'GET /api/deliveries': 'viewer',
  'POST /api/deliveries/act': 'operator',
  'GET /api/subjects': 'viewer',
  'GET /api/subjects/:id': 'viewer',
  'POST /api/subjects/:id/act': 'viewer',
  'GET /api/actions/:id': 'viewer',
  'POST /api/actions/:id/submit': 'viewer',
  'GET /api/rules': 'viewer',
  'POST /api/rules/playground': 'operator',
  'POST /api/rules/diff': 'operator',
  'POST /api/rules/time-machine': 'operator',
  'GET /api/rules/time-machine/:id': 'operator',
  'POST /api/rules/time-machine/:id/cancel': 'operator',
  'GET /api/rules/paths': 'operator',
  'POST /api/rules/card-preview': 'operator',
  'GET /api/revenue': 'viewer',
  'GET /api/quiet': 'viewer',
  'POST /api/silences': 'operator',
  'POST /api/silences/:id/end': 'operator',
  'GET /api/operations': 'viewer',
  'POST /api/operations/check': 'operator',
  'POST /api/operations/endpoint': 'admin',
  'POST /api/operations/verify': 'operator',
  'GET /api/operations/verify/:id': 'operator',
  'GET /api/audit': 'operator',
  'GET /api/setup': 'admin',
  'POST /api/setup/stripe': 'admin',
  'POST /api/setup/endpoint': 'admin',
  'GET /api/setup/manifest': 'admin',
  'POST /api/setup/slack': 'admin',
  'GET /api/setup/channels': 'admin',
  'POST /api/setup/channel': 'admin',
  'POST /api/setup/test': 'admin',
  'POST /api/setup/finish': 'admin',
};

/**
 * `GET /api/stream` (viewer): server-sent events. Each has an `id`; a browser that returns with Last-Event-ID gets what it
 * missed of `feed`, and the newest of the others. A comment line every 15 s is the heartbeat. At most 100 streams at once and
 * 8 a person: one more is refused with 429. A new stream begins with the newest 50 changes of the
 * feed. `event:` names the kind, `data:` is the JSON.
 */
export interface StreamMessages {
  /** A message was posted, changed or removed; the same shape and order as in the feed. */
  feed: FeedMessage;
  /** At most once a second, when it changed. */
  now: Pick<Now, 'at' | 'health' | 'counts' | 'lanes'>;
  /** Newest events first, at most 50: rows that arrived or changed since the last. At most once a second. */
  events: { readonly items: readonly EventLine[] };
  /** The session ended: the page asks `/api/me` again. The stream closes after it. */
  ended: { readonly code: string };
}
