import type { AnomalyKind } from '../domain/anomaly.ts';
import type { Money } from '../domain/money.ts';
import type { Secret } from '../domain/secret.ts';
import type { Severity, Topic } from '../domain/severity.ts';
import type { SubjectKind } from '../domain/subject.ts';

/** The configuration after loading: complete, checked, every default filled in. Made only by load.ts. */
export interface Config {
  /** Path of the file it came from; null where the environment alone was enough. */
  readonly file: string | null;
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded store and the generated encryption key. */
  readonly dataFolder: string;
  readonly databaseUrl: Secret | null;
  readonly encryptionKey: Secret | null;
  readonly trustedProxies: readonly string[];
  readonly retention: { readonly eventsMs: number };
  readonly stripe: StripeConfig;
  readonly slack: SlackConfig;
  /** IANA name; summaries, deadlines and quiet hours use it where a channel does not set its own. */
  readonly timezone: string;
  /** BCP 47 tag for money and dates. */
  readonly locale: string;
  /** By the name used in routes. */
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  readonly routes: readonly RouteConfig[];
  readonly quiet: readonly QuietConfig[];
  /** Units of the target currency for one unit of the source, dated; for `money()` comparisons in filters. */
  readonly rates: RatesConfig | null;
  readonly cards: Readonly<Partial<Record<SubjectKind, CardConfig>>>;
  /** How long later news of a sale is gathered into one update; 2,000 by default. */
  readonly settleMs: number;
  /** By when an alert must be seen; 5,000 by default. */
  readonly deadlineMs: number;
  /** How long a lane stays a process's own without a sign of life; 30,000 by default. Twice as long for an event. */
  readonly leaseMs: number;
  /** Where people reach the console from outside, without a trailing slash; null: links to it are left out. */
  readonly publicUrl: string | null;
  readonly summaries: readonly SummaryConfig[];
  /** Fields that people edit on both sides, by kind of Stripe object (`dispute`), then by field name. */
  readonly sync: Readonly<Record<string, Readonly<Record<string, SyncFieldConfig>>>>;
  /** Who may do what from Slack, by the action's name; an action that is not listed is refused to everybody. */
  readonly actions: Readonly<Record<string, ActionConfig>>;
  readonly tls: TlsConfig | null;
  readonly console: ConsoleConfig;
  /** When many failures are one incident; absent: by what is usual in each hour of the week, after four weeks. */
  readonly incidents?: IncidentsConfig;
  /** Anomalies of revenue; absent: by what is usual in each hour of the week, after four weeks. */
  readonly anomalies?: AnomaliesConfig;
  /** The dispute desk, as far as the file says; absent: reminders by the usual ladder, nobody to escalate to. */
  readonly disputes?: DisputesConfig;
  /** Where Tillbell tells what is wrong with itself: a channel's name; null: the first channel. */
  readonly alerts: { readonly to: string | null };
}

/**
 * What a check of a loaded configuration found. `path` is in the file's own words (`routes[2].when`), `offset` counts
 * characters into that value; load.ts turns both into a line and a column.
 */
export interface Finding {
  readonly level: 'fault' | 'warning';
  readonly code: string;
  readonly path: string;
  readonly offset: number | null;
  /** What is wrong. Never holds a secret. */
  readonly message: string;
  /** What would be right; null where only a person can know. */
  readonly suggestion: string | null;
}

export interface StripeConfig {
  /** By account name; the first is the one that `/webhooks/stripe` without a name means. */
  readonly accounts: Readonly<Record<string, StripeAccountConfig>>;
  readonly toleranceSeconds: number;
  readonly apiUrl: string | null;
  /** Webhooks from other addresses than Stripe publishes: taken and told (`alarm`), refused (`enforce`), or not looked at. */
  readonly ipAllowList: 'off' | 'alarm' | 'enforce';
  readonly ipListUrl: string;
}

export interface StripeAccountConfig {
  readonly name: string;
  /** One, or two while a secret is rolled. */
  readonly webhookSecrets: readonly Secret[];
  readonly apiKey: Secret | null;
  /** Known from the API key's prefix or said in the file; null: both modes are shown, test marked as test. */
  readonly livemode: boolean | null;
}

export interface SlackConfig {
  /** `bot`: Web API, cards are updated · `webhook`: incoming webhook, posts only. */
  readonly mode: 'bot' | 'webhook';
  readonly botToken: Secret | null;
  readonly signingSecret: Secret | null;
  readonly webhookUrl: Secret | null;
  readonly apiUrl: string | null;
  /** Messages a second and channel; 0 = unpaced. */
  readonly channelRate: number;
  /** `xapp-…`, for Socket Mode where no public address exists. */
  readonly appToken: Secret | null;
  /** The app that people install by OAuth instead of copying its bot token; null where there is a bot token. */
  readonly oauth: SlackOauthConfig | null;
}

export interface SlackOauthConfig {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `T…`: the one workspace that may install it; null: whichever does first. */
  readonly workspaceId: string | null;
}

export interface ChannelConfig {
  readonly name: string;
  /** Slack channel id; null for an incoming webhook, which carries its own channel. */
  readonly id: string | null;
  readonly webhookUrl: Secret | null;
  readonly privacy: 'full' | 'redacted' | 'minimal';
  /** True: `full` holds although Slack says that the channel is public or shared, or cannot say who reads it. */
  readonly privacyOverride?: boolean;
  /** Keys of metadata and free text that may be shown in a redacted channel. */
  readonly allow: readonly string[];
  readonly timezone: string;
  readonly locale: string;
  /** The lane's name: `<workspace>/<channel id>`, or `webhook/<name>`. */
  readonly lane: string;
}

export interface RouteConfig {
  readonly name: string;
  /** Where it stands in the file, for messages and `why`. */
  readonly line: number | null;
  /** The same place in the file's own words: `routes[2].routes[0]`; empty for the built-in routes. */
  readonly path: string;
  readonly match: RouteMatch;
  /** CEL source; already type-checked. */
  readonly when: string | null;
  /** Channels by name. Empty and not inherited: shown to nobody, deliberately. */
  readonly to: readonly string[];
  /** True where the file gives no `to`: the parent's channels are meant. */
  readonly inheritsTo: boolean;
  readonly continue: boolean;
  /** Null inherits, as do the next three. */
  readonly severity: Severity | null;
  /** As Slack wants it (`<!subteam^S…>`); empty: none, whatever the parent says. */
  readonly mention: string | null;
  readonly deadlineMs: number | null;
  /** 0: no digest, whatever the parent says. */
  readonly digestMs: number | null;
  /** More facts on the cards that it shows, by Liquid; null inherits. */
  readonly fields?: readonly { readonly label: string; readonly value: string }[] | null;
  /** Why it is not as the file says, for `why`; only where people changed it from Slack. */
  readonly note?: string;
  readonly routes: readonly RouteConfig[];
}

/** All that are given must match; within a list any one. */
export interface RouteMatch {
  readonly topics: readonly (Topic | '*')[];
  /** Event types; a trailing `.*` matches a family. */
  readonly events: readonly string[];
  readonly accounts: readonly string[];
  readonly livemode: boolean | null;
  readonly severity: readonly Severity[];
  readonly currencies: readonly string[];
  readonly products: readonly string[];
  readonly prices: readonly string[];
  readonly plans: readonly string[];
  readonly customers: readonly string[];
  readonly countries: readonly string[];
  readonly paymentMethods: readonly string[];
  readonly declineCodes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Decimal amount with currency, inclusive: `100.00 EUR`. */
  readonly amountMin: string | null;
  readonly amountMax: string | null;
}

export interface QuietConfig {
  readonly name: string;
  readonly days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** `HH:MM` in `timezone`; `to` before `from` runs past midnight, the same is a whole day. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly channels: readonly string[];
  readonly except: readonly Severity[];
  readonly then: 'digest' | 'drop';
}

export interface RatesConfig {
  /** True: where Stripe's balance transaction is known, its settlement amount is compared before any rate. */
  readonly settlement: boolean;
  /** Empty where there is no table. */
  readonly base: string;
  /** By ISO date from which they hold: currency → value of one unit in `base`, as a decimal string. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface CardConfig {
  /** Liquid; null keeps Tillbell's own headline. */
  readonly headline: string | null;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly { readonly label: string; readonly url: string }[];
  readonly lookups: Readonly<Record<string, string>>;
}

export interface IncidentsConfig {
  readonly enabled: boolean;
  /** Weeks of history without which a decline spike is not looked for. */
  readonly weeks?: number;
  /** Failed payments within an hour that are a spike whatever is usual. */
  readonly failures?: number;
  /** Distinct cards within ten minutes that are card testing. */
  readonly cards?: number;
}

export interface AnomaliesConfig {
  readonly enabled: boolean;
  /** Weeks of history without which nothing is looked for. */
  readonly weeks?: number;
  readonly sensitivity?: 'low' | 'normal' | 'high';
  /** At most one a currency: from there on a payment is very large; absent: by what is usual. */
  readonly largePayment?: readonly Money[];
  /** At most one a currency: from there on a customer's first payment is told; absent: it is not. */
  readonly newCustomer?: readonly Money[];
  readonly off?: readonly AnomalyKind[];
}

export interface DisputesConfig {
  readonly enabled?: boolean;
  /** `7d` and the like, with milliseconds before evidence is due. */
  readonly rungs?: readonly { readonly name: string; readonly beforeMs: number }[];
  readonly hours?: {
    /** Monday 1 … Sunday 7. */
    readonly days: readonly number[];
    /** `HH:MM` of the same day. */
    readonly from: string;
    readonly to: string;
    /** Null: the channel's own. */
    readonly timezone: string | null;
  };
  /** As Slack wants it: `<@U…>` or `<!subteam^S…>`. */
  readonly escalateTo?: string;
  readonly escalateAfterMs?: number;
  /** At most one a currency, as `counterFees`. */
  readonly fees?: readonly Money[];
  readonly counterFees?: readonly Money[];
  readonly programs?: readonly {
    readonly name: string;
    readonly network: string;
    /** `YYYY-MM-DD`. */
    readonly from: string;
    readonly count: number;
    readonly percent: number;
    readonly per: 'same_month' | 'previous_month';
    readonly fraudReports: boolean;
  }[];
}

/** Local times of a summary; each null where it is not wanted. */
export interface SummaryConfig {
  readonly to: readonly string[];
  /** IANA name; null: that of each channel. */
  readonly timezone: string | null;
  /** `HH:MM`. */
  readonly daily: string | null;
  readonly weekly: { readonly day: QuietConfig['days'][number]; readonly time: string } | null;
  /** Day of the month, 1–28, so that every month has it. */
  readonly monthly: { readonly day: number; readonly time: string } | null;
  /** By the currency that customers paid in, or by the one in which Stripe booked it. */
  readonly currency: 'charged' | 'settled';
  /** Names of accounts; empty for all. */
  readonly accounts: readonly string[];
  /** Whether the money of connected accounts counts, too. */
  readonly connected: boolean;
  /** Only these products (`prod_…`) and what these routes matched; empty for everything. */
  readonly products: readonly string[];
  readonly routes: readonly string[];
}

export interface SyncFieldConfig {
  /** Path in the Stripe object (`metadata.owner`, `status`). */
  readonly stripe: string;
  /** Stands on the card and in the dialogue. */
  readonly label: string;
  /** How people edit it in Slack; null: shown, not edited. */
  readonly input: 'user' | 'text' | 'select' | 'number' | 'date' | null;
  /** Of a select. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Liquid over `value` and `object`; null: the value as it is. */
  readonly show: string | null;
  /** True where it cannot be emptied. */
  readonly required: boolean;
  /** Most characters of a text. */
  readonly longest: number;
  /** Inclusive bounds of a number, as decimals. */
  readonly min: string | null;
  readonly max: string | null;
  /** Most decimal places of a number. */
  readonly decimals: number;
  /** How Stripe keeps a date: `2026-12-31`, or Unix seconds of its first second in UTC. */
  readonly store: 'iso' | 'unix';
  /** Who wins a conflict; null: the last write. */
  readonly systemOfRecord: 'slack' | 'stripe' | null;
}

export interface ActionConfig {
  /** Slack user ids (`U…`) and user groups (`S…`). */
  readonly who: readonly string[];
  /** Decimal amount with currency, inclusive; null: any amount. */
  readonly upTo: string | null;
  /** What happens above `upTo`. */
  readonly above: 'two_people' | 'deny';
}

/** Who may use the console, and how they prove who they are. */
export interface ConsoleConfig {
  /** `slack`: Sign in with Slack, and one-time links · `link`: one-time links alone · null: this machine alone, without sign-in. */
  readonly signIn: 'slack' | 'link' | null;
  /** Of the Slack app, for Sign in with Slack. */
  readonly clientId: string | null;
  readonly clientSecret: Secret | null;
  /** Slack user ids (`U…`), user groups (`S…`), or `everyone` of the workspace. The highest role counts. */
  readonly viewers: readonly string[];
  readonly operators: readonly string[];
  readonly admins: readonly string[];
}

/** PEM files for the doors' own HTTPS, by absolute path. */
export interface TlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
  /** The oldest version that is spoken. */
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}
